"""Questions about topics, people and organizations on the sample graph: worked out by hand."""

from datetime import date
from typing import Any

import pytest

from citegraph import queries
from citegraph.graph.store import Store
from tests.queries.test_answers import (
    ADA,
    BO,
    BON,
    CY,
    D_DIF,
    D_GNN,
    D_MPP,
    D_NNP,
    DEE,
    DIF,
    GNN,
    LAB,
    M_I_T,
    MAY4,
    MIT,
    MPP,
    NET,
    NNP,
    T_DIF,
    T_GNN,
    T_MPP,
    T_NNP,
)

# Scores of topics: the sum of the scores times ln(7 / all), as the graph has six papers and two
# stubs: ln(7/1) = 1.946, ln(7/2) = 1.253, ln(7/3) = 0.847.
# The sums of the scores are 1.5, 0.9, 0.8, 0.7, 1.0 (two links without a score), 0.5 and 0.5.
OF_ADA = [
    ("graph neural network", "graph neural network", 2, 2, 2023, 2023, 1.88),
    ("neural network", "neural network", 1, 1, 2024, 2024, 1.75),
    ("message passing", "message passing", 1, 1, 2023, 2023, 1.56),
    ("molecule", "molecule", 1, 1, 2023, 2023, 1.36),
    ("protein", "protein", 1, 1, 2023, 2023, 0.97),
    ("machine learning", "machine learning", 2, 3, 2023, 2023, 0.85),
    ("cifar 10", "CIFAR-10", 1, 2, 2024, 2024, 0.63),
]
# Papers on neural networks or a narrower topic: GNN, MPP, NNP.
NN = {"topic": "neural network"}
S_GNN = "We study molecules with GNNs."
BY_ID = "Ada Lind: papers merged by identifiers"
BY_RULE = "Bo Chen: papers merged by rules (confidence 0.75)"
CASES: list[tuple[str, dict[str, Any], list[tuple[Any, ...]]]] = [
    ("author-topics", {"author": "Ada Lind"}, OF_ADA),
    (
        "author-papers",
        {"author": BO},
        [
            (NNP, T_NNP, D_NNP, 1, 2, "name", 0.75, True),
            (GNN, T_GNN, D_GNN, 2, 3, "name", 0.75, False),
        ],
    ),
    (
        "coauthor-path",
        {"from": "cy park", "to": "Dee Ray"},
        [
            (1, "Cy Park", T_GNN, "Ada Lind", [BY_ID], CY, GNN, ADA),
            (2, "Ada Lind", T_MPP, "Dee Ray", [BY_ID], ADA, MPP, DEE),
        ],
    ),
    (
        "coauthor-path",
        {"from": BO, "to": "Ada Lind"},  # not through the paper that only the name links
        [(1, "Bo Chen", T_GNN, "Ada Lind", [BY_RULE, BY_ID], BO, GNN, ADA)],
    ),
    ("organization-topics", {"organization": "openlab"}, OF_ADA),  # all papers of Ada Lind
    (
        "papers-together",
        {"author": "Ada Lind", "other": BO},
        [
            (NNP, T_NNP, D_NNP, 2, 1, 2, "name", 0.75, True),
            (GNN, T_GNN, D_GNN, 1, 2, 3, "name", 0.75, False),
        ],
    ),
    # Ada Lind wrote GNN, MPP and NNP; Bo Chen GNN and NNP. The smaller sums of scores, times weights:
    # 0.9 ln 7, 0.7 ln 7, 0.9 ln(7/2), 0.5 ln(7/2), 0.5 ln(7/3)
    (
        "topics-together",
        {"author": "Ada Lind", "other": BO},
        [
            ("neural network", "neural network", 1, 1, 1, 1, 1.75),
            ("molecule", "molecule", 1, 1, 1, 1, 1.36),
            ("graph neural network", "graph neural network", 2, 1, 1, 2, 1.13),
            ("cifar 10", "CIFAR-10", 1, 1, 1, 2, 0.63),
            ("machine learning", "machine learning", 2, 1, 1, 3, 0.42),
        ],
    ),
    ("topics-together", {"author": "Ada Lind", "other": "Eve Stone"}, []),
    # The newest paper is of 2024-04-20; 365 days hold NNP, those before GNN and MPP.
    (
        "rising-authors",
        {"least": 1, "days": 100},
        [
            (BO, "Bo Chen", 1, 2, 0, 0, None, None, None, 1, 20.0, "name", 0.75, 1),
            (ADA, "Ada Lind", 1, 2, 0, 0, None, None, None, 0, 20.0, "identifier", None, 0),
        ],
    ),
    # Two papers in each of the two periods, and none of the authors with a larger share of the later.
    ("rising-authors", {"least": 1}, []),
    # The last 440 days: MPP, DIF and NNP; before: GNN and QUI. Expected of Ada Lind, who has one of
    # the two: 1.5 papers; she has two. Dee Ray has one, expected 0, with a lower bound further below 1.
    # ln(2.5/3.5) - ln(1.5/2.5) = 0.174, with an error of 1.96 sqrt(1/2.5 - 1/3.5 + 1/1.5 - 1/2.5).
    (
        "rising-authors",
        {"least": 1, "days": 440},
        [
            (ADA, "Ada Lind", 2, 3, 1, 2, 1.19, 0.36, 3.99, 1, 20.0, "identifier", None, 0),
            (DEE, "Dee Ray", 1, 3, 0, 2, 2.14, 0.14, 33.81, 0, None, None, None, 0),
        ],
    ),
    (
        "team-sizes",
        {},
        [("2", 3, 0.6, 0.667, 20.0), ("3-5", 1, 0.2, 1.0, 30.0), ("11-20", 1, 0.2, 1.0, 12.0)],
    ),
    ("team-sizes", {"year": 2022}, [("2", 1, 1.0, 0.0, None)]),
    (
        "compare-organizations",
        {"organization": "openlab", "other": "MIT", "least": 4},
        [
            (
                "graph neural network",
                "graph neural network",
                2,
                3,
                2,
                3,
                0.667,
                0.667,
                0.0,
                -0.533,
                0.533,
            ),
            # broader topics of all three papers
            ("machine learning", "machine learning", 3, 3, 3, 3, 1.0, 1.0, 0.0, -0.562, 0.562),
            ("neural network", "neural network", 3, 3, 3, 3, 1.0, 1.0, 0.0, -0.562, 0.562),
        ],
    ),
    (
        "topic-people",
        NN,
        [
            # the organizations of an author, and those that sources link to the papers
            (
                ADA,
                "Ada Lind",
                3,
                2,
                D_NNP,
                T_GNN,
                ["OpenLab"],
                [M_I_T, "OpenLab"],
                "identifier",
                None,
                0,
            ),
            (BO, "Bo Chen", 2, 1, D_NNP, T_GNN, [M_I_T], [M_I_T, "OpenLab"], "name", 0.75, 1),
            (CY, "Cy Park", 1, 0, D_GNN, T_GNN, [], ["OpenLab"], None, None, 0),
            (DEE, "Dee Ray", 1, 0, D_MPP, T_MPP, [M_I_T], [M_I_T, "OpenLab"], None, None, 0),
        ],
    ),
    # Bo Chen and Dee Ray work there; of Ada Lind's papers a source links MPP and NNP to it.
    (
        "topic-people",
        {**NN, "organization": "MIT"},
        [
            (BO, "Bo Chen", 2, 1, D_NNP, T_GNN, [M_I_T], [M_I_T, "OpenLab"], "name", 0.75, 1),
            (
                ADA,
                "Ada Lind",
                2,
                1,
                D_NNP,
                T_NNP,
                ["OpenLab"],
                [M_I_T, "OpenLab"],
                "identifier",
                None,
                0,
            ),
            (DEE, "Dee Ray", 1, 0, D_MPP, T_MPP, [M_I_T], [M_I_T, "OpenLab"], None, None, 0),
        ],
    ),
    ("topic-organizations", NN, [(LAB, "OpenLab", 3, D_NNP, T_GNN), (MIT, M_I_T, 3, D_NNP, T_GNN)]),
    (
        "topic-code",
        NN,
        [
            (NET, "openlab/molnet", "https://github.com/openlab/molnet", 120, T_GNN, D_GNN, 2),
            (BON, "bo/nn", "https://gitlab.com/bo/nn", None, T_NNP, D_NNP, 1),
        ],
    ),
    (
        "topic-best",
        NN,
        [
            (GNN, T_GNN, D_GNN, 0.9, 30, 700, 120, ["graph neural network"], S_GNN),
            (NNP, T_NNP, D_NNP, 0.9, 20, 0, None, ["neural network"], None),
            (
                MPP,
                T_MPP,
                D_MPP,
                0.8,
                None,
                1,
                120,
                ["graph neural network", "message passing"],
                T_MPP,
            ),
        ],
    ),
    ("topic-best", {**NN, "year": 2025}, []),
    (
        "topic-best",
        {"topic": "GNN", "year": 2024, "mentions": True},
        [(DIF, T_DIF, D_DIF, 0.2, 12, 0, 5, ["graph neural network"], "Unlike GNNs, ...")],
    ),
    (
        "reading-order",
        {"topic": "GNN", "each": 1, "mentions": True},
        [
            (
                GNN,
                T_GNN,
                D_GNN,
                "number 1 of 2 in 2023 by citations in the graph (2), citations (700), upvotes (30), "
                "times the score of the link (0.9)",
                "https://github.com/openlab/molnet",
            ),
            (
                DIF,
                T_DIF,
                D_DIF,
                "number 1 of 1 in 2024 by upvotes (12), times the score of the link (0.2)",
                "https://github.com/openlab/paint",
            ),
        ],
    ),
    (
        "topic-uses",
        {"topic": "GNN"},
        [
            (DIF, T_DIF, D_DIF, "names", "Unlike GNNs, ..."),
            (GNN, T_GNN, D_GNN, "names", "We study molecules with GNNs."),
            (MPP, T_MPP, D_MPP, "stated by ai_keywords", None),
        ],
    ),
    (
        "bridge-authors",
        {"topic": "neural network", "other": "protein"},
        [
            (ADA, "Ada Lind", 3, 1, 1, T_NNP, T_MPP, "identifier", None, 0),
            (DEE, "Dee Ray", 1, 1, 1, T_MPP, T_MPP, None, None, 0),
        ],
    ),
    # The newest listing is of 2024-05-04.
    (
        "topic-new",
        {**NN, "days": 30},
        [(NNP, T_NNP, D_NNP, 20, "https://gitlab.com/bo/nn", ["neural network"], None)],
    ),
    ("topic-new", {**NN, "days": 14}, []),
    (
        "topic-new",
        {**NN, "until": "2023-02-28"},
        [
            (
                MPP,
                T_MPP,
                D_MPP,
                None,
                "https://github.com/openlab/molnet",
                ["graph neural network", "message passing"],
                T_MPP,
            )
        ],
    ),
    (
        "compare-topics",
        {**NN, "other": "machine learning"},
        [
            (2023, "neural network", 2, 2, 1.0, 0.3424, 1.0, 2, 1.0, 0.342, 1.0, 30.0, 1.0),
            (2023, "machine learning", 2, 2, 1.0, 0.3424, 1.0, 2, 1.0, 0.342, 1.0, 30.0, 1.0),
            (2024, "neural network", 1, 2, 0.5, 0.0945, 0.9055, 1, 1.0, 0.207, 1.0, 20.0, 1.0),
            (2024, "machine learning", 2, 2, 1.0, 0.3424, 1.0, 1, 1.0, 0.342, 1.0, 16.0, 1.0),
        ],
    ),
    (
        "topic-uses",
        {"topic": "CIFAR-10"},
        [(NNP, T_NNP, D_NNP, "names", None), (DIF, T_DIF, D_DIF, "names", None)],
    ),
    ("surveys", NN, []),
    (
        "digest",
        {},
        [
            (
                date(2024, 5, 4),
                NNP,
                T_NNP,
                20,
                3,
                ["Massachusetts Institute of Technology"],
                ["neural network", "CIFAR-10"],
                "https://gitlab.com/bo/nn",
                None,
                None,
            )
        ],
    ),
    (
        "reading-order",
        {"topic": "machine learning", "each": 1},
        [
            (
                GNN,
                T_GNN,
                D_GNN,
                "number 1 of 2 in 2023 by citations in the graph (2), citations (700), upvotes (30), "
                "times the score of the link (0.9)",
                "https://github.com/openlab/molnet",
            ),
            (
                NNP,
                T_NNP,
                D_NNP,
                "number 1 of 2 in 2024 by upvotes (20), times the score of the link (0.9)",
                "https://gitlab.com/bo/nn",
            ),
        ],
    ),
]
HEALTH = [
    ("authors with papers that only a name links", 1, 6, [BO]),
    ("authors without an identifier", 4, 6, ["name:bo-chen", "name:cy-park", "name:dee-ray"]),
    ("merge candidates: authors with the same name", 1, 5, ["name:bo-chen"]),
    ("merge candidates: papers with the same title", 1, 6, [DIF]),
    ("papers whose sources disagree", 1, 1, ["doi:10.1000/old"]),
    ("papers without a date", 1, 6, ["title:diffusion-models-for-images"]),
    ("papers without a named author", 2, 6, [DIF, "title:diffusion-models-for-images"]),
    ("papers without an abstract", 4, 6, [NNP, DIF, "title:a-quiet-paper"]),
    ("papers without topics", 2, 6, ["title:a-quiet-paper", "title:diffusion-models-for-images"]),
    ("works known only by identifier", 2, 8, ["doi:10.1000/old", "openalex:W1000200"]),
    ("papers with an inferred date", 0, 6, []),
    ("papers with fewer named authors than counted", 0, 6, []),
    ("papers with references given as text only", 0, 6, []),
    ("papers without a title", 0, 6, []),
]


