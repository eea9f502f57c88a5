"""The embedded engine: all that citegraph knows of ArcadeDB.

ArcadeDB comes as a Python package that carries its jars and a Java runtime. ``open_engine``
starts it as a server on the loopback interface, or attaches to the one that another citegraph
process has started over the same folder; ``graph.store`` then talks Bolt to it as it would to
Neo4j. Why it is done this way, and what was measured: docs/engine.md.
"""

import base64
import hashlib
import importlib.util
import json
import os
import platform
import re
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from graph import keeper
from graph.errors import ConnectionFailed, StoreBusy, StoreError

__all__ = ["DIALECT", "Access", "Dialect", "Engine", "open_engine"]

PACKAGE = "arcadedb_embedded"  # the import name of the package that carries jars and runtime
DATABASE = "graph"
HOST = "127.0.0.1"
MAIN = "com.arcadedb.server.ArcadeDBServer"
SPACE = 64 * 1024 * 1024  # bytes that must be free on the disk to begin with

LOCK_FILE = f"databases/{DATABASE}/database.lck"  # ArcadeDB's own, there while it is open
LOG_OUT, LOG_FILE = "log/engine.out", "log/engine-0.log"
LOG_BYTES = 1_000_000  # of each of two files


@dataclass(frozen=True, slots=True)
class Access:
    """A user of the engine."""

    user: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Dialect:
    """Where ArcadeDB wants other words than Neo4j 5, and what it does not know at all."""

    lacks: tuple[str, ...] = (
        "SHORTEST k",
        "the prefix CYPHER 5",
        "SHOW PROCEDURES",
        "CREATE FULLTEXT INDEX",
        "the query type of an EXPLAIN (it is always w)",
    )

    @staticmethod
    def fulltext_index(name: str, label: str, properties: Iterable[str]) -> list[str]:
        """ArcadeDB SQL, for :meth:`Engine.sql`, that makes a full-text index where there is none.

        Neo4j's ``CALL db.index.fulltext.queryNodes(name, ...)`` then works unchanged.

        Args:
            name: of the index. Names come from the schema, never from input.
            label: of the nodes.
            properties: of the nodes, strings.
        """
        properties = tuple(properties)
        columns = ", ".join(f"`{p}`" for p in properties)
        return [
            f"CREATE VERTEX TYPE `{label}` IF NOT EXISTS",
            *(f"CREATE PROPERTY `{label}`.`{p}` IF NOT EXISTS STRING" for p in properties),
            f"CREATE INDEX `{name}` IF NOT EXISTS ON `{label}` ({columns}) FULL_TEXT",
        ]


DIALECT = Dialect()


class Engine:
    """A running engine over a folder.

    Attributes:
        uri: its Bolt address on the loopback interface.
        database: the name of the database in it.
        writer: may read, write and change indexes.
        reader: held to reading by the engine itself.
        version: ArcadeDB's version.
        pid: process number of the engine.
        started: whether this process started it; else it attached to a running one.
    """

    def __init__(
        self, connection: socket.socket, answer: dict[str, Any], version: str, *, started: bool
    ) -> None:
        self.uri = f"bolt://{HOST}:{answer['port']}"
        self.database = DATABASE
        self.writer = Access("writer", answer["writer"])
        self.reader = Access("reader", answer["reader"])
        self.version = version
        self.pid = int(answer["engine"])
        self.started = started
        self._connection = connection
        self._http = int(answer["http"])

    def sql(self, statement: str) -> list[dict[str, Any]]:
        """Run ArcadeDB SQL as the writer, over HTTP: Bolt carries Cypher only.

        For what Cypher cannot say here (see :class:`Dialect`); data goes over Bolt.

        Raises:
            StoreError: the engine refused it.
        """
        from http.client import HTTPConnection, HTTPException  # noqa: PLC0415 - seldom needed

        credentials = f"{self.writer.user}:{self.writer.password}".encode()
        connection = HTTPConnection(HOST, self._http, timeout=300)
        try:
            connection.request(
                "POST", f"/api/v1/command/{self.database}",
                json.dumps({"language": "sql", "command": statement}),
                {"Authorization": f"Basic {base64.b64encode(credentials).decode()}",
                 "Content-Type": "application/json"},
            )  # fmt: skip
            reply = json.loads(connection.getresponse().read())
        except (OSError, HTTPException, ValueError) as error:
            raise StoreError(f"the engine did not answer: {error}") from None
        finally:
            connection.close()
        if "result" not in reply:
            raise StoreError(f"the engine refused: {reply.get('detail') or reply.get('error')}")
        return list(reply["result"])

    def close(self) -> None:
        """Release the engine. It stops when the last process that uses it has released it."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_engine(folder: Path, *, create: bool = True, timeout: float = 30) -> Engine:
    """Start the engine over a folder, or attach to the one that runs over it.

    Args:
        folder: the database folder.
        create: whether to make the folder where there is none.
        timeout: seconds to wait for the engine.

    Raises:
        StoreError: the folder is no database or cannot be written, or there is no engine for
            this machine.
        StoreBusy: a process that does not answer holds the folder.
        ConnectionFailed: the engine did not start; the message says why.
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


