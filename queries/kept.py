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

A question with such a part is asked again if the graph changed meanwhile, because kept rows and the
rest of its answer would be of different states.

The embedded engine keeps the whole answer to a question that names no node, too. Other programs may
write to a Neo4j server and leave the mark as it is, so answers of a server are computed each time.
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

Rows = list[dict[str, Any]]
MOST = 300_000  # characters of the rows that are kept of a graph; each question reads them
_TRIES = 5  # of an answer during which the graph changes
_SUBQUERY = re.compile(
    r"^(?P<indent> *)CALL \(\) \{\n *// kept\n(?P<body>.+?)\n(?P=indent)\}$",
    re.MULTILINE | re.DOTALL,
)


def replaced(
    store: "Store", statement: str, values: Mapping[str, Any], now: state.Now
) -> tuple[str, Mapping[str, Any]]:
    """Replace the kept subqueries of a statement by their rows; ``now`` is the present state.

    Returns:
        The statement and its parameters, with one for each subquery.
    """
    bodies = [found["body"] for found in _SUBQUERY.finditer(statement)]
    if not bodies or now[0] is None:
        return statement, values
    found = _kept(store, now, bodies, values)
    parts = iter(range(len(bodies)))
    text = _SUBQUERY.sub(
        lambda part: cypher.rows_of(f"kept{next(parts)}", lexer.columns(part["body"])), statement
    )
    return text, {**values, **{f"kept{at}": rows for at, rows in enumerate(found)}}


def answer(store: "Store", statement: str, values: Mapping[str, Any], *, whole: bool) -> Rows:
    """Return the rows of a question.

    ``whole``: the answer depends on the whole graph, and no parameter names a node.
    """
    keep = whole and store.engine == "arcadedb"
    for _ in range(_TRIES if keep or _SUBQUERY.search(statement) else 0):
        now = state.now(store)
        if now[0] is None:
            break
        if keep:
            found = _kept(store, now, [statement], values)[0]
        else:
            found = store.read(*replaced(store, statement, values, now)).rows
        if state.now(store) == now:
            return found
    return store.read(statement, values).rows


def rows(store: "Store", statements: Sequence[str], values: Mapping[str, Any]) -> list[Rows]:
    """Return the rows of statements, which are kept until the graph changes.

    The statements depend on the graph and their parameters alone; rows are as in a kept subquery.
    """
    now = state.now(store)
    if now[0] is None:
        return [store.read(statement, values).rows for statement in statements]
    return _kept(store, now, statements, values)


def _kept(
    store: "Store", now: state.Now, statements: Sequence[str], values: Mapping[str, Any]
) -> list[Rows]:
    """Return the rows of statements; run those whose rows are not known."""
    known = state.known(store, now).get("rows", {})
    keys = [_key(statement, values) for statement in statements]
    new = {
        key: store.read(*replaced(store, statement, values, now)).rows
        for key, statement in zip(keys, statements, strict=True)
        if key not in known
    }
    found = {**known, **new}
    if new:
        state.keep(store, now, rows=_newest({**state.known(store, now).get("rows", {}), **new}))
    return [found[key] for key in keys]


def _newest(found: dict[str, Rows]) -> dict[str, Rows]:
    """Return the newest rows that have room in the file."""
    room = MOST
    those: list[str] = []
    for key in reversed(found):
        size = len(json.dumps(found[key], default=str))
        if size <= room:
            room -= size
            those.append(key)
    return {key: found[key] for key in reversed(those)}


def _key(statement: str, values: Mapping[str, Any]) -> str:
    """Return a digest of a statement and of the parameters that it uses."""
    used = [repr(values[name]) for name in lexer.parameters(statement)]
    return hashlib.sha256(json.dumps([statement, used]).encode()).hexdigest()[:24]
