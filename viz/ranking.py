"""Nodes, sizes and positions by rank, for a subgraph that draws an answer."""

import re
from collections import Counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from citegraph.graph.subgraph import Subgraph
from citegraph.viz import layout

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_ID = re.compile(r"id|\w+Id")
# Connecting nodes of a kind; more are drawn as one line a pair. Papers that cite both, or that both
# cite, are a count on a line.
_FOLD_ABOVE = {"Author": 12, "Paper": 0}
_FOLD_OTHERS_ABOVE = 30
_INNER, _OUTER = 0.42, 1.0  # radius of the first and the last of an answer
_PARTNERS = 2  # of each node of an answer, drawn with a line
_FEW = 6  # answers; fewer are closer to each other
_SPACE = 64.0  # arc between two ranked nodes, in units of the layout
_ROW = 44.0  # height of a ranked node between two subjects
_WIDTH = 0.8  # ratio of the width of the space between two subjects to its height
_STEP = 120.0  # distance of two nodes of a path from left to right
_MARK = 0.02  # least radius of a mark with a rank, which has to be readable, by the width of all
_NAME = 40.0  # radius of the space around the name of a line
_SHORT = 2  # nodes; a path has more


def row_nodes(subgraph: Subgraph) -> list[list[int]]:
    """Return the nodes that each row of the answer identifies, in the order of its columns."""
    answer = subgraph.answer
    if answer is None:
        return []
    place: dict[Any, int] = {}
    for i, node in enumerate(subgraph.nodes):
        place.setdefault(node.id, i)
    columns = [c for c, (name, _) in enumerate(answer.columns) if _ID.fullmatch(name)]
    return [
        list(dict.fromkeys(place[row[c]] for c in columns if row[c] in place))
        for row in answer.rows
    ]


def score_column(subgraph: Subgraph) -> int | None:
    """Return the first column of numbers that never increase from row to row, if there is one."""
    answer = subgraph.answer
    if answer is None:
        return None
    for c in range(len(answer.columns)):
        values = [row[c] for row in answer.rows]
        if not all(isinstance(v, (int, float)) and not isinstance(v, bool) for v in values):
            continue
        if len(set(values)) > 1 and values[-1] >= 0 and values == sorted(values, reverse=True):
            return c
    return None


def shares(subgraph: Subgraph, rows: list[list[int]]) -> dict[int, float]:
    """Rate the first node of each row: its score divided by the best, or by rank without scores.

    Returns:
        A value above 0, at most 1, by node.
    """
    answer = subgraph.answer
    if answer is None:
        return {}
    column = score_column(subgraph)
    best = float(answer.rows[0][column]) if column is not None else 0.0
    found: dict[int, float] = {}
    for rank, (row, nodes) in enumerate(zip(answer.rows, rows, strict=True)):
        if not nodes or subgraph.nodes[nodes[0]].key in subgraph.seeds:
            continue
        share = float(row[column]) / best if column is not None else 1 - rank / len(rows)
        found.setdefault(nodes[0], max(0.02, share))
    return found


def row_pairs(subgraph: Subgraph, pairs: Ints, rows: list[list[int]]) -> list[tuple[int, int]]:
    """Return the pairs of nodes of the answer that are drawn with a line for what they share.

    If every row names a pair that nodes in between connect, these are the pairs. If every row
    names one author, topic or other node that papers connect, each is paired with the two that it
    shares most with, relative to the number of its neighbors (cosine). An answer about given nodes,
    or with nodes of different kinds, has no such pairs.
    """
    if subgraph.seeds or not rows or len({len(row) for row in rows}) != 1:
        return []
    near: dict[int, set[int]] = {i: set() for row in rows for i in row}
    for a, b in pairs.tolist():
        for one, other in ((a, b), (b, a)):
            if one in near and other not in near:
                near[one].add(other)
    labels = {subgraph.nodes[i].label for i in near}
    if len(labels) != 1 or len(rows[0]) not in (1, 2):
        return []
    if len(rows[0]) == 1:
        return _nearest(near) if labels != {"Paper"} else []
    found = [(a, b) for a, b in rows]
    return found if all(near[a] & near[b] for a, b in found) else []


def _nearest(near: dict[int, set[int]]) -> list[tuple[int, int]]:
    """Pair each node with the two that it shares most neighbors with, at least two."""
    at: dict[int, list[int]] = {}
    for a, own in near.items():
        for other in own:
            at.setdefault(other, []).append(a)
    found: dict[tuple[int, int], None] = {}
    for a, own in near.items():
        shared = [
            (count / (len(own) * len(near[b])) ** 0.5, b)
            for b, count in Counter(b for other in own for b in at[other]).items()
            if b != a and count > 1
        ]
        for _, b in sorted(shared, key=lambda one: (-one[0], one[1]))[:_PARTNERS]:
            found[min(a, b), max(a, b)] = None
    return list(found)


