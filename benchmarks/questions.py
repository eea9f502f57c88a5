"""Time every question of the catalogue, on graphs of two sizes and beside networkx.

``python benchmarks/questions.py DB`` prints a line of Markdown for each question: the rows, the
median and the fastest of the warm runs, and the first run, in milliseconds. ``--larger DB2`` also
asks a larger graph, such as ``benchmarks/grow.py`` makes of a copy, and prints the growth.
``--networkx`` also loads DB into memory and times what a notebook would do there.

The parameters are the best connected node of each type (the worst case) with ``--hub``, else a
usual one. On a busy machine, the processor time of the engine says more than the time waited for;
it is the fifth column (Linux only). ``--pid`` names the process of a Neo4j server. A question is
asked once more after the first time, and then until ``--runs`` or ``--seconds`` is reached.
"""

import argparse
import contextlib
import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from citegraph import queries
from citegraph.graph import Store, open_store
from citegraph.graph.errors import CitegraphError

# How many edges the node of a parameter has, as a share of the sorted nodes with at least two.
USUAL = 0.8
NODES = {
    "paper": "MATCH (n:Paper)-[r:HAS_TOPIC]->() RETURN n.id AS id, count(r) AS d",
    "topic": "MATCH (n:Topic)<-[r:HAS_TOPIC]-() RETURN n.id AS id, count(r) AS d",
    "author": "MATCH (n:Author)-[r:AUTHORED]->() RETURN n.id AS id, count(r) AS d",
    "organization": "MATCH (n:Organization)<-[r]-() RETURN n.id AS id, count(r) AS d",
    "repository": "MATCH (n:Repository)<-[r]-() RETURN n.id AS id, count(r) AS d",
    "venue": "MATCH (n:Venue)<-[r]-() RETURN n.id AS id, count(r) AS d",
}
VALUES = {"day": None, "since": None, "year": "2025", "words": "video diffusion"}


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds of the first run and of the warm ones, and the rows of the answer."""

    first: float
    median: float
    fastest: float
    engine: float | None  # processor time of the engine, mean of the warm runs
    rows: int

    def __str__(self) -> str:
        engine = "" if self.engine is None else f" {self.engine:.0f} |"
        return f"{self.median:.0f} | {self.fastest:.0f} | {self.first:.0f} |{engine}"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("db")
    parser.add_argument("--larger", metavar="DB2")
    parser.add_argument("--hub", action="store_true")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--networkx", action="store_true")
    parser.add_argument("--only", nargs="*", default=[], metavar="QUESTION")
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--pid", type=int)
    args = parser.parse_args()
    with contextlib.ExitStack() as stack:
        stores = [stack.enter_context(open_store(args.db, create=False))]
        if args.larger:
            stores.append(stack.enter_context(open_store(args.larger, create=False)))
        pids = [args.pid or engine_of(store) for store in stores]
        limits = args.runs, args.seconds
        sizes = [s.read("MATCH (p:Paper) RETURN count(p) AS n").rows[0]["n"] for s in stores]
        load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
        print(
            f"{' and '.join(f'{n:,}' for n in sizes)} papers; {os.cpu_count()} processors, "
            f"load {load}; Python {sys.version.split()[0]}; {stores[0].engine} "
            f"{stores[0].version()}\n"
        )
        for name, given in calls(stores[0], hub=args.hub).items():
            if args.only and name not in args.only:
                continue
            cells, found = [], []
            for store, pid in zip(stores, pids, strict=False):
                one = timed(lambda s=store, n=name, g=given: queries.run(s, n, **g), limits, pid)
                cells.append(str(one))
                found.append(one)
            if len(found) == 2 and all(isinstance(one, Times) for one in found):
                cells.append(f" {found[1].fastest / found[0].fastest:.1f} |")
            rows = found[0].rows if isinstance(found[0], Times) else ""
            print(f"| {name} | {rows} | {' '.join(cells)}", flush=True)
        if args.networkx:
            beside(stores[0], limits, calls(stores[0], hub=args.hub))
        load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
        print(f"\nload at the end {load}")


def calls(store: Store, *, hub: bool) -> dict[str, dict[str, Any]]:
    """Return the parameters of each question that the graph has nodes for."""
    ends = {type: nodes(store, type, hub=hub) for type in NODES}
    newest = store.read("MATCH (l:Listing) RETURN toString(max(l.date)) AS day").rows[0]["day"]
    found: dict[str, dict[str, Any]] = {}
    for name, question in queries.catalogue().items():
        given: dict[str, Any] = {}
        left = {type: list(ids) for type, ids in ends.items()}
        for p in question.parameters:
            if p.required and p.type in left:
                given[p.name] = left[p.type].pop(0) if left[p.type] else None
            elif p.required:
                given[p.name] = VALUES.get(p.name) or newest
        if None not in given.values():
            found[name] = given
    return found


def nodes(store: Store, type: str, *, hub: bool) -> list[str]:
    """Return two nodes of a type: the best connected, or two usual ones."""
    rows = sorted(
        store.read(NODES[type], timeout=None).rows, key=lambda row: (-row["d"], row["id"])
    )
    if hub:
        return [row["id"] for row in rows[:2]]
    many = [row for row in rows if row["d"] > 1] or rows
    place = int((1 - USUAL) * len(many))
    return [row["id"] for row in many[place : place + 2]]


def engine_of(store: Store) -> int | None:
    """Return the process ID of the embedded engine of a store."""
    state = Path(store.name) / "engine.json"
    return int(json.loads(state.read_text("utf-8"))["engine"]) if state.exists() else None


def timed(ask: Callable[[], Any], limits: tuple[int, float], pid: int | None = None) -> Times | str:
    """Time the first and the warm runs, or return the error.

    Args:
        ask: what to time.
        limits: number of warm runs, and seconds after which no further one begins.
        pid: process of the engine.
    """
    times: list[float] = []
    before, started = 0.0, time.monotonic()
    try:
        for run in range(limits[0] + 1):
            if run > 1 and time.monotonic() - started > limits[1]:
                break
            if run == 1:
                before = processor_time(pid)
            began = time.perf_counter()
            answer = ask()
            times.append(1000 * (time.perf_counter() - began))
    except CitegraphError as error:
        return f"error: {error}"
    warm = times[1:]
    engine = (processor_time(pid) - before) / len(warm) if pid else None
    return Times(times[0], statistics.median(warm), min(warm), engine, len(answer))


def processor_time(pid: int | None) -> float:
    """Return the processor time of a process in milliseconds, in steps of 10; 0 without one."""
    if pid is None:
        return 0.0
    fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return 1000 * (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def beside(store: Store, limits: tuple[int, float], given: dict[str, dict[str, Any]]) -> None:
    """Time the same answers in networkx, on a graph that is in memory already."""
    from in_networkx import ANSWERS, load  # noqa: PLC0415 - slow to import

    began = time.perf_counter()
    graph = load(store)
    print(f"\nnetworkx: {time.perf_counter() - began:.1f} s to load the graph\n")
    for name, answer in ANSWERS.items():
        if name in given:
            one = timed(lambda a=answer, g=given[name]: a(graph, **g), limits, os.getpid())
            print(f"| networkx {name} | {one.rows if isinstance(one, Times) else ''} | {one}")


if __name__ == "__main__":
    main()
