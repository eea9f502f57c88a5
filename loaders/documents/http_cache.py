"""Keep HTTP replies in the user's cache folder, and remove old ones.

A reply is two files named by a digest of its address: ``.body`` with the decoded bytes and
``.json`` with the data for a conditional request. A body is written under another name
and moved to its place once it is complete.
"""

import hashlib
import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import msgspec

from citegraph.graph.cache_folder import cache_folder
from citegraph.graph.errors import SourceError
from citegraph.loaders.documents.http_request import Request, redacted

LARGEST = 2 * 1024**3  # bytes of all replies
OLDEST = 30 * 86400.0  # seconds
IN_USE = 3600.0  # seconds for which a reply is never removed: a load may be reading it
SKEW = 86400.0  # seconds that the clock of another machine may be ahead
_OURS = re.compile(r"[0-9a-f]{32}\.(?:body|json)|part-\w+")
_ALLOWANCE = re.compile(r"x-rate-?limit-", re.IGNORECASE)
_VALIDATOR = re.compile(r"[\x20-\x7e]{1,500}")


class CachedReply(msgspec.Struct):
    """The description of a stored reply."""

    url: str
    at: float  # when the server last confirmed it, in seconds since 1970
    etag: str | None = None  # empty or None: the server sent none, or one with a secret
    modified: str | None = None
    charset: str | None = None
    key: str = ""  # if it is not the address, as for POST
    absent: bool = False  # the server replied that nothing was found
    allowance: dict[str, str] = {}  # headers about the limits of the service
    wanted: tuple[str, ...] = ()  # identifiers that the request asked for
    found: tuple[str, ...] = ()  # identifiers of the papers that were found in it

    def validators(self) -> dict[str, str]:
        """Return request headers for a reply only if it has changed (RFC 9110, 13.1).

        A validator that is not ASCII is left out: not every server and client can repeat it.
        """
        pairs = (("If-None-Match", self.etag), ("If-Modified-Since", self.modified))
        return {name: value for name, value in pairs if value and _VALIDATOR.fullmatch(value)}


class Cache:
    """Stored replies.

    Args:
        folder: where they are; the user's cache folder by default. A temporary folder takes its
            place where it cannot be written.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or cache_folder() / "http"
        self._temporary = False
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with tempfile.TemporaryFile(dir=self._folder):
                pass
        except OSError:
            self._folder = Path(tempfile.mkdtemp(prefix="citegraph-http-"))
            self._temporary = True
        self.prune()

    def close(self) -> None:
        """Remove a temporary folder."""
        if self._temporary:
            shutil.rmtree(self._folder, ignore_errors=True)

    def body(self, url: str) -> Path:
        """Return the file of the reply from an address."""
        return self._path(url, "body")

    def find(self, url: str) -> CachedReply | None:
        """Return the description of the stored reply from an address; ``None`` if there is none."""
        return self._described(self._path(url, "json")) if self.body(url).is_file() else None

    def _described(self, path: Path) -> CachedReply | None:
        """Read a description; ``None`` if it is not one of this file and of an earlier moment.

        Another user may have written it: its address is shown, and may be requested with secrets.
        """
        try:
            found = msgspec.json.decode(path.read_bytes(), type=CachedReply)
        except (OSError, msgspec.MsgspecError):
            return None
        key = found.key or found.url
        is_own = self._path(key, "json") == path and f"{key} ".startswith(f"{found.url} ")
        return found if is_own and 0 <= found.at <= time.time() + SKEW else None

    @contextmanager
    def part(self) -> Iterator[Path]:
        """Create a file for a reply; remove it unless :meth:`store` moves it.

        Raises:
            SourceError: it cannot be written, also in the block.
        """
        with self._writing():
            handle, name = tempfile.mkstemp(dir=self._folder, prefix="part-")
            os.close(handle)
            try:
                yield Path(name)
            finally:
                Path(name).unlink(missing_ok=True)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Name the folder, and the remedy, if a file cannot be written, as on a full disk."""
        try:
            yield
        except OSError as error:
            raise SourceError(
                f"a reply cannot be stored in {self._folder}: {error.strerror or error}; free some "
                "space, or set XDG_CACHE_HOME to another folder"
            ) from error

    def store(
        self, request: Request, part: Path, reply: httpx.Response, *, absent: bool = False
    ) -> CachedReply:
        """Move a complete reply to its place and describe it."""
        sent = [reply.headers.get(name, "") for name in ("ETag", "Last-Modified")]
        etag, modified = (one if one == redacted(one, request.secrets) else None for one in sent)
        cached = CachedReply(
            request.url,
            time.time(),
            etag,
            modified,
            reply.charset_encoding,
            request.key if request.key != request.url else "",
            absent,
            {
                name.lower(): redacted(value, request.secrets)[:100]
                for name, value in reply.headers.items()
                if _ALLOWANCE.match(name)
            },
            request.wanted,
        )
        # The description of an earlier body must not be taken for that of the new one.
        self._path(request.key, "json").unlink(missing_ok=True)
        part.replace(self.body(request.key))
        return self.describe(cached)

    def confirm(self, cached: CachedReply) -> CachedReply:
        """Record that the server has confirmed a stored reply."""
        cached.at = time.time()
        os.utime(self.body(cached.key or cached.url))
        return self.describe(cached)

    def described(self, site: str) -> Iterator[CachedReply]:
        """Yield the descriptions of the stored replies of a site that name wanted identifiers."""
        with suppress(OSError), os.scandir(self._folder) as entries:
            for entry in entries:
                if _OURS.fullmatch(entry.name) and entry.name.endswith(".json"):
                    cached = self._described(Path(entry.path))
                    if cached and cached.wanted and cached.url.startswith(site):
                        yield cached

    def prune(self) -> None:
        """Remove files older than :data:`OLDEST`, then the oldest beyond :data:`LARGEST`."""
        now, total = time.time(), 0
        found = []
        with suppress(OSError), os.scandir(self._folder) as entries:
            for entry in entries:
                if _OURS.fullmatch(entry.name):
                    with suppress(OSError):
                        about = entry.stat(follow_symlinks=False)
                        found.append((about.st_mtime, about.st_size, entry.path))
        for changed, size, path in sorted(found, reverse=True):
            total += size
            age = now - changed
            if age > IN_USE and (total > LARGEST or age > OLDEST):
                with suppress(OSError):
                    Path(path).unlink()

    def describe(self, cached: CachedReply) -> CachedReply:
        """Store the description of a reply.

        Raises:
            SourceError: it cannot be written.
        """
        path = self._path(cached.key or cached.url, "json")
        part = path.with_name(f"part-{os.getpid()}_{path.stem}")
        with self._writing():
            try:
                part.write_bytes(msgspec.json.encode(cached))
                part.replace(path)
            finally:
                part.unlink(missing_ok=True)
        return cached

    def _path(self, url: str, kind: str) -> Path:
        name = hashlib.sha256(url.encode("utf-8", "replace")).hexdigest()[:32]
        return self._folder / f"{name}.{kind}"
