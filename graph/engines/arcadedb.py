"""Everything specific to ArcadeDB: its installation, command line, files and SQL.

ArcadeDB comes as a Python package that contains its jars and a Java runtime.
``citegraph.graph.engines.embedded`` starts what :func:`order` describes.
"""

import base64
import hashlib
import importlib.util
import json
import os
import platform
import re
import secrets
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from citegraph.graph.cache_folder import cache_folder
from citegraph.graph.engines import memory
from citegraph.graph.errors import StoreError

PACKAGE = "arcadedb_embedded"  # import name of the package with jars and Java runtime
DATABASE = "graph"
MAIN = "com.arcadedb.server.ArcadeDBServer"

LOCK_FILE = f"databases/{DATABASE}/database.lck"  # exists while ArcadeDB has the database open
LOG_OUT, LOG_FILE = "log/engine.out", "log/engine-0.log"
LOG_BYTES = 1_000_000  # of each of two files
COMMAND_TIMEOUT = 3600  # seconds after which the engine ends any statement
MESSAGE_BYTES = 16 * 1024 * 1024  # of a Bolt message, at most


@dataclass(frozen=True, slots=True)
class _Home:
    """Jars and Java runtime of the package."""

    java: Path
    jars: tuple[Path, ...]
    version: str


def home() -> _Home:
    """Find the installed engine.

    Raises:
        StoreError: there is none for this machine.
    """
    spec = importlib.util.find_spec(PACKAGE)  # does not import it
    if spec is None or spec.origin is None:
        raise StoreError(
            "the embedded engine is not installed, or there is none for "
            f"{platform.system()} on {platform.machine()}; use the address of a Neo4j server"
        )
    root = Path(spec.origin).parent
    java = root / "jre" / "bin" / ("java.exe" if sys.platform == "win32" else "java")
    jars = tuple(
        jar for jar in sorted((root / "jars").glob("*.jar")) if not jar.name.startswith(_LEFT_OUT)
    )
    engine = next((jar for jar in jars if jar.name.startswith("arcadedb-engine-")), None)
    if not java.exists() or engine is None:
        raise StoreError(
            f"the embedded engine in {root} is incomplete; reinstall the package arcadedb-embedded"
        )
    version = re.sub(r"^arcadedb-engine-|\.jar$", "", engine.name)
    return _Home(java, jars, version)


def order(folder: Path) -> dict[str, Any]:
    """Return the order for the keeper (see ``citegraph.graph.engines.keeper``)."""
    engine = home()
    passwords = {name: secrets.token_hex(32) for name in ("root", "writer", "reader")}
    heap = memory.heap(folder / "databases")
    runtime = [*_JVM, f"-Xmx{heap}"]
    root = base64.b64encode(f"root:{passwords['root']}".encode()).decode()
    program = ["-cp", os.pathsep.join(map(str, engine.jars)), MAIN]
    command = [
        str(engine.java),
        *runtime,
        f"-Djava.util.logging.config.file={folder / 'config' / 'logging.properties'}",
        f"-Dcitegraph.folder={folder}",
        # The engine runs programs from `lib/plugins` of its root. A database is data and may come
        # from somebody else, so its folder is not the root.
        f"-Darcadedb.server.rootPath={engine.java.parents[2]}",
        f"-Darcadedb.server.databaseDirectory={folder / 'databases'}",
        f"-Darcadedb.server.configDirectory={folder / 'config'}",
        f"-Darcadedb.server.backupDirectory={folder / 'backups'}",
        f"-Darcadedb.server.logsDirectory={folder / 'log'}",
        *(f"-Darcadedb.{name}={value}" for name, value in _SETTINGS.items()),
        *program,
    ]
    return {
        "folder": str(folder),
        "command": command,
        "ports": {"bolt": "-Darcadedb.bolt.port=", "http": "-Darcadedb.server.httpIncomingPort="},
        "files": {
            "config/logging.properties": _logging(folder),
            "config/server-groups.json": _groups(),
            "config/server-users.jsonl": _users(passwords),
        },
        "control": {
            "probe": "/api/v1/ready",
            "path": "/api/v1/server",
            "authorization": f"Basic {root}",
            "list": "list queries",
            "end": "terminate query",
        },
        "logs": [LOG_OUT, LOG_FILE],
        # Of the files in `config`, only those above: another could name a folder for backups.
        "scraps": ["log/server-event-log-*", "config/*"],
        "taken": ["BindException", "Unable to listen"],
        "exhausted": ["OutOfMemoryError"],
        "advice": (
            f"the engine ran out of memory (heap {memory.human(heap)}); "
            "set CITEGRAPH_HEAP to a larger heap, such as 4g, or request less at once"
        ),
        "heap": heap,
        "open": LOCK_FILE,
        "data": f"databases/{DATABASE}",
        "cache": {
            "file": str(cache_folder() / f"engine-{_key(engine, list(_JVM))}.aot"),
            "use": [
                "-XX:AOTCache={file}",
                "-XX:+UnlockDiagnosticVMOptions",
                "-XX:+VerifySharedSpaces",  # ignore a damaged cache, which would crash Java
            ],
            "damaged": "error has occurred while processing the AOT cache",
            "record": ["-XX:AOTMode=record", "-XX:AOTConfiguration={record}"],
            "create": [
                "-XX:AOTMode=create",
                "-XX:AOTConfiguration={record}",
                "-XX:AOTCache={file}",
            ],
            "command": [str(engine.java), *runtime, *program],
        },
        "answer": {name: passwords[name] for name in ("writer", "reader")},
    }