def _check(folder: Path, *, create: bool) -> None:
    try:
        if not folder.exists():
            if not create:
                raise StoreError(
                    f"{folder}: there is no database; make one with `citegraph load SOURCE`"
                )
            folder.mkdir(mode=0o700, parents=True)
        if not folder.is_dir():
            raise StoreError(f"{folder} is a file; a database is a folder: give another --db")
        if not (folder / keeper.LOCK).exists() and any(folder.iterdir()):
            raise StoreError(
                f"{folder} is a folder of other things, no citegraph database; "
                "give --db a new or an empty folder"
            )
        stat = os.statvfs(folder) if hasattr(os, "statvfs") else None
    except OSError as error:
        raise StoreError(f"{folder} cannot be used: {error.strerror}; give another --db") from None
    if not os.access(folder, os.W_OK | os.X_OK):
        raise StoreError(f"{folder} cannot be written; change its permissions or give another --db")
    if stat is not None and stat.f_bavail * stat.f_frsize < SPACE:
        raise StoreError(f"{folder}: the disk is full; free some space or give another --db")


def _free(folder: Path) -> bool:
    """Whether no keeper holds the folder. The lock itself is taken by the keeper."""
    try:
        held = keeper.lock(folder / keeper.LOCK)
    except OSError as error:
        raise StoreError(
            f"{folder} cannot be written ({error.strerror}); "
            "change its permissions or give another --db"
        ) from None
    if held is None:
        return False
    held.close()
    return True


def _state(folder: Path) -> dict[str, Any]:
    try:
        state = json.loads((folder / keeper.STATE).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return state if isinstance(state, dict) else {}


def _busy(folder: Path) -> StoreBusy:
    state = _state(folder)
    holder = f"process {state['keeper']}" if "keeper" in state else "another process"
    if state.get("host", socket.gethostname()) != socket.gethostname():
        holder += f" on the machine {state['host']}"
    return StoreBusy(f"{folder} is held by {holder}, which does not answer; end it and try again")


def _stranger(folder: Path) -> str:
    """Who holds ArcadeDB's own lock, as far as Linux tells."""
    try:
        inode = str((folder / LOCK_FILE).stat().st_ino)
        locks = [line.split() for line in Path("/proc/locks").read_text("utf-8").splitlines()]
        pid = next(parts[4] for parts in locks if parts[5].rpartition(":")[2] == inode)
    except (OSError, IndexError, StopIteration):
        return "another process"
    return f"process {pid}"


def _attach(folder: Path, deadline: float) -> Engine | None:
    state = _state(folder)
    try:
        port, token = int(state["port"]), str(state["token"])
        connection = socket.create_connection((HOST, port), timeout=1)
    except (KeyError, ValueError, OSError):
        return None
    return _ask(folder, connection, token, deadline, started=False)


def _ask(
    folder: Path, connection: socket.socket, token: str, deadline: float, *, started: bool
) -> Engine | None:
    """Wait for the keeper's word. ``None``: it has gone away, try again."""
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
                f"the engine did not start in time; see {folder / LOG_FILE}"
            ) from None
        raise _busy(folder) from None
    except (OSError, ValueError):
        answer = None
    except BaseException:  # Ctrl-C: the keeper must see that nobody waits any more
        connection.close()
        raise
    if answer is None:
        connection.close()
        return None
    if "error" in answer:
        connection.close()
        if "LockException" in answer["error"]:  # not by citegraph: that would have been seen
            raise StoreBusy(
                f"{folder} is held by {_stranger(folder)}, not by citegraph; end it and try again"
            )
        raise ConnectionFailed(
            f"the engine did not start: {answer['error']} (see {folder / LOG_FILE})"
        )
    return Engine(connection, answer, _home().version, started=started)


