"""Remake what tells a topic from a passing mention: three tables and the trees over the signs.

    python -m training.learn_telling SHARED_DATA benchmarks/topics_judged.tsv

The tables (``telling.py``) are learnt from the papers of the Daily Papers history whose source
gave keywords and a summary: a concept that the paper mentions is told where they name it; and from
mentions that were judged by reading. The trees (``sureness.py``) are learnt from the judged
mentions; what the tables say of a judged paper is then learnt from the other papers alone. It
needs ``catboost``, which reading topics does not.
"""

import argparse
import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from citegraph.graph.records import Paper
from citegraph.loaders.topics.matching import Matcher, Reading
from citegraph.loaders.topics.reader import TopicReader
from citegraph.loaders.topics.sureness import SIGNS, all_signs, columns, form, sureness
from citegraph.loaders.topics.telling import DATA, PLACES, TABLES, Counts, Telling, near
from citegraph.loaders.topics.text import clean, words
from training.boosting import Boosting, boost, save_trees

Array = NDArray[Any]
FOLDS = 5
LEAST_MENTIONS = 40  # concepts of papers near which a word stands before it has a weight
KEPT = 3000  # words that ship, those with the largest weights
RESTRAINT = 20.0  # on the weights of words
STEPS = 150
LEARNT = ("r1", "r2")  # readings of whole papers, by one rubric; the others are kept as a record
LEAST_FORMS = 2  # judged mentions of a form that ships
BOOSTING = Boosting(300, 5, 0.06, 10)


