"""Compute a measure of every node of a network: citations, co-authors or topics.

The network is read into memory. Authors of a paper, and topics of a paper, are linked with the
weight 1 / (k - 1) for k of them, so that a long list does not outweigh the others (Newman 2001).
A k-core of authors or topics is computed on pairs with two papers in common: otherwise the core of
the largest k is the longest author list of a single paper.
"""

import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, Any

from citegraph.graph.errors import QueryError
from citegraph.graph.leiden import partition
from citegraph.graph.schema import known_names, node_type
from citegraph.queries import coverage, lexer, naming
from citegraph.queries.answer import Answer

if TYPE_CHECKING:
    import networkx as nx
    import numpy as np
    import numpy.typing as npt

    from citegraph.graph.store import Store

MOST = 50  # authors or topics of a paper; more would link everyone with everyone
DAMPING = 0.85  # of PageRank
WORK = 200_000_000  # edges that the sample for betweenness may visit
BATCH = 5000  # rows of a write
SEED = 0
MEMBERS = 5  # of a community, in the answer
COLUMNS = ["rank", "id", "name", "value"]
NETWORKS = {"citations": "Paper", "coauthors": "Author", "topics": "Topic"}
NEEDS = {"citations": "references", "coauthors": "authors", "topics": "topics"}
# Further columns: the age of a paper, and what the identity of an author rests on.
ABOUT = {
    "citations": ["published"],
    "coauthors": ["papers", "basis", "confidence"],
    "topics": ["papers"],
}
_COUNTED = {
    "citations": ("papers", "citations"),
    "coauthors": ("authors", "pairs"),
    "topics": ("topics", "pairs"),
}
_NONE = {
    "citations": "none of them cites a loaded paper; load the papers that they cite",
    "coauthors": "no two authors have enough papers in common",
    "topics": "no two topics have enough papers in common",
}


@dataclass(slots=True)
class Found:
    """The value of each node, in the order of the answer, and how it was computed."""

    values: Mapping[str, float]
    how: str
    errors: Mapping[str, float] = field(default_factory=dict)  # standard errors, if estimated
    members: Mapping[str, list[str]] = field(default_factory=dict)  # of the community of a node


def measure(
    store: "Store",
    name: str,
    network: str,
    *,
    topic: str | None = None,
    limit: int = 20,
    least: int | None = None,
    write: str | None = None,
) -> Answer:
    """Compute a measure of every node of a network.

    Args:
        store: the graph.
        name: one of :data:`MEASURES`.
        network: one of :data:`NETWORKS`.
        topic: ID, name or alias of a topic, to read and count only papers on it or on a narrower
            one. A network of topics leaves it out, because all of these papers have it.
        limit: maximum rows to return; all values are written.
        least: minimum papers in common of two linked authors or topics; by default 1, and 2 for a
            k-core.
        write: property to write the values to; it must not be one of the schema.

    Returns:
        The nodes with the largest values; of ``main-path``, the path from the earliest paper; of
        ``communities``, a row each with its size and its best connected members.

    Raises:
        QueryError: the measure is not defined on the network, the property is not allowed, or no
            topic has this name.
    """
    label = NETWORKS[network]
    if write is not None and (write in known_names(node_type(label)) or not write.isidentifier()):
        suggested = "my_" + name.replace("-", "_")
        raise QueryError(
            f"cannot write to {write!r}; use a new name of letters, such as {suggested}"
        )
    if name == "main-path" and network != "citations":
        raise QueryError("main-path needs the network of citations")
    subjects = {} if topic is None else {"topic": naming.identify(store, "topic", topic)}
    if least is None:
        least = 2 if name == "k-core" else 1
    least = 1 if network == "citations" else least
    id = subjects["topic"].id if subjects else None
    on = _papers(store, id)
    graph = _graph(store, network, least, id, on)
    covered = coverage.measure(store, NEEDS[network])
    if not graph:
        if not covered.have:
            return Answer(COLUMNS, [], covered.advice(), covered.unknown(), subjects)
        return Answer(COLUMNS, note=f"0 rows: {covered}, but {_NONE[network]}", subjects=subjects)
    found = MEASURES[name](graph)
    if write is not None:
        _write(store, label, write, found.values)
    shown = [*(found.members or found.values)][:limit]
    wanted = {other for id in shown for other in found.members.get(id, [id])[:MEMBERS]}
    about = _about(store, network, sorted(wanted), on)
    columns = [*COLUMNS, *(["error"] if found.errors else []), *ABOUT[network]]
    if found.members:
        columns = [*COLUMNS, "size", "members"]
    rows = []
    for rank, id in enumerate(shown, 1):
        members = found.members.get(id, [])
        row = about[id] | {"rank": rank, "value": found.values[id], "error": found.errors.get(id)}
        row |= {"size": len(members), "members": [about[m]["name"] for m in members[:MEMBERS]]}
        rows.append({column: row[column] for column in columns})
    notes = [*_size(graph, network, least, on), str(covered), found.how]
    if limit < len(all := found.members or found.values):
        notes.append(f"first {limit:,} of {len(all):,} rows")
    if write is not None:
        notes.append(f"written to {label}.{write} of {len(found.values):,} nodes")
    return Answer(columns, rows, "; ".join(notes), subjects=subjects)


