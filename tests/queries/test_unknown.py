"""On a graph of bare papers, and on an empty one."""

import pytest

from citegraph import queries
from citegraph.graph.store import Store


@pytest.mark.parametrize(
    "name", ["most-cited", "missing-references", "co-cited", "coupled", "cites", "cited-by"]
)
def test_citations_of_a_graph_without_references(bare: Store, name: str):
    given = {"paper": "One"} if queries.catalogue()[name].parameters[0].name == "paper" else {}
    answer = queries.run(bare, name, **given)
    assert answer.rows == []
    assert answer.unknown == {
        "unknown": "0 of 2 papers have references",
        "have": 0,
        "of": 2,
        "needs": "references",
        "remedy": "enrich the papers (with openalex), or load a source with this data (openalex, crossref, semantic-scholar, records)",
    }
    assert answer.note == f"0 of 2 papers have references; {answer.unknown['remedy']}"


def test_a_name_of_a_kind_that_the_graph_lacks(bare: Store):
    answer = queries.run(bare, "topic-papers", topic="neural network")
    assert answer.unknown is not None
    assert answer.unknown["unknown"] == "0 of 2 papers have topics"


ASKED = [
    q.name
    for q in queries.catalogue().values()
    if q.needs and not any(p.required for p in q.parameters)
]


@pytest.mark.parametrize("name", ASKED)
def test_questions_without_parameters_say_what_is_missing(bare: Store, name: str):
    answer = queries.run(bare, name)
    assert answer.rows == []
    assert answer.unknown is not None
    assert answer.unknown["remedy"]
