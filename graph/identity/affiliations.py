"""Find the institutions named in the text of an affiliation.

Sources such as PubMed state an affiliation as an address, and write it differently on each paper of
a person. The result follows from the normalized words, so that it does not depend on which of
several spellings a graph stores.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import takewhile
from typing import Any

from citegraph.graph.identity import ids
from citegraph.graph.identity.organization_names import name_id

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
_SUBJECTS = frozenset(
    re.findall(
        r"\S+",
        """advanced agricultural agriculture applied art arts biomedical cancer cardiovascular
        dentistry disease diseases education engineering health heart higher industrial infectious
        international management medicine natural nursing pharmacy public s science sciences studies
        technology traditional veterinary women""",
    )
)
_GENERAL = _COMMON | _SUBJECTS
_BROAD = frozenset(  # words after "Univ" that many have
    re.findall(
        r"\S+",
        """autonoma autonome calif california catholic catolica estadual fed federal illinois libre
        nacional nacl new north paris politecn politecnica politecnico pontificia san sao south st
        state technol tecn tecnica texas west""",
    )
)
_UNIVERSITY = re.compile(r"univ(?:ersity|ersidade?|ersit\w{1,3})?")
_OTHER = re.compile(  # institutions of their own
    r"\b(?:hosp\w*|hopita\w*|ospedal\w*|klini\w*|clini\w*|krankenhaus|infirmary|trust|nhs|acad\w*"
    r"|polit?ec\w*|polytech\w*|hochschule|council|ministry|agency|foundation|inserm|cnrs|csic|riken"
    r"|ltd|inc|gmbh|med(?:ical)? (?:cent(?:er|re)|ctr|institute)|(?:national|cancer|research)"
    r" institutes?|max planck|howard hughes|fraunhofer|helmholtz)\b"
)
_SCHOOL = re.compile(  # of a university
    r"(.+ Universit\w+|(?:The )?Universit\w+ of \w+) (?:(?:Graduate|Medical|Business|Law) )?"
    r"(?:School|Faculty|College of|Department|Division|Institute (?:of|for)|Cent(?:er|re) for)\b.*"
)
_NO_NAME = re.compile(  # units, and words that belong to other parts of the address
    r"\b(?:school|sch|escuela|escola|ecole|facul\w*|fakul\w*|dep\w*|divisi\w*|sections?|units?|group"
    r"|unidad|lab\w*|inst\w*|cent(?:er|re|ro|rum)|ctr|coll|college|campus|branch|lib\w*|press|museum"
    r"|office|program\w*|service\w*|usa|uk|\w*\d\w*)\b|^.*\b(?:and|at|from|in|of)\b.*\buniv"
    r"|\b(\w{4,}) (?:.+ )?\1\b"  # "Tianjin Medical University Tianjin"
)
_SHARED = frozenset(  # words of names that several universities or campuses have
    re.findall(
        r"\S+",
        """a agricultural agriculture al alabama alaska american and andes applied arkansas arts
        azhar carolina china chinese christian cient city colorado concordia cordoba d da dame das
        de degli del di do du e east eastern economics education engineering england free
        geosciences hawaii health indiana information international islamic isra john joseph la
        life lincoln london los loyola maryland massachusetts medicine military mining missouri n
        natl nebraska nevada newcastle northeastern northern notre of open petroleum pharmacy queen
        queens royal s saint santiago science sciences soochow southeast southern southwest studi
        technische technology tennessee the thomas trinity union veterinary victoria wales western
        wisconsin wuyi xavier y york""",
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


@lru_cache(maxsize=1 << 16)
def is_unit(text: str) -> bool:
    """Report whether a text names a unit and no institution: "Department of Physics"."""
    first, *rest = ids.title_key(text).split() or [""]
    return (
        bool(_UNIT.fullmatch(first))
        and "," not in text
        and not any(map(_INSTITUTION.fullmatch, rest))
    )


def _first(words: list[str]) -> Iterator[str]:
    """Yield an institution that is named after its kind: "Univ Amsterdam", "Institut Pasteur"."""
    if len(words) < 2 or not _INSTITUTION.fullmatch(words[0]):
        return
    if words[1] in _OF | _SKIPPED or _INSTITUTION.fullmatch(words[1]):
        return
    yield " ".join(words[: 3 if words[1] in _COMMON | _BROAD else 2])


def _named(words: list[str], kind: re.Pattern[str]) -> Iterator[str]:
    """Yield the names of institutions or units that have a word which few others have.

    So "College of Medicine, Seoul" and "University Hospital, Basel" name none.
    """
    for i, word in enumerate(words[:_WORDS]):
        if not kind.fullmatch(word):
            continue
        after, before = words[i + 1 : i + 8], words[max(0, i - 4) : i]
        if after and after[0] in _OF:
            if name := _of(word, before[-1:], after[1:], kind):
                yield name
        elif word == "college" and before[-1:] == ["university"]:  # "University College London"
            yield " ".join(("university college", *after[:1]))
        elif found := _distinct(before[::-1]):
            unit = before[: -len(found)][-2:]
            if len(unit) < 2 or unit[1] not in _OF or not _UNIT.fullmatch(unit[0]):
                yield " ".join((*found[::-1], word))  # not "surgery hospital"


def _of(word: str, before: list[str], after: list[str], kind: re.Pattern[str]) -> str | None:
    """Return a name such as "university of oxford" or "beijing institute of technology"."""
    rest = [other for other in after if other not in _SKIPPED]
    general = list(takewhile(_GENERAL.__contains__, rest))[:3]
    if kind is _UNIT:
        found = rest[:1]
    elif word == "college" and general:
        return None
    elif len(general) == 3:  # "institute of advanced industrial science"
        found = general
    elif general and _distinct(before) and after[after.index(general[-1]) + 1 :][:1] != ["of"]:
        return f"{before[0]} {word} of {' '.join(general)}"
    else:
        found = _distinct(rest)
    return f"{word} of {' '.join(found)}" if found else None


def _distinct(words: list[str]) -> list[str]:
    """Return the words up to the first that few institutions have; empty if there is none."""
    for i, word in enumerate(words):
        if word in _SKIPPED or _INSTITUTION.fullmatch(word) or (i and _UNIT.fullmatch(word)):
            break
        if word not in _GENERAL:
            return words[: i + 1]
    return []


def as_written(entry: Mapping[str, Any]) -> list[str]:
    """Return the IDs of the affiliations of an AUTHORED edge, those of addresses as written."""
    stated = entry.get("addresses") or ()
    found = {name_id(one): name_id(name) for one in stated if (name := university(one))}
    return sorted({*(entry.get("organizations") or ())} - {*found.values()} | found.keys())


@lru_cache(maxsize=1 << 16)
def university(address: str) -> str | None:
    """Return the name of the only institution of an address, as written, if it is a university."""
    parts = [part.strip(" .") for part in address.replace('"', "").split(",")]
    keys = [ids.title_key(part) for part in parts]
    own = [i for i, key in enumerate(keys) if any(map(_UNIVERSITY.fullmatch, key.split()))]
    if len(parts) < 2 or len(own) != 1 or ";" in address or len(address) > 1000:
        return None
    if _OTHER.search(" | ".join(keys)):
        return None
    found = _SCHOOL.fullmatch(parts[own[0]])
    name = found[1] if found else parts[own[0]]
    words = (key := ids.title_key(name)).split()
    rest = [word for word in words if not _UNIVERSITY.fullmatch(word)]
    if len(words) > 8 or len(rest) != len(words) - 1 or _NO_NAME.search(key):
        return None
    if re.search(r"[\w)]{4,}\. |[&/:].*Univ|\([^)]*$|^[^(]*\)", name):  # not a name alone
        return None
    return name if set(rest) - _COMMON - _BROAD - _SHARED else None