def _graph(
    store: "Store", network: str, least: int, topic: str | None, on: set[str] | None
) -> "nx.DiGraph[str] | nx.Graph[str]":
    import networkx as nx  # noqa: PLC0415 - takes half a second to import

    directed = network == "citations"
    graph: nx.Graph[str] = nx.DiGraph() if directed else nx.Graph()
    weights: dict[tuple[str, str], float] = defaultdict(float)
    common: dict[tuple[str, str], int] = defaultdict(int)
    rows = store.read(lexer.named("networks")[network], {"most": MOST}, timeout=None).rows
    if on is not None:
        rows = [row for row in rows if on.issuperset(row["papers"])]
    for row in rows:
        # the topic itself would be linked with all others
        ids = row["ids"] if directed else sorted(id for id in row["ids"] if id != topic)
        for pair in combinations(ids, 2):
            weights[pair] += 1 / (len(ids) - 1)
            common[pair] += 1
    graph.add_weighted_edges_from(
        (*pair, weight) for pair, weight in sorted(weights.items()) if common[pair] >= least
    )
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
    how = f"PageRank with damping {DAMPING} (Brin and Page 1998), the sum of all values is 1"
    return Found(_largest(graph, found), how)


def _largest(graph: "nx.Graph[str]", values: Mapping[str, float]) -> dict[str, float]:
    """Sort by value; of equal values, the node with the largest sum of weights comes first."""
    degrees: Mapping[str, float] = dict(graph.degree(weight="weight"))
    order = sorted(values, key=lambda node: (-values[node], -degrees[node], node))
    return {node: values[node] for node in order}


