"""Make a graph several times as large, to show how the times of questions grow.

``python benchmarks/grow.py DB 10`` copies all papers, authors and repositories nine times, under
fresh identifiers and names. The copies keep their topics, organizations, venues and lists, so the
edges of a frequent topic grow as the papers do, which is the worst case for questions about it.

The graph is changed: use a copy of the folder, or a server whose database may be changed.
"""

import argparse
import sys
import time
from collections.abc import Iterator
from typing import Any

from citegraph.graph import open_store
from citegraph.graph.schema import DERIVED, EDGES
from citegraph.graph.writing import counts

BATCH = 1000  # nodes whose edges are copied in a transaction
FRESH = {
    "Paper": ("titleKey", "arxivId", "doi", "openalexId", "s2Id", "corpusId", "pmid", "pmcid"),
    "Author": ("name", "nameKey", "block", "otherBlocks", "orcid", "openalexId", "s2Id"),
    "Repository": ("owner", "name"),
}


def main() -> None:
    """Copy the graph."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("db")
    parser.add_argument("times", type=int)
    args = parser.parse_args()
    with open_store(args.db, create=False) as store:
        store.prepare()
        ids = {
            label: [row["id"] for row in store.read(f"MATCH (n:{label}) RETURN n.id AS id").rows]
            for label in FRESH
        }
        for number in range(1, args.times):
            began = time.perf_counter()
            for label, all in ids.items():
                for part in parts(all):
                    store.write(copy_nodes(label), {"ids": part, "tail": f"-copy-{number}"})
            for edge in (*EDGES, *DERIVED):
                for start in [edge.start] if edge.start in FRESH else []:
                    for part in parts(ids[start]):
                        store.write(
                            copy_edges(start, edge.type, edge.end),
                            {"ids": part, "tail": f"-copy-{number}"},
                        )
            print(f"{number + 1} times: {time.perf_counter() - began:.0f} s", file=sys.stderr)
        counts.recount(store)  # of the topics and venues that the copies share


def parts(values: list[Any]) -> Iterator[list[Any]]:
    """Yield the values in batches."""
    for at in range(0, len(values), BATCH):
        yield values[at : at + BATCH]


def copy_nodes(label: str) -> str:
    """Return the statement that copies nodes under fresh identifiers."""
    fresh = ", ".join(f"{name}: n.{name} + $tail" for name in ("id", *FRESH[label]))
    return (
        f"UNWIND $ids AS id MATCH (n:{label} {{id: id}}) CREATE (c:{label} {{id: id + $tail}}) "
        f"SET c += n {{.*, {fresh}}}"
    )


def copy_edges(start: str, type: str, end: str) -> str:
    """Return the statement that copies the edges that start at nodes."""
    other = f"(d:{end} {{id: b.id + $tail}})" if end in FRESH else f"(d:{end} {{id: b.id}})"
    return (
        f"UNWIND $ids AS id MATCH (a:{start} {{id: id}})-[r:{type}]->(b:{end}) "
        f"MATCH (c:{start} {{id: id + $tail}}) MATCH {other} "
        f"CREATE (c)-[s:{type}]->(d) SET s = properties(r)"
    )


if __name__ == "__main__":
    main()
