"""What a question counts, by what it sorts, and what it takes for a word."""

import re
from datetime import date

import pytest

from citegraph import queries
from citegraph.graph.store import Store
from citegraph.queries import lexer

STATEMENTS = [
    pytest.param(statement, id=f"{question.name}-{kind}")
    for question in queries.catalogue().values()
    for kind, statement in (("table", question.table), ("graph", question.graph))
    if statement
]
# Two papers without a title, one author of both and of a third, one repository, and topics of
# which `alone` is on a single paper with both ends.
GRAPH = """CREATE
  (a:Paper {id: 'doi:10.1/a', stub: false, published: date('2025-01-01'), year: 2025}),
  (b:Paper {id: 'doi:10.1/b', stub: false, published: date('2024-01-01'), year: 2024}),
  (c:Paper {id: 'doi:10.1/c', title: 'Leveraging fragmentation', titleKey: 'leveraging fragmentation',
    abstract: 'Storage.', stub: false, published: date('2026-01-01'), year: 2026}),
  (d:Paper {id: 'doi:10.1/d', title: 'A survey', titleKey: 'a survey', year: 2023,
    abstract: 'Why RAG fails (and c++ \\\\E too).', stub: false, published: date('2023-01-01')}),
  (e:Paper {id: 'doi:10.1/e', title: 'Agentic-RAGs', titleKey: 'agentic rags', stub: false, year: 2022}),
  (f:Paper {id: 'doi:10.1/f', title: 'Policies', titleKey: 'policies', abstract: 'We tune π0.', stub: false}),
  (x:Author {id: 'name:x', name: 'X', nameKey: 'x'}), (y:Author {id: 'name:y', name: 'Y', nameKey: 'y'}),
  (x)-[:AUTHORED {position: 1}]->(a), (x)-[:AUTHORED {position: 1}]->(b), (x)-[:AUTHORED {position: 1}]->(c),
  (y)-[:AUTHORED {position: 2}]->(a), (y)-[:AUTHORED {position: 2}]->(b), (y)-[:AUTHORED {position: 2}]->(c),
  (r:Repository {id: 'github.com/x/y', url: 'https://github.com/x/y', host: 'github.com', owner: 'x', name: 'y'}),
  (a)-[:HAS_CODE]->(r), (b)-[:HAS_CODE]->(r), (c)-[:HAS_CODE]->(r),
  (left:Topic {id: 'left', name: 'left'}), (right:Topic {id: 'right', name: 'right'}),
  (alone:Topic {id: 'alone', name: 'alone'}), (bridge:Topic {id: 'bridge', name: 'bridge'}),
  (a)-[:HAS_TOPIC]->(left), (a)-[:HAS_TOPIC]->(right), (a)-[:HAS_TOPIC]->(alone),
  (b)-[:HAS_TOPIC]->(left), (b)-[:HAS_TOPIC]->(bridge), (c)-[:HAS_TOPIC]->(right),
  (c)-[:HAS_TOPIC]->(bridge), (d)-[:HAS_TOPIC]->(bridge), (d)-[:HAS_TOPIC]->(left)"""


@pytest.fixture(scope="module")
def untitled(engine: Store) -> Store:
    engine.write("MATCH (n) DETACH DELETE n")
    engine.write(GRAPH)
    engine.write("MATCH (n) SET n.load = '2025-10-27T00:00:00Z'")
    return engine


@pytest.mark.parametrize("statement", STATEMENTS)
def test_nothing_is_counted_by_a_property_that_may_be_missing(statement: str):
    collected = re.findall(
        r"collect\((?:DISTINCT )?\w+\.(\w+)\)(?:\[[^\]]*\])? AS (\w+)", statement
    )
    nullable = {name for property, name in collected if property != "id"}
    counted = set(re.findall(r"size\((\w+)\)", statement))
    assert not nullable & counted
    assert set(re.findall(r"\bcount\((?:DISTINCT )?\w+\.(\w+)\)", statement)) <= {"id", "stars"}


@pytest.mark.parametrize("statement", STATEMENTS)
def test_nothing_is_sorted_by_a_rounded_value(statement: str):
    code = " ".join(t.text for t in lexer.tokens(statement) if t.kind != "comment")
    rounded = set(re.findall(r", [1-6] \) AS (\w+)", code)) if "round (" in code else set()
    orders = re.findall(r"ORDER BY (.*?)(?= LIMIT | WITH | RETURN | MATCH |$)", code)
    for order in orders:
        assert not rounded & set(re.findall(r"\w+", order)), order
        # "related" sorts by the score as shown, then by text; the exact score must follow.
        for value, rest in re.findall(r"round \( (\w+) , [1-6] \)(.*)", order):
            assert f"round ( {value} , 9 )" in rest, order


