"""Cypher derived from the schema: read and write rows of nodes and edges.

Labels, relationship types and property names cannot be parameters in Cypher, so they come from
``graph.schema`` only; all other values are parameters. The statements are Cypher 5 that both Neo4j
and ArcadeDB run.
"""

from collections.abc import Iterable

from citegraph.graph.schema import DERIVED, EDGES, NODES, EdgeType, NodeType, known_names, node_type

# --- parts of statements: texts, rows as one list, properties, maps, each row


def string(text: str) -> str:
    r"""Write a text as an expression with the same value in Cypher 5, Cypher 25 and ArcadeDB.

    Cypher 5 decodes ``\uXXXX`` before it looks for the end of a string, the others afterwards; so
    the string is split between a backslash and a ``u``.
    """
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    escaped = escaped.replace("\n", "\\n").replace("\r", "\\r")
    return "'" + escaped.replace("\\u", "\\' + 'u") + "'"


def collected(**columns: str) -> str:
    """Return a RETURN clause for all rows as one list: one Bolt message, not one a row."""
    row = ", ".join(f"{name}: {expression}" for name, expression in columns.items())
    return f"RETURN collect({{{row}}}) AS rows"


def properties(of: str) -> str:
    """Return the properties with the time of the load as text.

    The driver takes 100 us to decode a time, several times as long as the rest of an edge. ArcadeDB
    ignores a map projection inside of a map, so it needs a WITH of its own.
    """
    return (
        f"CASE WHEN {of}.load IS NULL THEN properties({of}) "
        f"ELSE {of} {{.*, load: toString({of}.load)}} END"
    )


def property_map(of: NodeType | EdgeType, names: Iterable[str], row: str) -> str:
    """Write a map of the named properties of a row.

    ``CREATE ... SET n = row`` would make ArcadeDB write each node twice. A property that a row
    lacks is null and is not stored.

    Raises:
        KeyError: the schema has no such property.
    """
    if unknown := set(names) - known_names(of):
        raise KeyError(min(unknown))
    values = {name: f"{row}.`{name}`" for name in sorted(names)}
    if "load" in values:
        values["load"] = load_time(row)
    return "{" + ", ".join(f"`{name}`: {value}" for name, value in values.items()) + "}"


def load_time(row: str) -> str:
    """Convert the time of a load; rows carry text, as the driver takes 50 us to encode a time."""
    return f"CASE WHEN {row}.load ENDS WITH 'Z' THEN datetime({row}.load) ELSE {row}.load END"


def each_row(columns: Iterable[str], statement: str) -> str:
    """Return a statement that runs for each row of ``$rows``, with its columns as variables."""
    read = ", ".join(f"row.{name} AS {name}" for name in columns)
    return f"UNWIND $rows AS row\nWITH {read or 'row'}\n{statement}"


def rows_of(parameter: str, columns: Iterable[str]) -> str:
    """Return a subquery that returns the columns of the rows of a parameter."""
    read = ", ".join(f"row.{name} AS {name}" for name in columns)
    return f"CALL () {{ UNWIND ${parameter} AS row RETURN {read} }}"


# --- read, create, change and delete nodes of the schema


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


# --- read, create, change and delete edges of the schema


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


# --- find nodes by indexed properties, identifiers, names or edges

