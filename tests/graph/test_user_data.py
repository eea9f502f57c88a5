"""Loads keep the labels, properties and relationships of users."""

from datetime import date
from typing import Any

import msgspec
import pytest

from citegraph.graph import Author, Paper, Reference, Store, Topic
from citegraph.graph.exporting.papers import papers
from citegraph.graph.writing.difference import Changes

LOAD = "2025-10-27T00:00:00Z"
HOSTILE = (
    "READ",
    "read it",
    "user a`b",
    "`]->(m) DETACH DELETE m //",
    r"\u0060]->() DETACH DELETE n //",
    r"user \u005cu0060",
    "\\",
    "é \U0001f700",
)
CITING = Paper(
    title="A paper that cites", arxiv_id="1506.00009", references=(Reference(openalex_id="W7700"),)
)
# The stub becomes arxiv:..., and a second node of the same paper is merged into it.
NAMED = Paper(title="Cited twice over", doi="10.1000/twice")
BOTH = Paper(
    title="Cited twice over", doi="10.1000/twice", openalex_id="W7700", arxiv_id="1506.00010"
)


def relationships(store: Store) -> set[tuple[Any, ...]]:
    rows = store.read(
        "MATCH (p:Paper)-[r]-(m:Me) RETURN p.id AS id, type(r) AS type, startNode(r) = p AS out, "
        "r.at AS at, m.name AS name"
    ).rows
    return {tuple(row.values()) for row in rows}


@pytest.mark.parametrize("type", HOSTILE)
def test_relationships_move_with_a_merged_node(store: Store, type: str) -> None:
    quoted = "`" + type.replace("`", "``") + "`"
    if store.engine == "neo4j":
        quoted = quoted.replace("\\", "\\u005c")
    store.merge([CITING, NAMED], LOAD)
    store.write(
        "MATCH (p:Paper) WHERE p.id IN ['openalex:W7700', 'doi:10.1000/twice'] "
        "CREATE (m:Me {name: p.id}) "
        f"CREATE (m)-[:{quoted} {{at: date('2020-01-02')}}]->(p) CREATE (m)-[:{quoted}]->(p) "
        f"CREATE (p)-[:{quoted} {{at: 5}}]->(m)"
    )
    before = relationships(store)
    assert len(before) == 6
    changes = store.merge([BOTH], LOAD)
    assert changes.deleted["Paper"] == 1
    assert relationships(store) == {("arxiv:1506.00010", *rest) for _, *rest in before}
    [row] = store.read(f"MATCH (:Me)-[r:{quoted}]-(:Paper) RETURN count(r) AS n").rows
    assert row["n"] == 6


def test_relationships_between_merged_nodes_and_to_themselves_move_once(store: Store) -> None:
    store.merge([CITING, NAMED], LOAD)
    store.write(
        "MATCH (a:Paper {id: 'openalex:W7700'}), (b:Paper {id: 'doi:10.1000/twice'}), "
        "(c:Paper {id: 'arxiv:1506.00009'}) CREATE (a)-[:SAME]->(b) CREATE (a)-[:SELF]->(a) "
        "CREATE (b)-[:SELF]->(b) CREATE (a)-[:CONTRADICTS {why: 'x'}]->(c) CREATE (c)-[:OLD]->(b)"
    )
    store.merge([BOTH], LOAD)
    rows = store.read(
        "MATCH (a:Paper)-[r]->(b:Paper) RETURN a.id AS a, type(r) AS type, b.id AS b, r.why AS why"
    ).rows
    both, citing = "arxiv:1506.00010", "arxiv:1506.00009"
    assert sorted(map(tuple, (row.values() for row in rows)), key=str) == sorted(
        [
            (citing, "CITES", both, None),
            (both, "SAME", both, None),
            (both, "SELF", both, None),
            (both, "SELF", both, None),
            (both, "CONTRADICTS", citing, "x"),
            (citing, "OLD", both, None),
        ],
        key=str,
    )


def test_labels_and_properties_move_with_a_merged_node(store: Store) -> None:
    store.merge([CITING, NAMED], LOAD)
    store.write(
        "MATCH (a:Paper {id: 'openalex:W7700'}), (b:Paper {id: 'doi:10.1000/twice'}) "
        "SET a:Favorite:`to read``;`, a.note = 'a', a.mark = 1, a.day = date('2020-01-02'), "
        "b:Shared, b.note = 'b', b.mark = 1, b.place = [1.5, 2.5]"
    )
    store.merge([BOTH], LOAD)
    [row] = store.read(
        "MATCH (p:Paper {id: 'arxiv:1506.00010'}) RETURN labels(p) AS labels, properties(p) AS all"
    ).rows
    assert set(row["labels"]) == {"Paper", "Favorite", "to read`;", "Shared"}
    own = {k: str(v) for k, v in row["all"].items() if k[:4] in ("note", "mark", "day", "plac")}
    notes = {own.pop("note"), *(own.pop(k) for k in list(own) if k.startswith("note ("))}
    assert notes == {"a", "b"}
    assert own == {"mark": "1", "day": "2020-01-02", "place": "[1.5, 2.5]"}
    assert store.merge([BOTH, CITING, NAMED], LOAD).updated["Paper"] == 0


