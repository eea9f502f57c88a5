"""Start the embedded engine over a folder, or attach to a running one.

``open_engine`` starts the engine as a server on the loopback interface, or attaches to the engine
that another citegraph process started over the same folder; ``graph.store`` then uses it over Bolt,
as it uses Neo4j. ``citegraph.graph.engines.arcadedb`` defines the program and its settings. For the
reasons, see docs/engine.md.
"""

import base64
import contextlib
import json
import os
import socket
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from citegraph.graph.engines import arcadedb, keeper, memory, processes
from citegraph.graph.errors import ConnectionFailed, StoreBusy, StoreError

HOST = "127.0.0.1"
REPLY = 30.0  # seconds in which the keeper must reply to a request
OWN = {  # names that citegraph and the engine create in a database folder
    *(keeper.LOCK, keeper.STATE, keeper.MANIFEST, "state.json", "text-index.npz", "turn.lock"),
    *("write.lock", "databases", "config", "log", "backups"),
}
_FOLDERS = {"databases", "config", "log", "backups"}
SPACE = 64 * 1024 * 1024  # bytes that must be free on the disk at the start


@dataclass(frozen=True, slots=True)
class Access:
    """A user of the engine."""

    user: str
    password: str = field(repr=False)


class Engine:
    """A running engine over a folder.

    Attributes:
        uri: its Bolt address on the loopback interface.
        database: the name of the database in it.
        writer: may read, write and change indexes.
        reader: may only read; the engine enforces it.
        pid: process ID of the engine.
        started: whether this process started the engine; otherwise it attached to a running one.
    """

    def __init__(self, connection: socket.socket, answer: dict[str, Any], *, started: bool) -> None:
        self.uri = f"bolt://{HOST}:{answer['port']}"
        self.database = arcadedb.DATABASE
        self.writer = Access("writer", answer["writer"])
        self.reader = Access("reader", answer["reader"])
        self.pid = int(answer["engine"])
        self.started = started
        self._connection = connection
        self._requests = threading.Lock()
        self._http = int(answer["http"])
        self._restarts = int(self.status().get("restarts", 0))

    def sql(self, statement: str) -> list[dict[str, Any]]:
        """Run ArcadeDB SQL as the writer, over HTTP: Bolt carries Cypher only.

        For what Cypher does not offer on this engine; data goes over Bolt.

        Raises:
            StoreError: the engine refused the statement.
        """
        from http.client import HTTPConnection, HTTPException  # noqa: PLC0415 - rarely needed

        credentials = f"{self.writer.user}:{self.writer.password}".encode()
        connection = HTTPConnection(HOST, self._http, timeout=300)
        try:
            connection.request(
                "POST",
                f"/api/v1/command/{self.database}",
                json.dumps({"language": "sql", "command": statement}),
                {
                    "Authorization": f"Basic {base64.b64encode(credentials).decode()}",
                    "Content-Type": "application/json",
                },
            )
            reply = json.loads(connection.getresponse().read())
        except (OSError, HTTPException, ValueError) as error:
            raise StoreError(f"the engine did not answer ({error}); try again") from None
        finally:
            connection.close()
        if "result" not in reply:
            raise StoreError(
                f"the engine refused the statement: {reply.get('detail') or reply.get('error')}"
            )
        return list(reply["result"])

    def damage(self) -> list[str]:
        """Run the engine's own check of all records, edges and indexes.

        Returns:
            One text for each problem.

        Raises:
            StoreError: the check could not run.
        """
        return arcadedb.problems(self.sql(arcadedb.CHECK))

    def end_statement(self, port: int | None) -> str:
        """End the statement that runs on a Bolt connection of this process.

        The engine ends a statement between two rows. If it has not done so within two seconds, the
        keeper restarts the engine on the same address: clients reconnect, uncommitted transactions
        of all clients are rolled back, committed data is kept.

        Args:
            port: local port of the Bolt connection; ``None`` if unknown, which restarts the engine.

        Returns:
            ``statement`` if the statement has ended, ``engine`` if the engine was restarted, and
            ``gone`` if the keeper does not answer.
        """
        return str(self._request(f"end {port or 0}").get("ended", "gone"))

    def failure(self) -> str | None:
        """Return why the engine was restarted since this process attached; ``None`` if it was not.

        Waits until the engine is ready again. The text contains the cause and the remedy.
        """
        began = time.monotonic()
        while status := self.status():
            restarted = status["restarts"] > self._restarts
            if status["ready"] and restarted:
                return str(status["failure"])
            passed = time.monotonic() - began
            if passed > (1 if status["ready"] else REPLY):  # an engine takes some time to end
                return None if status["ready"] else "the engine does not answer; try again"
            time.sleep(0.1)
        return "the engine has stopped; run the command again"

    def memory(self) -> memory.Use:
        """Return the memory that the engine uses and may use."""
        status = self.status()
        return memory.Use(status.get("heap", 0), status.get("memory"), memory.available())

    def status(self) -> dict[str, Any]:
        """Ask the keeper for the state of the engine.

        Returns:
            ``engine`` (process ID), ``heap`` and ``memory`` (bytes), ``restarts`` (how many)
            and ``failure`` (reason of the last restart). Empty if the keeper does not answer.
        """
        return self._request("status")

    def linger(self, seconds: int) -> int:
        """Keep the engine for some seconds after its last client; return how many use it now."""
        return int(self._request(f"linger {seconds}").get("clients", 1))

    def _request(self, request: str) -> dict[str, Any]:
        line = b""
        with self._requests:
            try:
                self._connection.settimeout(REPLY)
                self._connection.sendall(request.encode() + b"\n")
                while not line.endswith(b"\n") and (data := self._connection.recv(4096)):
                    line += data
                reply = json.loads(line)
            except (OSError, ValueError):
                return {}
        return reply if isinstance(reply, dict) else {}

    def close(self) -> None:
        """Release the engine, which stops when its last user has released it."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_engine(folder: Path, *, create: bool = True, timeout: float = 30) -> Engine:
    """Start the engine over a folder, or attach to the one that runs over it.

    Args:
        folder: the database folder.
        create: create the folder if there is none.
        timeout: seconds to wait for the engine.

    Raises:
        StoreError: the folder is not a database or cannot be written, or there is no engine for
            this machine.
        StoreBusy: a process that does not answer holds the folder.
        ConnectionFailed: the engine did not start; the message states the reason.
    """
    folder = Path(os.path.abspath(folder))  # noqa: PTH100 - resolve() would follow links
    _check(folder, create=create)
    deadline = time.monotonic() + timeout
    while True:
        engine = _attach(folder, deadline)
        if engine is not None:
            return engine
        if _free(folder):
            engine = _start(folder, deadline)
            if engine is not None:
                return engine
        if time.monotonic() > deadline:
            raise _busy(folder)
        time.sleep(0.015)


@contextlib.contextmanager
def attached(folder: Path) -> Iterator[Engine | None]:
    """Attach to the engine that runs over a folder; ``None`` if none runs."""
    engine = _attach(Path(os.path.abspath(folder)), time.monotonic() + REPLY)  # noqa: PTH100 - as above
    if engine is None:
        yield None
        return
    with engine:
        yield engine


def _check(folder: Path, *, create: bool) -> None:
    try:
        if not folder.exists():
            if not create:
                raise StoreError(
                    f"{folder}: no database in this folder; load a source to create it"
                )
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # another may, too
        if not folder.is_dir():
            raise StoreError(f"{folder}: a file, not a database folder; name another folder")
        names = {path.name for path in folder.iterdir()}
        if keeper.LOCK not in names and names & {"databases", keeper.STATE} and names <= OWN:
            raise StoreError(
                f"{folder} is left over from a database that was deleted while in use; "
                "delete the folder and load again"
            )
        if keeper.LOCK not in names and not names <= OWN:
            raise StoreError(
                f"{folder} is not empty and is not a citegraph database; "
                "name a new or an empty folder"
            )
        stat = os.statvfs(folder) if hasattr(os, "statvfs") else None
    except OSError as error:
        raise StoreError(
            f"{folder} cannot be used: {error.strerror}; name another folder"
        ) from None
    if not os.access(folder, os.W_OK | os.X_OK):
        raise StoreError(
            f"{folder} cannot be written; change its permissions or name another folder"
        )
    if stat is not None and stat.f_bavail * stat.f_frsize < SPACE:
        raise StoreError(f"{folder}: the disk is full; free some space or name another folder")


def _check_files(folder: Path) -> None:
    """Check that a database consists of files and folders: it may come from somebody else.

    Raises:
        StoreError: it contains a symbolic link, a pipe or a device, or a folder in place of a file.
    """
    folders = {folder / name for name in _FOLDERS}
    walked = (each for name in sorted(OWN) for each in os.walk(folder / name))
    inside = (Path(parent, name) for parent, *found in walked for names in found for name in names)
    for path in (*(folder / name for name in sorted(OWN)), *inside):
        try:
            mode = path.lstat().st_mode
        except OSError:  # an engine that is ending deletes files
            continue
        if stat.S_ISLNK(mode):
            raise StoreError(
                f"{path} is a symbolic link, so the engine would write outside its folder; "
                "replace the link with what it points to, or link the whole folder"
            )
        if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
            raise StoreError(f"{path} is not a regular file; delete it")
        if path.parent in (folder, folder / "config", folder / "log"):
            wanted = "a folder" if path in folders else "a file"
            if stat.S_ISDIR(mode) != (path in folders):
                raise StoreError(f"{path} is not {wanted}; delete it")


def _free(folder: Path) -> bool:
    """Report whether no keeper holds the folder. The keeper itself takes the lock."""
    try:
        held = processes.lock(folder / keeper.LOCK)
    except OSError as error:
        raise StoreError(
            f"{folder} cannot be written ({error.strerror}); "
            "change its permissions or name another folder"
        ) from None
    if held is None:
        return False
    held.close()
    return True


def _state(folder: Path) -> dict[str, Any]:
    path = folder / keeper.STATE
    try:
        state = json.loads(path.read_text("utf-8")) if path.is_file() else None
    except (OSError, ValueError, RecursionError):
        return {}
    return state if isinstance(state, dict) else {}


def _busy(folder: Path) -> StoreBusy:
    state = _state(folder)
    holder = f"process {state['keeper']}" if "keeper" in state else "another process"
    if state.get("host", socket.gethostname()) != socket.gethostname():
        holder += f" on the machine {state['host']}"
    return StoreBusy(
        f"{folder} is in use by {holder}, which does not respond; end it and try again"
    )


def _lock_holder(folder: Path) -> str:
    """Return the process that holds ArcadeDB's own lock, if Linux lists it."""
    try:
        inode = str((folder / arcadedb.LOCK_FILE).stat().st_ino)
        locks = [line.split() for line in Path("/proc/locks").read_text("utf-8").splitlines()]
        pid = next(parts[4] for parts in locks if parts[5].rpartition(":")[2] == inode)
    except (OSError, IndexError, StopIteration):
        return "another process"
    return f"process {pid}"


