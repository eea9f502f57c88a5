"""The metadata snapshot of arXiv, JSON Lines: ``arxiv-metadata-oai-snapshot.json``.

https://info.arxiv.org/help/bulk_data.html
"""

import re
from collections.abc import Iterator
from typing import Any

from citegraph.graph.identity.ids import arxiv, doi
from citegraph.graph.records import Author, Organization, Paper, Rejected, Repository, Topic, Venue
from citegraph.loaders.documents.document import Document
from citegraph.loaders.repositories import read as addresses_in
from citegraph.loaders.sources.dates import day_of
from citegraph.loaders.sources.fields import (
    fold,
    has_paper,
    mapping,
    preview,
    seen,
    sequence,
    short,
    unidentified,
)

__all__ = ["WITHDRAWN", "paper", "read", "recognizes"]

FORMAT = "arxiv-snapshot"
_VOCABULARY = "arxiv"
_KEYS = frozenset({"id", "title", "categories", "versions", "authors_parsed"})
WITHDRAWN = re.compile(r"\bwithdrawn\b", re.IGNORECASE)


def recognizes(document: Document) -> float:
    """Certain for an object with the keys of the snapshot."""
    entry = document.first_entry()
    return 1.0 if isinstance(entry, dict) and entry.keys() >= _KEYS else 0.0


def read(document: Document) -> Iterator[Paper | Rejected]:
    """Yield each entry as a paper, streamed."""
    for rank, (place, item) in enumerate(document.entries(), 1):
        yield item if isinstance(item, Rejected) else paper(mapping(item), document, place, rank)


def paper(
    item: dict[str, Any], document: Document, place: str, rank: int, format: str = FORMAT
) -> Paper | Rejected:
    """Return an entry as a paper, also of other formats with the fields of the snapshot."""
    title, arxiv_id = _text(item, "title"), arxiv(_text(item, "id"))
    comment = _text(item, "comments")
    days = [
        day
        for version in sequence(item.get("versions"))
        if (day := day_of(_text(mapping(version), "created")))
    ]
    updated = day_of(_text(item, "update_date")) or (days[-1] if days else None)
    repositories, pages = addresses_in(None, comment)
    authors = tuple(one for part in sequence(item.get("authors_parsed")) if (one := _author(part)))
    authors = authors or _listed(_text(item, "authors"))
    dois = dict.fromkeys(found for one in _text(item, "doi").split() if (found := doi(one)))
    journal = re.split(r"[\d(,;]|:(?! [^\W\d])", _text(item, "journal-ref"), maxsplit=1)[0].strip()
    record = Paper(
        title=title or None,
        abstract=_text(item, "abstract") or None,
        published=days[0].isoformat() if days else None,
        authors=authors,
        author_count=len(authors) or None,
        topics=tuple(
            Topic(name=category, kind="field", vocabulary=_VOCABULARY, source=_VOCABULARY)
            for category in dict.fromkeys(_text(item, "categories").split())
        ),
        repositories=tuple(Repository(url=one.url, linked_by="comment") for one in repositories),
        project_pages=tuple(pages),
        venue=Venue(name=journal) if journal else None,
        arxiv_id=arxiv_id,
        doi=next(iter(dois), None),
        also_known_as=tuple(f"doi:{one} (arxiv)" for one in list(dois)[1:]),
        withdrawn=updated.isoformat() if updated and WITHDRAWN.search(comment) else None,
        **seen(document, format, rank, place),
    )
    return (
        record
        if has_paper(record)
        else unidentified(f"{document.name}{short(place)}", preview(item))
    )


def _text(item: dict[str, Any], key: str) -> str:
    value = item.get(key)
    return fold(value) if isinstance(value, str) else ""


def _author(part: Any) -> Author | None:
    """Return an author from family name, given names, suffix and affiliations."""
    parts = [fold(one) if isinstance(one, str) else "" for one in sequence(part)]
    family, given, suffix = (*parts[:3], "", "", "")[:3]
    name = " ".join(one for one in (given, family, suffix) if one)
    organizations = tuple(Organization(name=one) for one in parts[3:] if one)
    return Author(name=name, organizations=organizations) if name else None


def _listed(text: str) -> tuple[Author, ...]:
    """Return the authors of ``"Ada Example (Lab), Bo Example and Cy Example"``, without labs."""
    while (shorter := re.sub(r"\([^()]*\)", " ", text)) != text:
        text = shorter
    names = (fold(name) for name in re.split(r",\s*and\s+|\s+and\s+|[,;]", text))
    return tuple(Author(name=name) for name in names if name)
