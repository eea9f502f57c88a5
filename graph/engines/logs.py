"""The engine's log files, for error messages.

Used by ``citegraph.graph.engines.keeper``, so it needs nothing but the standard library.
"""

import contextlib
from collections.abc import Iterable
from pathlib import Path

_LONGEST = 20_000  # characters of each file, from its end
_MARKS = ("Locked", "locked", "SEVER", "Exception")  # the most specific first


def remove(folder: Path, names: Iterable[str]) -> None:
    """Remove the log files of the last run, and create their folders."""
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).unlink(missing_ok=True)


def read(folder: Path, names: Iterable[str]) -> str:
    """Return the ends of the log files that exist."""
    texts = []
    for name in names:
        with contextlib.suppress(OSError):
            texts.append((folder / name).read_text("utf-8", "replace")[-_LONGEST:])
    return "\n".join(texts)


def reason(text: str) -> str | None:
    """Return the line that states why the engine ended; ``None`` if nothing was logged."""
    lines = [line.strip() for line in text.splitlines()]
    for mark in _MARKS:
        for line in lines:
            if mark in line:
                return line[:300]
    plain = [line for line in lines if line and not line.startswith("WARNING")]
    return "; ".join(plain)[:300] or None
