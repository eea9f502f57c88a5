"""Where the graph lives: one store over Bolt, whichever engine answers.

:func:`open_store` starts (or joins) the embedded engine over a folder, or connects to a Neo4j
server. Everything after that is the same code: the official ``neo4j`` driver, and Cypher that both
engines run. A store has two powers: what writes uses the writer; :meth:`Store.read`,
:meth:`Store.graph` and :meth:`Store.explain` use a reader. On the embedded engine the reader is a
user whom the engine itself holds to reading; on a Neo4j server it is a READ transaction.
"""

import logging
import os
import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar
from urllib.parse import urlsplit

import neo4j
from neo4j import exceptions as bolt

from graph import cypher, embedded
from graph.errors import ConnectionFailed, QueryError, StoreError, TakenError
from graph.merge import Changes, Plan, merge, plan, retopic
from graph.records import Paper
from graph.results import Result, subgraph, table
from graph.subgraph import Subgraph
from graph.unseen import Unseen

__all__ = ["DEFAULT_DB", "Result", "Store", "open_store"]

DEFAULT_DB = "citegraph.db"
SCHEMES = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")
_CONNECT = 8.0  # seconds until an address that does not answer is given up
T = TypeVar("T")
logging.getLogger("neo4j").setLevel(logging.CRITICAL)  # what it says is raised as well, in one line
_TRIES = 5  # of a batch that another process' write got in the way of


def open_store(db: str | Path | None = None, *, create: bool = True) -> "Store":
    """Open the graph.

    Args:
        db: a folder for the embedded engine, or the address of a Neo4j server,
            ``neo4j://host:7687/database`` (also ``bolt://``, ``neo4j+s://``, ``bolt+s://``), with
            the credentials in ``NEO4J_USERNAME`` and ``NEO4J_PASSWORD``. Default: ``CITEGRAPH_DB``,
            else ``citegraph.db`` in the working directory.
        create: make the folder where there is none.

    Raises:
        ConnectionFailed: nobody answers, or the credentials are wrong.
        StoreBusy: another process holds the folder.
        StoreError: the folder cannot be used.
    """
    db = str(db or os.environ.get("CITEGRAPH_DB") or DEFAULT_DB)
    scheme, colon, _ = db.partition("://")
    if not colon:
        engine = embedded.open_engine(Path(db), create=create)
        try:
            return Store(
                "arcadedb", db, engine.uri, engine.database,
                writer=(engine.writer.user, engine.writer.password),
                reader=(engine.reader.user, engine.reader.password), embedded=engine,
            )  # fmt: skip
        except BaseException:
            engine.close()
            raise
    if scheme not in SCHEMES:
        raise ConnectionFailed(
            f"{_public(db)}: unknown scheme; use a folder, bolt://, neo4j:// or neo4j+s://"
        )
    parts = urlsplit(db)
    if parts.username or parts.password:
        raise ConnectionFailed(
            "credentials do not belong in an address, where other users can see them: "
            "set NEO4J_USERNAME and NEO4J_PASSWORD"
        )
    auth = (os.environ.get("NEO4J_USERNAME", "neo4j"), os.environ.get("NEO4J_PASSWORD", ""))
    address = f"{scheme}://{parts.netloc}"
    return Store("neo4j", db, address, parts.path.strip("/") or None, writer=auth, reader=auth)


def _public(db: str) -> str:
    """An address without what may be a password in it."""
    return re.sub(r"//[^/@]*@", "//", db)


