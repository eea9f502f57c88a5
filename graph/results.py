"""What comes back over Bolt, as Python's own values."""

from dataclasses import dataclass, field
from typing import Any

import neo4j

from graph.subgraph import Edge, Node, Subgraph

__all__ = ["Result", "plain", "subgraph", "table"]


@dataclass(slots=True)
class Result:
    """A table: ``rows`` are dictionaries with a key for each of ``columns``.

    Values are Python's own; a node, relationship or path is a dictionary. ``cut`` says that rows
    beyond the limit were left out.
    """

    columns: list[str]
    rows: list[dict[str, Any]]
    cut: bool = False
    counters: dict[str, int] = field(default_factory=dict)


def table(result: neo4j.Result, limit: int | None = None) -> Result:
    """All rows of a result, or the first ``limit``."""
    columns = list(result.keys())
    rows: list[dict[str, Any]] = []
    cut = False
    for record in result:
        if limit is not None and len(rows) == limit:
            cut = True
            break
        rows.append({k: plain(v) for k, v in zip(columns, record.values(), strict=True)})
    counters = result.consume().counters
    return Result(
        columns,
        rows,
        cut,
        {
            k: v
            for k, v in vars(counters).items()
            if isinstance(v, int) and v and not k.startswith("_")
        },
    )


def subgraph(result: neo4j.Result, statement: str) -> Subgraph:
    """All nodes, relationships and paths of a result, each once."""
    nodes: dict[str, Node] = {}
    edges: dict[tuple[str, str, str], Edge] = {}
    keys: dict[str, str] = {}
    pending: list[Any] = []
    for record in result:
        for value in record.values():
            _collect(value, nodes, pending, keys)
    for relation in pending:
        ends = [keys.get(end.element_id) for end in relation.nodes if end is not None]
        if len(ends) == 2 and ends[0] and ends[1]:
            properties = {k: plain(v) for k, v in relation.items()}
            edges[relation.type, ends[0], ends[1]] = Edge(
                relation.type, ends[0], ends[1], properties
            )
    return Subgraph(tuple(nodes.values()), tuple(edges.values()), cypher=statement)


_PLAIN = frozenset((str, int, float, bool, type(None)))  # most values; a call for each costs


def plain(value: Any) -> Any:  # noqa: PLR0911 - a case a kind of value
    """A Bolt value as Python's own."""
    if type(value) in _PLAIN:
        return value
    if isinstance(value, list):
        return [item if type(item) in _PLAIN else plain(item) for item in value]
    if isinstance(value, dict):
        return {k: v if type(v) in _PLAIN else plain(v) for k, v in value.items()}
    if isinstance(value, neo4j.graph.Node):
        return {"labels": sorted(value.labels), **{k: plain(v) for k, v in value.items()}}
    if isinstance(value, neo4j.graph.Path):
        return {
            "nodes": [plain(node) for node in value.nodes],
            "relationships": [plain(relation) for relation in value.relationships],
        }
    if isinstance(value, neo4j.graph.Relationship):
        return {"type": value.type, **{k: plain(v) for k, v in value.items()}}
    if hasattr(value, "to_native"):
        return value.to_native()
    return value


def _collect(value: Any, nodes: dict[str, Node], pending: list[Any], keys: dict[str, str]) -> None:
    if isinstance(value, neo4j.graph.Node):
        label = min(value.labels, default="Node")
        properties = {k: plain(v) for k, v in value.items()}
        node = Node(label, str(properties.pop("id", value.element_id)), properties)
        nodes[node.key] = node
        keys[value.element_id] = node.key
    elif isinstance(value, neo4j.graph.Path):
        for part in (*value.nodes, *value.relationships):
            _collect(part, nodes, pending, keys)
    elif isinstance(value, neo4j.graph.Relationship):
        pending.append(value)
    elif isinstance(value, dict):
        for part in value.values():
            _collect(part, nodes, pending, keys)
    elif isinstance(value, (list, tuple)):
        for part in value:
            _collect(part, nodes, pending, keys)
