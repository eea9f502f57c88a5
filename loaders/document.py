"""A file, an address's reply or standard input, as every source sees it."""

import codecs
import gzip
import hashlib
import io
import json
import zlib
from collections.abc import Iterator
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, BinaryIO, cast

import msgspec
import zstandard

from graph.errors import SourceError
from graph.records import Rejected
from loaders.encodings import detect
from loaders.json_stream import Damaged, items

__all__ = ["Document"]

HEAD = 64 * 1024  # bytes that are enough to recognise any form
LONGEST_LINE = 64 * 1024 * 1024  # bytes; a longer line is no line of any form
LONGEST_TEXT = 256 * 1024 * 1024  # bytes; a page or listing is far smaller
MOST_NOTES = 20  # on one input
BROKEN = (EOFError, zlib.error, gzip.BadGzipFile, zstandard.ZstdError)

# First bytes of things that people give by mistake: worth naming in the error.
_MAGIC = {
    b"%PDF": "a PDF", b"\x89PNG": "a PNG image", b"\xff\xd8\xff": "a JPEG image",
    b"PK\x03\x04": "a ZIP archive or office file", b"SQLite format 3": "an SQLite database",
    b"\xd0\xcf\x11\xe0": "an office file", b"\x7fELF": "a program", b"BZh": "bzip2 data",
    b"\xfd7zXZ": "xz data", b"PAR1": "a Parquet file",
}  # fmt: skip


