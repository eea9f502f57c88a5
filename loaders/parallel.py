"""Read the topics of long inputs in a worker process.

Reading topics takes much of the time of a load, and Python runs one thread at a time; in a worker
process it overlaps with parsing and writing. Short inputs do not start the process. The worker runs
:func:`main`: it receives batches of papers and returns them with topics, as MessagePack preceded by
its length. It ends when its input ends, also if this process is killed. (``multiprocessing`` would
run the user's script a second time.)
"""

import gc
import os
import queue
import signal
import struct
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self, cast

import msgspec

from citegraph.graph.records import Paper
from citegraph.loaders.topics import TopicReader

MIN_PAPERS = 1000  # papers before a worker process is started
AHEAD = 6  # maximum batches sent and not returned
_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(list[Paper]).decode
_LENGTH = struct.Struct("<I")


class Topics:
    """Reads the topics of batches of papers, in the order given. A context manager.

    Attributes:
        notes: for the user, e.g. that the worker process died.
    """

    def __init__(self, reader: TopicReader | None = None) -> None:
        self.notes: list[str] = []
        self._reader = reader or TopicReader()
        # A worker only has the shipped reader, and needs a second core.
        self._alone = reader is not None or (os.cpu_count() or 1) == 1
        self._read = 0
        self._worker: _Worker | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._worker:
            self._worker.close()

    def read(self, batches: Iterable[list[Paper]]) -> Iterator[list[Paper]]:
        """Yield each batch with the topics of its papers, in the same order.

        If the worker dies, this process reads the batches that it had not returned, and all
        that follow.
        """
        sent: deque[list[Paper]] = deque()
        for batch in batches:
            self._read += len(batch)
            if self._alone or self._read <= MIN_PAPERS:
                while sent:
                    yield self._next(sent)
                yield list(self._reader.read_many(batch))
                continue
            self._send(batch)
            sent.append(batch)
            if len(sent) == AHEAD:
                yield self._next(sent)
        while sent:
            yield self._next(sent)

    def _send(self, batch: list[Paper]) -> None:
        if self._worker is None:
            try:
                self._worker = _Worker()
            except OSError:
                self._continue_alone("could not be started")
                return
        self._worker.put(batch)

    def _next(self, sent: deque[list[Paper]]) -> list[Paper]:
        """Return the result for the batch that was sent first."""
        batch = sent.popleft()
        result = self._worker.get() if self._worker else None
        if result is None:
            if self._worker and not self._alone:
                self._continue_alone(self._worker.end())
            result = list(self._reader.read_many(batch))
        return result

    def _continue_alone(self, problem: str) -> None:
        self._alone = True
        self.notes.append(
            f"topic worker: the process {problem}; the load continued without it, more slowly"
        )


class _Worker:
    """The process that reads topics; see :func:`main`."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - this very Python and this very module
            [sys.executable, "-c", f"from {__name__} import main; main()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # Unbuffered: a buffer has a lock, and Python aborts at exit if a thread holds it.
            bufsize=0,
            cwd=Path(__file__).parents[1],
        )
        self._results: queue.Queue[list[Paper] | None] = queue.Queue()
        # A thread receives the results, so that neither process waits for the other to read.
        self._thread = threading.Thread(target=self._collect, daemon=True)
        self._thread.start()

    def put(self, batch: list[Paper]) -> None:
        """Send a batch. A worker that has died is noticed by :meth:`get`."""
        assert self._process.stdin is not None
        with suppress(OSError):
            _send(cast(BinaryIO, self._process.stdin), batch)

    def get(self) -> list[Paper] | None:
        """Return the next result; ``None`` if the worker has died."""
        batch = self._results.get()
        if batch is None:
            self._results.put(None)  # for the next call
        return batch

    def end(self) -> str:
        """Wait for the process to end, and return how it ended."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(5)
        self.close()
        code = self._process.returncode
        if code < 0:
            return f"was killed by signal {-code} (signal 9 often means: out of memory)"
        return f"ended with exit code {code}"

    def close(self) -> None:
        """End the process and the thread; batches not returned are lost."""
        self._process.kill()
        self._process.wait()
        # At exit the thread has stopped, wherever it was; and it may collect an unfinished read.
        if not sys.is_finalizing() and threading.current_thread() is not self._thread:
            self._thread.join()
        for stream in (self._process.stdin, self._process.stdout):
            assert stream is not None
            with suppress(OSError):  # unsent data of a worker that has died
                stream.close()

    def _collect(self) -> None:
        try:
            with suppress(msgspec.MsgspecError):  # output that broke off
                for batch in _received(cast(BinaryIO, self._process.stdout)):
                    self._results.put(batch)
        finally:
            self._results.put(None)


def _send(stream: BinaryIO, batch: list[Paper]) -> None:
    data = _encode(batch)
    rest = memoryview(_LENGTH.pack(len(data)) + data)
    while rest:
        rest = rest[stream.write(rest) :]
    stream.flush()


def _received(stream: BinaryIO) -> Iterator[list[Paper]]:
    while len(head := _read(stream, _LENGTH.size)) == _LENGTH.size:
        [size] = _LENGTH.unpack(head)
        if len(data := _read(stream, size)) < size:
            return
        yield _decode(data)


def _read(stream: BinaryIO, size: int) -> bytearray:
    """Return this number of bytes, or fewer at the end of the stream."""
    data = bytearray()
    while len(data) < size and (part := stream.read(size - len(data))):
        data += part
    return data


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Collect cyclic garbage less often within this context.

    A batch is hundreds of thousands of objects without reference cycles, and by default Python
    traverses them after every few hundred new ones: a third of the process's time.
    """
    before = gc.get_threshold()
    gc.set_threshold(100_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def main() -> None:
    """Run the worker: read batches from standard input, write results to standard output.

    It prints no errors: if a batch cannot be read, the load reads the batch itself and reports
    the error.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the load handles Ctrl-C and ends the worker
    code = 1
    with suppress(Exception), seldom_collected():
        reader = TopicReader()
        for batch in _received(sys.stdin.buffer):
            _send(sys.stdout.buffer, list(reader.read_many(batch)))
        code = 0
    os._exit(code)  # without flushing an output that is no longer read