def _attach(folder: Path, deadline: float) -> Engine | None:
    state = _state(folder)
    if state.get("lock") != processes.file_id(folder / keeper.LOCK):
        return None  # copied with a folder whose engine ran; that engine has the other folder open
    try:
        port, token = int(state["port"]), str(state["token"])
        connection = socket.create_connection((HOST, port), timeout=1)
    except (KeyError, ValueError, OSError):
        return None
    return _ask(folder, connection, token, deadline, started=False)


def _ask(
    folder: Path, connection: socket.socket, token: str, deadline: float, *, started: bool
) -> Engine | None:
    """Wait for the keeper's answer; ``None`` if it has ended."""
    line = b""
    try:
        connection.sendall(token.encode() + b"\n")
        while not line.endswith(b"\n"):
            connection.settimeout(max(0.05, deadline - time.monotonic()))
            data = connection.recv(4096)
            if not data:
                break
            line += data
        connection.settimeout(None)
        answer = json.loads(line) if line else None
    except TimeoutError:
        connection.close()
        if started:
            raise ConnectionFailed(
                f"the engine did not start in time; see {folder / arcadedb.LOG_FILE}"
            ) from None
        raise _busy(folder) from None
    except (OSError, ValueError):
        answer = None
    except BaseException:  # Ctrl-C: the keeper must see that this client is gone
        connection.close()
        raise
    if answer is None:
        connection.close()
        return None
    if "error" in answer:
        connection.close()
        if "LockException" in answer["error"]:  # not by citegraph, whose lock was checked before
            raise StoreBusy(
                f"{folder} is in use by {_lock_holder(folder)}, not by citegraph; end it and "
                "try again"
            )
        raise ConnectionFailed(
            f"the engine did not start: {answer['error']} (see {folder / arcadedb.LOG_FILE})"
        )
    return Engine(connection, answer, started=started)


