r"""BibTeX and BibLaTeX files.

``bibtexparser`` parses the entries; a damaged entry does not affect the others. A file is parsed
in parts that begin at an entry, so that memory stays flat and an unclosed brace ends with its part.
https://www.bibtex.org/Format/ and the fields of https://ctan.org/pkg/biblatex
"""

import logging
import re
from collections.abc import Iterator
from typing import Any

from citegraph.graph.identity import ids
from citegraph.graph.identity.repository_ids import repository
from citegraph.graph.records import Author, Organization, Paper, Rejected, Repository, Topic, Venue
from citegraph.loaders.documents.document import Document
from citegraph.loaders.latex import readable
from citegraph.loaders.sources import cited_text
from citegraph.loaders.sources.dates import iso_date, partial_date
from citegraph.loaders.sources.fields import issn, language, listing, reading_order

__all__ = ["read", "recognizes"]

FORMAT = "bibtex"
_PART = 1 << 18  # characters parsed at once
_ENTRY = re.compile(
    r"^[ \t]*@\s{0,9}(?!comment\b|string\b|preamble\b)[A-Za-z]{3,30}\s{0,9}[{(]",
    re.MULTILINE | re.IGNORECASE,
)
_MACRO = re.compile(r"^[ \t]*@\s{0,9}string\s{0,9}[{(]", re.MULTILINE | re.IGNORECASE)
_NO_PAPER = frozenset({"comment", "preamble", "string", "set", "xdata", "jabref-entrytype"})
_MONTHS = {
    name: n
    for n, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}
_OF_VOLUME = frozenset({"year", "date", "month", "publisher", "issn", "isbn", "series", "address"})
_OTHERS = re.compile(r"(?:and )?others|et\.? al\.?", re.IGNORECASE)
_ARXIV = re.compile(
    r"arxiv(?: preprint)?[: ]\s*(?:arxiv:)?\s*(\d{4}\.\d{4,5}|[a-z.-]+/\d{7})", re.IGNORECASE
)


def recognizes(document: Document) -> float:
    """Likely for an entry such as ``@article{``; certain if the text begins with one."""
    head = document.head.lstrip()
    if head[:1] in ("{", "[", "<"):
        return 0.0
    found = _ENTRY.search(document.head)
    if not found:
        return 0.4 if _MACRO.match(head) else 0.0
    return 1.0 if head[:1] in "@%" else 0.7


def read(document: Document) -> Iterator[Paper | Rejected]:
    """Yield each entry as a paper.

    An entry without a title or with broken syntax is rejected with its line. If a field
    occurs twice, the first value is kept, with a note.
    """
    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)
    rank = 0
    for first, macros, text in _parts(document):
        blocks, strings = _blocks(first, macros, text)
        entries = {b.key: b for _, b in blocks if type(b).__name__ == "Entry"}
        for line, block in blocks:
            where = f"{document.name}:{line}"
            kind = type(block).__name__
            if kind == "ParsingFailedBlock":
                yield Rejected(
                    reason=f"invalid BibTeX: {_reason(block.error)}",
                    where=where,
                    raw=(block.raw or "")[:200],
                )
                continue
            if kind in {"DuplicateFieldKeyBlock", "DuplicateBlockKeyBlock"}:
                if kind == "DuplicateFieldKeyBlock":
                    document.notes.append(f"line {line}: a field occurs twice; the first is kept")
                block = block.ignore_error_block  # noqa: PLW2901 - the entry in the error
            if type(block).__name__ == "Entry" and block.entry_type.lower() not in _NO_PAPER:
                rank += 1
                yield _paper(block, _fields(block, entries, strings), document, line, rank)
    if not rank:
        yield Rejected(reason="no entry", where=document.name)


