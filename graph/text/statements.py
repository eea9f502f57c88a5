"""Cypher that reads the texts of papers, and reads and writes their similarity."""

LIST = (
    "MATCH (p:Paper) WHERE p.title IS NOT NULL AND NOT coalesce(p.stub, false) "
    "RETURN p.id AS id, p.title AS title, p.abstract AS abstract"
)
TEXTS = (
    "UNWIND $ids AS id MATCH (p:Paper {id: id}) "
    "RETURN p.id AS id, p.title AS title, p.abstract AS abstract"
)
TITLED = (
    "UNWIND $names AS name MATCH (p:Paper {titleKey: name}) WHERE NOT coalesce(p.stub, false) "
    "RETURN name, p.id AS id ORDER BY id DESC"
)
NAMED = (
    "UNWIND $names AS name MATCH (p:Paper {id: name}) WHERE NOT coalesce(p.stub, false) "
    "RETURN name, p.id AS id"
)
IDENTIFIED = (
    "UNWIND $names AS name MATCH (:Identifier {id: name})-[:IDENTIFIES]->(p:Paper) "
    "WHERE NOT coalesce(p.stub, false) RETURN name, p.id AS id ORDER BY id DESC"
)
LISTED = (
    "MATCH (l:Listing) WHERE l.date = date($day) MATCH (p:Paper)-[:LISTED_IN]->(l) "
    "RETURN DISTINCT p.id AS id"
)
SINCE = "MATCH (p:Paper) WHERE p.published >= date($day) RETURN p.id AS id"
NEWER = (
    "MATCH (one:Paper) WHERE one.id IN $ids WITH max(one.published) AS day "
    "MATCH (p:Paper) WHERE p.published > day RETURN p.id AS id"
)
PAPERS = "UNWIND $ids AS id MATCH (p:Paper {id: id}) RETURN p"
CODED = "MATCH (p:Paper)-[:HAS_CODE]->() RETURN DISTINCT p.id AS id"
SIZE = "MATCH (p:Paper) RETURN count(p) AS size"
COUNT = "MATCH (:Paper)-[r:SIMILAR_TO]->() RETURN count(r) AS count"
# Each edge is read at both of its ends, as the other end may have been renamed.
READ = (
    "UNWIND $ids AS id MATCH (a:Paper {id: id})-[r:SIMILAR_TO]-(b:Paper) "
    "RETURN collect([a.id, b.id, startNode(r).id, r.fromStart, r.fromEnd]) AS rows"
)
CREATE = (
    "UNWIND $rows AS row MATCH (a:Paper {id: row[0]}) UNWIND row[1] AS edge "
    "MATCH (b:Paper {id: edge[0]}) CREATE (a)-[:SIMILAR_TO {score: (edge[1] + edge[2]) / 2, "
    "fromStart: edge[1], fromEnd: edge[2], terms: edge[3]}]->(b)"
)
# Collected first: ArcadeDB fails if an edge is deleted while the edges of its node are read.
DELETE = (
    "UNWIND $rows AS row MATCH (a:Paper {id: row[0]}) UNWIND row[1] AS other "
    "MATCH (a)-[r:SIMILAR_TO]-(b:Paper {id: other}) "
    "WITH collect(DISTINCT r) AS edges UNWIND edges AS r DELETE r"
)
