"""The works of OpenAlex.

https://developers.openalex.org/api-reference/works

A key is required for more than a few calls since February 2026. Prices as of November 2026: a list
0.0001 USD, a search 0.001 USD, single works free; with a free key 1 USD a day is free.
"""

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import quote, urlsplit

import msgspec

from citegraph.loaders.documents.document import Document
from citegraph.loaders.documents.http_request import Request
from citegraph.loaders.services import service
from citegraph.loaders.services.service import Service, Step, envelope, with_parameters

PAGE = 100  # the most that the API returns at once, and accepts as values of a filter
_FIELDS = (
    "id,doi,title,display_name,publication_date,publication_year,ids,language,primary_location,"
    "best_oa_location,locations,type,open_access,authorships,cited_by_count,is_retracted,"
    "primary_topic,topics,keywords,referenced_works,abstract_inverted_index,updated_date,"
    "created_date"
)
_FILTERS = {"openalex": "openalex", "doi": "doi", "arxiv": "doi", "pmid": "pmid"}
_LIST = re.compile(r"/works/?$")


class _Meta(msgspec.Struct):
    count: int | None = None
    next_cursor: str | None = None


class _Page(msgspec.Struct):
    meta: _Meta = msgspec.field(default_factory=_Meta)
    results: list[msgspec.Raw] = []


class OpenAlex(Service):
    """The API of OpenAlex."""

    name = "openalex"
    title = "OpenAlex"
    site = "https://api.openalex.org"
    variable = "CITEGRAPH_OPENALEX_URL"
    key = "OPENALEX_API_KEY"
    steps = (Step("works", PAGE, ("openalexId", "doi", "arxivId", "pmid")),)
    allowance = "1 USD a day with a free key (OPENALEX_API_KEY), 0.01 to 0.10 USD without"
    cost = (0.0001, 0.001)

    def secret_parameters(self) -> dict[str, str]:
        """Return the key, and the contact address, as parameters."""
        given = {
            "api_key": os.environ.get("OPENALEX_API_KEY", "").strip(),
            "mailto": service.contact(),
        }
        return {name: value for name, value in given.items() if value}

    def group(self, step: Step, names: Iterable[str]) -> Iterator[list[str]]:
        """Yield batches of identifiers of one filter; DOIs that a filter would split, alone."""
        groups: dict[str, list[str]] = {}
        for name in names:
            if re.search(r"[,|]", name):
                yield [name]
            else:
                groups.setdefault(_FILTERS[name.partition(":")[0]], []).append(name)
        for group in groups.values():
            yield from service.batched(group, step.batch)

    def requests(
        self, step: Step, names: Sequence[str], fresh: float | None = None
    ) -> Iterator[Request]:
        """Yield one list for each kind of identifier; a single work where a filter cannot be."""
        for batch in self.group(step, names):
            values = [_value(name) for name in batch]
            wanted = tuple(step.wanted(name) for name in batch)
            if len(batch) == 1 and re.search(r"[,|]", values[0]):
                url = f"{self.base()}/works/doi:{quote(values[0], safe='/:')}?select={_FIELDS}"
            else:
                kind = _FILTERS[batch[0].partition(":")[0]]
                filters = quote("|".join(values), safe="/:|()")
                url = (
                    f"{self.base()}/works?filter={kind}:{filters}&per-page={PAGE}&select={_FIELDS}"
                )
            yield self.request(url, fresh=fresh, wanted=wanted)

    def search(self, text: str) -> str:
        """Return the address of a search in title, abstract and full text."""
        return f"{self.base()}/works?search={quote(text)}"

    def lookup(self, title: str) -> str | None:
        """Return the address of a search for a title."""
        return (
            f"{self.base()}/works?filter=title.search:{quote(service.words(title))}"
            f"&per-page=5&select={_FIELDS}"
        )

    def prepared(self, url: str) -> str:
        """Return an address that begins at the first page, if it is a list of works."""
        parts = urlsplit(url)
        if not _LIST.search(parts.path) or re.search(
            r"(?:^|&)(?:page|cursor|group[-_]by|sample)=", parts.query
        ):
            return url
        size = re.search(r"(?:^|&)per[-_]page=\d+", parts.query)
        return with_parameters(url, cursor="*", **({} if size else {"per-page": PAGE}))

    def following(self, url: str, document: Document, seen: int) -> tuple[str | None, int]:
        """Return the address with the next cursor, until all results were read."""
        page = envelope(document, _Page)
        if page is None or not page.results or "cursor=" not in url:
            return None, seen
        seen += len(page.results)
        done = page.meta.count is not None and seen >= page.meta.count
        if done or not page.meta.next_cursor:
            return None, seen
        return with_parameters(url, cursor=page.meta.next_cursor), seen

    def left(self, allowance: dict[str, str]) -> str | None:
        """Describe cost and rest of the allowance, in USD where the reply states them."""
        cost, left, limit = (
            allowance.get(f"x-ratelimit-{name}")
            for name in ("cost-usd", "remaining-usd", "limit-usd")
        )
        if left is None:
            return super().left(allowance)
        return (f"the call cost {cost} USD; " if cost else "") + (
            f"{left} of {limit} USD left today" if limit else f"{left} USD left today"
        )


def _value(name: str) -> str:
    """Return an identifier as a filter takes it; arXiv IDs as the DOIs that arXiv assigns."""
    scheme, _, value = name.partition(":")
    return f"10.48550/arxiv.{value}" if scheme == "arxiv" else value


SERVICE = OpenAlex()
