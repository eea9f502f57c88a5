"""The AOT cache: Java keeps classes loaded and linked in a file, so that the engine starts faster.

Used by ``citegraph.graph.engines.keeper`` only, so it needs nothing but the standard library.
"""

import contextlib
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import IO, Any

from citegraph.graph.engines.processes import end_with_parent, is_own, lock


class Cache:
    """Java's AOT cache for the engine.

    An engine that finds no cache records the classes that it loads. After it has stopped and
    released the folder, the Java runtime creates the cache from the record. One process at a time
    does so, and the file is replaced as a whole. If it cannot be written, there is no cache.
    A cache that another user may have written is not used: Java would run the code in it.

    Args:
        spec: ``file`` of the cache; ``use``, ``record`` and ``create``, lists of arguments in which
            ``{file}`` and ``{record}`` stand for paths; ``command`` that creates the cache, without
            these arguments.
    """

    KEEP = 4  # number of caches to keep, including those of other versions and environments

    def __init__(self, spec: dict[str, Any]) -> None:
        self.spec = spec
        self.file = Path(spec["file"])
        self.record = self.file.with_suffix(f".{os.getpid()}.record")
        self.new = self.file.with_suffix(f".{os.getpid()}.new")
        self.making: IO[bytes] | None = None  # the lock of the process that creates the cache
        self.used = False

    def arguments(self) -> list[str]:
        """Return the arguments by which the engine uses the cache, records for it, or neither."""
        self.used = False
        if self.making is None:
            with contextlib.suppress(OSError):
                self.file.parent.mkdir(parents=True, exist_ok=True)
                if not is_own(self.file.parent):
                    return []
                if self.file.exists():
                    self.used = is_own(self.file)
                    os.utime(self.file)  # the one used longest ago is removed first
                else:
                    self.making = lock(self.file.with_suffix(".lock"))
        if self.used:
            return self.fill("use")
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
        """Return the arguments of this name, with paths inserted."""
        paths = {"{file}": str(file or self.file), "{record}": str(self.record)}
        return [
            next((p.replace(key, path) for key, path in paths.items() if key in p), p)
            for p in self.spec[name]
        ]

    def make(self) -> None:
        """Create the cache from the record, if there is one."""
        if self.making is None:
            return
        with contextlib.suppress(OSError, subprocess.SubprocessError), self.making:
            if self.record.exists():
                program, *arguments = self.spec["command"]
                subprocess.run(  # noqa: S603 - the command comes from arcadedb.py
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
        """Remove the least recently used caches, and files left by killed processes."""
        caches = sorted(
            self.file.parent.glob(f"*{self.file.suffix}"), key=lambda path: -path.stat().st_mtime
        )
        scraps = [path for end in ("record", "new") for path in self.file.parent.glob(f"*.{end}")]
        old = [path for path in scraps if path.stat().st_mtime < time.time() - 3600]
        for path in [*caches[self.KEEP :], *old]:
            path.unlink(missing_ok=True)


def background() -> None:
    """Run a child process at low priority, and end it with the keeper."""
    os.nice(10)
    end_with_parent()
