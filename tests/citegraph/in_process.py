"""Commands in this process, which takes a fifth of the time of a process of its own."""

import io
import re
import signal
import sys
from typing import Any, NamedTuple

import pytest

from citegraph import cli

CONTROL = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\U000e0000-\U000e007f]"
)


class Result(NamedTuple):
    code: int
    out: str
    error: str


class Broken(io.RawIOBase):
    """A pipe whose reader has ended."""

    def writable(self) -> bool:
        return True

    def write(self, _: Any) -> int:
        raise BrokenPipeError(32, "Broken pipe")


class Terminal(io.TextIOWrapper):
    def isatty(self) -> bool:
        return True


def in_process(
    arguments: list[str],
    *,
    encoding: str = "utf-8",
    raw: Any = None,
    terminal: bool = False,
    closed: tuple[str, ...] = (),
    stdin: bytes = b"",
) -> Result:
    """Run a command as a process would, with streams of its own."""
    out, error = io.BytesIO(), io.BytesIO()
    kind = Terminal if terminal else io.TextIOWrapper
    streams = {
        "stdin": io.TextIOWrapper(io.BytesIO(stdin)),
        "stdout": kind(raw or out, encoding=encoding, newline="\n", write_through=raw is not None),
        "stderr": kind(error, encoding=encoding, newline="\n", write_through=True),
    }
    handlers = {n: signal.getsignal(n) for n in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["citegraph", *arguments])
        for name, stream in streams.items():
            patch.setattr(sys, name, None if name in closed else stream)
        try:
            code = cli.main()
        finally:
            for number, handler in handlers.items():
                signal.signal(number, handler)
    if raw is None:
        streams["stdout"].flush()
    told = error.getvalue().decode(encoding)
    if terminal:  # a progress bar
        told = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]|\r", "", told)
    # Exported records are UTF-8 wherever they go.
    result = Result(code, out.getvalue().decode("utf-8" if encoding == "ascii" else encoding), told)
    if raw is not None:
        streams["stdout"].detach()
    assert "Traceback" not in result.error
    assert not CONTROL.search(result.error), result.error
    return result
