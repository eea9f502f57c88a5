"""Every question on the sample graph, on both engines: answers worked out by hand."""

from datetime import date
from typing import Any

import pytest

from citegraph import queries
from citegraph.graph.store import Store

GNN, MPP, NNP = "arxiv:2301.00001", "arxiv:2302.00002", "arxiv:2404.00004"
DIF, DUP, QUI = "doi:10.1000/diff", "title:diffusion-models-for-images", "title:a-quiet-paper"
OA, OLD = "openalex:W1000200", "doi:10.1000/old"
ADA, BO, BO2 = "orcid:0000-0002-1825-0097", "name:bo-chen", "openalex:A5012"
CY, DEE, EVE = "name:cy-park", "name:dee-ray", "name:eve-stone"
LAB, MIT = "hf:openlab", "ror:042nb2s44"
T_GNN, T_MPP, T_NNP = (
    "Graph neural networks for molecules",
    "Message passing on proteins",
    "Neural networks in practice",
)
SAYS_GNN = "We study molecules with GNNs."
T_DIF, T_QUI, T_OLD = "Diffusion models for images", "A quiet paper", "[retracted] An old classic"
D_GNN, D_MPP, D_NNP, D_DIF = (
    date(2023, 1, 5),
    date(2023, 2, 10),
    date(2024, 4, 20),
    date(2024, 3, 1),
)
MAY1, MAY2, MAY4 = date(2024, 5, 1), date(2024, 5, 2), date(2024, 5, 4)
NET, PAI, BON = "github.com/openlab/molnet", "github.com/openlab/paint", "gitlab.com/bo/nn"
M_I_T = "Massachusetts Institute of Technology"

