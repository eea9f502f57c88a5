"""A retracted paper is marked wherever it is shown, and its reach is found; conflicts are listed."""

from datetime import date

import pytest

from citegraph import queries
from citegraph.graph import Author, Paper, Reference, Store, Venue
from citegraph.graph.writing.difference import Changes
from citegraph.viz.view import view

LOAD = "2025-10-27T00:00:00Z"
ONE = Paper(
    title="A result that did not hold",
    doi="10.1000/one",
    published="2019-03-01",
    authors=(Author(name="Ada Lovelace"), Author(name="Emmy Noether")),
    author_count=2,
    venue=Venue(name="Letters"),
    sources=("openalex",),
    retracted=False,
    observed="2024-01-01",
)
NOTICE = Paper(
    doi="10.1000/one",
    retracted=True,
    retracted_on="2021-05-01",
    retraction="Retraction, doi:10.1000/notice (retraction-watch)",
    sources=("crossref",),
    observed="2023-01-01",
)
OTHER = Paper(
    title="A result that did not hold",
    doi="10.1000/one",
    published="2018",
    authors=(Author(name="A. Lovelace"),),
    author_count=3,
    sources=("crossref",),
    observed="2023-06-01",
)


def citing(n: int, cited: str, published: str) -> Paper:
    return Paper(
        title=f"Citing paper number {n}",
        doi=f"10.1000/c{n}",
        published=published,
        authors=(Author(name="Ada Lovelace"),),
        references=(Reference(doi=cited),),
        sources=("crossref",),
    )


CITING = [
    citing(1, "10.1000/one", "2020-01-01"),
    citing(2, "10.1000/one", "2022-01-01"),
    citing(3, "10.1000/c2", "2023-01-01"),
    citing(4, "10.1000/c3", "2024-01-01"),
]


@pytest.fixture(scope="module")
def loaded(engine: Store) -> Store:
    engine.write("MATCH (n) DETACH DELETE n")
    for record in (ONE, *CITING, NOTICE, OTHER):
        engine.merge([record], LOAD)
    return engine


def test_answers_and_pages_mark_a_retracted_paper(loaded: Store) -> None:
    title = "[retracted] A result that did not hold"
    assert queries.run(loaded, "search", words="result hold")["title"] == [title]
    assert title in queries.run(loaded, "author-papers", author="Ada Lovelace")["title"]
    assert queries.run(loaded, "cites", paper="doi:10.1000/c1")["title"] == [title]
    step = queries.run(loaded, "path", **{"from": "doi:10.1000/c1", "to": "doi:10.1000/one"})[0]
    assert title in step.values()
    page = view(queries.subgraph(loaded, "cites", paper="doi:10.1000/c1"))
    assert title in page.name
    assert "Citing paper number 1" in page.name


def test_the_reach_of_a_retraction(loaded: Store) -> None:
    def reach(**given: object) -> list[tuple[object, ...]]:
        answer = queries.run(loaded, "retraction-reach", **given)
        return [(row["id"], row["steps"], row["after"]) for row in answer]

    assert sorted(reach(steps=1)) == [("doi:10.1000/c1", 1, False), ("doi:10.1000/c2", 1, True)]
    assert len(reach()) == 3
    assert len(reach(paper="doi:10.1000/one", steps=4)) == 4
    last = queries.run(loaded, "retraction-reach", steps=3).rows[-1]
    assert last["chain"] == [f"doi:10.1000/{name}" for name in ("c4", "c3", "c2", "one")]
    assert last["retractedOn"] == date(2021, 5, 1)
    assert len(queries.subgraph(loaded, "retraction-reach", steps=3).edges) == 4


def test_conflicts_state_each_value_and_the_shown_one(loaded: Store) -> None:
    rows = queries.run(loaded, "conflicts").rows
    found = {(row["property"], row["value"]): (row["sources"], row["shown"]) for row in rows}
    record = "10.1000/one"
    assert found == {
        ("authorCount", "2"): ([f"openalex {record}"], True),
        ("authorCount", "3"): ([f"crossref {record}"], False),
        ("published", "2018"): ([f"crossref {record}"], False),
        ("published", "2019-03-01"): ([f"openalex {record}"], True),
        ("retracted", "false"): ([f"openalex {record}"], False),
        ("retracted", "true"): ([f"crossref {record}"], True),
    }


def test_observations_do_not_depend_on_the_order(store: Store) -> None:
    def observations() -> object:
        return store.read(
            "MATCH (n:Paper) RETURN n.id AS id, n.retracted AS retracted, "
            "n.observations AS all ORDER BY id"
        ).rows

    corrected = Paper(
        doi="10.1000/one", retracted=False, sources=("crossref",), observed="2024-06-01"
    )
    seen = []
    for order in ((0, 1, 2, 3), (3, 1, 0, 2), (2, 3, 0, 1)):
        store.write("MATCH (n) DETACH DELETE n")
        records = [ONE, NOTICE, OTHER, corrected]
        for at in order:
            store.merge([records[at]], LOAD)
        assert store.merge(records, LOAD) == Changes()
        seen.append(observations())
    assert seen[0] == seen[1] == seen[2]
    assert seen[0][0]["retracted"] is False
