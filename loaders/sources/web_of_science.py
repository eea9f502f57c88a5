"""Exports of Web of Science: plain text, tab-delimited, and its spreadsheet saved as CSV.

All have the same fields. Plain text has one field tag of two characters at the start of a line and
continues a field on lines that begin with three blanks; an entry runs from ``PT`` to ``ER``.
https://images.webofknowledge.com/images/help/WOS/hs_wos_fieldtags.html
"""

import re
from collections.abc import Iterator

from citegraph.graph.records import Paper, Rejected
from citegraph.loaders.documents.document import Document
from citegraph.loaders.sources.csv_table import cells_of, rows, separator_of
from citegraph.loaders.sources.fields import fold, has_paper, unidentified
from citegraph.loaders.sources.web_of_science_fields import NAMES, Fields, paper

__all__ = ["read", "recognizes"]

_HEAD = re.compile(r"FN (?:.*Web of (?:Science|Knowledge)|Clarivate|Thomson|ISI )", re.IGNORECASE)
_START = re.compile(r"^PT [JBSPC]\r?$", re.MULTILINE)
_FIELD = re.compile(r"^(?:AU|TI|SO|UT) \S", re.MULTILINE)
_TAG = re.compile(r"([A-Z][A-Z0-9])(?: |$)")
_LONGEST = 200_000  # lines of one entry; beyond, its end line is missing
_LISTS = frozenset({"AU", "AF", "BA", "BF", "CA", "CR", "C1"})  # one value a line


def recognizes(document: Document) -> float:
    """Certain for the first line of the plain text, or the header of a table."""
    head = document.head.lstrip()
    if head[:1] in ("{", "[", "<"):
        return 0.0
    if _HEAD.match(head):
        return 1.0
    first = head.split("\n", 1)[0]
    _, header = _header(first)
    if {"PT", "AU", "TI", "SO"} <= set(header):
        return 1.0
    return 0.9 if _START.search(head) and len(_FIELD.findall(head)) > 1 else 0.0


def read(document: Document) -> Iterator[Paper | Rejected]:
    """Yield each entry as a paper, streamed.

    An entry without a title or an identifier, and text that belongs to no entry, is rejected with
    its line.
    """
    first = document.head.lstrip().split("\n", 1)[0]
    table = {"AU", "TI"} <= set(_header(first)[1])
    rank = 0
    for number, fields in _rows(document) if table else _entries(document):
        where = f"{document.name}:{number}"
        if isinstance(fields, Rejected):
            yield Rejected(reason=fields.reason, where=where, raw=fields.raw)
            continue
        rank += 1
        found = paper(fields, document, number, rank)
        yield (
            found
            if has_paper(found)
            else unidentified(where, {tag: values[:2] for tag, values in list(fields.items())[:8]})
        )
    if not rank:
        yield Rejected(reason="no entry", where=document.name)


def _entries(document: Document) -> Iterator[tuple[int, Fields | Rejected]]:
    """Yield the fields of each entry of the plain text, with the number of its first line."""
    fields: Fields = {}
    start, count, tag = 0, 0, ""
    for number, line in document.lines():
        text = line.rstrip()
        found = _TAG.match(text)
        if found and found[1] in ("FN", "VR", "EF") and not fields:
            continue
        if ((found and found[1] == "PT") or count > _LONGEST) and fields:
            document.notes.append(f"line {start}: the entry has no end line (ER)")
            yield start, fields
            fields, count = {}, 0
        if found and found[1] == "ER":
            if fields:
                yield start, fields
            fields, tag, count = {}, "", 0
        elif found and (fields or found[1] == "PT"):
            tag = found[1]
            start = start if fields else number
            fields.setdefault(tag, []).append(text[3:].strip())
        elif fields and text.strip():  # indented, or not, as some programs write it
            values = fields[tag]
            if tag in _LISTS:
                values.append(text.strip())
            else:
                values[-1] += f" {text.strip()}"
        elif text.strip():
            yield number, Rejected(reason="text outside an entry", where="", raw=text[:200])
        count += 1
    if fields:
        document.notes.append(f"line {start}: the entry has no end line (ER)")
        yield start, fields


def _header(line: str) -> tuple[str, list[str]]:
    """Return the separator and the field tag of each column, empty where it is unknown."""
    separator = "\t" if "\t" in line else separator_of(line)
    line = line.strip("\r\n\ufeff")
    cells = line.split("\t") if separator == "\t" else cells_of(line, separator)
    names = [fold(cell).strip('"') for cell in cells]
    return separator, [
        name if re.fullmatch(r"[A-Z][A-Z0-9]", name) else NAMES.get(name.lower(), "")
        for name in names
    ]


def _rows(document: Document) -> Iterator[tuple[int, Fields | Rejected]]:
    """Yield the fields of each row of a table, with its line."""
    lines = document.lines()
    first = next((each for each in lines if each[1].strip()), (1, ""))
    separator, header = _header(first[1])
    table: Iterator[tuple[int, list[str] | Rejected]]
    if separator == "\t":  # which Web of Science writes without quotes
        table = ((number, [_unquoted(cell) for cell in line.split("\t")]) for number, line in lines)
    else:
        table = rows(lines, separator, len(header))
    for number, row in table:
        if isinstance(row, Rejected):
            yield number, row
        elif any(cell.strip() for cell in row[len(header) :]):
            yield (
                number,
                Rejected(
                    reason=f"the row has {len(row)} cells, the header {len(header)}",
                    where="",
                    raw=[cell[:80] for cell in row[:8]],
                ),
            )
        elif any(cell.strip() for cell in row):
            yield (
                number,
                {
                    tag: _values(tag, cell.strip())
                    for tag, cell in zip(header, row, strict=False)
                    if tag and cell.strip()
                },
            )


def _unquoted(cell: str) -> str:
    """Return a cell without the quotes that a spreadsheet adds."""
    text = cell.strip()
    if len(text) > 1 and text[0] == text[-1] == '"' and text.count('"') % 2 == 0:
        return text[1:-1].replace('""', '"')
    return text


def _values(tag: str, cell: str) -> list[str]:
    """Return the values of a list; semicolons inside brackets do not separate."""
    if tag not in _LISTS:
        return [cell]
    return [part.strip() for part in re.split(r";\s*(?![^\[\]]*\])", cell) if part.strip()]
