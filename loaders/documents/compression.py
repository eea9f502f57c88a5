"""Decompress gzip, Zstandard and deflate data in bounded memory, with a limit on the result.

Each layer decodes a few kilobytes of input at a time. A layer may decode to :data:`RATIO` times
the bytes that were read from the outermost stream, and always to :data:`MINIMUM` bytes, so the
time that an input costs grows linearly with its stored size. The environment variable
``CITEGRAPH_MAX_DECODED`` replaces both by a fixed number of megabytes.
"""

import io
import os
import zlib
from typing import Any, BinaryIO, Protocol, cast

import zstandard

from citegraph.graph.errors import InputError

SETTING = "CITEGRAPH_MAX_DECODED"
MINIMUM = 4 * 1024 * 1024  # bytes
RATIO = 200  # the text of real records compresses by a factor of 5 to 40
LAYERS = 4
# 128 MiB is the window of `zstd --long`; RFC 9659 limits the window of a reply to 8 MiB.
LARGEST_WINDOW = 128 * 1024 * 1024
READ = 16 * 1024  # bytes of compressed data at a time
STEP = 64 * 1024  # bytes that zlib may return at a time
# A block of four bytes can decode to 128 KiB, and zstandard returns all of it at once.
ZSTANDARD_STEP = 512
_MAGIC = {b"\x1f\x8b": "gzip", b"\x28\xb5\x2f\xfd": "zstd"}
# First bytes of files that users name by mistake; the message names the kind.
_UNPACK = "unpack it and load the files"
_CONVERT = "use text, HTML, JSON or CSV"
_UNREADABLE = {
    b"PK\x03\x04": ("a ZIP archive or office file", "unpack it, or save it as CSV"),
    b"7z\xbc\xaf": ("a 7z archive", _UNPACK),
    b"Rar!": ("a RAR archive", _UNPACK),
    b"BZh": ("bzip2 data", _UNPACK),
    b"\xfd7zXZ": ("xz data", _UNPACK),
    b"%PDF": ("a PDF", _CONVERT),
    b"\x89PNG": ("a PNG image", _CONVERT),
    b"\xff\xd8\xff": ("a JPEG image", _CONVERT),
    b"SQLite format 3": ("an SQLite database", _CONVERT),
    b"\xd0\xcf\x11\xe0": ("an office file", _CONVERT),
    b"\x7fELF": ("a program", _CONVERT),
    b"PAR1": ("a Parquet file", _CONVERT),
}


def unreadable(data: bytes) -> str | None:
    """Return why data with these first bytes cannot be read, and the remedy.

    ``None`` if they may be text. The mark of a tar archive is at byte 257.
    """
    if data[257:262] == b"ustar":
        return f"this is a tar archive; {_UNPACK}"
    for magic, (what, remedy) in _UNREADABLE.items():
        if data.startswith(magic):
            return f"this is {what}; {remedy}"
    return None


class CompressionError(Exception):
    """Compressed data is damaged, cut off, unsupported or decodes to too much."""


class Budget:
    """Limits the decoded size of one input.

    Args:
        most: bytes that one layer may decode to, whatever the ratio; ``None``: no such limit.

    Raises:
        InputError: ``CITEGRAPH_MAX_DECODED`` is not a number of megabytes.
    """

    def __init__(self, most: int | None = None) -> None:
        self.stored = 0  # bytes read from the outermost stream
        self._most = most
        self._fixed: int | None = None
        if given := os.environ.get(SETTING):
            if not (given.isascii() and given.isdigit() and int(given[:12]) > 0):
                raise InputError(f"{SETTING}={given[:40]}: not a number of megabytes; write 4096")
            self._fixed = int(given[:12]) * 1_000_000

    def check(self, size: int) -> None:
        """Refuse a layer that has decoded to ``size`` bytes.

        Raises:
            CompressionError: it exceeds the limit.
        """
        allowed = self._fixed or max(MINIMUM, RATIO * self.stored)
        if self._fixed is None and self._most is not None:
            allowed = min(allowed, self._most)
        if size > allowed:
            raise CompressionError(
                f"the compressed data decodes to more than {allowed / 1e6:,.0f} MB; "
                f"if you trust the input, set {SETTING} to a larger number of megabytes"
            )


def decompressed(stream: BinaryIO, budget: Budget) -> BinaryIO:
    """Undo each gzip and Zstandard layer that the first bytes announce.

    Args:
        stream: the stored bytes; closed with the result.
        budget: limits the decoded size.

    Raises:
        CompressionError: there are more than :data:`LAYERS` layers, or the data is damaged.
    """
    current: io.BufferedReader[Any] = io.BufferedReader(_Counted(stream, budget), READ)
    for _ in range(LAYERS + 1):
        first = current.peek(4)[:4]
        coding = next((name for magic, name in _MAGIC.items() if first.startswith(magic)), None)
        if coding is None:
            return cast(BinaryIO, current)
        current = io.BufferedReader(_Layer(cast(BinaryIO, current), coding, budget), STEP)
    raise CompressionError(f"the data is compressed more than {LAYERS} times")


