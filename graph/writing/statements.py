"""Statements of ``graph.writing``: of keywords, counts, renamed and judged nodes."""

from citegraph.graph import cypher
from citegraph.graph.schema import EDGES, Counts

MARK = "UNWIND $rows AS row CREATE (n:CitegraphKeywords) SET n += row"
READ_MARKS = (
    "UNWIND $rows AS row MATCH (n:CitegraphKeywords) RETURN n.mark AS mark, n.topics AS topics"
)
DELETE_MARKS = "UNWIND $rows AS row MATCH (n:CitegraphKeywords) WHERE n.mark = row DELETE n"
KEYWORDS_OF_PAPERS = (
    "MATCH (p:Paper) WHERE p.keywordSources IS NOT NULL AND p.load IS NOT NULL "
    "RETURN p.id AS id, p.keywordSources AS keywordSources"
)
# Of each HAS_TOPIC edge at the topics in `$ids`: topic, paper, rule and sources, not the evidence.
EDGES_OF_TOPICS = (
    "UNWIND $ids AS id MATCH (:Topic {id: id})<-[r:HAS_TOPIC]-(p:Paper) "
    "RETURN collect([id, p.id, r.rule, r.sources]) AS rows"
)
# Those of the topics in `$ids` that have edges of another kind.
OTHERWISE_LINKED = tuple(
    f"UNWIND $ids AS id MATCH (:Topic {{id: id}}){pattern} RETURN collect(DISTINCT id) AS rows"
    for pattern in ("<-[:MENTIONS]-(:Paper)", "<-[:BROADER]-(:Topic)", "-[:BROADER]->(:Topic)")
)
# Papers with keywords that an earlier version wrote as topics.
KEYWORD_TOPICS = (
    "MATCH (t:Topic {kind: 'keyword'})<-[r:HAS_TOPIC]-(p:Paper) "
    "WHERE t.vocabulary IS NULL AND r.rule IS NULL AND r.score IS NULL RETURN DISTINCT p.id AS id"
)
# Lists of ID, and whether citegraph wrote the topic.
TOPIC_IDS = "UNWIND $rows AS row MATCH (t:Topic) RETURN collect([t.id, t.load IS NOT NULL]) AS rows"


def _pattern(counts: Counts) -> str:
    [start] = [e.start for e in EDGES if e.type == counts.type and counts.label in (e.start, e.end)]
    return f"-[r:{counts.type}]->" if start == counts.label else f"<-[r:{counts.type}]-"


def _values(counts: Counts) -> dict[str, str]:
    """Return an expression for each count of a node ``n``."""
    papers = f"MATCH (n){_pattern(counts)}(p:Paper) WHERE NOT coalesce(p.stub, false)"
    known = {
        "paperCount": f"COUNT {{ {papers} }}",
        "months": (
            f"COLLECT {{ {papers} AND p.published IS NOT NULL UNWIND r.sources AS source "
            "WITH left(toString(p.published), CASE p.publishedPrecision WHEN 'year' THEN 4 ELSE 7 "
            "END) AS month, source, count(p) AS papers "
            "RETURN month + ' ' + toString(papers) + ' ' + source AS entry ORDER BY entry }"
        ),
    }
    return {property.name: known[property.name] for property in counts.properties}


def _remove(counts: Counts) -> str:
    return "REMOVE " + ", ".join(f"n.{property.name}" for property in counts.properties)


def forget(counts: Counts) -> str:
    """Remove the counts of the nodes in ``$ids``."""
    return (
        f"UNWIND $ids AS id MATCH (n:{counts.label} {{id: id}}) WHERE n.paperCount IS NOT NULL "
        f"{_remove(counts)}"
    )


def forget_around(counts: Counts) -> str:
    """Remove the counts of the nodes with an edge to the papers in ``$ids``."""
    return (
        f"UNWIND $ids AS id MATCH (n:{counts.label}){_pattern(counts)}(:Paper {{id: id}}) "
        f"WHERE n.paperCount IS NOT NULL WITH DISTINCT n {_remove(counts)}"
    )


def forget_wrong(counts: Counts) -> str:
    """Remove the counts that differ from the values that the edges imply, or lack one of them."""
    values = _values(counts)
    computed = ", ".join(f"{value} AS {name}" for name, value in values.items())
    differs = " OR ".join(f"coalesce(n.{name} <> {name}, true)" for name in values)
    return (
        f"UNWIND $rows AS row MATCH (n:{counts.label}) WHERE n.paperCount IS NOT NULL "
        f"WITH n, {computed} WHERE {differs} {_remove(counts)}"
    )


