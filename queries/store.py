"""What questions ask of a store: to read, and nothing else."""

from collections.abc import Mapping
from typing import Any, Protocol

from graph.subgraph import Subgraph

__all__ = ["Reader", "Rows"]


class Rows(Protocol):
    """A table."""

    @property
    def columns(self) -> list[str]:
        """Names of the columns."""

    @property
    def rows(self) -> list[dict[str, Any]]:
        """One dict a row."""


class Reader(Protocol):
    """``graph.store`` as seen from here."""

    @property
    def engine(self) -> str:
        """``arcadedb`` or ``neo4j``."""

    def read(
        self, cypher: str, parameters: Mapping[str, Any] | None = None, *,
        timeout: float | None = None, limit: int | None = None,
    ) -> Rows:
        """Run a statement that only reads."""

    def graph(self, cypher: str, parameters: Mapping[str, Any] | None = None) -> Subgraph:
        """Run a statement that only reads, and collect all nodes and edges in its result."""
