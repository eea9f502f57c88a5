"""``citegraph load``: the library's load with progress, remarks and the file of rejects."""

import contextlib
import os
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import loaders
from citegraph.output import note
from graph.errors import CitegraphError
from graph.records import Rejected
from graph.store import Store

if TYPE_CHECKING:
    from rich.progress import TaskID

__all__ = ["run"]

_SHOWN = 5  # rejected records and notes that are shown one by one


def run(
    store: Store,
    sources: tuple[str, ...],
    captured: date | None,
    rejects: str | None,
    *,
    silent: bool,
) -> loaders.Summary:
    """Load, say what came in on stderr, and return the summary."""
    with _rejects(rejects) as write, _progress(silent=silent) as progress:
        summary = loaders.load(store, sources, captured=captured, progress=progress, rejected=write)
    if not silent:
        _say(summary, rejects)
    return summary


def _say(summary: loaders.Summary, rejects: str | None) -> None:
    for text in summary.notes[:_SHOWN]:
        note(text)
    if len(summary.notes) > _SHOWN:
        note(f"... and {len(summary.notes) - _SHOWN:,} more remarks")
    for rejected in summary.rejected[:_SHOWN]:
        note(f"rejected {rejected.where}: {rejected.reason}")
    if summary.rejections > _SHOWN and not rejects:
        note(f"... {summary.rejections:,} in all; --rejects FILE writes them down")
    for merged in summary.changes.merged[:_SHOWN]:
        note(f"merged {merged}")
    files = ", ".join(f"{n:,} {form}" for form, n in sorted(summary.files.items())) or "no file"
    changed = sum(
        sum(counter.values())
        for counter in (summary.changes.created, summary.changes.updated, summary.changes.deleted)
    )
    note(
        f"{summary.papers:,} papers from {files}; {summary.rejections:,} rejected; "
        f"{changed:,} changes"
        + (": the graph held all of it" if summary.papers and not changed else "")
        + f"; {summary.seconds:.1f} s"
    )  # fmt: skip


@contextlib.contextmanager
def _rejects(path: str | None) -> Iterator[Any]:
    if path is None:
        yield None
        return
    import msgspec  # noqa: PLC0415 - only here

    # Written beside it and moved there at the end: the path may be one of the sources.
    target = Path(path)
    try:
        stream = tempfile.NamedTemporaryFile(  # noqa: SIM115 - closed below
            dir=target.parent, prefix=".rejects-", delete=False
        )
    except OSError as error:
        raise CitegraphError(f"{path} cannot be written: {error.strerror}") from error
    count = 0

    def write(rejected: Rejected) -> None:
        nonlocal count
        count += 1
        stream.write(msgspec.json.encode(rejected) + b"\n")

    try:
        with stream:
            yield write
        if count or not target.exists():
            os.replace(stream.name, target)  # noqa: PTH105 - keeps the reason of a failure
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(stream.name)  # noqa: PTH108 - as above


@contextlib.contextmanager
def _progress(*, silent: bool) -> Iterator[loaders.Progress | None]:
    """A bar on a terminal, a line now and then in a log, nothing where silent."""
    if silent:
        yield None
        return
    if not sys.stderr.isatty():
        shown = 0

        def line(summary: loaders.Summary) -> None:
            nonlocal shown
            if summary.papers >= shown + 5000:
                shown = summary.papers
                rate = summary.papers / max(summary.seconds, 1e-6)
                note(f"{summary.papers:,} papers, {rate:,.0f} a second")

        yield line
        return
    from rich.console import Console  # noqa: PLC0415 - off the path of --help
    from rich.progress import (  # noqa: PLC0415 - as above
        BarColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}", markup=False), BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"), TimeRemainingColumn(compact=True),
    )  # fmt: skip
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        tasks: dict[int, TaskID] = {}

        def draw(summary: loaders.Summary) -> None:
            document = summary.document
            if document is None:
                return
            if id(document) not in tasks:  # a bar a file: how much comes after it is unknown
                for task in tasks.values():
                    bar.remove_task(task)
                tasks.clear()
                tasks[id(document)] = bar.add_task("", total=document.size)
            rate = summary.papers / max(summary.seconds, 1e-6)
            said = f"{summary.papers:,} papers, {rate:,.0f} a second"
            bar.update(tasks[id(document)], description=said, completed=document.position)

        yield draw
