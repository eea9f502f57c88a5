"""Rows of different lengths, one after the other in an array."""

import numpy as np
from numpy.typing import NDArray


def runs(
    starts: NDArray[np.int64], ends: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the numbers in runs, and how many precede each run."""
    lengths = ends - starts
    offsets = np.cumsum(lengths) - lengths
    return np.arange(lengths.sum()) + np.repeat(starts - offsets, lengths), offsets


def sums(values: NDArray[np.float64], lengths: NDArray[np.int64]) -> NDArray[np.float64]:
    """Add up values in runs of these lengths."""
    found = np.zeros(len(lengths))
    filled = lengths > 0
    if values.size:
        found[filled] = np.add.reduceat(values, (np.cumsum(lengths) - lengths)[filled])
    return found
