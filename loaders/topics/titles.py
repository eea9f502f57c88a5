"""Find the phrase of a title that names the paper's subject: a term that no vocabulary contains.

"Code2Video: A Code-centric Paradigm for Educational Video Generation" is about educational video
generation. A title is cut at function words and punctuation. What remains is a term if its last
word ends a name of the vocabulary (``generation``) or has the ending of an abstract noun, and if
the abstract uses at least half of its words.
"""

import re
from collections.abc import Collection, Iterator
from itertools import pairwise
from typing import Final

from citegraph.loaders.topics.text import BREAK, HYPHEN, Words
from citegraph.loaders.topics.vocabulary import Vocabulary


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Behind these words a title names the means, or one part of the subject.
_MEANS: Final = _words(
    "with via by through using from under without as over between across within during among upon "
    "after before and or vs versus"
)
_VERBS: Final = _words(
    "is are was were do does did can could should would will may might must need have has make "
    "makes let meet meets learn"
)
_CUTS: Final = _words(
    "for of in on to toward towards at into beyond against a an the its their your our my it this "
    "that these those when where how what why which who whose than not no be but if about out up "
    "down only just all any every each more most less better like unlike while whether then there "
    "here still yet also even ever never so too very we you they i he she one two three new"
).union(_MEANS, _VERBS)
# Words that praise, verbs that begin a title, and models of any paper; they are no part of a term.
_LEADING: Final = _words(
    "efficient robust scalable novel effective unified general complex simple fast faster open "
    "high new large small strong universal comprehensive systematic improved enhanced advanced "
    "practical generalizable adaptive accurate reliable flexible lightweight powerful versatile "
    "holistic modern diverse joint integrated rich precise mitigate enhance improve boost scale "
    "scaling training benchmark accelerate unlock teach train align understand evaluate explore "
    "enable advance bridge build decouple rethink revisit llm lm vlm mllm lvlm"
)
_LEADING_PAIRS: Final = {
    ("high", "fidelity"),
    ("high", "quality"),
    ("low", "cost"),
    ("large", "scale"),
    ("open", "source"),
    ("real", "world"),
    ("language", "model"),
}
# Words that end a phrase without making it a term.
_VAGUE: Final = _words(
    "framework approach method model system study survey review report analysis perspective "
    "paradigm pipeline technique solution strategy benchmark dataset case way step world paper "
    "guide tutorial overview recipe suite toolkit library platform challenge problem task "
    "evaluation investigation exploration experiment insight lesson power art thing time data "
    "token quality view gap thinking dynamics knowledge context structure space law response "
    "process development forward pass cost record ability capability bottleneck reward preference "
    "effectiveness set image video text language object scene metric feedback hypothesis theory "
    "document action tradeoff performance expert introduction application opportunity direction "
    "competition edition generality simplicity quantity community foundation science anything "
    "setting ceiling painting"
)
_NO_SUBJECT: Final = _words("report survey study review challenge tutorial")
_ABSTRACT_NOUN: Final = re.compile(r"\w{3,}(?:[ts]ion|ance|ence|ity|ment|ism|ing)")
_WORD: Final = re.compile(r"[^\W_]+")
_NAME: Final = re.compile(r"(?<=[^\W_] )[A-Z][^\W_]+(?= [a-z])")  # "read Dutch texts"
_DIMENSIONS: Final = _words("2d 3d 4d")
MOST = 4  # words of a term; "training-free" is one
USED = 0.5  # share of them in the abstract


