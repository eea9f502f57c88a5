"""Report long waits."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def report_wait(what: str, note: Callable[[str], None], seconds: float = 3.0) -> Iterator[None]:
    """Report a wait if the block takes longer than ``seconds``.

    Args:
        what: the text after "waiting for".
        note: receives the message, in another thread.
        seconds: after which it is called.
    """
    timer = threading.Timer(seconds, note, [f"waiting for {what}"])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
