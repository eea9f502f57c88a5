"""Write a batch of records in one transaction: read, combine, write the difference.

The stored nodes and edges of the batch are read, combined with the records
(``citegraph.graph.writing.combine``), and only the difference is written. So loading again writes
nothing, reported changes are exact on every engine, and a batch is either in the graph or not.
MERGE and the uniqueness of ``id`` keep nodes unique if another process writes at the same time.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from citegraph.graph import cypher
from citegraph.graph.identity import ids
from citegraph.graph.identity.judged import REASON, Judged
from citegraph.graph.identity.keywords import keywords as stated_keywords
from citegraph.graph.identity.node_ids import topic_id
from citegraph.graph.identity.resolve import WORK, Identity, keys_of, names_of, resolve, title_id
from citegraph.graph.identity.works import (
    KEYS,
    KINDS,
    Known,
    author_key,
    first_author,
    is_preprint,
    is_published,
)
from citegraph.graph.records import Paper, Reference
from citegraph.graph.schema import EdgeType, edge_type, known_names, node_type
from citegraph.graph.writing import kept, keywords
from citegraph.graph.writing.authors import add_nodes, settle
from citegraph.graph.writing.carry import merge_nodes
from citegraph.graph.writing.difference import Changes, Runner, Stored, difference, read
from citegraph.graph.writing.further import cited
from citegraph.graph.writing.marks import mark, mark_authors
from citegraph.graph.writing.observations import stated_values
from citegraph.graph.writing.renaming import merge_renamed
from citegraph.graph.writing.rows import (
    AUTHORED,
    OWNER,
    Rows,
    add,
    add_identifiers,
    owners,
    paper_keys,
)
from citegraph.graph.writing.statements import TOPIC_IDS
from citegraph.graph.writing.titled import name_papers, of_several
from citegraph.graph.writing.unseen import Unseen

__all__ = [
    "Changes",
    "Plan",
    "Runner",
    "in_graph",
    "known_node",
    "known_record",
    "merge",
    "plan",
    "rename_topics",
    "replace_topics",
]


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
    rows: Rows | None  # used by the first attempt to write, which changes them


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
    ready = Plan(records, load, known, references, identities, None)
    ready.rows = _rows(ready, identities)
    return ready


_planned = plan


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
    if nodes or judged.papers or judged.apart:
        everything = [*plan.known, *nodes.values()]
        resolved = resolve(everything, judged)
        titles = of_several(everything, resolved)
        identities = resolved[: len(plan.known)]
        if [(i.id, i.also) for i in identities] != [(i.id, i.also) for i in plan.identities]:
            rows = None
    if rows is None:
        rows = _rows(plan, identities)
    _merge_papers(run, identities, rows, changes)
    unseen, careful = unseen or Unseen(empty=False), unseen is None
    merge_renamed(run, rows, judged, (plan.load, unseen, changes), every=every)
    stored = Stored()
    left = _read_author_lists(run, rows, stored)
    _read_stored(run, rows, stored, unseen, plan.load)
    work = difference(rows, stored)
    work.carry_out(run, stored, changes, careful=careful)
    kept.follow(run, work, stored)
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
    return _planned(records, plan.load) if changed else plan


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


def replace_topics(
    run: Runner, records: Sequence[Paper], load: str, judged: Judged | None = None
) -> Changes:
    """Replace the topics extracted from the text of papers by the topics of these records.

    Args:
        run: the transaction.
        records: papers as ``citegraph.graph.exporting.papers`` returns them, with other topics.
        load: time of this run.
        judged: judgements about topics.
    """
    changes = Changes()
    stated = {
        record.id: {keyword.topic for topic in record.topics for keyword in stated_keywords(topic)}
        for record in records
    }
    topics: set[str] = set()
    for type in ("HAS_TOPIC", "MENTIONS"):
        topics |= _remove_text(run, edge_type("Paper", type, "Topic"), stated, load, changes)
    kept.forget(run, {"Topic": topics})
    changes.add(merge(run, plan(records, load), judged=judged))
    run(cypher.delete_unused("Topic"), ids=sorted(topics))
    keywords.mark_topics(run, topics)
    return changes


def rename_topics(run: Runner) -> Changes:
    """Give topics that an earlier version identified in another way the identifier of today.

    A topic is merged into the one that has the identifier already.
    """
    stored_ids = {row["id"]: row["loaded"] for row in run(TOPIC_IDS, rows=[0])}
    renamed: dict[str, str] = {}
    lost: dict[str, tuple[str, str]] = {}
    taken = set(stored_ids)
    for old in sorted(id for id, loaded in stored_ids.items() if loaded):
        if (new := ids.fit(topic_id(old))) == old or new in lost:
            continue
        if new in taken:
            lost[old] = (next((k for k, v in renamed.items() if v == new), new), new)
        else:
            renamed[old] = new
            taken.add(new)
    changes = Changes()
    if not renamed and not lost:
        return changes
    rows, stored = Rows(), Stored()
    merge_nodes(run, "Topic", lost, renamed, rows, changes)
    run(cypher.rename_nodes("Topic"), rows=[{"old": a, "new": b} for a, b in renamed.items()])
    _read_author_lists(run, rows, stored)
    _read_stored(run, rows, stored, Unseen(empty=False), "")
    difference(rows, stored).carry_out(run, stored, changes, careful=True)
    kept.forget(run, {"Topic": {new for _, new in lost.values()}})
    changes.updated["Topic"] += len(renamed)
    keywords.mark_topics(run, {new for _, new in lost.values()} | {*renamed.values()})
    return changes


def _remove_text(
    run: Runner, edge: EdgeType, stated: Mapping[str | None, set[str]], load: str, changes: Changes
) -> set[str]:
    """Remove what was extracted from the text; return the topics of these edges.

    Earlier versions wrote edges for all keywords; those of ``stated``, by paper, are removed, too.
    """
    removed, staying = [], []
    for row in read(run, cypher.read_edges(edge, start=True), ids=list(stated)):
        found = row["properties"].get("sources") or ()
        keyword = row["b"] in stated[row["a"]] and row["properties"].get("rule") != keywords.RULE
        if "text" not in found and not keyword:
            continue
        ends = {"a": row["a"], "b": row["b"]}
        removed.append(ends)
        # Keep what other sources and users added.
        stays = {k: v for k, v in row["properties"].items() if k not in known_names(edge)}
        if not keyword and (sources := [source for source in found if source != "text"]):
            stays["sources"] = sources
        if stays:
            staying.append({**ends, "properties": {**stays, "load": load}})
    run(cypher.delete_edges(edge), rows=removed)
    if staying:
        run(cypher.merge_edges(edge), rows=staying)
    changes.deleted[edge.type] += len(removed) - len(staying)
    return {row["b"] for row in removed}


# -- identity ---------------------------------------------------------------------------------

_STORED = tuple(p.name for p in node_type("Paper").properties if p.name in KEYS)
_RETURNED = (*_STORED, "titleKey", "year", "authorCount", "firstAuthor", "type", "alsoKnownAs")


def known_record(record: Paper | Reference) -> Known:
    """Return the data of a record that decides its identity."""
    keys, also = paper_keys(record), frozenset[str]()
    titles = {title_id(ids.title_key(record.title))} if record.title else set()
    if record.id and record.id.startswith("title:"):
        titles.add(record.id)
    if isinstance(record, Reference):
        title_keys = _some(record.title and ids.title_key(record.title))
        return Known(frozenset(keys), frozenset(titles), record.year, title_keys=title_keys)
    if record.also_known_as:
        also = frozenset(record.also_known_as)
        more, earlier = keys_of(also)
        keys, titles = [*keys, *more], titles | earlier
    year = record.published[:4] if record.published else ""
    return Known(
        frozenset(keys),
        frozenset(titles),
        int(year) if year.isdecimal() else None,
        record.author_count,
        also=also,
        first_authors=_some(first_author(author.name for author in record.authors)),
        preprint=record.type == "preprint",
        title_keys=_some(record.title and ids.title_key(record.title)),
        authors=frozenset(author_key(author.name) for author in record.authors[:50]),
        kinds=_some(record.type) & KINDS,
    )


def _candidates(run: Runner, plan: Plan) -> Iterable[Known]:
    """Find nodes that may be one of the papers: by identifier, title or further identifier."""
    wanted: dict[str, set[str]] = defaultdict(set)
    names: set[str] = set()
    for paper in plan.known:
        names |= paper.titles
        for name, value in paper.keys:
            if name in _STORED:
                wanted[name].add(value)
            else:
                wanted["id"].add(ids.fit(KEYS[name] + value))
            names.add(ids.fit(KEYS[name] + value))
    things: list[Paper | Reference] = [*plan.records, *plan.references]
    wanted["titleKey"] = {ids.title_key(thing.title) for thing in things if thing.title}
    wanted["id"] |= {t.id for t in things if t.id and t.id.startswith("title:")}
    wanted["id"] |= {title for paper in plan.known if paper.also for title in paper.titles}
    statements = [
        (cypher.find_nodes("Paper", name, _RETURNED), values)
        for name, values in wanted.items()
        if values
    ]
    if names:
        statements.append((cypher.find_identified("Paper", _RETURNED), names))
    for statement, values in statements:
        for row in read(run, statement, values=sorted(values)):
            yield known_node(row)
    for preprints, test in ((True, is_published), (False, is_preprint)):
        pairs = {
            (name, paper.year)
            for paper in plan.known
            if paper.year and paper.first_authors and test(paper)
            for name in paper.first_authors
        }
        if pairs:
            rows = [{"name": name, "year": year} for name, year in sorted(pairs)]
            statement = cypher.find_versions(_RETURNED, preprints=preprints)
            for row in read(run, statement, values=rows):
                yield known_node(row)


def known_node(row: Mapping[str, Any]) -> Known:
    """Return the data of a node that decides its identity.

    Args:
        row: its properties.
    """
    also = frozenset(row.get("alsoKnownAs") or ())
    named = () if row["id"].startswith(WORK) else (row["id"],)  # it follows from the data
    keys, titles = keys_of([*also, *named])
    keys |= {(name, row[name]) for name in _STORED if row.get(name)}
    if row.get("titleKey"):
        titles.add(title_id(row["titleKey"]))
    return Known(
        frozenset(keys),
        frozenset(titles),
        row.get("year"),
        row.get("authorCount"),
        row["id"],
        also,
        _some(row.get("firstAuthor")),
        row.get("type") == "preprint",
        frozenset((*_some(row.get("titleKey")), *stated_values(row, "title"))),
        frozenset(
            author_key(text.partition(" ")[2])
            for written in row.get("authors") or ()
            for text in written
        ),
        _some(row.get("type")) & KINDS,
    )


def _some(value: str | None) -> frozenset[str]:
    return frozenset([value] if value else ())


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


# -- stored nodes and edges -----------------------------------------------------------------------


def _anchor(edge: EdgeType) -> bool:
    """Report whether edges are read at their start: at the paper, as a topic has thousands."""
    return edge.start == "Paper" or edge.end != "Paper"


_LISTS = edge_type(*AUTHORED)


def _read_author_lists(run: Runner, rows: Rows, stored: Stored) -> set[str]:
    """Read the papers of the batch and their author lists, which decide the authors of the batch.

    Returns:
        Authors that lost an entry.
    """
    stored.read(run, "Paper", [id for label, id in rows.nodes if label == "Paper"])
    listed = {key[4] for key in rows.edges if key[1] == "AUTHORED"}
    if known := [id for label, id in stored.nodes if id in listed]:
        _read_edges(run, _LISTS, known, stored)
    return settle(rows, stored.edges) & rows.moved


def _read_stored(run: Runner, rows: Rows, stored: Stored, unseen: Unseen, load: str) -> None:
    """Read the other nodes of the batch that are in the graph, and their edges of its types."""
    ids: dict[str, list[str]] = defaultdict(list)
    for label, id in rows.nodes:
        if label != "Paper" and not unseen.take(label, id):
            ids[label].append(id)
    for label, values in ids.items():
        stored.read(run, label, values)
    wanted: dict[EdgeType, dict[str, None]] = defaultdict(dict)
    for start, type, end, a, b in rows.edges:
        edge = edge_type(start, type, end)
        if edge is _LISTS:
            continue  # they were read before
        anchor = (start, a) if _anchor(edge) else (end, b)
        if anchor in stored.nodes:
            wanted[edge][anchor[1]] = None
    # The owner of a repository depends on both, in any order of loading.
    both = wanted.get(_CODE, {}) | wanted.get(_HOME, {})
    for edge, anchors in (wanted | ({_CODE: both, _HOME: both} if both else {})).items():
        _read_edges(run, edge, list(anchors), stored)
    _add_owners(run, rows, stored, load)


_CODE = edge_type("Paper", "HAS_CODE", "Repository")
_HOME = edge_type("Paper", "AFFILIATED_WITH", "Organization")
_OWNED = ("Repository", "OWNED_BY", "Organization")


def _read_edges(run: Runner, edge: EdgeType, anchors: list[str], stored: Stored) -> None:
    for row in read(run, cypher.read_edges(edge, start=_anchor(edge)), ids=anchors):
        key = (edge.start, edge.type, edge.end, row["a"], row["b"])
        stored.edges[key] = row["properties"]


def _add_owners(run: Runner, rows: Rows, stored: Stored, load: str) -> None:
    """Add owners of repositories: organizations of the same paper with that handle."""
    found = owners([*rows.edges, *stored.edges])
    known = sorted(
        {
            repo
            for repo, _ in found
            if ("Repository", repo) not in rows.nodes or ("Repository", repo) in stored.nodes
        }
    )
    if known:
        _read_edges(run, edge_type(*_OWNED), known, stored)
    for repo, organization in sorted(found):
        rows.edge(_OWNED, repo, organization, evidence=OWNER, load=load)
