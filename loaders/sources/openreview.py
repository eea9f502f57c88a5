"""Submissions of OpenReview: replies of its API, version 2 and 1, and notes as clients save them.

https://docs.openreview.net/reference/api-v2/entities/note
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from citegraph.graph.counted import counted
from citegraph.graph.errors import SourceError
from citegraph.graph.identity import ids
from citegraph.graph.identity.author_ids import normalized
from citegraph.graph.identity.repository_ids import repository
from citegraph.graph.records import Author, Paper, Rejected, Repository, Topic
from citegraph.loaders.documents.document import Document
from citegraph.loaders.sources import dblp
from citegraph.loaders.sources.fields import (
    count,
    fold,
    mapping,
    plain,
    preview,
    seen,
    sequence,
    string,
)
from citegraph.loaders.sources.parts import first_of, rejected, topics, venue

FORMAT = "openreview"
SITE = "https://openreview.net"
_OWN_KEYS = frozenset(
    {"forum", "invitation", "invitations", "signatures", "readers", "replyto", "tcdate", "domain"}
)
_EMPTY = re.compile(r'\{\s*"notes"\s*:\s*\[\s*\]')
# Venues of submissions that were not published: "ICLR.cc/2024/Conference/Rejected_Submission".
_UNPUBLISHED = re.compile(r"/(?:-/|\w*(?:Submission|Withdrawn|Rejected)\w*$)", re.IGNORECASE)
_PENDING = re.compile(
    r"^\s*(?:submitted to|.*\b(?:withdrawn|desk rejected|rejected)\b)", re.IGNORECASE
)
_WITHDRAWN = re.compile("withdrawn", re.IGNORECASE)
_REFUSED = re.compile(r"/-/(?:Withdrawn|Desk_Rejected)_Submission$", re.IGNORECASE)
_PRESENTED = re.compile(
    r"[\s,(-]*\b(?:oral|spotlight|poster|notable|talk|highlight|invite|accept|long|short|contributed"
    r"|top[ -]\d+)\w*\b.*$",
    re.IGNORECASE,
)
_ACCEPTED = re.compile(
    r"^(?:accepted (?:by|at|to|for)|published as a \w+ paper (?:at|in))\s+", re.IGNORECASE
)
_CODE = ("code", "code_link", "software", "github", "supplementary_material", "repository")
# Keys of the content in lower case: each venue of version 1 has chosen its own.
_SUMMARIES = ("tl;dr", "tldr", "one-sentence_summary")
_AREAS = (
    "primary_area",
    "subject_areas",
    "subject_area",
    "primary_subject_area",
    "submission_category",
    "track",
)


def recognizes(document: Document) -> float:
    """Certain for a note: content with keys that only OpenReview has around it."""
    entry = document.first_entry("notes")
    if not isinstance(entry, dict):
        return 0.5 if _EMPTY.match(document.head.lstrip()) else 0.0
    if not isinstance(entry.get("content"), dict):
        return 0.5 if _EMPTY.match(document.head.lstrip()) else 0.0
    own = len(_OWN_KEYS & entry.keys()) + len({"venueid", "authorids"} & entry["content"].keys())
    return 1.0 if own > 1 else 0.6 * own


def read(document: Document) -> Iterator[Paper | Rejected]:
    """Yield each submission as a paper; reviews, comments and deleted notes are counted.

    Raises:
        SourceError: the reply is an error.
    """
    rank = replies = deleted = 0
    for place, entry in document.entries("notes"):
        if isinstance(entry, Rejected):
            yield entry
            continue
        note = mapping(entry)
        if place == "entry 1" and "content" not in note and (error := _error(note)):
            raise SourceError(f"{document.name}: the service replied with an error: {error}")
        if "notes" in note and not note.get("content"):
            continue  # an empty page
        if note.get("ddate"):
            deleted += 1
            continue
        if note.get("replyto") or (note.get("forum") or note.get("id")) != note.get("id"):
            replies += 1
            continue
        rank += 1
        found = _paper(note, document, place, rank)
        if found.title:
            yield found
            continue
        reason = "a note without a title, which is not a submission"
        yield rejected(document, place, reason, preview(note))
    if replies:
        document.notes.append(f"skipped {counted(replies, 'note')}: reviews, decisions or comments")
    if deleted:
        document.notes.append(f"skipped {counted(deleted, 'deleted note')}")
    if not rank and not replies and not deleted:
        document.notes.append("OpenReview found no submissions")


def _error(note: dict[str, Any]) -> str | None:
    errors = [mapping(one).get("message") or one for one in sequence(note.get("errors"))]
    message = string(note.get("message")) or next(map(str, errors), None)
    return message[:300] if message else None


def _paper(note: dict[str, Any], document: Document, place: str, rank: int) -> Paper:
    """Return a submission as a paper."""
    content = {key.lower(): _value(one) for key, one in mapping(note.get("content")).items()}
    title = plain(string(content.get("title")))
    abstract = string(content.get("abstract")) or next(
        (text for key in _SUMMARIES if (text := string(content.get(key)))), None
    )
    people, profiles = _people(content.get("authors")), sequence(content.get("authorids"))
    if len(profiles) != len(people):  # which profile is whose is unknown
        profiles = [None] * len(people)
    pairs = zip(people, profiles, strict=True)
    at, group = string(content.get("venue")) or "", string(content.get("venueid")) or ""
    of_dblp = group.lower().startswith("dblp.org/")  # an imported record
    authors = tuple(
        one for person, profile in pairs if (one := _author(person, profile, of_dblp=of_dblp))
    )
    # Before 2021 only the invitation states it: "ICLR.cc/2019/Conference/-/Withdrawn_Submission".
    states = "" if group or at else string(note.get("invitation")) or ""
    pending = bool(_UNPUBLISHED.search(group) or _PENDING.search(at) or _REFUSED.search(states))
    withdrawn = bool(_WITHDRAWN.search(f"{group} {at} {states}") or note.get("withdrawal"))
    links = [
        text
        for key in (*_CODE, "html", "pdf", "doi", "ee", "arxiv")
        for one in sequence(content.get(key))
        if (text := string(one))
    ]
    key = string(note.get("id"))
    published = _day(note.get("pdate")) or _day(note.get("cdate")) or _day(note.get("tcdate"))
    if of_dblp:  # its records state the year only
        title = title and dblp.title_of(title)
        published = published and published[:4]
    changed = _day(note.get("mdate")) or _day(note.get("tmdate"))
    made = seen(document, FORMAT, rank, place, None if document.captured else changed)
    return Paper(
        title=title,
        id=f"openreview:{key}" if key else None,
        abstract=plain(abstract),
        raw_abstract=abstract if abstract and plain(abstract) != abstract else None,
        published=published,
        authors=authors,
        author_count=len(authors) or None,
        topics=tuple(_topics(content)),
        repositories=tuple(
            Repository(url=url, linked_by=FORMAT)
            for url in dict.fromkeys(links)
            if url.startswith("http") and repository(url)
        ),
        venue=None if pending else venue(_venue(at, group)),
        arxiv_id=first_of(ids.arxiv, links),
        doi=first_of(ids.doi, links),
        url=f"{SITE}/forum?id={key}" if key else None,
        type="preprint" if pending else None,
        withdrawn=(changed or made["observed"]) if withdrawn else None,
        **made,
    )


def _value(value: Any) -> Any:
    """Return a value of the content, which version 2 wraps: ``{"value": ...}``."""
    return value.get("value") if isinstance(value, dict) and "value" in value else value


def _people(authors: Any) -> list[Any]:
    """Return the authors; early conferences have one text: ``Ann Ash, Bo Birch and Cy Cole``."""
    if isinstance(authors, str):
        return [one for one in re.split(r"\s*[,;]\s*(?:and\s+)?|\s+and\s+|\s*&\s*", authors) if one]
    return sequence(authors)


def _author(person: Any, profile: Any, *, of_dblp: bool) -> Author | None:
    """Return an author from a name, or from ``{"fullname": ..., "username": ...}``.

    An e-mail address in place of a profile is not read.
    """
    given = mapping(person)
    profile = string(given.get("username") or profile) or ""
    name = fold(string(given.get("fullname") or given.get("name") or person) or "")
    name, known = dblp.identified_name(name) if of_dblp else (name, "")
    return (
        Author(name=name, identifiers=tuple(normalized([f"openreview:{profile}", known])))
        if name and name.lower() not in ("anonymous", "anonymous authors")
        else None
    )


def _topics(content: dict[str, Any]) -> Iterator[Topic]:
    """Yield keywords of the authors, and areas of the venue."""
    for kind, source, keys in (("keyword", "author", ("keywords",)), ("field", FORMAT, _AREAS)):
        names = [
            fold(part)
            for key in keys
            for one in sequence(content.get(key))
            if (text := string(one))
            for part in (
                re.split(r"[;,]", text)
                if isinstance(content[key], str) and kind == "keyword"
                else [text]
            )
        ]
        yield from topics(names, kind, source)


def _venue(venue: str, group: str) -> str:
    """Return the venue without the kind of presentation: ``ICLR 2024 poster``."""
    name = _PRESENTED.sub("", _ACCEPTED.sub("", venue)).strip() or venue
    if not name and group:
        name = " ".join(part for part in group.split("/") if part != "Conference")
    return name


def _day(value: Any) -> str | None:
    """Return the day of milliseconds since 1970."""
    number = count(value)
    try:
        return datetime.fromtimestamp(number / 1000, UTC).date().isoformat() if number else None
    except (ValueError, OverflowError, OSError):
        return None
