"""Make the statistics and the trees that give topics their confidence.

    python -m training.learn SHARED_DATA [--to FOLDER]

The statistics come from the Daily Papers whose source gave keywords and a summary, and from the
judged mentions; the trees from the judged mentions, each paper described by the statistics of
other papers alone. Training needs ``catboost``; reading topics does not.
"""

import argparse
import gzip
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from citegraph.graph.records import Paper
from citegraph.loaders.topics import TopicReader
from citegraph.loaders.topics.confidence import FEATURES, TREES, as_array, features, predict
from citegraph.loaders.topics.matching import Found, Matcher
from citegraph.loaders.topics.statistics import FILES, POSITIONS, Counts, Statistics, context_words
from citegraph.loaders.topics.text import clean, words
from citegraph.loaders.topics.vocabulary import DATA
from training.boosting import boost, save_trees
from training.papers import conferences, history

Array = NDArray[Any]
JUDGED = Path(__file__).parent / "judged" / "mentions.tsv"
LEARNED = ("r1", "r2")  # whole papers, judged by the rubric; the other samples are test sets
FOLDS = 5
MIN_CONCEPTS = 40  # concepts of papers near which a word occurs before it gets a weight
MAX_WORDS = 3000  # words with the largest weights that ship
L2 = 20.0  # regularization of the weights
STEPS = 150
MIN_FORMS = 2  # judged mentions of a form that ships


