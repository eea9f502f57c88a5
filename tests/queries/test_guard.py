"""Free Cypher reads; whatever tries to write is refused in one line and changes nothing."""

import time
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from citegraph import queries
from citegraph.graph.errors import QueryError
from citegraph.graph.store import Store
from citegraph.queries import guard

WRITES = [
    "CREATE (:Foo)",
    "create (:Foo)",
    "MATCH (n) SET n.x = 1",
    "MATCH (n) SET n:Foo",
    "MATCH (n) SET n += {x: 1}",
    "MATCH (n) REMOVE n.title",
    "MATCH (n:Paper) REMOVE n:Paper",
    "MATCH (n) DELETE n",
    "MATCH (n) DETACH DELETE n",
    "MATCH ()-[r]->() DELETE r",
    "MERGE (n:Foo {id: 1}) RETURN n",
    "MATCH (n:Paper) MERGE (n)-[:CITES]->(n)",
    "FOREACH (x IN [1, 2] | CREATE (:Foo))",
    "INSERT (:Foo)",
    "MATCH (n) CALL (n) { CREATE (:Foo) } RETURN n",
    "CALL { CREATE (x:Foo) RETURN x } RETURN x",
    "MATCH (n) CALL (n) { SET n.x = 1 } IN TRANSACTIONS RETURN count(*)",
    "UNWIND [1] AS x CREATE (:Foo) RETURN 1 AS one",
    "MATCH (n) RETURN n.id UNION CREATE (n:Foo) RETURN n.id",
    "// nothing but reading\nCREATE (:Foo)",
    "/* MATCH (n) RETURN n */ CREATE (:Foo)",
    "MATCH (n) /* RETURN n // */ SET n.x = 1",
    "RETURN 1 AS x; CREATE (:Foo)",
    "PROFILE CREATE (:Foo)",
    "  profile  MATCH (n) DETACH DELETE n",
    "/* x */ PROFILE MATCH (n) SET n.x = 1",
    "CYPHER 5 CREATE (:Foo)",
    "CYPHER runtime=slotted MATCH (n) SET n.x = 1",
    "C\\u0052EATE (:Foo)",
    "MATCH (n) \\u0053ET n.x = 1",
    "RETURN 1 AS x //\rCREATE (:Foo)",
    "CREATE INDEX foo FOR (n:Foo) ON (n.x)",
    "CREATE CONSTRAINT foo FOR (n:Foo) REQUIRE n.x IS UNIQUE",
    "DROP CONSTRAINT citegraph_paper_id IF EXISTS",
    "DROP INDEX citegraph_paper_year IF EXISTS",
    "CREATE USER bob SET PASSWORD 'abcdefgh'",
    "ALTER CURRENT USER SET PASSWORD FROM 'a' TO 'b'",
    "DROP USER neo4j",
    "GRANT ROLE admin TO bob",
    "CREATE DATABASE other",
    "STOP DATABASE neo4j",
    "TERMINATE TRANSACTIONS 'neo4j-transaction-1'",
    "SHOW TRANSACTIONS YIELD transactionId AS t TERMINATE TRANSACTIONS t YIELD message RETURN message",
    "USE neo4j CREATE (:Foo)",
    "USE system CREATE USER bob SET PASSWORD 'abcdefgh'",
    "CALL db.createLabel('Foo')",
    "CALL `db`.`createLabel`('Foo')",
    "CALL db . /* x */ createLabel('Foo')",
    "CALL\tdb\n.\ncreateLabel('Foo')",
    "C\\u0041LL db.createLabel('Foo')",
    "CALL db.\\u0063reateLabel('Foo')",
    "OPTIONAL CALL db.createLabel('Foo')",
    "MATCH (n) CALL db.create.setNodeVectorProperty(n, 'x', [1.0]) RETURN n",
    "CALL db.index.fulltext.awaitEventuallyConsistentIndexRefresh()",
    "CALL db.clearQueryCaches()",
    "CALL dbms.setConfigValue('x', 'y')",
    "CALL dbms.killQuery('x')",
    "CALL apoc.cypher.runWrite('CREATE (:Foo)', {})",
    "CALL apoc.periodic.iterate('MATCH (n) RETURN n', 'DELETE n', {})",
    "CALL apoc.load.json('https://example.org')",
    "CALL { CALL apoc.load.json('file:///etc/passwd') YIELD value RETURN value } RETURN value",
    "LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line",
    "load\ncsv with headers from 'https://example.org' as line return line",
    "LOAD /* x */ CSV FROM 'file:///etc/passwd' AS line RETURN line",
    "L\\u004fAD CSV FROM 'file:///etc/passwd' AS line RETURN line",
    "CALL { LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line } RETURN line",
    "RETURN 1 AS x /* \\u002a/ CALL db.createLabel('Foo') /* */",
    "CALL { WITH 1 AS AS CALL db.clearQueryCaches() YIELD value RETURN value } RETURN value",
    "WITH 1 AS AS CALL dbms.killConnection('bolt-1') YIELD message RETURN message",
    "WITH 1 AS x LIMIT 1CALL db.createLabel('Foo') RETURN x",
    "CALL dbms.listConfig()",
    "CALL dbms.queryJmx('java.lang:type=Runtime')",
    "CALL encode('a', 'base64')",
    "RETURN apoc.cypher.runFirstColumnSingle('RETURN 1', {}) AS x",
    "RETURN `apoc` . /* x */ `util`.`sleep` (1) AS x",
    "RETURN [1, 2][..apoc.util.sleep(1)] AS x",
    "RETURN [1, 2][0..apoc.util.sleep(1)] AS x",
    "RETURN apoc.util.sleep\u180e(1) AS x",
    "SHOW TRANSACTIONS",
    "SHOW SETTINGS",
    "SHOW USERS",
    "EXPLAIN",
    "PROFILE",
]

