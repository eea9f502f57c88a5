"""Markdown tables of papers."""

import re
from collections.abc import Iterator

from citegraph.graph.records import Paper, Rejected
from citegraph.loaders.documents.document import Document
from citegraph.loaders.sources.columns import columns, paper, unread

FORMAT = "markdown-table"
_RULE = re.compile(r"\|?(?:\s*:?-{1,}:?\s*\|)+\s*(?::?-{1,}:?)?\s*")
_CELL = re.compile(r"(?<!\\)\|")


def recognizes(document: Document) -> float:
    """Near certain if a delimiter row follows a row that names a title column."""
    before = ""
    for line in document.head.splitlines():
        if (
            "-" in line
            and "|" in line
            and _RULE.fullmatch(line.strip())
            and columns(_cells(before))
        ):
            return 0.95
        before = line
    return 0.0


def read(document: Document) -> Iterator[Paper | Rejected]:
    """Yield every row of every table that has a title column, streamed."""
    before = ""
    fields: dict[int, str] | None = None
    header: list[str] = []
    rank = 0
    for number, line in document.lines():
        row = line.strip()
        if "|" not in row:
            fields = None
        elif "-" in row and _RULE.fullmatch(row):
            header = _cells(before)
            fields = columns(header)
            document.notes += (f"line {number}: {note}" for note in unread(header, fields or {}))
        elif fields is not None and any(cell.strip() for cell in _cells(row)):
            rank += 1
            yield paper(
                _cells(row),
                fields,
                document,
                format=FORMAT,
                where=f"line {number}",
                rank=rank,
                width=len(header),
            )
        before = line
    if not rank:
        yield Rejected(reason="no rows in the table", where=document.name)


def _cells(line: str) -> list[str]:
    return _CELL.split(line.strip().removeprefix("|").removesuffix("|"))
