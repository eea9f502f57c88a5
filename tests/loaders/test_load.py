"""The pipeline: what could not be read is kept, errors come through, memory stays flat."""

import json
import threading
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from citegraph import loaders
from citegraph.graph.errors import StoreError
from citegraph.graph.records import Paper, Rejected
from citegraph.graph.writing.difference import Changes
from citegraph.graph.writing.merge import Plan


class Sink:
    """A store that only counts."""

    def __init__(self) -> None:
        self.papers: list[Paper] = []
        self.batches: list[int] = []

    def write_plan(self, plan: Plan) -> Changes:
        self.batches.append(len(plan.records))
        self.papers += plan.records
        return Changes()

    def derive(self, progress: Callable[[str, int, int], None] | None = None) -> Changes:
        return Changes()

    def up_to_date(self) -> bool:
        return False

    def update_similar(self, *, progress: Callable[[str, int, int], None] | None = None) -> int:
        return 0


class Forgetful(Sink):
    def write_plan(self, plan: Plan) -> Changes:
        self.batches.append(len(plan.records))
        return Changes()


class Broken(Sink):
    def write_plan(self, plan: Plan) -> Changes:
        raise StoreError("the disk is full")


def write(path: Path, records: list[object]) -> str:
    path.write_text("".join(json.dumps(record) + "\n" for record in records))
    return str(path)


def test_what_cannot_be_read_is_kept_with_reason_and_place(tmp_path: Path) -> None:
    good = write(
        tmp_path / "good.jsonl",
        [{"title": "A good paper", "yaer": 2020}, {"title": "Another one", "published": "2020"}],
    )
    (tmp_path / "prose.txt").write_text("Nothing is listed here.\n")
    sink, rejected = Sink(), list[Rejected]()
    summary = loaders.load(
        sink,
        [good, str(tmp_path / "prose.txt"), str(tmp_path / "missing.txt")],
        rejected=rejected.append,
    )
    assert [paper.title for paper in sink.papers] == ["Another one"]
    assert summary.rejections == len(rejected) == 3
    assert "good.jsonl:1" in rejected[0].where
    assert "published" in rejected[0].reason or "yaer" in rejected[0].reason
    assert "prose.txt" in rejected[1].where
    assert "missing.txt" in rejected[2].where


def test_every_paper_is_enriched(tmp_path: Path) -> None:
    abstract = (
        'We solve the Schr\\"odinger equation with graph neural networks (GNNs). '
        "Code: https://www.github.com/lab/gnn-code.git."
    )
    source = write(
        tmp_path / "a.jsonl", [{"title": "Networks that solve equations", "abstract": abstract}]
    )
    sink = Sink()
    loaders.load(sink, [source])
    (paper,) = sink.papers
    assert paper.abstract is not None
    assert "Schr\u00f6dinger" in paper.abstract
    assert paper.raw_abstract == abstract
    assert [r.url for r in paper.repositories] == ["https://github.com/lab/gnn-code"]
    topics = {topic.name: topic for topic in paper.topics}
    assert "graph neural network" in topics
    assert topics["graph neural network"].evidence in paper.abstract
    assert paper.listings[0].files[0].startswith("a.jsonl sha256:")
    assert paper.origin is not None
    assert paper.origin.endswith(":line 1")


def test_an_error_of_the_store_comes_through(tmp_path: Path) -> None:
    source = write(tmp_path / "a.jsonl", [{"title": f"Paper number {n}"} for n in range(5000)])
    before = set(threading.enumerate())
    with pytest.raises(StoreError, match="the disk is full") as error:
        loaders.load(Broken(), [source])
    assert error.traceback  # it holds the frames of the load, but no thread is left
    assert set(threading.enumerate()) <= before


def test_memory_stays_flat(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loaders, "BATCH", 100)

    def peak(count: int) -> int:
        source = write(
            tmp_path / f"{count}.jsonl",
            [{"title": f"Paper number {n % 700}", "id": f"p{n}"} for n in range(count)],
        )
        tracemalloc.start()
        loaders.load(Forgetful(), [source])
        size = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return size

    peak(1000)  # vocabularies and caches
    small, large = peak(4000), peak(12000)
    assert large < 1.3 * small
