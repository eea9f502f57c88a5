"""Compare several papers with others by all words and vectors, over inverted lists."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from citegraph.graph.text.candidates import NEAR
from citegraph.graph.text.cells import UNIT
from citegraph.graph.text.ragged import runs

if TYPE_CHECKING:
    from citegraph.graph.text.index import TextIndex


def similarities(
    index: "TextIndex", rows: Sequence[int], others: Sequence[int] | NDArray[np.int64]
) -> Iterator[NDArray[np.float64]]:
    """Yield the similarities of each of these rows to others, as ``graph.text.index`` defines them.

    Args:
        index: the texts.
        rows: the rows to compare.
        others: the ``n`` rows to compare with.

    Yields:
        For each row, ``(n,)`` similarities from 0 to 1; 0 for the row itself.
    """
    among = np.array(others, np.int64)
    has = np.zeros(len(index.vocabulary), bool)
    has[index.words[_places(index, np.array(rows, np.int64))]] = True
    # The inverted lists of the words of these rows.
    lengths = np.diff(index.starts)[among]
    flat = _places(index, among)
    kept = np.flatnonzero(has[index.words[flat]])
    kept = kept[np.argsort(index.words[flat[kept]], kind="stable")]
    starts = np.searchsorted(index.words[flat[kept]], np.arange(len(has) + 1))
    owners = np.repeat(np.arange(len(among)), lengths)[kept]
    both, document = index.weighted(flat[kept], among[owners])[:, :2].astype(np.float64).T
    floats = index.vectors[among].astype(np.float32)
    by_vector = index.described()
    for row in rows:
        place = slice(index.starts[row], index.starts[row + 1])
        words = index.words[place]
        found, _ = runs(starts[words], starts[words + 1])
        own, _, query = np.repeat(
            index.weighted(place, row).astype(np.float64), starts[words + 1] - starts[words], axis=0
        ).T
        sums = np.bincount(owners[found], both[found] * own + document[found] * query, len(among))
        products = floats @ index.vectors[row].astype(np.float32)
        cosines = np.clip(products.astype(np.float64) / UNIT**2, 0, 1)
        share = index.shares[row] / 100
        scores = np.round((1 - share) / 2 * sums + share * cosines * np.sqrt(cosines), 4)
        near = products >= NEAR * UNIT**2 if by_vector[row] else lengths > 1
        yield np.where(near & (among != row), scores, 0)


def _places(index: "TextIndex", rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the places of the words of rows."""
    return runs(index.starts[rows], index.starts[rows + 1])[0]
