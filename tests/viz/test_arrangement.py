"""Positions that another process computes are the same, and a process that fails is replaced."""

import sys

import numpy as np
import pytest

from citegraph.viz import arrangement
from citegraph.viz.arrangement import Layered, arranged, begun


def graph() -> Layered:
    draw = np.random.default_rng(3)
    papers, n = 60, 90
    pairs = np.column_stack((draw.integers(0, papers, 200), draw.integers(papers, n, 200)))
    return Layered(
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
    monkeypatch.setattr(arrangement, "APART_ABOVE", 10)
    monkeypatch.setattr("os.cpu_count", lambda: 2)


def same(one: arrangement.Arrangement, other: arrangement.Arrangement) -> bool:
    return np.array_equal(one[0], other[0]) and np.array_equal(one[1], other[1])


def test_another_process_returns_the_same() -> None:
    process = arrangement.Apart(graph())
    found = process.result()
    assert process.returncode == 0
    assert same(found, arranged(graph()))


def test_a_killed_process_is_replaced() -> None:
    process = arrangement.Apart(graph())
    process.kill()
    assert same(process.result(), arranged(graph()))


def test_a_process_that_does_not_start_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    assert same(begun(graph())(), arranged(graph()))