def test_papers_without_a_title_are_counted(untitled: Store):
    [row] = queries.run(untitled, "coauthors", author="X").rows
    titles = ["Leveraging fragmentation", "doi:10.1/a", "doi:10.1/b"]
    assert (row["papers"], row["titles"]) == (3, titles)
    [row] = queries.run(untitled, "repositories").rows
    assert (row["papers"], row["titles"]) == (3, titles)


def test_a_bridge_of_a_single_paper_on_a_side_is_left_out_and_offered(untitled: Store):
    given = {"topic": "left", "other": "right"}
    answer = queries.run(untitled, "topic-bridges", **given)
    assert answer.rows == []  # `bridge` is on two papers with `left` and on one with `right`
    assert "single=true would also include topics" in (answer.note or "")
    untitled.write(
        "MATCH (a:Topic {id: 'right'}), (b:Topic {id: 'bridge'}) CREATE (p:Paper {id: 'own:x', load: 'x'}), "
        "(p)-[:HAS_TOPIC {load: 'x'}]->(a), (p)-[:HAS_TOPIC {load: 'x'}]->(b)"
    )
    try:
        [row] = queries.run(untitled, "topic-bridges", **given).rows
        # 2 / sqrt(4 papers on the bridge) * 2 / 3
        assert list(row.values()) == ["bridge", "bridge", 2, 2, 0.667, 0]
    finally:
        untitled.write("MATCH (p:Paper {id: 'own:x'}) DETACH DELETE p")


def test_a_topic_of_a_single_paper_is_no_bridge(untitled: Store):
    rows = queries.run(untitled, "topic-bridges", topic="left", other="right", single=True).rows
    assert [row["id"] for row in rows] == ["bridge"]
    drawn = queries.subgraph(untitled, "topic-bridges", topic="left", other="right", single=True)
    assert {n.id for n in drawn.nodes if n.label == "Topic"} == {"left", "right", "bridge"}


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ("rag", ["e", "d"]),
        ("RAG survey", ["d", "e"]),
        ("leverag*", ["c"]),
        ("agentic", ["e"]),
        ("π_0", ["f"]),
        ("π_{0}", ["f"]),
        ("doi:10.1/d", ["d"]),
    ],
)
def test_search_takes_words(untitled: Store, words: str, ids: list[str]):
    rows = queries.run(untitled, "search", words=words).rows
    assert [row["id"].rpartition("/")[2] for row in rows] == ids


def test_dates_are_marked_where_the_day_is_unknown(untitled: Store):
    untitled.write(
        "MATCH (t:Topic {id: 'alone'}) UNWIND ['year', 'day'] AS precision "
        "CREATE (:Paper {id: 'own:' + precision, title: precision, load: '1', year: 2006, "
        "published: date('2006-01-01'), publishedPrecision: precision})-[:HAS_TOPIC {load: '1'}]->(t)"
    )
    try:
        rows = queries.run(untitled, "topic-papers", topic="alone").rows
        dates = {row["title"]: row["published"] for row in rows if row["title"]}
        assert dates == dict.fromkeys(["year", "day"], date(2006, 1, 1))
        assert getattr(dates["year"], "known", None) == "2006"
        assert getattr(dates["day"], "known", None) is None
        untitled.write(
            "CREATE (w:Author {id: 'name:w', name: 'W', nameKey: 'w', load: '1'}) "
            "CREATE (o:Organization {id: 'own:o', name: 'O', load: '1'}) WITH w, o MATCH (p:Paper {id: 'own:year'}) "
            "CREATE (w)-[:AUTHORED {position: 1, load: '1'}]->(p), (p)-[:AFFILIATED_WITH {load: '1'}]->(o)"
        )
        people = queries.run(untitled, "topic-people", topic="alone").rows
        latest = {row["name"]: getattr(row["latest"], "known", None) for row in people}
        assert latest == {"W": "2006", "X": "2025-01-01", "Y": "2025-01-01"}
        (row,) = queries.run(untitled, "topic-organizations", topic="alone").rows
        assert (row["latest"], row["latest"].known) == (date(2006, 1, 1), "2006")
        note = queries.run(untitled, "reading-order", topic="alone").note
        assert "earliest: 2006; newest: 2025-01-01" in (note or "")
    finally:
        untitled.write("MATCH (n) WHERE n.id IN ['name:w', 'own:o'] DETACH DELETE n")
        untitled.write("MATCH (p:Paper) WHERE p.id STARTS WITH 'own:' DETACH DELETE p")


