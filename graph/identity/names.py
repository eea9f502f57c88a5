"""Compare names of people, and estimate how common a name is.

The words of a name come from :func:`citegraph.graph.identity.ids.name_key`, so accents, case, the
order "family, given" and the place of a generation are settled before.
"""

import gzip
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal

from citegraph.graph.identity import ids

Agreement = Literal["full", "part", "initial"]

WORDS = 4  # given names; longer lists agree only if they are equal
_SIMILAR = 70.0  # of two names, 0 to 100, by sorted words
# What author lists contain in place of a name, normalized.
_PLACEHOLDERS = frozenset(
    {"anonymous", "anonymous author", "anonymous authors", "author", "authors", "author unknown"}
    | {"et al", "and others", "others", "various", "various authors", "unknown", "unknown author"}
    | {"no author", "no authors", "not available", "editor", "editors", "the editors"}
    | {"editorial board", "editorial team", "first author", "second author", "last author"}
)
_PARTICLES = frozenset({"van", "von", "der", "den", "de", "la", "le", "el", "al", "bin", "ibn"})
_PARTICLES |= {"da", "dos", "du", "di", "del", "della", "ter", "ten", "zu", "af"}
_GENERATION = {"jnr": "jr", "snr": "sr", "2nd": "ii", "3rd": "iii"}


@dataclass(frozen=True, slots=True)
class Name:
    """A normalized name: given names without particles, the last word, the generation.

    ``joined`` are the given names with what may be a particle, or a syllable ("Xin-Bin Feng").
    """

    key: str
    given: tuple[str, ...]
    family: str
    generation: str = ""
    joined: str = ""


@lru_cache(maxsize=1 << 18)
def parse(text: str) -> Name:
    """Parse a name as a source writes it, or its normalized form."""
    key = ids.name_key(text)
    words = key.split()
    generation = ""
    while len(words) > 1 and words[-1] in ids.GENERATIONS:
        last = words.pop()
        generation = _GENERATION.get(last, last)
    family = words.pop() if words else key
    given = tuple(w for i, w in enumerate(words) if i == 0 or w not in _PARTICLES)
    return Name(key, given, family, generation, "".join(words))


def block(name: Name) -> str:
    """Return the last word and the first initial; names of one person have one block.

    The exceptions are a name in the other order (:func:`swapped`) and another family name, which
    only an identifier can bridge.
    """
    return f"{name.family} {name.given[0][0]}" if name.given else name.family


def swapped(name: Name) -> str | None:
    """Return the normalized name with the family name first, if it has two full words."""
    if len(name.given) == 1 and len(name.given[0]) > 1 and not name.generation:
        return f"{name.family} {name.given[0]}"
    return None


@lru_cache(maxsize=1 << 18)
def agreement(a: str, b: str) -> Agreement | None:
    """Return how well two normalized names agree; ``None`` if they are names of two people.

    Returns:
        ``full``: the given names are equal, however they are joined or ordered; ``part``: a middle
        name or the generation is missing, or a middle name is an initial; ``initial``: a first name
        is only an initial.
    """
    if a == b:
        return "full" if _full(parse(a)) else "initial"
    one, other = parse(a), parse(b)
    if {one.family, other.family} & ids.GROUPS:  # its words are no given names
        return None
    if one.generation and other.generation and one.generation != other.generation:
        return None
    if one.family != other.family:
        return "full" if swapped(one) == other.key else None
    same = one.joined == other.joined and _full(one) and _full(other)
    found = "full" if same else _given(one.given, other.given)
    return "part" if found == "full" and one.generation != other.generation else found


def abbreviated(key: str) -> bool:
    """Report whether the first given name of a normalized name is an initial."""
    given = parse(key).given
    return bool(given) and len(given[0]) == 1


def renamed(a: str, b: str) -> bool:
    """Report whether one person may have two normalized names, as after a marriage.

    They have a word or the first initial in common, are similar, or one is not in ASCII.
    """
    if agreement(*sorted((a, b))) or not (a.isascii() and b.isascii()):
        return True
    one, other = parse(a), parse(b)
    if any(len(word) > 1 for word in {*a.split()} & {*b.split()}):
        return True
    if one.given and other.given and _word(one.given[0], other.given[0]):
        return True
    from rapidfuzz import fuzz  # noqa: PLC0415 - most loads have no such pair

    return bool(fuzz.token_sort_ratio(a, b) >= _SIMILAR)


def _full(name: Name) -> bool:
    return bool(name.given) and len(name.given[0]) > 1


