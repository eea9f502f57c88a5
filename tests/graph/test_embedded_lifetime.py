"""All processes that use a folder share one engine, which ends with the last of them."""

import contextlib
import json
import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import neo4j
import pytest

from citegraph.graph.engines import arcadedb, embedded, keeper
from citegraph.graph.engines.embedded import Access, Engine, open_engine
from citegraph.graph.engines.manifest import Manifest
from citegraph.graph.engines.processes import free_ports, write_private
from citegraph.graph.errors import ConnectionFailed, StoreBusy, StoreError

ROOT = Path(__file__).parents[2]
linux = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")

# A citegraph process of its own: opens the folder, says so, obeys standard input.
CLIENT = """
import sys, json, neo4j
from pathlib import Path
from citegraph.graph.engines.embedded import open_engine
engine = open_engine(Path(sys.argv[1]), timeout=60)
print(json.dumps([engine.started, engine.pid, engine.uri]), flush=True)
driver = neo4j.GraphDatabase.driver(
    engine.uri, auth=(engine.writer.user, engine.writer.password))
for line in sys.stdin:
    if line.strip() == "write":
        n = 0
        while True:
            driver.execute_query(
                "UNWIND range(1, 50) AS i CREATE (:W {batch: $n})", n=n, database_="graph")
            print(n, flush=True)
            n += 1
    break
driver.close()
engine.close()
"""


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Callable[[Path], "subprocess.Popen[str]"]]:
    with contextlib.ExitStack() as stack:

        def start(folder: Path) -> "subprocess.Popen[str]":
            process = subprocess.Popen(
                [sys.executable, "-c", CLIENT, str(folder)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                cwd=tmp_path,
                env={**os.environ, "PYTHONPATH": str(ROOT)},
            )
            stack.enter_context(process)
            stack.callback(process.kill)
            return process

        yield start


def reply(process: "subprocess.Popen[str]") -> list[object]:
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line, process.stderr.read() if process.stderr else ""
    value = json.loads(line)
    return value if isinstance(value, list) else [value]


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"  # in a container nobody may collect it


def gone(pid: int, seconds: float = 60) -> bool:
    """Whether a process ends within this time. Its time is dear while others use the machine."""
    deadline = time.monotonic() + seconds
    while alive(pid):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def count(engine: Engine, statement: str = "MATCH (n) RETURN count(n) AS n") -> int:
    auth = (engine.reader.user, engine.reader.password)
    with neo4j.GraphDatabase.driver(engine.uri, auth=auth) as driver:
        return int(driver.execute_query(statement, database_=engine.database).records[0]["n"])


def write(engine: Engine, statement: str) -> None:
    auth = (engine.writer.user, engine.writer.password)
    with neo4j.GraphDatabase.driver(engine.uri, auth=auth) as driver:
        driver.execute_query(statement, database_=engine.database)


@linux
def test_engine_stops_with_its_last_user(tmp_path: Path) -> None:
    first = open_engine(tmp_path / "db")
    second = open_engine(tmp_path / "db")
    assert (first.started, second.started) == (True, False)
    assert (first.pid, first.uri, first.writer) == (second.pid, second.uri, second.writer)
    write(first, "CREATE (:N)")
    first.close()
    assert count(second) == 1
    second.close()
    assert gone(second.pid)
    with open_engine(tmp_path / "db") as third:
        assert third.started
        assert count(third) == 1
        assert third.writer != first.writer  # passwords are new at each start


@linux
def test_four_processes_open_a_new_folder_at_once(
    tmp_path: Path, client: Callable[[Path], "subprocess.Popen[str]"]
) -> None:
    processes = [client(tmp_path / "db") for _ in range(4)]
    answers = [reply(process) for process in processes]
    assert len({tuple(answer[1:]) for answer in answers}) == 1  # one engine
    assert sorted(str(answer[0]) for answer in answers) == ["False", "False", "False", "True"]
    for process in processes:
        out, errors = process.communicate("end\n", timeout=120)
        assert (out, errors, process.returncode) == ("", "", 0)  # no chatter
    assert gone(int(str(answers[0][1])))
    assert [path.name for path in tmp_path.iterdir()] == ["db"]  # no stray log folder


def test_a_folder_that_another_process_creates_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "exists", lambda _path: False)  # as it was a moment ago
    embedded._check(tmp_path, create=True)


