"""The CSV export of OpenAlex: one row a work, a column for each path into it.

Columns are named by their path (``primary_location.source.display_name``). Below a list, a cell has
one value for each element, divided by ``|``. Empty elements may be left out, so the values of two
columns belong together only if there are as many of both.
"""

import ast
import re
from collections.abc import Iterator
from typing import Any

from citegraph.graph.records import Paper, Rejected
from citegraph.loaders.documents.document import Document
from citegraph.loaders.sources.csv_table import Table, header_of
from citegraph.loaders.sources.fields import words
from citegraph.loaders.sources.openalex import read_work
from citegraph.loaders.sources.parts import papers

_AUTHOR = "authorships.author.display_name"
_MARKS = frozenset(
    (_AUTHOR, "cited_by_count", "primary_location.source.display_name", "publication_year")
)
_PLAIN = words(  # paths of single values
    "id doi title display_name publication_year publication_date language type type_crossref"
    " cited_by_count is_retracted updated_date created_date abstract ids.openalex ids.doi ids.pmid"
    " ids.pmcid primary_location.landing_page_url primary_location.pdf_url"
    " primary_location.source.id primary_location.source.display_name"
    " primary_location.source.issn_l primary_location.source.type open_access.oa_url"
    " best_oa_location.landing_page_url best_oa_location.pdf_url primary_topic.display_name"
    " primary_topic.score primary_topic.subfield.display_name primary_topic.field.display_name"
    " primary_topic.domain.display_name"
)
_NUMBERS = ("cited_by_count", "publication_year")
_VALUES = ("primary_location.source.issn", "referenced_works")  # paths of lists of values
_LISTS = {  # paths of lists of parts: the path by which their elements are counted, and others
    "authorships": ("author.display_name", "author.id", "author.orcid", "raw_author_name"),
    "topics": (
        "display_name",
        "score",
        "subfield.display_name",
        "field.display_name",
        "domain.display_name",
    ),
    "keywords": ("display_name", "score"),
    "concepts": ("display_name", "score", "level"),
    "locations": ("landing_page_url", "pdf_url"),
}
_INSTITUTIONS = "authorships.institutions"
_READ = {
    *_PLAIN,
    *_VALUES,
    *(f"{path}.{name}" for path, names in _LISTS.items() for name in names),
    _INSTITUTIONS,
}
_ABSENT = frozenset(("", "nan", "None", "null", "NA"))
_BOOLEANS = {"True": True, "true": True, "TRUE": True, "False": False, "false": False}
_LONGEST = 100_000  # characters of the institutions of a work


def recognizes(document: Document) -> float:
    """Near certain for a header with columns that only OpenAlex has."""
    _, header = header_of(document.head, _name)
    return 0.95 if _AUTHOR in header and len(_MARKS & {*header}) >= 2 else 0.0


def read(document: Document) -> Iterator[Paper | Rejected]:
    """Yield every row as a paper, streamed; a row without a title or an identifier is rejected."""
    rows = Table(document, _name, _READ).records(whole=True)
    yield from papers(document, rows, _paper, "no rows in the table")


def _name(cell: str) -> str:
    return cell.strip().removeprefix("\ufeff")


def _paper(
    row: dict[str, str], document: Document, place: str, _rank: int
) -> Iterator[Paper | Rejected]:
    cells = {name: cell for name, cell in row.items() if cell not in _ABSENT}
    work: dict[str, Any] = {}
    for path, cell in cells.items():
        if path in _PLAIN:
            _put(work, path, _value(path, cell))
        elif path in _VALUES:
            _put(work, path, _elements(cell))
    for path, names in _LISTS.items():
        work[path] = _parts(cells, path, names, document, place)
    work["institutions"] = _institutions(cells.get(_INSTITUTIONS, ""), document, place)
    yield read_work(document, place, work)


def _put(part: dict[str, Any], path: str, value: Any) -> None:
    """Set the value at a path, such as ``author.display_name``."""
    *outer, last = path.split(".")
    for name in outer:
        part = part.setdefault(name, {})
    part[last] = value


def _value(path: str, cell: str) -> str | int | bool:
    if path in _NUMBERS and re.fullmatch("[0-9]{1,9}", cell):
        return int(cell)
    return _BOOLEANS.get(cell, cell) if path == "is_retracted" else cell


def _elements(cell: str) -> list[str | None]:
    return [None if one.strip() in _ABSENT else one.strip() for one in cell.split("|")]


def _parts(
    cells: dict[str, str], path: str, names: tuple[str, ...], document: Document, place: str
) -> list[dict[str, Any]]:
    """Return the elements of a list, each with the values that certainly belong to it."""
    first = f"{path}.{names[0]}"
    parts: list[dict[str, Any]] = [{} for _ in _elements(cells[first])] if first in cells else []
    for name in names:
        column = f"{path}.{name}"
        if not parts or column not in cells:
            continue
        values = _elements(cells[column])
        if len(values) != len(parts):
            document.notes.append(
                f"{place}: {column}: expected {len(parts)} values, as in {first}, found "
                f"{len(values)}; not read"
            )
            continue
        for part, value in zip(parts, values, strict=True):
            _put(part, name, value)
    return parts


def _institutions(cell: str, document: Document, place: str) -> list[Any]:
    """Return the institutions of a work, written as Python objects divided by ``|``.

    Which author has which one is not stated.
    """
    if len(cell) > _LONGEST:
        document.notes.append(f"{place}: {_INSTITUTIONS} is too long; not read")
        return []
    found = []
    given = cell.strip("|")
    for one in re.split(r"(?<=\})\|+(?=\{)", given) if given else ():
        try:
            found.append(ast.literal_eval(one))
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            document.notes.append(f"{place}: an institution cannot be read")
    return found