CHECK = "CHECK DATABASE"
# Numbers in its result that are zero in an intact database.
_FIGURES = {
    "totalErrors": "errors",
    "totalWarnings": "warnings",
    "totalCorruptedRecords": "damaged records",
    "totalUndecodableRecords": "records that cannot be decoded",
    "invalidLinks": "links to missing records",
    "missingReferenceBack": "vertices without a reference back",
    "edgesMissingInReference": "edges missing at their end",
    "edgesMissingOutReference": "edges missing at their start",
    "staleRecordCounters": "wrong record counters",
    "danglingPlaceholderPointers": "dangling pointers",
    "totalConstraintViolations": "violated constraints",
}


def problems(result: list[dict[str, Any]]) -> list[str]:
    """Return the problems in the result of :data:`CHECK`."""
    found = []
    for row in result:
        found += [
            f"{row[name]:,} {about}"
            for name, about in _FIGURES.items()
            if isinstance(row.get(name), int) and row[name] > 0
        ]
        for name, about in {
            "corruptedIndexes": "damaged indexes",
            "unreferencedFiles": "files without use",
        }.items():
            files = [str(file).partition(" ")[0] for file in row.get(name) or []]
            if files:
                found.append(f"{about}: {', '.join(files)}")
    return found


def _key(home: _Home, runtime: list[str]) -> str:
    """Hash everything that an AOT cache depends on: jars, runtime, flags."""
    parts = [*runtime, str(home.java)]
    for file in (*home.jars, home.java.parents[1] / "release"):
        stat = file.stat()
        parts.append(f"{file} {stat.st_size} {stat.st_mtime_ns}")
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


# Measured, see docs/engine.md: the optimizing compiler starts late, so that it does not delay the
# start, and inlines little, since in a load compiling took longer than it saved; one thread for
# garbage collection; no module flags, which would disable a part of the AOT cache.
_JVM = (
    "-XX:+UseSerialGC",
    "-XX:CompileThresholdScaling=3",
    "-XX:FreqInlineSize=70",
    "-XX:InlineSmallCode=1000",
    "-XX:-UsePerfData",
    "-XX:+UseCompactObjectHeaders",
    "--enable-native-access=ALL-UNNAMED",
    "-Djava.awt.headless=true",
    "-Dfile.encoding=UTF-8",
    "-Dpolyglot.engine.WarnInterpreterOnly=false",
    "-XX:+ExitOnOutOfMemoryError",  # an engine that continues loses threads and answers
)

# Parts of ArcadeDB for other protocols and plugins, which are not used.
_LEFT_OUT = tuple(
    f"arcadedb-{name}" for name in ("console", "graphql", "mcp", "postgresw", "python", "redisw")
)

_SETTINGS = {
    "server.plugins": "Bolt:com.arcadedb.bolt.BoltProtocolPlugin",
    "server.defaultDatabases": f"{DATABASE}[]",
    "server.httpIncomingHost": "127.0.0.1",  # cannot be turned off; loopback only
    "bolt.host": "127.0.0.1",
    "bolt.defaultDatabase": DATABASE,
    "opencypher.loadCsv.allowFileUrls": "false",
    "opencypher.loadCsv.allowRemoteUrls": "false",
    "serverMetrics": "false",
    # A client runs one statement at a time, so slow statements delay other clients but do not block
    # them. The engine's default, twice the number of cores, does.
    "queryMaxConcurrent": "128",
    # The engine counts the memory of groups that a CALL subquery makes until its garbage collector
    # finds them. Then this limit, by default half of the heap, refuses statements that need little.
    "queryMaxHeapRAM": "0",
    "command.timeout": str(COMMAND_TIMEOUT * 1000),
    # Clients that have not logged in: milliseconds to do so, their number, and their memory.
    "network.socketTimeout": "5000",
    "network.maxPreAuthConnections": "128",
    "server.httpWorkerThreads": "16",
    "server.httpBodyContentMaxSize": "1000000",
    "bolt.maxMessageSize": str(MESSAGE_BYTES),
    "bolt.packstream.maxValueLength": str(MESSAGE_BYTES),
    "server.healthCheck.enabled": "false",
}


def _logging(folder: Path) -> str:
    """Configure java.util.logging: two bounded files in the folder, nothing on the console."""
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
    """Write the engine's group file. -1: no row limit (which would cut silently), no timeout."""
    groups = {
        name: {
            "resultSetLimit": -1,
            "readTimeout": -1,
            "access": access,
            "types": {"*": {"access": records}},
        }
        for name, (access, records) in _RIGHTS.items()
    }
    return json.dumps({"databases": {"*": {"groups": groups}}, "version": 2})


def _users(passwords: dict[str, str]) -> str:
    """Write the engine's user file, which contains salted hashes of the passwords."""
    users = [
        {
            "name": name,
            "password": _hashed(password),
            "databases": {"*": ["admin"]} if name == "root" else {DATABASE: [name]},
        }
        for name, password in passwords.items()
    ]
    return "\n".join(map(json.dumps, users))


def _hashed(password: str) -> str:
    """Hash a password in ArcadeDB's format.

    Few rounds suffice: more would only protect guessable passwords, and these have 256 random bits.
    """
    salt = base64.b64encode(secrets.token_bytes(32)).decode()
    key = hashlib.pbkdf2_hmac("sha256", password.encode(), salt.encode(), 1000)
    return f"PBKDF2WithHmacSHA256$1000${salt}${base64.b64encode(key).decode()}"
