"""Export the graph as GraphML, which Gephi, Cytoscape and yEd read."""

import re
from collections.abc import Mapping
from typing import Any, BinaryIO

from citegraph.graph.bridges import to_networkx
from citegraph.graph.store import Store

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def dump(store: Store, stream: BinaryIO) -> int:
    """Write all nodes and edges; the whole graph is read into memory.

    Returns:
        The number of nodes.
    """
    import networkx  # noqa: PLC0415 - slow to import

    graph = to_networkx(store)
    for _, attributes in graph.nodes(data=True):
        _simplify(attributes)
    for _, _, attributes in graph.edges(data=True):
        _simplify(attributes)
    plain = networkx.relabel_nodes(graph, {name: _text(name) for name in graph.nodes})
    networkx.write_graphml_lxml(plain, stream)
    return len(plain)


def _simplify(attributes: dict[str, Any]) -> None:
    """Convert values to the types of GraphML: Boolean, number and text."""
    simple = {
        _text(name): value if isinstance(value, (bool, int, float)) else _text(value)
        for name, value in attributes.items()
        if value is not None
    }
    attributes.clear()
    attributes.update(simple)


def _text(value: Any) -> str:
    """Return a value as text that XML can contain; items of a list are separated by ``; ``."""
    if isinstance(value, list):
        return "; ".join(map(_text, value))
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {_text(item)}" for key, item in value.items())
    return _NOT_XML.sub(" ", str(value))
