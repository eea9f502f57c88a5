"""Remake what tells a topic from a passing mention: two tables and the weights of the signs.

    python -m loaders.topics.learn_telling SHARED_DATA benchmarks/topics_judged.tsv

The tables (``telling.py``) are learnt from the papers of the Daily Papers history whose source
gave keywords and a summary: a concept that the paper mentions is told where they name it. The
weights (``sureness.py``; they are printed) are learnt from links judged by hand; what the tables
say of a judged paper is then learnt from the other papers alone. numpy only.
"""

import argparse
import gzip
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.records import Paper
from loaders.topics.matching import Matcher, Reading
from loaders.topics.reader import TopicReader
from loaders.topics.sureness import SIGNS, all_signs
from loaders.topics.telling import DATA, PLACES, Telling, near
from loaders.topics.text import clean, words

Array = NDArray[Any]
FOLDS = 5
LEAST_MENTIONS = 40  # concepts of papers near which a word stands before it has a weight
KEPT = 3000  # words that ship, those with the largest weights
RESTRAINT = 20.0  # on the weights of words
STEPS = 150
MILD = ("300", "301", "302")  # samples whose reader let more pass
PLAIN = 12  # the first signs, which ask no table


@dataclass(frozen=True, slots=True)
class Example:
    """A paper, what it mentions, and what its source names."""

    id: str
    reading: Reading
    keywords: frozenset[str] | None
    summary: frozenset[str] | None


def examples(file: Path, reader: TopicReader) -> list[Example]:
    """The papers of the history."""
    matcher = Matcher(reader.vocabulary)

    def named(text: str) -> frozenset[str]:
        rows = words(clean(text)), words("")
        return frozenset(id for match in matcher.matches(rows, 0) for id in match.ids)

    result = []
    with gzip.open(file, "rt", encoding="utf-8") as stream:
        for line in stream:
            paper = json.loads(line)["paper"]
            read = reader.reading(Paper(title=paper["title"], abstract=paper.get("summary") or ""))
            keywords, summary = paper.get("ai_keywords"), paper.get("ai_summary")
            result.append(Example(
                paper["id"], read,
                named(". ".join(keywords)) if keywords else None,
                named(summary) if summary else None,
            ))  # fmt: skip
    return result


class Surroundings:
    """Words near the mentions of each concept of each paper, as a sparse matrix."""

    def __init__(self, papers: Sequence[Example]) -> None:
        seen: list[Counter[tuple[int, str]]] = []
        mentions: list[int] = []
        told: list[float] = []
        self.paper: list[int] = []
        for number, paper in enumerate(papers):
            for id, said in paper.reading.found.items():
                here = [m for m in said.mentions if m.field == "abstract"]
                if here and paper.keywords is not None and paper.summary is not None:
                    seen.append(Counter(
                        word for m in here for word in near(m.row, m.start, m.end)
                    ))  # fmt: skip
                    mentions.append(len(here))
                    told.append(((id in paper.keywords) + (id in paper.summary)) / 2)
                    self.paper.append(number)
        papers_of = Counter(word for counts in seen for word in counts)
        self.words = sorted(w for w, count in papers_of.items() if count >= LEAST_MENTIONS)
        number_of = {word: number for number, word in enumerate(self.words)}
        cells = [
            (row, number_of[word], count / mentions[row])
            for row, counts in enumerate(seen) for word, count in counts.items()
            if word in number_of
        ]  # fmt: skip
        self.row = np.array([cell[0] for cell in cells])
        self.column = np.array([cell[1] for cell in cells])
        self.value = np.array([cell[2] for cell in cells])
        self.told = np.array(told)

    def weights(self, chosen: Array) -> list[dict[str, float]]:
        """Weights of the words by place, from the rows ``chosen`` (a mask).

        By accelerated descent (Nesterov 1983) on the log-loss and the weights' squares.
        """
        keep = chosen[self.row]
        row, column, value = self.row[keep], self.column[keep], self.value[keep]
        told = np.where(chosen, self.told, 0.0)
        size, many = len(self.words), len(self.told)
        weight = ahead = np.zeros(size)
        constant = 0.0
        scale = 2 * np.bincount(column, value * value, size) + RESTRAINT
        for step in range(STEPS):
            odds = np.bincount(row, value * ahead[column], many) + constant
            error = np.where(chosen, 1 / (1 + np.exp(-odds)) - told, 0.0)
            slope = np.bincount(column, value * error[row], size) + RESTRAINT * ahead
            constant -= 4 * error.sum() / chosen.sum()
            last, weight = weight, ahead - slope / scale
            ahead = weight + step / (step + 3) * (weight - last)
        tables: list[dict[str, float]] = [{} for _ in PLACES]
        for number in np.argsort(-np.abs(weight), kind="stable")[:KEPT].tolist():
            place, word = self.words[number]
            tables[place][word] = round(float(weight[number]), 2)
        return tables


