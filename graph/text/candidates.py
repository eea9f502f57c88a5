"""Find the papers that are worth comparing with a paper by all words.

They are found by vector, or by words that are not frequent in the graph: the products of TF-IDF
weights are added up over the inverted lists of the words of the paper. ``graph.text.index`` states
which papers are found in which way.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from citegraph.graph.text.cells import UNIT
from citegraph.graph.text.ragged import counted, runs

NEAR = 0.2  # cosine of vectors from which two papers are compared by words
CANDIDATES = 256  # papers compared by all words with a paper
COMMON = 1 / 16  # share of the papers of a graph that contain a common word

Near = tuple[NDArray[np.int64], NDArray[np.float32]]  # rows, and their products with a row
_Lists = tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.float32]]
# Places of ``n`` words and the paper of each, or of all: ``(n, 3)`` weights.
_Weights = Callable[[NDArray[np.int64] | slice, NDArray[np.int64] | int], NDArray[np.float32]]
_PAPERS = 4096  # added to the inverted lists at once


def nearest(
    rows: NDArray[np.int64], products: NDArray[np.float32]
) -> tuple[NDArray[np.int64], float]:
    """Return the nearest rows, and their least product; all and 0 if there are few."""
    if len(rows) <= CANDIDATES:
        return rows, 0.0
    reach = np.partition(products, -CANDIDATES)[-CANDIDATES]
    return rows[products >= reach], float(reach)


class Candidates:
    """The candidates of papers. The arrays are those of ``TextIndex``.

    Args:
        starts: where the words of each paper begin.
        words: the words of all papers.
        weights: returns their weights, TF-IDF first.
        described: which papers the vectors describe well.
    """

    def __init__(
        self,
        starts: NDArray[np.int64],
        words: NDArray[np.int32],
        weights: _Weights,
        described: NDArray[np.bool_],
    ) -> None:
        self._starts, self._words, self._weights = starts, words, weights
        self._described = described
        self._lists: dict[bool, _Lists] = {}

    def of(
        self, row: int, columns: NDArray[np.int64], products: NDArray[np.float32], by_vector: bool
    ) -> Near:
        """Return the rows near a row, and their products with it.

        Args:
            row: the row.
            columns: rows whose vectors were compared.
            products: products of these vectors.
            by_vector: return those of these rows that are near; else those that share words that at
                most :data:`COMMON` of the papers contain, or :data:`CANDIDATES` papers, with the
                products of their TF-IDF weights. If the vectors describe the row well, only rows
                that they describe badly.
        """
        if by_vector:
            near = (products >= NEAR * UNIT**2) & (columns != row)
            return columns[near], products[near]
        starts, rows, weights = self._inverted(bool(self._described[row]))
        place = slice(self._starts[row], self._starts[row + 1])
        if place.stop - place.start == 1:  # a paper of a single word is similar to no paper
            place = slice(0, 0)
        words = self._words[place]
        flat, _ = runs(starts[words], starts[words + 1])
        own = np.repeat(self._weights(place, row)[:, 0], starts[words + 1] - starts[words])
        sums = np.bincount(rows[flat], weights[flat] * own, minlength=len(self._described))
        sums[row] = 0
        found = np.flatnonzero(sums)
        return found, np.round(sums[found], 6).astype(np.float32)

    def _inverted(self, described: bool) -> _Lists:
        """Return the place where the list of each word begins, and the rows and weights in it.

        Args:
            described: leave out the papers that the vectors describe well.
        """
        if described not in self._lists:
            lengths = np.diff(self._starts)
            papers = counted(self._words, int(self._words.max(initial=-1)) + 1)
            few = papers <= max(CANDIDATES, COMMON * len(lengths))
            kept = (lengths > 1) & ~(self._described & described)
            wanted = few[self._words] & np.repeat(kept, lengths)
            starts = np.append(0, np.cumsum(counted(self._words[wanted], len(papers))))
            rows, weights = np.empty(starts[-1], np.int32), np.empty(starts[-1], np.float32)
            free = starts[:-1].copy()
            for at in range(0, len(lengths), _PAPERS):
                first, *_, last = self._starts[at : at + _PAPERS + 1].tolist()
                entries = first + np.flatnonzero(wanted[first:last])
                entries = entries[np.argsort(self._words[entries], kind="stable")]
                words, before, counts = np.unique(
                    self._words[entries], return_index=True, return_counts=True
                )
                places = np.arange(len(entries)) + np.repeat(free[words] - before, counts)
                rows[places] = np.searchsorted(self._starts, entries, "right") - 1
                weights[places] = self._weights(entries, rows[places])[:, 0]
                free[words] += counts
            self._lists[described] = starts, rows, weights
        return self._lists[described]
