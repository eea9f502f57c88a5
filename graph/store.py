"""The store: one graph over Bolt, on the embedded engine or on a Neo4j server.

All code is the same for both: the official ``neo4j`` driver, and Cypher that both engines run. What
reads uses the reader: on the embedded engine a user whose writes the engine refuses, on a Neo4j
server a READ transaction.
"""

import contextlib
import logging
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeVar

import neo4j
from neo4j.exceptions import ServiceUnavailable, SessionExpired

from citegraph.graph import cypher
from citegraph.graph.connection import address, preparation
from citegraph.graph.connection.address import DEFAULT_DB
from citegraph.graph.connection.explanation import Explanation, explanation
from citegraph.graph.connection.failures import Failures
from citegraph.graph.connection.running import MARK, Put, Statements, terminate
from citegraph.graph.engines import embedded, memory
from citegraph.graph.errors import BusyError, StoreError, TakenError
from citegraph.graph.identity import judgements
from citegraph.graph.records import Paper
from citegraph.graph.results import Result, stream, subgraph, table
from citegraph.graph.subgraph import Subgraph
from citegraph.graph.writing.batches import folder_lock, runner
from citegraph.graph.writing.unseen import Unseen

if TYPE_CHECKING:
    from citegraph.graph.writing.merge import Changes, Plan

__all__ = ["DEFAULT_DB", "Result", "Store", "open_store"]

VERSION = metadata.version("citegraph")
T = TypeVar("T")
Progress = Callable[[str, int, int], None]
_CONNECT = 8.0  # seconds to wait for an address that does not answer
_BATCH = 900.0  # seconds until the server ends a batch, so that a stopped process blocks none
_TRIES = 12  # of a batch that conflicts with other transactions
logging.getLogger("neo4j").setLevel(logging.CRITICAL)  # it logs the errors that it also raises


def open_store(db: str | Path | None = None, *, create: bool = True) -> "Store":
    """Open the graph.

    Args:
        db: a folder for the embedded engine, or the address of a Neo4j server,
            ``neo4j://host:7687/database`` (also ``bolt://``, ``neo4j+s://``, ``bolt+s://``), with
            the credentials in ``NEO4J_USERNAME`` and ``NEO4J_PASSWORD``. Default: ``CITEGRAPH_DB``,
            else ``citegraph.db`` in the working directory.
        create: create the folder if there is none.

    Raises:
        ConnectionFailed: no server answers, or the credentials are wrong.
        StoreBusy: another process holds the folder.
        StoreError: the folder cannot be used.
    """
    if db is None:
        db = os.environ.get("CITEGRAPH_DB") or DEFAULT_DB
    db = str(db)
    parsed = address.parse(db)
    if isinstance(parsed, address.Server):
        user = os.environ.get("NEO4J_USERNAME", "neo4j")
        auth = (user, os.environ.get("NEO4J_PASSWORD", ""))
        return Store("neo4j", db, parsed.uri, parsed.database, writer=auth, reader=auth)
    engine = embedded.open_engine(parsed, create=create)
    try:
        return Store(
            "arcadedb",
            db,
            engine.uri,
            engine.database,
            writer=(engine.writer.user, engine.writer.password),
            reader=(engine.reader.user, engine.reader.password),
            embedded=engine,
        )
    except BaseException:
        engine.close()
        raise


