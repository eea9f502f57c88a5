"""The works of Crossref.

https://api.crossref.org/swagger-ui/index.html

A contact address (``CITEGRAPH_MAILTO``) leads to the polite pool, which allows more requests.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import quote, urlsplit

import msgspec

from citegraph.loaders.documents.document import Document
from citegraph.loaders.documents.http_request import Request
from citegraph.loaders.services import service
from citegraph.loaders.services.service import Service, Step, envelope, with_parameters

BATCH = 50  # DOIs that an address has room for
PAGE = 100
_LIST = re.compile(r"/works/?$")
_SPLITS = re.compile(r"[,:?#&\s]")  # a filter ends there


class _Message(msgspec.Struct, rename="kebab"):
    total_results: int | None = None
    next_cursor: str | None = None
    items: list[msgspec.Raw] = []


class _Page(msgspec.Struct):
    message: _Message = msgspec.field(default_factory=_Message)


class Crossref(Service):
    """The REST API of Crossref."""

    name = "crossref"
    title = "Crossref"
    site = "https://api.crossref.org"
    variable = "CITEGRAPH_CROSSREF_URL"
    steps = (Step("works", BATCH, ("doi",)),)
    allowance = "free; one list a second, three with a contact address (CITEGRAPH_MAILTO)"
    seconds = 2.0

    def pause(self) -> float:
        """Return the pause of the public or of the polite pool."""
        return 0.34 if service.contact() else 1.0

    def secret_parameters(self) -> dict[str, str]:
        """Return the contact address."""
        mail = service.contact()
        return {"mailto": mail} if mail else {}

    def group(self, step: Step, names: Iterable[str]) -> Iterator[list[str]]:
        """Yield batches; DOIs that a filter would split alone."""
        plain = []
        for name in names:
            if _SPLITS.search(name.partition(":")[2]):
                yield [name]
            else:
                plain.append(name)
        yield from service.batched(plain, step.batch)

    def requests(
        self, step: Step, names: Sequence[str], fresh: float | None = None
    ) -> Iterator[Request]:
        """Yield one list of works, or a single work."""
        for batch in self.group(step, names):
            wanted = tuple(step.wanted(name) for name in batch)
            values = [name.partition(":")[2] for name in batch]
            if len(values) == 1:
                url = f"{self.base()}/works/{quote(values[0], safe='')}"
            else:
                filters = ",".join(f"doi:{quote(value, safe='/:()')}" for value in values)
                url = f"{self.base()}/works?filter={filters}&rows={len(values)}"
            yield self.request(url, fresh=fresh, wanted=wanted)

    def search(self, text: str) -> str:
        """Return the address of a search in the bibliographic data."""
        return f"{self.base()}/works?query={quote(text)}"

    def lookup(self, title: str) -> str | None:
        """Return the address of a search for a title."""
        return f"{self.base()}/works?query.title={quote(service.words(title))}&rows=5"

    def prepared(self, url: str) -> str:
        """Return an address that begins at the first page, if it is a list of works."""
        parts = urlsplit(url)
        if not _LIST.search(parts.path) or re.search(
            r"(?:^|&)(?:cursor|offset|sample)=|(?:^|&)rows=0(?:&|$)|(?:^|&)facet=", parts.query
        ):
            return url
        size = "rows=" in parts.query
        return with_parameters(url, cursor="*", **({} if size else {"rows": PAGE}))

    def following(self, url: str, document: Document, seen: int) -> tuple[str | None, int]:
        """Return the address with the next cursor, until all works were read."""
        page = envelope(document, _Page)
        if page is None or "cursor=" not in url:
            return None, seen
        seen += len(page.message.items)
        total = page.message.total_results
        if not page.message.items:
            if seen and total is not None and seen < total:  # a reply was lost on its way
                document.notes.append(f"Crossref returned {seen:,} of {total:,} works")
            return None, seen
        if not page.message.next_cursor or (total is not None and seen >= total):
            return None, seen
        return with_parameters(url, cursor=page.message.next_cursor), seen

    def left(self, allowance: dict[str, str]) -> str | None:
        """Describe the rate that the service states."""
        limit = allowance.get("x-rate-limit-limit")
        interval = allowance.get("x-rate-limit-interval")
        return f"{limit} requests in {interval} are allowed" if limit and interval else None


SERVICE = Crossref()
