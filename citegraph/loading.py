"""``citegraph load``: load with progress, notes and a file of rejected entries."""

import contextlib
import glob
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from citegraph import loaders
from citegraph.graph.errors import SourceError
from citegraph.graph.store import Store
from citegraph.output import note, target

if TYPE_CHECKING:
    from rich.progress import TaskID

__all__ = ["report_changes", "require_papers", "require_source", "run", "shown_progress"]

_SHOWN = 5  # rejected entries, notes and merges that are printed


def run(
    store: Store,
    sources: tuple[str, ...],
    captured: date | None,
    rejects: str | None,
    *,
    silent: bool,
) -> loaders.Summary:
    """Load sources, and report to stderr."""
    with _rejects(rejects) as write, shown_progress(silent=silent) as progress:
        summary = loaders.load(
            store,
            sources,
            captured=captured,
            progress=progress,
            rejected=write,
            waiting=None if silent else note,
        )
    if not silent:
        report_changes(summary, rejects)
        if summary.changes.created["CITES"]:
            from citegraph.queries.dangling import dangling  # noqa: PLC0415 - not for each load

            for row in dangling(store):
                note(f"{row['count']:,} of {row['of']:,} {row['what']}")
    return summary


def require_source(sources: Sequence[str]) -> None:
    """Refuse sources of which none exists, before an engine is started for them.

    Raises:
        SourceError: none exists.
    """
    if not sources:
        raise SourceError("no source given; name a file, a folder or an address")
    for source in sources:
        if (
            source == "-"
            or ":" in source
            or glob.has_magic(source)
            or Path(source).expanduser().exists()
        ):
            return
    raise SourceError(f"{sources[0]}: no such file; check the name")


def require_papers(summary: loaders.Summary) -> None:
    """Refuse a load that found only rejected entries.

    Raises:
        SourceError: there are no papers; the message has the first rejected entry.
    """
    if summary.papers == 0 and summary.rejections:
        first = summary.rejected[0]
        raise SourceError(f"nothing could be loaded; {first.where}: {first.reason}")


def report_changes(summary: loaders.Summary, rejects: str | None = None) -> None:
    """Print notes, rejected entries, merges and counts to stderr."""
    for text in summary.notes[:_SHOWN]:
        note(text)
    if len(summary.notes) > _SHOWN:
        note(f"... and {len(summary.notes) - _SHOWN:,} more notes")
    for rejected in summary.rejected[:_SHOWN]:
        note(f"rejected {rejected.where}: {rejected.reason}")
    if summary.rejections > _SHOWN and not rejects:
        note(f"... {summary.rejections:,} rejected in all; --rejects FILE lists them")
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
        + (": already up to date" if summary.papers and not changed else "")
        + f"; {summary.seconds:.1f} s"
    )


@contextlib.contextmanager
def _rejects(path: str | None) -> Iterator[Any]:
    if path is None:
        yield None
        return
    import msgspec  # noqa: PLC0415 - only here

    with target(path) as stream:
        yield lambda rejected: stream.write(msgspec.json.encode(rejected) + b"\n")


@contextlib.contextmanager
def shown_progress(*, silent: bool) -> Iterator[loaders.Progress | None]:
    """Show a bar on a terminal, or a line every few seconds in a log."""
    if silent:
        yield None
        return
    if sys.stderr is None or not sys.stderr.isatty():
        shown, last = 0, time.monotonic()

        def line(summary: loaders.Summary) -> None:
            nonlocal shown, last
            now = time.monotonic()
            more = summary.papers > shown or summary.step
            if summary.papers >= shown + 5000 or (more and now > last + 10):
                shown, last = summary.papers, now
                note(_so_far(summary))

        yield line
        return
    from rich.console import Console  # noqa: PLC0415 - off the path of --help
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415 - as above

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeRemainingColumn(compact=True),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task: TaskID | None = None

        def draw(summary: loaders.Summary) -> None:
            nonlocal task
            if task is None:  # without a total, the bar only shows activity
                task = bar.add_task("", total=summary.size)
            done, total = summary.position, summary.size
            if summary.step:
                _, done, total = summary.step
            bar.update(task, description=_so_far(summary), completed=done, total=total)

        yield draw


def _so_far(summary: loaders.Summary) -> str:
    if summary.step:
        name, done, total = summary.step
        return f"{name}: {done:,} of {total:,}"
    rate = summary.papers / max(summary.seconds, 1e-6)
    text = f"{summary.papers:,} papers, {rate:,.0f} a second"
    if summary.size and summary.unit != "bytes":
        text += f", {summary.position} of {summary.size} {summary.unit}"
    elif summary.size:
        part = min(100 * summary.position // summary.size, 100)
        text += f", {part} % of {summary.size / 1e6:,.1f} MB read"
    return text
