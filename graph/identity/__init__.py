"""Identifiers in canonical form, and which records are the same thing."""
