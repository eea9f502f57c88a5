"""Terms that indexers give a text although it does not contain them.

An indexer also picks from a thesaurus: "information resources" for a paper on libraries that
never says so. What is known of a term are counts: of the papers it was given to, and of the words
that stand in them. A paper is compared with each term's words, and small trees, learnt like those
of the ranker, turn the comparison into how likely the term is given to it.
"""

import gzip
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.topic_ids import canonical
from loaders.topics.batch import Batch, word_hash
from loaders.topics.statistics import find
from loaders.topics.trees import Trees

__all__ = ["Terms", "Thesaurus"]

Array = NDArray[Any]
NAMES = ("likeness", "likenessRank", "odds", "oddsRank", "papers", "parts", "there", "first",
         "last", "title", "whole", "words")  # fmt: skip
WORDS = 40  # of a term are kept: those that tell most
LEAST_PAPERS = 3  # that a term was given to
MOST_ODDS = 3.0  # what one word can say for a term


@dataclass(frozen=True, slots=True)
class Terms:
    """Counts of some terms.

    Attributes:
        papers: number of papers counted.
        names: of the terms, as indexers write them.
        counts: papers that each term was given to.
        words: hashes of the words, sorted.
        word_papers: papers that each word stands in.
        together: papers with the term and the word, shape (terms, words).
    """

    papers: int
    names: list[str]
    counts: Array
    words: Array
    word_papers: Array
    together: Array

    @classmethod
    def count(cls, batch: Batch, given: Sequence[Iterable[str]]) -> "Terms":
        """Count the terms that were given to a batch's papers."""
        said: dict[str, dict[str, int]] = {}
        owners: dict[str, set[int]] = {}
        for paper, terms in enumerate(given):
            for term in terms:
                id = canonical(term)
                owners.setdefault(id, set()).add(paper)
                name = " ".join(term.split())
                forms = said.setdefault(id, {})
                forms[name] = forms.get(name, 0) + 1
        chosen = sorted(id for id, papers in owners.items() if id and len(papers) >= LEAST_PAPERS)
        there = np.unique(np.stack([batch.hash, batch.paper.astype(np.uint64)]), axis=1)
        words, at, word_papers = np.unique(there[0], return_inverse=True, return_counts=True)
        matrix = np.zeros((batch.count, len(words)), np.float32)
        matrix[there[1].astype(np.int64), at] = 1
        together = np.stack([matrix[sorted(owners[id])].sum(axis=0) for id in chosen])
        counts = np.array([len(owners[id]) for id in chosen], np.float64)
        # Of each term the words that tell most; the others say nothing of it.
        telling = together * np.maximum(_odds(together, counts, word_papers, batch.count), 0)
        floor = -np.sort(-telling, axis=1)[:, min(WORDS, telling.shape[1] - 1)]
        together = np.where(telling > np.maximum(floor, 0)[:, None], together, 0)
        used = together.any(axis=0)
        names = [max(sorted(said[id]), key=said[id].__getitem__) for id in chosen]
        return cls(
            batch.count, names, counts, words[used], word_papers[used].astype(np.float64),
            together[:, used],
        )  # fmt: skip

    def save(self, path: Path, text: dict[int, str]) -> None:
        """Write the counts as text; ``text`` gives a word for its hash."""
        lines = [f"# papers\t{self.papers}"]
        word = [text[int(key)] for key in self.words.tolist()]
        lines.append("\t".join(f"{w} {n:.0f}" for w, n in zip(word, self.word_papers, strict=True)))
        for name, count, row in zip(self.names, self.counts, self.together, strict=True):
            pairs = "\t".join(f"{i} {row[i]:.0f}" for i in np.flatnonzero(row))
            lines.append(f"{name}\t{count:.0f}\t{pairs}")
        path.write_bytes(gzip.compress(("\n".join(lines) + "\n").encode(), 9, mtime=0))

    @classmethod
    def load(cls, path: Path) -> "Terms":
        """Read the counts."""
        with gzip.open(path, "rt", encoding="utf-8") as stream:
            papers = int(stream.readline().split("\t")[1])
            words = [pair.split(" ") for pair in stream.readline().rstrip("\n").split("\t")]
            rows = [line.rstrip("\n").split("\t") for line in stream]
        together = np.zeros((len(rows), len(words)), np.float32)
        for number, (_, _, *pairs) in enumerate(rows):
            for pair in filter(None, pairs):
                word, count = pair.split(" ")
                together[number, int(word)] = int(count)
        keys = np.array([word_hash(word) for word, _ in words], np.uint64)
        order = np.argsort(keys)
        return cls(
            papers, [row[0] for row in rows], np.array([float(row[1]) for row in rows]),
            keys[order], np.array([float(n) for _, n in words])[order], together[:, order],
        )  # fmt: skip


