"""The base class of the services, and functions that they share."""

import os
import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, ClassVar, TypeVar
from urllib.parse import SplitResult, parse_qsl, quote, urlencode, urlsplit, urlunsplit

import msgspec

from citegraph.graph.errors import SourceError
from citegraph.graph.identity import ids
from citegraph.graph.identity.works import KEYS, Keys
from citegraph.graph.records import Rejected
from citegraph.loaders.documents.document import Document
from citegraph.loaders.documents.http_request import Request

if TYPE_CHECKING:
    from citegraph.loaders.documents.http import Fetcher

CONTACT = "CITEGRAPH_MAILTO"
LONGEST_TITLE = 300  # characters of a title that are searched for
MOST_PAGES = 100_000
_SECRET = ("api_key", "apikey", "key", "mailto", "token")  # of an address that a user has written

T = TypeVar("T")
S = TypeVar("S", bound=msgspec.Struct)


class Step(msgspec.Struct, frozen=True):
    """One kind of request about papers, such as the works themselves or their references.

    Attributes:
        name: its name.
        batch: identifiers in one request.
        takes: names of the identifiers that it accepts, the best first, as in ``KEYS``.
    """

    name: str
    batch: int
    takes: tuple[str, ...]

    def wanted(self, name: str) -> str:
        """Return an identifier as a cached reply names it."""
        return f"{self.name} {name}"


