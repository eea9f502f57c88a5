"""Papers as labelled lines: ``Title:``, ``PDF:``, ``Summary:``."""

import re
from collections.abc import Iterator

from citegraph.graph.records import Paper, Rejected
from citegraph.loaders.documents.document import Document
from citegraph.loaders.sources.columns import columns, paper

FORMAT = "labelled-text"
_LABEL = re.compile(
    r"[\s>*#-]{0,12}(?:\d{1,3}[.)]\s{0,3})?\**([A-Za-z][A-Za-z ]{1,18})\**\s{0,3}"
    r"[:\uff1a]\**(?:\s+|$)(.*)"
)


def recognizes(document: Document) -> float:
    """Likely if a title's label is followed by another known one, more so if that repeats."""
    titles = pairs = 0
    open_title = False
    for line in document.head.splitlines():
        field = _field(line)
        if field == "title":
            titles, open_title = titles + 1, True
        elif field and open_title:
            pairs, open_title = pairs + 1, False
    return 0.0 if not pairs else 0.85 if pairs > 1 and pairs * 2 >= titles else 0.5


def read(document: Document) -> Iterator[Paper | Rejected]:
    """Yield every labelled group as a paper, streamed; a group begins with its title."""
    row: dict[str, str] = {}
    last: str | None = None
    start = rank = 0
    for number, line in document.lines():
        field = _field(line)
        if field == "title":
            if row:
                rank += 1
                yield _paper(row, document, start, rank)
            row, start = {}, number
        if field and (row or field == "title"):
            found = _LABEL.match(line)
            text = found[2] if found else ""
            row[field] = f"{row[field]} {text}" if field in row else text
            last = field
        elif not line.strip() or re.fullmatch(r"[\s\-=*_#]+", line):
            last = last if last == "abstract" and not line.strip() else None
        elif last:
            row[last] = f"{row[last]} {line.strip()}"
    if row:
        yield _paper(row, document, start, rank + 1)


def _field(line: str) -> str | None:
    """Return the field of the label at the start of a line."""
    found = _LABEL.match(line) if ":" in line or "\uff1a" in line else None
    if found is None:
        return None
    known = columns(["title", found[1]]) if found[1].strip().lower() != "title" else {1: "title"}
    return (known or {}).get(1)


def _paper(row: dict[str, str], document: Document, number: int, rank: int) -> Paper | Rejected:
    fields = dict(enumerate(row))
    return paper(
        list(row.values()), fields, document, format=FORMAT, where=f"line {number}", rank=rank
    )
