"""An opened file, reply or standard input, as all sources read it."""

import codecs
import hashlib
import io
import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, BinaryIO, cast

import msgspec

from citegraph.graph.errors import SourceError
from citegraph.graph.records import Rejected
from citegraph.loaders.documents.compression import (
    Budget,
    CompressionError,
    decompressed,
    unreadable,
)
from citegraph.loaders.documents.encodings import detect
from citegraph.loaders.documents.json_stream import Damaged, array_in, decoder, first_of, items
from citegraph.loaders.documents.pieces import Pieces, utf8

HEAD = 64 * 1024  # bytes; enough to recognize any format
LONGEST_LINE = 16 * 1024 * 1024  # bytes; the longest real record has about 5 MB
LONGEST_TEXT = 128 * 1024 * 1024  # bytes; a page or listing is far smaller
LONGEST_JSON = 16 * 1024 * 1024  # bytes; a decoded value takes up to 25 times as much memory
MOST_NOTES = 20  # on one input
_RETURN = re.compile(rb"\r+\n|\r")  # ends a line
CHECKED = 256  # of so many lines that are decoded quickly, one is searched for repeated keys
MANY_BLANKS = 64  # white space characters in a row that are skipped rather than read by line


class BrokenInput(SourceError):
    """The bytes of an input cannot be read to their end.

    Args:
        name: the input.
        reason: the problem, and after a semicolon the remedy.
        place: the last thing that was read before it, e.g. ``line 12``.
    """

    def __init__(self, name: str, reason: str, place: str = "") -> None:
        self._parts = (name, reason)
        problem, semicolon, remedy = reason.partition("; ")
        after = f" after {place}" if place else ""
        super().__init__(f"{name}: {problem}{after}{semicolon}{remedy}")

    def after(self, place: str) -> "BrokenInput":
        """Return the same error with its place."""
        return BrokenInput(*self._parts, place)


