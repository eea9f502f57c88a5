"""Titles of pages that draw a whole graph: its sources, their period, and the number of papers."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from citegraph.graph.counted import counted
from citegraph.graph.formats import format_name
from citegraph.graph.store import Store
from citegraph.graph.subgraph import Subgraph
from citegraph.queries.whole import lists

NAMED = 2  # sources in a title; more are a number
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def whole_title(store: Store, subgraph: Subgraph) -> str:
    """Return the title of a page of the whole graph.

    Examples: ``Daily Papers, May 2023 to March 2026: 9,577 papers``; ``OpenAlex (works.json): 25
    papers, 2014 to 2024``.
    """
    papers = [
        node.properties
        for node in subgraph.nodes
        if node.label == "Paper" and not node.properties.get("stub")
    ]
    count = counted(len(papers), "paper")
    loaded = lists(store)
    source = _source(loaded)
    days = sorted({day[:10] for _, _, day, _ in loaded if day})
    if len(days) > 1 and all(day for _, _, day, _ in loaded):
        return f"{source}, {_months(days[0], days[-1])}: {count}"
    if len(days) == len(loaded) == 1:
        day = date.fromisoformat(days[0])
        source += f" of {_MONTHS[day.month - 1]} {day.day}, {day.year}"
    years = sorted(year for properties in papers if (year := _year(properties)))
    if not years:
        return f"{source}: {count}"
    return f"{source}: {count}, {_joined(str(years[0]), str(years[-1]))}"


def _source(loaded: Sequence[tuple[str, str, str | None, list[str] | None]]) -> str:
    """Name the formats of lists, those of most lists first, and the file if there is only one."""
    kinds: dict[str, int] = {}
    for _, kind, _, _ in loaded:
        name = format_name(kind)
        kinds[name] = kinds.get(name, 0) + 1
    names = sorted(kinds, key=lambda name: (-kinds[name], name))
    if not names:
        return "Citation graph"
    files = {file.rsplit(" sha256:", 1)[0] for *_, found in loaded for file in found or ()}
    if len(loaded) == 1 and len(files) == 1 and not loaded[0][2]:
        return f"{names[0]} ({next(iter(files))})"
    if len(names) > NAMED:
        names[NAMED:] = [f"{len(names) - NAMED} more"]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _year(properties: Mapping[str, Any]) -> int | None:
    day = properties.get("published")
    year = day.year if isinstance(day, date) else properties.get("year")
    return year if isinstance(year, int) else None


def _months(first: str, last: str) -> str:
    ends = (date.fromisoformat(day) for day in (first, last))
    return _joined(*(f"{_MONTHS[day.month - 1]} {day.year}" for day in ends))


def _joined(first: str, last: str) -> str:
    return first if first == last else f"{first} to {last}"
