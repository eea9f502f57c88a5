"""Remake the statistics and the ranker that ship with citegraph.

    python -m training.learn SHARED_DATA [--until 2026-01] [--styles topics author index]

What it learns from and what each file holds: docs/topics.md. It needs ``catboost``,
``scipy`` and ``snowballstemmer``, which reading topics does not.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from citegraph.loaders.topics.batch import Batch, Lexicon
from citegraph.loaders.topics.features import Candidates
from citegraph.loaders.topics.ranker import DATA, STYLES, columns
from citegraph.loaders.topics.roles import Roles
from citegraph.loaders.topics.statistics import Statistics
from citegraph.loaders.topics.thesaurus import NAMES, Terms, Thesaurus
from training.boosting import BOOSTING, TERMS, boost, save_trees
from training.counting import Counter, labels, texts_of
from training.examples import Example, conferences, daily_papers, inspec, stems
from training.vectors import Moments, Vectors

Array = NDArray[Any]
FOLDS = {"topics": 5, "author": 5, "index": 10}  # parts that are described by the others
LEAST_PAPERS = 3  # a phrase that ships stands in as many papers


@dataclass(slots=True)
class Prepared:
    """Examples of one style, counted once."""

    examples: list[Example]
    lexicon: Lexicon
    batch: Batch
    counter: Counter

    @classmethod
    def of(cls, examples: list[Example]) -> "Prepared":
        """Read and label the examples."""
        lexicon = Lexicon()
        batch = Batch([(e.title, e.abstract) for e in examples], lexicon)
        return cls(examples, lexicon, batch, Counter(batch, lexicon, labels(batch, examples)))


@dataclass(slots=True)
class Described:
    """The candidates of some papers."""

    batch: Batch
    found: Candidates
    values: Array  # features, shape (features, groups)
    names: list[str]
    truth: Array  # whether each group is a keyword

    def moments(self, vectors: Vectors) -> Moments:
        """What a regression of the truth on the words' vectors needs."""
        first = self.found.first
        start, length = self.found.start[first], self.found.length[first]
        return Moments(vectors, self.batch, start, length, self.truth)

    def add(self, roles: Roles) -> None:
        """Add what the words speak for."""
        first = self.found.first
        more = roles.features(self.batch, self.found.start[first], self.found.length[first])
        self.values = np.vstack([self.values, np.array(list(more.values()), np.float32)])
        self.names = [*self.names, *more]


def describe(
    style: str, prepared: Prepared, field: Statistics | None, vectors: Vectors | None = None
) -> tuple[list[Described], Roles | None]:
    """All candidates, each with its features and truth; and the roles that ship.

    Statistics that a paper helped to count would tell its own keywords, so each part of the
    papers is described by the statistics of the others.
    """
    count = len(prepared.examples)
    fold = np.random.default_rng(0).integers(0, FOLDS[style], count)
    parts = []
    for one in range(FOLDS[style]):
        own = prepared.counter.statistics(fold != one)
        tables = [field, own] if field else [own]
        mine = [prepared.examples[p] for p in np.flatnonzero(fold == one)]
        batch = Batch([(e.title, e.abstract) for e in mine], prepared.lexicon)
        found, _, values, names = columns(
            batch, [(t, t.values(prepared.lexicon)) for t in tables], wide=STYLES[style].wide
        )
        keywords = labels(batch, mine)
        hit = np.isin(
            found.start * 16 + found.length, keywords[:, 0] * 16 + keywords[:, 1] - keywords[:, 0]
        )
        parts.append(Described(batch, found, values, names, found.reduce(np.logical_or, hit)))
    if vectors is None:
        return parts, None
    moments = [part.moments(vectors) for part in parts]
    for one, part in enumerate(parts):
        part.add(Moments.roles(vectors, moments[:one] + moments[one + 1 :]))
    return parts, Moments.roles(vectors, moments)


