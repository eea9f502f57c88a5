"""OpenCitations Meta (publications) and Index (citations).

https://api.opencitations.net/meta/v1 and https://api.opencitations.net/index/v2
"""

import re
from collections.abc import Iterator, Sequence
from urllib.parse import quote

from citegraph.graph.errors import SourceError
from citegraph.loaders.documents.http_request import Request
from citegraph.loaders.services.service import Service, Step

META = "/meta/v1/metadata"
INDEX = "/index/v2"
_TAKES = ("doi", "arxivId", "pmid", "omid")


class OpenCitations(Service):
    """The APIs of OpenCitations Meta (publications) and Index (citations)."""

    name = "opencitations"
    title = "OpenCitations"
    site = "https://api.opencitations.net"
    variable = "CITEGRAPH_OPENCITATIONS_URL"
    key = "OPENCITATIONS_ACCESS_TOKEN"
    header = ("authorization", "")
    steps = (Step("metadata", 20, _TAKES), Step("references", 1, _TAKES))
    allowance = "free; 180 requests a minute"
    interval = 0.34
    seconds = 2.0

    def requests(
        self, step: Step, names: Sequence[str], fresh: float | None = None
    ) -> Iterator[Request]:
        """Yield a batch of metadata, or the references of one paper."""
        values = [quote(_value(name), safe="/:()") for name in names]
        wanted = tuple(step.wanted(name) for name in names)
        if step.name == "metadata":
            yield self.request(
                f"{self.base()}{META}/{'__'.join(values)}", fresh=fresh, wanted=wanted
            )
            return
        for value, one in zip(values, wanted, strict=True):
            yield self.request(
                f"{self.base()}{INDEX}/references/{value}", fresh=fresh, wanted=(one,)
            )

    def search(self, text: str) -> str:
        """Refuse: the service has no search.

        Raises:
            SourceError: always.
        """
        raise SourceError(
            f"opencitations:{text}: not a DOI or PubMed ID; write opencitations:10.1/x"
        )

    def prepared(self, url: str) -> str:
        """Return the address of the JSON reply."""
        return re.sub(r"([?&])format=csv(&|$)", r"\1format=json\2", url)


def _value(name: str) -> str:
    """Return an identifier as the service writes it: a preprint of arXiv by its DOI."""
    return name.replace("arxiv:", "doi:10.48550/arxiv.", 1) if name.startswith("arxiv:") else name


SERVICE = OpenCitations()