def compute(counts: Counts, size: int) -> str:
    """Compute the counts of the next ``size`` nodes without; return how many, ``done``."""
    values = ", ".join(f"n.{name} = {value}" for name, value in _values(counts).items())
    return (
        f"UNWIND $rows AS row MATCH (n:{counts.label}) "
        "WHERE n.paperCount IS NULL AND n.load IS NOT NULL "
        f"WITH n LIMIT {size} SET {values} RETURN count(n) AS done"
    )


# Entries of author lists that name one of these organizations.
ENTRIES_AT = (
    "UNWIND $ids AS id MATCH (:Organization {id: id})<-[:AFFILIATED_WITH]-(a:Author)"
    "-[r:AUTHORED]->(p:Paper) WHERE id IN r.organizations "
) + cypher.collected(a="a.id", b="p.id", organizations="r.organizations")
ALL_NAMES = "MATCH (n:Author) WHERE n.load IS NOT NULL " + cypher.collected(
    id="n.id", block="n.block", names="coalesce(n.names, [n.name])"
)
# Organizations that are identified by their names.
NAMED_ORGANIZATIONS = (
    "UNWIND $values AS prefix MATCH (n:Organization) WHERE n.id STARTS WITH prefix "
) + cypher.collected(id="n.id", name="n.name", country="n.country")
# Repositories that have earlier names, which are few.
RENAMED = "MATCH (n:Repository) WHERE n.alsoKnownAs IS NOT NULL " + cypher.collected(
    id="n.id", also="n.alsoKnownAs"
)

# Papers that an earlier ID may name, and in how many of its values they differ from it.
EARLIER = """
UNWIND $stated AS stated
CALL (stated) {
  MATCH (n:Paper {id: stated.title}) RETURN n
  UNION
  MATCH (:Identifier {id: stated.title})-[:IDENTIFIES]->(n:Paper) RETURN n
}
WITH n, stated
WHERE n.load IS NOT NULL
RETURN n.id AS id, min(
       CASE WHEN replace(n.firstAuthor, ' ', '-') <> stated.author THEN 1 ELSE 0 END
       + CASE WHEN n.year <> stated.year THEN 1 ELSE 0 END
       + CASE WHEN n.authorCount <> stated.count THEN 1 ELSE 0 END) AS different
ORDER BY different, id
"""
# Papers by their ID or a further identifier.
IDENTIFIED = """
UNWIND $names AS name
MATCH (n:Paper {id: name})
RETURN name, n.id AS id
UNION
UNWIND $names AS name
MATCH (:Identifier {id: name})-[:IDENTIFIES]->(n:Paper)
RETURN name, n.id AS id
"""


def judged_nodes(label: str, reason: str) -> str:
    """Find nodes that were merged by a judgement: ``id``, ``also``, ``properties``."""
    return (
        f"MATCH (n:{label}) WHERE any(entry IN n.alsoKnownAs WHERE entry ENDS WITH ' ({reason})') "
        "RETURN n.id AS id, n.alsoKnownAs AS also, properties(n) AS properties ORDER BY id"
    )


def deletion(label: str, id: str) -> str:
    """Return a statement, for a message, that deletes a node and its further identifiers."""
    node = f"MATCH (n:{label} {{id: {cypher.string(id)}}})"
    if label != "Paper":
        return f"{node} DETACH DELETE n"
    return f"{node} OPTIONAL MATCH (i:Identifier)-[:IDENTIFIES]->(n) DETACH DELETE i, n"


def sources_of(label: str) -> str:
    """Find the files that a node was read from: of its papers, and of papers that cite it."""
    papers = f"MATCH (n:{label} {{id: $id}})--(p:Paper)"
    if label == "Paper":
        papers += " RETURN p UNION MATCH (p:Paper {id: $id})"
    elif label == "Organization":
        papers += f" RETURN p UNION MATCH (n:{label} {{id: $id}})--(:Author)-[:AUTHORED]->(p:Paper)"
    return (
        f"CALL () {{ {papers} RETURN p }} MATCH (p)-[:LISTED_IN]->(l:Listing) "
        "UNWIND coalesce(l.files, [l.id]) AS file RETURN DISTINCT file LIMIT 100"
    )
