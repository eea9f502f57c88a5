"""Write a file completely or not at all, and replace regular files only."""

import errno
import os
import re
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, cast

_DESCRIPTOR = re.compile(r"/(?:dev|proc/self)/fd/(\d{1,9})")
_STREAMS = {"/dev/stdout": 1, "/dev/stderr": 2}


@contextmanager
def replacing(path: str | Path) -> Iterator[BinaryIO]:
    """Open a stream whose content replaces the file when the block ends without an error.

    A regular file is replaced at the end and keeps its permissions; a symbolic link stays and its
    target is replaced. Anything else (a device, a pipe, one of several hard links, ``/dev/stdout``)
    is written directly, and so is a file in a folder that is not writable. Where the system allows
    it, the new content has no name until it replaces the file, so a killed process leaves nothing
    behind.

    Raises:
        OSError: the file cannot be written.
    """
    name = os.fspath(path)
    if (descriptor := _descriptor(name)) is not None:
        if sys.stdout is not None:
            sys.stdout.flush()
        with os.fdopen(os.dup(descriptor), "wb") as stream:
            yield stream
        return
    target = Path(os.path.realpath(name))
    try:
        known = os.stat(name)  # noqa: PTH116 - follows links of /proc, which have no path
    except FileNotFoundError:
        known = None
    if known and (not stat.S_ISREG(known.st_mode) or known.st_nlink > 1):
        with open(name, "wb") as stream:  # noqa: PTH123 - as above
            yield stream
        return
    if known and not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), name)
    try:
        handle, part = _new(target)
    except OSError as error:
        if known is None or error.errno not in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise
        with target.open("wb") as stream:
            yield stream
        return
    try:
        with os.fdopen(handle, "wb") as stream:
            yield cast(BinaryIO, stream)
            stream.flush()
            if known:
                with suppress(OSError):  # only the superuser may keep another owner
                    os.fchown(handle, known.st_uid, known.st_gid)
                os.fchmod(handle, stat.S_IMODE(known.st_mode))
            part = part or _named(handle, target)
        part.replace(target)
    finally:
        if part:
            part.unlink(missing_ok=True)


def _descriptor(name: str) -> int | None:
    """Return the file descriptor that a name such as ``/dev/stdout`` refers to."""
    if name in _STREAMS:
        return _STREAMS[name]
    found = _DESCRIPTOR.fullmatch(name)
    return int(found[1]) if found else None


def _new(target: Path) -> tuple[int, Path | None]:
    """Create a file beside the target; return its descriptor, and its path if it has one."""
    if hasattr(os, "O_TMPFILE") and Path("/proc/self/fd").is_dir():
        try:
            return os.open(target.parent, os.O_TMPFILE | os.O_RDWR, 0o666), None
        except OSError as error:
            if error.errno not in (errno.EOPNOTSUPP, errno.EISDIR, errno.EINVAL, errno.ENOENT):
                raise
    part = _part(target)
    return os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o666), part


def _named(handle: int, target: Path) -> Path:
    """Link an unnamed file to a path beside the target."""
    part = _part(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        # With a folder's descriptor, Python follows the link that /proc/self/fd holds.
        os.link(f"/proc/self/fd/{handle}", part, src_dir_fd=folder, follow_symlinks=True)
    finally:
        os.close(folder)
    return part


def _part(target: Path) -> Path:
    return target.with_name(f".citegraph-{os.getpid()}-{os.urandom(4).hex()}.part")
