"""Remake the statistics and the ranker that ship with citegraph.

    python -m loaders.topics.learn SHARED_DATA [--until 2026-01] [--styles topics author index]

What it learns from and what each file holds: docs/topics.md. It needs ``catboost`` and
``snowballstemmer``, which reading topics does not.
"""

import argparse
import gzip
import json
import re
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from loaders.topics.batch import Batch, Lexicon, phrase_hash, word_hash
from loaders.topics.features import END_LEAST, START_LEAST
from loaders.topics.ranker import DATA, STYLES, columns
from loaders.topics.statistics import SHAPE, Statistics
from loaders.topics.text import BREAK
from loaders.topics.thesaurus import NAMES, Terms, Thesaurus
from loaders.topics.trees import Trees

Array = NDArray[Any]
FOLDS = 5
LEAST_PAPERS = 3  # a phrase that ships stands in as many papers


@dataclass(frozen=True, slots=True)
class Example:
    """A paper with keywords that somebody gave it."""

    title: str
    abstract: str
    keywords: tuple[str, ...]
    month: str = ""


def daily_papers(path: Path) -> list[Example]:
    """Papers of the Daily Papers history, with ``ai_keywords`` where they have any."""
    examples = []
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        for line in stream:
            entry = json.loads(line)
            paper = entry["paper"]
            examples.append(Example(
                " ".join(paper["title"].split()), " ".join((paper.get("summary") or "").split()),
                tuple(paper.get("ai_keywords") or ()), min(entry["_dates"])[:7],
            ))  # fmt: skip
    return examples


def inspec(path: Path) -> list[Example]:
    """Inspec: title lines are indented but for the first, then the abstract."""
    examples = []
    for line in path.open(encoding="utf-8"):
        entry = json.loads(line)
        lines = entry["text"].split("\n")
        end = 1
        while end < len(lines) and lines[end].startswith("\t"):
            end += 1
        if end == len(lines):
            end = 1
        examples.append(Example(
            " ".join(" ".join(lines[:end]).split()), " ".join(" ".join(lines[end:]).split()),
            tuple(entry["keys"]),
        ))  # fmt: skip
    return examples


def conferences(path: Path) -> list[Example]:
    """Machine-learning conferences with author keywords."""
    entries = map(json.loads, path.open(encoding="utf-8"))
    return [
        Example(" ".join(e["title"].split()), " ".join(e["abstract"].split()), tuple(e["keywords"]))
        for e in entries
    ]


@lru_cache(maxsize=500_000)
def _stem(word: str) -> str:
    import snowballstemmer  # noqa: PLC0415 - only learning and benchmarks need it

    stem: str = snowballstemmer.stemmer("porter").stemWord(word)
    return stem


def stems(text: str) -> str:
    """Lower case, punctuation to spaces, Porter stems: the form in which keywords are compared."""
    return " ".join(_stem(word) for word in re.sub(r"[\W_]+", " ", text.lower()).split())


def labels(batch: Batch, examples: Sequence[Example]) -> Array:
    """All stretches that are a keyword of their paper, shape (n, 2): start and end."""
    found: set[tuple[int, int]] = set()
    for paper, example in enumerate(examples):
        flat: list[str] = []
        owner: list[int] = []
        place = int(batch.first[paper])
        for row in batch.rows[paper]:
            for word in row.surface:
                parts = stems(word).split()
                flat += parts
                owner += [place] * len(parts)
                place += 1
        where = defaultdict(list)
        for index, word in enumerate(flat):
            where[word].append(index)
        for key in {stems(keyword) for keyword in example.keywords} - {""}:
            parts = key.split()
            for index in where.get(parts[0], ()):
                last = index + len(parts)
                if flat[index:last] != parts:
                    continue
                start, end = owner[index], owner[last - 1] + 1
                whole = (index == 0 or owner[index - 1] != start) and (
                    last == len(flat) or owner[last] != end - 1
                )
                if whole and not (batch.gap[start + 1 : end] >= BREAK).any():
                    found.add((start, end))
    return np.array(sorted(found), np.int64).reshape(-1, 2)