class Store:
    """The graph, as a context manager that closes it. Use :func:`open_store`."""

    def __init__(
        self,
        engine: str,
        name: str,
        uri: str,
        database: str | None,
        *,
        writer: tuple[str, str],
        reader: tuple[str, str],
        embedded: embedded.Engine | None = None,
    ) -> None:
        self.engine = engine  # "arcadedb" or "neo4j"
        self.name = name  # address as given by the user
        self.uri = uri
        self.database = database
        self.judgements = judgements.location(name, embedded=embedded is not None)
        self.command = "python"  # name of the caller, for transaction metadata
        self._embedded = embedded
        self._failures = Failures(name, uri, engine=embedded)
        self.writer = writer  # user, password
        self._writer = self._driver(writer)
        self._reader = self._writer if reader == writer else self._driver(reader)
        self._ready = False
        self._own = False  # no nodes of other applications were found
        self._at_work: dict[str, neo4j.Session] = {}  # by the mark of the statement
        self._unseen = Unseen(empty=False)
        self._statements = Statements(self._end)
        try:
            with self._failures.translated():
                self._verify()
        except BaseException:
            self.close()
            raise

    def _driver(self, auth: tuple[str, str]) -> neo4j.Driver:
        with self._failures.translated():
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

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections and release the embedded engine, which stops with its last user."""
        ended = not hasattr(self, "_statements") or self._statements.close()
        for driver in {self._writer, getattr(self, "_reader", self._writer)}:
            # A statement that does not end may still be using a connection.
            with contextlib.nullcontext() if ended else contextlib.suppress(Exception):
                driver.close()
        if self._embedded:
            self._embedded.close()

    def read(
        self,
        statement: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        timeout: float | None = 60.0,
        limit: int | None = None,
    ) -> Result:
        """Return the rows of a reading statement.

        Args:
            statement: Cypher.
            parameters: its parameters.
            timeout: seconds after which the statement is ended.
            limit: maximum number of rows; ``Result.cut`` states whether there were more.

        Raises:
            QueryError: the statement is invalid, writes, or takes too long, or its answer is too
                large.
            ConnectionFailed: the server does not answer.
        """
        result: Result
        [result] = self._run(lambda r, put: put(table(r, limit)), statement, parameters, timeout)
        return result

    def stream(
        self,
        statement: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        timeout: float | None = 60.0,
        limit: int | None = None,
        write: bool = False,
    ) -> Iterator[Result]:
        """Yield the rows of a statement in chunks, as they arrive; memory stays constant.

        Args:
            statement: Cypher.
            parameters: its parameters.
            timeout: seconds for the whole stream.
            limit: maximum number of rows; ``cut`` of the last chunk states whether there were more.
            write: allow the statement to modify the graph.

        Returns:
            Chunks, each with the columns; the last one has ``cut`` and ``counters``.

        Raises:
            QueryError, ConnectionFailed: as :meth:`read`.
        """
        return self._run(
            lambda r, put: stream(r, limit, put), statement, parameters, timeout, write=write
        )

    def graph(
        self,
        statement: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        timeout: float | None = 60.0,
    ) -> Subgraph:
        """Return all nodes, edges and paths in the result of a reading statement.

        Raises:
            QueryError, ConnectionFailed: as :meth:`read`.
        """
        found: Subgraph
        [found] = self._run(
            lambda r, put: put(subgraph(r, statement)), statement, parameters, timeout
        )
        return found

    def explain(
        self,
        statement: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        timeout: float | None = 60.0,
    ) -> Explanation:
        """Return the engine's plan of a statement, without running it.

        Raises:
            QueryError: the statement is invalid, or planning it takes too long.
        """
        plan: Explanation
        [plan] = self._run(
            lambda r, put: put(explanation(r.consume())),
            f"EXPLAIN {statement}",
            parameters,
            timeout,
        )
        return plan

    def version(self) -> str:
        """Return the version of the engine."""
        with self._failures.translated(), self._session(write=False) as session:
            agent = session.run(cypher.PING).consume().server.agent
        return agent.partition("/")[2] or agent

    def memory(self) -> memory.Use | None:
        """Return the memory of the embedded engine; ``None`` on a server."""
        return self._embedded.memory() if self._embedded else None

    def damage(self) -> Iterator[str]:
        """Check the graph for damage by reading all records and indexes.

        Yields:
            One text for each problem.
        """
        if self._embedded:
            yield from self._embedded.damage()
        for label, counting in cypher.COUNT_ALL.items():
            count = self.read(counting, timeout=None).rows[0]["count"]
            found = self.read(cypher.COUNT_FOUND[label], timeout=None).rows[0]["found"]
            if found != count:
                yield f"the index of {label}.id finds {found:,} of {count:,} nodes"

    def write(
        self,
        statement: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        timeout: float | None = None,
        limit: int | None = None,
    ) -> Result:
        """Run a statement that may write, in its own transaction.

        Args:
            statement: Cypher.
            parameters: its parameters.
            timeout: seconds after which the statement is ended and rolled back.
            limit: maximum number of rows to return; the statement runs to its end in any case.

        Raises:
            QueryError, ConnectionFailed: as :meth:`read`.
        """
        result: Result
        [result] = self._run(
            lambda r, put: put(table(r, limit)), statement, parameters, timeout, write=True
        )
        return result

    def session(self) -> neo4j.Session:
        """Open a driver session of the writer."""
        return self._session(write=True)

    def prepare(self) -> None:
        """Check the database, and create missing constraints and indexes.

        The first write does this; see ``citegraph.graph.connection.preparation``.

        Raises:
            StoreError: the database belongs to another application, a constraint or index of the
                user conflicts, or this user may not create one.
        """
        if self._ready:
            return

        def work(session: neo4j.Session) -> None:
            database = self._to_prepare(session)
            preparation.prepare(database)
            self._unseen = Unseen(empty=not database.run(cypher.ANY_NODE))

        self._locked(work)
        self._ready = True

    def _to_prepare(self, session: neo4j.Session) -> preparation.Database:
        return preparation.Database(self.name, session, self._about(), bool(self._embedded))

    def refuse_foreign(self) -> None:
        """Refuse to read a server's database that another application uses, too.

        The folder of an embedded database belongs to citegraph alone.

        Raises:
            StoreError: nodes of another application have labels of citegraph.
        """
        if self._own or self.engine != "neo4j":
            return
        rows = self.read(preparation.FOREIGN).rows
        if problem := preparation.foreign(rows, self.name):
            raise StoreError(problem)
        self._own = True

    def merge(self, records: Sequence[Paper], load: str) -> "Changes":
        """Write a batch of papers, and decide who their authors are.

        Args:
            records: papers.
            load: time of the load, for provenance.

        Raises:
            CitegraphError: the engine refuses or does not answer, or a judgement is not valid.
        """
        from citegraph.graph.writing.merge import plan  # noqa: PLC0415 - not for a question

        return self.write_plan(plan(records, load)).add(self.derive())

    def derive(self, progress: Progress | None = None, *, anew: bool = False) -> "Changes":
        """Derive what follows from all batches; see ``citegraph.graph.writing.deriving``."""
        from citegraph.graph.writing.deriving import derive  # noqa: PLC0415 - not for a question

        self.prepare()
        return derive(self, self._transact, progress, anew=anew)

    def write_plan(self, plan: "Plan") -> "Changes":
        """Write a batch that ``citegraph.graph.writing.merge.plan`` prepared, all or nothing."""
        from citegraph.graph.writing import judging  # noqa: PLC0415 - not for a question

        self.prepare()
        unseen: Unseen | None = self._unseen
        given = judgements.read(self.judgements)

        def work(tx: neo4j.ManagedTransaction) -> "Changes":
            nonlocal unseen
            hint, unseen = unseen, None  # for the first attempt only, of this class or the driver
            return judging.merge_batch(runner(tx), plan, hint, given)

        return self._batch(work)

    def replace_topics(self, records: Sequence[Paper], load: str) -> "Changes":
        """Replace the topics extracted from texts; see ``citegraph.graph.writing.merge``."""
        from citegraph.graph.writing import judging  # noqa: PLC0415 - not for a question

        given = judgements.read(self.judgements)
        return self._transact(lambda run: judging.replace_topics(run, records, load, given))

    def write_rows(self, statement: str, rows: list[Any]) -> list[dict[str, Any]]:
        """Run a statement with ``$rows`` in a transaction, under the lock; return its result.

        Raises:
            StoreError, ConnectionFailed: as :meth:`merge`.
        """
        return self._transact(lambda run: run(statement, rows=rows))

    def update_similar(
        self, *, anew: bool = False, progress: Callable[[str, int, int], None] | None = None
    ) -> int:
        """Write the SIMILAR_TO edges that the texts in the graph imply.

        For the arguments and the result, see ``graph.text.similar.update``.

        Raises:
            StoreError, ConnectionFailed: as :meth:`merge`.
        """
        from citegraph.graph.text import similar  # noqa: PLC0415 - only after a load

        self.prepare()
        return similar.update(self, anew=anew, progress=progress or similar.silent)

    def _transact(self, work: Callable[[Callable[..., list[dict[str, Any]]]], T]) -> T:
        return self._batch(lambda tx: work(runner(tx)))

    def _batch(self, work: Callable[[neo4j.ManagedTransaction], T]) -> T:
        """Write a batch under the graph's write lock; see ``citegraph.graph.writing.batches``."""

        @neo4j.unit_of_work(timeout=_BATCH, metadata=self._about())
        def locked(tx: neo4j.ManagedTransaction) -> T:
            if self.engine == "neo4j":
                tx.run(cypher.TAKE_LOCK).consume()
            return work(tx)

        return self._locked(lambda session: session.execute_write(locked))

    def _locked(self, work: Callable[[neo4j.Session], T]) -> T:
        """Write under the lock of an embedded database; try again after conflicts.

        On a server the lock is part of the transaction. Conflicts come from writers that do not
        take it, such as another application.
        """
        for attempt in range(1, _TRIES + 1):
            lock = folder_lock(Path(self.name)) if self._embedded else contextlib.nullcontext()
            try:
                with lock, self._failures.translated(), self._session(write=True) as session:
                    return work(session)
            except (BusyError, TakenError):
                if attempt == _TRIES:
                    raise
            time.sleep(0.05 * attempt)
        raise AssertionError

    def _about(self) -> dict[str, str]:
        """Return transaction metadata, which SHOW TRANSACTIONS and query logs show."""
        return {"app": "citegraph", "version": VERSION, "command": self.command}

    def _session(self, *, write: bool) -> neo4j.Session:
        if write:
            return self._writer.session(database=self.database)
        return self._reader.session(database=self.database, default_access_mode=neo4j.READ_ACCESS)

    def _run(
        self,
        use: Callable[[neo4j.Result, Put], None],
        statement: str,
        parameters: Mapping[str, Any] | None,
        timeout: float | None,
        *,
        write: bool = False,
    ) -> Iterator[Any]:
        """Run a statement; see ``citegraph.graph.connection.running``.

        Args:
            use: reads the result and puts items.
            statement: Cypher.
            parameters: its parameters.
            timeout: seconds, or ``None``.
            write: allow the statement to modify the graph, in an implicit transaction, which
                ``CALL ... IN TRANSACTIONS`` requires.
        """
        given = dict(parameters or {})

        def work(mark: str, put: Put) -> None:
            about = {**self._about(), MARK: mark}
            with self._failures.translated(), self._session(write=write) as session:
                self._at_work[mark] = session
                try:
                    if write:
                        query = neo4j.Query(statement, metadata=about, timeout=timeout)
                        use(session.run(query, given), put)
                        return
                    complete = False
                    try:  # with a commit, at which ArcadeDB refuses writes of the reader
                        with session.begin_transaction(metadata=about, timeout=timeout) as tx:
                            use(tx.run(statement, given), put)
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
        """End the statement of a mark; return what still runs, if it does not end at once."""
        session = self._at_work.get(mark)
        if self._embedded:
            if session is None or (connection := getattr(session, "_connection", None)) is None:
                return None  # it has not reached the engine
            ended = self._embedded.end_statement(getattr(connection, "local_port", None))
            return "the engine does not answer; try again" if ended == "gone" else None
        with self._session(write=True) as another:
            return terminate(another, mark)
