"""OpenReview: notes of both versions of its API, and notes that are no papers."""

import json
from typing import Any

import pytest

from citegraph.graph.errors import SourceError
from citegraph.graph.records import Paper, Rejected
from citegraph.loaders import formats
from citegraph.loaders.documents.document import Document
from tests.loaders import reading
from tests.loaders.samples import ENTRIES, SAMPLES


def note(content: dict[str, Any], **more: Any) -> dict[str, Any]:
    known = {"id": "abcDEF123", "forum": "abcDEF123", "invitation": "T.cc/2020/-/Blind_Submission"}
    return {
        **known,
        "signatures": ["T.cc"],
        "tcdate": 1_580_000_000_000,
        "content": content,
        **more,
    }


def read(value: Any) -> tuple[list[Paper], list[Rejected], list[str]]:
    text = value if isinstance(value, str) else json.dumps(value)
    return reading.read(text, "openreview", "notes.json")


def test_every_field_of_version_2_is_read() -> None:
    (first, *_), rejected, notes = read(SAMPLES["openreview"][1])
    assert not rejected
    assert not notes
    assert (first.title, first.abstract) == (ENTRIES[0].title, ENTRIES[0].abstract)
    assert (first.id, first.published) == ("openreview:NOTE000000", "2026-07-01")
    assert [one.name for one in first.authors] == ["Ada van Example", "Bo Example"]
    assert [(one.name, one.kind, one.source) for one in first.topics] == [
        ("kernels", "keyword", "author"),
        ("sparse attention", "keyword", "author"),
        ("learning theory", "field", "openreview"),
    ]
    assert first.venue
    assert first.venue.name == "Tests 2026"
    assert [one.url for one in first.repositories] == ["https://github.com/example/code"]
    assert first.url == "https://openreview.net/forum?id=NOTE000000"


def test_version_1_and_the_newest_form_of_authors() -> None:
    old = note(
        {
            "title": "One",
            "authors": ["Ada A", "Bo B"],
            "keywords": "graphs, trees",
            "TL;DR": "In short.",
            "pdf": "http://arxiv.org/pdf/1703.00001",
        },
        pdate=None,
    )
    new = note({"title": {"value": "Two"}, "authors": {"value": [{"fullname": "Cy C"}]}})
    blind = note({"title": "Three", "authors": ["Anonymous"]})
    for shape in ([old, new, blind], {"notes": [old, new, blind], "count": 3}):
        (one, two, three), _, _ = read(shape)
        assert [author.name for author in one.authors] == ["Ada A", "Bo B"]
        assert [topic.name for topic in one.topics] == ["graphs", "trees"]
        assert (one.abstract, one.arxiv_id, one.published) == (
            "In short.",
            "1703.00001",
            "2020-01-26",
        )
        assert [author.name for author in two.authors] == ["Cy C"]
        assert (three.authors, three.author_count) == ((), None)
    assert read("\n".join(map(json.dumps, (old, new))))[0][1].title == "Two"


def test_keys_of_version_1_in_any_case() -> None:
    """Each venue of version 1 has chosen its own keys."""
    old = note({"title": "One", "Abstract": "We test.", "submission_category": "Logic"})
    ((one,), _, _) = read([old])
    assert one.abstract == "We test."
    assert [(topic.name, topic.source) for topic in one.topics] == [("Logic", "openreview")]


@pytest.mark.parametrize(
    ("venue", "group", "name", "type"),
    [
        ("ICLR 2024 poster", "ICLR.cc/2024/Conference", "ICLR 2024", None),
        ("ICLR 2023 notable top 5%", "ICLR.cc/2023/Conference", "ICLR 2023", None),
        ("ICML 2025 spotlightposter", "ICML.cc/2025/Conference", "ICML 2025", None),
        ("Accepted by TMLR", "TMLR", "TMLR", None),
        ("", "ICLR.cc/2024/Conference", "ICLR.cc 2024", None),
        ("Submitted to ICLR 2024", "ICLR.cc/2024/Conference/Rejected_Submission", None, "preprint"),
        ("", "ICLR.cc/2024/Conference/Submission", None, "preprint"),
    ],
)
def test_only_an_accepted_submission_has_a_venue(
    venue: str, group: str, name: str | None, type: str | None
) -> None:
    (one,), _, _ = read([note({"title": "One", "venue": venue, "venueid": {"value": group}})])
    assert (one.venue and one.venue.name, one.type) == (name, type)