class Document:
    """One input: its bytes, decompressed, and what every source asks of them.

    Args:
        name: as shown to people (a path as given, an address, ``-``).
        content: a path, or the bytes themselves.
        captured: the day on which the input was saved, where the caller knows it.
        charset: the charset that the HTTP reply states, for a reply.
    """

    def __init__(
        self, name: str, content: Path | bytes, captured: date | None = None,
        charset: str | None = None,
    ) -> None:  # fmt: skip
        self.name = name
        self.captured = captured
        self.charset = charset
        self.notes: list[str] = []  # what a person should know, e.g. how it was decoded
        self._content = content
        self._reading: BinaryIO | None = None

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the bytes as they are stored, 64 hex digits."""
        with self._raw() as stream:
            return hashlib.file_digest(cast(Any, stream), "sha256").hexdigest()

    @cached_property
    def size(self) -> int:
        """Bytes as they are stored."""
        content = self._content
        return len(content) if isinstance(content, bytes) else content.stat().st_size

    @property
    def position(self) -> int:
        """How many of :attr:`size` bytes the newest reader has read, for a progress bar."""
        stream = self._reading
        return self.size if stream is None or stream.closed else min(stream.tell(), self.size)

    def open(self) -> BinaryIO:
        """The bytes, decompressed where they are gzip or zstd."""
        stream = self._raw()
        magic = stream.read(4)
        stream.seek(0)
        self._reading = stream
        if magic[:2] == b"\x1f\x8b":
            return cast(BinaryIO, _Owned(gzip.GzipFile(fileobj=stream), stream))
        if magic == b"\x28\xb5\x2f\xfd":
            return cast(BinaryIO, io.BufferedReader(_Zstandard(stream)))
        return stream

    @cached_property
    def head(self) -> str:
        """The first 64 KiB as text, without a byte order mark.

        Raises:
            SourceError: the input is empty, binary or cannot be decompressed.
        """
        data = self._head
        if not data.strip():
            raise SourceError(f"{self.name}: the input is empty")
        for magic, what in _MAGIC.items():
            if data.startswith(magic):
                raise SourceError(f"{self.name}: this is {what}; give text, HTML, JSON or CSV")
        text = data.decode(self.encoding, "ignore").removeprefix("\ufeff")
        odd = sum(text.count(chr(code)) for code in range(32) if code not in (9, 10, 12, 13, 27))
        if odd > len(text) / 20:
            raise SourceError(f"{self.name}: this is binary data; give text, HTML, JSON or CSV")
        return text

    @cached_property
    def encoding(self) -> str:
        """The encoding, as :func:`loaders.encodings.detect` finds it."""
        return detect(self._head, self.charset)

    def lines(self) -> Iterator[tuple[int, str]]:
        """Line numbers from 1, and lines without their ends, streamed.

        Bytes that are not UTF-8 are read as Windows-1252, with a note.

        Raises:
            SourceError: compressed data is damaged, or a line is endless.
        """
        number = 0
        try:
            with self.open() as stream:
                source = self._text(stream) if self.encoding != "utf-8" else stream
                while line := source.readline(LONGEST_LINE):
                    number += 1
                    if len(line) >= LONGEST_LINE:
                        raise SourceError(f"{self.name}:{number}: the line is too long to be text")
                    text = (
                        self._valid(line, number)
                        if isinstance(line, str)
                        else self._decode(line, number)
                    )
                    if "\r" in text[:-2]:  # line ends of another system, alone or mixed
                        for part in text.rstrip("\r\n").split("\r"):
                            yield number, part
                            number += 1
                        number -= 1
                    else:
                        yield number, text.rstrip("\r\n")
        except BROKEN as error:
            raise SourceError(
                f"{self.name}: the compressed data is damaged after line {number}; "
                f"fetch or copy the file again"
            ) from error

    @cached_property
    def text(self) -> str:
        """The whole input as text. For forms that are small by nature (a page, a listing)."""
        parts, size = [], 0
        for _, line in self.lines():
            parts.append(line)
            size += len(line)
            if size > LONGEST_TEXT:
                raise SourceError(f"{self.name}: too large for a page or a listing")
        return "\n".join(parts)

    def entries(self, *keys: str) -> Iterator[tuple[str, Any]]:
        """The entries of JSON in any of its outer shapes, streamed: (place, value).

        JSON Lines give one entry a line; an array its elements; an object the elements of the
        first array found under one of ``keys``, and where there is none, itself. A place is
        ``line 7`` or ``entry 7``. What is damaged comes as :class:`Rejected` in its place.

        Raises:
            SourceError: compressed data is damaged.
        """
        if self.first_record is not None and self._is_lines:
            for number, line in self.lines():
                if line.strip():
                    yield f"line {number}", self._record(line, number)
            return
        number = 0
        try:
            with self.open() as stream, self._text(stream) as text:
                for number, value in enumerate(items(text, keys), 1):
                    yield f"entry {number}", value
        except Damaged as error:
            place = f"entry {number + 1}"
            yield (
                place,
                Rejected(
                    reason=f"the JSON is damaged or cut off: {error}; what follows is not read",
                    where=f"{self.name}#{number + 1}",
                    raw=error.raw,
                ),
            )
        except BROKEN as error:
            raise SourceError(
                f"{self.name}: the compressed data is damaged after entry {number}; "
                f"fetch or copy the file again"
            ) from error

    def first_entry(self, *keys: str) -> Any:
        """The first of :meth:`entries`; ``None`` where the input is no JSON or has no entry."""
        if self.head.lstrip()[:1] not in ("{", "["):
            return None
        value = next((value for _, value in self.entries(*keys)), None)
        return None if isinstance(value, Rejected) else value

    @cached_property
    def json(self) -> Any:
        """The whole input as one JSON value; ``None`` where it is not JSON.

        Only tried where the input begins like JSON and its first line alone is no JSON object,
        so a long JSON Lines file is never read whole. A long array is: prefer :meth:`entries`.
        """
        if self.head.lstrip()[:1] not in ("{", "[") or (self.first_record and self._is_lines):
            return None
        with self.open() as stream, self._text(stream) as text:
            try:
                return json.loads(text.read())
            except (ValueError, RecursionError):
                return None

    @cached_property
    def first_record(self) -> dict[str, Any] | None:
        """The first line as a JSON object; ``None`` where it is none."""
        if self.head.lstrip()[:1] != "{":
            return None
        for _, line in self.lines():
            if line.strip():
                try:
                    value = json.loads(line)
                except (ValueError, RecursionError):
                    return None
                return value if isinstance(value, dict) else None
        return None

    @cached_property
    def _is_lines(self) -> bool:
        """Whether something follows the first line, which is a JSON object."""
        filled = (line for _, line in self.lines() if line.strip())
        return next(filled, None) is not None and next(filled, None) is not None

    @cached_property
    def _head(self) -> bytes:
        data = b""
        try:
            with self.open() as stream:
                while len(data) < HEAD and (more := stream.read(HEAD - len(data))):
                    data += more
        except BROKEN as error:
            if not data:
                raise SourceError(
                    f"{self.name}: the compressed data is damaged; fetch or copy the file again"
                ) from error
        return data

    def _record(self, line: str, number: int) -> Any:
        try:
            return msgspec.json.decode(line)
        except (msgspec.DecodeError, RecursionError, UnicodeEncodeError):
            pass
        try:  # lone surrogates and NaN, which the standard library lets pass
            return json.loads(line)
        except (ValueError, RecursionError) as error:
            return Rejected(
                reason=f"not JSON: {error}", where=f"{self.name}:{number}", raw=line[:200]
            )

    def _text(self, stream: BinaryIO) -> io.TextIOWrapper:
        errors = "windows-1252" if self.encoding == "utf-8" else "replace"
        encoding = "utf-8-sig" if self.encoding == "utf-8" else self.encoding
        return io.TextIOWrapper(stream, encoding, errors, newline="\n")

    def _raw(self) -> BinaryIO:
        if isinstance(self._content, bytes):
            return io.BytesIO(self._content)
        try:
            return self._content.open("rb")
        except OSError as error:
            raise SourceError(f"{self.name}: {error.strerror or error}") from error

    def _valid(self, line: str, number: int) -> str:
        if "\ufffd" in line and len(self.notes) < MOST_NOTES:
            self.notes.append(
                f"line {number} is not valid {self.encoding}; some characters are lost"
            )
        return line

    def _decode(self, line: bytes, number: int) -> str:
        if number == 1:
            line = line.removeprefix(codecs.BOM_UTF8)
        try:
            return line.decode("utf-8")
        except UnicodeDecodeError as error:
            if len(self.notes) < MOST_NOTES:
                self.notes.append(
                    f"line {number} is not UTF-8 at byte {error.start + 1}; read as Windows-1252"
                )
            return line.decode("utf-8", "windows-1252")


class _Owned(io.BufferedReader):
    """A decompressing reader that closes the file under it."""

    def __init__(self, reader: gzip.GzipFile, under: BinaryIO) -> None:
        super().__init__(cast(Any, reader))
        self._under = under

    def close(self) -> None:
        super().close()
        self._under.close()


class _Zstandard(io.RawIOBase):
    """Zstandard frames, decompressed; unlike the library's own reader it says when one is cut."""

    def __init__(self, under: BinaryIO) -> None:
        self._under = under
        self._frame: Any = None
        self._left = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._left:
            data = self._frame.unused_data if self._frame and self._frame.eof else b""
            if not (data := data or self._under.read(64 * 1024)):
                if self._frame and not self._frame.eof:
                    raise zstandard.ZstdError("the data breaks off inside a frame")
                return 0
            if self._frame is None or self._frame.eof:
                self._frame = zstandard.ZstdDecompressor().decompressobj()
            self._left = self._frame.decompress(data)
        taken = self._left[: len(buffer)]
        buffer[: len(taken)] = taken
        self._left = self._left[len(taken) :]
        return len(taken)

    def close(self) -> None:
        super().close()
        self._under.close()


def _as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    """A decoding error handler: the bytes that do not fit, as Windows-1252."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error("windows-1252", _as_windows_1252)