@pytest.mark.parametrize(
    "attach", ["SET a:Friend", "SET a.met = 2019", "CREATE (:Me)-[:KNOWS]->(a)"]
)
def test_an_author_that_gains_an_identifier_keeps_what_a_user_attached(
    store: Store, attach: str
) -> None:
    named = Paper(title="By name", arxiv_id="1506.00011", authors=(Author(name="Ada Lovelace"),))
    known = Paper(
        title="By name",
        arxiv_id="1506.00011",
        authors=(Author(name="Ada Lovelace", orcid="0000-0002-1825-0097"),),
    )
    store.merge([named], LOAD)
    store.write(f"MATCH (a:Author) {attach}")
    store.merge([known], LOAD)
    assert store.read(
        "MATCH (a:Author) RETURN a.id AS id, a:Friend OR a.met IS NOT NULL OR "
        "EXISTS { (a)<-[:KNOWS]-() } AS kept"
    ).rows == [{"id": "orcid:0000-0002-1825-0097", "kept": True}]


def test_an_author_that_gains_an_identifier_is_renamed(store: Store) -> None:
    named = Paper(title="By name", arxiv_id="1506.00011", authors=(Author(name="Ada Lovelace"),))
    known = Paper(
        title="By name",
        arxiv_id="1506.00011",
        authors=(Author(name="Ada Lovelace", orcid="0000-0002-1825-0097"),),
    )
    store.merge([named], LOAD)
    store.merge([known], LOAD)
    assert [row["id"] for row in store.read("MATCH (a:Author) RETURN a.id AS id").rows] == [
        "orcid:0000-0002-1825-0097"
    ]


def test_a_rebuild_keeps_what_users_added_to_topics(store: Store) -> None:
    text = Topic(name="Pointer network", source="text", score=0.5)
    paper = Paper(title="About pointers", arxiv_id="1506.00012", topics=(text,))
    store.merge([paper], LOAD)
    store.write(
        "MATCH (p:Paper)-[r:HAS_TOPIC]->(t:Topic) SET r.note = 'mine' "
        "CREATE (o:Topic {id: 'mine', load: 'x'}) CREATE (p)-[:HAS_TOPIC]->(o)"
    )
    store.replace_topics([Paper(id="arxiv:1506.00012", title="About pointers")], LOAD)
    rows = store.read(
        "MATCH (:Paper)-[r:HAS_TOPIC]->(t) RETURN t.id AS id, r.note AS note, r.score AS score "
        "ORDER BY id"
    ).rows
    assert rows == [
        {"id": "mine", "note": None, "score": None},
        {"id": "pointer network", "note": "mine", "score": None},
    ]


DATED = Paper(
    title="Dated",
    arxiv_id="1506.00013",
    observed="2025-10-27",
    upvotes=3,
    sources=("x",),
    topics=(Topic(name="Pointer network", source="text", observed="2025-10-20"),),
    references=(Reference(arxiv_id="1506.00014"),),
)
TYPES = (
    "MATCH (p:Paper {id: 'arxiv:1506.00013'})-[r:HAS_TOPIC]->(t:Topic) RETURN "
    "p.observed = date('2025-10-27') AS observed, r.observed = date('2025-10-20') AS edge, "
    "all(x IN [p.load, r.load, t.load] WHERE x = datetime('2025-10-27T00:00:00Z')) AS load"
)
TYPED = [{"observed": True, "edge": True, "load": True}]


def test_dates_and_times_have_their_types(store: Store) -> None:
    store.merge([DATED], LOAD)
    assert store.read(TYPES).rows == TYPED
    exported = [paper for paper in papers(store) if paper.title]
    assert [(p.observed, p.topics[0].observed) for p in exported] == [("2025-10-27", "2025-10-20")]
    assert store.merge(exported, LOAD) == Changes()
    newer = msgspec.structs.replace(DATED, observed="2025-11-02", upvotes=9, topics=())
    assert store.merge([newer], LOAD).updated["Paper"] == 1
    [row] = store.read("MATCH (p:Paper {title: 'Dated'}) RETURN p.observed AS day").rows
    assert row == {"day": date(2025, 11, 2)}


def test_merged_papers_keep_the_types_of_dates_and_times(store: Store) -> None:
    store.merge([DATED, msgspec.structs.replace(DATED, arxiv_id=None, doi="10.1000/dated")], LOAD)
    store.merge([Paper(title="Other", openalex_id="W7701", topics=DATED.topics)], LOAD)
    both = Paper(title="Other", openalex_id="W7701", arxiv_id="1506.00013")
    assert store.merge([both], LOAD).deleted["Paper"] == 1
    assert store.read(TYPES).rows == TYPED
