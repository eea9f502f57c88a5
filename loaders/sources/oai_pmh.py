"""Replies of OAI-PMH, the protocol by which arXiv and other repositories are harvested.

Read are ListRecords and GetRecord, in the metadata formats of arXiv (``arXiv``, ``arXivRaw``,
``arXivOld``) and in Dublin Core (``oai_dc``), which every repository offers.
https://www.openarchives.org/OAI/openarchivesprotocol.html, https://info.arxiv.org/help/oa/
"""

import re
from collections.abc import Iterator
from typing import Any

import msgspec
from lxml import etree

from citegraph.graph.counted import counted
from citegraph.graph.errors import SourceError
from citegraph.graph.identity import ids
from citegraph.graph.records import Author, Paper, Rejected, Repository, Venue
from citegraph.loaders.documents.document import Document
from citegraph.loaders.documents.xml_stream import children, elements, name, root
from citegraph.loaders.repositories import read as addresses_in
from citegraph.loaders.sources import arxiv_snapshot
from citegraph.loaders.sources.dates import day_of, partial_date
from citegraph.loaders.sources.fields import language, plain, reading_order, seen
from citegraph.loaders.sources.parts import (
    checked,
    first_of,
    organizations,
    rejected,
    topics,
    venue,
)
from citegraph.loaders.sources.xml_fields import first, text

FORMAT = "oai-pmh"
_BEFORE = r"(?:\s|<\?[^<>]*\?>|<!--[^<>]*-->)*"
_SAVED = re.compile(  # as harvesters save records, one or many
    rf"{_BEFORE}(?:<(?:\w+:)?(?:ListRecords|records?)\b[^<>]*>\s*)+<(?:\w+:)?header\b",
    re.IGNORECASE,
)
_ARXIV = frozenset({"arXiv", "arXivRaw", "arXivOld"})
_LIFE = re.compile(r",\s*(?:b\.\s*)?\d{4}\s*[-\u2013]\s*(?:\d{4})?$")  # years of birth and death
_NOTHING = "noRecordsMatch"
_OTHER_VERBS = frozenset({"Identify", "ListIdentifiers", "ListMetadataFormats", "ListSets"})


def recognizes(document: Document) -> float:
    """Certain for the root of a reply, likely for records of replies."""
    if root(document) == "OAI-PMH":
        return 1.0
    return 0.9 if _SAVED.match(document.head) else 0.0


def read(document: Document) -> Iterator[Paper | Rejected]:
    """Yield each record as a paper, streamed; deleted records are counted in a note.

    Raises:
        SourceError: the reply is an error, or to a request for something else than records.
    """
    rank = deleted = 0
    following = damaged = False
    wanted = ("record", "Record", "error", "resumptionToken", *_OTHER_VERBS)
    for element in elements(document, *wanted):
        if isinstance(element, Rejected):
            damaged = True
            yield element
        elif name(element) in _OTHER_VERBS:
            raise SourceError(
                f"{document.name}: a reply to {name(element)} has no papers; request ListRecords"
            )
        elif name(element) == "error":
            damaged = True
            yield from _error(element, document)
        elif name(element) == "resumptionToken":
            following = bool(text(element))
        elif header := children(element, "header"):
            rank += 1
            if header[0].get("status") == "deleted":
                deleted += 1
            else:
                yield _record(element, header[0], document, rank)
    if deleted:
        document.notes.append(f"skipped {counted(deleted, 'record')} marked as deleted")
    if following and not document.is_page:
        document.notes.append(
            f"the reply has {counted(rank, 'record')}; load its address for the rest"
        )
    if not rank and not damaged:
        yield Rejected(reason="no records in the reply", where=document.name)


def _error(element: etree._Element, document: Document) -> Iterator[Rejected]:
    """Note that nothing was found; reject or raise other errors."""
    code, message = element.get("code") or "", text(element)
    if code == _NOTHING:
        document.notes.append("the repository has no records that match the request")
        return
    reason = f"the repository replied with an error: {code}{message and f': {message}'}"
    if code == "badResumptionToken":
        yield Rejected(
            reason=f"{reason}; the token has expired: load again from the day of the last record "
            f"(from=YYYY-MM-DD in the address)",
            where=document.name,
        )
        return
    raise SourceError(f"{document.name}: {reason}")


def _record(
    record: etree._Element, header: etree._Element, document: Document, rank: int
) -> Paper | Rejected:
    """Return a record as a paper, by the format of its metadata."""
    place, identifier = f"entry {rank}", first(header, "identifier")
    day = day_of(first(header, "datestamp"))
    observed = day.isoformat() if day else None
    metadata = next(
        (one for part in children(record, "metadata") for one in part if name(one)), None
    )
    kind = "none" if metadata is None else name(metadata)
    if metadata is not None and kind in _ARXIV:
        item = _item(metadata)
        found = arxiv_snapshot.paper(item, document, place, rank, FORMAT, observed)
        found = _dated(found, metadata)
    elif metadata is not None and kind == "dc":
        found = _dublin_core(metadata, identifier, document, rank, observed)
    else:
        reason = (
            f"unsupported metadata format {kind}; request metadataPrefix=oai_dc, of arXiv "
            "metadataPrefix=arXivRaw"
        )
        return rejected(document, place, reason, identifier)
    return checked(found, document, place, lambda: identifier)


