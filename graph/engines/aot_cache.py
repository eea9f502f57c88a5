"""The AOT cache: classes that Java keeps loaded and linked, so that the engine starts sooner.

Used by ``citegraph.graph.engines.keeper`` only, so it needs nothing but the standard library.
"""

import contextlib
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import IO, Any

from citegraph.graph.engines.processes import end_with_parent, lock

__all__ = ["Cache"]


class Cache:
    """What the engine keeps of one run to start sooner in the next: Java's AOT cache.

    The first engine that finds none records which classes it loads; after it has stopped, and
    with the folder free again, another program of the runtime makes the cache of that. It is put
    in place whole or not at all, by one process at a time, and done without where it cannot be
    written.

    Args:
        spec: ``file`` of the cache; ``use``, ``record`` and ``create``: the arguments that name
            files, as lists in which ``{file}`` and ``{record}`` stand for paths; ``command``
            that makes the cache, without these.
    """

    KEEP = 4  # caches of other versions or environments that may stay

    def __init__(self, spec: dict[str, Any]) -> None:
        self.spec = spec
        self.file = Path(spec["file"])
        self.record = self.file.with_suffix(f".{os.getpid()}.record")
        self.new = self.file.with_suffix(f".{os.getpid()}.new")
        self.making: IO[bytes] | None = None  # the lock of the one who makes the cache
        self.used = False

    def arguments(self) -> list[str]:
        """Return the arguments by which the engine uses the cache, records for it, or neither."""
        self.used = self.making is None and self.file.exists()
        if self.used:
            with contextlib.suppress(OSError):
                os.utime(self.file)  # the one used longest ago is removed first
            return self.fill("use")
        if self.making is None:
            with contextlib.suppress(OSError):
                self.file.parent.mkdir(parents=True, exist_ok=True)
                self.making = lock(self.file.with_suffix(".lock"))
        return self.fill("record") if self.making else []

    def discard(self) -> bool:
        """Delete the cache if the engine was started with it: it may be damaged.

        Returns:
            Whether it was used and is deleted; the next start then records for a new one.
        """
        if not self.used:
            return False
        try:
            self.file.unlink(missing_ok=True)
        except OSError:
            return False
        return True

    def fill(self, name: str, file: Path | None = None) -> list[str]:
        """The arguments of this name, with the paths put in."""
        paths = {"{file}": str(file or self.file), "{record}": str(self.record)}
        return [
            next((p.replace(key, path) for key, path in paths.items() if key in p), p)
            for p in self.spec[name]
        ]

    def make(self) -> None:
        """Make the cache of what was recorded, if anything was."""
        if self.making is None:
            return
        with contextlib.suppress(OSError, subprocess.SubprocessError), self.making:
            if self.record.exists():
                program, *arguments = self.spec["command"]
                subprocess.run(  # noqa: S603 - the command is made by citegraph.graph.engines.arcadedb
                    [program, *self.fill("create", self.new), *arguments],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    cwd=self.file.parent,
                    check=True,
                    timeout=180,
                    preexec_fn=background if sys.platform == "linux" else None,
                )
                self.new.replace(self.file)
                self.tidy()
        for path in (self.record, self.new):
            with contextlib.suppress(OSError):
                path.unlink()

    def tidy(self) -> None:
        """Remove the caches used longest ago, and what killed processes left."""
        caches = sorted(
            self.file.parent.glob(f"*{self.file.suffix}"), key=lambda path: -path.stat().st_mtime
        )
        scraps = [path for end in ("record", "new") for path in self.file.parent.glob(f"*.{end}")]
        old = [path for path in scraps if path.stat().st_mtime < time.time() - 3600]
        for path in [*caches[self.KEEP :], *old]:
            path.unlink(missing_ok=True)


def background() -> None:
    """In a child that nobody waits for: run at low priority, and end with the keeper."""
    os.nice(10)
    end_with_parent()
