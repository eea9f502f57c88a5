"""Topics read in another process are the same, in the same order."""

import pytest

from graph.errors import CitegraphError
from graph.records import Paper
from loaders import parallel
from loaders.parallel import Topics


def papers(count: int) -> list[Paper]:
    names = ("graph neural networks", "diffusion models", "reinforcement learning")
    return [
        Paper(title=f"Paper {n} on {names[n % 3]}", abstract="We study it.") for n in range(count)
    ]


def test_the_other_process_says_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    batches = [papers(20)[start : start + 5] for start in range(0, 20, 5)]
    with Topics() as here:
        expected = list(here.read(batches))
    monkeypatch.setattr(parallel, "WORTH", 5)
    monkeypatch.setattr(parallel, "AHEAD", 2)
    with Topics() as beside:
        assert list(beside.read(batches)) == expected
        assert beside._beside is not None
    assert beside._beside._process.returncode is not None


def test_its_end_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "WORTH", 0)
    with Topics() as topics:
        reading = topics.read([papers(2)] * 50)
        next(reading)
        assert topics._beside is not None
        topics._beside._process.kill()
        with pytest.raises(CitegraphError, match="load again"):
            list(reading)


def test_stopping_early_leaves_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "WORTH", 0)
    with Topics() as topics:
        next(topics.read([papers(2)] * 50))
        assert topics._beside is not None
    assert topics._beside._process.returncode is not None
