"""Terms that indexers give a text although it does not contain them.

An indexer also picks from a thesaurus: "information resources" for a paper on libraries that
never says so. For each term a linear function of a text's words, learnt by ridge regression from
the papers it was given to and those it was not, says how much the words call for it; small trees,
learnt like those of the ranker, turn that and a few facts into how likely the term is given.
"""

import gzip
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from citegraph.graph.identity.topic_ids import canonical
from citegraph.loaders.topics.batch import Batch, word_hash
from citegraph.loaders.topics.statistics import find
from citegraph.loaders.topics.trees import Trees

__all__ = ["NAMES", "Terms", "Thesaurus"]

Array = NDArray[Any]
NAMES = (
    "call",
    "rank",
    "behind",
    "papers",
    "parts",
    "there",
    "first",
    "last",
    "title",
    "whole",
    "words",
)
WORDS = 100  # of a term are kept: those that weigh most
LEAST_PAPERS = 3  # that a term was given to
LEAST_WORD = 2  # papers that a word stands in
RESTRAINT = 1.0  # of the ridge regression
UNIT = 1000  # weights are whole thousandths


@dataclass(frozen=True, slots=True)
class Terms:
    """What calls for some terms.

    Attributes:
        papers: number of papers learnt from.
        names: of the terms, as indexers write them.
        counts: papers that each term was given to.
        words: hashes of the words, sorted.
        word_papers: papers that each word stands in.
        weights: of each word for each term, in thousandths, shape (words, terms).
    """

    papers: int
    names: list[str]
    counts: Array
    words: Array
    word_papers: Array
    weights: Array

    @classmethod
    def learn(cls, batch: Batch, given: Sequence[Iterable[str]]) -> "Terms":
        """Learn from a batch's papers and the terms that each was given."""
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
        names = [max(sorted(said[id]), key=said[id].__getitem__) for id in chosen]
        truth = np.zeros((batch.count, len(chosen)))
        for number, id in enumerate(chosen):
            truth[sorted(owners[id]), number] = 1
        there = np.unique(np.stack([batch.hash, batch.paper.astype(np.uint64)]), axis=1)
        words, papers = np.unique(there[0], return_counts=True)
        words, papers = words[papers >= LEAST_WORD], papers[papers >= LEAST_WORD]
        texts = np.zeros((batch.count, len(words)))
        for paper, (at, values) in enumerate(_texts(batch, words, _rarity(batch.count, papers))):
            texts[paper, at] = values
        # Fewer papers than words: the dual form of the regression is the smaller one.
        alike = texts @ texts.T + RESTRAINT * np.eye(batch.count)
        weights = texts.T @ np.linalg.solve(alike, truth - truth.mean(axis=0))
        weights = np.rint(weights * UNIT)
        if len(weights) > WORDS:
            floor = np.partition(np.abs(weights), -WORDS, axis=0)[-WORDS]
            weights[np.abs(weights) < floor] = 0
        used = weights.any(axis=1)
        return cls(
            batch.count,
            names,
            truth.sum(axis=0),
            words[used],
            papers[used].astype(np.float64),
            weights[used].astype(np.int32),
        )

    def save(self, path: Path, text: dict[int, str]) -> None:
        """Write the weights as text; ``text`` gives a word for its hash."""
        lines = [f"# papers\t{self.papers}"]
        word = [text[int(key)] for key in self.words.tolist()]
        lines.append("\t".join(f"{w} {n:.0f}" for w, n in zip(word, self.word_papers, strict=True)))
        for name, count, row in zip(self.names, self.counts, self.weights.T, strict=True):
            pairs = "\t".join(f"{i} {row[i]}" for i in np.flatnonzero(row))
            lines.append(f"{name}\t{count:.0f}\t{pairs}")
        path.write_bytes(gzip.compress(("\n".join(lines) + "\n").encode(), 9, mtime=0))

    @classmethod
    def load(cls, path: Path) -> "Terms":
        """Read the weights."""
        with gzip.open(path, "rt", encoding="utf-8") as stream:
            papers = int(stream.readline().split("\t")[1])
            words = [pair.split(" ") for pair in stream.readline().rstrip("\n").split("\t")]
            rows = [line.rstrip("\n").split("\t", 2) for line in stream]
        weights = np.zeros((len(words), len(rows)), np.int32)
        for number, (_, _, pairs) in enumerate(rows):
            numbers = np.array(pairs.replace("\t", " ").split(), np.int32)
            weights[numbers[::2], number] = numbers[1::2]
        keys = np.array([word_hash(word) for word, _ in words], np.uint64)
        order = np.argsort(keys)
        return cls(
            papers,
            [row[0] for row in rows],
            np.array([float(row[1]) for row in rows]),
            keys[order],
            np.array([float(n) for _, n in words])[order],
            weights[order],
        )


