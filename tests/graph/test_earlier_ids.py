"""An ID of title, author, year and count names the paper after these data changed."""

from pathlib import Path

import pytest

from citegraph.graph import Author, Paper, Store
from citegraph.graph.writing.earlier import missing, read_judgements
from citegraph.queries.naming import AmbiguousError, NotFoundError, identify, resolve

LOAD = "2025-10-27T00:00:00Z"
KLEIN, GROSS = "work:introduction-klein-c-2019", "work:introduction-gross-d-2019"


def introduction(name: str, count: int | None = None, doi: str | None = None) -> Paper:
    authors = (Author(name=name),)
    return Paper(
        title="Introduction", published="2019", authors=authors, author_count=count, doi=doi
    )


@pytest.fixture
def two(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Two papers of one title without identifiers, and a third of another title."""
    monkeypatch.setattr(store, "judgements", tmp_path / "judgements")
    third = Paper(title="Foundations", arxiv_id="2001.00001")
    store.merge([introduction("Carl Klein"), introduction("Dora Gross"), third], LOAD)
    assert resolve(store, "paper", KLEIN) == KLEIN
    return store


def test_a_question_finds_the_paper(two: Store) -> None:
    two.merge([introduction("Dora Gross", 3)], LOAD)
    assert resolve(two, "paper", GROSS) == f"{GROSS}-3"
    two.merge([introduction("Dora Gross", 3, "10.1000/i")], LOAD)
    assert resolve(two, "paper", f"{GROSS}-3") == "doi:10.1000/i"
    found = identify(two, "paper", KLEIN)
    assert (found.id, found.how, found.text) == ("title:introduction", "by an earlier ID", KLEIN)
    for other in ("work:introduction-other-a-1950-7", "work:foundation", "work:-", "work:"):
        with pytest.raises(NotFoundError):
            resolve(two, "paper", other)
    with pytest.raises(AmbiguousError, match=r"title:introduction.*doi:10\.1000/i|doi.*title"):
        resolve(two, "paper", "work:introduction-other-a-2019")


def test_a_judgement_finds_the_paper(two: Store) -> None:
    two.merge([introduction("Dora Gross", 3)], LOAD)
    two.judgements.write_text(
        f"same\tpaper:{GROSS}\tpaper:arxiv:2001.00001\n"
        f"same\tdora gross@{GROSS}\tcarl klein@{KLEIN}\n"
        "different\tpaper:work:introduction-other-a-1950-7\tpaper:doi:10.1000/j\n",
        "utf-8",
    )
    two.derive()
    papers = {row["id"] for row in two.read("MATCH (p:Paper) RETURN p.id AS id").rows}
    assert len(papers) == 2, papers
    assert "arxiv:2001.00001" in papers
    [row] = two.read("MATCH (a:Author)-[r:AUTHORED]->() RETURN count(DISTINCT a) AS people").rows
    assert row["people"] == 1
    [lost] = missing(two, read_judgements(two) or ())
    assert lost.verdict == "different"


def test_names_that_an_earlier_version_normalized_by_another_rule(store: Store) -> None:
    written = (Author(name="Søren Kjærholt-Øberg"),)
    titled = Paper(title="Only a title", published="2024", authors=written)
    store.merge([titled, Paper(title="A fjord", arxiv_id="2401.00001", authors=written)], LOAD)
    store.write(
        "MATCH (a:Author) "
        "SET a.id = 'name:søren', a.nameKey = 'søren kjærholt øberg', a.block = 'øberg s'"
    )
    plain = (Author(name="Soren Kjaerholt-Oberg"),)
    store.merge([titled, Paper(title="A glacier", arxiv_id="2402.00002", authors=plain)], LOAD)
    [row] = store.read("MATCH (p:Paper {titleKey: 'only a title'}) RETURN count(p) AS papers").rows
    assert row["papers"] == 1
    store.derive(rebuild=True)
    [row] = store.read(
        "MATCH (a:Author)-[r:AUTHORED]->() RETURN a.id AS id, count(r) AS papers"
    ).rows
    assert row == {"id": "name:soren-kjaerholt-oberg", "papers": 3}
