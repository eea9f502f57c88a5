"""Statistics that distinguish a paper's topics from concepts that it only mentions.

Three tables, made by ``training/learn.py`` from papers whose source gave keywords and a
one-sentence summary, and from mentions judged by readers:

- ``context-words.tsv.gz``: for a word at a position near a mention, its weight: how much it raises
  the log-odds that keywords and summary name the concept;
- ``concept-counts.tsv.gz``: for a concept, see :class:`Statistics`;
- ``form-counts.tsv.gz``: for a written form, the mentions judged, and of these about the concept.
"""

import gzip
import math
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import repeat
from pathlib import Path

from citegraph.loaders.topics.matching import Mention
from citegraph.loaders.topics.text import Words
from citegraph.loaders.topics.vocabulary import DATA

FILES = ("context-words.tsv.gz", "concept-counts.tsv.gz", "form-counts.tsv.gz")
# Positions of a word: the first, second, and third to eighth before a mention; the first, and
# second to fourth after it; one of the first four of its sentence.
POSITIONS = ("before 1", "before 2", "before", "after 1", "after", "sentence")
BEFORE, AFTER, FIRST = 8, 4, 4
PRIOR_PAPERS = 8  # weight of the overall rate, as a number of papers
PRIOR_JUDGED = 4  # the same for judged mentions
COMMON = 15  # papers that mention a concept which several papers of a load are likely to share

Rates = tuple[float, float, float, float, float]
Counts = Mapping[str, tuple[int, ...]]


def context_words(row: Words, start: int, end: int) -> Iterator[tuple[int, str]]:
    """Yield the words near a mention, within its sentence, with their index in `POSITIONS`."""
    at = bisect_right(row.sentences, start)
    first = row.sentences[at - 1]
    last = row.sentences[at] if at < len(row.sentences) else len(row.folded)
    folded = row.folded
    for distance, word in enumerate(reversed(folded[max(first, start - BEFORE) : start])):
        yield min(distance, 2), word
    for distance, word in enumerate(folded[end : min(last, end + AFTER)]):
        yield 3 + min(distance, 1), word
    for word in dict.fromkeys(folded[first : min(last, first + FIRST)]):
        yield 5, word


class Statistics:
    """The three tables.

    Args:
        words: for each of :data:`POSITIONS`, words with their weights.
        concepts: by ID: papers with keywords that mention the concept, and of these, papers whose
            keywords name it; the same two for summaries; mentions judged, and of these, mentions
            about the concept. The row of the empty ID has the totals.
        forms: by written form: mentions judged, and of these, mentions about the concept.
    """

    def __init__(
        self, words: Sequence[dict[str, float]], concepts: Counts, forms: Counts | None = None
    ) -> None:
        self._words = tuple(words)
        self._total = concepts.get("", (2, 1, 2, 1, 2, 1))
        self._concepts = {id: self._concept(row) for id, row in concepts.items() if id}
        self._unknown = self._concept((0,) * 6)
        self._common = frozenset(id for id, row in concepts.items() if id and row[0] >= COMMON)
        self._forms = {form: self._judged(*row) for form, row in (forms or {}).items()}

    def _concept(self, row: tuple[int, ...]) -> tuple[float, float, float, float]:
        with_keywords, in_keywords, with_summary, in_summary, judged, right = row
        total = self._total
        return (
            _log_odds(in_keywords, with_keywords, total[1] / total[0], PRIOR_PAPERS),
            _log_odds(in_summary, with_summary, total[3] / total[2], PRIOR_PAPERS),
            self._judged(judged, right),
            math.log((with_keywords + 1) / (total[0] + 1)),
        )

    def _judged(self, judged: int, right: int) -> float:
        return _log_odds(right, judged, self._total[5] / self._total[4], PRIOR_JUDGED)

    @classmethod
    def load(cls, folder: Path) -> "Statistics":
        """Read the tables from a folder."""
        words, concepts, forms = (folder / name for name in FILES)
        weights: tuple[dict[str, float], ...] = tuple({} for _ in POSITIONS)
        with gzip.open(words, "rt", encoding="utf-8") as stream:
            for line in stream:
                position, word, weight = line.rstrip("\n").split("\t")
                weights[POSITIONS.index(position)][word] = float(weight)
        return cls(weights, _counts(concepts), _counts(forms))

    def context(self, mentions: Sequence[Mention]) -> float:
        """Return the mean, over the mentions in the abstract, of the weights of the words near."""
        one, two, before, behind, further, sentence = (table.get for table in self._words)
        total, count, zero = 0.0, 0, repeat(0.0)
        beginnings: dict[int, float] = {}
        for mention in mentions:  # the words that context_words() yields, without a Python loop
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
                total += sum(map(further, folded[end + 1 : min(last, end + AFTER)], zero))
        return total / count if count else 0.0

    def is_common(self, id: str) -> bool:
        """Return whether at least :data:`COMMON` papers of the training data mention a concept."""
        return id in self._common

    def rates(self, id: str, form: str) -> Rates:
        """Return the rates of a concept and of the written form that mentions it.

        Returns:
            Log-odds that keywords name the concept, that summaries do, that a reader judged the
            paper to be about it, and the same for the form; log of its share of all mentions.
        """
        keywords, summaries, judged, frequency = self._concepts.get(id, self._unknown)
        return keywords, summaries, judged, self._forms.get(form, self._unknown[2]), frequency


def _log_odds(hits: int, count: int, rate: float, prior: int) -> float:
    share = (hits + prior * rate) / (count + prior)
    return math.log(share / (1 - share))


def _counts(path: Path) -> dict[str, tuple[int, ...]]:
    counts = {}
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        for line in stream:
            key, *numbers = line.rstrip("\n").split("\t")
            counts[key] = tuple(map(int, numbers))
    return counts


@cache
def shipped_statistics() -> Statistics:
    """Load the shipped tables."""
    return Statistics.load(DATA)
