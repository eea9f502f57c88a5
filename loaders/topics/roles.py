"""How much a word speaks for a keyword that it begins, ends, stands in or stands beside.

The statistics know a word from its own counts, which are few where few papers were learnt from.
Here words of like use speak alike, so that a word that never stood in a keyword is understood
too: each weight is a linear function of a vector that was made from the company the word keeps in
many texts (``vectors.py``; only learning needs the vectors, what ships are the weights).
"""

import gzip
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from citegraph.loaders.topics.batch import Batch
from citegraph.loaders.topics.statistics import find, hashes
from citegraph.loaders.topics.text import BREAK

__all__ = ["ROLES", "Roles", "neighbours"]

Array = NDArray[Any]
# begins it, ends it, mean of all its words; one and two words before it, and behind it.
ROLES = ("begins", "ends", "inside", "before", "before2", "behind", "behind2")
INSIDE = ROLES.index("inside")
UNIT = 1000  # weights are whole thousandths, so that sums are the same in every batch


def neighbours(batch: Batch, start: Array, length: Array) -> tuple[Array, Array, Array, Array]:
    """Places one and two words before and behind each stretch; -1 where punctuation intervenes."""
    gap, end = batch.gap, start + length
    near = gap[start] < BREAK
    far = near & (gap[start - 1] < BREAK)
    next_ = gap[end] < BREAK
    after = next_ & (gap[np.minimum(end + 1, len(gap) - 1)] < BREAK)
    return (
        np.where(near, start - 1, -1),
        np.where(far, start - 2, -1),
        np.where(next_, end, -1),
        np.where(after, end + 1, -1),
    )


@dataclass(frozen=True, slots=True)
class Roles:
    """The weights of some words.

    Attributes:
        keys: hashes of the folded words, sorted.
        weights: in thousandths, int64, shape (words, roles).
    """

    keys: Array
    weights: Array

    def features(self, batch: Batch, start: Array, length: Array) -> dict[str, Array]:
        """What the words say for each stretch, in each role and in all. Unknown words say 0."""
        at = find(self.keys, batch.hash)
        # One more row, of zeros: place -1 is "no word".
        weights = np.zeros((len(at) + 1, len(ROLES)), np.int64)
        weights[:-1][at >= 0] = self.weights[at[at >= 0]]
        sums = np.concatenate([[0], np.cumsum(weights[:-1, INSIDE])])
        places = (start, start + length - 1, None, *neighbours(batch, start, length))
        said = {
            role: (sums[start + length] - sums[start]) / length
            if place is None
            else weights[place, number].astype(np.float64)
            for number, (role, place) in enumerate(zip(ROLES, places, strict=True))
        }
        return {**said, "roles": np.sum(list(said.values()), axis=0)}

    def save(self, path: Path, text: dict[int, str]) -> None:
        """Write the weights as text; ``text`` gives a word for its hash."""
        lines = [
            "\t".join([text[key], *map(str, row)])
            for key, row in zip(self.keys.tolist(), self.weights.tolist(), strict=True)
        ]
        path.write_bytes(gzip.compress(("\n".join(sorted(lines)) + "\n").encode(), 9, mtime=0))

    @classmethod
    def load(cls, path: Path) -> "Roles":
        """Read the weights."""
        with gzip.open(path, "rt", encoding="utf-8") as stream:
            rows = [line.rstrip("\n").split("\t") for line in stream]
        keys = hashes(row[0] for row in rows)
        order = np.argsort(keys)
        return cls(keys[order], np.array([row[1:] for row in rows], np.int64)[order])
