"""Prepare a subgraph for drawing: kinds, names, sizes, communities and positions as columns."""

import datetime
import math
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from citegraph.graph.errors import InputError
from citegraph.graph.retractions import mark
from citegraph.graph.subgraph import Node, Subgraph
from citegraph.viz import arrangement as arranging
from citegraph.viz import ranking, style
from citegraph.viz.arrangement import FOLD_ABOVE
from citegraph.viz.naming import region_names

# Measured up to 97,000 nodes and 203,000 edges (benchmarks/page.py large): usable in 1.4 s, 60
# frames per second, 0.2 s per filter, 20 s to render.
MAX_NODES = 100_000
MAX_EDGES = 250_000
_NAMED_ABOVE = 60  # nodes; with fewer, viz/assets/js/labels.js names no region
_KEPT = ("Paper", "Listing")  # shown also with one edge
_NAMES = ("title", "name", "url", "date")


@dataclass(frozen=True, slots=True)
class Content:
    """The nodes of a subgraph with their names, and its edges that have both ends.

    Attributes:
        subgraph: What is shown, without bookkeeping nodes.
        name: Name of each node.
        edges: Index in ``subgraph.edges`` of each drawn edge.
        pairs: ``(m, 2)`` node indices of both ends of each drawn edge.
    """

    subgraph: Subgraph
    name: list[str]
    edges: list[int]
    pairs: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class View(Content):
    """Columns over the nodes of a subgraph.

    Attributes:
        kinds: The kinds in use.
        kind: Index in ``kinds`` of each node.
        weight: Importance of each node, about 0 to 6.
        radius: Radius of each node's mark, in units of ``position``.
        community: Community of each node, -1 for none.
        community_names: Name of each community.
        folded: Whether a node is hidden at first.
        position: ``(n, 2)`` coordinates, rounded to 1 on large pages, else to 0.1.
        rows: Nodes of each row of the answer.
        seeds: Nodes that the question is about.
        couples: Pairs of nodes of the answer that are drawn with a line for what they share.
        score: Column of the answer that ranks it, if there is one.
    """

    kinds: tuple[style.Kind, ...]
    kind: list[int]
    weight: list[float]
    radius: list[float]
    community: list[int]
    community_names: list[str]
    folded: list[bool]
    position: NDArray[Any]
    rows: list[list[int]]
    seeds: list[int]
    couples: list[tuple[int, int]]
    score: int | None


def content(subgraph: Subgraph) -> Content:
    """Name the nodes of a subgraph and find its edges.

    Raises:
        InputError: The subgraph has no node, or more than a page can show.
    """
    shown = tuple(node for node in subgraph.nodes if node.label not in style.BOOKKEEPING)
    subgraph = _with_subject(replace(subgraph, nodes=shown))
    _check(subgraph)
    edges, pairs = edge_ends(subgraph)
    return Content(subgraph, [_name(node) for node in subgraph.nodes], edges, pairs)


def _with_subject(subgraph: Subgraph) -> Subgraph:
    """Make the node that every row names beside its own, such as a retracted paper, the subject."""
    rows = ranking.row_nodes(subgraph)
    common = set(rows[0][1:]).intersection(*rows) if len(rows) > 1 else set()
    if subgraph.seeds or len(common) != 1:
        return subgraph
    (key,) = (subgraph.nodes[i].key for i in common)
    return replace(subgraph, seeds=(key,), focus=key)


def view(subgraph: Subgraph, seed: int = 0) -> View:
    """Prepare a subgraph for drawing.

    Raises:
        InputError: The subgraph has no node, or more than a page can show.
    """
    return begun(content(subgraph), seed)()


def begun(found: Content, seed: int) -> Callable[[], View]:
    """Start preparing content for drawing; return a function that waits for the layout."""
    subgraph, edges, pairs = found.subgraph, found.edges, found.pairs
    n = len(subgraph.nodes)
    labels = {node.label for node in subgraph.nodes}
    labels |= {other.label for other in subgraph.others}
    known = {kind.label for kind in style.KINDS}
    kinds = tuple(kind for kind in style.KINDS if kind.label in labels)
    kinds += (style.OTHER,) if labels - known else ()
    number = {kind.label: i for i, kind in enumerate(kinds)}
    kind = [number.get(node.label, len(kinds) - 1) for node in subgraph.nodes]
    degree = np.bincount(pairs.ravel(), minlength=n).tolist()
    weight = list(map(_weight, subgraph.nodes, degree))
    rows = ranking.row_nodes(subgraph)
    ranked = ranking.shares(subgraph, rows)
    most = max(weight)
    for i, share in ranked.items():  # labeled before all others, the best first
        weight[i] = round(most + share, 3)
    places = {node.key: i for i, node in enumerate(subgraph.nodes)}
    seeds = [places[key] for key in subgraph.seeds if key in places]
    focus = places.get(subgraph.focus or "")
    for i in seeds or ([focus] if focus is not None else []):
        weight[i] = most + 2
    radius = list(map(usual_radius, weight))
    for i, share in ranked.items():
        radius[i] = round(9.0 + 13.0 * share**0.5, 1)
    for i in seeds if ranked else []:
        radius[i] = 24.0
    couples = ranking.row_pairs(subgraph, pairs, rows)
    hidden = ranking.folded(subgraph, pairs, ranked, couples)
    for a, b in reversed(couples):  # both are of the same rank
        like = b if b in ranked else a
        weight[b], radius[b] = max(weight[b], weight[like]), max(radius[b], radius[like])
    space = 1.2 * np.array(radius) + 3.0
    of_label = np.array([node.label for node in subgraph.nodes])
    arrangement = arranging.begun(
        arranging.GraphArrays(
            seed=seed,
            pairs=pairs,
            theme=_themes(found),
            space=space,
            paper=of_label == "Paper",
            author=of_label == "Author",
            listing=of_label == "Listing",
        )
    )
    crowded = n > FOLD_ABOVE or ("Listing" in labels and subgraph.answer is not None)
    folded = [
        i in hidden or (crowded and node.label not in _KEPT and degree[i] == 1 and i not in ranked)
        for i, node in enumerate(subgraph.nodes)
    ]
    path = ranking.chain(n, pairs, focus) if focus is not None else []
    # a question about two different nodes has the first in focus
    placed = not path and len(ranked) > 0
    apart = placed and len(seeds) == 2 and focus is not None
    around = placed and (len(seeds) == 1 or (len(seeds) > 1 and focus is None))
    # on a small page the regions would have no names
    plain = subgraph.answer is not None and n - sum(folded) < _NAMED_ABOVE

    def finished() -> View:
        group, position = arrangement()
        if around or apart or plain or (couples and hidden):
            group = np.full_like(group, -1)  # regions would hide the order
        if path:
            position = ranking.along(path)
        elif couples and hidden:
            position = ranking.coupled(couples, ranked, pairs, space, seed)
        elif around:
            position = ranking.positions(position, pairs, seeds, ranked, space, hidden)
        elif apart:
            position = ranking.between(pairs, seeds, ranked, space, hidden)
        return View(
            subgraph=subgraph,
            kinds=kinds,
            kind=kind,
            name=found.name,
            weight=weight,
            radius=radius,
            community=group.tolist(),
            community_names=region_names(subgraph, group.tolist(), found.name, pairs, edges),
            folded=folded,
            position=position.round().astype(np.int64) if n > FOLD_ABOVE else position.round(1),
            edges=edges,
            pairs=pairs,
            rows=rows,
            seeds=seeds,
            couples=couples if hidden else [],
            score=ranking.score_column(subgraph),
        )

    return finished


