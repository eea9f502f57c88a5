"""The graph as records."""
