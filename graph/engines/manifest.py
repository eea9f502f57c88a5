"""The manifest: sizes and checksums of the engine's files, written when the engine stops.

It reveals files that were truncated or overwritten since then; the engine itself would read them
without an error. There is no manifest while the engine runs, nor after it was killed, because the
engine then repairs its files from its log.

Used by ``citegraph.graph.engines.keeper``, so it needs nothing but the standard library.
"""

import json
import zlib
from pathlib import Path
from typing import Any

from citegraph.graph.engines.processes import write_private


class Manifest:
    """The manifest of a folder of the engine's files."""

    def __init__(self, file: Path, folder: Path) -> None:
        self.file = file
        self.folder = folder
        self._known: dict[str, dict[str, int]] = {}

    def verify(self) -> list[str]:
        """Compare the files with the manifest.

        The checksum is computed only of files whose times differ from the manifest: changed files,
        and all files of a copied folder.

        Returns:
            One text for each problem; empty if there is no manifest.
        """
        self._known = self._read()
        problems = []
        for name, known in self._known.items():
            path = self.folder / name
            try:
                now = _times(path)
                if now["size"] != known["size"]:
                    problems.append(f"{name} has {now['size']} bytes instead of {known['size']}")
                elif now != _without_sum(known) and _sum(path) != known["sum"]:
                    problems.append(f"the content of {name} has changed")
            except FileNotFoundError:
                problems.append(f"{name} is missing")
            except OSError as error:
                problems.append(f"{name} cannot be read ({error.strerror})")
        return problems

    def remove(self) -> None:
        """Remove the manifest before the engine opens the files."""
        self.file.unlink(missing_ok=True)

    def write(self) -> None:
        """Write the manifest; only files that changed since it was read are read."""
        entries = {}
        for path in sorted(self.folder.iterdir()):
            entry = _times(path)
            known = self._known.get(path.name)
            same = known is not None and entry == _without_sum(known)
            entries[path.name] = entry | {"sum": known["sum"] if known and same else _sum(path)}
        write_private(self.file, json.dumps(entries))

    def _read(self) -> dict[str, dict[str, int]]:
        try:
            read: Any = json.loads(self.file.read_text("utf-8"))
        except (OSError, ValueError, RecursionError):
            return {}
        fields = {"size", "written", "changed", "sum"}
        if not isinstance(read, dict):
            return {}
        return {
            str(name): entry
            for name, entry in read.items()
            if isinstance(entry, dict)
            and set(entry) == fields
            and Path(name).name == name
            and name.isprintable()
        }


def _times(path: Path) -> dict[str, int]:
    stat = path.stat()
    return {"size": stat.st_size, "written": stat.st_mtime_ns, "changed": stat.st_ctime_ns}


def _without_sum(entry: dict[str, int]) -> dict[str, int]:
    return {name: value for name, value in entry.items() if name != "sum"}


def _sum(path: Path) -> int:
    """Return the CRC-32 of a file."""
    crc = 0
    with path.open("rb") as file:
        while data := file.read(1 << 20):
            crc = zlib.crc32(data, crc)
    return crc
