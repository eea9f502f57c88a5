"""Rows of different lengths, one after the other in an array; and counts of numbers."""

import numpy as np
from numpy.typing import NDArray

_PART = 1 << 20  # numbers counted at once


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


def counted(values: NDArray[np.int32], size: int) -> NDArray[np.int64]:
    """Count each number from 0 to ``size - 1``; ``bincount`` copies its argument to 64 bits."""
    found = np.zeros(size, np.int64)
    for at in range(0, len(values), _PART):
        found += np.bincount(values[at : at + _PART], minlength=size)
    return found