class Counter:
    """Counts the statistics of some of a batch's papers."""

    def __init__(self, batch: Batch, lexicon: Lexicon, keywords: Array) -> None:
        self.batch, self.lexicon, self.keywords = batch, lexicon, keywords
        count = len(batch.word)
        marks = np.zeros((count + 2, 3))
        marks[keywords[:, 0], 0] = 1
        marks[keywords[:, 1] - 1, 1] = 1
        np.add.at(marks[:, 2], keywords[:, 0], 1)
        np.add.at(marks[:, 2], keywords[:, 1], -1)
        inside = np.cumsum(marks[:count, 2]) > 0
        starts, ends = marks[:count, 0], marks[:count, 1]
        before, behind = np.zeros(count), np.zeros(count)
        before[:-1] = np.where(batch.gap[1:-1] < BREAK, starts[1:], 0)
        behind[1:] = np.where(batch.gap[1:-1] < BREAK, ends[:-1], 0)
        self.rows = np.column_stack([np.ones(count), starts, ends, inside, before, behind])
        everything = np.ones(count, bool)
        start, length = batch.stretches(everything, everything)
        self.start, self.length = start, length
        self.hash = np.zeros(len(start), np.uint64)
        for size in np.unique(length):
            chosen = length == size
            self.hash[chosen] = phrase_hash(batch.hash, start[chosen], int(size))
        self.is_keyword = np.isin(
            start * 16 + length, keywords[:, 0] * 16 + keywords[:, 1] - keywords[:, 0]
        )

    def statistics(self, papers: Array, least: int = 2) -> Statistics:
        """Statistics of the papers where ``papers`` is true."""
        batch = self.batch
        mine = papers[batch.paper]
        keys, inverse = np.unique(batch.hash[mine], return_inverse=True)
        rows = self.rows[mine]
        counts: list[Array] = [
            np.bincount(inverse, rows[:, c], len(keys)) for c in range(rows.shape[1])
        ]
        both = np.unique(np.stack([inverse, batch.paper[mine]]), axis=1)
        counts.append(np.bincount(both[0], minlength=len(keys)).astype(np.float64))
        shape_keys, shape_of = np.unique(self.lexicon.shape[batch.word[mine]], return_inverse=True)
        shapes: list[Array] = [
            np.bincount(shape_of, rows[:, c], len(shape_keys)) for c in range(rows.shape[1])
        ]
        shapes.append(np.zeros(len(shape_keys)))
        total = np.append(rows.sum(axis=0), 0)
        all_keys = np.concatenate([keys, shape_keys, np.array([word_hash(SHAPE)], np.uint64)])
        all_counts = np.vstack([np.array(counts).T, np.array(shapes).T, total])
        order = np.argsort(all_keys)
        chosen = papers[batch.paper[self.start]]
        phrases, paper = self.hash[chosen], batch.paper[self.start[chosen]]
        keyword = self.is_keyword[chosen]
        by = np.lexsort((paper, phrases))
        phrases, paper, keyword = phrases[by], paper[by], keyword[by]
        new = np.ones(len(phrases), bool)
        new[1:] = (phrases[1:] != phrases[:-1]) | (paper[1:] != paper[:-1])
        once, hit = phrases[new], np.logical_or.reduceat(keyword, np.flatnonzero(new))
        unique, first = np.unique(once, return_index=True)
        many = np.diff(np.append(first, len(once)))
        hits = np.add.reduceat(hit.astype(np.float64), first)
        keep = many >= least
        return Statistics(
            int(papers.sum()), all_keys[order], all_counts[order],
            unique[keep], many[keep].astype(np.float64), hits[keep],
        )  # fmt: skip

    def save(self, statistics: Statistics, folder: Path, name: str) -> None:
        """Write the tables as text. Words seen once and phrases of few papers are left out."""
        batch = self.batch
        text = _texts(batch)
        shapes = {
            int(key): "~" + shape for key, shape in zip(
                self.lexicon.shape.tolist(), self.lexicon.shape_names(), strict=True)
        }  # fmt: skip
        shapes[word_hash(SHAPE)] = SHAPE
        lines = []
        for key, row in zip(statistics.word_keys.tolist(), statistics.word_counts, strict=True):
            if row[0] >= 2 or key in shapes:
                lines.append("\t".join([text.get(key) or shapes[key], *(f"{v:.0f}" for v in row)]))
        _write(folder / f"{name}-words.tsv.gz", statistics.papers, lines)
        kept = dict(
            zip(
                statistics.phrase_keys.tolist(),
                zip(statistics.phrase_papers, statistics.phrase_keywords, strict=True),
                strict=True,
            )
        )
        ok_start = statistics.values(self.lexicon)
        lines = []
        done: set[int] = set()
        fine = (ok_start.starts[batch.word[self.start]] > START_LEAST) & (
            ok_start.ends[batch.word[self.start + self.length - 1]] > END_LEAST
        )
        for start, size, key in zip(
            self.start[fine].tolist(), self.length[fine].tolist(), self.hash[fine].tolist(),
            strict=True,
        ):  # fmt: skip
            if key in kept and key not in done:
                done.add(key)
                row, inside, _ = batch.locate(start)
                papers, keywords = kept[key]
                name_ = " ".join(row.folded[inside : inside + size])
                lines.append(f"{name_}\t{papers:.0f}\t{keywords:.0f}")
        _write(folder / f"{name}-phrases.tsv.gz", statistics.papers, lines)


