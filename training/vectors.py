"""Vectors of words from the company they keep, and the weights they lead to (only to learn anew).

Positive pointwise mutual information of a word with what stands one or two places before and
behind it, reduced by a truncated singular value decomposition: Levy, Goldberg and Dagan,
"Improving Distributional Similarity with Lessons Learned from Word Embeddings", TACL 2015.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from citegraph.loaders.topics.batch import Batch
from citegraph.loaders.topics.roles import INSIDE, ROLES, UNIT, Roles, neighbours
from citegraph.loaders.topics.statistics import find

__all__ = ["Moments", "Vectors"]

Array = NDArray[Any]
DIMENSIONS = 100
LEAST_WORD = 3  # a word that stands more rarely gets no vector
LEAST_COMPANY = 20  # a word that stands more rarely is no company
SMOOTHING = 0.75  # exponent of the company's counts
RESTRAINT = 300.0  # of the ridge regression


@dataclass(frozen=True, slots=True)
class Vectors:
    """Words' vectors: sorted hashes, and float32 of shape (words, dimensions)."""

    keys: Array
    vectors: Array

    @classmethod
    def of(cls, batch: Batch, dimensions: int = DIMENSIONS) -> "Vectors":
        """The vectors of a batch's words."""
        from scipy.sparse import coo_matrix  # noqa: PLC0415 - only learning needs it
        from scipy.sparse.linalg import svds  # noqa: PLC0415 - as above

        keys, word, often = np.unique(batch.hash, return_inverse=True, return_counts=True)
        common = often >= LEAST_COMPANY
        number = np.where(common, np.cumsum(common) - 1, -1)
        edge = int(common.sum())  # punctuation is company too
        rows, columns = [], []
        places = neighbours(batch, np.arange(len(word)), np.ones(len(word), np.int64))
        for side, place in enumerate(places):
            company = np.where(place < 0, edge, number[word[place]])
            told = (company >= 0) & (often[word] >= LEAST_WORD)
            if side in {1, 3}:
                told &= place >= 0
            rows.append(word[told])
            columns.append(company[told] + side * (edge + 1))
        row, column = np.concatenate(rows), np.concatenate(columns)
        shape = (len(keys), len(places) * (edge + 1))
        table = coo_matrix((np.ones(len(row)), (row, column)), shape).tocsr()
        kept = np.flatnonzero(np.diff(table.indptr))
        table = table[kept].tocoo()
        mine = np.bincount(table.row, table.data, len(kept))
        theirs = np.bincount(table.col, table.data, shape[1]) ** SMOOTHING
        share = theirs / theirs.sum()
        told_by = np.log(table.data / (mine[table.row] * share[table.col]))
        # What was seen once says less.
        value = np.maximum(told_by, 0) * table.data / (table.data + 1)
        table = coo_matrix((value, (table.row, table.col)), table.shape).tocsr()
        left, strength, _ = svds(table, dimensions, v0=np.ones(min(table.shape)))
        order = np.argsort(-strength)
        vectors = left[:, order] * np.sqrt(strength[order])
        return cls(keys[kept], (vectors / np.sqrt((vectors**2).mean())).astype(np.float32))


class Moments:
    """What a ridge regression needs to know of some candidates: sums, which can be added.

    Args:
        vectors: of the words.
        batch: the texts.
        start, length: of one stretch a candidate.
        truth: whether each is a keyword.
    """

    def __init__(
        self, vectors: Vectors, batch: Batch, start: Array, length: Array, truth: Array
    ) -> None:
        at = find(vectors.keys, batch.hash)
        table = np.zeros((len(at) + 1, vectors.vectors.shape[1]), np.float32)
        table[:-1][at >= 0] = vectors.vectors[at[at >= 0]]
        sums = np.zeros(table.shape)
        np.cumsum(table[:-1], axis=0, out=sums[1:])
        beside = neighbours(batch, start, length)
        parts = [table[start], table[start + length - 1], *(table[place] for place in beside)]
        parts.insert(INSIDE, (sums[start + length] - sums[start]) / length[:, None])
        # What is true of the place and the length, so that the words need not say it.
        parts += [(beside[0] < 0)[:, None], (beside[2] < 0)[:, None]]
        parts += [(length == size)[:, None] for size in (1, 2, 3)] + [(length > 3)[:, None]]
        design = np.hstack(parts).astype(np.float32)
        self.square: Array = (design.T @ design).astype(np.float64)
        self.product: Array = design.T @ truth.astype(np.float32)

    @staticmethod
    def roles(vectors: Vectors, moments: Sequence["Moments"]) -> Roles:
        """The weights that fit all these candidates best."""
        square: Array = np.sum([m.square for m in moments], axis=0)
        product: Array = np.sum([m.product for m in moments], axis=0)
        fit = np.linalg.solve(square + RESTRAINT * np.eye(len(product)), product)
        by_role = fit[: len(ROLES) * vectors.vectors.shape[1]].reshape(len(ROLES), -1)
        return Roles(vectors.keys, np.rint(vectors.vectors @ by_role.T * UNIT).astype(np.int64))
