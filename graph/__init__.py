"""What the graph is (a schema as data) and where it lives (one store over Bolt).

::

    import graph

    with graph.open_store("citegraph.db") as store:
        print(store.read("MATCH (p:Paper) RETURN count(p) AS papers").rows)
"""

from graph.bridges import py2neo_graph, to_networkx
from graph.records import (
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
from graph.store import Result, Store, open_store
from graph.subgraph import Edge, Node, Subgraph

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