@pytest.mark.parametrize(("name", "given", "rows"), CASES, ids=lambda value: str(value)[:40])
def test_answer(store: Store, name: str, given: dict[str, Any], rows: list[tuple[Any, ...]]):
    answer = queries.run(store, name, **given)
    assert [tuple(row.values()) for row in answer.rows] == rows
    assert answer.unknown is None


def test_gaps(store: Store):
    rows = [tuple(row.values()) for row in queries.run(store, "health").rows]
    assert [row[:-1] for row in rows] == HEALTH
    assert all(row[-1] for row in rows)
    remedies = {row[0]: row[-1] for row in rows}
    # arXiv cannot complete title:diffusion-models-for-images
    assert remedies["papers without a date"] == "load a source with dates, such as openalex"
    assert remedies["papers without topics"] == "load a source with abstracts, such as openalex"
    everything = remedies["papers without an abstract"]
    assert everything == "load a source with abstracts, such as arxiv and openalex"


def test_the_remedy_for_missing_topics_follows_most_papers(store: Store):
    """Most papers have no text to read topics from, so that one abstract is no reason to read all anew."""
    store.write(
        "UNWIND ['a', 'b', null] AS title CREATE (p:Paper {id: 'own:' + coalesce(title, 'c'), title: title, "
        "stub: false, load: 'x', abstract: CASE title WHEN 'a' THEN 'No known word.' END})"
    )
    try:
        rows = {row["what"]: row for row in queries.run(store, "health").rows}
        row = rows["papers without topics"]
        assert (row["count"], row["remedy"][:28]) == (5, "load a source with abstracts")
    finally:
        store.write("MATCH (p:Paper) WHERE p.load = 'x' DELETE p")


