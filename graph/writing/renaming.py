"""Merge repositories that were renamed, spellings of a name, and nodes that are judged the same.

A repository that has a new name states its earlier names in ``alsoKnownAs``, so that a record which
names the repository by an earlier name finds it. An organization states in ``alsoKnownAs`` the IDs
that its names had in graphs of earlier versions. Judgements (``graph.identity.judged``) merge
organizations, topics and repositories. Rows of a batch are put under the identifiers of the nodes
that are kept, and nodes in the graph are merged into them, so the order of loading makes no
difference.
"""

from collections import defaultdict
from collections.abc import Mapping
from functools import partial
from typing import Any

from citegraph.graph import cypher
from citegraph.graph.identity.judged import REASON, Judged
from citegraph.graph.identity.organization_names import SPELLING
from citegraph.graph.identity.repository_ids import repository
from citegraph.graph.identity.resolve import identifier
from citegraph.graph.schema import edge_type
from citegraph.graph.writing import statements
from citegraph.graph.writing.carry import merge_nodes
from citegraph.graph.writing.difference import Changes, Runner, read, read_nodes
from citegraph.graph.writing.rows import AUTHORED, NodeKey, Rows
from citegraph.graph.writing.unseen import Unseen

RENAMED = "renamed"  # in entries of alsoKnownAs
_SPELLED = f" ({SPELLING})"
_ADDRESS = ("url", "host", "owner", "name", "renamedTo")  # of a repository, follow from its name


def merge_renamed(
    run: Runner,
    rows: Rows,
    judged: Judged,
    load: str,
    unseen: Unseen,
    changes: Changes,
    *,
    every: bool = False,
) -> None:
    """Merge nodes that are one, in the rows of a batch and in the graph.

    ``every`` merges all nodes that are judged the same, not only those of the batch.
    """
    to = _targets(run, rows, judged)
    if every:
        to |= judged.nodes
    if to:
        _rename(rows, to, judged)
        _merge_stored(run, rows, to, judged, load, unseen, changes)


def _targets(run: Runner, rows: Rows, judged: Judged) -> dict[NodeKey, str]:
    """Return the ID of the node to keep, for the nodes of the rows that are merged into another."""
    to: dict[NodeKey, str] = {}
    repositories = sorted(id for label, id in rows.nodes if label == "Repository")
    if repositories:
        for row in read(run, statements.RENAMED, values=[0]):
            to |= {("Repository", identifier(entry)): row["id"] for entry in row["also"]}
    for id in repositories:
        properties = rows.nodes["Repository", id]
        for entry in properties.get("alsoKnownAs") or ():
            to["Repository", identifier(entry)] = id
        new = properties.get("renamedTo")  # of a record
        if new and (address := _address(id, new)):
            to["Repository", id] = f"{id.partition('/')[0]}/{new}".lower()
            rows.node("Repository", to["Repository", id], address)
    to |= _spellings(rows)
    if judged.nodes:
        to |= {key: judged.nodes[key] for key in rows.nodes if key in judged.nodes}
        to |= {
            (label, old): judged.nodes[label, new]
            for (label, old), new in to.items()
            if (label, new) in judged.nodes
        }
    return {key: end for key in to if (end := _end(key, to)) != key[1]}


def _spellings(rows: Rows) -> dict[NodeKey, str]:
    """Return the ID of an organization for the IDs that its spellings had."""
    to: dict[NodeKey, str] = {}
    for (label, id), properties in rows.nodes.items():
        if label == "Organization":
            entries = properties.get("alsoKnownAs") or ()
            to |= {(label, identifier(one)): id for one in entries if one.endswith(_SPELLED)}
    return to


def _end(key: NodeKey, to: Mapping[NodeKey, str]) -> str:
    """Return the last name of a chain of renames; of a circle, the one that sorts first."""
    label, id = key
    seen = [id]
    while (id := to.get((label, id), id)) not in seen:
        seen.append(id)
    return min(seen[seen.index(id) :])


