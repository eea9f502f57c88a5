"""The listing that the project was made for, against an independent reading of it."""

import re
from pathlib import Path

import pytest

from citegraph.graph.records import Paper, Rejected
from citegraph.loaders.documents.document import Document
from citegraph.loaders.sources.daily_papers import text as daily_papers_text


@pytest.fixture(scope="module")
def listing(shared_data: Path) -> Path:
    return shared_data / "daily_papers" / "listing.txt"


@pytest.fixture(scope="module")
def papers(listing: Path) -> list[Paper | Rejected]:
    return list(daily_papers_text.read(Document("listing.txt", listing)))


def by_blocks(text: str) -> set[tuple[object, ...]]:
    """This one file's regular form: title, abstract and foot are blocks between empty lines."""
    blocks = text.split("Oct 27\n\n", 1)[1].strip("\n").split("\n\n")
    rows = []
    for title, abstract, foot in zip(*[iter(blocks)] * 3, strict=True):
        who, dot, when = foot.split("\n")
        assert dot == "·"
        count = re.fullmatch(r"  • (\d+) authors", who)
        day = re.fullmatch(r"(\w{3} \d{1,2})(?:, (\d{4}))?(?: (\d+))?", when)
        assert day
        rows.append(
            (
                title,
                abstract,
                int(count[1]) if count else None,
                None if count else who,
                day[1],
                int(day[2] or 2025),
                not day[2],
                int(day[3]) if day[3] else None,
            )
        )
    return set(rows)


def test_every_card_is_read_right(listing: Path, papers: list[Paper | Rejected]) -> None:
    months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    read = set()
    for paper in papers:
        assert isinstance(paper, Paper)
        assert paper.published
        year, month, day = (int(part) for part in paper.published.split("-"))
        organization = paper.organizations[0] if paper.organizations else None
        read.add(
            (
                paper.title,
                paper.abstract,
                paper.author_count,
                f"{organization.handle} {organization.name}" if organization else None,
                f"{months[month - 1]} {day}",
                year,
                paper.published_inferred,
                paper.comments,
            )
        )
    assert read == by_blocks(listing.read_text(encoding="utf-8"))


def test_the_numbers_that_are_known_of_it(papers: list[Paper | Rejected]) -> None:
    found = [paper for paper in papers if isinstance(paper, Paper)]
    assert len(found) == len(papers) == 53
    assert sum(paper.author_count is not None for paper in found) == 52
    organizations = [each for paper in found for each in paper.organizations]
    assert [(each.handle, each.name) for each in organizations] == [("openbmb", "OpenBMB")]
    assert sum(paper.published_inferred for paper in found) == 9
    assert sum(paper.comments is not None for paper in found) == 2


def test_rank_is_the_order_of_the_page(papers: list[Paper | Rejected]) -> None:
    listings = [paper.listings[0] for paper in papers if isinstance(paper, Paper)]
    assert [each.rank for each in listings] == list(range(1, 54))
    assert {each.id for each in listings} == {"daily-papers/2025-10-27"}
    assert listings[0].where == "line 13"
