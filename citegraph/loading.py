"""``citegraph load``: load with progress, notes and a file of rejected entries."""

import contextlib
import glob
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from citegraph import loaders
from citegraph.graph.counted import counted
from citegraph.graph.errors import SourceError
from citegraph.graph.store import Store
from citegraph.loaders.documents import inputs
from citegraph.output import note, target
from citegraph.progress import shown_progress

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
            from citegraph.queries.coverage import dangling  # noqa: PLC0415 - not for each load

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
        if source == "-" or ":" in source or glob.has_magic(source) or inputs.exists(source):
            return
    raise SourceError(f"{sources[0]}: no such file; check the name")


def require_papers(summary: loaders.Summary, *, reported: bool = False) -> None:
    """Refuse a load that found only rejected entries.

    Args:
        summary: the load.
        reported: its rejected entries were printed; the message does not repeat one.

    Raises:
        SourceError: there are no papers; the message has the first rejected entry.
    """
    if not (summary.papers or summary.nodes) and summary.rejections:
        if reported:
            raise SourceError("nothing could be loaded, for the reasons above")
        first = summary.rejected[0]
        raise SourceError(f"nothing could be loaded; {first.where}: {first.reason}")


def report_changes(
    summary: loaders.Summary, rejects: str | None = None, unit: str = "paper"
) -> None:
    """Print notes, rejected entries, merges and counts to stderr.

    The unit is what a record counts as: a service has several records of one paper.
    """
    for text in summary.notes[:_SHOWN]:
        note(text)
    if len(summary.notes) > _SHOWN:
        note(f"... and {len(summary.notes) - _SHOWN:,} more notes")
    for rejected in summary.rejected[:_SHOWN]:
        note(f"rejected {rejected.where}: {rejected.reason}")
    if summary.rejections > _SHOWN and not rejects:
        note(f"... {summary.rejections:,} rejected in total; --rejects FILE lists them")
    for merged in summary.changes.merged[:_SHOWN]:
        note(f"merged {merged}")
    for text in summary.changes.disputed[:_SHOWN]:
        note(text)
    if len(summary.changes.disputed) > _SHOWN:
        note(f"... {len(summary.changes.disputed):,} identifiers left out in total")
    forms = sorted(summary.files.items())
    read = ", ".join(counted(n, f"{form} document") for form, n in forms)
    changed = summary.changes.total
    note(
        f"{_counted(summary, unit)} from {read or 'no document'}; {summary.rejections:,} rejected; "
        f"{counted(changed, 'change')}"
        + (": already up to date" if (summary.papers or summary.nodes) and not changed else "")
        + f"; {summary.seconds:.1f} s"
    )


def _counted(summary: loaders.Summary, unit: str) -> str:
    """Return the numbers of records: ``43 papers``, ``3 repositories``."""
    counts = {unit: summary.papers} if summary.papers or not summary.nodes else {}
    return ", ".join(
        counted(count, label.lower())
        for label, count in (counts | dict(sorted(summary.nodes.items()))).items()
    )


@contextlib.contextmanager
def _rejects(path: str | None) -> Iterator[Any]:
    if path is None:
        yield None
        return
    import msgspec  # noqa: PLC0415 - only here

    with target(path) as stream:
        yield lambda rejected: stream.write(msgspec.json.encode(rejected) + b"\n")
