"""Replies of the arXiv API, in Atom.

https://info.arxiv.org/help/api/user-manual.html
"""

import re
from collections.abc import Iterator
from datetime import date

from lxml import etree

from citegraph.graph.identity.ids import arxiv, doi
from citegraph.graph.records import Author, Organization, Paper, Rejected, Repository, Topic, Venue
from citegraph.loaders.documents.document import Document
from citegraph.loaders.documents.xml_stream import children, elements, name
from citegraph.loaders.repositories import read as addresses_in
from citegraph.loaders.sources.dates import day_of
from citegraph.loaders.sources.fields import fold, has_paper, listing, unidentified

__all__ = ["read", "recognizes"]

FORMAT = "arxiv"
_FEED = re.compile(r"\s*(?:<\?xml\b[^<>]*\?>\s*)?<(?:\w+:)?feed\b[^<>]*arxiv\.org/schemas/atom")
_WITHDRAWN = re.compile(r"\bwithdrawn\b", re.IGNORECASE)


def recognizes(document: Document) -> float:
    """Certain for an Atom feed that declares the names of arXiv."""
    return 1.0 if _FEED.match(document.head) else 0.0


def read(document: Document) -> Iterator[Paper | Rejected]:
    """Yield each entry as a paper, streamed."""
    day, total, rank = document.captured, "", 0
    damaged = False
    for element in elements(document, "entry", "updated", "totalResults"):
        if isinstance(element, Rejected):
            damaged = True
            yield element
        elif name(element) == "entry":
            rank += 1
            yield _paper(element, document, day, rank)
        elif name(element) == "totalResults":
            total = fold(element.text or "")
        elif rank == 0:
            day = day or _day(element)
    if rank and total.isdecimal() and int(total) > rank and not document.is_page:
        document.notes.append(
            f"the reply has {rank} of {total} papers; load the other pages for the rest"
        )
    elif not rank and total == "0":
        document.notes.append("arXiv found no papers")
    elif not rank and not damaged:
        yield Rejected(reason="no entries in the reply", where=document.name)


def _paper(
    entry: etree._Element, document: Document, day: date | None, rank: int
) -> Paper | Rejected:
    """Return an entry as a paper."""
    place = f"entry {rank}"
    title, abstract = _text(entry, "title"), _text(entry, "summary")
    address = _text(entry, "id")
    arxiv_id = arxiv(address)
    where, raw = f"{document.name}#{rank}", f"{address} {title}"[:200]
    if "arxiv.org/api/errors" in address:
        reason = f"arXiv replied with an error: {abstract}"
        return Rejected(reason=reason, where=where, raw=raw)
    comment = _text(entry, "comment")
    published, updated = _date(entry, "published"), _date(entry, "updated")
    repositories, pages = addresses_in(None, comment)
    authors = tuple(one for author in children(entry, "author") if (one := _author(author)))
    categories = (child.get("term", "").strip() for child in children(entry, "category"))
    journal = re.split(r"[\d(,;]|:(?! [^\W\d])", _text(entry, "journal_ref"), maxsplit=1)[0].strip()
    record = Paper(
        title=title or None,
        abstract=abstract or None,
        published=published,
        authors=authors,
        author_count=len(authors) or None,
        topics=tuple(
            Topic(name=category, kind="field", vocabulary=FORMAT, source=FORMAT)
            for category in dict.fromkeys(categories)
            if category
        ),
        repositories=tuple(Repository(url=one.url, linked_by="comment") for one in repositories),
        project_pages=tuple(pages),
        venue=Venue(name=journal) if journal else None,
        arxiv_id=arxiv_id,
        doi=doi(_text(entry, "doi")),
        url=address,  # with the version
        withdrawn=updated if _WITHDRAWN.search(comment) else None,
        listings=(listing(document, FORMAT, rank, place),),
        sources=(FORMAT,),
        observed=day.isoformat() if day else None,
        origin=place,
    )
    return record if has_paper(record) else unidentified(where, raw)


def _text(element: etree._Element, child: str) -> str:
    return fold(next((one.text or "" for one in children(element, child)), ""))


def _day(element: etree._Element) -> date | None:
    return day_of(element.text)


def _date(entry: etree._Element, child: str) -> str | None:
    day = day_of(_text(entry, child))
    return day.isoformat() if day else None


def _author(element: etree._Element) -> Author | None:
    affiliations = (fold(one.text or "") for one in children(element, "affiliation"))
    organizations = tuple(Organization(name=one) for one in affiliations if one)
    found = _text(element, "name")
    return Author(name=found, organizations=organizations) if found else None
