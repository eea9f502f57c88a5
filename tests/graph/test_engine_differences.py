"""Where ArcadeDB differs from Neo4j, and which code works around it.

Each case is what Neo4j does. On ArcadeDB it is a strict expected failure: when a release behaves
as Neo4j does, the case fails, and the code that it names can go.
"""

from collections.abc import Callable

import neo4j
import pytest

from citegraph.graph import Store


def path_avoids_an_excluded_node(store: Store) -> None:
    """``queries/paths.py`` searches breadth-first."""
    store.write("CREATE (:A {n: 1})-[:T]->(:A {n: 2})-[:T]->(:A {n: 3})")
    store.write(
        "MATCH (a:A {n: 1}), (b:A {n: 3}) CREATE (a)-[:T]->(:A {n: 4})-[:T]->(:A {n: 5})-[:T]->(b)"
    )
    found = store.read(
        "MATCH (a:A {n: 1}), (b:A {n: 3}) MATCH p = shortestPath((a)-[:T*..5]->(b)) "
        "WHERE none(x IN nodes(p) WHERE x.n = 2) RETURN length(p) AS length"
    )
    assert found.rows == [{"length": 3}]


def show_is_explained(store: Store) -> None:
    """``queries/guard.py`` does not ask for the plan of SHOW."""
    assert store.explain("SHOW INDEXES").operators


def a_read_session_of_a_writer_refuses_writes(store: Store) -> None:
    """``graph/store.py`` reads as a user who may not write."""
    auth = store.writer
    with (
        neo4j.GraphDatabase.driver(store.uri, auth=auth) as driver,
        driver.session(database=store.database, default_access_mode=neo4j.READ_ACCESS) as session,
        pytest.raises(neo4j.exceptions.Neo4jError),
    ):
        session.run("CREATE (:A)").consume()


def a_node_keeps_its_element_id_when_its_labels_change(store: Store) -> None:
    """``graph/writing/carry.py`` changes labels last."""
    [before] = store.write("CREATE (n:A {n: 1}) RETURN elementId(n) AS id").rows
    store.write("MATCH (n:A) SET n:B")
    assert store.read("MATCH (n:B) RETURN elementId(n) AS id").rows == [before]


@pytest.mark.parametrize(
    "case",
    [
        path_avoids_an_excluded_node,
        show_is_explained,
        a_read_session_of_a_writer_refuses_writes,
        a_node_keeps_its_element_id_when_its_labels_change,
    ],
)
def test_difference(
    store: Store, case: Callable[[Store], None], request: pytest.FixtureRequest
) -> None:
    if store.engine == "arcadedb":
        request.applymarker(pytest.mark.xfail(strict=True, reason=str(case.__doc__)))
    case(store)
