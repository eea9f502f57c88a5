"""Compute and write the difference between the records of a batch and the graph."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from citegraph.graph import cypher
from citegraph.graph.errors import StoreError
from citegraph.graph.results import plain
from citegraph.graph.schema import NODES, edge_type, node_type
from citegraph.graph.writing.combine import combine
from citegraph.graph.writing.rows import EdgeKey, NodeKey
from citegraph.graph.writing.rows import Rows as Batch

Rows = list[dict[str, Any]]


class Runner(Protocol):
    """Runs one statement in a transaction and returns its rows."""

    def __call__(self, statement: str, /, **parameters: Any) -> list[dict[str, Any]]:
        """Return rows as dictionaries with the driver's values."""


def read(run: Runner, statement: str, **parameters: Any) -> Rows:
    """Run a statement, in parts if its parameters are large; return the collected rows."""
    results = run(statement, **parameters)
    if len(results) == 1:
        return list(results[0]["rows"])
    return [row for result in results for row in result["rows"]]


_DATES = {node.label: [p.name for p in node.properties if p.kind == "date"] for node in NODES}


def read_nodes(run: Runner, label: str, ids: Sequence[str]) -> Rows:
    """Read existing nodes by ``id``: ``id``, ``element``, ``properties``."""
    rows = read(run, cypher.read_nodes(label), ids=ids)
    for row in rows:
        properties = row["properties"]
        for name in _DATES[label]:  # other types are Python values already
            if name in properties:
                properties[name] = plain(properties[name])
    return rows


@dataclass(slots=True)
class Stored:
    """The nodes and edges of a batch that are in the graph.

    Attributes:
        nodes, edges: their properties.
        elements: element ID of each node, valid within this transaction.
    """

    nodes: dict[NodeKey, dict[str, Any]] = field(default_factory=dict)
    edges: dict[EdgeKey, dict[str, Any]] = field(default_factory=dict)
    elements: dict[NodeKey, str] = field(default_factory=dict)

    def read(self, run: Runner, label: str, ids: Sequence[str]) -> None:
        """Read existing nodes.

        Raises:
            StoreError: a node belongs to another application, see
                ``citegraph.graph.connection.preparation``.
        """
        for row in read_nodes(run, label, ids):
            if "load" not in row["properties"]:
                raise StoreError(
                    f"{label} {row['id']}: belongs to another application and would be "
                    "overwritten; use a separate database, or remove that node"
                )
            self.nodes[label, row["id"]] = row["properties"]
            self.elements[label, row["id"]] = row["element"]


@dataclass(slots=True)
class Changes:
    """Numbers of changes of a batch, by label and relationship type."""

    created: Counter[str] = field(default_factory=Counter)
    updated: Counter[str] = field(default_factory=Counter)
    deleted: Counter[str] = field(default_factory=Counter)
    merged: list[str] = field(default_factory=list)  # "title:x is arxiv:1 (same title)"
    disputed: list[str] = field(default_factory=list)  # identifiers that records lost

    def __bool__(self) -> bool:
        return bool(+self.created or +self.updated or +self.deleted or self.merged)

    @property
    def total(self) -> int:
        """Number of nodes and edges that were created, updated or deleted."""
        return sum(sum(one.values()) for one in (self.created, self.updated, self.deleted))

    def add(self, other: "Changes") -> "Changes":
        """Add the changes of another batch; return the sum, which is this object."""
        self.created.update(other.created)
        self.updated.update(other.updated)
        self.deleted.update(other.deleted)
        self.merged += other.merged
        self.disputed += other.disputed
        return self


_PART = 1000  # edges of one paper in one row, so that a row fits into a message
# Deleted first, as an edge may be deleted and merged again with other properties.
_VERBS = {"delete": cypher.delete_edges, "merge": cypher.merge_edges, "set": cypher.set_edges}


