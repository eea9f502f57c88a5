"""Replies over HTTP as documents: politely, with a cache, and with an end in every case.

One request at a time, with a stated user agent. What failed in a way that may pass (429, 5xx, a
cut connection, an error page in place of JSON) is tried again, later each time, or when the
server says so (``Retry-After``, RFC 9110). A reply may neither be endless nor take forever. Replies
are kept in the user's cache folder: for an hour they are used as they are, so that an interrupted
load goes on where it stopped; later the server is asked whether they still hold.
"""

import hashlib
import importlib.metadata
import ipaddress
import json
import os
import random
import socket
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any, Self
from urllib.parse import urljoin, urlsplit

import httpx
import msgspec

from graph.errors import SourceError
from loaders.document import Document

__all__ = ["Fetcher", "Limits"]

RETRIED = frozenset([408, 425, 429, 500, 502, 503, 504])
REDIRECTS = frozenset([301, 302, 303, 307, 308])


@dataclass(frozen=True, slots=True)
class Limits:
    """What a request may cost."""

    tries: int = 5
    pause: float = 0.25  # seconds between two requests
    backoff: float = 1.0  # seconds before the second try, doubled for each further one
    longest_wait: float = 120.0  # seconds; a server that asks for more is asked another day
    silence: float = 30.0  # seconds without a byte
    total: float = 180.0  # seconds for one reply
    size: int = 128 * 1024 * 1024  # bytes
    fresh: float = 3600.0  # seconds for which a kept reply is used unasked
    redirects: int = 5


class _Passing(Exception):
    """A failure that may pass; ``wait`` is how long the server asks to wait, in seconds."""

    def __init__(self, reason: str, wait: float | None = None) -> None:
        super().__init__(reason)
        self.wait = wait


class _Kept(msgspec.Struct):
    """What is known of a kept reply."""

    url: str
    at: float  # when it was last known to hold, seconds since 1970
    etag: str | None = None
    modified: str | None = None
    charset: str | None = None


