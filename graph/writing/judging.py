"""Apply judgements about papers, organizations, topics and repositories to the graph."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from citegraph.graph import cypher
from citegraph.graph.identity import judgements
from citegraph.graph.identity.judged import REASON, Judged, judged
from citegraph.graph.identity.judgements import Judgement
from citegraph.graph.identity.organization_names import SPELLING, canonical_id, name_id, plain_id
from citegraph.graph.records import NodeRecord, Paper
from citegraph.graph.writing import statements
from citegraph.graph.writing.difference import Changes, Runner, read
from citegraph.graph.writing.merge import in_graph, merge, plan


def read_judged(run: Runner, given: Sequence[Judgement] | None) -> Judged:
    """Return the judgements that are not about authors.

    Without a file (``None``), those that were applied the last time.
    """
    if given is None:
        lines = [line for row in run(cypher.READ_JUDGEMENTS, rows=[0]) for line in row["lines"]]
        given = [one for line in lines if (one := judgements.parse(line, "the graph"))]
    return judged(given)


def apply(run: Runner, given: Sequence[Judgement] | None, *, rebuild: bool = False) -> Changes:
    """Merge the nodes that judgements declare the same.

    ``rebuild`` also merges organizations of which an earlier version wrote a node for a spelling.
    """
    found = read_judged(run, given)
    load = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    spelled: list[NodeRecord] = []
    if rebuild:
        spelled += _spellings(read(run, statements.NAMED_ORGANIZATIONS, values=["name:"]))
    if not found and not spelled:
        return Changes()
    stated = [
        Paper(id=ids[0], also_known_as=tuple(f"{id} ({REASON})" for id in ids), stub=True)
        for ids in sorted({*found.papers.values()})
    ]
    present = [one for one in stated if in_graph(run, plan([one], load))]
    present += [Paper(nodes=(node,)) for node in spelled]
    return merge(run, plan(present, load), judged=found, every=True)


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
