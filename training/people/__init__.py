"""Weights and counts of names by which authors are told apart."""
