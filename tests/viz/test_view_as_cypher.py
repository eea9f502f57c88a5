"""Copied Cypher, run on both engines, returns the nodes and links that are shown."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from citegraph.graph import Store
from citegraph.graph.subgraph import Edge, Node, Subgraph
from tests.viz.test_page_explores import copied
from tests.viz.waiting import settled

Makes = Callable[..., Subgraph]
Opens = Callable[..., Any]

EVERYTHING = "MATCH (a) OPTIONAL MATCH (a)-[r]->(b) RETURN a, r, b"
LAB = "Organization:laboratory 3"
# the address of a view: which papers, which kinds of others, which types of links it shows
VIEWS: dict[str, Callable[[dict[str, Any]], bool]] = {
    "": lambda _: True,
    f"from=2024&to=2024&org={LAB}": lambda p: p["year"] == 2024 and LAB in p["linked"],
    "hide=Author&nolinks=CITES": lambda _: True,
    "topic=Topic:speech&least=4&code=1": lambda p: (
        "Topic:speech" in p["linked"]
        and p["authorCount"] >= 4
        and any(key.startswith("Repository:") for key in p["linked"])
    ),
    "without=Paper:alone&without=Author:o%27brien%20%5C%20%F0%9F%98%80": lambda p: (
        p["id"] != "alone"
    ),
    "without=Author:o%27brien%20%5C%20%F0%9F%98%80": lambda _: True,
}


def graph(made: Makes) -> Subgraph:
    """Make a graph with an isolated node and a name that needs quoting."""
    small = made(40)
    alone = Node("Paper", "alone", {"title": "Alone", "year": 2024, "authorCount": 9})
    author = Node("Author", "o'brien \\ 😀", {"name": "O'Brien"})
    return Subgraph(
        (*small.nodes, alone, author),
        (*small.edges, Edge("AUTHORED", author.key, small.nodes[0].key, {"position": 3})),
        title="All",
        cypher=EVERYTHING,
    )


def fill(store: Store, subgraph: Subgraph) -> None:
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for node in subgraph.nodes:
        rows[f"CREATE (n:{node.label} {{id: row.id}}) SET n += row.properties"].append(
            {"id": node.id, "properties": node.properties}
        )
    for edge in subgraph.edges:
        (one, a), (two, b) = edge.source.split(":", 1), edge.target.split(":", 1)
        rows[
            f"MATCH (a:{one} {{id: row.a}}), (b:{two} {{id: row.b}}) CREATE (a)-[:{edge.type}]->(b)"
        ].append({"a": a, "b": b})
    for statement, given in rows.items():
        store.write(f"UNWIND $rows AS row {statement}", {"rows": given})


def expected(subgraph: Subgraph, view: str) -> tuple[set[str], set[tuple[str, str, str]]]:
    """Compute independently what the filters of ``view`` let through."""
    linked = defaultdict(set)
    for edge in subgraph.edges:
        linked[edge.source].add(edge.target)
        linked[edge.target].add(edge.source)
    papers = {
        node.key
        for node in subgraph.nodes
        if node.label == "Paper"
        and VIEWS[view](node.properties | {"id": node.id, "linked": linked[node.key]})
    }
    filtered = any(word in view for word in ("from", "topic"))
    shown = papers | {
        node.key
        for node in subgraph.nodes
        if node.label != "Paper"
        and f"hide={node.label}" not in view
        and not (filtered and not linked[node.key] & papers)
        and not ("without=Author" in view and "brien" in node.id)
    }
    links = {
        (edge.type, edge.source, edge.target)
        for edge in subgraph.edges
        if edge.source in shown and edge.target in shown and f"nolinks={edge.type}" not in view
    }
    return shown, links


def test_it_gives_what_is_shown(made: Makes, store: Store, opened: Opens):
    subgraph = graph(made)
    fill(store, subgraph)
    there = store.graph(EVERYTHING)
    assert len(there.nodes) == len(subgraph.nodes)
    page = opened(
        replace(there, cypher=EVERYTHING), permissions=["clipboard-read", "clipboard-write"]
    )
    for view in VIEWS:
        page.evaluate("hash => { location.hash = hash; }", view)
        settled(page)
        nodes, links = expected(subgraph, view)
        said = f"{len(links):,} links shown"
        assert page.locator("#count").inner_text().endswith(said), view
        answer = store.graph(copied(page))
        assert {node.key for node in answer.nodes} == nodes, view
        assert {(edge.type, edge.source, edge.target) for edge in answer.edges} == links, view
