"""The keeper: the process that runs one engine for all citegraph processes over a folder.

``citegraph.graph.engines.embedded`` starts it as a separate program (standard library only, so it
starts in a few hundredths of a second) and sends one order, a JSON object on standard input. The
keeper

1. holds the lock of the folder until it ends;
2. writes the engine's files, starts the engine as its child, and waits until it is ready;
3. sends the engine's address to each citegraph process that connects and sends the token;
4. ends statements on request, and statements of disconnected clients;
5. restarts the engine, on the same ports, if it ended or does not end a statement;
6. stops the engine when the last client has disconnected, or as many seconds later as a client
   requested.

The order contains everything that is specific to the engine::

    folder    the database folder
    command   the program and its arguments
    ports     {"bolt": prefix of the argument for a free port, "http": likewise}
    files     path in the folder: content of a file that only the owner can read
    control   the engine's control interface, see ``citegraph.graph.engines.control``
    logs      paths of the engine's log files
    scraps    patterns of files to delete before each start
    taken     words in the logs if another program has taken a port
    exhausted words in the logs if the engine is out of memory
    advice    the error message for that
    answer    fields for clients besides the ports (the passwords)
    open      path of a file that exists while the database is open
    data      path of the folder of the engine's files
    heap      bytes of memory that the engine may use
    cache     the AOT cache, see ``citegraph.graph.engines.aot_cache``; ``damaged``, words in
              the logs if the cache was ignored

A client is one connection. It sends the token and a newline, receives the answer as one line of
JSON, and may then send requests, one a line, and receives one line of JSON for each: ``end PORT``
(end the statement that runs on the Bolt connection from that local port; 0 restarts the engine),
``linger SECONDS`` (keep the engine for so long after the last client; the reply has the number of
``clients``) and ``status``. A connection closes when its process ends, also by ``kill -9``, so no
engine is left running for longer. On Linux the kernel ends the engine if the keeper is killed;
elsewhere the next keeper of the folder does.
"""

import contextlib
import json
import os
import selectors
import signal
import socket
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from citegraph.graph.engines.engine_process import TERM, EngineProcess
from citegraph.graph.engines.manifest import Manifest
from citegraph.graph.engines.processes import (
    command_of,
    connected,
    file_id,
    lock,
    resident,
    write_private,
)

LOCK = "engine.lock"
STATE = "engine.json"
MANIFEST = "manifest.json"
GRACE = 10.0  # seconds in which the first client must connect
STALE = 5.0  # seconds in which an orphaned engine must end before it is killed
TOKEN = 3.0  # seconds in which a connection must send the token
STRANGERS = 128  # maximum number of connections without the token; the oldest is closed
ENDING = 2.0  # seconds in which a statement must end before the engine is restarted
HASTE = 3.0  # seconds in which an engine that is restarted must stop before it is killed
LONGEST = 3600  # maximum seconds to keep the engine without a client
RESTARTS = 5  # restarts within RESTART_WINDOW seconds after which the keeper gives up
RESTART_WINDOW = 60.0


@dataclass(eq=False, slots=True)
class Client:
    """A connection to the keeper."""

    socket: socket.socket
    since: float = field(default_factory=time.monotonic)
    received: bytes = b""
    known: bool = False  # has sent the token
    answered: bool = False


@dataclass(slots=True)
class Ending:
    """A request to end a statement."""

    port: int  # of the client's Bolt connection
    deadline: float
    client: Client | None  # the client that requested it


def end_orphan(folder: Path) -> None:
    """End an engine whose keeper was killed, identified by process ID and command line."""
    try:
        pid = int(json.loads((folder / STATE).read_text("utf-8"))["engine"])
    except (OSError, ValueError, KeyError, TypeError):
        return
    # An argument follows, so that the engine of "papers" is not taken for that of "paper".
    mark = f"-Dcitegraph.folder={folder} -"
    deadline = time.monotonic() + STALE
    while mark in command_of(pid):
        late = time.monotonic() > deadline
        with contextlib.suppress(OSError):
            os.kill(pid, signal.SIGKILL if late and sys.platform != "win32" else signal.SIGTERM)
        time.sleep(0.05)


