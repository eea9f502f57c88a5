"""The page of the whole graph: a page that is too large is refused before it is fetched."""

from pathlib import Path

import pytest

from citegraph import drawing, pages, queries
from citegraph.graph import Author, Paper, Store, open_store
from citegraph.graph.errors import CitegraphError
from citegraph.queries.naming import AmbiguousError, NotFoundError
from citegraph.viz import view


def test_a_page_that_is_too_large_is_refused_by_counting(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    authors = tuple(Author(name=f"Author number {n}") for n in range(8))
    store.merge(
        [
            Paper(title=f"Paper number {n}", arxiv_id=f"2001.{n:05}", authors=authors[: n + 1])
            for n in range(6)
        ],
        "load",
    )
    drawn, _ = pages.atlas(store)
    assert len(drawn.nodes) == 12

    def fetched(*_: object, **__: object) -> None:
        raise AssertionError("the page was fetched")

    monkeypatch.setattr(queries, "subgraph", fetched)
    monkeypatch.setattr(view, "MAX_NODES", 9)
    with pytest.raises(
        CitegraphError, match=r"12 nodes \(6 papers\).*draw the question atlas with least=5, or"
    ):
        pages.atlas(store, 1)
    monkeypatch.setattr(view, "MAX_NODES", 5)
    with pytest.raises(CitegraphError, match=r"draw one question"):
        pages.atlas(store)


def test_related_takes_papers_or_a_title_without_quotes(tmp_path: Path) -> None:
    about = "sparse attention over long documents"
    titles = ("Mamba", "SAM 2", "Attention Window", "Longer Documents", "Attention of a Document")
    with open_store(tmp_path / "graph.db") as store:
        store.merge(
            [
                Paper(title=title, abstract=f"{title}: {about}.", arxiv_id=f"2001.{n:05}")
                for n, title in enumerate(titles, 1)
            ],
            "load",
        )
        store.update_similar()

        def title(*values: str, **chosen: str) -> str:
            given = {"paper": " ".join(values)}
            return drawing._question(store, "related", values, given, chosen)[0].title

        assert title("Mamba", "SAM 2") == "Papers related to Mamba and SAM 2"
        assert (
            title("arxiv:2001.00001", "2001.00003")
            == "Papers related to Mamba and Attention Window"
        )
        assert title("Attention", "Window") == "Papers related to Attention Window"
        assert title("Mamba", "Longer") == "Papers related to Mamba and Longer Documents"
        with pytest.raises(AmbiguousError) as caught:
            title("SAM 2", "Document")
        assert caught.value.parameter == "paper 2"
        chosen = {"paper 2": "arxiv:2001.00004"}
        assert (
            title("SAM 2", "Document", **chosen) == "Papers related to SAM 2 and Longer Documents"
        )
        with pytest.raises(NotFoundError, match="Nothing of this"):
            title("Nothing", "of", "this")


def test_a_page_of_a_part_of_a_title_says_which_paper_it_is_about(tmp_path: Path) -> None:
    about = "sparse attention over long documents"
    titles = ("Mamba: Sequences", "SAM 2", "Attention Window", "Longer Documents")
    with open_store(tmp_path / "graph.db") as store:
        store.merge(
            [
                Paper(title=title, abstract=f"{title}: {about}.", arxiv_id=f"2001.{n:05}")
                for n, title in enumerate(titles, 1)
            ],
            "load",
        )
        store.update_similar()
        for text, on_page in (("Mamba", False), ("Window", True)):
            subgraph, remark = pages.question(store, "related", {"paper": text})
            assert (remark or "").startswith("paper: ")
            assert ("by part of the title" in (subgraph.note or "")) is on_page
