"""Statements of ``graph.writing.keywords``."""

__all__ = ["DELETE_MARKS", "KEYWORDS_OF_PAPERS", "KEYWORD_TOPICS", "MARK", "READ_MARKS"]

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
