"""citegraph: lists of papers as a graph that you own.

``cg.open(db)`` returns a :class:`~citegraph.api.Graph`; the layers below it are
``citegraph.graph`` (schema and store), ``citegraph.loaders``, ``citegraph.queries`` and
``citegraph.viz``.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from citegraph.api import Graph, Questions, open
    from citegraph.graph.errors import CitegraphError
    from citegraph.queries.answer import Answer

__all__ = ["Answer", "CitegraphError", "Graph", "Questions", "open"]

_HOME = {
    "Answer": "queries.answer",
    "CitegraphError": "graph.errors",
    "Graph": "api",
    "Questions": "api",
    "open": "api",
}


def __getattr__(name: str) -> Any:
    """Import on first use, so that ``citegraph --help`` stays quick."""
    if name not in _HOME:
        raise AttributeError(f"module 'citegraph' has no attribute {name!r}")
    return getattr(import_module(f"citegraph.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
