"""Kept properties are what counting the edges gives, after any history."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from citegraph import queries
from citegraph.graph import Author, Paper, Repository, Store, Topic, Venue, state
from citegraph.graph.coverage import probes
from citegraph.graph.exporting.papers import records
from citegraph.graph.identity import judgements
from citegraph.graph.schema import COUNTS
from citegraph.graph.writing import counts, deriving
from citegraph.graph.writing.merge import plan
from citegraph.loaders import Summary, store_records
from citegraph.loaders.rebuild import rebuild
from citegraph.queries.coverage import measure

LOAD = "2025-10-27T00:00:00Z"
MATCHES = {
    "Author": "MATCH (n:Author) OPTIONAL MATCH (n)-[r:AUTHORED]->(p:Paper)",
    "Topic": "MATCH (n:Topic) OPTIONAL MATCH (n)<-[r:HAS_TOPIC]-(p:Paper)",
    "Repository": "MATCH (n:Repository) OPTIONAL MATCH (n)<-[r:HAS_CODE]-(p:Paper)",
    "Venue": "MATCH (n:Venue) OPTIONAL MATCH (n)<-[r:PUBLISHED_IN]-(p:Paper)",
}


def counted(store: Store) -> dict[tuple[str, str], dict[str, Any]]:
    """Count the edges in Python."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for label, match in MATCHES.items():
        for row in store.read(
            f"{match} RETURN n.id AS id, p.id AS paper, coalesce(p.stub, false) AS stub, "
            "toString(p.published) AS day, p.publishedPrecision AS precision, r.sources AS sources"
        ).rows:
            kept = found.setdefault((label, row["id"]), {"paperCount": 0, "months": {}})
            if row["paper"] is None or row["stub"]:
                continue
            kept["paperCount"] += 1
            if row["day"] and label == "Topic":
                month = row["day"][: 4 if row["precision"] == "year" else 7]
                for source in row["sources"] or ():
                    key = month, source
                    kept["months"][key] = kept["months"].get(key, 0) + 1
    for (label, _), kept in found.items():
        months = kept.pop("months")
        if label == "Topic":
            kept["months"] = sorted(f"{m} {n} {source}" for (m, source), n in months.items())
    return found


def stored(store: Store) -> dict[tuple[str, str], dict[str, Any]]:
    return {
        (of.label, row["id"]): {p.name: row["found"][p.name] for p in of.properties}
        for of in COUNTS
        for row in store.read(
            f"MATCH (n:{of.label}) RETURN n.id AS id, n {{.*}} AS found", timeout=None
        ).rows
    }


# Not those of one topic only.
WHOLE = [need for need in probes() if need not in ("dated", "stars", "topicOrganizations")]


def kept_coverage(store: Store) -> dict[str, tuple[int, int]]:
    return {need: ((m := measure(store, need)).have, m.of) for need in WHOLE}


def measured_coverage(store: Store) -> dict[str, tuple[int, int]]:
    def number(match: str) -> int:
        rows = store.read(f"{match} RETURN count(DISTINCT n) AS n", {"id": None}).rows
        return int(rows[0]["n"])

    found = {need: (number(one.having[0]), number(one.all[0])) for need, one in probes().items()}
    return {
        need: (have, have if need == "day" and have else of)
        for need, (have, of) in found.items()
        if need in WHOLE
    }


def papers() -> Iterator[Paper]:
    for n in range(1, 7):
        yield Paper(
            title=f"Paper number {n} of a common name",
            arxiv_id=f"2401.0000{n}",
            published="2024" if n == 1 else f"2024-0{n}-03",
            authors=(Author(name="Yang Liu"), Author(name=f"Wei Wang {'abcdefg'[n]}")),
            topics=(
                Topic(name="graph", source="openalex"),
                Topic(name="graph", source="text", score=0.9),
                Topic(name="memory bank", kind="keyword", source="author"),
                *([Topic(name="rivers", source="text", score=0.9)] if n > 4 else []),
            ),
            repositories=(Repository(url="https://github.com/x/y"),) if n < 4 else (),
            venue=Venue(name="Journal of Graphs"),
        )


