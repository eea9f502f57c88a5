"""One statement at work: a thread of its own, a deadline, and an end that the engine notices.

The driver waits for the server in the thread that calls it, and a server need not keep a time
limit. So each statement runs in a thread, and the caller waits for its items: it returns at the
deadline or at Ctrl-C whatever the server does, and the transaction is ended from a second
connection.
"""

import contextlib
import queue
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import neo4j
from neo4j import exceptions as bolt

from citegraph.graph import cypher
from citegraph.graph.errors import BusyError, QueryError, TakenError

__all__ = ["MARK", "Put", "Statements", "Stopped", "terminate"]

Put = Callable[[Any], None]
MARK = "citegraph"  # key of the transaction metadata by which a statement is found again
_AHEAD = 4  # items that may wait for the caller
_GRACE = 1.0  # seconds after the deadline for the server's own limit and for the end to arrive
_TRIES = 12  # of a statement that other transactions get in the way of
_PAUSE = 0.05  # seconds before the second try; each further pause is longer


class Stopped(Exception):
    """The caller does not wait any more."""


class _Statement:
    """A statement in its thread."""

    def __init__(self, work: Callable[[str, Put], None]) -> None:
        self.mark = uuid.uuid4().hex
        self.items: queue.Queue[tuple[str, Any]] = queue.Queue(_AHEAD)
        self.stopped = threading.Event()
        self.thread = threading.Thread(target=self._work, args=(work,), daemon=True)
        self.thread.start()

    def _work(self, work: Callable[[str, Put], None]) -> None:
        with contextlib.suppress(Stopped):
            try:
                work(self.mark, lambda item: self._put("item", item))
            except Stopped:
                raise
            except BaseException as error:  # noqa: BLE001 - raised where it is waited for
                self._put("error", error)
            else:
                self._put("end", None)

    def _put(self, kind: str, value: Any) -> None:
        while not self.stopped.is_set():
            with contextlib.suppress(queue.Full):
                self.items.put((kind, value), timeout=0.1)
                return
        raise Stopped

    def next(self, deadline: float | None) -> tuple[str, Any]:
        """The next item.

        Raises:
            TimeoutError: there is none before the deadline.
        """
        while True:
            left = 0.5 if deadline is None else min(0.5, deadline - time.monotonic())
            try:
                return self.items.get(timeout=max(left, 0.001))
            except queue.Empty:
                if deadline is not None and time.monotonic() >= deadline:
                    raise TimeoutError from None


class Statements:
    """The statements of one store.

    Args:
        end: ends the statement of a mark in the engine, and states what still runs, if anything.
    """

    def __init__(self, end: Callable[[str], str | None]) -> None:
        self._end = end
        self._running: set[_Statement] = set()

    def run(
        self, work: Callable[[str, Put], None], *, timeout: float | None, again: bool = True
    ) -> Iterator[Any]:
        """Run a statement and yield its items.

        While nothing has been yielded, a statement that another transaction got in the way of is
        tried again.

        Args:
            work: runs the statement under the mark that it is given, and puts items.
            timeout: seconds for everything, or ``None``.
            again: whether the statement may be tried again.

        Raises:
            QueryError: the time is over.
            BusyError, TakenError: other transactions got in the way at every try.
        """
        deadline = None if timeout is None else time.monotonic() + timeout + _GRACE
        for attempt in range(1, _TRIES + 1):
            statement = _Statement(work)
            self._running.add(statement)
            yielded = False
            try:
                while True:
                    kind, value = statement.next(deadline)
                    if kind == "end":
                        return
                    if kind == "error":
                        passing = isinstance(value, (BusyError, TakenError))
                        if passing and again and not yielded and attempt < _TRIES:
                            break
                        raise value
                    yielded = True
                    yield value
            except TimeoutError as error:
                raise _late(timeout, self._ended(statement)) from error
            finally:  # at Ctrl-C as well, and where the caller has enough
                self._ended(statement)
            time.sleep(min(_PAUSE * attempt, 0.5))

    def close(self) -> bool:
        """End what runs; returns whether everything has ended."""
        for statement in list(self._running):
            self._ended(statement)
        return not self._running

    def _ended(self, statement: _Statement) -> str | None:
        """End a statement; returns what still runs, if anything."""
        left = None
        if not statement.stopped.is_set():
            statement.stopped.set()
            statement.thread.join(0.2)  # one that only waits for the caller ends by itself
            if statement.thread.is_alive():
                left = self._end(statement.mark)
        statement.thread.join(_GRACE)
        if statement.thread.is_alive():
            return left
        self._running.discard(statement)
        return None


def _late(timeout: float | None, left: str | None) -> QueryError:
    said = f"the statement took longer than {timeout:g} s"
    return QueryError(f"{said} and still runs: {left}" if left else f"{said} and was ended")


def terminate(session: neo4j.Session, mark: str) -> str:
    """End the statement of a mark on a Neo4j server.

    Args:
        session: any other session of the same user.
        mark: in the metadata of the statement's transaction.

    Returns:
        What still runs if the statement does not end at once.
    """
    left = "the server does not end it; an administrator can restart the server"
    with contextlib.suppress(bolt.DriverError, bolt.Neo4jError, OSError):
        query = neo4j.Query(cypher.RUNNING, timeout=2.0)
        ids = [row["id"] for row in session.run(query, key=MARK, mark=mark)]
        if ids:
            left = f"{', '.join(ids)} on the server, which ends it at its next check"
            session.run(neo4j.Query(cypher.TERMINATE, timeout=2.0), ids=ids).consume()
    return left
