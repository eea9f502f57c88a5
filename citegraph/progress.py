"""Progress of long commands: a bar on a terminal, or a line every few seconds in a log.

A step has a name, a total and, once it has ended, a time.
"""

import contextlib
import sys
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from citegraph import loaders
from citegraph.output import note

if TYPE_CHECKING:
    from rich.progress import TaskID

_EVERY = 10.0  # seconds between lines of a log
_PAPERS = 5000  # papers after which a line is due at the latest
_MEASURABLE = 0.5  # seconds; less is too short to compute a rate
_LONG = 10.0  # seconds of a step whose end is reported

Step = Callable[[str, int, int], None]  # name, how much is done, and the total


@contextlib.contextmanager
def shown_steps(*, silent: bool) -> Iterator[Step]:
    """Show the progress of a command that has steps only."""
    summary = loaders.Summary()
    with shown_progress(silent=silent) as progress:

        def step(name: str, done: int, total: int) -> None:
            summary.step = (name, done, total)
            if progress:
                progress(summary)

        yield step
        summary.step = None
        if progress:
            progress(summary)


@contextlib.contextmanager
def shown_progress(*, silent: bool) -> Iterator[loaders.Progress | None]:
    """Show the progress of a load."""
    if silent:
        yield None
        return
    if sys.stderr is None or not sys.stderr.isatty():
        shown, last = 0, time.monotonic()
        ends = _Ends()

        def line(summary: loaders.Summary) -> None:
            nonlocal shown, last
            now = time.monotonic()
            if ended := ends.ended(summary):
                note(ended)
            more = summary.papers > shown or summary.step
            if summary.papers >= shown + _PAPERS or (more and now > last + _EVERY):
                shown, last = summary.papers, now
                note(_so_far(summary))

        yield line
        return
    from rich.console import Console  # noqa: PLC0415 - off the path of --help
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415 - as above

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f}%"),
        TimeRemainingColumn(compact=True),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task: TaskID | None = None
        ends = _Ends()

        def draw(summary: loaders.Summary) -> None:
            nonlocal task
            if ended := ends.ended(summary):
                bar.console.print(ended, markup=False, highlight=False)
            if task is None:  # without a total, the bar only shows activity
                task = bar.add_task("", total=summary.size)
            done, total = summary.position, summary.size
            if summary.step:
                _, done, total = summary.step
            bar.update(task, description=_so_far(summary), completed=done, total=total)

        yield draw


class _Ends:
    """Notices the end of each step."""

    def __init__(self) -> None:
        self._step: tuple[str, int, int] | None = None
        self._started = 0.0

    def ended(self, summary: loaders.Summary) -> str | None:
        """Return the size and the time of the step that ended, if it was long."""
        before, now = self._step, time.monotonic()
        self._step = summary.step
        if before and summary.step and before[0] == summary.step[0]:
            return None
        started, self._started = self._started, now
        if before is None or now - started < _LONG:
            return None
        name, _, total = before
        return f"{name}: {total:,} in {now - started:.1f} s"


def _so_far(summary: loaders.Summary) -> str:
    if summary.step:
        name, done, total = summary.step
        return f"{name}: {done:,} of {total:,}"
    text = f"{summary.papers:,} papers"
    if summary.seconds >= _MEASURABLE:
        text += f", {summary.papers / summary.seconds:,.0f} a second"
    if summary.size and summary.unit != "bytes":
        text += f", {summary.position} of {summary.size} {summary.unit}"
    elif summary.size:
        part = min(100 * summary.position // summary.size, 100)
        text += f", {part}% of {summary.size / 1e6:,.1f} MB read"
    return text
