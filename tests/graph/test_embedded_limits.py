"""No client blocks others: statements end, the engine restarts, unknown connections expire."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import neo4j
import pytest

from citegraph.graph.engines import keeper
from citegraph.graph.engines.embedded import Engine, open_engine
from tests import statements

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")

ROOT = Path(__file__).parents[2]
SLOW = "UNWIND range(1, 4000) AS a UNWIND range(1, 4000) AS b UNWIND range(1, 4000) AS c "
ENDS = SLOW + "RETURN count(*)"  # a pipeline of rows: the engine can end it
ENDLESS = "RETURN reduce(s = 0, x IN range(1, 1000000) | reduce(t = s, y IN range(1, 1000000) | t))"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of an engine that runs for all tests of this file, with a heap of 512 MiB."""
    folder = tmp_path_factory.mktemp("limits") / "db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CITEGRAPH_HEAP", "512m")
        with open_engine(folder, timeout=60):
            yield folder


@pytest.fixture
def engine(folder: Path) -> Iterator[Engine]:
    """Attach to the engine, empty: earlier restarts do not count for this client."""
    with open_engine(folder, timeout=60) as engine:
        write(engine, "MATCH (n) DETACH DELETE n")
        yield engine


@pytest.fixture
def reader(engine: Engine) -> Iterator[neo4j.Driver]:
    auth = (engine.reader.user, engine.reader.password)
    with neo4j.GraphDatabase.driver(engine.uri, auth=auth) as driver:
        yield driver


class Running:
    """A statement that runs in a thread, and how it ended."""

    def __init__(self, driver: neo4j.Driver, statement: str) -> None:
        self.driver = driver
        self.statement = statement
        self.port: int | None = None
        self.error: neo4j.exceptions.DriverError | neo4j.exceptions.Neo4jError | None = None
        self.began = threading.Event()
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()
        assert self.began.wait(120)

    def run(self) -> None:
        try:
            with (
                self.driver.session(database="graph") as session,
                session.begin_transaction() as tx,
            ):
                tx.run("RETURN 1").consume()
                self.port = tx._connection.local_port
                self.began.set()
                tx.run(self.statement).consume()
        except (neo4j.exceptions.DriverError, neo4j.exceptions.Neo4jError) as error:
            self.error = error

    def ended(self) -> bool:
        self.thread.join(statements.WAIT)
        return not self.thread.is_alive()


def start(engine: Engine, driver: neo4j.Driver, statement: str, count: int) -> list[Running]:
    """Run a statement several times; return when the engine has received all."""
    started = [Running(driver, statement) for _ in range(count)]
    statements.until(lambda: statements.running(engine) >= {one.port for one in started})
    return started


def write(engine: Engine, statement: str) -> None:
    """Write as a client does: the driver repeats what a restart of the engine interrupted."""
    auth = (engine.writer.user, engine.writer.password)
    with neo4j.GraphDatabase.driver(engine.uri, auth=auth) as driver:
        driver.execute_query(statement, database_="graph")


def count(driver: neo4j.Driver) -> int:
    return int(
        driver.execute_query("MATCH (n) RETURN count(n) AS n", database_="graph").records[0]["n"]
    )


def test_a_statement_is_ended_by_the_engine(engine: Engine, reader: neo4j.Driver) -> None:
    running = start(engine, reader, ENDS, 3)
    assert engine.end_statement(running[1].port) == "statement"
    assert running[1].ended()
    assert isinstance(running[1].error, neo4j.exceptions.ClientError)
    assert running[1].error.code == "Neo.ClientError.Transaction.Terminated"
    assert running[0].thread.is_alive()  # nobody else's
    assert running[2].thread.is_alive()
    assert engine.failure() is None
    for other in (running[0], running[2]):
        assert engine.end_statement(other.port) == "statement"