@linux
def test_engine_goes_away_when_its_user_is_killed(
    tmp_path: Path, client: Callable[[Path], "subprocess.Popen[str]"]
) -> None:
    process = client(tmp_path / "db")
    _, pid, _ = reply(process)
    assert process.stdin is not None
    process.stdin.write("write\n")
    process.stdin.flush()
    committed = [reply(process)[0] for _ in range(5)][-1]
    process.kill()
    process.wait()
    assert gone(int(str(pid)))
    with open_engine(tmp_path / "db") as engine:
        assert engine.started
        for batch in range(int(str(committed)) + 1):
            assert count(engine, f"MATCH (n:W {{batch: {batch}}}) RETURN count(n) AS n") == 50


@linux
@pytest.mark.parametrize("victims", [["keeper"], ["keeper", "engine"]])
def test_folder_opens_again_after_a_kill(tmp_path: Path, victims: list[str]) -> None:
    folder = tmp_path / "db"
    engine = open_engine(folder)
    write(engine, "UNWIND range(1, 1000) AS i CREATE (:N {i: i})")
    state = json.loads((folder / "engine.json").read_text())
    for victim in victims:
        os.kill(state[victim], signal.SIGKILL)
    assert gone(state["engine"])  # the kernel ends it with its keeper
    assert gone(state["keeper"])
    with open_engine(folder) as again:
        assert again.started
        assert count(again) == 1000
    engine.close()


@linux
def test_secrets_are_in_no_process_list_and_in_private_files_only(embedded: Engine) -> None:
    folder = Path(
        next(
            part
            for part in Path(f"/proc/{embedded.pid}/cmdline").read_text().split("\0")
            if part.startswith("-Dcitegraph.folder=")
        ).partition("=")[2]
    )
    state = json.loads((folder / "engine.json").read_text())
    secrets = [embedded.writer.password, embedded.reader.password, state["token"]]
    assert len(set(secrets)) == 3
    assert all(len(secret) == 64 for secret in secrets)
    for process in Path("/proc").glob("[0-9]*"):
        for name in ("cmdline", "environ"):
            with contextlib.suppress(OSError):
                text = (process / name).read_bytes()
                assert not any(secret.encode() in text for secret in secrets)
    for path in folder.rglob("*"):
        mode = stat.S_IMODE(path.stat().st_mode)
        assert mode & 0o077 == 0, path
        if path.is_file() and path.name != "engine.json":
            assert not any(secret.encode() in path.read_bytes() for secret in secrets), path
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert embedded.writer.password not in repr(embedded.writer)


@linux
def test_listens_on_loopback_only(embedded: Engine) -> None:
    links = []
    for path in Path(f"/proc/{embedded.pid}/fd").iterdir():
        with contextlib.suppress(FileNotFoundError):  # closed since it was listed
            links.append(str(path.readlink()))
    sockets = {link[8:-1] for link in links if link.startswith("socket:[")}
    listening = set()
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/{embedded.pid}/net/{table}").read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == "0A" and fields[9] in sockets:
                listening.add(fields[1].partition(":")[0])
    assert listening <= {"0100007F", "0000000000000000FFFF00000100007F"}  # 127.0.0.1
    assert listening


def test_a_stranger_gets_nothing_from_the_keeper(embedded: Engine, embedded_folder: Path) -> None:
    state = json.loads((embedded_folder / "engine.json").read_text())
    for token in (b"", b"wrong", b"0" * 64, b"0" * 5000):
        with socket.create_connection(("127.0.0.1", state["port"]), timeout=60) as stranger:
            stranger.sendall(token + b"\n")
            with contextlib.suppress(ConnectionError):
                assert stranger.recv(100) == b""
    assert count(embedded) >= 0


def test_a_wrong_password_is_refused(embedded: Engine) -> None:
    for user in ("writer", "reader", "root"):
        wrong = Access(user, "0" * 64)
        auth = (wrong.user, wrong.password)
        with (
            neo4j.GraphDatabase.driver(embedded.uri, auth=auth) as driver,
            pytest.raises(neo4j.exceptions.AuthError),
        ):
            driver.execute_query("RETURN 1", database_="graph")


def test_any_folder_name(tmp_path: Path) -> None:
    names = ("with space", "Zürich 图 'quoted\" 100% {x}", "x" * 120, "deep" * 20)
    folder = tmp_path.joinpath(*names)
    with open_engine(folder) as engine:
        write(engine, "CREATE (:N)")
        assert count(engine) == 1
        assert (folder / "log" / "engine-0.log").exists()


def test_a_copy_of_a_folder_in_use_has_an_engine_of_its_own(tmp_path: Path) -> None:
    with open_engine(tmp_path / "graphs") as engine:
        shutil.copytree(tmp_path / "graphs", tmp_path / "graph")
        with open_engine(tmp_path / "graph") as other:
            assert other.started
            assert other.pid != engine.pid
            write(other, "CREATE (:N)")
        assert alive(engine.pid)  # although its command line begins with the name of the copy
        assert count(engine) == 0