def test_a_record_that_was_imported_from_dblp() -> None:
    content = {
        "title": {"value": "On examples."},
        "authors": {"value": ["Ada Alpha 0001", "Bo Beta"]},
        "venue": {"value": "CoRR 2019"},
        "venueid": {"value": "dblp.org/journals/CORR/2019"},
        "html": {"value": "https://arxiv.org/abs/1901.00001"},
    }
    (one,), _, _ = read([note(content, pdate=1546300800000)])
    assert (one.title, one.published, one.arxiv_id) == ("On examples", "2019", "1901.00001")
    assert [(author.name, author.identifiers) for author in one.authors] == [
        ("Ada Alpha", ("dblp-name:Ada Alpha 0001",)),
        ("Bo Beta", ()),
    ]


def test_a_withdrawn_submission() -> None:
    group = "T.cc/2024/Conference/Withdrawn_Submission"
    (one,), _, _ = read(
        [note({"title": "One", "venueid": {"value": group}}, mdate=1_700_000_000_000)]
    )
    assert (one.withdrawn, one.venue) == ("2023-11-14", None)


def test_what_is_no_paper_is_counted_or_rejected() -> None:
    review = note({"title": "Good", "rating": "7"}, id="x", replyto="abcDEF123")
    gone = note({"title": "Gone"}, ddate=1)
    papers, rejected, notes = read([review, gone, note({"title": None})])
    assert not papers
    assert [one.where for one in rejected] == ["notes.json#3"]
    assert notes == ["skipped 1 note: reviews, decisions or comments", "skipped 1 deleted note"]
    assert read({"notes": [], "count": 0}) == ([], [], ["OpenReview found no submissions"])
    error = Document(
        "e.json", b'{"name": "NotFoundError", "message": "No such note", "status": 404}'
    )
    with pytest.raises(SourceError, match="No such note"):
        list(formats.source("openreview").read(error))


def test_authors_as_one_text_and_a_note_without_its_forum():
    content = {
        "title": "T",
        "authors": "Ann Ash, Bo Birch, and Cy Cole",
        "authorids": [],
        "venueid": "X",
    }
    document = Document("a", json.dumps({"notes": [{"id": "a", "content": content}]}).encode())
    assert formats.recognize(document) == "openreview"
    (paper,) = formats.source("openreview").read(document)
    assert isinstance(paper, Paper)
    assert [author.name for author in paper.authors] == ["Ann Ash", "Bo Birch", "Cy Cole"]


def test_a_withdrawal_that_the_invitation_states_and_a_venue_as_a_sentence():
    base = {"forum": "a", "id": "a", "signatures": ["X"], "tmdate": 1546300800000}
    withdrawn = {
        **base,
        "invitation": "ICLR.cc/2019/Conference/-/Withdrawn_Submission",
        "content": {"title": "One"},
    }
    content = {"title": "Two", "venue": "Published as a conference paper at ICLR 2025"}
    accepted = {**base, "forum": "b", "id": "b", "invitation": "X/-/Submission", "content": content}
    document = Document("a", json.dumps({"notes": [withdrawn, accepted]}).encode())
    one, two = formats.source("openreview").read(document)
    assert isinstance(one, Paper)
    assert isinstance(two, Paper)
    assert (one.withdrawn, one.type, one.venue) == ("2019-01-01", "preprint", None)
    assert (two.withdrawn, two.venue and two.venue.name) == (None, "ICLR 2025")
