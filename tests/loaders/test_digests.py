"""Digests of papers: feeds, tables, labelled text."""

from datetime import date

import pytest

from citegraph.graph.records import Author, Paper, Rejected, Repository
from citegraph.loaders.documents.document import Document
from citegraph.loaders.sources import csv_table, feeds, labelled_text, markdown_table
from citegraph.loaders.sources.dates import partial_date
from tests.loaders.samples import DAY, ENTRIES, SAMPLES

READERS = {
    "rss": feeds,
    "atom": feeds,
    "markdown table": markdown_table,
    "labelled text": labelled_text,
    "csv": csv_table,
}


def read(name: str, text: str | None = None, captured: date | None = None) -> list[Paper]:
    document = Document(name, (text or SAMPLES[name][1]).encode(), captured)
    found = list(READERS[name].read(document))
    assert all(isinstance(each, Paper) for each in found), found
    return [each for each in found if isinstance(each, Paper)]


@pytest.mark.parametrize("name", READERS)
def test_what_digests_have_in_common(name: str) -> None:
    for rank, (paper, e) in enumerate(zip(read(name), ENTRIES, strict=True), 1):
        assert paper.title == " ".join(e.title.split())
        assert paper.abstract == " ".join(e.abstract.split())
        assert paper.arxiv_id == e.id
        assert paper.listings[0].rank == rank
        assert paper.sources == (paper.listings[0].kind,)
        if name != "labelled text":
            assert paper.published == e.published.isoformat()
            assert [each.name for each in paper.authors] == ["Ada Example", "Bo Example"]
            assert paper.author_count == 2
        if e.repository and name in ("markdown table", "csv"):
            assert [each.url for each in paper.repositories] == [f"https://{e.repository}"]


@pytest.mark.parametrize("name", ["rss", "atom"])
def test_a_feed_is_a_listing_of_its_day(name: str) -> None:
    paper = read(name)[0]
    assert (paper.listings[0].id, paper.observed) == (f"feed/{DAY}", str(DAY))


def test_a_digest_without_a_day_is_named_by_its_digest() -> None:
    document = Document("x", SAMPLES["csv"][1].encode())
    paper = next(iter(csv_table.read(document)))
    assert isinstance(paper, Paper)
    assert paper.listings[0].id == f"csv/{document.digest[:12]}"
    assert paper.listings[0].date is None


def test_places_are_lines_even_where_rows_have_several() -> None:
    document = Document("x", b'Title,Abstract,Year\nOne,"a\nb",2020\n,"none",2021\nThree,c,1999\n')
    found = list(csv_table.read(document))
    assert [each.origin if isinstance(each, Paper) else each.where for each in found] == [
        "line 2",
        "x:4",
        "line 5",
    ]
    assert isinstance(found[1], Rejected)
    assert [each.published for each in found if isinstance(each, Paper)] == ["2020", "1999"]


@pytest.mark.parametrize("separator", [";", "\t"])
def test_other_separators(separator: str) -> None:
    text = (
        separator.join(["paper title", "pdf"])
        + "\n"
        + separator.join(["A Paper", "https://arxiv.org/pdf/2601.00001v3"])
    )
    (paper,) = read("csv", text)
    assert (paper.title, paper.arxiv_id) == ("A Paper", "2601.00001")


def test_a_column_of_titles_alone() -> None:
    assert [paper.title for paper in read("csv", "title\nOne Paper\nAnother, or not\n")] == [
        "One Paper",
        "Another, or not",
    ]


def test_labels_in_many_ways() -> None:
    text = """Papers of today

1. **Title:** First Paper
**Authors:** Ada Example, Bo Example
**PDF:** https://arxiv.org/pdf/2601.00001
**Summary:** It begins here
and goes on: with a colon.

And has a second paragraph.

2. **Title:** Second Paper
**Code:** https://github.com/example/second
"""
    first, second = read("labelled text", text)
    assert first.title == "First Paper"
    assert first.authors == (Author(name="Ada Example"), Author(name="Bo Example"))
    assert first.abstract == "It begins here and goes on: with a colon. And has a second paragraph."
    assert first.origin == "line 3"
    assert second.repositories == (
        Repository(url="https://github.com/example/second", linked_by="digest"),
    )


def test_several_tables_and_rows_that_are_short() -> None:
    text = """| no | rule |

| Title | Code |
|---|---|
| [One \\| Two](https://huggingface.co/papers/2601.00001) | [link](https://github.com/example/one) |
| Three |

Title | Date
--- | ---
Four | Jan 5, 2026
"""
    one, three, four = read("markdown table", text)
    assert (one.title, one.arxiv_id) == ("One | Two", "2601.00001")
    assert three.repositories == ()
    assert four.published == "2026-01-05"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-01-05", "2026-01-05"),
        ("2026/1/5 10:00", "2026-01-05"),
        ("2026-01", "2026-01"),
        ("2026", "2026"),
        ("5 Jan 2026", "2026-01-05"),
        ("January 5, 2026", "2026-01-05"),
        ("2026-13-01", "2026"),
        ("7/2026", "2026-07"),
        ("Sept. 2026", "2026-09"),
        ("13/2026", "2026"),
        ("Spring 2026", None),
        ("soon", None),
        ("", None),
    ],
)
def test_dates_in_cells(text: str, expected: str | None) -> None:
    assert partial_date(text) == expected


def test_a_list_of_authors_that_is_cut_off_is_not_counted() -> None:
    (paper,) = read("csv", 'title,authors\nA Paper,"Ada Example, et al."\n')
    assert (paper.authors, paper.author_count) == ((), None)
