"""The connection to a graph: drivers, sessions, statements and batches over Bolt.

Reading statements use the reader: on the embedded engine a user whose writes the engine refuses, on
a Neo4j server a READ transaction.
"""

import contextlib
import logging
import time
from collections.abc import Callable, Iterator, Mapping
from importlib import metadata
from pathlib import Path
from typing import Any, TypeVar

import neo4j
from neo4j.exceptions import ServiceUnavailable, SessionExpired

from citegraph.graph import cypher
from citegraph.graph.connection.failures import Failures
from citegraph.graph.connection.running import MARK, Put, Statements, terminate
from citegraph.graph.engines.embedded import Engine
from citegraph.graph.errors import BusyError, QueryError, TakenError
from citegraph.graph.writing.batches import folder_lock

VERSION = metadata.version("citegraph")
T = TypeVar("T")
_CONNECT = 8.0  # seconds to wait for an address that does not answer
_BATCH = 900.0  # seconds until the server ends a batch, so that a stopped process blocks none
_TRIES = 12  # of a batch that conflicts with other transactions
logging.getLogger("neo4j").setLevel(logging.CRITICAL)  # it logs the errors that it also raises


class Connection:
    """The drivers of the writer and of the reader of a graph, and their running statements.

    Raises:
        ConnectionFailed: no server answers, or the credentials are wrong.
    """

    def __init__(
        self,
        name: str,
        uri: str,
        database: str | None,
        *,
        writer: tuple[str, str],
        reader: tuple[str, str],
        embedded: Engine | None = None,
    ) -> None:
        self.name = name
        self.uri = uri
        self.database = database
        self.command = "python"  # name of the caller, for transaction metadata
        self.failures = Failures(name, uri, engine=embedded)
        self.embedded = embedded
        self.writer = writer
        self._writer = self._driver(writer)
        self._reader = self._writer if reader == writer else self._driver(reader)
        self._at_work: dict[str, neo4j.Session] = {}  # by the mark of the statement
        self._statements = Statements(self._end)
        try:
            with self.failures.translated():
                self._verify()
        except BaseException:
            self.close()
            raise

    def _driver(self, auth: tuple[str, str]) -> neo4j.Driver:
        with self.failures.translated():
            return neo4j.GraphDatabase.driver(
                self.uri,
                auth=auth,
                user_agent=f"citegraph/{VERSION}",
                connection_timeout=_CONNECT,
                connection_acquisition_timeout=_CONNECT,
                notifications_min_severity="OFF",
                max_transaction_retry_time=20.0,
            )

    def _verify(self) -> None:  # first, as managed calls retry for long on a dead server
        with self._writer.session(database=self.database) as session:
            session.run(cypher.PING).consume()

    def close(self) -> None:
        """Close the drivers, after the statements that still run."""
        ended = self._statements.close()
        for driver in {self._writer, self._reader}:
            # A statement that does not end may still be using a connection.
            with contextlib.nullcontext() if ended else contextlib.suppress(Exception):
                driver.close()

    def about(self) -> dict[str, str]:
        """Return transaction metadata, which SHOW TRANSACTIONS and query logs show."""
        return {"app": "citegraph", "version": VERSION, "command": self.command}

    def session(self, *, write: bool) -> neo4j.Session:
        """Open a driver session of the writer or of the reader."""
        if write:
            return self._writer.session(database=self.database)
        return self._reader.session(database=self.database, default_access_mode=neo4j.READ_ACCESS)

    def run(
        self,
        use: Callable[[neo4j.Result, Put], None],
        statement: str,
        parameters: Mapping[str, Any] | None,
        timeout: float | None,
        *,
        write: bool = False,
    ) -> Iterator[Any]:
        """Run a statement; see ``citegraph.graph.connection.running``.

        ``write`` allows it to modify the graph, in an implicit transaction, which
        ``CALL ... IN TRANSACTIONS`` requires. ``timeout`` is in seconds.
        """
        given = dict(parameters or {})

        def work(mark: str, put: Put) -> None:
            about = {**self.about(), MARK: mark}
            with self.failures.translated(), self.session(write=write) as session:
                self._at_work[mark] = session
                try:
                    if write:
                        query = neo4j.Query(statement, metadata=about, timeout=timeout)
                        use(_sent(session.run, query, given), put)
                        return
                    complete = False
                    try:  # with a commit, at which ArcadeDB refuses writes of the reader
                        with session.begin_transaction(metadata=about, timeout=timeout) as tx:
                            use(_sent(tx.run, statement, given), put)
                            complete = True
                    except (ServiceUnavailable, SessionExpired, OSError):
                        if not complete:  # else an engine that ends now must not fail the read
                            raise
                finally:
                    self._at_work.pop(mark, None)

        # A write in several transactions may be done in part.
        again = not (write and "TRANSACTIONS" in statement.upper())
        return self._statements.run(work, timeout=timeout, again=again)

    def _end(self, mark: str) -> str | None:
        """Terminate the statement with a mark; return the problem if it still runs."""
        session = self._at_work.get(mark)
        if self.embedded:
            if session is None or (connection := getattr(session, "_connection", None)) is None:
                return None  # it has not reached the engine
            ended = self.embedded.end_statement(getattr(connection, "local_port", None))
            return "the engine does not answer; try again" if ended == "gone" else None
        with self.session(write=True) as another:
            return terminate(another, mark)

    def batch(self, work: Callable[[neo4j.ManagedTransaction], T]) -> T:
        """Write a batch under the graph's write lock; see ``citegraph.graph.writing.batches``."""

        @neo4j.unit_of_work(timeout=_BATCH, metadata=self.about())
        def under_lock(tx: neo4j.ManagedTransaction) -> T:
            if not self.embedded:
                tx.run(cypher.TAKE_LOCK).consume()
            return work(tx)

        return self.locked(lambda session: session.execute_write(under_lock))

    def locked(self, work: Callable[[neo4j.Session], T]) -> T:
        """Write under the lock of an embedded database; try again after conflicts.

        On a server the lock is part of the transaction. Conflicts come from writers that do not
        take it, such as another application.
        """
        for attempt in range(1, _TRIES + 1):
            lock = folder_lock(Path(self.name)) if self.embedded else contextlib.nullcontext()
            try:
                with lock, self.failures.translated(), self.session(write=True) as session:
                    return work(session)
            except (BusyError, TakenError):
                if attempt == _TRIES:
                    raise
            time.sleep(0.05 * attempt)
        raise AssertionError


def _sent(run: Callable[..., neo4j.Result], statement: Any, given: dict[str, Any]) -> neo4j.Result:
    """Run a statement with parameters of a user.

    Raises:
        QueryError: the driver cannot send a value.
    """
    try:
        return run(statement, given)
    except (TypeError, ValueError, OverflowError) as error:
        if "resolve" in str(error):  # the address; see Failures.translated
            raise
        raise QueryError(f"invalid statement or parameter: {error}") from error
