"""The metadata snapshot of arXiv, JSON Lines: ``arxiv-metadata-oai-snapshot.json``.

https://info.arxiv.org/help/bulk_data.html
"""

import re
from collections.abc import Iterator
from functools import partial
from typing import Any

from citegraph.graph.identity.ids import arxiv, doi
from citegraph.graph.records import Author, Paper, Rejected, Repository
from citegraph.loaders.documents.document import Document
from citegraph.loaders.repositories import read as addresses_in
from citegraph.loaders.sources.dates import day_of
from citegraph.loaders.sources.fields import fold, mapping, preview, seen, sequence
from citegraph.loaders.sources.parts import checked, organizations, papers, topics, venue

FORMAT = "arxiv-snapshot"
_KEYS = frozenset({"id", "title", "categories", "versions", "authors_parsed"})
WITHDRAWN = re.compile(r"\bwithdrawn\b", re.IGNORECASE)


def recognizes(document: Document) -> float:
    """Certain for an object with the keys of the snapshot."""
    entry = document.first_entry()
    return 1.0 if isinstance(entry, dict) and entry.keys() >= _KEYS else 0.0


def read(document: Document) -> Iterator[Paper | Rejected]:
    """Yield each entry as a paper, streamed."""
    yield from papers(document, document.entries(), _read, "the snapshot has no entries")


def _read(item: Any, document: Document, place: str, rank: int) -> Iterator[Paper | Rejected]:
    found = paper(mapping(item), document, place, rank)
    yield checked(found, document, place, partial(preview, item))


def paper(
    item: dict[str, Any],
    document: Document,
    place: str,
    rank: int,
    format: str = FORMAT,
    observed: str | None = None,
) -> Paper:
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
    stated = re.sub(r"^(?:19|20)\d\d (?=[^\W\d_])", "", _text(item, "journal-ref"))
    journal = re.split(r"[\d(,;]|:(?! [^\W\d])", stated, maxsplit=1)[0].strip()
    return Paper(
        title=title or None,
        abstract=_text(item, "abstract") or None,
        published=days[0].isoformat() if days else None,
        authors=authors,
        author_count=len(authors) or None,
        topics=topics(_text(item, "categories").split(), "field", "arxiv", "arxiv"),
        repositories=tuple(Repository(url=one.url, linked_by="comment") for one in repositories),
        project_pages=tuple(pages),
        venue=venue(journal),
        arxiv_id=arxiv_id,
        doi=next(iter(dois), None),
        also_known_as=tuple(f"doi:{one} (arxiv)" for one in list(dois)[1:]),
        withdrawn=updated.isoformat() if updated and WITHDRAWN.search(comment) else None,
        **seen(document, format, rank, place, observed),
    )


def _text(item: dict[str, Any], key: str) -> str:
    value = item.get(key)
    return fold(value) if isinstance(value, str) else ""


def _author(part: Any) -> Author | None:
    """Return an author from family name, given names, suffix and affiliations."""
    parts = [fold(one) if isinstance(one, str) else "" for one in sequence(part)]
    family, given, suffix = (*parts[:3], "", "", "")[:3]
    name = " ".join(one for one in (given, family, suffix) if one)
    return Author(name=name, organizations=organizations(parts[3:])) if name else None


def _listed(text: str) -> tuple[Author, ...]:
    """Return the authors of ``"Ada Example (Lab), Bo Example and Cy Example"``, without labs."""
    while (shorter := re.sub(r"\([^()]*\)", " ", text)) != text:
        text = shorter
    names = (fold(name) for name in re.split(r",\s*and\s+|\s+and\s+|[,;]", text))
    return tuple(Author(name=name) for name in names if name)
