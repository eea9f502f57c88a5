"""How long a whole history takes to load, beside what a user would write instead.

In one run, on the same engine, one after the other:

(a) citegraph: reading, topics, repositories, identity and writing;
(b) the floor: the bare driver sending the very rows that (a) left in the graph, UNWIND..MERGE,
    5,000 a batch;
(c) py2neo's bulk functions with the same rows, 5,000 a batch;
(d) the bare driver, a statement a row, on a part of the rows, extrapolated.

    python benchmarks/load.py ../shared/data/daily_papers/papers-to-2026-03.jsonl.gz
    NEO4J_PASSWORD=... python benchmarks/load.py FILE --neo4j bolt://127.0.0.1:7687

The database at --neo4j is emptied.
"""

import argparse
import itertools
import resource
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from citegraph import loaders
from citegraph.graph import cypher, open_store
from citegraph.graph.bridges import py2neo_graph, whole_graph
from citegraph.graph.schema import NODES
from citegraph.graph.store import Store

BATCH = 5000
PART = 2000  # rows that (d) writes

Nodes = dict[str, list[dict[str, Any]]]
Edges = dict[tuple[str, str, str], list[dict[str, Any]]]


class Figures(list[float]):
    """Seconds; each is shown at once, since a whole run takes long."""

    def append(self, seconds: float) -> None:
        super().append(seconds)
        print(f"  {seconds:.1f} s", file=sys.stderr, flush=True)


