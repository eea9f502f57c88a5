"""The rows of nodes and edges that a batch writes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from citegraph.graph.identity import ids
from citegraph.graph.schema import edge_type, node_type
from citegraph.graph.writing.combine import combine

NodeKey = tuple[str, str]  # label, id
EdgeKey = tuple[str, str, str, str, str]  # start label, type, end label, start id, end id


@dataclass(slots=True)
class Rows:
    """Nodes and edges of a batch, each once, combined from all its records."""

    nodes: dict[NodeKey, dict[str, Any]] = field(default_factory=dict)
    edges: dict[EdgeKey, dict[str, Any]] = field(default_factory=dict)
    added: set[object] = field(default_factory=set)  # topics and references, which papers repeat
    listed: set[str] = field(default_factory=set)  # papers with an author list
    several: set[str] = field(default_factory=set)  # papers with several author lists
    moved: set[str] = field(default_factory=set)  # authors of papers that were merged

    def node(self, label: str, id: str, properties: Mapping[str, Any]) -> str:
        """Add an observation of a node; return its identifier."""
        key = (label, ids.fit(id))
        given = without_empty(properties)
        old = self.nodes.get(key)
        self.nodes[key] = given if old is None else combine(node_type(label), old, given)
        return key[1]

    def edge(self, type: tuple[str, str, str], start: str, end: str, **properties: Any) -> None:
        """Add an observation of an edge."""
        key = (*type, ids.fit(start), ids.fit(end))
        given = without_empty(properties)
        old = self.edges.get(key)
        self.edges[key] = given if old is None else combine(edge_type(*type), old, given)


def without_empty(properties: Mapping[str, Any]) -> dict[str, Any]:
    """Drop empty values; keep 0 and False."""
    return {k: v for k, v in properties.items() if v or (v is not None and v not in ((), []))}


AUTHORED = ("Author", "AUTHORED", "Paper")
OWNER = "same handle, on the same paper"  # evidence of OWNED_BY


def owners(edges: Iterable[EdgeKey]) -> set[tuple[str, str]]:
    """Find repositories whose owner has the handle of an organization of the same paper.

    Returns:
        Identifiers of a repository and of its organization.
    """
    code: dict[str, set[str]] = defaultdict(set)
    handles: dict[str, set[str]] = defaultdict(set)
    for start, type, _, a, b in edges:
        if type == "HAS_CODE":
            code[a].add(b)
        elif (start, type) == ("Paper", "AFFILIATED_WITH") and b.startswith("hf:"):
            handles[a].add(b)
    found = set()
    for paper in code.keys() & handles.keys():
        for repo in code[paper]:
            owner = f"hf:{repo.partition('/')[2].rpartition('/')[0]}"
            if owner in handles[paper]:
                found.add((repo, owner))
    return found
