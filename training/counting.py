"""Counts the statistics of a set of papers with keywords (only to learn them anew)."""

import gzip
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from citegraph.loaders.topics.batch import Batch, Lexicon, phrase_hash, word_hash
from citegraph.loaders.topics.features import END_LEAST, START_LEAST
from citegraph.loaders.topics.statistics import SHAPE, Statistics
from citegraph.loaders.topics.text import BREAK
from training.examples import Example, stems

__all__ = ["Counter", "labels", "texts_of"]

Array = NDArray[Any]


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
            int(papers.sum()),
            all_keys[order],
            all_counts[order],
            unique[keep],
            many[keep].astype(np.float64),
            hits[keep],
        )

    def save(self, statistics: Statistics, folder: Path, name: str) -> None:
        """Write the tables as text. Words seen once and phrases of few papers are left out."""
        batch = self.batch
        text = texts_of(batch)
        shapes = {
            int(key): "~" + shape
            for key, shape in zip(
                self.lexicon.shape.tolist(), self.lexicon.shape_names(), strict=True
            )
        }
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
            self.start[fine].tolist(),
            self.length[fine].tolist(),
            self.hash[fine].tolist(),
            strict=True,
        ):
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


def texts_of(batch: Batch) -> dict[int, str]:
    """The folded word of each hash."""
    text: dict[int, str] = {}
    for place, key in enumerate(batch.hash.tolist()):
        if key not in text:
            row, inside, _ = batch.locate(place)
            text[key] = row.folded[inside]
    return text
