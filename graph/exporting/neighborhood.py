"""Read a page of nodes with their edges and neighbors, for the export."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from citegraph.graph import cypher
from citegraph.graph.schema import EDGES, EdgeType
from citegraph.graph.store import Store
from citegraph.graph.writing.rows import EdgeKey, NodeKey

Properties = dict[str, Any]


@dataclass(slots=True)
class Neighborhood:
    """Nodes and edges around a page of nodes.

    Attributes:
        nodes, edges: their properties.
        at: the edges of a node: those that start there, and of a paper also those that start at
            other labels.
        cited: identifiers of stubs that papers cite.
        distant: nodes that are not neighbors of a paper.
    """

    nodes: dict[NodeKey, Properties] = field(default_factory=dict)
    edges: dict[EdgeKey, Properties] = field(default_factory=dict)
    at: dict[NodeKey, list[EdgeKey]] = field(default_factory=lambda: defaultdict(list))
    cited: set[str] = field(default_factory=set)
    distant: set[NodeKey] = field(default_factory=set)

    def ends(self, key: NodeKey, type: str) -> list[tuple[str, Properties]]:
        """Return the other ends of the edges of a node and type, each with the edge."""
        found = []
        for edge in self.at.get(key, ()):
            if edge[1] == type:
                other = edge[4] if (edge[0], edge[3]) == key else edge[3]
                found.append((other, self.edges[edge]))
        return found

    def around(self, key: NodeKey) -> tuple[dict[NodeKey, Properties], dict[EdgeKey, Properties]]:
        """Return the nodes and edges that the record of a paper contains."""
        nodes, edges, waiting = {}, {}, [key]
        while waiting:
            near = waiting.pop()
            if near in nodes or near not in self.nodes:
                continue
            nodes[near] = self.nodes[near]
            if near[0] == "Paper" and near != key:
                continue
            for edge in self.at.get(near, ()):
                edges[edge] = self.edges[edge]
                waiting += [(edge[0], edge[3]), (edge[2], edge[4])]
        return nodes, edges


def pages(store: Store, statement: str, size: int) -> Iterator[dict[str, Properties]]:
    """Yield nodes in the order of their identifiers, so that memory stays constant.

    Yields:
        The properties of the nodes of each page, by identifier.
    """
    after = ""
    while rows := store.read(statement, {"after": after, "size": size}).rows:
        after = rows[-1]["id"]
        yield {row["id"]: row["properties"] for row in rows}


def neighborhood(store: Store, page: Mapping[NodeKey, Properties]) -> Neighborhood:
    """Read the nodes and edges that are exported with a page of nodes of one label."""
    here = Neighborhood(nodes=dict(page))
    near = _read_edges(store, here, page)
    if stubs := [
        id for (label, id), known in page.items() if label == "Paper" and known.get("stub")
    ]:
        [found] = store.read(cypher.read_edges(_CITES, start=False), {"ids": sorted(stubs)}).rows
        here.cited = {row["b"] for row in found["rows"]}
    first = True
    while near:
        new = {key for key in near if key not in here.nodes}
        _read_nodes(store, here, new)
        if not first:
            here.distant |= new
        first = False
        near = _read_edges(store, here, [key for key in new if key[0] != "Paper"])
    return here


_CITES = next(edge for edge in EDGES if edge.type == "CITES")


def _read_edges(store: Store, here: Neighborhood, keys: Iterable[NodeKey]) -> set[NodeKey]:
    """Read the edges of nodes; return their other ends."""
    ids: dict[str, list[str]] = defaultdict(list)
    for label, id in keys:
        ids[label].append(id)
    ends: set[NodeKey] = set()
    for edge in EDGES:
        for label, start in _places(edge):
            if label not in ids:
                continue
            statement = cypher.read_edges(edge, start=start)
            [found] = store.read(statement, {"ids": sorted(ids[label])}).rows
            for row in found["rows"]:
                key = (edge.start, edge.type, edge.end, row["a"], row["b"])
                here.edges[key] = row["properties"]
                own, other = (edge.start, row["a"]), (edge.end, row["b"])
                if not start:
                    own, other = other, own
                here.at[own].append(key)
                ends.add(other)
    return ends


def _places(edge: EdgeType) -> list[tuple[str, bool]]:
    """Return the end that an edge belongs to: label, and whether it is the start."""
    if edge.end == "Paper" and edge.start != "Paper":
        return [("Paper", False)]
    return [(edge.start, True)]


def _read_nodes(store: Store, here: Neighborhood, keys: Iterable[NodeKey]) -> None:
    ids: dict[str, list[str]] = defaultdict(list)
    for label, id in keys:
        ids[label].append(id)
    for label, wanted in ids.items():
        [found] = store.read(cypher.read_nodes(label), {"ids": sorted(wanted)}).rows
        for row in found["rows"]:
            here.nodes[label, row["id"]] = row["properties"]
