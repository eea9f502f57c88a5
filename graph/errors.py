"""The errors that citegraph raises.

::

    CitegraphError              one line: the problem and the remedy
    ├── InputError              also a ValueError: an argument or a source is invalid
    │   ├── SourceError         a file, folder or address cannot be read as a source
    │   ├── QueryError          unknown question, invalid parameter, refused or invalid Cypher
    │   └── RecordError         a record is invalid
    └── StoreError              the database cannot be used
        ├── ConnectionFailed    no server answers, or the credentials are wrong
        ├── StoreBusy           another process holds the database folder
        ├── BusyError           a conflict with another transaction; a new attempt may succeed
        └── TakenError          another process created the same node or index first

The errors are in ``graph`` because every other package may import it; ``citegraph`` exports
``CitegraphError``.
"""

from collections.abc import Sequence


class CitegraphError(Exception):
    """Base class. ``str(error)`` is one line: the problem and the remedy.

    Attributes:
        problem: the message without the nodes that it lists; empty if it lists none.
        lines: one line for each of these nodes, for output on several lines.
    """

    problem: str = ""
    lines: Sequence[str] = ()


class InputError(CitegraphError, ValueError):
    """An argument or a source is invalid."""


class SourceError(InputError):
    """A file, folder or address cannot be read as a source."""


class QueryError(InputError):
    """The question is unknown, a parameter invalid, or the Cypher refused or invalid."""


class RecordError(InputError):
    """A record is invalid."""


class StoreError(CitegraphError):
    """The database cannot be used."""


class ConnectionFailed(StoreError):
    """No server answers at the address, or the credentials are wrong."""


class StoreBusy(StoreError):
    """Another process holds the database folder."""


class BusyError(StoreError):
    """A conflict with another transaction; a new attempt may succeed."""


class TakenError(StoreError):
    """Another process created the same node or index first."""
