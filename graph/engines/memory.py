"""The memory of the embedded engine."""

import os
import re
from dataclasses import dataclass
from pathlib import Path

from citegraph.graph.errors import StoreError

VARIABLE = "CITEGRAPH_HEAP"
MIB = 1024 * 1024
LEAST = 64 * MIB  # an engine with less does not start
DEFAULT = 1024 * MIB  # for a small graph
_UNITS = {"": 1, "k": 1024, "m": MIB, "g": 1024 * MIB}


@dataclass(frozen=True, slots=True)
class Use:
    """Memory of an engine, in bytes.

    Attributes:
        heap: maximum size of its heap.
        resident: current memory of its process; ``None`` if unknown.
        machine: memory of the machine; ``None`` if unknown.
    """

    heap: int
    resident: int | None
    machine: int | None


def heap(files: Path) -> int:
    """Return the size of the engine's heap, in bytes.

    It is ``CITEGRAPH_HEAP``, if set. Otherwise the heap is 1 GiB, or a quarter of the
    machine's memory up to 4 GiB, or four times the size of the graph's files, whichever is
    largest, but no more than half of the machine's memory.

    Raises:
        StoreError: ``CITEGRAPH_HEAP`` is not a valid memory size.
    """
    given = os.environ.get(VARIABLE)
    if given is not None:
        return _parse(given)
    machine = available()
    if machine is None:
        return DEFAULT
    wanted = max(DEFAULT, min(4 * DEFAULT, machine // 4), 4 * _size(files))
    bounded = max(LEAST, min(wanted, machine // 2))
    return bounded // (64 * MIB) * 64 * MIB


def available() -> int | None:
    """Return the memory of this machine or container; ``None`` if unknown."""
    sizes = []
    try:
        sizes.append(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"))
    except (AttributeError, OSError, ValueError):
        return None
    for name in ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"):
        try:
            sizes.append(int(Path(name).read_text("ascii")))
        except (OSError, ValueError):
            continue
    return min(sizes)


def human(size: int) -> str:
    """Format a number of bytes in GiB or MiB."""
    return f"{size / 1024 / MIB:.3g} GiB" if size >= 1024 * MIB else f"{size / MIB:.0f} MiB"


def _parse(given: str) -> int:
    found = re.fullmatch(r"(\d{1,12})([kmg]?)", given.strip().lower(), re.ASCII)
    size = int(found[1]) * _UNITS[found[2]] if found else 0
    if not found:
        raise StoreError(
            f"{VARIABLE}={given} is not a valid memory size; write a number and m or g, such as 2g"
        )
    machine = available()
    if size < LEAST:
        raise StoreError(f"{VARIABLE}={given} is too little; the engine needs {human(LEAST)}")
    if machine is not None and size > machine:
        raise StoreError(
            f"{VARIABLE}={given} is more than the memory of this machine ({human(machine)})"
        )
    return size


def _size(folder: Path) -> int:
    """Return the size of all files in a folder and its subfolders, in bytes."""
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size
        except OSError:
            continue
    return total
