"""The statements that embedded engines run at this moment, as their keepers see them.

Tests wait until a statement has reached the engine, or until none runs, instead of a fixed time.
"""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from citegraph.graph.engines import arcadedb
from citegraph.graph.engines.control import Control
from citegraph.graph.engines.embedded import Engine

WAIT = 60.0  # seconds until a condition that does not come true fails
_controls: dict[str, dict[str, Any]] = {}  # by the writer's password, which identifies an engine
_order = arcadedb.order


def _recorded(folder: Path) -> dict[str, Any]:
    order = _order(folder)
    _controls[order["answer"]["writer"]] = order["control"]
    return order


def record() -> None:
    """Keep the control interface of each engine that this process starts from now on."""
    arcadedb.order = _recorded


def running(engine: Engine) -> set[int]:
    """Return the local ports of the Bolt connections on which the engine runs a statement."""
    control = Control(_controls[engine.writer.password], engine._http)
    return {statement.port for statement in control.running()}


def until(condition: Callable[[], object]) -> None:
    """Wait for a condition."""
    end = time.monotonic() + WAIT
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)