# Weights of topics: ln(7/2) = 1.253 where 2 of 6 papers have it, ln(7/3) = 0.847 where 3 have.
CASES: list[tuple[str, dict[str, Any], list[tuple[Any, ...]]]] = [
    # Papers: 6, and stubs that more than `least` papers cite. Topics by papers and broader links: machine
    # learning 5, neural network 5, graph neural network 4, message passing 2, diffusion model 2,
    # CIFAR-10 2. The rest: 3 repositories, 3 organizations, 2 venues.
    (
        "atlas",
        {"least": 2},
        [
            (2, 7, 6, 2, 23, 3),  # one of four lists has no day
            (3, 7, 3, 1, 19, 3),
            (5, 6, 2, 0, 16, 3),
            (8, 6, 0, 0, 14, 3),
            (13, 6, 0, 0, 14, 3),
            (21, 6, 0, 0, 14, 3),
            (34, 6, 0, 0, 14, 3),
        ],
    ),
    (
        "author-count-by-year",
        {},
        [(2022, 1, 2, 2.0, 2.0, 2), (2023, 2, 2, 2.5, 2.5, 3), (2024, 2, 2, 7.0, 7.0, 12)],
    ),
    (
        "author-papers",
        {"author": "Ada Lind"},
        [
            (NNP, T_NNP, D_NNP, 2, 2, "identifier", None, False),
            (MPP, T_MPP, D_MPP, 1, 2, "identifier", None, False),
            (GNN, T_GNN, D_GNN, 1, 3, "identifier", None, False),
        ],
    ),
    (
        "authors",
        {},
        [
            (ADA, "Ada Lind", 3, 2, "identifier", None, 0),
            (BO, "Bo Chen", 2, 1, "name", 0.75, 1),
            (CY, "Cy Park", 1, 0, None, None, 0),
            (DEE, "Dee Ray", 1, 0, None, None, 0),
            (EVE, "Eve Stone", 1, 1, None, None, 0),
            (BO2, "Bo Chen", 1, 0, None, None, 0),
        ],
    ),
    ("cited-by", {"paper": GNN}, [(NNP, T_NNP, D_NNP, 0), (MPP, T_MPP, D_MPP, 1)]),
    ("cites", {"paper": NNP}, [(GNN, T_GNN, 2023, 2), (MPP, T_MPP, 2023, 1)]),
    ("cites", {"paper": GNN, "stubs": True}, [(OLD, T_OLD, 1998, 4), (OA, None, None, 2)]),
    (
        "conflicts",
        {},
        [
            (OLD, T_OLD, "retracted", value, [f"{source} 10.1000/old"], "2024-01-01", shown, why)
            for value, source, shown, why in (
                ("true", "crossref", True, "true if one source states it"),
                ("false", "openalex", False, "true if one source states it"),
            )
        ],
    ),
    (
        "retraction-reach",
        {"steps": 2},
        [
            (id, title, 1, [id, OLD], OLD, T_OLD, date(2020, 1, 1), True)
            for id, title in ((GNN, T_GNN), (MPP, T_MPP), (NNP, T_NNP), (DIF, T_DIF))
        ],
    ),
    ("retractions", {}, [(OLD, T_OLD, "retracted", date(2020, 1, 1), None, 4)]),
    ("retractions", {"paper": GNN}, [(GNN, T_GNN, "unknown", None, D_GNN, 2)]),
    ("coauthor-pairs", {}, [(BO, "Bo Chen", ADA, "Ada Lind", 2, "name", 0.75, 1)]),
    (
        "coauthor-pairs",
        {"least": 1},
        [
            (BO, "Bo Chen", ADA, "Ada Lind", 2, "name", 0.75, 1),
            (BO, "Bo Chen", CY, "Cy Park", 1, "name", 0.75, 0),
            (CY, "Cy Park", ADA, "Ada Lind", 1, "identifier", None, 0),
            (DEE, "Dee Ray", ADA, "Ada Lind", 1, "identifier", None, 0),
            (EVE, "Eve Stone", BO2, "Bo Chen", 1, None, None, 0),
        ],
    ),
    (
        "coauthor-pairs",
        {"least": 1, "most": 2, "limit": 1},
        [(BO, "Bo Chen", ADA, "Ada Lind", 1, "name", 0.75, 1)],
    ),
    ("coauthor-path", {"from": "cy park", "to": "Eve Stone"}, []),
    (
        "coauthors",
        {"author": ADA},
        [
            (BO, "Bo Chen", 2, "name", 0.75, 1, [T_NNP, T_GNN]),
            (CY, "Cy Park", 1, None, None, 0, [T_GNN]),
            (DEE, "Dee Ray", 1, None, None, 0, [T_MPP]),
        ],
    ),
    ("co-cited", {"paper": GNN}, [(MPP, T_MPP, 1, 0.707, [NNP])]),
    (
        "co-cited",
        {"paper": GNN, "stubs": True},
        [
            (OLD, T_OLD, 2, 0.707, [MPP, NNP]),
            (MPP, T_MPP, 1, 0.707, [NNP]),
            (OA, None, 1, 0.5, [MPP]),
        ],
    ),
    (
        "code-owners",
        {},
        [("github.com/openlab", ["OpenLab"], 2, 3, 125), ("gitlab.com/bo", [], 1, 1, None)],
    ),
    (
        "coupled",
        {"paper": GNN},
        [
            (MPP, T_MPP, 2, 0.816, [T_OLD, OA]),
            (DIF, T_DIF, 1, 0.707, [T_OLD]),
            (NNP, T_NNP, 1, 0.408, [T_OLD]),
        ],
    ),
    ("duplicates", {}, [(DIF, DUP, T_DIF, None, [])]),
    ("fewest-authors", {"limit": 2}, [(MPP, T_MPP, 2023, 2, 2), (NNP, T_NNP, 2024, 2, 2)]),
    (
        "links",
        {"paper": DIF},
        [
            ("CITES", "out", "Paper", OLD, T_OLD, None),
            ("HAS_CODE", "out", "Repository", PAI, "paint", None),
            ("HAS_TOPIC", "out", "Topic", "cifar 10", "CIFAR-10", None),
            ("HAS_TOPIC", "out", "Topic", "diffusion model", "diffusion model", None),
            ("HAS_TOPIC", "out", "Topic", "machine learning", "machine learning", None),
            (
                "LISTED_IN",
                "out",
                "Listing",
                "daily-papers/2024-05-01",
                "daily-papers/2024-05-01",
                None,
            ),
            (
                "LISTED_IN",
                "out",
                "Listing",
                "daily-papers/2024-05-02",
                "daily-papers/2024-05-02",
                None,
            ),
            (
                "MENTIONS",
                "out",
                "Topic",
                "graph neural network",
                "graph neural network",
                "Unlike GNNs, ...",
            ),
            ("PUBLISHED_IN", "out", "Venue", "name:workshop-on-images", "Workshop on Images", None),
        ],
    ),
    (
        "listing-on",
        {"day": "2024-05-02"},
        [
            ("daily-papers/2024-05-02", 1, NNP, T_NNP, 9, 3),
            ("daily-papers/2024-05-02", 2, DIF, T_DIF, 12, None),
            ("daily-papers/2024-05-02", 3, GNN, T_GNN, 30, 2),
        ],
    ),
    ("most-authors", {"limit": 2}, [(DIF, T_DIF, 2024, 12, 0), (GNN, T_GNN, 2023, 3, 3)]),
    ("most-authors", {"year": 2022}, [(QUI, T_QUI, 2022, 2, 2)]),
    (
        "missing-references",
        {},
        [(OLD, T_OLD, 1998, 4, None, [GNN, MPP, NNP, DIF]), (OA, None, None, 2, None, [GNN, MPP])],
    ),
    ("missing-references", {"day": MAY2}, [(OLD, T_OLD, 1998, 3, None, [GNN, NNP, DIF])]),
    ("missing-references", {"least": 3}, [(OLD, T_OLD, 1998, 4, None, [GNN, MPP, NNP, DIF])]),
    ("most-cited", {}, [(GNN, T_GNN, 2023, 2, 700), (MPP, T_MPP, 2023, 1, None)]),
    (
        "most-cited",
        {"stubs": True},
        [
            (OLD, T_OLD, 1998, 4, None),
            (GNN, T_GNN, 2023, 2, 700),
            (OA, None, None, 2, None),
            (MPP, T_MPP, 2023, 1, None),
        ],
    ),
    (
        "most-upvoted",
        {},
        [(GNN, T_GNN, D_GNN, 30, 2), (NNP, T_NNP, D_NNP, 20, 3), (DIF, T_DIF, D_DIF, 12, None)],
    ),
    (
        "most-upvoted",
        {"since": "2024-03-01", "until": "2024-03-31"},
        [(DIF, T_DIF, D_DIF, 12, None)],
    ),
    ("new-on", {"day": MAY1}, [(1, DIF, T_DIF, 10, 1), (2, NNP, T_NNP, 4, None)]),
    ("new-on", {"day": MAY2}, [(3, GNN, T_GNN, 30, 2)]),
    ("new-on", {"day": MAY4}, []),
    (
        "new-since",
        {"since": MAY1},
        [(MAY2, GNN, T_GNN, 30), (MAY1, NNP, T_NNP, 20), (MAY1, DIF, T_DIF, 12)],
    ),
    ("new-since", {"since": MAY2}, [(MAY2, GNN, T_GNN, 30)]),
    ("organization-pairs", {}, [(LAB, "OpenLab", MIT, M_I_T, 3)]),
    (
        "organization-papers",
        {"organization": "openlab"},
        [
            (NNP, T_NNP, D_NNP, 2, ["Ada Lind"]),
            (MPP, T_MPP, D_MPP, 2, ["Ada Lind"]),
            (GNN, T_GNN, D_GNN, 3, ["Ada Lind"]),
        ],
    ),
    (
        "organization-papers",
        {"organization": "openlab", "topic": "graph neural network", "since": "2023-02-01"},
        [(MPP, T_MPP, D_MPP, 2, ["Ada Lind"])],
    ),
    # By affiliations, all three papers come from both; one of MIT alone would not.
    (
        "organization-papers",
        {"organization": "openlab", "other": "MIT"},
        [
            (NNP, T_NNP, D_NNP, 2, ["Bo Chen", "Ada Lind"]),
            (MPP, T_MPP, D_MPP, 2, ["Ada Lind", "Dee Ray"]),
            (GNN, T_GNN, D_GNN, 3, ["Ada Lind", "Bo Chen"]),
        ],
    ),
    ("organization-papers", {"organization": "openlab", "other": "Graph Institute"}, []),
    ("organizations", {}, [(LAB, "OpenLab", 3, 1), (MIT, M_I_T, 3, 2)]),
    ("papers-by-year", {}, [(2022, 1, 0, 0.0), (2023, 2, 2, 1.0), (2024, 2, 2, 1.0)]),
    (
        "papers-on-both",
        {"topic": "neural network", "other": "protein"},
        [(MPP, T_MPP, D_MPP, ["graph neural network", "message passing"], ["protein"])],
    ),
    ("papers-on-both", {"topic": "neural network", "other": "diffusion model"}, []),
    # Through CIFAR-10 (2 links) or the old classic (4 links); machine learning is a field.
    (
        "path",
        {"from": NNP, "to": DIF},
        [
            (1, T_NNP, "HAS_TOPIC", "CIFAR-10", f"{T_NNP} is about CIFAR-10", NNP, "cifar 10"),
            (2, "CIFAR-10", "HAS_TOPIC", T_DIF, f"{T_DIF} is about CIFAR-10", "cifar 10", DIF),
        ],
    ),
    (
        "path",
        {"from": GNN, "to": DIF},
        [
            (1, T_GNN, "CITES", T_OLD, f"{T_GNN} cites An old classic", GNN, OLD),
            (2, T_OLD, "CITES", T_DIF, f"{T_DIF} cites An old classic", OLD, DIF),
        ],
    ),
    ("path", {"from": GNN, "to": QUI}, []),
    # text 0.5; cites 0.2; repository 0.1; works w = 1 + 1 / (1 + log 2), 0.1 log(1 + w) + w / 20 =
    # 0.1747; cited together 0.1 * log 2 = 0.0693; people 0.2 / sqrt(3 * 2) = 0.0816; topics
    # 0.1 * 0.6 = 0.06; organization 0.01
    (
        "related",
        {"paper": GNN},
        [
            (
                1,
                T_MPP,
                1.196,
                [
                    {"kind": "text", "share": 0.42, "words": ["graph", "proteins"]},
                    {"kind": "citation", "share": 0.17, "words": ["cites the paper"]},
                    {"kind": "references", "share": 0.15, "words": ["openalex:W1000200", T_OLD]},
                    {"kind": "code", "share": 0.08, "words": [NET]},
                    {"kind": "people", "share": 0.07, "words": ["Ada Lind"]},
                    {"kind": "cited together", "share": 0.06, "words": [T_NNP]},
                    {"kind": "topics", "share": 0.05, "words": ["graph neural network"]},
                    {"kind": "organization", "share": 0.01, "words": ["OpenLab"]},
                ],
                MPP,
            ),
            (
                2,
                T_NNP,
                0.419,
                [
                    {"kind": "citation", "share": 0.48, "words": ["cites the paper"]},
                    {"kind": "people", "share": 0.34, "words": ["Ada Lind", "Bo Chen"]},
                    {"kind": "references", "share": 0.18, "words": [T_OLD]},
                ],
                NNP,
            ),
            (3, T_DIF, 0.076, [{"kind": "references", "share": 1.0, "words": [T_OLD]}], DIF),
        ],
    ),
    (
        "repositories",
        {},
        [
            (NET, "https://github.com/openlab/molnet", 120, 2, [T_GNN, T_MPP]),
            (PAI, "https://github.com/openlab/paint", 5, 1, [T_DIF]),
            (BON, "https://gitlab.com/bo/nn", None, 1, [T_NNP]),
        ],
    ),
    # Weights of words are shipped; a word of the title counts twice.
    (
        "search",
        {"words": "graph molecule"},
        [
            (1, T_GNN, 18.091, SAYS_GNN, D_GNN, GNN),
            (2, T_MPP, 5.984, "Proteins are graphs.", D_MPP, MPP),
        ],
    ),
    ("search", {"words": "GRAPH", "limit": 1}, [(1, T_GNN, 6.819, T_GNN, D_GNN, GNN)]),
    ("search", {"words": MPP}, [(1, T_MPP, None, "by ID", D_MPP, MPP)]),
    (
        "shared-code",
        {"paper": GNN},
        [(MPP, T_MPP, [NET], ["github.com/openlab"]), (DIF, T_DIF, [], ["github.com/openlab"])],
    ),
    ("shared-code", {"paper": NNP}, []),
    (
        "shared-topics",
        {"paper": GNN},
        [
            (MPP, T_MPP, 0.888, ["graph neural network", "machine learning"]),
            (DIF, T_DIF, 0.212, ["machine learning"]),
        ],
    ),
    (
        "state-on",
        {"day": date(2024, 5, 3)},
        [(GNN, T_GNN, MAY2, 30, 2), (DIF, T_DIF, MAY2, 12, None), (NNP, T_NNP, MAY2, 9, 3)],
    ),
    ("state-on", {"day": MAY1}, [(DIF, T_DIF, MAY1, 10, 1), (NNP, T_NNP, MAY1, 4, None)]),
    (
        "topic-bridges",
        {"topic": "GNN", "other": "diffusion model", "single": True},
        [("machine learning", "machine learning", 2, 1, 0.289, 0)],
    ),
    ("topic-bridges", {"topic": "GNN", "other": "diffusion model"}, []),
    (
        "topic-bridges",
        {"topic": "molecule", "other": "protein", "single": True},
        [
            ("graph neural network", "graph neural network", 1, 1, 0.354, 0),
            ("machine learning", "machine learning", 1, 1, 0.289, 0),
        ],
    ),
    (
        "topic-neighbors",
        {"topic": "GNN"},
        [
            ("machine learning", "machine learning", 2, 0.544),
            ("message passing", "message passing", 1, 0.354),
            ("molecule", "molecule", 1, 0.354),
            ("protein", "protein", 1, 0.354),
        ],
    ),
    (
        "topic-papers",
        {"topic": "neural networks"},
        [
            (NNP, T_NNP, D_NNP, "about", ["neural network"], 0.9, None),
            (MPP, T_MPP, D_MPP, "about", ["message passing", "graph neural network"], 0.8, T_MPP),
            (GNN, T_GNN, D_GNN, "about", ["graph neural network"], 0.9, SAYS_GNN),
        ],
    ),
    (
        "topic-papers",
        {"topic": "GNN", "mentions": True},
        [
            (MPP, T_MPP, D_MPP, "about", ["message passing", "graph neural network"], 0.8, T_MPP),
            (GNN, T_GNN, D_GNN, "about", ["graph neural network"], 0.9, SAYS_GNN),
            (DIF, T_DIF, D_DIF, "mentions", ["graph neural network"], 0.2, "Unlike GNNs, ..."),
        ],
    ),
    (
        "topic-tree",
        {"topic": "neural network"},
        [
            (1, "graph neural network", "graph neural network", ["neural network"], 2),
            (1, "sparse neural network", "sparse neural network", ["neural network"], 0),
            (1, "spiking neural network", "spiking neural network", ["neural network"], 0),
            (2, "message passing", "message passing", ["graph neural network"], 1),
        ],
    ),
    (
        "topics",
        {"limit": 3},
        [
            ("machine learning", "machine learning", "field", 3),
            ("cifar 10", "CIFAR-10", "dataset", 2),
            ("graph neural network", "graph neural network", "concept", 2),
        ],
    ),
    (
        "upvote-gains",
        {},
        [(NNP, T_NNP, MAY1, MAY4, 4, 20, 16), (DIF, T_DIF, MAY1, MAY2, 10, 12, 2)],
    ),
    ("upvote-gains", {"since": MAY2}, [(NNP, T_NNP, MAY2, MAY4, 9, 20, 11)]),
    (
        "upvote-growth",
        {"paper": NNP},
        [
            (MAY1, "daily-papers/2024-05-01", 2, 4, None, None),
            (MAY2, "daily-papers/2024-05-02", 1, 9, 3, 5),
            (MAY4, "daily-papers/2024-05-04", 1, 20, 3, 11),
        ],
    ),
    (
        "venue-papers",
        {"venue": "Journal of Graphs"},
        [(MPP, T_MPP, D_MPP, 1), (GNN, T_GNN, D_GNN, 2)],
    ),
    (
        "venues",
        {},
        [
            ("issn:1234-5678", "Journal of Graphs", "journal", 2, 2023, 2023),
            ("name:workshop-on-images", "Workshop on Images", "conference", 1, 2024, 2024),
        ],
    ),
    (
        "why-topic",
        {"paper": GNN},
        [
            (
                "graph neural network",
                "graph neural network",
                "about",
                0.9,
                "GNNs",
                "abstract",
                SAYS_GNN,
                "acronym",
                ["text"],
            ),
            (
                "molecule",
                "molecule",
                "about",
                0.7,
                "molecules",
                "title",
                T_GNN,
                "vocabulary",
                ["text"],
            ),
            ("machine learning", "machine learning", "about", *[None] * 5, ["openalex"]),
        ],
    ),
    (
        "why-topic",
        {"paper": MPP, "topic": "protein"},
        [("protein", "protein", "about", 0.5, None, None, None, None, ["text"])],
    ),
]


