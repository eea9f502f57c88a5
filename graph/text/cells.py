"""Compare the vectors of papers: with all others, or with those in the nearest cells.

The products of all vectors take time that grows with the square of their number. From
:data:`EXACT` products on, the papers are divided into cells of about :data:`SIZE` by k-means, and a
paper is compared with those in the :data:`PROBES` cells that are nearest to the papers of its own
cell. This is the inverted file of Jegou, Douze and Schmid (Product quantization for nearest
neighbor search, 2011), without the quantization.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

UNIT = 127  # length of a vector of integers
EXACT = 400_000_000  # products that are computed without cells: 20,000 papers with each other
SIZE = 100  # papers in a cell
PROBES = 256  # cells that the papers of a cell are compared with
_BLOCK = 256  # papers compared at once
_LEARNED = 20  # papers for each cell that decide on its center
_TURNS = 6  # of k-means

Block = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float32]]


def compared(vectors: NDArray[np.int8], wanted: NDArray[np.int64]) -> Iterator[Block]:
    """Yield the products of the wanted vectors with others, in blocks.

    Yields:
        Some of the wanted rows; the rows that they are compared with; and the products of both.
    """
    if len(wanted) * len(vectors) <= EXACT:
        floats = vectors.astype(np.float32)  # of integers, so products are exact
        every = np.arange(len(vectors))
        for at in range(0, len(wanted), _BLOCK):
            block = wanted[at : at + _BLOCK]
            yield block, every, floats[block] @ floats.T
        return
    centers, homes = _cells(vectors)
    order = np.argsort(homes, kind="stable")
    starts = np.searchsorted(homes[order], np.arange(len(centers) + 1))
    missing = np.zeros(len(vectors), bool)
    missing[wanted] = True
    for cell in range(len(centers)):
        places = np.arange(starts[cell], starts[cell + 1])
        places = places[missing[order[places]]]
        for at in range(0, len(places), _BLOCK):
            rows = order[places[at : at + _BLOCK]]
            own = vectors[rows].astype(np.float32)
            near = (own @ centers.T).max(axis=0)
            probed = np.sort(np.argpartition(-near, min(PROBES, len(near) - 1))[:PROBES])
            spans = [slice(starts[one], starts[one + 1]) for one in probed]
            columns = np.concatenate([order[span] for span in spans])
            yield rows, columns, own @ vectors[columns].astype(np.float32).T


def _cells(vectors: NDArray[np.int8]) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Return the centers of cells, and the cell of each vector."""
    count = len(vectors) // SIZE
    sample = np.random.default_rng(0).permutation(len(vectors))[: count * _LEARNED]
    learned = vectors[sample].astype(np.float32)
    centers = learned[:count] / np.float32(UNIT)
    for _ in range(_TURNS):
        homes = _nearest(learned, centers)
        filled = np.bincount(homes, minlength=count) > 0
        order = np.argsort(homes, kind="stable")
        first = np.searchsorted(homes[order], np.flatnonzero(filled))
        sums = np.add.reduceat(learned[order], first)
        lengths = np.linalg.norm(sums, axis=1, keepdims=True)
        centers[filled] = sums / np.maximum(lengths, np.float32(1e-6))
    return centers, _nearest(vectors, centers)


def _nearest(vectors: NDArray[np.generic], centers: NDArray[np.float32]) -> NDArray[np.int64]:
    parts = range(0, len(vectors), 4096)
    return np.concatenate(
        [(vectors[at : at + 4096].astype(np.float32) @ centers.T).argmax(axis=1) for at in parts]
    )
