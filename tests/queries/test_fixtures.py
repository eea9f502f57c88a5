"""Graphs that tests write with CREATE follow the schema, so no fixture hides a mistake."""

import pytest

from citegraph.graph.schema import DERIVED, OBSERVED, PROVENANCE, edge_type, node_type
from citegraph.graph.store import Store
from tests.queries.conftest import BARE, SAMPLE
from tests.queries.test_counting import GRAPH

COMPUTED = {(of.start, of.type, of.end): of for of in DERIVED}
ALWAYS = {"id", *(p.name for p in (*OBSERVED, *PROVENANCE))}


@pytest.mark.parametrize("statement", [SAMPLE, BARE, GRAPH], ids=["sample", "bare", "counting"])
def test_a_fixture_has_only_what_the_schema_has(engine: Store, statement: str):
    engine.write("MATCH (n) DETACH DELETE n")
    engine.write(statement)
    nodes = engine.read(
        "MATCH (n) UNWIND keys(n) AS key RETURN DISTINCT labels(n)[0] AS label, key"
    ).rows
    for row in nodes:
        assert row["key"] in ALWAYS | {p.name for p in node_type(row["label"]).properties}, row
    edges = engine.read(
        "MATCH (a)-[r]->(b) RETURN DISTINCT labels(a)[0] AS start, type(r) AS type, "
        "labels(b)[0] AS end, keys(r) AS keys"
    ).rows
    assert nodes
    for row in edges:
        key = row["start"], row["type"], row["end"]
        properties = (COMPUTED.get(key) or edge_type(*key)).properties
        assert set(row["keys"]) <= ALWAYS | {p.name for p in properties}, row
