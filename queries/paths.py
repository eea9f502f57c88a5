"""Find shortest paths by bidirectional breadth-first search over batched reads of neighbors.

ArcadeDB's ``allShortestPaths`` applies ``WHERE`` to the shortest paths of the whole graph: if it
excludes all of them, a longer path that satisfies it is not found. So citegraph searches itself, on
both engines, and returns the same path on both.

A question is searched if ``queries/search/`` has a file of its name. The statements of that file
return the two ends, the maximum papers of a topic on a path, the neighbors of nodes, and the degree
of nodes. The file of the question is complete Cypher that Neo4j runs as it is. Here, the part above
the line ``// the drawing starts here`` is replaced by the path that was found.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any
from weakref import WeakKeyDictionary

from citegraph.graph.schema import NODES
from citegraph.graph.store import Store
from citegraph.queries import lexer
from citegraph.queries.question import DRAWING_STARTS, Question

__all__ = ["found", "searched"]

_PATTERN = re.compile(r"allShortestPaths\(\s*\(start\)-\[:(?P<types>[A-Z_|]+)\*\.\.(?P<most>\d+)\]")
_NAME = re.compile(r"\A// (\w+): ")
_LABELS = {node.label for node in NODES}

# For each open store: the number of papers when the bound was computed, and the bound.
_BOUNDS: WeakKeyDictionary[Store, tuple[int, int]] = WeakKeyDictionary()

Layers = list[dict[str, list[str]]]  # of each distance: a node and its predecessors


def searched(question: Question) -> bool:
    """Return whether the answer is a path that citegraph searches itself."""
    return _statements(question.name) is not None


def found(
    store: Store, question: Question, statement: str, values: Mapping[str, Any]
) -> tuple[str, dict[str, Any]] | None:
    """Replace the search in a statement by the path that is its result.

    Args:
        store: the graph.
        question: a searched question.
        statement: its table or its graph.
        values: its parameters; the first two are the ends.

    Returns:
        The statement and its parameters, or ``None`` if there is no path.
    """
    pattern = _PATTERN.search(statement)
    assert pattern is not None, f"{question.name}: no allShortestPaths of the expected form"
    first, last = (values[parameter.name] for parameter in question.parameters[:2])
    nodes = _search(store, question.name, (first, last), int(pattern["most"]))
    if nodes is None:
        return None
    link = f"-[:{pattern['types']}]-"
    steps = link.join(f"(n{i}:{label} {{id: $nodes[{i}]}})" for i, (label, _) in enumerate(nodes))
    _, _, tail = statement.partition(DRAWING_STARTS)
    return (
        f"MATCH path = {steps}\n"
        "WITH path, [link IN relationships(path) | type(link) + startNode(link).id] AS links\n"
        f"ORDER BY links\nLIMIT 1\n{tail}",
        {"nodes": [id for _, id in nodes]},
    )


@cache
def _statements(name: str) -> dict[str, str] | None:
    """Return the statements of a search by the name in their first line."""
    file = files("citegraph.queries").joinpath("search", f"{name}.cypher")
    if not file.is_file():
        return None
    parts = lexer.statements(file.read_text("utf-8"))
    return {_NAME.findall(part)[0]: part for part in parts}


def _bound(store: Store, statements: Mapping[str, str]) -> int | None:
    """Return the maximum papers of a topic on a path, cached because counting papers is slow."""
    if "bound" not in statements:
        return None
    [now] = store.read(statements["size"]).rows
    size, bound = _BOUNDS.get(store, (None, 0))
    if size != now["size"]:
        [counted] = store.read(statements["bound"]).rows
        bound = int(counted["most"])
        _BOUNDS[store] = (now["size"], bound)
    return bound


def _search(
    store: Store, name: str, ends: tuple[str, str], most: int
) -> list[tuple[str, str]] | None:
    """Return the shortest path through the least connected nodes, as labels and IDs.

    Args:
        store: the graph.
        name: name of the question.
        ends: IDs of the first and the last node.
        most: maximum edges.
    """
    statements = _statements(name)
    assert statements is not None
    found = store.read(statements["ends"], {"ids": ends}).rows
    elements = {row["id"]: row["node"] for row in found}
    if len(elements) < 2:
        return None  # both ends are one node, or an end was deleted meanwhile
    start, end = (elements[id] for id in ends)
    bound = _bound(store, statements)
    sides: tuple[Layers, Layers] = [{start: []}], [{end: []}]
    reached: tuple[set[str], set[str]] = {start}, {end}
    meeting: set[str] = set()
    while not meeting and len(sides[0]) + len(sides[1]) - 2 < most:
        side = int(len(sides[1][-1]) < len(sides[0][-1]))
        layer: dict[str, list[str]] = {}
        given = {"nodes": list(sides[side][-1]), "most": bound}
        for row in store.read(statements["neighbors"], given).rows:
            for node in row["neighbors"]:
                if node not in reached[side]:
                    layer.setdefault(node, []).append(row["node"])
        if not layer:
            return None
        reached[side].update(layer)
        sides[side].append(layer)
        meeting = sides[0][-1].keys() & sides[1][-1].keys()
    if not meeting:
        return None
    on_paths = _between(sides[0], meeting) | _between(sides[1], meeting)
    crowd = store.read(statements["crowd"], {"nodes": sorted(on_paths)}).rows
    about = {row["node"]: row for row in crowd}
    before = _best(sides[0], on_paths, about, forwards=True)
    after = _best(sides[1], on_paths, about, forwards=False)
    _, _, path = min(
        (
            before[n][0] + after[n][0] - about[n]["crowd"],
            before[n][1] + after[n][1][1:],
            before[n][2] + after[n][2][1:],
        )
        for n in meeting
    )
    return [(_label(about[node]["labels"]), about[node]["id"]) for node in path]


def _between(layers: Layers, meeting: Iterable[str]) -> set[str]:
    """Return the nodes on the shortest paths from the end of a side to the meeting nodes."""
    all_nodes, these = set(meeting), set(meeting)
    for layer in reversed(layers[1:]):
        these = {before for node in these for before in layer[node]}
        all_nodes |= these
    return all_nodes


Way = tuple[int, tuple[str, ...], tuple[str, ...]]  # sum of degrees, IDs, nodes


def _best(
    layers: Layers, on_paths: set[str], about: Mapping[str, Mapping[str, Any]], *, forwards: bool
) -> dict[str, Way]:
    """Return the best way from the end of a side to each node: least crowd, then first IDs."""
    best: dict[str, Way] = {}
    for layer in layers:
        for node in layer.keys() & on_paths:
            own, id = about[node]["crowd"], about[node]["id"]
            ways: Sequence[Way] = [best[b] for b in layer[node] if b in best] or [(0, (), ())]
            best[node] = min(
                (
                    crowd + own,
                    (*ids, id) if forwards else (id, *ids),
                    (*nodes, node) if forwards else (node, *nodes),
                )
                for crowd, ids, nodes in ways
            )
    return best


def _label(labels: Iterable[str]) -> str:
    return min(_LABELS & set(labels))
