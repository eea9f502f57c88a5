"""State why an answer is empty, and refuse parameters that can have no answer."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from citegraph.graph.errors import QueryError
from citegraph.queries import lexer
from citegraph.queries.values import ENTITIES

if TYPE_CHECKING:
    from citegraph.graph.store import Store
    from citegraph.queries.naming import Subject
    from citegraph.queries.question import Question

__all__ = ["check_two", "nothing", "without_evidence"]

_SOURCE = "source"  # parameter: kind of evidence of a link to a topic


@cache
def _statements() -> tuple[str, str, str]:
    source = files("citegraph.queries").joinpath("reasons.cypher").read_text("utf-8")
    evidence, kinds, days = lexer.statements(source)
    return evidence, kinds, days


def without_evidence(store: "Store", values: Mapping[str, Any]) -> str | None:
    """Return which kinds of evidence the links to topics have, if none has the kind asked for."""
    evidence, every, _ = _statements()
    source = values.get(_SOURCE)
    if source is None or store.read(evidence, {"source": source}).rows:
        return None
    kinds = [row["source"] for row in store.read(every).rows]
    if not kinds:
        return None
    return f"no topic of this graph has evidence of kind {source!r}; use {_listed(kinds)}"


def check_two(question: "Question", subjects: Mapping[str, "Subject"]) -> None:
    """Refuse one node where a question compares two.

    Raises:
        QueryError: ``other`` is the same node as the parameter before it.
    """
    names = [p.name for p in question.parameters if p.type in ENTITIES]
    if "other" not in names[1:] or not {*names[:2]} <= {*subjects}:
        return
    one, other = (subjects[name] for name in names[:2])
    if one.id == other.id:
        both = one.text if one.text == other.text else f"{one.text} and {other.text}"
        raise QueryError(
            f"{question.name} needs two nodes, and {both!r} names one: {one.name} ({one.id}); "
            f"set {names[0]} and {names[1]} to different ones"
        )


def nothing(store: "Store", question: "Question", values: Mapping[str, Any]) -> str:
    """Return that nothing matches, what restricts the answer, and what would widen it."""
    optional = [p for p in question.parameters if not p.required and p.name != "limit"]
    restricting = [
        f"{p.name}={values[p.name]}" for p in optional if values[p.name] not in (None, False)
    ]
    wider = [
        f"; {p.name}=true would {p.about}"
        for p in optional
        if values[p.name] is False and p.about.startswith("also ")
    ]
    found = "0 rows: nothing matches" + (f" with {', '.join(restricting)}" if restricting else "")
    return found + "".join(wider) + _span(store, question)


def _span(store: "Store", question: "Question") -> str:
    """Return the days of the papers, if the question is about a period."""
    if not any(p.type == "date" or p.name == "days" for p in question.parameters):
        return ""
    *_, days = _statements()
    [span] = store.read(days).rows
    if span["first"] is None:
        return ""
    return f"; the papers of the graph are published from {span['first']} to {span['last']}"


def _listed(names: list[str]) -> str:
    *others, last = names
    return f"{', '.join(others)} or {last}" if others else last
