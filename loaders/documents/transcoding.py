"""Convert text in any encoding and with any line ends to a stream of UTF-8."""

import codecs
import io
from typing import BinaryIO

__all__ = ["Utf8"]

READ = 64 * 1024  # bytes


class Utf8(io.RawIOBase):
    """Text in any encoding as UTF-8, optionally with carriage returns as line ends.

    Args:
        under: the text; closed with this stream.
        encoding: the name of a Python codec.
        returns: whether a lone carriage return ends a line.
    """

    def __init__(self, under: BinaryIO, encoding: str, *, returns: bool) -> None:
        self._under = under
        self._returns = returns
        self._decoder = (
            None if encoding == "utf-8" else codecs.getincrementaldecoder(encoding)("replace")
        )
        self._ready = b""
        self._ended = False

    def readable(self) -> bool:
        """Return true."""
        return True

    def readinto(self, buffer: "memoryview") -> int:  # type: ignore[override]  # BufferedReader passes a memoryview
        """Fill the buffer; return the number of bytes, 0 at the end."""
        while not self._ready and not self._ended:
            data = self._under.read(READ)
            self._ended = not data
            if self._decoder:
                text = self._decoder.decode(data, self._ended)
                data = text.encode("utf-8", "replace")
            self._ready = data.replace(b"\r", b"\n") if self._returns else data
        taken = self._ready[: len(buffer)]
        buffer[: len(taken)] = taken
        self._ready = self._ready[len(taken) :]
        return len(taken)

    def close(self) -> None:
        """Close both streams."""
        self._under.close()
        super().close()
