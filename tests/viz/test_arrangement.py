"""Positions that another process computes are the same, and a process that fails is replaced."""

import sys

import numpy as np
import pytest

from citegraph.viz import arrangement
from citegraph.viz.arrangement import GraphArrays, arranged, begun
from citegraph.viz.communities import joined


def graph() -> GraphArrays:
    draw = np.random.default_rng(3)
    papers, n = 60, 90
    pairs = np.column_stack((draw.integers(0, papers, 200), draw.integers(papers, n, 200)))
    return GraphArrays(
        seed=5,
        pairs=pairs,
        theme=np.where(pairs[:, 1] < 80, 0.5, 0.0),
        space=draw.uniform(8, 20, n),
        paper=np.arange(n) < papers,
        author=np.arange(n) >= 80,
        listing=np.zeros(n, dtype=bool),
    )


@pytest.fixture(autouse=True)
def of_two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrangement, "PROCESS_ABOVE", 10)
    monkeypatch.setattr("os.cpu_count", lambda: 2)


def same(one: arrangement.Arrangement, other: arrangement.Arrangement) -> bool:
    return np.array_equal(one[0], other[0]) and np.array_equal(one[1], other[1])


def test_another_process_returns_the_same() -> None:
    process = arrangement.ArrangingProcess(graph())
    found = process.result()
    assert process.returncode == 0
    assert same(found, arranged(graph()))


def test_a_killed_process_is_replaced() -> None:
    process = arrangement.ArrangingProcess(graph())
    process.kill()
    assert same(process.result(), arranged(graph()))


def test_a_process_that_does_not_start_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    assert same(begun(graph())(), arranged(graph()))


def test_organizations_of_authors_lie_among_them() -> None:
    themes, each = 6, 70
    papers = themes * each
    draw = np.random.default_rng(1)
    topic = papers + np.arange(themes)
    author = papers + themes + np.arange(papers // 2)
    lab = author[-1] + 1 + np.arange(3 * themes)  # too many for a place in the core
    n = int(lab[-1]) + 1
    theme = np.arange(papers) % themes
    near = np.column_stack((draw.integers(0, each, 3 * papers) * themes, np.zeros(3 * papers)))
    near = (near + (draw.integers(0, themes, 3 * papers))[:, None]).astype(np.int64)
    near[:, 1] += draw.integers(0, each, 3 * papers) * themes
    pairs = np.concatenate(
        [
            near,
            np.column_stack((np.arange(papers), topic[theme])),
            np.column_stack((author, np.arange(papers // 2))),
            np.column_stack((author, lab[np.arange(papers // 2) % (3 * themes)])),
        ]
    )
    index = np.arange(n)
    group, position = arranged(
        GraphArrays(
            seed=0,
            pairs=pairs,
            theme=np.where(pairs[:, 1] < author[0], 1.0, 0.0) * (pairs[:, 0] < papers),
            space=np.full(n, 10.0),
            paper=index < papers,
            author=(index >= author[0]) & (index <= author[-1]),
            listing=np.zeros(n, dtype=bool),
        )
    )
    reach = np.abs(position[:papers]).max(axis=0)
    for number, one in enumerate(lab):
        own = np.flatnonzero(theme == number % themes)
        assert group[one] == np.bincount(group[own]).argmax()
        gaps = np.hypot(*(position[own] - position[one]).T)
        assert gaps.min() < 0.2 * np.hypot(*reach)


def test_every_node_of_a_component_joins_a_community() -> None:
    chain = np.column_stack((np.arange(9), np.arange(1, 10)))
    group = np.full(10, -1)
    group[0] = 0
    assert joined(group, chain).tolist() == [0] * 10
