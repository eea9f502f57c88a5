"""Lists of identifiers: an arXiv ID, DOI, OpenAlex ID or address a line, and a title if known."""

from collections.abc import Iterator

from citegraph.graph.counted import counted
from citegraph.graph.identity import ids
from citegraph.graph.records import Paper, Rejected
from citegraph.loaders.documents.document import Document
from citegraph.loaders.sources.csv_table import untitled
from citegraph.loaders.sources.fields import fold, seen
from citegraph.loaders.sources.parts import rejected

FORMAT = "identifiers"
LONGEST = 500  # characters of an identifier


def recognizes(document: Document) -> float:
    """Likely if more than half of the first lines begin with an identifier."""
    if document.json_like:  # damaged, or the format is unknown: one long line may match
        return 0.0
    if (header := untitled(document)) and not _parts(header[0])[0]:  # a cell would be part of a DOI
        return 0.0
    found = [_parts(line)[0] for line in document.head.splitlines() if _is_entry(line)][:100]
    return 0.2 if 2 * sum(map(bool, found)) > len(found) else 0.0


def read(document: Document) -> Iterator[Paper | Rejected]:
    """Yield the paper of each line, streamed; blank lines and comments (``#``) are skipped."""
    rank = untitled = 0
    for number, line in document.lines():
        if not _is_entry(line):
            continue
        where = f"line {number}"
        id, title = _parts(line)
        if id:
            rank += 1
            untitled += not title
            yield Paper(id=id, title=title, **seen(document, FORMAT, rank, where))
        else:
            yield rejected(document, where, "no identifier of a paper", line[:200])
    if untitled:
        count = counted(untitled, "paper")
        document.notes.append(f"{document.name}: {count} without a title; enrich adds it")


def _is_entry(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _parts(line: str) -> tuple[str | None, str | None]:
    """Return the identifier that a line begins with, and the title after it."""
    first, *rest = line.split(maxsplit=1)
    if '"' in first:  # a table, whose cells would be parts of the identifier
        return None, None
    if len(first) > LONGEST:  # cut off, two identifiers would be one
        return None, None
    scheme, value = ids.parse(first)
    return f"{scheme}:{value}" if scheme != "own" else None, fold("".join(rest)) or None
