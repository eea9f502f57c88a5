"""EndNote's tagged export, also called refer or ENW, and its XML export.

In tagged text ``%0`` begins an entry, ``%A`` is an author, ``%T`` the title; a line without a tag
continues the field before it. Where an entry has no ``%0`` or another first tag, a blank line
separates it from the one before.
https://support.clarivate.com/Endnote/s/article/EndNote-Creating-Tagged-EndNote-Import-Format
"""

import re
from collections.abc import Iterator

from citegraph.graph.identity import ids
from citegraph.graph.records import Author, Paper, Rejected
from citegraph.loaders.documents.document import Document
from citegraph.loaders.documents.xml_stream import children, elements, name, numbered
from citegraph.loaders.sources.dates import iso_date, month_of, partial_date
from citegraph.loaders.sources.fields import by_name, fold, language, reading_order, seen
from citegraph.loaders.sources.parts import (
    beginning,
    checked,
    first_of,
    organizations,
    papers,
    topics,
    venue,
)

FORMAT = "endnote"
Fields = dict[str, list[str]]
_TAG = re.compile(r"%([0-9A-Z@!#$\]&()*+^>\[=~?])(?:[ \t]+|$)")
_XML = re.compile(r"\s*(?:<\?xml\b[^<>]*\?>\s*)?<xml>\s*<records>", re.IGNORECASE)
_START = re.compile(r"^%0 +[A-Z][\w /-]{3,40}\r?$", re.MULTILINE)
_KINDS = by_name(
    {
        "article": "journal article,electronic article,magazine article,newspaper article",
        "proceedings-article": "conference paper,conference proceedings",
        "book": "book,edited book,electronic book",
        "book-chapter": "book section,electronic book section",
        "dissertation": "thesis",
        "report": "report,government document",
        "preprint": "unpublished work,manuscript",
        "dataset": "dataset",
        "software": "computer program",
        "standard": "standard",
        "patent": "patent",
    }
)
_ELEMENTS = {  # of the XML export: the tag with the same content
    "author": "A",
    "title": "T",
    "secondary-title": "B",
    "full-title": "J",
    "keyword": "K",
    "year": "D",
    "date": "8",
    "electronic-resource-num": "R",
    "abstract": "X",
    "isbn": "@",
    "language": "G",
    "auth-address": "+",
    "url": "U",
    "accession-num": "M",
    "work-type": "9",
    "custom2": "2",
    "remote-database-name": "~",
    "remote-database-provider": "W",
}
_PUBMED = re.compile(r"\b(?:pubmed|medline|nlm)\b", re.IGNORECASE)
_WOS = re.compile(r"(?:<Go to ISI>://)?(WOS:[0-9A-Z]{15})")  # EndNote has it as an address
_CORRESPONDING = re.compile(r"[^\W\d_][\w' -]{0,40}, [A-Z]{1,4}")  # the line before the addresses
_LONGEST = 50_000  # lines of one entry


def recognizes(document: Document) -> float:
    """Certain for a reference type (``%0``) with a title, or the root of the XML export."""
    head = document.head
    if _XML.match(head):
        return 1.0
    if head.lstrip()[:1] in ("{", "[", "<"):
        return 0.0
    title = re.search(r"^%T \S", head, re.MULTILINE)
    if title and _START.search(head):
        return 1.0
    others = set(re.findall(r"^%([ADJBKXRUPVN@]) \S", head, re.MULTILINE))
    return 0.7 if title and len(others) > 1 else 0.0


def read(document: Document) -> Iterator[Paper | Rejected]:
    """Yield each entry as a paper, streamed.

    An entry without a title or an identifier, and text that belongs to no entry, is rejected with
    its place.
    """
    entries = _records(document) if _XML.match(document.head) else _entries(document)
    yield from papers(document, entries, _paper, "no entry")


