"""The page ranks related papers as the question "related" does, with the same reasons."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import citegraph
from citegraph import pages, queries

SAMPLE = Path(__file__).parents[2] / "loaders" / "samples" / "daily-papers.txt"
LISTED = """[...document.querySelectorAll('#related .rows > li')].map((row) => ({
    title: row.querySelector('.go').textContent,
    score: +row.querySelector('.score b').textContent,
    kinds: [...row.querySelectorAll('.reason')].map((one) => one.textContent.split(': ')[0]),
}))"""
SHOWN = 4  # reasons


def test_the_page_and_the_question_rank_the_same_papers(
    opened: Callable[..., Any], tmp_path: Path
) -> None:
    with citegraph.open(tmp_path / "sample.db") as graph:
        graph.load(SAMPLE)
        subgraph, _ = pages.atlas(graph.store)
        papers = [node for node in subgraph.nodes if node.label == "Paper"][:4]
        wanted = {
            paper.id: queries.run(graph.store, "related", paper=paper.id, limit=10).rows
            for paper in papers
        }
    page = opened(subgraph)
    kinds = set()
    titles = {paper.id: str(paper.properties["title"]) for paper in papers}
    for id, rows in wanted.items():
        page.evaluate(
            "(id) => { location.hash = `node=${encodeURIComponent(id)}`; }", f"Paper:{id}"
        )
        page.locator("#panel h2", has_text=titles[id]).wait_for()
        page.locator("#related .rows .go").first.wait_for()
        found = page.evaluate(LISTED)
        assert [one["title"] for one in found] == [row["title"] for row in rows]
        for one, row in zip(found, rows, strict=True):
            assert one["score"] == pytest.approx(row["score"], abs=0.012)
            assert one["kinds"] == [reason["kind"] for reason in row["reasons"]][:SHOWN]
            kinds |= set(one["kinds"])
    assert {"text", "topics"} < kinds
