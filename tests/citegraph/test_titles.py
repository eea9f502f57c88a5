"""The title of a page of the whole graph names its sources, their period and its papers."""

import pytest

from citegraph import pages
from citegraph.graph import Listing, Paper, Store

Lists = list[tuple[str, str | None, str]]  # kind, day and file of each list


@pytest.mark.parametrize(
    ("lists", "title"),
    [
        (
            [("daily-papers", "2024-05-03", "a.txt"), ("daily-papers", "2026-03-01", "a.txt")],
            "Daily Papers, May 2024 to March 2026: 2 papers",
        ),
        ([("daily-papers", "2024-05-03", "a.txt")], "Daily Papers of May 3, 2024: 1 paper, 2001"),
        ([("openalex", None, "works.json")], "OpenAlex (works.json): 1 paper, 2001"),
        (
            [("ris", None, "a.ris"), ("openalex", None, "b.json"), ("openalex", None, "c.json")],
            "OpenAlex and RIS: 3 papers, 2001 to 2003",
        ),
        ([("ris", None, "a"), ("feed", None, "b"), ("csv", None, "c")], "CSV, Feed and 1 more"),
    ],
)
def test_a_title_names_sources_period_and_number(store: Store, lists: Lists, title: str) -> None:
    store.merge(
        [
            Paper(
                title=f"Paper number {n}",
                arxiv_id=f"2001.{n:05}",
                published=f"{2001 + n}-02-01",
                listings=(
                    Listing(
                        id=f"{kind}/{day or n}", kind=kind, date=day, files=(f"{file} sha256:0",)
                    ),
                ),
            )
            for n, (kind, day, file) in enumerate(lists)
        ],
        "load",
    )
    drawn, _ = pages.atlas(store)
    assert drawn.title.startswith(title)
    assert drawn.title == title or len(lists) > 2


def test_a_graph_without_lists_has_a_title(store: Store) -> None:
    store.merge([Paper(title="Paper number one", arxiv_id="2001.00001")], "load")
    assert pages.atlas(store)[0].title == "Citation graph: 1 paper"


def test_a_list_of_another_application_may_have_no_kind(store: Store) -> None:
    store.merge([Paper(title="Paper number one", arxiv_id="2001.00001")], "load")
    store.write("CREATE (:Listing {id: 'mine'})")
    assert pages.atlas(store)[0].title == "List: 1 paper"