@dataclass(frozen=True, slots=True)
class Example:
    """What a paper mentions, and what its source names; ``None`` if the source names nothing."""

    id: str
    found: Mapping[str, Found]
    keywords: frozenset[str] | None
    summary: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether an example is about a concept."""

    paper: int  # index among the examples
    id: str
    form: str
    right: bool


def read_examples(data: Path, reader: TopicReader) -> list[Example]:
    """Read the papers to learn from."""
    matcher = Matcher(reader.vocabulary)

    def named(text: str) -> frozenset[str] | None:
        rows = words(clean(text)), words("")
        return frozenset(id for ids, _ in matcher.mentions(rows) for id in ids) if text else None

    return [
        Example(
            paper.id,
            reader.found(Paper(title=paper.title, abstract=paper.abstract)),
            named(". ".join(paper.keywords)),
            named(paper.summary),
        )
        for papers in (history(data), conferences(data))
        for paper in papers
    ]


def read_verdicts(examples: Sequence[Example], reader: TopicReader) -> list[Verdict]:
    """Read the verdicts on concepts that are still found: the vocabulary may have changed."""
    number = {example.id: n for n, example in enumerate(examples)}
    result = []
    for line in JUDGED.read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        sample, paper, name, verdict = line.split("\t")
        at, id = number.get(paper), reader.vocabulary.meaning(name)
        if sample not in LEARNED or at is None or id is None:
            continue
        if id in (found := examples[at].found):
            result.append(Verdict(at, id, found[id].best.form, verdict == "right"))
    return result


class Contexts:
    """Words near the mentions of each concept of each paper, as a sparse matrix."""

    def __init__(self, examples: Sequence[Example]) -> None:
        near: list[Counter[tuple[int, str]]] = []
        mentions: list[int] = []
        named: list[float] = []
        paper: list[int] = []
        for number, example in enumerate(examples):
            for id, found in example.found.items():
                here = [m for m in found.mentions if m.field == "abstract"]
                if here and example.keywords is not None and example.summary is not None:
                    near.append(
                        Counter(w for m in here for w in context_words(m.row, m.start, m.end))
                    )
                    mentions.append(len(here))
                    named.append(((id in example.keywords) + (id in example.summary)) / 2)
                    paper.append(number)
        rows_of = Counter(word for counts in near for word in counts)
        self.words = sorted(w for w, count in rows_of.items() if count >= MIN_CONCEPTS)
        number_of = {word: number for number, word in enumerate(self.words)}
        cells = [
            (row, number_of[word], count / mentions[row])
            for row, counts in enumerate(near)
            for word, count in counts.items()
            if word in number_of
        ]
        self.paper = np.array(paper)
        self.row = np.array([cell[0] for cell in cells])
        self.column = np.array([cell[1] for cell in cells])
        self.value = np.array([cell[2] for cell in cells])
        self.named = np.array(named)

    def weights(self, chosen: Array) -> list[dict[str, float]]:
        """Fit weights of the words by position to the rows ``chosen`` (a mask).

        Regularized logistic regression by accelerated gradient descent (Nesterov 1983).
        """
        keep = chosen[self.row]
        row, column, value = self.row[keep], self.column[keep], self.value[keep]
        named = np.where(chosen, self.named, 0.0)
        size, count = len(self.words), len(self.named)
        weight = ahead = np.zeros(size)
        constant = 0.0
        scale = 2 * np.bincount(column, value * value, size) + L2
        for step in range(STEPS):
            odds = np.bincount(row, value * ahead[column], count) + constant
            error = np.where(chosen, 1 / (1 + np.exp(-odds)) - named, 0.0)
            slope = np.bincount(column, value * error[row], size) + L2 * ahead
            constant -= 4 * error.sum() / chosen.sum()
            last, weight = weight, ahead - slope / scale
            ahead = weight + step / (step + 3) * (weight - last)
        tables: list[dict[str, float]] = [{} for _ in POSITIONS]
        for number in np.argsort(-np.abs(weight), kind="stable")[:MAX_WORDS].tolist():
            position, word = self.words[number]
            tables[position][word] = round(float(weight[number]), 2)
        return tables


def count(
    examples: Iterable[Example], verdicts: Iterable[Verdict]
) -> tuple[dict[str, tuple[int, ...]], dict[str, tuple[int, ...]]]:
    """Count the tables of concepts and of forms, see :class:`Statistics`."""
    concepts: dict[str, list[int]] = {"": [0] * 6}
    forms: dict[str, list[int]] = {}
    for example in examples:
        for id in example.found:
            one = (
                example.keywords is not None,
                example.keywords is not None and id in example.keywords,
                example.summary is not None,
                example.summary is not None and id in example.summary,
            )
            for row in (concepts.setdefault(id, [0] * 6), concepts[""]):
                for column, add in enumerate(one):
                    row[column] += add
    for verdict in verdicts:
        for row in (concepts.setdefault(verdict.id, [0] * 6), concepts[""]):
            row[4] += 1
            row[5] += verdict.right
        row = forms.setdefault(verdict.form, [0] * 2)
        row[0] += 1
        row[1] += verdict.right
    return (
        {id: tuple(row) for id, row in sorted(concepts.items())},
        {form: tuple(row) for form, row in sorted(forms.items()) if row[0] >= MIN_FORMS},
    )


def write(folder: Path, weights: Sequence[dict[str, float]], *counts: Counts) -> None:
    """Write the tables; equal tables give equal bytes."""
    lines = [
        f"{position}\t{word}\t{weight:g}\n"
        for position, table in zip(POSITIONS, weights, strict=True)
        for word, weight in sorted(table.items())
    ]
    rows = [
        ["\t".join((key, *map(str, numbers))) + "\n" for key, numbers in table.items()]
        for table in counts
    ]
    for name, text in zip(FILES, (lines, *rows), strict=True):
        (folder / name).write_bytes(gzip.compress("".join(text).encode(), mtime=0))


def describe(
    examples: Sequence[Example],
    verdicts: Sequence[Verdict],
    contexts: Contexts,
    reader: TopicReader,
) -> Array:
    """Return the features of the judged concepts, from the statistics of the other folds."""
    rows: dict[tuple[int, str], tuple[float, ...]] = {}
    for fold in range(FOLDS):
        statistics = Statistics(
            contexts.weights(contexts.paper % FOLDS != fold),
            *count(
                (e for n, e in enumerate(examples) if n % FOLDS != fold),
                (v for v in verdicts if v.paper % FOLDS != fold),
            ),
        )
        for paper in {v.paper for v in verdicts if v.paper % FOLDS == fold}:
            found = examples[paper].found
            for id, row in features(found, reader.vocabulary, statistics):
                rows[paper, id] = row
    return as_array([rows[verdict.paper, verdict.id] for verdict in verdicts])


def auc(scores: Array, right: Array) -> float:
    """Return the area under the ROC curve."""
    better = scores[right][:, None] - scores[~right]
    return float(((better > 0) + 0.5 * (better == 0)).mean())


def report(values: Array, right: Array, fold: Array) -> str:
    """Return how well trees order mentions of papers that they were not trained on."""
    scores = np.zeros(len(right))
    for one in range(FOLDS):
        trees = boost(values[:, fold != one], right[fold != one])
        scores[fold == one] = predict(values[:, fold == one], trees)
    lines = [
        f"{len(right):,} mentions, {right.mean():.3f} right and telling; "
        f"AUC {auc(scores, right):.4f}, cross-fitted"
    ]
    for share in (0.4, 0.5):
        best = np.argsort(-scores, kind="stable")[: int(share * len(right))]
        lines.append(f"most confident {share:.0%}: {right[best].mean():.3f} right")
    for least in (0.5, 0.6, 0.7, 0.8, 0.86, 0.9):
        chosen = scores >= least
        lines.append(
            f"confidence >= {least}: {chosen.mean():.2f}, {right[chosen].mean():.3f} right"
        )
    return "\n".join(lines) + "\n"


def main(arguments: Sequence[str]) -> int:
    """Write the tables and the trees, and report how good they are."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("data", type=Path, help="folder with daily_papers/ and benchmarks/topics/")
    parser.add_argument("--to", type=Path, default=DATA, help="folder to write to")
    options = parser.parse_args(arguments)
    reader = TopicReader()
    examples = read_examples(options.data, reader)
    verdicts = read_verdicts(examples, reader)
    contexts = Contexts(examples)
    weights = contexts.weights(np.ones(len(contexts.paper), bool))
    write(options.to, weights, *count(examples, verdicts))
    values = describe(examples, verdicts, contexts, reader)
    right = np.array([verdict.right for verdict in verdicts])
    save_trees(options.to / TREES.name, boost(values, right), FEATURES)
    sys.stdout.write(report(values, right, np.array([v.paper % FOLDS for v in verdicts])))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
