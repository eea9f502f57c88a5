"""What is known of a candidate phrase, as numbers for the ranker.

A candidate is all stretches of one paper with the same folded words. Some features need the
paper alone (:func:`paper_features`), others a table of statistics (:class:`Table`). A first score
is cheap and computed for all candidates (:meth:`Table.score`); the features only for the best.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from citegraph.loaders.topics.batch import Batch, phrase_hash
from citegraph.loaders.topics.statistics import Statistics, WordValues, logit
from citegraph.loaders.topics.text import BREAK, HYPHEN

__all__ = ["Candidates", "Table", "candidates", "paper_features", "rank_in_paper"]

Array = NDArray[Any]
START_LEAST = END_LEAST = float(np.log(0.01 / 0.99))  # log-odds a word needs to begin or end one
_BREAK_RATE = 0.05  # how often a keyword begins or ends at punctuation; only ranks matter


@dataclass(slots=True)
class Candidates:
    """Stretches of a batch in groups: one group a paper and phrase.

    Attributes:
        start, length, hash: of each stretch, the stretches of a group behind each other.
        first: index of the first stretch of each group (the earliest in the paper).
        count: number of stretches of each group.
    """

    start: Array
    length: Array
    hash: Array
    first: Array
    count: Array

    def least(self, values: Array) -> Array:
        """The least of each group's values."""
        return self.reduce(np.minimum, values)

    def most(self, values: Array) -> Array:
        """The greatest of each group's values."""
        return self.reduce(np.maximum, values)

    def total(self, values: Array) -> Array:
        """The sum of each group's values."""
        return self.reduce(np.add, values)

    def reduce(self, function: Any, values: Array) -> Array:
        """One value a group, from one value a stretch."""
        result: Array = function.reduceat(values, self.first)
        return result

    def stretches(self, groups: Array) -> Array:
        """Index of each stretch of these groups, which are given in rising order."""
        return np.flatnonzero(np.repeat(np.isin(np.arange(len(self.first)), groups), self.count))

    def only(self, groups: Array) -> "Candidates":
        """These groups alone, which are given in rising order."""
        chosen, count = self.stretches(groups), self.count[groups]
        first = np.cumsum(count) - count
        return Candidates(self.start[chosen], self.length[chosen], self.hash[chosen], first, count)


def candidates(batch: Batch, words: WordValues) -> Candidates:
    """Return the stretches whose first and last words have ever begun and ended a keyword.

    Args:
        batch: the texts.
        words: the values of the lexicon's words.
    """
    begins, ends = words.starts > START_LEAST, words.ends > END_LEAST
    start, length = batch.stretches(begins[batch.word], ends[batch.word])
    hashes = np.zeros(len(start), np.uint64)
    for size in np.unique(length):
        chosen = length == size
        hashes[chosen] = phrase_hash(batch.hash, start[chosen], int(size))
    paper = batch.paper[start]
    order = np.lexsort((start, hashes, paper))
    start, length, hashes, paper = start[order], length[order], hashes[order], paper[order]
    new = np.ones(len(start), bool)
    new[1:] = (paper[1:] != paper[:-1]) | (hashes[1:] != hashes[:-1])
    first = np.flatnonzero(new)
    return Candidates(start, length, hashes, first, np.diff(np.append(first, len(start))))


def _over(values: Array, found: Candidates, function: Callable[[Array, Array], Array]) -> Array:
    """A value of each stretch, from those of its words from left to right."""
    result = values[found.start].copy()
    for offset in range(1, int(found.length.max(initial=1))):
        chosen = np.flatnonzero(found.length > offset)
        result[chosen] = function(result[chosen], values[found.start[chosen] + offset])
    return result


