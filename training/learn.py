"""Remake the statistics and the ranker that ship with citegraph.

    python -m training.learn SHARED_DATA [--until 2026-01]

It needs ``catboost`` and ``snowballstemmer``, which reading topics does not.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from citegraph.loaders.topics.batch import Batch, Lexicon
from citegraph.loaders.topics.ranker import DATA, columns
from training.boosting import Boosting, boost, save_trees
from training.counting import Counter, labels
from training.examples import Example, daily_papers

Array = NDArray[Any]
FOLDS = 5  # parts that are described by the others
LEAST_PAPERS = 3  # a phrase that ships stands in as many papers
BOOSTING = Boosting(300, 6, 0.12, 3)


def learn(examples: list[Example], folder: Path = DATA) -> None:
    """Train the ranker and write its files.

    Statistics that a paper helped to count would contain its own keywords, so each part of the
    papers is described by the statistics of the others.

    Args:
        examples: papers with keywords.
        folder: to write to.
    """
    lexicon = Lexicon()
    batch = Batch([(e.title, e.abstract) for e in examples], lexicon)
    counter = Counter(batch, lexicon, labels(batch, examples))
    fold = np.random.default_rng(0).integers(0, FOLDS, len(examples))
    features: list[Array] = []
    truth: list[Array] = []
    for one in range(FOLDS):
        others = counter.statistics(fold != one)
        mine = [examples[p] for p in np.flatnonzero(fold == one)]
        part = Batch([(e.title, e.abstract) for e in mine], lexicon)
        found, _, values, names = columns(part, others, others.values(lexicon))
        keywords = labels(part, mine)
        hit = np.isin(
            found.start * 16 + found.length, keywords[:, 0] * 16 + keywords[:, 1] - keywords[:, 0]
        )
        features.append(values)
        truth.append(found.reduce(np.logical_or, hit))
    model = boost(np.concatenate(features, axis=1), np.concatenate(truth), BOOSTING)
    statistics = counter.statistics(np.ones(len(examples), bool), LEAST_PAPERS)
    counter.save(statistics, folder, "field")
    save_trees(folder / "topics-trees.npz", model, names)


def main(arguments: Sequence[str]) -> int:
    """Train the ranker."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("data", type=Path, help="folder with daily_papers/")
    parser.add_argument("--until", default="9999-12", help="last month of Daily Papers to use")
    options = parser.parse_args(arguments)
    papers = daily_papers(options.data / "daily_papers" / "papers-to-2026-03.jsonl.gz")
    learn([p for p in papers if p.keywords and p.month <= options.until])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
