"""The newest Neo4j, and a wrong password: a smaller run of the promises of the store."""

from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest

from citegraph import loaders, queries
from citegraph.graph import Store, open_store
from citegraph.graph.errors import ConnectionFailed, QueryError
from citegraph.graph.writing.difference import Changes

SAMPLES = [
    str(files("citegraph.loaders") / "samples" / name)
    for name in ("daily-papers.txt", "citations.jsonl")
]


@pytest.fixture
def newest(newest_neo4j: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv("NEO4J_USERNAME", newest_neo4j.user)
    monkeypatch.setenv("NEO4J_PASSWORD", newest_neo4j.password)
    with open_store(newest_neo4j.uri) as store:
        store.write("MATCH (n) DETACH DELETE n")
        yield store


def test_load_ask_and_load_again(newest: Store) -> None:
    summary = loaders.load(newest, SAMPLES)
    assert summary.rejections == 0
    assert loaders.load(newest, SAMPLES).changes == Changes()
    cited = queries.run(newest, "most-cited", limit=3).rows
    assert cited[0]["citations"] == 14
    assert queries.run(
        newest, "path", **{"from": "Attention Is All You Need", "to": "Adam: A Method"}
    ).rows
    assert (
        len(queries.subgraph(newest, "shared-topics", paper="Graph Attention Networks").nodes) > 2
    )


def test_free_cypher_cannot_write(newest: Store) -> None:
    with pytest.raises(QueryError, match="allow it with `write`"):
        queries.cypher(newest, "CREATE (n:Note)")
    assert newest.read("MATCH (n:Note) RETURN count(n) AS n").rows == [{"n": 0}]


def test_a_wrong_password_is_said_without_repeating_it(
    newest_neo4j: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEO4J_USERNAME", newest_neo4j.user)
    monkeypatch.setenv("NEO4J_PASSWORD", "not-the-password")
    with pytest.raises(ConnectionFailed, match="NEO4J_PASSWORD") as error:
        open_store(newest_neo4j.uri)
    assert "not-the-password" not in str(error.value)
