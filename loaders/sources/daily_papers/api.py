"""Read replies of all versions of the Daily Papers API, and collections of its entries.

``/api/daily_papers`` replies with a list of entries; some saved replies have an object around
it, or strings with Python literals, or only the number 1 for an empty day. ``/api/papers/ID`` is
one paper with its linked models, datasets and Spaces; ``/api/papers/search`` a list of entries.
In JSON Lines, ``_dates`` of an entry may list the days on which it was listed.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import chain, islice
from typing import Any

import msgspec

from citegraph.graph.records import Paper, Rejected
from citegraph.loaders.documents.document import Document
from citegraph.loaders.sources.daily_papers.entries import Entry, entry, paper
from citegraph.loaders.sources.dates import day_of
from citegraph.loaders.sources.parts import rejected

FORMAT = "daily-papers-api"
KEYS = ("data", "dailyPapers", "papers", "results", "items")  # of an object that contains the list
LONGEST_DAY = 400  # entries; a longer list is a collection, not a day


def recognizes(document: Document) -> float:
    """Return 1.0 for entries with a ``paper``, 0.9 for a single paper, 0.5 for an empty day."""
    head = document.head.strip()
    if head in ("1", "[]"):
        return 0.5
    try:
        value = _literal(document.first_entry(*KEYS))
    except ValueError:
        return 0.0
    body = value.get("paper", value) if isinstance(value, dict) else None
    number = body.get("id") if isinstance(body, dict) else None
    if not isinstance(body, dict) or not isinstance(number, str) or "openalex.org" in number:
        return 0.0
    known = {"summary", "upvotes", "publishedAt", "discussionId"} & body.keys()
    return 1.0 if "paper" in value and known else 0.9 if len(known) >= 2 else 0.0


def read(document: Document) -> Iterator[Paper | Rejected]:
    """Stream the entries as papers."""
    if (head := document.head.strip()) in ("1", "[]"):
        document.notes.append("this day has no papers" if head == "1" else "the list is empty")
        return
    yield from read_entries(
        document.entries(*KEYS), document, format=FORMAT, day=_requested_day(document)
    )


def read_entries(
    entries: Iterable[tuple[str, Any]], document: Document, *, format: str, day: date | None = None
) -> Iterator[Paper | Rejected]:
    """Yield entries as papers.

    The day of the list is ``day``, if set. Else entries state when they were
    added, since March 2025; before, all entries of a day were published that day or the
    one before, so the greatest of their days is the day of the list.
    """
    places = iter(entries)
    first = [_read(place, value, document) for place, value in islice(places, LONGEST_DAY)]
    if day is None and len(first) < LONGEST_DAY:
        valid = [one for one in first if not isinstance(one[1], Rejected)]
        day = _day(valid, document.name.replace("\\", "/").rpartition("/")[2])
    rest = (_read(place, value, document) for place, value in places)
    for rank, (place, one) in enumerate(chain(first, rest), 1):
        if isinstance(one, Rejected):
            yield one
            continue
        days = [found for stamp in one.dates if (found := day_of(stamp))]
        listed = bool(days)
        own = day or day_of(one.paper.submittedOnDailyAt)
        yield paper(
            one,
            document,
            format=format,
            where=place,
            days=sorted(set(days)) or ([own] if own else []),
            rank=None if listed else rank,
        )


def _read(place: str, value: Any, document: Document) -> tuple[str, Any]:
    """Return a place and its entry or rejected entry."""
    if isinstance(value, Rejected):
        return place, value
    try:
        return place, entry(_literal(value))
    except (msgspec.ValidationError, ValueError) as error:
        reason = f"not a Daily Papers entry: {error}"
        return place, rejected(document, place, reason, str(value)[:200])


def _literal(value: Any) -> Any:
    """Evaluate a string with a Python literal, as in some saved replies; return other values.

    Raises:
        ValueError: the string is not a literal.
    """
    if not isinstance(value, str):
        return value
    try:
        return ast.literal_eval(value)
    except (SyntaxError, MemoryError, RecursionError, TypeError) as error:
        raise ValueError("the string is not an entry") from error


def _day(found: list[tuple[str, Entry]], name: str) -> date | None:
    """Infer the day of a list from its entries."""
    entries = [one for _, one in found]
    listed = [day for one in entries if (day := day_of(one.paper.submittedOnDailyAt))]
    if listed:
        return None if len(set(listed)) > 3 else max(set(listed), key=listed.count)
    added = [day for one in entries if (day := day_of(one.publishedAt))]
    if not added or any(one.dates for one in entries):
        return None
    last = max(added)
    if last - min(added) > timedelta(days=14):
        return None
    # Early in 2025 a day's entries may all be of the days before: the file name is
    # used if it contains a plausible day.
    written = re.search(r"\d{4}-\d\d-\d\d", name)
    named = day_of(written[0]) if written else None
    return named if named and last <= named <= last + timedelta(days=4) else last


def _requested_day(document: Document) -> date | None:
    """Return the day in the address, or in the object that contains the list."""
    found = re.search(r"(?:[?&]date=|/papers/date/)(\d{4}-\d\d-\d\d)", document.name)
    if not found and document.head.lstrip()[:1] == "{":
        found = re.match(
            r'\s*\{(?:\s*"\w+":\s*"?[\w-]*"?,){0,4}\s*"date":\s*"(\d{4}-\d\d-\d\d)', document.head
        )
    return day_of(found[1]) if found else None
