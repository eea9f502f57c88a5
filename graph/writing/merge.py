"""Write a batch of records in one transaction: read, combine, write the difference.

The stored nodes and edges of the batch are read, combined with the records
(``citegraph.graph.writing.combine``), and only the difference is written. So loading again writes
nothing, reported changes are exact on every engine, and a batch is either in the graph or not.
MERGE and the uniqueness of ``id`` keep nodes unique if another process writes at the same time.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from textwrap import shorten

import msgspec

from citegraph.graph import cypher
from citegraph.graph.identity.judged import REASON, Judged
from citegraph.graph.identity.resolve import Identity, names_of, resolve
from citegraph.graph.identity.works import KEYS, Known
from citegraph.graph.records import Paper, Reference
from citegraph.graph.writing import counts, keywords
from citegraph.graph.writing.authors import add_nodes, settle
from citegraph.graph.writing.candidates import candidates, known_record
from citegraph.graph.writing.carry import merge_nodes
from citegraph.graph.writing.conversion import add, add_identifiers
from citegraph.graph.writing.difference import Changes, Runner, Stored, difference
from citegraph.graph.writing.further import cited
from citegraph.graph.writing.marks import mark, mark_authors
from citegraph.graph.writing.reading import read_author_lists, read_stored
from citegraph.graph.writing.renaming import merge_renamed
from citegraph.graph.writing.rows import Rows
from citegraph.graph.writing.titled import name_papers, of_several
from citegraph.graph.writing.unseen import Unseen
from citegraph.graph.writing.values import without_key, without_shared


@dataclass(slots=True)
class Plan:
    """A batch, prepared as far as possible without reading the graph.

    The rows use the identities that follow from the batch alone, and are computed while the engine
    writes the previous batch. They are recomputed only if the graph changes an identity, which is
    rare.
    """

    records: Sequence[Paper]
    load: str
    known: list[Known]  # of the records, then of the papers that they cite
    references: list[Reference]
    identities: list[Identity]
    rows: Rows | None  # used by the first attempt to write, which changes them; none if disputed
    disputed: list[str] = field(default_factory=list)  # identifiers that records lost, see Changes


def plan(records: Sequence[Paper], load: str) -> Plan:
    """Prepare a batch.

    Args:
        records: papers.
        load: time of this load (UTC, ISO 8601, ending in ``Z``), stored on nodes and edges that it
            creates. Any other text is stored as it is.

    Raises:
        ValueError: ``load`` ends in ``Z`` and is not a time.
    """
    if load.endswith("Z"):
        datetime.fromisoformat(load)
    lost: list[str] = []
    records = [without_shared(record, lost) for record in records]
    references = list(
        {
            reference: None
            for record in records
            for reference in (*record.references, *cited(record))
        }
    )
    things: list[Paper | Reference] = [*records, *references]
    known = [known_record(thing) for thing in things]
    identities = resolve(known)
    ready = Plan(records, load, known, references, identities, None, lost)
    if not any(identity.disputed for identity in identities):  # the graph decides whose it is
        ready.rows = _rows(ready, identities)
    return ready


_planned = plan


def _without_disputed(plan: Plan, identities: Sequence[Identity]) -> Plan:
    """Return the batch without the identifiers that belong to another paper."""
    records, disputed = [*plan.records], [*plan.disputed]
    for n, (record, identity) in enumerate(zip(plan.records, identities, strict=False)):
        for key, owner in identity.disputed.items():
            if key in plan.known[n].keys:
                records[n] = without_key(records[n], key)
                name = KEYS[key[0]] + key[1]
                title = shorten(record.title or "", 60, placeholder=" ...")
                other = "another paper" if owner.id == name else f"another paper, {owner.id}"
                disputed.append(f"{title}: loaded without {name}, the identifier of {other}")
    ready = _planned(records, plan.load)
    ready.disputed[:0] = dict.fromkeys(disputed)
    return ready


def _rows(plan: Plan, identities: Sequence[Identity]) -> Rows:
    """Return the rows of the records under these identities."""
    rows = Rows()
    cited = zip(plan.references, identities[len(plan.records) :], strict=False)
    identify = {reference: identity.id for reference, identity in cited}.__getitem__
    for record, identity in zip(plan.records, identities, strict=False):
        add(rows, record, identity.id, identify, plan.load)
    for identity in {id(i): i for i in identities if i.also}.values():
        if ("Paper", identity.id) not in rows.nodes:  # a paper that cites itself
            continue
        add_identifiers(rows, identity.id, identity.also, plan.load)
    settle(rows, {})
    add_nodes(rows)
    return rows


def merge(
    run: Runner,
    plan: Plan,
    unseen: Unseen | None = None,
    judged: Judged | None = None,
    *,
    every: bool = False,
) -> Changes:
    """Write the difference between a batch and the graph.

    Args:
        run: the transaction.
        plan: the batch.
        judged: judgements about papers and other nodes.
        every: merge all nodes that are judged the same, not only those of the batch.
        unseen: nodes that are certainly new. ``None`` if another process may write the same nodes:
            then all nodes are read, and new nodes are merged.
    """
    changes, judged = Changes(), judged or Judged()
    if judged.papers:
        plan = _stating(plan, judged)
    identities, rows = plan.identities, plan.rows
    plan.rows = None
    nodes = {known.node: known for known in _candidates(run, plan)}
    titles = of_several(plan.known, identities)
    if nodes or rows is None or judged.papers or judged.apart:
        everything = [*plan.known, *nodes.values()]
        resolved = resolve(everything, judged)
        if any(identity.disputed for identity in resolved[: len(plan.records)]):
            plan = _without_disputed(plan, resolved)
            return merge(run, plan, unseen, judged, every=every)
        titles = of_several(everything, resolved)
        identities = resolved[: len(plan.known)]
        if [(i.id, i.also) for i in identities] != [(i.id, i.also) for i in plan.identities]:
            rows = None
    if rows is None:
        rows = _rows(plan, identities)
    changes.disputed += plan.disputed
    _merge_papers(run, identities, rows, changes)
    unseen, careful = unseen or Unseen(empty=False), unseen is None
    merge_renamed(run, rows, judged, plan.load, unseen, changes, every=every)
    stored = Stored()
    left = read_author_lists(run, rows, stored)
    read_stored(run, rows, stored, unseen, plan.load)
    work = difference(rows, stored)
    work.carry_out(run, stored, changes, careful=careful)
    counts.follow(run, work, stored)
    mark(run, rows, stored, work, left)
    topics = [row["id"] for row in work.new.get("Topic", ())]
    keywords.mark(run, rows, stored, topics, merged=bool(changes.merged))
    name_papers(run, titles, plan.load, changes)
    return changes


def _stating(plan: Plan, judged: Judged) -> Plan:
    """Return the batch with the identifiers that are judged to be the papers' own."""
    pairs = zip(plan.records, plan.known, strict=False)  # further ones are of references
    records = [_with_judged(record, known, judged) for record, known in pairs]
    changed = any(new is not old for new, old in zip(records, plan.records, strict=True))
    if not changed:
        return plan
    stating = _planned(records, plan.load)
    stating.disputed = plan.disputed
    return stating


