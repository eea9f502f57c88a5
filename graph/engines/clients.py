"""The clients of the keeper, and their requests to end a statement."""

import socket
import time
from dataclasses import dataclass, field

__all__ = ["Client", "Ending"]


@dataclass(eq=False, slots=True)
class Client:
    """A connection to the keeper."""

    socket: socket.socket
    since: float = field(default_factory=time.monotonic)
    received: bytes = b""
    known: bool = False  # has sent the token
    answered: bool = False


@dataclass(slots=True)
class Ending:
    """A request to end a statement."""

    port: int  # of the client's Bolt connection
    deadline: float
    client: Client | None  # the client that requested it