def paper_features(batch: Batch, found: Candidates) -> dict[str, Array]:
    """Features that the paper alone gives. Values have one entry a group."""
    start, length, first, count = found.start, found.length, found.first, found.count
    head = start[first]
    end = start + length
    words = batch.counts[batch.paper[start]]
    spaces = np.concatenate([[0], np.cumsum(batch.gap[:-1] != HYPHEN)])
    chunks = spaces[end] - spaces[start + 1] + 1
    place = batch.place[start] / words
    capital, acronym, digit = (((batch.flags & bit) > 0).astype(np.float64) for bit in (1, 2, 4))
    high, total = found.most, found.total
    middle = (capital[start] > 0) & (batch.gap[start] < BREAK) & ~batch.title[start]
    key = batch.hash ^ (batch.paper.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15))
    _, inverse, times = np.unique(key, return_inverse=True, return_counts=True)
    often = times[inverse].astype(np.float64)
    in_title = np.isin(key, key[batch.title]).astype(np.float64)
    size = length[first]
    return {
        "parts": size,
        "chunks": chunks[first],
        "count": count,
        "inTitle": total(batch.title[start].astype(np.float64)),
        "place": batch.place[head],
        "firstPlace": place[first],
        "lastPlace": high(place),
        "sentence": batch.sentence[head],
        "spread": high(place) - place[first],
        "words": words[first],
        "middleCapital": total(middle.astype(np.float64)) / count,
        "acronym": high(_over(acronym, found, np.maximum)),
        "allAcronym": high(_over(acronym, found, np.minimum)),
        "capital": total(capital[start]) / count,
        "digit": high(_over(digit, found, np.maximum)),
        "hyphens": high(length - chunks),
        "characters": high(_over(batch.length.astype(np.float64), found, np.add)),
        "titleWords": (_over(in_title, found, np.add) / length)[first],
        "wordsOftenMean": (_over(np.log(often), found, np.add) / length)[first],
        "wordsOftenLeast": _over(often, found, np.minimum)[first],
        "wordsOftenMost": _over(often, found, np.maximum)[first],
    }