def _parts(document: Document) -> Iterator[tuple[int, str, str]]:
    """Yield parts of the file that begin at an entry.

    Returns:
        Number of the first line, the macros (``@string``) defined before, and the text.
    """
    lines: list[str] = []
    first, size, macros = 1, 0, ""
    for number, line in document.lines():
        if size > _PART and line.lstrip().startswith("@"):
            yield first, macros, "\n".join(lines)
            macros += _macros(lines)
            lines, size, first = [], 0, number
        lines.append(line)
        size += len(line)
    if lines:
        yield first, macros, "\n".join(lines)


def _macros(lines: list[str]) -> str:
    """Return the macro definitions that occupy one line each, as most do."""
    return "".join(
        f"{line.strip()} " for line in lines if _MACRO.match(line) and line.rstrip()[-1:] in "})"
    )


def _blocks(first: int, macros: str, text: str) -> tuple[list[tuple[int, Any]], dict[str, str]]:
    """Return the blocks of a part, each with its line, and the macros by name."""
    from bibtexparser.entrypoint import parse_string  # noqa: PLC0415 - only where it is needed

    library = parse_string(f"{macros}\n{text}" if macros else text)
    shift = first - (1 if macros else 0)
    found = [(shift + (block.start_line or 0), block) for block in library.blocks]
    strings = {name.lower(): str(one.value) for name, one in library.strings_dict.items()}
    return [(line, block) for line, block in found if line >= first], strings


def _reason(error: Any) -> str:
    text = " ".join(str(getattr(error, "abort_reason", None) or error or "").split())
    return text[:200] or "it cannot be parsed"


def _fields(entry: Any, entries: dict[str, Any], strings: dict[str, str]) -> dict[str, str]:
    """Return the fields of an entry, with those that it inherits by ``crossref``."""
    fields: dict[str, str] = {}
    for field in entry.fields:
        fields.setdefault(field.key.lower(), _value(field.value, strings))
    parent = entries.get(fields["crossref"]) if fields.get("crossref") else None
    if parent is not None and parent is not entry:
        inherited = {field.key.lower(): _value(field.value, strings) for field in parent.fields}
        inherited.pop("crossref", None)
        if entry.entry_type.lower().startswith("in"):
            inherited = {
                "booktitle": inherited.pop("title", ""),
                **{k: v for k, v in inherited.items() if k in _OF_VOLUME},
            }
        fields = {**inherited, **fields}
    return fields


def _paper(
    entry: Any, fields: dict[str, str], document: Document, line: int, rank: int
) -> Paper | Rejected:
    """Return an entry as a paper."""
    where = f"line {line}"
    title, subtitle = _text(fields.get("title")), _text(fields.get("subtitle"))
    if title and subtitle:
        title = f"{title}: {subtitle}"
    title = title or (
        _text(fields.get("booktitle")) if entry.entry_type.lower() != "inproceedings" else ""
    )
    if not title:
        return Rejected(
            reason="an entry without a title",
            where=f"{document.name}:{line}",
            raw=f"@{entry.entry_type}{{{entry.key}"[:200],
        )
    names = _names(fields.get("author", ""))
    partial = bool(names) and bool(_OTHERS.fullmatch(names[-1]))
    names = [name for name in names if not _OTHERS.fullmatch(name)]
    links = [
        url
        for key in ("url", "link", "repository", "howpublished", "note", "ee", "bdsk-url-1")
        for url in re.findall(r"https?://[^\s{}\\,]+", fields.get(key, "").replace("\\_", "_"))
    ]
    code = list(dict.fromkeys(url for url in links if repository(url)))
    journal = _text(
        fields.get("journal")
        or fields.get("journaltitle")
        or fields.get("booktitle")
        or fields.get("eventtitle")
        or fields.get("venue")
    )
    doi = ids.doi(fields.get("doi", "").replace("\\_", "_").strip())
    return Paper(
        title=title,
        abstract=_text(fields.get("abstract")) or None,
        published=_published(fields),
        authors=tuple(Author(name=name) for name in dict.fromkeys(names)),
        author_count=None if partial else len(dict.fromkeys(names)) or None,
        authors_partial=partial,
        topics=tuple(
            Topic(name=name, kind="keyword", source="author")
            for name in dict.fromkeys(
                _text(part)
                for key in ("keywords", "keyword", "author_keywords")
                for part in re.split(r"[;,\n]", fields.get(key, ""))
            )
            if name
        ),
        repositories=tuple(Repository(url=url, linked_by="bibtex") for url in code),
        organizations=tuple(
            Organization(name=name)
            for key in ("institution", "school")
            if (name := _text(fields.get(key)))
        ),
        references=(
            *cited_text.scopus(cited_text.split(_text(fields.get("references")))),
            *cited_text.web_of_science(map(_text, fields.get("cited-references", "").split("\n"))),
        ),
        venue=Venue(name=journal, issn=issn([fields.get("issn", "")])) if journal else None,
        arxiv_id=_arxiv(fields, links, journal),
        doi=doi or next((found for url in links if (found := ids.doi(url))), None),
        pmid=fields["pmid"] if re.fullmatch(r"\d{1,9}", fields.get("pmid", "")) else None,
        url=next((url for url in links if url not in code), None),
        language=language(fields.get("langid") or fields.get("language")),
        type=entry.entry_type.lower(),
        listings=(listing(document, FORMAT, rank, where),),
        sources=(FORMAT,),
        observed=document.captured.isoformat() if document.captured else None,
        origin=where,
    )


