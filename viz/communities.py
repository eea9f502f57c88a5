"""Communities of a graph: groups of nodes with more edges inside than between."""

import numpy as np
from numpy.typing import NDArray

from citegraph.graph.leiden import partition

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
_ROUNDS = 12  # edges from a node with a community within which a node may join it


def communities(
    n: int, edges: Ints, seed: int = 0, *, weight: Floats | None = None, most: int = 24
) -> Ints:
    """Find communities by modularity (V. A. Traag et al., "From Louvain to Leiden", 2019).

    Args:
        n: Number of nodes.
        edges: ``(m, 2)`` node indices of both ends of each edge.
        seed: Random seed; the same seed gives the same communities.
        weight: ``(m,)`` strength of each edge; default 1.
        most: Maximum number of communities; a smaller one joins the one that it has the most
            edges with.

    Returns:
        ``(n,)`` community of each node, 0 for the largest, -1 for none.
    """
    result = np.full(n, -1, dtype=np.int64)
    if len(edges) == 0:
        return result
    degree = np.maximum(np.bincount(edges.ravel(), minlength=n), 1)
    # An edge at a hub is weak evidence that its ends belong together.
    strength = 1.0 / np.sqrt(np.maximum(degree[edges[:, 0]], degree[edges[:, 1]]))
    if weight is not None:
        strength = strength * weight
    triples = [
        (str(a), str(b), w)
        for a, b, w in zip(
            edges[:, 0].tolist(), edges[:, 1].tolist(), strength.tolist(), strict=True
        )
    ]
    found = partition(triples, seed)
    label = np.full(n, -1, dtype=np.int64)
    for node, group in found.items():
        label[int(node)] = group
    size = np.bincount(label[label >= 0])
    least = max(5, n // 70)
    order = np.argsort(-size, kind="stable")
    kept = [group for group in order[:most] if size[group] >= least]
    for rank, group in enumerate(kept):
        result[label == group] = rank
    if not kept:
        return result
    link = np.zeros((len(size), len(kept)))
    for one, other in ((0, 1), (1, 0)):
        to = result[edges[:, other]]
        known = (to >= 0) & (label[edges[:, one]] >= 0)
        np.add.at(link, (label[edges[known, one]], to[known]), strength[known])
    for group in range(len(size)):
        if group not in kept and link[group].any():
            result[label == group] = int(link[group].argmax())
    return result


def joined(group: Ints, edges: Ints) -> Ints:
    """Let nodes without a community join the one of most of their neighbors, nearer ones first."""
    group = group.copy()
    count = int(group.max(initial=-1)) + 1
    for _ in range(_ROUNDS if count else 0):
        votes = np.zeros((len(group), count))
        for one, other in ((0, 1), (1, 0)):
            voting = (group[edges[:, one]] < 0) & (group[edges[:, other]] >= 0)
            np.add.at(votes, (edges[voting, one], group[edges[voting, other]]), 1)
        alone = votes.any(axis=1)
        if not alone.any():
            break
        group[alone] = votes[alone].argmax(axis=1)
    return group
