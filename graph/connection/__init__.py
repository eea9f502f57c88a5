"""The driver's side: addresses, running statements, errors, preparing a database."""
