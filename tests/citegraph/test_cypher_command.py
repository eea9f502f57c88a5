"""``citegraph cypher``: streaming, closed pipes, limits and interruption."""

import os
import resource
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from citegraph.graph import Store, open_store
from tests import statements
from tests.citegraph.in_process import in_process

ROOT = Path(__file__).parents[2]
SLOW = "UNWIND range(1, 1000000) AS a UNWIND range(1, 1000000) AS b RETURN count(*) AS n"
ROWS = "UNWIND range(1, 300000) AS n RETURN n, 'some text of a row that is long enough' AS text"


@pytest.fixture
def environment(engine: Store) -> dict[str, str]:
    return {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "CITEGRAPH_DB": engine.name,
        "NEO4J_USERNAME": engine.writer[0],
        "NEO4J_PASSWORD": engine.writer[1],
    }


def start(environment: dict[str, str], *arguments: str, **options: Any) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "citegraph", "cypher", *arguments],
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        **options,
    )


@pytest.mark.parametrize(
    ("form", "first"),
    [("--nl", '{"n": 1,'), ("--json", '[{"n": 1,'), ("--csv", "n,text"), ("--tsv", "n\ttext")],
)
def test_a_closed_pipe_is_quiet(environment: dict[str, str], form: str, first: str) -> None:
    process = start(environment, ROWS, form, "--limit", "300000")
    assert process.stdout is not None
    assert process.stdout.readline().startswith(first)
    process.stdout.close()
    assert process.stderr is not None
    assert process.stderr.read() == ""
    assert process.wait(120) == 0
    process.stderr.close()


def test_a_stream_takes_little_memory(environment: dict[str, str]) -> None:
    """All rows as dictionaries would take more than the limit."""
    limit = 1200 * 1024 * 1024  # of address space, most of which is libraries
    process = start(
        environment,
        ROWS,
        "--nl",
        "--limit",
        "300000",
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_DATA, (limit // 4, limit)),
    )
    out, error = process.communicate(timeout=120)
    assert (process.returncode, error) == (0, "")
    assert out.count("\n") == 300_000


def test_one_interrupt_ends_the_statement(environment: dict[str, str], engine: Store) -> None:
    process = start(
        environment, SLOW, preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)
    )
    statements.until(lambda: running(engine))
    process.send_signal(signal.SIGINT)
    _, error = process.communicate(timeout=120)  # the statement takes longer
    assert process.returncode == 130
    assert "Traceback" not in error
    assert not running(engine)


def running(engine: Store) -> bool:
    """Whether the engine runs the slow statement."""
    if engine._embedded:
        return bool(statements.running(engine._embedded))
    shown = "SHOW TRANSACTIONS YIELD currentQuery RETURN currentQuery AS q"
    return any("1000000" in row["q"] for row in engine.read(shown).rows)


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--timeout", "nan"], 2, "not a number of seconds"),
        (["--timeout", "0"], 2, "--timeout"),
        (["--db", ""], 1, "database address is empty"),
        (["--db", "--nl"], 1, "looks like an option, not a database address"),
        (["--db", "localhost:7687"], 1, "neo4j://localhost:7687"),
        (["--db", "bolt://[::1"], 1, "invalid host or port"),
    ],
)
def test_invalid_options_are_one_line(
    arguments: list[str], code: int, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = in_process(["cypher", "RETURN 1", "--write", *arguments])
    assert done.code == code
    assert words in done.error
    assert list(tmp_path.iterdir()) == []


def test_a_missing_database_is_named(engine: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    if engine.engine != "neo4j":
        pytest.skip("the embedded engine has one database")
    monkeypatch.setenv("NEO4J_USERNAME", engine.writer[0])
    monkeypatch.setenv("NEO4J_PASSWORD", engine.writer[1])
    from citegraph.graph.errors import ConnectionFailed

    with pytest.raises(ConnectionFailed, match="no database of that name"):
        open_store(f"{engine.uri}?database=nosuch")
