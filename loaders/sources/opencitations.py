"""OpenCitations: the Meta tables (publications) and the Index tables (citations).

Read are the CSV tables of the dumps, and the JSON of the APIs, which has the same columns.

https://opencitations.net/meta and https://opencitations.net/index
"""

import re
from collections.abc import Iterator
from typing import Any

from citegraph.graph.identity import ids
from citegraph.graph.records import Author, Paper, Reference, Rejected, Venue
from citegraph.loaders.documents.document import Document
from citegraph.loaders.sources.csv_table import cells_of, rows
from citegraph.loaders.sources.dates import partial_date
from citegraph.loaders.sources.fields import issn, preview, reading_order, seen, short, string

__all__ = ["read", "recognizes"]

FORMAT = "opencitations"
_META = ("id", "title", "author", "pub_date", "venue")
_INDEX = ("citing", "cited")
_TAGGED = re.compile(r"\s*\[([^\[\]]*)\]\s*$")


def recognizes(document: Document) -> float:
    """Certain for the header of a Meta or of an Index table, or for its columns as JSON keys."""
    first = document.first_entry()
    header = [key.lower() for key in first] if isinstance(first, dict) else _header(document)
    if set(_META) <= set(header) or (set(_INDEX) <= set(header) and "oci" in header):
        return 1.0
    return 0.7 if set(_INDEX) <= set(header) else 0.0


def read(document: Document) -> Iterator[Paper | Rejected]:
    """Yield the publication of each row, or its citing paper with the citation."""
    rank = 0
    for place, row in _rows(document):
        where = f"{document.name}{short(place)}"
        if isinstance(row, Rejected):
            yield Rejected(reason=row.reason, where=row.where or where, raw=row.raw)
            continue
        if not any(row.values()):
            continue
        rank += 1
        publication = "title" in row
        found = (_publication if publication else _citation)(row, document, place, rank)
        if found is None:
            reason = (
                "no title and no identifier"
                if publication
                else "a citation without the DOI or PubMed ID of both papers"
            )
            yield Rejected(reason=reason, where=where, raw=list(row.values())[:5])
        else:
            yield found
    if rank:
        return
    if document.json_like:
        document.notes.append("OpenCitations has no data about the requested identifiers")
    else:
        yield Rejected(reason="no rows in the table", where=document.name)


def _rows(document: Document) -> Iterator[tuple[str, dict[str, str] | Rejected]]:
    """Yield place and cells of each row of a table, or of each entry of JSON."""
    if document.json_like:
        for place, entry in document.entries():
            if isinstance(entry, Rejected):
                yield place, entry
            elif isinstance(entry, dict):
                yield place, {key.lower(): string(value) or "" for key, value in entry.items()}
            else:
                reason = "not an entry of OpenCitations: a JSON object is expected"
                yield place, Rejected(reason=reason, where="", raw=preview(entry))
        return
    lines = document.lines()
    header = [cell.strip().lower() for cell in cells_of(next(lines, (1, ""))[1], ",")]
    for number, row in rows(lines, ",", len(header)):
        if isinstance(row, Rejected):
            yield f"line {number}", Rejected(reason=row.reason, where="", raw=row.raw)
        else:
            cells = (cell.strip() for cell in row)
            yield f"line {number}", dict(zip(header, cells, strict=False))


def _header(document: Document) -> list[str]:
    first = document.head.lstrip().split("\n", 1)[0]
    return [cell.strip().lower() for cell in cells_of(first.rstrip("\r"), ",")]


def _identifiers(text: str) -> dict[str, str]:
    """Return the first identifier of each scheme of ``"doi:10.1/x pmid:7 omid:br/06"``."""
    found: dict[str, str] = {}
    for part in text.split():
        scheme, colon, value = part.partition(":")
        if colon and value:
            found.setdefault(scheme.lower(), value)
        elif ids.doi(part):
            found.setdefault("doi", part)
    return found


def _keys(text: str) -> dict[str, Any]:
    found = _identifiers(text)
    doi, omid = found.get("doi", ""), found.get("omid")
    return {
        "doi": ids.doi(doi),
        "arxiv_id": ids.arxiv(found.get("arxiv")) or ids.arxiv(doi),
        "openalex_id": ids.openalex(found.get("openalex")),
        "id": f"omid:{omid}" if omid else None,
        "pmid": ids.pmid(found.get("pmid")),
        "pmcid": ids.pmcid(found.get("pmcid")),
    }


def _reference(text: str) -> Reference | None:
    """Return a cited paper, which has one identifier besides DOI, arXiv ID and OpenAlex ID."""
    keys = _keys(text)
    pmid, pmcid, omid = keys.pop("pmid"), keys.pop("pmcid"), keys.pop("id")
    other = f"pmid:{pmid}" if pmid else f"pmcid:{pmcid}" if pmcid else omid
    return Reference(**keys, id=other) if other or any(keys.values()) else None


def _publication(cells: dict[str, str], document: Document, where: str, rank: int) -> Paper | None:
    keys = _keys(cells.get("id", ""))
    title = " ".join(cells.get("title", "").split())
    if not title and not any(keys.values()):
        return None
    authors = [found for one in cells.get("author", "").split(";") if (found := _author(one))]
    venue = _TAGGED.sub("", cells.get("venue", ""))
    numbers = _identifiers((_TAGGED.search(cells.get("venue", "")) or {1: ""})[1])
    return Paper(
        title=title or None,
        published=partial_date(cells.get("pub_date")),
        authors=tuple(authors),
        author_count=len(authors) or None,
        venue=Venue(name=venue, issn=issn([numbers.get("issn", "")])) if venue else None,
        **keys,
        type=cells.get("type") or None,
        **seen(document, FORMAT, rank, where),
    )


def _author(text: str) -> Author | None:
    tag = _TAGGED.search(text)
    name = reading_order(_TAGGED.sub("", text).strip())
    known = _identifiers(tag[1]) if tag else {}
    return Author(name=name, orcid=ids.orcid(known.get("orcid"))) if name.strip(" .,") else None


def _citation(cells: dict[str, str], document: Document, where: str, rank: int) -> Paper | None:
    keys, reference = _keys(cells.get("citing", "")), _reference(cells.get("cited", ""))
    if not any(keys.values()) or reference is None:
        return None
    return Paper(**keys, references=(reference,), **seen(document, FORMAT, rank, where))
