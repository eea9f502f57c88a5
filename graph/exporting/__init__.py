"""Export the graph as records."""
