"""Mark the graph as changed, in the transaction that changes it.

``citegraph.graph.state`` compares the mark.
"""

from collections.abc import Callable
from typing import TypeVar
from uuid import uuid4

from citegraph.graph import cypher
from citegraph.graph.writing.difference import Changes, Runner

T = TypeVar("T")


class Chain:
    """The changes of one process since a mark of the graph, to detect those of others."""

    def __init__(self, mark: str | None = None) -> None:
        self._own = {mark}
        self._broken = False

    def mark(self, run: Runner) -> None:
        """Mark the graph as changed."""
        mark = uuid4().hex
        rows = run(cypher.MARK_CHANGE, rows=[mark])
        self._broken |= not {row["old"] for row in rows} <= self._own
        self._own.add(mark)

    def marking(self, work: Callable[[Runner], T]) -> Callable[[Runner], T]:
        """Wrap work in a transaction, so that it also marks the graph if it changed it.

        Args:
            work: returns changes, or a tuple that begins with changes. Any other result means that
                nothing was changed.
        """

        def marked(run: Runner) -> T:
            result = work(run)
            changes = result[0] if isinstance(result, tuple) else result
            if isinstance(changes, Changes) and changes:
                self.mark(run)
            return result

        return marked

    def unbroken(self, mark: str | None) -> bool:
        """Report whether only this process changed the graph until it had this mark."""
        return not self._broken and mark in self._own
