"""CSV and TSV files with at least a title column (RFC 4180, read tolerantly)."""

import csv
import re
from collections import deque
from collections.abc import Iterator

from citegraph.graph.records import Paper, Rejected
from citegraph.loaders.documents.document import Document
from citegraph.loaders.sources.columns import columns, paper, unread

__all__ = ["cells_of", "misfit", "read", "recognizes", "rows"]

FORMAT = "csv"
LONGEST_ROW = 256 * 1024  # characters; a quote that is open for longer was never closed
csv.field_size_limit(8 * 1024 * 1024)  # the affiliations of 3,000 authors need 1 MB


def recognizes(document: Document) -> float:
    """Likely if the first line names a title column and another one, or is the only column."""
    head = document.head.lstrip()
    if head[:1] in ("{", "[", "<", "|", "#"):
        return 0.0
    first = next((line for line in head.splitlines() if line.strip()), "")
    found = columns(cells_of(first, separator_of(first)))
    if found is None:
        return 0.0
    return 0.8 if len(found) > 1 else 0.4 if "\n" in head and len(first) < 20 else 0.0


def read(document: Document) -> Iterator[Paper | Rejected]:
    """Yield every row as a paper, streamed.

    A row whose quotes do not match is rejected alone: reading goes on at the next line that has
    as many cells as the header.
    """
    lines = document.lines()
    number, first = next((each for each in lines if each[1].strip()), (1, ""))
    separator = separator_of(first)
    header = cells_of(first, separator)
    fields = columns(header) or {}
    document.notes += (f"line {number}: {note}" for note in unread(header, fields))
    rank = 0
    for where, row in rows(lines, separator, len(header)):
        if isinstance(row, Rejected):
            yield Rejected(reason=row.reason, where=f"{document.name}:{where}", raw=row.raw)
        elif any(cell.strip() for cell in row):
            rank += 1
            # A list of titles has no separators: what looks like one is part of a title.
            cells = [separator.join(row)] if len(header) == 1 else row
            yield paper(
                cells,
                fields,
                document,
                format=FORMAT,
                where=f"line {where}",
                rank=rank,
                width=len(header),
            )
    if not rank:
        yield Rejected(reason="no rows in the table", where=document.name)


def misfit(document: Document, number: int, row: list[str], width: int) -> Rejected:
    """Return the rejection of a row whose number of cells differs from that of the header."""
    return Rejected(
        reason=f"the row has {len(row)} cells, the header {width}; quote cells that contain "
        "separators",
        where=f"{document.name}:{number}",
        raw=[cell[:80] for cell in row[:8]],
    )


class _Unclosed(Exception):
    """A quote has been open for too long."""


class _Lines:
    """Lines that can be pushed back; keeps the lines of the current row."""

    def __init__(self, lines: Iterator[tuple[int, str]]) -> None:
        self.row: list[tuple[int, str]] = []
        self._lines = lines
        self._given_back: deque[tuple[int, str]] = deque()
        self._length = 0

    def __iter__(self) -> Iterator[str]:
        while (numbered := self.next()) is not None:
            if self._length > LONGEST_ROW and len(self.row) > 1:
                raise _Unclosed
            yield f"{numbered[1]}\n"

    def next(self) -> tuple[int, str] | None:
        """Return the next line; ``None`` at the end."""
        numbered = self._given_back.popleft() if self._given_back else next(self._lines, None)
        if numbered is not None:
            self.row.append(numbered)
            self._length += len(numbered[1])
        return numbered

    def begin(self) -> None:
        """Start a new row."""
        self.row.clear()
        self._length = 0

    def give_back(self) -> None:
        """Push back all lines of the row except the first."""
        self._given_back.extendleft(reversed(self.row[1:]))
        self.begin()


def rows(
    numbered: Iterator[tuple[int, str]], separator: str, width: int
) -> Iterator[tuple[int, list[str] | Rejected]]:
    """Yield rows, each with the number of its first line."""
    lines = _Lines(numbered)
    reader = csv.reader(iter(lines), delimiter=separator, strict=True)
    while True:
        lines.begin()
        try:
            row = next(reader)
            # A quote of a later row may close the one that was left open.
            whole = len(lines.row) < 2 or len(row) >= width
        except StopIteration:
            return
        except (csv.Error, _Unclosed):
            whole = False
        number, first = lines.row[0]
        if whole:
            yield number, row
            continue
        alone = cells_of(first, separator)
        lines.give_back()
        if first.count('"') % 2 == 0 and len(alone) == width:  # quotes inside of a cell
            yield number, alone
        else:
            yield number, _mismatch(first)
            yield from _skip(lines, separator, width)
        reader = csv.reader(iter(lines), delimiter=separator, strict=True)


def _skip(lines: _Lines, separator: str, width: int) -> Iterator[tuple[int, Rejected]]:
    """Skip to the next line that can begin a row."""
    opening = re.compile(rf'(?:^|{re.escape(separator)})"')
    while (numbered := lines.next()) is not None:
        number, line = numbered
        opens = line.count('"') % 2 and opening.search(line)
        if not line.strip() or opens or len(cells_of(line, separator)) == width:
            lines.row.insert(0, numbered)  # give this line back, too
            lines.give_back()
            return
        yield number, _mismatch(line)
        lines.begin()


def _mismatch(line: str) -> Rejected:
    return Rejected(
        reason="the quotes of this row do not match; quote entire cells, and double each "
        "quote inside a cell",
        where="",
        raw=line[:200],
    )


def separator_of(line: str) -> str:
    """Return the separator that occurs most often in the header."""
    return max(",\t;", key=line.count)


def cells_of(line: str, separator: str) -> list[str]:
    """Return the cells of one line; none where its quotes do not match."""
    try:
        return next(csv.reader([line], delimiter=separator), [])
    except csv.Error:
        return []
