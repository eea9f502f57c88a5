"""The query API of arXiv.

https://info.arxiv.org/help/api/user-manual.html
"""

import re
from collections.abc import Iterator, Sequence
from urllib.parse import quote, urlsplit

from citegraph.loaders.documents.document import Document
from citegraph.loaders.documents.http_request import Request
from citegraph.loaders.services import service
from citegraph.loaders.services.service import Service, Step, with_parameters

QUERY = "/api/query"
BATCH = 100
_TOTAL = re.compile(r"totalResults[^<>]*>\s*(\d+)")
_ENTRY = re.compile(r"<(?:\w+:)?entry\b")


class Arxiv(Service):
    """The query API of arXiv."""

    name = "arxiv"
    title = "arXiv"
    site = "https://export.arxiv.org"
    variable = "CITEGRAPH_ARXIV_URL"
    steps = (Step("papers", BATCH, ("arxivId",)),)
    allowance = "free; one request in three seconds"
    interval = 3.0
    seconds = 3.0
    expects = "feed"

    def places(self) -> set[str]:
        """Return the hosts of the service."""
        return super().places() | {"export.arxiv.org"}

    def requests(
        self, step: Step, names: Sequence[str], fresh: float | None = None
    ) -> Iterator[Request]:
        """Yield one list of papers."""
        values = ",".join(quote(name.partition(":")[2], safe="/") for name in names)
        yield self.request(
            f"{self.base()}{QUERY}?id_list={values}&max_results={len(names)}",
            fresh=fresh,
            wanted=tuple(step.wanted(name) for name in names),
        )

    def search(self, text: str) -> str:
        """Return the address of a search in all fields."""
        words = " AND ".join(f"all:{word}" for word in service.words(text).split())
        return f"{self.base()}{QUERY}?search_query={quote(words, safe=':')}"

    def lookup(self, title: str) -> str | None:
        """Return the address of a search for a title."""
        query = quote(f'ti:"{service.words(title)}"', safe=":")
        return f"{self.base()}{QUERY}?search_query={query}&max_results=5"

    def prepared(self, url: str) -> str:
        """Return an address that begins at the first page, if it is a search."""
        if not urlsplit(url).path.endswith(QUERY) or service.parameter(url, "start") is not None:
            return url
        size = service.parameter(url, "max_results") is not None
        return url if size else with_parameters(url, start=0, max_results=BATCH)

    def following(self, url: str, document: Document, seen: int) -> tuple[str | None, int]:
        """Return the address of the next entries, until all were read."""
        start = service.parameter(url, "start")
        if start is None or service.parameter(url, "id_list"):
            return None, seen
        text = document.text
        found, total = len(_ENTRY.findall(text)), _TOTAL.search(text)
        seen += found
        begins = int(start) + found if start.isdecimal() else seen
        if not found or total is None or begins >= int(total[1]):
            return None, seen
        return with_parameters(url, start=begins), seen


SERVICE = Arxiv()
