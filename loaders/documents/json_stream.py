"""Read JSON arrays entry by entry, so that a long one is never in memory whole."""

import json
import re
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from typing import Any, TextIO

CHUNK = 64 * 1024  # characters
LONGEST = 16 * 1024 * 1024  # characters of one entry
_SPACE = re.compile(r"[ \t\r\n]*")


class Damaged(ValueError):
    """The JSON is cut off or invalid; ``raw`` is the beginning of the unread text."""

    def __init__(self, reason: str, raw: str) -> None:
        super().__init__(reason)
        self.raw = raw


def decoder(repeated: Callable[[str], None]) -> json.JSONDecoder:
    """Return a decoder that calls ``repeated`` with each key that an object has twice.

    Of the values of such a key, the last one is returned.
    """

    def build(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        value = dict(pairs)
        if len(value) < len(pairs):
            for key, times in Counter(key for key, _ in pairs).items():
                if times > 1:
                    repeated(key)
        return value

    return json.JSONDecoder(object_pairs_hook=build)


def items(
    stream: TextIO, keys: tuple[str, ...] = (), repeated: Callable[[str], None] = lambda _: None
) -> Iterator[Any]:
    """Yield the elements of a top-level array.

    Of a top-level object: the elements of the first array under one of ``keys``, and where there
    is none, the object. Of any other value: the value. Arrays and objects may follow one another,
    as when replies were appended to a file.

    Args:
        stream: the text.
        keys: ``results``, or ``message/items`` for an array in an object of the object.
        repeated: called with each key that an object has twice.

    Raises:
        Damaged: the rest of the text cannot be read.
    """
    reader = _Reader(stream, repeated)
    first = following = reader.peek()
    while following and following in "[{":
        if following == "[":
            yield from reader.elements()
        else:
            yield from _members(reader, keys)
        following = reader.peek()
    if first and first not in "[{":
        yield reader.value()
    if rest := reader.peek():
        raise Damaged("unexpected text after the end of the value", reader.rest() or rest)


def first_of(value: dict[str, Any], keys: tuple[str, ...]) -> Any:
    """Return what :func:`items` yields first for an object that is decoded already."""
    found = array_in(value, keys)
    return value if found is None else next(iter(found), None)


def array_in(value: dict[str, Any], keys: tuple[str, ...]) -> list[Any] | None:
    """Return the first array of an object under one of the keys."""
    for name, inner in value.items():
        if isinstance(inner, list) and name in keys:
            return inner
        if isinstance(inner, dict) and (below := _below(name, keys)):
            found = array_in(inner, below)
            if found is not None:
                return found
    return None


def _below(name: str, keys: tuple[str, ...]) -> tuple[str, ...]:
    """Return the keys within the object under a name."""
    return tuple(key[len(name) + 1 :] for key in keys if key.startswith(f"{name}/"))


def _members(reader: "_Reader", keys: tuple[str, ...]) -> Iterator[Any]:
    """Yield the elements of the first array under one of ``keys``, else the whole object."""
    whole: dict[str, Any] = {}
    if not (yield from _elements(reader, keys, whole)):
        yield whole


def _elements(
    reader: "_Reader", keys: tuple[str, ...], whole: dict[str, Any]
) -> Generator[Any, None, bool]:
    """Read an object: yield the elements of the first array under one of ``keys``.

    The other members are put into ``whole``.

    Returns:
        Whether there is such an array.
    """
    streamed = False
    seen: set[str] = set()
    reader.take("{")
    while reader.peek() != "}":
        name = reader.value()
        reader.take(":")
        if not isinstance(name, str):
            raise Damaged("a key is not a string", reader.rest())
        if name in seen:
            reader.repeated(name)
        seen.add(name)
        if not streamed and name in keys and reader.peek() == "[":
            streamed = True
            yield from reader.elements()
        elif not streamed and (below := _below(name, keys)) and reader.peek() == "{":
            inner = whole[name] = {}
            streamed = yield from _elements(reader, below, inner)
        else:
            whole[name] = reader.value()
        if reader.peek() != "}":
            reader.take(",")
    reader.take("}")
    return streamed


class _Reader:
    """A window over a stream that decodes one JSON value at a time."""

    def __init__(self, stream: TextIO, repeated: Callable[[str], None]) -> None:
        self._stream = stream
        self._buffer = ""
        self._at = 0
        self._ended = False
        self.repeated = repeated
        self._decode = decoder(repeated).raw_decode

    def elements(self) -> Iterator[Any]:
        """Yield the elements of the array that begins here."""
        self.take("[")
        while self.peek() != "]":
            yield self.value()
            if self.peek() != "]":
                self.take(",")
        self.take("]")

    def peek(self) -> str:
        """Return the next character other than white space, unconsumed; empty at the end."""
        while True:
            found = _SPACE.match(self._buffer, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._buffer):
                return self._buffer[self._at]
            if not self._more():
                return ""

    def take(self, character: str) -> None:
        """Consume the next character, which must be this one."""
        found = self.peek()
        if found != character:
            raise Damaged(
                f"{character!r} expected, found {found!r}" if found else "the input ends",
                self.rest(),
            )
        self._at += 1

    def value(self) -> Any:
        """Consume and return the value that begins here."""
        self.peek()
        while True:
            reason: Exception
            try:
                value, end = self._decode(self._buffer, self._at)
            except ValueError as error:  # cut off, or no JSON, or a number of 4,300 digits
                reason = error
            except RecursionError as error:
                raise Damaged("nested too deeply", self.rest()) from error
            else:
                # A number at the end of the window may go on behind it.
                if end < len(self._buffer) or not self._more():
                    self._at = end
                    return value
                continue
            if len(self._buffer) - self._at > LONGEST or not self._more():
                raise Damaged(getattr(reason, "msg", str(reason)), self.rest()) from reason

    def rest(self) -> str:
        """Return the beginning of the unread text, for messages."""
        return self._buffer[self._at : self._at + 200]

    def _more(self) -> bool:
        """Widen the window; doubling keeps repeated attempts at a long entry linear."""
        if self._ended:
            return False
        left = self._buffer[self._at :]
        more = self._stream.read(max(CHUNK, len(left)))
        self._ended = not more
        self._buffer, self._at = left + more, 0
        return bool(more)
