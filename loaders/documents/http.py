"""Fetch documents over HTTP: one request at a time, with a cache and a deadline.

Failures that may pass (429, 5xx, a cut connection, an error page in place of JSON) are tried again,
later each time, or when the server asks for it (``Retry-After``, RFC 9110). One deadline covers
everything that belongs to a reply: connections, headers, redirects, body, pauses and retries. The
decoded size is limited as that of files (``citegraph.loaders.documents.compression``). Only
complete replies are cached (``citegraph.loaders.documents.http_cache``). For an hour they are used
without a request, so that an interrupted load continues where it stopped; later the request is
conditional.
"""

import importlib.metadata
import random
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, BinaryIO, Self, cast
from urllib.parse import urlsplit

import httpx

from citegraph.graph.connection.waiting import report_wait
from citegraph.graph.errors import SourceError
from citegraph.loaders.documents.compression import Budget, CompressionError, decoded
from citegraph.loaders.documents.document import Document
from citegraph.loaders.documents.http_cache import Cache, CachedReply
from citegraph.loaders.documents.http_reply import (
    CHUNK,
    Deadline,
    Passing,
    check_complete,
    check_status,
    redirected,
)
from citegraph.loaders.documents.http_request import SECRETS, Refused, Request, Transport, redacted
from citegraph.loaders.documents.pieces import Pieces

