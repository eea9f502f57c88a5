"""Add ``properties``, ``nodes`` and ``edges`` of a record: the data without a field.

They let a record contain every property and edge type of the schema without code for each. They
replace values of the fields, as the export writes data here that the fields cannot express.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from citegraph.graph.identity import ids
from citegraph.graph.records import End, Paper, Reference
from citegraph.graph.schema import (
    EDGES,
    NODES,
    OBSERVED,
    PROVENANCE,
    EdgeType,
    NodeType,
    edge_type,
    node_type,
)

Properties = dict[str, Any]
Row = tuple[str, str]
_WRITTEN = {p.name for p in PROVENANCE}
_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "float": (float, int),
    "boolean": (bool,),
    "list": (list,),
    "date": (date,),
    "datetime": (datetime,),
}
_LARGEST = 2**63  # integers of both engines have 64 bits
_LABELS = {node.label for node in NODES}
_TRIPLES = {(edge.start, edge.type, edge.end) for edge in EDGES}


def has_further(paper: Paper) -> bool:
    """Report whether a record has ``properties``, ``nodes`` or ``edges``."""
    return bool(paper.properties or paper.nodes or paper.edges)


def check(paper: Paper) -> str | None:
    """Return the first error in ``properties``, ``nodes`` and ``edges``; ``None`` if valid."""
    given: list[tuple[str, NodeType | EdgeType, Mapping[str, Any]]] = []
    if paper.properties:
        given.append(("$.properties", node_type("Paper"), paper.properties))
    for i, node in enumerate(paper.nodes):
        if node.label not in _LABELS:
            return f"unknown label `{node.label}` at `$.nodes[{i}]`; use one of {_list(_LABELS)}"
        if node.label == "Paper":
            return f"a paper at `$.nodes[{i}]`; write it as a separate record"
        given.append((f"$.nodes[{i}].properties", node_type(node.label), node.properties))
    for i, edge in enumerate(paper.edges):
        start, end = _label(edge.start), _label(edge.end)
        if (start, edge.type, end) not in _TRIPLES:
            known = _list({f"({e.start})-[:{e.type}]->({e.end})" for e in EDGES})
            this = f"({start})-[:{edge.type}]->({end})"
            return f"unknown edge {this} at `$.edges[{i}]`; use one of {known}"
        given.append(
            (f"$.edges[{i}].properties", edge_type(start, edge.type, end), edge.properties)
        )
    for path, of, properties in given:
        try:
            _converted(of, properties)
        except ValueError as error:
            return f"{error} at `{path}`"
    return None


def _list(names: set[str]) -> str:
    return ", ".join(sorted(names))


def _label(end: End | None) -> str:
    return end.label if end else "Paper"


def _converted(of: NodeType | EdgeType, properties: Mapping[str, Any]) -> Properties:
    """Convert properties to the types of the schema.

    Raises:
        ValueError: the schema has no such property, or a value is of another type.
    """
    known = {p.name: p.kind for p in (*of.properties, *OBSERVED)}
    converted: Properties = {}
    for name, value in properties.items():
        if name not in known:
            raise ValueError(f"unknown property `{name}`; use one of {_list(set(known))}")
        kind = known[name]
        if isinstance(value, str) and kind == "date":
            value = date.fromisoformat(value)  # noqa: PLW2901 - the value in its type
        elif isinstance(value, str) and kind == "datetime":
            value = datetime.fromisoformat(value)  # noqa: PLW2901 - the value in its type
        fits = isinstance(value, _TYPES[kind]) and (
            kind == "boolean" or not isinstance(value, bool)
        )
        if isinstance(value, int):
            fits = fits and abs(value) < _LARGEST
        if kind == "list" and fits:
            fits = (
                all(type(item) in (str, int) for item in value) and len(set(map(type, value))) < 2
            )
        if value is not None and not fits:
            raise ValueError(f"`{name}` is not of type {kind}")
        converted[name] = value
    return converted


def cited(paper: Paper) -> Iterator[Reference]:
    """Yield the other papers in ``edges`` of the record, as references."""
    for edge in paper.edges:
        for end in (edge.start, edge.end):
            if end and end.label == "Paper":
                yield Reference(id=end.id)


def add_further(
    rows: tuple[dict[Row, Properties], dict[tuple[str, str, str, str, str], Properties]],
    paper: Paper,
    id: str,
    identify: Callable[[Reference], str],
    made: Mapping[str, Any],
) -> None:
    """Add ``properties``, ``nodes`` and ``edges`` of a record to the rows of its fields."""
    nodes, edges = rows

    def end(given: End | None) -> Row:
        if given is None:
            return "Paper", id
        if given.label == "Paper":
            return "Paper", identify(Reference(id=given.id))
        return given.label, ids.fit(given.id)

    def put(row: Properties, of: NodeType | EdgeType, properties: Mapping[str, Any]) -> None:
        row.update(_converted(of, properties))
        for name in [name for name, value in row.items() if value is None]:
            del row[name]

    if paper.properties:
        put(nodes["Paper", id], node_type("Paper"), paper.properties)
    for node in paper.nodes:
        row = nodes.setdefault((node.label, ids.fit(node.id)), dict(made))
        put(row, node_type(node.label), node.properties)
    for edge in paper.edges:
        start, to = end(edge.start), end(edge.end)
        if start == to:
            continue
        for key in (start, to):
            nodes.setdefault(key, {**made, "stub": True} if key[0] == "Paper" else dict(made))
        row = edges.setdefault((start[0], edge.type, to[0], start[1], to[1]), dict(made))
        put(row, edge_type(start[0], edge.type, to[0]), edge.properties)


def differences(
    of: NodeType | EdgeType, made: Mapping[str, Any], stored: Mapping[str, Any]
) -> Properties:
    """Return stored values that differ from ``made``; ``None`` for values that are not stored."""
    names = [p.name for p in (*of.properties, *OBSERVED)]
    return {name: stored.get(name) for name in names if made.get(name) != stored.get(name)}
