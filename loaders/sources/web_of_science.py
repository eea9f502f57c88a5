"""Exports of Web of Science: plain text, tab-delimited, and its spreadsheet saved as CSV.

All have the same fields. Plain text has one field tag of two characters at the start of a line and
continues a field on lines that begin with three blanks; an entry runs from ``PT`` to ``ER``.
https://images.webofknowledge.com/images/help/WOS/hs_wos_fieldtags.html
"""

import re
from collections.abc import Iterator

from citegraph.graph.records import Paper, Rejected
from citegraph.loaders.documents.document import Document
from citegraph.loaders.sources.csv_table import Table, header_of
from citegraph.loaders.sources.fields import fold
from citegraph.loaders.sources.parts import papers
from citegraph.loaders.sources.web_of_science_fields import NAMES, Fields, paper

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
    if {"PT", "AU", "TI", "SO"} <= {*header_of(head, _tag)[1]}:
        return 1.0
    return 0.9 if _START.search(head) and len(_FIELD.findall(head)) > 1 else 0.0


def read(document: Document) -> Iterator[Paper | Rejected]:
    """Yield each entry as a paper, streamed.

    An entry without a title or an identifier, and text that belongs to no entry, is rejected with
    its line.
    """
    is_table = {"AU", "TI"} <= {*header_of(document.head, _tag)[1]}
    entries = _rows(document) if is_table else _entries(document)
    yield from papers(document, entries, paper, "no entry")


def _entries(document: Document) -> Iterator[tuple[str, Fields | Rejected]]:
    """Yield the fields of each entry of the plain text, with its place."""
    fields: Fields = {}
    start, count, tag = 0, 0, ""
    for number, line in document.lines():
        text = line.rstrip()
        found = _TAG.match(text)
        if found and found[1] in ("FN", "VR", "EF") and not fields:
            continue
        if ((found and found[1] == "PT") or count > _LONGEST) and fields:
            document.notes.append(f"line {start}: the entry has no end line (ER)")
            yield f"line {start}", fields
            fields, count = {}, 0
        if found and found[1] == "ER":
            if fields:
                yield f"line {start}", fields
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
            outside = Rejected(reason="text outside an entry", where="", raw=text[:200])
            yield f"line {number}", outside
        count += 1
    if fields:
        document.notes.append(f"line {start}: the entry has no end line (ER)")
        yield f"line {start}", fields


def _tag(column: str) -> str:
    """Return the field tag of a column; empty if it is unknown."""
    name = fold(column).strip('"')
    return name if re.fullmatch(r"[A-Z][A-Z0-9]", name) else NAMES.get(name.lower(), "")


def _rows(document: Document) -> Iterator[tuple[str, Fields | Rejected]]:
    """Yield the fields of each row of a table, with its place."""
    for place, cells in Table(document, _tag, quoted=False).records():
        if isinstance(cells, Rejected):
            yield place, cells
        else:
            yield place, {tag: _values(tag, cell) for tag, cell in cells.items() if tag and cell}


def _values(tag: str, cell: str) -> list[str]:
    """Return the values of a list; semicolons inside brackets do not separate."""
    if tag not in _LISTS:
        return [cell]
    return [part.strip() for part in re.split(r";\s*(?![^\[\]]*\])", cell) if part.strip()]
