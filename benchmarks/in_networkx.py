"""Answers to some questions in plain networkx, as a notebook would compute them."""

from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from typing import Any

import networkx as nx

from citegraph.graph import Store
from citegraph.graph.bridges import to_networkx

Graph = Any  # networkx has no types


def load(store: Store) -> Graph:
    """Load the graph into memory; nodes are keys such as ``Paper:arxiv:1506.03134``."""
    return to_networkx(store)


def label(node: str) -> str:
    """Return the label of a node."""
    return node.partition(":")[0]


def into(graph: Graph, node: str, type: str) -> Iterator[str]:
    """Yield the starts of the edges of a type that end at a node."""
    return (u for u, _, t in graph.in_edges(node, data="type") if t == type)


def out(graph: Graph, node: str, type: str) -> Iterator[str]:
    """Yield the ends of the edges of a type that start at a node."""
    return (v for _, v, t in graph.out_edges(node, data="type") if t == type)


def topics(graph: Graph) -> Any:
    """Count the papers of each topic."""
    return Counter(v for _, v, t in graph.edges(data="type") if t == "HAS_TOPIC").most_common(50)


def authors(graph: Graph) -> Any:
    """Count the papers of each author."""
    return Counter(u for u, _, t in graph.edges(data="type") if t == "AUTHORED").most_common(50)


def coauthor_pairs(graph: Graph) -> Any:
    """Count the papers of each pair of authors."""
    together: Counter[tuple[str, str]] = Counter()
    for node in graph:
        if label(node) == "Paper":
            names = sorted(into(graph, node, "AUTHORED"))
            if len(names) <= 30:
                together.update(combinations(names, 2))
    return together.most_common(50)


def coauthors(graph: Graph, author: str) -> Any:
    """Count the papers of an author with each co-author."""
    found: Counter[str] = Counter()
    for paper in out(graph, f"Author:{author}", "AUTHORED"):
        found.update(into(graph, paper, "AUTHORED"))
    return found.most_common(51)[1:]


def topic_neighbors(graph: Graph, topic: str) -> Any:
    """Count the papers that another topic has in common with a topic."""
    found: Counter[str] = Counter()
    for paper in into(graph, f"Topic:{topic}", "HAS_TOPIC"):
        found.update(out(graph, paper, "HAS_TOPIC"))
    return found.most_common(31)[1:]


def shared_topics(graph: Graph, paper: str) -> Any:
    """Count the topics that other papers share with a paper."""
    found: Counter[str] = Counter()
    for topic in out(graph, f"Paper:{paper}", "HAS_TOPIC"):
        found.update(into(graph, topic, "HAS_TOPIC"))
    return found.most_common(21)[1:]


def coauthor_path(graph: Graph, **ends: str) -> Any:
    """Return a shortest chain of papers between two authors."""
    both = nx.subgraph_view(
        graph.to_undirected(as_view=True),
        filter_node=lambda node: label(node) in ("Author", "Paper"),
        filter_edge=lambda u, v, *_: label(u) != label(v),
    )
    return nx.shortest_path(both, f"Author:{ends['from']}", f"Author:{ends['to']}")


def most_upvoted(graph: Graph) -> Any:
    """Return the most upvoted papers."""
    papers = ((data.get("upvotes") or -1, node) for node, data in graph.nodes(data=True))
    return sorted(papers, reverse=True)[:20]


ANSWERS = {
    "topics": topics,
    "authors": authors,
    "coauthor-pairs": coauthor_pairs,
    "coauthors": coauthors,
    "topic-neighbors": topic_neighbors,
    "shared-topics": shared_topics,
    "coauthor-path": coauthor_path,
    "most-upvoted": most_upvoted,
}
