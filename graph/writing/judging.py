"""Apply judgements about papers, organizations, topics and repositories to the graph."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from citegraph.graph import cypher
from citegraph.graph.identity import judgements
from citegraph.graph.identity.judged import REASON, Judged, judged
from citegraph.graph.identity.judgements import Judgement
from citegraph.graph.identity.organization_names import SPELLING, canonical_id, name_id, plain_id
from citegraph.graph.identity.resolve import WORK
from citegraph.graph.records import NodeRecord, Paper
from citegraph.graph.writing import statements
from citegraph.graph.writing.difference import Changes, Runner, read
from citegraph.graph.writing.merge import in_graph, merge, plan
from citegraph.graph.writing.titled import name_papers

__all__ = ["apply", "read_judged"]


def read_judged(run: Runner, given: Sequence[Judgement] | None) -> Judged:
    """Return the judgements that are not about authors.

    Args:
        run: the transaction.
        given: all judgements. ``None``, without a file: those that were applied the last time.
    """
    if given is None:
        lines = [line for row in run(cypher.READ_JUDGEMENTS, rows=[0]) for line in row["lines"]]
        given = [one for line in lines if (one := judgements.parse(line, "the graph"))]
    return judged(given)


def apply(run: Runner, given: Sequence[Judgement] | None, *, rebuild: bool = False) -> Changes:
    """Merge the nodes that judgements declare the same.

    Args:
        run: the transaction.
        given: see :func:`read_judged`.
        rebuild: also complete a graph that an earlier version loaded: merge repositories whose
            earlier name has a node, and organizations of which a spelling has one, and rename
            papers of one title that were named by the order of loading.
    """
    found = read_judged(run, given)
    load = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    changes = Changes()
    if rebuild:
        titles = {row["key"] for row in read(run, statements.REPEATED_TITLES, rows=[WORK])}
        name_papers(run, titles - {None}, load, changes)
    renamed = [*map(_renamed, read(run, statements.RENAMED_BEFORE, values=[0]))] if rebuild else []
    if rebuild:
        renamed += _spellings(read(run, statements.NAMED_ORGANIZATIONS, values=["name:"]))
    if not found and not renamed:
        return changes
    stated = [
        Paper(id=ids[0], also_known_as=tuple(f"{id} ({REASON})" for id in ids), stub=True)
        for ids in sorted({*found.papers.values()})
    ]
    present = [one for one in stated if in_graph(run, plan([one], load))]
    present += [Paper(nodes=(node,)) for node in renamed]
    return changes.add(merge(run, plan(present, load), judged=found, every=True))


def _spellings(rows: Iterable[Mapping[str, Any]]) -> Iterator[NodeRecord]:
    """Yield the nodes into which organizations of an earlier version are merged."""
    for row in rows:
        id, name, country = row["id"], row["name"] or "", row["country"]
        if id == plain_id(name, country):
            new = name_id(name, country)
        else:
            new = id if country else canonical_id(id)
        if new != id:
            known = {"alsoKnownAs": [f"{id} ({SPELLING})"]}
            yield NodeRecord(label="Organization", id=new, properties=known)


def _renamed(row: Mapping[str, str]) -> NodeRecord:
    return NodeRecord(label="Repository", id=row["id"], properties={"renamedTo": row["to"]})
