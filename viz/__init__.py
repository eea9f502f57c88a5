"""Draw subgraphs as interactive HTML pages."""

from citegraph.viz.network import network
from citegraph.viz.page import Page, render

__all__ = ["Page", "network", "render"]
