"""Write the difference between the authors in the graph and those that the entries imply."""

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
from citegraph.graph.writing.difference import Changes, Runner, Stored, Work, read, read_nodes
from citegraph.graph.writing.rows import AUTHORED

_AFFILIATED = ("Author", "AFFILIATED_WITH", "Organization")
_OF = edge_type(*AUTHORED)
_DERIVED = frozenset(DERIVED)


@dataclass(slots=True)
class Authored:
    """An AUTHORED edge."""

    author: str
    paper: str
    properties: dict[str, Any]
    key: str = ""  # paper, name and place, whoever the author is


@dataclass(slots=True)
class Target:
    """The intended state of an author.

    Attributes:
        edges: of the author.
        properties: of the node.
        name_only: papers that only the name links to the author's other papers.
    """

    edges: list[Authored]
    properties: dict[str, Any]
    name_only: set[str] = field(default_factory=set)


def write(
    run: Runner,
    edges: Iterable[Authored],
    authors: dict[str, dict[str, Any]],
    targets: Mapping[str, Target],
    left: Iterable[str],
    changes: Changes,
) -> None:
    """Write the difference between the authors in the graph and the targets.

    Args:
        run: the transaction.
        edges: all edges of the authors; changed where an author is renamed.
        authors: the authors in the graph, by identifier; changed likewise.
        targets: the intended authors, by identifier.
        left: authors that lost an entry before.
        changes: receives the counts; an edge that moves to another author is updated.
    """
    _rename(run, edges, authors, targets)
    _read_moving(run, targets)
    work = Work()
    _add_nodes(work, authors, targets)
    lost = _add_edges(work, targets)
    work.write(run, Stored(), careful=False)
    changes.created["Author"] += len(work.new["Author"])
    changes.updated["Author"] += len(work.changed["Author"])
    written = work.edges[AUTHORED]
    changes.updated["AUTHORED"] += len(written["set"]) + len(written["delete"])
    counts.forget(run, {"Author": {row["a"] for row in written["delete"] + written["merge"]}})
    _remove_empty(run, {**dict.fromkeys(left, ""), **lost}, targets, changes)


def _add_nodes(
    work: Work, authors: Mapping[str, Mapping[str, Any]], targets: Mapping[str, Target]
) -> None:
    """Add new authors, and the properties that differ."""
    for id, target in targets.items():
        old = authors.get(id)
        if old is None:
            first = min(target.edges, key=lambda edge: (edge.paper, edge.author))
            made = {**target.properties, **_provenance(first.properties), "id": id}
            work.new["Author"].append(made)
        elif differs := _differing(target.properties, old):
            work.changed["Author"].append({**differs, "id": id})


def _add_edges(work: Work, targets: Mapping[str, Target]) -> dict[str, str]:
    """Add the edges and affiliations that move, and ``nameOnly`` of the edges that stay.

    Returns:
        The authors that lose an edge, and for each the author to whom the first one goes.
    """
    lost: dict[str, str] = {}
    merged: dict[tuple[str, str], dict[str, Any]] = {}
    affiliations: dict[tuple[str, str], dict[str, Any]] = {}
    left: set[tuple[str, str]] = set()
    stated: set[tuple[str, str]] = set()
    written = work.edges[AUTHORED]
    for id, target in targets.items():
        stays = {edge.paper: edge.properties for edge in target.edges if edge.author == id}
        for edge in target.edges:
            name_only = {"nameOnly": edge.paper in target.name_only or None}  # stored if true
            organizations = edge.properties.get("organizations") or ()
            stated |= {(id, organization) for organization in organizations}
            if edge.author == id:
                if edge.properties.get("nameOnly") != name_only["nameOnly"]:
                    written["set"].append({"a": id, "b": edge.paper, "properties": name_only})
                continue
            lost.setdefault(edge.author, id)
            written["delete"].append({"a": edge.author, "b": edge.paper})
            key = (id, edge.paper)
            old = merged.get(key, stays.get(edge.paper))
            given = edge.properties
            combined = given if old is None else combine(_OF, old, given)
            merged[key] = {**combined, **name_only}
            for organization in organizations:
                affiliations[id, organization] = _provenance(given)
                left.add((edge.author, organization))
    written["merge"] = _rows(merged)
    affiliated = work.edges[_AFFILIATED]
    affiliated["merge"] = _rows(affiliations)
    affiliated["delete"] = [{"a": a, "b": b} for a, b in sorted(left - stated)]
    return lost


def _rows(edges: Mapping[tuple[str, str], dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"a": a, "b": b, "properties": given} for (a, b), given in edges.items()]


def _differing(new: Mapping[str, Any], old: Mapping[str, Any]) -> dict[str, Any]:
    """Return the derived properties whose values differ; ``None`` for those to remove."""
    if new == {name: value for name, value in old.items() if name in _DERIVED}:  # most
        return {}
    return {name: new.get(name) for name in DERIVED if old.get(name) != new.get(name)}


def _read_moving(run: Runner, targets: Mapping[str, Target]) -> None:
    """Read all properties, with those of users, of edges that move or are combined with one."""
    moving: dict[tuple[str, str], Authored] = {}
    for id, target in targets.items():
        papers = {edge.paper for edge in target.edges if edge.author != id}
        moving |= {(edge.author, edge.paper): edge for edge in target.edges if edge.paper in papers}
    if not moving:
        return
    rows = [{"a": a, "b": b} for a, b in moving]
    for row in read(run, cypher.read_these_edges(_OF), rows=rows):
        moving[row["a"], row["b"]].properties = row["properties"]


def _provenance(edge: Mapping[str, Any]) -> dict[str, Any]:
    return {name: edge[name] for name in ("origin", "load") if name in edge}


def _rename(
    run: Runner,
    edges: Iterable[Authored],
    authors: dict[str, dict[str, Any]],
    targets: Mapping[str, Target],
) -> None:
    """Give new identifiers to nodes that are no target, so that fewer edges move."""
    renamed: dict[str, str] = {}
    for id, target in targets.items():
        if id in authors:
            continue
        counts = Counter(
            edge.author
            for edge in target.edges
            if edge.author not in targets and edge.author not in renamed and edge.author in authors
        )
        if counts:
            renamed[min(counts, key=lambda author: (-counts[author], author))] = id
    if not renamed:
        return
    run(
        cypher.rename_nodes("Author"),
        rows=[{"old": old, "new": new} for old, new in renamed.items()],
    )
    for edge in edges:
        edge.author = renamed.get(edge.author, edge.author)
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
