"""A keyword is its paper's alone until another paper has it; then it is a topic, in any order."""

import itertools
from typing import Any

import pytest

from citegraph import queries
from citegraph.graph import Paper, Store, Topic
from citegraph.graph.exporting.papers import records
from citegraph.graph.writing.difference import Changes
from citegraph.graph.writing.keywords import RULE
from citegraph.graph.writing.merge import plan
from citegraph.loaders.rebuild import rebuild
from citegraph.loaders.sources.records import dump, parse
from tests.graph.comparison import empty, state

LOAD = "2025-10-27T00:00:00Z"


def keyword(name: str, source: str = "author", *aliases: str) -> Topic:
    return Topic(name=name, kind="keyword", source=source, aliases=aliases)


ONE = Paper(
    id="one",
    title="Rivers remember",
    topics=(
        keyword("memory bank", "author", "memory bank (MB)"),
        keyword("memory bank", "ai_keywords"),
        keyword("river gauge"),
        keyword("∇"),
    ),
)
TWO = Paper(id="two", title="Lakes remember", topics=(keyword("Memory-Banks", "ai_keywords"),))
THREE = Paper(
    id="three", title="Seas", topics=(Topic(name="river gauge", source="text", score=0.9),)
)
DERIVED = [
    ("one", "memory bank", ["ai_keywords", "author"]),
    ("two", "memory bank", ["ai_keywords"]),
]


def links(store: Store) -> list[tuple[Any, ...]]:
    rows = store.read(
        "MATCH (p:Paper)-[r:HAS_TOPIC]->(t:Topic) WHERE r.rule = $rule "
        "RETURN p.id AS p, t.id AS t, r.sources AS s ORDER BY p, t",
        {"rule": RULE},
    ).rows
    return [(row["p"], row["t"], row["s"]) for row in rows]


def topics(store: Store) -> list[str]:
    return [row["id"] for row in store.read("MATCH (t:Topic) RETURN t.id AS id ORDER BY id").rows]


def test_a_check_tag_is_no_topic(store: Store) -> None:
    papers = [
        Paper(id=id, title=title, topics=(keyword("Humans"), keyword("sepsis")))
        for id, title in (("a", "Rivers"), ("b", "Lakes"), ("c", "Seas"))
    ]
    store.merge(papers, LOAD)
    assert topics(store) == ["sepsis"]
    rows = store.read("MATCH (p:Paper) RETURN p.keywords AS k").rows
    assert [row["k"] for row in rows] == [["Humans", "sepsis"]] * 3


def test_a_keyword_of_one_paper_is_a_property(store: Store) -> None:
    store.merge([ONE], LOAD)
    assert topics(store) == []
    [row] = store.read("MATCH (p:Paper) RETURN p.keywords AS k, p.keywordSources AS s").rows
    assert row["k"] == ["memory bank", "memory bank (MB)", "river gauge", "∇"]
    assert "author | memory bank | memory bank (MB)" in row["s"]


def test_a_second_paper_makes_it_a_topic_in_any_order(store: Store) -> None:
    states = []
    for order in itertools.permutations((ONE, TWO, THREE)):
        empty(store)
        for paper in order:
            store.merge([paper], LOAD)
        assert links(store) == sorted([*DERIVED, ("one", "river gauge", ["author"])])
        states.append(state(store))
        assert store.merge(order, LOAD) == Changes()
    assert all(one == states[0] for one in states)
    [row] = store.read(
        "MATCH (t:Topic {id: 'memory bank'}) RETURN t.name AS n, t.aliases AS a, t.kind AS k"
    ).rows
    assert row == {"n": "Memory-Banks", "a": ["memory bank", "memory bank (MB)"], "k": "keyword"}


def test_the_export_restores_it(store: Store) -> None:
    store.merge([ONE, TWO, THREE], LOAD)
    before = state(store)
    lines = [dump(record) for record in records(store)]
    assert not any(RULE.encode() in line for line in lines)
    for some in (lines, lines[::-1]):
        empty(store)
        for line in some:
            store.merge([parse(line)], LOAD)
        assert state(store) == before


def test_papers_that_turn_out_to_be_one_share_nothing(store: Store) -> None:
    one = Paper(doi="10.1000/one", title="Rivers remember", topics=(keyword("memory bank"),))
    two = Paper(arxiv_id="2001.00001", title="Lakes remember", topics=one.topics)
    store.merge([one, two], LOAD)
    assert topics(store) == ["memory bank"]
    store.merge([Paper(doi="10.1000/one", arxiv_id="2001.00001")], LOAD)
    assert store.read("MATCH (p:Paper) RETURN count(*) AS n").rows[0]["n"] == 1
    assert topics(store) == []


