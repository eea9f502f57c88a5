"""Convert a subgraph to a plain pyvis ``Network``."""

import json
from typing import TYPE_CHECKING, Any

from citegraph.graph.subgraph import Subgraph
from citegraph.viz.view import view

if TYPE_CHECKING:
    from pyvis.network import Network

_LONGEST = 40  # characters of a label

# Options of vis-network, here and on citegraph's page. Positions are given, so physics is off;
# straight edges are several times faster to draw than curves.
OPTIONS: dict[str, Any] = {
    "physics": {"enabled": False, "stabilization": False},
    "layout": {"improvedLayout": False, "randomSeed": 1},
    "interaction": {"hover": False, "tooltipDelay": 150, "zoomSpeed": 0.7, "keyboard": False},
    "nodes": {"borderWidth": 1},
    "edges": {"smooth": False, "width": 1, "color": {"color": "#98a2b3", "opacity": 0.5}},
}


def network(subgraph: Subgraph, seed: int = 0) -> "Network":
    """Convert a subgraph to a pyvis ``Network`` with positions, shapes, colors and names.

    Args:
        subgraph: What to draw.
        seed: Random seed of the layout.

    Raises:
        InputError: The subgraph has no node, or more than a page can show.
    """
    from pyvis.network import Network  # noqa: PLC0415 - imports IPython, a third of a second

    seen = view(subgraph, seed)
    net = Network(height="720px", directed=True, cdn_resources="in_line")
    net.set_options(json.dumps(OPTIONS))
    nodes = seen.subgraph.nodes
    # Network.add_node searches a list for every ID, which takes minutes at 10,000 nodes.
    net.nodes = [
        {
            "id": node.key,
            "label": _short(seen.name[i]),
            # pyvis renders every tooltip as HTML if one contains this word.
            "title": seen.name[i].replace("href", "hr\u200bef"),
            "group": node.label,
            "shape": seen.kinds[seen.kind[i]].shape,
            "color": seen.kinds[seen.kind[i]].color,
            "size": seen.radius[i],
            "x": float(seen.position[i, 0]),
            "y": float(seen.position[i, 1]),
        }
        for i, node in enumerate(nodes)
    ]
    net.node_ids = [node.key for node in nodes]
    net.node_map = {node["id"]: node for node in net.nodes}
    net.edges = [
        {"from": edge.source, "to": edge.target, "title": edge.type}
        for edge in (seen.subgraph.edges[i] for i in seen.edges)
    ]
    return net


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST else name[: _LONGEST - 1].rstrip() + "…"
