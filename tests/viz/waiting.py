"""Waits that do not depend on the speed of the machine.

A condition that must come true is awaited with :func:`until`. What cannot be stated as a condition is
read after :func:`settled`: the timers and frames of the page that were due before have then run.
"""

import time
from typing import Any

WAIT = 60.0  # seconds until a condition that does not come true fails
_SETTLED = """(pause) => new Promise((done) => {
    const frames = (next) => requestAnimationFrame(() => requestAnimationFrame(next));
    frames(() => setTimeout(() => frames(done), pause));
})"""


def until(page: Any, expression: str) -> None:
    """Wait for a condition; wait_for_function evaluates text, which the page's policy forbids."""
    end = time.monotonic() + WAIT
    while not page.evaluate(expression):
        assert time.monotonic() < end, f"never came: {expression}"
        time.sleep(0.025)


def settled(page: Any, pause: int = 250) -> None:
    """Wait for the page's frames and for its timers of less than ``pause`` milliseconds."""
    page.evaluate(_SETTLED, pause)
