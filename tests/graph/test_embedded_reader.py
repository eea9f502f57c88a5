"""The reader can only read; the engine itself refuses everything else."""

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import neo4j
import pytest

from citegraph.graph.engines.embedded import Access, Engine, open_engine
from citegraph.graph.errors import StoreError

SETUP = """CREATE (a:Paper {id: 'a', title: 'one', year: 2015}), (b:Paper {id: 'b', title: 'two'}),
  (t:Topic {id: 't'}), (a)-[:HAS_TOPIC {score: 0.5}]->(t), (b)-[:HAS_TOPIC]->(t)"""

WRITES = [
    "CREATE (:Paper {id: 'x'})",
    "CREATE (:Unheard {id: 'x'})",
    "MATCH (a:Paper {id: 'a'}), (b:Paper {id: 'b'}) CREATE (a)-[:CITES]->(b)",
    "MERGE (p:Paper {id: 'x'})",
    "MERGE (p:Paper {id: 'a'}) ON MATCH SET p.title = 'x'",
    "MATCH (p:Paper {id: 'a'}) SET p.title = 'x'",
    "MATCH (p:Paper {id: 'a'}) SET p += {title: 'x'}",
    "MATCH (p:Paper {id: 'a'}) SET p:Other",
    "MATCH (p:Paper {id: 'a'}) REMOVE p.title",
    "MATCH (p:Paper {id: 'a'}) REMOVE p:Paper",
    "MATCH ()-[r:HAS_TOPIC]->() SET r.score = 1",
    "MATCH ()-[r:HAS_TOPIC]->() DELETE r",
    "MATCH (n) DETACH DELETE n",
    "MATCH (p:Paper) FOREACH (x IN [1] | SET p.title = 'x')",
    "FOREACH (x IN [1, 2] | CREATE (:Paper {id: x}))",
    "MATCH (p:Paper) CALL (p) { SET p.title = 'x' } RETURN p.id",
    "CALL { CREATE (n:Paper {id: 'x'}) RETURN n } RETURN n.id",
    "UNWIND [1, 2] AS i CALL (i) { CREATE (:Paper {id: i}) } IN TRANSACTIONS OF 1 ROWS",
    "/* MATCH */ cReAtE (:Paper {id: 'x'})",
    "\\u0043REATE (:Paper {id: 'x'})",
    "INSERT (:Paper {id: 'x'})",
    "MATCH (p:Paper) WITH p LIMIT 1 SET p.title = 'x' RETURN p",
    "CREATE INDEX stolen FOR (p:Paper) ON (p.title)",
    "CREATE CONSTRAINT stolen FOR (p:Paper) REQUIRE p.title IS UNIQUE",
    "DROP INDEX paper_year",
    "DROP CONSTRAINT paper_id",
    "CREATE USER thief SET PASSWORD 'long enough' CHANGE NOT REQUIRED",
    "ALTER USER reader SET PASSWORD 'long enough'",
    "DROP USER writer",
    "SHOW USERS",
    "LOAD CSV FROM 'file:///etc/hostname' AS row RETURN row",
    "LOAD CSV FROM '/etc/hostname' AS row RETURN row",
    "CALL apoc.load.json('file:///etc/hostname') YIELD value RETURN value",
    "CALL apoc.create.node(['Paper'], {id: 'x'}) YIELD node RETURN node",
    "CALL db.create.setNodeProperty(null, 'a', 1)",
]

READS = {
    "MATCH (p:Paper) RETURN p.id AS x ORDER BY x": ["a", "b"],
    """MATCH (a:Paper {id: 'a'}), (b:Paper {id: 'b'})
       MATCH p = shortestPath((a)-[*..4]-(b)) RETURN length(p) AS x""": [2],
    "MATCH (p:Paper) WHERE EXISTS { (p)-[:HAS_TOPIC]->() } RETURN count(p) AS x": [2],
    """MATCH (p:Paper {id: 'a'})
       CALL (p) { MATCH (p)-[:HAS_TOPIC]->(t) RETURN t } RETURN t.id AS x""": ["t"],
    "UNWIND range(1, 25000) AS x RETURN count(x) AS x": [25000],
    "CALL db.labels() YIELD label RETURN label AS x ORDER BY x": ["Paper", "Topic"],
    """CALL db.index.fulltext.queryNodes('paper_text', 'two')
       YIELD node RETURN node.id AS x""": ["b"],
}


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with open_engine(tmp_path_factory.mktemp("reader") / "db") as engine:
        run = partial(ask, engine, engine.writer)
        run("CREATE CONSTRAINT paper_id FOR (p:Paper) REQUIRE p.id IS UNIQUE")
        run("CREATE INDEX paper_year FOR (p:Paper) ON (p.year)")
        engine.sql("CREATE PROPERTY `Paper`.`title` IF NOT EXISTS STRING")
        engine.sql("CREATE INDEX `paper_text` ON `Paper` (`title`) FULL_TEXT")
        run(SETUP)
        yield engine


