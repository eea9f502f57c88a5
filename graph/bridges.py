"""Use the graph with networkx or py2neo."""

from typing import TYPE_CHECKING, Any

from citegraph.graph import cypher
from citegraph.graph.errors import CitegraphError
from citegraph.graph.store import Store
from citegraph.graph.subgraph import Subgraph

if TYPE_CHECKING:
    import networkx
    import py2neo


def to_networkx(source: Store | Subgraph) -> "networkx.MultiDiGraph[str]":
    """Convert the graph, or a part of it, to networkx.

    Args:
        source: a store, which is read into memory, or a subgraph.

    Returns:
        A directed multigraph. A node is ``"Label:id"`` with the attributes ``label``, ``id`` and
        the node's properties; an edge's key is its type, its attributes are its properties and
        ``type``.
    """
    import networkx  # noqa: PLC0415 - takes half a second to import

    subgraph = source if isinstance(source, Subgraph) else whole_graph(source)
    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    for node in subgraph.nodes:
        graph.add_node(node.key, **{**node.properties, "label": node.label, "id": node.id})
    for edge in subgraph.edges:
        graph.add_edge(
            edge.source, edge.target, edge.type, **{**edge.properties, "type": edge.type}
        )
    return graph


def whole_graph(store: Store) -> Subgraph:
    """Read every node and edge of the schema into memory."""
    return store.graph(cypher.everything(), timeout=None)


def py2neo_graph(store: Store) -> "py2neo.Graph":
    """Open a ``py2neo.Graph`` on the same database, for notebooks written for py2neo.

    It can write. py2neo reached its end of life in 2023 and supports Bolt up to 4.3; citegraph
    itself uses the official driver.

    Raises:
        CitegraphError: py2neo is not installed.
    """
    try:
        import py2neo  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise CitegraphError(
            "py2neo is not installed; install it with: pip install 'citegraph[py2neo]'"
        ) from error
    user, password = store.writer
    options: dict[str, Any] = {"auth": (user, password)}
    if store.database:
        options["name"] = store.database
    return py2neo.Graph(store.uri, **options)
