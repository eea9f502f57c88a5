"""Compute a measure of every node of a network: citations, co-authors or topics.

The network is read into memory. Authors of a paper, and topics of a paper, are linked with the
weight 1 / (k - 1) for k of them, so that a long list does not outweigh the others (Newman 2001).
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from itertools import combinations
from typing import TYPE_CHECKING, Any

from citegraph.graph.errors import QueryError
from citegraph.graph.leiden import partition
from citegraph.graph.schema import known_names, node_type
from citegraph.queries import coverage, lexer
from citegraph.queries.answer import Answer

if TYPE_CHECKING:
    import networkx as nx

Found = tuple[Mapping[str, float], str]  # value of each node, and how it was computed

if TYPE_CHECKING:
    from citegraph.graph.store import Store

__all__ = ["MEASURES", "NETWORKS", "measure"]

MOST = 50  # authors or topics of a paper; more would link everyone with everyone
DAMPING = 0.85  # of PageRank
WORK = 4_000_000  # edges that the sample for betweenness may visit
BATCH = 5000  # rows of a write
SEED = 0
COLUMNS = ["rank", "id", "name", "value"]
NEEDS = {"citations": "references", "coauthors": "authors", "topics": "topics"}
NETWORKS = {"citations": "Paper", "coauthors": "Author", "topics": "Topic"}


def measure(
    store: "Store", name: str, network: str, *, limit: int = 20, write: str | None = None
) -> Answer:
    """Compute a measure of every node of a network.

    Args:
        store: the graph.
        name: one of :data:`MEASURES`.
        network: one of :data:`NETWORKS`.
        limit: maximum rows to return; all values are written.
        write: property to write the values to; it must not be one of the schema.

    Returns:
        The nodes with the largest values; of ``main-path``, the path from the earliest paper.

    Raises:
        QueryError: the measure is not defined on the network, or the property is not allowed.
    """
    label = NETWORKS[network]
    if write is not None and (write in known_names(node_type(label)) or not write.isidentifier()):
        suggested = "my_" + name.replace("-", "_")
        raise QueryError(
            f"cannot write to {write!r}; use a new name of letters, such as {suggested}"
        )
    if name == "main-path" and network != "citations":
        raise QueryError("main-path needs the network of citations")
    graph = _graph(store, network)
    if not graph:
        [lacking] = coverage.recent(store, NEEDS[network])
        return Answer(COLUMNS, note=lacking.advice(), unknown=lacking.unknown())
    values, how = MEASURES[name](graph)
    ordered = _ordered(name, graph, values)
    if write is not None:
        _write(store, label, write, values)
    names = _names(store, label, ordered[:limit])
    rows = [
        {"rank": rank, "id": id, "name": names.get(id), "value": values[id]}
        for rank, id in enumerate(ordered[:limit], 1)
    ]
    note = f"{len(graph):,} nodes and {graph.number_of_edges():,} edges; {how}"
    if write is not None:
        note += f"; written to {label}.{write} of {len(values):,} nodes"
    return Answer(COLUMNS, rows, note)


def _ordered(name: str, graph: "nx.Graph[str]", values: Mapping[str, float]) -> list[str]:
    """Return the nodes in the order of the answer."""
    if name == "main-path":
        return list(values)
    if name != "communities":
        return sorted(values, key=lambda node: (-values[node], node))
    # The best connected node of each community, then the second of each, ...
    places: dict[float, int] = defaultdict(int)
    place: dict[str, int] = {}
    for node in sorted(values, key=lambda node: (-graph.degree(node), node)):
        place[node] = places[values[node]]
        places[values[node]] += 1
    return sorted(values, key=lambda node: (place[node], values[node]))


@cache
def _statements() -> dict[str, str]:
    source = files("citegraph.queries").joinpath("networks.cypher").read_text("utf-8")
    found = {}
    for statement in lexer.statements(source):
        [*_, head] = [line for line in statement.splitlines() if line.startswith("//")]
        found[head.removeprefix("// ").split()[0].rstrip(":")] = statement
    return found


def _graph(store: "Store", network: str) -> "nx.DiGraph[str] | nx.Graph[str]":
    import networkx as nx  # noqa: PLC0415 - takes half a second to import

    directed = network == "citations"
    graph: nx.Graph[str] = nx.DiGraph() if directed else nx.Graph()
    weights: dict[tuple[str, str], float] = defaultdict(float)
    rows = store.read(_statements()[network], {"most": MOST}, timeout=None).rows
    for row in rows:
        ids = row["ids"] if directed else sorted(row["ids"])
        for pair in combinations(ids, 2):
            weights[pair] += 1 / (len(ids) - 1)
    graph.add_weighted_edges_from((a, b, weight) for (a, b), weight in sorted(weights.items()))
    return graph


def _pagerank(graph: "nx.Graph[str]") -> Found:
    import numpy as np  # noqa: PLC0415 - as above

    nodes = list(graph)
    place = {node: i for i, node in enumerate(nodes)}
    edges: list[tuple[int, int, float]] = [
        (place[a], place[b], graph[a][b]["weight"]) for a, b in graph.edges
    ]
    if not graph.is_directed():
        edges += [(b, a, weight) for a, b, weight in edges]
    start = np.array([a for a, _, _ in edges])
    end = np.array([b for _, b, _ in edges])
    weight = np.array([w for _, _, w in edges])
    out = np.bincount(start, weight, len(nodes))
    share = weight / out[start]
    rank = np.full(len(nodes), 1 / len(nodes))
    for _ in range(200):
        dangling = rank[out == 0].sum() / len(nodes)
        spread = np.bincount(end, rank[start] * share, len(nodes))
        new = (1 - DAMPING) / len(nodes) + DAMPING * (spread + dangling)
        if np.abs(new - rank).sum() < 1e-10:
            break
        rank = new
    found = {node: round(float(value), 9) for node, value in zip(nodes, new, strict=True)}
    return found, "PageRank with damping 0.85 (Brin and Page 1998)"


def _betweenness(graph: "nx.Graph[str]") -> Found:
    import networkx as nx  # noqa: PLC0415 - as above

    pivots = max(10, min(len(graph), WORK // max(1, graph.number_of_edges())))
    sampled = pivots < len(graph)
    found = nx.betweenness_centrality(graph, k=pivots if sampled else None, seed=SEED)
    how = "betweenness (Brandes 2001)"
    if sampled:
        how += f", estimated from {pivots:,} of {len(graph):,} nodes (Brandes and Pich 2007)"
    return {node: round(value, 9) for node, value in found.items()}, how


def _k_core(graph: "nx.Graph[str]") -> Found:
    import networkx as nx  # noqa: PLC0415 - as above

    found = nx.core_number(nx.Graph(graph))
    return dict(found), "largest k of a k-core that contains the node (Batagelj and Zaversnik 2003)"


def _communities(graph: "nx.Graph[str]") -> Found:
    groups = partition(((a, b, float(graph[a][b]["weight"])) for a, b in graph.edges), SEED)
    members: dict[int, list[str]] = defaultdict(list)
    for node, group in groups.items():
        members[group].append(node)
    ordered = sorted(members.values(), key=lambda nodes: (-len(nodes), min(nodes)))
    found = {node: number for number, nodes in enumerate(ordered, 1) for node in nodes}
    return found, f"{len(ordered):,} communities, 1 is the largest (Leiden, Traag et al. 2019)"


def _main_path(graph: "nx.Graph[str]") -> Found:
    """Return the path of citations with the largest sum of search path counts."""
    import networkx as nx  # noqa: PLC0415 - as above

    # From the cited to the citing paper. Papers that cite each other are in one component.
    dag: nx.DiGraph[str] = nx.DiGraph((b, a) for a, b in graph.edges)
    component = {
        n: i for i, nodes in enumerate(nx.strongly_connected_components(dag)) for n in nodes
    }
    mutual = [(a, b) for a, b in dag.edges if component[a] == component[b]]
    dag.remove_edges_from(mutual)
    order = list(nx.lexicographical_topological_sort(dag))
    before = _paths(order, dag.predecessors)
    after = _paths(reversed(order), dag.successors)
    best: dict[str, tuple[int, str | None]] = {}
    for node in order:
        best[node] = max(
            ((best[p][0] + before[p] * after[node], p) for p in dag.predecessors(node)),
            default=(0, None),
            key=lambda way: (way[0], way[1] or ""),
        )
    last: str | None = max(order, key=lambda node: (best[node][0], node))
    path: list[str] = []
    while last is not None:
        path.append(last)
        last = best[last][1]
    values = {node: before[node] * after[node] for node in reversed(path)}
    how = "global main path by search path counts (Batagelj 2003), the earliest paper first"
    left = f"; {len(mutual):,} citations in cycles are left out" if mutual else ""
    return values, how + left


def _paths(
    order: "Iterator[str] | list[str]", neighbors: Callable[[str], Iterator[str]]
) -> dict[str, int]:
    """Return the number of paths from a source (or to a sink) to each node."""
    found: dict[str, int] = {}
    for node in order:
        found[node] = sum(found[n] for n in neighbors(node)) or 1
    return found


MEASURES: dict[str, Callable[["nx.Graph[str]"], Found]] = {
    "pagerank": _pagerank,
    "betweenness": _betweenness,
    "k-core": _k_core,
    "communities": _communities,
    "main-path": _main_path,
}


def _names(store: "Store", label: str, ids: list[str]) -> dict[str, Any]:
    statement = _statements()["names"].replace(":Label ", f":{label} ")
    return {row["id"]: row["name"] for row in store.read(statement, {"ids": ids}).rows}


def _write(store: "Store", label: str, name: str, values: Mapping[str, float]) -> None:
    statement = (
        _statements()["write"].replace(":Label ", f":{label} ").replace("`name`", f"`{name}`")
    )
    rows = [{"id": id, "value": value} for id, value in values.items()]
    for begin in range(0, len(rows), BATCH):
        store.write(statement, {"rows": rows[begin : begin + BATCH]})
