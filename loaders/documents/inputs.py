"""Open sources as documents: files, folders, globs, addresses, days."""

import glob
import os
import re
import shutil
import stat
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext, suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast
from urllib.parse import parse_qs, quote, urlsplit

import msgspec

from citegraph.graph.connection.waiting import report_wait
from citegraph.graph.errors import SourceError
from citegraph.graph.records import Rejected
from citegraph.loaders import services
from citegraph.loaders.documents import recorded, zotero
from citegraph.loaders.documents.document import Document
from citegraph.loaders.documents.http_request import LOGIN, Refused, Request
from citegraph.loaders.services.service import Service

if TYPE_CHECKING:
    from citegraph.loaders.documents.http import Fetcher

SITE = "https://huggingface.co"
FIRST_DAY = date(2023, 5, 4)  # of the Daily Papers
FULL_PAGES = (50, 100)  # entries; a reply with so many may go on
LONGEST_PAGING = 20
LONGEST_PAGE = 8 * 1024 * 1024  # bytes; a full page has less than 1 MB
SPOOLED = 1024 * 1024  # bytes at a time


Report = Callable[[str], None]


def _quiet(_: str) -> None:
    """Ignore a note."""


def documents(
    sources: Iterable[str],
    captured: date | None = None,
    *,
    fetcher: "Fetcher | None" = None,
    opened: set[str] | None = None,
    remark: Report = _quiet,
    waiting: Report = _quiet,
) -> Iterator[Document | Rejected]:
    """Yield each source as documents, in the order given; unreadable ones as rejected.

    Args:
        sources: a path, a folder (all files in it, hidden ones not), a glob, ``-`` for standard
            input, an https address, or ``daily-papers:`` with a day (``2026-10-27``), a week
            (``2026-W40``), a month (``2026-10``) or ``latest``; ``zotero:`` for the library of
            the running Zotero, with the key of a collection or without.
        captured: the day on which the sources were saved, where known.
        fetcher: how to fetch addresses.
        opened: files that were read before, which are skipped; this call adds its own.
        remark: called with a note on each skipped file.
        waiting: called with the reason for a wait that takes long.
    """
    known = set[str]() if opened is None else opened
    for found in _opened(sources, captured, fetcher, known, remark, waiting):
        if isinstance(found, Rejected):  # no message has a password
            where, reason = (LOGIN.sub("", text) for text in (found.where, found.reason))
            yield Rejected(reason=reason, where=where, raw=found.raw)
        else:
            yield from recorded.unwrapped(found)


def _opened(
    sources: Iterable[str],
    captured: date | None,
    fetcher: "Fetcher | None",
    opened: set[str],
    remark: Report,
    waiting: Report,
) -> Iterator[Document | Rejected]:
    """Yield each source as documents, as :func:`documents` does, before replies are unwrapped."""
    for source in sources:
        if source == "-":
            if sys.stdin is None:
                yield Rejected(reason="standard input is closed; name a file", where="-")
                continue
            yield from _stream("-", sys.stdin.buffer, captured, waiting)
        elif "://" in source and not _is_address(source):
            yield Rejected(
                reason="the address is not valid; check it, and write the characters / ? # of a "
                "password as %2F %3F %23",
                where=re.sub("://.*@", "://", source),
            )
        elif zotero.is_library(source):
            yield from zotero.items(source, captured, waiting)
        elif service := services.of_source(source):
            yield from _served(service, source, captured, fetcher, waiting)
        elif re.match(r"daily-papers:|[a-z][a-z0-9+.-]*://", source, re.IGNORECASE):
            yield from _fetched(source, captured, fetcher, waiting)
        else:
            yield from _files(source, captured, opened, remark, waiting)


def _is_address(source: str) -> bool:
    """Report whether host and port of an address are valid."""
    try:
        return urlsplit(source).port != 0
    except ValueError:
        return False


def path_of(source: str) -> Path:
    """Return the path that a source names; ``~name`` without such a user is a plain name."""
    return Path(os.path.expanduser(source))  # noqa: PTH111 - that of Path raises RuntimeError


def exists(source: str) -> bool:
    """Report whether a source names a file or a folder; a name that is too long names none."""
    return os.path.exists(path_of(source))  # noqa: PTH110 - that of Path raises OSError


def size(sources: Iterable[str]) -> int | None:
    """Return the stored bytes of all sources; ``None`` if one is not a file or a folder."""
    total = 0
    counted = set[str]()
    for source in sources:
        path = path_of(source)
        try:
            found = list(_found(source, path))
            if not found:
                return None
            for each in found:
                if each.is_file():
                    file = os.path.realpath(each)
                    total += each.stat().st_size if file not in counted else 0
                    counted.add(file)
                elif each == path:  # a stream
                    return None
        except (OSError, ValueError):
            return None
    return total


def is_read(path: Path, sources: Iterable[str]) -> bool:
    """Report whether a file is one of those that the sources name, also by a link or a pattern."""
    for source in sources:
        with suppress(OSError, ValueError):
            for each in _found(source, path_of(source)):
                with suppress(OSError):  # one of the two does not exist
                    if each.samefile(path):
                        return True
    return False