ORGANIZATIONS_OF_PAPERS = (
    "UNWIND $ids AS id MATCH (p:Paper {id: id})-[:AFFILIATED_WITH]->(o:Organization) "
) + collected(id="p.id", organization="o.id")
# Of the cited papers, those whose authors are known.
CITATIONS_OF_PAPERS = (
    "UNWIND $ids AS id MATCH (p:Paper {id: id})-[:CITES]->(q:Paper) "
    "WHERE q.firstAuthor IS NOT NULL RETURN collect([p.id, q.id]) AS rows"
)
EVIDENCE_OF_PAPERS = "UNWIND $ids AS id MATCH (p:Paper {id: id}) " + collected(
    id="p.id", title="p.title", year="p.year"
)
# What decides who an author is, without what describes the edge itself.
_ENTRY = (
    "position written names hfUser hfAssigned orcid openalexId s2Id identifiers organizations "
    "addresses nameOnly"
)
ENTRIES_OF_AUTHORS = (
    "UNWIND $ids AS id MATCH (:Author {id: id})-[r:AUTHORED]->(p:Paper) WHERE p.load IS NOT NULL "
) + collected(a="id", b="p.id", **{name: f"r.{name}" for name in _ENTRY.split()})
# Lists of paper, author, position, names as written, and the name of the author if there are none.
NAMES_OF_PAPERS = (
    "UNWIND $ids AS id MATCH (:Paper {id: id})<-[r:AUTHORED]-(a:Author) WHERE a.load IS NOT NULL "
    "RETURN collect([id, a.id, r.position, r.written, "
    "CASE WHEN r.written IS NULL THEN a.name END]) AS rows"
)
CLAIMED = (
    "MATCH (n:Author) WHERE any(user IN n.hfUser WHERE user IN $rows) "
    "OR any(user IN n.hfAssigned WHERE user IN $rows) RETURN n.id AS id"
)


def find_nodes(label: str, name: str, returned: tuple[str, ...]) -> str:
    """Find nodes by the value of one indexed property, ``$values``.

    Returns ``rows`` of ``id`` and the returned properties.
    """
    columns = {key: f"n.{key}" for key in ("id", *returned)}
    return (
        f"UNWIND $values AS value MATCH (n:{label} {{{name}: value}}) "
        "WHERE n.load IS NOT NULL " + collected(**columns)
    )


_PREPRINT = "(n.arxivId IS NOT NULL OR n.type = 'preprint' OR n.doi STARTS WITH '10.1101/')"
# One expression, as Neo4j would read all entries of two indexes for each row instead.
_PUBLISHED = "(n.arxivId IS NULL AND coalesce(n.doi, n.aclId) IS NOT NULL)"


def find_versions(returned: tuple[str, ...], *, preprints: bool) -> str:
    """Find preprints or published papers by first author and about the same year.

    ``$values`` are rows of ``name`` and ``year``. Returns ``rows`` as :func:`find_nodes`, with
    ``authors``: ``written`` of the first 50 authors, as other names depend on the order of loads.
    """
    columns = {key: f"n.{key}" for key in ("id", *returned)}
    name = "coalesce(r.written, ['0 ' + coalesce(a.name, a.id)])"
    listed = f"MATCH (n)<-[r:AUTHORED]-(a:Author) RETURN {name} AS names ORDER BY r.position, names"
    authors = f"COLLECT {{ {listed} LIMIT 50 }}"
    return (
        "UNWIND $values AS value MATCH (n:Paper {firstAuthor: value.name}) "
        f"WHERE n.load IS NOT NULL AND {_PREPRINT if preprints else _PUBLISHED} "
        "AND n.year >= value.year - 3 AND n.year <= value.year + 3 "
        + collected(**columns, authors=authors)
    )


def find_renamed(returned: tuple[str, ...]) -> str:
    """Find authors with names in several blocks. Returns ``rows`` as :func:`find_nodes`."""
    columns = {key: f"n.{key}" for key in ("id", *returned)}
    return "MATCH (n:Author) WHERE n.otherBlocks > '' " + collected(**columns)


def find_identified(label: str, returned: tuple[str, ...]) -> str:
    """Find nodes by an identifier that is not one of their properties, ``$values``.

    Returns ``rows`` as :func:`find_nodes`.
    """
    columns = {key: f"n.{key}" for key in ("id", *returned)}
    return (
        "UNWIND $values AS value "
        f"MATCH (:Identifier {{id: value}})-[:IDENTIFIES]->(n:{label}) " + collected(**columns)
    )


# --- marks of author lists that a load touched, until their authors are resolved; marks of changes
# Parts, which have a number, replace the marks of batches; see ``graph.writing.people``.

