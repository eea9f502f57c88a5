"""Subgraphs of any size for benchmarks, out of the Daily Papers history."""

import gzip
import json
import re
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from citegraph.graph.subgraph import Edge, Node, Subgraph

HISTORY = Path(__file__).resolve().parent.parent / "../shared/data/daily_papers"


def read(count: int | None = None) -> list[dict[str, Any]]:
    """The newest ``count`` papers as the API gave them."""
    with gzip.open(HISTORY / "papers-to-2026-03.jsonl.gz", "rt", encoding="utf-8") as lines:
        papers = [json.loads(line) for line in lines]
    papers.sort(key=lambda paper: paper["_dates"][0], reverse=True)
    return papers[:count]


def subgraph(
    count: int | None = None, *, nodes: int | None = None, authors: bool = False, least: int = 2
) -> Subgraph:
    """Papers with the topics that several of them share, their code and organizations.

    Args:
        count: How many papers, the newest first; all where it is None.
        nodes: As many papers as make about so many nodes, instead of ``count``.
        authors: Authors of several papers too.
        least: How many papers must share a topic or an author.
    """
    papers = read(count)
    if nodes is None:
        return _build(papers, least, authors=authors)
    low, high = 1, len(papers)
    while low < high:
        middle = (low + high) // 2
        enough = len(_build(papers[:middle], least, authors=authors).nodes) >= nodes
        low, high = (low, middle) if enough else (middle + 1, high)
    return _build(papers[:low], least, authors=authors)


def _build(papers: list[dict[str, Any]], least: int, *, authors: bool) -> Subgraph:
    found: dict[str, Node] = {}
    edges: list[Edge] = []
    seen: Counter[str] = Counter()
    for entry in papers:
        paper = entry["paper"]
        seen.update({_key("Topic", word) for word in paper.get("ai_keywords") or ()})
        seen.update({_key("Author", one["name"]) for one in paper["authors"]})
    for entry in papers:
        paper = entry["paper"]
        new = Node("Paper", f"arxiv:{paper['id']}", _properties(entry))
        found[new.key] = new
        for word in paper.get("ai_keywords") or ():
            key = _key("Topic", word)
            if seen[key] >= least:
                found.setdefault(key, Node("Topic", key.split(":", 1)[1], {"name": word}))
                edges.append(Edge("HAS_TOPIC", new.key, key, {"sources": ["ai_keywords"]}))
        code = re.search(r"github\.com/([\w.-]+)/([\w.-]+)", paper.get("githubRepo") or "")
        if code:
            id = f"github.com/{code[1]}/{code[2]}".lower()
            properties = {"url": f"https://{id}", "name": code[2], "owner": code[1].lower()}
            if paper.get("githubStars") is not None:
                properties["stars"] = paper["githubStars"]
            found.setdefault(f"Repository:{id}", Node("Repository", id, properties))
            edges.append(Edge("HAS_CODE", new.key, f"Repository:{id}", {"linkedBy": ["user"]}))
        if organization := paper.get("organization"):
            id = organization["name"].lower()
            properties = {"name": organization.get("fullname") or organization["name"]}
            found.setdefault(f"Organization:{id}", Node("Organization", id, properties))
            edges.append(Edge("AFFILIATED_WITH", new.key, f"Organization:{id}"))
        for position, author in enumerate(paper["authors"] if authors else (), 1):
            key = _key("Author", author["name"])
            if seen[key] >= least:
                found.setdefault(
                    key, Node("Author", key.split(":", 1)[1], {"name": author["name"]})
                )
                edges.append(Edge("AUTHORED", key, new.key, {"position": position}))
    unique = {(edge.type, edge.source, edge.target): edge for edge in edges}
    return Subgraph(tuple(found.values()), tuple(unique.values()), title="Daily Papers")


def _key(label: str, name: str) -> str:
    return f"{label}:{' '.join(name.lower().replace('-', ' ').split())}"


def _properties(entry: dict[str, Any]) -> dict[str, Any]:
    paper = entry["paper"]
    published = date.fromisoformat(paper["publishedAt"][:10])
    return {
        "title": " ".join(paper["title"].split()),
        "abstract": " ".join(paper["summary"].split()),
        "published": published,
        "year": published.year,
        "authorCount": len(paper["authors"]),
        "upvotes": paper["upvotes"],
        "comments": entry["numComments"],
        "arxivId": paper["id"],
        "url": f"https://arxiv.org/abs/{paper['id']}",
        "projectPages": [paper["projectPage"]] if paper.get("projectPage") else [],
    }
