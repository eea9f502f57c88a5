"""Topics read in another process are the same, in the same order."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from citegraph.graph.records import Paper
from citegraph.loaders import parallel
from citegraph.loaders.parallel import Topics
from citegraph.loaders.sources import records


def papers(count: int) -> list[Paper]:
    names = ("graph neural networks", "diffusion models", "reinforcement learning")
    return [
        Paper(title=f"Paper {n} on {names[n % 3]}", abstract="We study it.") for n in range(count)
    ]


def test_the_worker_returns_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    batches = [papers(20)[start : start + 5] for start in range(0, 20, 5)]
    with Topics() as here:
        expected = list(here.read(batches))
    monkeypatch.setattr(parallel, "MIN_PAPERS", 5)
    monkeypatch.setattr(parallel, "AHEAD", 2)
    with Topics() as topics:
        assert list(topics.read(batches)) == expected
        assert topics._worker is not None
    assert topics._worker._process.returncode is not None


@pytest.mark.parametrize("moment", [1, 9])
def test_what_a_killed_worker_did_not_return_is_read_again(
    monkeypatch: pytest.MonkeyPatch, moment: int
) -> None:
    batches = [papers(30)[start : start + 3] for start in range(0, 30, 3)]
    with Topics() as here:
        expected = list(here.read(batches))
    monkeypatch.setattr(parallel, "MIN_PAPERS", 0)
    found = []
    with Topics() as topics:
        for number, batch in enumerate(topics.read(batches), 1):
            found.append(batch)
            if number == moment and topics._worker:
                topics._worker._process.kill()
                topics._worker._process.wait()
        again = list(topics.read(batches))  # the next document
    assert found == expected
    assert again == expected
    if moment < 9:  # later, the worker has returned all
        assert topics.notes == [
            "topic worker: the process was killed by signal 9 (signal 9 often means: out of "
            "memory); the load continued without it, more slowly"
        ]


def test_a_worker_that_does_not_start_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "MIN_PAPERS", 0)
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    with Topics() as topics:
        assert sum(map(len, topics.read([papers(2)] * 9))) == 18
    assert len(topics.notes) == 1
    assert "could not be started" in topics.notes[0]


@pytest.mark.parametrize("name", ["SIGKILL", "SIGTERM", "SIGHUP"])
def test_a_load_that_is_ended_leaves_no_traceback(tmp_path: Path, name: str) -> None:
    """The worker ends with the load, and without a word."""
    path = tmp_path / "papers.jsonl"
    with path.open("wb") as stream:
        for paper in papers(8_000):
            stream.write(records.dump(paper))
    script = (
        "import sys\nfrom citegraph.loaders import read\n"
        f"for number, _ in enumerate(read([{str(path)!r}])):\n"
        "    if number == 2000: print('now', flush=True)"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", script],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # Where the tests run in the background, this signal is ignored by inheritance.
        preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_DFL),
    )
    assert process.stdout
    assert process.stdout.readline() == "now\n"
    process.send_signal(getattr(signal, name))
    _, error = process.communicate(timeout=120)  # until the worker has closed its end, too
    assert error == ""
    assert process.returncode == -getattr(signal, name)


def test_an_unfinished_read_does_not_disturb_the_exit() -> None:
    """At exit Python closes the generator while a thread waits for the worker."""
    script = (
        "from citegraph.loaders import parallel\n"
        "from citegraph.graph.records import Paper\n"
        "parallel.MIN_PAPERS = 0\n"
        "def read():\n"
        "    with parallel.Topics() as topics:\n"
        "        yield from topics.read([[Paper(title='Graphs')]] * 50)\n"
        "found = read()\n"
        "next(found)\n"
        "raise SystemExit(143)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], check=False, capture_output=True, text=True
    )
    assert done.stderr == ""
    assert done.returncode == 143


def test_stopping_early_leaves_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "MIN_PAPERS", 0)
    with Topics() as topics:
        next(topics.read([papers(2)] * 50))
        assert topics._worker is not None
    assert topics._worker._process.returncode is not None
