"""A CSV or TSV file with at least a title column."""

import csv
from collections.abc import Iterator

from graph.records import Paper, Rejected
from loaders.columns import columns, paper
from loaders.document import Document

__all__ = ["read", "recognises"]

FORM = "csv"
csv.field_size_limit(16 * 1024 * 1024)


def recognises(document: Document) -> float:
    """Likely where the first line has the name of a title column and of another, or is alone."""
    head = document.head.lstrip()
    if head[:1] in ("{", "[", "<", "|", "#"):
        return 0.0
    first = next((line for line in head.splitlines() if line.strip()), "")
    found = columns(_cells(first, _separator(first)))
    if found is None:
        return 0.0
    return 0.8 if len(found) > 1 else 0.4 if "\n" in head and len(first) < 20 else 0.0


def read(document: Document) -> Iterator[Paper | Rejected]:
    """Every row as a paper, streamed."""
    lines = (f"{line}\n" for _, line in document.lines())
    first = next((line for line in lines if line.strip()), "")
    separator = _separator(first)
    fields = columns(_cells(first, separator)) or {}
    rows = csv.reader(lines, delimiter=separator)
    rank = 0
    while True:
        number = rows.line_num + 2
        try:
            row = next(rows)
        except StopIteration:
            break
        except csv.Error as error:
            yield Rejected(reason=f"not a row: {error}", where=f"{document.name}:{number}")
            continue
        if any(cell.strip() for cell in row):
            rank += 1
            yield paper(row, fields, document, form=FORM, where=f"line {number}", rank=rank)
    if not rank:
        yield Rejected(reason="a table without rows", where=document.name)


def _separator(line: str) -> str:
    """The separator that occurs most often in the header."""
    return max(",\t;", key=line.count)


def _cells(line: str, separator: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=separator), [])
    except csv.Error:
        return []
