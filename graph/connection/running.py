"""Run statements with a deadline, and end them in the engine.

The driver blocks its caller, and a server may ignore a time limit. So each statement runs in a
thread, and the caller waits for its items. It returns at the deadline or at Ctrl-C in any case, and
the transaction is ended over a second connection.
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

Put = Callable[[Any], None]
MARK = "citegraph"  # key of the transaction metadata that identifies a statement
_AHEAD = 4  # items that may be queued
_GRACE = 1.0  # seconds after the deadline in which the server itself may end the statement
_ENDINGS = 3  # attempts to end a statement: an engine under load may receive it after the first
_TRIES = 12  # of a statement that conflicts with other transactions
_PAUSE = 0.05  # seconds before the second attempt; later pauses are longer


class Stopped(Exception):
    """The caller no longer waits."""


class _Statement:
    """A statement and its thread."""

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
            except BaseException as error:  # noqa: BLE001 - raised in the caller's thread
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
        """Return the next item.

        Raises:
            TimeoutError: there is no item before the deadline.
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
        end: ends the statement of a mark in the engine; returns what still runs, if anything.
    """

    def __init__(self, end: Callable[[str], str | None]) -> None:
        self._end = end
        self._running: set[_Statement] = set()

    def run(
        self, work: Callable[[str, Put], None], *, timeout: float | None, again: bool = True
    ) -> Iterator[Any]:
        """Run a statement and yield its items.

        A statement that conflicts with another transaction is tried again, unless an item has
        been yielded. ``timeout``: seconds for all attempts.

        Raises:
            QueryError: the timeout has passed.
            BusyError, TakenError: each attempt conflicted with another transaction.
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
            finally:  # also at Ctrl-C, and if the caller stops early
                self._ended(statement)
            time.sleep(min(_PAUSE * attempt, 0.5))

    def close(self) -> bool:
        """End all statements; return whether all have ended."""
        for statement in list(self._running):
            self._ended(statement)
        return not self._running

    def _ended(self, statement: _Statement) -> str | None:
        """End a statement; return what still runs, if anything."""
        left = None
        first = not statement.stopped.is_set()
        statement.stopped.set()
        # A thread that waits for the caller ends by itself.
        statement.thread.join(0.2 if first else _GRACE)
        for _ in range(_ENDINGS if first else 0):
            if left is None and statement.thread.is_alive():
                left = self._end(statement.mark)
                statement.thread.join(_GRACE)
        if statement.thread.is_alive():
            return left
        self._running.discard(statement)
        return None


def _late(timeout: float | None, left: str | None) -> QueryError:
    problem = f"the statement took longer than {timeout:g} s"
    return QueryError(f"{problem} and still runs: {left}" if left else f"{problem} and was ended")


def terminate(session: neo4j.Session, mark: str) -> str:
    """End the statement of a mark on a Neo4j server, from another session of the same user.

    Returns:
        What still runs, if the statement does not end at once.
    """
    left = "the server did not end it; an administrator can restart the server"
    with contextlib.suppress(bolt.DriverError, bolt.Neo4jError, OSError):
        query = neo4j.Query(cypher.RUNNING, timeout=2.0)
        ids = [row["id"] for row in session.run(query, key=MARK, mark=mark)]
        if ids:
            left = f"{', '.join(ids)} on the server, which ends it at its next check"
            session.run(neo4j.Query(cypher.TERMINATE, timeout=2.0), ids=ids).consume()
    return left
