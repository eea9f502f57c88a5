"""The Cypher that follows from the schema: constraints, indexes, reads and writes of rows.

Labels, relationship types and property names cannot be parameters in Cypher, so they come from
``graph.schema`` only; everything else is a parameter. The text is Cypher 5 that Neo4j and
ArcadeDB both run.
"""

from collections.abc import Iterable

from citegraph.graph.schema import EDGES, NODES, EdgeType, NodeType, known_names, node_type

__all__ = [
    "ANY_NODE",
    "AWAIT_INDEXES",
    "COUNT_ALL",
    "COUNT_EDGES",
    "COUNT_FOUND",
    "COUNT_NODES",
    "FIRST_LOAD",
    "FORBIDDEN",
    "PING",
    "READS_ESCAPES",
    "RUNNING",
    "TAKE_LOCK",
    "TERMINATE",
    "add_labels",
    "create_edges",
    "create_foreign_edges",
    "create_nodes",
    "delete_edges",
    "delete_nodes",
    "delete_unused",
    "everything",
    "find_identified",
    "find_nodes",
    "merge_edges",
    "merge_nodes",
    "page_apart",
    "page_nodes",
    "read_attached",
    "read_edges",
    "read_foreign_edges",
    "read_nodes",
    "read_own_edges",
    "rename_nodes",
    "set_edges",
    "set_nodes",
    "string",
    "type_times",
]


PING = "RETURN 1"
ANY_NODE = "MATCH (n) RETURN 1 LIMIT 1"
LOCK_ID = "citegraph:write-lock"
# Held until the transaction ends: Neo4j locks the value of a unique property even where the node
# is deleted again at once, and the graph never contains the node.
TAKE_LOCK = f"CREATE (n:Paper {{id: '{LOCK_ID}'}}) DELETE n"
RUNNING = (
    "SHOW TRANSACTIONS YIELD transactionId, metaData WHERE metaData[$key] = $mark "
    "RETURN transactionId AS id"
)
TERMINATE = "TERMINATE TRANSACTIONS $ids"
AWAIT_INDEXES = "CALL db.awaitIndexes(60)"
# Nodes and edges of the schema; what users added of their own is not counted.
COUNT_NODES = " UNION ALL ".join(
    f"MATCH (n:{node.label}) WHERE n.load IS NOT NULL WITH count(n) AS count WHERE count > 0 "
    f"RETURN '{node.label}' AS what, count"
    for node in sorted(NODES, key=lambda node: node.label)
)
# Nodes by reading all, and those of them that the index of ``id`` finds.
COUNT_FOUND = {
    node.label: f"MATCH (n:{node.label}) WITH n.id AS id MATCH (m:{node.label} {{id: id}}) "
    "RETURN count(m) AS found"
    for node in NODES
}
COUNT_ALL = {
    node.label: f"MATCH (n:{node.label}) WHERE n.id IS NOT NULL RETURN count(n) AS count"
    for node in NODES
}
COUNT_EDGES = " UNION ALL ".join(
    f"MATCH ()-[r:{type}]->() WHERE r.load IS NOT NULL WITH count(r) AS count WHERE count > 0 "
    f"RETURN '{type}' AS what, count"
    for type in sorted({edge.type for edge in EDGES})
)
# The one column is named by a backslash where the engine decodes escapes in names.
READS_ESCAPES = "UNWIND $ids AS id RETURN id AS `\\u005c`"
# A statement that a reader must not be able to run.
FORBIDDEN = "CREATE (n:CitegraphDoctor) DELETE n"


def string(text: str) -> str:
    r"""A text as a Cypher expression with one meaning in Cypher 5, in Cypher 25 and in ArcadeDB.

    Cypher 5 resolves ``\uXXXX`` before it looks for the end of a string, the others later; so a
    backslash before a ``u`` ends the string and begins another.
    """
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    escaped = escaped.replace("\n", "\\n").replace("\r", "\\r")
    return "'" + escaped.replace("\\u", "\\' + 'u") + "'"


def _gathered(**columns: str) -> str:
    """All rows as one list: Bolt sends every row as a message of its own, which costs more."""
    row = ", ".join(f"{name}: {expression}" for name, expression in columns.items())
    return f"RETURN collect({{{row}}}) AS rows"


FIRST_LOAD = "MATCH (p:Paper) WHERE p.load IS NOT NULL RETURN p.load ENDS WITH 'Z' AS text LIMIT 1"


def type_times() -> list[str]:
    """Statements that give a graph of an earlier version dates and times instead of text."""
    of = [f"(x:{node.label})" for node in NODES]
    of += [f"()-[x:{type}]->()" for type in sorted({edge.type for edge in EDGES})]
    return [
        f"MATCH {pattern} WHERE x.load ENDS WITH 'Z' CALL (x) {{ SET x.load = datetime(x.load), "
        "x.observed = CASE WHEN size(x.observed) = 10 THEN date(x.observed) ELSE x.observed END } "
        "IN TRANSACTIONS OF 5000 ROWS"
        for pattern in of
    ]