class Store:
    """The graph. Use :func:`open_store`; a context manager that closes it."""

    def __init__(
        self, engine: str, name: str, uri: str, database: str | None, *,
        writer: tuple[str, str], reader: tuple[str, str], embedded: embedded.Engine | None = None,
    ) -> None:  # fmt: skip
        self.engine = engine  # "arcadedb" or "neo4j"
        self.name = name  # as the user gave it
        self.uri = uri
        self.database = database
        self._embedded = embedded
        self.writer = writer  # user, password
        self._writer = self._driver(writer)
        self._reader = self._writer if reader == writer else self._driver(reader)
        self._ready = False
        self._unseen = Unseen(empty=False)
        try:
            with self._errors():
                self._verify()
        except BaseException:
            self.close()
            raise

    def _driver(self, auth: tuple[str, str]) -> neo4j.Driver:
        with self._errors():
            return neo4j.GraphDatabase.driver(
                self.uri, auth=auth, user_agent="citegraph", connection_timeout=_CONNECT,
                connection_acquisition_timeout=_CONNECT, notifications_min_severity="OFF",
                max_transaction_retry_time=20.0,
            )  # fmt: skip

    def _verify(self) -> None:
        # Managed calls retry for long against a dead server, so one plain call comes first.
        with self._writer.session(database=self.database) as session:
            session.run(cypher.PING).consume()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Release the connections, and the embedded engine, which stops with its last user."""
        for driver in {self._writer, self._reader} if hasattr(self, "_reader") else {self._writer}:
            driver.close()
        if self._embedded:
            self._embedded.close()

    # -- reading ------------------------------------------------------------------------------

    def read(
        self, statement: str, parameters: Mapping[str, Any] | None = None, *,
        timeout: float | None = 60.0, limit: int | None = None,
    ) -> Result:  # fmt: skip
        """The rows of a statement that reads.

        Args:
            statement: Cypher.
            parameters: its parameters.
            timeout: seconds after which the engine gives up.
            limit: rows at most; ``Result.cut`` says whether more were there.

        Raises:
            QueryError: the statement is wrong, writes, or takes too long.
            ConnectionFailed: the server does not answer.
        """

        def work() -> Result:
            with self._errors(), self._reading(timeout) as tx:
                return table(tx.run(statement, dict(parameters or {})), limit)

        return self._within(timeout, work)

    def graph(
        self, statement: str, parameters: Mapping[str, Any] | None = None, *,
        timeout: float | None = 60.0,
    ) -> Subgraph:  # fmt: skip
        """All nodes, relationships and paths in the result of a statement that reads.

        Raises:
            QueryError, ConnectionFailed: as :meth:`read`.
        """

        def work() -> Subgraph:
            with self._errors(), self._reading(timeout) as tx:
                return subgraph(tx.run(statement, dict(parameters or {})), statement)

        return self._within(timeout, work)

    def explain(self, statement: str, parameters: Mapping[str, Any] | None = None) -> str | None:
        """The query type that the engine's planner sees: ``r``, ``rw``, ``w``, ``s``.

        Raises:
            QueryError: the statement is wrong.
        """
        with self._errors(), self._session(write=False) as session:
            return session.run(f"EXPLAIN {statement}", dict(parameters or {})).consume().query_type

    def version(self) -> str:
        """The version that the engine gives of itself."""
        with self._errors(), self._session(write=False) as session:
            agent = session.run(cypher.PING).consume().server.agent
        return agent.partition("/")[2] or agent

    # -- writing ------------------------------------------------------------------------------

    def write(self, statement: str, parameters: Mapping[str, Any] | None = None) -> Result:
        """Run a statement that may write, in a transaction of its own.

        Raises:
            QueryError, ConnectionFailed: as :meth:`read`.
        """
        with self._errors(), self._session(write=True) as session:
            return table(session.run(statement, dict(parameters or {})), None)

    def session(self) -> neo4j.Session:
        """A driver session of the writer, for what this class does not offer."""
        return self._session(write=True)

    def prepare(self) -> None:
        """Make sure that constraints and indexes are there. Loading does it by itself."""
        if self._ready:
            return
        with self._errors(), self._session(write=True) as session:
            for statement in cypher.constraints():
                session.run(statement).consume()
            if self.engine == "neo4j":
                session.run(cypher.AWAIT_INDEXES).consume()
            self._unseen = Unseen(empty=not session.run(cypher.ANY_NODE).data())
        self._ready = True

    def merge(self, records: Sequence[Paper], load: str) -> Changes:
        """Write a batch of papers, all or nothing; see ``graph.merge``.

        Args:
            records: papers, each with a title.
            load: identifier of the load, for provenance.

        Raises:
            StoreError: the engine refuses.
            ConnectionFailed: the server does not answer.
        """
        return self.write_plan(plan(records, load))

    def write_plan(self, plan: Plan) -> Changes:
        """Write a batch that ``graph.merge.plan`` has made ready, all or nothing.

        Raises:
            StoreError, ConnectionFailed: as :meth:`merge`.
        """
        self.prepare()
        unseen: Unseen | None = self._unseen

        def work(tx: neo4j.ManagedTransaction) -> Changes:
            nonlocal unseen
            hint, unseen = unseen, None  # for the first attempt only, here or in the driver
            return merge(_runner(tx), plan, hint)

        return self._batch(work)

    def retopic(self, records: Sequence[Paper], load: str) -> Changes:
        """Replace the topics read from the text of papers; see ``graph.merge``.

        Raises:
            StoreError, ConnectionFailed: as :meth:`merge`.
        """
        return self._batch(lambda tx: retopic(_runner(tx), records, load))

    def _batch(self, work: Callable[[neo4j.ManagedTransaction], Changes]) -> Changes:
        for attempt in range(1, _TRIES + 1):
            try:
                with self._errors(), self._session(write=True) as session:
                    return session.execute_write(work)
            except StoreError as error:
                # Another process created the same node between our look and our write.
                taken = isinstance(error, TakenError)
                if attempt == _TRIES or not taken:
                    raise
                time.sleep(0.05 * attempt)
        raise AssertionError

    # -- inside -------------------------------------------------------------------------------

    def _session(self, *, write: bool) -> neo4j.Session:
        if write:
            return self._writer.session(database=self.database)
        return self._reader.session(database=self.database, default_access_mode=neo4j.READ_ACCESS)

    def _within(self, timeout: float | None, work: Callable[[], T]) -> T:
        """Give up after a time: ArcadeDB does not end a Bolt transaction that takes too long.

        So one thread waits for another. The engine works on until its last user has gone.
        """
        if self.engine == "neo4j" or timeout is None:
            return work()
        done: Future[T] = Future()

        def run() -> None:
            try:
                done.set_result(work())
            except BaseException as error:  # noqa: BLE001 - raised where it is waited for
                done.set_exception(error)

        threading.Thread(target=run, daemon=True).start()
        try:
            return done.result(timeout)
        except TimeoutError as error:
            raise QueryError(f"gave up after {timeout:g} seconds") from error

    @contextmanager
    def _reading(self, timeout: float | None) -> Iterator[neo4j.Transaction]:
        with (
            self._session(write=False) as session,
            session.begin_transaction(timeout=timeout) as tx,
        ):
            yield tx

    @contextmanager
    def _errors(self) -> Iterator[None]:
        """What the driver raises, as one line that says what to do."""
        try:
            yield
        except bolt.AuthError as error:
            raise ConnectionFailed(
                f"{self.name}: the server refuses the credentials; "
                "set NEO4J_USERNAME and NEO4J_PASSWORD"
            ) from error
        except (
            bolt.ServiceUnavailable,
            bolt.ConfigurationError,
            bolt.SessionExpired,
            OSError,
        ) as error:
            raise ConnectionFailed(
                f"{self.name}: no server answers there; start it, or correct --db "
                "(a folder, or neo4j://host:7687/database)"
            ) from error
        except bolt.ClientError as error:
            code = error.code or ""
            if "DatabaseNotFound" in code:
                raise ConnectionFailed(
                    f"{self.name}: the server has no database of that name"
                ) from error
            if isinstance(error, bolt.ConstraintError):
                raise TakenError(f"{self.name}: {_line(error)}") from error
            raise QueryError(_line(error)) from error
        except bolt.Neo4jError as error:
            raise StoreError(f"{self.name}: {_line(error)}") from error
        except bolt.DriverError as error:
            raise StoreError(f"{self.name}: {error}") from error


def _line(error: bolt.Neo4jError) -> str:
    """An engine's message on one line."""
    return " ".join((error.message or error.code or "the engine refused").split())


class _Rows(list[Any]):
    """Rows of a statement. The driver spells them out for its log even where nothing is logged."""

    def __repr__(self) -> str:
        return f"[{len(self)} rows]"


def _runner(tx: neo4j.ManagedTransaction) -> Callable[..., list[dict[str, Any]]]:
    def run(statement: str, /, **parameters: Any) -> list[dict[str, Any]]:
        result = tx.run(statement, {name: _Rows(rows) for name, rows in parameters.items()})
        return [dict(zip(record.keys(), record.values(), strict=True)) for record in result]

    return run
