"""Both engines with the same small graph in them: ``sample.cypher``."""

from pathlib import Path

import pytest

from citegraph.graph.store import Store

SAMPLE = (Path(__file__).parent / "sample.cypher").read_text("utf-8")
# Two papers of which nothing but title and abstract is known.
BARE = """CREATE
  (:Paper {id: 'title:one', title: 'One', titleKey: 'one', abstract: 'First.', stub: false}),
  (:Paper {id: 'title:two', title: 'Two', titleKey: 'two', abstract: 'Second.'})"""


def _fill(store: Store, statement: str) -> Store:
    store.write("MATCH (n) DETACH DELETE n")
    store.write(statement)
    # As a load does: what lacks it belongs to another application.
    store.write("MATCH (n) SET n.load = '2025-10-27T00:00:00Z'")
    store.write("MATCH ()-[r]->() SET r.load = '2025-10-27T00:00:00Z'")
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