def _given(a: tuple[str, ...], b: tuple[str, ...]) -> Agreement | None:
    if not a or not b:
        return "initial"
    if a == b or "".join(a) == "".join(b):
        return "full" if len(a[0]) > 1 else "initial"
    if max(len(a), len(b)) > WORDS:
        return None
    first = _word(a[0], b[0])
    if first is None:
        # "Chengyu" and "C. Y.", "Cheng-Yu" and "Chengyu K."
        return _joined(a, b) or _joined(b, a)
    middle = _middle(list(a[1:]), list(b[1:]))
    if not middle:
        return None
    return "part" if first == "full" else "initial"


def _word(a: str, b: str) -> str | None:
    if a == b:
        return "full"
    if len(a) == 1 or len(b) == 1:
        return "initial" if a[0] == b[0] else None
    return None


def _middle(a: list[str], b: list[str]) -> bool:
    """Report whether the words of the shorter list occur in the longer one, in this order."""
    if len(a) > len(b):
        a, b = b, a
    place = 0
    for word in a:
        while place < len(b) and _word(word, b[place]) is None:
            place += 1
        if place == len(b):
            return False
        place += 1
    return True


def _joined(a: tuple[str, ...], b: tuple[str, ...]) -> Agreement | None:
    """Compare given names where ``a`` joins the first two words of ``b``."""
    if len(b) < 2:
        return None
    if a[0] == b[0] + b[1]:
        return "part"
    return None


_UNSEEN = 0.5  # names that have a word which the table lacks
_SMOOTHING = 20.0  # names of each class that are drawn from all classes
_MIDDLE = 6.0  # bits at most for a further given name
_CHARACTER = 6.0  # bits at most for each character of a name without words


@dataclass(frozen=True, slots=True)
class _Counts:
    """How many names have a word, by class of names; the classes are languages, roughly."""

    family: dict[str, str]  # such as "a12 c3": 12 names of class a, 3 of class c
    given: dict[str, str]
    total: tuple[float, ...]

    def shares(self, kind: dict[str, str], word: str) -> list[float]:
        """Return the share of the names of each class that have a word."""
        counts = [0.0] * len(self.total)
        for item in kind.get(word, "").split():
            counts[ord(item[0]) - ord("a")] = float(item[1:])
        # A class that lacks the word has a little of the share among all names.
        some = _SMOOTHING * (sum(counts) or _UNSEEN) / sum(self.total)
        return [
            (n + some) / (total + _SMOOTHING) for n, total in zip(counts, self.total, strict=True)
        ]


@cache
def _counts() -> _Counts:
    """Return the table of ``training/people/name_counts.py``."""
    path = files("citegraph.graph.identity").joinpath("data", "name-counts.tsv.gz")
    found: dict[str, dict[str, str]] = {"total": {}, "family": {}, "given": {}}
    for line in gzip.decompress(path.read_bytes()).decode("utf-8").split("\n"):
        kind, word, counts = line.split("\t")
        found[kind][word] = counts
    total = tuple(float(item[1:]) for item in found["total"][""].split())
    return _Counts(found["family"], found["given"], total)


@lru_cache(maxsize=1 << 18)
def bits(key: str, *, initial: bool = False) -> float:
    """Return how rare a name is: the negative binary logarithm of its share among people.

    Family and given names are independent within a class of names only: Minjun is rare among all
    names, but not among Korean ones. Initials alone and words that stand for unnamed authors are
    not rare. ``initial`` counts the first initial of the given name only.
    """
    name = parse(key)
    if key in _PLACEHOLDERS or all(len(word) == 1 and word.isascii() for word in key.split()):
        return 0.0
    counts = _counts()
    family = counts.shares(counts.family, name.family)
    whole = sum(counts.total)
    classes = [share * n / whole for share, n in zip(family, counts.total, strict=True)]
    if not name.given:
        # The table lacks names in characters; two people may well be called 王伟.
        most = _CHARACTER * len(key) if not key.isascii() else math.inf
        return min(-math.log2(sum(classes)), most)
    first, *middle = name.given
    if initial or len(first) == 1:
        return 4.0 - math.log2(sum(classes))
    found = _given_bits(counts, classes, first, middle)
    if middle and len(middle[0]) > 1:  # "Min-Jun" is as rare as "Minjun"
        found = min(found, _given_bits(counts, classes, first + middle[0], middle[1:]))
    return found


def _given_bits(
    counts: _Counts, classes: Sequence[float], first: str, middle: Sequence[str]
) -> float:
    """Return how rare a name is, from the shares of its family name in all classes."""
    classes = [a * b for a, b in zip(classes, counts.shares(counts.given, first), strict=True)]
    found = -math.log2(sum(classes))
    for word in middle:
        if len(word) == 1:
            found += 2.0  # most names have no such initial, but it does not tell much
        else:
            shares = counts.shares(counts.given, word)
            both = sum(a * b for a, b in zip(classes, shares, strict=True))
            found += min(-math.log2(both / sum(classes)), _MIDDLE)
    return found
