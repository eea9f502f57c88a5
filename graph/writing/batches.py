"""Write batches: one writer at a time, in statements that fit into a message.

A batch reads stored records, combines them with new ones, and writes the result. Two batches at
once would overwrite each other's results, so each batch holds the graph's write lock. On Neo4j the
lock is part of the transaction (``cypher.TAKE_LOCK``); on the embedded engine, whose transactions
do not wait for each other, it is a file in the database folder.
"""

import contextlib
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import neo4j

from citegraph.graph.engines import processes
from citegraph.graph.errors import StoreError

# Bytes of the rows of one statement. ArcadeDB does not answer a message above 16 MiB.
LARGEST_STATEMENT = 6 * 1024 * 1024
_encode = msgspec.json.Encoder(enc_hook=str).encode


class _Rows(list[Any]):
    """Rows with a short repr: the driver formats parameters even if it logs nothing."""

    def __repr__(self) -> str:
        return f"[{len(self)} rows]"


def runner(tx: neo4j.ManagedTransaction) -> Callable[..., list[dict[str, Any]]]:
    """Return a function that runs statements with one list of rows in a transaction."""

    def run(statement: str, /, **parameters: list[Any]) -> list[dict[str, Any]]:
        [(name, values)] = parameters.items()
        return [
            dict(zip(record.keys(), record.values(), strict=True))
            for part in _parts(values)
            for record in tx.run(statement, {name: _Rows(part)})
        ]

    return run


def _parts(values: list[Any]) -> Iterator[list[Any]]:
    """Split rows into parts that fit into a message.

    Raises:
        StoreError: one row is too large.
    """
    size = len(_encode(values))
    if size <= LARGEST_STATEMENT:
        yield values
        return
    if len(values) == 1:
        raise StoreError(
            f"one value of {size >> 20} MB is too large for the database "
            f"({LARGEST_STATEMENT >> 20} MB at most); shorten the record"
        )
    half = len(values) // 2
    yield from _parts(values[:half])
    yield from _parts(values[half:])


@contextlib.contextmanager
def folder_lock(folder: Path) -> Iterator[None]:
    """Hold the write lock of an embedded database.

    A waiting process holds a second lock, the turn, so a process that writes many batches lets
    others write in between.

    Raises:
        StoreError: the folder cannot be written.
    """
    with contextlib.ExitStack() as held:
        with contextlib.ExitStack() as turn:
            _take(folder / "turn.lock", turn)
            _take(folder / "write.lock", held)
        yield


def _take(path: Path, stack: contextlib.ExitStack) -> None:
    pause = 0.001
    while True:
        try:
            file = processes.lock(path)
        except OSError as error:
            raise StoreError(
                f"{path.parent}: cannot be written ({error.strerror}); check the folder"
            ) from error
        if file is not None:
            stack.enter_context(file)
            return
        time.sleep(pause)
        pause = min(pause * 2, 0.02)