def _write(path: Path, papers: int, lines: Iterable[str]) -> None:
    content = "\n".join([f"# papers\t{papers}", *sorted(lines)]) + "\n"
    path.write_bytes(gzip.compress(content.encode(), 9, mtime=0))


@dataclass(frozen=True, slots=True)
class Boosting:
    """How trees are learnt: fewer papers want slower learning and more restraint."""

    trees: int
    depth: int
    rate: float
    restraint: float  # L2 on the leaves


BOOSTING = {
    "topics": Boosting(300, 6, 0.12, 3),
    "author": Boosting(400, 5, 0.05, 10),
    "index": Boosting(500, 6, 0.05, 10),
}
TERMS = Boosting(150, 4, 0.06, 10)


def boost(values: Array, truth: Array, how: Boosting) -> Trees:
    """Learn oblivious trees; values of shape (features, rows)."""
    from catboost import CatBoostClassifier  # noqa: PLC0415 - only learning needs it

    model = CatBoostClassifier(
        depth=how.depth, iterations=how.trees, learning_rate=how.rate,
        l2_leaf_reg=how.restraint, rsm=0.5, verbose=0, border_count=64, boosting_type="Plain",
        allow_writing_files=False, random_seed=1, thread_count=2,
    )  # fmt: skip
    model.fit(values.T, truth)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "trees.json"
        model.save_model(str(path), format="json")
        saved = json.loads(path.read_text())
    trees_ = saved["oblivious_trees"]
    most = max(len(t["splits"]) for t in trees_)
    feature = np.zeros((len(trees_), most), np.int32)
    border = np.full((len(trees_), most), np.inf, np.float32)
    leaf = np.zeros((len(trees_), 2**most), np.float32)
    for i, tree in enumerate(trees_):
        for level, split in enumerate(tree["splits"]):
            feature[i, level] = split["float_feature_index"]
            border[i, level] = split["border"]
        leaf[i, : len(tree["leaf_values"])] = tree["leaf_values"]
    scale, bias = saved["scale_and_bias"]
    return Trees(feature, border, leaf * np.float32(scale), float(bias[0]))


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


def matrix(
    prepared: Prepared, train: Array, field: Statistics | None
) -> tuple[Array, Array, list[str]]:
    """Features and truth of all candidates of the papers in ``train``.

    Statistics that a paper helped to count would tell its own keywords, so each fifth of the
    papers is described by the statistics of the others.
    """
    rng = np.random.default_rng(0)
    fold = rng.integers(0, FOLDS, len(train))
    values, truth = [], []
    names: list[str] = []
    for one in range(FOLDS):
        own = prepared.counter.statistics(train & (fold != one))
        tables = [field, own] if field else [own]
        mine = np.flatnonzero(train & (fold == one))
        part = Batch(
            [(prepared.examples[p].title, prepared.examples[p].abstract) for p in mine],
            prepared.lexicon,
        )
        found, _, columns_, names = columns(part, [(t, t.values(prepared.lexicon)) for t in tables])
        keywords = labels(part, [prepared.examples[p] for p in mine])
        hit = np.isin(
            found.start * 16 + found.length,
            keywords[:, 0] * 16 + keywords[:, 1] - keywords[:, 0],
        )
        values.append(columns_)
        truth.append(found.reduce(np.logical_or, hit))
    return np.concatenate(values, axis=1), np.concatenate(truth), names


