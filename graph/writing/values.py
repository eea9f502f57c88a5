"""Read the values of records: identifiers of papers, and days."""

import re
from collections.abc import Callable
from datetime import date
from functools import cache, lru_cache
from textwrap import shorten
from typing import Any

import msgspec

from citegraph.graph.identity import ids, names
from citegraph.graph.identity.node_ids import venue_name
from citegraph.graph.identity.resolve import keys_of
from citegraph.graph.identity.works import KEYS, SCHEMES
from citegraph.graph.records import Paper, Reference
from citegraph.graph.schema import edge_type, node_type


def paper_keys(record: Paper | Reference) -> list[tuple[str, str]]:
    """Return the identifiers of a paper as ``(property, value)``, strongest first.

    ``("id", ...)`` is an identifier that the user assigned.
    """
    given: dict[str, str | None] = {
        "arxivId": record.arxiv_id,
        "doi": record.doi,
        "openalexId": record.openalex_id,
        "s2Id": record.s2_id,
    }
    if isinstance(record, Paper):
        given |= {
            "pmid": record.pmid,
            "pmcid": record.pmcid,
            "aclId": record.acl_id or ids.acl(record.url),
            "corpusId": record.corpus_id,
            "scopusId": record.scopus_id,
            "wosId": record.wos_id,
        }
    keys: dict[str, str] = {}
    if record.id:
        scheme, value = ids.parse(record.id)
        name = SCHEMES[scheme]
        if name in READERS:
            given[name] = given.get(name) or value
        elif not value.startswith("title:"):
            keys[name] = ids.fit(value)
    if doi := given["doi"]:  # DOIs of arXiv and of the ACL contain their identifiers
        given["arxivId"] = given["arxivId"] or ids.arxiv(doi)
        given["aclId"] = given.get("aclId") or ids.acl(doi)
    for name, read in READERS.items():
        if (text := given.get(name)) and (key := read(text)):
            keys[name] = key
    return [(name, keys[name]) for name in KEYS if name in keys]


def paper_type(record: Paper) -> str | None:
    """Return the type of a paper; an article in arXiv, as BibTeX has it, is a preprint."""
    if record.type == "article" and record.venue and venue_name(record.venue.name) == "arXiv":
        return "preprint"
    return record.type


def without_key(record: Paper, key: tuple[str, str]) -> Paper:
    """Return a record without the fields that contain an identifier, one of :func:`paper_keys`."""
    fields = {
        name: None
        for name in ("id", "arxiv_id", "doi", "pmid", "pmcid", "acl_id", "url")
        if key in paper_keys(Paper(**{name: getattr(record, name)}))
    }
    also = tuple(entry for entry in record.also_known_as if key not in keys_of([entry])[0])
    return msgspec.structs.replace(record, also_known_as=also, **fields)


def without_shared(record: Paper, lost: list[str]) -> Paper:
    """Return a record without the identifiers that its author list gives to two people.

    Two entries are two people if their names, in Latin letters, disagree. ``lost`` receives a
    sentence for each of these identifiers.
    """
    given = [
        (value, author.position or n, author.name)  # an export has several spellings at a place
        for n, author in enumerate(record.authors, 1)
        for value in (author.orcid, author.openalex_id, author.s2_id, *author.identifiers)
        if value and not author.id
    ]
    first: dict[str, tuple[int, str]] = {}
    shared: dict[str, str] = {}
    for value, place, name in given:
        at, other = first.setdefault(value, (place, name))
        if at != place and _two(other, name):
            shared[value] = f"{other} and {name}"
    if not shared:
        return record
    authors = tuple(
        msgspec.structs.replace(
            author,
            orcid=None if author.orcid in shared else author.orcid,
            openalex_id=None if author.openalex_id in shared else author.openalex_id,
            s2_id=None if author.s2_id in shared else author.s2_id,
            identifiers=tuple(one for one in author.identifiers if one not in shared),
        )
        for author in record.authors
    )
    title = shorten(record.title or "", 60, placeholder=" ...")
    lost += [
        f"{title}: loaded without the identifier {one}, which its author list gives to both {two}"
        for one, two in shared.items()
    ]
    return msgspec.structs.replace(record, authors=authors)


def _two(a: str, b: str) -> bool:
    a, b = sorted((ids.name_key(a), ids.name_key(b)))
    return a.isascii() and b.isascii() and names.agreement(a, b) is None


READERS: dict[str, Callable[[str | None], str | None]] = {
    "arxivId": ids.arxiv,
    "doi": ids.doi,
    "openalexId": ids.openalex,
    "s2Id": ids.s2,
    "pmid": ids.pmid,
    "pmcid": ids.pmcid,
    "aclId": ids.acl,
    "corpusId": ids.corpus,
    "scopusId": lambda text: text,
    "wosId": lambda text: text,
}
Type = str | tuple[str, str, str]  # label of a node, or start, type and end of an edge


@cache
def copied(record: type[msgspec.Struct], of: Type) -> tuple[tuple[str, str], ...]:
    """Return the fields of records that a type has as properties, each with the property."""
    known = (node_type(of) if isinstance(of, str) else edge_type(*of)).properties
    plain = {p.name for p in known if p.kind in ("string", "integer", "float", "boolean")}
    return tuple(
        (field.name, field.encode_name)
        for field in msgspec.structs.fields(record)
        if field.encode_name in plain and field.default in (None, msgspec.NODEFAULT)
    )


@cache
def _unchanged(record: type[msgspec.Struct], of: Type) -> tuple[tuple[str, str], ...]:
    return tuple((field, name) for field, name in copied(record, of) if name not in READERS)


def same(record: msgspec.Struct, of: Type) -> dict[str, Any]:
    """Return the properties that are fields of a record, without identifiers to normalize."""
    return {name: getattr(record, field) for field, name in _unchanged(type(record), of)}


def has_paper(record: Paper) -> bool:
    """Report whether a record describes a paper; otherwise it has nodes and edges only."""
    return bool(record.title or record.id or paper_keys(record))


_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def published(text: str | None) -> tuple[date | None, str | None]:
    """Parse a day, month or year.

    Returns:
        The first possible day, and ``day``, ``month`` or ``year``; ``(None, None)`` if the text is
        not a date.
    """
    found = _DATE.match(text or "")
    if not found:
        return None, None
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        first = date(year or 1, month or 1, day or 1)
    except ValueError:
        return None, None
    return first, "day" if day else "month" if month else "year"


@lru_cache(maxsize=1 << 10)
def first_day(text: str | None) -> date | None:
    """Return the first day of a day, month or year; ``None`` if the text is not a date."""
    return published(text)[0]
