"""Rows about the graph itself: what it holds, its schema, whether everything works."""

import os
import platform
from collections.abc import Iterator
from importlib import metadata
from typing import Any

from graph import cypher
from graph import store as stores
from graph.errors import CitegraphError
from graph.schema import EDGES, NODES, OBSERVED, PROVENANCE, Property
from graph.store import Store

__all__ = ["examination", "schema_rows", "statistics"]

Row = dict[str, Any]


def statistics(store: Store) -> list[Row]:
    """Nodes by label, edges by type, and coverage: of how many papers something is known."""
    import queries  # noqa: PLC0415 - the catalogue is read only when asked

    labels, types = store.read(cypher.COUNT_NODES), store.read(cypher.COUNT_EDGES)
    return [*labels.rows, *types.rows, *queries.coverage_rows(store)]


def schema_rows() -> Iterator[Row]:
    """A row a property, in the order of ``graph.schema``."""
    for node in NODES:
        yield {
            "of": node.label,
            "property": "id",
            "type": "string",
            "combines": "",
            "indexed": True,
            "about": node.about,
        }
        yield from (_property(node.label, known) for known in node.properties)
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
    return {"of": of, "property": known.name, "type": known.kind, "combines": rule,
            "indexed": known.index, "about": known.about}  # fmt: skip


def examination(db: str | None) -> list[Row]:
    """What citegraph needs, each with its state (``ok`` or ``failed``) and the remedy."""
    name = (os.environ.get("CITEGRAPH_DB") or stores.DEFAULT_DB) if db is None else db
    rows = [
        _check("citegraph", metadata.version("citegraph")),
        _check("python", f"{platform.python_version()} on {platform.machine()}"),
        _check("driver", f"neo4j {metadata.version('neo4j')}"),
    ]
    try:
        with stores.open_store(name, create=False) as store:
            rows.append(_check("engine", f"{store.engine} {store.version()}"))
            rows.append(_check("address", f"{name} ({store.uri})"))
            counts = {row["what"]: row["count"] for row in store.read(cypher.COUNT_NODES).rows}
            rows.append(_check("graph", f"{counts.get('Paper', 0):,} papers"))
            rows.append(_reading_only(store))
    except CitegraphError as error:
        what, _, remedy = str(error).partition("; ")
        rows.append({"check": "reachable", "state": "failed", "value": what, "remedy": remedy})
    return rows


def _reading_only(store: Store) -> Row:
    try:
        store.read(cypher.FORBIDDEN)
    except CitegraphError:
        return _check("reader", "the engine holds it to reading")
    return {
        "check": "reader",
        "state": "failed",
        "value": "a READ session could write",
        "remedy": "report this engine and version; use a database user who may only read",
    }


def _check(check: str, value: str) -> Row:
    return {"check": check, "state": "ok", "value": value, "remedy": ""}