@dataclass(slots=True)
class Work:
    """Nodes and edges to write."""

    new: dict[str, Rows] = field(default_factory=lambda: defaultdict(list))
    changed: dict[str, Rows] = field(default_factory=lambda: defaultdict(list))
    edges: dict[tuple[str, str, str], dict[str, Rows]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )
    # Edges at new papers, by paper.
    created: dict[tuple[str, str, str], dict[NodeKey, list[tuple[NodeKey, dict[str, Any]]]]] = (
        field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    )

    def carry_out(self, run: Runner, stored: Stored, changes: Changes, *, careful: bool) -> None:
        """Write nodes and edges as :meth:`write` does, and count them."""
        self.write(run, stored, careful=careful)
        self._count(changes)

    def write(self, run: Runner, stored: Stored, *, careful: bool) -> None:
        """Write nodes and edges.

        Args:
            run: the transaction.
            stored: nodes in the graph; receives the element IDs of new nodes.
            careful: merge nodes that another process may have created. Papers are created in any
                case, so that their edges can be created without reading.
        """
        elements = stored.elements
        for label, rows in self.new.items():
            if careful and label != "Paper":
                write = cypher.merge_nodes(label)
            else:
                write = cypher.create_nodes(label, {name for row in rows for name in row})
            for row in read(run, write, rows=rows):
                elements[label, row["id"]] = row["element"]
        for label, rows in self.changed.items():
            run(cypher.set_nodes(label), rows=rows)
        for of, papers in self.created.items():
            grouped = [
                {
                    "paper": elements[paper],
                    "edges": [
                        {"other": elements[key], "properties": p} for key, p in edges[i : i + _PART]
                    ],
                }
                for paper, edges in papers.items()
                for i in range(0, len(edges), _PART)
            ]
            names = {name for edges in papers.values() for _, given in edges for name in given}
            run(cypher.create_edges(edge_type(*of), names), rows=grouped)
        for of, verbs in self.edges.items():
            for verb, statement in _VERBS.items():
                if verbs.get(verb):
                    run(statement(edge_type(*of)), rows=verbs[verb])

    def _count(self, changes: Changes) -> None:
        changes.created.update({label: len(rows) for label, rows in self.new.items()})
        changes.updated.update({label: len(rows) for label, rows in self.changed.items()})
        for (_, type, _), papers in self.created.items():
            changes.created[type] += sum(map(len, papers.values()))
        for (_, type, _), verbs in self.edges.items():
            for verb, rows in verbs.items():
                counter = {"set": changes.updated, "delete": changes.deleted}
                counter.get(verb, changes.created)[type] += len(rows)


def difference(rows: Batch, stored: Stored) -> Work:
    """Return the difference between the rows of a batch and the graph."""
    work = Work()
    nodes = stored.nodes
    for key, properties in rows.nodes.items():
        label, id = key
        if key not in nodes:
            work.new[label].append({**properties, "id": id})
            continue
        combined = combine(node_type(label), nodes[key], {**properties, "id": id})
        if changed := _difference(nodes[key], combined):
            work.changed[label].append({**changed, "id": id})
    for edge_key, given in rows.edges.items():
        start, type, end, a, b = edge_key
        of = (start, type, end)
        known = stored.edges.get(edge_key)
        if known is not None:
            if changed := _difference(known, combine(edge_type(*of), known, given)):
                work.edges[of]["set"].append({"a": a, "b": b, "properties": changed})
        elif (start == "Paper" and (start, a) not in nodes) or (
            end == "Paper" and (end, b) not in nodes
        ):
            ends = ((start, a), (end, b))
            paper, other = ends if start == "Paper" else ends[::-1]
            work.created[of][paper].append((other, given))
        else:
            work.edges[of]["merge"].append({"a": a, "b": b, "properties": given})
    return work


def _difference(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    if old == new:  # common: the same record is loaded again
        return {}
    changed = {name: value for name, value in new.items() if old.get(name) != value}
    return changed | {name: None for name in old if name not in new and name != "id"}