def find_nodes(label: str, name: str, returned: tuple[str, ...]) -> str:
    """Nodes by the value of one indexed property, ``$values``.

    Returns ``rows`` of ``id`` and the returned properties.
    """
    columns = {key: f"n.{key}" for key in ("id", *returned)}
    return (
        f"UNWIND $values AS value MATCH (n:{label} {{{name}: value}}) "
        "WHERE n.load IS NOT NULL " + _gathered(**columns)
    )


def find_identified(label: str, returned: tuple[str, ...]) -> str:
    """Nodes by an identifier that none of their properties holds, ``$values``.

    Returns ``rows`` as :func:`find_nodes`.
    """
    columns = {key: f"n.{key}" for key in ("id", *returned)}
    return (
        "UNWIND $values AS value "
        f"MATCH (:Identifier {{id: value}})-[:IDENTIFIES]->(n:{label}) " + _gathered(**columns)
    )


def read_nodes(label: str) -> str:
    """``$ids`` -> ``rows`` of ``id``, ``element``, ``properties``."""
    return f"UNWIND $ids AS id MATCH (n:{label} {{id: id}}) " + _gathered(
        id="n.id", element="elementId(n)", properties="properties(n)"
    )


def page_nodes(label: str) -> str:
    """``$size`` nodes in the order of their identifiers, from the one behind ``$after``."""
    return (
        f"MATCH (n:{label}) WHERE n.id > $after AND n.load IS NOT NULL "
        "RETURN n.id AS id, properties(n) AS properties ORDER BY n.id LIMIT $size"
    )


def page_apart(label: str) -> str:
    """As :func:`page_nodes`, those that no edge joins to a paper."""
    return (
        f"MATCH (n:{label}) WHERE n.id > $after AND n.load IS NOT NULL "
        "AND NOT EXISTS { (n)--(:Paper) } "
        "RETURN n.id AS id, properties(n) AS properties ORDER BY n.id LIMIT $size"
    )


def everything() -> str:
    """Every node of the schema, and with it every relationship of the schema that starts there."""
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


def _spelled(of: NodeType | EdgeType, given: Iterable[str], row: str) -> str:
    """Properties one by one: behind a CREATE, ``SET n = row`` makes ArcadeDB write twice.

    What a row lacks is null, which is no property.

    Raises:
        KeyError: the schema has no such property.
    """
    if unknown := set(given) - known_names(of):
        raise KeyError(min(unknown))
    values = {name: f"{row}.`{name}`" for name in sorted(given)}
    if "load" in values:
        values["load"] = _load(row)
    return "{" + ", ".join(f"`{name}`: {value}" for name, value in values.items()) + "}"


def _load(row: str) -> str:
    """The time of a load, which rows carry as text: the driver takes 50 us to encode a time."""
    return f"CASE WHEN {row}.load ENDS WITH 'Z' THEN datetime({row}.load) ELSE {row}.load END"


def create_nodes(label: str, names: Iterable[str]) -> str:
    """Nodes that must be new; the uniqueness constraint refuses one that is not.

    Returns ``rows`` of ``id``, ``element``.

    Args:
        label: of the nodes.
        names: the properties that the rows have, together.

    Raises:
        KeyError: the schema has no such property.
    """
    properties = _spelled(node_type(label), names, "row")
    return f"UNWIND $rows AS row CREATE (n:{label} {properties}) " + _gathered(
        id="n.id", element="elementId(n)"
    )


def merge_nodes(label: str) -> str:
    """Nodes that may have come into being meanwhile. Returns ``rows`` of ``id``, ``element``."""
    return (
        f"UNWIND $rows AS row MERGE (n:{label} {{id: row.id}}) "
        f"SET n += row, n.load = {_load('row')} "
    ) + _gathered(id="n.id", element="elementId(n)")


def set_nodes(label: str) -> str:
    """What changed on nodes that are there."""
    return f"UNWIND $rows AS row MATCH (n:{label} {{id: row.id}}) SET n += row"


def rename_nodes(label: str) -> str:
    """``$rows`` of ``old``, ``new``: the node keeps everything but its identifier."""
    return f"UNWIND $rows AS row MATCH (n:{label} {{id: row.old}}) SET n.id = row.new"


def delete_nodes(label: str) -> str:
    """``$ids``, with their edges."""
    return f"UNWIND $ids AS id MATCH (n:{label} {{id: id}}) DETACH DELETE n"


def delete_unused(label: str) -> str:
    """Those of ``$ids`` that have no relationship, and no label or property of a user's own."""
    known = ", ".join(f"'{name}'" for name in sorted(known_names(node_type(label))))
    return (
        f"UNWIND $ids AS id MATCH (n:{label} {{id: id}}) WHERE NOT EXISTS {{ (n)--() }} "
        f"AND size(labels(n)) = 1 AND all(key IN keys(n) WHERE key IN [{known}]) "
        "DELETE n RETURN id"
    )


