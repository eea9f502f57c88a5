"""Similarities of texts as columns: neighbors as differences of node numbers, integer scores."""

from collections import defaultdict
from dataclasses import replace
from typing import Any

from citegraph.graph.subgraph import Subgraph

__all__ = ["by_similarity", "similarities"]

# Steps of a similarity from 0 to 1: as exact as stored, or fewer on a page of many pairs, which
# exchanges papers whose scores differ by less than 0.001.
_EXACT, _FEWER = 10_000, 2_000
_MANY = 20_000


def similarities(subgraph: Subgraph) -> dict[str, Any]:
    """Return the pairs of similar papers, each at the paper of the smaller number.

    Returns:
        ``unit``: number that means 1; ``steps``: for each node up to the last with a pair, the
        other papers as differences of increasing numbers; ``there``: similarity to each of them;
        ``back``: what has to be added for the similarity in the other direction.
    """
    place = {node.key: i for i, node in enumerate(subgraph.nodes)}
    unit = _EXACT if len(subgraph.similar) <= _MANY else _FEWER
    pairs: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for start, end, forth, reverse in subgraph.similar:
        a, b, scores = place[start], place[end], (round(forth * unit), round(reverse * unit))
        pairs[min(a, b)].append((max(a, b), *(scores if a < b else scores[::-1])))
    steps: list[list[int]] = []
    there: list[int] = []
    back: list[int] = []
    for a in range(max(pairs, default=-1) + 1):
        last, gaps = a, []
        for b, to, fro in sorted(pairs.get(a, ())):
            gaps.append(b - last)
            last = b
            there.append(to)
            back.append(fro - to)
        steps.append(gaps)
    return {"unit": unit, "steps": steps, "there": there, "back": back}


def by_similarity(subgraph: Subgraph) -> Subgraph:
    """Order the papers so that similar ones follow each other, the other nodes after them.

    Texts that share words then are in the same blocks of the page, which makes it smaller.
    """
    near: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for start, end, forth, reverse in subgraph.similar:
        near[start].append((forth + reverse, end))
        near[end].append((forth + reverse, start))
    for found in near.values():
        found.sort()
    order: dict[str, None] = {}
    for node in subgraph.nodes:
        waiting = [node.key] if node.key in near else []
        while waiting:  # depth first, the most similar first
            key = waiting.pop()
            if key not in order:
                order[key] = None
                waiting += [other for _, other in near[key] if other not in order]
    place = {key: i for i, key in enumerate(order)}
    last = len(place)
    nodes = sorted(subgraph.nodes, key=lambda node: place.get(node.key, last))
    return replace(subgraph, nodes=tuple(nodes))
