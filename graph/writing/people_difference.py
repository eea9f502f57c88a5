"""Write the authors that the entries of author lists imply: nodes, edges and affiliations."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from citegraph.graph import cypher
from citegraph.graph.schema import edge_type
from citegraph.graph.writing import counts
from citegraph.graph.writing.carry import delete_and_carry
from citegraph.graph.writing.closure import DERIVED
from citegraph.graph.writing.combine import combine
from citegraph.graph.writing.difference import Changes, Runner, read, read_nodes
from citegraph.graph.writing.rows import AUTHORED

_AFFILIATED = ("Author", "AFFILIATED_WITH", "Organization")
_DERIVED = frozenset(DERIVED)


@dataclass(slots=True)
class Entry:
    """An AUTHORED edge."""

    author: str
    paper: str
    edge: dict[str, Any]
    key: str = ""  # paper, name and place, whoever the author is


@dataclass(slots=True)
class Target:
    """The intended state of an author.

    Attributes:
        entries: of the author.
        properties: of the node.
        name_only: papers that only the name links to the author's other papers.
    """

    entries: list[Entry]
    properties: dict[str, Any]
    name_only: set[str] = field(default_factory=set)

    def name_only_at(self, entry: Entry) -> bool | None:
        """Return the property ``nameOnly`` of an entry; it is not stored if it is not true."""
        return entry.paper in self.name_only or None


def write(
    run: Runner,
    entries: Iterable[Entry],
    authors: dict[str, dict[str, Any]],
    targets: Mapping[str, Target],
    left: Iterable[str],
    changes: Changes,
) -> None:
    """Write the difference between the authors in the graph and the targets.

    Args:
        run: the transaction.
        entries: all entries of the authors; changed where an author is renamed.
        authors: the authors in the graph, by identifier; changed likewise.
        targets: the intended authors, by identifier.
        left: authors that lost an entry before.
        changes: receives the counts.
    """
    _rename(run, entries, authors, targets)
    _set_name_only(run, targets, changes)
    _read_moving(run, targets)
    _write_nodes(run, authors, targets, changes)
    lost = _move_entries(run, targets, changes)
    _remove_empty(run, {**dict.fromkeys(left, ""), **lost}, targets, changes)


def _write_nodes(
    run: Runner,
    authors: Mapping[str, Mapping[str, Any]],
    targets: Mapping[str, Target],
    changes: Changes,
) -> None:
    """Create new authors, and set the properties that differ."""
    created: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    for id, target in targets.items():
        old = authors.get(id)
        if old is None:
            first = min(target.entries, key=lambda entry: (entry.paper, entry.author))
            created.append({**target.properties, **_provenance(first.edge), "id": id})
        elif differs := _differing(target.properties, old):
            changed.append({**differs, "id": id})
    if created:
        run(cypher.create_nodes("Author", {n for row in created for n in row}), rows=created)
        changes.created["Author"] += len(created)
    if changed:
        run(cypher.set_nodes("Author"), rows=changed)
        changes.updated["Author"] += len(changed)


def _move_entries(run: Runner, targets: Mapping[str, Target], changes: Changes) -> dict[str, str]:
    """Move edges and affiliations to the authors that they belong to.

    Returns:
        The authors that lost an entry, and for each the author to whom the first one went.
    """
    lost: dict[str, str] = {}
    removed: list[dict[str, str]] = []
    merged: dict[tuple[str, str], dict[str, Any]] = {}
    affiliations: dict[tuple[str, str], dict[str, Any]] = {}
    left: set[tuple[str, str]] = set()
    of = edge_type(*AUTHORED)
    for id, target in targets.items():
        for entry in target.entries:
            if entry.author == id:
                continue
            lost.setdefault(entry.author, id)
            removed.append({"a": entry.author, "b": entry.paper})
            key = (id, entry.paper)
            stays = next(
                (e.edge for e in target.entries if e.author == id and e.paper == entry.paper), None
            )
            old = merged.get(key, stays)
            edge = entry.edge if old is None else combine(of, old, entry.edge)
            merged[key] = {**edge, "nameOnly": target.name_only_at(entry)}
            for organization in entry.edge.get("organizations") or ():
                affiliations[id, organization] = _provenance(entry.edge)
                left.add((entry.author, organization))
    if not removed:
        return lost
    run(cypher.delete_edges(of), rows=removed)
    run(cypher.merge_edges(of), rows=_rows(merged))
    counts.forget(run, {"Author": {row["a"] for row in removed} | {a for a, _ in merged}})
    changes.updated["AUTHORED"] += len(removed)
    if affiliations:
        run(cypher.merge_edges(edge_type(*_AFFILIATED)), rows=_rows(affiliations))
    stated = {
        (id, organization)
        for id, target in targets.items()
        for entry in target.entries
        for organization in entry.edge.get("organizations") or ()
    }
    if gone := sorted(left - stated):
        rows = [{"a": a, "b": b} for a, b in gone]
        run(cypher.delete_edges(edge_type(*_AFFILIATED)), rows=rows)
    return lost


def _rows(edges: Mapping[tuple[str, str], dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"a": a, "b": b, "properties": given} for (a, b), given in edges.items()]


def _differing(new: Mapping[str, Any], old: Mapping[str, Any]) -> dict[str, Any]:
    """Return the derived properties whose values differ; ``None`` for those to remove."""
    if new == {name: value for name, value in old.items() if name in _DERIVED}:  # most
        return {}
    return {name: new.get(name) for name in DERIVED if old.get(name) != new.get(name)}


def _set_name_only(run: Runner, targets: Mapping[str, Target], changes: Changes) -> None:
    """Write the property ``nameOnly`` of the edges that do not move."""
    rows = [
        {"a": id, "b": entry.paper, "properties": {"nameOnly": target.name_only_at(entry)}}
        for id, target in targets.items()
        for entry in target.entries
        if entry.author == id and entry.edge.get("nameOnly") != target.name_only_at(entry)
    ]
    if rows:
        run(cypher.set_edges(edge_type(*AUTHORED)), rows=rows)
        changes.updated["AUTHORED"] += len(rows)


def _read_moving(run: Runner, targets: Mapping[str, Target]) -> None:
    """Read all properties of the edges that move, with those of users."""
    moving = {
        (entry.author, entry.paper): entry
        for id, target in targets.items()
        for entry in target.entries
        if entry.author != id
    }
    if not moving:
        return
    for id, target in targets.items():  # and of those that they are combined with
        papers = {entry.paper for entry in target.entries if entry.author != id}
        for entry in target.entries:
            if entry.author == id and entry.paper in papers:
                moving[id, entry.paper] = entry
    rows = [{"a": a, "b": b} for a, b in moving]
    for row in read(run, cypher.read_these_edges(edge_type(*AUTHORED)), rows=rows):
        moving[row["a"], row["b"]].edge = row["properties"]


def _provenance(edge: Mapping[str, Any]) -> dict[str, Any]:
    return {name: edge[name] for name in ("origin", "load") if name in edge}


def _rename(
    run: Runner,
    entries: Iterable[Entry],
    authors: dict[str, dict[str, Any]],
    targets: Mapping[str, Target],
) -> None:
    """Give new identifiers to nodes that are no target, so that fewer edges move."""
    renamed: dict[str, str] = {}
    for id, target in targets.items():
        if id in authors:
            continue
        counts = Counter(
            entry.author
            for entry in target.entries
            if entry.author not in targets
            and entry.author not in renamed
            and entry.author in authors
        )
        if counts:
            renamed[min(counts, key=lambda author: (-counts[author], author))] = id
    if not renamed:
        return
    run(
        cypher.rename_nodes("Author"),
        rows=[{"old": old, "new": new} for old, new in renamed.items()],
    )
    for entry in entries:
        entry.author = renamed.get(entry.author, entry.author)
    for old, new in renamed.items():
        authors[new] = {**authors.pop(old), "id": new}


def _remove_empty(
    run: Runner, lost: Mapping[str, str], targets: Mapping[str, Target], changes: Changes
) -> None:
    """Delete authors without an entry; data of users move to the author of their entries."""
    empty = sorted(id for id in lost if id not in targets)
    if not empty:
        return
    gone = {row["id"] for row in run(cypher.delete_unused("Author"), ids=empty)}
    changes.deleted["Author"] += len(gone)
    rest = {id: lost[id] for id in empty if id not in gone and lost[id]}
    present = {row["id"] for row in read_nodes(run, "Author", sorted(rest))}
    rest = {id: new for id, new in rest.items() if id in present}
    if rest:
        delete_and_carry(run, "Author", rest)
        changes.deleted["Author"] += len(rest)