# Engines resolve an escape at different times: some read these, some write.
AMBIGUOUS = [
    "RETURN '\\u0027 AS x CREATE (:Foo) //'",
    "RETURN 1 AS x //\\u000aCREATE (:Foo)",
    "RETURN 1 AS x /* \\u002a/ CREATE (:Foo) /* */",
    "/* \\\\u002a/ ' */ WITH 1 AS a, \"\\u0022 AS b LOAD CSV FROM 'http://127.0.0.1:9/' AS l RETURN l //\"",
    "MATCH (n:`a\\u0060) SET n.x = 1 //`) RETURN n",
    "RETURN '\\u005c' AS x",
]

READS = [
    "MATCH (n:Paper) RETURN count(n) AS papers",
    "MATCH (n:Paper)\nWHERE NOT n.title CONTAINS 'CREATE' // DELETE n\nRETURN n.id AS create",
    "RETURN 'MATCH (n) DETACH DELETE n; LOAD CSV; CALL db.createLabel()' AS text",
    "MATCH (n:Paper) WITH n.call AS call RETURN call, {call: 1} AS map LIMIT 1",
    "MATCH (call:Paper)-[:CITES]->(b) RETURN call.id AS call, b.id AS set",
    "MATCH (n:Paper) CALL (n) { MATCH (n)-[:CITES]->(m) RETURN count(m) AS cited } RETURN n.id, cited",
    "CALL { MATCH (n:Paper) RETURN n } RETURN n.id AS id",
    "PROFILE MATCH (n:Paper) RETURN n.id AS id",
    "EXPLAIN MATCH (n:Paper) RETURN n.id AS id",
    "CALL db.labels()",
    "CALL db.labels() YIELD label RETURN label",
    "CALL db.relationshipTypes()",
    "CALL dbms.components() YIELD name RETURN name",
    "SHOW INDEXES",
    "SHOW INDEXES YIELD name RETURN name",
    "CALL db.labels() YIELD label AS AS RETURN AS",
    "WITH 1 AS call MATCH (n:Paper) RETURN call, n.id LIMIT 1",
    "RETURN date.truncate('month', date()) AS x",
    "RETURN 'caf\\u00e9' AS x",
    "MATCH p = (a:Paper)-[:CITES]->(b:Paper) RETURN p, a, b LIMIT 1;",
]


def _state(store: Store) -> tuple[object, ...]:
    count = "MATCH (n) RETURN count(n) AS nodes, sum(size(keys(n))) AS keys, sum(size(labels(n))) AS labels"
    [nodes] = store.read(count).rows
    [edges] = store.read("MATCH ()-[r]->() RETURN count(r) AS edges").rows
    labels = {row["label"] for row in store.read("CALL db.labels()").rows}
    indexes = len(store.read("SHOW INDEXES").rows)
    return tuple(nodes.values()), edges["edges"], "Foo" in labels, indexes


@pytest.mark.parametrize("statement", WRITES)
def test_writes_are_refused(store: Store, statement: str):
    before = _state(store)
    with pytest.raises(QueryError) as error:
        queries.cypher(store, statement)
    assert "\n" not in str(error.value)
    assert _state(store) == before


@pytest.mark.parametrize("statement", AMBIGUOUS)
def test_ambiguous_escapes_are_refused(store: Store, statement: str):
    with pytest.raises(QueryError, match="is ambiguous here"):
        queries.cypher(store, statement)


