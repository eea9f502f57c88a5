"""Streams over pieces of bytes, and text in any encoding as UTF-8."""

import codecs
import io
from collections.abc import Iterator
from typing import BinaryIO

READ = 64 * 1024  # bytes


class Pieces(io.RawIOBase):
    """Pieces of bytes as one stream; closing it closes ``under``, too."""

    def __init__(self, pieces: Iterator[bytes], under: BinaryIO | None = None) -> None:
        self._pieces = pieces
        self._under = under
        self._left = b""

    def readable(self) -> bool:
        """Return true."""
        return True

    def readinto(self, buffer: "memoryview") -> int:  # type: ignore[override]  # BufferedReader passes a memoryview
        """Fill the buffer; return the number of bytes, 0 at the end."""
        while not self._left:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._left = piece
        taken = self._left[: len(buffer)]
        buffer[: len(taken)] = taken
        self._left = self._left[len(taken) :]
        return len(taken)

    def close(self) -> None:
        """Close both streams."""
        if self._under is not None:
            self._under.close()
        super().close()


def utf8(stream: BinaryIO, encoding: str, *, returns: bool) -> Iterator[bytes]:
    """Yield text as UTF-8, in pieces of about 64 KiB.

    Args:
        stream: the text.
        encoding: the name of a Python codec.
        returns: whether a lone carriage return ends a line; it becomes a newline.
    """
    decoder = None if encoding == "utf-8" else codecs.getincrementaldecoder(encoding)("replace")
    ended = False
    while not ended:
        data = stream.read(READ)
        ended = not data
        if decoder:
            data = decoder.decode(data, ended).encode("utf-8", "replace")
        yield data.replace(b"\r", b"\n") if returns else data
