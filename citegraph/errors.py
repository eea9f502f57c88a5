"""The exception tree, for ``from citegraph.errors import ...``; it is drawn in ``graph.errors``."""

from graph.errors import (
    CitegraphError,
    ConnectionFailed,
    InputError,
    QueryError,
    RecordError,
    SourceError,
    StoreBusy,
    StoreError,
)

__all__ = [
    "CitegraphError",
    "ConnectionFailed",
    "InputError",
    "QueryError",
    "RecordError",
    "SourceError",
    "StoreBusy",
    "StoreError",
]
