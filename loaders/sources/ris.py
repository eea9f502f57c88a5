"""RIS, the exchange format of reference managers and databases.

Each entry runs from a ``TY`` line to an ``ER`` line; ``rispy`` reads the lines between. Tags that
databases use in different ways (``T1`` or ``TI``, ``PY`` or ``Y1``) are read in a fixed order.
https://en.wikipedia.org/wiki/RIS_(file_format)
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from citegraph.graph.identity.ids import arxiv, doi
from citegraph.graph.records import Author, Organization, Paper, Rejected, Topic, Venue
from citegraph.loaders.documents.document import Document
from citegraph.loaders.sources import cited_text
from citegraph.loaders.sources.dates import partial_date
from citegraph.loaders.sources.fields import (
    has_paper,
    issn,
    language,
    listing,
    people,
    reading_order,
    unidentified,
)

__all__ = ["read", "recognizes"]

FORMAT = "ris"
_TAG = re.compile(r"([A-Z][A-Z0-9])[ \t]{1,2}-(?:\s|$)")
_START = re.compile(r"\s*(?:\d+\.\s+)?TY  ?- ?\s*[A-Z]{3,8}\s*$", re.MULTILINE)
# The lines that JSTOR, EBSCO and ProQuest write above the entries, and Ovid below each.
_HEADER = re.compile(
    r"\s*\ufeff?\s*(?:(?:(?:Provider|Database|Content|Link to the Ovid Full Text or citation)\s*:"
    r"|NL  -).*)?$"
)
_KINDS = {
    "JOUR": "article",
    "JFULL": "article",
    "EJOUR": "article",
    "MGZN": "article",
    "NEWS": "article",
    "CONF": "proceedings-article",
    "CPAPER": "proceedings-article",
    "BOOK": "book",
    "EBOOK": "book",
    "EDBOOK": "book",
    "CHAP": "book-chapter",
    "ECHAP": "book-chapter",
    "THES": "dissertation",
    "RPRT": "report",
    "DATA": "dataset",
    "COMP": "software",
    "UNPB": "preprint",
    "INPR": "preprint",
    "STAND": "standard",
    "PAT": "patent",
}
_LONGEST = 100_000  # lines of one entry; beyond, its end line is missing


def recognizes(document: Document) -> float:
    """Certain if the first line with text is a type tag."""
    if document.head.lstrip()[:1] in ("{", "[", "<"):
        return 0.0
    lines = [line for line in document.head.split("\n", 50)[:50] if line.strip()]
    if not lines:
        return 0.0
    first = next((n for n, line in enumerate(lines) if _START.match(line)), None)
    return 0.0 if first is None else 1.0 if first <= 1 else 0.6


def read(document: Document) -> Iterator[Paper | Rejected]:
    """Yield each entry as a paper, streamed.

    An entry without a title or an identifier, and text that belongs to no entry, is rejected with
    its line.
    """
    rank = 0
    for number, lines, closed in _entries(document):
        if not _START.match(lines[0]):
            if all(_HEADER.match(line) for line in lines if line.strip()):
                continue
            yield Rejected(
                reason="text outside an entry",
                where=f"{document.name}:{number}",
                raw="\n".join(lines)[:200],
            )
            continue
        rank += 1
        if not closed:
            document.notes.append(f"line {number}: the entry has no end line (ER)")
        yield _paper(_fields(lines), document, number, rank)
    if not rank:
        yield Rejected(reason="no entry", where=document.name)


def _entries(document: Document) -> Iterator[tuple[int, list[str], bool]]:
    """Yield the lines of each entry, and of each run of text between entries.

    Returns:
        Number of the first line, the lines, and whether an end line closed them.
    """
    lines: list[str] = []
    start, inside = 0, False
    for number, line in document.lines():
        text = line.rstrip()
        begins = text[:80].lstrip().startswith("TY") and _START.fullmatch(text)
        ends = inside and (tag := _TAG.match(text)) and tag[1] == "ER"
        if (begins or len(lines) >= _LONGEST) and lines:
            yield start, lines, False
            lines = []
        if begins:
            inside, text = True, text.lstrip()
        if ends:
            yield start, lines, True
            lines, inside = [], False
        elif inside or (text.strip() and not re.fullmatch(r"\s*\d+\.?", text)):
            if not lines:
                start = number
            lines.append(text)
    if any(line.strip() for line in lines):
        yield start, lines, False


def _fields(lines: list[str]) -> dict[str, list[str]]:
    """Return the values of each tag, in order; a line without a tag continues the one before."""
    tagged = ["TY  - " + lines[0].partition("-")[2].strip()]
    for line in lines[1:]:
        if _TAG.match(line):
            tagged.append(_TAG.sub(r"\1  - ", line, count=1))
        else:
            tagged[-1] += f" {line.strip()}"
    entry = _parser().parse("\n".join([*tagged, "ER  - "]))[0]
    kind = entry.pop("TY", "")
    unknown = entry.pop("UK", {})
    return {"TY": [kind], **entry, **unknown}


@cache
def _parser() -> Any:
    """Return a parser that keeps every tag under its own name, as a list."""
    import rispy  # noqa: PLC0415 - only where there is RIS to read

    tags = dict.fromkeys(rispy.config.TAG_KEY_MAPPING)
    return rispy.RisParser(
        mapping={tag: tag for tag in tags},
        list_tags=[t for t in tags if t not in {"TY", "ER"}],
        delimiter_tags_mapping={},
    )


def _paper(
    fields: dict[str, list[str]], document: Document, number: int, rank: int
) -> Paper | Rejected:
    """Return an entry as a paper."""

    def first(*tags: str) -> str | None:
        return next((v for tag in tags for v in fields.get(tag, ()) if v), None)

    where = f"line {number}"
    title = first("TI", "T1", "CT", "BT")
    kind = fields["TY"][0]
    if not title and kind in {"BOOK", "EBOOK", "EDBOOK"}:
        title = first("T2")
    names, partial = people(name for tag in ("AU", "A1") for name in fields.get(tag, ()))
    addresses = [*fields.get("UR", ()), *fields.get("L1", ()), *fields.get("L2", ())]
    links = [part.strip() for address in addresses for part in address.split(";") if "//" in part]
    found_doi = next((d for v in (*fields.get("DO", ()), *links) if (d := doi(v))), None)
    found_arxiv = next(
        (a for v in (*fields.get("DO", ()), *links, *fields.get("M1", ())) if (a := arxiv(v))), None
    )
    journal = first("JF", "JO", "T2", "JA", "J2", "BT") if kind not in {"BOOK", "THES"} else None
    found = Paper(
        title=title,
        abstract=" ".join(fields.get("AB") or fields.get("N2") or ()) or None,
        published=_published(first("DA"), first("PY"), first("Y1")),
        authors=tuple(Author(name=reading_order(name)) for name in names),
        author_count=None if partial else len(names) or None,
        authors_partial=partial,
        topics=tuple(
            Topic(name=word, kind="keyword", source="author")
            for word in dict.fromkeys(
                part.strip() for value in fields.get("KW", ()) for part in re.split(r"[;\n]", value)
            )
            if word
        ),
        organizations=tuple(
            Organization(name=name)
            for name in dict.fromkeys(
                part.strip() for value in fields.get("AD", ()) for part in value.split(";")
            )
            if name
        ),
        references=cited_text.scopus(
            work
            for note in fields.get("N1", ())
            if note.startswith("References:")
            for work in cited_text.split(note.partition(":")[2])
        ),
        venue=Venue(name=journal, issn=issn(fields.get("SN", ()))) if journal else None,
        arxiv_id=found_arxiv,
        doi=found_doi,
        url=next(iter(links), None),
        language=language(first("LA")),
        type=_KINDS.get(kind),
        listings=(listing(document, FORMAT, rank, where),),
        sources=(FORMAT,),
        observed=document.captured.isoformat() if document.captured else None,
        origin=where,
    )
    return (
        found
        if has_paper(found)
        else unidentified(
            f"{document.name}:{number}",
            {tag: values[:3] for tag, values in list(fields.items())[:8]},
        )
    )


def _published(*dates: str | None) -> str | None:
    """Return the fullest of the dates as ISO 8601, as far as they are known and agree."""
    best = ""
    for text in dates:
        number = re.search(r"\d{4}", text or "")
        known = partial_date(text) or (
            partial_date(text[number.start() :]) if text and number else None
        )
        if known and len(known) > len(best) and known.startswith(best[:4]):
            best = known
    return best or None
