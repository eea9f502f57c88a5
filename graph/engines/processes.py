"""Locks, private files and processes: functions of the operating system.

Used by ``citegraph.graph.engines.keeper``, so it needs nothing but the standard library.
"""

import contextlib
import os
import re
import signal
import socket
import stat
import subprocess
import sys
from pathlib import Path
from typing import IO


def lock(path: Path) -> IO[bytes] | None:
    """Take a lock, held until the file is closed; ``None`` if another process holds it.

    The kernel releases it when the process ends, so there are no stale locks.
    """
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
    file = os.fdopen(os.open(path, flags, 0o600), "r+b")
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415 - exists on Windows only

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # noqa: PLC0415 - exists on POSIX only

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        return None
    return file


def is_own(path: Path) -> bool:
    """Report whether a file or folder belongs to this user, and not everybody can write it."""
    if sys.platform == "win32":
        return True
    found = path.lstat()
    return found.st_uid == os.getuid() and not found.st_mode & stat.S_IWOTH


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read, completely or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f"{path.name}.{os.getpid()}.new")
    new.unlink(missing_ok=True)  # a link, or a file that others can read
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    new.replace(path)


def file_id(path: Path) -> list[int]:
    """Return device and inode of a file, which a copy does not share; empty if there is none."""
    with contextlib.suppress(OSError):
        found = path.stat()
        return [found.st_dev, found.st_ino]
    return []


def free_ports(count: int) -> list[int]:
    """Return different ports of the loopback interface that are free at this moment."""
    with contextlib.ExitStack() as stack:  # a port that is released may be returned again
        probes = [stack.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [int(probe.getsockname()[1]) for probe in probes]


def end_with_parent() -> None:
    """Make a child process end when its parent ends (Linux only)."""
    import ctypes  # noqa: PLC0415 - needed here only

    ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG


def command_of(pid: int) -> str:
    """Return the command line of a process; empty if unknown."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_text("utf-8", "replace").replace("\0", " ")
    with contextlib.suppress(OSError, subprocess.SubprocessError):
        return subprocess.run(  # noqa: S603 - the only argument is a number
            ["/bin/ps", "-ww", "-o", "command=", "-p", str(pid)],
            capture_output=True,
            text=True,
            timeout=5,
            check=False,
        ).stdout
    return ""


def connected(local: int, remote: int) -> bool:
    """Report whether a loopback connection between two ports is open at its local end.

    Returns true if the operating system does not list connections (other than Linux).
    """
    try:
        lines = Path("/proc/net/tcp").read_text("ascii") + Path("/proc/net/tcp6").read_text("ascii")
    except OSError:
        return True
    open_at = re.compile(rf":{local:04X} [0-9A-F]+:{remote:04X} 01 ")  # 01: established
    return open_at.search(lines) is not None


def resident(pid: int) -> int | None:
    """Return the memory of a process in bytes; ``None`` if unknown."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        pages = int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")
    return None
