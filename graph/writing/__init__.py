"""Write records to the graph: rows, combination with stored records, difference."""