class Keeper:
    """One engine and its clients."""

    def __init__(self, spec: dict[str, Any], held: IO[bytes]) -> None:
        self.folder = Path(spec["folder"])
        self.held = held  # the folder's lock
        self.spec = spec
        self.token = os.urandom(32).hex()
        self.clients: dict[socket.socket, Client] = {}
        self.answer: bytes | None = None  # to clients, once the engine is ready
        self.used = False  # a client has connected
        self.linger = 0.0  # seconds to wait for a client after the last one
        self.until = 0.0  # end of that time
        self.server = socket.create_server(("127.0.0.1", 0), backlog=1024)
        self.server.setblocking(False)
        self.selector = selectors.DefaultSelector()
        self.selector.register(self.server, selectors.EVENT_READ)
        self.manifest = Manifest(self.folder / MANIFEST, self.folder / spec["data"])
        self.engine = EngineProcess(spec, self.manifest)
        self.endings: list[Ending] = []
        self.left: float | None = None  # when to look for statements of disconnected clients
        self.restarts = 0
        self.recent: list[float] = []  # times of the last restarts
        self.failure: str | None = None  # reason of the last restart

    # -- the engine ---------------------------------------------------------------------------

    def start(self) -> None:
        """Start the engine, on its previous ports if it has any."""
        end_orphan(self.folder)
        self.engine.start()
        self.write_state()

    def write_state(self) -> None:
        """Publish the keeper's port and token to other processes of this user."""
        state = {
            "port": self.server.getsockname()[1],
            "token": self.token,
            "keeper": os.getpid(),
            "engine": self.engine.child.pid,
            "host": socket.gethostname(),
            "lock": file_id(self.folder / LOCK),
        }
        write_private(self.folder / STATE, json.dumps(state))

    def run(self) -> None:
        """Serve until the last client has disconnected, or the engine cannot be started."""
        born = time.monotonic()
        ready = False  # the engine has been ready once
        retries = 2
        while self.users() or time.monotonic() < (self.until if self.used else born + GRACE):
            self.serve(0.01 if self.answer is None else 0.1)
            self.close_strangers()
            if not self.exists():
                self.engine.kill()  # otherwise it would create new files there
                self.publish({"error": "the folder was deleted"})
                return
            if not ready and self.engine.is_port_taken():
                self.engine.kill()  # it would take half a minute to end
                self.engine.child.wait()
            if self.engine.has_ended():
                if not ready:
                    if retries and self.engine.may_start_again():
                        retries -= 1
                        self.start()
                        continue
                    self.publish({"error": self.engine.start_failure()})
                    return
                if not self.restart(self.engine.end_reason()):
                    return
            if self.answer is None and self.engine.control.ready():
                ready = True
                self.engine.discard_damaged_cache()
                self.publish(
                    {
                        "port": self.engine.bolt,
                        "http": self.engine.http,
                        "engine": self.engine.child.pid,
                        **self.spec["answer"],
                    }
                )
            self.end_statements()

    def restart(self, reason: str) -> bool:
        """Restart the engine on the same ports, so that clients reconnect by themselves.

        Committed data is kept: the engine replays its log.

        Returns:
            Whether it was started; false after too many restarts.
        """
        now = time.monotonic()
        self.failure = reason
        self.restarts += 1
        self.recent = [*(t for t in self.recent if t > now - RESTART_WINDOW), now]
        self.answer = None
        for ending in self.endings:
            self.reply(ending.client, {"ended": "engine", "failure": reason})
        self.endings.clear()
        if len(self.recent) > RESTARTS:
            self.publish({"error": reason})
            return False
        self.engine.end(HASTE)
        self.start()
        return True

    def end_statements(self) -> None:
        """End statements on request, and those of disconnected clients."""
        now = time.monotonic()
        look = self.left is not None and now > self.left
        if self.answer is None or not (self.endings or look):
            return
        try:
            running = self.engine.control.running()
            if look:
                self.left = None
                asked = {ending.port for ending in self.endings}
                gone = {s.port for s in running if not connected(s.port, self.engine.bolt)} - asked
                self.endings += [Ending(port, now + ENDING, None) for port in gone]
            ports = {ending.port for ending in self.endings}
            for statement in running:
                if statement.port in ports:
                    self.engine.control.end(statement)
        except OSError:  # no answer; it may answer before the deadline
            running = None
        for ending in list(self.endings):
            if running is not None and all(s.port != ending.port for s in running):
                self.endings.remove(ending)
                self.reply(ending.client, {"ended": "statement"})
            elif now > ending.deadline:
                self.restart("a statement did not end within its time limit")
                return

    # -- clients ------------------------------------------------------------------------------

    def users(self) -> bool:
        """Report whether a client that has sent the token is connected."""
        return any(client.known for client in self.clients.values())

    def close_strangers(self) -> None:
        """Close connections without the token that are too old or too many."""
        strangers = [client for client in self.clients.values() if not client.known]
        old = time.monotonic() - TOKEN
        for client in strangers[: max(0, len(strangers) - STRANGERS)]:
            self.drop(client)
        for client in strangers[max(0, len(strangers) - STRANGERS) :]:
            if client.since < old:
                self.drop(client)

    def serve(self, timeout: float) -> None:
        """Accept connections, receive tokens and requests, drop closed connections."""
        for key, _ in self.selector.select(timeout):
            connection = key.fileobj
            if not isinstance(connection, socket.socket):
                continue
            if connection is self.server:
                self.accept()
            elif connection in self.clients:
                self.receive(self.clients[connection])

    def accept(self) -> None:
        """Accept all waiting connections, and read from them."""
        with contextlib.suppress(OSError):
            for _ in range(STRANGERS):
                connection, _ = self.server.accept()
                connection.setblocking(False)
                self.selector.register(connection, selectors.EVENT_READ)
                self.clients[connection] = client = Client(connection)
                self.receive(client)

    def receive(self, client: Client) -> None:
        """Read from a client."""
        try:
            data = client.socket.recv(4096)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data or len(client.received) > 4096:
            self.drop(client)
            return
        client.received += data
        while client.socket in self.clients and (b"\n" in client.received or not client.known):
            line, newline, rest = client.received.partition(b"\n")
            if client.known:
                client.received = rest
                self.handle(client, line.decode("ascii", "replace").split())
            elif line.strip() == self.token.encode():
                client.received = rest
                client.known = self.used = True
                self.send_answer(client)
            else:
                if newline or len(line) >= len(self.token):
                    self.drop(client)
                return

    def handle(self, client: Client, request: list[str]) -> None:
        """Handle a request of a client."""
        match request:
            case ["end", "0"]:
                self.endings.append(Ending(0, 0, client))
                self.restart("a statement did not end within its time limit")
            case ["end", port] if port.isdigit():
                self.endings.append(Ending(int(port), time.monotonic() + ENDING, client))
            case ["linger", seconds] if seconds.isdigit():
                self.linger = min(int(seconds), LONGEST)
                self.reply(client, {"clients": sum(c.known for c in self.clients.values())})
            case ["status"]:
                ready = self.answer is not None and not self.engine.has_ended()
                status = {
                    "ready": ready,
                    "restarts": self.restarts,
                    "failure": self.failure,
                    "engine": self.engine.child.pid,
                    "memory": resident(self.engine.child.pid),
                    "heap": self.spec["heap"],
                }
                self.reply(client, status)
            case _:
                self.reply(client, {"error": "unknown request"})

    def publish(self, answer: dict[str, Any]) -> None:
        """Set the answer, and send it to all waiting clients."""
        self.answer = json.dumps(answer).encode() + b"\n"
        for client in self.clients.values():
            if client.known:
                self.send_answer(client)

    def send_answer(self, client: Client) -> None:
        """Send a client the answer, once."""
        if self.answer is not None and not client.answered:
            client.answered = True
            with contextlib.suppress(OSError):  # disconnected; the next recv reports it
                client.socket.sendall(self.answer)

    def reply(self, client: Client | None, reply: dict[str, Any]) -> None:
        """Send a client the reply to a request."""
        if client is not None:
            with contextlib.suppress(OSError):
                client.socket.sendall(json.dumps(reply).encode() + b"\n")

    def drop(self, client: Client) -> None:
        """Close the connection of a client."""
        self.selector.unregister(client.socket)
        client.socket.close()
        del self.clients[client.socket]
        self.endings = [ending for ending in self.endings if ending.client is not client]
        if client.known:
            self.left = time.monotonic() + 0.2  # its Bolt connections close about now
            self.until = time.monotonic() + self.linger

    def exists(self) -> bool:
        """Report whether the folder is still the one whose lock this process has."""
        with contextlib.suppress(OSError):
            return os.path.samestat(os.fstat(self.held.fileno()), (self.folder / LOCK).stat())
        return False

    # -- the end ------------------------------------------------------------------------------

    def stop(self) -> None:
        """Stop the engine; new clients then start another keeper."""
        with contextlib.suppress(OSError):
            self.server.close()
        for client in list(self.clients.values()):
            self.drop(client)
        with contextlib.suppress(OSError):
            if not self.exists():
                self.engine.kill()
            elif self.engine.close_database():
                self.manifest.write()
            if self.exists():
                (self.folder / STATE).unlink()
        self.held.close()  # release the folder
        self.engine.wait(TERM + 60)
        self.engine.cache.make()


def main() -> None:
    """Read the order, start the keeper, and report the outcome in one line on standard output."""
    for name in ("SIGINT", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    os.umask(0o077)
    spec = json.loads(sys.stdin.buffer.readline())
    if sys.platform != "win32" and os.fork():
        os._exit(0)  # the starting process need not wait for the keeper
    folder = Path(spec["folder"])
    try:
        held = lock(folder / LOCK)
        if held is None:
            print(json.dumps({"held": True}), flush=True)  # noqa: T201 - the reply
            return
        with contextlib.suppress(OSError):
            folder.chmod(0o700)
        keeper = Keeper(spec, held)
        damage = keeper.manifest.verify()
        if damage:
            print(json.dumps({"damage": damage}), flush=True)  # noqa: T201 - as above
            return
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
        keeper.stop()


if __name__ == "__main__":
    main()