def _start(folder: Path, deadline: float) -> Engine | None:
    """Start a keeper. ``None``: another one was quicker."""
    order = json.dumps(_order(folder)).encode() + b"\n"
    flags: dict[str, Any] = {"start_new_session": True}  # Ctrl-C is for citegraph, not for it
    if sys.platform == "win32":
        flags = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW}
    kept = ("PATH", "HOME", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "LANG")
    process = subprocess.Popen(  # noqa: S603 - this very Python and a file of this package
        [sys.executable, "-I", "-S", keeper.__file__],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        env={name: os.environ[name] for name in kept if name in os.environ}, cwd=folder, **flags,
    )  # fmt: skip
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
        process.returncode = 0  # it lives on by itself: no leak to warn of
    else:
        process.wait()  # for the half of it that has done its part
    if answer.get("held"):
        return None
    if "error" in answer or not answer:
        raise StoreError(f"{folder} cannot be used: {answer.get('error', 'no keeper')}")
    connection = socket.create_connection((HOST, answer["port"]), timeout=5)
    return _ask(folder, connection, answer["token"], deadline, started=True)


@dataclass(frozen=True, slots=True)
class _Home:
    """Where the package keeps jars and runtime."""

    java: Path
    jars: tuple[Path, ...]
    version: str


def _home() -> _Home:
    spec = importlib.util.find_spec(PACKAGE)  # finds it without running it
    if spec is None or spec.origin is None:
        raise StoreError(
            "the embedded engine is not installed, or there is none for "
            f"{platform.system()} on {platform.machine()}; use --db with a Neo4j address"
        )
    root = Path(spec.origin).parent
    java = root / "jre" / "bin" / ("java.exe" if sys.platform == "win32" else "java")
    jars = tuple(
        jar for jar in sorted((root / "jars").glob("*.jar")) if not jar.name.startswith(_LEFT_OUT)
    )
    engine = next((jar for jar in jars if jar.name.startswith("arcadedb-engine-")), None)
    if not java.exists() or engine is None:
        raise StoreError(
            f"the embedded engine in {root} is not whole; reinstall the package arcadedb-embedded"
        )
    version = re.sub(r"^arcadedb-engine-|\.jar$", "", engine.name)
    return _Home(java, jars, version)


def _order(folder: Path) -> dict[str, Any]:
    """What the keeper is to do."""
    home = _home()
    passwords = {name: secrets.token_hex(32) for name in ("root", "writer", "reader")}
    heap = os.environ.get("CITEGRAPH_HEAP", "1g")
    if not re.fullmatch(r"\d+[kmgKMG]?", heap):
        raise StoreError(f"CITEGRAPH_HEAP={heap} is no amount of memory; write 512m or 2g")
    runtime = [*_JVM, f"-Xmx{heap}"]
    program = ["-cp", os.pathsep.join(map(str, home.jars)), MAIN]
    command = [
        str(home.java), *runtime,
        f"-Djava.util.logging.config.file={folder / 'config' / 'logging.properties'}",
        f"-Dcitegraph.folder={folder}",
        f"-Darcadedb.server.rootPath={folder}",
        f"-Darcadedb.server.logsDirectory={folder / 'log'}",
        *(f"-Darcadedb.{name}={value}" for name, value in _SETTINGS.items()),
        *program,
    ]  # fmt: skip
    return {
        "folder": str(folder),
        "command": command,
        "ports": {
            "bolt": "-Darcadedb.bolt.port=",
            "http": "-Darcadedb.server.httpIncomingPort=",
        },
        "files": {
            "config/logging.properties": _logging(folder),
            "config/server-groups.json": _groups(),
            "config/server-users.jsonl": _users(passwords),
        },
        "probe": "/api/v1/ready",
        "logs": [LOG_OUT, LOG_FILE],
        "scraps": "log/server-event-log-*",
        "taken": ["BindException", "Unable to listen"],
        "open": LOCK_FILE,
        "cache": {
            "file": str(_cache() / f"engine-{_key(home, runtime)}.aot"),
            "use": ["-XX:AOTCache={file}"],
            "record": ["-XX:AOTMode=record", "-XX:AOTConfiguration={record}"],
            "create": [
                "-XX:AOTMode=create",
                "-XX:AOTConfiguration={record}",
                "-XX:AOTCache={file}",
            ],
            "command": [str(home.java), *runtime, *program],
        },
        "answer": {name: passwords[name] for name in ("writer", "reader")},
    }


