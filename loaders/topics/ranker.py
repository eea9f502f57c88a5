"""How likely each phrase of a paper is a keyword of it: a learnt ranker over cheap features."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from citegraph.loaders.topics.batch import Batch, Lexicon
from citegraph.loaders.topics.features import (
    Candidates,
    Table,
    candidates,
    paper_features,
    rank_in_paper,
)
from citegraph.loaders.topics.roles import Roles
from citegraph.loaders.topics.statistics import Statistics, WordValues
from citegraph.loaders.topics.thesaurus import NAMES, Terms, Thesaurus
from citegraph.loaders.topics.trees import Trees

__all__ = ["STYLES", "Ranker", "columns", "shipped_ranker", "shipped_thesaurus"]

Array = NDArray[Any]
DATA = Path(__file__).parent / "data"
HOPEFUL = 64  # candidates of a paper that the trees look at, by a first cheap score
WIDE = 160  # the same for a style with wide candidates
LEAST_KNOWN = 0.5  # share of a paper's words that the field's statistics know


@dataclass(frozen=True, slots=True)
class Style:
    """Whose keywords were learnt from, and how far to go down the ranking.

    Attributes:
        tables: names of the statistics it reads, the field's first.
        least: keyphrases that score less are left out.
        thesaurus: whether it also gives terms that the text does not contain.
        roles: whether it knows what words speak for, see :class:`Roles`.
        wide: whether its own table also chooses candidates, and more of them are looked at.
    """

    tables: tuple[str, ...]
    least: float
    thesaurus: bool = False
    roles: bool = False
    wide: bool = False


STYLES: dict[str, Style] = {
    "topics": Style(("field",), 0.1),
    "author": Style(("field", "author"), 0.13),
    "index": Style(("field", "index"), 0.18, thesaurus=True, roles=True, wide=True),
}


def columns(
    batch: Batch,
    tables: list[tuple[Statistics, WordValues]],
    *,
    most: int | None = None,
    wanted: Array | None = None,
    roles: Roles | None = None,
    wide: bool = False,
) -> tuple[Candidates, Array, Array, list[str]]:
    """The candidates of a batch and the features of those that are worth it.

    Args:
        batch: the texts.
        tables: statistics with their values of the batch's lexicon, the field's first.
        most: how many groups of a paper get features, by the first score; ``None``: all.
        wanted: stretches, as ``start * 16 + length``: groups without any get no features.
        roles: what words speak for, of a style that knows it.
        wide: whether the last table also chooses candidates, and ranks them.

    Returns:
        The candidates; the numbers of the groups that have features, rising; the features,
        float32 of shape (features, such groups); the features' names.
    """
    found = candidates(batch, tables[0][1], tables[-1][1] if wide else None)
    if not len(found.start):
        return found, np.zeros(0, np.int64), np.zeros((0, 0), np.float32), []
    views = [Table(batch, found, statistics, words) for statistics, words in tables]
    ranks = [rank_in_paper(batch, found, view.score) for view in views]
    worth = np.ones(len(found.first), bool) if most is None else ranks[-1 if wide else 0] < most
    if wanted is not None:
        worth &= found.most(np.isin(found.start * 16 + found.length, wanted))
    groups = np.flatnonzero(worth)
    if not len(groups):
        return found, groups, np.zeros((0, 0), np.float32), []
    features = paper_features(batch, found.only(groups))
    for number, (view, rank) in enumerate(zip(views, ranks, strict=True)):
        more = view.features(groups)
        more["scoreRank"] = rank[groups]
        if not number:
            more["tfidfRank"] = rank_in_paper(batch, found, view.tfidf)[groups]
        features.update((f"{name}{number}", values) for name, values in more.items())
    if roles is not None:
        head = found.first[groups]
        features.update(roles.features(batch, found.start[head], found.length[head]))
    return found, groups, np.array(list(features.values()), np.float32), list(features)


@dataclass(slots=True)
class Ranker:
    """Scores candidates in one style.

    Attributes:
        tables: the statistics it reads.
        trees: what was learnt.
        names: the features that the trees were learnt on, in order.
        roles: what words speak for, of a style that knows it.
        wide: see :class:`Style`.
    """

    tables: list[Statistics]
    trees: Trees
    names: list[str]
    roles: Roles | None = None
    wide: bool = False

    def __call__(
        self, batch: Batch, words: list[WordValues], wanted: Array | None = None
    ) -> tuple[Candidates, Array]:
        """The candidates of a batch, and how likely each is a keyword, 0 to 1.

        A paper most of whose words no statistic knows is in a language that was not learnt;
        nothing in it is likely.

        Args:
            batch: the texts.
            words: see :meth:`words`.
            wanted: stretches, as ``start * 16 + length``, whose candidates matter; others count
                as unlikely. It only saves time.
        """
        tables = list(zip(self.tables, words, strict=True))
        found, groups, values, names = columns(
            batch,
            tables,
            most=WIDE if self.wide else HOPEFUL,
            wanted=wanted,
            roles=self.roles,
            wide=self.wide,
        )
        likely = np.zeros(len(found.first))
        if not len(groups):
            return found, likely
        assert names == self.names, "statistics and trees of different versions"
        likely[groups] = 1 / (1 + np.exp(-self.trees.log_odds(values)))
        known = np.bincount(batch.paper, words[0].papers[batch.word] > 0, batch.count)
        read = known >= LEAST_KNOWN * batch.counts
        return found, np.where(read[batch.paper[found.start[found.first]]], likely, 0.0)

    def words(self, lexicon: Lexicon, known: list[WordValues] | None = None) -> list[WordValues]:
        """What each table says of the lexicon's words; ``known`` is what this gave before."""
        if known is None:
            return [table.values(lexicon) for table in self.tables]
        return [t.values(lexicon, k) for t, k in zip(self.tables, known, strict=True)]


def load_trees(path: Path) -> tuple[Trees, list[str]]:
    """Trees that were learnt, and the names of their features."""
    with np.load(path) as saved:
        trees = Trees(saved["feature"], saved["border"], saved["leaf"], float(saved["bias"]))
        return trees, [str(name) for name in saved["names"]]


@cache
def shipped_thesaurus(style: str, folder: Path = DATA) -> Thesaurus | None:
    """The terms of a style that has any."""
    if not STYLES[style].thesaurus:
        return None
    trees, names = load_trees(folder / f"{style}-terms-trees.npz")
    assert names == list(NAMES), "terms and trees of different versions"
    return Thesaurus(Terms.load(folder / f"{style}-terms.tsv.gz"), trees)


@cache
def shipped_ranker(style: str, folder: Path = DATA) -> Ranker:
    """The ranker that ships with citegraph, or another one that was learnt into a folder.

    Raises:
        KeyError: there is no such style.
    """
    tables = [
        Statistics.load(folder / f"{name}-words.tsv.gz", folder / f"{name}-phrases.tsv.gz")
        for name in STYLES[style].tables
    ]
    roles = Roles.load(folder / f"{style}-roles.tsv.gz") if STYLES[style].roles else None
    return Ranker(tables, *load_trees(folder / f"{style}-trees.npz"), roles, STYLES[style].wide)
