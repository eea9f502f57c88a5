"""Load files into the graph: read, enrich, write.

:func:`read` yields records; :func:`load` writes them into a store.
"""

import queue
import threading
import time
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Protocol, Self

import msgspec

from citegraph.graph.errors import SourceError
from citegraph.graph.records import Paper, Rejected
from citegraph.graph.writing.difference import Changes
from citegraph.graph.writing.merge import Plan, plan
from citegraph.graph.writing.values import has_paper
from citegraph.loaders import enrich, formats
from citegraph.loaders.documents import inputs
from citegraph.loaders.documents.document import Document
from citegraph.loaders.documents.http_request import LOGIN
from citegraph.loaders.parallel import Topics, seldom_collected

__all__ = ["Progress", "Summary", "load", "read"]

BATCH = 500  # papers in one transaction
BATCH_BYTES = 8 * 1024 * 1024  # bytes of their records in one transaction
LARGEST_PAPER = 4 * 1024 * 1024  # bytes of one record


class Sink(Protocol):
    """The part of a store that :func:`load` uses."""

    def write_plan(self, plan: Plan) -> Changes:
        """Write a batch."""

    def derive(self, progress: Callable[[str, int, int], None] | None = None) -> Changes:
        """Derive authors and topics of keywords, after the last batch."""

    def update_similar(self, *, progress: Callable[[str, int, int], None] | None = None) -> int:
        """Update the edges between papers of similar texts."""

    def up_to_date(self) -> bool:
        """Report whether both were done since the last change."""


@dataclass(slots=True)
class Summary:
    """The result of a load: numbers of records, notes, and changes."""

    files: Counter[str] = field(default_factory=Counter)  # by format
    papers: int = 0
    nodes: Counter[str] = field(default_factory=Counter)  # of records without a paper, by label
    rejected: list[Rejected] = field(default_factory=list)  # the first thousand
    rejections: int = 0
    unread: list[str] = field(default_factory=list)  # sources; of services also those read in part
    notes: list[str] = field(default_factory=list)
    changes: Changes = field(default_factory=Changes)
    seconds: float = 0.0
    document: Document | None = None  # the one that is being read, with size and position
    size: int | None = None  # stored bytes of all sources; None: unknown
    read: int = 0  # stored bytes of the documents that were read to their end
    unit: str = "bytes"  # of size and position; or replies
    step: tuple[str, int, int] | None = None  # after the last batch: name, how much is done, total

    @property
    def position(self) -> int:
        """Return the number of stored bytes read so far."""
        return self.read + (self.document.position if self.document else 0)


Progress = Callable[[Summary], None]
Waiting = Callable[[str], None]


def read(
    sources: str | Path | Iterable[str | Path],
    *,
    captured: date | None = None,
    summary: Summary | None = None,
    waiting: Waiting | None = None,
) -> Generator[Paper | Rejected, None, None]:
    """Yield the records of the sources, each paper with topics and repositories from its text.

    Args:
        sources: files, folders, globs, ``-`` for standard input, addresses, or days; or one of
            them.
        captured: the day on which listings without a full date were saved.
        summary: counts files by format, and collects notes.
        waiting: called with the reason for a wait that takes long.
    """
    summary = summary or Summary()
    several = [sources] if isinstance(sources, str | Path) else sources  # not its characters
    named = [str(source) for source in several]
    summary.size = inputs.size(named)
    opened = set[str]()
    with Topics() as topics:
        for source in named:
            documents = inputs.documents(
                [source],
                captured,
                opened=opened,
                remark=summary.notes.append,
                waiting=waiting or (lambda _: None),
            )
            yield from _source(source, documents, summary, topics)
        summary.notes += topics.notes


def _source(
    source: str, documents: Iterable[Document | Rejected], summary: Summary, topics: Topics
) -> Iterator[Paper | Rejected]:
    """Yield the records of the documents of a source."""
    complete = failed = 0
    for document in documents:
        if isinstance(document, Rejected):
            failed += 1
            yield document
            continue
        try:
            yield from _records(document, summary, topics)
            complete += 1
        except SourceError as error:  # other documents can be read
            failed += 1
            reason = str(error).removeprefix(f"{document.name}: ")
            yield Rejected(reason=reason, where=document.name)
        summary.document = None
        with suppress(OSError):  # a file that was removed meanwhile
            summary.read += document.size
        summary.notes += (
            f"{document.name}: {note}" if note.startswith("line ") else note
            for note in document.notes
        )
    name = LOGIN.sub("", source)
    if failed and not complete:
        summary.unread.append(name)
    elif failed and ":" in source and not inputs.exists(source):
        summary.unread.append(f"{name} (parts are missing)")