def _value(value: Any, strings: dict[str, str]) -> str:
    """Return a field as text; of parts joined by ``#``, macros are replaced and quotes removed."""
    text = str(value).strip()
    if "#" not in text:
        return text
    parts = [part.strip() for part in re.split(r"\s#\s", text)]
    if not any(part[:1] in {'"', "{"} for part in parts) or len(parts) == 1:
        return text
    return "".join(
        p[1:-1] if p[:1] + p[-1:] in {'""', "{}"} else strings.get(p.lower(), p) for p in parts
    )


def _text(value: str | None) -> str:
    """Return the value as readers expect it: LaTeX resolved, without grouping braces."""
    if not value:
        return ""
    text = readable(" ".join(value.split()))
    return " ".join(re.sub(r"(?<!\\)[{}]", "", text).split())


def _names(value: str) -> list[str]:
    """Return the names of a list, in reading order; ``and`` inside braces does not separate."""
    if ";" in value and not re.search(r"\sand\s", value):
        value = value.replace(";", " and ")
    names, depth, current = [], 0, ""
    for part in re.split(r"([{}]|\s+and\s+)", " ".join(value.split())):
        depth += (part == "{") - (part == "}")
        if depth <= 0 and part.strip() == "and":
            names.append(current)
            current = ""
        else:
            current += part
    return [name for one in [*names, current] if (name := _name(one.strip()))]


def _name(name: str) -> str:
    if name.startswith("{") and name.endswith("}") and name.count("{") == 1:
        return _text(name)  # the name of a group
    return reading_order(_text(name))


def _published(fields: dict[str, str]) -> str | None:
    if date := partial_date(fields.get("date")):
        return date
    month = fields.get("month", "").strip().lower()
    number = _MONTHS.get(month[:3]) or (month if month.isdigit() else None)
    year = re.search(r"\d{4}", fields.get("year", ""))
    return iso_date([year[0], number, fields.get("day")]) if year else None


def _arxiv(fields: dict[str, str], links: list[str], journal: str) -> str | None:
    eprint = fields.get("eprint", "")
    kind = (fields.get("archiveprefix") or fields.get("eprinttype") or "").lower()
    bare = not kind and re.fullmatch(r"(?:arxiv:)?\d{4}\.\d{4,5}(?:v\d+)?", eprint.lower())
    if (kind == "arxiv" or bare) and (found := ids.arxiv(eprint)):
        return found
    for text in (fields.get("doi", ""), *links):
        if "arxiv" in text.lower() and (found := ids.arxiv(text)):
            return found
    stated = _ARXIV.search(" ".join((journal, fields.get("note", ""), fields.get("volume", ""))))
    return ids.arxiv(stated[1]) if stated else None