class Thesaurus:
    """Terms ready to be compared with papers."""

    def __init__(self, terms: Terms, trees: Trees | None = None) -> None:
        self.terms, self.trees = terms, trees
        rarity = np.log((terms.papers + 1) / (terms.word_papers + 1))
        self._rarity = rarity.astype(np.float32)
        weights = terms.together * rarity
        norms = np.linalg.norm(weights, axis=1, keepdims=True)
        self._like = (weights / np.maximum(norms, 1e-9)).T.astype(np.float32)
        odds = _odds(terms.together, terms.counts, terms.word_papers, terms.papers)
        self._odds = np.clip(np.where(terms.together > 0, odds, 0), 0, MOST_ODDS).T
        self._odds = self._odds.astype(np.float32)
        self._parts = [canonical(name).split(" ") for name in terms.names]
        self._hashes = [np.array([word_hash(p) for p in parts], np.uint64) for parts in self._parts]

    def compare(self, batch: Batch, most: int = 30) -> tuple[Array, Array, Array]:
        """The terms most like each paper.

        Returns:
            Paper and term of each pair, and its features, shape (features, pairs).
        """
        at = find(self.terms.words, batch.hash)
        known = np.flatnonzero(at >= 0)
        there = np.zeros((batch.count, len(self.terms.words)), np.float32)
        there[batch.paper[known], at[known]] = 1
        weighted = there * self._rarity
        norms = np.maximum(np.linalg.norm(weighted, axis=1, keepdims=True), 1e-9)
        like = (weighted / norms) @ self._like
        odds = there @ self._odds
        papers, terms, rows = [], [], []
        for paper in range(batch.count):
            span = slice(int(batch.first[paper]), int(batch.first[paper + 1]))
            hashes = batch.hash[span]
            words, titles = set(hashes.tolist()), set(hashes[batch.title[span]].tolist())
            text = hashes.tolist()
            by_like = np.argsort(-like[paper], kind="stable")
            by_odds = np.argsort(-odds[paper], kind="stable")
            place_like, place_odds = np.empty_like(by_like), np.empty_like(by_odds)
            place_like[by_like] = np.arange(len(by_like))
            place_odds[by_odds] = np.arange(len(by_odds))
            for term in sorted({*by_like[:most].tolist(), *by_odds[:most].tolist()}):
                parts = self._hashes[term].tolist()
                inside = [part in words for part in parts]
                if all(inside) and _stands(parts, text):
                    continue  # the ranker judges what the text contains
                papers.append(paper)
                terms.append(term)
                rows.append((
                    like[paper, term], place_like[term], odds[paper, term], place_odds[term],
                    self.terms.counts[term], len(parts), sum(inside) / len(parts), inside[0],
                    inside[-1], sum(part in titles for part in parts) / len(parts), all(inside),
                    len(text),
                ))  # fmt: skip
        return np.array(papers, np.int64), np.array(terms, np.int64), np.array(rows, np.float32).T

    def __call__(self, batch: Batch, least: float) -> list[list[tuple[str, float]]]:
        """The terms of each paper that are at least so likely, the likeliest first."""
        result: list[list[tuple[str, float]]] = [[] for _ in range(batch.count)]
        papers, terms, values = self.compare(batch)
        if not len(papers) or self.trees is None:
            return result
        likely = 1 / (1 + np.exp(-self.trees.log_odds(np.ascontiguousarray(values))))
        for pair in np.argsort(-likely, kind="stable").tolist():
            if likely[pair] < least:
                break
            result[papers[pair]].append((self.terms.names[terms[pair]], float(likely[pair])))
        return result


def _odds(together: Array, counts: Array, word_papers: Array, papers: int) -> Array:
    """How much likelier a word is in papers with a term, as a logarithm."""
    base = (word_papers + 0.5) / papers
    odds: Array = np.log((together + 2 * base) / (counts[:, None] + 2) / base)
    return odds


def _stands(parts: list[int], text: list[int]) -> bool:
    """Whether the words stand in the text one behind the other."""
    count = len(parts)
    return any(
        text[i : i + count] == parts for i, word in enumerate(text) if word == parts[0]
    )  # fmt: skip
