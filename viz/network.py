"""The plain pyvis object of a subgraph."""

import json
from typing import TYPE_CHECKING, Any

from citegraph.graph.subgraph import Subgraph
from citegraph.viz.view import View, view

if TYPE_CHECKING:
    from pyvis.network import Network

__all__ = ["fill", "network"]

# What vis-network is told, on citegraph's page too: positions are given, so nothing moves by
# itself, and straight edges are several times quicker to draw than curves.
OPTIONS: dict[str, Any] = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False, "randomSeed": 1},
    "interaction": {"hover": False, "tooltipDelay": 150, "zoomSpeed": 0.8, "keyboard": False},
    "nodes": {"borderWidth": 1},
    "edges": {"smooth": False, "width": 1, "color": {"color": "#98a2b3", "opacity": 0.5}},
}


def network(subgraph: Subgraph, seed: int = 0) -> "Network":
    """Make a pyvis ``Network`` with positions, shapes, colours and names, to go on by hand.

    Raises:
        InputError: The subgraph has no node, or more than a page can show.
    """
    return fill(view(subgraph, seed))


def fill(seen: View) -> "Network":
    """The same of a view that is there already."""
    from pyvis.network import Network  # noqa: PLC0415  it loads IPython: a third of a second

    net = Network(height="720px", directed=True, cdn_resources="in_line")
    net.set_options(json.dumps(OPTIONS))
    nodes = seen.subgraph.nodes
    # pyvis' own add_node looks every id up in a list, which takes minutes at 10,000 nodes
    net.nodes = [
        {
            "id": node.key,
            "label": _short(seen.name[i]),
            # pyvis turns all tooltips into HTML when one contains this word
            "title": seen.name[i].replace("href", "hr\u200bef"),
            "group": node.label,
            "shape": seen.kinds[seen.kind[i]].shape,
            "color": seen.kinds[seen.kind[i]].color,
            "size": seen.radius[i],
            "x": round(float(seen.position[i, 0]), 1),
            "y": round(float(seen.position[i, 1]), 1),
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


def _short(name: str, most: int = 40) -> str:
    return name if len(name) <= most else name[: most - 1].rstrip() + "…"