@pytest.mark.parametrize(
    "statement",
    [w for w in WRITES if w.startswith(("CREATE (", "MATCH (n) SET n.x", "MERGE", "FOREACH"))],
)
def test_the_remedy_is_one_clear_line(store: Store, statement: str):
    with pytest.raises(QueryError, match=r"^this statement writes; allow it with `write`$"):
        queries.cypher(store, statement)


@pytest.mark.parametrize("statement", READS)
def test_reads_are_answered(store: Store, statement: str):
    answer = queries.cypher(store, statement)
    assert answer.rows or statement.startswith("EXPLAIN")


def test_writing_on_request(store: Store):
    made = queries.cypher(
        store, "CREATE (n:Foo {id: $id}) RETURN n.id AS id", {"id": "x"}, write=True
    )
    assert made.rows == [{"id": "x"}]
    assert made.note is not None
    assert "nodes created: 1" in made.note
    gone = queries.cypher(store, "MATCH (n:Foo) DELETE n", write=True)
    assert gone.note == "nodes deleted: 1"
    assert queries.cypher(store, "MATCH (n:Foo) DELETE n", write=True).note == "nothing changed"


def test_a_cut_is_said(store: Store):
    answer = queries.cypher(store, "UNWIND range(1, 10) AS x RETURN x", limit=3)
    assert [row["x"] for row in answer.rows] == [1, 2, 3]
    assert answer.note is not None
    assert answer.note.startswith("only the first 3 rows; to get more, raise the limit")
    assert queries.cypher(store, "UNWIND range(1, 10) AS x RETURN x", limit=10).note is None
    assert (
        len(queries.cypher(store, "UNWIND range(1, 5000) AS x RETURN x", limit=None).rows) == 5000
    )


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("MATCH (n RETURN n", "line 1, column 10, near 'RETURN n': "),
        ("MATCH (n)\nRETUR n", "line 2, column 1, near 'RETUR n': "),
        ("MATCH (n) RETURN n.x +", "line 1, column 23, at the end: "),
        ("MATCH (n) RETURN m", "ariable"),
        ("RETURN $x", "Expected parameter(s): x"),
        ("RETURN nothing(1)", "Unknown function 'nothing'"),
        ("RETURN 'never ends", 'line 1, column 8, near "\'never ends"'),
        ("RETURN 1 / 0", "by zero"),
        ("", "no statement to run"),
        ("// only a comment", "no statement to run"),
    ],
)
def test_faults_are_one_line_with_the_place(store: Store, statement: str, said: str):
    with pytest.raises(QueryError) as error:
        queries.cypher(store, statement)
    assert said in str(error.value)
    assert "\n" not in str(error.value)
    assert len(str(error.value)) < 300


def test_too_long(store: Store):
    endless = (
        "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b "
        "WITH a, b WHERE a * b % 7 = 8 RETURN count(*) AS n"
    )
    began = time.monotonic()
    with pytest.raises(QueryError, match="took longer than 1 s"):
        queries.cypher(store, endless, timeout=1)
    assert time.monotonic() - began < 60  # the statement takes minutes
    assert queries.cypher(store, "RETURN 1 AS x").rows == [{"x": 1}]


@pytest.mark.parametrize("value", [2**63, [-(2**63) - 1], {1: "a"}, {"a": {1, 2}}, "\ud800"])
def test_a_value_that_the_driver_cannot_send_is_refused_in_one_line(
    store: Store, value: Any
) -> None:
    for rows in (queries.cypher, lambda *given: list(guard.stream(*given))):
        with pytest.raises(QueryError, match="invalid statement or parameter") as error:
            rows(store, "RETURN $x AS x", {"x": value})
        assert "\n" not in str(error.value)
    assert queries.cypher(store, "RETURN 1 AS x").rows == [{"x": 1}]


def test_a_time_zone_of_the_standard_library_is_sent(store: Store) -> None:
    """The driver alone reads past its own time with such a zone, and may crash."""
    time = datetime(2020, 7, 2, 3, 4, 5, tzinfo=ZoneInfo("Europe/Lisbon"))
    statement = "RETURN $x.timezone AS zone, $x.hour AS hour, $y[0].a.epochSeconds AS seconds"
    for day in (time, time.replace(month=1)):
        rows = queries.cypher(store, statement, {"x": day, "y": [{"a": day}]}).rows
        assert rows == [{"zone": "Europe/Lisbon", "hour": 3, "seconds": int(day.timestamp())}]
