"""Topics of long inputs are read in a process beside this one.

Reading topics is the larger part of the work of a load, and Python runs one thread at a time; in
a process of its own it overlaps with parsing and with the writes. A short input is not worth the
start of a process. The other process is :func:`main`: batches of papers go in,
the same papers with topics come out, as MessagePack behind their length. It ends when its input
does, so also when this process is killed. (``multiprocessing`` would run the user's own script a
second time.)
"""

import gc
import os
import queue
import signal
import struct
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self, cast

import msgspec

from graph.errors import CitegraphError
from graph.records import Paper
from loaders.topics import TopicReader

__all__ = ["Topics", "seldom_collected"]

WORTH = 1000  # papers after which another process is worth its start
AHEAD = 6  # batches under way at most, so that memory stays flat
_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(list[Paper]).decode
_LENGTH = struct.Struct("<I")


class Topics:
    """Reads the topics of batches of papers, in the order given. A context manager."""

    def __init__(self, reader: TopicReader | None = None) -> None:
        self._here = reader or TopicReader()
        # Another process can only make the shipped reader, and needs a second core.
        self._alone = reader is not None or (os.cpu_count() or 1) == 1
        self._read = 0
        self._beside: _Beside | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._beside:
            self._beside.close()

    def read(self, batches: Iterable[list[Paper]]) -> Iterator[list[Paper]]:
        """Each batch with the topics of its papers, in the same order."""
        under_way = 0
        for batch in batches:
            self._read += len(batch)
            if self._alone or self._read <= WORTH:
                yield list(self._here.read_many(batch))
                continue
            if self._beside is None:
                self._beside = _Beside()
            self._beside.put(batch)
            under_way += 1
            if under_way == AHEAD:
                under_way -= 1
                yield self._beside.get()
        for _ in range(under_way):
            assert self._beside is not None
            yield self._beside.get()


class _Beside:
    """The other process."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - this very Python and this very module
            [sys.executable, "-c", f"from {__name__} import main; main()"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=Path(__file__).parents[1],
        )  # fmt: skip
        self._results: queue.Queue[list[Paper] | None] = queue.Queue()
        # A thread takes the answers, so that neither side waits for the other to read.
        self._thread = threading.Thread(target=self._collect, daemon=True)
        self._thread.start()

    def put(self, batch: list[Paper]) -> None:
        assert self._process.stdin is not None
        try:
            _send(cast(BinaryIO, self._process.stdin), batch)
        except OSError as error:
            raise CitegraphError("the process that reads topics has ended; load again") from error

    def get(self) -> list[Paper]:
        batch = self._results.get()
        if batch is None:
            raise CitegraphError("the process that reads topics has ended; load again")
        return batch

    def close(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.kill()  # it holds nothing, and nobody waits for what it still reads
        self._process.wait()
        self._thread.join()
        self._process.stdin.close()
        self._process.stdout.close()

    def _collect(self) -> None:
        try:
            for batch in _received(cast(BinaryIO, self._process.stdout)):
                self._results.put(batch)
        finally:
            self._results.put(None)


def _send(stream: BinaryIO, batch: list[Paper]) -> None:
    data = _encode(batch)
    stream.write(_LENGTH.pack(len(data)))
    stream.write(data)
    stream.flush()


def _received(stream: BinaryIO) -> Iterator[list[Paper]]:
    while len(head := stream.read(_LENGTH.size)) == _LENGTH.size:
        data = stream.read(_LENGTH.unpack(head)[0])
        if len(data) < _LENGTH.unpack(head)[0]:
            return
        yield _decode(data)


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Look for reference cycles seldom, as long as this lasts.

    A batch is hundreds of thousands of objects without a cycle among them, and Python by itself
    walks through them after every few hundred new ones: a third of the time of its process.
    """
    before = gc.get_threshold()
    gc.set_threshold(100_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def main() -> None:
    """Be the other process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that we serve
    with seldom_collected():
        reader = TopicReader()
        for batch in _received(sys.stdin.buffer):
            _send(sys.stdout.buffer, list(reader.read_many(batch)))