def timed(work: Callable[[], Any]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def batches(rows: list[Any]) -> Iterator[list[Any]]:
    iterator = iter(rows)
    while batch := list(itertools.islice(iterator, BATCH)):
        yield batch


def final_rows(store: Store) -> tuple[Nodes, Edges]:
    """The contents of the graph, as rows."""
    nodes: Nodes = defaultdict(list)
    edges: Edges = defaultdict(list)
    subgraph = whole_graph(store)
    for node in subgraph.nodes:
        nodes[node.label].append({**node.properties, "id": node.id})
    labels = {node.key: (node.label, node.id) for node in subgraph.nodes}
    for edge in subgraph.edges:
        (start, a), (end, b) = labels[edge.source], labels[edge.target]
        edges[start, edge.type, end].append({"a": a, "b": b, "properties": edge.properties})
    return nodes, edges


def merge_node(label: str) -> str:
    return f"UNWIND $rows AS row MERGE (n:{label} {{id: row.id}}) SET n += row"


def merge_edge(start: str, type: str, end: str) -> str:
    return (
        f"UNWIND $rows AS row MATCH (a:{start} {{id: row.a}}) MATCH (b:{end} {{id: row.b}}) "
        f"MERGE (a)-[r:{type}]->(b) SET r += row.properties"
    )


def floor(store: Store, nodes: Nodes, edges: Edges) -> None:
    """(b)"""
    work = [(merge_node(label), rows) for label, rows in nodes.items()]
    work += [(merge_edge(*of), rows) for of, rows in edges.items()]
    with store.session() as session:
        for statement, rows in work:
            for batch in batches(rows):
                session.execute_write(
                    lambda tx, statement=statement, batch=batch: tx.run(
                        statement, rows=batch
                    ).consume()
                )


def bulk(store: Store, nodes: Nodes, edges: Edges) -> None:
    """(c)"""
    from py2neo.bulk import merge_nodes, merge_relationships  # noqa: PLC0415 - an extra

    graph = py2neo_graph(store)

    def once(write: Callable[[Any], None]) -> None:
        tx = graph.begin()  # ArcadeDB answers graph.auto() with conflicts
        write(tx)
        graph.commit(tx)

    for label, rows in nodes.items():
        for batch in batches(rows):
            once(lambda tx, label=label, batch=batch: merge_nodes(tx, batch, (label, "id")))
    for (start, type, end), rows in edges.items():
        for batch in batches(rows):
            data = [(row["a"], row["properties"], row["b"]) for row in batch]
            once(
                lambda tx, of=(start, type, end), data=data: merge_relationships(
                    tx, data, of[1], start_node_key=(of[0], "id"), end_node_key=(of[2], "id")
                )
            )
    graph.service.connector.close()


def one_by_one(store: Store, nodes: Nodes, edges: Edges) -> float:
    """(d), extrapolated to all rows."""
    statements = [(merge_node(label), row) for label, rows in nodes.items() for row in rows]
    statements += [(merge_edge(*of), row) for of, rows in edges.items() for row in rows]
    step = max(1, len(statements) // PART)
    part = statements[::step]
    with store.session() as session:
        seconds = timed(lambda: [session.run(s, rows=[row]).consume() for s, row in part])
    return seconds * len(statements) / len(part)


def empty(store: Store) -> None:
    for node in NODES:
        while True:
            ids = [
                r["id"]
                for r in store.read(cypher.page_nodes(node.label), {"after": "", "size": 5000}).rows
            ]
            if not ids:
                break
            store.write(cypher.delete_nodes(node.label), {"ids": ids})


def run(
    open_empty: Callable[[], Store], files: list[str], repeats: int, *, warm: bool = False
) -> dict[str, float]:
    figures: dict[str, list[float]] = defaultdict(Figures)
    if warm:  # a server that runs on: else whatever comes first pays for its compiler
        with open_empty() as store:
            print("untimed, so that the server is warm:", file=sys.stderr)
            Figures().append(timed(lambda: loaders.load(store, files)))
    for _ in range(repeats):
        with open_empty() as store:
            store.prepare()
            figures["a first"].append(timed(lambda: loaders.load(store, files)))
            figures["a again"].append(timed(lambda: loaders.load(store, files)))
            nodes, edges = final_rows(store)
        for name, work in (("b", floor), ("c", bulk)):
            with open_empty() as store:
                store.prepare()
                for which in ("first", "again"):
                    figures[f"{name} {which}"].append(timed(lambda: work(store, nodes, edges)))
        with open_empty() as store:
            store.prepare()
            figures["d first"].append(one_by_one(store, nodes, edges))
    print(f"rows: {sum(map(len, nodes.values())):,} nodes, {sum(map(len, edges.values())):,} edges")
    return {name: statistics.median(values) for name, values in figures.items()}


def report(engine: str, figures: dict[str, float]) -> None:
    names = {
        "a": "citegraph",
        "b": "bare driver, UNWIND..MERGE",
        "c": "py2neo bulk",
        "d": "bare driver, row by row (extrapolated)",
    }
    base = figures["b first"]
    print(f"\n{engine}\n{'':42}{'first':>9}{'again':>9}{'first / (b)':>13}")
    for key, name in names.items():
        again = figures.get(f"{key} again")
        print(
            f"({key}) {name:38}{figures[f'{key} first']:8.1f}s"
            + (f"{again:8.1f}s" if again is not None else f"{'':9}")
            + f"{figures[f'{key} first'] / base:12.2f}x"
        )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="+")
    parser.add_argument("--neo4j", help="address of a server whose database may be emptied")
    parser.add_argument("--no-arcadedb", action="store_true")
    parser.add_argument("--repeats", type=int, default=1)
    options = parser.parse_args()
    if not options.no_arcadedb:
        with tempfile.TemporaryDirectory() as folder:
            number = itertools.count()
            figures = run(
                lambda: open_store(Path(folder) / str(next(number))), options.files, options.repeats
            )
        report("ArcadeDB, embedded", figures)
    if options.neo4j:

        def emptied() -> Store:
            store = open_store(options.neo4j)
            empty(store)
            return store

        report("Neo4j", run(emptied, options.files, options.repeats, warm=True))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\npeak memory of this process, all parts: {peak:,.0f} MiB", file=sys.stderr)


if __name__ == "__main__":
    main()
