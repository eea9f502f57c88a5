"""Normalize names of organizations, so that spellings of one name identify one node.

The rules change single words: abbreviations are written out, and a legal form, an article and "and"
do not distinguish organizations. Words are neither added nor reordered ("York University" is not
the University of York), and no place or unit is left out. The exception is "Univ Oxford", as Web of
Science writes it.
"""

import re
from functools import lru_cache

from citegraph.graph.identity import ids
from citegraph.graph.identity.folding import fold

SPELLING = "spelling"  # in entries of alsoKnownAs

_PREFIX = "name:"
_WORDS = {
    "centre": "center",
    "ctr": "center",
    "coll": "college",
    "dept": "department",
    "depts": "departments",
    "hosp": "hospital",
    "inst": "institute",
    "intl": "international",
    "lab": "laboratory",
    "labs": "laboratories",
    "natl": "national",
    "organisation": "organization",
    "univ": "university",
}
_PARTS = frozenset(("center", "college", "hospital", "library", "of", "press"))  # of universities
_AND = frozenset(("and", "et", "und"))
# An article after these words is part of the name: "University of the Arts".
_BEFORE_ARTICLE = frozenset(("at", "by", "for", "from", "in", "of", "on", "to", "with"))
_LEGAL_FORMS = {  # words that must remain; "Merck & Co." is not "Merck"
    tuple(form.split()): words
    for words, forms in (
        (1, "ag, b v, bv, corp, corporation, gmbh, inc, incorporated, limited, llc, llp, ltd, plc"),
        (1, "l l c, pty ltd, private limited, pvt ltd, s r l, srl"),
        (2, "co ltd, company limited, company ltd"),
    )
    for form in forms.split(", ")
}
_COUNTRIES = {
    tuple(name.split()): code
    for code, names in (
        ("us", "united states of america, united states, u s a, u s, usa"),
        ("uk", "united kingdom, u k"),
        ("china", "people s republic of china, peoples republic of china, p r china, pr china"),
    )
    for name in names.split(", ")
}


@lru_cache(maxsize=1 << 16)
def name_id(name: str, country: str | None = None) -> str:
    """Return the ID of an organization that has a name only.

    Args:
        name: as a source writes it. Initials in parentheses after it are not part of it:
            ``"Massachusetts Institute of Technology (MIT)"``.
        country: ISO 3166-1 code, if the source states it.
    """
    return _id(" ".join(_normalized(_key(name).split())), country)


def plain_id(name: str, country: str | None = None) -> str:
    """Return the ID that follows from the words of a name as they are written.

    It was the ID of the node in graphs of earlier versions, and still finds it.
    """
    return _id(_key(name), country)


@lru_cache(maxsize=1 << 16)
def canonical_id(id: str) -> str:
    """Return the ID of the node that an ID of :func:`plain_id` finds.

    An ID that does not contain the whole name, or no name, is returned as it is.
    """
    key = id.removeprefix(_PREFIX)
    if key == id or len(key) > ids.SLUG:
        return id
    return _id(" ".join(_normalized(key.split("-"))))


def _id(key: str, country: str | None = None) -> str:
    id = f"{_PREFIX}{ids.slug(key)}"
    return f"{id}-{country.lower()}" if country else id


def _key(name: str) -> str:
    return ids.title_key(_without_acronym(name))


def _normalized(words: list[str]) -> list[str]:
    """Return the words of a name in normal form, which has itself as normal form."""
    kept = [_WORDS.get(word, word) for i, word in enumerate(words) if _distinguishes(words, i)]
    country = next((form for form in _COUNTRIES if _ends(kept, form)), ())
    if country:
        kept = [*kept[: -len(country)], _COUNTRIES[country]]
    tail = [kept.pop()] if kept[1:] and kept[-1] in _COUNTRIES.values() else []
    legal = [form for form, least in _LEGAL_FORMS.items() if _ends(kept, form, least)]
    if legal:
        kept = kept[: -max(map(len, legal))]
    if words[:1] == ["univ"] and len(kept) == 2 and kept[1] not in _PARTS:
        kept.insert(1, "of")
    kept += tail
    return kept if kept == words else _normalized(kept)


def _distinguishes(words: list[str], i: int) -> bool:
    """Report whether a word is part of a name, no article and no "and"."""
    if i == len(words) - 1:
        return True
    if words[i] == "the":
        return i > 0 and words[i - 1] in _BEFORE_ARTICLE
    return not i or words[i] not in _AND


def _ends(words: list[str], form: tuple[str, ...], least: int = 1) -> bool:
    return len(words) >= len(form) + least and tuple(words[-len(form) :]) == form


_ACRONYM = re.compile(r"(\S.{3,300}?)\s*\(([A-Z][A-Za-z.&-]{1,11})\)")
_SMALL = frozenset(
    ["of", "the", "and", "for", "in", "at", "de", "la", "et", "des", "du", "der", "und", "di"]
)


def _without_acronym(name: str) -> str:
    """Return a name without its initials in parentheses; other additions may distinguish it."""
    found = _ACRONYM.fullmatch(name.strip())
    if not found:
        return name
    letters = "".join(filter(str.isalnum, fold(found[2])))
    words = fold(found[1]).replace("-", " ").split()
    initials = ("".join(w[0] for w in words), "".join(w[0] for w in words if w not in _SMALL))
    return found[1] if letters in initials else name
