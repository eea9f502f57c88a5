"""A Neo4j database that other applications also use."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import neo4j
import pytest

from citegraph import queries
from citegraph.graph import Paper, Store, Topic, open_store, to_networkx
from citegraph.graph.connection.preparation import Database, definitions, missing, prepare
from citegraph.graph.errors import StoreError
from citegraph.graph.exporting.papers import papers
from citegraph.reports import examination, statistics

LOAD = "2025-10-27T00:00:00Z"
PAPER = Paper(
    title="Pointers to data",
    abstract="We point.",
    arxiv_id="1506.00001",
    topics=(Topic(name="Pointer network", source="text"),),
)


@pytest.fixture
def opened(neo4j_server: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Opens stores on a database without schema and data; makes both whole again at the end."""
    monkeypatch.setenv("NEO4J_USERNAME", neo4j_server.user)
    monkeypatch.setenv("NEO4J_PASSWORD", neo4j_server.password)
    name = f"{neo4j_server.uri}/neo4j"

    def bare() -> None:
        with open_store(name) as store:
            store.write("MATCH (n) DETACH DELETE n")
            for row in store.read("SHOW CONSTRAINTS YIELD name").rows:
                store.write(f"DROP CONSTRAINT `{row['name']}`")
            for row in store.read(
                "SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP' RETURN name"
            ).rows:
                store.write(f"DROP INDEX `{row['name']}`")

    bare()
    yield lambda: open_store(name)
    bare()
    with open_store(name) as store:
        store.prepare()


def contents(store: Store) -> list[dict[str, Any]]:
    return store.read(
        "MATCH (n) RETURN labels(n) AS labels, properties(n) AS all ORDER BY labels, n.id, n.name"
    ).rows


FOREIGN = (
    "CREATE (:Paper {name: 'wallpaper'})",
    "CREATE (:Paper {id: 7, title: 'Pointers to data'})",
    "CREATE (:Topic {id: 'pointer network', name: 'mine'})",
    "CREATE (:Author {id: 'a'}), (:Paper:Draft {id: 'b'})",
)


@pytest.mark.parametrize("statement", FOREIGN)
def test_a_database_with_nodes_of_others_is_refused_and_unchanged(
    opened: Any, statement: str
) -> None:
    with opened() as store:
        store.write(statement)
        before = contents(store)
        with pytest.raises(StoreError, match=r"another application .*; use a separate database"):
            store.merge([PAPER], LOAD)
        assert contents(store) == before
        assert store.read("SHOW CONSTRAINTS").rows == []
        with pytest.raises(StoreError, match="another application"):
            queries.run(store, "most-cited")
        with pytest.raises(StoreError, match="another application"):
            queries.subgraph(store, "atlas")
        checks = {row["check"]: row for row in examination(store.name)}
        assert checks["labels"]["state"] == "failed"
        assert "separate database" in checks["labels"]["remedy"]
        assert checks["graph"]["value"] == "0 papers"


@pytest.mark.parametrize("statement", FOREIGN)
def test_nodes_that_others_add_later_are_not_read(opened: Any, statement: str) -> None:
    with opened() as store:
        store.merge([PAPER], LOAD)
        store.write(statement.replace("pointer network", "another topic"))
        store.write("CREATE (:Movie {title: 'x'})-[:SEEN]->(:Me), (:Me)-[:CITES]->(:Me)")
        assert to_networkx(store).number_of_nodes() == 2
        assert to_networkx(store).number_of_edges() == 1
        assert [paper.id for paper in papers(store)] == ["arxiv:1506.00001"]
        counts = {row["what"]: row["count"] for row in statistics(store)}
        assert counts["Paper"] == counts["Topic"] == counts["HAS_TOPIC"] == 1
        assert not {"Movie", "Me", "SEEN", "CITES", "Author"} & set(counts)
        with pytest.raises(StoreError, match="another application"):
            queries.run(store, "most-cited")
    with opened() as store, pytest.raises(StoreError, match="another application"):
        store.merge([PAPER], LOAD)


