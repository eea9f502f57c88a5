"""OAI-PMH, of arXiv and of any other repository.

https://www.openarchives.org/OAI/openarchivesprotocol.html, https://info.arxiv.org/help/oa/
"""

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

from citegraph.graph.errors import SourceError
from citegraph.graph.records import Rejected
from citegraph.loaders.documents.document import Document
from citegraph.loaders.documents.http_request import Request
from citegraph.loaders.services import service
from citegraph.loaders.services.service import Service, Step

if TYPE_CHECKING:
    from citegraph.loaders.documents.http import Fetcher

PREFIX = "arXivRaw"  # the metadata format of arXiv with the days of all versions
_VERB = re.compile(r"(?:^|&)verb=(?:ListRecords|GetRecord)(?:&|$)")
_TOKEN = re.compile(r"<(?:\w+:)?resumptionToken\b[^<>]*>([^<]+)<")
_EXPIRED = re.compile(r"""<(?:\w+:)?error\b[^<>]*\bcode=["']badResumptionToken["']""")
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})


class OaiPmh(Service):
    """Repositories that can be harvested by OAI-PMH; by name that of arXiv."""

    name = "oai-pmh"
    title = "OAI-PMH"
    site = "https://oaipmh.arxiv.org"
    variable = "CITEGRAPH_OAI_URL"
    steps = (Step("papers", 1, ("arxivId",)),)
    allowance = "free; arXiv allows one request in three seconds"
    interval = 3.0
    seconds = 3.0
    expects = None

    def serves(self, parts: SplitResult) -> bool:
        """Recognize an address by its verb, since any repository may be named."""
        return bool(_VERB.search(parts.query))

    def requests(
        self, step: Step, names: Sequence[str], fresh: float | None = None
    ) -> Iterator[Request]:
        """Yield the requests for single records of arXiv."""
        for name in names:
            value = quote(name.partition(":")[2], safe="/")
            yield self.request(
                f"{self.base()}/oai?verb=GetRecord&metadataPrefix={PREFIX}"
                f"&identifier=oai:arXiv.org:{value}",
                fresh=fresh,
                wanted=(step.wanted(name),),
            )

    def search(self, text: str) -> str:
        """Return the address of the records of a set, such as ``cs:cs:LG``."""
        chosen = quote(text, safe=":")
        return f"{self.base()}/oai?verb=ListRecords&metadataPrefix={PREFIX}&set={chosen}"

    def prepared(self, url: str) -> str:
        """Refuse an address that is not encrypted.

        Raises:
            SourceError: it is not.
        """
        parts = urlsplit(url)
        if parts.scheme != "https" and parts.hostname not in _LOCAL:
            raise SourceError("only https addresses can be fetched; save the reply and load it")
        return url

    def pages(
        self, fetcher: "Fetcher", request: Request, captured: date | None = None
    ) -> Iterator[Document | Rejected]:
        """Yield the replies to a request; ask again where a cached reply is an expired token."""
        for document in super().pages(fetcher, request, captured):
            if isinstance(document, Document) and _EXPIRED.search(document.head):
                again = replace(request, url=document.name, fresh=0.0)
                yield from super().pages(fetcher, again, captured)
                return
            yield document

    def following(self, url: str, document: Document, seen: int) -> tuple[str | None, int]:
        """Return the address with the resumption token, which replaces all other parameters."""
        token = ""
        for piece in _tails(document):
            if found := _TOKEN.findall(piece):
                token = html.unescape(found[-1]).strip()
        if not token or service.parameter(url, "resumptionToken") == token:
            return None, seen
        query = f"verb=ListRecords&resumptionToken={quote(token, safe='')}"
        return urlunsplit((*urlsplit(url)[:3], query, "")), seen


def _tails(document: Document) -> Iterator[str]:
    """Yield the text in pieces, each after the end of the one before, where a token may be cut."""
    before = ""
    for piece in document.pieces():
        yield before + piece
        before = piece[-4096:]


SERVICE = OaiPmh()