def _records(document: Document, summary: Summary, topics: Topics) -> Iterator[Paper | Rejected]:
    """Yield the records of a document.

    Raises:
        SourceError: the document cannot be read, or its format is unknown.
    """
    if document.absent:
        document.notes.append(f"{document.name}: the service has no results")
        return
    format = document.format or formats.recognize(document)
    summary.files[format] += 1
    summary.document = document
    yield from enrich.enrich(formats.source(format).read(document), document, format, topics)


def load(
    store: Sink,
    sources: str | Path | Iterable[str | Path],
    *,
    captured: date | None = None,
    progress: Progress | None = None,
    rejected: Callable[[Rejected], None] | None = None,
    waiting: Waiting | None = None,
) -> Summary:
    """Load sources into a store. Loading the same again changes nothing.

    A thread writes batches while the next one is read, so memory does not grow with the input.

    Args:
        store: the store, as ``graph.open_store`` returns it.
        sources: as for :func:`read`.
        captured: as for :func:`read`.
        progress: called after each batch.
        rejected: called with each rejected entry.
        waiting: called with the reason for a wait that takes long.

    Raises:
        StoreError: the store cannot be written.
    """
    summary = Summary()
    # An unfinished read has a process and a thread, and would keep them until it is collected.
    with closing(read(sources, captured=captured, summary=summary, waiting=waiting)) as found:
        return store_records(store, found, summary, progress=progress, rejected=rejected)


def store_records(
    store: Sink,
    records: Iterable[Paper | Rejected],
    summary: Summary,
    *,
    progress: Progress | None = None,
    rejected: Callable[[Rejected], None] | None = None,
) -> Summary:
    """Write records in batches, while the next ones are read.

    Raises:
        StoreError: the store cannot be written.
    """
    started = time.monotonic()
    run = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    with seldom_collected(), _Writer(store, summary) as writer:
        batch: list[Paper] = []
        size = 0
        for found in records:
            weight = 0 if isinstance(found, Rejected) else len(msgspec.json.encode(found))
            record = _too_large(found, weight, summary) if weight > LARGEST_PAPER else found
            if isinstance(record, Rejected):
                summary.rejections += 1
                if len(summary.rejected) < 1000:
                    summary.rejected.append(record)
                if rejected:
                    rejected(record)
                continue
            if batch and size + weight > BATCH_BYTES:
                writer.put(plan(batch, run))
                batch, size = [], 0
            if has_paper(record):
                summary.papers += 1
            else:
                summary.nodes.update({node.label for node in record.nodes})
            batch.append(record)
            size += weight
            if len(batch) == BATCH:
                writer.put(plan(batch, run))
                batch, size = [], 0
                summary.seconds = time.monotonic() - started
                if progress:
                    progress(summary)
        if batch:
            writer.put(plan(batch, run))
    _derive(store, summary, progress)
    summary.seconds = time.monotonic() - started
    if progress:
        progress(summary)
    return summary


def _derive(store: Sink, summary: Summary, progress: Progress | None) -> None:
    """Update the data that follow from all papers: authors, topics of keywords, similar texts."""
    if not summary.changes and store.up_to_date():
        return

    def step(name: str, done: int, total: int) -> None:
        summary.step = (name, done, total)
        if progress:
            progress(summary)

    with seldom_collected():
        summary.changes.add(store.derive(step))
        if summary.papers:
            store.update_similar(progress=step)
    summary.step = None


def _too_large(found: Paper | Rejected, weight: int, summary: Summary) -> Rejected:
    """Return the rejection of a paper that is too large for a batch."""
    assert isinstance(found, Paper)
    name = summary.document.name if summary.document else ""
    _, _, place = (found.origin or "").partition(":")
    return Rejected(
        reason=f"the paper {(found.title or '')[:80]!r} is too large: {weight / 2**20:.1f} MB "
        f"(the maximum is {LARGEST_PAPER >> 20} MB); shorten its texts or lists",
        where=f"{name}:{place}",
        raw={"id": found.id, "title": (found.title or "")[:1000]},
    )


class _Writer:
    """Write batches in a thread; raise an error of the thread at the next call."""

    def __init__(self, store: Sink, summary: Summary) -> None:
        self._batches: queue.Queue[Plan | None] = queue.Queue(maxsize=1)
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._work, args=(store, summary), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def put(self, batch: Plan) -> None:
        if self._error:
            raise self._error
        self._batches.put(batch)

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        if isinstance(error, BaseException) and self._error is None:
            self._error = error  # the waiting batch is not written
        self._batches.put(None)
        self._thread.join()
        if self._error and error is None:
            raise self._error

    def _work(self, store: Sink, summary: Summary) -> None:
        while (batch := self._batches.get()) is not None:
            if self._error is None:
                try:
                    summary.changes.add(store.write_plan(batch))
                except BaseException as error:  # noqa: BLE001 - raised again by put or exit
                    self._error = error