def _stream(
    name: str, source: BinaryIO, captured: date | None, waiting: Report
) -> Iterator[Document | Rejected]:
    """Yield a stream as a document, copied to a temporary file for repeated reading."""
    shown = "standard input" if name == "-" else name
    try:
        if source.isatty():
            waiting(f"reading {shown} from the terminal; end it with Ctrl-D")
        with tempfile.TemporaryDirectory(prefix="citegraph-") as folder:
            path = Path(folder) / "input"
            left = shutil.disk_usage(folder).free // 2
            with path.open("wb") as stream, report_wait(f"{shown} to end", waiting):
                while data := source.read1(SPOOLED):  # type: ignore[attr-defined]  # buffered
                    left -= len(data)
                    if left < 0:
                        yield Rejected(
                            reason=f"the input needs more than half of the free space in "
                            f"{tempfile.gettempdir()}; set TMPDIR to a larger disk",
                            where=name,
                        )
                        return
                    stream.write(data)
            yield Document(name, path, captured)
    except OSError as error:
        yield Rejected(reason=f"cannot be read: {error.strerror or error}", where=name)


def _files(
    source: str, captured: date | None, opened: set[str], remark: Report, waiting: Report
) -> Iterator[Document | Rejected]:
    path = path_of(source)
    if not source.strip():
        yield Rejected(
            reason="the name of a source is empty; name a file, a folder or an address",
            where=repr(source),
        )
        return
    failed: list[OSError] = []
    try:
        found = list(_found(source, path, failed.append))
        is_folder = path.is_dir()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        yield Rejected(reason=f"cannot be read: {reason}", where=source)
        return
    for fault in failed:
        yield Rejected(
            reason=f"the folder cannot be read: {fault.strerror}", where=str(fault.filename)
        )
    if not found and not failed:
        nothing = "no such file"
        if is_folder:
            nothing = "the folder contains no files"
        elif glob.has_magic(source):
            nothing = "no file matches the pattern"
        yield Rejected(reason=f"{nothing}; check the name", where=source)
    for each in found:
        if (file := os.path.realpath(each)) in opened and each.is_file():
            remark(f"{each}: named more than once, read once")
            continue
        opened.add(file)
        yield from _file(each, captured, remark, waiting, named=each == path)


def _file(
    path: Path, captured: date | None, remark: Report, waiting: Report, *, named: bool
) -> Iterator[Document | Rejected]:
    """Yield a regular file; a pipe or device only if it is named, as a stream."""
    name = str(path)
    try:
        mode = path.stat().st_mode
        if not os.access(path, os.R_OK):
            yield Rejected(
                reason="permission denied; check the permissions of the file", where=name
            )
        elif stat.S_ISREG(mode):
            yield Document(name, path, captured)
        elif not named:
            remark(f"{name}: skipped, because it is not a regular file")
        elif stat.S_ISFIFO(mode) or stat.S_ISCHR(mode):
            with report_wait(f"a program that writes to {name}", waiting):
                stream = path.open("rb")
            with stream:
                yield from _stream(name, cast(BinaryIO, stream), captured, waiting)
        else:
            yield Rejected(reason="not a file, a folder or a pipe; use one of them", where=name)
    except OSError as error:
        yield Rejected(reason=f"cannot be read: {error.strerror or error}", where=name)


def _found(
    source: str, path: Path, failed: Callable[[OSError], None] | None = None
) -> Iterator[Path]:
    """Yield the files of a source: itself, all in a folder, or the matches of a pattern."""
    if path.is_dir():
        yield from sorted(_walk(path, failed))
    elif path.exists():
        yield path
    elif glob.has_magic(source):
        matches = glob.glob(str(path), recursive=True)  # noqa: PTH207 - absolute ones too
        yield from sorted(each for match in matches for each in _walk(Path(match), failed))


def _walk(path: Path, failed: Callable[[OSError], None] | None) -> Iterator[Path]:
    """Yield a file, or all files below a folder except hidden ones; follow no link twice."""
    if not path.is_dir():
        yield path
        return
    for folder, names, files in os.walk(path, onerror=failed):
        names[:] = sorted(name for name in names if not name.startswith("."))
        if "engine.lock" in files:  # a graph of ours is no list of papers
            names.clear()
            continue
        yield from (Path(folder) / name for name in files if not name.startswith("."))


# --- addresses and days -----------------------------------------------------------------------


def _fetched(
    source: str, captured: date | None, fetcher: "Fetcher | None", waiting: Report
) -> Iterator[Document | Rejected]:
    """Yield the replies for an address or a day, one request after the other."""
    from citegraph.loaders.documents.http import Fetcher  # noqa: PLC0415 - only who fetches needs httpx

    try:
        urls = list(_urls(source))
    except SourceError as error:
        yield Rejected(reason=str(error).removeprefix(f"{source}: "), where=source)
        return
    with nullcontext(fetcher) if fetcher else Fetcher(waiting=waiting) as own:
        for index, url in enumerate(urls):
            request = Request(url)
            try:
                yield _reply_with_pages(own, request, captured)
            except SourceError as error:
                reason = str(error).removeprefix(f"{request.url}: ")
                yield Rejected(reason=reason, where=request.url)
                left = len(urls) - index - 1
                if left and not (isinstance(error, Refused) and error.reply.startswith("404")):
                    yield Rejected(
                        reason=f"{left} further days were not requested; load the same source "
                        f"again to continue",
                        where=source,
                    )
                    return


