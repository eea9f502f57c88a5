"""Read the whole graph, or its well-connected nodes, for a page."""

import re
from collections import Counter
from collections.abc import Container, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date
from functools import cache, lru_cache
from operator import itemgetter
from typing import Any

from citegraph.graph.schema import EDGES, NODES, OBSERVED, EdgeType, NodeType
from citegraph.graph.store import Store
from citegraph.graph.subgraph import Edge, Node, Other, Subgraph
from citegraph.queries import lexer

# Properties that no part of a page shows, and texts that the page has in another form.
_NOT_DRAWN = frozenset(
    {
        *("rawTitle", "rawAbstract", "titleKey", "firstAuthor", "observations", "keywordSources"),
        *("nameKey", "block", "otherBlocks", "observedOf", "load", "origin"),
    }
)
_SCORE = 0.5  # of an edge without one, as in the question `related`
_KINDS: tuple[NodeType | EdgeType, ...] = (*NODES, *EDGES)
_DATES = frozenset(
    p.name for kind in _KINDS for p in (*kind.properties, *OBSERVED) if p.kind == "date"
)
_PROPERTIES = re.compile(r"\b(\w+) \{(\w+)\}")
_Row = tuple[str, list[Any] | None, list[tuple[str, list[Any]]]]  # ID, properties, edges
_Similar = tuple[str, list[tuple[str, float, float]]]  # ID; others, similarity of them and back
# ID, name, confidence, papers and whether only the name links them
_Named = tuple[str, str | None, float | None, list[tuple[str, bool | None]]]
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
# Nodes that are drawn if they have enough edges, and how many more than the minimum they need. A
# cited work needs one more, as it has no edges of its own.
_MANY = {"authors": 0, "cited works": 1}


def whole(store: Store, least: int) -> Subgraph:
    """Return the nodes and edges of the question ``atlas``, which draws the whole graph.

    The properties are those of the schema. Nodes with fewer edges are ``others``.

    Args:
        store: the graph.
        least: minimum edges of a topic, an author, or a paper known only by identifier.
    """
    by_paper, topics, rows, similar_papers = _read_all(store, least)
    nodes: dict[str, Node] = {}
    for name, label, *_ in _PARTS:
        drawn = {row[0]: row[1] for row in rows[name] if row[1] is not None}
        for (id, _), properties in zip(
            drawn.items(), _valued(_names(label), list(drawn.values())), strict=True
        ):
            nodes.setdefault(f"{label}:{id}", Node(label, id, properties))
    edges: list[Edge] = []
    for name, label, type, other, starts in _PARTS:
        ends: list[tuple[str, str]] = []
        given: list[list[Any]] = []
        for id, _, links in rows[name]:
            key = f"{label}:{id}"
            if not links or key not in nodes:
                continue
            for end, values in sorted(links, key=itemgetter(0)):
                further = f"{other}:{end}"
                if further in nodes:
                    ends.append((key, further) if starts else (further, key))
                    given.append(values)
        edges += [
            Edge(type, source, target, properties)
            for (source, target), properties in zip(ends, _valued(_names(type), given), strict=True)
        ]
    others = (
        *_named_others(by_paper["authors"], "Author", "AUTHORED", nodes),
        *_named_others(by_paper["cited works"], "Paper", "CITES", nodes),
        *_topic_others(topics, nodes),
    )
    similar = [
        (start, end, there, back)
        for id, links in similar_papers
        if (end := f"Paper:{id}") in nodes
        for other, there, back in sorted(links)
        if (start := f"Paper:{other}") in nodes
    ]
    return Subgraph(tuple(nodes.values()), tuple(edges), others=others, similar=tuple(similar))


def lists(store: Store) -> list[tuple[str, str, str | None, list[str] | None]]:
    """Return ID, kind, day and files of each list, by ID."""
    return [(id, kind, day, found) for id, kind, day, found in _read(store, "lists")]