class Table:
    """What one table of statistics says of the candidates of a batch.

    Args:
        batch: the texts.
        found: all their candidates.
        statistics: the table.
        words: its values of the batch's lexicon.

    Attributes:
        score: a first score of each group, higher for likelier keywords.
        tfidf: of each group, over the square root of the words of its paper.
    """

    def __init__(
        self, batch: Batch, found: Candidates, statistics: Statistics, words: WordValues
    ) -> None:
        self._batch, self._found, self._statistics, self._words = batch, found, statistics, words
        word = batch.word
        edge = float(logit(np.array(_BREAK_RATE)))
        self._before = np.full(len(word), edge)
        self._before[1:] = np.where(batch.gap[1:-1] < BREAK, words.before[word[:-1]], edge)
        self._behind = np.full(len(word), edge)
        self._behind[:-1] = np.where(batch.gap[1:-1] < BREAK, words.behind[word[1:]], edge)
        self._papers, self._keywords = statistics.phrases(found.hash[found.first])
        self._rate = (self._keywords + 0.5) / (self._papers + 5)
        start, last = found.start, found.start + found.length - 1
        self._scores: Array = (
            words.starts[word[start]]
            + words.ends[word[last]]
            + 0.5 * (self._before[start] + self._behind[last])
            + np.log(np.repeat(self._rate, found.count))
        )
        self.score = found.most(self._scores)
        self.tfidf: Array = (
            found.count
            * np.log((statistics.papers + 1) / (self._papers + 1))
            / np.sqrt(batch.counts[batch.paper[start[found.first]]])
        )

    def features(self, groups: Array) -> dict[str, Array]:
        """Features of these groups, which are given in rising order; one entry a group."""
        batch, statistics, words = self._batch, self._statistics, self._words
        stretches, found = self._found.stretches(groups), self._found.only(groups)
        start, length, first, count = found.start, found.length, found.first, found.count
        last = start + length - 1
        word = batch.word
        low, high, total = found.least, found.most, found.total
        starts, ends, inside = words.starts[word], words.ends[word], words.inside[word]
        rarity, before, behind = words.rarity[word], self._before[start], self._behind[last]
        score = self._scores[stretches]
        right, left = self._neighbours(start, length)

        within = _within(start, last, len(word))  # words with a neighbour in the same stretch
        pairs = phrase_hash(batch.hash, within, 2)
        pair_papers, pair_keywords = statistics.phrases(pairs)
        rarest = np.minimum(words.papers[word[within]], words.papers[word[within + 1]])
        cohesion, pair_rate = np.zeros(len(word)), np.zeros(len(word))
        cohesion[within] = np.log((pair_papers + 0.5) / (rarest + 5))
        pair_rate[within] = (pair_keywords + 0.5) / (pair_papers + 5)

        size, head = length[first], start[first]
        without_first, without_last = np.zeros(len(first)), np.zeros(len(first))
        papers_first, papers_last = np.zeros(len(first)), np.zeros(len(first))
        for parts in range(2, int(size.max(initial=1)) + 1):
            chosen = np.flatnonzero(size == parts)
            for rates, counts, offset in (
                (without_first, papers_first, 1),
                (without_last, papers_last, 0),
            ):
                hashes = phrase_hash(batch.hash, head[chosen] + offset, parts - 1)
                counts[chosen], times = statistics.phrases(hashes)
                rates[chosen] = (times + 0.3) / (counts[chosen] + 3)
        inner = Candidates(head, np.maximum(size - 1, 1), found.hash, first, count)
        one = size == 1
        papers, keywords = self._papers[groups], self._keywords[groups]
        return {
            "papers": np.log1p(papers),
            "keywords": np.log1p(keywords),
            "rate": self._rate[groups],
            "starts": starts[head],
            "ends": ends[head + size - 1],
            "insideMean": (_over(inside, found, np.add) / length)[first],
            "insideLeast": _over(inside, found, np.minimum)[first],
            "insideMost": _over(inside, found, np.maximum)[first],
            "beforeMost": high(before),
            "beforeMean": total(before) / count,
            "behindMost": high(behind),
            "behindMean": total(behind) / count,
            "cohesion": np.where(one, 0.0, _over(cohesion, inner, np.minimum)),
            "pairRateLeast": np.where(one, -1.0, _over(pair_rate, inner, np.minimum)),
            "pairRateMost": np.where(one, -1.0, _over(pair_rate, inner, np.maximum)),
            "withoutFirst": without_first,
            "withoutLast": without_last,
            "papersWithoutFirst": np.log1p(papers_first),
            "papersWithoutLast": np.log1p(papers_last),
            "rarityMean": (_over(rarity, found, np.add) / length)[first],
            "rarityLeast": _over(rarity, found, np.minimum)[first],
            "rarityMost": _over(rarity, found, np.maximum)[first],
            "right": high(right - score),
            "rightLeast": low(right - score),
            "left": high(left - score),
            "leftLeast": low(left - score),
            "score": self.score[groups],
            "tfidf": self.tfidf[groups],
        }

    def _neighbours(self, start: Array, length: Array) -> tuple[Array, Array]:
        """The best score among the stretches that reach one or two words further right, and left.

        Of all candidates, for each stretch given.
        """
        code = self._found.start * 16 + self._found.length
        order = np.argsort(code)
        codes, scores = code[order], self._scores[order]

        def best(*wanted: Array) -> Array:
            result = np.full(len(start), -30.0)
            for one in wanted:
                at = np.searchsorted(codes, one)
                at[at == len(codes)] = 0
                there = codes[at] == one
                result = np.where(there, np.maximum(result, scores[at]), result)
            return result

        code = start * 16 + length
        return best(code + 1, code + 2), best(code - 16 + 1, code - 32 + 2)


def _within(start: Array, last: Array, count: int) -> Array:
    """The words that stand in a stretch and are not its last one."""
    opened = np.bincount(start, minlength=count) - np.bincount(last, minlength=count)
    return np.flatnonzero(np.cumsum(opened) > 0)


def rank_in_paper(batch: Batch, found: Candidates, values: Array) -> Array:
    """Place of each group among those of its paper, from 0, by falling value."""
    paper = batch.paper[found.start[found.first]]
    order = np.lexsort((-values, paper))
    first = np.searchsorted(paper[order], np.arange(batch.count))
    places = np.empty(len(values))
    places[order] = np.arange(len(values)) - first[paper[order]]
    return places
