"""What is known of a field's words and phrases: counts from many abstracts and their keywords.

Two tables, kept as text so that a person can read them (``data/*.tsv.gz``):

- words: how often a word stands in a text, begins a keyword, ends one, stands in one; how often
  a keyword begins right behind it, ends right before it; in how many papers it stands;
- phrases: in how many papers a phrase stands, and in how many of them it is a keyword.

Counts are facts about language; no sentence can be put together from them. How they were made
and how to remake them: docs/topics.md.
"""

import gzip
from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from citegraph.loaders.topics.batch import Lexicon, phrase_hash, word_hash

__all__ = ["Statistics", "find", "logit"]

Array = NDArray[Any]
WORD_COLUMNS = ("count", "starts", "ends", "inside", "before", "behind", "papers")
SHAPE = "~"  # marks the row of a shape, for words that have no row


def find(keys: Array, wanted: Array) -> Array:
    """Index of each wanted key in the sorted ``keys``; -1 where it is not there."""
    if not len(keys):
        return np.full(len(wanted), -1)
    at = np.searchsorted(keys, wanted)
    at[at == len(keys)] = 0
    found: Array = np.where(keys[at] == wanted, at, -1)
    return found


def logit(rate: Array) -> Array:
    """Log-odds of a rate, kept away from the infinite."""
    rate = np.clip(rate, 1e-4, 1 - 1e-4)
    odds: Array = np.log(rate / (1 - rate))
    return odds


@dataclass(frozen=True, slots=True)
class WordValues:
    """Values of each word of a lexicon, from its own counts and, where few, its shape's."""

    starts: Array  # log-odds that a keyword begins with it
    ends: Array
    inside: Array
    before: Array  # log-odds that a keyword begins right behind it
    behind: Array  # log-odds that a keyword ends right before it
    papers: Array
    rarity: Array  # log of inverse document frequency


class Statistics:
    """The two tables, in order of their hashes.

    Args:
        papers: number of papers counted.
        word_keys, word_counts: hashes (sorted), and shape (words, 7) in :data:`WORD_COLUMNS`.
        phrase_keys, phrase_papers, phrase_keywords: hashes (sorted) and counts.
    """

    def __init__(
        self,
        papers: int,
        word_keys: Array,
        word_counts: Array,
        phrase_keys: Array,
        phrase_papers: Array,
        phrase_keywords: Array,
    ) -> None:
        self.papers = papers
        self.word_keys = word_keys
        self.word_counts = word_counts
        self.phrase_keys = phrase_keys
        self.phrase_papers = phrase_papers
        self.phrase_keywords = phrase_keywords
        total = word_counts[find(word_keys, np.array([word_hash(SHAPE)], np.uint64))[0]]
        self.base = np.maximum(total[1:6], 1e-9) / max(float(total[0]), 1.0)

    @classmethod
    def load(cls, words: Path, phrases: Path) -> "Statistics":
        """Read the tables."""
        head, keys, counts = _read(words, len(WORD_COLUMNS))
        _, phrase_keys, phrase_counts = _read(phrases, 2)
        return cls(head, keys, counts, phrase_keys, phrase_counts[:, 0], phrase_counts[:, 1])

    def values(self, lexicon: Lexicon, known: WordValues | None = None) -> WordValues:
        """What the tables say of every word of the lexicon.

        Args:
            lexicon: the words.
            known: the values of its first words, where they were looked up before.
        """
        if known is not None:
            done = len(known.starts)
            if done == len(lexicon):
                return known
            more = self._values(lexicon.hash[done:], lexicon.shape[done:])
            return WordValues(
                *(
                    np.concatenate([getattr(known, f.name), getattr(more, f.name)])
                    for f in fields(more)
                )
            )
        return self._values(lexicon.hash, lexicon.shape)

    def _values(self, hashes: Array, shapes_: Array) -> WordValues:
        own = find(self.word_keys, hashes)
        shape = find(self.word_keys, shapes_)
        zero = np.zeros(len(WORD_COLUMNS))
        counts = np.where((own >= 0)[:, None], self.word_counts[own], zero)
        shapes = np.where((shape >= 0)[:, None], self.word_counts[shape], zero)
        columns = []
        for column in range(1, 6):
            base = self.base[column - 1]
            prior = (shapes[:, column] + 10 * base) / (shapes[:, 0] + 10) if column < 4 else base
            strength = 3 if column < 4 else 5
            columns.append(
                logit((counts[:, column] + strength * prior) / (counts[:, 0] + strength))
            )
        rarity = np.log((self.papers + 1) / (counts[:, 6] + 1))
        starts, ends, inside, before, behind = columns
        return WordValues(starts, ends, inside, before, behind, counts[:, 6], rarity)

    def phrases(self, hashes: Array) -> tuple[Array, Array]:
        """In how many papers each phrase stands, and is a keyword."""
        at = find(self.phrase_keys, hashes)
        return (
            np.where(at >= 0, self.phrase_papers[at], 0.0),
            np.where(at >= 0, self.phrase_keywords[at], 0.0),
        )


def _read(path: Path, columns: int) -> tuple[int, Array, Array]:
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        papers = int(stream.readline().split("\t")[1])
        names: list[str] = []
        numbers: list[str] = []
        for line in stream:
            name, _, rest = line.rstrip("\n").partition("\t")
            names.append(name)
            numbers.append(rest)
    counts = np.array("\t".join(numbers).split("\t"), np.float64).reshape(-1, columns)
    keys = hashes(names)
    order = np.argsort(keys)
    return papers, keys[order], counts[order]


def hashes(phrases: Iterable[str]) -> Array:
    """Hash of each phrase of folded words."""
    parts = [[word_hash(word) for word in phrase.split(" ")] for phrase in phrases]
    flat = np.array([h for part in parts for h in part], np.uint64)
    lengths = np.array([len(part) for part in parts])
    starts = np.concatenate([[0], np.cumsum(lengths)[:-1]]).astype(np.int64)
    keys = np.zeros(len(parts), np.uint64)
    for length in np.unique(lengths):
        chosen = lengths == length
        keys[chosen] = phrase_hash(flat, starts[chosen], int(length))
    return keys