@pytest.fixture
def judged(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setattr(store, "judgements", tmp_path / "judged")
    return store


def test_counts_are_exact_after_each_step_of_a_history(judged: Store) -> None:
    store, some = judged, list(papers())

    def exact() -> None:
        assert stored(store) == counted(store)
        assert kept_coverage(store) == measured_coverage(store)

    store.merge(some[:2], LOAD)
    exact()
    assert stored(store)["Topic", "graph"] == {
        "paperCount": 2,
        "months": ["2024 1 openalex", "2024 1 text", "2024-02 1 openalex", "2024-02 1 text"],
    }
    store.merge(some, LOAD)  # more papers, and two again
    exact()
    assert not store.merge(some, LOAD)  # nothing new
    exact()
    # a date becomes more precise, and a topic gets a source
    changed = msgspec.structs.replace(
        some[0], published="2024-01-05", topics=(Topic(name="rivers", source="openalex"),)
    )
    store.merge([changed], LOAD)
    exact()
    # a stub becomes a paper, and two papers become one
    store.merge([Paper(id="arxiv:2401.00009", stub=True, topics=some[0].topics)], LOAD)
    exact()
    store.merge([msgspec.structs.replace(some[0], title="Nine", arxiv_id="2401.00009")], LOAD)
    exact()
    store.merge([Paper(title="Ten of many", doi="10.1/ten", authors=some[0].authors)], LOAD)
    store.merge([Paper(title="Ten of many", doi="10.1/ten", arxiv_id="2401.00001")], LOAD)
    exact()
    # authors are joined and told apart
    ends = ("yang liu@arxiv:2401.00003", "yang liu@arxiv:2401.00004")
    for verdict in ("same", "different"):
        judgements.append(
            store.judgements, judgements.Judgement(verdict, *ends, "2026-01-01", "me", "")
        )
        store.derive()
        exact()
    store.judgements.unlink()
    store.derive()
    exact()
    rebuild(store)
    exact()
    # a user deletes a topic, a paper, and an edge
    for statement in (
        "MATCH (t:Topic {id: 'rivers'}) DETACH DELETE t",
        "MATCH (p:Paper {id: 'arxiv:2401.00002'}) DETACH DELETE p",
        "MATCH (:Paper {id: 'arxiv:2401.00003'})-[r:HAS_TOPIC]->() DELETE r",
        "MATCH (p:Paper {id: 'arxiv:2401.00004'}) SET p.stub = true",
        "MATCH (p:Paper {id: 'arxiv:2401.00005'}) SET p.upvotes = 7",
    ):
        queries.cypher(store, statement, write=True)
        exact()


def test_a_batch_of_new_papers_adds_to_the_stored_values(store: Store) -> None:
    """Before anything is counted again: a topic may have thousands of edges."""
    some = list(papers())
    store.merge(some[:4], LOAD)
    store.write_plan(plan([*some[4:], some[0]], LOAD))
    right = counted(store)
    for label, name in (("Topic", "graph"), ("Venue", "Journal of Graphs")):
        [node] = store.read(f"MATCH (n:{label} {{name: '{name}'}}) RETURN n {{.*}} AS found").rows
        wanted = right[label, node["found"]["id"]]
        assert {key: node["found"].get(key) for key in wanted} == wanted
        assert wanted["paperCount"] == 6


def test_counts_are_not_exported(store: Store) -> None:
    store.merge(list(papers()), LOAD)
    text = b"".join(msgspec.json.encode(record) for record in records(store))
    for of in COUNTS:
        for property in of.properties:
            assert f'"{property.name}"'.encode() not in text


def test_coverage_of_the_whole_graph_is_measured_once(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.merge(list(papers()), LOAD)
    asked: list[str] = []
    read = type(store).read

    def noted(self: Store, statement: str, *rest: Any, **options: Any) -> Any:
        asked.append(statement)
        return read(self, statement, *rest, **options)

    def reading() -> bool:
        """Ask; return whether papers were read."""
        asked.clear()
        found = measure(store, "repositories")
        assert (found.have, found.of) == (3, 6)
        return any("Paper" in statement for statement in asked)

    monkeypatch.setattr(type(store), "read", noted)
    assert [reading(), reading()] == [True, False]
    store.write("CREATE (:Note)")  # a node of another program
    assert [reading(), reading()] == [True, False]
    queries.cypher(store, "MATCH (p:Paper) SET p.upvotes = 7", write=True)
    assert [reading(), reading()] == [True, False]
    state.path(store).write_text("no JSON")
    assert [reading(), reading()] == [True, False]


def test_coverage_is_right_after_an_interrupted_load(store: Store) -> None:
    first, *others = papers()
    store.merge([first], LOAD)
    assert measure(store, "repositories").have == 1
    store.write_plan(plan(others, LOAD))  # without the end of the load
    assert measure(store, "repositories").have == 3
    assert kept_coverage(store) == measured_coverage(store)


def test_a_load_without_changes_derives_nothing_unless_something_is_left(
    judged: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, (first, *others) = judged, list(papers())

    def load(some: list[Paper]) -> bool:
        """Load; return whether the end of the load was reached."""
        derived: list[int] = []
        derive = type(store).derive
        with monkeypatch.context() as patch:
            patch.setattr(
                type(store), "derive", lambda *a, **k: (derived.append(1), derive(*a, **k))[1]
            )
            store_records(store, some, Summary())
        return bool(derived)

    assert [load([first]), load([first]), load([first])] == [True, False, False]
    store.write_plan(plan(others, LOAD))  # interrupted before it was derived
    assert [load([first]), load([first])] == [True, False]
    assert stored(store) == counted(store)
    ends = ("yang liu@arxiv:2401.00003", "yang liu@arxiv:2401.00004")
    judgements.append(store.judgements, judgements.Judgement("same", *ends, "2026-01-01", "me", ""))
    assert [load([first]), load([first])] == [True, False]
    store.write("MATCH ()-[r:SIMILAR_TO]->() WITH r LIMIT 1 DELETE r")  # by another program
    assert [load([first]), load([first])] == [True, False]
    store.write("MATCH (p:Paper {id: 'arxiv:2401.00006'}) DETACH DELETE p")
    assert [load([first]), load([first])] == [True, False]


def test_changes_of_another_process_are_noticed(store: Store) -> None:
    """A load must not state that everything is derived if another one writes meanwhile."""
    first, *others = papers()
    store.write_plan(plan([first], LOAD))

    def write(_step: str, _done: int, _total: int) -> None:
        store.write_plan(plan(others, LOAD))  # not one of the transactions of derive

    store.derive(write)
    assert not deriving.up_to_date(store)
    store.derive()
    assert deriving.up_to_date(store)
    assert stored(store) == counted(store)


def test_a_count_that_a_node_lacks_is_computed_again(store: Store) -> None:
    store.merge(papers(), LOAD)
    right = stored(store)
    store.write("MATCH (n:Topic) REMOVE n.months")
    counts.recount(store)
    assert stored(store) == right == counted(store)