class Fetcher:
    """Fetches addresses one at a time.

    Args:
        cache: folder for replies; the user's cache folder by default.
        limits: what a request may cost.
        sleep: how to wait, for tests.
        waiting: called with what is waited for.
    """

    def __init__(
        self,
        cache: Path | None = None,
        limits: Limits | None = None,
        sleep: Callable[[float], None] = time.sleep,
        waiting: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._limits = limits or Limits()
        self._sleep = sleep
        self._waiting = waiting
        self._cache = _writable(cache or _cache_folder())
        self._last = 0.0
        self._client = httpx.Client(
            follow_redirects=False,
            timeout=httpx.Timeout(self._limits.silence),
            headers={
                "User-Agent": _agent(),
                "Accept": "application/json, text/html;q=0.5, */*;q=0.1",
            },
            limits=httpx.Limits(max_connections=1),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def get(self, url: str, captured: date | None = None, *, expect_json: bool = False) -> Document:
        """The reply at an address.

        Args:
            url: http or https.
            captured: the day of observation; by default the day of the reply.
            expect_json: whether anything but JSON is an error.

        Raises:
            SourceError: there is no usable reply; the message says what to do.
        """
        body, meta = self._paths(url)
        kept = _read_meta(meta) if body.is_file() else None
        notes = []
        if kept is None or time.time() - kept.at > self._limits.fresh:
            try:
                kept = self._try(url, body, meta, kept, expect_json=expect_json)
            except SourceError as error:
                if kept is None:
                    raise
                day = datetime.fromtimestamp(kept.at, UTC).date()
                notes.append(f"{error}; the reply of {day} is used in its place")
        day = datetime.fromtimestamp(kept.at, UTC).date()
        document = Document(url, body, captured or day, kept.charset)
        document.notes += notes
        return document

    def _try(
        self, url: str, body: Path, meta: Path, kept: _Kept | None, *, expect_json: bool
    ) -> _Kept:
        """Asks until there is a reply, at most ``tries`` times."""
        limits = self._limits
        wait = 0.0
        reason = ""
        for number in range(limits.tries):
            if number:
                self._sleep(wait)
            try:
                return self._ask(url, body, meta, kept, expect_json=expect_json)
            except _Passing as error:
                reason = str(error)
                usual = limits.backoff * 2**number * random.uniform(0.75, 1.25)  # noqa: S311 - no secret
                wait = usual if error.wait is None else error.wait
                if wait > limits.longest_wait:
                    raise SourceError(
                        f"{url}: {reason}, and the server asks to wait {wait:.0f} s; try again then"
                    ) from error
        raise SourceError(f"{url}: {reason}, {limits.tries} times; try again later")

    def _ask(
        self, url: str, body: Path, meta: Path, kept: _Kept | None, *, expect_json: bool
    ) -> _Kept:
        """One request, redirects followed, its reply kept."""
        started = time.monotonic()
        headers = {}
        if kept and kept.etag:
            headers["If-None-Match"] = kept.etag
        if kept and kept.modified:
            headers["If-Modified-Since"] = kept.modified
        address = url
        for _ in range(self._limits.redirects + 1):
            self._breathe()
            try:
                with self._client.stream("GET", address, headers=headers) as reply:
                    if reply.status_code in REDIRECTS:
                        address = _redirected(url, address, reply.headers.get("Location", ""))
                        continue
                    if reply.status_code == httpx.codes.NOT_MODIFIED and kept:
                        kept.at = time.time()
                    else:
                        _check_status(url, reply)
                        self._save(url, reply, body, started, expect_json=expect_json)
                        kept = _Kept(
                            url, time.time(), reply.headers.get("ETag"),
                            reply.headers.get("Last-Modified"), reply.charset_encoding,
                        )  # fmt: skip
                    meta.write_bytes(msgspec.json.encode(kept))
                    return kept
            except httpx.TimeoutException as error:
                raise _Passing("the server does not answer") from error
            except httpx.TransportError as error:
                raise _Passing(f"no connection ({error or type(error).__name__})") from error
            except httpx.InvalidURL as error:
                raise SourceError(f"{url}: this is no address ({error})") from error
        raise SourceError(f"{url}: more than {self._limits.redirects} redirects")

    def _save(
        self, url: str, reply: httpx.Response, body: Path, started: float, *, expect_json: bool
    ) -> None:
        """Writes the reply beside its place and moves it there once it is whole and sound."""
        size = 0
        handle, name = tempfile.mkstemp(dir=body.parent, prefix="part-")
        part = Path(name)
        try:
            with os.fdopen(handle, "wb") as stream:
                for chunk in reply.iter_bytes():
                    size += len(chunk)
                    if size > self._limits.size:
                        raise SourceError(
                            f"{url}: the reply is larger than {self._limits.size / 1e6:.0f} MB; "
                            f"this is no list of papers"
                        )
                    if time.monotonic() - started > self._limits.total:
                        raise SourceError(
                            f"{url}: the reply did not end within {self._limits.total:.0f} s"
                        )
                    stream.write(chunk)
            if expect_json:
                _check_json(part, reply.headers.get("Content-Type", ""))
            part.replace(body)
        finally:
            part.unlink(missing_ok=True)

    def _breathe(self) -> None:
        """Keeps a pause between requests."""
        left = self._last + self._limits.pause - time.monotonic()
        if left > 0:
            self._sleep(left)
        self._last = time.monotonic()

    def _paths(self, url: str) -> tuple[Path, Path]:
        name = hashlib.sha256(url.encode("utf-8", "replace")).hexdigest()[:32]
        return self._cache / f"{name}.body", self._cache / f"{name}.json"


def _agent() -> str:
    try:
        version = importlib.metadata.version("citegraph")
    except importlib.metadata.PackageNotFoundError:
        version = "0"
    return f"citegraph/{version} (reads lists of papers into a graph; one request at a time)"


def _cache_folder() -> Path:
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(home) / "citegraph" / "http"


def _writable(folder: Path) -> Path:
    """The folder, made; a temporary one where it cannot be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError:
        return Path(tempfile.mkdtemp(prefix="citegraph-http-"))


def _read_meta(path: Path) -> _Kept | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=_Kept)
    except (OSError, msgspec.DecodeError, msgspec.ValidationError):
        return None


def _check_status(url: str, reply: httpx.Response) -> None:
    status = reply.status_code
    if status in RETRIED:
        raise _Passing(f"the server replies {status}", _retry_after(reply.headers))
    if status != httpx.codes.OK:
        known = {401: "it wants a login", 403: "it refuses", 404: "there is no such page"}
        raise SourceError(f"{url}: the server replies {status}: {known.get(status, 'no page')}")


def _retry_after(headers: httpx.Headers) -> float | None:
    """Seconds that the server asks to wait: a number or a date (RFC 9110, 10.2.3)."""
    value = headers.get("Retry-After", "").strip()
    if value.isdigit():
        return float(value)
    try:
        until = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError):
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(0.0, (until - datetime.now(UTC)).total_seconds())


def _check_json(path: Path, kind: str) -> None:
    """Refuses an error page in place of JSON, and JSON that was cut off."""
    data = path.read_bytes()
    if "html" in kind.lower() or data.lstrip()[:1] == b"<":
        raise _Passing("the server replies with a page in place of data")
    try:
        value: Any = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise _Passing("the reply is not whole JSON") from error
    if isinstance(value, dict) and set(value) <= {"error", "message", "statusCode", "status"}:
        text = str(value.get("error") or value.get("message") or "")[:200]
        raise _Passing(f"the server replies with an error: {text}")


def _redirected(first: str, here: str, location: str) -> str:
    """Where a redirect leads.

    Raises:
        SourceError: to what no list of papers is behind: another scheme, or an address inside
            of a network, unless the first address was that very server.
    """
    target = urljoin(here, location)
    parts = urlsplit(target)
    if not location or parts.scheme not in ("http", "https") or not parts.hostname:
        raise SourceError(f"{first}: refused to follow a redirect to {target[:200]}")
    if parts.scheme == "http" and urlsplit(here).scheme == "https":
        raise SourceError(f"{first}: refused to follow a redirect from https to http")
    if parts.netloc != urlsplit(first).netloc and not _public(parts.hostname):
        raise SourceError(f"{first}: refused to follow a redirect into a private network")
    return target


def _public(host: str) -> bool:
    """Whether all addresses of a host are public ones."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except OSError:
        return True  # the request itself will say that there is no such host
    return all(ipaddress.ip_address(str(each[4][0]).partition("%")[0]).is_global for each in found)
