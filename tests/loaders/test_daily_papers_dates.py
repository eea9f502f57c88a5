"""Dates on a Daily Papers page, and the year that it leaves out."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citegraph.graph.records import Paper
from citegraph.loaders.documents.document import Document
from citegraph.loaders.sources.daily_papers import text as daily_papers_text
from citegraph.loaders.sources.daily_papers.dates import (
    DATE,
    PartialDate,
    capture_year,
    parse,
    resolve,
)

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


@given(st.dates(date(1991, 1, 1), date(2099, 12, 31)), st.booleans())
def test_what_the_site_writes_is_read(day: date, full: bool) -> None:
    text = f"{MONTHS[day.month - 1]} {day.day}" + (f", {day.year}" if full else "")
    found = re.fullmatch(DATE, text)
    assert found
    assert parse(found) == PartialDate(day.month, day.day, day.year if full else None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Published on Dec 28, 2024", (12, 28, 2024)),
        ("December 5 2024", (12, 5, 2024)),
        ("5 Dec 2024", (12, 5, 2024)),
        ("2024-12-05", (12, 5, 2024)),
        ("Feb 29", (2, 29, None)),
        ("Feb 30", None),
        ("Feb 29, 2023", None),
        ("May 2024", None),
    ],
)
def test_other_ways(text: str, expected: tuple[int, int, int | None] | None) -> None:
    found = re.fullmatch(DATE, text, re.IGNORECASE)
    assert (parse(found) if found else None) == expected


def test_the_year_of_capture_is_the_least_that_fits() -> None:
    dates = [*[PartialDate(10, 1, 2024)] * 20, PartialDate(4, 7), None]
    assert capture_year(None, None, dates, []) == (2025, True)
    assert capture_year(None, None, dates[1:], []) == (None, True)  # too few to tell
    assert capture_year(date(2026, 1, 1), None, dates, []) == (2026, False)
    assert capture_year(None, None, dates, ["2601.00001", "hep-th/9901001"]) == (2026, True)
    assert capture_year(None, None, [PartialDate(1, 1, 2999)] * 20, [])[0] == date.today().year  # noqa: DTZ011 - as read


def test_a_day_is_never_after_the_page() -> None:
    assert resolve(PartialDate(12, 30), 2026, date(2026, 1, 2)) == date(2025, 12, 30)
    assert resolve(PartialDate(1, 3), 2026, date(2026, 1, 2)) == date(2026, 1, 3)  # time zones
    assert resolve(PartialDate(2, 29), 2025) == date(2024, 2, 29)


def card(when: str, number: str = "") -> str:
    address = f"https://huggingface.co/papers/{number}\n" if number else ""
    return f"A Title of a Paper\n{address}\n{'We show things. ' * 20}\n\n• 3 authors\n·\n{when}\n"


def read(text: str, captured: date | None = None) -> Paper:
    (paper,) = daily_papers_text.read(Document("page", text.encode(), captured))
    assert isinstance(paper, Paper)
    return paper


def test_capture_given_is_no_inference() -> None:
    paper = read(card("Apr 7"), date(2025, 10, 27))
    assert (paper.published, paper.published_inferred) == ("2025-04-07", False)


def test_a_number_tells_the_year() -> None:
    paper = read(card("Apr 7", "2404.01234"))
    assert (paper.published, paper.published_inferred) == ("2024-04-07", True)


@pytest.mark.parametrize(
    ("foot", "comments"),
    [
        ("May 29[6](https://huggingface.co/papers/2505.1#community)", 6),
        ("May 296", 6),
        ("May 29 6", 6),
        ("May 29, 20246", 6),
        ("May 29", None),
        ("May 29\n6", 6),
        ("May 29 · 6", 6),
    ],
)
def test_counts_glued_to_dates(foot: str, comments: int | None) -> None:
    paper = read(card(foot), date(2025, 6, 1))
    assert paper.published in ("2025-05-29", "2024-05-29")
    assert paper.comments == comments
