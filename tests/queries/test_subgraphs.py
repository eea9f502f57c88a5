"""The same answer as nodes and edges."""

from pathlib import Path
from typing import Any

import pytest

from citegraph import queries
from citegraph.graph.errors import QueryError
from citegraph.graph.schema import NODES
from citegraph.graph.store import Store
from citegraph.pages import atlas, question
from citegraph.queries.marks import marked
from citegraph.queries.naming import short_title
from citegraph.queries.run import resolved

GNN, MPP, NNP, DIF = "arxiv:2301.00001", "arxiv:2302.00002", "arxiv:2404.00004", "doi:10.1000/diff"
GIVEN = {
    "paper": GNN,
    "from": NNP,
    "to": DIF,
    "topic": "GNN",
    "other": "protein",
    "author": "Ada Lind",
    "organization": "OpenLab",
    "venue": "Journal of Graphs",
    "day": "2024-05-02",
    "since": "2024-05-01",
    "words": "graph",
    "year": "2024",
}
CATALOGUE = Path(__file__).parents[2] / "queries" / "catalogue"
AUTHORS = {"from": "Cy Park", "to": "Dee Ray"}
DRAWN = [question.name for question in queries.catalogue().values() if question.graph]


# Parameters without which the answer would be empty on this small graph.
LARGE = {
    "papers-together": {"author": "orcid:0000-0002-1825-0097", "other": "name:bo-chen"},
    "topics-together": {"author": "orcid:0000-0002-1825-0097", "other": "name:bo-chen"},
    "rising-authors": {"least": "1", "days": "100"},
    "rising-topics": {"days": "400", "least": "1", "sure": "false"},
    "topic-new": {"days": "2000"},
    "topic-bridges": {"topic": "molecule", "other": "protein", "single": "true"},
    "compare-organizations": {"organization": "hf:openlab", "other": "ror:042nb2s44"},
}
EMPTY = {"surveys", "bursts"}  # the graph has none


def _given(name: str) -> dict[str, str]:
    given = {**GIVEN, **({"paper": MPP} if name == "cites" else {})}
    given |= AUTHORS if name == "coauthor-path" else {}
    given |= LARGE.get(name, {})
    known = queries.catalogue()[name].parameters
    return {p.name: given[p.name] for p in known if p.required or p.name in LARGE.get(name, {})}


@pytest.mark.parametrize("name", DRAWN)
def test_subgraph_holds_the_rows(store: Store, name: str):
    rows = queries.run(store, name, **_given(name)).rows
    drawn = queries.subgraph(store, name, **_given(name))
    ids = {node.id for node in drawn.nodes}
    named = ("id", "firstId", "secondId", "fromId", "toId", "paperId")
    assert rows or name in EMPTY
    assert {row[key] for row in rows for key in named if key in row} <= ids


@pytest.mark.parametrize("name", DRAWN)
def test_edges_join_nodes_of_the_subgraph(store: Store, name: str):
    drawn = queries.subgraph(store, name, **_given(name))
    keys = {node.key for node in drawn.nodes}
    assert len(keys) == len(drawn.nodes)
    assert {end for edge in drawn.edges for end in (edge.source, edge.target)} <= keys
    assert len({(e.type, e.source, e.target) for e in drawn.edges}) == len(drawn.edges)


def test_subgraph_of_shared_topics(store: Store):
    drawn = queries.subgraph(store, "shared-topics", paper="2301.00001", limit=1)
    assert {(edge.source, edge.type, edge.target) for edge in drawn.edges} == {
        (f"Paper:{paper}", "HAS_TOPIC", f"Topic:{topic}")
        for paper in (GNN, MPP)
        for topic in ("graph neural network", "machine learning")
    }
    title = next(n.properties["title"] for n in drawn.nodes if n.key == f"Paper:{GNN}")
    assert drawn.title == f"Papers that share topics with {short_title(title)}"
    assert drawn.focus == f"Paper:{GNN}"


def test_subgraph_of_a_path_is_that_path(store: Store):
    drawn = queries.subgraph(store, "path", **{"from": NNP, "to": DIF})
    assert {node.key for node in drawn.nodes} == {f"Paper:{NNP}", "Topic:cifar 10", f"Paper:{DIF}"}
    assert len(drawn.edges) == 2


def test_cypher_of_a_subgraph_gives_it_again(store: Store):
    drawn = queries.subgraph(store, "topic-papers", topic="GNN")
    assert drawn.cypher is not None
    setting, statement = drawn.cypher.split("\n", 1)
    assert setting == ":param {topic: 'graph neural network', mentions: false, limit: 50}"
    again = store.graph(
        statement, {"topic": "graph neural network", "mentions": False, "limit": 50}
    )
    assert {node.key for node in again.nodes} == {node.key for node in drawn.nodes}


def test_the_whole_graph_is_whole_but_for_lists(store: Store):
    drawn, note = atlas(store)
    # further identifiers of a paper are in its property alsoKnownAs
    nodes = store.read(
        "MATCH (n) WHERE NOT n:Listing AND NOT n:Identifier RETURN labels(n)[0] + ':' + n.id AS key"
    ).rows
    assert {node.key for node in drawn.nodes} == {row["key"] for row in nodes}
    # mentions and similar texts would hide what papers are about
    edges = store.read(
        "MATCH (a)-[r]->(b) "
        "WHERE NOT type(r) IN ['LISTED_IN', 'IDENTIFIES', 'MENTIONS', 'SIMILAR_TO'] "
        "RETURN type(r) AS type, labels(a)[0] + ':' + a.id AS a, labels(b)[0] + ':' + b.id AS b"
    ).rows
    assert {(e.type, e.source, e.target) for e in drawn.edges} == {
        (row["type"], row["a"], row["b"]) for row in edges
    }
    assert note == "left out: 3 lists of a day (to draw one: citegraph view listing-on DAY)"
    assert drawn.note == note


