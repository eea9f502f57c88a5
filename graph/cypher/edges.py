"""Read, create, change and delete edges of the schema."""

from collections.abc import Iterable

from citegraph.graph.cypher.fragments import collected, load_time, properties, property_map
from citegraph.graph.schema import EdgeType


def _ends(edge: EdgeType) -> str:
    return f"MATCH (a:{edge.start} {{id: row.a}}) MATCH (b:{edge.end} {{id: row.b}})"


def _between(edge: EdgeType, a: str, b: str) -> str:
    """Return the pattern of an edge, which begins where fewer edges of the type end: at a paper.

    ArcadeDB tests each edge of the first node, and an author may have tens of thousands.
    """
    if edge.end == "Paper" and edge.start != "Paper":
        return f"({b})<-[r:{edge.type}]-({a})"
    return f"({a})-[r:{edge.type}]->({b})"


def _these(edge: EdgeType) -> str:
    a, b = f"a:{edge.start} {{id: row.a}}", f"b:{edge.end} {{id: row.b}}"
    return f"UNWIND $rows AS row MATCH {_between(edge, a, b)} "


def read_edges(edge: EdgeType, *, start: bool) -> str:
    """Read all edges of a type that start, or end, at the nodes in ``$ids``.

    Returns ``rows`` of ``a``, ``b``, ``properties``.
    """
    return _edges(edge, start) + _ENDS_AND_PROPERTIES


def read_these_edges(edge: EdgeType) -> str:
    """Read the edges of ``$rows`` of ``a``, ``b``. Returns ``rows`` as :func:`read_edges`."""
    return _these(edge) + _ENDS_AND_PROPERTIES


def read_own_edges(edge: EdgeType, *, start: bool) -> str:
    """Read as :func:`read_edges`, but only edges whose other end is a node of citegraph."""
    other = "b" if start else "a"
    return _edges(edge, start) + f"WHERE {other}.load IS NOT NULL " + _ENDS_AND_PROPERTIES


def _edges(edge: EdgeType, start: bool) -> str:
    if start:
        pattern = f"(a:{edge.start} {{id: id}})-[r:{edge.type}]->(b:{edge.end})"
    else:
        pattern = f"(b:{edge.end} {{id: id}})<-[r:{edge.type}]-(a:{edge.start})"
    return f"UNWIND $ids AS id MATCH {pattern} "


_ENDS_AND_PROPERTIES = f"WITH a, b, {properties('r')} AS properties " + collected(
    a="a.id", b="b.id", properties="properties"
)


def create_edges(edge: EdgeType, names: Iterable[str]) -> str:
    """Create edges of new papers.

    ``$rows`` of ``paper`` and ``edges`` of ``other`` (the other end) and ``properties``. Both ends
    are element IDs, which the engines find a quarter faster than ``id`` and which are valid within
    the transaction that read them.

    Args:
        edge: the type.
        names: the properties that occur in the edges.

    Raises:
        KeyError: the schema has no such property.
    """
    paper, other = ("a", "b") if edge.start == "Paper" else ("b", "a")
    return (
        f"UNWIND $rows AS row MATCH ({paper}) WHERE elementId({paper}) = row.paper "
        f"UNWIND row.edges AS edge MATCH ({other}) WHERE elementId({other}) = edge.other "
        f"CREATE (a)-[:{edge.type} {property_map(edge, names, 'edge.properties')}]->(b)"
    )


def merge_edges(edge: EdgeType) -> str:
    """Merge edges between existing nodes; another process may create them, too."""
    return (
        f"UNWIND $rows AS row {_ends(edge)} MERGE {_between(edge, 'a', 'b')} "
        f"SET r += row.properties, r.load = {load_time('row.properties')}"
    )


def set_edges(edge: EdgeType) -> str:
    """Set changed properties of existing edges."""
    return _these(edge) + "SET r += row.properties"


def delete_edges(edge: EdgeType) -> str:
    """Delete edges of ``$rows`` of ``a``, ``b``; all are found first, as ArcadeDB needs it."""
    return _these(edge) + "WITH collect(r) AS found UNWIND found AS r DELETE r"
