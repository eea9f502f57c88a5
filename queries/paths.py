"""Find shortest paths by bidirectional breadth-first search over batched reads of neighbors.

ArcadeDB's ``allShortestPaths`` applies ``WHERE`` to the shortest paths of the whole graph: if it
excludes all of them, a longer path that satisfies it is not found. So citegraph searches itself, on
both engines, and returns the same path on both.

A question is searched if ``queries/search/`` has a file of its name. The statements of that file
return the two ends, the maximum papers of a topic on a path, the neighbors of nodes, and the degree
of nodes; ``PATH_TYPES`` in them stands for the edge types of the question. The file of the question
is complete Cypher that Neo4j runs as it is. Here, the part above the line ``// the drawing starts
here`` is replaced by the path that was found.
"""

import re
from collections.abc import Iterable, Mapping
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

from citegraph.graph.schema import NODES
from citegraph.queries import kept, lexer
from citegraph.queries.question import DRAWING_STARTS, Question

if TYPE_CHECKING:
    from citegraph.graph.store import Store

_PATTERN = re.compile(r"allShortestPaths\(\s*\(start\)-\[:(?P<types>[A-Z_|]+)\*\.\.(?P<most>\d+)\]")
_DETOUR = re.compile(r"CASE nameOnly WHEN 0 THEN 0 ELSE (\d+) END")
_LABELS = {node.label for node in NODES}

Layers = list[set[str]]  # nodes by their distance from an end


def searched(question: Question) -> bool:
    """Return whether the answer is a path that citegraph searches itself."""
    return files("citegraph.queries").joinpath("search", f"{question.name}.cypher").is_file()


def most(question: Question) -> int:
    """Return the maximum edges of a path that answers a searched question."""
    pattern = _PATTERN.search(question.table)
    assert pattern is not None, f"{question.name}: no allShortestPaths of the expected form"
    return int(pattern["most"])


def found(
    store: "Store", question: Question, statement: str, values: Mapping[str, Any]
) -> tuple[str, dict[str, Any]] | None:
    """Replace the search in a statement by the path that is its result.

    Returns:
        The statement and its parameters, or ``None`` if there is no path.
    """
    pattern = _PATTERN.search(statement)
    assert pattern is not None, f"{question.name}: no allShortestPaths of the expected form"
    first, last = (values[parameter.name] for parameter in question.parameters[:2])
    [detour] = _DETOUR.findall(statement)
    statements = {
        name: text.replace("PATH_TYPES", pattern["types"])
        for name, text in lexer.named(f"search/{question.name}").items()
    }
    nodes = _search(store, statements, (first, last), int(pattern["most"]), int(detour))
    if nodes is None:
        return None
    link = f"-[:{pattern['types']}]-"
    steps = link.join(f"(n{i}:{node.label} {{id: $nodes[{i}]}})" for i, node in enumerate(nodes))
    _, _, tail = statement.partition(DRAWING_STARTS)
    given = {"nodes": [node.id for node in nodes]}
    broad = ""
    if re.search(r"\bbroad\b", tail):  # a drawing does not mark them
        given["broad"] = [node.id for node in nodes if node.broad]
        broad = "$broad AS broad, "
    return (
        f"MATCH path = {steps}\nWITH path, {broad}"
        "[link IN relationships(path) | type(link) + startNode(link).id] AS links\n"
        f"ORDER BY links\nLIMIT 1\n{tail}",
        given,
    )


def _search(
    store: "Store", statements: Mapping[str, str], ends: tuple[str, str], most: int, detour: int
) -> list["_Node"] | None:
    """Return the nodes of the path to show.

    It is the shortest one, and of these the one with the fewest edges that rest on a name alone,
    then the one through the least connected nodes. If it contains such an edge, a path without one
    is preferred that is at most ``detour`` edges longer. Broad topics, which connect everything
    with everything, are used only if there is no path without them.
    """
    found = store.read(statements["ends"], {"ids": ends}).rows
    elements = {row["id"]: row["node"] for row in found}
    if len(elements) < 2:
        return None  # both ends are one node, or an end was deleted meanwhile
    search = _Search(store, statements, (elements[ends[0]], elements[ends[1]]))
    path = search.shortest(most)
    if path is None and search.bound is not None:
        search = _Search(store, statements, search.ends, broad=True)
        path = search.shortest(most)
    elif path and path.name_only:
        most = min(most, len(path.nodes) - 1 + detour)
        path = search.shortest(most, name_only=False) or path
    if path is None:
        return None
    rows = (search.about[node] for node in path.nodes)
    return [_Node(_label(row["labels"]), row["id"], row.get("broad", False)) for row in rows]


class _Node(NamedTuple):
    """A node of a path."""

    label: str
    id: str
    broad: bool  # a topic that connects everything with everything