def _served(
    service: Service, source: str, captured: date | None, fetcher: "Fetcher | None", waiting: Report
) -> Iterator[Document | Rejected]:
    """Yield the replies of a service, page by page."""
    from citegraph.loaders.documents.http import Fetcher  # noqa: PLC0415 - as above

    try:
        requests = list(service.addresses(source))
    except SourceError as error:
        yield Rejected(reason=str(error).removeprefix(f"{source}: "), where=source)
        return
    with nullcontext(fetcher) if fetcher else Fetcher(waiting=waiting) as own:
        for request in requests:
            yield from service.pages(own, request, captured)


def _reply_with_pages(fetcher: "Fetcher", request: Request, captured: date | None) -> Document:
    """Return a reply, with the following pages if its page is full."""
    url = request.url
    is_api = "/api/" in urlsplit(url).path
    document = fetcher.get(request, captured, expect="json" if is_api else None)
    if "/api/daily_papers" not in url:
        return document
    entries = document.json if document.size < LONGEST_PAGE else None
    if not isinstance(entries, list) or len(entries) not in FULL_PAGES:
        return document
    page, known = entries, list(entries)
    for number in range(1, LONGEST_PAGING):
        sign = "&" if "?" in url else "?"
        try:
            next_page = replace(request, url=f"{url}{sign}p={number}")
            following = fetcher.get(next_page, captured, expect="json").json
        except SourceError as error:
            document.notes.append(f"{error}; further pages may exist")
            break
        if not isinstance(following, list) or not following or following == page:
            break
        page = following
        known += [entry for entry in following if entry not in entries]
    if len(known) == len(entries):
        return document
    whole = Document(url, msgspec.json.encode(known), document.captured)
    whole.notes += document.notes
    return whole


def _urls(source: str) -> Iterator[str]:
    """Yield the addresses to request, in order.

    Raises:
        SourceError: the source cannot be requested.
    """
    if source.lower().startswith("daily-papers:"):
        yield from _daily(source.partition(":")[2].strip(), source)
        return
    parts = urlsplit(source)
    host = parts.hostname or ""
    if parts.scheme.lower() != "https" and host not in ("localhost", "127.0.0.1", "::1"):
        raise SourceError("only https addresses can be fetched; save the page and load the file")
    if host not in ("huggingface.co", "www.huggingface.co", "hf.co", urlsplit(_site()).hostname):
        yield source
        return
    path, asked = parts.path.rstrip("/"), parse_qs(parts.query)
    if path == "/papers" and "q" in asked:
        yield f"{_site()}/api/papers/search?q={quote(asked['q'][0])}"
    elif path == "/papers":
        yield from _daily(asked["date"][0] if "date" in asked else "latest", source)
    elif found := re.fullmatch(r"/papers/(?:date|week|month)/([\w-]+)", path):
        yield from _daily(found[1], source)
    elif found := re.fullmatch(r"/papers/(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})", path):
        yield f"{_site()}/api/papers/{found[1]}"
    elif path.startswith("/api/"):
        yield f"{_site()}{path}" + (f"?{parts.query}" if parts.query else "")
    else:
        yield source


def _site() -> str:
    """Return the address of the site, of a mirror, or of a server with saved replies."""
    return os.environ.get("CITEGRAPH_HF_URL", SITE).rstrip("/")


def _daily(name: str, source: str) -> Iterator[str]:
    """Yield the API's addresses of a day, of the days of a week or month, or of the latest list."""
    api = f"{_site()}/api/daily_papers"
    if name.lower() in ("latest", ""):
        yield api
        return
    days = _days(name)
    if days is None:
        raise SourceError(
            f"{source}: not a day, week or month; write daily-papers:2026-10-27, "
            f"daily-papers:2026-W40, daily-papers:2026-10 or daily-papers:latest"
        )
    today = datetime.now(UTC).date()
    asked = [day for day in days if FIRST_DAY <= day <= today]
    if not asked:
        raise SourceError(f"{source}: Daily Papers are available only from {FIRST_DAY} to {today}")
    for day in asked:
        yield f"{api}?date={day}"


def _days(name: str) -> list[date] | None:
    """Return the days of a name; ``None`` if it is not a day, week or month."""
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", name):
            return [date.fromisoformat(name)]
        if found := re.fullmatch(r"(\d{4})-?W(\d\d?)", name, re.IGNORECASE):
            monday = date.fromisocalendar(int(found[1]), int(found[2]), 1)
            return [monday + timedelta(days=each) for each in range(7)]
        if found := re.fullmatch(r"(\d{4})-(\d\d)", name):
            day = date(int(found[1]), int(found[2]), 1)
            days = [day + timedelta(days=each) for each in range(31)]
            return [each for each in days if each.month == day.month]
    except ValueError:
        return None
    return None
