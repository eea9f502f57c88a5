"""Unknown is not none."""

import pytest

from citegraph import queries
from citegraph.graph.store import Store
from citegraph.queries.coverage import measure, probes

# What each need measures in the sample graph.
COVERED = {
    "references": (4, 6),
    "authors": (4, 6),
    "counts": (5, 6),
    "topics": (4, 6),
    "repositories": (4, 6),
    "organizations": (3, 6),
    "topicOrganizations": (3, 4),
    "stars": (2, 3),
    "dated": (4, 4),
    "retractions": (0, 6),
    "venues": (3, 6),
    "dates": (5, 6),
    "upvotes": (3, 6),
    "listings": (3, 6),
    "hierarchy": (6, 10),
    "cited": (2, 4),
    "collaborations": (3, 6),
    "counted": (2, 6),
    "day": (4, 4),
    "listed": (3, 4),
}


def test_coverage_of_the_sample(store: Store):
    assert {need: (m.have, m.of) for need in probes() for m in [measure(store, need)]} == COVERED


def test_coverage_of_one_paper(store: Store):
    found = measure(store, "references", "title:a-quiet-paper")
    assert (found.have, found.of) == (0, 1)
    assert str(found) == "title:a-quiet-paper has no references"


def test_every_need_is_measured():
    assert {need.what for q in queries.catalogue().values() for need in q.needs} <= set(probes())


def test_partly_known_is_noted(store: Store):
    assert queries.run(store, "most-cited").note == "4 of 6 papers have references"


def test_organizations_of_a_topic_are_partly_known(store: Store):
    papers = "papers on the topic or a narrower one have an organization"
    found = queries.run(store, "topic-organizations", topic="CIFAR-10")
    assert found.note == f"1 of 2 {papers}"
    assert queries.run(store, "topic-organizations", topic="neural network").note is None


def test_repositories_with_unknown_stars_are_counted(store: Store):
    repositories = "repositories of papers on the topic or a narrower one have known stars"
    found = queries.run(store, "topic-code", topic="neural network", limit=1)
    assert found.note == f"1 of 2 {repositories}; the first 1; more with limit=10"
    # Stars are not needed: without them, the answer is not unknown.
    found = queries.run(store, "topic-code", topic="spiking neural network")
    assert (found.rows, found.unknown) == ([], None)


def test_papers_of_a_topic_without_a_date(store: Store):
    store.write(
        "MATCH (t:Topic {id: 'message passing'}) CREATE (:Paper {id: 'own:u', title: 'Undated', "
        "titleKey: 'undated', upvotes: 3, load: '1'})-[:HAS_TOPIC {sources: ['text'], load: '1'}]->(t)"
    )
    given = {"topic": "message passing"}
    try:
        for name in ("topic-trend", "topic-new"):
            note = queries.run(store, name, **given).note or ""
            assert "1 of 2 papers on the topic or a narrower one have a publication date" in note
        assert queries.run(store, "reading-order", **given)["reason"] == [
            "number 1 of 1 in 2023 by citations in the graph (1), times the score of the link (0.8)",
            "number 1 of 1 without a date by upvotes (3), times the score of the link (0.5)",
        ]
    finally:
        store.write("MATCH (p:Paper {id: 'own:u'}) DETACH DELETE p")


def test_without_figures_the_score_of_the_link_ranks(store: Store):
    store.write(
        "MATCH (t:Topic {id: 'message passing'}) UNWIND [['own:a', 0.2, null], ['own:b', 0.9, null], "
        "['own:c', 0.5, 0]] AS row CREATE (:Paper {id: row[0], title: row[0], titleKey: row[0], "
        "year: 1999, published: date('1999-01-01'), publishedPrecision: 'year', citedByCount: row[2], "
        "load: '1'})-[:HAS_TOPIC {sources: ['text'], score: row[1], load: '1'}]->(t)"
    )
    given = {"topic": "message passing"}
    try:
        order = queries.run(store, "reading-order", **given)
        found = dict(zip(order["id"], order["reason"], strict=True))
        assert found["own:b"] == (
            "number 1 of 3 in 1999; no citations or upvotes are known, so by the score of the link"
        )
        assert found["own:c"] == "number 2 of 3 in 1999; 0 citations, so by the score of the link"
        assert found["own:a"].startswith("number 3 of 3")
        assert queries.run(store, "topic-best", **given, year=1999)["id"] == [
            "own:b",
            "own:c",
            "own:a",
        ]
        note = queries.run(store, "topic-new", **given, until="1999-01-20").note or ""
        assert "new papers of which only the year is known, counted as January 1: 3" in note
        note = queries.run(store, "topic-trend", **given, unit="month").note or ""
        assert "papers left out, of which only the year is known: 4" in note  # one of the sample
        for name in ("rising-topics", "rising-authors"):
            note = queries.run(store, name, until="1999-01-20").note or ""
            assert "papers of which only the year is known, counted as January 1: 3" in note
        note = queries.run(store, "bursts", until="1999-06-20").note or ""
        assert "period: 1998-07-01 to 1999-06-30; evidence: text; papers left out" in note
    finally:
        store.write("MATCH (p:Paper) WHERE p.id STARTS WITH 'own:' DETACH DELETE p")


