"""A saved image names its sources as people do."""

from citegraph.graph.formats import format_name
from citegraph.graph.subgraph import Node, Subgraph
from citegraph.viz.page import _data
from citegraph.viz.view import view


def test_sources_have_the_names_of_their_services():
    sources = (["daily-papers-api"], ["daily-papers-text"], ["openalex", "daily-papers-api"])
    nodes = (Node("Paper", str(i), {"title": "T", "sources": one}) for i, one in enumerate(sources))
    seen = view(Subgraph(tuple(nodes), ()))
    assert _data(seen, "T")["sources"] == ["Daily Papers", "OpenAlex"]


def test_a_format_without_a_name_is_written_in_words():
    assert format_name("some-new-format") == "Some new format"
    assert format_name("arxiv-snapshot") == "arXiv"
