"""DBLP: the dump's XML or a part of it, pages of its site, and replies of its search.

https://dblp.org/xml/docu/dblpxml.pdf, https://dblp.org/faq/13501473.html
"""

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from citegraph.graph.counted import counted
from citegraph.graph.identity import ids
from citegraph.graph.identity.author_ids import normalized
from citegraph.graph.records import Author, Paper, Rejected
from citegraph.loaders.documents.document import Document
from citegraph.loaders.documents.xml_stream import children, elements, name, root
from citegraph.loaders.sources.dates import iso_date
from citegraph.loaders.sources.fields import (
    by_name,
    mapping,
    plain,
    preview,
    seen,
    sequence,
    string,
)
from citegraph.loaders.sources.parts import checked, first_of, rejected, venue
from citegraph.loaders.sources.xml_fields import first, text

FORMAT = "dblp"
_KINDS = by_name(
    {
        "article": "article",
        "proceedings-article": "inproceedings",
        "proceedings": "proceedings",
        "book": "book",
        "book-chapter": "incollection",
        "dissertation": "phdthesis,mastersthesis",
        "dataset": "data",
    }
)
_SEARCHED = by_name(  # the types of a search, and "Withdrawn Items"
    {
        "article": "Journal Articles",
        "proceedings-article": "Conference and Workshop Papers",
        "proceedings": "Editorship",
        "book": "Books and Theses,Reference Works",
        "book-chapter": "Parts in Books or Collections",
        "preprint": "Informal and Other Publications,Informal Publications",
        "dataset": "Data and Artifacts",
    }
)
_ROOTS = ("dblp", "dblpperson", "bht")  # bht: a table of contents
_NAMES = (*_KINDS, "www", "info")
_HITS = "result/hits/hit"
_TOTAL = re.compile(r'(?:"hits"\s*:\s*\{\s*"@total"\s*:\s*|<hits\s+total=)"(\d+)"')
_HOMONYM = re.compile(r"\s+\d{4}$")  # "Wei Wang 0001"


def recognizes(document: Document) -> float:
    """Certain for the root of the dump or of a page of the site, and for the hits of a search."""
    if document.json_like:
        entry = mapping(document.first_entry(_HITS))
        asked = entry if "@id" in entry else mapping(mapping(entry.get("result")).get("hits"))
        return 1.0 if "@id" in asked or "@total" in asked else 0.0
    kind = root(document).lower()
    return 1.0 if kind in _ROOTS or (kind == "result" and _TOTAL.search(document.head)) else 0.0


def read(document: Document) -> Iterator[Paper | Rejected]:
    """Yield each publication as a paper, streamed; records of persons are counted in a note."""
    rank = persons = 0
    damaged = False
    for entry in _hits(document) if document.json_like else elements(document, *_NAMES):
        if isinstance(entry, Rejected):
            damaged = True
            yield entry
        elif isinstance(entry, dict):
            rank += 1
            yield _hit(entry, document, rank)
        elif name(entry) == "info":
            rank += 1
            yield _hit(_info(entry), document, rank)
        elif name(entry) == "www":
            persons += 1
        else:
            rank += 1
            yield _paper(entry, document, rank)
    if persons:
        document.notes.append(f"skipped {counted(persons, 'record')} of persons (www)")
    total = _TOTAL.search(document.head)
    if total and int(total[1]) > rank:
        document.notes.append(
            f"the reply has {rank} of {total[1]} publications; load the other pages for the rest"
        )
    elif total and not rank and not damaged:
        document.notes.append("DBLP found no publications")
    elif not rank and not persons and not damaged:
        yield Rejected(reason="no publication", where=document.name)


def _hits(document: Document) -> Iterator[dict[str, Any] | Rejected]:
    """Yield what a search states about each publication."""
    for _, entry in document.entries(_HITS):
        if isinstance(entry, Rejected):
            yield entry
        elif "result" not in mapping(entry):  # else there is no hit, or one outside of a list
            yield mapping(mapping(entry).get("info"))
        else:
            hits = mapping(mapping(entry["result"]).get("hits"))
            yield from (mapping(mapping(one).get("info")) for one in sequence(hits.get("hit")))


