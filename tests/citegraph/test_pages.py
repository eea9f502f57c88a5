"""The page of the whole graph: a page that is too large is refused before it is fetched."""

import pytest

from citegraph import pages, queries
from citegraph.graph import Author, Paper, Store
from citegraph.graph.errors import CitegraphError
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
