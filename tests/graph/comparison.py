"""Convert a whole graph to a comparable value."""

from typing import Any

from citegraph.graph import Store
from citegraph.graph.bridges import whole_graph
from citegraph.graph.schema import COUNTS

# The edge types that fields of a record give. `edges` of a record contains the others.
WITH_FIELDS = {
    ("Author", "AFFILIATED_WITH", "Organization"),
    ("Author", "AUTHORED", "Paper"),
    ("Identifier", "IDENTIFIES", "Paper"),
    ("Paper", "AFFILIATED_WITH", "Organization"),
    ("Paper", "CITES", "Paper"),
    ("Paper", "HAS_CODE", "Repository"),
    ("Paper", "HAS_TOPIC", "Topic"),
    ("Paper", "LISTED_IN", "Listing"),
    ("Paper", "MENTIONS", "Topic"),
    ("Paper", "PUBLISHED_IN", "Venue"),
    ("Repository", "OWNED_BY", "Organization"),
    ("Topic", "BROADER", "Topic"),
}
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