def test_other_labels_and_types_are_no_obstacle(opened: Any) -> None:
    with opened() as store:
        store.write("CREATE (:Movie {id: 1, title: 'x'})-[:CITES]->(:Person {id: 2})")
        store.merge([PAPER], LOAD)
        assert queries.run(store, "search", words="pointers").rows
        assert to_networkx(store).number_of_nodes() == 2
        assert all(row["state"] == "ok" for row in examination(store.name))


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        (
            "CREATE CONSTRAINT citegraph_paper_id FOR (n:Paper) REQUIRE n.key IS UNIQUE",
            "Paper(key)",
        ),
        ("CREATE INDEX citegraph_paper_id FOR (n:Movie) ON (n.title)", "Movie(title)"),
        ("CREATE INDEX mine FOR (n:Paper) ON (n.id)", "Paper(id)"),
        ("CREATE INDEX citegraph_paper_doi FOR (n:Paper) ON (n.key)", "Paper(key)"),
    ],
)
def test_a_constraint_or_index_in_the_way_is_named(opened: Any, statement: str, named: str) -> None:
    with opened() as store:
        store.write(statement)
        with pytest.raises(StoreError) as raised:
            store.merge([PAPER], LOAD)
        assert f"on {named} conflicts with the" in str(raised.value)
        assert "drop it" in str(raised.value)
        checks = {row["check"]: row for row in examination(store.name)}
        assert checks["schema"]["state"] == "failed"


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE CONSTRAINT paper_id FOR (n:Paper) REQUIRE n.key IS UNIQUE",
        "CREATE INDEX paper_id FOR (n:Paper) ON (n.key)",
        "CREATE CONSTRAINT mine FOR (n:Paper) REQUIRE n.id IS UNIQUE",
    ],
)
def test_constraints_and_indexes_of_others_stay(opened: Any, statement: str) -> None:
    with opened() as store:
        store.write(statement)
        store.merge([PAPER], LOAD)
        assert missing(lambda text: store.read(text).rows, store.name) == []
        with pytest.raises(StoreError):
            store.write("CREATE (:Paper {id: 'arxiv:1506.00001', load: 'x'})")


@dataclass(frozen=True)
class Refusing(Database):
    """A database whose user has no schema rights.

    Community Edition has no roles. So the statements that an Enterprise server would refuse are
    refused here, with its code; all others run on the real server.
    """

    refused: tuple[str, ...] = ()

    def run(self, statement: str, /, **parameters: Any) -> list[dict[str, Any]]:
        if statement.startswith(self.refused):
            raise neo4j.exceptions.Neo4jError._hydrate_neo4j(
                code="Neo.ClientError.Security.Forbidden",
                message="Schema operations are not allowed for user 'reader' with roles [PUBLIC].",
            )
        return Database.run(self, statement, **parameters)


def test_without_schema_rights_an_administrator_can_prepare(opened: Any) -> None:
    with opened() as store, store.session() as session:
        refused = ("CREATE CONSTRAINT", "CREATE INDEX")
        limited = Refusing(store.name, session, {}, refused=refused)
        with pytest.raises(StoreError, match="administrator") as raised:
            prepare(limited)
        assert definitions()[0].statement in str(raised.value)
        for definition in definitions():
            store.write(definition.statement)
        assert prepare(limited) is False
        assert contents(store) == []


def test_a_user_who_may_not_list_constraints_learns_the_privileges(opened: Any) -> None:
    with opened() as store, store.session() as session:
        limited = Refusing(store.name, session, {}, refused=("SHOW",))
        with pytest.raises(StoreError, match="privileges SHOW CONSTRAINT and SHOW INDEX"):
            prepare(limited)
        assert contents(store) == []


def test_first_loads_at_the_same_time(opened: Any) -> None:
    errors: list[BaseException] = []
    with opened() as one, opened() as two, opened() as three:
        start = threading.Barrier(3)

        def load(store: Store) -> None:
            start.wait()
            try:
                store.merge([PAPER], LOAD)
            except BaseException as error:  # noqa: BLE001 - shown below
                errors.append(error)

        threads = [threading.Thread(target=load, args=(store,)) for store in (one, two, three)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert errors == []
        assert missing(lambda text: one.read(text).rows, one.name) == []
        assert one.read("MATCH (p:Paper) RETURN count(p) AS n").rows == [{"n": 1}]


def test_transactions_name_the_program(opened: Any) -> None:
    with opened() as store:
        store.command = "stats"
        [row] = store.read(
            "SHOW TRANSACTIONS YIELD metaData, currentQuery WHERE metaData.app = 'citegraph' "
            "RETURN metaData AS about"
        ).rows
        assert row["about"]["command"] == "stats"
        assert row["about"]["version"]


def test_the_folder_of_an_embedded_database_is_looked_at_too(tmp_path: Path) -> None:
    with open_store(tmp_path / "graph.db") as store:
        store.write("CREATE (:Topic {id: 'pointer network', name: 'mine'})")
        before = contents(store)
        with pytest.raises(StoreError, match="another application"):
            store.merge([PAPER], LOAD)
        assert contents(store) == before


def test_doctor_tells_a_refusal_from_another_error(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    from citegraph import reports
    from citegraph.graph import cypher

    assert reports._reading_only(store)["state"] == "ok"
    monkeypatch.setattr(cypher, "FORBIDDEN", "CREATE (n:CitegraphDoctor")
    assert reports._reading_only(store)["state"] == "failed"
    monkeypatch.setattr(cypher, "FORBIDDEN", "RETURN 1")
    assert reports._reading_only(store)["state"] == "failed"
