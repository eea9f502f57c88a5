"""A store on the embedded engine keeps its time limit and survives a restart of the engine."""

import contextlib
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import neo4j
import pytest

from citegraph.graph import Store, open_store
from citegraph.graph.errors import CitegraphError, QueryError, StoreError
from tests import statements

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the engine restarts by signals")

SLOW = "UNWIND range(1, 4000) AS a UNWIND range(1, 4000) AS b UNWIND range(1, 4000) AS c "
ENDS = SLOW + "RETURN count(*) AS n"
ENDLESS = (
    "RETURN reduce(s = 0, x IN range(1, 900000) | reduce(t = s, y IN range(1, 900000) | t)) AS n"
)
STRING = "RETURN size(reduce(s = 'ab', x IN range(1, 29) | s + s)) AS n"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store whose engine has a heap of 512 MiB; its 1,000 nodes are left after each test."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CITEGRAPH_HEAP", "512m")
        store = open_store(tmp_path_factory.mktemp("store") / "db")
    with store:
        store.write("UNWIND range(1, 1000) AS i CREATE (:N {i: i})")
        yield store


@pytest.mark.parametrize("statement", [ENDS, ENDLESS])
@pytest.mark.parametrize("write", [False, True])
def test_a_statement_ends_at_its_time_limit(store: Store, statement: str, write: bool) -> None:
    run = store.write if write else store.read
    with pytest.raises(QueryError, match="took longer than 1 s and was ended"):
        run(statement, timeout=1)
    assert store.read("MATCH (n) RETURN count(n) AS n").rows == [{"n": 1000}]
    assert store._embedded
    assert not statements.running(store._embedded)  # it would run for hours


def test_readers_do_not_notice_that_the_engine_restarts(store: Store) -> None:
    errors: list[CitegraphError] = []
    over = threading.Event()
    assert store._embedded
    restarts = store._embedded.status()["restarts"]

    def read() -> None:
        while not over.is_set():
            try:
                assert store.read("MATCH (n) RETURN count(n) AS n").rows == [{"n": 1000}]
            except CitegraphError as error:
                errors.append(error)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    with pytest.raises(QueryError, match="took longer than 1 s"):
        store.read(ENDLESS, timeout=1)
    time.sleep(1)
    over.set()
    for reader in readers:
        reader.join()
    assert errors == []
    assert store._embedded.status()["restarts"] == restarts + 1


def test_a_read_does_not_fail_when_the_engine_ends_after_the_last_row(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(tx: neo4j.Transaction) -> None:
        tx.rollback()
        raise neo4j.exceptions.IncompleteCommit("defunct connection")

    monkeypatch.setattr(neo4j.Transaction, "commit", broken)
    monkeypatch.setattr(neo4j.Transaction, "close", broken)
    assert store.read("RETURN 1 AS n").rows == [{"n": 1}]


def test_a_refused_login_of_the_embedded_engine_is_no_wrong_password(store: Store) -> None:
    error = neo4j.exceptions.Neo4jError._hydrate_neo4j(
        code="Neo.ClientError.Security.Unauthorized", message="refused"
    )
    assert "NEO4J_PASSWORD" not in str(store._connection.failures.error(error))


def test_a_statement_that_takes_all_memory_names_the_setting(store: Store) -> None:
    with pytest.raises(CitegraphError, match=r"ran out of memory.*512 MiB.*CITEGRAPH_HEAP"):
        store.read(STRING)
    assert store.read("MATCH (n) RETURN count(n) AS n").rows == [{"n": 1000}]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    disk = tmp_path / "disk"
    disk.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=90m", "tmpfs", str(disk)]
    if os.geteuid() or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("a small disk can be mounted by root only")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=False)


def test_a_limit_of_the_size_of_files_is_named(tmp_path: Path) -> None:
    """The engine inherits the limit and reports an error of the transaction only."""
    program = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))\n"
        "from citegraph.graph.store import open_store\n"
        "with open_store(sys.argv[1]) as store: store.prepare()"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "db")],
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert "files of more than 0.3 MB are forbidden; run `citegraph stop`, raise" in ended.stderr


def test_a_full_disk_is_named_and_leaves_the_graph_intact(small_disk: Path) -> None:
    batches = 0

    def fill() -> None:
        nonlocal batches
        while batches < 200:
            store.write("UNWIND range(1, 2000) AS i CREATE (:N {t: $t})", {"t": "x" * 1000})
            batches += 1

    with open_store(small_disk / "db") as store:
        with pytest.raises(StoreError, match="the disk is full; free some space"):
            fill()
        assert store.read("MATCH (n:N) RETURN count(n) AS n").rows == [{"n": 2000 * batches}]
    while (small_disk / "db" / "engine.json").exists():
        time.sleep(0.05)
    subprocess.run(["mount", "-o", "remount,size=400m", str(small_disk)], check=True)
    with open_store(small_disk / "db") as store:
        assert store.read("MATCH (n:N) RETURN count(n) AS n").rows == [{"n": 2000 * batches}]
        assert list(store.damage()) == []
    with contextlib.suppress(FileNotFoundError):
        while (small_disk / "db" / "engine.json").exists():
            time.sleep(0.05)