SURVEYS = """UNWIND [
  ['a', 'A survey of messages', '', 5], ['b', 'Messages meet graphs', 'In this survey, we ...', 9],
  ['c', 'Messages: An Entropy Perspective', 'We survey users.', 99], ['d', 'Peer review by graphs', '', 99],
  ['e', 'A Taxonomy-Aware Network', 'As in a position paper', 99], ['f', 'Position: Graphs matter', '', 99]
] AS one
MATCH (t:Topic {id: 'message passing'})
CREATE (:Paper {id: 'own:' + one[0], title: one[1], titleKey: toLower(replace(one[1], ':', '')), load: '1',
  abstract: one[2], upvotes: one[3], year: 2024, published: date('2024-05-05')})-[:HAS_TOPIC {load: '1'}]->(t)"""


def test_surveys_come_first(store: Store):
    store.write(SURVEYS)
    try:
        surveys = queries.run(store, "surveys", **NN).rows
        assert [(row["id"], row["word"]) for row in surveys] == [
            ("own:b", "this survey"),
            ("own:a", "a survey"),
            ("own:f", "position:"),
        ]
        order = queries.run(store, "reading-order", **NN)
        assert order["id"][:3] == ["own:b", "own:a", GNN]
        assert (
            order["reason"][1]
            == "survey, number 2 of 2 by upvotes (5), times the score of the link (0.5)"
        )
    finally:
        store.write("MATCH (n:Paper) WHERE n.id STARTS WITH 'own:' DETACH DELETE n")


