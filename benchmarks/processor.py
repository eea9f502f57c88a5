"""Processor time of a load, of citegraph and of the engine, and of the statements of the engine.

    python benchmarks/processor.py --db FOLDER FILE...
    NEO4J_PASSWORD=... python benchmarks/processor.py --db bolt://127.0.0.1:7687 --pid PID FILE...

Each file is loaded, then all files again. Processor time depends less on other programs than the
time waited for. The time of a statement includes what the engine does besides, such as compiling.
Linux only; the database is not emptied.
"""

import argparse
import os
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from neo4j import ManagedTransaction, Session, Transaction

from citegraph import loaders
from citegraph.graph import open_store

TICKS = os.sysconf("SC_CLK_TCK")
SHOWN = 10  # statements


def seconds(pid: int) -> float:
    """Return the processor time of a process in seconds."""
    user, system = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / TICKS


class Statements:
    """Measures the engine's processor time for each statement, which is run to its end at once."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.found: dict[str, list[float]] = defaultdict(list)
        for kind in (Session, Transaction, ManagedTransaction):
            kind.run = self._measured(kind.run)  # type: ignore[method-assign]  # to measure it

    def _measured(self, run: Callable[..., Any]) -> Callable[..., Any]:
        def measured(session: Any, query: Any, *args: Any, **kwargs: Any) -> Any:
            began = seconds(self.pid)
            result = run(session, query, *args, **kwargs)
            result.peek()
            text = " ".join(str(getattr(query, "text", query)).split())
            self.found[text].append(seconds(self.pid) - began)
            return result

        return measured

    def report(self) -> None:
        """Print the slowest statements, and reset."""
        ranked = sorted(self.found.items(), key=lambda item: -sum(item[1]))
        for text, times in ranked[:SHOWN]:
            print(f"  {sum(times):6.2f} s {len(times):5,} times  {text[:110]}")
        self.found.clear()


def main() -> None:
    """Load and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="+")
    parser.add_argument("--db", required=True)
    parser.add_argument("--pid", type=int, help="of the Neo4j server")
    parser.add_argument("--statements", action="store_true", help="show the slowest statements")
    options = parser.parse_args()
    with open_store(options.db) as store:
        store.prepare()
        engine = store._embedded  # noqa: SLF001 - only it knows the process
        pid = options.pid or (engine.status()["engine"] if engine else os.getpid())
        statements = Statements(pid) if options.statements else None
        for name, files in [*((file, [file]) for file in options.files), ("again", options.files)]:
            began, client = seconds(pid), time.process_time()
            summary = loaders.load(store, files)
            print(
                f"{store.engine} {Path(name).name}: {summary.papers:,} papers, "
                f"{'no ' if not summary.changes else ''}changes; client "
                f"{time.process_time() - client:.1f} s, engine {seconds(pid) - began:.1f} s"
            )
            if statements:
                statements.report()


if __name__ == "__main__":
    main()
