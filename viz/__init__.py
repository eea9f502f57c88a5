"""Subgraphs as pages that people want to explore."""

from citegraph.viz.network import network
from citegraph.viz.page import Page, render

__all__ = ["Page", "network", "render"]