def decoded(stream: BinaryIO, codings: list[str], budget: Budget) -> BinaryIO:
    """Undo the content codings of a reply (RFC 9110, 8.4), the last one applied first.

    Raises:
        CompressionError: a coding is not supported, or there are more than :data:`LAYERS`.
    """
    current: io.BufferedReader[Any] = io.BufferedReader(_Counted(stream, budget), READ)
    names = [name for name in codings if name != "identity"]
    if len(names) > LAYERS:
        raise CompressionError(f"the data is compressed more than {LAYERS} times")
    for name in reversed(names):
        coding = name.removeprefix("x-")
        if coding not in ("gzip", "deflate", "zstd"):
            raise CompressionError(f"the content coding {name[:40]!r} is not supported")
        current = io.BufferedReader(_Layer(cast(BinaryIO, current), coding, budget), STEP)
    return cast(BinaryIO, current)


class _Counted(io.RawIOBase):
    """Counts the stored bytes that were read."""

    def __init__(self, under: BinaryIO, budget: Budget) -> None:
        self._under = under
        self._budget = budget

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview") -> int:  # type: ignore[override]  # BufferedReader passes a memoryview
        data = self._under.read(len(buffer))
        buffer[: len(data)] = data
        self._budget.stored += len(data)
        return len(data)

    def close(self) -> None:
        self._under.close()
        super().close()


class _Decoder(Protocol):
    """The part of ``zlib.decompressobj`` that a layer uses."""

    @property
    def unconsumed_tail(self) -> bytes: ...
    @property
    def unused_data(self) -> bytes: ...
    @property
    def eof(self) -> bool: ...
    def decompress(self, data: bytes, max_length: int, /) -> bytes: ...


class _Zstandard:
    """One Zstandard frame, decoded in small steps, with the interface of zlib."""

    def __init__(self) -> None:
        self._frame = zstandard.ZstdDecompressor(max_window_size=LARGEST_WINDOW).decompressobj()
        self.unconsumed_tail = b""
        self.unused_data = b""
        self.eof = False

    def decompress(self, data: bytes, _: int, /) -> bytes:
        result = self._frame.decompress(data[:ZSTANDARD_STEP])
        self.eof = self._frame.eof
        self.unused_data = self._frame.unused_data + data[ZSTANDARD_STEP:] if self.eof else b""
        self.unconsumed_tail = b"" if self.eof else data[ZSTANDARD_STEP:]
        return result


class _Layer(io.RawIOBase):
    """One layer of compression, undone. Several members or frames follow each other."""

    def __init__(self, under: BinaryIO, coding: str, budget: Budget) -> None:
        self._under = under
        self._coding = coding
        self._budget = budget
        self._decoder: _Decoder | None = None
        self._data = b""  # compressed
        self._ready = b""  # decoded
        self._size = 0
        self._error: CompressionError | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview") -> int:  # type: ignore[override]  # BufferedReader passes a memoryview
        """Fill the buffer, unless the data ends; report damage after what precedes it."""
        filled = 0
        while filled < len(buffer):
            if not self._ready and not self._advance():
                break
            taken = self._ready[: len(buffer) - filled]
            buffer[filled : filled + len(taken)] = taken
            self._ready = self._ready[len(taken) :]
            filled += len(taken)
        if not filled and self._error:
            raise self._error
        return filled

    def _advance(self) -> bool:
        """Decode until there are bytes; false at the end and after an error."""
        while not self._ready and self._error is None:
            try:
                if not self._step():
                    return False
            except (zlib.error, zstandard.ZstdError) as error:
                self._error = CompressionError(
                    f"the compressed data is damaged ({error}); fetch or copy it again"
                )
            except CompressionError as error:
                self._error = error
        return bool(self._ready)

    def _step(self) -> bool:
        """Decode one piece; false at the end.

        Raises:
            CompressionError: the data breaks off or decodes to too much.
        """
        if self._decoder and self._decoder.eof:
            self._data = self._decoder.unused_data
            self._decoder = None
            if self._coding == "gzip":
                self._data = self._data.lstrip(b"\0")  # padding, as gzip itself allows
        if not self._data:
            self._data = self._under.read(READ)
            if not self._data:
                if self._decoder:
                    raise CompressionError(
                        "the compressed data is damaged or truncated; fetch or copy it again"
                    )
                return False
        if self._decoder is None:
            if self._coding == "gzip" and not self._data.strip(b"\0"):
                self._data = b""
                return True
            self._decoder = self._new()
        self._ready = self._decoder.decompress(self._data, STEP)
        self._data = self._decoder.unconsumed_tail
        self._size += len(self._ready)
        self._budget.check(self._size)
        return True

    def _new(self) -> _Decoder:
        if self._coding == "zstd":
            return _Zstandard()
        if self._coding == "gzip":
            return zlib.decompressobj(16 + zlib.MAX_WBITS)
        # "deflate" means the zlib format; some servers send the bare stream.
        wrapped = self._data[0] & 15 == 8 and int.from_bytes(self._data[:2], "big") % 31 == 0
        bits = zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS
        return zlib.decompressobj(bits)

    def close(self) -> None:
        self._under.close()
        super().close()
