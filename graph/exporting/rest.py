"""Add the data to an exported record that its fields cannot contain."""

from collections.abc import Mapping
from operator import itemgetter
from typing import Any

import msgspec

from citegraph.graph.exporting.neighborhood import Properties
from citegraph.graph.identity.node_ids import is_own
from citegraph.graph.records import EdgeRecord, End, NodeRecord, Paper
from citegraph.graph.schema import EdgeType, NodeType, edge_type, node_type
from citegraph.graph.writing.combine import combine
from citegraph.graph.writing.further import differences
from citegraph.graph.writing.rows import EdgeKey, NodeKey, Rows

_Stored = tuple[Mapping[NodeKey, Properties], Mapping[EdgeKey, Properties]]


def with_difference(
    record: Paper, id: str | None, stored: _Stored, rows: Rows, written: set[Any]
) -> Paper:
    """Add the difference between the graph and the rows of its fields to a record.

    Args:
        record: a paper, or a record without one.
        id: identifier of the paper.
        stored: nodes and edges of the graph that the record contains.
        rows: the rows of its fields.
        written: nodes and edges that were written and need not be written again.
    """
    properties: Properties = {}
    nodes, edges = [], []
    # Neo4j returns the edges of a node in any order.
    for key, known in sorted(stored[0].items(), key=itemgetter(0)):
        label, other = key
        if label == "Paper" and other != id:
            continue  # has its own record
        changed = _to_write(node_type(label), rows.nodes.get(key), known, (key, written))
        if changed is None:
            continue
        if label == "Paper":
            properties = changed
        elif changed or id is None:
            nodes.append(NodeRecord(label=label, id=other, properties=changed))
    for edge, known in sorted(stored[1].items(), key=itemgetter(0)):
        start, type, end, a, b = edge
        changed = _to_write(
            edge_type(start, type, end), rows.edges.get(edge), known, (edge, written)
        )
        if changed is not None:
            edges.append(
                EdgeRecord(
                    type=type, start=_end(start, a, id), end=_end(end, b, id), properties=changed
                )
            )
    if not (properties or nodes or edges):
        return record
    return msgspec.structs.replace(
        record, properties=properties, nodes=tuple(nodes), edges=tuple(edges)
    )


def _to_write(
    of: NodeType | EdgeType, made: Properties | None, known: Properties, once: tuple[Any, set[Any]]
) -> Properties | None:
    """Return the properties of a node or an edge to write; ``None`` if there are none.

    A node that many records share, such as a topic, is written once, unless the fields of another
    record would change it.
    """
    changed = differences(of, made or {}, known)
    label, id = once[0][0], once[0][1]
    if made is not None and label == "Author" and len(once[0]) == 2 and not is_own(id):
        changed = {}  # it follows from the author lists
    if once[0][1] == "AUTHORED" and not is_own(once[0][3]):
        changed.pop("nameOnly", None)  # it follows from them, too
    if made is not None and not changed:
        return None
    key, written = once
    if made is None or not differences(of, combine(of, known, made), known):
        if key in written:
            return None
        written.add(key)
    return changed


def _end(label: str, id: str, paper: str | None) -> End | None:
    return None if (label, id) == ("Paper", paper) else End(label=label, id=id)
