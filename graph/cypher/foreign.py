"""Read and copy labels, properties and relationships that users added to nodes of the schema."""

from citegraph.graph.cypher.fragments import collected
from citegraph.graph.schema import DERIVED, EDGES


def read_attached(label: str) -> str:
    """Read nodes as :func:`read_nodes`, with ``labels``."""
    return f"UNWIND $ids AS id MATCH (n:{label} {{id: id}}) " + collected(
        id="n.id", element="elementId(n)", labels="labels(n)", properties="properties(n)"
    )


def read_foreign_edges(label: str) -> str:
    """Read the relationships of the nodes in ``$ids`` that are not in the schema.

    Returns ``rows`` of ``node``, ``other``, ``edge`` (element IDs), ``out``, ``type``,
    ``properties``.
    """
    ours = [f"type(r) = '{edge.type}'" for edge in DERIVED]
    for edge in EDGES:
        if edge.start == label:
            ours.append(f"(type(r) = '{edge.type}' AND startNode(r) = n AND o:{edge.end})")
        if edge.end == label:
            ours.append(f"(type(r) = '{edge.type}' AND endNode(r) = n AND o:{edge.start})")
    return (
        f"UNWIND $ids AS id MATCH (n:{label} {{id: id}})-[r]-(o) "
        f"WHERE o.load IS NULL OR NOT ({' OR '.join(ours)}) "
    ) + collected(
        node="elementId(n)",
        other="elementId(o)",
        edge="elementId(r)",
        type="type(r)",
        out="startNode(r) = n",
        properties="properties(r)",
    )


def create_foreign_edges(quoted: str) -> str:
    """Create relationships of a type, quoted; ``$rows`` of ``a``, ``b`` and ``properties``.

    The ends are element IDs.
    """
    return (
        "UNWIND $rows AS row MATCH (a) WHERE elementId(a) = row.a "
        "MATCH (b) WHERE elementId(b) = row.b "
        f"CREATE (a)-[r:{quoted}]->(b) SET r += row.properties"
    )


def add_labels(label: str, quoted: str) -> str:
    """Add labels, quoted and with colons between them, to the nodes in ``$ids``."""
    return f"UNWIND $ids AS id MATCH (n:{label} {{id: id}}) SET n:{quoted}"