def folded(
    subgraph: Subgraph, pairs: Ints, ranked: dict[int, float], couples: list[tuple[int, int]]
) -> set[int]:
    """Return the connecting nodes that are too many to be drawn one by one.

    Args:
        subgraph: What is drawn.
        pairs: ``(m, 2)`` node indices of both ends of each edge.
        ranked: Rating of each answer.
        couples: The result of :func:`row_pairs`.
    """
    near: dict[int, set[int]] = {}
    for a, b in pairs.tolist():
        near.setdefault(a, set()).add(b)
        near.setdefault(b, set()).add(a)
    if couples:
        ends = {i for couple in couples for i in couple} | ranked.keys()
        others = set(range(len(subgraph.nodes))) - ends
        joined = [near.get(i, set()) for i in others]
        between = sum(len(ends & one) > 1 for one in joined)
        return others if between > _FOLD_OTHERS_ABOVE else set()
    if not subgraph.seeds or not ranked:
        return set()
    kept = {i for i, node in enumerate(subgraph.nodes) if node.key in subgraph.seeds}
    kept |= ranked.keys()
    middle: dict[str, set[int]] = {}
    for i in near.keys() - kept:
        middle.setdefault(subgraph.nodes[i].label, set()).add(i)
    many = {
        i
        for label, nodes in middle.items()
        if len(nodes) > _FOLD_ABOVE.get(label, _FOLD_OTHERS_ABOVE)
        for i in nodes
    }
    return many | _loose(near, kept, ranked, many)


def _loose(
    near: dict[int, set[int]], kept: set[int], ranked: dict[int, float], many: set[int]
) -> set[int]:
    """Return the nodes that lead to no answer once the nodes of ``many`` are folded.

    An example is a narrower topic of which all papers are folded.
    """
    reached = set(ranked)
    edge = list(ranked)
    while edge:
        for i in near.get(edge.pop(), set()) - reached - kept - many:
            reached.add(i)
            edge.append(i)
    return near.keys() - reached - kept - many


def coupled(
    couples: list[tuple[int, int]], ranked: dict[int, float], pairs: Ints, radii: Floats, seed: int
) -> Floats:
    """Lay out the answer by the pairs of :func:`row_pairs` alone, other nodes between them.

    Returns:
        ``(n, 2)`` coordinates around 0.
    """
    ends = np.unique([*ranked, *(i for couple in couples for i in couple)])
    inner = np.searchsorted(ends, couples)
    name = len(ends) + np.arange(len(couples))  # the name of each line is laid out as a node
    lines = np.concatenate([np.column_stack((inner[:, side], name)) for side in (0, 1)])
    # a node in the middle, as the layout gives the parts of a graph little space
    alone = np.setdiff1d(np.arange(len(ends)), inner)
    first = np.concatenate((inner[:, 0], alone))
    middle = np.column_stack((first, np.full(len(first), len(ends) + len(couples))))
    lines = np.concatenate((lines, middle))
    space = np.concatenate((radii[ends], np.full(len(couples) + 1, _NAME)))
    place = np.zeros((len(radii), 2))
    found = layout.positions(len(space), lines, seed, radii=space)[: len(ends)]
    apart = np.maximum(radii[ends], _MARK * np.ptp(found, axis=0).max())
    place[ends] = layout.separate(found, apart, np.random.default_rng(seed))
    fixed = np.zeros(len(radii), dtype=bool)
    fixed[ends] = True
    return _between(place, pairs, fixed)


def chain(n: int, pairs: Ints, start: int) -> list[int]:
    """Return the nodes of a graph that is one path from ``start``, in order; else an empty list."""
    near: dict[int, list[int]] = {}
    for a, b in pairs.tolist():
        near.setdefault(a, []).append(b)
        near.setdefault(b, []).append(a)
    order, last = [start], -1
    while following := [i for i in near.get(order[-1], ()) if i != last]:
        if len(following) > 1 or following[0] in order:
            return []
        last = order[-1]
        order.append(following[0])
    return order if len(order) == n > _SHORT else []


def along(order: list[int]) -> Floats:
    """Place the nodes of a path in even steps from left to right, alternately high and low.

    Two lines leave twice the room for names.
    """
    place = np.zeros((len(order), 2))
    step = np.arange(len(order))
    place[order] = np.column_stack((_STEP * step, np.where(step % 2, _STEP, 0) / 2))
    place -= place.mean(axis=0)
    return place


