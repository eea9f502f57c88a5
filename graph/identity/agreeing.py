"""Find the names that agree with a name, without comparing all pairs.

Each name has two kinds of forms: its given names as the shorter list of a comparison, and the parts
of them that a shorter list may match. Two names agree exactly if a short form of one is a long form
of the other (:func:`citegraph.graph.identity.names.agreement`). So the work grows with the number
of names and of agreements, however many names have a family name and an initial in common.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations, product

from citegraph.graph.identity import names
from citegraph.graph.identity.names import Name

Form = tuple[str, ...]  # the block, and words; a mark follows an initial that stands for a word
_MARK = "\0"


@dataclass(slots=True)
class _Holders:
    """Names with one form, by generation."""

    short: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    long: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


class Agreeing:
    """Normalized names, by the forms in which they agree with others."""

    def __init__(self) -> None:
        self._forms: dict[Form, _Holders] = defaultdict(_Holders)
        self._yielded: set[tuple[Form, bool, str, int]] = set()

    def add(self, key: str) -> None:
        """Add a normalized name."""
        name = names.parse(key)
        short, long = _forms(name)
        for form in short:
            self._forms[form].short[name.generation].append(key)
        for form in long:
            self._forms[form].long[name.generation].append(key)

    def connected(self) -> Iterator[list[str]]:
        """Yield names with a form in common: any two agree, or both agree with a third one."""
        for holders in self._forms.values():
            stated = {*holders.short, *holders.long} - {""}
            for generation in stated or {""}:
                short = _of(holders.short, generation)
                long = _of(holders.long, generation)
                if short and long and (found := {*short, *long}) and len(found) > 1:
                    yield list(dict.fromkeys((*short, *long)))

    def near(self, key: str) -> Iterator[str]:
        """Yield names that agree with a name, without those that a former call yielded.

        Two names with a form in common have the same others, so a search that follows all names
        reads each form once.
        """
        name = names.parse(key)
        for forms, is_short in zip(_forms(name), (True, False), strict=True):
            for form in forms:
                holders = self._forms.get(form)
                if holders is None:
                    continue
                others = holders.long if is_short else holders.short
                size = sum(map(len, others.values()))
                seen = (form, is_short, name.generation, size)
                if seen not in self._yielded:
                    self._yielded.add(seen)
                    generations = {name.generation, ""} if name.generation else {*others}
                    for generation in generations:
                        yield from others.get(generation, ())

    def pairs(self, most: int) -> set[tuple[str, str]]:
        """Return the pairs of names that agree.

        Args:
            most: names with one form; larger groups are left out.
        """
        found: set[tuple[str, str]] = set()
        for holders in self._forms.values():
            short = [key for keys in holders.short.values() for key in keys]
            long = [key for keys in holders.long.values() for key in keys]
            if max(len(short), len(long)) <= most:
                found |= {
                    (min(a, b), max(a, b))
                    for a, b in product(short, long)
                    if a != b and names.agreement(*sorted((a, b)))
                }
        return found


def _of(keys: dict[str, list[str]], generation: str) -> list[str]:
    """Return the names that have a generation, and those without."""
    return [*keys.get(generation, ()), *(keys.get("", ()) if generation else ())]


@lru_cache(maxsize=1 << 16)  # several searches add the same names
def _forms(name: Name) -> tuple[set[Form], set[Form]]:
    """Return the forms of a name as the shorter list of given names, and as the longer one."""
    block, given = names.block(name), name.given
    # However the given names are divided.
    short: set[Form] = {(block, "=", "".join(given)), (block, "=", name.joined)}
    long = {*short}
    if not given or len(given) > names.WORDS:
        return short, long
    short |= {(block, "", *words) for words in product(*map(_short, given))}
    first, *middle = given
    for count in range(len(given)):
        for some in combinations(middle, count):
            long |= {(block, "", *words) for words in product(*map(_long, (first, *some)))}
    if len(first) > 1:
        short.add((block, "+", first))  # it may join two words
        if middle:
            long.add((block, "+", first + middle[0]))
    return short, long


def _short(word: str) -> tuple[str, ...]:
    return (word,) if len(word) == 1 else (word, word[0] + _MARK)


def _long(word: str) -> tuple[str, ...]:
    return (word, word + _MARK) if len(word) == 1 else (word, word[0])
