"""The Daily Papers API: every shape, every field."""

import ast
import gzip
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from citegraph.graph.records import Author, Organization, Paper, Rejected, Repository
from citegraph.loaders.documents.document import Document
from citegraph.loaders.sources.daily_papers import api as daily_papers_api
from citegraph.loaders.sources.daily_papers import page as daily_papers_page
from tests.loaders.pages import Entry
from tests.loaders.samples import DAY, ENTRIES, SAMPLES, api, api_entry, saved_page


def read(value: Any, captured: date | None = None, name: str = "reply") -> list[Paper | Rejected]:
    text = value if isinstance(value, str) else json.dumps(value)
    return list(daily_papers_api.read(Document(name, text.encode(), captured)))


def one(value: Any, captured: date | None = None) -> Paper:
    (paper,) = read(value, captured)
    assert isinstance(paper, Paper), paper
    return paper


FULL: dict[str, Any] = {
    "paper": {
        "id": "2606.12345",
        "authors": [
            {
                "name": "Ada Example",
                "hidden": False,
                "user": {"user": "ada", "fullname": "A. Example"},
                "status": "claimed_verified",
            },
            {
                "name": "Bo  Example",
                "hidden": True,
                "user": {"name": "bo-2026"},
                "status": "admin_assigned",
            },
            {"name": "Ada Example", "hidden": False},
            {"name": "Example-Lab", "hidden": False},
        ],
        "publishedAt": "2026-06-20T17:59:59.000Z",
        "submittedOnDailyAt": "2026-06-29T01:14:04.187Z",
        "title": "A Title\n  on Two Lines",
        "summary": "First line\nsecond line. ",
        "upvotes": 12,
        "discussionId": "x",
        "ai_summary": "Never stored.",
        "ai_keywords": ["sparse attention", " sparse  attention ", "", "kernels"],
        "githubRepo": "https://github.com/example/tool",
        "githubStars": 7,
        "githubRepoAddedBy": "auto",
        "projectPage": "https://example.org/project",
        "organization": {
            "_id": "x",
            "name": "example-lab",
            "fullname": "Example Lab ",
            "avatar": "x",
        },
        "linkedModels": [{"id": "example/model", "likes": 3}],
        "linkedDatasets": [{"id": "example/data"}],
        "linkedSpaces": [{"id": "example/space"}],
    },
    "publishedAt": "2026-06-28T13:59:59.000Z",
    "title": "A $Title$ on Two Lines",
    "summary": "First line\nsecond line. ",
    "numComments": 3,
    "submittedBy": {"name": "someone"},
    "isAuthorParticipating": False,
}


def test_every_field() -> None:
    paper = one([FULL])
    assert paper.title == "A Title on Two Lines"
    assert paper.raw_title == "A $Title$ on Two Lines"
    assert paper.abstract == "First line second line."
    assert paper.authors == (
        Author(name="Ada Example", hf_user="ada"),
        Author(name="Bo Example", hf_assigned="bo-2026", hidden=True),
        Author(name="Ada Example"),
        Author(name="Example-Lab"),
    )
    assert paper.author_count == 4
    assert (paper.published, paper.published_inferred) == ("2026-06-20", False)
    assert (paper.upvotes, paper.comments) == (12, 3)
    assert (paper.arxiv_id, paper.url) == ("2606.12345", "https://huggingface.co/papers/2606.12345")
    assert paper.organizations == (Organization(name="Example Lab", handle="example-lab"),)
    assert [(each.name, each.kind, each.source) for each in paper.topics] == [
        ("sparse attention", "keyword", "ai_keywords"),
        ("kernels", "keyword", "ai_keywords"),
    ]
    assert paper.repositories == (
        Repository(url="https://github.com/example/tool", stars=7, linked_by="auto"),
    )
    assert paper.project_pages == ("https://example.org/project",)
    assert paper.links == ("models/example/model", "datasets/example/data", "spaces/example/space")
    (listing,) = paper.listings
    assert (listing.id, listing.date, listing.rank) == ("daily-papers/2026-06-29", "2026-06-29", 1)
    assert (listing.upvotes, listing.comments, listing.where) == (12, 3, "entry 1")
    assert (paper.observed, paper.origin) == ("2026-06-29", "entry 1")


def test_the_day_of_observation_is_that_of_capture_where_known() -> None:
    assert one([FULL], date(2026, 7, 5)).observed == "2026-07-05"


def test_a_withdrawal_is_kept_and_is_no_retraction() -> None:
    entry = json.loads(json.dumps(FULL))
    entry["paper"]["withdrawnAt"] = "2026-06-25T08:00:00.000Z"
    paper = one([entry])
    assert (paper.withdrawn, paper.retracted) == ("2026-06-25", None)


def test_a_repository_as_project_page_is_a_repository() -> None:
    entry = json.loads(json.dumps(FULL))
    entry["paper"]["projectPage"] = "https://github.com/example/other"
    paper = one([entry])
    assert paper.project_pages == ()
    assert [each.url for each in paper.repositories][1:] == ["https://github.com/example/other"]


def test_lines_with_dates_are_listings_of_each_day() -> None:
    paper = one(json.dumps({**FULL, "_dates": ["2026-06-30", "2026-06-29", "2026-06-29"]}))
    assert [(each.id, each.upvotes, each.rank) for each in paper.listings] == [
        ("daily-papers/2026-06-29", None, None),
        ("daily-papers/2026-06-30", 12, None),
    ]
    assert paper.observed == "2026-06-30"


