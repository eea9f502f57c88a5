"""Say what is waited for."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

__all__ = ["patience"]


@contextmanager
def patience(what: str, waiting: Callable[[str], None], seconds: float = 3.0) -> Iterator[None]:
    """Say what is waited for, once it has taken some time.

    Args:
        what: as it follows "waiting for".
        waiting: called with the remark, in another thread.
        seconds: when to call it.
    """
    timer = threading.Timer(seconds, waiting, [f"waiting for {what}"])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
