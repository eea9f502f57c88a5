"""The embedded engine: what is started, how, and who keeps it running."""
