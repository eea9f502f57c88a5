"""A damaged folder is refused, with the file and the remedy; the folder of a killed engine opens."""

import os
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from citegraph.graph import Store, open_store
from citegraph.graph.engines.embedded import open_engine
from citegraph.graph.engines.manifest import Manifest
from citegraph.graph.errors import StoreError

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="waits by /proc")

PAGE = 65536


def stopped(folder: Path) -> None:
    """Wait until the keeper has released the folder."""
    deadline = time.monotonic() + 60
    while (folder / "engine.json").exists():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("damage") / "db"
    with open_store(folder) as store:
        store.prepare()
        store.write(
            "UNWIND range(1, 5000) AS i CREATE (:Topic {id: toString(i), name: 'topic ' + i})"
        )
        store.write("MATCH (a:Topic), (b:Topic) WHERE a.id = b.id + '0' CREATE (a)-[:BROADER]->(b)")
    stopped(folder)
    return folder


def zero(path: Path, start: int, count: int) -> None:
    with path.open("r+b") as file:
        file.seek(start)
        there = file.read(count)
        file.seek(start)
        file.write(bytes(byte ^ 0xFF for byte in there) if not any(there) else bytes(len(there)))


DAMAGES: dict[str, Callable[[Path, int], None]] = {
    "zeroed": lambda path, size: zero(path, 0, size),
    "first page zeroed": lambda path, _: zero(path, 0, PAGE),
    "last page zeroed": lambda path, size: zero(path, max(0, size - PAGE), PAGE),
    "100 bytes zeroed": lambda path, size: zero(path, size // 2, 100),
    "halved": lambda path, size: os.truncate(path, size // 2),
    "last byte cut": lambda path, size: os.truncate(path, size - 1),
    "emptied": lambda path, _: os.truncate(path, 0),
    "removed": lambda path, _: path.unlink(),
}


def test_damage_to_any_file_is_found(whole: Path, tmp_path: Path) -> None:
    data = whole / "databases" / "graph"
    files = [path.name for path in sorted(data.iterdir()) if path.stat().st_size]
    kinds = {name.rpartition(".")[2] for name in files}
    assert {"bucket", "umtidx", "numtidx", "dict", "json", "bin"} <= kinds
    copy = tmp_path / "db"
    shutil.copytree(whole, copy)
    manifest = Manifest(copy / "manifest.json", copy / "databases" / "graph")
    for name in files:
        path = copy / "databases" / "graph" / name
        for damage, apply in DAMAGES.items():
            apply(path, path.stat().st_size)
            (problem,) = manifest.verify()
            assert name in problem, damage
            shutil.copy2(data / name, path)
    for name in {name.rpartition(".")[2]: name for name in files}.values():
        path = copy / "databases" / "graph" / name
        zero(path, 0, 100)
        with pytest.raises(StoreError, match=r"is damaged: .*new folder") as caught:
            open_engine(copy)
        assert name in str(caught.value)
        shutil.copy2(data / name, path)
    with open_engine(copy) as engine:  # whole again
        assert engine.started


def test_a_moved_or_copied_folder_is_not_damaged(whole: Path, tmp_path: Path) -> None:
    shutil.copytree(whole, tmp_path / "copy")
    (tmp_path / "copy").rename(tmp_path / "moved")
    for _ in range(2):
        with open_store(tmp_path / "moved") as store:
            assert store.read("MATCH (t:Topic) RETURN count(t) AS n").rows == [{"n": 5000}]
        stopped(tmp_path / "moved")


def test_what_is_left_can_be_read_without_the_manifest(whole: Path, tmp_path: Path) -> None:
    folder = tmp_path / "db"
    shutil.copytree(whole, folder)
    index = next((folder / "databases" / "graph").glob("Topic_0_*.umtidx"))
    zero(index, 0, index.stat().st_size)
    with pytest.raises(StoreError, match=r"delete .*manifest\.json"):
        open_store(folder)
    (folder / "manifest.json").unlink()
    with open_store(folder) as store:
        assert store.read("MATCH (t:Topic) RETURN count(t) AS n").rows == [{"n": 5000}]
        assert list(store.damage()) != []


def test_an_intact_graph_has_no_damage(store: Store) -> None:
    store.prepare()
    store.write("UNWIND range(1, 2000) AS i CREATE (:Topic {id: 't' + i, name: 'topic ' + i})")
    assert list(store.damage()) == []


@pytest.mark.parametrize("kind", ["Topic_0.*.bucket", "BROADER_0.*.bucket", "Topic_0_out_edges.*"])
def test_the_engines_check_finds_damaged_records(whole: Path, tmp_path: Path, kind: str) -> None:
    folder = tmp_path / "db"
    shutil.copytree(whole, folder)
    path = next((folder / "databases" / "graph").glob(kind))
    zero(path, 0, PAGE)
    (folder / "manifest.json").unlink()
    with open_store(folder) as store:
        assert list(store.damage()) != []