REDIRECTS = frozenset([301, 302, 303, 307, 308])
REPORTED = 3.0  # seconds; a longer wait is reported
_AGENT = (
    f"citegraph/{importlib.metadata.version('citegraph')} "
    "(reads lists of papers into a graph; one request at a time)"
)


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one reply."""

    tries: int = 5
    pause: float = 0.25  # seconds between two requests
    backoff: float = 1.0  # seconds before the second try, doubled for each further one
    longest_wait: float = 120.0  # seconds; give up if Retry-After exceeds this
    silence: float = 30.0  # seconds without a byte
    total: float = 300.0  # seconds for everything that belongs to one reply
    size: int = 512 * 1024 * 1024  # bytes, decoded
    fresh: float = 3600.0  # seconds for which a cached reply is used without a request
    redirects: int = 5


class Fetcher:
    """Fetch addresses one at a time.

    Args:
        cache: folder for replies; the user's cache folder by default.
        limits: the limits of a reply.
        sleep: how to wait, for tests; by default ``time.sleep``.
        waiting: called with the reason for a wait that takes long.
    """

    def __init__(
        self,
        cache: Path | None = None,
        limits: Limits | None = None,
        sleep: Callable[[float], None] | None = None,
        waiting: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._limits = limits or Limits()
        self._sleep = sleep or time.sleep
        self._waiting = waiting
        self.cache = Cache(cache)
        self.calls = 0  # requests sent, also those that were refused, redirected or cut off
        self._last = 0.0
        self._client = httpx.Client(
            # Each reply has a connection of its own, which its deadline can cut.
            transport=Transport(httpx.Limits(max_connections=1, max_keepalive_connections=0)),
            follow_redirects=False,
            timeout=httpx.Timeout(self._limits.silence),
            headers={
                "User-Agent": _AGENT,
                "Accept": "application/json, text/html;q=0.5, */*;q=0.1",
                "Accept-Encoding": "gzip, deflate, zstd",
            },
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()
        self.cache.close()

    def get(
        self, request: str | Request, captured: date | None = None, *, expect: str | None = None
    ) -> Document:
        """Fetch the reply to a request.

        Args:
            request: the request, or an http or https address.
            captured: the day of observation; by default the day of the reply.
            expect: what any other reply is an error for: ``json``, or the root element of XML.

        Raises:
            Refused: the server refuses the request.
            SourceError: there is no usable reply; the message has the remedy.
        """
        asked = Request(request) if isinstance(request, str) else request
        cached = self.cache.find(asked.key)
        notes = []
        if cached is None or not self.is_fresh(cached, asked):
            try:
                cached = self._try(asked, cached, expect=expect)
            except SourceError as error:
                if cached is None:
                    raise
                day = datetime.fromtimestamp(cached.at, UTC).date()
                notes.append(f"{error}; the reply of {day} is used instead")
        document = self.document(cached, captured)
        document.notes += notes
        return document

    def is_fresh(self, cached: CachedReply, request: Request) -> bool:
        """Report whether a cached reply is used without a request."""
        fresh = self._limits.fresh if request.fresh is None else request.fresh
        return 0 <= time.time() - cached.at <= fresh

    def document(self, cached: CachedReply, captured: date | None = None) -> Document:
        """Return a cached reply as a document."""
        day = datetime.fromtimestamp(cached.at, UTC).date()
        path = self.cache.body(cached.key or cached.url)
        document = Document(
            cached.url, path, captured or day, cached.charset, most=self._limits.size
        )
        document.allowance = cached.allowance
        document.absent = cached.absent
        return document

    def _try(
        self, request: Request, cached: CachedReply | None, *, expect: str | None
    ) -> CachedReply:
        """Send a request until there is a reply; hide its secrets in errors."""
        try:
            return self._tries(request, cached, expect=expect)
        except Refused as error:
            text = redacted(str(error), request.secrets)
            raise Refused(text, redacted(error.reply, request.secrets)) from None
        except SourceError as error:
            if not request.secrets:
                raise
            raise SourceError(redacted(str(error), request.secrets)) from None

    def _tries(
        self, request: Request, cached: CachedReply | None, *, expect: str | None
    ) -> CachedReply:
        """Send a request until there is a reply, at most ``tries`` times."""
        limits, url = self._limits, request.url
        deadline = Deadline(limits.total)
        wait = 0.0
        reason = ""
        for number in range(limits.tries):
            if number:
                if wait > REPORTED:
                    self._waiting(f"{request.shown}: {reason}; waiting {wait:.0f} s to try again")
                self._sleep(wait)
            try:
                with report_wait(f"a reply from {request.shown}", self._waiting, REPORTED):
                    return self._ask(request, cached, deadline, expect=expect)
            except Passing as error:
                reason = str(error)
                usual = limits.backoff * 2**number * random.uniform(0.75, 1.25)  # noqa: S311 - no secret
                wait = usual if error.wait is None else error.wait
                if wait > min(limits.longest_wait, deadline.left):
                    asked = "requested by the server" if error.wait else "before another attempt"
                    raise SourceError(
                        f"{url}: {reason}, and the wait of {wait:.0f} s {asked} exceeds the time "
                        f"limit; try again later"
                    ) from error
        raise SourceError(f"{url}: {reason} in {limits.tries} attempts; try again later")

    def _ask(
        self,
        request: Request,
        cached: CachedReply | None,
        deadline: Deadline,
        *,
        expect: str | None,
    ) -> CachedReply:
        """Send a request once, follow redirects, and store the reply."""
        url = request.url
        try:
            with deadline.watched():
                return self._followed(request, cached, deadline, expect=expect)
        except SourceError:
            raise
        except httpx.TimeoutException as error:
            if deadline.passed:
                raise SourceError(self._late(url)) from error
            raise Passing("no reply from the server") from error
        except httpx.LocalProtocolError as error:  # its message has the header, so the key
            raise SourceError(
                f"{url}: a header of the request is not valid; check the key in the environment"
            ) from error
        except (httpx.InvalidURL, httpx.UnsupportedProtocol, UnicodeError) as error:
            raise SourceError(f"{url}: the address is not valid ({error}); check it") from error
        except httpx.TransportError as error:
            if deadline.passed:
                raise SourceError(self._late(url)) from error
            if _is_unknown_host(error):
                host = error.request.url.host
                raise Passing(
                    f"no connection (the host name {host} was not found; check it, and your "
                    "connection to the network)"
                ) from error
            raise Passing(f"no connection ({error or type(error).__name__})") from error
        except CompressionError as error:
            if deadline.passed:
                raise SourceError(self._late(url)) from error
            problem = str(error).partition("; ")[0]
            raise Passing(f"the reply cannot be decoded: {problem}") from error

    def _followed(
        self,
        request: Request,
        cached: CachedReply | None,
        deadline: Deadline,
        *,
        expect: str | None,
    ) -> CachedReply:
        url = address = request.url
        headers = {**request.headers, **(cached.validators() if cached else {})}
        extensions: dict[str, Any] = {"trace": self._counting(deadline), SECRETS: request}
        for _ in range(self._limits.redirects + 1):
            self._pause(request)
            with self._client.stream(
                request.method,
                address,
                headers=headers,
                content=request.body,
                extensions=extensions,
            ) as reply:
                if reply.status_code in REDIRECTS:
                    address = redirected(url, address, reply.headers.get("Location", ""))
                    if urlsplit(address).netloc != urlsplit(url).netloc:
                        extensions.pop(SECRETS, None)  # they are for the first server only
                    continue
                if reply.status_code == httpx.codes.NOT_MODIFIED and cached:
                    return self.cache.confirm(cached)
                with self.cache.part() as part:
                    if absent := check_status(request, reply, deadline):
                        part.write_bytes(b"")
                    else:
                        self._save(url, reply, part, deadline)
                        check_complete(part, reply.headers, request, expect=expect)
                    return self.cache.store(request, part, reply, absent=absent)
        raise SourceError(f"{url}: more than {self._limits.redirects} redirects; check the address")

    def _counting(self, deadline: Deadline) -> Callable[[str, dict[str, Any]], None]:
        """Return what the client calls at each step of a request."""

        def trace(event: str, info: dict[str, Any]) -> None:
            self.calls += event == "http11.send_request_headers.complete"
            deadline.trace(event, info)

        return trace

    def _save(self, url: str, reply: httpx.Response, part: Path, deadline: Deadline) -> None:
        """Write the decoded body to a file.

        Raises:
            SourceError: it is too large or takes too long.
            CompressionError: it cannot be decoded, or breaks off.
        """
        too_large = SourceError(
            f"{url}: the reply is larger than {self._limits.size / 1e6:.0f} MB, which is too large "
            f"for a list of papers; download it and load the file"
        )
        codings = [
            each.strip().lower() for each in reply.headers.get_list("Content-Encoding", True)
        ]
        budget = Budget()
        size = 0
        with (
            part.open("wb") as stream,
            decoded(
                cast(BinaryIO, Pieces(reply.iter_raw())), [each for each in codings if each], budget
            ) as source,
        ):
            while chunk := source.read1(CHUNK):  # type: ignore[attr-defined]  # buffered
                size += len(chunk)
                if size > self._limits.size:
                    raise too_large
                stream.write(chunk)
                if not deadline.left:
                    break
        if deadline.passed or not deadline.left:  # a cut connection may look like the end
            raise SourceError(self._late(url))

    def _late(self, url: str) -> str:
        return f"{url}: the reply took longer than {self._limits.total:.0f} s; try again later"

    def _pause(self, request: Request) -> None:
        """Pause between requests."""
        left = self._last + max(self._limits.pause, request.pause) - time.monotonic()
        if left > 0:
            self._sleep(left)
        self._last = time.monotonic()


def _is_unknown_host(error: BaseException) -> bool:
    """Return whether a name of a host that was not found caused an error."""
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, socket.gaierror):
        cause = cause.__cause__ or cause.__context__
    return cause is not None
