"""Lines of a Daily Papers page as units: what each piece says, told by its own text alone."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from loaders.daily_papers_dates import DATE, PartialDate, parse
from loaders.daily_papers_lines import Line, Segment, fold

__all__ = ["Unit", "is_noise", "is_prose", "page_day", "units"]


@dataclass(slots=True)
class Unit:
    """One thing that a page says."""

    kind: str  # page, noise, heading, text, authors, date, organization, count, separator, link
    number: int
    text: str = ""
    ids: list[str] = field(default_factory=list)
    count: int | None = None
    day: PartialDate | None = None
    captured: date | None = None


_ITEM = re.compile(
    rf"(?P<authors>\d{{1,5}})\s+authors?(?!\w)|(?P<date>{DATE})|(?P<count>\d{{1,6}}|-)(?![\w.])",
    re.IGNORECASE,
)
_SKIP = re.compile(r"[\s·•|*▪◦‣]*")
_BULLET = re.compile(r"\s*[-–*+•·▪◦‣]\s+")
_PAPER = re.compile(
    r"(?:/papers/|%2Fpapers%2F|arxiv\.org/(?:abs|pdf|html)/|arxiv:\s*)(\d{4}\.\d{4,5})", re.IGNORECASE
)
_PAGE = re.compile(
    r"daily papers|trending papers|by ?ak and the research community|by", re.IGNORECASE
)
_NOISE = frozenset(
    ["new", "get trending papers in your email inbox!", "get trending papers in your email inbox once a day!",
     "subscribe", "daily", "weekly", "monthly"]
)


def units(lines: Iterable[Line]) -> Iterator[Unit]:
    """The units of a page, in order."""
    waiting: list[Line] = []
    for line in lines:
        text = line.text
        found = _meta(line) if text and not line.heading else []
        if waiting and (not text or found or line.heading):
            yield _block(waiting)
            waiting = []
        if found:
            yield from found
        elif line.heading:
            yield _block([line])
        elif text and text not in "[]":
            waiting.append(line)
    if waiting:
        yield _block(waiting)


def is_prose(text: str) -> bool:
    """Whether a block can only be an abstract, by its length and end."""
    return len(text) > 200 or (len(text) > 120 and text[-1] in ".!?")


def is_noise(text: str) -> bool:
    return text.casefold() in _NOISE


def page_day(text: str) -> None:
    """."""


def _block(lines: list[Line]) -> Unit:
    text = fold(" ".join(line.text for line in lines))
    number = lines[0].number
    ids = [found[1] for line in lines for url in line.urls if (found := _PAPER.search(url))]
    if _PAGE.fullmatch(text):
        return Unit("page", number, text)
    if is_noise(text):
        return Unit("noise", number, text)
    kind = "heading" if lines[0].heading else "text"
    return Unit(kind, number, text, ids)


def _meta(line: Line) -> list[Unit]:
    """The items of a line that has nothing but items; else an empty list."""
    found: list[Unit] = []
    for part in line.segments:
        items = _items(part, line.number)
        if items is None:
            return []
        found += items
    return found


def _items(part: Segment, number: int) -> list[Unit] | None:
    position = _SKIP.match(part.text).end()
    found = [Unit("separator", number)] if part.text.strip() else []
    while position < len(part.text):
        item = _ITEM.match(part.text, position)
        if item is None:
            return None
        if item["authors"]:
            found.append(Unit("authors", number, count=int(item["authors"])))
        elif item["date"]:
            day = parse(item)
            if day is None:
                return None
            found.append(Unit("date", number, day=day))
        else:
            found.append(Unit("count", number, count=None if item["count"] == "-" else int(item["count"])))
        position = _SKIP.match(part.text, item.end()).end()
    return found
