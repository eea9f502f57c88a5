"""Synthetic graphs, and their pages in a browser."""

import datetime
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from citegraph import viz
from citegraph.graph.subgraph import Edge, Node, Subgraph

THEMES = ("vision", "language", "speech", "robots", "graphs", "proteins")


def make(papers: int = 60, seed: int = 7) -> Subgraph:
    """Make papers on six themes with topics, authors, laboratories and some code."""
    draw = random.Random(seed)
    nodes: dict[str, Node] = {}
    edges: list[Edge] = []

    def link(type: str, source: Node, target: Node, **properties: object) -> None:
        for node in (source, target):
            nodes.setdefault(node.key, node)
        edges.append(Edge(type, source.key, target.key, properties))

    for i in range(papers):
        theme = THEMES[i % len(THEMES)]
        year, month = 2023 + i % 3, 1 + i % 12
        paper = Node(
            "Paper",
            f"arxiv:{year - 2000}{month:02d}.{10000 + i}",
            {
                "title": f"Méthode {i}: {theme} made plain",
                "abstract": f"We study {theme} method {i % 4} with care. It is as good as any other.",
                "published": datetime.date(year, month, 1 + i % 28),
                "year": year,
                "authorCount": 2 + i % 7,
                "upvotes": i * 3 % 50,
                "arxivId": f"{year - 2000}{month:02d}.{10000 + i}",
                "url": f"https://example.org/paper/{i}",
            },
        )
        nodes[paper.key] = paper
        for k in {0, 1 + i % 4}:
            name = theme if k == 0 else f"{theme} method {k - 1}"
            link(
                "HAS_TOPIC",
                paper,
                Node("Topic", name, {"name": name}),
                score=0.9 - 0.1 * k,
                evidence=f"We study {theme} method {i % 4} with care.",
                surface=name,
                field="abstract",
                sources=["text"],
            )
        for position in (1, 2):
            name = f"Ada {theme.title()} {draw.randrange(1 + papers // 12)}"
            link("AUTHORED", Node("Author", name.lower(), {"name": name}), paper, position=position)
        if i % 3 == 0:
            code = Node(
                "Repository",
                f"github.com/lab/method-{i}",
                {
                    "url": f"https://github.com/lab/method-{i}",
                    "owner": "lab",
                    "name": f"method-{i}",
                    "stars": i * 10,
                    "host": "github.com",
                },
            )
            link("HAS_CODE", paper, code, evidence="Code: github.com/lab", linkedBy=["abstract"])
        lab = f"Laboratory {i % 5}"
        link("AFFILIATED_WITH", paper, Node("Organization", lab.lower(), {"name": lab}))
        if i >= len(THEMES):
            edges.append(Edge("CITES", paper.key, next(iter(nodes))))
    unique = {(edge.type, edge.source, edge.target): edge for edge in edges}
    return Subgraph(
        tuple(nodes.values()),
        tuple(unique.values()),
        title="Made-up papers",
        cypher="MATCH (p:Paper) RETURN p",
    )


@pytest.fixture(scope="session")
def made() -> Callable[..., Subgraph]:
    return make


class Seen:
    """A page in a browser, with its console messages and requests."""

    def __init__(self, page: Any, path: Path) -> None:
        self.page, self.path = page, path
        self.trouble: list[str] = []
        self.requests: list[str] = []
        page.on("pageerror", lambda error: self.trouble.append(f"error: {error}"))
        page.on("dialog", lambda dialog: (self.trouble.append("dialog"), dialog.dismiss()))
        page.on("popup", lambda _: self.trouble.append("popup"))
        page.on("console", lambda said: self.trouble.append(f"{said.type}: {said.text}"))
        page.on("request", lambda request: self.requests.append(request.url))

    def open(self, hash: str = "") -> Any:
        self.page.goto(self.path.as_uri() + hash)
        self.page.wait_for_selector("html[data-ready]")
        return self.page


@pytest.fixture
def opened(browser: Any, tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """Open a subgraph's page; at the end, check that it logged and requested nothing."""
    contexts, seen = [], []

    def open_page(
        subgraph: Subgraph, hash: str = "", *, width: int = 1280, height: int = 800, **options: Any
    ) -> Any:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            **({"reduced_motion": "reduce", "accept_downloads": True} | options),
        )
        contexts.append(context)
        path = tmp_path / f"page{len(contexts)}.html"
        viz.render(subgraph, path)
        one = Seen(context.new_page(), path)
        seen.append(one)
        return one.open(hash)

    yield open_page
    for one in seen:
        assert one.trouble == []
        own = one.path.as_uri()
        assert [url for url in one.requests if not url.startswith((own, "blob:"))] == []
    for context in contexts:
        context.close()
