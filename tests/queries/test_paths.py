"""Shortest paths are those that networkx finds, on both engines, and the same on both."""

import random
from itertools import pairwise
from typing import Any

import networkx as nx
import pytest

from citegraph import queries
from citegraph.graph.records import Author, Paper, Reference, Topic
from citegraph.graph.store import Store

DRAW = random.Random(5)
GENERAL = "everything"  # on all papers, and in the shortest unrestricted path of every pair
# 40 papers; the ids are arXiv's, the topics and authors few enough to connect most of them.
PAPERS = [
    Paper(
        title=f"Title number {i}",
        arxiv_id=f"2401.{10000 + i}",
        topics=(
            Topic(name=GENERAL),
            Topic(name="computing", kind="field"),
            *(Topic(name=f"subject {DRAW.randrange(22)}") for _ in range(i % 3)),
        ),
        authors=tuple(Author(name=f"Given Family{DRAW.randrange(45)}") for _ in range(1 + i % 2)),
        references=(Reference(arxiv_id=f"2401.{10000 + DRAW.randrange(40)}"),)
        if i % 5 == 0
        else (),
        observed="2026-01-01",
    )
    for i in range(40)
]
PAIRS = [DRAW.sample([f"arxiv:{paper.arxiv_id}" for paper in PAPERS], 2) for _ in range(25)]


@pytest.fixture(scope="module")
def linked(engine: Store) -> Store:
    engine.write("MATCH (n) DETACH DELETE n")
    engine.merge(PAPERS, "test")
    engine.write(  # else most edges of authors rest on their names, which are rare
        "MATCH ()-[r:AUTHORED]->(p:Paper) WHERE toInteger(right(p.id, 5)) % 4 > 0 "
        "SET r.nameOnly = null"
    )
    return engine


def allowed(store: Store, *types: str, name_only: bool = True) -> "nx.Graph[str]":
    """What a path may use, as read from the store."""
    graph: nx.Graph[str] = nx.Graph()
    general = {
        row["id"]
        for row in store.read(
            "MATCH (t:Topic) WHERE t.kind = 'field' OR COUNT { (t)<-[:HAS_TOPIC]-() } > 24 "
            "RETURN 'Topic:' + t.id AS id"
        ).rows
    }
    rows = store.read(
        "MATCH (a)-[r]->(b) WHERE type(r) IN $types AND ($named OR NOT coalesce(r.nameOnly, false)) "
        "RETURN labels(a)[0] + ':' + a.id AS a, labels(b)[0] + ':' + b.id AS b",
        {"types": list(types), "named": name_only},
    ).rows
    graph.add_edges_from((row["a"], row["b"]) for row in rows)
    graph.remove_nodes_from(general)
    return graph


def least(graph: Any, start: str, end: str, most: int) -> int | None:
    try:
        length = int(nx.shortest_path_length(graph, start, end))
    except (nx.NetworkXNoPath, nx.NodeNotFound):
        return None
    return length if length <= most else None


def preferred(store: Store, types: str, ends: tuple[str, str], most: int, detour: int) -> Any:
    """The length of the path to show, and whether it has no edge that rests on a name alone."""
    shortest = least(allowed(store, *types.split()), *ends, most)
    without = least(allowed(store, *types.split(), name_only=False), *ends, most)
    if shortest is not None and without is not None and without <= shortest + detour:
        return without, True
    return shortest, False


def named(texts: Any) -> bool:
    return "same name only" in str(texts)


def test_paths_are_as_short_as_those_of_networkx(linked: Store):
    lengths = []
    for start, end in PAIRS:
        rows = queries.run(linked, "path", **{"from": start, "to": end}).rows
        expected, sure = preferred(
            linked, "HAS_TOPIC AUTHORED CITES", (f"Paper:{start}", f"Paper:{end}"), 8, 2
        )
        weak = expected is None  # then the topics of all papers are the only path
        assert ("weak link: broad topic" in str(rows)) == weak, (start, end)
        if weak:
            expected, sure = 2, True
        assert (len(rows) or None) == expected, (start, end)
        assert named([row["reason"] for row in rows]) == bool(rows and not sure)
        assert all(a["toId"] == b["fromId"] for a, b in pairwise(rows))
        assert not rows or (rows[0]["fromId"], rows[-1]["toId"]) == (start, end)
        drawn = queries.subgraph(linked, "path", **{"from": start, "to": end})
        assert len(drawn.edges) == (expected or 0)
        lengths.append(None if weak else expected)
    assert {None, 2, 4} <= set(lengths), "the pairs must try every kind of answer"
    assert any(length and length % 2 for length in lengths), "an odd length needs a citation"


def test_a_paper_without_links_has_no_path(linked: Store):
    linked.merge([Paper(title="Alone", arxiv_id="2402.00001", observed="2026-01-01")], "test")
    given = {"from": PAIRS[0][0], "to": "arxiv:2402.00001"}
    assert queries.run(linked, "path", **given).rows == []
    linked.write("MATCH (p:Paper {id: 'arxiv:2402.00001'}) DETACH DELETE p")


def test_paths_of_authors_are_as_short_as_those_of_networkx(linked: Store):
    graph = allowed(linked, "AUTHORED")
    marks = []
    ids = sorted(node.partition(":")[2] for node in graph if node.startswith("Author:"))
    draw = random.Random(6)
    found = 0
    for _ in range(20):
        start, end = draw.sample(ids, 2)
        rows = queries.run(linked, "coauthor-path", **{"from": start, "to": end}).rows
        ends = f"Author:{start}", f"Author:{end}"
        expected, sure = preferred(linked, "AUTHORED", ends, 12, 4)
        assert (2 * len(rows) or None) == expected, (start, end)
        assert named([row["reasons"] for row in rows]) == bool(rows and not sure)
        found += bool(rows)
        marks.append(sure)
    assert 0 < found < 20
    assert {True, False} == set(marks)


@pytest.mark.parametrize("name", ["path", "coauthor-path"])
def test_the_file_of_a_path_runs_as_it_is_on_neo4j(linked: Store, name: str):
    if linked.engine != "neo4j":
        pytest.skip(
            "ArcadeDB applies WHERE after it has found the shortest paths of the whole graph"
        )
    ids = [f"arxiv:{paper.arxiv_id}" for paper in PAPERS]
    if name == "coauthor-path":
        ids = [
            row["id"] for row in linked.read("MATCH (a:Author) RETURN a.id AS id ORDER BY id").rows
        ]
    draw = random.Random(7)
    for _ in range(15):
        start, end = draw.sample(ids, 2)
        given = {"from": start, "to": end}
        raw = linked.read(queries.find(name).table, given).rows
        assert raw == queries.run(linked, name, **given).rows