@pytest.mark.parametrize(("name", "given", "rows"), CASES, ids=lambda value: str(value)[:40])
def test_answer(store: Store, name: str, given: dict[str, Any], rows: list[tuple[Any, ...]]):
    answer = queries.run(store, name, **given)
    assert [tuple(row.values()) for row in answer.rows] == rows
    assert answer.unknown is None
    assert all(list(row) == answer.columns for row in answer.rows)


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("missing-references", {"least": 1}),
        ("retraction-reach", {"steps": 4}),
        ("retraction-reach", {"paper": GNN, "steps": 4}),
        ("coupled", {"paper": GNN}),
        ("co-cited", {"paper": GNN, "stubs": True}),
        ("related", {"paper": GNN}),
    ],
)
def test_a_limit_returns_the_first_rows(store: Store, name: str, given: dict[str, Any]):
    """These statements read less if the first rows are enough."""
    rows = queries.run(store, name, **given).rows
    assert rows
    for limit in range(1, len(rows) + 1):
        assert queries.run(store, name, **given, limit=limit).rows == rows[:limit]


def test_every_question_has_an_answer():
    from tests.queries import test_answers_by_theme, test_trends

    cases = CASES + test_answers_by_theme.CASES + test_trends.CASES
    asked = {name for name, _, _ in cases} | {"health", "bursts"}
    assert asked == set(queries.catalogue()), "add its answer to CASES in this file"