def test_authors_of_one_paper_on_both_topics_come_last(untitled: Store):
    untitled.write(
        "UNWIND [['p', 'a'], ['q', 'b'], ['q', 'c']] AS one MATCH (p:Paper {id: 'doi:10.1/' + one[1]}) "
        "MERGE (w:Author {id: 'name:' + one[0]}) SET w.name = one[0], w.load = 'x' "
        "CREATE (w)-[:AUTHORED {position: 3, load: 'x'}]->(p)"
    )
    try:
        rows = queries.run(untitled, "bridge-authors", topic="left", other="right").rows
        found = [(row["name"], row["papers"], row["otherPapers"], row["both"]) for row in rows]
        assert found == [("X", 2, 2, 1), ("Y", 2, 2, 1), ("q", 1, 1, 0), ("p", 1, 1, 1)]
    finally:
        untitled.write("MATCH (w:Author) WHERE w.id IN ['name:p', 'name:q'] DETACH DELETE w")


def test_a_topic_of_papers_on_both_is_no_bridge(untitled: Store):
    """It has to connect papers on one topic with other papers on the other."""
    untitled.write(
        "MATCH (t:Topic {id: 'alone'}), (p:Paper)-[:HAS_TOPIC]->(:Topic {id: 'left'}) "
        "WHERE NOT (p)-[:HAS_TOPIC]->(t) CREATE (p)-[:HAS_TOPIC {load: 'x'}]->(t)"
    )
    try:
        rows = queries.run(untitled, "topic-bridges", topic="left", other="right", single=True).rows
        assert [row["id"] for row in rows] == ["bridge"]
    finally:
        untitled.write("MATCH (:Paper)-[link:HAS_TOPIC {load: 'x'}]->(:Topic) DELETE link")


@pytest.mark.parametrize("name", ["listing-on", "new-on"])
def test_a_listing_without_ranks_is_in_the_order_of_upvotes(untitled: Store, name: str):
    untitled.write(
        "CREATE (l:Listing {id: 'own:l', kind: 'daily-papers', date: date('2026-02-17'), load: 'x'}) WITH l "
        "UNWIND [['a', 1], ['b', null], ['c', 9]] AS one MATCH (p:Paper {id: 'doi:10.1/' + one[0]}) "
        "CREATE (p)-[:LISTED_IN {upvotes: one[1], load: 'x'}]->(l)"
    )
    try:
        rows = queries.run(untitled, name, day=date(2026, 2, 17)).rows
        assert [(row["id"], row["upvotes"], row["rank"]) for row in rows] == [
            ("doi:10.1/c", 9, None),
            ("doi:10.1/a", 1, None),
            ("doi:10.1/b", None, None),
        ]
    finally:
        untitled.write("MATCH (l:Listing {id: 'own:l'}) DETACH DELETE l")


def test_neighbors_of_a_single_paper_come_last(untitled: Store):
    """`bridge` is on two papers with `left`, but on so many others that it is the weakest."""
    untitled.write(
        "MATCH (t:Topic {id: 'bridge'}) UNWIND range(1, 6) AS n "
        "CREATE (:Paper {id: 'own:n' + n, stub: false, load: 'x'})-[:HAS_TOPIC {load: 'x'}]->(t)"
    )
    try:
        rows = queries.run(untitled, "topic-neighbors", topic="left").rows
        assert [(row["id"], row["together"], row["strength"]) for row in rows] == [
            ("bridge", 2, 0.257),  # 2 / sqrt(3 * 9) * 2 / 3
            ("alone", 1, 0.289),  # 1 / sqrt(3 * 1) / 2
            ("right", 1, 0.204),
        ]
    finally:
        untitled.write("MATCH (p:Paper) WHERE p.id STARTS WITH 'own:n' DETACH DELETE p")


@pytest.mark.parametrize(
    "words", ["https://github.com/x/y", "github.com/x/y", "git@github.com:X/Y.git"]
)
def test_a_search_for_a_repository_of_several_papers_returns_them_all(untitled: Store, words: str):
    rows = queries.run(untitled, "search", words=words).rows
    assert [(row["id"], row["match"]) for row in rows] == [
        (f"doi:10.1/{letter}", "by repository")
        for letter in "cab"  # the newest first
    ]
    answer = queries.run(untitled, "search", words="https://github.com/x/y", limit=2)
    assert (len(answer.rows), answer.note) == (2, "the first 2; more with limit=20")
