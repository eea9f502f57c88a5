"""An answer states its period, and the numbers that its rows are taken from."""

import pytest

from citegraph import queries
from citegraph.graph.store import Store

TOPIC = {"topic": "neural network"}


@pytest.mark.parametrize(
    ("name", "given", "note"),
    [
        (
            "topic-new",
            {**TOPIC, "days": 365, "until": "2023-12-31"},
            "period: 2023-01-01 to 2023-12-31; papers in the period: 2; papers on the topic: 3",
        ),
        (
            "topic-people",
            {**TOPIC, "limit": 1},
            "people: 4; papers on the topic: 3; the first 1; more with limit=10",
        ),
        (
            "retraction-reach",
            {},
            "retracted or withdrawn papers in the graph: 1; cited ones among them: 1",
        ),
        ("retraction-reach", {"paper": "10.1000/old"}, "retraction state of the paper: retracted"),
        (
            "retraction-reach",
            {"paper": "arxiv:2302.00002"},
            "retraction state of the paper: unknown; 4 of 6 papers have references",
        ),
        (
            "conflicts",
            {},
            "papers with values of known sources: 1; papers of which several sources state a value: 1",
        ),
        ("organization-pairs", {}, "pairs: 1"),
        (
            "compare-organizations",
            {"organization": "hf:openlab", "other": "ror:042nb2s44", "least": 1},
            "no difference is clear: every 95% confidence interval contains 0",
        ),
        (
            "topic-uses",
            TOPIC,
            "kind of the topic: concept (this question is about datasets, benchmarks and models)",
        ),
        ("digest", {"days": 7}, "period: 2024-05-01 to 2024-05-04; papers: 3"),
        ("retractions", {}, "0 of 6 papers have a known retraction state"),
        ("papers-by-year", {}, "newest paper: 2024-04-20"),
        (
            "related",
            {"paper": "title:a-quiet-paper"},
            "0 rows: nothing matches; missing data of the paper: abstract, topics, references",
        ),
        (
            "search",
            {"words": "OpenLab"},
            "no paper contains 'OpenLab'; 'OpenLab' is also the name of "
            "an organization; see the question organization-papers",
        ),
        (
            "papers-on-both",
            {"topic": "GNN", "other": "neural network"},
            "narrower of the two topics: graph neural network, whose papers count for both",
        ),
        (
            "bridge-authors",
            {**TOPIC, "other": "message passing"},
            "narrower of the two topics: message passing, whose papers count for both",
        ),
        (
            "compare-topics",
            {**TOPIC, "other": "machine learning"},
            "evidence: text; newest paper: 2024-04-20; narrower of the two topics: neural network, "
            "whose papers count for both",
        ),
        ("topic-trend", TOPIC, "evidence: text; newest paper: 2024-04-20"),
    ],
)
def test_the_note_begins_with_the_summary(store: Store, name: str, given: dict, note: str):
    assert (queries.run(store, name, **given).note or "").startswith(note)


def test_an_empty_answer_has_a_summary(store: Store):
    answer = queries.run(store, "topic-new", **TOPIC, days=7, until="2030-01-07")
    assert not answer.rows
    assert "period: 2030-01-01 to 2030-01-07; papers in the period: 0" in (answer.note or "")


def test_a_pair_that_one_author_alone_connects_is_left_out_and_counted(store: Store):
    store.write(
        "MATCH (ada:Author {name: 'Ada Lind'}) CREATE (ada)-[:AFFILIATED_WITH {load: '1'}]->"
        "(:Organization {id: 'name:dept', name: 'Dept of Labs, OpenLab', load: '1'})"
    )
    try:
        answer = queries.run(store, "organization-pairs")
        pairs = list(zip(answer["first"], answer["second"], strict=True))
        assert ("OpenLab", "Dept of Labs, OpenLab") not in pairs
        assert len(pairs) == 2  # with the organization of the other authors
        assert "pairs left out, which only the affiliations of one author connect: 1" in (
            answer.note or ""
        )
    finally:
        store.write("MATCH (o:Organization {id: 'name:dept'}) DETACH DELETE o")


def test_a_digest_begins_with_the_keyword_of_the_title_and_ends_with_datasets(store: Store):
    store.write(
        "MATCH (p:Paper {id: 'arxiv:2404.00004'})-[has:HAS_TOPIC]->(:Topic {id: 'cifar 10'}) "
        "SET p.keywordSources = ['author | deep | deep', 'title | wide network | wide networks'], "
        "has.score = 1.0"
    )
    try:
        (row,) = queries.run(store, "digest").rows
        assert row["topics"] == ["wide networks", "neural network", "CIFAR-10"]
    finally:
        store.write(
            "MATCH (p:Paper {id: 'arxiv:2404.00004'})-[has:HAS_TOPIC]->(:Topic {id: 'cifar 10'}) "
            "REMOVE p.keywordSources SET has.score = 0.5"
        )


def test_a_keyword_of_the_title_that_is_a_topic_appears_once(store: Store):
    store.write(
        "MATCH (p:Paper {id: 'arxiv:2404.00004'}) "
        "SET p.keywordSources = ['title | neural network | neural networks']"
    )
    try:
        (row,) = queries.run(store, "digest").rows
        assert row["topics"] == ["neural networks", "CIFAR-10"]
    finally:
        store.write("MATCH (p:Paper {id: 'arxiv:2404.00004'}) REMOVE p.keywordSources")
