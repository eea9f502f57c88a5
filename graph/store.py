"""The store: one graph over Bolt, on the embedded engine or on a Neo4j server.

All code is the same for both: the official ``neo4j`` driver, and Cypher that both engines run.
"""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeVar

import neo4j

from citegraph.graph import cypher
from citegraph.graph.connection import address, preparation
from citegraph.graph.connection.bolt import Connection
from citegraph.graph.connection.explanation import Explanation, explanation
from citegraph.graph.engines import embedded, memory
from citegraph.graph.errors import StoreError
from citegraph.graph.identity import judgements
from citegraph.graph.records import Paper
from citegraph.graph.results import Result, stream, subgraph, table
from citegraph.graph.subgraph import Subgraph
from citegraph.graph.writing.batches import runner
from citegraph.graph.writing.unseen import Unseen

if TYPE_CHECKING:
    from citegraph.graph.writing.difference import Changes, Runner
    from citegraph.graph.writing.merge import Plan

T = TypeVar("T")
Progress = Callable[[str, int, int], None]


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
        StoreBusy: another process uses the folder.
        StoreError: the folder cannot be used.
    """
    db = address.chosen(db)
    parsed = address.parse(db)
    if isinstance(parsed, address.Server):
        user = os.environ.get("NEO4J_USERNAME", "neo4j")
        auth = (user, os.environ.get("NEO4J_PASSWORD", ""))
        return Store(Connection(db, parsed.uri, parsed.database, writer=auth, reader=auth))
    engine = embedded.open_engine(parsed, create=create)
    writer, reader = ((one.user, one.password) for one in (engine.writer, engine.reader))
    try:
        return Store(
            Connection(
                db, engine.uri, engine.database, writer=writer, reader=reader, embedded=engine
            )
        )
    except BaseException:
        engine.close()
        raise


class Store:
    """The graph, as a context manager that closes it. Use :func:`open_store`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._embedded = connection.embedded
        self.engine = "arcadedb" if self._embedded else "neo4j"
        self.name = connection.name  # address as given by the user
        self.uri = connection.uri
        self.database = connection.database
        self.writer = connection.writer  # user, password
        self.judgements = judgements.location(self.name, embedded=bool(self._embedded))
        self._ready = False
        self._own = False  # no nodes of other applications were found
        self._unseen = Unseen(empty=False)

    @property
    def command(self) -> str:
        """The name of the calling command, for the metadata of transactions."""
        return self._connection.command

    @command.setter
    def command(self, name: str) -> None:
        self._connection.command = name

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections and release the embedded engine, which stops with its last user."""
        self._connection.close()
        if self._embedded:
            self._embedded.close()

    def read(
        self,
        statement: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        timeout: float | None = 60.0,
        limit: int | None = None,
        raw: bool = False,
    ) -> Result:
        """Return the rows of a reading statement.

        Args:
            statement: Cypher.
            parameters: its parameters.
            timeout: seconds after which the statement is ended.
            limit: maximum number of rows; ``Result.cut`` states whether there were more.
            raw: the values need no conversion and no limit on their size, which takes half of the
                time of many.

        Raises:
            QueryError: the statement is invalid, writes, or takes too long, or its answer is too
                large.
            ConnectionFailed: the server does not answer.
        """
        result: Result
        [result] = self._connection.run(
            lambda r, put: put(table(r, limit, raw=raw)), statement, parameters, timeout
        )
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
        return self._connection.run(
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
        [found] = self._connection.run(
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
        [plan] = self._connection.run(
            lambda r, put: put(explanation(r.consume())),
            f"EXPLAIN {statement}",
            parameters,
            timeout,
        )
        return plan

    def version(self) -> str:
        """Return the version of the engine."""
        with (
            self._connection.failures.translated(),
            self._connection.session(write=False) as session,
        ):
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
        [result] = self._connection.run(
            lambda r, put: put(table(r, limit)), statement, parameters, timeout, write=True
        )
        return result

    def session(self) -> neo4j.Session:
        """Open a driver session of the writer."""
        return self._connection.session(write=True)

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
            database = preparation.Database(
                self.name, session, self._connection.about(), bool(self._embedded)
            )
            preparation.prepare(database)
            self._unseen = Unseen(empty=not database.run(cypher.ANY_NODE))

        self._connection.locked(work)
        self._ready = True

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

    def derive(self, progress: Progress | None = None, *, rebuild: bool = False) -> "Changes":
        """Derive data from all batches; see ``citegraph.graph.writing.deriving``."""
        from citegraph.graph.writing.deriving import derive  # noqa: PLC0415 - not for a question

        self.prepare()
        return derive(self, self._transact, progress, rebuild=rebuild)

    def write_plan(self, plan: "Plan") -> "Changes":
        """Write a batch that ``citegraph.graph.writing.merge.plan`` prepared, all or nothing."""
        from citegraph.graph.writing import earlier, judging  # noqa: PLC0415 - not for a question
        from citegraph.graph.writing.changing import Chain  # noqa: PLC0415 - as above
        from citegraph.graph.writing.merge import merge  # noqa: PLC0415 - as above

        self.prepare()
        unseen: Unseen | None = self._unseen
        given = earlier.read_judgements(self, authors=False)

        def work(run: "Runner") -> "Changes":
            nonlocal unseen
            hint, unseen = unseen, None  # for the first attempt only, of this class or the driver
            return merge(run, plan, hint, judging.read_judged(run, given))

        return self._transact(Chain().marking(work))

    def replace_topics(self, records: Sequence[Paper], load: str) -> "Changes":
        """Replace the topics extracted from texts; see ``citegraph.graph.writing.topics``."""
        from citegraph.graph.writing import earlier, judging, topics  # noqa: PLC0415 - not for a question
        from citegraph.graph.writing.changing import Chain  # noqa: PLC0415 - as above

        given = earlier.read_judgements(self, authors=False)

        def work(run: "Runner") -> "Changes":
            return topics.replace_topics(run, records, load, judging.read_judged(run, given))

        return self._transact(Chain().marking(work))

    def changed(self) -> None:
        """Mark the graph as changed, after statements that :meth:`write` or another program ran."""
        from citegraph.graph.writing.changing import Chain  # noqa: PLC0415 - not for a question

        self._transact(Chain().mark)

    @contextmanager
    def unmarked(self) -> Iterator[None]:
        """Remove the mark of the last change while statements run that do not replace it.

        No answer is kept meanwhile, nor later if the process is killed, until the next change.
        """
        [found] = self.write_rows(cypher.UNMARK_CHANGE, [0])
        try:
            yield
        finally:
            if found["nodes"]:
                self.changed()

    def up_to_date(self) -> bool:
        """Report whether the last load or ``derive`` left nothing to derive or update.

        Texts that another program changed since then are not noticed.
        """
        from citegraph.graph.text import similar  # noqa: PLC0415 - only after a load
        from citegraph.graph.writing import deriving  # noqa: PLC0415 - as above

        return deriving.up_to_date(self) and similar.up_to_date(self)

    def write_rows(self, statement: str, rows: list[Any]) -> list[dict[str, Any]]:
        """Run a statement with ``$rows`` in a transaction, under the lock; return its result.

        Raises:
            StoreError, ConnectionFailed: as :meth:`merge`.
        """
        return self._transact(lambda run: run(statement, rows=rows))

    def update_similar(
        self, *, rebuild: bool = False, progress: Callable[[str, int, int], None] | None = None
    ) -> int:
        """Write the SIMILAR_TO edges that the texts in the graph imply.

        For the arguments and the result, see ``graph.text.similar.update``.

        Raises:
            StoreError, ConnectionFailed: as :meth:`merge`.
        """
        from citegraph.graph.text import similar  # noqa: PLC0415 - only after a load

        self.prepare()
        return similar.update(self, rebuild=rebuild, progress=progress or similar.silent)

    def _transact(self, work: Callable[["Runner"], T]) -> T:
        return self._connection.batch(lambda tx: work(runner(tx)))
