"""Read the whole graph, or its well-connected nodes, for a page."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from citegraph.graph.schema import EDGES, NODES, OBSERVED, EdgeType, NodeType, Property
from citegraph.graph.store import Store
from citegraph.graph.subgraph import Edge, Node, Other, Subgraph
from citegraph.queries import lexer

__all__ = ["whole"]

# Properties for matching, and texts that the page has in another form.
_NOT_DRAWN = frozenset(
    {
        *("rawTitle", "rawAbstract", "titleKey", "firstAuthor", "observations"),
        *("nameKey", "block", "otherBlocks", "observedOf"),
    }
)
_KINDS: tuple[NodeType | EdgeType, ...] = (*NODES, *EDGES)
_DATES = frozenset(
    p.name for kind in _KINDS for p in (*kind.properties, *OBSERVED) if p.kind == "date"
)
_PROPERTIES = re.compile(r"\b(\w+) \{(\w+)\}")
# Statement, label of its nodes, type of its links, label of the other ends, and whether the node is
# the start of its links.
_PARTS = (
    ("papers", "Paper", "", "", False),
    ("cited works", "Paper", "CITES", "Paper", False),
    ("citations", "Paper", "CITES", "Paper", False),
    ("broader topics", "Topic", "BROADER", "Topic", False),
    ("topics", "Topic", "HAS_TOPIC", "Paper", False),
    ("authors", "Author", "AUTHORED", "Paper", True),
    ("repositories", "Repository", "HAS_CODE", "Paper", False),
    ("organizations", "Organization", "AFFILIATED_WITH", "Paper", False),
    ("members of organizations", "Organization", "AFFILIATED_WITH", "Author", False),
    ("owners of repositories", "Organization", "OWNED_BY", "Repository", False),
    ("venues", "Venue", "PUBLISHED_IN", "Paper", False),
)
# Nodes that are drawn if they have enough edges: statement, label, type of their edges, and how
# many more than the minimum they need. A cited work needs one more, as it has no edges of its own.
_MANY = (
    ("authors", "Author", "AUTHORED", 0),
    ("cited works", "Paper", "CITES", 1),
    ("topics", "Topic", "HAS_TOPIC", 0),
)


def whole(store: Store, least: int) -> Subgraph:
    """Return the nodes and edges of the question ``atlas``, which draws the whole graph.

    The properties are those of the schema. Nodes with fewer edges are ``others``.

    Args:
        store: the graph.
        least: minimum edges of a topic, an author, or a paper known only by identifier.
    """
    rows = {"broader topics": _read(store, "broader topics")}
    by_paper = {name: _read(store, f"{name} by paper") for name, *_ in _MANY}
    degrees = {
        name: Counter({row["id"]: len(row["papers"]) for row in found})
        for name, found in by_paper.items()
    }
    for row in rows["broader topics"]:
        degrees["topics"][row["id"]] += len(row["links"])
        degrees["topics"].update(other for other, _ in row["links"])
    for name, _, _, fewest in _MANY:
        chosen = [id for id, count in degrees[name].items() if count >= least + fewest]
        rows[name] = _read(store, name, ids=chosen)
    nodes: dict[str, Node] = {}
    links = []
    for name, label, type, other, starts in _PARTS:
        for row in rows[name] if name in rows else _read(store, name):
            node = Node(label, row["id"], _valued(row["properties"]))
            if row["properties"] is not None:
                nodes.setdefault(node.key, node)
            for id, properties in row["links"]:
                ends = (node.key, f"{other}:{id}") if starts else (f"{other}:{id}", node.key)
                links.append((type, *ends, properties))
    edges = tuple(
        Edge(type, source, target, _valued(properties))
        for type, source, target, properties in links
        if source in nodes and target in nodes
    )
    others = tuple(
        other
        for name, label, type, _ in _MANY
        for other in _others(by_paper[name], label, type, nodes)
    )
    return Subgraph(tuple(nodes.values()), edges, others=others)


def _others(
    rows: Iterable[dict[str, Any]], label: str, type: str, nodes: dict[str, Node]
) -> Iterable[Other]:
    """Yield the nodes that are not drawn, with their drawn papers, by identifier."""
    for row in sorted(rows, key=lambda row: str(row["id"])):
        if f"{label}:{row['id']}" in nodes:
            continue
        papers = tuple(key for id in row["papers"] if (key := f"Paper:{id}") in nodes)
        if papers:
            name = row["name"] or row["id"]
            aliases = tuple(row["aliases"] or ())
            named = tuple(f"Paper:{id}" for id in row.get("nameOnly", ()))
            yield Other(label, row["id"], name, aliases, type, papers, row["general"], named)


def _read(store: Store, name: str, **parameters: Any) -> list[dict[str, Any]]:
    statement = _statements()[name]
    used = {key: parameters[key] for key in lexer.parameters(statement)}
    return store.read(statement, used).rows


@cache
def _statements() -> dict[str, str]:
    text = files("citegraph.queries").joinpath("whole.cypher").read_text("utf-8")
    found = {}
    for statement in lexer.statements(text):
        *_, name = re.findall(r"^// ([a-z ]+)$", statement, re.MULTILINE)
        found[name] = _PROPERTIES.sub(lambda part: _projection(part[1], part[2]), statement)
    return found


def _projection(variable: str, name: str) -> str:
    """Return a map of the drawn properties of a label or type; dates as text.

    The driver converts a date in Python, which takes longer than all other values of a node.
    """
    parts = [
        f"{p.name}: toString({variable}.{p.name})" if p.kind == "date" else f".{p.name}"
        for p in _properties(name)
    ]
    return f"{variable} {{{', '.join(parts)}}}"


def _properties(name: str) -> Sequence[Property]:
    own: dict[str, Property] = {}
    for kind in _KINDS:
        if name == (kind.label if isinstance(kind, NodeType) else kind.type):
            own |= {p.name: p for p in (*kind.properties, *OBSERVED) if p.name not in _NOT_DRAWN}
    return tuple(own.values())


def _valued(properties: dict[str, Any] | None) -> dict[str, Any]:
    """Drop missing values, and convert dates."""
    return {
        key: date.fromisoformat(value[:10]) if key in _DATES else value
        for key, value in (properties or {}).items()
        if value is not None
    }