MARK_AUTHORS = "UNWIND $rows AS row CREATE (n:CitegraphState) SET n += row"
READ_MARKS = (
    "MATCH (n:CitegraphState) RETURN n.names AS names, n.authors AS authors, "
    "n.ends AS ends, n.judgements AS judgements"
)
READ_PARTS = (
    "UNWIND $rows AS row MATCH (n:CitegraphState) WHERE n.part IS NOT NULL "
    "RETURN n.part AS part, n.size AS size"
)
READ_PART = (
    "UNWIND $rows AS row MATCH (n:CitegraphState) WHERE n.part = row "
    "RETURN n.names AS names, n.authors AS authors, n.ends AS ends"
)
DELETE_PART = "UNWIND $rows AS row MATCH (n:CitegraphState) WHERE n.part = row DELETE n"
READ_JUDGEMENTS = (
    "UNWIND $rows AS row MATCH (n:CitegraphState) WHERE n.judgements IS NOT NULL "
    "RETURN n.judgements AS lines"
)
DELETE_MARKS = "UNWIND $rows AS row MATCH (n:CitegraphState) DELETE n"
# The last change of the graph, see `graph.state`.
MARK_CHANGE = (
    "UNWIND $rows AS row MERGE (n:CitegraphChange) "
    "WITH n, row, n.mark AS old SET n.mark = row RETURN old"
)
UNMARK_CHANGE = (
    "UNWIND $rows AS row MATCH (n:CitegraphChange) REMOVE n.mark RETURN count(n) AS nodes"
)
READ_CHANGE = (
    "CALL () { MATCH (n) RETURN count(n) AS size } "
    "OPTIONAL MATCH (c:CitegraphChange) RETURN size, c.mark AS mark"
)


# --- read and copy labels, properties and relationships that users added to nodes of the schema


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


# --- statements about the database: checks, counts, locks, transactions

PING = "RETURN 1"
ANY_NODE = "MATCH (n) RETURN 1 LIMIT 1"
LOCK_ID = "citegraph:write-lock"
# Neo4j locks the value of a unique property until the transaction ends, even if the node is deleted
# at once, so the graph never contains the node.
TAKE_LOCK = f"CREATE (n:Paper {{id: '{LOCK_ID}'}}) DELETE n"
RUNNING = (
    "SHOW TRANSACTIONS YIELD transactionId, metaData WHERE metaData[$key] = $mark "
    "RETURN transactionId AS id"
)
TERMINATE = "TERMINATE TRANSACTIONS $ids"
AWAIT_INDEXES = "CALL db.awaitIndexes(60)"
# The column is named by one backslash if the engine decodes escapes in names.
READS_ESCAPES = "UNWIND $ids AS id RETURN id AS `\\u005c`"
# A statement that the engine must refuse to a reader.
FORBIDDEN = "CREATE (n:CitegraphDoctor) DELETE n"
# Nodes and edges of the schema, without those that users added.
COUNT_NODES = " UNION ALL ".join(
    f"MATCH (n:{node.label}) WHERE n.load IS NOT NULL WITH count(n) AS count WHERE count > 0 "
    f"RETURN '{node.label}' AS what, count"
    for node in sorted(NODES, key=lambda node: node.label)
)
COUNT_EDGES = " UNION ALL ".join(
    f"MATCH ()-[r:{type}]->() WHERE r.load IS NOT NULL WITH count(r) AS count WHERE count > 0 "
    f"RETURN '{type}' AS what, count"
    for type in sorted({edge.type for edge in EDGES})
)
# Nodes that a scan finds, and those of them that the index of ``id`` finds.
COUNT_FOUND = {
    node.label: f"MATCH (n:{node.label}) WITH n.id AS id MATCH (m:{node.label} {{id: id}}) "
    "RETURN count(m) AS found"
    for node in NODES
}
COUNT_ALL = {
    node.label: f"MATCH (n:{node.label}) WHERE n.id IS NOT NULL RETURN count(n) AS count"
    for node in NODES
}
COUNT_PAPERS = "MATCH (p:Paper) WHERE NOT coalesce(p.stub, false) RETURN count(p) AS count"
