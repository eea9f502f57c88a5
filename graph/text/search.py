"""Rank papers by words: BM25 (Robertson et al. 1995) over titles and abstracts.

The words of a title count twice. Papers with all words come before papers with some. A word that no
paper contains is replaced by the most similar one that occurs.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from citegraph.graph.text.index import TextIndex
from citegraph.graph.text.words import shipped_words, split

_K1, _B = 1.2, 0.75
_SIMILAR = 0.8  # similarity from which a misspelled word is replaced
_PREFIXED = 50  # words that a word with an asterisk stands for, at most


@dataclass(frozen=True, slots=True)
class Found:
    """The result of a search.

    Attributes:
        rows: rows of the index and their scores, the best first.
        words: the words that were searched for, as in the index.
        corrected: misspelled words as given, and the words that replaced them.
        unknown: words as given that no paper contains.
    """

    rows: list[tuple[int, float]]
    words: frozenset[str]
    corrected: dict[str, str]
    unknown: list[str]


def search(index: TextIndex, text: str, extra: Mapping[str, float] | None = None) -> Found:
    """Search for words.

    Args:
        index: the texts.
        text: words; one that ends in ``*`` stands for all words that begin so.
        extra: points by ID of papers that match for another reason; such a paper counts as one that
            contains all words.
    """
    used = np.zeros(len(index.vocabulary), bool)
    used[index.words] = True
    terms: list[list[str]] = []
    corrected: dict[str, str] = {}
    unknown = []
    for word, start, end in split(text):
        given = text[start:end]
        if text[end : end + 1] == "*":
            terms.append(_beginning(index, used, word))
        elif word in index.vocabulary and used[index.vocabulary[word]]:
            terms.append([word])
        elif extra:
            unknown.append(given)
        elif near := _nearest(index, used, word):
            corrected[given] = near
            terms.append([near])
        else:
            unknown.append(given)
    terms = [list(term) for term in dict.fromkeys(map(tuple, terms)) if term]
    lengths = np.diff(index.starts)
    sizes = index.sums(index.numbers.astype(np.float64))
    norms = _K1 * (1 - _B + _B * sizes / shipped_words().length)
    owners = np.repeat(np.arange(len(index)), lengths)
    scores, matched = np.zeros(len(index)), np.zeros(len(index), int)
    for term in terms:
        number = np.zeros(len(index))
        places = np.flatnonzero(np.isin(index.words, [index.vocabulary[word] for word in term]))
        np.add.at(number, owners[places], index.numbers[places])
        rarity = min(shipped_words().weight(word) for word in term)
        scores += rarity * number * (_K1 + 1) / (number + norms)
        matched += number > 0
    if extra:
        for row, id in enumerate(index.ids):
            if id in extra:
                scores[row] += extra[id]
                matched[row] = max(len(terms), 1)
    return Found(
        _best(index, np.round(scores, 3), matched),
        frozenset(word for term in terms for word in term),
        corrected,
        unknown,
    )


def _best(
    index: TextIndex, scores: NDArray[np.float64], matched: NDArray[np.int_]
) -> list[tuple[int, float]]:
    rows = np.flatnonzero(matched)
    ids = np.array([index.ids[row] for row in rows.tolist()])
    rows = rows[np.lexsort((ids, -scores[rows], -matched[rows]))]
    return list(zip(rows.tolist(), scores[rows].tolist(), strict=True))


def _beginning(index: TextIndex, used: NDArray[np.bool_], begin: str) -> list[str]:
    found = (w for w, at in index.vocabulary.items() if w.startswith(begin) and used[at])
    return sorted(found, key=lambda word: (len(word), word))[:_PREFIXED]


def _nearest(index: TextIndex, used: NDArray[np.bool_], word: str) -> str | None:
    from rapidfuzz import process  # noqa: PLC0415 - only a misspelled word needs it
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - as above

    if len(word) < 4:
        return None
    names = [name for name, at in index.vocabulary.items() if used[at] and name[0] == word[0]]
    near = process.extract(
        word, names, scorer=OSA.normalized_similarity, score_cutoff=_SIMILAR, limit=10
    )
    if not near:
        return None
    best = [name for name, score, _ in near if score == near[0][1]]
    frequency = np.bincount(index.words, minlength=len(index.vocabulary))
    return min(best, key=lambda name: (-int(frequency[index.vocabulary[name]]), name))


def sentence(text: str, words: frozenset[str]) -> str | None:
    """Return the sentence of a text that contains most of the words, the first of several."""
    best, most = None, 0
    for part in text.replace("\n", " ").replace("? ", "?\0").replace(". ", ".\0").split("\0"):
        found = len({word for word, _, _ in split(part)} & words)
        if found > most:
            best, most = part.strip(), found
        if most == len(words):
            break
    return best