class Titles:
    """Finds what titles name."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        names = [id.split() for id, one in vocabulary.concepts.items() if one.kind != "system"]
        self._firsts = {name[0] for name in names}
        self._lasts = {name[-1] for name in names} - _VAGUE
        written = {word for one in vocabulary.concepts.values() for word in one.name.split()}
        self._lower = {word.capitalize() for word in written if word.islower()}
        self._names = written - self._lower

    def subject(
        self, title: Words, abstract: Words, named: Collection[tuple[int, int]]
    ) -> str | None:
        """Return the term of the title that names the subject, if the vocabulary lacks it.

        Args:
            title: of the paper.
            abstract: of the same paper; may be empty.
            named: words of the title that name a concept, as first and end index.

        Returns:
            The term of which the abstract uses most, then the one that ends in the longest name of
            the vocabulary, then the first; written as inside a sentence.
        """
        if title.text.isupper():
            return None
        used = frozenset(abstract.folded)
        best: tuple[float, int] = (USED, -1)
        found = None
        for start, end in self._terms(title):
            words = title.folded[start:end]
            is_named = any(first <= start and end <= last for first, last in named)
            if is_named or self._vocabulary.meanings(" ".join(words)):
                continue
            share = sum(map(used.__contains__, words)) / len(words) if used else 1
            known = self._known(words)
            is_name = known >= 2 and words[-1] not in _NO_SUBJECT
            is_term = is_name or words[-1] in self._lasts
            if (is_term or (share == 1 and _is_abstract(words[-1]))) and (share, known) > best:
                best, found = (share, known), (start, end)
        return self._in_sentence(title.phrase(*found), abstract.text) if found else None

    def _in_sentence(self, phrase: str, abstract: str) -> str:
        """Return a phrase without the capitals of a title, but with those of names and acronyms."""
        names = self._names.union(_NAME.findall(abstract)) - self._lower

        def lower(match: re.Match[str]) -> str:
            word: str = match[0]
            return word if word in names or not word[1:].islower() else word.lower()

        return _WORD.sub(lower, phrase)

    def _known(self, words: list[str]) -> int:
        """Return the number of words of the longest name that ends the term."""
        forms = self._vocabulary.forms
        return next(
            (len(words) - at for at in range(1, len(words)) if " ".join(words[at:]) in forms), 0
        )

    def _terms(self, title: Words) -> Iterator[tuple[int, int]]:
        folded, gaps, text = title.folded, title.gaps, title.text
        breaks = [0, *(at for at, gap in enumerate(gaps) if gap >= BREAK and at), len(folded)]
        parts = list(pairwise(breaks))
        has_name = len(parts) > 1 and text.startswith(":", title.ends[breaks[1] - 1])
        if has_name and _CUTS.isdisjoint(folded[: breaks[1]]):
            del parts[0]  # "Code2Video:"
        for first, end in parts:
            asks = text.startswith("?", title.ends[end - 1]) if end else True
            if asks or not _VERBS.isdisjoint(folded[first:end]):
                continue
            start, before = first, ""
            for at in range(first, end + 1):
                word = folded[at] if at < end else ""
                if at < end and (word not in _CUTS or HYPHEN in gaps[at : min(at + 2, end)]):
                    continue
                # "Training-free Detection of Generated Videos" is not training-free detection.
                least = 3 if word == "of" else 2
                if before not in _MEANS and word not in ("and", "or"):
                    yield from self._term(title, start, at, least)
                before = word if word not in ("a", "an", "the") else before
                start = at + 1

    def _term(self, title: Words, start: int, end: int, least: int) -> Iterator[tuple[int, int]]:
        """Yield the term in the words between two function words, if they are one."""
        folded, gaps = title.folded, title.gaps
        while end - start > 1:
            first = folded[start]
            if (first, folded[start + 1]) in _LEADING_PAIRS:
                start += 2
            elif gaps[start + 1] != HYPHEN and (
                first in _LEADING
                or first.endswith("ly")
                or (first.endswith("ing") and first not in self._firsts)
            ):
                start += 1
            else:
                break
        words = folded[start:end]
        count = len(words) - gaps[start + 1 : end].count(HYPHEN)
        if least <= count <= MOST and gaps[end - 1] != HYPHEN and all(map(_is_word, words)):
            yield start, end


def _is_word(word: str) -> bool:
    return word in _DIMENSIONS or word.isalpha()


def _is_abstract(word: str) -> bool:
    return word not in _VAGUE and _ABSTRACT_NOUN.fullmatch(word) is not None
