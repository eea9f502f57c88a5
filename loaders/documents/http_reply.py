"""One reply of an HTTP server: its deadline, status, completeness and redirects."""

import ipaddress
import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx

from citegraph.graph.errors import SourceError
from citegraph.graph.records import Rejected
from citegraph.loaders.documents.document import HEAD, Document
from citegraph.loaders.documents.http_request import Refused, Request, message_of, redacted

CHUNK = 64 * 1024  # bytes
RETRIED = frozenset([408, 425, 429, 500, 502, 503, 504])


class Passing(Exception):
    """A temporary failure; ``wait`` is the pause that the server requests, in seconds."""

    def __init__(self, reason: str, wait: float | None = None) -> None:
        super().__init__(reason)
        self.wait = wait


class Deadline:
    """Close the connection when the time for a reply is over.

    Timeouts of the client cover one read each, so a server that sends a header every second, or
    interim replies without end, is never timed out.
    """

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds
        self._socket: socket.socket | None = None
        self.passed = False

    @property
    def left(self) -> float:
        """Return the seconds until the deadline, at least 0."""
        return max(0.0, self._end - time.monotonic())

    def trace(self, event: str, info: dict[str, Any]) -> None:
        """Note the socket of a new connection; called by the client."""
        if event in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            self._socket = info["return_value"].get_extra_info("socket")
            if self.passed:
                self._cut()

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Cut the connection at the deadline, until this ends."""
        timer = threading.Timer(self.left, self._cut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _cut(self) -> None:
        self.passed = True
        if self._socket is not None:
            with suppress(OSError):  # closed meanwhile
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)


def check_status(request: Request, reply: httpx.Response, deadline: Deadline) -> bool:
    """Report whether the reply means that nothing was found; refuse other errors.

    Raises:
        Passing: another try may succeed.
        Refused: it would not.
    """
    status, url = reply.status_code, request.url
    if status in RETRIED:
        raise Passing(f"the server replied {status}", _retry_after(reply.headers))
    if status == httpx.codes.OK:
        return False
    body = b""
    for chunk in reply.iter_bytes():
        body += chunk
        if len(body) > CHUNK or not deadline.left:
            break
    message = message_of(body[:CHUNK], request.secrets)
    if request.absent and re.search(request.absent, f"{status} {message}"):
        return True
    known = {401: "a login is required", 403: "access is denied", 404: "page not found"}
    reason = known.get(status, "")
    if message and message.casefold() not in reason:
        reason += f" ({message})" if reason else message
    problem = f"the server replied {status}" + (f": {reason}" if reason else "")
    raise Refused(f"{url}: {problem}", f"{status} {message}")


def _retry_after(headers: httpx.Headers) -> float | None:
    """Return the seconds in Retry-After: a number or a date (RFC 9110, 10.2.3)."""
    value = headers.get("Retry-After", "").strip()
    if value.isascii() and value.isdigit():
        return float(value[:12])
    try:
        until = parsedate_to_datetime(value)
        until = until if until.tzinfo else until.replace(tzinfo=UTC)
        return max(0.0, (until - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def check_complete(
    path: Path, headers: httpx.Headers, request: Request, *, expect: str | None
) -> None:
    """Refuse an error page in place of JSON or XML, and a reply that was cut off.

    Where a reply states no length, only its content can show that something is missing.
    """
    expect_json = expect == "json"
    if expect and not expect_json:
        _check_end(path, expect)
        return
    with path.open("rb") as stream:
        head = stream.read(HEAD).lstrip()
    if expect_json and ("html" in headers.get("Content-Type", "").lower() or head[:1] == b"<"):
        raise Passing("the server replied with an HTML page instead of data")
    stated = "Content-Length" in headers or "Transfer-Encoding" in headers
    if not expect_json and stated:
        return
    document = Document(request.url, path)
    try:
        entries = [value for _, value in islice(document.entries(), 2)]
        if document.json_like:
            broken = any(isinstance(value, Rejected) for _, value in document.entries())
        else:
            broken = expect_json
            with document.open() as stream:
                while stream.read(HEAD):
                    pass
    except SourceError as error:
        raise Passing("the reply is incomplete or damaged") from error
    if broken:
        raise Passing("the reply is not complete JSON")
    value = entries[0] if len(entries) == 1 else None
    if (
        expect_json
        and isinstance(value, dict)
        and set(value) <= {"error", "message", "statusCode", "status"}
    ):
        text = str(value.get("error") or value.get("message") or "")
        text = redacted(text, request.secrets)[:200]
        raise Passing(f"the server replied with an error: {text}")


def _check_end(path: Path, root: str) -> None:
    """Refuse a reply that does not end with the root element."""
    with path.open("rb") as stream:
        stream.seek(max(0, path.stat().st_size - HEAD))
        end = stream.read().rstrip()
    if not end.endswith(f"</{root}>".encode()):
        raise Passing(f"the reply is not complete XML (<{root}>)")


def redirected(first: str, here: str, location: str) -> str:
    """Return the target of a redirect.

    Raises:
        SourceError: to what no list of papers is behind: another scheme, or an address inside
            of a network, unless the first address was that very server.
    """
    try:
        target = urljoin(here, location)
        parts = urlsplit(target)
        _ = parts.port
    except ValueError as error:
        raise SourceError(
            f"{first}: refused to follow a redirect to an invalid address ({error})"
        ) from error
    if not location or parts.scheme not in ("http", "https") or not parts.hostname:
        raise SourceError(f"{first}: refused to follow a redirect to {target[:200]}")
    if parts.scheme == "http" and urlsplit(here).scheme == "https":
        raise SourceError(f"{first}: refused to follow a redirect from https to http")
    if parts.netloc != urlsplit(first).netloc and not is_public(parts.hostname):
        raise SourceError(f"{first}: refused to follow a redirect into a private network")
    return target


def is_public(host: str) -> bool:
    """Return whether all addresses of a host are public."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return True  # the request itself will report that there is no such host
    return all(ipaddress.ip_address(str(each[4][0]).partition("%")[0]).is_global for each in found)
