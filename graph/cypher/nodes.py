"""Read, create, change and delete nodes of the schema."""

from collections.abc import Iterable

from citegraph.graph.cypher.fragments import collected, load_time, properties, property_map
from citegraph.graph.schema import EDGES, NODES, known_names, node_type


def read_nodes(label: str) -> str:
    """Read the nodes in ``$ids``. Returns ``rows`` of ``id``, ``element``, ``properties``."""
    return (
        f"UNWIND $ids AS id MATCH (n:{label} {{id: id}}) WITH n, {properties('n')} AS properties "
    ) + collected(id="n.id", element="elementId(n)", properties="properties")


def page_nodes(label: str, *, unattached: bool = False) -> str:
    """Read the next ``$size`` nodes after ``$after``, in the order of their identifiers.

    ``unattached``: only nodes without an edge to a paper.
    """
    return (
        f"MATCH (n:{label}) WHERE n.id > $after AND n.load IS NOT NULL "
        + ("AND NOT EXISTS { (n)--(:Paper) } " if unattached else "")
        + "RETURN n.id AS id, properties(n) AS properties ORDER BY n.id LIMIT $size"
    )


def everything() -> str:
    """Read every node of the schema, with the edges of the schema that start there."""
    parts = []
    for node in NODES:
        types = sorted({edge.type for edge in EDGES if edge.start == node.label})
        edges = "WITH n, null AS r"
        if types:
            edges = f"OPTIONAL MATCH (n)-[r:{'|'.join(types)}]->() WHERE r.load IS NOT NULL"
        parts.append(
            f"MATCH (n:{node.label}) WHERE n.load IS NOT NULL {edges} RETURN n, collect(r) AS edges"
        )
    return " UNION ALL ".join(parts)


def create_nodes(label: str, names: Iterable[str]) -> str:
    """Create nodes; the uniqueness constraint refuses one that exists.

    Returns ``rows`` of ``id``, ``element``. ``names`` are the properties that occur in the rows.

    Raises:
        KeyError: the schema has no such property.
    """
    properties = property_map(node_type(label), names, "row")
    return f"UNWIND $rows AS row CREATE (n:{label} {properties}) " + collected(
        id="n.id", element="elementId(n)"
    )


def merge_nodes(label: str) -> str:
    """Merge nodes that another process may create. Returns ``rows`` of ``id``, ``element``."""
    return (
        f"UNWIND $rows AS row MERGE (n:{label} {{id: row.id}}) "
        f"SET n += row, n.load = {load_time('row')} "
    ) + collected(id="n.id", element="elementId(n)")


def set_nodes(label: str) -> str:
    """Set changed properties of existing nodes."""
    return f"UNWIND $rows AS row MATCH (n:{label} {{id: row.id}}) SET n += row"


def rename_nodes(label: str) -> str:
    """Change identifiers of nodes; ``$rows`` of ``old``, ``new``."""
    return f"UNWIND $rows AS row MATCH (n:{label} {{id: row.old}}) SET n.id = row.new"


def delete_nodes(label: str) -> str:
    """Delete the nodes in ``$ids`` and their edges."""
    return f"UNWIND $ids AS id MATCH (n:{label} {{id: id}}) DETACH DELETE n"


def delete_unused(label: str) -> str:
    """Delete those of ``$ids`` that have no relationship and no label or property of a user."""
    known = ", ".join(f"'{name}'" for name in sorted(known_names(node_type(label))))
    return (
        f"UNWIND $ids AS id MATCH (n:{label} {{id: id}}) WHERE NOT EXISTS {{ (n)--() }} "
        f"AND size(labels(n)) = 1 AND all(key IN keys(n) WHERE key IN [{known}]) "
        "DELETE n RETURN id"
    )
