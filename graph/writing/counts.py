"""Keep the counts of ``graph.schema.COUNTS`` exact.

The transaction that changes an edge adds new papers to the values (:func:`follow`), or removes the
values that may be wrong then (:func:`forget`); the end of a load computes missing values
(:func:`update`). So a value in the graph is right, also after a load that was interrupted;
questions count the edges of a node without values.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from citegraph.graph import cypher
from citegraph.graph.schema import COUNTS, Counts
from citegraph.graph.writing import statements
from citegraph.graph.writing.difference import Runner, Stored, Work

if TYPE_CHECKING:
    from citegraph.graph.store import Store

PART = 5000  # nodes in one transaction
OF_PAPER = frozenset({"stub", "published", "publishedPrecision"})  # the values depend on these
_BY_LABEL = {counts.label: counts for counts in COUNTS}

# Runs a statement with rows in a transaction of its own and returns its result.
Write = Callable[[str, list[Any]], list[dict[str, Any]]]


def follow(run: Runner, work: Work, stored: Stored) -> None:
    """Write the values that follow from a batch, and remove those that it makes wrong."""
    wrong, papers = _touched(work, stored)
    forget(run, wrong)
    for label, rows in _added(work, stored, wrong).items():
        run(cypher.set_nodes(label), rows=rows)
    forget_around(run, papers)


def _touched(work: Work, stored: Stored) -> tuple[dict[str, set[str]], list[str]]:
    """Return the nodes whose values a batch makes wrong: by label, and the papers that they are at.

    The values of nodes that only get edges from new papers are not wrong after :func:`_added`.
    """
    found: dict[str, set[str]] = defaultdict(set)
    new = {(label, row["id"]) for label, rows in work.new.items() for row in rows}
    for key in set(_ends(work)) - new:
        known = stored.nodes.get(key)
        if known is None or "paperCount" in known:
            found[key[0]].add(key[1])
    for key in set(_at_new_papers(work)) - new:
        if key not in stored.nodes:
            found[key[0]].add(key[1])
    changed = [row["id"] for row in work.changed.get("Paper", ()) if OF_PAPER & row.keys()]
    return found, changed


def _added(
    work: Work, stored: Stored, wrong: Mapping[str, Iterable[str]]
) -> dict[str, list[dict[str, Any]]]:
    """Return the values of stored nodes with the new papers of a batch: rows by label.

    A topic has thousands of edges; counting them takes as long as the rest of a small load. Nodes
    in ``wrong`` are left out.
    """
    papers = {row["id"]: row for row in work.new.get("Paper", ()) if not row.get("stub")}
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for counts in COUNTS:
        by_node: dict[str, list[_Edge]] = defaultdict(list)
        for of, created in work.created.items():
            if counts.type in of and counts.label in of:
                for (_, paper), edges in created.items():
                    for (_, id), edge in edges if paper in papers else ():
                        by_node[id].append((papers[paper], edge))
        for id in sorted(by_node.keys() - set(wrong.get(counts.label, ()))):
            known = stored.nodes.get((counts.label, id), {})
            if "paperCount" in known:
                found[counts.label].append({"id": id, **_sum(counts, known, by_node[id])})
    return found


_Edge = tuple[Mapping[str, Any], Mapping[str, Any]]  # properties of the paper and of the edge


def _sum(counts: Counts, known: Mapping[str, Any], new: list[_Edge]) -> dict[str, Any]:
    """Return the values of a node with further papers."""
    values: dict[str, Any] = {"paperCount": known["paperCount"] + len(new)}
    if any(property.name == "months" for property in counts.properties):
        months: Counter[tuple[str, str]] = Counter()
        for entry in known.get("months") or ():
            month, papers, source = entry.split(" ", 2)
            months[month, source] += int(papers)
        for paper, edge in new:
            if day := paper.get("published"):
                length = 4 if paper.get("publishedPrecision") == "year" else 7
                months.update((str(day)[:length], source) for source in edge.get("sources") or ())
        values["months"] = sorted(f"{month} {n} {source}" for (month, source), n in months.items())
    return values


def _at_new_papers(work: Work) -> Iterator[tuple[str, str]]:
    """Yield the nodes with counts at the edges of new papers."""
    for counts in COUNTS:
        for of, papers in work.created.items():
            if counts.type in of and counts.label in of:
                yield from (end for edges in papers.values() for end, _ in edges)


def _ends(work: Work) -> Iterator[tuple[str, str]]:
    """Yield the nodes with counts at the other edges that a batch writes."""
    for counts in COUNTS:
        for of, verbs in work.edges.items():
            if counts.type in of and counts.label in of:
                side = "a" if of[0] == counts.label else "b"
                for verb, rows in verbs.items():
                    for row in rows:
                        if verb != "set" or "sources" in row["properties"]:
                            yield counts.label, row[side]


def forget(run: Runner, nodes: Mapping[str, Iterable[str]]) -> None:
    """Remove the values of nodes, which are given by label."""
    for label, ids in nodes.items():
        if some := sorted(ids):
            run(statements.forget(_BY_LABEL[label]), ids=some)


def forget_around(run: Runner, papers: Iterable[str]) -> None:
    """Remove the values of all nodes with an edge to some papers."""
    if some := sorted(papers):
        for counts in COUNTS:
            run(statements.forget_around(counts), ids=some)


def update(write: Write) -> None:
    """Compute the values that are missing."""
    for counts in COUNTS:
        done = PART
        while done == PART:
            [row] = write(statements.compute(counts, PART), [0])
            done = row["done"]


def recount(store: "Store") -> None:
    """Compute all values again, after a change that did not remove those it made wrong."""
    for counts in COUNTS:
        store.write_rows(statements.forget_wrong(counts), [0])
    store.changed()
    update(store.write_rows)
