"""The process that keeps one engine alive for all citegraph processes that use a folder.

Not imported by citegraph: ``graph.arcadedb`` starts this file as a program of its own
(``python -I -S keeper.py``, standard library only, so it is up in a few hundredths of a second)
and hands it one JSON object on standard input. It

1. takes the lock of the folder, for as long as it lives;
2. writes the engine's files, starts it as its child, and waits until it answers;
3. tells every citegraph process that connects and knows the token how to reach the engine;
4. stops the engine when the last of these connections has closed, however it closed.

It knows nothing of the engine but what the order says::

    folder    the database folder
    command   the program and its arguments
    ports     {"bolt": argument to put a free port behind, "http": likewise}
    files     path in the folder: what to write there, readable by the owner only
    probe     path of an HTTP address that answers 204 once the engine can be used
    logs      paths of the files in which the engine says what went wrong
    scraps    pattern of the files that it leaves at each start
    taken     words in them that mean that a port was taken in the meantime
    answer    what to tell the clients besides the port (the passwords)
    open      path of a file that is there while the database is open
    cache     what makes the engine start sooner, see :class:`Cache`; may be null

A connection closes when its process ends, also by ``kill -9``, so no engine stays behind. On
Linux the kernel ends the engine when the keeper itself is killed; elsewhere the next keeper of
the folder does.
"""

import contextlib
import json
import os
import selectors
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import IO, Any

LOCK = "engine.lock"
STATE = "engine.json"
GRACE = 10.0  # seconds in which the first client must have connected
TERM = 15.0  # seconds in which the engine must have stopped before it is killed
STALE = 5.0  # seconds that an orphaned engine is given to end by itself


def lock(path: Path) -> IO[bytes] | None:
    """The lock of a folder, held until the file is closed; ``None`` where another holds it.

    The kernel gives it back when its process ends, so there are no stale locks.
    """
    file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b")
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415 - exists on Windows only

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # noqa: PLC0415 - exists on POSIX only

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        return None
    return file


def private(path: Path, text: str) -> None:
    """Write a file that only its owner can read, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f"{path.name}.{os.getpid()}.new")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
    new.replace(path)


def free_port() -> int:
    """A port of the loopback interface that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def die_with_parent() -> None:
    """In the child, before the engine starts: end when the keeper ends (Linux only)."""
    import ctypes  # noqa: PLC0415 - needed here only

    ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG


def humble() -> None:
    """In a child that nobody waits for: yield to everything else, end with the keeper."""
    os.nice(10)
    die_with_parent()


def command_of(pid: int) -> str:
    """The command line of a process; empty where there is none or it cannot be known."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_text("utf-8", "replace").replace("\0", " ")
    with contextlib.suppress(OSError, subprocess.SubprocessError):
        return subprocess.run(  # noqa: S603 - a number is no hostile input
            ["/bin/ps", "-ww", "-o", "command=", "-p", str(pid)],
            capture_output=True, text=True, timeout=5, check=False,
        ).stdout  # fmt: skip
    return ""


def end_orphan(folder: Path) -> None:
    """End an engine whose keeper was killed, known by its number and its command line."""
    try:
        pid = int(json.loads((folder / STATE).read_text("utf-8"))["engine"])
    except (OSError, ValueError, KeyError, TypeError):
        return
    mark = f"-Dcitegraph.folder={folder}"
    deadline = time.monotonic() + STALE
    while mark in command_of(pid):
        late = time.monotonic() > deadline
        with contextlib.suppress(OSError):
            os.kill(pid, signal.SIGKILL if late and sys.platform != "win32" else signal.SIGTERM)
        time.sleep(0.05)


class Cache:
    """What the engine keeps of one run to start sooner in the next: Java's AOT cache.

    The first engine that finds none records which classes it loads; after it has stopped, and
    with the folder free again, another program of the runtime makes the cache of that. It is put
    in place whole or not at all, by one process at a time, and done without where it cannot be
    written.

    Args:
        spec: ``file`` of the cache; ``use``, ``record`` and ``create``: the arguments that name
            files, as lists in which ``{file}`` and ``{record}`` stand for paths; ``command``
            that makes the cache, without these.
    """

    KEEP = 4  # caches of other versions or environments that may stay

    def __init__(self, spec: dict[str, Any]) -> None:
        self.spec = spec
        self.file = Path(spec["file"])
        self.record = self.file.with_suffix(f".{os.getpid()}.record")
        self.new = self.file.with_suffix(f".{os.getpid()}.new")
        self.making: IO[bytes] | None = None

    def arguments(self) -> list[str]:
        """What to put on the engine's command line: use the cache, or record for it, or nothing."""
        if self.file.exists():
            with contextlib.suppress(OSError):
                os.utime(self.file)  # used last now
            return self.fill("use")
        with contextlib.suppress(OSError):
            self.file.parent.mkdir(parents=True, exist_ok=True)
            self.making = lock(self.file.with_suffix(".lock"))
        return self.fill("record") if self.making else []

    def fill(self, name: str, file: Path | None = None) -> list[str]:
        """The arguments of this name, with the paths put in."""
        paths = {"{file}": str(file or self.file), "{record}": str(self.record)}
        parts = []
        for part in self.spec[name]:
            head, _, key = part.partition("=")
            parts.append(f"{head}={paths.get(key, key)}")
        return parts

    def make(self) -> None:
        """Make the cache of what was recorded, if anything was."""
        if self.making is None:
            return
        with contextlib.suppress(OSError, subprocess.SubprocessError), self.making:
            if self.record.exists():
                program, *arguments = self.spec["command"]
                subprocess.run(  # noqa: S603 - the command is made by graph.arcadedb
                    [program, *self.fill("create", self.new), *arguments],
                    stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL, cwd=self.file.parent, check=True, timeout=180,
                    preexec_fn=humble if sys.platform == "linux" else None,
                )  # fmt: skip
                self.new.replace(self.file)
                self.tidy()
        for path in (self.record, self.new):
            with contextlib.suppress(OSError):
                path.unlink()

    def tidy(self) -> None:
        """Remove the caches used longest ago, and what killed processes left."""
        caches = sorted(
            self.file.parent.glob(f"*{self.file.suffix}"), key=lambda path: -path.stat().st_mtime
        )
        scraps = [path for end in ("record", "new") for path in self.file.parent.glob(f"*.{end}")]
        old = [path for path in scraps if path.stat().st_mtime < time.time() - 3600]
        for path in [*caches[self.KEEP :], *old]:
            path.unlink(missing_ok=True)


