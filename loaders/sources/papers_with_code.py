"""The dumps of Papers with Code: papers, links to code, methods, data sets, evaluation tables.

Each is one JSON array, read entry by entry. Replies of Hugging Face's dataset viewer, with rows of
the archive, are read, too. https://github.com/paperswithcode/paperswithcode-data
"""

import re
from collections.abc import Iterator
from typing import Any

from citegraph.graph.identity import ids
from citegraph.graph.records import Author, Paper, Rejected, Repository, Topic
from citegraph.loaders.documents.document import Document
from citegraph.loaders.sources.dates import partial_date
from citegraph.loaders.sources.fields import fold, mapping, preview, seen, sequence, string
from citegraph.loaders.sources.parts import first_of, rejected, venue

FORMAT = "papers-with-code"
_DEEPEST = 20  # levels of subtasks
_FORUM = re.compile(r"//openreview\.net/(?:forum|pdf)\?id=([\w-]+)")
# A paper as leaderboards cite it: "Yang Liu et al. '16", "Nie and Bansal '17".
_CITED = re.compile(r"[^:?]{2,60} [\u2018\u2019']\d\d[a-z]?")
_MARKS = (
    {"repo_url", "is_official"},
    {"paper_url", "url_abs", "tasks"},
    {"num_papers", "full_name", "paper"},
    {"source_title", "full_name", "collections"},
    {"task", "datasets", "subtasks"},
)


def recognizes(document: Document) -> float:
    """Certain for the keys of one of the dumps."""
    entry = _unwrapped(document.first_entry("rows"))
    return 1.0 if isinstance(entry, dict) and any(m <= entry.keys() for m in _MARKS) else 0.0


def read(document: Document) -> Iterator[Paper | Rejected]:
    """Yield each paper, link, method, data set and result as a paper, streamed."""
    rank = 0
    for place, value in document.entries("rows"):
        if isinstance(value, Rejected):
            yield value
            continue
        entry = mapping(_unwrapped(value))
        found = (
            [_papers(task, row) for task, row in _results(entry, 0)]
            if "task" in entry and "datasets" in entry
            else [_fields(entry)]
        )
        for fields in found:
            rank += 1
            title = fold(string(fields.pop("title", None)) or "")
            known = any(fields.get(key) for key in ("arxiv_id", "doi", "acl_id", "id"))
            if known and _CITED.fullmatch(title):
                title = ""
            if not title and not known:
                yield rejected(document, place, "an entry without a paper", preview(value))
                continue
            yield Paper(title=title or None, **seen(document, FORMAT, rank, place), **fields)
    if not rank:
        document.notes.append("the dump has no entries")


def _unwrapped(value: Any) -> Any:
    """Return the entry in a row of the dataset viewer: ``{"row_idx": 0, "row": {...}}``."""
    return value["row"] if isinstance(value, dict) and isinstance(value.get("row"), dict) else value


def _fields(entry: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a record for an entry of any dump but the evaluation tables."""
    if "repo_url" in entry:
        return _link(entry)
    if "url_abs" in entry or "abstract" in entry:
        return _paper(entry)
    about = mapping(entry.get("paper"))
    title = string(about.get("title")) or string(entry.get("source_title"))
    url = string(entry.get("source_url")) or string(about.get("url"))
    kind = "dataset" if "modalities" in entry or "variants" in entry else "concept"
    return {
        "title": title,
        **_known([url]),
        "topics": (
            *_topics([entry], kind, FORMAT),
            *_topics(sequence(entry.get("tasks")), "field", FORMAT),
        ),
    }


def _paper(entry: dict[str, Any]) -> dict[str, Any]:
    names = [fold(string(name) or "") for name in sequence(entry.get("authors"))]
    names = [name for name in names if name]
    urls = [string(entry.get(key)) for key in ("url_abs", "url_pdf", "conference_url_abs")]
    at = fold(string(entry.get("proceeding")) or string(entry.get("conference")) or "")
    at = re.sub(r"(?<=\b\d{4}) \d{1,2}$", "", at)  # the month in "NeurIPS 2018 12"
    texts = [f"arXiv:{string(entry.get('arxiv_id')) or ''}", *urls]
    return {
        "title": entry.get("title"),
        "abstract": fold(string(entry.get("abstract")) or "") or None,
        "published": partial_date(string(entry.get("date"))),
        "authors": tuple(Author(name=name) for name in names),
        "author_count": len(names) or None,
        **_known(texts),
        "venue": venue(at),
        "topics": (
            *_topics(sequence(entry.get("tasks")), "field", FORMAT),
            *_topics(sequence(entry.get("methods")), "concept", FORMAT),
        ),
    }


def _link(entry: dict[str, Any]) -> dict[str, Any]:
    """Return a paper with its repository, and who linked it."""
    marks = {
        "is_official": "official",
        "mentioned_in_paper": "paper",
        "mentioned_in_github": "readme",
    }
    by = tuple(mark for key, mark in marks.items() if entry.get(key) is True)
    code = string(entry.get("repo_url"))
    url = string(entry.get("paper_url_abs"))
    texts = [f"arXiv:{string(entry.get('paper_arxiv_id')) or ''}", url]
    return {
        "title": entry.get("paper_title"),
        **_known(texts),
        "repositories": (Repository(url=code, linked_by=by or (FORMAT,)),) if code else (),
    }


def _results(entry: dict[str, Any], depth: int) -> Iterator[tuple[list[str], dict[str, Any]]]:
    """Yield the rows of the tables of a task and its subtasks, with task and data set."""
    task = string(entry.get("task")) or ""
    for table in map(mapping, sequence(entry.get("datasets"))):
        for row in map(mapping, sequence(mapping(table.get("sota")).get("rows"))):
            yield [task, string(table.get("dataset")) or ""], row
    if depth < _DEEPEST:
        for part in map(mapping, sequence(entry.get("subtasks"))):
            yield from _results(part, depth + 1)


def _papers(names: list[str], row: dict[str, Any]) -> dict[str, Any]:
    """Return the paper of a result; its metrics have no place in the graph."""
    url = string(row.get("paper_url"))
    links = (string(mapping(one).get("url")) for one in sequence(row.get("code_links")))
    return {
        "title": row.get("paper_title"),
        **_known([url]),
        "published": partial_date(string(row.get("paper_date"))),
        "repositories": tuple(Repository(url=one, linked_by=FORMAT) for one in links if one),
        "topics": (*_topics(names[:1], "field", FORMAT), *_topics(names[1:], "dataset", FORMAT)),
    }


def _topics(given: list[Any], kind: str, source: str) -> Iterator[Topic]:
    """Yield topics by name; the full name of a method or data set is an alias."""
    for one in given:
        about = mapping(one)
        name = fold(string(about.get("name") or about.get("task") or one) or "")
        full = fold(string(about.get("full_name")) or "")
        if name:
            yield Topic(
                name=name,
                kind=kind,
                aliases=(full,) if full and full != name else (),
                source=source,
            )


def _known(texts: list[str | None]) -> dict[str, Any]:
    """Return the identifiers in the addresses of a paper, and the first address."""
    forum = (_FORUM.search(text or "") for text in texts)
    note = next((found[1] for found in forum if found), None)
    return {
        "arxiv_id": first_of(ids.arxiv, texts),
        "doi": first_of(ids.doi, texts),
        "acl_id": first_of(ids.acl, texts),
        "id": f"openreview:{note}" if note else None,
        "url": next((one for one in texts if one and re.match(r"https?://", one)), None),
    }
