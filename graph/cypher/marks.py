"""Marks of author lists that a load touched, until their authors are resolved; marks of changes.

Parts, which have a number, replace the marks of batches; see ``graph.writing.people``.
"""

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
