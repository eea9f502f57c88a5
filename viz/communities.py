"""Communities of a graph: groups of nodes with more edges inside than between."""

import numpy as np
from numpy.typing import NDArray

from citegraph.graph.leiden import partition

__all__ = ["communities"]

Ints = NDArray[np.int64]


def communities(n: int, edges: Ints, seed: int = 0, *, most: int = 24) -> Ints:
    """Find communities by modularity (V. A. Traag et al., "From Louvain to Leiden", 2019).

    Args:
        n: Number of nodes.
        edges: ``(m, 2)`` node indices of both ends of each edge.
        seed: Random seed; the same seed gives the same communities.
        most: Maximum number of communities; the nodes of smaller ones get -1.

    Returns:
        ``(n,)`` community of each node, 0 for the largest, -1 for none.
    """
    result = np.full(n, -1, dtype=np.int64)
    if len(edges) == 0:
        return result
    degree = np.maximum(np.bincount(edges.ravel(), minlength=n), 1)
    # An edge at a hub is weak evidence that its ends belong together.
    weight = 1.0 / np.sqrt(np.maximum(degree[edges[:, 0]], degree[edges[:, 1]]))
    triples = [
        (str(a), str(b), float(w)) for a, b, w in zip(edges[:, 0], edges[:, 1], weight, strict=True)
    ]
    found = partition(triples, seed)
    label = np.full(n, -1, dtype=np.int64)
    for node, group in found.items():
        label[int(node)] = group
    size = np.bincount(label[label >= 0])
    least = max(5, n // 200)
    for rank, group in enumerate(np.argsort(-size, kind="stable")[:most]):
        if size[group] >= least:
            result[label == group] = rank
    return result
