"""The engine's control interface: list and end running statements, over HTTP on loopback.

Used by ``citegraph.graph.engines.keeper``, so it needs nothing but the standard library. The
paths, credentials and commands come with the keeper's order.
"""

import json
import socket
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement that the engine runs.

    Attributes:
        id: the engine's identifier for it.
        port: local port of the client's Bolt connection.
    """

    id: str
    port: int


class Control:
    """Requests to the engine's control interface.

    Args:
        spec: ``probe``, path of the readiness probe (status 204 when ready); ``path``,
            ``authorization`` and the commands ``list`` and ``end`` of the control interface.
        port: the engine's HTTP port.
    """

    TIMEOUT = 2.0  # seconds; a slower engine is out of memory or overloaded

    def __init__(self, spec: dict[str, Any], port: int) -> None:
        self.spec = spec
        self.port = port

    def ready(self) -> bool:
        """Report whether the engine has opened its databases."""
        request = f"GET {self.spec['probe']} HTTP/1.0\r\nHost: localhost\r\n\r\n"
        try:
            return b" 204" in self._send(request.encode(), 64, timeout=1)
        except OSError:
            return False

    def running(self) -> list[Statement]:
        """List the statements that run over Bolt.

        Raises:
            OSError: the engine does not answer.
        """
        found = []
        for row in self._command(self.spec["list"]):
            port = str(row.get("clientAddress", "")).rpartition(":")[2]
            if port.isdigit():
                found.append(Statement(str(row["id"]), int(port)))
        return found

    def end(self, statement: Statement) -> None:
        """Request the end of a statement; the engine ends it between two rows.

        Raises:
            OSError: the engine does not answer.
        """
        self._command(f"{self.spec['end']} {statement.id}")

    def _command(self, command: str) -> list[dict[str, Any]]:
        body = json.dumps({"command": command})
        head = (
            f"POST {self.spec['path']} HTTP/1.0\r\nHost: localhost\r\n"
            f"Authorization: {self.spec['authorization']}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        reply = self._send((head + body).encode(), 4_000_000, timeout=self.TIMEOUT)
        try:
            result = json.loads(reply.partition(b"\r\n\r\n")[2])["result"]
        except (ValueError, KeyError):
            return []
        return [row for row in result if isinstance(row, dict)] if isinstance(result, list) else []

    def _send(self, request: bytes, limit: int, *, timeout: float) -> bytes:
        """Send a request; return the reply up to its end or ``limit`` bytes."""
        reply = b""
        with socket.create_connection(("127.0.0.1", self.port), timeout=timeout) as connection:
            connection.sendall(request)
            while len(reply) < limit and (data := connection.recv(65536)):
                reply += data
        return reply
