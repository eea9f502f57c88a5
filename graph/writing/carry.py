"""Merge nodes into others: move their properties and edges, and data that users attached.

Users may add labels, properties and relationships to the nodes of citegraph. When two nodes are
merged, one is deleted; everything on it that is not in the schema moves to the node that is kept.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from citegraph.graph import cypher
from citegraph.graph.schema import EDGES, counts_of, known_names, node_type
from citegraph.graph.writing import counts
from citegraph.graph.writing.difference import Changes, Runner, read, read_nodes
from citegraph.graph.writing.rows import AUTHORED, Rows

Properties = dict[str, Any]
Found = list[Properties]


def merge_nodes(
    run: Runner,
    label: str,
    lost: Mapping[str, tuple[str, str]],
    renamed: Mapping[str, str],
    rows: Rows,
    changes: Changes,
    moved: Callable[[str, Properties], Properties] = lambda _, properties: properties,
) -> None:
    """Merge nodes into others and delete them.

    Args:
        run: the transaction.
        label: of all nodes.
        lost: for each node to delete, the current and the new identifier of the node to keep.
        renamed: current and new identifier of each node to rename.
        rows: receives the properties and edges of the schema. Data of users are moved at once.
        changes: receives the counts.
        moved: returns the properties that a node, given by ID and properties, brings to the other.
    """
    final = {**renamed, **{old: new for old, (_, new) in lost.items()}}
    # Counts are computed anew.
    known = known_names(node_type(label)) - {"id", *(p.name for p in counts_of(label))}
    for row in read_nodes(run, label, list(lost)):
        properties = {k: v for k, v in row["properties"].items() if k in known}
        rows.node(label, final[row["id"]], moved(row["id"], properties))
    _move_edges(run, label, sorted(lost), final, rows)
    if label == "Paper":
        counts.forget_around(run, lost)
    delete_and_carry(run, label, {old: stays for old, (stays, _) in lost.items()})
    changes.deleted[label] += len(lost)


def _move_edges(
    run: Runner, label: str, lost: Sequence[str], final: Mapping[str, str], rows: Rows
) -> None:
    """Add the edges of nodes that are to be deleted to rows, at the nodes that are kept.

    ``final`` has the new identifiers of nodes of this label.
    """
    for edge in EDGES:
        key = (edge.start, edge.type, edge.end)
        for start, end in ((True, edge.start), (False, edge.end)):
            if end != label:
                continue
            for row in read(run, cypher.read_own_edges(edge, start=start), ids=lost):
                a = final.get(row["a"], row["a"]) if edge.start == label else row["a"]
                b = final.get(row["b"], row["b"]) if edge.end == label else row["b"]
                if (edge.start, a) == (edge.end, b):
                    continue
                if key == AUTHORED:
                    rows.moved.add(a)
                rows.edge(key, a, b, **row["properties"])
                rows.nodes.setdefault((edge.start, a), {})
                rows.nodes.setdefault((edge.end, b), {})


def delete_and_carry(run: Runner, label: str, merged: Mapping[str, str]) -> None:
    """Delete nodes, and move their data that is not in the schema to the nodes in their place.

    A relationship between two deleted nodes is moved once. If the kept node has the same property
    with another value, the second value is stored under a name that ends in the deleted identifier.
    """
    ids = [*merged, *dict.fromkeys(merged.values())]
    nodes = {row["id"]: row for row in read(run, cypher.read_attached(label), ids=ids)}
    relationships = read(run, cypher.read_foreign_edges(label), ids=list(merged))
    # First, as a user's uniqueness constraint allows a value on one node only.
    run(cypher.delete_nodes(label), ids=list(merged))
    _relationships(run, relationships, merged, nodes)
    _properties(run, label, merged, nodes)
    # Last, as ArcadeDB changes the element ID of a node when its labels change.
    _labels(run, label, merged, nodes)


def _relationships(
    run: Runner, found: Found, merged: Mapping[str, str], nodes: Mapping[str, dict[str, Any]]
) -> None:
    element = {nodes[old]["element"]: nodes[new]["element"] for old, new in merged.items()}
    by_type: dict[str, Found] = defaultdict(list)
    for row in {row["edge"]: row for row in found}.values():
        ends = [element.get(end, end) for end in (row["node"], row["other"])]
        a, b = ends if row["out"] else reversed(ends)
        by_type[row["type"]].append({"a": a, "b": b, "properties": row["properties"]})
    for type, rows in by_type.items():
        run(cypher.create_foreign_edges(_quoted(run, type)), rows=rows)


def _properties(
    run: Runner, label: str, merged: Mapping[str, str], nodes: Mapping[str, dict[str, Any]]
) -> None:
    known = known_names(node_type(label))
    rows: dict[str, dict[str, Any]] = {}
    for old, new in merged.items():
        kept = nodes[new]["properties"]
        for name, value in nodes[old]["properties"].items():
            if name in known or kept.get(name) == value:
                continue
            free = name if name not in kept else f"{name} ({old})"
            kept[free] = rows.setdefault(new, {"id": new})[free] = value
    if rows:
        run(cypher.set_nodes(label), rows=list(rows.values()))


def _labels(
    run: Runner, label: str, merged: Mapping[str, str], nodes: Mapping[str, dict[str, Any]]
) -> None:
    extra: dict[str, set[str]] = defaultdict(set)
    for old, new in merged.items():
        extra[new] |= {*nodes[old]["labels"]} - {*nodes[new]["labels"]}
    # All at once: ArcadeDB cannot change the labels of a node twice in one transaction.
    by_labels: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for id, labels in extra.items():
        if labels:
            by_labels[tuple(sorted(labels))].append(id)
    for added, ids in by_labels.items():
        quoted = ":".join(_quoted(run, one) for one in added)
        run(cypher.add_labels(label, quoted), ids=ids)


def _quoted(run: Runner, name: str) -> str:
    r"""Quote a user's label or relationship type.

    Some engines decode ``\\uXXXX`` before they parse the statement, which could close the
    backticks. If a name contains a backslash, a statement tests whether this engine does.
    """
    if "\\" in name:
        [answer] = run(cypher.READS_ESCAPES, ids=[0])
        if "\\" in answer:
            name = name.replace("\\", "\\u005c")
    return "`" + name.replace("`", "``") + "`"
