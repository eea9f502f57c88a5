"""Replies of the arXiv API, in Atom.

https://info.arxiv.org/help/api/user-manual.html
"""

import re
from collections.abc import Iterator
from datetime import date

import msgspec
from lxml import etree

from citegraph.graph.records import Paper, Rejected
from citegraph.loaders.documents.document import Document
from citegraph.loaders.documents.xml_stream import children, elements, name
from citegraph.loaders.sources import arxiv_snapshot
from citegraph.loaders.sources.dates import day_of
from citegraph.loaders.sources.fields import fold
from citegraph.loaders.sources.parts import checked, rejected, topics

FORMAT = "arxiv"
# Before 2025 the names of arXiv were declared in each entry; the ID of the feed was the same.
_FEED = re.compile(
    r"\s*(?:<\?xml\b[^<>]*\?>\s*)?<(?:\w+:)?feed\b"
    r"(?:[^<>]*arxiv\.org/schemas/atom|(?:(?!<entry\b).)*<id>\s*https?://(?:export\.)?arxiv\.org/api/)",
    re.DOTALL,
)


def recognizes(document: Document) -> float:
    """Certain for an Atom feed that declares the names of arXiv, or is of its API."""
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
            day = day or day_of(element.text)
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
    place, address, title = f"entry {rank}", _text(entry, "id"), _text(entry, "title")
    raw = f"{address} {title}"[:200]
    if "arxiv.org/api/errors" in address:
        reason = f"arXiv replied with an error: {_text(entry, 'summary')}"
        return rejected(document, place, reason, raw)
    item = {
        "title": title,
        "abstract": _text(entry, "summary"),
        "id": address,
        "doi": _text(entry, "doi"),
        "comments": _text(entry, "comment"),
        "journal-ref": _text(entry, "journal_ref"),
        "versions": [{"created": _text(entry, "published")}],
        "update_date": _text(entry, "updated"),
        "authors_parsed": [_author(author) for author in children(entry, "author")],
    }
    categories = (one.get("term", "").strip() for one in children(entry, "category"))
    observed = day.isoformat() if day else None
    found = msgspec.structs.replace(
        arxiv_snapshot.paper(item, document, place, rank, FORMAT, observed),
        topics=topics(categories, "field", FORMAT, FORMAT),
        url=address,  # with the version
    )
    return checked(found, document, place, lambda: raw)


def _text(element: etree._Element, child: str) -> str:
    return fold(next((one.text or "" for one in children(element, child)), ""))


def _author(element: etree._Element) -> list[str]:
    """Return an author as the snapshot has it: name, given names, suffix, and affiliations."""
    places = (one.text or "" for one in children(element, "affiliation"))
    return [_text(element, "name"), "", "", *places]
