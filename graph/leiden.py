"""Partition a network with the Leiden algorithm (Traag, Waltman and van Eck 2019)."""

from collections.abc import Iterable


def partition(edges: Iterable[tuple[str, str, float]], seed: int) -> dict[str, int]:
    """Return the community of each node that has an edge, for the modularity of the network.

    Args:
        edges: two nodes and the weight of the edge between them, above 0.
        seed: equal seeds and edges give equal communities.
    """
    from graspologic_native import leiden  # noqa: PLC0415 - few commands need it

    communities: dict[str, int]
    _, communities = leiden(
        edges=list(edges),
        resolution=1.0,
        randomness=0.001,
        iterations=2,
        use_modularity=True,
        seed=seed,
        trials=1,
    )
    return communities