def test_stubs_do_not_count_as_papers_of_a_topic_or_of_authors(store: Store):
    asked = {
        "author-topics": {"author": "Ada Lind"},
        "organization-topics": {"organization": "openlab"},
        "topic-tree": {"topic": "machine learning"},
        "topic-neighbors": {"topic": "protein"},
        "topic-bridges": {"topic": "molecule", "other": "protein", "single": True},
        "topics-together": {"author": "Ada Lind", "other": BO},
        "papers-together": {"author": "Ada Lind", "other": BO},
        "coauthors": {"author": "Ada Lind"},
    }
    before = {name: queries.run(store, name, **given).rows for name, given in asked.items()}
    store.write(
        "MATCH (p:Paper {stub: true}), (t:Topic) "
        "WHERE t.id IN ['protein', 'molecule', 'neural network', 'graph neural network'] "
        "CREATE (p)-[:HAS_TOPIC {load: 'x'}]->(t)"
    )
    store.write(
        "MATCH (p:Paper {stub: true}), (a:Author) WHERE a.id IN $ids "
        "CREATE (a)-[:AUTHORED {load: 'x'}]->(p)",
        {"ids": [ADA, BO]},
    )
    try:
        for name, given in asked.items():
            assert queries.run(store, name, **given).rows == before[name]
    finally:
        store.write("MATCH (:Paper)-[link:HAS_TOPIC {load: 'x'}]->(:Topic) DELETE link")
        store.write("MATCH (:Author)-[link:AUTHORED {load: 'x'}]->(:Paper) DELETE link")