def learn(
    style: str, examples: list[Example], folder: Path = DATA, texts: Sequence[tuple[str, str]] = ()
) -> None:
    """Learn a style from examples and write its files; those of ``topics`` must be there.

    Args:
        style: of :data:`STYLES`.
        examples: papers with keywords.
        folder: to write to.
        texts: titles and abstracts of more papers, which show how words are used.
    """
    prepared = Prepared.of(examples)
    field = vectors = None
    own = STYLES[style].tables[-1]
    if own != "field":
        field = Statistics.load(folder / "field-words.tsv.gz", folder / "field-phrases.tsv.gz")
    if STYLES[style].roles:
        everything = Batch([*((e.title, e.abstract) for e in examples), *texts], Lexicon())
        vectors = Vectors.of(everything)
    parts, roles = describe(style, prepared, field, vectors)
    values = np.concatenate([part.values for part in parts], axis=1)
    truth = np.concatenate([part.truth for part in parts])
    sys.stderr.write(
        f"{style}: {len(examples)} papers, {len(truth)} candidates, {truth.sum()} keywords\n"
    )
    model = boost(values, truth, BOOSTING[style])
    least = LEAST_PAPERS if own == "field" else 2
    everybody = np.ones(len(examples), bool)
    prepared.counter.save(prepared.counter.statistics(everybody, least), folder, own)
    save_trees(folder / f"{style}-trees.npz", model, parts[0].names)
    if roles is not None:
        roles.save(folder / f"{style}-roles.tsv.gz", texts_of(everything))
    if STYLES[style].thesaurus:
        learn_terms(style, examples, folder)


def learn_terms(style: str, examples: list[Example], folder: Path = DATA) -> None:
    """Learn which terms are given to texts that do not contain them, and write the files.

    Again each part of the papers is described by what the others tell.
    """
    lexicon = Lexicon()

    def batch(chosen: Array) -> Batch:
        return Batch([(examples[i].title, examples[i].abstract) for i in chosen], lexicon)

    def terms_of(chosen: Array) -> Terms:
        return Terms.learn(batch(chosen), [examples[i].keywords for i in chosen])

    everybody = np.arange(len(examples))
    fold = np.random.default_rng(0).integers(0, FOLDS[style], len(examples))
    values, truth = [], []
    for one in range(FOLDS[style]):
        others = Thesaurus(terms_of(everybody[fold != one]))
        mine = everybody[fold == one]
        papers, terms, features = others.compare(batch(mine))
        names = [stems(name) for name in others.terms.names]
        given = [{stems(k) for k in examples[i].keywords} for i in mine]
        values.append(features)
        truth.append([names[t] in given[p] for p, t in zip(papers, terms, strict=True)])
    model = boost(np.concatenate(values, axis=1), np.concatenate(truth), TERMS)
    save_trees(folder / f"{style}-terms-trees.npz", model, NAMES)
    whole = batch(everybody)
    Terms.learn(whole, [e.keywords for e in examples]).save(
        folder / f"{style}-terms.tsv.gz", texts_of(whole)
    )


def main(arguments: Sequence[str]) -> int:
    """Learn the styles asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("data", type=Path, help="folder with daily_papers/ and benchmarks/topics/")
    parser.add_argument("--until", default="9999-12", help="last month of Daily Papers to use")
    parser.add_argument("--styles", nargs="*", default=list(STYLES), choices=list(STYLES))
    options = parser.parse_args(arguments)
    folder = options.data / "benchmarks" / "topics"
    papers = daily_papers(options.data / "daily_papers" / "papers-to-2026-03.jsonl.gz")
    sets = {
        "topics": [p for p in papers if p.keywords and p.month <= options.until],
        "author": conferences(folder / "ml_conf_author_keywords_dev.jsonl"),
        "index": inspec(folder / "inspec_dev.jsonl"),
    }
    texts = [(e.title, e.abstract) for e in (*papers, *sets["author"])]
    for style in options.styles:
        learn(style, sets[style], texts=texts)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
