"""A request: what identifies it, and the secrets that only the connection receives.

Keys and contact addresses are added when a request is sent, below everything that logs or reports
an address. They are never a part of a name, of the cache, or of a message.
"""

import hashlib
import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote
from urllib.request import getproxies, proxy_bypass

import httpx
import msgspec

from citegraph.graph.errors import SourceError

LONGEST = 120  # characters of an address in a message
SECRETS = "citegraph-secrets"  # extension of a request of the client
LOGIN = re.compile(r"(?<=://)([^/?#\s]*)@")  # user and password of an address


class Refused(SourceError):
    """The server refuses a request; ``reply`` is the status with the beginning of the body."""

    def __init__(self, message: str, reply: str) -> None:
        super().__init__(message)
        self.reply = reply


@dataclass(frozen=True, slots=True)
class Request:
    """A request for one reply.

    Attributes:
        url: the address, shown, and the key of the cache; a user and a password in it become a
            secret header.
        body: JSON to send with POST; ``None`` for GET.
        headers: headers that are not secret.
        secret_headers: headers that are.
        secret_parameters: parameters of the address that are.
        absent: regular expression of replies ("404 Title match not found") that mean that nothing
            was found; such a reply is cached as an answer.
        pause: seconds since the last request to the same service.
        fresh: seconds for which a cached reply is used; ``None`` for the usual time.
        wanted: what the request asks for, cached with the reply.
    """

    url: str
    body: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    secret_headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    secret_parameters: Mapping[str, str] = field(default_factory=dict, repr=False)
    absent: str | None = None
    pause: float = 0.0
    fresh: float | None = None
    wanted: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Take the user and the password out of the address."""
        if found := LOGIN.search(self.url.partition("?")[0]):
            login = b64encode(unquote(found[1]).encode("utf-8", "replace")).decode()
            object.__setattr__(self, "url", LOGIN.sub("", self.url, count=1))
            object.__setattr__(
                self, "secret_headers", {"Authorization": f"Basic {login}", **self.secret_headers}
            )

    @property
    def method(self) -> str:
        """Return the HTTP method."""
        return "GET" if self.body is None else "POST"

    @property
    def shown(self) -> str:
        """Return the address for messages, short: a batch has hundreds of identifiers in it."""
        if len(self.url) <= LONGEST:
            return self.url
        path, _, parameters = self.url.partition("?")
        short = f"{path}?..." if parameters else path
        return short if len(short) <= LONGEST else f"{path[: LONGEST - 3]}..."

    @property
    def key(self) -> str:
        """Return the key of the reply in the cache."""
        if self.body is None:
            return self.url
        return f"{self.url} {hashlib.sha256(self.body).hexdigest()}"

    @property
    def secrets(self) -> tuple[str, ...]:
        """Return every secret value."""
        return (*self.secret_headers.values(), *self.secret_parameters.values())


def redacted(text: str, secrets: tuple[str, ...]) -> str:
    """Replace secrets in a message that a server may have repeated, also as part of an address."""
    for secret in secrets:
        key = secret.rpartition(" ")[2]  # without "Bearer"
        if key:
            encoded = (c.encode("utf-8", "replace").hex("%") for c in key)
            form = "".join(f"(?:{re.escape(c)}|%{e})" for c, e in zip(key, encoded, strict=True))
            text = re.sub(form, "[hidden]", text, flags=re.IGNORECASE)
    return text


class Transport(httpx.BaseTransport):
    """Add the secrets of a request when it is sent, and nowhere else.

    The client logs and reports the request that it was given, which does not have them. A client
    with a transport of its own does not read the proxies of the environment, so this does.
    """

    def __init__(self, limits: httpx.Limits) -> None:
        self._direct = httpx.HTTPTransport(limits=limits)
        self._proxies = {
            scheme: httpx.HTTPTransport(limits=limits, proxy=address)
            for scheme, address in getproxies().items()
            if scheme in ("http", "https") and address.startswith("http")
        }

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request with its secrets."""
        transport = self._proxies.get(request.url.scheme)
        if transport is None or proxy_bypass(request.url.host):
            transport = self._direct
        secret: Request | None = request.extensions.get(SECRETS)
        if secret is None or not secret.secrets:
            return transport.handle_request(request)
        headers = request.headers.copy()
        headers.update(secret.secret_headers)
        url = request.url
        if secret.secret_parameters:
            url = url.copy_merge_params(dict(secret.secret_parameters))
        return transport.handle_request(
            httpx.Request(
                request.method,
                url,
                headers=headers,
                stream=request.stream,
                extensions=request.extensions,
            )
        )

    def close(self) -> None:
        """Close all connections."""
        for transport in (self._direct, *self._proxies.values()):
            transport.close()


def message_of(body: bytes, secrets: tuple[str, ...]) -> str:
    """Return the message of an error reply without secrets, at most 200 characters."""
    try:
        value: Any = msgspec.json.decode(body)
    except msgspec.MsgspecError:
        text = body.decode("utf-8", "replace").strip()
        value = "" if text.startswith("<") else text
    if isinstance(value, dict):
        parts = [value.get(name) for name in ("error", "message", "detail")]
        value = ": ".join(dict.fromkeys(part for part in parts if isinstance(part, str)))
    return " ".join(redacted(value, secrets).split())[:200] if isinstance(value, str) else ""