class Keeper:
    """One engine and the connections of those who use it."""

    def __init__(self, spec: dict[str, Any]) -> None:
        self.folder = Path(spec["folder"])
        self.spec = spec
        self.token = os.urandom(32).hex()
        self.clients: dict[socket.socket, bytes | None] = {}  # None: has shown the token
        self.answer: bytes | None = None  # what the clients are told, once it is known
        self.used = False  # a client has been there
        self.server = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.server.setblocking(False)
        self.selector = selectors.DefaultSelector()
        self.selector.register(self.server, selectors.EVENT_READ)
        self.child: subprocess.Popen[bytes]
        self.bolt = self.http = 0
        self.cache = Cache(spec["cache"]) if spec["cache"] else None
        self.extra = self.cache.arguments() if self.cache else []
        self.request = f"GET {spec['probe']} HTTP/1.0\r\nHost: localhost\r\n\r\n".encode()

    def start(self) -> None:
        """Start the engine on free ports."""
        end_orphan(self.folder)
        for name, text in self.spec["files"].items():
            private(self.folder / name, text)
        for path in self.folder.glob(self.spec["scraps"]):
            path.unlink(missing_ok=True)
        for name in self.spec["logs"]:  # of the last time
            (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / name).unlink(missing_ok=True)
        self.bolt, self.http = free_port(), free_port()
        program, *arguments = self.spec["command"]
        ports = [
            f"{self.spec['ports']['bolt']}{self.bolt}",
            f"{self.spec['ports']['http']}{self.http}",
        ]
        output = os.open(
            self.folder / self.spec["logs"][0], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600
        )
        self.child = subprocess.Popen(  # noqa: S603 - the command is made by graph.arcadedb
            [program, *ports, *self.extra, *arguments],
            stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd=self.folder,
            preexec_fn=die_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509 - one call
        )  # fmt: skip
        os.close(output)
        self.write_state()

    def write_state(self) -> None:
        """Tell other processes of this user whom to ask."""
        state = {
            "port": self.server.getsockname()[1], "token": self.token, "keeper": os.getpid(),
            "engine": self.child.pid, "host": socket.gethostname(),
        }  # fmt: skip
        private(self.folder / STATE, json.dumps(state))

    def ready(self) -> bool:
        """Whether the engine has opened its databases: its readiness probe says 204."""
        try:
            with socket.create_connection(("127.0.0.1", self.http), timeout=1) as probe:
                probe.sendall(self.request)
                return b" 204" in probe.recv(64)
        except OSError:
            return False

    def run(self) -> None:
        """Serve until nobody uses the engine any more, or the engine has ended."""
        born = time.monotonic()
        retries = 2
        while self.users() or (not self.used and time.monotonic() < born + GRACE):
            self.serve(0.01 if self.answer is None else 0.2)
            if self.child.poll() is not None:
                if self.answer is None and retries and self.port_taken():
                    retries -= 1
                    self.start()
                    continue
                self.tell({"error": self.reason()})
                return
            if self.answer is None and self.ready():
                self.tell(
                    {
                        "port": self.bolt,
                        "http": self.http,
                        "engine": self.child.pid,
                        **self.spec["answer"],
                    }
                )

    def users(self) -> bool:
        """Whether somebody who knows the token is connected."""
        return None in self.clients.values()

    def serve(self, timeout: float) -> None:
        """Take new connections, read tokens, drop what has closed."""
        for key, _ in self.selector.select(timeout):
            connection = key.fileobj
            if not isinstance(connection, socket.socket):
                continue
            if connection is self.server:
                with contextlib.suppress(OSError):
                    client, _ = self.server.accept()
                    client.setblocking(False)
                    self.selector.register(client, selectors.EVENT_READ)
                    self.clients[client] = b""
                continue
            try:
                data = connection.recv(4096)
            except BlockingIOError:
                continue
            except OSError:
                data = b""
            got = self.clients[connection]
            if data and got is not None:
                got += data
                if b"\n" not in got and len(got) < len(self.token):
                    self.clients[connection] = got
                elif got.strip() == self.token.encode():
                    self.clients[connection] = None
                    self.used = True
                    self.send(connection)
                else:
                    self.drop(connection)
            elif not data:
                self.drop(connection)

    def tell(self, answer: dict[str, Any]) -> None:
        """Answer everybody who waits and everybody who comes."""
        self.answer = json.dumps(answer).encode() + b"\n"
        for client, got in self.clients.items():
            if got is None:
                self.send(client)

    def send(self, client: socket.socket) -> None:
        """Tell a client what is known, if it is."""
        if self.answer is not None:
            with contextlib.suppress(OSError):  # it has gone: the next recv says so
                client.sendall(self.answer)

    def drop(self, client: socket.socket) -> None:
        """Forget a client."""
        self.selector.unregister(client)
        client.close()
        del self.clients[client]

    def logged(self) -> str:
        """What the engine wrote since it was started."""
        texts = []
        for name in self.spec["logs"]:
            with contextlib.suppress(OSError):
                texts.append((self.folder / name).read_text("utf-8", "replace")[-20000:])
        return "\n".join(texts)

    def port_taken(self) -> bool:
        """Whether the engine ended because another program took its port."""
        return any(word in self.logged() for word in self.spec["taken"])

    def reason(self) -> str:
        """Why the engine ended, in one line."""
        lines = [line.strip() for line in self.logged().splitlines()]
        for mark in ("Locked", "locked", "SEVER", "Exception"):
            for line in lines:
                if mark in line:
                    return line[:300]
        plain = [line for line in lines if line and not line.startswith("WARNING")]
        if plain:
            return "; ".join(plain)[:300]
        return f"it ended with status {self.child.returncode}"

    def stop(self, held: IO[bytes]) -> None:
        """Stop the engine; new clients find nobody and start another one afterwards."""
        with contextlib.suppress(OSError):
            self.server.close()
        for client in list(self.clients):
            self.drop(client)
        with contextlib.suppress(OSError):
            self.close_database()
            (self.folder / STATE).unlink()
        held.close()  # others may have the folder now
        self.wait(TERM + 60)
        if self.cache:
            self.cache.make()

    def close_database(self) -> None:
        """End the engine; come back when it has ended or at least let go of the database.

        An engine that records for the cache needs some seconds more to end.
        """
        opened = self.folder / self.spec["open"]
        was_open = opened.exists()
        self.child.terminate()
        deadline = time.monotonic() + TERM
        while self.child.poll() is None and time.monotonic() < deadline:
            if was_open and not opened.exists():
                return
            time.sleep(0.01)
        self.wait(0)

    def wait(self, timeout: float) -> None:
        """Wait for the end of the engine, and bring it about when that takes too long."""
        try:
            self.child.wait(timeout)
        except subprocess.TimeoutExpired:
            self.child.kill()
            self.child.wait()


def main() -> None:
    """Read the order, and report in one line on standard output how it went."""
    for name in ("SIGINT", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    os.umask(0o077)
    spec = json.loads(sys.stdin.buffer.readline())
    if sys.platform != "win32" and os.fork():
        os._exit(0)  # whoever started it need not wait for its end
    folder = Path(spec["folder"])
    try:
        held = lock(folder / LOCK)
        if held is None:
            print(json.dumps({"held": True}), flush=True)  # noqa: T201 - this is its answer
            return
        with contextlib.suppress(OSError):
            folder.chmod(0o700)
        keeper = Keeper(spec)
        keeper.start()
    except OSError as error:
        print(json.dumps({"error": str(error)}), flush=True)  # noqa: T201 - as above
        return
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    port = keeper.server.getsockname()[1]
    print(json.dumps({"port": port, "token": keeper.token}), flush=True)  # noqa: T201 - as above
    try:
        keeper.run()
    finally:
        keeper.stop(held)


if __name__ == "__main__":
    main()