def test_keywords_are_found_and_listed(store: Store) -> None:
    store.merge([ONE, TWO], LOAD)
    found = queries.run(store, "search", words="River gauge").rows
    assert [row["id"] for row in found] == ["one"]
    rows = queries.run(store, "links", paper="one").rows
    assert {(row["link"], row["name"]) for row in rows} >= {
        ("keyword", "river gauge"),
        ("HAS_TOPIC", "Memory-Banks"),
    }
    rows = queries.run(store, "why-topic", paper="one").rows
    assert [(row["id"], row["topic"], row["link"], row["sources"]) for row in rows] == [
        ("memory bank", "Memory-Banks", "about", ["ai_keywords", "author"]),
        ("river gauge", "river gauge", "keyword", ["author"]),
        ("∇", "∇", "keyword", ["author"]),
    ]


def test_an_interrupted_load_is_completed_by_the_next(store: Store) -> None:
    store.write_plan(plan([ONE, TWO], LOAD))
    assert links(store) == []
    store.merge([Paper(id="four", title="Ponds")], LOAD)
    assert links(store) == DERIVED


@pytest.mark.parametrize(
    "topic",
    [
        Topic(name="rivers", source="author"),
        Topic(name="rivers", kind="keyword", source="openalex", vocabulary="openalex"),
        Topic(name="rivers", kind="keyword", source="openalex", score=0.5),
        Topic(name="rivers", kind="keyword", source="author", broader=("water",)),
    ],
)
def test_a_topic_with_other_facts_is_one_from_the_start(store: Store, topic: Topic) -> None:
    store.merge([Paper(id="one", title="Rivers remember", topics=(topic,))], LOAD)
    assert "river" in topics(store)


def test_what_remains_of_a_topic_follows_from_keywords(store: Store) -> None:
    store.merge([ONE, THREE], LOAD)
    assert topics(store) == ["river gauge"]
    changes = store.replace_topics([Paper(id="three", title="Seas")], LOAD)
    changes.add(store.derive())
    assert changes.deleted["Topic"] == 1
    assert topics(store) == []


def test_a_rebuild_converts_keywords_of_an_earlier_version(store: Store) -> None:
    store.merge([Paper(id=id, title=f"Rivers of {id}") for id in ("one", "two")], LOAD)
    for paper, name in (("one", "river gauge"), ("one", "willow bank"), ("two", "willow bank")):
        store.write(
            "MATCH (p:Paper {id: $paper}) MERGE (t:Topic {id: $name}) "
            "SET t.name = $name, t.kind = 'keyword', t.load = p.load "
            "CREATE (p)-[:HAS_TOPIC {sources: ['author'], load: p.load}]->(t)",
            {"paper": paper, "name": name},
        )
    rebuild(store)
    assert topics(store) == ["willow bank"]
    assert links(store) == [("one", "willow bank", ["author"]), ("two", "willow bank", ["author"])]
    assert rebuild(store) == Changes()


def test_a_search_reads_keywords_if_no_text_has_all_words(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.merge([ONE, Paper(id="four", title="River bank"), THREE], LOAD)
    read = Store.read
    statements: list[str] = []

    def spied(self: Store, statement: str, *args: Any, **options: Any) -> Any:
        statements.append(statement)
        return read(self, statement, *args, **options)

    monkeypatch.setattr(Store, "read", spied)
    found = queries.run(store, "search", words="memory bank")
    assert {row["id"]: row["match"] for row in found.rows}["one"] == "keyword: memory bank"
    assert any("paper.keywords" in statement for statement in statements)
    statements.clear()
    assert queries.run(store, "search", words="river bank").rows[0]["id"] == "four"
    assert not any("paper.keywords" in statement for statement in statements)


def test_a_topic_that_an_earlier_version_identified_in_another_way_stays_one(store: Store) -> None:
    def paper(id: str) -> Paper:
        return Paper(id=id, title=id, topics=(Topic(name="π₀", source="text", score=0.9),))

    store.merge([paper("one"), paper("two")], LOAD)
    expected = state(store)
    # Before Greek letters were spelled out; a second form, and a load that added the ID of today.
    store.write("MATCH (t:Topic {id: 'pi0'}) SET t.id = 'π0', t.note = 'mine'")
    store.write(
        "MATCH (p:Paper {id: 'two'})-[r:HAS_TOPIC]->(t:Topic) "
        "CREATE (o:Topic {id: 'Π0', name: t.name, load: t.load}) "
        "CREATE (p)-[n:HAS_TOPIC]->(o) SET n += properties(r) DELETE r"
    )
    store.merge([paper("one")], LOAD)
    assert topics(store) == ["pi0"]
    assert store.read("MATCH (t:Topic) RETURN t.note AS n").rows == [{"n": "mine"}]
    store.write("MATCH (t:Topic) REMOVE t.note")
    assert state(store) == expected
    assert not store.derive()
