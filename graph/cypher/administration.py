"""Statements about the database: checks, counts, locks, transactions."""

from citegraph.graph.schema import EDGES, NODES

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
