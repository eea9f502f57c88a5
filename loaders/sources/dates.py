"""Dates as sources write them, whole or in part, as ISO 8601 (``2020``, ``2020-11``)."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from typing import Any

_NUMERIC = re.compile(r"(\d{4})(?:[-/.](\d{0,2}))?(?:[-/.](\d{0,2}))?(?!\d)")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?!\d)")
_MONTH_FIRST = re.compile(r"(?:(\d{1,2})[/.-]|([^\W\d_]{3,9})\.?,? )(\d{4})")
_WRITTEN = (
    "%b %d, %Y",
    "%B %d, %Y",
    "%d %b %Y",
    "%d %B %Y",
    "%a, %d %b %Y",
    "%m/%d/%Y",
    "%d.%m.%Y",
)


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_IN_OTHER_LANGUAGES = {  # French, German, Spanish, Portuguese, where the English ones differ
    "avr": 4, "abr": 4, "mai": 5, "juin": 6, "juil": 7, "ago": 8, "aoû": 8, "aou": 8, "set": 9,
    "outu": 10, "dez": 12, "dic": 12, "déc": 12, "ene": 1, "fév": 2, "fev": 2, "mär": 3, "okt": 10,
}  # fmt: skip


def month_of(text: str) -> int | None:
    """Return the first month that a text names, else its number: 7 for ``July 5-10`` and ``07``."""
    for word in re.findall(r"\b[^\W\d_]{3,4}", text.lower()):
        if word[:3] in _MONTHS:
            return _MONTHS.index(word[:3]) + 1
        if other := _IN_OTHER_LANGUAGES.get(word[:3]) or _IN_OTHER_LANGUAGES.get(word):
            return other
    number = text.strip()
    return int(number) if re.fullmatch(r"0?[1-9]|1[0-2]", number) else None


def iso_date(parts: Iterable[Any]) -> str | None:
    """Return year, month and day as ISO 8601, as far as they are known and possible.

    Args:
        parts: numbers or texts; those after the first that is absent or impossible are ignored.
    """
    known: list[int] = []
    for value, (least, most) in zip(parts, ((1000, 2999), (1, 12), (1, 31)), strict=False):
        text = str(value or "").strip()
        if not (text.isdecimal() and len(text) <= 4 and least <= int(text) <= most):
            break
        known.append(int(text))
    if len(known) == 3:
        try:
            date(*known)
        except ValueError:
            known.pop()
    return "-".join(f"{part:02d}" for part in known) or None


def fullest(dates: list[str], first: str | None = None) -> str | None:
    """Return the fullest ISO 8601 date of the year of the first one, or of ``first``."""
    year = (first or next(iter(dates), ""))[:4]
    return max((date for date in dates if date.startswith(year)), key=len, default=None)


def partial_date(text: str | None) -> str | None:
    """Return a written date as ISO 8601, as far as it is known.

    Reads ``2020``, ``2020-11``, ``2020/11/25``, ``20201125``, time stamps, ``Nov 25, 2020``,
    ``25 November 2020``, ``25.11.2020``, ``11/25/2020``, ``11/2020`` and ``Nov 2020``.
    """
    text = " ".join((text or "").split())[:40]
    if not text:
        return None
    if found := _NUMERIC.match(text) or _COMPACT.match(text):
        return iso_date(found.groups())
    if (found := _MONTH_FIRST.fullmatch(text)) and (month := found[1] or month_of(found[2])):
        return iso_date([found[3], month])
    for pattern in _WRITTEN:
        try:
            return datetime.strptime(text, pattern).date().isoformat()  # noqa: DTZ007 - a day
        except ValueError:
            continue
    return None


def day_of(text: str | None) -> date | None:
    """Return the day of an ISO 8601 or RFC 822 time stamp; ``None`` if it has none."""
    text = (text or "").strip()
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        pass
    try:
        return parsedate_to_datetime(text).date()
    except (ValueError, TypeError, IndexError):
        return None