class Thesaurus:
    """Terms ready to be compared with papers."""

    def __init__(self, terms: Terms, trees: Trees | None = None) -> None:
        self.terms, self.trees = terms, trees
        self._rarity = _rarity(terms.papers, terms.word_papers)
        self._weights = terms.weights.astype(np.float32) / UNIT
        self._base = (terms.counts / terms.papers).astype(np.float32)
        self._parts = [
            np.array([word_hash(p) for p in canonical(name).split(" ")], np.uint64)
            for name in terms.names
        ]

    def compare(self, batch: Batch, most: int = 60) -> tuple[Array, Array, Array]:
        """The terms that each paper's words call for most.

        Returns:
            Paper and term of each pair, and its features, shape (features, pairs).
        """
        papers, terms, rows = [], [], []
        for paper, (at, values) in enumerate(_texts(batch, self.terms.words, self._rarity)):
            span = slice(int(batch.first[paper]), int(batch.first[paper + 1]))
            hashes = batch.hash[span]
            words, titles = set(hashes.tolist()), set(hashes[batch.title[span]].tolist())
            text = hashes.tolist()
            call = self._base + values.astype(np.float32) @ self._weights[at]
            best = np.argsort(-call, kind="stable")[:most]
            for rank, term in enumerate(best.tolist()):
                parts = self._parts[term].tolist()
                inside = [part in words for part in parts]
                if all(inside) and _stands(parts, text):
                    continue  # the ranker judges what the text contains
                papers.append(paper)
                terms.append(term)
                rows.append(
                    (
                        call[term],
                        rank,
                        call[best[0]] - call[term],
                        self.terms.counts[term],
                        len(parts),
                        sum(inside) / len(parts),
                        inside[0],
                        inside[-1],
                        sum(part in titles for part in parts) / len(parts),
                        all(inside),
                        len(text),
                    )
                )
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


def _rarity(papers: int, word_papers: Array) -> Array:
    rarity: Array = np.log((papers + 1) / (word_papers + 1))
    return rarity


def _texts(batch: Batch, words: Array, rarity: Array) -> Iterable[tuple[Array, Array]]:
    """Each paper's known words, by index, and their weights in it, of length 1 together.

    How often a word stands, as a logarithm, and again as often as in the title, times its rarity.
    """
    at = find(words, batch.hash)
    for paper in range(batch.count):
        span = slice(int(batch.first[paper]), int(batch.first[paper + 1]))
        known = at[span] >= 0
        mine, inverse, times = np.unique(at[span][known], return_inverse=True, return_counts=True)
        titles = np.bincount(inverse, batch.title[span][known], len(mine))
        values = (1 + np.log(times) + titles) * rarity[mine]
        yield mine, values / max(float(np.linalg.norm(values)), 1e-9)


def _stands(parts: list[int], text: list[int]) -> bool:
    """Whether the words stand in the text one behind the other."""
    count = len(parts)
    return any(text[i : i + count] == parts for i, word in enumerate(text) if word == parts[0])
