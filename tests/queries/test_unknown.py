"""On a graph of bare papers, and on an empty one."""

import pytest

from citegraph import queries
from citegraph.graph.errors import QueryError
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


def test_a_topic_without_the_kind_of_evidence(bare: Store):
    bare.write(
        "MATCH (p:Paper) WITH p LIMIT 1 CREATE (p)-[:HAS_TOPIC {sources: ['openalex'], load: '1'}]->"
        "(:Topic {id: 'humanity', name: 'Humanities', load: '1'}), (p)-[:HAS_TOPIC {sources: ['text'], load: '1'}]->"
        "(:Topic {id: 'art', name: 'Art', load: '1'}) SET p.published = date('2024-01-01')"
    )
    try:
        answer = queries.run(bare, "topic-trend", topic="Humanities")
        assert answer.rows == []
        assert answer.note == (
            "0 rows: no link to the topic Humanities has evidence of kind 'text'; set source to openalex"
        )
        assert queries.run(bare, "topic-trend", topic="Art").rows
        with pytest.raises(QueryError, match="set source to text"):
            queries.run(bare, "topic-trend", topic="Art", source="openalex")
    finally:
        bare.write("MATCH (t:Topic) DETACH DELETE t")
        bare.write("MATCH (p:Paper) REMOVE p.published")


def test_no_path(bare: Store):
    answer = queries.run(bare, "path", **{"from": "One", "to": "Two"})
    assert answer.rows == []
    assert answer.note == "0 rows: no path of at most 8 edges connects the two"