def _read_all(
    store: Store, least: int
) -> tuple[dict[str, list[_Named]], list[_Row], dict[str, list[_Row]], list[_Similar]]:
    """Read the graph.

    Returns:
        The entries of :data:`_MANY` by paper, all topics, the drawn entries of :data:`_PARTS`, and
        the similar papers.
    """
    pool = ThreadPoolExecutor(2)  # the engine computes a result while another one is decoded
    try:

        def read(name: str, **parameters: Any) -> Future[list[Any]]:
            return pool.submit(_read, store, name, **parameters)

        named = {name: read(f"{name} by paper") for name in _MANY}
        parts = {name: read(name) for name, *_ in _PARTS if name not in _MANY}
        similar = read("similar papers")
        by_paper: dict[str, list[_Named]] = {name: one.result() for name, one in named.items()}
        for name, more in _MANY.items():
            chosen = [id for id, *_, links in by_paper[name] if len(links) >= least + more]
            parts[name] = read(name, ids=chosen)
        rows: dict[str, list[_Row]] = {name: one.result() for name, one in parts.items()}
        topics = rows["topics"]
        degrees = Counter({id: len(links) for id, _, links in topics})
        for id, _, links in rows["broader topics"]:
            degrees[id] += len(links)
            degrees.update(other for other, _ in links)
        rows["topics"] = [row for row in topics if degrees[row[0]] >= least]
        return by_paper, topics, rows, similar.result()
    finally:  # after an error or Ctrl-C, closing the store ends the statements that still run
        pool.shutdown(wait=False, cancel_futures=True)


def _named_others(
    rows: Iterable[_Named], label: str, type: str, nodes: Container[str]
) -> Iterable[Other]:
    """Yield the authors or cited works that are not drawn, with their drawn papers."""
    for id, name, confidence, links in rows:
        if f"{label}:{id}" in nodes:
            continue
        papers = [
            (key, only)
            for paper, only in sorted(links, key=itemgetter(0))
            if (key := f"Paper:{paper}") in nodes
        ]
        if papers:
            yield Other(
                label,
                id,
                name or id,
                (),
                type,
                tuple([key for key, _ in papers]),
                name_only=tuple([key for key, only in papers if only]),
                confidence=confidence,
            )


def _topic_others(rows: Iterable[_Row], nodes: Container[str]) -> Iterable[Other]:
    """Yield the topics that are not drawn, with their drawn papers."""
    names, score = _names("Topic"), _names("HAS_TOPIC").index("score")
    for id, values, links in rows:
        if f"Topic:{id}" in nodes:
            continue
        papers = [
            (key, at[score])
            for paper, at in sorted(links, key=itemgetter(0))
            if (key := f"Paper:{paper}") in nodes
        ]
        if papers:
            given = dict(zip(names, values or (), strict=True))
            yield Other(
                "Topic",
                id,
                given["name"] or id,
                tuple(given["aliases"] or ()),
                "HAS_TOPIC",
                tuple([key for key, _ in papers]),
                given["kind"] == "field",
                scores=tuple([_SCORE if at is None else at for _, at in papers]),
            )


def _read(store: Store, name: str, **parameters: Any) -> list[Any]:
    """Return the entries of all rows, ordered by ID."""
    statement = _statements()[name]
    used = {key: parameters[key] for key in lexer.parameters(statement)}
    rows = store.read(statement, used, raw=True).rows
    return sorted((entry for row in rows for entry in row["rows"]), key=itemgetter(0))


@cache
def _statements() -> dict[str, str]:
    return {
        name: _PROPERTIES.sub(lambda part: _projection(part[1], part[2]), statement)
        for name, statement in lexer.named("whole").items()
    }


def _projection(variable: str, name: str) -> str:
    """Return a list of the drawn properties of a label or type; dates as text.

    The driver converts a date in Python, which takes longer than all other values of a node.
    """
    parts = [
        f"toString({variable}.{key})" if key in _DATES else f"{variable}.{key}"
        for key in _names(name)
    ]
    return f"[{', '.join(parts)}]"


@cache
def _names(name: str) -> tuple[str, ...]:
    """Return the names of the drawn properties of a label or type."""
    own: dict[str, None] = {}
    for kind in _KINDS:
        if name == (kind.label if isinstance(kind, NodeType) else kind.type):
            own |= {p.name: None for p in (*kind.properties, *OBSERVED) if p.name not in _NOT_DRAWN}
    return tuple(own)


def _valued(names: tuple[str, ...], rows: Sequence[Sequence[Any]]) -> list[dict[str, Any]]:
    """Return the properties of each row that have a value, with dates instead of texts."""
    used, columns = [], []
    for name, column in zip(names, zip(*rows, strict=True), strict=True) if rows else ():
        if column.count(None) < len(column):  # most properties of a type have no value at all
            used.append(name)
            columns.append([v and _day(v) for v in column] if name in _DATES else column)
    if not used:
        return [{} for _ in rows]
    return [
        {name: value for name, value in zip(used, values, strict=True) if value is not None}
        for values in zip(*columns, strict=True)
    ]


@lru_cache(1 << 14)
def _day(text: str) -> date:
    return date.fromisoformat(text[:10])