class Document:
    """One opened input: its bytes, decompressed and decoded.

    Args:
        name: as shown to people (a path as given, an address, ``-``).
        content: a path, or the bytes themselves.
        captured: the day on which the input was saved, if known.
        charset: the charset that the HTTP reply states, for a reply.
        most: bytes to which compressed content may decode, on top of the limit that
            ``citegraph.loaders.documents.compression`` sets.

    Every method that reads raises :class:`SourceError` where the input cannot be read, is damaged
    or decodes to too much; the message begins with the name.
    """

    def __init__(
        self,
        name: str,
        content: Path | bytes,
        captured: date | None = None,
        charset: str | None = None,
        *,
        most: int | None = None,
    ) -> None:
        self.name = name
        self.captured = captured
        self.charset = charset
        self.notes: list[str] = []  # for the user, e.g. how the input was decoded
        self.format: str | None = None  # where it is known without looking at the content
        self.is_page = False  # the pages that follow are read as well
        self.absent = False  # a reply that nothing was found
        self.allowance: dict[str, str] = {}  # headers of a reply about limits of the service
        self._content = content
        self._most = most
        self._reading: BinaryIO | None = None

    @cached_property
    def digest(self) -> str:
        """Return the SHA-256 of the stored bytes, 64 hex digits."""
        with self._raw() as stream:
            try:
                return hashlib.file_digest(cast(Any, stream), "sha256").hexdigest()
            except OSError as error:
                reason = f"cannot be read: {error.strerror or error}"
                raise BrokenInput(self.name, reason) from error

    @cached_property
    def size(self) -> int:
        """Return the number of stored bytes."""
        content = self._content
        return len(content) if isinstance(content, bytes) else content.stat().st_size

    @property
    def position(self) -> int:
        """Return how many of :attr:`size` bytes the newest reader has read, for a progress bar."""
        stream = self._reading
        return self.size if stream is None or stream.closed else min(stream.tell(), self.size)

    def open(self) -> BinaryIO:
        r"""Open the text as UTF-8, decompressed, without a byte order mark.

        Lines end in ``\n`` or ``\r\n``. Bytes that are not valid UTF-8 are left as they are.
        """
        marked, returns = self._head.startswith(codecs.BOM_UTF8), self._returns
        stream = self._decompressed()
        if marked:
            stream.read(len(codecs.BOM_UTF8))
        if self.encoding == "utf-8" and not returns:
            return stream
        converted = Pieces(utf8(stream, self.encoding, returns=returns), stream)
        return cast(BinaryIO, io.BufferedReader(converted, HEAD))

    @cached_property
    def head(self) -> str:
        """Return the first 64 KiB as text, without a byte order mark.

        Raises:
            SourceError: the input is empty, binary or cannot be decompressed.
        """
        data = self._head
        if not data.strip():
            raise SourceError(f"{self.name}: the input is empty")
        if problem := unreadable(data):
            raise SourceError(f"{self.name}: {problem}")
        text = data.decode(self.encoding, "ignore").removeprefix("\ufeff")
        if self._returns:
            text = text.replace("\r", "\n")
        odd = sum(text.count(chr(code)) for code in range(32) if code not in (9, 10, 12, 13, 27))
        if odd > len(text) / 20:
            raise SourceError(f"{self.name}: this is binary data; use text, HTML, JSON or CSV")
        return text

    @cached_property
    def encoding(self) -> str:
        """Return the encoding, as :func:`citegraph.loaders.documents.encodings.detect` finds it."""
        return detect(self._head, self.charset)

    def lines(self) -> Iterator[tuple[int, str]]:
        """Yield line numbers from 1 and lines without their ends, streamed.

        Bytes that are not UTF-8 are read as Windows-1252, with a note. Of a long run of blank
        lines only the first is returned.
        """
        more = 0  # lines that end in a carriage return, among others
        for number, line in self.byte_lines():
            parts = self._split(line, number + more)
            yield from enumerate(parts, number + more)
            more += len(parts) - 1

    def _split(self, line: bytes, number: int) -> list[str]:
        """Return a line as text, split where a carriage return ends a line."""
        text = self._decode(line, number)
        if "\r" not in text[:-2]:
            return [text.rstrip("\r\n")]
        return text.rstrip("\r\n").split("\r")

    def blocks(self) -> Iterator[str]:
        """Yield the text in blocks of whole lines, ended by line feeds; otherwise as :meth:`lines`.

        Faster than :meth:`lines`, for formats whose records are not lines.
        """
        number = 1
        with cast(io.BufferedReader, self.open()) as stream:
            try:
                while data := stream.read1(HEAD) + (rest := stream.readline(LONGEST_LINE)):
                    if len(rest) >= LONGEST_LINE:
                        raise self._too_long(number + data.count(b"\n"))
                    yield (text := self._block(data, number))
                    number += text.count("\n")
            except BrokenInput as error:
                raise error.after(f"line {number}") from error

    def _block(self, data: bytes, number: int) -> str:
        if b"\r" in data:
            data = _RETURN.sub(b"\n", data)
        try:
            text = data.decode()
            certain = self.encoding == "utf-8" or "\ufffd" not in text
        except UnicodeDecodeError:
            certain = False
        if not certain:
            lines = enumerate(data.splitlines(keepends=True), number)
            text = "".join(self._decode(line, at) for at, line in lines)
        return text

    def _too_long(self, number: int) -> SourceError:
        return SourceError(
            f"{self.name}:{number}: the line is longer than "
            f"{LONGEST_LINE / 1e6:.0f} MB; the rest is not read"
        )

    def byte_lines(self) -> Iterator[tuple[int, bytes]]:
        """Yield line numbers and lines as UTF-8 with their ends; otherwise as :meth:`lines`."""
        number = 0
        with self.open() as stream:
            try:
                while line := stream.readline(LONGEST_LINE):
                    number += 1
                    if len(line) >= LONGEST_LINE:
                        raise self._too_long(number)
                    yield number, line
                    if line.isspace():
                        number += _skip_blank_lines(cast(io.BufferedReader, stream))
            except BrokenInput as error:
                raise error.after(f"line {number}") from error

    def pieces(self) -> Iterator[str]:
        """Yield the text in pieces of about 64 KiB, streamed; otherwise as :meth:`lines`."""
        line = 1
        decoder = codecs.getincrementaldecoder("utf-8")("strict")
        with self.open() as stream:
            data = stream.read(HEAD)
            while data:
                kept = decoder.getstate()
                following = stream.read(HEAD)
                try:
                    text = decoder.decode(data, final=not following)
                except UnicodeDecodeError as error:
                    at = line + data[: error.start].count(b"\n")
                    self.notes.append(f"line {at} is not UTF-8; read as Windows-1252")
                    decoder = codecs.getincrementaldecoder("utf-8")("windows-1252")
                    decoder.setstate(kept)
                    text = decoder.decode(data, final=not following)
                lost = text.find("\ufffd") if self.encoding != "utf-8" else -1
                if lost >= 0 and len(self.notes) < MOST_NOTES:
                    self._note_lost(line + text.count("\n", 0, lost))
                yield text
                line += data.count(b"\n")
                data = following

    @cached_property
    def text(self) -> str:
        """Return the whole input as text, for formats that are small (a page, a listing)."""
        parts, size = [], 0
        for _, line in self.lines():
            parts.append(line)
            size += len(line) + 64  # a short line takes as much memory as 64 characters
            if size > LONGEST_TEXT:
                raise SourceError(
                    f"{self.name}: larger than {LONGEST_TEXT / 1e6:.0f} MB, "
                    f"which is too large for a page or a listing; convert it to JSON Lines"
                )
        return "\n".join(parts)

    def entries(
        self, *keys: str, decode: Callable[[bytes], Any] | None = None
    ) -> Iterator[tuple[str, Any]]:
        """Yield the entries of JSON in any outer shape, streamed: (place, value).

        JSON Lines contain one entry or one reply a line; an array its elements; an object, such as
        a reply, the elements of the first array found under one of ``keys``, and where there is
        none, itself. The key ``message/items`` is that of ``items`` in the object ``message``. A
        place is ``line 7`` or ``entry 7``. A damaged entry is yielded as :class:`Rejected`.

        Args:
            keys: as above.
            decode: decodes a line of JSON Lines quickly, or raises an exception of msgspec for one
                that is to be decoded as usual. It does not report repeated keys, which are
                therefore looked for in every 256th line only.
        """
        if self.first_record is not None and self._is_lines:
            for place, value in self._json_lines(decode):
                inner = array_in(value, keys) if keys and isinstance(value, dict) else None
                if inner is None:
                    yield place, value
                else:
                    yield from ((f"{place}, result {at}", one) for at, one in enumerate(inner, 1))
            return
        number = 0
        try:
            with self.open() as stream, self._text(stream) as text:
                repeated: list[str] = []
                for number, value in enumerate(items(text, keys, repeated.append), 1):
                    self._note_repeated(repeated, f"entry {number}")
                    yield f"entry {number}", value
                self._note_repeated(repeated, f"entry {number}")
        except Damaged as error:
            place = f"entry {number + 1}"
            yield (
                place,
                Rejected(
                    reason=f"the JSON is damaged or truncated: {error}; the rest is not read",
                    where=f"{self.name}#{number + 1}",
                    raw=error.raw,
                ),
            )
        except BrokenInput as error:
            raise error.after(f"entry {number}") from error

    def _json_lines(self, decode: Callable[[bytes], Any] | None) -> Iterator[tuple[str, Any]]:
        more = 0
        for number, line in self.byte_lines():
            if decode is not None and number % CHECKED != 1:
                try:
                    yield f"line {number + more}", decode(line)
                    continue
                except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
                    pass
            parts = self._split(line, number + more)
            for at, text in enumerate(parts, number + more):
                if text.strip():
                    yield f"line {at}", self._record(text, at)
            more += len(parts) - 1

    @property
    def json_like(self) -> bool:
        """Return whether the text begins like a JSON object or array."""
        return self.head.lstrip()[:1] in ("{", "[")

    def first_entry(self, *keys: str) -> Any:
        """Return the first of :meth:`entries` that is not ``null``; ``None`` if there is none."""
        if not self.json_like:
            return None
        if (record := self.first_record) is not None:  # decoded already
            first = first_of(record, keys)
            if first is not None:  # else the key may occur twice
                return first
        notes = list(self.notes)
        values = (value for _, value in self.entries(*keys) if value is not None)
        value = next(values, None)
        self.notes[:] = notes  # the same input is read again after recognition
        return None if isinstance(value, Rejected) else value

    @cached_property
    def json(self) -> Any:
        """Return the whole input as one JSON value; ``None`` if it is not JSON or over 16 MiB.

        Only tried where the input begins like JSON and its first line alone is no JSON object,
        so a long JSON Lines file is never read whole. A long array is: prefer :meth:`entries`.
        """
        if not self.json_like or (self.first_record and self._is_lines):
            return None
        with self.open() as stream:
            data = stream.read(LONGEST_JSON + 1)
        if len(data) > LONGEST_JSON:
            return None
        try:
            return json.loads(data.decode("utf-8", "windows-1252"))
        except (ValueError, RecursionError):
            return None

    @cached_property
    def first_record(self) -> dict[str, Any] | None:
        """Return the first line as a JSON object; ``None`` if it is not one."""
        if self.head.lstrip()[:1] != "{":
            return None
        with self.open() as stream:
            while line := stream.readline(LONGEST_LINE):
                if not line.isspace():
                    break
                _skip_blank_lines(cast(io.BufferedReader, stream))
        if len(line) >= LONGEST_LINE:
            return None
        try:
            value = json.loads(line.decode("utf-8", "windows-1252"))
        except (ValueError, RecursionError):
            return None
        return value if isinstance(value, dict) else None

    @cached_property
    def _is_lines(self) -> bool:
        """Return whether other lines follow the first one, which is a JSON object."""
        filled = (line for _, line in self.lines() if line.strip())
        return next(filled, None) is not None and next(filled, None) is not None

    @cached_property
    def _head(self) -> bytes:
        data = b""
        with self._decompressed() as stream:
            try:
                while len(data) < HEAD and (more := stream.read1(HEAD - len(data))):
                    data += more
            except BrokenInput:
                if b"\n" not in data:  # not even a line
                    raise
        return data

    @cached_property
    def _returns(self) -> bool:
        """Return whether lone carriage returns end the lines."""
        text = self._head.decode(self.encoding, "ignore")
        return "\r" in text[:-1] and "\n" not in text

    def _decompressed(self) -> io.BufferedReader:
        """Open the bytes, decompressed if they are gzip or zstd."""
        budget = Budget(self._most)
        self._reading = stream = self._raw()
        try:
            return io.BufferedReader(_Named(decompressed(stream, budget), self.name), HEAD)
        except CompressionError as error:
            stream.close()
            raise BrokenInput(self.name, str(error)) from error
        except OSError as error:
            stream.close()
            raise BrokenInput(self.name, f"cannot be read: {error.strerror or error}") from error

    def _note_repeated(self, keys: list[str], place: str) -> None:
        for key in keys:
            note = f"{place}: the key {key[:40]!r} occurs twice; the last value is read"
            if len(self.notes) < MOST_NOTES and note not in self.notes:
                self.notes.append(note)
        keys.clear()

    def _record(self, line: str, number: int) -> Any:
        repeated: list[str] = []
        try:  # the standard library lets lone surrogates and NaN pass
            value = decoder(repeated.append).decode(line)
        except (ValueError, RecursionError) as error:
            return Rejected(
                reason=f"not JSON: {error}", where=f"{self.name}:{number}", raw=line[:200]
            )
        self._note_repeated(repeated, f"line {number}")
        return value

    def _text(self, stream: BinaryIO) -> io.TextIOWrapper:
        return io.TextIOWrapper(stream, "utf-8", "windows-1252", newline="\n")

    def _raw(self) -> BinaryIO:
        if isinstance(self._content, bytes):
            return io.BytesIO(self._content)
        try:
            return cast(BinaryIO, self._content.open("rb", buffering=0))
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or error
            raise BrokenInput(self.name, f"cannot be read: {reason}") from error

    def _decode(self, line: bytes, number: int) -> str:
        try:
            text = line.decode("utf-8")
        except UnicodeDecodeError as error:
            if len(self.notes) < MOST_NOTES:
                self.notes.append(
                    f"line {number} is not UTF-8 at byte {error.start + 1}; read as Windows-1252"
                )
            return line.decode("utf-8", "windows-1252")
        if self.encoding != "utf-8" and "\ufffd" in text and len(self.notes) < MOST_NOTES:
            self._note_lost(number)
        return text

    def _note_lost(self, line: int) -> None:
        self.notes.append(
            f"line {line} is not valid {self.encoding}; undecodable characters were replaced"
        )


class _Named(io.RawIOBase):
    """Report the errors of a stream as :class:`SourceError`, with the name of the input."""

    def __init__(self, under: BinaryIO, name: str) -> None:
        self._under = under
        self._name = name

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview") -> int:  # type: ignore[override]  # BufferedReader passes a memoryview
        try:
            return cast(io.BufferedReader, self._under).readinto1(buffer)
        except CompressionError as error:
            raise BrokenInput(self._name, str(error)) from error
        except OSError as error:
            raise BrokenInput(self._name, f"cannot be read: {error.strerror or error}") from error

    def close(self) -> None:
        self._under.close()
        super().close()


def _skip_blank_lines(stream: io.BufferedReader) -> int:
    """Skip blank lines that are already buffered, where there are many; return their number."""
    block = stream.peek()
    if not block[:MANY_BLANKS].isspace():
        return 0
    end = block.rfind(b"\n", 0, len(block) - len(block.lstrip())) + 1
    return stream.read(end).count(b"\n")
