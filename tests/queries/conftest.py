"""Both engines with the same small graph in them: ``sample.cypher``."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.store import Store, open_store

SAMPLE = (Path(__file__).parent / "sample.cypher").read_text("utf-8")
# Two papers of which nothing but title and abstract is known.
BARE = """CREATE
  (:Paper {id: 'title:one', title: 'One', titleKey: 'one', abstract: 'First.', stub: false}),
  (:Paper {id: 'title:two', title: 'Two', titleKey: 'two', abstract: 'Second.'})"""


@pytest.fixture(scope="session", params=["arcadedb", "neo4j"])
def engine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Store]:
    address: str | Path = tmp_path_factory.mktemp("questions") / "graph.db"
    if request.param == "neo4j":
        address = os.environ.get("CITEGRAPH_TEST_NEO4J", "")
        if not address:
            pytest.skip("no Neo4j: CITEGRAPH_TEST_NEO4J does not name one")
    with open_store(address) as store:
        store.prepare()
        yield store


def _fill(store: Store, statement: str) -> Store:
    store.write("MATCH (n) DETACH DELETE n")
    store.write(statement)
    return store


@pytest.fixture(scope="module")
def store(engine: Store) -> Store:
    """The sample graph."""
    return _fill(engine, SAMPLE)


@pytest.fixture(scope="module")
def bare(engine: Store) -> Store:
    """Two papers and nothing else."""
    return _fill(engine, BARE)


@pytest.fixture(scope="module")
def empty(engine: Store) -> Store:
    """No node at all."""
    engine.write("MATCH (n) DETACH DELETE n")
    return engine
