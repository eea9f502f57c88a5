"""Read the stored nodes and edges that a batch may change."""

from collections import defaultdict

from citegraph.graph import cypher
from citegraph.graph.schema import EdgeType, edge_type
from citegraph.graph.writing.authors import settle
from citegraph.graph.writing.difference import Runner, Stored, read
from citegraph.graph.writing.rows import AUTHORED, OWNER, Rows, owners
from citegraph.graph.writing.unseen import Unseen


def _anchor(edge: EdgeType) -> bool:
    """Report whether edges are read at their start: at the paper, as a topic has thousands."""
    return edge.start == "Paper" or edge.end != "Paper"


_AUTHORED = edge_type(*AUTHORED)


def read_author_lists(run: Runner, rows: Rows, stored: Stored) -> set[str]:
    """Read the papers of the batch and their author lists, to find the authors of its entries.

    Returns:
        Authors that lost an entry.
    """
    stored.read(run, "Paper", [id for label, id in rows.nodes if label == "Paper"])
    listed = {key[4] for key in rows.edges if key[1] == "AUTHORED"}
    if known := [id for label, id in stored.nodes if id in listed]:
        _read_edges(run, _AUTHORED, known, stored)
    return settle(rows, stored.edges) & rows.moved


def read_stored(run: Runner, rows: Rows, stored: Stored, unseen: Unseen, load: str) -> None:
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
        if edge is _AUTHORED:
            continue  # they were read before
        anchor = (start, a) if _anchor(edge) else (end, b)
        if anchor in stored.nodes:
            wanted[edge][anchor[1]] = None
    # The owner of a repository depends on both, in any order of loading.
    both = wanted.get(_CODE, {}) | wanted.get(_AFFILIATED, {})
    for edge, anchors in (wanted | ({_CODE: both, _AFFILIATED: both} if both else {})).items():
        _read_edges(run, edge, list(anchors), stored)
    _add_owners(run, rows, stored, load)


_CODE = edge_type("Paper", "HAS_CODE", "Repository")
_AFFILIATED = edge_type("Paper", "AFFILIATED_WITH", "Organization")
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
