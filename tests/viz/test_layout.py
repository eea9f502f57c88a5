"""Positions: deterministic, neighbors close, marks apart, communities together."""

import time
from collections.abc import Callable

import numpy as np
import pytest

from citegraph.graph.subgraph import Edge, Node, Subgraph
from citegraph.viz import layout, ranking
from citegraph.viz.communities import communities
from citegraph.viz.naming import region_names
from citegraph.viz.view import view

Makes = Callable[..., Subgraph]


def blocks(groups: int, size: int, seed: int = 3) -> tuple[int, np.ndarray, np.ndarray]:
    """Make a graph of groups with many edges inside and few between them."""
    random = np.random.default_rng(seed)
    n = groups * size
    group = np.repeat(np.arange(groups), size)
    edges = [
        (i, int(random.choice(np.flatnonzero(group == group[i])))) for i in range(n) for _ in "1234"
    ]
    edges += [(int(random.integers(n)), int(random.integers(n))) for _ in range(n // 4)]
    return n, np.array([edge for edge in edges if edge[0] != edge[1]]), group


def test_the_same_seed_gives_the_same_positions():
    n, edges, _ = blocks(4, 30)
    first = layout.positions(n, edges, 5)
    assert np.array_equal(first, layout.positions(n, edges, 5))
    assert not np.allclose(first, layout.positions(n, edges, 6))
    assert first.shape == (n, 2)
    assert np.isfinite(first).all()


def test_neighbors_are_near():
    n, edges, _ = blocks(10, 40)
    place = layout.positions(n, edges)
    linked = np.linalg.norm(place[edges[:, 0]] - place[edges[:, 1]], axis=1).mean()
    random = np.random.default_rng(0).integers(0, n, (2000, 2))
    others = np.linalg.norm(place[random[:, 0]] - place[random[:, 1]], axis=1).mean()
    assert linked < others / 3


def test_no_two_marks_overlap():
    n, edges, _ = blocks(8, 50)
    radii = np.random.default_rng(1).uniform(4, 20, n)
    place = layout.positions(n, edges, radii=radii)
    gap = np.linalg.norm(place[:, None] - place[None], axis=2) - radii[:, None] - radii[None]
    np.fill_diagonal(gap, 1)
    assert (gap < -0.5).sum() == 0


def test_communities_are_found_and_drawn_together():
    n, edges, group = blocks(6, 50)
    found = communities(n, edges, 0)
    assert np.array_equal(found, communities(n, edges, 0))
    pure = [
        np.bincount(group[found == c]).max() / (found == c).sum() for c in range(found.max() + 1)
    ]
    assert np.mean(pure) > 0.9
    place = layout.positions(n, edges, communities=found)
    nearest = np.argsort(np.linalg.norm(place[:, None] - place[None], axis=2), axis=1)[:, 1:9]
    assert (found[nearest] == found[:, None]).mean() > 0.8


def test_small_parts_stand_around_the_core():
    n, edges, _ = blocks(3, 40)
    edges = np.concatenate((edges, [[n, n + 1]]))  # a pair, and five alone
    place = layout.positions(n + 7, edges)
    middle = np.median(place[:n], axis=0)
    reach = np.linalg.norm(place - middle, axis=1)
    assert reach[n:].min() > np.quantile(reach[:n], 0.9)
    assert np.linalg.norm(place[n] - place[n + 1]) < 60


@pytest.mark.parametrize("n", [0, 1, 2, 3])
def test_the_smallest_graphs(n: int):
    edges = np.array([[0, i] for i in range(1, n)]).reshape(-1, 2)
    place = layout.positions(n, edges)
    assert place.shape == (n, 2)
    assert np.isfinite(place).all()
    assert len(np.unique(place.round(3), axis=0)) == n


def test_edges_to_nowhere_and_to_oneself_are_left_out():
    nodes = (Node("Paper", "a"), Node("Paper", "b"))
    edges = (
        Edge("CITES", "Paper:a", "Paper:b"),
        Edge("CITES", "Paper:a", "Paper:a"),
        Edge("CITES", "Paper:a", "Paper:gone"),
    )
    seen = view(Subgraph(nodes, edges))
    assert (seen.edges, seen.pairs.tolist()) == ([0], [[0, 1]])


def test_repulsion_by_grid_is_that_of_all_pairs():
    place = np.random.default_rng(2).uniform(-12, 12, (300, 2))
    gap = place[:, None] - place[None]
    exact = (gap / (1 + (gap**2).sum(axis=2, keepdims=True)) ** 2).sum(axis=1)
    error = np.linalg.norm(layout._repulsion(place, 0.3) - exact, axis=1)
    assert np.median(error) < 0.15 * np.median(np.linalg.norm(exact, axis=1))


def test_communities_are_named_by_their_topics(made: Makes):
    seen = view(made())
    assert any(name.startswith("vision") for name in seen.community_names)
    assert len(seen.community_names) == max(seen.community) + 1


def test_a_few_unconnected_nodes_are_inside_the_others():
    n, edges, _ = blocks(5, 60)
    place = layout.positions(n + 3, np.vstack((edges, [[n, n + 1]])))
    far = np.hypot(*(place - np.median(place[:n], axis=0)).T)
    assert (far[n:] < np.quantile(far[:n], 0.98)).all()


@pytest.mark.parametrize(("shared", "expected"), [(1, "alpha"), (2, "alpha · beta")])
def test_a_second_topic_shares_more_than_one_paper_with_the_first(shared: int, expected: str):
    papers = [Node("Paper", f"p{i}", {"title": f"Paper {i}"}) for i in range(8)]
    topics = [Node("Topic", name, {"name": name}) for name in ("alpha", "beta")]
    having = [(i, 8) for i in range(5)] + [(i, 9) for i in range(5 - shared, 8)]
    nodes = [*papers, *topics]
    edges = tuple(Edge("HAS_TOPIC", nodes[a].key, nodes[b].key) for a, b in having)
    names = [str(node.properties.get("name", node.id)) for node in nodes]
    found = region_names(
        Subgraph(tuple(nodes), edges), [0] * 10, names, np.array(having), list(range(len(having)))
    )
    assert found == [expected]


def test_pairs_of_an_answer_with_thousands_of_authors_take_linear_time():
    authors, papers, random = 8000, 16_000, np.random.default_rng(3)
    nodes = [Node("Author", str(i)) for i in range(authors)]
    nodes += [Node("Paper", str(i)) for i in range(papers)]
    ends = random.integers(0, authors, 80_000), random.integers(authors, authors + papers, 80_000)
    started = time.process_time()
    found = ranking.row_pairs(
        Subgraph(tuple(nodes), ()), np.column_stack(ends), [[i] for i in range(authors)]
    )
    assert found
    assert time.process_time() - started < 5  # comparing all pairs takes 17 s