def _address(id: str, written: str) -> dict[str, Any]:
    repo = repository(f"https://{id.partition('/')[0]}/{written}")
    if repo is None:
        return {}
    return {"url": repo.url, "host": repo.host, "owner": repo.owner.lower(), "name": repo.name}


def _moved(label: str, judged: Judged, id: str, properties: Mapping[str, Any]) -> dict[str, Any]:
    """Return the properties that a node brings to the node that is kept."""
    reason = REASON
    if (label, id) not in judged.nodes:
        reason = SPELLING if label == "Organization" else RENAMED
    found = dict(properties)
    if label == "Repository":
        found = {n: v for n, v in found.items() if n not in _ADDRESS}
    also = {*(found.get("alsoKnownAs") or ()), f"{id} ({reason})"}
    if label == "Topic" and found.get("name"):
        found["aliases"] = [*(found.get("aliases") or ()), found["name"]]
    elif label == "Organization" and reason == REASON and found.get("name"):
        also.add(f"{found['name']} (name)")
    return {**found, "alsoKnownAs": sorted(also)}


def _rename(rows: Rows, to: Mapping[NodeKey, str], judged: Judged) -> None:
    """Put rows under the identifiers of the nodes that are kept."""
    for label, id in [key for key in rows.nodes if key in to]:
        properties = rows.nodes.pop((label, id))
        rows.node(label, to[label, id], _moved(label, judged, id, properties))
    for edge in [e for e in rows.edges if (e[0], e[3]) in to or (e[2], e[4]) in to]:
        start, type, end, a, b = edge
        given = rows.edges.pop(edge)
        a, b = to.get((start, a), a), to.get((end, b), b)
        if (start, a) != (end, b):
            rows.edge((start, type, end), a, b, **given)
    for edge, given in rows.edges.items():
        if edge[1] == "AUTHORED" and given.get("organizations"):
            found = {to.get(("Organization", one), one) for one in given["organizations"]}
            given["organizations"] = sorted(found)


def _merge_stored(
    run: Runner,
    rows: Rows,
    to: Mapping[NodeKey, str],
    judged: Judged,
    load: str,
    unseen: Unseen,
    changes: Changes,
) -> None:
    """Merge nodes of the graph into the nodes that are kept, and delete them."""
    by_label: dict[str, dict[str, str]] = defaultdict(dict)
    for (label, old), new in to.items():
        by_label[label][old] = new
    for label, olds in by_label.items():
        lost = {str(row["id"]): olds[row["id"]] for row in read_nodes(run, label, sorted(olds))}
        if not lost:
            continue
        for id in _create_missing(run, label, sorted({*lost.values()}), load):
            unseen.take(label, id)
            changes.created[label] += 1
        changes.merged += [f"{old} is {new}" for old, new in lost.items()]
        if label == "Organization":
            _set_affiliations(run, lost)
        both = {old: (new, new) for old, new in lost.items()}
        merge_nodes(run, label, both, {}, rows, changes, partial(_moved, label, judged))


def _create_missing(run: Runner, label: str, ids: list[str], load: str) -> list[str]:
    """Create the nodes that the graph lacks; return their identifiers."""
    kept = {row["id"] for row in read_nodes(run, label, ids)}
    new = [id for id in ids if id not in kept]
    if new:
        rows = [{"id": id, "load": load} for id in new]
        run(cypher.create_nodes(label, ("id", "load")), rows=rows)
    return new


def _set_affiliations(run: Runner, lost: Mapping[str, str]) -> None:
    """Name the organization that is kept in the author lists."""
    entries = read(run, statements.ENTRIES_AT, ids=sorted(lost))
    if not entries:
        return
    changed = [
        {
            "a": row["a"],
            "b": row["b"],
            "properties": {"organizations": sorted({lost.get(o, o) for o in row["organizations"]})},
        }
        for row in entries
    ]
    run(cypher.set_edges(edge_type(*AUTHORED)), rows=changed)
    authors = sorted({row["a"] for row in entries})
    run(cypher.MARK_AUTHORS, rows=[{"authors": authors}])
