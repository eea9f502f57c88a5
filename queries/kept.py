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
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from citegraph.graph import cypher, state
from citegraph.queries import lexer

if TYPE_CHECKING:
    from citegraph.graph.store import Store

__all__ = ["replaced"]

MOST = 100  # subqueries of a graph whose rows are kept
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
    known = state.known(store, now).get("rows", {})
    keys = [_key(body, values) for body in bodies]
    new = {
        key: store.read(body, values).rows
        for key, body in zip(keys, bodies, strict=True)
        if key not in known
    }
    if new:
        latest = list({**known, **new}.items())[-MOST:]
        state.keep(store, now, rows=dict(latest))
    rows = {**known, **new}
    parts = iter(range(len(bodies)))
    text = _SUBQUERY.sub(
        lambda found: cypher.rows_of(f"kept{next(parts)}", lexer.columns(found["body"])), statement
    )
    return text, {**values, **{f"kept{at}": rows[key] for at, key in enumerate(keys)}}


def _key(body: str, values: Mapping[str, Any]) -> str:
    """Return a digest of a subquery and of the parameters that it uses."""
    used = [repr(values[name]) for name in lexer.parameters(body)]
    return hashlib.sha256(json.dumps([body, used]).encode()).hexdigest()[:24]
