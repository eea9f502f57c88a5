"""Dates as a Daily Papers page writes them: "Nov 25, 2020", and without the year for this year."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import NamedTuple

__all__ = ["DATE", "PartialDate", "capture_year", "parse", "resolve"]

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMES = (
    r"Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?"
)
DATE = (
    rf"(?:(?:Published|Submitted)\s+(?:on\s+)?)?"
    rf"(?:(?P<month>{_NAMES})\.?\s+(?P<day>\d{{1,2}})(?!\d)(?:\s*,\s*(?P<year>(?:19|20)\d\d)(?!\d))?"
    rf"|(?P<day2>\d{{1,2}})\s+(?P<month2>{_NAMES})\.?(?:,?\s+(?P<year2>(?:19|20)\d\d)(?!\d))?"
    rf"|(?P<iso>(?:19|20)\d\d-\d\d-\d\d)(?:T[\d:.]+Z?)?)"
)


class PartialDate(NamedTuple):
    """A day of a month, of a year that may be unknown."""

    month: int
    day: int
    year: int | None = None


def parse(found: re.Match[str]) -> PartialDate | None:
    """A match of :data:`DATE` as a date; ``None`` where there is no such day."""
    if found["iso"]:
        year, month, day = (int(part) for part in found["iso"].split("-"))
    else:
        name = found["month"] or found["month2"]
        month = _MONTHS.index(name[:3].lower()) + 1
        day = int(found["day"] or found["day2"])
        written = found["year"] or found["year2"]
        year = int(written) if written else 0
    try:
        date(year or 2000, month, day)  # 2000 has a 29th of February
    except ValueError:
        return None
    return PartialDate(month, day, year or None)


def resolve(partial: PartialDate, year: int, latest: date | None = None) -> date:
    """The day, in ``year`` where it says none; the year before where that is after ``latest``."""
    chosen = partial.year or year
    if partial.year is None and latest and (chosen, *partial[:2]) > (latest.year, latest.month, latest.day):
        chosen -= 1
    try:
        return date(chosen, partial.month, partial.day)
    except ValueError:  # 29 February of a year that has none: the last leap year
        while chosen % 4 or (chosen % 100 == 0 and chosen % 400):
            chosen -= 1
        return date(chosen, partial.month, partial.day)


def capture_year(
    captured: date | None,
    day: PartialDate | None,
    dates: Iterable[PartialDate | None],
    arxiv_ids: Iterable[str],
) -> tuple[int, bool]:
    """The year in which a page was saved, and whether that was inferred.

    The site leaves the year out for the current one only. So a page is from the year after the
    greatest year that it writes, or a later one; the numbers of its newest papers may show that
    it is later.
    """
    if captured:
        return captured.year, False
    if day and day.year:
        return day.year, False
    today = datetime.now(tz=UTC).date()
    written = [found.year for found in dates if found and found.year]
    numbered = [2000 + int(found[:2]) for found in arxiv_ids if re.match(r"\d{4}\.", found)]
    least = max([year + 1 for year in written] + numbered, default=today.year)
    return min(least, today.year), True