@dataclass(frozen=True, slots=True)
class Example:
    """A paper, what it mentions, and what its source names."""

    id: str
    reading: Reading
    keywords: frozenset[str] | None
    summary: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a reader said of one concept of one paper."""

    paper: int  # its number among the examples
    id: str
    form: str
    right: bool


def examples(data: Path, reader: TopicReader) -> list[Example]:
    """The papers of the history, and those of conferences, whose keywords nobody asks."""
    matcher = Matcher(reader.vocabulary)

    def named(text: str) -> frozenset[str]:
        rows = words(clean(text)), words("")
        return frozenset(id for match in matcher.matches(rows, 0) for id in match.ids)

    def read(title: str, abstract: str) -> Reading:
        return reader.reading(Paper(title=title, abstract=abstract))

    result = []
    history = data / "daily_papers" / "papers-to-2026-03.jsonl.gz"
    with gzip.open(history, "rt", encoding="utf-8") as stream:
        for line in stream:
            paper = json.loads(line)["paper"]
            keywords, summary = paper.get("ai_keywords"), paper.get("ai_summary")
            result.append(
                Example(
                    paper["id"],
                    read(paper["title"], paper.get("summary") or ""),
                    named(". ".join(keywords)) if keywords else None,
                    named(summary) if summary else None,
                )
            )
    conferences = data / "benchmarks" / "topics" / "ml_conf_author_keywords_dev.jsonl"
    for line in conferences.read_text("utf-8").splitlines():
        paper = json.loads(line)
        text = read(paper["title"], paper["abstract"])
        result.append(Example(f"{paper['venue']}/{paper['id']}", text, None, None))
    return result


def verdicts(file: Path, papers: Sequence[Example], reader: TopicReader) -> list[Verdict]:
    """The verdicts to learn from, of concepts that are still found."""
    number = {paper.id: n for n, paper in enumerate(papers)}
    result = []
    for line in file.read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        seed, paper, name, verdict = line.split("\t")
        at, id = number.get(paper), reader.vocabulary.meaning(name)
        if seed not in LEARNT or at is None or id not in papers[at].reading.found:
            continue  # the vocabulary has changed since
        assert id is not None
        said = form(papers[at].reading.found[id])
        result.append(Verdict(at, id, said, verdict == "right"))
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
                    seen.append(Counter(word for m in here for word in near(m.row, m.start, m.end)))
                    mentions.append(len(here))
                    told.append(((id in paper.keywords) + (id in paper.summary)) / 2)
                    self.paper.append(number)
        papers_of = Counter(word for counts in seen for word in counts)
        self.words = sorted(w for w, count in papers_of.items() if count >= LEAST_MENTIONS)
        number_of = {word: number for number, word in enumerate(self.words)}
        cells = [
            (row, number_of[word], count / mentions[row])
            for row, counts in enumerate(seen)
            for word, count in counts.items()
            if word in number_of
        ]
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


def counts(
    papers: Iterable[Example], judged: Iterable[Verdict]
) -> tuple[dict[str, tuple[int, ...]], dict[str, tuple[int, ...]]]:
    """The tables of concepts and of forms, see :class:`Telling`."""
    concepts: dict[str, list[int]] = {"": [0] * 6}
    forms: dict[str, list[int]] = {}
    for paper in papers:
        for id in paper.reading.found:
            one = (
                paper.keywords is not None,
                paper.keywords is not None and id in paper.keywords,
                paper.summary is not None,
                paper.summary is not None and id in paper.summary,
            )
            for row in (concepts.setdefault(id, [0] * 6), concepts[""]):
                for column, add in enumerate(one):
                    row[column] += add
    for verdict in judged:
        for row in (concepts.setdefault(verdict.id, [0] * 6), concepts[""]):
            row[4] += 1
            row[5] += verdict.right
        row = forms.setdefault(verdict.form, [0] * 2)
        row[0] += 1
        row[1] += verdict.right
    return (
        {id: tuple(row) for id, row in sorted(concepts.items())},
        {said: tuple(row) for said, row in sorted(forms.items()) if row[0] >= LEAST_FORMS},
    )


def write(telling: Sequence[dict[str, float]], concepts: Counts, forms: Counts) -> None:
    """Write the tables, the same bytes for the same content."""
    lines = [
        f"{place}\t{word}\t{weight:g}\n"
        for place, table in zip(PLACES, telling, strict=True)
        for word, weight in sorted(table.items())
    ]
    rows = [
        ["\t".join((key, *map(str, numbers))) + "\n" for key, numbers in table.items()]
        for table in (concepts, forms)
    ]
    for name, text in zip(TABLES, (lines, *rows), strict=True):
        data = gzip.compress("".join(text).encode(), mtime=0)
        (DATA / f"telling-{name}.tsv.gz").write_bytes(data)


def auc(scores: Array, right: Array) -> float:
    """The share of pairs of a right and another mention whose order is right."""
    better = scores[right][:, None] - scores[~right]
    return float(((better > 0) + 0.5 * (better == 0)).mean())


def main(arguments: Sequence[str]) -> int:
    """Write the tables and the trees, and say how good they are."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("data", type=Path, help="folder with daily_papers/ and benchmarks/topics/")
    parser.add_argument("judged", type=Path, help="mentions judged by reading")
    options = parser.parse_args(arguments)
    reader = TopicReader()
    papers = examples(options.data, reader)
    around = Surroundings(papers)
    of = np.array(around.paper)
    judged = verdicts(options.judged, papers, reader)
    write(around.weights(np.ones(len(of), bool)), *counts(papers, judged))
    rows: list[tuple[float, ...]] = []
    for fold in range(FOLDS):
        telling = Telling(
            around.weights(of % FOLDS != fold),
            *counts(
                (p for n, p in enumerate(papers) if n % FOLDS != fold),
                (v for v in judged if v.paper % FOLDS != fold),
            ),
        )
        known: dict[int, dict[str, tuple[float, ...]]] = {}
        for verdict in judged:
            if verdict.paper % FOLDS == fold and verdict.paper not in known:
                found = papers[verdict.paper].reading.found
                known[verdict.paper] = dict(all_signs(found, reader.vocabulary, telling))
        rows += [known[v.paper][v.id] for v in judged if v.paper % FOLDS == fold]
    judged.sort(key=lambda verdict: verdict.paper % FOLDS)  # stable: the order of the rows
    values = columns(rows)
    right = np.array([verdict.right for verdict in judged])
    part = np.array([verdict.paper % FOLDS for verdict in judged])
    scores = np.zeros(len(right))
    for fold in range(FOLDS):  # other papers' verdicts alone
        trees = boost(values[:, part != fold], right[part != fold], BOOSTING)
        scores[part == fold] = sureness(values[:, part == fold], trees)
    save_trees(DATA / "sureness-trees.npz", boost(values, right, BOOSTING), SIGNS)
    sys.stdout.write(
        f"{len(right):,} mentions, {right.mean():.3f} right and telling; "
        f"AUC {auc(scores, right):.3f}, cross-fitted\n"
    )
    for least in (0.5, 0.6, 0.7, 0.8, 0.9):
        chosen = scores >= least
        sys.stdout.write(
            f"at least {least}: {chosen.mean():.2f} of them, {right[chosen].mean():.3f} right\n"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
