"""Normalize identifiers, and decide which records describe the same thing."""