def _betweenness(graph: "nx.Graph[str]") -> Found:
    import numpy as np  # noqa: PLC0415 - as above

    nodes = list(graph)
    place = {node: i for i, node in enumerate(nodes)}
    pairs = [(place[a], place[b]) for a, b in graph.edges]
    if not graph.is_directed():
        pairs += [(b, a) for a, b in pairs]
    pairs.sort()
    ends = np.array([b for _, b in pairs])
    begins = np.searchsorted(np.array([a for a, _ in pairs]), np.arange(len(nodes) + 1))
    pivots = min(len(nodes), max(10, WORK // len(pairs)))
    sources = np.random.default_rng(SEED).permutation(len(nodes))[:pivots]
    total, squares = np.zeros(len(nodes)), np.zeros(len(nodes))
    for source in sources:
        found = _dependencies(int(source), begins, ends)
        total += found
        squares += found**2
    scale = 1 / max(1, (len(nodes) - 1) * (len(nodes) - 2))
    mean = total / pivots
    values = mean * len(nodes) * scale
    result = _largest(graph, dict(zip(nodes, values.round(9).tolist(), strict=True)))
    how = "betweenness (Brandes 2001), the share of all shortest paths"
    if pivots == len(nodes):
        return Found(result, how)
    how += f", estimated from {pivots:,} of {len(nodes):,} nodes (Brandes and Pich 2007)"
    spread = np.sqrt((squares / pivots - mean**2).clip(0) / pivots * (1 - pivots / len(nodes)))
    errors = (spread * len(nodes) * scale).round(9).tolist()
    return Found(result, how, dict(zip(nodes, errors, strict=True)))


def _dependencies(
    source: int, begins: "npt.NDArray[np.int64]", ends: "npt.NDArray[np.int64]"
) -> "npt.NDArray[np.float64]":
    """Return the dependency of a source on each node (Brandes 2001), a level at a time.

    Args:
        source: the node from which the shortest paths start.
        begins: place of the first edge of each node in ``ends``, and the number of edges.
        ends: node at the end of each edge.
    """
    import numpy as np  # noqa: PLC0415 - as above

    size = len(begins) - 1
    seen = np.zeros(size, bool)
    paths = np.zeros(size)
    seen[source], paths[source] = True, 1
    level = np.array([source])
    steps: list[tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]] = []
    while len(level):
        counts = begins[level + 1] - begins[level]
        first = np.repeat(begins[level] - np.cumsum(counts) + counts, counts)
        a, b = np.repeat(level, counts), ends[first + np.arange(counts.sum())]
        new = ~seen[b]
        a, b = a[new], b[new]
        steps.append((a, b))
        paths += np.bincount(b, paths[a], size)
        level = np.unique(b)
        seen[level] = True
    found = np.zeros(size)
    for a, b in reversed(steps):
        found += np.bincount(a, paths[a] / paths[b] * (1 + found[b]), size)
    found[source] = 0
    return found


def _k_core(graph: "nx.Graph[str]") -> Found:
    import networkx as nx  # noqa: PLC0415 - as above

    found = _largest(graph, nx.core_number(nx.Graph(graph)))
    largest = max(found.values())
    size = sum(value == largest for value in found.values())
    how = "largest k of a k-core that contains the node (Batagelj and Zaversnik 2003)"
    return Found(found, f"{how}; {size:,} nodes are in the {largest}-core")


def _communities(graph: "nx.Graph[str]") -> Found:
    groups = partition(((a, b, float(graph[a][b]["weight"])) for a, b in graph.edges), SEED)
    degrees: Mapping[str, float] = dict(graph.degree(weight="weight"))
    joined: dict[int, list[str]] = defaultdict(list)
    for node in sorted(groups, key=lambda node: (-degrees[node], node)):
        joined[groups[node]].append(node)
    ordered = sorted(joined.values(), key=lambda nodes: (-len(nodes), min(nodes)))
    values = {node: number for number, nodes in enumerate(ordered, 1) for node in nodes}
    # Of Newman and Girvan (2004), with the weights of the edges, without their directions.
    inside, sums = 0.0, [0.0] * (len(ordered) + 1)
    for a, b in graph.edges:
        weight = graph[a][b]["weight"]
        inside += weight if values[a] == values[b] else 0
        sums[values[a]] += weight
        sums[values[b]] += weight
    total = sum(sums) / 2
    modularity = inside / total - sum((one / total / 2) ** 2 for one in sums)
    how = f"{len(ordered):,} communities (Leiden, Traag et al. 2019), modularity {modularity:.2f}"
    return Found(values, how, members={nodes[0]: nodes for nodes in ordered})


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
    counted = {node: before[node] * after[node] for node in reversed(path)}
    # The number of chains grows exponentially; a property is an integer of 64 bits or a float.
    values = {
        node: count if count < 2**63 else min(count, int(sys.float_info.max)) * 1.0
        for node, count in counted.items()
    }
    how = "global main path by search path counts (Batagelj 2003), the earliest paper first"
    left = f"; {len(mutual):,} citations in cycles are left out" if mutual else ""
    return Found(values, how + left)


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


def _size(graph: "nx.Graph[str]", network: str, least: int, on: set[str] | None) -> Iterator[str]:
    """Yield the numbers of nodes and edges, and of papers on the topic, if one was given."""
    nodes, edges = _COUNTED[network]
    common = f" with {least:,} or more papers in common" if least > 1 else ""
    yield f"{len(graph):,} {nodes} and {graph.number_of_edges():,} {edges}{common}"
    if on is not None:
        yield f"papers on the topic: {len(on):,}"


def _papers(store: "Store", topic: str | None) -> set[str] | None:
    """Return the IDs of the papers on a topic or a narrower one; ``None`` without a topic."""
    if topic is None:
        return None
    rows = store.read(lexer.named("networks")["papers"], {"topic": topic}, timeout=None).rows
    return {row["id"] for row in rows}


def _about(
    store: "Store", network: str, ids: list[str], on: set[str] | None
) -> dict[str, dict[str, Any]]:
    """Return ID, name and further columns of some nodes; papers of a topic only, if given."""
    given = {"ids": ids, "on": None if on is None else sorted(on)}
    rows = store.read(lexer.named("networks")[f"about-{network}"], given).rows
    return {row["id"]: row for row in rows}


def _write(store: "Store", label: str, name: str, values: Mapping[str, float]) -> None:
    statement = (
        lexer.named("networks")["write"]
        .replace(":Label ", f":{label} ")
        .replace("`name`", f"`{name}`")
    )
    rows = [{"id": id, "value": value} for id, value in values.items()]
    for begin in range(0, len(rows), BATCH):
        store.write(statement, {"rows": rows[begin : begin + BATCH]})
