"""An empty graph is no error."""

import pytest

from citegraph import queries
from citegraph.graph.errors import QueryError
from citegraph.graph.store import Store


def test_an_empty_graph_says_so(empty: Store):
    answer = queries.run(empty, "topics")
    assert answer.unknown is not None
    assert answer.unknown["unknown"] == "the graph has no papers yet"
    assert answer.unknown["remedy"].startswith("load a source that has them (")


def test_no_paper_to_ask_about(empty: Store):
    assert queries.run(empty, "shared-topics", paper="2301.00001").unknown is not None
    with pytest.raises(QueryError, match=r"no paper '2301\.00001' in this graph; .* no papers yet"):
        queries.run(empty, "links", paper="2301.00001")


@pytest.mark.parametrize("name", ["conflicts", "duplicates", "atlas", "search"])
def test_a_question_without_needs_says_so_too(empty: Store, name: str):
    given = {"words": "graph"} if name == "search" else {}
    answer = queries.run(empty, name, **given)
    assert answer.rows == []
    assert answer.note == "0 rows: the graph has no papers yet; load a source of papers first"


def test_no_remedy_is_to_enrich_an_empty_graph(empty: Store):
    assert "enrich" not in (queries.run(empty, "most-cited").note or "enrich")
