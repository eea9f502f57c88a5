"""Items of Zotero: replies of its API, its JSON, and its CSV and RDF exports.

https://www.zotero.org/support/dev/web_api/v3/basics and https://api.zotero.org/schema
"""

import re
from collections.abc import Iterator
from functools import partial
from typing import Any

from citegraph.graph.counted import counted
from citegraph.graph.identity import ids
from citegraph.graph.identity.repository_ids import repository
from citegraph.graph.records import Author, Paper, Rejected, Repository, Topic
from citegraph.loaders.documents.document import Document
from citegraph.loaders.sources.csv_table import Table, header_of
from citegraph.loaders.sources.dates import partial_date
from citegraph.loaders.sources.fields import (
    by_name,
    fold,
    language,
    mapping,
    plain,
    preview,
    reading_order,
    seen,
    sequence,
    string,
)
from citegraph.loaders.sources.parts import checked, first_of, rejected, venue
from citegraph.loaders.sources.zotero_rdf import is_rdf, items

FORMAT = "zotero"
_NO_PAPER = frozenset({"attachment", "note", "annotation"})
_KINDS = by_name(
    {
        "article": "journalArticle,magazineArticle,newspaperArticle",
        "proceedings-article": "conferencePaper",
        "book-chapter": "bookSection",
        "dissertation": "thesis",
        "software": "computerProgram",
    }
)
_AUTHORS = frozenset({"author", "presenter", "inventor", "programmer", "artist", "director"})
_VENUES = ("publicationTitle", "proceedingsTitle", "bookTitle", "conferenceName", "meetingName")
# An identifier in the field "Extra", also several on a line, as PubMed's import writes them.
_PUBMED = re.compile(r"\b(PMID|PMCID):\s*((?:PMC)?\d{1,9})\b")
# The columns of the CSV export, and the fields of the API.
_COLUMNS = {
    "Item Type": "itemType",
    "Publication Title": "publicationTitle",
    "Conference Name": "conferenceName",
    "Abstract Note": "abstractNote",
    "Title": "title",
    "Date": "date",
    "Url": "url",
    "DOI": "DOI",
    "ISSN": "ISSN",
    "Language": "language",
    "Extra": "extra",
    "Archive Location": "archiveLocation",
    "Number": "number",
    "Key": "key",
}


def recognizes(document: Document) -> float:
    """Certain for an item with a type and creators, or for the header of the CSV export."""
    if is_rdf(document):
        return 1.0
    if not document.json_like:
        _, header = header_of(document.head, fold)
        return 1.0 if {"Key", "Item Type", "Title"} <= set(header) else 0.0
    entry = mapping(document.first_entry("items"))
    if isinstance(mapping(entry.get("data")).get("itemType"), str):
        return 1.0
    return 1.0 if isinstance(entry.get("itemType"), str) and len(entry) > 2 else 0.0


def read(document: Document) -> Iterator[Paper | Rejected]:
    """Yield each item as a paper, streamed; attachments, notes and annotations are counted."""
    rank = skipped = 0
    entries = items(document) if is_rdf(document) else _rows(document)
    for place, entry in document.entries("items") if document.json_like else entries:
        if isinstance(entry, Rejected):
            yield entry
            continue
        item = mapping(mapping(entry).get("data")) or mapping(entry)
        if item.get("itemType") in _NO_PAPER:
            skipped += 1
            continue
        rank += 1
        parsed = string(mapping(mapping(entry).get("meta")).get("parsedDate"))
        found = _paper(item, parsed, document, place, rank)
        yield checked(found, document, place, partial(preview, item))
    if skipped:
        document.notes.append(
            f"skipped {counted(skipped, 'item')}: attachments, notes or annotations"
        )
    if not rank and not skipped:
        yield Rejected(reason="no items", where=document.name)


def _rows(document: Document) -> Iterator[tuple[str, Any]]:
    """Yield each row of the CSV export as an item of the API, with its place."""
    for place, cells in Table(document, fold).records():
        if isinstance(cells, Rejected):
            yield place, rejected(document, place, cells.reason, cells.raw)
            continue
        item: dict[str, Any] = {
            field: cells.get(column, "") for column, field in _COLUMNS.items() if cells.get(column)
        }
        item["date"] = item.get("date") or cells.get("Publication Year", "")
        item["creators"] = [
            {"creatorType": "author", "name": reading_order(name)}
            for name in cells.get("Author", "").split(";")
        ]
        item["tags"] = [
            {"tag": tag, "type": kind}
            for column, kind in (("Manual Tags", 0), ("Automatic Tags", 1))
            for tag in cells.get(column, "").split(";")
        ]
        yield place, item


def _paper(
    item: dict[str, Any], parsed: str | None, document: Document, place: str, rank: int
) -> Paper:
    """Return an item as a paper."""
    keys = ("title", "caseName", "nameOfAct", "subject", "shortTitle")
    title = next((text for key in keys if (text := plain(string(item.get(key))))), None)
    extra = string(item.get("extra")) or ""
    more = dict(re.findall(r"^([A-Za-z][A-Za-z ]{1,30}):[ \t]*(\S.*)$", extra, re.MULTILINE))
    address, kind = string(item.get("url")), string(item.get("itemType")) or ""
    texts = [string(item.get(key)) for key in ("DOI", "archiveID", "archiveLocation", "number")] + [
        more.get("DOI"),
        f"arXiv:{more['arXiv']}" if "arXiv" in more else None,
        address,
    ]
    code = address if address and repository(address) else None
    journal = next((text for key in _VENUES if (text := plain(string(item.get(key))))), None)
    pubmed = dict(_PUBMED.findall(extra))
    authors = tuple(
        author
        for one in map(mapping, sequence(item.get("creators")))
        if one.get("creatorType", "author") in _AUTHORS and (author := _author(one))
    )
    return Paper(
        title=title,
        abstract=plain(string(item.get("abstractNote"))),
        published=_published(parsed, string(item.get("date"))),
        authors=authors,
        author_count=len(authors) or None,
        topics=tuple(_topics(item)),
        repositories=(Repository(url=code, linked_by=FORMAT),) if code else (),
        venue=venue(journal, [item.get("ISSN", "")]),
        arxiv_id=first_of(ids.arxiv, texts),
        doi=first_of(ids.doi, texts),
        pmid=first_of(ids.pmid, [pubmed.get("PMID")]),
        pmcid=first_of(ids.pmcid, [pubmed.get("PMCID")]),
        url=address if address and not code and address.startswith("http") else None,
        language=language(string(item.get("language"))),
        type=_KINDS.get(kind, kind.lower()) or None,
        **seen(document, FORMAT, rank, place),
    )


def _author(given: dict[str, Any]) -> Author | None:
    parts = [string(given.get(key)) for key in ("firstName", "lastName")]
    name = fold(" ".join(part for part in parts if part) or string(given.get("name")) or "")
    return Author(name=name) if name.strip(" .,") else None


def _topics(item: dict[str, Any]) -> Iterator[Topic]:
    """Yield tags: automatic ones are keywords of the authors, others are those of the user."""
    for one in sequence(item.get("tags")):
        given = mapping(one)
        if name := fold(string(given.get("tag")) or string(one) or ""):
            source = "author" if given.get("type") == 1 else FORMAT
            yield Topic(name=name, kind="keyword", source=source)


def _published(parsed: str | None, written: str | None) -> str | None:
    found = partial_date(parsed) or partial_date(written)
    year = re.search(r"\b[12]\d{3}\b", written or "")
    return found or (year[0] if year else None)
