"""Compare ``path`` and ``coauthor-path`` with networkx on random pairs, and time them.

``python benchmarks/paths.py DB... [--pairs 1000] [--question path]``: every DB is a folder or the
address of a server that holds the same graph. The lengths must be those of networkx on the graph
that a path may use, and the rows must be the same on every DB.
"""

import argparse
import random
import statistics
import time
from collections import defaultdict
from typing import Any

import networkx as nx

from citegraph import queries
from citegraph.graph import Store, open_store

TYPES = ["HAS_TOPIC", "HAS_CODE", "CITES", "AUTHORED", "AFFILIATED_WITH", "OWNED_BY"]
KINDS = {"path": ("Paper", TYPES, 8, 1), "coauthor-path": ("Author", ["AUTHORED"], 12, 2)}
EDGES = """
MATCH (a)-[r]->(b) WHERE type(r) IN $types
RETURN elementId(a) AS a, elementId(b) AS b
"""
GENERAL = """
MATCH (p:Paper) WHERE NOT coalesce(p.stub, false)
WITH count(p) AS papers
MATCH (t:Topic)
WHERE t.kind = 'field' OR COUNT { (t)<-[:HAS_TOPIC]-() } > 20 + papers / 10
RETURN elementId(t) AS id
"""


def allowed(store: Store, question: str) -> tuple[Any, dict[str, str]]:
    """The graph that a path may use, and the element id of each possible end."""
    label, types, _, _ = KINDS[question]
    graph: nx.Graph[str] = nx.Graph()
    rows = store.read(EDGES, {"types": types}, timeout=600).rows
    graph.add_edges_from((row["a"], row["b"]) for row in rows)
    graph.remove_nodes_from([row["id"] for row in store.read(GENERAL, timeout=600).rows])
    named = f"MATCH (n:{label}) RETURN n.id AS id, elementId(n) AS element ORDER BY id"
    return graph, {row["id"]: row["element"] for row in store.read(named, timeout=600).rows}


def main() -> int:
    """Print a line for each database; exit code 1 where an answer differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("db", nargs="+")
    parser.add_argument("--pairs", type=int, default=1000)
    parser.add_argument("--question", choices=list(KINDS), default="path")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    _, _, most, links = KINDS[given.question]
    wrong, first = 0, {}
    for db in given.db:
        with open_store(db, create=False) as store:
            graph, elements = allowed(store, given.question)
            draw = random.Random(given.seed)
            pairs = [draw.sample(sorted(elements), 2) for _ in range(given.pairs)]
            times: dict[int | None, list[float]] = defaultdict(list)
            for start, end in pairs:
                begin = time.perf_counter()
                rows = queries.run(store, given.question, **{"from": start, "to": end}).rows
                spent = 1000 * (time.perf_counter() - begin)
                try:
                    expected = nx.shortest_path_length(graph, elements[start], elements[end])
                except (nx.NetworkXNoPath, nx.NodeNotFound):
                    expected = None
                expected = None if expected is None or expected > most else expected
                times[expected].append(spent)
                if (links * len(rows) or None) != expected:
                    wrong += 1
                    print(f"{db}: {start} to {end}: {len(rows)} steps, networkx {expected}")
                if first.setdefault((start, end), rows) != rows:
                    wrong += 1
                    print(f"{db}: {start} to {end}: another path than on {given.db[0]}")
            every = [one for some in times.values() for one in some]
            print(
                f"{store.engine}: {len(pairs)} pairs of {given.question}, {wrong} wrong; "
                f"median {statistics.median(every):.0f} ms, "
                f"95% below {statistics.quantiles(every, n=20)[-1]:.0f} ms",
                flush=True,
            )
            for length, some in sorted(times.items(), key=lambda item: item[0] or 99):
                print(
                    f"  {length} links: {len(some)} pairs, median {statistics.median(some):.0f} ms"
                )
    return int(wrong > 0)


if __name__ == "__main__":
    raise SystemExit(main())