def _with_judged(record: Paper, known: Known, judged: Judged) -> Paper:
    names = names_of(known)
    others = {other for name in names & judged.papers.keys() for other in judged.papers[name]}
    if not others - names:
        return record
    entries = (f"{other} ({REASON})" for other in sorted(others))  # whichever becomes the ID
    return msgspec.structs.replace(record, also_known_as=(*record.also_known_as, *entries))


def in_graph(run: Runner, plan: Plan) -> bool:
    """Report whether the graph contains a paper of the batch."""
    return any(True for _ in _candidates(run, plan))


def _candidates(run: Runner, plan: Plan) -> Iterable[Known]:
    return candidates(run, plan.known, [*plan.records, *plan.references])


def _merge_papers(
    run: Runner, identities: Iterable[Identity], rows: Rows, changes: Changes
) -> None:
    """Rename and merge nodes, so that each paper is one node under its strongest identifier."""
    renamed: list[dict[str, str]] = []
    lost: dict[str, tuple[str, str]] = {}
    for identity in {id(i): i for i in identities}.values():
        if not identity.nodes or identity.nodes == [identity.id]:
            continue
        stays = identity.id if identity.id in identity.nodes else min(identity.nodes)
        if stays != identity.id:
            renamed.append({"old": stays, "new": identity.id})
        for other in identity.nodes:
            if other == identity.id:
                continue
            if other != stays:
                lost[other] = (stays, identity.id)
                changes.merged.append(f"{other} is {identity.id}: {identity.reasons[other]}")
    if lost:
        to = {row["old"]: row["new"] for row in renamed}
        merge_nodes(run, "Paper", lost, to, rows, changes)
    if renamed:
        run(cypher.rename_nodes("Paper"), rows=renamed)
        mark_authors(run, [row["new"] for row in renamed])
