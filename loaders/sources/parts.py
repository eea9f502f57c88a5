"""Parts of a record that most formats state: topics, organizations, venue, identifiers."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

import msgspec

from citegraph.graph.records import Organization, Paper, Reference, Rejected, Topic, Venue
from citegraph.graph.writing.values import has_paper
from citegraph.loaders.documents.document import Document
from citegraph.loaders.sources.fields import issn, short

SCOPUS_ID = re.compile(r"[?&]eid=(2-s2\.0-\d+)")  # in an address of Scopus
S = TypeVar("S")
_DOI_ASKED = re.compile(
    r"[?&](?:doi|id|rft_id)=(?:doi:|info:doi/)?(10\.\d{4,9}(?:/|%2f)[^&]+)", re.IGNORECASE
)
T = TypeVar("T")


def papers(
    document: Document,
    entries: Iterable[tuple[str, T | Rejected]],
    paper: Callable[[T, Document, str, int], Iterable[Paper | Rejected]],
    nothing: str,
) -> Iterator[Paper | Rejected]:
    """Yield the papers of a document, entry by entry.

    Args:
        document: the document.
        entries: each with its place, ``line 7`` or ``entry 7``, which is added to a rejected one.
        paper: yields what an entry contains; its arguments are the entry, the document, the place,
            and the number of the entry from 1.
        nothing: why a document without entries is rejected; a note if it is JSON, such as the
            reply to a search.
    """
    rank = 0
    damaged = False
    for place, entry in entries:
        if isinstance(entry, Rejected):
            damaged = True
            where = entry.where or f"{document.name}{short(place)}"
            yield msgspec.structs.replace(entry, where=where)
        else:
            rank += 1
            yield from paper(entry, document, place, rank)
    if rank or damaged:
        return
    if document.json_like:
        document.notes.append(nothing)
    else:
        yield Rejected(reason=nothing, where=document.name)


def checked(
    found: Paper, document: Document, place: str, raw: Callable[[], Any]
) -> Paper | Rejected:
    """Return a paper with a title or an identifier; reject any other, with what ``raw`` returns."""
    if has_paper(found):
        return found
    return rejected(document, place, "no title and no identifier", raw())


def rejected(document: Document, place: str, reason: str, raw: Any = None) -> Rejected:
    """Return the rejection of the entry at a place: ``line 7`` or ``entry 7``."""
    return Rejected(reason=reason, where=f"{document.name}{short(place)}", raw=raw)


def beginning(fields: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str]]:
    """Return the first fields of a tagged entry, for a rejected one."""
    return {tag: values[:3] for tag, values in list(fields.items())[:8]}


def first_of(read: Callable[[S], T | None], values: Iterable[S]) -> T | None:
    """Return what is read from the first value that has it, as in ``first_of(ids.doi, links)``."""
    return next(filter(None, map(read, values)), None)


def organizations(names: Iterable[str | None]) -> tuple[Organization, ...]:
    """Return organizations by name, each once and without empty ones."""
    return tuple(Organization(name=name) for name in dict.fromkeys(names) if name)


def doi_asked(address: str) -> str | None:
    """Return the DOI in the query of an address of Scopus, or of a link resolver (OpenURL)."""
    found = _DOI_ASKED.search(address)
    return found[1] if found else None


def reference(
    title: str | None = None,
    year: object = None,
    doi: str | None = None,
    arxiv_id: str | None = None,
    openalex_id: str | None = None,
    s2_id: str | None = None,
    **others: str | None,
) -> Reference | None:
    """Return a cited paper; ``None`` without an identifier and a title.

    The year is a number, or a text that begins with it. Of identifiers of other schemes, such as
    ``pmid="7"``, the first is kept.
    """
    id = next((f"{scheme}:{value}" for scheme, value in others.items() if value), None)
    if not any((id, title, doi, arxiv_id, openalex_id, s2_id)):
        return None
    found = re.match(r"[12]\d{3}", str(year or ""))
    return Reference(
        id=id,
        title=title or None,
        arxiv_id=arxiv_id,
        doi=doi,
        openalex_id=openalex_id,
        s2_id=s2_id,
        year=int(found[0]) if found else None,
    )


def retracted(
    notice: Paper, retraction: str, on: str | None, doi: str | None, pmid: str | None = None
) -> Paper:
    """Return the paper that a retraction notice names, marked as retracted."""
    return Paper(
        doi=doi,
        pmid=pmid,
        retracted=True,
        retracted_on=on,
        retraction=retraction,
        sources=notice.sources,
        observed=notice.observed,
        origin=notice.origin,
    )


def topics(
    names: Iterable[str | None],
    kind: str = "keyword",
    source: str = "author",
    vocabulary: str | None = None,
) -> tuple[Topic, ...]:
    """Return topics by name, each once and without empty ones; by default the author's keywords."""
    return tuple(
        Topic(name=name, kind=kind, vocabulary=vocabulary, source=source)
        for name in dict.fromkeys(names)
        if name
    )


def venue(name: str | None, issns: Iterable[Any] = ()) -> Venue | None:
    """Return a venue with the first ISSN; ``None`` without a name."""
    return Venue(name=name, issn=issn(issns)) if name else None
