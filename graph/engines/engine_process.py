"""The engine as a child process of the keeper: start it, read its log, and end it.

Used by ``citegraph.graph.engines.keeper``, so it needs nothing but the standard library.
"""

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from citegraph.graph.engines import logs
from citegraph.graph.engines.aot_cache import Cache
from citegraph.graph.engines.control import Control
from citegraph.graph.engines.manifest import Manifest
from citegraph.graph.engines.processes import end_with_parent, free_ports, write_private

TERM = 15.0  # seconds in which the engine must stop before it is killed


class EngineProcess:
    """The process of one engine, which may be started several times.

    ``manifest`` lists the engine's files; it is removed when the engine opens them.

    Attributes:
        bolt, http: the engine's ports; 0 before the first start.
        control: the engine's control interface.
    """

    def __init__(self, spec: dict[str, Any], manifest: Manifest) -> None:
        self.folder = Path(spec["folder"])
        self.spec = spec
        self.manifest = manifest
        self.cache = Cache(spec["cache"])
        self.bolt = self.http = 0
        self.control: Control
        self.child: subprocess.Popen[bytes]

    def start(self) -> None:
        """Start the engine, on its previous ports if it has any."""
        for path in (one for each in self.spec["scraps"] for one in self.folder.glob(each)):
            path.unlink(missing_ok=True)
        for name, text in self.spec["files"].items():
            write_private(self.folder / name, text)
        logs.remove(self.folder, self.spec["logs"])
        if not self.bolt:
            self.bolt, self.http = free_ports(2)
        self.control = Control(self.spec["control"], self.http)
        program, *arguments = self.spec["command"]
        prefix = self.spec["ports"]
        ports = [f"{prefix['bolt']}{self.bolt}", f"{prefix['http']}{self.http}"]
        self.manifest.remove()
        output = os.open(
            self.folder / self.spec["logs"][0], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600
        )
        self.child = subprocess.Popen(  # noqa: S603 - the command comes from arcadedb.py
            [program, *ports, *self.cache.arguments(), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd=self.folder,
            preexec_fn=end_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509 - one call
        )
        os.close(output)

    def has_ended(self) -> bool:
        """Report whether the process has ended."""
        return self.child.poll() is not None

    def may_start_again(self) -> bool:
        """Report whether a new attempt may succeed: a port was taken, or the cache is damaged."""
        if self.is_port_taken():
            self.bolt = 0
            return True
        return self.cache.discard()

    def is_port_taken(self) -> bool:
        """Report whether the engine logged that another program has one of its ports."""
        return any(word in self.logged() for word in self.spec["taken"])

    def discard_damaged_cache(self) -> None:
        """Delete the AOT cache if the engine logged that it ignored it."""
        if self.spec["cache"]["damaged"] in self.logged():
            self.cache.discard()

    def end_reason(self) -> str:
        """Return why an engine that was ready has ended."""
        if any(word in self.logged() for word in self.spec["exhausted"]):
            return str(self.spec["advice"])
        return f"the engine ended with status {self.child.returncode}"

    def start_failure(self) -> str:
        """Return why the engine did not start, in one line."""
        return logs.reason(self.logged()) or f"it ended with status {self.child.returncode}"

    def logged(self) -> str:
        """Return the engine's log since its start."""
        return logs.read(self.folder, self.spec["logs"])

    def kill(self) -> None:
        """End the process at once."""
        self.child.kill()

    def end(self, timeout: float) -> None:
        """End the process; kill it after ``timeout`` seconds."""
        self.child.terminate()
        self.wait(timeout)

    def wait(self, timeout: float) -> None:
        """Wait for the process to end; kill it after ``timeout`` seconds."""
        try:
            self.child.wait(timeout)
        except subprocess.TimeoutExpired:
            self.child.kill()
            self.child.wait()

    def close_database(self) -> bool:
        """End the process; return when it has ended or has closed the database.

        An engine that records for the cache takes some seconds longer to end.

        Returns:
            Whether the engine closed the database by itself.
        """
        opened = self.folder / self.spec["open"]
        was_open = opened.exists()
        self.child.terminate()
        deadline = time.monotonic() + TERM
        while not self.has_ended() and time.monotonic() < deadline:
            if was_open and not opened.exists():
                return True
            time.sleep(0.01)
        self.wait(0)
        return was_open and not opened.exists()
