"""Database addresses."""

from pathlib import Path

import pytest

from citegraph.graph import open_store
from citegraph.graph.connection.address import Server, parse
from citegraph.graph.errors import ConnectionFailed


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("citegraph.db", Path("citegraph.db")),
        ("./--nl", Path("./--nl")),
        ("/data/my graph", Path("/data/my graph")),
        ("C:\\graphs\\one", Path("C:\\graphs\\one")),
        ("bolt", Path("bolt")),
        ("bolt://host", Server("bolt://host:7687", None)),
        ("bolt://127.0.0.1:9999", Server("bolt://127.0.0.1:9999", None)),
        ("NEO4J://Host:7687/papers", Server("neo4j://host:7687", "papers")),
        ("neo4j+s://host/papers", Server("neo4j+s://host:7687", "papers")),
        ("neo4j+ssc://host/", Server("neo4j+ssc://host:7687", None)),
        ("bolt+s://[::1]:7688/a.b-c", Server("bolt+s://[::1]:7688", "a.b-c")),
        ("bolt+ssc://host?database=papers", Server("bolt+ssc://host:7687", "papers")),
        ("bolt://host/papers?database=papers", Server("bolt://host:7687", "papers")),
    ],
)
def test_addresses(given: str, expected: Path | Server) -> None:
    assert parse(given) == expected


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("", "empty"),
        ("  ", "empty"),
        ("--nl", "looks like an option, not a database address"),
        ("a\nb", "control characters"),
        ("a\0b", "control characters"),
        ("localhost:7687", "neo4j://localhost:7687"),
        ("127.0.0.1:7687/neo4j", "bolt://127.0.0.1:7687/neo4j"),
        ("[::1]:7687", "no scheme"),
        ("http://localhost:7474", "unknown scheme http"),
        ("postgres://user:secret@host", "unknown scheme"),
        ("bolt:host", "neo4j://host:7687/database"),
        ("bolt://", "invalid host"),
        ("bolt://:7687", "invalid host"),
        ("bolt://[::1", "invalid host or port"),
        ("bolt://127.0.0.1:abc", "invalid host or port"),
        ("bolt://127.0.0.1:99999", "invalid host or port"),
        ("bolt://127.0.0.1:0", "invalid host or port"),
        ("bolt://a b:7687", "invalid host or port"),
        ("bolt://user:secret@host", "NEO4J_PASSWORD"),
        ("bolt://:secret@host", "NEO4J_PASSWORD"),
        ("bolt://host?policy=eu", "unknown option 'policy'"),
        ("bolt://host/a?database=b", "invalid database name"),
        ("bolt://host/a/b", "invalid database name"),
        ("bolt://host?database=", "invalid database name"),
        ("bolt://host/a#b", "invalid database name"),
        ("neo4j://host/?password=secret", "unknown option 'password'"),
        ("neo4j://user:a/secret@host:7687", "invalid host or port"),
        ("bolt:user:secret@host", "no scheme"),
        ("user:secret@host:7687", "no scheme"),
        ("//user:secret@host", "no scheme"),
        ("neo4j://user:secret@host\1", "control characters"),
        ("-neo4j://user:secret@host", "looks like an option"),
        ("neo4j://host:7687/db#secret", "invalid database name"),
    ],
)
def test_invalid_addresses_are_one_line_with_a_remedy(
    given: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ConnectionFailed) as error:
        open_store(given)
    message = str(error.value)
    assert words in message
    assert "\n" not in message
    assert "secret" not in message
    assert list(tmp_path.iterdir()) == []  # no folder of that name
