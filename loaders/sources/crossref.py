"""Crossref works, as its API returns them: one work, or a page of a list.

https://api.crossref.org/swagger-ui/index.html and
https://www.crossref.org/documentation/schema-library/markup-guide-metadata-segments/
"""

import re
from collections.abc import Iterator
from functools import partial
from typing import Any

import msgspec

from citegraph.graph.errors import SourceError
from citegraph.graph.identity import ids
from citegraph.graph.records import Author, Organization, Paper, Reference, Rejected, Topic
from citegraph.loaders.documents.document import Document
from citegraph.loaders.sources import cited_text
from citegraph.loaders.sources.dates import fullest, iso_date, partial_date
from citegraph.loaders.sources.fields import (
    count,
    language,
    mapping,
    plain,
    preview,
    seen,
    sequence,
    string,
    words,
)
from citegraph.loaders.sources.parts import checked, first_of, reference, rejected, retracted, venue

FORMAT = "crossref"
_OWN_KEYS = words(
    "reference-count is-referenced-by-count references-count content-domain member prefix deposited"
    " indexed container-title published-print published-online"
)
_LISTS = ("items", "message/items")
_MESSAGE = re.compile(r'"message-type"\s*:\s*"([a-z-]+?)(?:-list)?"')
_TOTAL = re.compile(r'"total-results"\s*:\s*(\d{1,15})')
_REINSTATED = "reinstatement"
_DATES = ("published", "issued", "published-print", "published-online", "posted")
_KINDS = {
    "article-journal": "journal-article",
    "paper-conference": "proceedings-article",
    "posted-content": "preprint",
}


def _own_keys(entry: Any) -> int:
    """Count the keys that only a Crossref work has."""
    return len(_OWN_KEYS & entry.keys()) if isinstance(entry, dict) else 0


def recognizes(document: Document) -> float:
    """Certain for an envelope with a message type, likely for works by their keys."""
    entry = document.first_entry(*_LISTS)
    if document.json_like and '"message-type"' in document.head:
        return 1.0
    if not isinstance(entry, dict):
        return 0.0
    work = mapping(entry.get("message")) or entry
    return min(1.0, _own_keys(work) / 4) if _own_keys(work) > 2 and "DOI" in work else 0.0


def read(document: Document) -> Iterator[Paper | Rejected]:
    """Yield each work as a paper; a notice of retraction also marks the paper that it retracts.

    Raises:
        SourceError: the reply is an error.
    """
    rank = 0
    stated = _MESSAGE.search(document.head)
    kind = stated[1] if stated else "work"
    damaged = False
    for place, entry in document.entries(*_LISTS):
        if isinstance(entry, Rejected):
            damaged = True
            yield entry
            continue
        envelope = mapping(entry).get("message", entry)
        if kind.endswith("-failure"):
            errors = [one.get("message") for one in map(mapping, sequence(envelope))]
            reason = next(filter(None, map(string, errors)), kind)[:300]
            raise SourceError(f"{document.name}: the service replied with an error: {reason}")
        page = mapping(envelope)
        works = sequence(page["items"]) if "items" in page else [envelope]
        for number, work in enumerate(works, 1):
            rank += 1
            here = f"{place}, result {number}" if "items" in page else place
            found = paper(mapping(work), document, FORMAT, here, rank)
            is_journal = "breakdowns" in mapping(work) and "DOI" not in work
            other = kind if kind != "work" else "journal" if is_journal else None
            if other:
                yield rejected(document, here, f"a {other}, not a work", preview(work))
                continue
            one = checked(found, document, here, partial(preview, work))
            yield one
            if isinstance(one, Paper):
                yield from _retracted_by(work, one)
    total = _TOTAL.search(document.head) if kind == "work" else None
    if total and int(total[1]) > rank > 0 and not document.is_page:
        document.notes.append(
            f"the reply has {rank} of {total[1]} works; load the other pages for the rest"
        )
    elif not rank and not damaged:
        document.notes.append("the reply has no works")