@pytest.mark.parametrize("least", [1, 2, 3])
def test_a_page_of_the_whole_graph_draws_what_its_statement_returns(store: Store, least: int):
    drawn, _ = atlas(store, least)
    stated = queries.subgraph(store, "atlas", least=least)
    assert drawn.cypher == stated.cypher
    left_out = {"load", "origin", "observedOf", "observations", "rawTitle", "rawAbstract"}
    left_out |= {"titleKey", "firstAuthor", "nameKey", "block", "otherBlocks"}

    def values(properties: dict[str, Any]) -> dict[str, Any]:
        return {key: value for key, value in properties.items() if key not in left_out}

    nodes = {node.key: values(node.properties) for node in stated.nodes}
    assert {node.key: node.properties for node in drawn.nodes} == nodes
    edges = {(e.type, e.source, e.target): values(e.properties) for e in stated.edges}
    assert {(e.type, e.source, e.target): e.properties for e in drawn.edges} == edges
    others = {f"{other.label}:{other.id}" for other in drawn.others}
    found = store.read(
        "MATCH (n) WHERE n:Author OR n:Topic OR n.stub RETURN labels(n)[0] + ':' + n.id AS key, "
        "COUNT { (n)-[:AUTHORED|HAS_TOPIC|CITES]-(:Paper) } AS papers"
    ).rows
    assert others == {row["key"] for row in found if row["papers"]} - nodes.keys()


def test_what_the_whole_graph_leaves_out_is_stated(store: Store):
    drawn, note = question(store, "atlas", {"least": "3"})
    assert note == (
        "left out: 7 topics, 5 authors, 1 paper with fewer than 3 edges "
        "(the page's search adds them; to draw all: citegraph view atlas -p least=1); "
        "3 lists of a day (to draw one: citegraph view listing-on DAY)"
    )
    assert drawn.note == note


def test_only_edges_of_the_schema_are_links_of_a_paper(store: Store):
    store.write(
        "MATCH (p:Paper {id: $id}) CREATE (p)<-[:HAS_READ]-(:Reader {id: 'me'}), "
        "(p)-[:HAS_TOPIC]->(:Reader {id: 'topics'})",
        {"id": GNN},
    )
    try:
        rows = queries.run(store, "links", paper=GNN).rows
        drawn = queries.subgraph(store, "links", paper=GNN)
    finally:
        store.write("MATCH (r:Reader) DETACH DELETE r")
    assert rows
    assert not {row["link"] for row in rows} & {"IDENTIFIES", "HAS_READ"}
    labels = {node.label for node in NODES}
    assert {row["kind"] for row in rows} <= labels
    assert {node.label for node in drawn.nodes} <= labels
    assert len(drawn.edges) == len(rows)


@pytest.mark.parametrize("name", sorted(queries.catalogue()))
def test_a_file_runs_as_it_is(store: Store, name: str):
    question = queries.find(name)
    [file] = CATALOGUE.glob(f"*/{name}.cypher")
    given = _given(name)
    values = resolved(store, question, queries.parameters(question, given))
    rows = store.read(file.read_text("utf-8"), values).rows
    assert rows or name in EMPTY
    if name not in ("path", "coauthor-path", "search"):  # citegraph replaces a part of these
        assert marked(store, rows) == queries.run(store, name, **given).rows


def test_a_table_cannot_be_drawn(store: Store):
    with pytest.raises(QueryError, match="papers-by-year cannot be drawn"):
        queries.subgraph(store, "papers-by-year")


def test_cypher_of_a_path_gives_it_again(store: Store):
    drawn = queries.subgraph(store, "path", **{"from": NNP, "to": DIF})
    assert drawn.cypher is not None
    setting, statement = drawn.cypher.split("\n", 1)
    assert setting == f":param {{nodes: ['{NNP}', 'cifar 10', '{DIF}']}}"
    again = store.graph(statement, {"nodes": [NNP, "cifar 10", DIF]})
    assert {node.key for node in again.nodes} == {node.key for node in drawn.nodes}


@pytest.mark.parametrize("name", sorted(set(DRAWN) - EMPTY - {"atlas"}))
def test_the_title_names_every_subject(store: Store, name: str):
    given = _given(name)
    drawn = queries.subgraph(store, name, **given)
    question = queries.find(name)
    names = {
        short_title(node.properties.get("title") or node.properties.get("name") or "")
        for node in drawn.nodes
    }
    for parameter in question.parameters:
        if not parameter.required:
            continue
        if parameter.type in ("paper", "topic", "author", "organization", "venue"):
            assert any(one and one in drawn.title for one in names), drawn.title
        else:
            assert str(given[parameter.name]) in drawn.title
    assert " a paper" not in drawn.title
    assert "two " not in drawn.title


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("SAM 2: Segment Anything", "SAM 2"),
        ("Attention Is All You Need", "Attention Is All You Need"),
        ("Is it: yes", "Is it"),
        ("A: too short", "A: too short"),
        ("https://doi.org/10.1/x", "https://doi.org/10.1/x"),
        (f"{'long ' * 8}: rest", f"{'long ' * 8}: rest"),
    ],
)
def test_a_title_on_a_page_is_the_name_before_the_colon(title: str, short: str):
    assert short_title(title) == short
