"""Cypher that reads the texts of papers, and reads and writes their similarity."""

__all__ = [
    "COUNT",
    "CREATE",
    "DELETE",
    "FOUND",
    "LIST",
    "LISTED",
    "MERGE",
    "READ",
    "SINCE",
    "TEXTS",
    "TITLED",
]

LIST = (
    "MATCH (p:Paper) WHERE p.title IS NOT NULL AND NOT coalesce(p.stub, false) "
    "RETURN p.id AS id, p.title AS title, size(p.abstract) AS length"
)
TEXTS = (
    "UNWIND $ids AS id MATCH (p:Paper {id: id}) "
    "RETURN p.id AS id, p.title AS title, p.abstract AS abstract"
)
FOUND = f"{TEXTS}, p.published AS published"
TITLED = "UNWIND $keys AS key MATCH (p:Paper {titleKey: key}) RETURN key, p.id AS id ORDER BY id"
LISTED = (
    "MATCH (l:Listing) WHERE l.date = date($day) MATCH (p:Paper)-[:LISTED_IN]->(l) "
    "RETURN DISTINCT p.id AS id"
)
SINCE = "MATCH (p:Paper) WHERE p.published >= date($day) RETURN p.id AS id"
COUNT = "MATCH ()-[r:SIMILAR_TO]->() RETURN count(r) AS count"
# Each edge is read at both of its ends, as the other end may have been renamed.
READ = (
    "UNWIND $ids AS id MATCH (a:Paper {id: id})-[r:SIMILAR_TO]-(b:Paper) "
    "RETURN collect({a: a.id, b: b.id, start: startNode(r).id, there: r.fromStart, "
    "back: r.fromEnd}) AS rows"
)
_ENDS = "UNWIND $rows AS row MATCH (a:Paper {id: row.a}) UNWIND row.edges AS edge "
_OTHER = "MATCH (b:Paper {id: edge.b}) "
CREATE = (
    f"{_ENDS}{_OTHER}CREATE (a)-[:SIMILAR_TO {{score: edge.score, fromStart: edge.there, "
    "fromEnd: edge.back, terms: edge.terms}]->(b)"
)
# An edge of a renamed paper may have the other direction.
MERGE = (
    f"{_ENDS}{_OTHER}OPTIONAL MATCH (a)<-[old:SIMILAR_TO]-(b) DELETE old "
    "MERGE (a)-[r:SIMILAR_TO]->(b) SET r.score = edge.score, r.fromStart = edge.there, "
    "r.fromEnd = edge.back, r.terms = edge.terms"
)
DELETE = f"{_ENDS}MATCH (a)-[r:SIMILAR_TO]-(b:Paper {{id: edge.b}}) DELETE r"
