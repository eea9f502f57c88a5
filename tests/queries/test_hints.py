"""An empty answer to free Cypher names what the graph does not have."""

import pytest

from citegraph.graph.store import Store
from citegraph.queries import cypher, guard, hints, run


@pytest.mark.parametrize(
    ("statement", "note"),
    [
        ("MATCH (p:Papr) RETURN p", "0 rows; no node has the label Papr; did you mean Paper?"),
        (
            "MATCH (p:Paper)-[:CITE|HAS_CODE]->(:Paper) RETURN p",
            "0 rows; no edge has the type CITE; did you mean CITES?",
        ),
        (
            "MATCH (p:Paper) WHERE p.titel = 'x' RETURN p",
            "0 rows; no node has the property titel; did you mean title?",
        ),
        (
            "MATCH (p:Paper {yaer: 2024}) RETURN count(p) AS n",
            "no node has the property yaer; did you mean year?",
        ),
        ("MATCH (p:Paper) RETURN p.Title", "no node has the property Title; did you mean title?"),
        (
            "MATCH (t:Topic)-[:HAS_TOPIC]->(p:Paper) RETURN p",
            "0 rows; HAS_TOPIC goes from Paper to Topic; reverse the arrow",
        ),
        ("MATCH (p:Paper)<-[:HAS_TOPIC]-(t:Topic) RETURN p", "0 rows; HAS_TOPIC goes from Paper"),
        (
            "MATCH (p:Paper)-[:AUTHORED]->(a) RETURN a",
            "0 rows; AUTHORED goes from Author to Paper; reverse the arrow",
        ),
        ("MATCH (a)-[:HAS_TOPIC]->(b {name: 'zzz'}) RETURN a", "0 rows"),
        ("MATCH (p:Paper {title: 'zzz'}) RETURN p", "0 rows"),
        (
            "MATCH (p:Paper) WHERE p.corpusId = '7' RETURN p",
            "0 rows; no Paper in this graph has the property corpusId",
        ),
        ("MATCH (p:Paper) WHERE p.title = ':Papr' RETURN p // (:Papr)", "0 rows"),
        (
            "MATCH (p:Paper) WHERE p.published >= '2000-01-01' RETURN p",
            "0 rows; published is a date; compare it with date('2000-01-01')",
        ),
        (
            "MATCH (p:Paper {year: '2017'}) RETURN count(p) AS n",
            "year is a number, but '2017' is text; write it without quotes",
        ),
        (
            "MATCH (p:Paper) WHERE p.doi = 10.1 RETURN p",
            "0 rows; doi is text, but 10.1 is a number; write it in quotes",
        ),
        (
            "MATCH ()-[r:HAS_TOPIC]->() WHERE r.sources = 'text' RETURN r",
            "0 rows; sources is a list; write 'text' IN n.sources",
        ),
    ],
)
def test_why_an_answer_is_empty(store: Store, statement: str, note: str):
    answer = cypher(store, statement)
    assert (answer.note or "").startswith(note)
    streamed = guard.stream(store, statement)
    assert list(streamed) == answer.rows
    assert streamed.note == answer.note


@pytest.mark.parametrize(
    ("value", "note"),
    [
        (1706.03762, "0 rows; id is text, but $id is a number; write it in quotes"),
        ("arxiv:0000.00000", "0 rows"),
        (None, "0 rows"),
    ],
)
def test_a_parameter_of_another_type(store: Store, value: object, note: str):
    assert cypher(store, "MATCH (p:Paper {id: $id}) RETURN p", {"id": value}).note == note


def test_a_full_answer_has_no_note(store: Store):
    assert cypher(store, "MATCH (p:Paper) RETURN p.title AS title, p.doi AS doi").note is None


def test_a_users_own_label_is_known(store: Store):
    store.write("CREATE (:Note {mine: 1})")
    try:
        assert cypher(store, "MATCH (n:Note {mine: 2}) RETURN n").note == "0 rows"
    finally:
        store.write("MATCH (n:Note) DELETE n")


def test_names_of_a_statement():
    found = hints.names(
        "MATCH (a:A|B {k: 1})-[r:T|:U {j: {x: 1}}]->(:`C D`) WHERE a.p > 1.5 AND EXISTS { (a)-[:V]->() } "
        "RETURN {m: a.q}, a {.s}, [1, 2][0..1], date.truncate('day', a.t), $x.y // (:No)"
    )
    assert found.labels == ["A", "B", "C D"]
    assert found.types == ["T", "U", "V"]
    assert found.properties == ["k", "j", "p", "q", "s", "t"]


def test_a_question_that_cannot_have_an_answer_says_why(bare: Store):
    bare.write(
        "MATCH (p:Paper) CREATE (p)-[:AFFILIATED_WITH {load: '2025'}]->(:Organization {id: p.id, "
        "load: '2025'}), (p)-[:LISTED_IN {upvotes: 1, load: '2025'}]->(:Listing {id: p.id, "
        "date: date('2025-01-01'), load: '2025'})"
    )
    pairs, gains = run(bare, "organization-pairs"), run(bare, "upvote-gains")
    assert (pairs.note or "").startswith("0 of 2 papers have several organizations; load")
    assert (gains.note or "").startswith(
        "0 of 2 papers were listed with upvotes on several days; load lists of later days"
    )


def test_a_part_of_the_schema_that_the_graph_lacks_has_a_remedy(bare: Store):
    note = cypher(bare, "MATCH (:Paper)-[:CITES]->(p) RETURN p").note or ""
    assert note.startswith("0 rows; no edge has the type CITES; enrich the papers (with openalex)")
