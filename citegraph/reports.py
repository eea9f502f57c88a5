"""Rows about the graph: statistics, schema, and checks of the installation."""

import platform
from collections.abc import Iterator
from importlib import metadata
from typing import Any

from citegraph.graph import cypher
from citegraph.graph.connection import address, preparation
from citegraph.graph.engines.memory import human
from citegraph.graph.errors import CitegraphError
from citegraph.graph.schema import EDGES, NODES, OBSERVED, PROVENANCE, Property, counts_of
from citegraph.graph.store import Store, open_store

Row = dict[str, Any]


def statistics(store: Store) -> list[Row]:
    """Count nodes by label, edges by type, and the papers that have each kind of data."""
    from citegraph import queries  # noqa: PLC0415 - reads the catalogue
    from citegraph.queries.coverage import dangling  # noqa: PLC0415 - as above

    labels, types = store.read(cypher.COUNT_NODES), store.read(cypher.COUNT_EDGES)
    return [*labels.rows, *types.rows, *queries.coverage_rows(store), *dangling(store)]


def schema_rows() -> Iterator[Row]:
    """Yield a row for each property, in the order of ``graph.schema``."""
    for node in NODES:
        yield {
            "of": node.label,
            "property": "id",
            "type": "string",
            "combines": "",
            "indexed": True,
            "about": node.about,
        }
        properties = (*node.properties, *counts_of(node.label))
        yield from (_property(node.label, known) for known in properties)
    for edge in EDGES:
        of = f"({edge.start})-[:{edge.type}]->({edge.end})"
        yield {
            "of": of,
            "property": "",
            "type": "",
            "combines": "",
            "indexed": False,
            "about": edge.about,
        }
        yield from (_property(of, known) for known in edge.properties)
    for known in (*OBSERVED, *PROVENANCE):
        yield _property("every node and edge", known) | {"combines": ""}


def _property(of: str, known: Property) -> Row:
    rule = f"with {known.follows}" if known.follows else known.rule
    return {
        "of": of,
        "property": known.name,
        "type": known.kind,
        "combines": rule,
        "indexed": known.index,
        "about": known.about,
    }


def examination(db: str | None, *, thorough: bool = False) -> list[Row]:
    """Check the installation and the database; ``thorough`` reads the whole graph for damage.

    Returns:
        One row for each check: ``state`` is ``ok`` or ``failed``, with the remedy.
    """
    name = address.chosen(db)
    rows = [
        _check("citegraph", metadata.version("citegraph")),
        _check("python", f"{platform.python_version()} on {platform.machine()}"),
        _check("driver", f"neo4j {metadata.version('neo4j')}"),
    ]
    try:
        with open_store(name, create=False) as store:
            store.command = "doctor"
            rows.append(_check("engine", f"{store.engine} {store.version()}"))
            rows.append(_check("address", f"{name} ({store.uri})"))
            counts = {row["what"]: row["count"] for row in store.read(cypher.COUNT_NODES).rows}
            rows.append(_check("graph", f"{counts.get('Paper', 0):,} papers"))
            rows += [_foreign_nodes(store), _schema(store), _reading_only(store)]
            rows += _memory(store)
            if thorough:
                rows.append(_damage(store))
    except CitegraphError as error:
        rows.append(_failed("reachable", error))
    return rows


def _memory(store: Store) -> list[Row]:
    """Return the memory of the embedded engine; no row on a server."""
    use = store.memory()
    if use is None:
        return []
    resident = f"uses {human(use.resident)}, " if use.resident else ""
    machine = f" of {human(use.machine)}" if use.machine else ""
    value = f"the engine {resident}heap at most {human(use.heap)}{machine} (CITEGRAPH_HEAP)"
    return [_check("memory", value)]


def _damage(store: Store) -> Row:
    problems = list(store.damage())
    if not problems:
        return _check("damage", "none found in records, edges and indexes")
    return _failed(
        "damage", f"{', '.join(problems)}; load an export or the sources again into a new folder"
    )


def _foreign_nodes(store: Store) -> Row:
    rows = store.read(preparation.FOREIGN_ALL).rows
    problem = preparation.foreign(rows, store.name)
    if problem:
        return _failed("labels", problem)
    return _check("labels", "no other application uses the labels of citegraph")


def _schema(store: Store) -> Row:
    def run(statement: str) -> list[Row]:
        return store.read(statement).rows

    try:
        lacking = preparation.missing(run, store.name)
    except CitegraphError as error:
        if preparation.is_forbidden(error.__cause__):
            return _check("schema", "unknown: this user may not list constraints and indexes")
        return _failed("schema", error)
    if not lacking:
        return _check("schema", "complete: all constraints and indexes exist")
    names = ", ".join(one.name for one in lacking)
    return _check("schema", f"the next load creates: {names} (see citegraph schema --cypher)")


def _reading_only(store: Store) -> Row:
    """Check that the engine refuses a write of the reader because of its rights."""
    try:
        store.read(cypher.FORBIDDEN)
    except CitegraphError as error:
        if preparation.is_forbidden(error.__cause__):
            return _check("reader", "the engine refuses writes")
        return _failed("reader", f"not tested, because the engine reported another error: {error}")
    return _failed(
        "reader",
        "a READ session could write; report this engine and version, and use a database user with "
        "read rights only",
    )


def _failed(check: str, problem: object) -> Row:
    what, _, remedy = str(problem).rpartition("; ")
    value, remedy = (what, remedy) if what else (remedy, "")
    return {"check": check, "state": "failed", "value": value, "remedy": remedy}


def _check(check: str, value: str) -> Row:
    return {"check": check, "state": "ok", "value": value, "remedy": ""}
