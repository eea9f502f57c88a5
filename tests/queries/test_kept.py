"""Parts of statements whose rows are kept until the graph changes."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from citegraph import queries
from citegraph.graph import state
from citegraph.graph.store import Store
from citegraph.graph.writing.counts import recount
from citegraph.queries import coverage, guard, kept
from citegraph.queries.run import resolved

QUESTIONS = {
    "author-topics": {"author": "Ada Lind"},
    "topics-together": {"author": "Ada Lind", "other": "name:bo-chen"},
    "organization-topics": {"organization": "openlab"},
    "shared-topics": {"paper": "arxiv:2301.00001"},
    "topic-trend": {"topic": "neural network", "unit": "month"},
    "compare-topics": {"topic": "neural network", "other": "CIFAR-10"},
    "topics-by-year": {},
    "bursts": {"least": 1},
    "rising-topics": {"least": 1, "sure": False},
    "rising-authors": {"least": 1},
    "health": {},
}
QUIET = {"bursts", "rising-topics", "rising-authors"}  # no row in a graph of eight papers


@pytest.fixture
def marked(store: Store) -> Iterator[Store]:
    """The sample graph, with a mark of its last change."""
    store.changed()
    yield store
    store.write("MATCH (c:CitegraphChange) DELETE c")


def test_every_question_with_a_kept_part_is_listed():
    with_part = {q.name for q in queries.catalogue().values() if "// kept" in q.table}
    assert with_part == {*QUESTIONS}


@pytest.mark.parametrize("name", QUESTIONS)
def test_kept_rows_give_the_same_answer(marked: Store, name: str):
    question = queries.find(name)
    values = queries.parameters(question, QUESTIONS[name])
    values = resolved(marked, question, values)
    whole = marked.read(question.table, values).rows
    assert bool(whole) == (name not in QUIET)
    for _ in range(2):  # the first time, the part is computed
        statement, given = kept.replaced(marked, question.table, values, state.now(marked))
        assert "// kept" not in statement
        assert "$kept0" in statement
        assert marked.read(statement, given).rows == whole


def test_kept_rows_are_computed_again_after_a_change(marked: Store):
    def papers() -> list[int]:
        return list(queries.run(marked, "topics-by-year", top=1)["of"])

    before = papers()
    assert state.known(marked, state.now(marked))["rows"]
    marked.write(
        "UNWIND range(2015, 2024) AS year "
        "CREATE (:Paper {id: 'own:kept-' + year, year: year, load: '1'})"
    )
    try:
        marked.changed()
        assert papers() == [one + 1 for one in before]
    finally:
        marked.write("MATCH (p:Paper) WHERE p.id STARTS WITH 'own:kept-' DELETE p")


def test_an_answer_does_not_mix_kept_rows_with_newer_data(
    marked: Store, monkeypatch: pytest.MonkeyPatch
):
    replaced = kept.replaced
    changes = iter([True])

    def then_changed(*args: Any) -> Any:
        found = replaced(*args)
        if "kept0" in found[1] and next(changes, False):
            marked.write(
                "MATCH (t:Topic {id: 'neural network'}) "
                "CREATE (:Paper {id: 'own:kept', year: 2021, published: date('2021-01-01'), "
                "load: '1'})-[:HAS_TOPIC {sources: ['text']}]->(t)"
            )
            recount(marked)
        return found

    try:
        with monkeypatch.context() as patch:
            patch.setattr(kept, "replaced", then_changed)
            rows = queries.run(marked, "topics-by-year").rows
        assert rows == queries.run(marked, "topics-by-year").rows
        assert all(row["papers"] <= row["of"] for row in rows)
    finally:
        marked.write("MATCH (p:Paper {id: 'own:kept'}) DETACH DELETE p")
        recount(marked)


def test_a_graph_without_a_mark_runs_the_statement_as_it_is(store: Store):
    table = queries.find("topics-by-year").table
    assert kept.replaced(store, table, {}, state.now(store)) == (table, {})


def test_a_kept_part_depends_on_the_graph_and_the_parameters_alone():
    for question in queries.catalogue().values():
        parts = len(re.findall("// kept", question.table))
        assert len(kept._SUBQUERY.findall(question.table)) == parts


def test_coverage_of_a_topic_is_kept(marked: Store):
    first = coverage.measure(marked, "stars", "neural network")
    statements = [
        f"{match[1]} RETURN count(DISTINCT n) AS n"
        for match in (first.probe.all, first.probe.having)
    ]
    known = state.known(marked, state.now(marked))["rows"]
    found = [known[kept._key(one, {"id": "neural network"})] for one in statements]
    assert found == [[{"n": first.of}], [{"n": first.have}]]
    assert coverage.measure(marked, "stars", "neural network") == first


DAYS = {"state-on": {"day": "2030-01-01"}, "new-since": {"since": "2000-01-01"}}
WHOLE = ["authors", "coauthor-pairs", "most-upvoted", "repositories", "team-sizes", *DAYS]


@pytest.mark.parametrize("name", WHOLE)
def test_the_embedded_engine_keeps_answers_about_the_whole_graph(marked: Store, name: str):
    given = DAYS.get(name, {})
    first = queries.run(marked, name, **given)
    assert first.rows
    known = state.known(marked, state.now(marked)).get("rows", {})
    key = kept._key(queries.find(name).table, values(name, given))
    assert (key in known) == (marked.engine == "arcadedb")
    again = queries.run(marked, name, **given)
    assert again.rows == first.rows  # values and their types: dates, lists, fractions
    assert [list(row) for row in again.rows] == [list(row) for row in first.rows]


def values(name: str, given: dict[str, str]) -> dict[str, object]:
    """The parameters with which a question runs: one row more shows that there are more."""
    found = queries.parameters(queries.find(name), given)
    return found if found.get("limit") is None else {**found, "limit": found["limit"] + 1}


def test_kept_answers_are_computed_again_after_a_change(marked: Store):
    before = list(queries.run(marked, "authors")["id"])
    marked.write(
        "MATCH (p:Paper {id: 'arxiv:2301.00001'}) "
        "CREATE (:Author {id: 'name:new', name: 'New'})-[:AUTHORED {position: 9}]->(p)"
    )
    try:
        marked.changed()
        assert {*queries.run(marked, "authors")["id"]} == {*before, "name:new"}
    finally:
        marked.write("MATCH (a:Author {id: 'name:new'}) DETACH DELETE a")


class KilledError(Exception):
    """The process ends here."""


@pytest.mark.parametrize("run", [guard.cypher, guard.stream])
def test_no_answer_is_older_than_a_write_whose_process_was_killed(
    marked: Store, monkeypatch: pytest.MonkeyPatch, run: Any
):
    def killed() -> None:
        raise KilledError

    [first, *_] = queries.run(marked, "most-upvoted").rows
    change = "MATCH (p:Paper {id: $id}) SET p.upvotes = $upvotes"
    try:
        with monkeypatch.context() as patch:
            patch.setattr(marked, "changed", killed)
            with pytest.raises(KilledError):
                list(run(marked, change, {"id": first["id"], "upvotes": 98765}, write=True))
        assert queries.run(marked, "most-upvoted").rows[0]["upvotes"] == 98765
    finally:
        queries.cypher(marked, change, {"id": first["id"], "upvotes": first["upvotes"]}, write=True)
    assert queries.run(marked, "most-upvoted").rows[0] == first
    assert state.now(marked)[0]


def test_an_answer_about_one_node_is_not_kept(marked: Store):
    before = state.known(marked, state.now(marked)).get("rows", {})
    assert queries.run(marked, "conflicts", paper="arxiv:2301.00001") is not None
    question = queries.find("conflicts")
    given = resolved(marked, question, queries.parameters(question, {"paper": "arxiv:2301.00001"}))
    keys = {kept._key(question.table, {**given, "limit": given["limit"] + more}) for more in (0, 1)}
    assert not keys & state.known(marked, state.now(marked)).get("rows", before).keys()


def test_old_rows_make_room_for_new_ones_and_large_answers_are_not_kept():
    part = [{"text": "x" * (kept.MOST // 3)}]
    large = [{"text": "x" * kept.MOST}]
    assert [*kept._newest({"a": part, "b": part, "large": large, "c": part})] == ["b", "c"]


def test_moments_are_not_kept(marked: Store):
    for statement in (
        "RETURN datetime('2026-01-01T10:00:00Z') AS at",
        "RETURN date('2026-01-01') AS at",
    ):
        first = kept.rows(marked, [statement], {})
        assert kept.rows(marked, [statement], {}) == first
