"""Convert a whole graph to a comparable value."""

from typing import Any

from citegraph.graph import Store
from citegraph.graph.bridges import whole_graph
from citegraph.graph.schema import COUNTS

_COUNTS = {property.name for of in COUNTS for property in of.properties}


def state(store: Store, *, counts: bool = True) -> tuple[set[Any], set[Any]]:
    """Nodes and edges as tuples, without provenance, and perhaps without counts."""

    def plain(properties: dict[str, Any]) -> frozenset[tuple[str, Any]]:
        return frozenset(
            (k, tuple(v) if isinstance(v, list) else v)
            for k, v in properties.items()
            if k not in ("origin", "load") and (counts or k not in _COUNTS)
        )

    subgraph = whole_graph(store)
    nodes = {(n.label, n.id, plain(n.properties)) for n in subgraph.nodes}
    edges = {(e.type, e.source, e.target, plain(e.properties)) for e in subgraph.edges}
    assert (len(nodes), len(edges)) == (len(subgraph.nodes), len(subgraph.edges))
    return nodes, edges


def empty(store: Store) -> None:
    store.write("MATCH (n) DETACH DELETE n")
