"""Combine a stored record with a new observation.

:func:`combine` is commutative, associative and idempotent, so the graph does not depend on the
order of loading, an older file never overwrites newer values, and loading again changes nothing.
``graph.schema`` defines the rule of each property.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from citegraph.graph.schema import PROVENANCE, EdgeType, NodeType, Property
from citegraph.graph.writing.observations import latest, stated_values

Properties = Mapping[str, Any]
_ONCE = {written.name for written in PROVENANCE}


def combine(of: NodeType | EdgeType, old: Properties, new: Properties) -> dict[str, Any]:
    """Combine the properties of two observations.

    Args:
        of: the node or edge type.
        old: stored or previously combined properties, possibly with ``observed``, ``observedOf``.
        new: properties of another observation, in the same format.

    Returns:
        The combined properties. Properties that are not in the schema are kept from both; ``old``
        takes precedence. They are a user's, or provenance, which is written once.
    """
    if not _changes(of, old, new):
        return dict(old)
    result: dict[str, Any] = {**new, **old}
    dates: dict[str, str] = {}
    leaders: dict[str, Properties] = {}
    for known in of.properties:
        name, a, b = known.name, old.get(known.name), new.get(known.name)
        if known.follows:
            leader = leaders.get(known.follows)
            value = None if leader is None else leader.get(name)
            if value is None:
                result.pop(name, None)
            else:
                result[name] = value
        elif b is None:
            if a is not None:
                _set_leader(known, old, dates, leaders)
        elif a is None:
            result[name] = b
            _set_leader(known, new, dates, leaders)
        elif known.rule in ("newest", "precise"):
            winner = max(old, new, key=lambda side: _rank(of, known, side))
            result[name] = winner[name]
            _set_leader(known, winner, dates, leaders)
        else:
            result[name] = _JOIN[known.rule](a, b)
    _settle(of, result)
    if dates:
        result.update(_observed(dates))
    return {name: value for name, value in result.items() if value is not None}


def _changes(of: NodeType | EdgeType, old: Properties, new: Properties) -> bool:
    """Report whether a new observation may change the result.

    Equal values can change it, too: if ``old`` has properties with days of their own, or if a
    property comes without the properties that follow it.
    """
    if "observedOf" in old:
        return True
    for name, value in new.items():
        if old.get(name) != value and name not in _ONCE:
            return True
    for known in of.properties:
        if known.follows in new and new.get(known.name) is None and old.get(known.name) is not None:
            return True
    return False


def _set_leader(
    known: Property, side: Properties, dates: dict[str, str], leaders: dict[str, Properties]
) -> None:
    leaders[known.name] = side
    if known.rule in ("newest", "precise"):
        dates[known.name] = _day(side, known.name)


def _day(side: Properties, name: str) -> str:
    """Return the day on which this side observed the property; empty if unknown."""
    for entry in side.get("observedOf") or ():
        if entry.startswith(f"{name}="):
            return str(entry[len(name) + 1 :])
    return str(side.get("observed") or "")


def _observed(dates: Mapping[str, str]) -> dict[str, Any]:
    newest = max(dates.values())
    earlier = sorted(f"{name}={day}" for name, day in dates.items() if day != newest)
    return {"observed": _date(newest) if newest else None, "observedOf": earlier or None}


def _date(text: str) -> date:
    """Parse a date; of a month or year, its first day."""
    return date.fromisoformat(f"{text}-01-01"[:10])


_PRECISION = {"day": 3, "month": 2, "year": 1}


def _rank(of: NodeType | EdgeType, known: Property, side: Properties) -> tuple[Any, ...]:
    value = side[known.name]
    precise = known.rule == "precise"
    followers = [side.get(other.name) for other in of.properties if other.follows == known.name]
    values = [(follower is not None, str(follower)) for follower in followers]
    return (
        not side.get("publishedInferred") if precise else True,
        _PRECISION.get(side.get("publishedPrecision") or "", 0) if precise else 0,
        _day(side, known.name),
        _fullness(value),
        values,  # decides between equal ranks, so that the order does not matter
    )


def _fullness(value: Any) -> tuple[int, Any]:
    return (len(value), value) if isinstance(value, str) else (0, value)


def spelling(name: str) -> tuple[int, int, str]:
    """Return the rank of a spelling: "Ada Lovelace" comes before "Ada lovelace"."""
    return len(name), sum(word[:1].isupper() for word in name.split()), name


def _union(a: Any, b: Any) -> Any:
    return a if a == b else sorted({*_values(a), *_values(b)})


def _latest(a: Any, b: Any) -> Any:
    return a if a == b else latest([*_values(a), *_values(b)])


_JOIN: dict[str, Callable[[Any, Any], Any]] = {
    "union": _union,
    "latest": _latest,
    "all": lambda a, b: a and b,
    "any": lambda a, b: a or b,
    "stated": lambda a, b: a or b,  # see _settle
    "min": min,
    "max": max,
    "fullest": lambda a, b: max(a, b, key=_fullness),
    "spelled": lambda a, b: max(a, b, key=spelling),
}


def _settle(of: NodeType | EdgeType, result: dict[str, Any]) -> None:
    """Set the properties of rule ``stated``, which follow from ``observations``."""
    for known in of.properties:
        if known.rule == "stated" and (stated := stated_values(result, known.name)):
            result[known.name] = "true" in stated


def _values(value: Any) -> Sequence[Any]:
    return value if isinstance(value, (list, tuple)) else (value,)
