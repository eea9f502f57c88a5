"""Read the plan of a statement that an engine reports."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import neo4j


@dataclass(frozen=True, slots=True)
class Operator:
    """One operator of a plan.

    ``name`` is the operator, ``database`` the graph that it reads (empty if the engine does not
    state it), ``details`` the engine's description.
    """

    name: str
    database: str
    details: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """Query type (``r``, ``rw``, ``w``, ``s``), database and operators of a statement."""

    query_type: str | None
    database: str | None
    operators: tuple[Operator, ...]


def explanation(summary: neo4j.ResultSummary) -> Explanation:
    """Return the plan in the summary of an ``EXPLAIN``."""
    plan: dict[str, Any] | None = summary.plan
    return Explanation(
        summary.query_type, summary.database, tuple(_operators(plan)) if plan else ()
    )


def _operators(plan: dict[str, Any]) -> Iterator[Operator]:
    waiting = [plan]  # not recursive: a plan may be deeper than Python's stack
    while waiting:
        each = waiting.pop()
        name, _, database = str(each.get("operatorType", "")).partition("@")
        arguments = each.get("args") or {}
        # Neo4j puts the text in Details, ArcadeDB in string-representation.
        details = arguments.get("Details", arguments.get("string-representation", ""))
        yield Operator(name, database, str(details))
        waiting += each.get("children") or []
