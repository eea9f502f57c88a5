"""Subgraphs as pages that people want to explore."""

from viz.network import network
from viz.page import Page, render

__all__ = ["Page", "network", "render"]
