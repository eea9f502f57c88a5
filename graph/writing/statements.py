"""Statements of ``graph.writing.keywords`` and ``graph.writing.kept``."""

from citegraph.graph.schema import EDGES, Kept

__all__ = [
    "DELETE_MARKS",
    "KEYWORDS_OF_PAPERS",
    "KEYWORD_TOPICS",
    "MARK",
    "READ_MARKS",
    "compute",
    "forget",
    "forget_around",
    "forget_wrong",
]

MARK = "UNWIND $rows AS row CREATE (n:CitegraphKeywords) SET n += row"
READ_MARKS = (
    "UNWIND $rows AS row MATCH (n:CitegraphKeywords) RETURN n.mark AS mark, n.topics AS topics"
)
DELETE_MARKS = "UNWIND $rows AS row MATCH (n:CitegraphKeywords) WHERE n.mark = row DELETE n"
KEYWORDS_OF_PAPERS = (
    "MATCH (p:Paper) WHERE p.keywordSources IS NOT NULL AND p.load IS NOT NULL "
    "RETURN p.id AS id, p.keywordSources AS keywordSources"
)
# Papers with keywords that an earlier version wrote as topics.
KEYWORD_TOPICS = (
    "MATCH (t:Topic {kind: 'keyword'})<-[r:HAS_TOPIC]-(p:Paper) "
    "WHERE t.vocabulary IS NULL AND r.rule IS NULL AND r.score IS NULL RETURN DISTINCT p.id AS id"
)


def _pattern(kept: Kept) -> str:
    [start] = [e.start for e in EDGES if e.type == kept.type and kept.label in (e.start, e.end)]
    return f"-[r:{kept.type}]->" if start == kept.label else f"<-[r:{kept.type}]-"


def _values(kept: Kept) -> dict[str, str]:
    """Return an expression for each kept property of a node ``n``."""
    papers = f"MATCH (n){_pattern(kept)}(p:Paper) WHERE NOT coalesce(p.stub, false)"
    known = {
        "paperCount": f"COUNT {{ {papers} }}",
        "months": (
            f"COLLECT {{ {papers} AND p.published IS NOT NULL UNWIND r.sources AS source "
            "WITH left(toString(p.published), CASE p.publishedPrecision WHEN 'year' THEN 4 ELSE 7 "
            "END) AS month, source, count(p) AS papers "
            "RETURN month + ' ' + toString(papers) + ' ' + source AS entry ORDER BY entry }"
        ),
    }
    return {property.name: known[property.name] for property in kept.properties}


def _remove(kept: Kept) -> str:
    return "REMOVE " + ", ".join(f"n.{property.name}" for property in kept.properties)


def forget(kept: Kept) -> str:
    """Remove the kept properties of the nodes in ``$ids``."""
    return (
        f"UNWIND $ids AS id MATCH (n:{kept.label} {{id: id}}) WHERE n.paperCount IS NOT NULL "
        f"{_remove(kept)}"
    )


def forget_around(kept: Kept) -> str:
    """Remove the kept properties of the nodes with an edge to the papers in ``$ids``."""
    return (
        f"UNWIND $ids AS id MATCH (n:{kept.label}){_pattern(kept)}(:Paper {{id: id}}) "
        f"WHERE n.paperCount IS NOT NULL WITH DISTINCT n {_remove(kept)}"
    )


def forget_wrong(kept: Kept) -> str:
    """Remove the kept properties that differ from what the edges give."""
    values = _values(kept)
    computed = ", ".join(f"{value} AS {name}" for name, value in values.items())
    differs = " OR ".join(f"n.{name} <> {name}" for name in values)
    return (
        f"UNWIND $rows AS row MATCH (n:{kept.label}) WHERE n.paperCount IS NOT NULL "
        f"WITH n, {computed} WHERE {differs} {_remove(kept)}"
    )


def compute(kept: Kept, size: int) -> str:
    """Compute the kept properties of the next ``size`` nodes without; return how many, ``done``."""
    values = ", ".join(f"n.{name} = {value}" for name, value in _values(kept).items())
    return (
        f"UNWIND $rows AS row MATCH (n:{kept.label}) "
        "WHERE n.paperCount IS NULL AND n.load IS NOT NULL "
        f"WITH n LIMIT {size} SET {values} RETURN count(n) AS done"
    )
