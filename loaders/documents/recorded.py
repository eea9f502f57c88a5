"""Unwrap recorded HTTP replies: JSON objects with the status and the body of a reply.

Programs that record the replies of a service save ``{"url": ..., "status_code": 200, "body":
...}``, with the body as text or as JSON; in a file, in an array, or one a line.
"""

import re
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import msgspec

from citegraph.graph.errors import SourceError
from citegraph.graph.records import Rejected
from citegraph.loaders.documents.document import Document

_MARK = re.compile(r'"(?:body|status_code|statusCode|status)"\s*:')
_STATUS = ("status_code", "statusCode", "status")
LONGEST_MESSAGE = 200  # characters of the body of an error


def unwrapped(document: Document) -> Iterator[Document | Rejected]:
    """Yield the bodies of recorded replies as documents; any other document as it is."""
    try:
        is_recorded = bool(
            document.json_like
            and _MARK.search(document.head)
            and _status(document.first_entry()) is not None
        )
    except SourceError:  # raised again when the format is recognized
        is_recorded = False
    if not is_recorded:
        yield document
        return
    try:
        replies = document.entries()
        first = next(replies)
        following = next(replies, None)
        yield _reply(*first, document, document.name)
        if following is None:
            return
        yield _reply(*following, document, _numbered(document, 2))
        for number, (place, value) in enumerate(replies, 3):
            yield _reply(place, value, document, _numbered(document, number))
    except SourceError as error:
        reason = str(error).removeprefix(f"{document.name}: ")
        yield Rejected(reason=reason, where=document.name)


def _numbered(document: Document, number: int) -> str:
    return f"{document.name}#{number}"


def _reply(place: str, value: Any, document: Document, name: str) -> Document | Rejected:
    """Return the body of a reply as a document; a reply with an error as rejected."""
    if isinstance(value, Rejected):
        return value
    status = _status(value)
    if status is None:
        return Rejected(
            reason=f"{place} is not a recorded reply: it needs status_code and body",
            where=name,
            raw=value,
        )
    body, url = value["body"], str(value.get("url") or "an unknown address")[:LONGEST_MESSAGE]
    data = _bytes(body) if isinstance(body, str) else msgspec.json.encode(body)
    if status != HTTPStatus.OK:
        message = " ".join(data[:LONGEST_MESSAGE].decode("utf-8", "ignore").split())
        return Rejected(
            reason=f"the recorded reply of {url} has the status {status}; record it again",
            where=name,
            raw={"url": url, "status": status, "body": message},
        )
    if body is None or not data.strip():
        return Rejected(reason=f"the recorded reply of {url} has no body", where=name)
    return Document(name, data, document.captured, "utf-8")


def _bytes(text: str) -> bytes:
    """Return a body in UTF-8; many programs decode one without a charset as Latin-1."""
    if not text.isascii():
        try:
            data = text.encode("latin-1")
            data.decode("utf-8")
        except UnicodeError:
            pass
        else:
            return data
    return text.encode("utf-8", "replace")


def _status(value: Any) -> int | None:
    """Return the status of a recorded reply; ``None`` if the value is not one."""
    if not isinstance(value, dict) or "body" not in value:
        return None
    for key in _STATUS:
        status = value.get(key)
        if isinstance(status, int) and 100 <= status <= 599:
            return status
    return None
