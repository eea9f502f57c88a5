"""The engine waits for the next command, and can be stopped."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from citegraph.graph.engines.embedded import attached, open_engine

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("linger") / "graph.db"


def command(folder: Path, *arguments: str, linger: str = "60", **env: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "citegraph", *arguments, "--db", str(folder)],
        env={**os.environ, "PYTHONPATH": str(ROOT), "CITEGRAPH_LINGER": linger, **env},
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    return done.stderr


def pid(folder: Path) -> int | None:
    with attached(folder) as engine:
        return engine.pid if engine else None


def test_a_second_command_finds_the_engine_running(folder: Path) -> None:
    command(folder, "cypher", "CREATE (:Topic {id: 'a'})", "--write")
    first = pid(folder)
    assert first is not None
    command(folder, "stats")
    assert pid(folder) == first
    assert "the engine has stopped" in command(folder, "stop")
    assert pid(folder) is None
    assert "no engine is running" in command(folder, "stop")


def test_stop_does_not_end_an_engine_that_is_used(folder: Path) -> None:
    with open_engine(folder) as engine:
        assert "another process uses the engine" in command(folder, "stop")
        assert engine.status()["ready"]
    assert_ends(folder)


def test_an_engine_with_another_heap_is_replaced(folder: Path) -> None:
    command(folder, "stats")
    first = pid(folder)
    command(folder, "stats", CITEGRAPH_HEAP="300m")
    assert first is not None
    assert pid(folder) not in (None, first)
    command(folder, "stats", CITEGRAPH_HEAP="300m", linger="1")
    assert_ends(folder)  # after a second


def assert_ends(folder: Path) -> None:
    """Wait for the engine to end, without becoming its client."""
    deadline = time.monotonic() + 60
    while (folder / "engine.json").exists():
        assert time.monotonic() < deadline
        time.sleep(0.1)
