"""Time every question of the catalogue, beside the same in plain networkx for some.

Run it on a graph, on each engine: ``python benchmarks/questions.py DB`` prints one line a question:
the median of the warm runs in milliseconds, the rows, and the first run. ``--networkx`` loads the
graph into memory and times what a notebook would do instead.

The parameters are the best connected node of each type (the worst case) with ``--hub``, else a
usual one.
"""

import argparse
import statistics
import time
from collections import Counter
from collections.abc import Callable
from itertools import combinations
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


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("db")
    parser.add_argument("--hub", action="store_true")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--networkx", action="store_true")
    parser.add_argument("--only", nargs="*", default=[], metavar="QUESTION")
    args = parser.parse_args()
    with open_store(args.db, create=False) as store:
        ends = {type: nodes(store, type, hub=args.hub) for type in NODES}
        newest = store.read("MATCH (l:Listing) RETURN toString(max(l.date)) AS day").rows[0]["day"]
        for name, question in queries.catalogue().items():
            if args.only and name not in args.only:
                continue
            given: dict[str, Any] = {}
            left = {type: list(ids) for type, ids in ends.items()}
            for p in question.parameters:
                if p.required and p.type in left:
                    given[p.name] = left[p.type].pop(0) if left[p.type] else None
                elif p.required:
                    given[p.name] = VALUES.get(p.name) or newest
            if None in given.values():
                print(f"{name:24} no node for its parameters")
                continue
            print(
                f"{name:24} {timed(lambda n=name, g=given: queries.run(store, n, **g), args.runs)}"
            )
        if args.networkx:
            beside(store)


def nodes(store: Store, type: str, *, hub: bool) -> list[str]:
    """Return two nodes of a type: the best connected, or two usual ones."""
    rows = sorted(store.read(NODES[type]).rows, key=lambda row: (-row["d"], row["id"]))
    if hub:
        return [row["id"] for row in rows[:2]]
    many = [row for row in rows if row["d"] > 1] or rows
    place = int((1 - USUAL) * len(many))
    return [row["id"] for row in many[place : place + 2]]


def timed(ask: Callable[[], Any], runs: int) -> str:
    """Return the median and the first time in milliseconds, and the number of rows."""
    times = []
    try:
        for _ in range(runs + 1):
            began = time.perf_counter()
            answer = ask()
            times.append(1000 * (time.perf_counter() - began))
    except CitegraphError as error:
        return f"error: {error}"
    rows = len(answer) if hasattr(answer, "__len__") else ""
    return f"{statistics.median(times[1:]):9.1f} ms {rows!s:>6} rows, first {times[0]:9.1f} ms"


def beside(store: Store) -> None:
    """Time the same answers in networkx, on a graph that is in memory already."""
    from citegraph.graph.bridges import to_networkx  # noqa: PLC0415 - slow to import

    began = time.perf_counter()
    graph = to_networkx(store)
    print(f"networkx: {time.perf_counter() - began:.1f} s to load the graph")
    label = {node: node.partition(":")[0] for node in graph}

    def degrees(kind: str, type: str) -> Any:
        counted = Counter(
            v if label[v] == kind else u
            for u, v, t in graph.edges(data="type")
            if t == type and kind in (label[u], label[v])
        )
        return counted.most_common(50)

    def pairs() -> Any:
        together: Counter[tuple[str, str]] = Counter()
        for node in graph:
            if label[node] == "Paper":
                authors = sorted(
                    u for u, _, t in graph.in_edges(node, data="type") if t == "AUTHORED"
                )
                if len(authors) <= 50:
                    together.update(combinations(authors, 2))
        return together.most_common(50)

    for name, ask in (
        ("topics", lambda: degrees("Topic", "HAS_TOPIC")),
        ("authors", lambda: degrees("Author", "AUTHORED")),
        ("coauthor-pairs", pairs),
    ):
        print(f"networkx {name:15} {timed(ask, 3)}")


if __name__ == "__main__":
    main()