class _Way(NamedTuple):
    """A way through the graph; of two, the lesser is preferred."""

    name_only: int  # edges that rest on a name alone
    crowd: int  # sum of degrees
    ids: tuple[str, ...]
    nodes: tuple[str, ...]


class _Search:
    """Searches for paths between two nodes. Neighbors are read once."""

    def __init__(
        self,
        store: "Store",
        statements: Mapping[str, str],
        ends: tuple[str, str],
        *,
        broad: bool = False,
    ) -> None:
        self._store = store
        self._statements = statements
        self._broad = broad
        self.ends = ends
        self.bound: int | None = None  # maximum papers of a topic
        if bound := statements.get("bound"):  # counting papers is slow
            [[row]] = kept.rows(store, [bound], {})
            self.bound = row["most"]
        self._links: dict[str, list[str]] = {}  # neighbors of the nodes that were read
        self._named: dict[str, set[str]] = {}  # those over an edge that rests on a name alone
        self.about: dict[str, Mapping[str, Any]] = {}  # labels, ID and degree of nodes

    def shortest(self, most: int, *, name_only: bool = True) -> _Way | None:
        """Return the shortest path of at most ``most`` edges.

        ``name_only`` also uses edges that rest on a name alone.
        """
        sides: tuple[Layers, Layers] = [{self.ends[0]}], [{self.ends[1]}]
        reached: tuple[set[str], ...] = tuple({end} for end in self.ends)
        meeting: set[str] = set()
        self._read(self.ends)
        while not meeting and len(sides[0]) + len(sides[1]) - 2 < most:
            side = int(len(sides[1][-1]) < len(sides[0][-1]))
            self._read(sides[side][-1])
            layer: set[str] = set()
            for node in sides[side][-1]:
                layer.update(self._next(node, name_only))
            layer -= reached[side]
            if not layer:
                return None
            reached[side].update(layer)
            sides[side].append(layer)
            meeting = sides[0][-1] & sides[1][-1]
        if not meeting:
            return None
        one, two = (self._between(layers, meeting, name_only) for layers in sides)
        on_paths = set().union(*one, *two)
        given = {"nodes": sorted(on_paths - self.about.keys()), "most": self.bound}
        crowd = self._store.read(self._statements["crowd"], given).rows
        self.about |= {row["node"]: row for row in crowd}
        before = self._best(one, name_only, forwards=True)
        after = self._best(two, name_only, forwards=False)
        return min(
            _Way(
                before[n].name_only + after[n].name_only,
                before[n].crowd + after[n].crowd - self.about[n]["crowd"],
                before[n].ids + after[n].ids[1:],
                before[n].nodes + after[n].nodes[1:],
            )
            for n in meeting
        )

    def _read(self, nodes: Iterable[str]) -> None:
        """Read the neighbors of nodes."""
        new = [node for node in nodes if node not in self._links]
        if not new:
            return
        self._links |= {node: [] for node in new}
        given = {"nodes": new, "most": None if self._broad else self.bound}
        for row in self._store.read(self._statements["neighbors"], given, raw=True).rows:
            self._links[row["node"]] = row["neighbors"]
            if row["nameOnly"]:
                self._named[row["node"]] = {*row["nameOnly"]}

    def _next(self, node: str, name_only: bool) -> Iterable[str]:
        """Return the neighbors of a node that was read."""
        named = None if name_only else self._named.get(node)
        return {*self._links[node]} - named if named else self._links[node]

    def _between(self, layers: Layers, meeting: set[str], name_only: bool) -> Layers:
        """Return the nodes of each layer on the shortest paths to the meeting nodes."""
        found = [meeting]
        for layer in reversed(layers[:-1]):
            after = found[-1]
            found.append({n for n in layer if not after.isdisjoint(self._next(n, name_only))})
        return found[::-1]

    def _best(self, layers: Layers, name_only: bool, *, forwards: bool) -> dict[str, _Way]:
        """Return the best way from the end of a side to each node of the last layer."""
        [end] = layers[0]
        best = {end: _Way(0, self.about[end]["crowd"], (self.about[end]["id"],), (end,))}
        for layer in layers[1:]:
            ways: dict[str, list[_Way]] = {node: [] for node in layer}
            for before, way in best.items():
                named = self._named.get(before, ())
                for node in layer.intersection(self._next(before, name_only)):
                    own, id = self.about[node]["crowd"], self.about[node]["id"]
                    ways[node].append(
                        _Way(
                            way.name_only + (node in named),
                            way.crowd + own,
                            (*way.ids, id) if forwards else (id, *way.ids),
                            (*way.nodes, node) if forwards else (node, *way.nodes),
                        )
                    )
            best = {node: min(found) for node, found in ways.items()}
        return best


def _label(labels: Iterable[str]) -> str:
    return min(_LABELS & set(labels))