def _info(element: etree._Element) -> dict[str, Any]:
    """Return a hit of a search in XML as it is in JSON."""
    info: dict[str, Any] = {}
    for one in element:
        if name(one) == "authors":
            people = [{"text": text(who), "@pid": who.get("pid")} for who in one]
            info["authors"] = {"author": people}
        else:
            info.setdefault(name(one), []).append(text(one))
    return info


def _hit(info: dict[str, Any], document: Document, rank: int) -> Paper | Rejected:
    """Return a hit of a search as a paper; a list of values, such as of venues, may be one text."""
    place = f"entry {rank}"
    stated = {key: [text for one in sequence(info[key]) if (text := string(one))] for key in info}
    given = {key: next(iter(values), None) for key, values in stated.items()}
    if not given.get("title"):
        reason = "an author or a venue, not a publication; search in /search/publ/api"
        return rejected(document, place, reason, preview(info))
    people = [
        (string(mapping(one).get("text") or one) or "", string(mapping(one).get("@pid")) or "")
        for one in sequence(mapping(info.get("authors")).get("author"))
    ]
    authors = tuple(one for who, pid in people if (one := _person(plain(who) or "", pid)))
    links = [f"https://doi.org/{given.get('doi') or ''}", *stated.get("ee", [])]
    made = seen(document, FORMAT, rank, place)
    return Paper(
        title=title_of(plain(given["title"]) or "") or None,
        published=iso_date([given.get("year")]),
        authors=authors,
        author_count=len(authors) or None,
        venue=venue(plain(given.get("venue"))),
        arxiv_id=first_of(ids.arxiv, links),
        doi=first_of(ids.doi, links),
        acl_id=first_of(ids.acl, links),
        url=next((one for one in stated.get("ee", []) if one.startswith("http")), None),
        type=_SEARCHED.get(given.get("type") or ""),
        withdrawn=made["observed"] if given.get("type") == "Withdrawn Items" else None,
        **made,
    )


def _paper(element: etree._Element, document: Document, rank: int) -> Paper | Rejected:
    """Return a publication as a paper."""
    place = f"entry {rank}"
    title = first(element, "title")
    kind = name(element)
    people = children(element, "author") or (
        children(element, "editor") if kind in {"proceedings", "book"} else []
    )
    authors = tuple(one for person in people if (one := _author(person)))
    links = [text(one) for one in children(element, "ee")]
    informal = "informal" in (element.get("publtype") or "")
    withdrawn = "withdrawn" in (element.get("publtype") or "")
    changed = element.get("mdate") or ""
    day = changed if len(changed) == 10 and iso_date(changed.split("-")) == changed else None
    found = Paper(
        title=title_of(title) or None,
        published=iso_date([first(element, "year")]),
        authors=authors,
        author_count=len(authors) or None,
        venue=venue(first(element, "journal", "booktitle")),
        arxiv_id=first_of(ids.arxiv, links),
        doi=first_of(ids.doi, links),
        acl_id=first_of(ids.acl, links),
        url=next((one for one in links if one.startswith("http")), None),
        type="preprint" if informal and kind == "article" else _KINDS[kind],
        withdrawn=day if withdrawn else None,
        **seen(document, FORMAT, rank, place, None if document.captured else day),
    )
    return checked(found, document, place, lambda: element.get("key") or "")


def title_of(text: str) -> str:
    """Return a title without the full stop that DBLP appends."""
    return text[:-1] if text.endswith(".") and not text.endswith("..") else text


def identified_name(text: str) -> tuple[str, str]:
    """Return a name without the number that tells namesakes apart, and with it as identifier."""
    return _HOMONYM.sub("", text), f"dblp-name:{text}"


def _author(element: etree._Element) -> Author | None:
    """Return a person; the number that tells namesakes apart is an identifier, not a name."""
    return _person(text(element), element.get("pid") or "", element.get("orcid"))


def _person(stated: str, pid: str, orcid: str | None = None) -> Author | None:
    full, known = identified_name(stated)
    if not full:
        return None
    keys = tuple(normalized((f"dblp:{pid}", known)))
    return Author(name=full, orcid=ids.orcid(orcid), identifiers=keys)