def _cache() -> Path:
    """The user's cache folder for citegraph."""
    home = Path.home()
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = home / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache")
    return base / "citegraph"


def _key(home: _Home, runtime: list[str]) -> str:
    """Changes with everything that an AOT cache is bound to: jars, runtime, flags."""
    parts = [*runtime, str(home.java)]
    for file in (*home.jars, home.java.parents[1] / "release"):
        stat = file.stat()
        parts.append(f"{file} {stat.st_size} {stat.st_mtime_ns}")
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


# Measured, see docs/engine.md: the optimising compiler, but late, so that it does not disturb the
# start; one thread for garbage; no module flags, which would switch off half of the AOT cache.
_JVM = (
    "-XX:+UseSerialGC",
    "-XX:CompileThresholdScaling=3",
    "-XX:-UsePerfData",
    "-XX:+UseCompactObjectHeaders",
    "--enable-native-access=ALL-UNNAMED",
    "-Djava.awt.headless=true",
    "-Dfile.encoding=UTF-8",
    "-Dpolyglot.engine.WarnInterpreterOnly=false",
)

# Parts of ArcadeDB that would only listen for other protocols or add their plugins.
_LEFT_OUT = tuple(
    f"arcadedb-{name}" for name in ("console", "graphql", "mcp", "postgresw", "python", "redisw")
)

_SETTINGS = {
    "server.plugins": "Bolt:com.arcadedb.bolt.BoltProtocolPlugin",
    "server.defaultDatabases": f"{DATABASE}[]",
    "server.httpIncomingHost": HOST,  # it cannot be turned off: at least nobody else sees it
    "bolt.host": HOST,
    "bolt.defaultDatabase": DATABASE,
    "opencypher.loadCsv.allowFileUrls": "false",
    "opencypher.loadCsv.allowRemoteUrls": "false",
    "serverMetrics": "false",
    "server.healthCheck.enabled": "false",
}


def _logging(folder: Path) -> str:
    """java.util.logging: two bounded files in the folder, nothing on the console."""
    # In a properties file a backslash escapes; in the pattern a percent sign does.
    path = folder.as_posix().replace("%", "%%").replace("\\", "\\\\") + "/log/engine-%g.log"
    pattern = "".join(c if " " < c < "\x7f" else f"\\u{ord(c):04x}" for c in path)
    return (
        "handlers=java.util.logging.FileHandler\n.level=INFO\n"
        f"java.util.logging.FileHandler.pattern={pattern}\n"
        f"java.util.logging.FileHandler.limit={LOG_BYTES}\n"
        "java.util.logging.FileHandler.count=2\n"
        "java.util.logging.FileHandler.formatter=com.arcadedb.utility.AnsiLogFormatter\n"
    )


_READ = ["readRecord"]
_WRITE = ["createRecord", "readRecord", "updateRecord", "deleteRecord"]
_RIGHTS = {
    "admin": (["updateSecurity", "updateSchema", "updateDatabaseSettings"], _WRITE),
    "writer": (["updateSchema"], _WRITE),
    "reader": ([], _READ),
    "*": ([], []),
}


def _groups() -> str:
    """The engine's group file. -1: no limit of rows (one would cut silently), no timeout."""
    groups = {
        name: {"resultSetLimit": -1, "readTimeout": -1, "access": access,
               "types": {"*": {"access": records}}}
        for name, (access, records) in _RIGHTS.items()
    }  # fmt: skip
    return json.dumps({"databases": {"*": {"groups": groups}}, "version": 2})


def _users(passwords: dict[str, str]) -> str:
    """The engine's user file. It holds salted hashes, so the engine never sees a password."""
    users = [
        {"name": name, "password": _hashed(password),
         "databases": {"*": ["admin"]} if name == "root" else {DATABASE: [name]}}
        for name, password in passwords.items()
    ]  # fmt: skip
    return "\n".join(map(json.dumps, users))


def _hashed(password: str) -> str:
    """A password in ArcadeDB's form.

    Few rounds do: they protect guessable passwords, and these have 256 random bits.
    """
    salt = base64.b64encode(secrets.token_bytes(32)).decode()
    key = hashlib.pbkdf2_hmac("sha256", password.encode(), salt.encode(), 1000)
    return f"PBKDF2WithHmacSHA256$1000${salt}${base64.b64encode(key).decode()}"
