"""Fetch the items of a Zotero library from the local API of the running program.

https://www.zotero.org/support/dev/web_api/v3/start
"""

import os
import re
import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

from citegraph.graph.errors import SourceError
from citegraph.graph.records import Rejected
from citegraph.loaders.documents.document import Document

SITE = "http://127.0.0.1:23119"
PAGE = 100  # items; the most that Zotero returns at once
MOST = 10_000  # pages
_REMEDY = (
    'in its settings, under Advanced, turn on "Allow other applications on this computer to '
    'communicate with Zotero", or export the library and load the file'
)


def is_library(source: str) -> bool:
    """Report whether a source is a Zotero library: ``zotero:``, or its local address."""
    parts = urlsplit(source)
    return parts.scheme.lower() == "zotero" or (
        parts.scheme.lower() == "http"
        and parts.hostname in ("127.0.0.1", "localhost", "::1")
        and re.match(r"/api/(?:users|groups)/\d+/", parts.path) is not None
    )


def items(
    source: str, captured: date | None, waiting: Callable[[str], None]
) -> Iterator[Document | Rejected]:
    """Yield the items of a library or of a collection, page by page.

    Replies are not kept: the program is on this machine and always has the newest.

    Args:
        source: ``zotero:`` for the library, ``zotero:AB12CD34`` for a collection, or the local
            address of either.
        captured: the day of the observation; by default today.
        waiting: called with the reason for a wait that takes long.
    """
    from citegraph.loaders.documents.http import Fetcher, Limits  # noqa: PLC0415 - needs httpx

    try:
        address = _address(source)
    except SourceError as error:
        yield Rejected(reason=str(error), where=source)
        return
    before: object = None
    with (
        tempfile.TemporaryDirectory(prefix="citegraph-") as folder,
        Fetcher(Path(folder), Limits(tries=1, pause=0, fresh=0), waiting=waiting) as fetcher,
    ):
        for number in range(MOST):
            sign = "&" if "?" in address else "?"
            url = f"{address}{sign}limit={PAGE}&start={number * PAGE}"
            try:
                page = fetcher.get(url, captured, expect="json")
            except SourceError as error:
                yield Rejected(reason=_reason(str(error), address), where=source)
                return
            found = page.json
            # An old Zotero ignores limit and start, and returns all items at once.
            if number and (not found or found == before):
                return
            if not isinstance(found, list):
                reason = (
                    f"the reply at {url} is not a list of items, or is too long; export the "
                    "library and load the file"
                )
                yield Rejected(reason=reason, where=source)
                return
            yield page
            if len(found) != PAGE:
                return
            before = found


def _address(source: str) -> str:
    """Return the address of the items, without paging."""
    if not source.lower().startswith("zotero:"):
        parts = urlsplit(source)
        asked = [(k, v) for k, v in parse_qsl(parts.query) if k not in ("limit", "start", "format")]
        query = urlencode(asked)
        return f"http://{parts.netloc}{parts.path}" + (f"?{query}" if query else "")
    site = os.environ.get("CITEGRAPH_ZOTERO_URL", SITE).rstrip("/")
    name = source.partition(":")[2].strip("/ ")
    if not name:
        return f"{site}/api/users/0/items/top"
    if re.fullmatch(r"[A-Z0-9]{8}", name):
        return f"{site}/api/users/0/collections/{name}/items/top"
    raise SourceError(
        f"{source}: not a library or a collection; write zotero: for the library, or "
        "zotero:AB12CD34 with the key of a collection"
    )


def _reason(error: str, address: str) -> str:
    """Return the problem and its remedy."""
    site = "/".join(address.split("/")[:3])
    if "no connection" in error or "no reply" in error:
        return f"Zotero is not running at {site}; start it, and {_REMEDY}"
    if "replied 403" in error:
        return f"the local API of Zotero at {site} is turned off; {_REMEDY}"
    if "replied 404" in error:
        return "Zotero has no such library or collection; check the key in its address"
    return f"{error}; {_REMEDY}"
