"""The schema of the graph, as data, and the store that holds the graph, over Bolt.

::

    from citegraph.graph import open_store

    with open_store("citegraph.db") as store:
        print(store.read("MATCH (p:Paper) RETURN count(p) AS papers").rows)
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from citegraph.graph.bridges import py2neo_graph, to_networkx
    from citegraph.graph.records import (
        Author,
        Listing,
        Organization,
        Paper,
        Reference,
        Rejected,
        Repository,
        Topic,
        Venue,
    )
    from citegraph.graph.results import Result
    from citegraph.graph.store import Store, open_store
    from citegraph.graph.subgraph import Edge, Node, Subgraph

__all__ = [
    "Author",
    "Edge",
    "Listing",
    "Node",
    "Organization",
    "Paper",
    "Reference",
    "Rejected",
    "Repository",
    "Result",
    "Store",
    "Subgraph",
    "Topic",
    "Venue",
    "open_store",
    "py2neo_graph",
    "to_networkx",
]

_MODULES = {
    "bridges": ("py2neo_graph", "to_networkx"),
    "results": ("Result",),
    "store": ("Store", "open_store"),
    "subgraph": ("Edge", "Node", "Subgraph"),
}


def __getattr__(name: str) -> Any:
    """Import a name when it is first used; importing the driver takes a third of a second."""
    if name not in __all__:
        raise AttributeError(f"module 'citegraph.graph' has no attribute {name!r}")
    module = next((module for module, names in _MODULES.items() if name in names), "records")
    return getattr(import_module(f"citegraph.graph.{module}"), name)