def test_a_digest_of_equal_upvotes_is_in_the_order_of_the_list(store: Store):
    store.write(
        "MATCH (l:Listing) WHERE l.date IS NOT NULL WITH l ORDER BY l.date DESC LIMIT 1 "
        "UNWIND [['own:a', 9], ['own:b', 8]] AS one "
        "CREATE (:Paper {id: one[0], load: '1'})-[:LISTED_IN {rank: one[1], upvotes: 7}]->(l)"
    )
    try:
        found = queries.run(store, "digest")["id"]
        assert [id for id in found if id.startswith("own:")] == ["own:b", "own:a"]
    finally:
        store.write("MATCH (n:Paper) WHERE n.id STARTS WITH 'own:' DETACH DELETE n")


def test_a_digest_has_the_last_known_counts_although_they_fell(store: Store):
    fallen = "MATCH (:Paper {id: $paper})-[l:LISTED_IN]->(:Listing {date: $day}) SET l.upvotes = $upvotes"
    store.write(fallen, {"paper": NNP, "day": MAY4, "upvotes": 7})
    try:
        rows = queries.run(store, "digest", days=7).rows
        # the latest listing of the second paper has no comments
        assert [(row["id"], row["upvotes"], row["comments"]) for row in rows] == [
            (GNN, 30, 2),
            (DIF, 12, 1),
            (NNP, 7, 3),
        ]
    finally:
        store.write(fallen, {"paper": NNP, "day": MAY4, "upvotes": 20})


def test_the_first_three_organizations_of_an_author_do_not_depend_on_the_engine(store: Store):
    store.write(
        "MATCH (a:Author {id: $author}) UNWIND ['Zoo Lab', 'Moon Lab', 'Alpha Lab'] AS name "
        "CREATE (a)-[:AFFILIATED_WITH]->(:Organization {id: 'own:' + name, name: name, load: '1'})",
        {"author": ADA},
    )
    try:
        first = queries.run(store, "topic-people", **NN).rows[0]
        assert first["organizations"] == ["Alpha Lab", "Moon Lab", "OpenLab"]
    finally:
        store.write("MATCH (o:Organization) WHERE o.id STARTS WITH 'own:' DETACH DELETE o")


@pytest.mark.parametrize("paper", [GNN, MPP])
def test_a_title_that_begins_with_a_colon_names_nothing(store: Store, paper: str):
    title = "MATCH (p:Paper {id: $paper}) SET p.title = $title"
    store.write(title, {"paper": MPP, "title": ": Message passing"})
    try:
        reasons = queries.run(store, "related", paper=paper).rows[0]["reasons"]
        kinds = {reason["kind"] for reason in reasons}
        assert "text" in kinds
        assert not kinds & {"names it", "named by it"}
    finally:
        store.write(title, {"paper": MPP, "title": T_MPP})


