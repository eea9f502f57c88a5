"""Trends compare like with like: figures worked out by hand."""

from datetime import date
from typing import Any

import pytest

from citegraph import queries
from citegraph.graph.store import Store
from citegraph.graph.writing.counts import recount
from citegraph.queries.run import comparability

NN = {"topic": "neural network"}
# Papers with text evidence of neural networks: one in each of January and February 2023, and one in
# April 2024. 3 of 5 dated papers, so 0.6 of a year's and 0.75 of a month's papers are expected (a
# paper dated to the year is in no month). Wilson's interval of 1 of 1: 0.2065 to 1.
CASES: list[tuple[str, dict[str, Any], list[tuple[Any, ...]]]] = [
    (
        "topic-trend",
        NN,
        [
            (date(2022, 1, 1), 0, 1, 0.0, 0.0, 0.7935, -0.8, False, 1.0),
            (date(2023, 1, 1), 2, 2, 1.0, 0.3424, 1.0, 0.7, False, 1.0),
            (date(2024, 1, 1), 1, 2, 0.5, 0.0945, 0.9055, -0.2, False, 1.0),
        ],
    ),
    (
        "topic-trend",
        {**NN, "unit": "month"},
        [
            (date(2023, 1, 1), 1, 1, 1.0, 0.2065, 1.0, 0.3, False, 1.0),
            (date(2023, 2, 1), 1, 1, 1.0, 0.2065, 1.0, 0.3, False, 1.0),
            (date(2024, 3, 1), 0, 1, 0.0, 0.0, 0.7935, -0.9, False, 1.0),
            (date(2024, 4, 1), 1, 1, 1.0, 0.2065, 1.0, 0.3, False, 1.0),
        ],
    ),
    (
        "topic-trend",
        {**NN, "unit": "week", "source": "ai_keywords"},
        [
            (date(2023, 1, 2), 0, 0, None, None, None, None, False, 0.0),
            (date(2023, 2, 6), 1, 1, 1.0, 0.2065, 1.0, 0.0, False, 1.0),
            (date(2024, 2, 26), 0, 0, None, None, None, None, False, 0.0),
            (date(2024, 4, 15), 0, 0, None, None, None, None, False, 0.0),
        ],
    ),
    # Two papers in each of the two periods. CIFAR-10: ln(2.5/2.5) - ln(0.5/2.5) = ln 5, with an error
    # of 1.96 sqrt(1/2.5 - 1/2.5 + 1/0.5 - 1/2.5) = 2.479.
    (
        "rising-topics",
        {"days": 400, "least": 1, "sure": False},
        [
            ("cifar 10", "CIFAR-10", 2, 2, 0, 2, 5.0, 0.42, 59.66, 1.0, 1.0),
            ("diffusion model", "diffusion model", 1, 2, 0, 2, 3.0, 0.21, 43.66, 1.0, 1.0),
            ("neural network", "neural network", 1, 2, 0, 2, 3.0, 0.21, 43.66, 1.0, 1.0),
        ],
    ),
    ("rising-topics", {"days": 400, "least": 1}, []),
    (
        "topics-by-year",
        {"top": 2},
        [
            ("cifar 10", "CIFAR-10", 2024, 2, 2, 1.0, 1.0),
            ("diffusion model", "diffusion model", 2024, 1, 2, 0.5, 1.0),
        ],
    ),
]


@pytest.mark.parametrize(("name", "given", "rows"), CASES, ids=lambda value: str(value)[:40])
def test_answer(store: Store, name: str, given: dict[str, Any], rows: list[tuple[Any, ...]]):
    answer = queries.run(store, name, **given)
    assert [tuple(row.values()) for row in answer.rows] == rows


def test_topics_of_a_rare_kind_of_evidence(store: Store):
    # 50 topics with three papers each, and one with a single paper and its own kind of evidence
    store.write(
        "UNWIND range(1, 50) AS i CREATE (t:Topic {id: 'own ' + i, name: 'own ' + i, load: '1'}) "
        "WITH t, i UNWIND range(1, CASE i WHEN 50 THEN 1 ELSE 3 END) AS j "
        "CREATE (p:Paper {id: 'own:' + i + '-' + j, year: 2019, published: date('2019-01-15'), "
        "load: '1'}) CREATE (p)-[:HAS_TOPIC {load: '1', "
        "sources: [CASE i WHEN 50 THEN 'rare' ELSE 'text' END]}]->(t)"
    )
    try:
        for counted in (False, True):
            if counted:
                recount(store)
            answer = queries.run(store, "topics-by-year", top=2, source="rare")
            assert [(row["id"], row["year"], row["papers"]) for row in answer] == [
                ("own 50", 2019, 1)
            ]
    finally:
        store.write("MATCH (n) WHERE n.id STARTS WITH 'own' DETACH DELETE n")
        store.write("MATCH (n) WHERE n.paperCount IS NOT NULL REMOVE n.paperCount, n.months")


def test_a_burst(store: Store):
    # January: 30 papers without the topic; February: 9 papers on it. 9 * 9 / 39 = 2.1 are expected,
    # so the deviation is (9 - 2.077) / sqrt(2.077) = 4.8.
    store.write(
        "MATCH (t:Topic {id: 'protein'}) UNWIND range(1, 39) AS i "
        "CREATE (p:Paper {id: 'own:' + i, year: 2019, load: '1', "
        "published: CASE WHEN i <= 30 THEN date('2019-01-15') ELSE date('2019-02-15') END}) "
        "WITH t, i, p WHERE i > 30 CREATE (p)-[:HAS_TOPIC {sources: ['text'], load: '1'}]->(t)"
    )
    try:
        answer = queries.run(store, "bursts", until="2019-02-28")
        assert [tuple(row.values()) for row in answer.rows] == [
            ("protein", "protein", date(2019, 2, 1), 9, 9, 2.1, 4.8)
        ]
        trend = queries.run(store, "topic-trend", topic="protein", unit="month")
        assert [row["from"] for row in trend if row["burst"]] == [date(2019, 2, 1)]
    finally:
        store.write("MATCH (p:Paper) WHERE p.id STARTS WITH 'own:' DETACH DELETE p")


def test_a_kind_of_evidence_with_more_papers_is_proposed(store: Store):
    for name in ("rising-topics", "bursts", "topics-by-year"):
        assert "set source" not in (queries.run(store, name).note or "")
    store.write(
        "MATCH (t:Topic {id: 'protein'}) UNWIND range(1, 20) AS i CREATE (:Paper {id: 'own:' + i, load: '1'})"
        "-[:HAS_TOPIC {sources: ['openalex'], load: '1'}]->(t)"
    )
    try:
        papers = "evidence of kind 'text' covers 4 papers, 'openalex' 23; set source to openalex"
        for name in ("rising-topics", "bursts", "topics-by-year"):
            assert papers in (queries.run(store, name).note or "")
            assert "set source" not in (queries.run(store, name, source="text").note or "")
    finally:
        store.write("MATCH (p:Paper) WHERE p.id STARTS WITH 'own:' DETACH DELETE p")


def test_a_change_of_coverage_warns(store: Store):
    note = queries.run(store, "topic-trend", **NN, source="ai_keywords").note or ""
    assert "the evidence covers from 0% to 50% of the papers of a period" in note
    assert "covers" not in (queries.run(store, "topic-trend", **NN).note or "")
    assert comparability([{"covered": 0.95, "coveredBefore": 0.9}, {"covered": None}]) == []
