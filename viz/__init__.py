"""citegraph."""
