"""Measures of networks on the sample graph: worked out by hand."""

import math
from itertools import pairwise

import networkx as nx
import pytest

from citegraph.graph.errors import QueryError
from citegraph.graph.store import Store
from citegraph.queries.networks import _betweenness, _communities, _main_path, measure
from tests.queries.test_answers import ADA, BO, BO2, CY, DEE, EVE, GNN, MPP, NNP


def values(store: Store, name: str, network: str, least: int | None = None) -> dict[str, float]:
    answer = measure(store, name, network, limit=50, least=least)
    return dict(zip(answer["id"], answer["value"], strict=True))


def test_pagerank(store: Store):
    # NNP cites MPP and GNN, MPP cites GNN, GNN cites none and spreads evenly. With b of NNP:
    # MPP has b + 0.85 b/2 = 1.425 b, GNN 1.425 b + 0.85 * 1.425 b = 2.63625 b; all are 1.
    found = values(store, "pagerank", "citations")
    assert found == pytest.approx({GNN: 0.520870, MPP: 0.281551, NNP: 0.197580}, abs=1e-6)
    assert list(found) == [GNN, MPP, NNP]


def test_main_path(store: Store):
    assert values(store, "main-path", "citations") == {GNN: 2, MPP: 1, NNP: 2}
    with pytest.raises(QueryError, match="main-path needs the network of citations"):
        measure(store, "main-path", "coauthors")


def test_main_path_of_more_chains_than_an_integer_can_count():
    """Each layer of papers cites all of the layer before, so chains grow as a power of three."""
    layers = [[f"{layer}.{place}" for place in range(3)] for layer in range(900)]
    pairs = [(a, b) for old, new in pairwise(layers) for a in new for b in old]
    found = _main_path(nx.DiGraph(pairs))
    assert found.values
    assert all(isinstance(value, float) and math.isfinite(value) for value in found.values.values())


def test_coauthors(store: Store):
    # Dee Ray is linked to Bo Chen and Cy Park through Ada Lind alone: 2 of the 10 pairs of others.
    between = values(store, "betweenness", "coauthors")
    assert between == {ADA: 0.2, BO: 0, CY: 0, DEE: 0, EVE: 0, BO2: 0}
    cores = values(store, "k-core", "coauthors", least=1)
    assert cores == {ADA: 2, BO: 2, CY: 2, DEE: 1, EVE: 1, BO2: 1}
    assert next(iter(cores)) == ADA  # of equal values, the best connected comes first


def test_k_core_links_authors_of_two_papers(store: Store):
    """Otherwise the largest core is the longest author list."""
    assert values(store, "k-core", "coauthors") == values(store, "k-core", "coauthors", least=2)
    note = measure(store, "k-core", "coauthors").note or ""
    assert "pairs with 2 or more papers in common" in note
    answer = measure(store, "k-core", "coauthors", least=9)
    assert not answer.rows
    assert "no two authors have enough papers in common" in (answer.note or "")


def test_communities(store: Store):
    answer = measure(store, "communities", "coauthors")
    assert (answer[0]["name"], answer["value"], answer["size"]) == ("Ada Lind", [1, 2], [4, 2])
    assert [set(members) for members in answer["members"]] == [
        {"Ada Lind", "Bo Chen", "Cy Park", "Dee Ray"},
        {"Eve Stone", "Bo Chen"},
    ]
    assert "2 communities" in (answer.note or "")


def test_a_topic_restricts_the_papers(store: Store):
    answer = measure(store, "pagerank", "coauthors", topic="protein")  # MPP
    assert answer.subjects["topic"].id == "protein"
    assert set(answer["name"]) == {"Ada Lind", "Dee Ray"}
    answer = measure(store, "pagerank", "citations", topic="neural network")
    assert set(answer["id"]) == {GNN, MPP, NNP}


def test_papers_of_a_topic_are_counted_alone(store: Store):
    """Otherwise a person with many papers on other topics seems to lead the field."""
    everything = measure(store, "pagerank", "coauthors")
    papers = dict(zip(everything["id"], everything["papers"], strict=True))
    answer = measure(store, "pagerank", "coauthors", topic="protein")  # MPP
    assert papers[ADA] > 1
    assert dict(zip(answer["id"], answer["papers"], strict=True)) == {ADA: 1, DEE: 1}
    assert "papers on the topic: 1;" in (answer.note or "")


def test_a_topic_is_not_in_the_network_of_its_papers(store: Store):
    store.write(
        "UNWIND ['x', 'y', 'z'] AS name CREATE (t:Topic {id: name, name: name, own: true}) WITH t "
        "UNWIND [1, 2, 3] AS i MERGE (p:Paper {id: 'own:' + toString(i)}) SET p.own = true "
        "CREATE (p)-[:HAS_TOPIC]->(t)"
    )
    try:
        assert set(measure(store, "pagerank", "topics")["id"]) == {"x", "y", "z"}
        answer = measure(store, "pagerank", "topics", topic="x")
        assert dict(zip(answer["id"], answer["papers"], strict=True)) == {"y": 3, "z": 3}
    finally:
        store.write("MATCH (n) WHERE n.own DETACH DELETE n")


def test_values_are_written_to_a_new_property(store: Store):
    note = measure(store, "k-core", "coauthors", limit=1, least=1, write="my_core").note or ""
    assert "written to Author.my_core of 6 nodes" in note
    read = "MATCH (a:Author) RETURN a.id AS id, a.my_core AS core"
    try:
        assert {row["id"]: row["core"] for row in store.read(read).rows}[ADA] == 2
    finally:
        store.write("MATCH (a:Author) REMOVE a.my_core")


@pytest.mark.parametrize("name", ["name", "observed", "a b", "x`) DETACH DELETE n //"])
def test_other_properties_are_not_written(store: Store, name: str):
    with pytest.raises(QueryError, match=r"cannot write to .* such as my_k_core"):
        measure(store, "k-core", "coauthors", write=name)


def test_a_graph_without_citations_is_unknown(bare: Store):
    answer = measure(bare, "pagerank", "citations")
    assert (answer.note or "").startswith("0 of 2 papers have references; enrich the papers")


def test_betweenness_of_a_sample_has_its_error(monkeypatch: pytest.MonkeyPatch):
    """Exact, it is that of networkx; estimated, most errors are within twice the stated one."""
    for graph in (nx.gnm_random_graph(60, 150, seed=1), nx.gnm_random_graph(60, 150, 1, True)):
        named = nx.relabel_nodes(graph, str)
        nx.set_edge_attributes(named, 1.0, "weight")
        expected = nx.betweenness_centrality(named)
        assert dict(_betweenness(named).values) == pytest.approx(expected, abs=1e-8)
        with monkeypatch.context() as patch:
            patch.setattr("citegraph.queries.networks.WORK", 20 * 300)
            found = _betweenness(named)
        assert "estimated from" in found.how
        near = [abs(found.values[n] - expected[n]) <= 2 * found.errors[n] + 1e-9 for n in named]
        assert sum(near) >= 50


def test_modularity_is_that_of_networkx():
    graph = nx.relabel_nodes(nx.les_miserables_graph(), str)
    found = _communities(graph)
    expected = nx.community.modularity(graph, found.members.values())
    assert f"modularity {expected:.2f}" in found.how