class Service(ABC):
    """A service.

    Attributes:
        name: as users write it; also the format of the replies.
        title: as the service writes it.
        site: its address.
        variable: environment variable with another address, such as a mirror.
        key: environment variable with the key, if the service has keys.
        header: name of the header with the key, and what precedes it there.
        steps: the kinds of requests that complete papers.
        allowance: the limits, in one line.
        cost: price in USD of a request for identifiers, and of a search.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    site: ClassVar[str]
    variable: ClassVar[str]
    key: ClassVar[str | None] = None
    header: ClassVar[tuple[str, str] | None] = None
    steps: ClassVar[tuple[Step, ...]]
    allowance: ClassVar[str]
    cost: ClassVar[tuple[float, float]] = (0.0, 0.0)
    absent: ClassVar[str | None] = r"^404"
    interval: ClassVar[float] = 0.1  # seconds between two requests that the service asks for
    seconds: ClassVar[float] = 1.0  # that a reply usually takes
    expects: ClassVar[str | None] = "json"  # of a reply, or the root element of XML

    # -- addresses ---------------------------------------------------------------------------

    def base(self) -> str:
        """Return the address of the service, of a mirror, or of a server with saved replies."""
        return (os.environ.get(self.variable) or self.site).rstrip("/")

    def places(self) -> set[str]:
        """Return the hosts of the service."""
        return {urlsplit(self.site).netloc.lower(), urlsplit(self.base()).netloc.lower()}

    def serves(self, parts: SplitResult) -> bool:
        """Return whether an address is one of the service."""
        return parts.netloc.rpartition("@")[2].lower() in self.places()

    def pause(self) -> float:
        """Return the seconds between two requests."""
        return self.interval

    def secret_headers(self) -> dict[str, str]:
        """Return headers with the key."""
        key = os.environ.get(self.key or "", "").strip()  # a file with a key ends with a newline
        return {self.header[0]: self.header[1] + key} if self.header and key else {}

    def secret_parameters(self) -> dict[str, str]:
        """Return parameters of the address with the key or the contact address."""
        return {}

    def request(
        self,
        url: str,
        *,
        body: bytes | None = None,
        fresh: float | None = None,
        wanted: tuple[str, ...] = (),
    ) -> Request:
        """Return the request for an address of the service."""
        return Request(
            url,
            body,
            {} if body is None else {"Content-Type": "application/json"},
            self.secret_headers(),
            self.secret_parameters(),
            self.absent,
            self.pause(),
            fresh,
            wanted,
        )

    # -- sources of `citegraph load` -----------------------------------------------------------

    def addresses(self, source: str) -> Iterator[Request]:
        """Yield the first request of each address of a source.

        Args:
            source: an address, or the name of the service, a colon and either identifiers,
                separated by commas, or words to search for.

        Raises:
            SourceError: the source names nothing.
        """
        if source.partition(":")[0].lower() in ("http", "https"):
            parts = urlsplit(source)
            given = parse_qsl(parts.query)
            kept = [one for one in given if one[0].lower() not in _SECRET]
            query = parts.query
            if len(kept) < len(given):
                query = urlencode(kept, safe=":/,|*()")
            own = urlsplit(self.base())
            there = parts.netloc.lower() == urlsplit(self.site).netloc.lower()
            scheme, netloc = (own.scheme, own.netloc) if there else (parts.scheme, parts.netloc)
            path = parts.path
            if there and self.base() != self.site:
                path = own.path + path.removeprefix(urlsplit(self.site).path)
            request = self.request(self.prepared(urlunsplit((scheme, netloc, path, query, ""))))
            secrets = {**dict(one for one in given if one not in kept), **request.secret_parameters}
            yield replace(request, secret_parameters=secrets)
            return
        text = source.partition(":")[2].strip()
        if not text:
            raise SourceError(
                f"{source}: no identifiers or words; write, for example, "
                f"{self.name}:10.1000/xyz or {self.name}:'citation graph'"
            )
        names = [self.named(part.strip()) for part in text.split(",")]
        if all(names):
            for step in self.steps:
                found = [
                    name for name in names if name and name.partition(":")[0] in _schemes(step)
                ]
                for some in batched(found, step.batch):
                    yield from self.requests(step, some)
        elif all(ids.parse(part)[0] != "own" for part in text.split(",")):
            accepted = ", ".join(sorted(set().union(*map(_schemes, self.steps))))
            raise SourceError(
                f"{source}: {self.title} does not accept these identifiers; it accepts {accepted}"
            )
        else:
            yield self.request(self.prepared(self.search(text)))

    def named(self, text: str) -> str | None:
        """Return an identifier with its scheme, if a text is one that the service accepts."""
        scheme, value = ids.parse(text)
        accepted = {one for step in self.steps for one in _schemes(step)}
        return f"{scheme}:{value}" if scheme in accepted else None

    def pages(
        self, fetcher: "Fetcher", request: Request, captured: date | None = None
    ) -> Iterator[Document | Rejected]:
        """Yield the replies to a request, page by page."""
        seen = number = 0
        url: str | None = request.url
        read: set[str] = set()
        following = request
        while url and number < MOST_PAGES:
            try:
                document = fetcher.get(following, captured, expect=self.expects)
            except SourceError as error:
                reason = str(error).removeprefix(f"{url}: ")
                if number:
                    reason += f"; pages from page {number + 1} on were not read"
                yield Rejected(reason=self.explained(reason), where=url)
                return
            number += 1
            if document.digest in read:
                reason = f"page {number} repeats an earlier page"
                reason += f"; pages from page {number} on were not read"
                yield Rejected(reason=reason, where=url)
                return
            read.add(document.digest)
            document.format = self.name
            url, seen = (None, seen) if document.absent else self.following(url, document, seen)
            document.is_page = url is not None or number > 1
            if url is None and (left := self.left(document.allowance)):
                document.notes.append(f"{self.title}: {left}")
            if url and url == following.url.partition("#")[0]:  # the cursor of Crossref stays
                url += f"#{number + 1}"  # not sent: the key of the reply in the cache
            yield document
            if url:
                following = replace(request, url=url)

    def explained(self, reason: str) -> str:
        """Add the remedy to the reason why a request failed."""
        if "the address is not valid" in reason and os.environ.get(self.variable):
            return reason.replace("; check it", f"; check the environment variable {self.variable}")
        refused = re.search(r"replied (?:401|403)", reason)
        if self.key and not os.environ.get(self.key) and (refused or "replied 429" in reason):
            return f"{reason}; set the environment variable {self.key} to your key"
        if self.key and refused:
            return f"{reason}; check the key in the environment variable {self.key}"
        return reason

    # -- of each service -----------------------------------------------------------------------

    @abstractmethod
    def requests(
        self, step: Step, names: Sequence[str], fresh: float | None = None
    ) -> Iterator[Request]:
        """Yield the requests for identifiers with their scheme, at most one batch."""

    @abstractmethod
    def search(self, text: str) -> str:
        """Return the address of a search for words."""

    def lookup(self, title: str) -> str | None:  # noqa: ARG002 - for those that have one
        """Return the address of a search for a title; ``None`` if the service has none."""
        return None

    def prepared(self, url: str) -> str:
        """Return an address that begins at the first page."""
        return url

    def following(
        self,
        url: str,  # noqa: ARG002 - for services with pages
        document: Document,  # noqa: ARG002 - as above
        seen: int,
    ) -> tuple[str | None, int]:
        """Return the address of the next page, and how many entries were read so far."""
        return None, seen

    def left(self, allowance: dict[str, str]) -> str | None:
        """Describe the remaining allowance, by the headers of a reply."""
        limit = allowance.get("x-ratelimit-limit") or allowance.get("x-rate-limit-limit")
        left = allowance.get("x-ratelimit-remaining") or allowance.get("x-rate-limit-remaining")
        return f"{left} of {limit} requests left" if limit and left else None

    def group(self, step: Step, names: Iterable[str]) -> Iterator[list[str]]:
        """Yield batches of identifiers that one request can contain."""
        yield from batched(names, step.batch)


def _schemes(step: Step) -> set[str]:
    return {KEYS[name].rstrip(":") for name in step.takes}


def best(step: Step, keys: Keys) -> str | None:
    """Return the identifier of a paper that a step accepts best: ``doi:10.1000/xyz``."""
    for name in step.takes:
        if values := [value for kind, value in keys if kind == name]:
            return KEYS[name] + min(values)
    return None


def names_of(keys: Iterable[tuple[str, str]]) -> set[str]:
    """Return identifiers with their schemes."""
    return {KEYS[name] + value for name, value in keys}


def batched(values: Iterable[T], size: int) -> Iterator[list[T]]:
    """Yield lists of at most ``size`` values."""
    rest = iter(values)
    while batch := list(islice(rest, size)):
        yield batch


def with_parameters(url: str, **parameters: str | int) -> str:
    """Return an address with parameters set."""
    parts = urlsplit(url)
    kept = [part for part in parts.query.split("&") if part]
    for name, value in parameters.items():
        kept = [part for part in kept if part.partition("=")[0] != name]
        kept.append(f"{name}={quote(str(value), safe=':/,|*')}")
    return urlunsplit((*parts[:3], "&".join(kept), ""))


def parameter(url: str, name: str) -> str | None:
    """Return a parameter of an address."""
    return dict(parse_qsl(urlsplit(url).query, keep_blank_values=True)).get(name)


def envelope(document: Document, kind: type[S]) -> S | None:
    """Return the parts of a JSON reply that state the next page."""
    with document.open() as stream:
        data = stream.read()
    try:
        return msgspec.json.decode(data, type=kind)
    except msgspec.MsgspecError:
        return None


def words(title: str) -> str:
    """Return a title as words to search for, without the syntax of a query."""
    return " ".join(re.findall(r"[\w'-]+", title))[:LONGEST_TITLE]


def contact() -> str | None:
    """Return the user's contact address."""
    return os.environ.get(CONTACT, "").strip() or None
