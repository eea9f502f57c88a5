"""Statements and batches are limited in time, rows and bytes, on every engine."""

import json
import runpy
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from citegraph import loaders, queries
from citegraph.graph import Paper, Reference, Store, open_store, results
from citegraph.graph.errors import QueryError
from citegraph.queries import guard

SLOW = "UNWIND range(1, 1000000) AS a UNWIND range(1, 1000000) AS b RETURN count(*) AS n"
# Neo4j does not check the time limit while it works on this.
STUBBORN = "RETURN reduce(s = 0, x IN range(1, 400000000) | s + x) AS n"


@pytest.fixture
def neo4j_only(engine: Store) -> Store:
    if engine.engine != "neo4j":
        pytest.skip("ArcadeDB refuses long ranges")
    return engine


def test_a_slow_statement_is_ended(store: Store) -> None:
    with pytest.raises(QueryError, match=r"longer than 1 s .*raise the timeout"):
        queries.cypher(store, SLOW, timeout=1.0)  # the statement takes many minutes
    assert store.read("RETURN 1 AS one").rows == [{"one": 1}]


def test_a_slow_write_is_ended_and_changes_nothing(store: Store) -> None:
    statement = (
        "UNWIND range(1, 1000000) AS a UNWIND range(1, 1000000) AS b WITH a, b WHERE b = 1000000 "
        "CREATE (n:Note {id: a}) RETURN count(*) AS n"
    )
    began = time.monotonic()
    with pytest.raises(QueryError, match="longer than 1 s"):
        queries.cypher(store, statement, write=True, timeout=1.0)
    assert time.monotonic() - began < 60  # the statement takes longer
    assert store.read("MATCH (n:Note) RETURN count(n) AS n").rows == [{"n": 0}]


def test_a_statement_that_the_server_does_not_end_is_named(neo4j_only: Store) -> None:
    began = time.monotonic()
    with pytest.raises(QueryError, match="longer than 1 s") as error:
        queries.cypher(neo4j_only, STUBBORN, timeout=1.0)
    assert time.monotonic() - began < 60  # the statement takes longer
    if "still runs" in str(error.value):
        assert "neo4j-transaction-" in str(error.value)


def test_a_write_obeys_the_limit_and_runs_to_its_end(store: Store) -> None:
    answer = queries.cypher(
        store, "UNWIND range(1, 3000) AS i CREATE (n:Note {id: i}) RETURN i", write=True, limit=2
    )
    assert [row["i"] for row in answer.rows] == [1, 2]
    assert answer.note is not None
    assert "nodes created: 3000" in answer.note
    assert "the first 2 rows" in answer.note
    assert store.read("MATCH (n:Note) RETURN count(n) AS n").rows == [{"n": 3000}]


def test_a_stream_gives_rows_before_the_statement_has_ended(store: Store) -> None:
    answer = guard.stream(store, "UNWIND range(1, 60000) AS n RETURN n", limit=50_000)
    rows = iter(answer)
    assert next(rows) == {"n": 1}
    assert answer.note is None
    assert sum(1 for _ in rows) == 49_999
    assert answer.note is not None
    assert "the first 50000 rows" in answer.note


def test_a_stream_that_is_left_ends(store: Store) -> None:
    before = threading.active_count()
    rows = store.stream("UNWIND range(1, 200000) AS n RETURN n", limit=None)
    assert next(rows).rows[0] == {"n": 1}
    rows.close()  # type: ignore[attr-defined] # a generator
    deadline = time.monotonic() + 60
    while threading.active_count() > before and time.monotonic() < deadline:
        time.sleep(0.1)
    assert threading.active_count() <= before