def paper(work: dict[str, Any], document: Document, format: str, place: str, rank: int) -> Paper:
    """Return a work as a paper; also reads CSL-JSON, which has the same fields."""
    title, subtitle = _first(work.get("title")), _first(work.get("subtitle"))
    title = title or _first(work.get("original-title")) or _first(work.get("short-title"))
    if title and subtitle and subtitle.casefold() not in title.casefold():
        title = f"{title}: {subtitle}"
    raw_doi = string(work.get("DOI"))
    urls = [
        string(work.get("URL")),
        string(mapping(mapping(work.get("resource")).get("primary")).get("URL")),
    ]
    related = [
        string(one.get("id"))
        for key in ("is-preprint-of", "has-preprint")
        for one in map(mapping, sequence(mapping(work.get("relation")).get(key)))
    ]
    arxiv_id = first_of(ids.arxiv, (raw_doi, *urls, *related))
    authors = [author for one in sequence(work.get("author")) if (author := _author(mapping(one)))]
    notices = _updates(work, "updated-by")
    state = _state(notices)
    days = [
        day for one in notices if _kind(one) != _REINSTATED and (day := _date(one.get("updated")))
    ]
    cited = [_reference(mapping(one)) for one in sequence(work.get("reference"))]
    kind = string(work.get("type"))
    if kind == "posted-content" and (subtype := string(work.get("subtype"))):
        kind = subtype
    servers = [mapping(one).get("name") for one in sequence(work.get("institution"))]
    container = plain(
        _first(work.get("container-title"))
        or string(work.get("event-title"))
        or string(mapping(work.get("event")).get("name"))
        or string(work.get("event"))
        or (_first(servers) if kind in {"posted-content", "preprint"} else None)
    )
    updated = string(mapping(work.get("indexed")).get("date-time")) or ""
    indexed = re.match(r"\d{4}-\d{2}-\d{2}", updated)
    abstract = string(work.get("abstract"))
    return Paper(
        title=plain(title),
        raw_title=title if plain(title) != title else None,
        abstract=plain(abstract),
        raw_abstract=abstract if plain(abstract) != abstract else None,
        published=_published(work),
        authors=tuple(authors),
        author_count=len(authors) or None,
        topics=tuple(
            Topic(name=name, kind="keyword", source=format)
            for value in sequence(work.get("subject") or work.get("keyword"))
            for part in re.split("[,;]", string(value) or "")
            if (name := part.strip())
        ),
        references=tuple(dict.fromkeys(one for one in cited if one)),
        text_references=cited.count(None) or None,
        venue=venue(container, sequence(work.get("ISSN"))),
        arxiv_id=arxiv_id,
        doi=ids.doi(raw_doi),
        pmid=ids.pmid(string(work.get("PMID"))),
        pmcid=ids.pmcid(string(work.get("PMCID"))),
        url=next((url for url in urls if url and url.startswith("http")), None),
        cited_by_count=count(work.get("is-referenced-by-count")),
        language=language(string(work.get("language"))),
        type=_KINDS.get(kind or "", kind),
        retracted=state,
        retracted_on=min(days, default=None) if state else None,
        retraction=tuple(
            sorted({_notice(one, ids.doi(string(one.get("DOI")))) for one in notices})
        ),
        **seen(document, format, rank, place, indexed[0] if indexed else None),
    )


def _author(given: dict[str, Any]) -> Author | None:
    parts = [
        string(given.get(key))
        for key in ("given", "dropping-particle", "non-dropping-particle", "family", "suffix")
    ]
    name = " ".join(part for part in parts if part)
    name = name or string(given.get("literal")) or string(given.get("name")) or ""
    if not name:
        return None
    return Author(
        name=plain(name) or name,
        orcid=ids.orcid(string(given.get("ORCID"))),
        organizations=tuple(
            Organization(name=organization, ror=_ror(mapping(one)))
            for one in sequence(given.get("affiliation"))
            if (organization := plain(string(mapping(one).get("name"))))
        ),
    )


def _ror(affiliation: dict[str, Any]) -> str | None:
    """Return the ROR among the identifiers of an affiliation."""
    numbers = map(mapping, sequence(affiliation.get("id")))
    return next((string(one.get("id")) for one in numbers if one.get("id-type") == "ROR"), None)


def _reference(given: dict[str, Any]) -> Reference | None:
    """Return a cited work by DOI, arXiv ID or title; free text alone identifies nothing."""
    text = string(given.get("unstructured")) or ""
    doi = ids.doi(string(given.get("DOI"))) or cited_text.doi(text)
    arxiv_id = ids.arxiv(string(given.get("DOI"))) or cited_text.arxiv(text)
    title = plain(string(given.get("article-title")) or string(given.get("volume-title")))
    return reference(title, string(given.get("year")), doi, arxiv_id)


def _retracted_by(work: dict[str, Any], notice: Paper) -> Iterator[Paper]:
    """Yield the papers that this work, a notice, retracts or reinstates."""
    for one in _updates(work, "update-to"):
        day, doi = _date(one.get("updated")), ids.doi(string(one.get("DOI")))
        found = retracted(notice, _notice(one, notice.doi), day, doi)
        if not _state([one]):
            found = msgspec.structs.replace(found, retracted=False, retracted_on=None)
        yield found


def _state(notices: list[dict[str, Any]]) -> bool | None:
    """Return the state that the latest notice leaves; a reinstatement withdraws a retraction."""
    if not notices:
        return None
    order = [(_date(one.get("updated")) or "", _kind(one) == _REINSTATED) for one in notices]
    return not max(order)[1]


def _notice(update: dict[str, Any], doi: str | None) -> str:
    """Describe a retraction: its type, the notice, and who states it."""
    kind = string(update.get("label")) or string(update.get("type")) or "retraction"
    source = string(update.get("source")) or "publisher"
    return f"{kind}, doi:{doi} ({source})" if doi else f"{kind} ({source})"


def _kind(update: dict[str, Any]) -> str:
    return (string(update.get("type")) or "").lower()


def _updates(work: dict[str, Any], key: str) -> list[dict[str, Any]]:
    """Return the notices under ``updated-by``, or those under ``update-to`` with a DOI."""
    return [
        one
        for one in map(mapping, sequence(work.get(key)))
        if _kind(one) in {"retraction", "removal", "withdrawal", _REINSTATED}
        and (key == "updated-by" or ids.doi(string(one.get("DOI"))))
    ]


def _published(work: dict[str, Any]) -> str | None:
    """Return the fullest date of the year that ``published`` or, without it, ``issued`` states."""
    found = [date for key in _DATES if (date := _date(work.get(key)))]
    return fullest(found)


def _date(value: Any) -> str | None:
    """Return a date of CSL; also as text, by year and month, or the first of several."""
    first = next(iter(sequence(value)), None)
    given = mapping(first)
    if parts := sequence(given.get("date-parts") or given.get("date_parts")):
        return iso_date(parts[0] if isinstance(parts[0], list) else parts)
    return partial_date(
        string(given.get("raw")) or string(given.get("literal")) or string(first)
    ) or iso_date([given.get(key) for key in ("year", "month", "day")])


def _first(value: Any) -> str | None:
    return first_of(string, sequence(value))
