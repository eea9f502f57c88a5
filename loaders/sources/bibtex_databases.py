"""What the BibTeX exports of Scopus and Web of Science add to an entry."""

import re
from collections.abc import Iterator
from typing import TypedDict

from citegraph.graph.identity import ids
from citegraph.graph.records import Organization, Reference, Topic
from citegraph.loaders.sources import cited_text
from citegraph.loaders.sources.bibtex_values import literal, plain_text
from citegraph.loaders.sources.parts import SCOPUS_ID, organizations, topics
from citegraph.loaders.sources.web_of_science_fields import addresses, by_person, index_topics

_UT = re.compile(r"[A-Z]+:\S{5,40}")
_CITED = re.compile(r"\s*cited by:? (\d{1,9})\b", re.IGNORECASE)
_RETRACTED = re.compile(r"retracted(?: publication)?", re.IGNORECASE)
_AT_ADDRESS = re.compile(r"(?!\[)((?:[^,;]+, [^,;]+; )*[^,;]+, [^,;]+), (?=\S)")
# Addresses end with a period; lines may be wrapped. Also: "Spain.Doe, Jo; Roe, Al, Univ ..."
_NEXT_ADDRESS = re.compile(r"\.\s*\n|\.\s*(?=\{?\[)|(?<=\w)\.(?=[^,;.\n]+, [^,;\n]+; )")


class Added(TypedDict, total=False):
    """Fields of a paper."""

    references: tuple[Reference, ...]
    text_references: int | None
    cited_by_count: int | None
    retracted: bool | None
    scopus_id: str | None
    wos_id: str | None


def database(fields: dict[str, str]) -> str:
    """Return ``scopus`` or ``web-of-science`` for an entry of their exports, else nothing."""
    if "unique-id" in fields or "cited-references" in fields:
        return "web-of-science"
    return "scopus" if fields.get("source", "").strip() == "Scopus" else ""


def added(fields: dict[str, str]) -> Added:
    """Return the cited works, the citation count, a retraction and the database's identifier."""
    if not (origin := database(fields)) and "references" not in fields:
        return {}
    cited = cited_text.split(plain_text(fields.get("references")))
    lines = [plain_text(one) for one in fields.get("cited-references", "").splitlines()]
    found: Added = {
        "references": cited_text.scopus(cited) + cited_text.web_of_science(lines),
        "text_references": cited_text.nameless([*cited, *lines]),
    }
    if origin == "scopus":
        times, kind = _CITED.match(fields.get("note", "")), fields.get("document_type", "")
        eid = SCOPUS_ID.search(literal(fields.get("url", "")))
        found["scopus_id"] = eid[1] if eid else None
        found["cited_by_count"] = int(times[1]) if times else None
    elif origin:
        kind, number = fields.get("type", ""), fields.get("unique-id", "").strip("{} ")
        count = fields.get("times-cited", "").strip("{} ")
        found["wos_id"] = number if _UT.fullmatch(number) else None
        found["cited_by_count"] = int(count) if re.fullmatch(r"\d{1,9}", count) else None
    else:
        return found
    kinds = kind.strip("{} ").split("; ")
    found["retracted"] = True if any(map(_RETRACTED.fullmatch, kinds)) else None
    return found


def indexed(fields: dict[str, str]) -> Iterator[Topic]:
    """Yield the keywords and categories that the database adds to those of the authors."""
    origin = database(fields)
    if origin == "scopus":
        yield from topics(_vocabularies(plain_text(fields.get("keywords"))), source=origin)
    elif origin:
        plus, categories = fields.get("keywords-plus"), fields.get("web-of-science-categories")
        categories = categories or fields.get("research-areas")
        yield from index_topics(plain_text(plus), plain_text(categories))


def _vocabularies(keywords: str) -> Iterator[str]:
    """Divide the index keywords of Scopus: several sorted lists, joined by ", ".

    "Magnetism; Poles, Anisotropy; Bits" are four keywords, because "Bits" sorts before "Poles".
    Where the order goes on, the comma belongs to a heading of MeSH: "Mice; Models, Animal; Rats".
    """
    parts = [part.strip() for part in keywords.split(";")]
    for part, following in zip(parts, [*parts[1:], ""], strict=True):
        if following.casefold() < part.casefold():
            yield from part.split(", ")
        else:
            yield part


def affiliations(
    fields: dict[str, str], authors: list[str]
) -> tuple[dict[str, tuple[Organization, ...]], list[str]]:
    """Return the organizations of each author, and those whose authors are not stated."""
    origin = database(fields)
    stated = fields.get("affiliation") or fields.get("affiliations") or ""
    if not origin or not stated:
        return {}, []
    if origin == "scopus":
        return {}, [part.strip() for part in plain_text(stated).split(";")]
    lines, known = [], {name: ids.name_key(name) for name in authors}
    keys = set(known.values())
    for one in map(plain_text, _NEXT_ADDRESS.split(stated.strip("{} "))):
        people = _AT_ADDRESS.match(one)
        if people and keys & {*map(ids.name_key, people[1].split(";"))}:
            lines.append(f"[{people[1]}] {one[people.end() :]}")
        elif "(Reprint Author)" not in one and "(Corresponding Author)" not in one:
            lines.append(one)
    places = list(addresses(lines))
    at = by_person(places)
    placed = {
        name: organizations(place for _, place in at.get(key, ())) for name, key in known.items()
    }
    named = {one.name for each in placed.values() for one in each}
    return placed, [place for _, place in places if place not in named]
