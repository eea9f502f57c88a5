"""Records to the graph: rows, merge with what is stored, difference."""