def test_papers_of_unknown_day_come_after_those_that_cite_a_retracted_paper(store: Store):
    store.write("MATCH (p:Paper {id: $id}) REMOVE p.published", {"id": DIF})
    day = "MATCH (p:Paper {id: $id}) SET p.published = date($day)"
    store.write(day, {"id": GNN, "day": "2019-12-31"})
    try:
        rows = queries.run(store, "retraction-reach", steps=1).rows
        assert [(row["id"], row["after"]) for row in rows] == [
            (MPP, True),
            (NNP, True),
            (DIF, None),
            (GNN, False),
        ]
    finally:
        store.write(day, {"id": DIF, "day": str(D_DIF)})
        store.write(day, {"id": GNN, "day": str(D_GNN)})


def test_a_paper_of_unknown_day_is_of_a_period_that_has_all_of_its_year_or_month(store: Store):
    store.write(
        "UNWIND [['own:y', date('2024-01-01'), 'year'], ['own:m', date('2024-02-01'), 'month']] AS one "
        "CREATE (:Paper {id: one[0], published: one[1], publishedPrecision: one[2], upvotes: 50, load: '1'})"
    )
    try:
        for since, until, ids in [
            ("2024-01-01", "2024-01-31", []),
            ("2024-02-01", "2024-02-28", []),
            ("2024-02-01", "2024-02-29", ["own:m"]),
            ("2024-01-01", "2024-12-31", ["own:m", "own:y", NNP, DIF]),
        ]:
            assert queries.run(store, "most-upvoted", since=since, until=until)["id"] == ids
    finally:
        store.write("MATCH (p:Paper) WHERE p.id STARTS WITH 'own:' DETACH DELETE p")


def test_papers_of_two_organizations_need_papers_that_have_several(store: Store):
    store.write(
        "MATCH (:Organization)<-[a:AFFILIATED_WITH]-(n) WHERE n:Author OR n.id = $id SET a.kept = true "
        "WITH a, startNode(a) AS n, endNode(a) AS o DELETE a CREATE (:Kept {n: n.id, o: o.id})",
        {"id": MPP},
    )
    try:
        answer = queries.run(store, "organization-papers", organization="openlab", other="MIT")
        assert (answer.unknown or {})["unknown"] == "0 of 6 papers have several organizations"
        assert queries.run(store, "organization-papers", organization="openlab").rows
    finally:
        store.write(
            "MATCH (k:Kept), (n {id: k.n}), (o:Organization {id: k.o}) "
            "CREATE (n)-[:AFFILIATED_WITH]->(o) DELETE k"
        )


def test_compared_organizations_have_as_many_papers_as_their_lists(store: Store):
    [*rows] = queries.run(store, "compare-organizations", organization="openlab", other="MIT").rows
    for row in rows:
        for organization, papers in (("openlab", row["first"]), ("MIT", row["second"])):
            given = {"organization": organization, "topic": row["id"]}
            assert len(queries.run(store, "organization-papers", **given).rows) == papers
    assert "neural network" in {row["id"] for row in rows}


def test_the_newest_paper_is_as_precise_as_known(store: Store):
    store.write(
        "CREATE (:Paper {id: 'own:y', year: 2031, published: date('2031-01-01'), "
        "publishedPrecision: 'year', load: '1'})"
    )
    try:
        for name in ("papers-by-year", "author-count-by-year", "topics-by-year", "topic-trend"):
            given = {"topic": "neural network"} if name == "topic-trend" else {}
            note = queries.run(store, name, **given).note or ""
            assert "newest paper: 2031" in note
            assert "2031-01-01" not in note
    finally:
        store.write("MATCH (p:Paper {id: 'own:y'}) DETACH DELETE p")


def test_a_retracted_paper_is_marked_wherever_its_title_is_shown(store: Store):
    store.write("MATCH (p:Paper {id: $id}) SET p.retracted = true", {"id": GNN})
    given = {"topic": "neural network"}
    try:
        for name, column in (("topic-code", "paper"), ("topic-people", "best")):
            assert queries.run(store, name, **given)[column][0] == f"[retracted] {T_GNN}"
        both = queries.run(store, "bridge-authors", topic="molecule", other="protein")
        assert both["newest"] == [f"[retracted] {T_GNN}"]
        assert both["otherNewest"] == [T_MPP]
        places = queries.run(store, "topic-organizations", **given, limit=1)
        assert places["best"] == [f"[retracted] {T_GNN}"]
    finally:
        store.write("MATCH (p:Paper {id: $id}) REMOVE p.retracted", {"id": GNN})


