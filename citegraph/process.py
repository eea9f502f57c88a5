"""The process around a command: its streams, signals and exit code."""

import errno
import io
import os
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from types import FrameType

import click

from citegraph.graph.errors import CitegraphError
from citegraph.output import item, note

_AGAIN = 0.01  # seconds until a signal whose exception was ignored is sent again
_PATIENCE = 10.0  # seconds for the command to end after a signal
_WRITING = ("load", "enrich", "resolve", "topics")  # commands that write in batches


class _Ended(BaseException):
    """A signal asked the process to end."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


def run(command: Callable[[], object]) -> int:
    """Run a command; report every expected error as one line.

    Returns:
        The exit code: 0 done, 1 an error, 2 wrong usage, 128 + the number of a signal.
    """
    _open_streams()
    signals = _Signals()
    signals.watch()
    try:
        code = _outcome(command)
    except KeyboardInterrupt:
        code = _interrupted(signal.SIGINT)
    except _Ended as error:
        code = _interrupted(error.number)
    except Exception:
        if signals.received is None:
            raise
        # What was interrupted may fail again while it is closed, as a connection does.
        code = _interrupted(signals.received)
    signals.ended()
    for number in (signal.SIGINT, signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)):
        if signal.getsignal(number) is not signal.SIG_IGN:
            # Threads may still be finishing; an exception would only interrupt them.
            signal.signal(number, lambda number, _: os._exit(128 + number))
    return code


def _interrupted(number: int) -> int:
    """Report the signal that ended a command, and return the exit code."""
    how = "interrupted"
    if number != signal.SIGINT:
        how = f"Error: ended by {signal.Signals(number).name}"
    writes = sys.argv[1:2] and sys.argv[1] in _WRITING
    note(f"{how}; completed batches are kept; run the command again to continue" if writes else how)
    return 128 + number


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
            item(line)
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


class _Signals:
    """End cleanly on the first signal; end at once on a second one, or if ending takes long.

    A connection whose reply was interrupted may wait for the rest of it while it is closed.
    """

    def __init__(self) -> None:
        self.received: int | None = None
        self._patience: threading.Timer | None = None
        self._report = sys.unraisablehook

    def watch(self) -> None:
        """Handle signals from now on."""
        sys.unraisablehook = self._ignored
        for name in ("SIGINT", "SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            # A signal that is ignored from the start stays ignored, as under `nohup`.
            if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, self._handle)

    def ended(self) -> None:
        """Stop the clock and restore Python's hook: the command has ended."""
        self._stop()
        sys.unraisablehook = self._report

    def _stop(self) -> None:
        if self._patience:
            self._patience.cancel()

    def _handle(self, number: int, _: FrameType | None) -> None:
        if self.received is not None:
            os._exit(128 + number)
        self.received = number
        self._patience = threading.Timer(_PATIENCE, _end_at_once, (number,))
        self._patience.daemon = True
        self._patience.start()
        if number == signal.SIGINT:
            raise KeyboardInterrupt
        raise _Ended(number)

    def _ignored(self, found: "sys.UnraisableHookArgs") -> None:
        """Send a signal again whose exception Python ignores, as in a finalizer."""
        number = self.received
        if number is None or not issubclass(found.exc_type, (KeyboardInterrupt, _Ended)):
            self._report(found)
            return
        self._stop()
        self.received = None
        threading.Timer(_AGAIN, os.kill, (os.getpid(), number)).start()


def _end_at_once(number: int) -> None:
    os._exit(_interrupted(number))
