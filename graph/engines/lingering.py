"""Keep the engine of a folder for a while after its last client, or stop it.

The start of the engine takes a second or more. A command line that asks several questions in a row
pays it once if the engine lingers.
"""

import os
import time
from pathlib import Path
from typing import Literal

from citegraph.graph.engines import embedded, keeper, memory, processes
from citegraph.graph.errors import StoreBusy

VARIABLE = "CITEGRAPH_LINGER"
SECONDS = 60  # unless the variable is set
STOPPING = 30.0  # seconds in which an engine must stop


def seconds() -> int:
    """Return for how many seconds the engine is kept: ``CITEGRAPH_LINGER``, else 60."""
    given = os.environ.get(VARIABLE, "")
    return int(given) if given.isdigit() else SECONDS


def linger(folder: Path, seconds: int) -> None:
    """Keep the engine that runs over a folder for some seconds after its last client."""
    with embedded.attached(folder) as engine:
        if engine is not None:
            engine.linger(seconds)


def stop(folder: Path) -> Literal["stopped", "used", "absent"]:
    """Stop the engine of a folder, unless a client uses it; then it stops after the last one.

    Returns:
        ``stopped``, ``used`` (by another process), or ``absent`` (no engine ran).

    Raises:
        StoreBusy: the engine does not stop in time.
    """
    with embedded.attached(folder) as engine:
        if engine is None:
            return "absent"
        others = engine.linger(0) - 1
    if others > 0:
        return "used"
    deadline = time.monotonic() + STOPPING
    while (held := processes.lock(folder / keeper.LOCK)) is None:
        if time.monotonic() > deadline:
            raise StoreBusy(f"{folder}: the engine does not stop; end the process that uses it")
        time.sleep(0.02)
    held.close()
    return "stopped"


def stop_if_outdated(folder: Path) -> None:
    """Stop an unused engine if ``CITEGRAPH_HEAP`` now sets another heap than it runs with."""
    if memory.VARIABLE not in os.environ:
        return
    with embedded.attached(folder) as engine:
        if engine is None or engine.memory().heap == memory.heap(folder / "databases"):
            return
    stop(folder)
