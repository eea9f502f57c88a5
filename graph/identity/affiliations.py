"""Find the institutions named in the text of an affiliation.

Sources such as PubMed state an affiliation as an address, and write it differently on each paper of
a person. The result follows from the normalized words, so that it does not depend on which of
several spellings a graph stores.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from citegraph.graph.identity import ids

__all__ = ["institutions"]

_INSTITUTION = re.compile(
    r"universi\w*|uni|univ|institut\w*|hospital\w*|hopita\w*|krankenhaus|klinik\w*|clinic\w*"
    r"|college|hochschule|cent(?:er|re|ro)|laborator\w*|academ\w*|politecnico|polytechni\w*"
    r"|council|ministry|agency|foundation|infirmary"
)
_UNIT = re.compile(  # many institutions have a unit of one name
    r"school|escuela|escola|ecole|facult\w*|fakult\w*|departamento|department|dept|division|section"
)
_WORDS = 60  # of an address
_OF = frozenset(("of", "for", "de", "di", "da", "do", "fur", "du", "des", "der"))
_SKIPPED = frozenset(("the", "of", "and", "for", "de", "di", "da", "la", "a", "an", "y", "e"))
# Words before an institution that many have.
_COMMON = frozenset(
    re.findall(
        r"\S+",
        """affiliated central children clinical first general graduate key medical national normal
        research second state teaching technical""",
    )
)
_BROAD = frozenset(  # words after "Univ" that many have
    re.findall(
        r"\S+",
        """autonoma autonome calif california catholic catolica estadual fed federal illinois libre
        nacional nacl new north paris politecn politecnica politecnico pontificia san sao south st
        state technol tecn tecnica texas west""",
    )
)


@lru_cache(maxsize=1 << 16)
def institutions(text: str) -> frozenset[str]:
    """Return the institutions in an address, and their units.

    Returns:
        Such as ``osaka university`` and ``department of nursing, osaka university``; empty if the
        text names no institution.
    """
    words = ids.title_key(text).split()
    found = frozenset(_named(words, _INSTITUTION)).union(_first(words))
    units = frozenset(_named(words, _UNIT))
    return found | {f"{unit}, {one}" for unit in units for one in found}


def _first(words: list[str]) -> Iterator[str]:
    """Yield an institution that is named after its kind: "Univ Amsterdam", "Institut Pasteur"."""
    if len(words) < 2 or not _INSTITUTION.fullmatch(words[0]):
        return
    if words[1] in _OF | _SKIPPED or _INSTITUTION.fullmatch(words[1]):
        return
    yield " ".join(words[: 3 if words[1] in _COMMON | _BROAD else 2])


def _named(words: list[str], kind: re.Pattern[str]) -> Iterator[str]:
    for i, word in enumerate(words[:_WORDS]):
        if not kind.fullmatch(word):
            continue
        if words[i + 1 : i + 2] and words[i + 1] in _OF:
            rest = [other for other in words[i + 2 : i + 5] if other not in _SKIPPED]
            yield from (f"{word} of {other}" for other in rest[:1])
        elif i and words[i - 1] not in _COMMON | _SKIPPED:
            yield f"{words[i - 1]} {word}"
        elif i > 1 and words[i - 1] in _COMMON:
            yield f"{words[i - 2]} {words[i - 1]} {word}"