def test_a_collected_answer_is_bounded_by_bytes(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    statement = "UNWIND range(1, 200) AS n RETURN [x IN range(1, 1000) | n] AS numbers"
    assert len(store.read(statement).rows) == 200
    monkeypatch.setattr(results, "LARGEST_ANSWER", 1024 * 1024)
    with pytest.raises(QueryError, match=r"1 MB after \d+ rows; .*stream"):
        store.read(statement)
    assert sum(len(chunk.rows) for chunk in store.stream(statement)) == 200


@pytest.fixture
def sources(tmp_path: Path) -> Iterator[Any]:
    def write(name: str, records: list[dict[str, Any]]) -> str:
        path = tmp_path / name
        path.write_text("\n".join(map(json.dumps, records)))
        return str(path)

    return write


def test_long_abstracts_are_loaded_in_smaller_batches(store: Store, sources: Any) -> None:
    texts = sources(
        "long.jsonl",
        [
            {"title": f"A long text {n}", "id": f"x{n}", "abstract": "word " * 8000}
            for n in range(600)
        ],
    )
    assert loaders.load(store, [texts]).papers == 600
    found = store.read("MATCH (p:Paper) WHERE size(p.abstract) > 39000 RETURN count(p) AS n").rows
    assert found == [{"n": 600}]


def test_statements_are_split_where_a_batch_is_too_large_for_a_message(store: Store) -> None:
    records = [
        Paper(title=f"Long {n}", arxiv_id=f"2001.{n:05}", abstract="x" * 600_000) for n in range(30)
    ]
    store.merge(records, "a")
    assert store.read("MATCH (p:Paper) RETURN count(p) AS n").rows == [{"n": 30}]
    assert not store.merge(records, "b")


def test_many_references_of_one_paper(store: Store) -> None:
    cited = tuple(Reference(openalex_id=f"W{n}") for n in range(10_001, 12_501))
    store.merge([Paper(title="Survey", arxiv_id="2001.00001", references=cited)], "a")
    assert store.read("MATCH ()-[r:CITES]->() RETURN count(r) AS n").rows == [{"n": 2500}]


def test_a_paper_that_is_too_large_is_rejected_by_name(store: Store, sources: Any) -> None:
    given = sources(
        "large.jsonl",
        [
            {"title": "Before"},
            {"title": "Far too long", "abstract": "x" * 5_000_000},
            {"title": "After"},
        ],
    )
    summary = loaders.load(store, [given])
    assert summary.papers == 2
    [rejected] = summary.rejected
    assert "'Far too long' is too large: 4.8 MB" in rejected.reason
    assert "large.jsonl" in rejected.where
    titles = {row["t"] for row in store.read("MATCH (p:Paper) RETURN p.title AS t").rows}
    assert titles == {"Before", "After"}


def test_values_of_concurrent_loads_are_not_lost(store: Store) -> None:
    """Each value is the newest that any of the writers gave."""

    def load(seed: int) -> None:
        for day in range(1, 9):
            store.merge(
                [
                    Paper(
                        title=f"Paper {n}",
                        arxiv_id=f"2001.{n:05}",
                        upvotes=10 * day + seed,
                        observed=f"2025-01-{2 * day + seed:02}",
                    )
                    for n in range(15)
                ],
                f"load {seed}",
            )

    threads = [threading.Thread(target=load, args=(seed,)) for seed in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    rows = store.read("MATCH (p:Paper) RETURN DISTINCT p.upvotes AS u, p.observed AS o").rows
    assert [(row["u"], str(row["o"])) for row in rows] == [(81, "2025-01-17")]


def test_first_loads_at_once_create_the_schema_once(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEO4J_USERNAME", store.writer[0])
    monkeypatch.setenv("NEO4J_PASSWORD", store.writer[1])
    if store.engine == "neo4j":  # the embedded engine keeps its indexes with its types
        for row in store.read("SHOW CONSTRAINTS YIELD name RETURN name").rows:
            store.write(f"DROP CONSTRAINT `{row['name']}`")
        shown = "SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP' RETURN name"
        for row in store.read(shown).rows:
            store.write(f"DROP INDEX `{row['name']}`")
    errors: list[Exception] = []

    def load(n: int) -> None:
        try:
            with open_store(store.name) as own:
                own.merge([Paper(title=f"Paper number {i}") for i in range(n, n + 10)], "load")
        except Exception as error:  # noqa: BLE001 - compared below
            errors.append(error)

    threads = [threading.Thread(target=load, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert store.read("MATCH (p:Paper) RETURN count(p) AS n").rows == [{"n": 13}]


def test_readers_and_writers_at_once(engine: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """A short run of benchmarks/soak.py."""
    engine.write("MATCH (n) DETACH DELETE n")
    monkeypatch.setenv("NEO4J_USERNAME", engine.writer[0])
    monkeypatch.setenv("NEO4J_PASSWORD", engine.writer[1])
    root = Path(__file__).parents[2]
    monkeypatch.setenv("PYTHONPATH", str(root))
    done = subprocess.run(
        [
            sys.executable,
            str(root / "benchmarks" / "soak.py"),
            "--db",
            engine.name,
            "--minutes",
            "0.1",
            "--readers",
            "3",
            "--writers",
            "2",
        ],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    figures = json.loads(done.stdout)
    assert figures["errors"] == {}
    assert figures["answers"] >= 3
    assert figures["batches"] >= 4


def test_a_wrong_value_is_found_by_the_soak_program(store: Store) -> None:
    """Also on Neo4j, where a row that is wrong once is read again."""
    soak = runpy.run_path(str(Path(__file__).parents[2] / "benchmarks" / "soak.py"))
    store.merge([soak["record"](n, 5) for n in range(3)], "soak")
    assert soak["check_all"](store) == ({}, 0)
    store.write(f"MATCH (p:Paper) WHERE p.upvotes = {soak['upvotes'](1, 5)} SET p.upvotes = -1")
    assert soak["check_all"](store) == ({"answer: upvotes do not belong to the day": 1}, 0)
