"""DBLP's XML: the dump, a part of it, and records of its site.

https://dblp.org/xml/docu/dblpxml.pdf
"""

import re
from collections.abc import Iterator

from lxml import etree

from citegraph.graph.counted import counted
from citegraph.graph.identity import ids
from citegraph.graph.identity.author_ids import normalized
from citegraph.graph.records import Author, Paper, Rejected, Venue
from citegraph.loaders.documents.document import Document
from citegraph.loaders.documents.xml_stream import children, elements, name
from citegraph.loaders.sources.dates import iso_date
from citegraph.loaders.sources.fields import has_paper, listing, unidentified
from citegraph.loaders.sources.xml_fields import first, text

__all__ = ["identified_name", "read", "recognizes", "title_of"]

FORMAT = "dblp"
_ROOT = re.compile(
    r"(?:\s|<\?xml\b[^<>]*\?>|<!DOCTYPE\b[^<>\[]*>)*<(?:dblp|dblpperson)\b", re.IGNORECASE
)
_KINDS = {
    "article": "article",
    "inproceedings": "proceedings-article",
    "proceedings": "proceedings",
    "book": "book",
    "incollection": "book-chapter",
    "phdthesis": "dissertation",
    "mastersthesis": "dissertation",
    "data": "dataset",
}
_HOMONYM = re.compile(r"\s+\d{4}$")  # "Wei Wang 0001"


def recognizes(document: Document) -> float:
    """Certain for the root of the dump or of the page of a person."""
    return 1.0 if _ROOT.match(document.head) else 0.0


def read(document: Document) -> Iterator[Paper | Rejected]:
    """Yield each publication as a paper, streamed; records of persons are counted in a note."""
    rank = persons = 0
    damaged = False
    for element in elements(document, *_KINDS, "www"):
        if isinstance(element, Rejected):
            damaged = True
            yield element
        elif name(element) == "www":
            persons += 1
        else:
            rank += 1
            yield _paper(element, document, rank)
    if persons:
        document.notes.append(f"skipped {counted(persons, 'record')} of persons (www)")
    if not rank and not persons and not damaged:
        yield Rejected(reason="no publication", where=document.name)


def _paper(element: etree._Element, document: Document, rank: int) -> Paper | Rejected:
    """Return a publication as a paper."""
    place, key = f"entry {rank}", element.get("key") or ""
    title = first(element, "title")
    kind = name(element)
    people = children(element, "author") or (
        children(element, "editor") if kind in {"proceedings", "book"} else []
    )
    authors = tuple(one for person in people if (one := _author(person)))
    links = [text(one) for one in children(element, "ee")]
    venue = first(element, "journal", "booktitle")
    informal = "informal" in (element.get("publtype") or "")
    withdrawn = "withdrawn" in (element.get("publtype") or "")
    changed = element.get("mdate") or ""
    day = changed if re.fullmatch(r"\d{4}-\d\d-\d\d", changed) else None
    day = day if day and iso_date(day.split("-")) == day else None
    found = Paper(
        title=title_of(title) or None,
        published=iso_date([first(element, "year")]),
        authors=authors,
        author_count=len(authors) or None,
        venue=Venue(name=venue) if venue else None,
        arxiv_id=next((found for one in links if (found := ids.arxiv(one))), None),
        doi=next((found for one in links if (found := ids.doi(one))), None),
        acl_id=next((found for one in links if (found := ids.acl(one))), None),
        url=next((one for one in links if one.startswith("http")), None),
        type="preprint" if informal and kind == "article" else _KINDS[kind],
        withdrawn=day if withdrawn else None,
        listings=(listing(document, FORMAT, rank, place),),
        sources=(FORMAT,),
        observed=document.captured.isoformat() if document.captured else day,
        origin=place,
    )
    return found if has_paper(found) else unidentified(f"{document.name}#{rank}", key)


def title_of(text: str) -> str:
    """Return a title without the full stop that DBLP appends."""
    return text[:-1] if text.endswith(".") and not text.endswith("..") else text


def identified_name(text: str) -> tuple[str, str]:
    """Return a name without the number that tells namesakes apart, and with it as identifier."""
    return _HOMONYM.sub("", text), f"dblp-name:{text}"


def _author(element: etree._Element) -> Author | None:
    """Return a person; the number that tells namesakes apart is an identifier, not a name."""
    full, known = identified_name(text(element))
    if not full:
        return None
    stated = (f"dblp:{element.get('pid') or ''}", known)
    return Author(
        name=full, orcid=ids.orcid(element.get("orcid")), identifiers=tuple(normalized(stated))
    )