def test_a_statement_that_the_engine_cannot_end_restarts_it(
    engine: Engine, reader: neo4j.Driver
) -> None:
    write(engine, "UNWIND range(1, 1000) AS i CREATE (:N {i: i})")
    pid = engine.status()["engine"]
    [running] = start(engine, reader, ENDLESS, 1)
    assert engine.end_statement(running.port) == "engine"
    assert running.ended()  # it never ends by itself
    assert count(reader) == 1000  # the same address and password; committed data is kept
    assert engine.status()["engine"] != pid
    assert engine.failure() == "a statement did not end within its time limit"


def test_many_slow_statements_do_not_lock_out_a_writer(
    engine: Engine, reader: neo4j.Driver
) -> None:
    running = start(engine, reader, ENDS, 8)
    write(engine, "CREATE (:N)")
    for statement in running:
        assert statement.thread.is_alive()  # the write did not wait for it
        assert engine.end_statement(statement.port) == "statement"


def test_the_statement_of_a_killed_client_is_ended(
    engine: Engine, reader: neo4j.Driver, folder: Path
) -> None:
    program = (
        "import neo4j, sys; from pathlib import Path; from citegraph.graph.engines.embedded import open_engine\n"
        "engine = open_engine(Path(sys.argv[1]))\n"
        "auth = (engine.reader.user, engine.reader.password)\n"
        "driver = neo4j.GraphDatabase.driver(engine.uri, auth=auth)\n"
        "driver.verify_connectivity()\n"
        "print(flush=True)\n"
        "driver.execute_query(sys.argv[2], database_='graph')\n"
    )
    command = [sys.executable, "-c", program, str(folder), ENDS]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as client:
        assert client.stdout is not None
        client.stdout.readline()
        statements.until(lambda: statements.running(engine))
        client.send_signal(signal.SIGKILL)
    statements.until(lambda: not statements.running(engine))
    assert engine.failure() is None
    assert count(reader) == 0


def test_an_engine_out_of_memory_is_restarted_and_says_so(
    engine: Engine, reader: neo4j.Driver
) -> None:
    write(engine, "UNWIND range(1, 1000) AS i CREATE (:N {i: i})")
    bomb = "RETURN size(reduce(s = 'ab', x IN range(1, 29) | s + s))"
    with (
        contextlib.suppress(neo4j.exceptions.DriverError, neo4j.exceptions.Neo4jError),
        reader.session(database="graph") as session,
    ):
        session.run(bomb).consume()
    assert count(reader) == 1000
    assert "CITEGRAPH_HEAP" in (engine.failure() or "")
    assert "512 MiB" in (engine.failure() or "")


def test_groups_of_ended_statements_do_not_count_as_memory_in_use(reader: neo4j.Driver) -> None:
    many = (
        "CALL () { UNWIND range(1, 100000) AS n WITH n, count(*) AS c RETURN count(*) AS groups } "
    )
    with reader.session(database="graph") as session:
        for _ in range(12):  # the sixth failed with half of the heap as the limit of all buffers
            assert session.run(f"{many} RETURN groups").single(strict=True)["groups"] == 100_000


def test_a_killed_engine_is_restarted(engine: Engine, reader: neo4j.Driver) -> None:
    write(engine, "UNWIND range(1, 1000) AS i CREATE (:N {i: i})")
    os.kill(engine.pid, signal.SIGKILL)
    assert count(reader) == 1000
    assert engine.failure() == "the engine ended with status -9"


def test_strangers_expire_and_never_keep_a_client_out(engine: Engine, folder: Path) -> None:
    port = engine._connection.getpeername()[1]
    with contextlib.ExitStack() as stack:
        strangers = []
        for _ in range(500):
            stranger = socket.create_connection(("127.0.0.1", port), timeout=60)
            strangers.append(stack.enter_context(stranger))
        began = time.monotonic()
        for _ in range(20):
            with open_engine(folder, timeout=60) as other:
                assert not other.started
        assert time.monotonic() - began < 20 * keeper.TOKEN  # none waits until the strangers expire
        for stranger in strangers:  # all of them are closed by the keeper
            stranger.settimeout(statements.WAIT)
            with contextlib.suppress(ConnectionError):
                assert stranger.recv(1) == b""
