"""OpenCitations: the Meta tables (publications) and the Index tables (citations).

Read are the CSV tables of the dumps and of crowdsourced citations, and the JSON of the APIs, which
has the same columns; also the publications of the Index API, version 1.

https://opencitations.net/meta and https://opencitations.net/index
"""

import re
from collections.abc import Iterator
from typing import Any

from citegraph.graph.identity import ids
from citegraph.graph.records import Author, Paper, Reference, Rejected
from citegraph.loaders.documents.document import Document
from citegraph.loaders.sources.csv_table import Table, header_of
from citegraph.loaders.sources.dates import partial_date
from citegraph.loaders.sources.fields import preview, reading_order, seen, string
from citegraph.loaders.sources.parts import papers, reference, rejected, venue

FORMAT = "opencitations"
_META = ("id", "title", "author", "pub_date", "venue")
_INDEX = ("citing", "cited")
_INDEX_V1 = ("doi", "title", "reference", "citation", "source_title")
_TAGGED = re.compile(r"\s*\[([^\[\]]*)\]\s*$")


def recognizes(document: Document) -> float:
    """Certain for the header of a Meta or of an Index table, or for its columns as JSON keys."""
    first = document.first_entry()
    header = [*map(_name, first)] if isinstance(first, dict) else header_of(document.head, _name)[1]
    own = "oci" in header or "cited_publication_date" in header
    if {*_META} <= {*header} or {*_INDEX_V1} <= {*header} or (own and {*_INDEX} <= {*header}):
        return 1.0
    return 0.7 if set(_INDEX) <= set(header) else 0.0


def read(document: Document) -> Iterator[Paper | Rejected]:
    """Yield the publication of each row, or its citing paper with the citation."""
    if document.json_like:
        nothing = "OpenCitations has no data about the requested identifiers"
        yield from papers(document, _entries(document), _paper, nothing)
    else:
        rows = Table(document, _name).records()
        yield from papers(document, rows, _paper, "no rows in the table")


def _name(column: str) -> str:
    name = column.strip().lower()
    return name.removesuffix("_id") if name in ("citing_id", "cited_id") else name


def _entries(document: Document) -> Iterator[tuple[str, dict[str, str] | Rejected]]:
    """Yield place and cells of each entry of JSON."""
    for place, entry in document.entries():
        if isinstance(entry, dict):
            cells = {_name(key): string(value) or "" for key, value in entry.items()}
            if any(cells.values()):
                yield place, cells
        elif isinstance(entry, Rejected):
            yield place, entry
        else:
            reason = "not an entry of OpenCitations: a JSON object is expected"
            yield place, Rejected(reason=reason, where="", raw=preview(entry))


def _paper(
    row: dict[str, str], document: Document, place: str, rank: int
) -> Iterator[Paper | Rejected]:
    """Yield the publication of a row or entry, or the citing paper of a citation."""
    if "source_title" in row and "title" in row:
        yield from _of_index(row, document, place, rank)
        return
    if "title" in row:
        found, reason = _publication(row, document, place, rank), "no title and no identifier"
    else:
        found = _citation(row, document, place, rank)
        reason = "a citation without the DOI or PubMed ID of both papers"
    yield found or rejected(document, place, reason, list(row.values())[:5])


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
    omid = (keys.pop("id") or "").removeprefix("omid:")
    return reference(**keys, omid=omid)


def _publication(cells: dict[str, str], document: Document, where: str, rank: int) -> Paper | None:
    keys = _keys(cells.get("id", ""))
    title = " ".join(cells.get("title", "").split())
    if not title and not any(keys.values()):
        return None
    authors = [found for one in cells.get("author", "").split(";") if (found := _author(one))]
    numbers = _identifiers((_TAGGED.search(cells.get("venue", "")) or {1: ""})[1])
    return Paper(
        title=title or None,
        published=partial_date(cells.get("pub_date")),
        authors=tuple(authors),
        author_count=len(authors) or None,
        venue=venue(_TAGGED.sub("", cells.get("venue", "")), [numbers.get("issn", "")]),
        **keys,
        type=cells.get("type") or None,
        **seen(document, FORMAT, rank, where),
    )


def _of_index(
    cells: dict[str, str], document: Document, where: str, rank: int
) -> Iterator[Paper | Rejected]:
    """Yield a publication of the Index API, version 1, and the papers that cite it."""
    doi = ids.doi(cells.get("doi"))
    if not doi:
        yield rejected(document, where, "a publication without a DOI", list(cells.values())[:5])
        return
    people = [one.strip() for one in cells.get("author", "").split(";")]
    authors = []
    for one in people:  # "Ash, Ann, 0000-0002-1825-0097"
        name, _, orcid = one.rpartition(", ")
        known = ids.orcid(orcid)
        if stated := reading_order(name if known else one):
            authors.append(Author(name=stated, orcid=known))
    cited = (_reference(one) for one in cells["reference"].split(";"))
    times = cells.get("citation_count", "")
    yield Paper(
        title=" ".join(cells["title"].split()) or None,
        published=partial_date(cells.get("year")),
        authors=tuple(authors),
        author_count=len(authors) or None,
        venue=venue(cells["source_title"], [cells.get("source_id", "").removeprefix("issn:")]),
        doi=doi,
        arxiv_id=ids.arxiv(doi),
        references=tuple(dict.fromkeys(one for one in cited if one)),
        cited_by_count=int(times) if times.isdecimal() else None,
        **seen(document, FORMAT, rank, where),
    )
    for one in cells["citation"].split(";"):
        if citing := ids.doi(one.strip()):
            yield Paper(
                doi=citing,
                references=(Reference(doi=doi),),
                sources=(FORMAT,),
                observed=document.captured.isoformat() if document.captured else None,
                origin=where,
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