def _item(element: etree._Element) -> dict[str, Any]:
    """Return the metadata of arXiv in the keys of its snapshot."""
    item: dict[str, Any] = {name(one): text(one) for one in element if name(one)}
    item["versions"] = [{"created": first(one, "date")} for one in children(element, "version")]
    item["update_date"] = item.get("updated") or item.get("created")
    if not item["versions"] and item.get("created"):
        item["versions"] = [{"created": item["created"]}]
    item["authors_parsed"] = [
        [
            first(one, "keyname"),
            first(one, "forenames"),
            first(one, "suffix"),
            *map(text, children(one, "affiliation")),
        ]
        for group in children(element, "authors")
        for one in children(group, "author")
    ]
    return item


def _dated(paper: Paper, element: etree._Element) -> Paper:
    """Correct the day of publication and withdrawal.

    ``created`` of the format ``arXiv`` is the day of the newest version in replies since 2025. The
    identifier contains year and month of the first one.
    """
    published, withdrawn = paper.published, paper.withdrawn
    number = re.search(r"(\d\d)(\d\d)[.\d]", (paper.arxiv_id or "").rpartition("/")[2])
    if name(element) != "arXivRaw" and number and published:
        month = f"{'19' if number[1] > '90' else '20'}{number[1]}-{number[2]}"
        published = month if published[:7] > month else published
    versions = children(element, "version")
    if versions and "I" in first(versions[-1], "source_type"):  # no source: withdrawn
        day = day_of(first(versions[-1], "date"))
        withdrawn = day.isoformat() if day else withdrawn
    return msgspec.structs.replace(paper, published=published, withdrawn=withdrawn)


def _dublin_core(
    element: etree._Element, identifier: str, document: Document, rank: int, observed: str | None
) -> Paper:
    """Return a Dublin Core record as a paper."""
    parts: dict[str, list[str]] = {}
    languages: dict[str, str] = {}  # of texts; empty if not stated
    for one in element:
        if value := text(one):
            parts.setdefault(name(one), []).append(value)
            languages[value] = one.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    of_arxiv = identifier.lower().startswith("oai:arxiv.org:")
    addresses = parts.get("identifier", [])
    known = [*addresses, *(one for one in parts.get("relation", []) if "altIdentifier" in one)]
    title = next(iter(parts.get("title", [])), "")
    described = parts.get("description", [])
    comment = " ".join(described[1:]) if of_arxiv else ""
    if of_arxiv:
        abstract = shown = described[0] if described else None
    else:  # in the language of the title, if it is stated
        same = [one for one in described if languages[one] == languages.get(title)]
        abstract = max(same or described, key=len, default=None)
        title, shown = plain(title) or "", plain(abstract)
    dates = sorted(day for one in parts.get("date", []) if (day := partial_date(one)))
    authors = tuple(_creator(one) for one in parts.get("creator", []))
    subjects = [part.strip() for one in parts.get("subject", []) for part in one.split(";")]
    repositories, pages = addresses_in(None, comment)
    return Paper(
        title=title or None,
        abstract=shown,
        raw_abstract=abstract if abstract != shown else None,
        published=dates[0] if dates else None,
        authors=authors,
        author_count=len(authors) or None,
        topics=topics(parts.get("subject", []), "field", "arxiv", "arxiv")
        if of_arxiv
        else topics(subjects),
        repositories=tuple(Repository(url=one.url, linked_by="comment") for one in repositories),
        project_pages=tuple(pages),
        venue=_venue(parts.get("source", []), addresses if of_arxiv else []),
        arxiv_id=first_of(ids.arxiv, known)
        or (ids.arxiv(f"arxiv:{identifier[14:]}") if of_arxiv else None),
        doi=first_of(ids.doi, known),
        url=next((one for one in addresses if re.match(r"https?://\S+$", one)), None),
        language=language(next(iter(parts.get("language", [])), None)),
        type=_type(parts.get("type", [])),
        withdrawn=dates[-1] if dates and arxiv_snapshot.WITHDRAWN.search(comment) else None,
        **seen(document, FORMAT, rank, f"entry {rank}", observed),
    )


def _creator(stated: str) -> Author:
    """Return an author: of ``Ash, Ann, 1951-``, or ``Ash, Ann; University``, as OJS states it."""
    person, *places = (part.strip() for part in stated.split(";"))
    person = _LIFE.sub("", person)
    return Author(name=reading_order(person or stated), organizations=organizations(places))


def _venue(sources: list[str], addresses: list[str]) -> Venue | None:
    """Return the journal: of ``Journal; Vol. 1 (2020); 1-9``, or of arXiv's journal reference.

    A source without a semicolon is a journal if it has no digit, else a citation or an address.
    """
    named = [one.partition(";")[0].strip() for one in sources if ";" in one]
    named += [one for one in sources if not re.search(r"[\d;:/]", one)]
    named += [
        re.split(r"[\d(,;:]", one, maxsplit=1)[0].strip()
        for one in addresses
        if not re.match(r"https?:|doi:|oai:", one, re.IGNORECASE)
    ]
    return venue(next(filter(None, named), None), sources)


def _type(types: list[str]) -> str | None:
    """Return the type: the last part of ``info:eu-repo/semantics/article``, else a word."""
    return next((one.rpartition("/")[2] for one in types if one.lower() != "text"), None)
