"""What is known of how papers speak of what they are about, and of what they only mention.

Three tables, learnt from papers whose source gave keywords and a summary in one sentence, and from
mentions that were judged by reading (``learn_telling.py``; docs/topics.md says how to remake them):

- ``telling-words.tsv.gz``: for a word at a place near a mention, what it adds to the log-odds that
  the keywords and the summary name the concept;
- ``telling-concepts.tsv.gz``: how many papers with keywords mention a concept, in how many of them
  the keywords name it; the same for summaries; how many mentions were judged, how many telling;
- ``telling-forms.tsv.gz``: for the words that say a concept, the last two of these.
"""

import gzip
import math
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import repeat
from pathlib import Path

from citegraph.loaders.topics.matching import Found
from citegraph.loaders.topics.text import Words

__all__ = ["PLACES", "Known", "Telling", "near", "shipped_telling"]

DATA = Path(__file__).parent / "data"
TABLES = ("words", "concepts", "forms")
# Places of a word: the first, second, and third to eighth before a mention; the first, and second
# to fourth behind it; one of the first four of its sentence.
PLACES = ("before 1", "before 2", "before", "behind 1", "behind", "sentence")
BEFORE, BEHIND, FIRST = 8, 4, 4
STEADY = 8  # papers that a concept's own counts must outweigh
STEADY_JUDGED = 4  # the same for judged ones
SHARED = 15  # papers of the field's that mention a concept which is likely to link

Known = tuple[float, float, float, float, float]
Counts = Mapping[str, tuple[int, ...]]


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
    """The three tables.

    Args:
        words: for each of :data:`PLACES`, words with their weights.
        concepts: by id: papers with keywords that mention it, of these with keywords that name
            it, the same for summaries, and mentions judged, and of these telling. The row with
            an empty id has the totals.
        forms: by the words that say a concept: mentions judged, and of these telling.
    """

    def __init__(
        self, words: Sequence[dict[str, float]], concepts: Counts, forms: Counts | None = None
    ) -> None:
        self._words = tuple(words)
        self._total = concepts.get("", (2, 1, 2, 1, 2, 1))
        self._concepts = {id: self._known(row) for id, row in concepts.items() if id}
        self._unknown = self._known((0,) * 6)
        self._shared = frozenset(id for id, row in concepts.items() if id and row[0] >= SHARED)
        self._forms = {words: self._judged(*row) for words, row in (forms or {}).items()}

    def _known(self, row: tuple[int, ...]) -> tuple[float, float, float, float]:
        keyed, named, summed, told, judged, right = row
        total = self._total
        return (
            _odds(named, keyed, total[1] / total[0], STEADY),
            _odds(told, summed, total[3] / total[2], STEADY),
            self._judged(judged, right),
            math.log((keyed + 1) / (total[0] + 1)),
        )

    def _judged(self, judged: int, right: int) -> float:
        return _odds(right, judged, self._total[5] / self._total[4], STEADY_JUDGED)

    @classmethod
    def load(cls, words: Path, concepts: Path, forms: Path) -> "Telling":
        """Read the tables."""
        near: tuple[dict[str, float], ...] = tuple({} for _ in PLACES)
        with gzip.open(words, "rt", encoding="utf-8") as stream:
            for line in stream:
                place, word, weight = line.rstrip("\n").split("\t")
                near[PLACES.index(place)][word] = float(weight)
        return cls(near, _counts(concepts), _counts(forms))

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

    def shared(self, id: str) -> bool:
        """Whether several papers of the field mention a concept."""
        return id in self._shared

    def known(self, id: str, form: str) -> Known:
        """What is known of a concept that a paper mentions, and of the words that say it.

        Returns:
            Log-odds that keywords name it, that summaries do, that a reader calls it telling, and
            the same for the words; the logarithm of its share of all mentions.
        """
        keywords, summaries, judged, frequency = self._concepts.get(id, self._unknown)
        return keywords, summaries, judged, self._forms.get(form, self._unknown[2]), frequency


def _odds(hits: int, papers: int, rate: float, steady: int) -> float:
    share = (hits + steady * rate) / (papers + steady)
    return math.log(share / (1 - share))


def _counts(path: Path) -> dict[str, tuple[int, ...]]:
    counts = {}
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        for line in stream:
            id, *numbers = line.rstrip("\n").split("\t")
            counts[id] = tuple(map(int, numbers))
    return counts


@cache
def shipped_telling() -> Telling:
    """The tables that ship."""
    return Telling.load(*(DATA / f"telling-{name}.tsv.gz" for name in TABLES))