def ask(engine: Engine, access: Access, statement: str, **parameters: Any) -> list[dict[str, Any]]:
    auth = (access.user, access.password)
    with neo4j.GraphDatabase.driver(engine.uri, auth=auth) as driver:
        result = driver.execute_query(statement, parameters, database_=engine.database)
        return [record.data() for record in result.records]


def everything(engine: Engine) -> object:
    return [
        ask(engine, engine.writer, statement)
        for statement in (
            "MATCH (n) RETURN labels(n) AS l, properties(n) AS p ORDER BY n.id",
            "MATCH (a)-[r]->(b) RETURN a.id, type(r) AS t, properties(r) AS p, b.id ORDER BY a.id",
            "SHOW INDEXES YIELD name, labelsOrTypes, properties",
            "SHOW CONSTRAINTS YIELD name, labelsOrTypes, properties",
            "CALL db.labels() YIELD label RETURN label ORDER BY label",
            "CALL db.relationshipTypes() YIELD relationshipType AS t RETURN t ORDER BY t",
        )
    ]


@pytest.mark.parametrize("statement", WRITES)
def test_writes_are_refused_and_change_nothing(engine: Engine, statement: str) -> None:
    before = everything(engine)
    # Some of ArcadeDB's "there is no such procedure" come as a DatabaseError.
    with pytest.raises((neo4j.exceptions.ClientError, neo4j.exceptions.DatabaseError)):
        ask(engine, engine.reader, statement)
    assert everything(engine) == before


@pytest.mark.parametrize(("statement", "values"), READS.items())
def test_reads_run(engine: Engine, statement: str, values: list[Any]) -> None:
    assert [row["x"] for row in ask(engine, engine.reader, statement)] == values


def test_explain_runs_and_changes_nothing(engine: Engine) -> None:
    before = everything(engine)
    ask(engine, engine.reader, "EXPLAIN MATCH (n) RETURN n")
    assert everything(engine) == before


def test_profile_of_a_write_changes_nothing(engine: Engine) -> None:
    before = everything(engine)
    with pytest.raises(neo4j.exceptions.ClientError):
        ask(engine, engine.reader, "PROFILE CREATE (:Paper {id: 'x'})")
    assert everything(engine) == before


def test_nobody_loads_addresses(engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "data.csv").write_text("1,2\n")

    class Handler(SimpleHTTPRequestHandler):
        asked: list[str] = []  # noqa: RUF012 - shared on purpose

        def do_GET(self) -> None:
            self.asked.append(self.path)
            self.send_error(404)

    handler = partial(Handler, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/data.csv"
        for access in (engine.reader, engine.writer):
            for source in (address, f"file://{tmp_path}/data.csv", f"{tmp_path}/data.csv"):
                with pytest.raises(neo4j.exceptions.ClientError):
                    ask(engine, access, "LOAD CSV FROM $source AS row RETURN row", source=source)
        server.shutdown()
    assert Handler.asked == []


def test_writer_cannot_touch_users(engine: Engine) -> None:
    for statement in ("SHOW USERS", "CREATE USER x SET PASSWORD 'long enough'", "DROP USER reader"):
        with pytest.raises(neo4j.exceptions.ClientError):
            ask(engine, engine.writer, statement)


def test_sql_that_is_wrong_is_one_line(engine: Engine) -> None:
    with pytest.raises(StoreError, match="refused") as caught:
        engine.sql("CREATE NONSENSE")
    assert "\n" not in str(caught.value)