def counts(papers: Iterable[Example]) -> dict[str, tuple[int, ...]]:
    """Of each concept: papers with keywords, named by them, with a summary, named by it."""
    total: dict[str, list[int]] = {"": [0] * 4}
    for paper in papers:
        for id in paper.reading.found:
            one = (
                paper.keywords is not None,
                paper.keywords is not None and id in paper.keywords,
                paper.summary is not None,
                paper.summary is not None and id in paper.summary,
            )
            for row in (total.setdefault(id, [0] * 4), total[""]):
                for column, add in enumerate(one):
                    row[column] += add
    return {id: tuple(row) for id, row in sorted(total.items())}


def logistic(values: Array, right: Array, restraint: float = 4.0) -> Array:
    """Weights of a logistic model, by Newton's method; the first column is the constant."""
    scale = np.maximum(values.std(0), 1e-9)
    scale[0] = 1
    scaled = values / scale
    held = np.full(values.shape[1], restraint)
    held[0] = 0
    weights = np.zeros(values.shape[1])
    for _ in range(30):
        likely = 1 / (1 + np.exp(-scaled @ weights))
        slope = scaled.T @ (right - likely) - held * weights
        curve = (scaled * (likely * (1 - likely))[:, None]).T @ scaled + np.diag(held)
        weights += np.linalg.solve(curve, slope)
    result: Array = weights / scale
    return result


def judged(
    file: Path, papers: Sequence[Example], reader: TopicReader, fold: Callable[[int], Telling]
) -> tuple[Array, Array, Array]:
    """Signs of the judged links, whether each is right, and the number of its paper."""
    number = {paper.id: n for n, paper in enumerate(papers)}
    rows, right, of = [], [], []
    for line in file.read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        seed, paper_id, name, verdict = line.split("\t")
        id = reader.vocabulary.meaning(name)
        at = number.get(paper_id)
        if id is None or at is None or id not in papers[at].reading.found:
            continue  # the vocabulary has changed since
        signs = dict(all_signs(papers[at].reading.found, reader.vocabulary, fold(at)))
        rows.append((*signs[id], float(seed in MILD)))
        right.append(verdict == "right")
        of.append(at)
    return np.array(rows), np.array(right, float), np.array(of)


def write(tables: Sequence[dict[str, float]], concepts: dict[str, tuple[int, ...]]) -> None:
    """Write both tables, the same bytes for the same content."""
    lines = [
        f"{place}\t{word}\t{weight:g}\n"
        for place, table in zip(PLACES, tables, strict=True)
        for word, weight in sorted(table.items())
    ]
    rows = ["\t".join((id, *map(str, numbers))) + "\n" for id, numbers in concepts.items()]
    for name, text in (("words", lines), ("concepts", rows)):
        data = gzip.compress("".join(text).encode(), mtime=0)
        (DATA / f"telling-{name}.tsv.gz").write_bytes(data)


def main(arguments: Sequence[str]) -> int:
    """Write the tables and print the weights."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("data", type=Path, help="folder with daily_papers/")
    parser.add_argument("judged", type=Path, help="links judged by hand")
    options = parser.parse_args(arguments)
    reader = TopicReader()
    papers = examples(options.data / "daily_papers" / "papers-to-2026-03.jsonl.gz", reader)
    around = Surroundings(papers)
    of = np.array(around.paper)
    write(around.weights(np.ones(len(of), bool)), counts(papers))
    folds = [
        Telling(
            around.weights(of % FOLDS != fold),
            counts(p for n, p in enumerate(papers) if n % FOLDS != fold),
        )
        for fold in range(FOLDS)
    ]
    values, right, number = judged(options.judged, papers, reader, lambda n: folds[n % FOLDS])
    scores = np.zeros(len(right))
    for fold in range(FOLDS):  # other papers' verdicts alone
        mine = number % FOLDS == fold
        scores[mine] = values[mine] @ logistic(values[~mine], right[~mine])
    better = scores[right > 0][:, None] - scores[right == 0]
    auc = ((better > 0) + 0.5 * (better == 0)).mean()
    # A text far from the history has few of the words that were learnt from it, so weights that do
    # without them, from the milder reader's links, count for half.
    mild = values[:, -1] > 0
    plain = np.zeros(len(SIGNS))
    plain[:PLAIN] = logistic(values[mild, :PLAIN], right[mild], 2.0)
    weights = (logistic(values, right)[:-1] + plain) / 2
    lines = [
        f"{len(right)} links, {right.mean():.3f} right and telling; AUC {auc:.3f}, cross-fitted",
        *(f'    "{sign}": {weight:.2f},' for sign, weight in zip(SIGNS, weights, strict=True)),
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