def _program() -> str:
    """Return the keeper as a program; only the standard library and this package are imported."""
    name = keeper.__name__
    root = str(Path(keeper.__file__).parents[name.count(".")])
    return f"import sys; sys.path.append({root!r}); from {name} import main; main()"


def _start(folder: Path, deadline: float) -> Engine | None:
    """Start a keeper; ``None`` if another keeper took the folder."""
    _check_files(folder)
    order = json.dumps(arcadedb.order(folder)).encode() + b"\n"
    flags: dict[str, Any] = {"start_new_session": True}  # Ctrl-C must not reach the keeper
    if sys.platform == "win32":
        flags = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW}
    kept = ("PATH", "HOME", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "LANG")
    process = subprocess.Popen(  # noqa: S603 - this Python and a file of this package
        [sys.executable, "-I", "-S", "-c", _program()],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={name: os.environ[name] for name in kept if name in os.environ},
        cwd=folder,
        **flags,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    with process.stdin, process.stdout:
        try:
            process.stdin.write(order)
            process.stdin.flush()
            answer = json.loads(process.stdout.readline() or b"{}")
        except (OSError, ValueError):
            answer = {}
    if sys.platform == "win32":
        process.returncode = 0  # it keeps running; suppresses the warning about that
    else:
        process.wait()  # for the parent of the fork, which ends at once
    if answer.get("held"):
        return None
    if answer.get("damage"):
        problems = answer["damage"]
        more = f" and {len(problems) - 1} more" if len(problems) > 1 else ""
        raise StoreError(
            f"{folder} is damaged: {problems[0]}{more}; load an export or the sources again into "
            f"a new folder (to read the remaining data, delete {folder / keeper.MANIFEST})"
        )
    if "error" in answer or not answer:
        raise StoreError(f"{folder} cannot be used: {answer.get('error', 'no keeper')}")
    connection = socket.create_connection((HOST, answer["port"]), timeout=5)
    return _ask(folder, connection, answer["token"], deadline, started=True)