def test_the_engine_of_a_folder_with_a_longer_name_is_not_ended(tmp_path: Path) -> None:
    with open_engine(tmp_path / "graphs") as engine:
        keeper.end_orphan(tmp_path / "graph")  # has no state
        (tmp_path / "graph").mkdir()
        (tmp_path / "graph" / "engine.json").write_text(json.dumps({"engine": engine.pid}))
        keeper.end_orphan(tmp_path / "graph")
        assert alive(engine.pid)


@pytest.mark.parametrize(
    "name", ["config", "log", "databases", "databases/graph", "text-index.npz", "engine.lock"]
)
def test_links_do_not_lead_the_engine_out_of_its_folder(name: str, tmp_path: Path) -> None:
    folder, outside = tmp_path / "db", tmp_path / "outside"
    (folder / name).parent.mkdir(parents=True)
    (folder / "engine.lock").touch()
    (folder / name).unlink(missing_ok=True)
    if "." not in name:
        outside.mkdir()
    (folder / name).symlink_to(outside)
    with pytest.raises(StoreError, match="symbolic link"):
        open_engine(folder)
    assert not outside.exists() or not list(outside.iterdir())


def test_a_database_of_somebody_else_runs_no_program(tmp_path: Path) -> None:
    """The engine would load any class that a file in ``lib/plugins`` of its root names."""
    plugins, config = tmp_path / "lib" / "plugins", tmp_path / "config"
    plugins.mkdir(parents=True)
    config.mkdir()
    (tmp_path / "engine.lock").touch()
    with zipfile.ZipFile(plugins / "x.jar", "w") as jar:
        jar.writestr("META-INF/services/com.arcadedb.server.ServerPlugin", "com.example.Missing\n")
    (config / "backup.json").write_text('{"enabled": true}')
    with open_engine(tmp_path) as engine:
        log = (tmp_path / "log" / "engine-0.log").read_text("utf-8")
        assert engine.started
        assert "x.jar" not in log
        assert "backup configuration" not in log
        assert not (config / "backup.json").exists()


@pytest.mark.parametrize("name", ["engine.json", "state.json", "log/engine.out", "databases/x"])
def test_a_pipe_in_a_database_is_refused(name: str, tmp_path: Path) -> None:
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / "engine.lock").touch()
    os.mkfifo(tmp_path / name)
    with pytest.raises(StoreError, match="not a regular file"):
        open_engine(tmp_path)


@pytest.mark.parametrize(
    "name", ["config/x", "config/server-groups.json", "log/engine-0.log", "manifest.json"]
)
def test_a_folder_in_place_of_a_file_is_refused_with_the_remedy(name: str, tmp_path: Path) -> None:
    (tmp_path / name).mkdir(parents=True)
    (tmp_path / "engine.lock").touch()
    with pytest.raises(StoreError, match=f"{name} is not a file; delete it"):
        open_engine(tmp_path)


def test_a_file_in_place_of_a_folder_is_refused_with_the_remedy(tmp_path: Path) -> None:
    (tmp_path / "databases").touch()
    (tmp_path / "engine.lock").touch()
    with pytest.raises(StoreError, match="databases is not a folder; delete it"):
        open_engine(tmp_path)


@pytest.mark.parametrize("name", ["/dev/zero", "../secret"])
def test_a_manifest_names_files_of_its_folder_only(name: str, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "secret").write_text("secret")
    entry = {"size": 0, "written": 1, "changed": 1, "sum": 1}
    (tmp_path / "manifest.json").write_text(json.dumps({name: entry}))
    assert Manifest(tmp_path / "manifest.json", tmp_path / "data").verify() == []


