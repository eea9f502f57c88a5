"""Mark retracted and withdrawn papers, and dates of low precision, in the rows of an answer."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from citegraph.graph.identity import ids
from citegraph.graph.retractions import mark
from citegraph.queries import lexer

if TYPE_CHECKING:
    from citegraph.graph.store import Store

_TITLES = ("paper", "best", "newest", "otherNewest")  # columns of a title without an identifier
_LENGTHS = {"year": 4, "month": 7}  # characters of an ISO date


class PartialDate(date):
    """The first day of a year or a month, of which the day is unknown; ``known`` is ``"2006"``."""

    known: str | None = None


def marked(store: "Store", rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Put a mark before the titles of retracted and withdrawn papers, in the given rows.

    The column ``published`` becomes a :class:`PartialDate` where the day is unknown; the column
    ``latest``, a text, always does. A title is marked if the row also contains the identifier of
    the paper, and in a list of titles or a column of `_TITLES`, which have no identifiers, if it is
    the title of such a paper. Lists may be in maps of a list.

    Returns:
        The rows.
    """
    texts = {text for row in rows for name, text in _texts(row) if _names(name)}
    listed = {text for row in rows for value in row.values() for text in _list(value)}
    listed |= {text for row in rows for n in _TITLES if isinstance(text := row.get(n), str)}
    found = _find(store, "by ID", texts) if texts else []
    keys = {ids.title_key(text) for text in listed if text}
    titles = {
        one["title"]: mark(one) + one["title"]
        for one in (_find(store, "by title", keys) if keys else [])
        if one["title"] in listed
    }
    papers = {one["id"]: one for one in found}
    for row in rows:
        here = [papers[text] for name, text in _texts(row) if _names(name) and text in papers]
        shown = {one["title"]: mark(one) + one["title"] for one in here if one["title"]}
        for name, value in row.items():
            if isinstance(value, str):
                row[name] = shown.get(value, titles.get(value, value) if name in _TITLES else value)
            elif titles and isinstance(value, list):
                row[name] = _replaced(value, titles)
        if here and "title" in row and row["title"] is None:
            row["title"] = mark(here[0]).strip()
        if isinstance(text := row.get("latest"), str):
            row["latest"] = _dated(text)
    _mark_dates(store, rows)
    return rows


def _dated(text: str) -> date:
    """Return the date of ``"2006"``, ``"2006-10"`` or a day."""
    day = PartialDate.fromisoformat((text + "-01-01")[:10])
    day.known = text
    return day


def _mark_dates(store: "Store", rows: list[dict[str, Any]]) -> None:
    """Replace the dates of papers of which only the year or the month is known."""
    first = [
        row
        for row in rows
        if isinstance(row.get("published"), date)
        and row["published"].day == 1
        and isinstance(row.get("id"), str)
    ]
    if not first:
        return
    found = _find(store, "partial dates", {row["id"] for row in first})
    lengths = {one["id"]: _LENGTHS[one["precision"]] for one in found}
    for row in first:
        if length := lengths.get(row["id"]):
            day = row["published"]
            row["published"] = partial = PartialDate(day.year, day.month, day.day)
            partial.known = day.isoformat()[:length]


def of_paper(store: "Store", id: str) -> str:
    """Return the mark of a paper, or nothing."""
    return "".join(map(mark, _find(store, "by ID", {id})))


def _find(store: "Store", how: str, texts: set[str]) -> list[dict[str, Any]]:
    return store.read(lexer.named("marks")[how], {"texts": sorted(texts)}).rows


def _names(column: str) -> bool:
    """Report whether a column contains identifiers of nodes."""
    return column == "id" or column.endswith("Id")


def _texts(row: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in row.items():
        if isinstance(value, str):
            yield name, value


def _list(value: Any) -> Iterator[str]:
    """Yield the texts of a list, and those of several words in lists of maps in it."""
    for one in value if isinstance(value, list) else []:
        if isinstance(one, str):
            yield one
        elif isinstance(one, dict):
            yield from (text for inner in one.values() for text in _list(inner) if " " in text)


def _replaced(values: list[Any], titles: Mapping[str, str]) -> list[Any]:
    """Return a list with other titles, also in lists of maps in it."""
    return [
        titles.get(one, one)
        if isinstance(one, str)
        else {k: _replaced(v, titles) if isinstance(v, list) else v for k, v in one.items()}
        if isinstance(one, dict)
        else one
        for one in values
    ]
