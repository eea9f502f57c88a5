"""CSV and TSV files with at least a title column (RFC 4180, read tolerantly)."""

import csv
import re
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator

from citegraph.graph.records import Paper, Rejected
from citegraph.loaders.documents.document import Document
from citegraph.loaders.sources import columns
from citegraph.loaders.sources.parts import papers

FORMAT = "csv"
LONGEST_ROW = 256 * 1024  # characters; a quote that is open for longer was never closed
MOST_LINES = 50  # of a table, to recognize it
_OF_ANYTHING = {
    "id",
    "url",
    "link",
    "links",
    "html",
    "website",
    "homepage",
    "language",
    "summary",
    "description",
    "updated",
}
_PREAMBLE = re.compile(r'\s*"?About the data: ')  # a line of Dimensions before the header
csv.field_size_limit(8 * 1024 * 1024)  # the affiliations of 3,000 authors need 1 MB


def recognizes(document: Document) -> float:
    """Likely if the first line names a title column and another one, or is the only column."""
    head = document.head.lstrip()
    if head[:1] in ("{", "[", "<", "|", "#"):
        return 0.0
    found = _fields(header_of(head)[1])
    if not found:
        return 0.0
    first = head.split("\n", 1)[0]
    return 0.8 if len(found) > 1 else 0.4 if "\n" in head and len(first) < 20 else 0.0


def read(document: Document) -> Iterator[Paper | Rejected]:
    """Yield every row as a paper, streamed.

    A row whose quotes do not match is rejected alone: reading goes on at the next line that has
    as many cells as the header.
    """
    table = Table(document)
    width = len(table.header)
    fields = _fields(table.header)
    document.notes += (
        f"line {table.line}: {note}" for note in columns.unread(table.header, fields)
    )

    def paper(
        row: list[str], document: Document, place: str, rank: int
    ) -> Iterator[Paper | Rejected]:
        # A list of titles has no separators: what looks like one is part of a title.
        cells = [table.separator.join(row)] if width == 1 else row
        yield columns.paper(
            cells, fields, document, format=FORMAT, where=place, rank=rank, width=width
        )

    yield from papers(document, table.rows(), paper, "no rows in the table")


def header_of(text: str, name_of: Callable[[str], str] = str) -> tuple[str, list[str]]:
    """Return the separator of a table that begins with its header, and the names of its columns."""
    line, _, rest = text.lstrip("\n\r ").partition("\n")
    if _PREAMBLE.match(line):
        line = rest.lstrip("\n\r ").partition("\n")[0]
    line = line.rstrip("\r")
    separator = max(",\t;", key=line.count)
    return separator, [name_of(cell) for cell in _cells(line, separator)]


def untitled(document: Document) -> list[str]:
    """Return the columns of a table without a column of titles; none for any other text."""
    head = document.head.lstrip()
    lines = [line for line in head.split("\n")[:MOST_LINES] if line.strip()]
    separator, header = header_of(head)
    widths = {len(cells) for line in lines if (cells := _cells(line, separator))}
    if head[:1] in ("{", "[", "<", "|", "#") or len(lines) < 2 or len(header) < 2:
        return []
    table = len(widths) == 1 and all(cell.strip() for cell in header)
    return [cell.strip() for cell in header] if table and not _fields(header) else []


def _fields(header: list[str]) -> dict[int, str]:
    """Return the field of each known column; none without a column of titles.

    A name is a title only beside data of a paper: anything may have a name, an ID and an address.
    """
    found = columns.columns(header) or {}
    at = next((index for index, field in found.items() if field == "title"), 0)
    if found and header[at].strip().lower() == "name":
        others = {header[index].strip().lower() for index in found} - {"name"}
        return found if others - _OF_ANYTHING else {}
    return found


class Table:
    """A table with a header, whose rows are read as a stream.

    Args:
        document: the table.
        name_of: as for :func:`header_of`.
        read: names of the columns that are read; a note lists any other.
        quoted: whether quotes may hide tabs; some programs write tabs between plain cells.

    Attributes:
        line: number of the line with the header.
        separator: between the cells.
        header: names of the columns.
    """

    def __init__(
        self,
        document: Document,
        name_of: Callable[[str], str] = str,
        read: Collection[str] | None = None,
        *,
        quoted: bool = True,
    ) -> None:
        self._lines = document.lines()
        lines = (each for each in self._lines if each[1].strip())
        self.line, first = next((each for each in lines if not _PREAMBLE.match(each[1])), (1, ""))
        self.separator, self.header = header_of(first, name_of)
        self._quoted = quoted or self.separator != "\t"
        unread = [name for name in self.header if read and name and name not in read]
        if unread:
            document.notes.append(f"line {self.line}: columns not read: {', '.join(unread)}")

    def rows(self) -> Iterator[tuple[str, list[str] | Rejected]]:
        """Yield the rows that have text, with their places, ``line 7``."""
        rows: Iterable[tuple[int, list[str] | Rejected]] = (
            _rows(self._lines, self.separator, len(self.header))
            if self._quoted
            else ((number, [*map(_unquoted, line.split("\t"))]) for number, line in self._lines)
        )
        for number, row in rows:
            if isinstance(row, Rejected) or any(cell.strip() for cell in row):
                yield f"line {number}", row

    def records(self, *, whole: bool = False) -> Iterator[tuple[str, dict[str, str] | Rejected]]:
        """Yield the rows as cells by column; one with text beyond the last column is rejected.

        Args:
            whole: also reject a row with fewer cells.
        """
        width = len(self.header)
        for place, row in self.rows():
            if isinstance(row, Rejected):
                yield place, row
            elif any(cell.strip() for cell in row[width:]) or (whole and len(row) < width):
                yield place, columns.misfit(row, width)
            else:
                yield place, dict(zip(self.header, map(str.strip, row), strict=False))


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


def _rows(
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
        alone = _cells(first, separator)
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
        if not line.strip() or opens or len(_cells(line, separator)) == width:
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


def _cells(line: str, separator: str) -> list[str]:
    """Return the cells of one line; none where its quotes do not match."""
    try:
        return next(csv.reader([line], delimiter=separator), [])
    except csv.Error:
        return []


def _unquoted(cell: str) -> str:
    """Return a cell without the quotes that a spreadsheet adds."""
    text = cell.strip()
    if len(text) > 1 and text[0] == text[-1] == '"' and text.count('"') % 2 == 0:
        return text[1:-1].replace('""', '"')
    return text