def test_growth_that_may_be_due_to_chance_is_noted(store: Store):
    note = "no growth is clear: every 95% confidence interval contains 1"
    for name in ("rising-authors", "rising-topics"):
        given = {"least": 1, "days": 440, **({"sure": False} if name == "rising-topics" else {})}
        assert note in (queries.run(store, name, **given).note or "")


def test_citations_are_the_larger_of_the_stated_and_the_counted_number(store: Store):
    store.write("MATCH (p:Paper {id: $id}) SET p.citedByCount = 0", {"id": MPP})
    try:
        rows = queries.run(store, "topic-best", **NN).rows
        assert {row["id"]: row["citations"] for row in rows} == {GNN: 700, NNP: 0, MPP: 1}
    finally:
        store.write("MATCH (p:Paper {id: $id}) REMOVE p.citedByCount", {"id": MPP})


def test_a_paper_uses_a_dataset_once(store: Store):
    link = "MATCH (p:Paper {id: $paper}), (t:Topic {id: 'cifar 10'}) CREATE (p)-[:MENTIONS {load: 'x'}]->(t)"
    store.write(link, {"paper": NNP})
    try:
        assert queries.run(store, "topic-uses", topic="CIFAR-10")["id"] == [NNP, DIF]
    finally:
        store.write("MATCH (:Paper)-[link:MENTIONS {load: 'x'}]->(:Topic) DELETE link")


def test_the_evidence_of_a_topic_is_that_of_narrower_ones_too(store: Store):
    answer = queries.run(store, "why-topic", paper=GNN, topic="neural network")
    assert "graph neural network" in answer["topic"]


def test_an_empty_answer_states_what_restricts_it_and_what_would_widen_it(store: Store):
    answer = queries.run(store, "topic-new", **NN, days=14)
    assert (answer.note or "").startswith(
        "0 rows: nothing matches with days=14; the papers of the graph are published from 2022 "
        "to 2024-04-20; "
    )
    # a wider answer is proposed only if it finds something
    assert "would also" not in (queries.run(store, "surveys", **NN).note or "")
    answer = queries.run(store, "topic-best", topic="GNN", year=2024)
    assert (answer.note or "").startswith(
        "0 rows: nothing matches with year=2024; mentions=true would also count papers that only "
        "mention the topic"
    )


def test_no_author_rises_beside_too_few_earlier_papers(store: Store):
    # The last 600 days have five papers, the 600 before one: an author of one of the five and not of
    # the one has a growth of (1.5 / 5.5) / (0.5 / 1.5) = 0.82.
    store.write(
        "CREATE (:Paper {id: 'own:u', year: 2024, published: date('2024-01-02'), load: '1'})"
    )
    try:
        answer = queries.run(store, "rising-authors", least=1, days=600)
        rows = answer.rows
        assert "; papers in the period before: 1;" in (answer.note or "")
        assert [(row["id"], row["papers"], row["ofBefore"], row["growth"]) for row in rows] == [
            (ADA, 3, 1, 1.91),  # (3.5 / 5.5) / (0.5 / 1.5)
            (BO, 2, 1, 1.36),
        ]
    finally:
        store.write("MATCH (p:Paper {id: 'own:u'}) DETACH DELETE p")


def test_citations_of_a_graph_without_references_are_unknown(empty: Store):
    empty.write(
        "CREATE (t:Topic {id: 'a', name: 'a'}), (:Paper {id: 'own:1', title: 'A', titleKey: 'a'})"
        "-[:HAS_TOPIC]->(t), (:Paper {id: 'own:2', title: 'B', titleKey: 'b', citedByCount: 3})"
        "-[:HAS_TOPIC]->(t)"
    )
    try:
        answer = queries.run(empty, "topic-best", topic="a")
        assert answer["citations"] == [3, None]
        assert "citations are unknown" in (answer.note or "")
    finally:
        empty.write("MATCH (n) DETACH DELETE n")
