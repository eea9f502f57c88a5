"""Every error that citegraph raises on purpose.

::

    CitegraphError              one line that says what went wrong and what to do
    ├── InputError              also a ValueError: something the caller gave is wrong
    │   ├── SourceError         a file, folder or address cannot be read as a source
    │   ├── QueryError          unknown question, bad parameter, Cypher refused or wrong
    │   └── RecordError         a record does not have the form it must have
    └── StoreError              the database cannot be used
        ├── ConnectionFailed    nobody answers at the address, or the credentials are wrong
        ├── StoreBusy           another process holds the database folder
        ├── BusyError           another transaction got in the way; the same again may pass
        └── TakenError          another process wrote the same thing at the same time

The tree lives in ``graph`` because every other package may import ``graph``; ``citegraph``
re-exports it.
"""

__all__ = [
    "BusyError",
    "CitegraphError",
    "ConnectionFailed",
    "InputError",
    "QueryError",
    "RecordError",
    "SourceError",
    "StoreBusy",
    "StoreError",
    "TakenError",
]


class CitegraphError(Exception):
    """Base class. ``str(error)`` is one line: what went wrong, and the remedy."""


class InputError(CitegraphError, ValueError):
    """Something the caller gave is wrong."""


class SourceError(InputError):
    """A file, folder or address cannot be read as a source."""


class QueryError(InputError):
    """An unknown question, a bad parameter, or Cypher that is refused or wrong."""


class RecordError(InputError):
    """A record does not have the form it must have."""


class StoreError(CitegraphError):
    """The database cannot be used."""


class ConnectionFailed(StoreError):
    """Nobody answers at the address, or the credentials are wrong."""


class StoreBusy(StoreError):
    """Another process holds the database folder."""


class BusyError(StoreError):
    """Another transaction got in the way; the same again may pass."""


class TakenError(StoreError):
    """Another process wrote the same thing at the same time."""