def usual_radius(weight: float) -> float:
    """Return the radius of the mark of an unranked node."""
    return round(4.0 + 2.6 * weight, 1)


def edge_ends(subgraph: Subgraph) -> tuple[list[int], NDArray[np.int64]]:
    """Find the edges between two different nodes of a subgraph.

    Returns:
        Their indices in ``subgraph.edges``, and an ``(m, 2)`` array of the node indices of their
        ends.
    """
    place = {node.key: i for i, node in enumerate(subgraph.nodes)}
    edges = [
        i
        for i, edge in enumerate(subgraph.edges)
        if edge.source in place and edge.target in place and edge.source != edge.target
    ]
    pairs = [(place[subgraph.edges[i].source], place[subgraph.edges[i].target]) for i in edges]
    return edges, np.array(pairs, dtype=np.int64).reshape(-1, 2)


def _check(subgraph: Subgraph) -> None:
    nodes, edges = len(subgraph.nodes), len(subgraph.edges)
    if nodes == 0:
        raise InputError(
            "nothing to show: the answer has no nodes; change the parameters, or load a source"
        )
    if nodes > MAX_NODES or edges > MAX_EDGES:
        (label, most), *_ = Counter(node.label for node in subgraph.nodes).most_common(1)
        raise InputError(
            f"too large for one page: {nodes:,} nodes and {edges:,} edges, the maximum is "
            f"{MAX_NODES:,} and {MAX_EDGES:,}; most are {label} ({most:,}); use a "
            "smaller `limit`, a larger `least`, or a question about one topic, paper, author or "
            "organization"
        )


def _weight(node: Node, degree: int) -> float:
    """Rate importance, about 0 to 6, by degree and, if known, stars or upvotes."""
    extra = 0.0
    if node.label == "Repository":
        extra = 0.25 * math.log10(1 + _number(node.properties.get("stars")))
    elif node.label == "Paper":
        extra = 0.5 * math.log10(1 + _number(node.properties.get("upvotes")))
        extra -= 0.5 if node.properties.get("stub") else 0.0
        return round(max(0.0, 0.3 * math.log2(1 + degree) + extra), 2)
    return round(max(0.0, 0.55 * math.log2(max(1, degree)) + extra), 2)


def _number(value: object) -> float:
    """Return a positive number as it is, and anything else as 0."""
    return float(value) if isinstance(value, (int, float)) and value > 0 else 0.0


def _name(node: Node) -> str:
    if node.label == "Repository" and node.properties.get("owner") and node.properties.get("name"):
        return f"{node.properties['owner']}/{node.properties['name']}"
    for key in _NAMES:
        value = node.properties.get(key)
        if isinstance(value, datetime.date):
            return f"{node.properties.get('kind') or node.label} {value.isoformat()}"
        if value:
            return f"{mark(node.properties)}{' '.join(str(value).split())}"
    return f"{mark(node.properties)}{node.id}"


# A dataset or a system is weaker evidence for the theme of a paper than a concept.
_THEMES = {"dataset": 0.3, "system": 0.3, "field": 0.5}


def _themes(found: Content) -> NDArray[np.float64]:
    """Return the strength of each edge as evidence for a common theme, 0 for none."""
    nodes, edges = found.subgraph.nodes, found.subgraph.edges
    strength = np.zeros(len(found.edges))
    for i, (edge, end) in enumerate(zip(found.edges, found.pairs[:, 1].tolist(), strict=True)):
        link = edges[edge]
        if link.type == "HAS_TOPIC":
            kind = nodes[end].properties.get("kind")
            score = _number(link.properties.get("score")) or 1.0
            strength[i] = score * _THEMES.get(kind, 1.0) if isinstance(kind, str) else score
        elif link.type == "CITES":
            strength[i] = 1.0
    return strength
