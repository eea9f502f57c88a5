"""DBLP's XML: the dump, a part of it, and records of its site.

https://dblp.org/xml/docu/dblpxml.pdf
"""

import re
from collections.abc import Iterator

from lxml import etree

from citegraph.graph.counted import counted
from citegraph.graph.identity import ids
from citegraph.graph.identity.author_ids import normalized
from citegraph.graph.records import Author, Paper, Rejected
from citegraph.loaders.documents.document import Document
from citegraph.loaders.documents.xml_stream import children, elements, name, root
from citegraph.loaders.sources.dates import iso_date
from citegraph.loaders.sources.fields import by_name, seen
from citegraph.loaders.sources.parts import checked, first_of, venue
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
_HOMONYM = re.compile(r"\s+\d{4}$")  # "Wei Wang 0001"


def recognizes(document: Document) -> float:
    """Certain for the root of the dump or of the page of a person."""
    return 1.0 if root(document).lower() in ("dblp", "dblpperson") else 0.0


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
    full, known = identified_name(text(element))
    if not full:
        return None
    stated = (f"dblp:{element.get('pid') or ''}", known)
    return Author(
        name=full, orcid=ids.orcid(element.get("orcid")), identifiers=tuple(normalized(stated))
    )
