"""Count references that lead to no described paper."""

from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from citegraph.graph.store import Store

__all__ = ["dangling"]


def dangling(store: "Store") -> list[dict[str, Any]]:
    """Return rows of ``what``, ``count`` and ``of``; empty if there is no such reference."""
    statement = files("citegraph.queries").joinpath("dangling.cypher").read_text("utf-8")
    return [row for row in store.read(statement, timeout=None).rows if row["count"]]
