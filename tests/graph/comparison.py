"""Convert a whole graph to a comparable value."""

from typing import Any

from citegraph.graph import Store
from citegraph.graph.bridges import whole_graph
from citegraph.graph.schema import KEPT

__all__ = ["empty", "state"]


_KEPT = {property.name for kept in KEPT for property in kept.properties}


def state(store: Store, *, kept: bool = True) -> tuple[set[Any], set[Any]]:
    """Nodes and edges as tuples, without provenance, and perhaps without kept properties."""

    def plain(properties: dict[str, Any]) -> frozenset[tuple[str, Any]]:
        return frozenset(
            (k, tuple(v) if isinstance(v, list) else v)
            for k, v in properties.items()
            if k not in ("origin", "load") and (kept or k not in _KEPT)
        )

    subgraph = whole_graph(store)
    nodes = {(n.label, n.id, plain(n.properties)) for n in subgraph.nodes}
    edges = {(e.type, e.source, e.target, plain(e.properties)) for e in subgraph.edges}
    assert (len(nodes), len(edges)) == (len(subgraph.nodes), len(subgraph.edges))
    return nodes, edges


def empty(store: Store) -> None:
    store.write("MATCH (n) DETACH DELETE n")
