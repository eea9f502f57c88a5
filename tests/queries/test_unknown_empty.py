"""An empty graph is no error."""

import pytest

from citegraph import queries
from citegraph.graph.errors import QueryError
from citegraph.graph.store import Store


def test_an_empty_graph_says_so(empty: Store):
    answer = queries.run(empty, "topics")
    assert answer.unknown is not None
    assert answer.unknown["unknown"] == "the graph has no such node yet"


def test_no_paper_to_ask_about(empty: Store):
    assert queries.run(empty, "shared-topics", paper="2301.00001").unknown is not None
    with pytest.raises(QueryError, match=r"no paper '2301\.00001' in this graph"):
        queries.run(empty, "links", paper="2301.00001")