def between(
    pairs: Ints, seeds: list[int], ranked: dict[int, float], radii: Floats, hidden: set[int]
) -> Floats:
    """Place two subjects left and right, the answer between them from top to bottom by rank.

    A node of the answer is nearer to the subject that it has more connections with, over an edge or
    a node in between. For the arguments see :func:`positions`.
    """
    n = len(radii)
    near: list[set[int]] = [set() for _ in range(n)]
    for a, b in pairs.tolist():
        near[a].add(b)
        near[b].add(a)
    place = np.zeros((n, 2))
    half = max(4.0, len(ranked) / 2) * _ROW
    for i, side in zip(seeds, (-1, 1), strict=True):
        place[i, 0] = side * _WIDTH * half
    for rank, i in enumerate(ranked):
        ties = [len(near[i] & near[j]) + (j in near[i]) for j in seeds]
        share = (ties[1] - ties[0]) / max(1, sum(ties))
        place[i] = 0.6 * _WIDTH * half * share, 2 * half * ((rank + 0.5) / len(ranked) - 0.5)
    fixed = np.zeros(n, dtype=bool)
    fixed[[*seeds, *ranked]] = True
    return _separate(_between(place, pairs, fixed), radii, hidden)


def positions(
    force: Floats,
    pairs: Ints,
    seeds: list[int],
    ranked: dict[int, float],
    radii: Floats,
    hidden: set[int],
) -> Floats:
    """Place the subjects in the center, the answer around them, better ones closer.

    The angles keep the order that the force-directed layout found, so that answers that share
    nodes are next to each other. Several subjects form a ring, each toward its own answers. All
    other nodes lie between the nodes that they connect.

    Args:
        force: ``(n, 2)`` positions of the force-directed layout.
        pairs: ``(m, 2)`` node indices of both ends of each edge.
        seeds: Nodes in the center.
        ranked: Rating of each answer, at most 1.
        radii: ``(n,)`` radius of each node's mark.
        hidden: Nodes that are not drawn at first and need no space between the others.

    Returns:
        ``(n, 2)`` coordinates around 0.
    """
    place = np.zeros_like(force)
    gap = force - force[seeds].mean(axis=0)
    order = sorted(ranked, key=lambda i: float(np.arctan2(gap[i, 1], gap[i, 0])))
    inner = len(seeds) * _SPACE / (2 * np.pi) if len(seeds) > 1 else 0.0  # radius of the subjects
    reach = max(320.0, len(order) * _SPACE / (2 * np.pi * 0.7), (inner + 2 * _SPACE) / _INNER)
    low = min(ranked.values())
    wide = (_OUTER - _INNER) * min(1.0, len(order) / _FEW)
    for turn, i in enumerate(order):
        angle = 2 * np.pi * turn / len(order) - np.pi / 2
        far = (1 - ranked[i]) / (1 - low) if low < 1 else 0.0
        far = reach * (_INNER + wide * far)
        place[i] = far * np.array([1.25 * np.cos(angle), np.sin(angle)])
    fixed = np.zeros(len(force), dtype=bool)
    fixed[order] = True
    between = _between(place, pairs, fixed)
    for i, angle in zip(*_ring(between, pairs, seeds), strict=True):
        place[i] = inner * np.array([1.25 * np.cos(angle), np.sin(angle)])
    fixed[seeds] = True
    return _separate(_between(place, pairs, fixed), radii, hidden)


def _separate(place: Floats, radii: Floats, hidden: set[int]) -> Floats:
    """Move overlapping marks apart, those of hidden nodes on their own."""
    unseen = np.isin(np.arange(len(place)), list(hidden))
    for some in (unseen, ~unseen):
        if some.any():
            place[some] = layout.separate(place[some], radii[some], np.random.default_rng(0))
    return place


def _between(place: Floats, pairs: Ints, fixed: NDArray[np.bool_]) -> Floats:
    """Place all nodes but the fixed ones between the fixed nodes that they have edges with."""
    total, count = layout.sums_of_neighbors(place, pairs, ~fixed, fixed)
    found = 0.9 * total / count
    found[fixed] = place[fixed]
    return found


def _ring(place: Floats, pairs: Ints, seeds: list[int]) -> tuple[list[int], list[float]]:
    """Order subjects on a ring by the direction of the nodes around that they have edges with.

    Returns:
        The subjects in order, and their angles, evenly spaced.
    """
    every = np.ones(len(place), bool)
    toward, _ = layout.sums_of_neighbors(place, pairs, every, every)
    angle = np.arctan2(toward[:, 1], toward[:, 0])
    order = sorted(seeds, key=lambda i: (float(angle[i]), i))
    even = 2 * np.pi * np.arange(len(order)) / len(order)
    turn = np.angle(np.exp(1j * (angle[order] - even)).sum())  # the mean of the differences
    return order, (even + turn).tolist()
