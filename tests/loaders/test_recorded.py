"""Recorded HTTP replies are unwrapped, whatever the source."""

import json
from pathlib import Path

import pytest

from citegraph.graph.records import Paper, Rejected
from citegraph.loaders import formats
from citegraph.loaders.documents import inputs
from citegraph.loaders.documents.document import Document
from tests.loaders.samples import SAMPLES

REPLIES = Path(__file__).parents[3] / "shared" / "data" / "sources" / "arxiv"
URL = "https://api.example.org/works"


def read(path: Path) -> tuple[list[Paper], list[Rejected]]:
    papers: list[Paper] = []
    rejected: list[Rejected] = []
    for document in inputs.documents([str(path)]):
        found = (
            [document]
            if isinstance(document, Rejected)
            else formats.source(formats.recognize(document)).read(document)
        )
        for one in found:
            if isinstance(one, Paper):
                papers.append(one)
            else:
                rejected.append(one)
    return papers, rejected


def recorded(body: object, status: object = 200, key: str = "status_code") -> dict[str, object]:
    return {"url": URL, key: status, "body": body}


@pytest.mark.parametrize("name", ["arxiv", "openalex", "crossref", "oai arxiv", "bibtex"])
@pytest.mark.parametrize("indent", [None, 2])
def test_the_body_is_read_as_if_it_was_the_file(
    name: str, indent: int | None, tmp_path: Path
) -> None:
    text = SAMPLES[name][1]
    plain, wrapped = tmp_path / "plain", tmp_path / "wrapped"
    plain.write_text(text, encoding="utf-8")
    wrapped.write_text(json.dumps(recorded(text), indent=indent), encoding="utf-8")
    expected, _ = read(plain)
    papers, rejected = read(wrapped)
    assert expected
    assert not rejected
    assert [p.title for p in papers] == [p.title for p in expected]


@pytest.mark.parametrize("key", ["status_code", "statusCode", "status"])
def test_the_body_may_be_json(key: str, tmp_path: Path) -> None:
    path = tmp_path / "reply.json"
    path.write_text(json.dumps(recorded(json.loads(SAMPLES["crossref"][1]), key=key)))
    papers, rejected = read(path)
    assert papers
    assert not rejected


@pytest.mark.parametrize("lines", [True, False])
def test_several_replies_in_one_file(lines: bool, tmp_path: Path) -> None:
    every = [
        recorded(SAMPLES["arxiv"][1]),
        recorded("Too many requests", 429),
        recorded(""),
        {"url": URL},
        recorded(SAMPLES["openalex"][1]),
    ]
    path = tmp_path / "replies.json"
    path.write_text("\n".join(map(json.dumps, every)) if lines else json.dumps(every))
    found = list(inputs.documents([str(path)]))
    documents = [one.name for one in found if isinstance(one, Document)]
    rejected = [(one.where, one.reason) for one in found if isinstance(one, Rejected)]
    assert documents == [str(path), f"{path}#5"]
    assert rejected == [
        (f"{path}#2", f"the recorded reply of {URL} has the status 429; record it again"),
        (f"{path}#3", f"the recorded reply of {URL} has no body"),
        (
            f"{path}#4",
            f"{'line' if lines else 'entry'} 4 is not a recorded reply: "
            "it needs status_code and body",
        ),
    ]


def test_an_object_with_a_body_is_not_a_reply(tmp_path: Path) -> None:
    """An issue of GitHub has a body and a state, and OpenAlex a status of another kind."""
    path = tmp_path / "issue.json"
    path.write_text(json.dumps({"url": URL, "body": "text", "status": "open", "title": "T"}))
    (document,) = inputs.documents([str(path)])
    assert isinstance(document, Document)
    assert document.json == {"url": URL, "body": "text", "status": "open", "title": "T"}


def test_saved_replies_of_arxiv() -> None:
    if not REPLIES.is_dir():
        pytest.skip("no saved replies of the arXiv API")
    papers, (rejected,) = read(REPLIES)
    assert len(papers) == 136
    assert "has the status 400" in rejected.reason
