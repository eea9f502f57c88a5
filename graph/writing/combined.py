"""Find nodes whose merge the judgements no longer support, or forbid.

A node keeps combined values only, so a merge of papers, organizations, topics or repositories
cannot be undone from the graph: the node has to be deleted and its sources loaded again.
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from citegraph.graph.identity.judged import REASON, judged
from citegraph.graph.identity.judgements import SUBJECTS, Judgement
from citegraph.graph.identity.organization_names import canonical_id
from citegraph.graph.identity.resolve import identifier, names_of
from citegraph.graph.writing import statements
from citegraph.graph.writing.candidates import known_node
from citegraph.graph.writing.earlier import holders

if TYPE_CHECKING:
    from citegraph.graph.store import Store

_FILES = 5


def combined(store: "Store", judgements: Iterable[Judgement]) -> Iterator[str]:
    """Yield a message for each such node."""
    given = [*judgements]
    found = judged(given)
    yield from _spellings(given)
    for label in SUBJECTS.values():
        for row in store.read(statements.judged_nodes(label, REASON), timeout=None).rows:
            id = row["id"]
            own = {id, *(identifier(entry) for entry in row["also"])}
            if label == "Paper":
                own |= names_of(known_node({**row["properties"], "id": id}))
            for entry in row["also"]:
                other = identifier(entry)
                if not entry.endswith(f" ({REASON})"):
                    continue
                if label == "Paper":
                    stands = bool(own & {*found.papers.get(other, ())} - {other})
                else:
                    stands = found.nodes.get((label, other)) == id
                if not stands:
                    yield _message(store, label, id, other)
    having = holders(store, {*found.apart})
    for a, others in sorted(found.apart.items()):
        for b in sorted(other for other in others if other > a):
            for id in sorted(having.get(a, set()) & having.get(b, set())):
                yield _message(store, "Paper", id, b if id == a else a)


def _spellings(judgements: Iterable[Judgement]) -> Iterator[str]:
    """Yield a message for each judgement that divides spellings of one name."""
    for one in judgements:
        a, b = (end.removeprefix("organization:") for end in (one.a, one.b))
        if one.verdict == "different" and a != one.a and canonical_id(a) == canonical_id(b):
            yield (
                f"judgement 'different {one.a} {one.b}' is not applied: both are spellings of "
                f"{canonical_id(a)}, which are one organization; remove the line, and load the "
                "organizations with an identifier, such as ROR, to divide them"
            )


def _message(store: "Store", label: str, id: str, other: str) -> str:
    rows: list[dict[str, Any]] = store.read(
        statements.sources_of(label), {"id": id}, timeout=None
    ).rows
    files = sorted({str(row["file"]).rpartition(" sha256:")[0] or str(row["file"]) for row in rows})
    more = f" and {len(files) - _FILES:,} more" if len(files) > _FILES else ""
    listed = f": {', '.join(files[:_FILES])}{more}" if files else ""
    statement = statements.deletion(label, id)
    return (
        f"{label} {id}: combines {other}, which the judgements do not support; the combined values "
        f"cannot be separated: delete the node with {statement!r} and load the sources "
        f"again{listed}"
    )
