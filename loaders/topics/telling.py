"""What is known of how papers speak of what they are about, and of what they only mention.

Two tables, learnt from papers whose source gave keywords and a summary in one sentence
(``learn_telling.py``; docs/topics.md says how to remake them):

- ``telling-words.tsv.gz``: for a word at a place near a mention, what it adds to the log-odds that
  the keywords and the summary name the concept;
- ``telling-concepts.tsv.gz``: how many papers with keywords mention a concept, in how many of them
  the keywords name it, and the same for summaries.
"""

import gzip
import math
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import repeat
from pathlib import Path

from loaders.topics.matching import Found
from loaders.topics.text import Words

__all__ = ["PLACES", "Known", "Telling", "near", "shipped_telling"]

DATA = Path(__file__).parent / "data"
# Places of a word: the first, second, and third to eighth before a mention; the first, and second
# to fourth behind it; one of the first four of its sentence.
PLACES = ("before 1", "before 2", "before", "behind 1", "behind", "sentence")
BEFORE, BEHIND, FIRST = 8, 4, 4
STEADY = 8  # papers that a concept's own counts must outweigh

Known = tuple[float, float]


def near(row: Words, start: int, end: int) -> Iterator[tuple[int, str]]:
    """The words near a mention and inside its sentence, each with its place in :data:`PLACES`."""
    at = bisect_right(row.sentences, start)
    first = row.sentences[at - 1]
    last = row.sentences[at] if at < len(row.sentences) else len(row.folded)
    folded = row.folded
    for distance, word in enumerate(reversed(folded[max(first, start - BEFORE) : start])):
        yield min(distance, 2), word
    for distance, word in enumerate(folded[end : min(last, end + BEHIND)]):
        yield 3 + min(distance, 1), word
    for word in dict.fromkeys(folded[first : min(last, first + FIRST)]):
        yield 5, word


class Telling:
    """The two tables.

    Args:
        words: for each of :data:`PLACES`, words with their weights.
        concepts: by id: papers with keywords that mention it, of these with keywords that name
            it, and the same for summaries. The row with an empty id has the totals.
    """

    def __init__(
        self, words: Sequence[dict[str, float]], concepts: dict[str, tuple[int, ...]]
    ) -> None:
        self._words = tuple(words)
        keyed, keywords, summed, summaries = concepts.get("", (2, 1, 2, 1))
        rates = keywords / keyed, summaries / summed
        self._concepts = {
            id: (_odds(named, keyed, rates[0]), _odds(told, summed, rates[1]))
            for id, (keyed, named, summed, told) in concepts.items()
            if id
        }
        self._unknown: Known = (_odds(0, 0, rates[0]), _odds(0, 0, rates[1]))

    @classmethod
    def load(cls, words: Path, concepts: Path) -> "Telling":
        """Read the tables."""
        near: tuple[dict[str, float], ...] = tuple({} for _ in PLACES)
        with gzip.open(words, "rt", encoding="utf-8") as stream:
            for line in stream:
                place, word, weight = line.rstrip("\n").split("\t")
                near[PLACES.index(place)][word] = float(weight)
        counts = {}
        with gzip.open(concepts, "rt", encoding="utf-8") as stream:
            for line in stream:
                id, *numbers = line.rstrip("\n").split("\t")
                counts[id] = tuple(map(int, numbers))
        return cls(near, counts)

    def around(self, mentions: Sequence[Found]) -> float:
        """The mean, over the mentions in the abstract, of what the words near each add."""
        one, two, before, behind, further, sentence = (table.get for table in self._words)
        total, count, zero = 0.0, 0, repeat(0.0)
        beginnings: dict[int, float] = {}
        for mention in mentions:  # the same words as near() gives, without a loop in Python
            if mention.field != "abstract":
                continue
            count += 1
            row, start, end = mention.row, mention.start, mention.end
            folded, at = row.folded, bisect_right(row.sentences, start)
            first = row.sentences[at - 1]
            last = row.sentences[at] if at < len(row.sentences) else len(folded)
            if first not in beginnings:
                words = dict.fromkeys(folded[first : min(last, first + FIRST)])
                beginnings[first] = sum(map(sentence, words, zero))
            total += beginnings[first]
            if start > first:
                total += one(folded[start - 1], 0.0)
                if start - 1 > first:
                    total += two(folded[start - 2], 0.0)
                    total += sum(map(before, folded[max(first, start - BEFORE) : start - 2], zero))
            if end < last:
                total += behind(folded[end], 0.0)
                total += sum(map(further, folded[end + 1 : min(last, end + BEHIND)], zero))
        return total / count if count else 0.0

    def known(self, id: str) -> Known:
        """Log-odds that keywords name a concept which the paper mentions, and that summaries do."""
        return self._concepts.get(id, self._unknown)


def _odds(hits: int, papers: int, rate: float) -> float:
    share = (hits + STEADY * rate) / (papers + STEADY)
    return math.log(share / (1 - share))


@cache
def shipped_telling() -> Telling:
    """The tables that ship."""
    return Telling.load(DATA / "telling-words.tsv.gz", DATA / "telling-concepts.tsv.gz")
