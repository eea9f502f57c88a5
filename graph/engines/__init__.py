"""The embedded engine: its program and settings, and the process that keeps it running."""
