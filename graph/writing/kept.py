"""Keep the properties of ``graph.schema.KEPT`` exact.

The transaction that changes an edge removes the values that may be wrong then (:func:`forget`), and
the end of a load computes missing values (:func:`update`). So a value in the graph is right, also
after a load that was interrupted; questions count the edges of a node that lacks one.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from citegraph.graph import coverage
from citegraph.graph.schema import KEPT
from citegraph.graph.writing import statements
from citegraph.graph.writing.difference import Changes, Runner, Stored, Work

__all__ = [
    "OF_PAPER",
    "forget",
    "forget_around",
    "forgetting",
    "recount",
    "recount_coverage",
    "touched",
    "update",
]

PART = 5000  # nodes in one transaction
OF_PAPER = frozenset({"stub", "published", "publishedPrecision"})  # what the values depend on
_BY_LABEL = {kept.label: kept for kept in KEPT}

# Runs a statement with rows in a transaction of its own and returns its result.
Write = Callable[[str, list[Any]], list[dict[str, Any]]]


def touched(work: Work, stored: Stored) -> tuple[dict[str, set[str]], list[str]]:
    """Return the nodes whose values a batch may change: by label, and the papers that they are at.

    Args:
        work: what the batch writes.
        stored: what of it was in the graph.
    """
    found: dict[str, set[str]] = defaultdict(set)
    new = {(label, row["id"]) for label, rows in work.new.items() for row in rows}
    for key in set(_ends(work)) - new:
        known = stored.nodes.get(key)
        if known is None or "paperCount" in known:
            found[key[0]].add(key[1])
    changed = [row["id"] for row in work.changed.get("Paper", ()) if OF_PAPER & row.keys()]
    return found, changed


def _ends(work: Work) -> Iterator[tuple[str, str]]:
    """Yield the nodes with kept properties at the edges that a batch writes."""
    for kept in KEPT:
        for of, papers in work.created.items():
            if kept.type in of and kept.label in of:
                yield from (end for edges in papers.values() for end, _ in edges)
        for of, verbs in work.edges.items():
            if kept.type in of and kept.label in of:
                side = "a" if of[0] == kept.label else "b"
                for verb, rows in verbs.items():
                    for row in rows:
                        if verb != "set" or "sources" in row["properties"]:
                            yield kept.label, row[side]


def forget(run: Runner, nodes: Mapping[str, Iterable[str]]) -> None:
    """Remove the values of nodes.

    Args:
        run: the transaction that changes their edges.
        nodes: identifiers by label.
    """
    for label, ids in nodes.items():
        if some := sorted(ids):
            run(statements.forget(_BY_LABEL[label]), ids=some)


def forget_around(run: Runner, papers: Iterable[str]) -> None:
    """Remove the values of all nodes with an edge to some papers."""
    if some := sorted(papers):
        for kept in KEPT:
            run(statements.forget_around(kept), ids=some)


def update(write: Write) -> None:
    """Compute the values that are missing."""
    for kept in KEPT:
        done = PART
        while done == PART:
            [row] = write(statements.compute(kept, PART), [0])
            done = row["done"]
    coverage.update(write)


def forgetting(run: Runner, changes: Changes) -> Changes:
    """Delete the kept coverage in a transaction that changed the graph; return the changes."""
    if changes:
        run(coverage.FORGET, rows=[0])
    return changes


def recount(write: Write) -> None:
    """Compute all values again, after a change that did not remove those it made wrong."""
    for kept in KEPT:
        write(statements.forget_wrong(kept), [0])
    write(coverage.FORGET, [0])
    update(write)


def recount_coverage(write: Write) -> None:
    """Compute the coverage again, after a change of properties that it may count."""
    write(coverage.FORGET, [0])
    coverage.update(write)
