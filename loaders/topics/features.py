"""What is known of a candidate phrase, as numbers for the ranker.

A candidate is all stretches of one paper with the same folded words. Some features need the
paper alone (:func:`paper_features`), others a table of statistics (:func:`table_features`); a
table may be that of the field, or that of a style of keywords.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from loaders.topics.batch import Batch, phrase_hash
from loaders.topics.statistics import Statistics, WordValues, logit
from loaders.topics.text import BREAK, HYPHEN

__all__ = ["Candidates", "candidates", "paper_features", "table_features"]

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


def candidates(batch: Batch, words: WordValues) -> Candidates:
    """The stretches whose first and last words have ever begun and ended a keyword."""
    start, length = batch.stretches(
        words.starts[batch.word] > START_LEAST, words.ends[batch.word] > END_LEAST
    )
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
    capital, acronym, digit = (
        ((batch.flags & bit) > 0).astype(np.float64) for bit in (1, 2, 4)
    )  # fmt: skip
    high, total = found.most, found.total
    middle = (capital[start] > 0) & (batch.gap[start] < BREAK) & ~batch.title[start]
    key = batch.hash ^ (batch.paper.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15))
    _, inverse, times = np.unique(key, return_inverse=True, return_counts=True)
    often = times[inverse].astype(np.float64)
    in_title = np.isin(key, key[batch.title]).astype(np.float64)
    size = length[first]
    return {
        "parts": size, "chunks": chunks[first], "count": count,
        "inTitle": total(batch.title[start].astype(np.float64)),
        "place": batch.place[head], "firstPlace": place[first], "lastPlace": high(place),
        "sentence": batch.sentence[head], "spread": high(place) - place[first],
        "words": words[first], "middleCapital": total(middle.astype(np.float64)) / count,
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
    }  # fmt: skip


def table_features(
    batch: Batch, found: Candidates, statistics: Statistics, words: WordValues
) -> dict[str, Array]:
    """Features that a table gives. Values have one entry a group."""
    start, length, first, count = found.start, found.length, found.first, found.count
    end = start + length
    word = batch.word
    low, high, total = found.least, found.most, found.total
    starts, ends, inside = words.starts[word], words.ends[word], words.inside[word]
    rarity = words.rarity[word]
    edge = float(logit(np.array(_BREAK_RATE)))
    before = np.full(len(word), edge)
    before[1:] = np.where(batch.gap[1:-1] < BREAK, words.before[word[:-1]], edge)
    behind = np.full(len(word), edge)
    behind[:-1] = np.where(batch.gap[1:-1] < BREAK, words.behind[word[1:]], edge)

    papers, keywords = statistics.phrases(found.hash[first])
    rate = (keywords + 0.5) / (papers + 5)
    group = np.repeat(np.arange(len(first)), count)
    score = (
        starts[start] + ends[end - 1] + 0.5 * (before[start] + behind[end - 1])
        + np.log(rate)[group]
    )  # fmt: skip
    right, left = _neighbours(start, length, score)

    pairs = np.zeros(len(word), np.uint64)
    pairs[:-1] = (
        phrase_hash(batch.hash, np.arange(max(len(word) - 1, 0)), 2) if len(word) > 1 else 0
    )
    pair_papers, pair_keywords = statistics.phrases(pairs)
    rarest = words.papers[word].copy()
    rarest[:-1] = np.minimum(rarest[:-1], words.papers[word[1:]])
    cohesion = np.log((pair_papers + 0.5) / (rarest + 5))
    pair_rate = (pair_keywords + 0.5) / (pair_papers + 5)

    size, head = length[first], start[first]
    without_first, without_last = np.zeros(len(first)), np.zeros(len(first))
    papers_first, papers_last = np.zeros(len(first)), np.zeros(len(first))
    for parts in range(2, int(size.max(initial=1)) + 1):
        chosen = np.flatnonzero(size == parts)
        for rates, counts, offset in (
            (without_first, papers_first, 1), (without_last, papers_last, 0),
        ):  # fmt: skip
            hashes = phrase_hash(batch.hash, head[chosen] + offset, parts - 1)
            counts[chosen], times = statistics.phrases(hashes)
            rates[chosen] = (times + 0.3) / (counts[chosen] + 3)
    inner = Candidates(head, np.maximum(size - 1, 1), found.hash, first, count)
    one = size == 1
    return {
        "papers": np.log1p(papers), "keywords": np.log1p(keywords), "rate": rate,
        "starts": starts[head], "ends": ends[head + size - 1],
        "insideMean": (_over(inside, found, np.add) / length)[first],
        "insideLeast": _over(inside, found, np.minimum)[first],
        "insideMost": _over(inside, found, np.maximum)[first],
        "beforeMost": high(before[start]), "beforeMean": total(before[start]) / count,
        "behindMost": high(behind[end - 1]), "behindMean": total(behind[end - 1]) / count,
        "cohesion": np.where(one, 0.0, _over(cohesion, inner, np.minimum)),
        "pairRateLeast": np.where(one, -1.0, _over(pair_rate, inner, np.minimum)),
        "pairRateMost": np.where(one, -1.0, _over(pair_rate, inner, np.maximum)),
        "withoutFirst": without_first, "withoutLast": without_last,
        "papersWithoutFirst": np.log1p(papers_first), "papersWithoutLast": np.log1p(papers_last),
        "rarityMean": (_over(rarity, found, np.add) / length)[first],
        "rarityLeast": _over(rarity, found, np.minimum)[first],
        "rarityMost": _over(rarity, found, np.maximum)[first],
        "right": high(right - score), "rightLeast": low(right - score),
        "left": high(left - score), "leftLeast": low(left - score),
        "score": high(score),
        "tfidf": count * np.log((statistics.papers + 1) / (papers + 1))
        / np.sqrt(batch.counts[batch.paper[head]]),
    }  # fmt: skip


def _neighbours(start: Array, length: Array, score: Array) -> tuple[Array, Array]:
    """The best score among the stretches that reach one or two words further right, and left."""
    code = start.astype(np.int64) * 16 + length
    order = np.argsort(code)
    codes = code[order]

    def best(*wanted: Array) -> Array:
        result = np.full(len(code), -30.0)
        for one in wanted:
            at = np.searchsorted(codes, one)
            at[at == len(codes)] = 0
            there = codes[at] == one
            result = np.where(there, np.maximum(result, score[order[at]]), result)
        return result

    if not len(code):
        return np.zeros(0), np.zeros(0)
    return best(code + 1, code + 2), best(code - 16 + 1, code - 32 + 2)


def rank_in_paper(batch: Batch, found: Candidates, values: Array) -> Array:
    """Place of each group among those of its paper, from 0, by falling value."""
    paper = batch.paper[found.start[found.first]]
    order = np.lexsort((-values, paper))
    first = np.searchsorted(paper[order], np.arange(batch.count))
    places = np.empty(len(values))
    places[order] = np.arange(len(values)) - first[paper[order]]
    return places