def _entries(document: Document) -> Iterator[tuple[str, Fields | Rejected]]:
    """Yield the fields of each entry of tagged text, with its place."""
    fields: Fields = {}
    tag, start, count, blank = "", 0, 0, True
    for number, line in document.lines():
        text = line.strip()
        if not text:
            blank = True
            continue
        found = _TAG.match(text)
        if found:
            # In exports of bepress the title stands before the type.
            kinds = fields.keys() == {"0"} and not blank  # several on lines that follow each other
            again = (found[1] == "0" and not kinds and (blank or "0" in fields)) or (
                blank and found[1] in fields and found[1] in "TADJBR"
            )
            if fields and (again or count > _LONGEST):
                yield f"line {start}", fields
                fields, count = {}, 0
            start = start if fields else number
            tag = found[1]
            fields.setdefault(tag, []).append(text[found.end() :])
        elif fields and tag in {"A", "K"} and not blank:
            fields[tag].append(text)
        elif fields and (not blank or tag in {"X", "Z"}):
            fields[tag][-1] += f" {text}"
        else:
            yield (
                f"line {number}",
                Rejected(reason="text outside an entry", where="", raw=text[:200]),
            )
        count += 1
        blank = False
    if fields:
        yield f"line {start}", fields


def _records(document: Document) -> Iterator[tuple[str, Fields | Rejected]]:
    """Yield the fields of each record of the XML export, with its place."""
    for place, record in numbered(elements(document, "record")):
        if isinstance(record, Rejected):
            yield place, record
            continue
        fields: Fields = {}
        for one in record.iter():
            tag = _ELEMENTS.get(name(one))
            if tag and (tag != "A" or name(one.getparent()) == "authors"):
                fields.setdefault(tag, []).append("".join(one.itertext()).strip())
        for one in children(record, "ref-type"):
            fields["0"] = [one.get("name") or ""]
        yield place, fields


def _paper(fields: Fields, document: Document, place: str, rank: int) -> Iterator[Paper | Rejected]:
    """Yield an entry as a paper."""

    def first(*tags: str) -> str:
        return next((text for t in tags for v in fields.get(t, ()) if (text := fold(v))), "")

    kind = _KINDS.get(first("0").lower())
    title = first("T") or (first("B") if kind == "book" else "")
    names = [text for value in fields.get("A", ()) if (text := fold(value).strip(" ,"))]
    cut = {name for name in names if name.rstrip(".").lower() in {"et al", "others", ""}}
    partial = any(name.strip(".") for name in cut)
    names = [name for name in names if name not in cut]
    authors = tuple(Author(name=reading_order(name)) for name in names)
    links = [text for value in fields.get("U", ()) for text in value.split() if "//" in text]
    numbers = [*fields.get("R", ()), *links, *fields.get("M", ())]
    of_pubmed = any(_PUBMED.search(one) for one in (first("~"), first("W")))
    accessions = [one for one in fields.get("M", ()) if of_pubmed and one.strip().isdecimal()]
    stated = (fold(one) for tag in ("M", "U") for one in fields.get(tag, ()))
    accessions_of_wos = [of_wos[1] for one in stated if (of_wos := _WOS.fullmatch(one))]
    journal = first("J", "B") if kind not in {"book", "dissertation"} else ""
    words = [part for value in fields.get("K", ()) for part in re.split(r"[;\n\r]", value)]
    if len(words) == 1 and words[0].count(",") > 1:  # as ACM exports them
        words = words[0].split(",")
    found = Paper(
        title=title or None,
        abstract=fold(" ".join(fields.get("X", ()))) or None,
        published=_published(first("8"), first("D")),
        authors=authors,
        author_count=None if partial else len(authors) or None,
        authors_partial=partial,
        topics=topics(fold(word).strip(" *") for word in words),
        organizations=organizations(
            text
            for value in fields.get("+", ())
            for line in re.split(r"[;\n\r]", value)
            if not _CORRESPONDING.fullmatch(text := fold(line))
        ),
        venue=venue(journal, fields.get("@", ())),
        arxiv_id=first_of(ids.arxiv, numbers),
        doi=first_of(ids.doi, numbers),
        pmid=first_of(ids.pmid, (*links, *accessions)),
        wos_id=next(iter(accessions_of_wos), None),
        pmcid=first_of(ids.pmcid, fields.get("2", ())),
        url=next((link for link in links if link.startswith("http")), None),
        language=language(first("G")),
        type=kind,
        **seen(document, FORMAT, rank, place),
    )
    yield checked(found, document, place, lambda: beginning(fields))


def _published(day: str, year: str) -> str | None:
    """Return the fuller of day and year as ISO 8601, as far as they agree."""
    whole, found = partial_date(day), re.search(r"\b[12]\d{3}\b", year)
    if found and (not whole or not whole.startswith(found[0])):
        whole = partial_date(f"{day.rstrip(' ,')}, {found[0]}")
        return (
            whole if whole and whole.startswith(found[0]) else iso_date([found[0], month_of(day)])
        )
    return whole
