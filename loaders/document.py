"""A file, an address's reply or standard input, as every source sees it."""

import gzip
import hashlib
import io
import json
from collections.abc import Iterator
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, BinaryIO, cast

__all__ = ["Document"]

HEAD = 64 * 1024  # bytes that are enough to recognise any form


class Document:
    """One input: its bytes, decompressed, and what every source asks of them.

    Args:
        name: as shown to people (a path as given, an address, ``-``).
        content: a path, or the bytes themselves.
        captured: the day on which the input was saved, where the caller knows it.
    """

    def __init__(self, name: str, content: Path | bytes, captured: date | None = None) -> None:
        self.name = name
        self.captured = captured
        self.notes: list[str] = []  # what a person should know, e.g. how it was decoded
        self._content = content

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the bytes as they are stored, 64 hex digits."""
        with self._raw() as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()

    def open(self) -> BinaryIO:
        """The bytes, decompressed."""
        stream = self._raw()
        magic = stream.read(4)
        stream.seek(0)
        if magic[:2] == b"\x1f\x8b":
            return cast(BinaryIO, gzip.open(stream))
        return stream

    @cached_property
    def head(self) -> str:
        """The first 64 KiB as text, without a byte order mark."""
        with self.open() as stream:
            return stream.read(HEAD).decode("utf-8", "replace").removeprefix("\ufeff")

    def lines(self) -> Iterator[tuple[int, str]]:
        """Line numbers from 1, and lines without their ends, streamed."""
        with self.open() as stream:
            for number, line in enumerate(io.BufferedReader(cast(Any, stream)), 1):
                yield number, self._decode(line, number).rstrip("\r\n")

    @cached_property
    def text(self) -> str:
        """The whole input as text. For forms that are small by nature (a page, a listing)."""
        return "\n".join(line for _, line in self.lines())

    @cached_property
    def json(self) -> Any:
        """The whole input as one JSON value; ``None`` where it is not JSON.

        Only tried where the input begins like JSON and its first line alone is no JSON object,
        so a long JSON Lines file is never read whole.
        """
        if self.head.lstrip()[:1] not in ("{", "[") or self.first_record is not None:
            return self.first_record if self.head.count("\n") <= 1 else None
        with self.open() as stream:
            try:
                return json.load(stream)
            except ValueError:
                return None

    @cached_property
    def first_record(self) -> dict[str, Any] | None:
        """The first line as a JSON object; ``None`` where it is none."""
        for _, line in self.lines():
            if line.strip():
                try:
                    value = json.loads(line)
                except ValueError:
                    return None
                return value if isinstance(value, dict) else None
        return None

    def _raw(self) -> BinaryIO:
        return io.BytesIO(self._content) if isinstance(self._content, bytes) else self._content.open("rb")

    def _decode(self, line: bytes, number: int) -> str:
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        try:
            return line.decode("utf-8")
        except UnicodeDecodeError as error:
            self.notes.append(
                f"line {number} is not UTF-8 at byte {error.start + 1}; read as Windows-1252"
            )
            return line.decode("cp1252", "replace")
