"""Many texts as arrays: one entry a word, so that numpy counts for all of them at once.

A word is known by a number; what depends on the word alone (its hash, its shape) is computed
when it is first seen and looked up afterwards. A phrase is known by a 64-bit hash that is made
from the hashes of its folded words, so a table of phrases needs no strings.
"""

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from citegraph.loaders.topics.text import BREAK, HYPHEN, SENTENCE, Words, clean, words

__all__ = ["Batch", "Lexicon", "phrase_hash", "word_hash"]

Array = NDArray[Any]
_FORM = np.dtype([("hash", "u8"), ("shape", "u8"), ("flags", "i1"), ("length", "i2")], align=True)
_STEP = np.uint64(0x9E3779B97F4A7C15)
MOST_WORDS = 5  # of a candidate, hyphenated ones counted as one
MOST_PARTS = 7  # of a candidate, hyphenated ones taken apart


@lru_cache(maxsize=100_000)
def word_hash(word: str) -> int:
    """A 64-bit hash of a folded word, the same in every process."""
    return int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest(), "little")


def phrase_hash(hashes: Array, start: Array, length: int) -> Array:
    """Hashes of the phrases of ``length`` words that begin at each ``start``."""
    value: Array = hashes[start].copy()
    for offset in range(1, length):
        value = value * _STEP + hashes[start + offset]
    return value


class Lexicon:
    """Words seen so far by number, and what each one's form says.

    Attributes:
        hash: hash of the folded word.
        shape: hash of its shape and ending, for words that no statistic knows.
        flags: bits: 1 begins with a capital, 2 has two capitals, 4 has a digit.
        length: in characters.
    """

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}  # by the word as it stands, which tells the folded one
        self._folded: list[str] = []
        self._new: list[tuple[int, int, int, int]] = []  # rows that are not in the arrays yet
        self._table: Array = np.zeros(1024, _FORM)  # grows by doubling
        self._show(0)

    def _show(self, count: int) -> None:
        self.hash: Array = self._table["hash"][:count]
        self.shape: Array = self._table["shape"][:count]
        self.flags: Array = self._table["flags"][:count]
        self.length: Array = self._table["length"][:count]

    def numbers(self, row: Words) -> list[int]:
        """The number of each word of a text."""
        known = self._numbers
        numbers = [known.get(word, -1) for word in row.surface]
        if -1 in numbers:
            for place, (word, folded) in enumerate(zip(row.surface, row.folded, strict=True)):
                if word not in known:
                    known[word] = len(known)
                    self._folded.append(folded)
                    self._new.append(_form(word, folded))
                numbers[place] = known[word]
        return numbers

    def update(self) -> None:
        """Bring the arrays up to the words seen."""
        if not self._new:
            return
        done, count = len(self.hash), len(self._numbers)
        if count > len(self._table):
            table = np.zeros(max(count, 2 * len(self._table)), _FORM)
            table[:done] = self._table[:done]
            self._table = table
        self._table[done:count] = self._new
        self._new.clear()
        self._show(count)

    def shape_names(self) -> list[str]:
        """The shape of each word in letters, as :attr:`shape` hashes it."""
        return [_shape(*pair) for pair in zip(self._numbers, self._folded, strict=True)]

    def __len__(self) -> int:
        return len(self._numbers)


def _shape(surface: str, folded: str) -> str:
    kind = "U" if sum(c.isupper() for c in surface) > 1 else "C" if surface[0].isupper() else "l"
    digit = any(c.isdigit() for c in surface)
    return kind + ("d" if digit else "") + ("" if kind == "U" else folded[-3:])


def _form(surface: str, folded: str) -> tuple[int, int, int, int]:
    shape = _shape(surface, folded)
    flags = int(surface[0].isupper()) | (shape[0] == "U") << 1 | any(map(str.isdigit, surface)) << 2
    return word_hash(folded), word_hash("~" + shape), flags, min(len(surface), 200)


class Batch:
    """Some papers' titles and abstracts, and the stretches of words that may be a phrase.

    Attributes (arrays of one entry a word, all papers behind each other):
        word: number in the lexicon.
        gap: what stands before it; one more entry at the end.
        paper, title, place, sentence: the paper's number, whether it stands in the title, its
            place in the paper, the sentence's number (0 is the title).
        start, end: of the candidate stretches, ``end`` not included.
    """

    def __init__(self, texts: Sequence[tuple[str, str]], lexicon: Lexicon) -> None:
        self.rows: list[tuple[Words, Words]] = []
        word: list[int] = []
        gap: list[int] = []
        counts: list[int] = []
        titles: list[int] = []
        sentence: list[Array] = []
        for title, abstract in texts:
            pair = (words(clean(title)), words(clean(abstract)))
            self.rows.append(pair)
            for field, row in enumerate(pair):
                word += lexicon.numbers(row)
                if row.gaps:
                    row.gaps[0] = SENTENCE
                gap += row.gaps
                marks = np.zeros(len(row.folded), np.int32)
                marks[row.sentences[1:]] = 1
                sentence.append(np.cumsum(marks) + field)
            titles.append(len(pair[0].folded))
            counts.append(len(pair[0].folded) + len(pair[1].folded))
        lexicon.update()
        self.count = len(texts)
        self.word: Array = np.array(word, np.int64)
        self.gap: Array = np.array([*gap, SENTENCE], np.int8)
        self.counts: Array = np.array(counts, np.int64)
        self.first: Array = np.concatenate([[0], np.cumsum(self.counts)]).astype(np.int64)
        self.paper: Array = np.repeat(np.arange(self.count), self.counts)
        self.place: Array = np.arange(len(word)) - self.first[self.paper]
        self.title: Array = self.place < np.array(titles, np.int64)[self.paper]
        self.sentence: Array = np.concatenate(sentence) if sentence else np.zeros(0, np.int64)
        self.hash: Array = lexicon.hash[self.word]
        self.flags: Array = lexicon.flags[self.word]
        self.length: Array = lexicon.length[self.word]

    def stretches(self, may_start: Array, may_end: Array) -> tuple[Array, Array]:
        """Starts and lengths of all stretches without punctuation inside.

        Args:
            may_start: whether a phrase may begin with this word.
            may_end: whether a phrase may end with it.
        """
        count = len(self.word)
        breaks = np.concatenate([[0], np.cumsum(self.gap[:count] >= BREAK)])
        spaces = np.concatenate([[0], np.cumsum(self.gap[:count] != HYPHEN)])
        whole_before = (self.gap[:count] != HYPHEN) & may_start
        whole_behind = (self.gap[1:] != HYPHEN) & may_end
        starts, lengths = [], []
        places = np.flatnonzero(whole_before)
        for length in range(1, MOST_PARTS + 1):
            start = places[places + length <= count]
            end = start + length
            fine = whole_behind[end - 1]
            start, end = start[fine], end[fine]
            fine = (breaks[end] == breaks[start + 1]) & (
                spaces[end] - spaces[start + 1] < MOST_WORDS
            )
            starts.append(start[fine])
            lengths.append(np.full(int(fine.sum()), length))
        return np.concatenate(starts), np.concatenate(lengths)

    def locate(self, place: int) -> tuple[Words, int, str]:
        """The text, the place in it and the field of one word."""
        paper = int(self.paper[place])
        title, abstract = self.rows[paper]
        inside = int(self.place[place])
        if inside < len(title.folded):
            return title, inside, "title"
        return abstract, inside - len(title.folded), "abstract"