def test_few_papers_with_the_data_leave_a_remedy(store: Store):
    for number in range(12):
        store.write(f"CREATE (:Paper {{id: 'own:{number}', title: 'A', titleKey: 'a', load: '1'}})")
    try:
        note = queries.run(store, "missing-references", least=50).note or ""
        assert "4 of 18 papers have references; enrich the papers (with openalex)" in note
        assert "published from" not in note  # no period was given
    finally:
        store.write("MATCH (p:Paper) WHERE p.id STARTS WITH 'own:' DETACH DELETE p")


def test_references_of_some_papers_give_citations_that_may_be_too_few(store: Store):
    note = queries.run(store, "topic-best", topic="neural network").note
    assert note == "4 of 6 papers have references, so 0 citations may be too few"


def test_a_cut_is_noted(store: Store):
    answer = queries.run(store, "topics", limit="2")
    assert len(answer.rows) == 2
    assert answer.note == "4 of 6 papers have topics; the first 2; more with limit=20"
    assert queries.run(store, "topics", limit=8).note == "4 of 6 papers have topics"


def test_a_paper_that_lacks_it_is_unknown(store: Store):
    answer = queries.run(store, "coupled", paper="A quiet paper")
    assert answer.rows == []
    assert answer.unknown is not None
    assert answer.unknown["unknown"] == "title:a-quiet-paper has no references"


def test_none_is_not_unknown(store: Store):
    answer = queries.run(store, "cited-by", paper="doi:10.1000/diff")
    assert (answer.rows, answer.unknown) == ([], None)
    assert answer.note == "0 rows: nothing matches; 4 of 6 papers have references"


def test_a_question_about_a_day_states_the_coverage_of_that_day(store: Store):
    def note(**given: str) -> list[str]:
        """Return the coverage; the note may also say that cited works have no title."""
        parts = (queries.run(store, "missing-references", **given).note or "").split("; ")
        return [part for part in parts if "papers have references" in part]

    assert note() == ["4 of 6 papers have references"]
    assert note(day="2024-05-01") == []
    both = (
        "MATCH (p:Paper {id: 'title:a-quiet-paper'}), (l:Listing {id: 'daily-papers/2024-05-01'}) "
    )
    store.write(f"{both} CREATE (p)-[:LISTED_IN]->(l)")
    try:
        assert note(day="2024-05-01") == ["2 of 3 listed papers have references: 2024-05-01"]
    finally:
        store.write(f"{both} MATCH (p)-[r:LISTED_IN]->(l) DELETE r")
    answer = queries.run(store, "missing-references", day="2024-05-03")
    assert answer.unknown is not None
    assert answer.unknown["unknown"] == "none of the 4 lists is from 2024-05-03"


def test_a_day_without_a_list_is_unknown(store: Store):
    answer = queries.run(store, "listing-on", day="2024-05-03")
    assert answer.unknown == {
        "unknown": "none of the 4 lists is from 2024-05-03",
        "have": 0,
        "of": 4,
        "needs": "day",
        "remedy": "load the list of that day: daily-papers:2024-05-03",
    }


def test_references_known_by_id_only(store: Store):
    answer = queries.run(store, "cites", paper="2301.00001")
    assert answer.unknown is not None
    assert (answer.unknown["have"], answer.unknown["of"]) == (0, 2)
    assert "stubs=true" in answer.unknown["remedy"]


OF_A_PAPER = [
    q.name
    for q in queries.catalogue().values()
    if {p.name for p in q.parameters if p.required} <= {"paper"}
    and "id" in {c.name for c in q.columns}
]


# These name stubs, too.
STUBS_TOO = {"links", "conflicts", "missing-references", "retractions"}


@pytest.mark.parametrize("name", sorted(set(OF_A_PAPER) - STUBS_TOO))
def test_stubs_are_no_papers(store: Store, name: str):
    given = {p.name: "2301.00001" for p in queries.catalogue()[name].parameters if p.required}
    rows = queries.run(store, name, **given).rows
    assert not {"openalex:W1000200", "doi:10.1000/old"} & {row["id"] for row in rows}


def test_coverage_as_rows(store: Store):
    rows = queries.coverage_rows(store)
    assert {"what": "papers have references", "count": 4, "of": 6} in rows
    assert len(rows) == len(probes()) - 7  # a day, and what few questions need
