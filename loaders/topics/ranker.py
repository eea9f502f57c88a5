"""How likely each phrase of a paper is a keyword of it: a learnt ranker over cheap features."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from citegraph.loaders.topics.batch import Batch
from citegraph.loaders.topics.features import (
    Candidates,
    Table,
    candidates,
    paper_features,
    rank_in_paper,
)
from citegraph.loaders.topics.statistics import Statistics, WordValues
from citegraph.loaders.topics.trees import Trees

__all__ = ["Ranker", "columns", "load_trees", "shipped_ranker"]

Array = NDArray[Any]
DATA = Path(__file__).parent / "data"
HOPEFUL = 64  # candidates of a paper that the trees look at, by a first cheap score
LEAST_KNOWN = 0.5  # share of a paper's words that the field's statistics know


def columns(
    batch: Batch,
    statistics: Statistics,
    words: WordValues,
    *,
    most: int | None = None,
    wanted: Array | None = None,
) -> tuple[Candidates, Array, Array, list[str]]:
    """Compute the features of a batch's candidates.

    Args:
        batch: the texts.
        statistics: of the field.
        words: their values of the batch's lexicon.
        most: how many groups of a paper get features, by the first score; ``None``: all.
        wanted: stretches, as ``start * 16 + length``: groups without any get no features.

    Returns:
        The candidates; the numbers of the groups that have features, rising; the features,
        float32 of shape (features, such groups); the features' names.
    """
    found = candidates(batch, words)
    if not len(found.start):
        return found, np.zeros(0, np.int64), np.zeros((0, 0), np.float32), []
    table = Table(batch, found, statistics, words)
    rank = rank_in_paper(batch, found, table.score)
    worth = np.ones(len(found.first), bool) if most is None else rank < most
    if wanted is not None:
        worth &= found.most(np.isin(found.start * 16 + found.length, wanted))
    groups = np.flatnonzero(worth)
    if not len(groups):
        return found, groups, np.zeros((0, 0), np.float32), []
    features = paper_features(batch, found.only(groups))
    more = table.features(groups)
    more["scoreRank"] = rank[groups]
    more["tfidfRank"] = rank_in_paper(batch, found, table.tfidf)[groups]
    features.update((f"{name}0", values) for name, values in more.items())
    return found, groups, np.array(list(features.values()), np.float32), list(features)


@dataclass(slots=True)
class Ranker:
    """Scores candidates.

    Attributes:
        statistics: of the field.
        trees: the trained model.
        names: the features that the trees were trained on, in order.
    """

    statistics: Statistics
    trees: Trees
    names: list[str]

    def __call__(
        self, batch: Batch, words: WordValues, wanted: Array | None = None
    ) -> tuple[Candidates, Array]:
        """Return the candidates of a batch and how likely each is a keyword, 0 to 1.

        A paper most of whose words the statistics lack is in a language they do not cover; its
        candidates get 0.

        Args:
            batch: the texts.
            words: values of the batch's lexicon.
            wanted: stretches, as ``start * 16 + length``, whose candidates matter; others get 0.
                It only saves time.
        """
        found, groups, values, names = columns(
            batch, self.statistics, words, most=HOPEFUL, wanted=wanted
        )
        likely = np.zeros(len(found.first))
        if not len(groups):
            return found, likely
        assert names == self.names, "statistics and trees of different versions"
        likely[groups] = 1 / (1 + np.exp(-self.trees.log_odds(values)))
        known = np.bincount(batch.paper, words.papers[batch.word] > 0, batch.count)
        read = known >= LEAST_KNOWN * batch.counts
        return found, np.where(read[batch.paper[found.start[found.first]]], likely, 0.0)


def load_trees(path: Path) -> tuple[Trees, list[str]]:
    """Trees that were learnt, and the names of their features."""
    with np.load(path) as saved:
        trees = Trees(saved["feature"], saved["border"], saved["leaf"], float(saved["bias"]))
        return trees, [str(name) for name in saved["names"]]


@cache
def shipped_ranker(folder: Path = DATA) -> Ranker:
    """Load the shipped ranker, or one that was trained into another folder."""
    statistics = Statistics.load(folder / "field-words.tsv.gz", folder / "field-phrases.tsv.gz")
    return Ranker(statistics, *load_trees(folder / "topics-trees.npz"))
