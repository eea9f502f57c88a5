"""Measures of networks on the sample graph: worked out by hand."""

import pytest

from citegraph.graph.errors import QueryError
from citegraph.graph.store import Store
from citegraph.queries.networks import measure
from tests.queries.test_answers import ADA, BO, BO2, CY, DEE, EVE, GNN, MPP, NNP


def values(store: Store, name: str, network: str) -> dict[str, float]:
    answer = measure(store, name, network, limit=50)
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


def test_coauthors(store: Store):
    # Dee Ray is linked to Bo Chen and Cy Park through Ada Lind alone: 2 of the 10 pairs of others.
    between = values(store, "betweenness", "coauthors")
    assert between == {ADA: 0.2, BO: 0, CY: 0, DEE: 0, EVE: 0, BO2: 0}
    cores = values(store, "k-core", "coauthors")
    assert cores == {ADA: 2, BO: 2, CY: 2, DEE: 1, EVE: 1, BO2: 1}
    communities = values(store, "communities", "coauthors")
    assert communities == {ADA: 1, BO: 1, CY: 1, DEE: 1, EVE: 2, BO2: 2}


def test_values_are_written_to_a_new_property(store: Store):
    note = measure(store, "k-core", "coauthors", limit=1, write="my_core").note or ""
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