def learn(style: str, examples: list[Example], folder: Path = DATA) -> None:
    """Learn a style from examples and write its files; those of ``topics`` must be there."""
    prepared = Prepared.of(examples)
    everybody = np.ones(len(examples), bool)
    field = None
    own = STYLES[style].tables[-1]
    if own != "field":
        field = Statistics.load(folder / "field-words.tsv.gz", folder / "field-phrases.tsv.gz")
    values, truth, names = matrix(prepared, everybody, field)
    sys.stderr.write(
        f"{style}: {len(examples)} papers, {len(truth)} candidates, {truth.sum()} keywords\n"
    )
    model = boost(values, truth, BOOSTING[style])
    least = LEAST_PAPERS if own == "field" else 2
    prepared.counter.save(prepared.counter.statistics(everybody, least), folder, own)
    _save_trees(folder / f"{style}-trees.npz", model, names)
    if STYLES[style].thesaurus:
        learn_terms(style, examples, folder)


def _save_trees(path: Path, model: Trees, names: Sequence[str]) -> None:
    np.savez_compressed(
        path, feature=model.feature.astype(np.uint8), border=model.border,
        leaf=model.leaf, bias=model.bias, names=np.array(names),
    )  # fmt: skip


def learn_terms(style: str, examples: list[Example], folder: Path = DATA) -> None:
    """Learn which terms are given to texts that do not contain them, and write the files.

    Again each fifth of the papers is described by the counts of the others.
    """
    lexicon = Lexicon()

    def batch(chosen: Array) -> Batch:
        return Batch([(examples[i].title, examples[i].abstract) for i in chosen], lexicon)

    def count(chosen: Array) -> Terms:
        return Terms.count(batch(chosen), [examples[i].keywords for i in chosen])

    everybody = np.arange(len(examples))
    fold = np.random.default_rng(0).integers(0, FOLDS, len(examples))
    values, truth = [], []
    for one in range(FOLDS):
        others = Thesaurus(count(everybody[fold != one]))
        mine = everybody[fold == one]
        papers, terms, features = others.compare(batch(mine))
        names = [stems(name) for name in others.terms.names]
        given = [{stems(k) for k in examples[i].keywords} for i in mine]
        values.append(features)
        truth.append([names[t] in given[p] for p, t in zip(papers, terms, strict=True)])
    model = boost(np.concatenate(values, axis=1), np.concatenate(truth), TERMS)
    _save_trees(folder / f"{style}-terms-trees.npz", model, NAMES)
    whole = batch(everybody)
    Terms.count(whole, [e.keywords for e in examples]).save(
        folder / f"{style}-terms.tsv.gz", _texts(whole)
    )


def _texts(batch: Batch) -> dict[int, str]:
    """The folded word of each hash."""
    text: dict[int, str] = {}
    for place, key in enumerate(batch.hash.tolist()):
        if key not in text:
            row, inside, _ = batch.locate(place)
            text[key] = row.folded[inside]
    return text


def main(arguments: Sequence[str]) -> int:
    """Learn the styles asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("data", type=Path, help="folder with daily_papers/ and benchmarks/topics/")
    parser.add_argument("--until", default="9999-12", help="last month of Daily Papers to use")
    parser.add_argument("--styles", nargs="*", default=list(STYLES), choices=list(STYLES))
    options = parser.parse_args(arguments)
    folder = options.data / "benchmarks" / "topics"
    for style in options.styles:
        if style == "topics":
            papers = daily_papers(options.data / "daily_papers" / "papers-to-2026-03.jsonl.gz")
            examples = [p for p in papers if p.keywords and p.month <= options.until]
        elif style == "author":
            examples = conferences(folder / "ml_conf_author_keywords_dev.jsonl")
        else:
            examples = inspec(folder / "inspec_dev.jsonl")
        learn(style, examples)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