def test_a_deep_manifest_is_ignored(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text("[" * 200_000)
    assert Manifest(tmp_path / "manifest.json", tmp_path).verify() == []


def test_the_folder_itself_may_be_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    with open_engine(tmp_path / "link") as engine, open_engine(tmp_path / "real") as same:
        assert (same.pid, same.started) == (engine.pid, False)


def test_a_private_file_is_never_written_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine")
    (tmp_path / f"state.{os.getpid()}.new").symlink_to(tmp_path / "mine")
    write_private(tmp_path / "state", "secret")
    assert (tmp_path / "mine").read_text() == "mine"
    assert stat.S_IMODE((tmp_path / "state").stat().st_mode) == 0o600


def test_a_folder_of_other_things_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("mine")
    with pytest.raises(StoreError, match="not a citegraph database"):
        open_engine(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.tex"]


@linux
def test_a_folder_deleted_while_in_use_stays_deleted(tmp_path: Path) -> None:
    folder = tmp_path / "db"
    engine = open_engine(folder)
    write(engine, "CREATE (:N)")
    process = json.loads((folder / "engine.json").read_text())["keeper"]
    shutil.rmtree(folder)
    assert gone(engine.pid)
    engine.close()
    assert gone(process)  # nobody is left who could create it again
    assert list(tmp_path.iterdir()) == []
    with open_engine(folder) as engine:
        assert count(engine) == 0


def test_the_rest_of_a_deleted_database(tmp_path: Path) -> None:
    for left in ("config", "log", "backups"):  # nothing of a graph: as good as empty
        (tmp_path / "db" / left).mkdir(parents=True)
        embedded._check(tmp_path / "db", create=False)
    with open_engine(tmp_path / "db") as engine:
        assert engine.started
    for left in ("config", "log", "backups"):
        (tmp_path / left / left).mkdir(parents=True)
        (tmp_path / left / "databases").mkdir()
        with pytest.raises(StoreError, match="deleted while in use; delete the folder"):
            open_engine(tmp_path / left)


def test_a_file_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "listing.txt").write_text("mine")
    with pytest.raises(StoreError, match="a file, not a database folder"):
        open_engine(tmp_path / "listing.txt")


def test_nothing_is_made_where_nothing_should_be(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="load a source"):
        open_engine(tmp_path / "none", create=False)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="/proc is where even root cannot write")
def test_a_folder_that_cannot_be_written() -> None:
    with pytest.raises(StoreError, match="name another folder"):
        open_engine(Path("/proc/citegraph.db"))


def test_no_engine_for_this_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("citegraph.graph.engines.arcadedb.PACKAGE", "no_such_package_anywhere")
    with pytest.raises(StoreError, match="use the address of a Neo4j server"):
        open_engine(tmp_path / "db")


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ("much", "not a valid memory size"),
        ("", "not a valid memory size"),
        ("٣g", "not a valid memory size"),
        ("1k", "too little; the engine needs 64 MiB"),
        ("9999g", "more than the memory of this machine"),
    ],
)
def test_a_heap_that_cannot_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: str, problem: str
) -> None:
    monkeypatch.setenv("CITEGRAPH_HEAP", given)
    with pytest.raises(StoreError, match=f"CITEGRAPH_HEAP={given} is {problem}"):
        open_engine(tmp_path / "db")


def test_an_engine_that_cannot_start_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("citegraph.graph.engines.arcadedb.MAIN", "com.example.Missing")
    with pytest.raises(ConnectionFailed, match=r"did not start: .*Missing.* \(see ") as caught:
        open_engine(tmp_path / "db")
    assert "\n" not in str(caught.value)
    monkeypatch.undo()
    with open_engine(tmp_path / "db") as engine:  # and nothing is left in the way
        assert engine.started


def test_a_taken_port_ends_an_attempt_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By itself the engine ends half a minute after it could not listen."""
    real = arcadedb.order
    with socket.create_server(("127.0.0.1", 0)) as other:

        def order(folder: Path) -> dict[str, Any]:
            found = real(folder)
            *before, main = found["command"]
            port = f"{found['ports']['http']}{other.getsockname()[1]}"  # the last one counts
            return {**found, "command": [*before, port, main]}

        monkeypatch.setattr(arcadedb, "order", order)
        with pytest.raises(ConnectionFailed, match=r"did not start: .*Unable to listen"):
            open_engine(tmp_path / "db", timeout=300)
    assert "Server is down" not in (tmp_path / "db" / "log" / "engine.out").read_text()


def test_free_ports_differ() -> None:
    assert len(set(free_ports(200))) == 200


@linux
def test_a_holder_that_does_not_answer_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "db"
    with open_engine(folder):
        keeper = json.loads((folder / "engine.json").read_text())["keeper"]
        os.kill(keeper, signal.SIGSTOP)
        try:
            with pytest.raises(StoreBusy) as caught:
                open_engine(folder, timeout=1)
        finally:
            os.kill(keeper, signal.SIGCONT)
    assert str(keeper) in str(caught.value)


@linux
def test_a_holder_that_is_not_citegraph_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "db"
    with open_engine(folder) as engine:
        pid = engine.pid
    assert gone(pid)
    program = (
        "import fcntl, sys; f = open(sys.argv[1], 'wb'); "
        "fcntl.lockf(f, fcntl.LOCK_EX); print(flush=True); sys.stdin.read()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", program, str(folder / "databases" / "graph" / "database.lck")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        with pytest.raises(StoreBusy, match=f"process {holder.pid}, not by citegraph"):
            open_engine(folder)
        holder.kill()
    with open_engine(folder) as engine:
        assert engine.started
