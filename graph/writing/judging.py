"""Apply judgements about papers, organizations, topics and repositories to the graph."""

from collections.abc import Sequence
from datetime import UTC, datetime

from citegraph.graph import cypher
from citegraph.graph.identity import judgements
from citegraph.graph.identity.judged import REASON, Judged, judged
from citegraph.graph.identity.judgements import Judgement
from citegraph.graph.records import Paper
from citegraph.graph.writing.difference import Changes, Runner
from citegraph.graph.writing.merge import in_graph, merge, plan

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


def apply(run: Runner, given: Sequence[Judgement] | None) -> Changes:
    """Merge the nodes that judgements declare the same; see :func:`read_judged`."""
    found = read_judged(run, given)
    if not found:
        return Changes()
    load = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    stated = [
        Paper(id=id, also_known_as=tuple(f"{other} ({REASON})" for other in others), stub=True)
        for id, *others in sorted({*found.papers.values()})
    ]
    present = [one for one in stated if in_graph(run, plan([one], load))]
    return merge(run, plan(present, load), judged=found, every=True)
