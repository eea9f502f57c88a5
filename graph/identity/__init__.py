"""Canonical identifiers, and the decision which records are the same."""
