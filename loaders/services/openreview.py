"""The API of OpenReview, version 2.

https://docs.openreview.net/reference/api-v2
"""

import re
from collections.abc import Iterator, Sequence
from urllib.parse import SplitResult, quote, urlsplit

import msgspec

from citegraph.loaders.documents.document import Document
from citegraph.loaders.documents.http_request import Request
from citegraph.loaders.services import service
from citegraph.loaders.services.service import Service, Step, envelope, with_parameters

PAGE = 1000  # the most that the API returns
_FORUM = re.compile(r"/(?:forum|pdf|group)/?$")
_GROUP = re.compile(r"[\w-]+(?:\.[\w-]+)+/\S+")  # ICLR.cc/2024/Conference
_NOTE = re.compile(r"(?=\S*\d|\S+[A-Z])[\w-]{8,16}")


class _Page(msgspec.Struct):
    notes: list[msgspec.Raw] = []
    count: int | None = None


class OpenReview(Service):
    """The notes of OpenReview."""

    name = "openreview"
    title = "OpenReview"
    site = "https://api2.openreview.net"
    variable = "CITEGRAPH_OPENREVIEW_URL"
    key = "OPENREVIEW_TOKEN"
    header = ("Authorization", "Bearer ")
    steps = (Step("notes", 1, ("openreview",)),)
    allowance = "free; some notes need a login (OPENREVIEW_TOKEN)"
    interval = 1.0

    def serves(self, parts: SplitResult) -> bool:
        """Recognize the addresses of its pages, and of version 1 of the API, too."""
        host = parts.netloc.rpartition("@")[2].lower()
        return (
            super().serves(parts)
            or host == "api.openreview.net"
            or (
                host in ("openreview.net", "www.openreview.net")
                and bool(_FORUM.search(parts.path))
                and parts.query.startswith("id=")
            )
        )

    def named(self, text: str) -> str | None:
        """Return the identifier of a note with its scheme."""
        value = text.removeprefix("openreview:")
        return f"openreview:{value}" if _NOTE.fullmatch(value) else None

    def requests(
        self, step: Step, names: Sequence[str], fresh: float | None = None
    ) -> Iterator[Request]:
        """Yield the requests for single notes."""
        for name in names:
            yield self.request(
                f"{self.base()}/notes?id={quote(name.partition(':')[2], safe='')}",
                fresh=fresh,
                wanted=(step.wanted(name),),
            )

    def search(self, text: str) -> str:
        """Return the address of the submissions of a venue, or of a search for words."""
        if _GROUP.fullmatch(text):
            return f"{self.base()}/notes?content.venueid={quote(text, safe='/')}"
        return f"{self.base()}/notes/search?term={quote(text)}&source=forum"

    def prepared(self, url: str) -> str:
        """Return the address of the API for a page, and the first page of a list."""
        parts = urlsplit(url)
        if _FORUM.search(parts.path) and (value := service.parameter(url, "id")):
            if not parts.path.rstrip("/").endswith("group"):
                return f"{self.base()}/notes?id={quote(value, safe='')}"
            url = self.search(value)
        if service.parameter(url, "offset") is not None or service.parameter(url, "id"):
            return url
        size = service.parameter(url, "limit") is not None
        return with_parameters(url, offset=0, **({} if size else {"limit": PAGE}))

    def following(self, url: str, document: Document, seen: int) -> tuple[str | None, int]:
        """Return the address with the next offset, until a page is not full."""
        page, start = envelope(document, _Page), service.parameter(url, "offset")
        if page is None or not page.notes or start is None or not start.isdecimal():
            return None, seen
        found = len(page.notes)
        seen += found
        following = int(start) + found
        size = service.parameter(url, "limit") or ""
        if page.count is not None:
            full = following < page.count
        else:
            full = size.isdecimal() and found >= int(size)
        return (with_parameters(url, offset=following) if full else None), seen


SERVICE = OpenReview()
