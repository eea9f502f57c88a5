"""Nothing gets through read-only Cypher: every attempt is judged by its error and by its effect."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from citegraph import queries
from citegraph.graph import Store, open_store
from citegraph.graph.errors import CitegraphError, QueryError
from citegraph.queries import readonly
from tests.queries.attempts import attempts, harmless

SAMPLE = (Path(__file__).parent / "sample.cypher").read_text("utf-8")
STATE = [
    "MATCH (n) RETURN labels(n) AS l, properties(n) AS p ORDER BY n.id",
    "MATCH (a)-[r]->(b) RETURN a.id, type(r) AS t, properties(r) AS p, b.id ORDER BY a.id, t, b.id",
    "CALL db.labels() YIELD label RETURN label ORDER BY label",
    "SHOW INDEXES YIELD name RETURN name ORDER BY name",
    "SHOW CONSTRAINTS YIELD name RETURN name ORDER BY name",
]
SETTINGS = "SHOW SETTINGS YIELD name, value RETURN name, value ORDER BY name"
USERS = "SHOW USERS YIELD user RETURN user ORDER BY user"


class Scene:
    """A store, and everything that an attempt could have an effect on."""

    def __init__(self, store: Store, folder: Path) -> None:
        self.store = store
        self.requests: list[str] = []
        requests = self.requests

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                requests.append(self.path)
                self.send_response(200)
                self.end_headers()
                self.wfile.write(b'{"a": 1}\n')

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.canary = folder / "canary.csv"
        self.canary.write_text("do not touch\n")
        self.victim = store.session()
        self.transaction = self.victim.begin_transaction()
        self.transaction.run("RETURN 1").consume()
        self.given = {
            "URL": f"http://127.0.0.1:{self.server.server_port}/x",
            "FILE": self.canary.as_uri(),
            "CONNECTION": "bolt-0",
            "TRANSACTION": "neo4j-transaction-0",
        }
        if store.engine == "neo4j":
            running = store.read(
                "SHOW TRANSACTIONS YIELD transactionId AS t, connectionId AS c"
            ).rows
            mine = min(running, key=lambda row: int(row["t"].rpartition("-")[2]))
            self.given |= {"CONNECTION": mine["c"], "TRANSACTION": mine["t"]}
        self.before = self.state()

    def state(self) -> object:
        """What attempts must leave as it is."""
        rows = [self.store.read(statement).rows for statement in STATE]
        if self.store.engine == "neo4j":
            rows += [self.store.read(SETTINGS).rows, self.store.write(USERS).rows]
        return rows, self.canary.read_text()

    def unharmed(self) -> None:
        assert self.requests == []
        assert self.state() == self.before
        assert self.transaction.run("RETURN 1 AS x").data() == [{"x": 1}]

    def close(self) -> None:
        self.transaction.close()
        self.victim.close()
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture(scope="module", params=["arcadedb", "neo4j", "newest"])
def opened(request: pytest.FixtureRequest) -> Iterator[Store]:
    if request.param == "arcadedb":
        request.getfixturevalue("embedded")
        store = open_store(request.getfixturevalue("embedded_folder"))
    else:
        server: Any = request.getfixturevalue(
            {"neo4j": "neo4j_server", "newest": "newest_neo4j"}[request.param]
        )
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("NEO4J_USERNAME", server.user)
            patch.setenv("NEO4J_PASSWORD", server.password)
            store = open_store(f"{server.uri}/neo4j")
    with store:
        store.write("MATCH (n) DETACH DELETE n")
        store.prepare()
        yield store


@pytest.fixture
def scene(opened: Store, tmp_path: Path) -> Iterator[Scene]:
    opened.write("MATCH (n) DETACH DELETE n")
    opened.write(SAMPLE)
    opened.write("MATCH (n) SET n.load = '2025-10-27T00:00:00Z'")  # as a load does
    scene = Scene(opened, tmp_path)
    yield scene
    scene.close()


def plugin(store: Store) -> None:
    """Skip where the server has no APOC: most attempts would be errors of another kind."""
    if (
        store.engine == "neo4j"
        and not store.read(
            "SHOW PROCEDURES YIELD name WHERE name = 'apoc.load.json' RETURN name"
        ).rows
    ):
        pytest.skip("this Neo4j has no APOC (run tests/servers.py, which fetches it)")


def test_every_attempt_is_refused(scene: Scene) -> None:
    plugin(scene.store)
    tried = attempts(scene.given)
    assert len(tried) >= 400
    passed, messages = [], []
    for statement in tried:
        try:
            queries.cypher(scene.store, statement, timeout=10)
        except CitegraphError as error:
            messages.append(str(error))
        else:
            passed.append(statement)
    assert passed == []
    assert [message for message in messages if "\n" in message] == []
    scene.unharmed()


def test_the_plan_alone_keeps_attempts_without_effect(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    if scene.store.engine != "neo4j":
        pytest.skip("ArcadeDB's plan leaves out subqueries")
    plugin(scene.store)
    monkeypatch.setattr(readonly, "check_text", lambda *_: None)
    refused = 0
    for statement in attempts(scene.given)[::3]:  # each is planned: a third keeps it quick
        try:
            queries.cypher(scene.store, statement, timeout=10)
        except CitegraphError as error:
            refused += "with `write`" in str(error) or "LOAD CSV reads" in str(error)
        assert scene.requests == [], statement
    assert refused >= 150
    scene.unharmed()


def test_without_the_checks_attempts_have_an_effect(scene: Scene) -> None:
    """The listener and the other client would notice."""
    if scene.store.engine != "neo4j":
        pytest.skip("on ArcadeDB the engine itself refuses")
    plugin(scene.store)
    url, connection = scene.given["URL"], scene.given["CONNECTION"]
    scene.store.read(f"LOAD CSV FROM '{url}' AS l RETURN l")
    scene.store.read(f"CALL apoc.load.json('{url}') YIELD value RETURN value")
    scene.store.read(
        f"""RETURN apoc.cypher.runFirstColumnSingle("LOAD CSV FROM '{url}' AS l RETURN 1", {{}})"""
    )
    assert len(scene.requests) == 3
    scene.store.read(
        f"WITH 1 AS AS CALL dbms.killConnection('{connection}') YIELD message RETURN 1"
    )
    with pytest.raises(Exception, match=r"(?i)terminated|defunct|closed|connection"):
        scene.transaction.run("RETURN 1 AS x").data()


def test_harmless_statements_run(scene: Scene) -> None:
    answered, refused = 0, []
    for statement in harmless():
        try:
            rows = scene.store.read(statement).rows
        except CitegraphError:
            continue  # this engine cannot read it
        answered += 1
        try:
            assert queries.cypher(scene.store, statement).rows == rows
        except QueryError as error:
            refused.append((statement, str(error)))
    assert refused == []
    assert answered >= 150
