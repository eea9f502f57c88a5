"""The process around a command: its streams, signals and exit code."""

import errno
import io
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from types import FrameType

import click

from citegraph.graph.errors import CitegraphError
from citegraph.output import note

__all__ = ["run"]


class _Ended(BaseException):
    """A signal asked the process to end."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


def run(command: Callable[[], object]) -> int:
    """Run a command; report every expected error as one line.

    Args:
        command: prints to standard output.

    Returns:
        The exit code: 0 done, 1 an error, 2 wrong usage, 128 + the number of a signal.
    """
    _open_streams()
    _watch_signals()
    try:
        code = _outcome(command)
    except KeyboardInterrupt:
        note("interrupted; completed batches are kept, load again to continue")
        code = 128 + signal.SIGINT
    except _Ended as error:
        name = signal.Signals(error.number).name
        note(f"Error: ended by {name}; completed batches are kept, load again to continue")
        code = 128 + error.number
    for number in (signal.SIGINT, signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)):
        if signal.getsignal(number) is not signal.SIG_IGN:
            # Threads may still be finishing; an exception would only interrupt them.
            signal.signal(number, lambda number, _: os._exit(128 + number))
    return code


def _outcome(command: Callable[[], object]) -> int:
    code = 0
    try:
        command()
        if sys.stdout is not None:
            sys.stdout.flush()
    except click.exceptions.Exit as error:
        code = error.exit_code
    except click.Abort:
        raise KeyboardInterrupt from None
    except click.ClickException as error:
        shown = io.StringIO()
        error.show(file=shown)
        for line in shown.getvalue().splitlines():
            note(line)
        code = error.exit_code
    except BrokenPipeError:
        _discard_output()  # the reader of the output has ended, as `head` does
    except CitegraphError as error:
        several = len(error.lines) > 1
        code = _failed(error.problem if several else str(error))
        for line in error.lines if several else ():
            note(f"  {' '.join(line.split())}")
    except OSError as error:
        code = _failed(_reason(error))
        _discard_output()
    except MemoryError:
        code = _failed("out of memory; ask for fewer rows, or write them to a file")
    except (OverflowError, RecursionError, UnicodeError) as error:
        # A value that is out of range; any other error is a bug.
        code = _failed(f"{type(error).__name__}: {error}")
    return code


def _failed(reason: str) -> int:
    note("Error: " + " ".join(reason.split()))
    return 1


def _reason(error: OSError) -> str:
    problem = error.strerror or str(error) or type(error).__name__
    if error.filename is not None:
        return f"{error.filename}: {problem}"
    if error.errno in (errno.ENOSPC, errno.EIO, errno.EBADF):
        return f"the output cannot be written: {problem}"
    return problem


def _discard_output() -> None:
    """Redirect standard output, so that Python's flush at exit succeeds."""
    if sys.stdout is not None:
        with suppress(OSError):  # a stream without a descriptor
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _open_streams() -> None:
    """Fill closed descriptors, and escape characters that a stream cannot encode.

    The next file or connection would get the number of a closed descriptor, and receive what is
    printed.
    """
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _watch_signals() -> None:
    """End cleanly on the first signal and at once on the second one."""
    asked = False

    def handle(number: int, _: FrameType | None) -> None:
        nonlocal asked
        if asked:
            os._exit(128 + number)
        asked = True
        if number == signal.SIGINT:
            raise KeyboardInterrupt
        raise _Ended(number)

    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        # A signal that is ignored from the start stays ignored, as under `nohup`.
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, handle)
