"""Nodes, sizes and positions by rank, for a subgraph that draws an answer."""

import re
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
_SPACE = 64.0  # arc between two ranked nodes, in units of the layout


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


def folded(subgraph: Subgraph, pairs: Ints, ranked: dict[int, float]) -> set[int]:
    """Return the connecting nodes that are too many to be drawn one by one."""
    if not subgraph.seeds or not ranked:
        return set()
    kept = {i for i, node in enumerate(subgraph.nodes) if node.key in subgraph.seeds}
    kept |= ranked.keys()
    middle: dict[str, set[int]] = {}
    for pair in pairs.tolist():
        for i in set(pair) - kept:
            middle.setdefault(subgraph.nodes[i].label, set()).add(i)
    return {
        i
        for label, nodes in middle.items()
        if len(nodes) > _FOLD_ABOVE.get(label, _FOLD_OTHERS_ABOVE)
        for i in nodes
    }


def positions(
    force: Floats, pairs: Ints, seeds: list[int], ranked: dict[int, float], radii: Floats
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

    Returns:
        ``(n, 2)`` coordinates around 0.
    """
    place = np.zeros_like(force)
    gap = force - force[seeds].mean(axis=0)
    order = sorted(ranked, key=lambda i: float(np.arctan2(gap[i, 1], gap[i, 0])))
    inner = len(seeds) * _SPACE / (2 * np.pi) if len(seeds) > 1 else 0.0  # radius of the subjects
    reach = max(320.0, len(order) * _SPACE / (2 * np.pi * 0.7), (inner + 2 * _SPACE) / _INNER)
    low = min(ranked.values())
    for turn, i in enumerate(order):
        angle = 2 * np.pi * turn / len(order) - np.pi / 2
        far = (1 - ranked[i]) / (1 - low) if low < 1 else 0.0
        far = reach * (_INNER + (_OUTER - _INNER) * far)
        place[i] = far * np.array([1.25 * np.cos(angle), np.sin(angle)])
    fixed = np.zeros(len(force), dtype=bool)
    fixed[order] = True
    between = _between(place, pairs, fixed)
    for i, angle in zip(*_ring(between, pairs, seeds), strict=True):
        place[i] = inner * np.array([1.25 * np.cos(angle), np.sin(angle)])
    fixed[seeds] = True
    place = _between(place, pairs, fixed)
    return layout.separate(place, radii, np.random.default_rng(0))


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
