"""Answers with thousands of rows fit in the memory of a small server.

Neo4j counts a list that is a variable for each row that it sorts, so a list of all rows takes
memory that grows with their square.
"""

import pytest

from citegraph import queries
from citegraph.graph.store import Store

PAPERS = 1350


@pytest.fixture(scope="module")
def large(engine: Store) -> Store:
    """Papers that share a word and one of three topics with the first one."""
    engine.write("MATCH (n) DETACH DELETE n")
    engine.write(
        """UNWIND range(1, $papers) AS n
        CREATE (:Paper {id: 'title:' + n, title: 'Lattice ' + n, titleKey: 'lattice ' + n,
                        abstract: 'A lattice.', load: '2025-10-27T00:00:00Z'})""",
        {"papers": PAPERS},
    )
    engine.write(
        """UNWIND range(0, 2) AS n
        CREATE (topic:Topic {id: 'topic ' + n, name: 'Topic ' + n, load: '2025-10-27T00:00:00Z'})
        WITH n, topic
        MATCH (paper:Paper)
        WHERE paper.id = 'title:1' OR toInteger(split(paper.id, ':')[1]) % 3 = n
        CREATE (paper)-[:HAS_TOPIC {sources: ['text']}]->(topic)"""
    )
    return engine


@pytest.mark.parametrize(
    ("question", "given", "rows"),
    [("search", {"words": "lattice"}, PAPERS), ("related", {"paper": "title:1"}, PAPERS - 1)],
)
def test_memory_does_not_grow_with_the_square(
    large: Store, question: str, given: dict[str, str], rows: int
) -> None:
    assert len(queries.run(large, question, **given, limit=PAPERS)) == rows
