"""Where ArcadeDB differs from Neo4j, and which code works around it.

Each case is what Neo4j does. On ArcadeDB it is a strict expected failure: when a release behaves
as Neo4j does, the case fails, and the code that it names can go.
"""

from collections.abc import Callable
from datetime import datetime

import neo4j
import pytest

from citegraph.graph import Store
from citegraph.graph.errors import QueryError


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


def a_time_that_is_sent_keeps_its_offset(store: Store) -> None:
    """``docs/engine.md`` lists it; citegraph stores dates and texts."""
    sent = datetime.fromisoformat("2020-01-02T03:04:05+02:00")
    store.write("CREATE (:A {time: $sent})", {"sent": sent})
    found = store.read("MATCH (n:A) RETURN toString(n.time) AS text").rows
    assert found == [{"text": sent.isoformat()}]


def a_list_of_lists_is_no_property(store: Store) -> None:
    """``docs/engine.md`` lists it; the schema has no such property."""
    with pytest.raises(QueryError):
        store.write("CREATE (:A {list: [[1]]})")


def a_path_pattern_with_a_selector_is_found(store: Store) -> None:
    """``docs/engine.md`` lists it; no statement of citegraph uses it."""
    store.write("CREATE (:A {n: 1})-[:T]->(:A {n: 2})")
    statement = "MATCH p = SHORTEST 1 (:A {n: 1})-[:T]->+(:A {n: 2}) RETURN length(p) AS length"
    assert store.read(statement).rows == [{"length": 1}]


@pytest.mark.parametrize(
    "case",
    [
        path_avoids_an_excluded_node,
        show_is_explained,
        a_read_session_of_a_writer_refuses_writes,
        a_node_keeps_its_element_id_when_its_labels_change,
        a_time_that_is_sent_keeps_its_offset,
        a_list_of_lists_is_no_property,
        a_path_pattern_with_a_selector_is_found,
    ],
)
def test_difference(
    store: Store, case: Callable[[Store], None], request: pytest.FixtureRequest
) -> None:
    if store.engine == "arcadedb":
        request.applymarker(pytest.mark.xfail(strict=True, reason=str(case.__doc__)))
    case(store)
