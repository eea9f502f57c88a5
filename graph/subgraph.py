"""A part of the graph as plain values, for pages and networkx."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Node:
    """One node. ``id`` is unique within its ``label``; :attr:`key` is unique in the graph."""

    label: str
    id: str
    properties: dict[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """``Label:id``, unique in the graph."""
        return f"{self.label}:{self.id}"


@dataclass(frozen=True, slots=True)
class Edge:
    """One relationship, from ``source`` to ``target`` (both are :attr:`Node.key`)."""

    type: str
    source: str
    target: str
    properties: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Other:
    """A node that is not drawn, and the drawn papers that it has edges of ``type`` with.

    A ``general`` node, a field of research, is not part of paths. ``name_only`` are those of the
    papers that only the name links to the author's other papers. ``scores`` are those of the edges
    of a topic, in the order of ``papers``; ``confidence`` is that of an author.
    """

    label: str
    id: str
    name: str
    aliases: tuple[str, ...]
    type: str
    papers: tuple[str, ...]
    general: bool = False
    name_only: tuple[str, ...] = ()
    scores: tuple[float, ...] = ()
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of the answer that a subgraph draws.

    Attributes:
        columns: name and meaning of each column.
        rows: one list of values a row, best first.
        question: the question in words.
    """

    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[Any, ...], ...]
    question: str = ""


@dataclass(frozen=True, slots=True)
class Subgraph:
    """Nodes and edges, each once, with the texts of a page.

    Property values are of the types that Bolt carries: ``str``, ``int``, ``float``, ``bool``,
    ``datetime.date``, and lists of these.
    """

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    title: str = "citegraph"
    cypher: str | None = None  # the statement that returns this view
    focus: str | None = None  # key of the node in focus
    note: str | None = None  # what is left out of the view, and how to get it
    seeds: tuple[str, ...] = ()  # keys of the nodes that the question is about
    answer: Table | None = None
    others: tuple[Other, ...] = ()  # found by name, and drawn on demand
    # Keys of two papers, similarity of the first to the second, and back; not drawn.
    similar: tuple[tuple[str, str, float, float], ...] = ()
