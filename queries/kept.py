"""Replace a part of a statement by its rows, which are kept until the graph changes.

A question may compare a node with the whole graph, for example with the number of all papers of a
year. That part is a subquery that depends on the graph and the parameters alone, and begins with
the comment ``// kept``::

    CALL () {
      // kept
      MATCH (every:Paper)
      RETURN every.year AS year, count(every) AS papers
    }

The statement is complete Cypher that Neo4j runs as it is. Here, the subquery runs once, and later
statements get its rows as a parameter (``graph/state.py``). The values of a row are numbers, texts,
booleans and lists. In a graph without a mark of its last change, statements run as they are.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from citegraph.graph import cypher, state
from citegraph.queries import lexer

if TYPE_CHECKING:
    from citegraph.graph.store import Store

__all__ = ["replaced", "rows"]

Rows = list[dict[str, Any]]
MOST = 200  # statements of a graph whose rows are kept
_SUBQUERY = re.compile(
    r"^(?P<indent> *)CALL \(\) \{\n *// kept\n(?P<body>.+?)\n(?P=indent)\}$",
    re.MULTILINE | re.DOTALL,
)


def replaced(
    store: "Store", statement: str, values: Mapping[str, Any]
) -> tuple[str, Mapping[str, Any]]:
    """Replace the kept subqueries of a statement by their rows.

    Args:
        store: the graph.
        statement: the statement.
        values: its parameters.

    Returns:
        The statement and its parameters, with one for each subquery.
    """
    bodies = [found["body"] for found in _SUBQUERY.finditer(statement)]
    if not bodies:
        return statement, values
    now = state.now(store)
    if now[0] is None:
        return statement, values
    found = _kept(store, now, bodies, values)
    parts = iter(range(len(bodies)))
    text = _SUBQUERY.sub(
        lambda part: cypher.rows_of(f"kept{next(parts)}", lexer.columns(part["body"])), statement
    )
    return text, {**values, **{f"kept{at}": rows for at, rows in enumerate(found)}}


def rows(store: "Store", statement: str, values: Mapping[str, Any]) -> Rows:
    """Return the rows of a statement, which are kept until the graph changes.

    Args:
        store: the graph.
        statement: depends on the graph and its parameters alone; a row as in a kept subquery.
        values: the parameters.
    """
    now = state.now(store)
    if now[0] is None:
        return store.read(statement, values).rows
    return _kept(store, now, [statement], values)[0]


def _kept(
    store: "Store", now: state.Now, statements: Sequence[str], values: Mapping[str, Any]
) -> list[Rows]:
    """Return the rows of statements; run those whose rows are not known."""
    known = state.known(store, now).get("rows", {})
    keys = [_key(statement, values) for statement in statements]
    new = {
        key: store.read(statement, values).rows
        for key, statement in zip(keys, statements, strict=True)
        if key not in known
    }
    found = {**known, **new}
    if new:
        state.keep(store, now, rows=dict(list(found.items())[-MOST:]))
    return [found[key] for key in keys]


def _key(statement: str, values: Mapping[str, Any]) -> str:
    """Return a digest of a statement and of the parameters that it uses."""
    used = [repr(values[name]) for name in lexer.parameters(statement)]
    return hashlib.sha256(json.dumps([statement, used]).encode()).hexdigest()[:24]
