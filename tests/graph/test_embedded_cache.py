"""The AOT cache of the engine is created automatically, replaced when damaged, and optional."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from citegraph.graph.engines import arcadedb
from citegraph.graph.engines.aot_cache import Cache
from citegraph.graph.engines.embedded import open_engine

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "citegraph"


def start(folder: Path) -> str:
    """Open and close the engine; its command line."""
    with open_engine(folder) as engine:
        command = Path(f"/proc/{engine.pid}/cmdline").read_text()
        assert f"bolt://127.0.0.1:{engine.uri.rpartition(':')[2]}" == engine.uri
    while (folder / "engine.json").exists():  # the next start must not join this engine
        time.sleep(0.01)
    return command


def made(cache: Path, seconds: float = 60) -> list[Path]:
    """The caches in the folder, once nothing is being made any more."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        files = list(cache.glob("*"))
        if any(f.suffix == ".aot" for f in files) and not any(
            f.suffix in (".record", ".new") for f in files
        ):
            break
        time.sleep(0.1)
    return sorted(cache.glob("*.aot"))


def test_first_run_records_and_the_next_ones_use_it_while_it_is_intact(
    tmp_path: Path, cache: Path
) -> None:
    assert "-XX:AOTMode=record" in start(tmp_path / "db")
    # The folder is free while the cache is being made; nobody records a second time.
    assert "-XX:AOT" not in start(tmp_path / "db")
    (file,) = made(cache)
    assert file.stat().st_mode & 0o077 == 0
    assert f"-XX:AOTCache={file}" in start(tmp_path / "db")
    assert [path.suffix for path in sorted(cache.iterdir())] == [".aot", ".lock"]

    # It is used in earnest: the runtime, told to insist on it, accepts it.
    home = arcadedb.home()
    order = arcadedb.order(tmp_path / "db")["cache"]
    insist = ["-XX:AOTMode=on", f"-XX:AOTCache={file}", "-version"]
    subprocess.run(
        [str(home.java), *insist[:2], *order["command"][1:-1], insist[2]],
        check=True,
        capture_output=True,
    )

    # A damaged one costs time, never the start, and is thrown away.
    whole = file.read_bytes()
    half = len(whole) // 2
    for damaged in (
        whole[:100_000],
        whole[:half],
        b"",
        whole[:1000] + bytes(half) + whole[1000 + half :],
        whole[:half] + os.urandom(1_000_000) + whole[half + 1_000_000 :],
    ):
        file.write_bytes(damaged)
        assert "-XX:AOTCache=" in start(tmp_path / "db")
        assert not file.exists()  # so that the next start records for a new one
    file.write_bytes(whole)
    assert "-XX:AOTCache=" in start(tmp_path / "db")
    assert file.exists()


def test_key_changes_with_flags_and_jars(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = arcadedb.order(tmp_path)["cache"]["file"]
    assert arcadedb.order(tmp_path / "other")["cache"]["file"] == before
    monkeypatch.setenv("CITEGRAPH_HEAP", "700m")  # one cache serves heaps of any size
    assert arcadedb.order(tmp_path)["cache"]["file"] == before
    monkeypatch.setattr("citegraph.graph.engines.arcadedb._JVM", (*arcadedb._JVM, "-Xlog:disable"))
    assert arcadedb.order(tmp_path)["cache"]["file"] != before
    monkeypatch.undo()

    home = arcadedb.home()
    fake = tmp_path / "arcadedb_embedded"
    (fake / "jars").mkdir(parents=True)
    (fake / "jre" / "bin").mkdir(parents=True)
    (fake / "__init__.py").touch()
    (fake / "jre" / "bin" / "java").touch()
    (fake / "jre" / "release").write_text((home.java.parents[1] / "release").read_text())
    jar = fake / "jars" / "arcadedb-engine-99.1.jar"
    jar.touch()
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr("citegraph.graph.engines.arcadedb.PACKAGE", "arcadedb_embedded")
    monkeypatch.delitem(sys.modules, "arcadedb_embedded", raising=False)
    assert arcadedb.home().version == "99.1"
    first = arcadedb.order(tmp_path)["cache"]["file"]
    os.utime(jar, (1, 1))
    assert len({before, first, arcadedb.order(tmp_path)["cache"]["file"]}) == 3


def test_without_a_cache_folder_it_starts_all_the_same(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert "-XX:AOT" not in start(tmp_path / "db")
    assert not cache.exists()


@pytest.mark.parametrize("shared", [".", "engine.aot"])
def test_a_cache_that_another_user_may_have_written_is_not_used(
    shared: str, tmp_path: Path
) -> None:
    """Java would run the code in it."""
    file = tmp_path / "cache" / "engine.aot"
    file.parent.mkdir()
    file.touch()
    cache = Cache({"file": str(file), "use": ["use"], "record": ["record"]})
    assert cache.arguments() == ["use"]
    (file.parent / shared).chmod(0o777)
    assert cache.arguments() == []
    assert not cache.discard()
    assert list(file.parent.iterdir()) == [file]
