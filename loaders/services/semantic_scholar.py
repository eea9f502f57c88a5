"""The Academic Graph of Semantic Scholar.

https://api.semanticscholar.org/api-docs/graph
"""

import re
from collections.abc import Iterator, Sequence
from urllib.parse import quote, urlsplit

import msgspec

from citegraph.loaders.documents.document import Document
from citegraph.loaders.documents.http_request import Request
from citegraph.loaders.services import service
from citegraph.loaders.services.service import Service, Step, envelope, with_parameters

PAPER = "/graph/v1/paper"
BATCH = 500  # the most that the API accepts
_FIELDS = (
    "paperId,corpusId,externalIds,url,title,abstract,venue,publicationVenue,year,publicationDate,"
    "publicationTypes,journal,authors.authorId,authors.name,authors.externalIds,citationCount,"
    "s2FieldsOfStudy"
)
_REFERENCES = ",references.paperId,references.externalIds,references.title,references.year"
_PREFIX = {
    "s2": "",
    "corpusid": "CorpusId:",
    "doi": "DOI:",
    "arxiv": "ARXIV:",
    "pmid": "PMID:",
    "pmcid": "PMCID:",
    "acl": "ACL:",
}


class _Page(msgspec.Struct):
    next: int | None = None
    token: str | None = None
    data: list[msgspec.Raw] = []


class SemanticScholar(Service):
    """The Academic Graph API of Semantic Scholar."""

    name = "semantic-scholar"
    title = "Semantic Scholar"
    site = "https://api.semanticscholar.org"
    variable = "CITEGRAPH_S2_URL"
    key = "S2_API_KEY"
    header = ("x-api-key", "")
    steps = (
        Step("papers", BATCH, ("s2Id", "arxivId", "doi", "corpusId", "pmid", "pmcid", "aclId")),
    )
    allowance = "one request a second; without a key (S2_API_KEY) shared with everybody"
    interval = 1.0
    absent = r"^404|^400 No valid paper ids"
    seconds = 3.0

    def requests(
        self, step: Step, names: Sequence[str], fresh: float | None = None
    ) -> Iterator[Request]:
        """Yield one batch, which is sent as the body of a POST."""
        values = [_PREFIX[name.partition(":")[0]] + name.partition(":")[2] for name in names]
        yield self.request(
            f"{self.base()}{PAPER}/batch?fields={_FIELDS}{_REFERENCES}",
            body=msgspec.json.encode({"ids": values}),
            fresh=fresh,
            wanted=tuple(step.wanted(name) for name in names),
        )

    def search(self, text: str) -> str:
        """Return the address of a search, of which the service returns up to 1,000 papers."""
        return f"{self.base()}{PAPER}/search?query={quote(text)}&fields={_FIELDS}&limit=100"

    def lookup(self, title: str) -> str | None:
        """Return the address of the search for the paper of a title."""
        query = quote(service.words(title))
        return f"{self.base()}{PAPER}/search/match?query={query}&fields={_FIELDS}{_REFERENCES}"

    def prepared(self, url: str) -> str:
        """Return the address with fields, which are otherwise only ID and title."""
        path = urlsplit(url).path
        if not path.startswith("/graph/") or service.parameter(url, "fields") is not None:
            return url
        if re.search(r"/paper/(?:batch|autocomplete)|/author/(?:search|\d+$)", path):
            return url
        listed = re.search(r"/paper/search|/(?:citations|references)$|/author/", path)
        fields = _FIELDS if listed else _FIELDS + _REFERENCES
        if path.endswith("/bulk"):  # does not return these
            fields = fields.replace("authors.authorId,authors.name,authors.externalIds", "authors")
        return with_parameters(url, fields=fields)

    def following(self, url: str, document: Document, seen: int) -> tuple[str | None, int]:
        """Return the address with the next offset, or with the token of a bulk search."""
        page = envelope(document, _Page)
        if page is None or not page.data:
            return None, seen
        seen += len(page.data)
        if page.token:
            return with_parameters(url, token=page.token), seen
        if page.next is None or service.parameter(url, "offset") == str(page.next):
            return None, seen
        return with_parameters(url, offset=page.next), seen


SERVICE = SemanticScholar()