def test_the_day_of_old_replies_is_their_greatest() -> None:
    entries = [json.loads(json.dumps(FULL)) for _ in range(3)]
    for entry, day in zip(entries, ("2024-12-16", "2024-12-17", "2024-12-16"), strict=True):
        del entry["paper"]["submittedOnDailyAt"]
        entry["publishedAt"] = f"{day}T03:00:00.000Z"
    days = {each.listings[0].date for each in read(entries) if isinstance(each, Paper)}
    assert days == {"2024-12-17"}
    named = read(entries, name="saved/2024-12-18.json")
    assert {each.listings[0].date for each in named if isinstance(each, Paper)} == {"2024-12-18"}
    far = read(entries, name="2020-01-01.json")  # a name that cannot be the day is no evidence
    assert {each.listings[0].date for each in far if isinstance(each, Paper)} == {"2024-12-17"}


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"upvotes": "many"}, "upvotes"),
        ({"authors": [{"name": 3}]}, "authors"),
        ({"title": None, "id": ""}, "title"),
        ({"id": None}, "id"),
    ],
)
def test_a_bad_entry_is_rejected_with_its_place_and_the_others_read(
    change: dict[str, Any], word: str
) -> None:
    bad = {**FULL, "title": None, "paper": {**FULL["paper"], **change}}
    found = read([FULL, bad, FULL])
    assert [type(each) for each in found] == [Paper, Rejected, Paper]
    assert isinstance(found[1], Rejected)
    assert word in found[1].reason
    assert found[1].where == "reply#2"


def test_all_shapes_give_the_same() -> None:
    shapes = [read(SAMPLES[name][1]) for name in ("api list", "api object", "api literals")]
    for other in shapes[1:]:
        assert [strip(each) for each in other] == [strip(each) for each in shapes[0]]


def strip(record: Paper | Rejected) -> Any:
    assert isinstance(record, Paper), record
    listing = record.listings[0]
    return (
        record.title,
        record.abstract,
        record.authors,
        record.author_count,
        record.published,
        record.upvotes,
        record.comments,
        record.arxiv_id,
        record.organizations,
        record.topics,
        record.repositories,
        record.url,
        listing.id,
        listing.rank,
        record.observed,
    )


def page(text: str) -> list[Paper | Rejected]:
    return list(daily_papers_page.read(Document("page.html", text.encode())))


def test_the_entries_in_a_page_are_those_of_the_api() -> None:
    assert [strip(each) for each in page(saved_page(ENTRIES))] == [
        strip(each) for each in read(api(ENTRIES))
    ]


def test_the_cards_of_a_page_give_what_they_show() -> None:
    found = page(saved_page(ENTRIES, embedded=False))
    rows = []
    for each in found:
        assert isinstance(each, Paper), each
        organization = each.organizations[0] if each.organizations else None
        rows.append(
            (
                each.title,
                each.abstract,
                each.author_count,
                each.published,
                each.upvotes,
                each.comments,
                each.arxiv_id,
                (organization.handle, organization.name) if organization else None,
                each.listings[0].id,
                each.listings[0].rank,
            )
        )
    assert rows == [shown(rank, e) for rank, e in enumerate(ENTRIES, 1)]


def shown(rank: int, e: Entry) -> tuple[Any, ...]:
    return (
        " ".join(e.title.split()),
        " ".join(e.abstract.split()),
        e.authors,
        e.published.isoformat(),
        e.upvotes,
        e.comments or None,
        e.id,
        e.organization,
        f"daily-papers/{DAY}",
        rank,
    )


def test_every_real_reply(shared_data: Path) -> None:
    for path in sorted((shared_data / "daily_papers" / "api").glob("*.json")):
        reply = json.loads(path.read_bytes())
        rows = (
            reply["data"] if isinstance(reply, dict) else reply if isinstance(reply, list) else []
        )
        entries = [ast.literal_eval(row) if isinstance(row, str) else row for row in rows]
        document = Document(path.name, path)
        assert daily_papers_api.recognizes(document) > 0
        found = list(daily_papers_api.read(document))
        assert len(found) == len(entries)
        for paper, entry in zip(found, entries, strict=True):
            assert isinstance(paper, Paper)
            body = entry["paper"]
            assert paper.arxiv_id == body["id"]
            assert paper.title == " ".join(body["title"].split())
            assert paper.abstract == " ".join(body["summary"].split())
            assert [each.name for each in paper.authors] == [
                " ".join(each["name"].split()) for each in body["authors"]
            ]
            assert paper.upvotes == body["upvotes"]
            assert paper.comments == entry["numComments"]
            assert paper.listings[0].id == f"daily-papers/{path.stem}"


def test_the_real_history(shared_data: Path) -> None:
    path = shared_data / "daily_papers" / "papers-to-2026-03.jsonl.gz"
    found = list(daily_papers_api.read(Document(path.name, path)))
    assert len(found) == 9577
    assert all(isinstance(each, Paper) for each in found)
    with gzip.open(path) as lines:
        for line, paper in zip(lines, found, strict=True):
            assert isinstance(paper, Paper)
            assert [each.date for each in paper.listings] == sorted(set(json.loads(line)["_dates"]))


def test_the_real_page_and_the_cards_in_it_agree(shared_data: Path) -> None:
    text = (shared_data / "daily_papers" / "page-2024-08-01.html").read_text("utf-8")
    entries = page(text)
    cards = page(re.sub(r'data-props="[^"]*"', "", text))
    fields = ("title", "arxiv_id", "author_count", "upvotes", "comments")
    for one_, other in zip(entries, cards, strict=True):
        assert isinstance(one_, Paper)
        assert isinstance(other, Paper)
        assert [getattr(one_, each) for each in fields] == [getattr(other, each) for each in fields]
        assert one_.listings[0].id == other.listings[0].id == "daily-papers/2024-08-01"
    assert len(entries) == 13


def test_api_entries_of_samples_are_sound() -> None:
    assert one([api_entry(ENTRIES[0])]).authors[0].hf_user == "first-author"