def read_attached(label: str) -> str:
    """``$ids`` -> ``rows`` of ``id``, ``element``, ``labels``, ``properties``."""
    return f"UNWIND $ids AS id MATCH (n:{label} {{id: id}}) " + _gathered(
        id="n.id", element="elementId(n)", labels="labels(n)", properties="properties(n)"
    )


def read_foreign_edges(label: str) -> str:
    """Relationships at the nodes in ``$ids`` that are not of the schema.

    Returns ``rows`` of ``node``, ``other``, ``edge`` (element IDs), ``out``, ``type``,
    ``properties``.
    """
    ours = []
    for edge in EDGES:
        if edge.start == label:
            ours.append(f"(type(r) = '{edge.type}' AND startNode(r) = n AND o:{edge.end})")
        if edge.end == label:
            ours.append(f"(type(r) = '{edge.type}' AND endNode(r) = n AND o:{edge.start})")
    return (
        f"UNWIND $ids AS id MATCH (n:{label} {{id: id}})-[r]-(o) "
        f"WHERE o.load IS NULL OR NOT ({' OR '.join(ours)}) "
    ) + _gathered(
        node="elementId(n)",
        other="elementId(o)",
        edge="elementId(r)",
        type="type(r)",
        out="startNode(r) = n",
        properties="properties(r)",
    )


def create_foreign_edges(quoted: str) -> str:
    """``$rows`` of ``a``, ``b`` (element IDs) and ``properties``.

    Args:
        quoted: the relationship type, escaped.
    """
    return (
        "UNWIND $rows AS row MATCH (a) WHERE elementId(a) = row.a "
        "MATCH (b) WHERE elementId(b) = row.b "
        f"CREATE (a)-[r:{quoted}]->(b) SET r += row.properties"
    )


def add_labels(label: str, quoted: str) -> str:
    """Add labels to the nodes in ``$ids``.

    Args:
        label: of the nodes.
        quoted: the labels to add, escaped, with colons between them.
    """
    return f"UNWIND $ids AS id MATCH (n:{label} {{id: id}}) SET n:{quoted}"


def _ends(edge: EdgeType) -> str:
    return f"MATCH (a:{edge.start} {{id: row.a}}) MATCH (b:{edge.end} {{id: row.b}})"


def read_edges(edge: EdgeType, *, start: bool) -> str:
    """All edges of a type at the nodes in ``$ids``, which are their starts or their ends.

    Returns ``rows`` of ``a``, ``b``, ``properties``.
    """
    return _edges(edge, start) + _ENDS_AND_PROPERTIES


def read_own_edges(edge: EdgeType, *, start: bool) -> str:
    """As :func:`read_edges`, without those whose other end is not a node of citegraph."""
    other = "b" if start else "a"
    return _edges(edge, start) + f"WHERE {other}.load IS NOT NULL " + _ENDS_AND_PROPERTIES


def _edges(edge: EdgeType, start: bool) -> str:
    if start:
        pattern = f"(a:{edge.start} {{id: id}})-[r:{edge.type}]->(b:{edge.end})"
    else:
        pattern = f"(b:{edge.end} {{id: id}})<-[r:{edge.type}]-(a:{edge.start})"
    return f"UNWIND $ids AS id MATCH {pattern} "


_ENDS_AND_PROPERTIES = _gathered(a="a.id", b="b.id", properties="properties(r)")


def create_edges(edge: EdgeType, names: Iterable[str]) -> str:
    """Edges that must be new because their paper is.

    ``$rows`` of ``paper`` and ``edges`` of ``other``, the other end, and ``properties``. Both ends
    are named by the engine's own identifiers, which it finds a quarter quicker than by ``id``;
    they hold within the transaction that read them.

    Args:
        edge: the type.
        names: the properties that the edges have, together.

    Raises:
        KeyError: the schema has no such property.
    """
    paper, other = ("a", "b") if edge.start == "Paper" else ("b", "a")
    return (
        f"UNWIND $rows AS row MATCH ({paper}) WHERE elementId({paper}) = row.paper "
        f"UNWIND row.edges AS edge MATCH ({other}) WHERE elementId({other}) = edge.other "
        f"CREATE (a)-[:{edge.type} {_spelled(edge, names, 'edge.properties')}]->(b)"
    )


def merge_edges(edge: EdgeType) -> str:
    """Edges between nodes that were there; they may have come into being meanwhile."""
    return (
        f"UNWIND $rows AS row {_ends(edge)} MERGE (a)-[r:{edge.type}]->(b) "
        f"SET r += row.properties, r.load = {_load('row.properties')}"
    )


def set_edges(edge: EdgeType) -> str:
    """What changed on edges that are there."""
    return (
        f"UNWIND $rows AS row MATCH (a:{edge.start} {{id: row.a}})-[r:{edge.type}]->"
        f"(b:{edge.end} {{id: row.b}}) SET r += row.properties"
    )


def delete_edges(edge: EdgeType) -> str:
    """``$rows`` of ``a``, ``b``."""
    return (
        f"UNWIND $rows AS row MATCH (a:{edge.start} {{id: row.a}})-[r:{edge.type}]->"
        f"(b:{edge.end} {{id: row.b}}) DELETE r"
    )
