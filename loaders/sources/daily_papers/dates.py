"""Parse the dates of a Daily Papers page: "Nov 25, 2020", without the year for the current year."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import NamedTuple

from citegraph.loaders.sources.dates import month_of

ENOUGH = 20  # dates with a year that are needed to infer the year of capture
_NAMES = (
    r"Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?"
)
# A count may follow the date without a space: "May 296" is May 29 and 6.
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_YEAR = r"(?:19|20)\d\d"
DATE = (
    rf"(?:(?:Published|Submitted)\s+(?:on\s+)?)?"
    rf"(?:(?P<month>{_NAMES})\.?\s+(?!{_YEAR}(?!\d))(?P<day>{_DAY})"
    rf"(?:(?:\s*,\s*|\s+)(?P<year>{_YEAR}))?"
    rf"|(?P<day2>{_DAY})\s+(?P<month2>{_NAMES})\.?(?:,?\s+(?P<year2>{_YEAR}))?"
    rf"|(?P<iso>{_YEAR}-\d\d-\d\d)(?:T[\d:.]+Z?)?)"
)


class PartialDate(NamedTuple):
    """A date whose year may be unknown."""

    month: int
    day: int
    year: int | None = None


def parse(found: re.Match[str]) -> PartialDate | None:
    """Convert a match of :data:`DATE` to a date; ``None`` if the day does not exist."""
    if found["iso"]:
        year, month, day = (int(part) for part in found["iso"].split("-"))
    else:
        name = found["month"] or found["month2"]
        month = month_of(name[:3]) or 0
        day = int(found["day"] or found["day2"])
        written = found["year"] or found["year2"]
        year = int(written) if written else 0
    try:
        date(year or 2000, month, day)  # 2000 has a 29th of February
    except ValueError:
        return None
    return PartialDate(month, day, year or None)


def resolve(partial: PartialDate, year: int, latest: date | None = None) -> date:
    """Complete a date with ``year``, or the year before if the result is after ``latest``."""
    chosen = partial.year or year
    # The page may be one day ahead, since it is in the reader's time zone.
    day = (chosen, partial.month, partial.day - 1)
    if partial.year is None and latest and day > (latest.year, latest.month, latest.day):
        chosen -= 1
    try:
        return date(chosen, partial.month, partial.day)
    except ValueError:  # February 29: use the last leap year
        while chosen % 4 or (chosen % 100 == 0 and chosen % 400):
            chosen -= 1
        return date(chosen, partial.month, partial.day)


def arxiv_month(number: str) -> tuple[int, int] | None:
    """Return year and month of an arXiv ID; ``None`` for IDs from before April 2007."""
    found = re.match(r"(\d\d)(0[1-9]|1[0-2])\.\d{4,5}", number)
    return (2000 + int(found[1]), int(found[2])) if found else None


def capture_year(
    captured: date | None,
    day: PartialDate | None,
    dates: Iterable[PartialDate | None],
    arxiv_ids: Iterable[str],
) -> tuple[int | None, bool]:
    """Infer the year in which a page was saved.

    The site omits only the current year. So a page is from the year after its latest written year,
    or from a later year that its newest arXiv IDs show. A page without years is taken to be from
    the current year.

    Returns:
        The year, ``None`` if the page contains too few years, and whether it is inferred.
    """
    if captured:
        return captured.year, False
    if day and day.year:
        return day.year, False
    today = datetime.now(tz=UTC).date()
    written = [found.year for found in dates if found and found.year]
    numbered = [found[0] for number in arxiv_ids if (found := arxiv_month(number))]
    if written and not numbered and len(written) < ENOUGH:
        return None, True
    least = max([year + 1 for year in written] + numbered, default=today.year)
    return min(least, today.year), True
