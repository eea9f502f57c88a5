"""Zotero: the local API, replayed by a server on this machine, and what is no paper."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from citegraph.graph.records import Paper, Rejected
from citegraph.loaders import formats
from citegraph.loaders.documents.document import Document
from citegraph.loaders.documents.inputs import documents


def item(number: int, **data: Any) -> dict[str, Any]:
    return {
        "key": f"KEY{number:05}",
        "version": 1,
        "data": {"itemType": "journalArticle", "title": f"Paper {number}", **data},
    }


class Library:
    def __init__(self) -> None:
        self.items = [item(n) for n in range(250)]
        self.status = 200
        self.asked: list[str] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.asked.append(self.path)
                asked = parse_qs(urlsplit(self.path).query)
                start, limit = int(asked["start"][0]), int(asked["limit"][0])
                body = json.dumps(outer.items[start : start + limit]).encode()
                self.send_response(outer.status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Total-Results", str(len(outer.items)))
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    each = Library()
    monkeypatch.setenv("CITEGRAPH_ZOTERO_URL", each.address)
    yield each
    each.server.shutdown()
    each.server.server_close()


def load(source: str) -> list[Paper | Rejected]:
    found: list[Paper | Rejected] = []
    for document in documents([source]):
        if isinstance(document, Rejected):
            found.append(document)
        else:
            found += formats.source(formats.recognize(document)).read(document)
    return found


def test_a_library_is_read_page_by_page(library: Library) -> None:
    found = load("zotero:")
    assert [one.title for one in found if isinstance(one, Paper)] == [
        f"Paper {n}" for n in range(250)
    ]
    assert library.asked == [
        f"/api/users/0/items/top?limit=100&start={start}" for start in (0, 100, 200)
    ]


def test_a_collection_and_an_address(library: Library) -> None:
    library.items = library.items[:3]
    assert len(load("zotero:AB12CD34")) == 3
    assert len(load(f"{library.address}/api/users/0/items?format=json&limit=7")) == 3
    assert library.asked == [
        "/api/users/0/collections/AB12CD34/items/top?limit=100&start=0",
        "/api/users/0/items?limit=100&start=0",
    ]


def test_a_full_last_page_ends_the_library(library: Library) -> None:
    library.items = library.items[:200]
    assert len(load("zotero:")) == 200


@pytest.mark.parametrize(
    ("status", "problem"), [(403, "is turned off; in its settings"), (404, "no such library")]
)
def test_an_error_names_the_remedy(library: Library, status: int, problem: str) -> None:
    library.status = status
    (rejected,) = load("zotero:")
    assert isinstance(rejected, Rejected)
    assert problem in rejected.reason


def test_zotero_that_is_not_running(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CITEGRAPH_ZOTERO_URL", "http://127.0.0.1:9")
    (rejected,) = load("zotero:")
    assert isinstance(rejected, Rejected)
    assert rejected.reason.startswith("Zotero is not running at http://127.0.0.1:9; start it")


def test_a_name_that_is_no_collection() -> None:
    (rejected,) = load("zotero:My Papers")
    assert isinstance(rejected, Rejected)
    assert "zotero:AB12CD34" in rejected.reason


def test_attachments_are_no_papers_and_tags_are_told_apart() -> None:
    entries = [
        item(
            1,
            tags=[{"tag": "graphs", "type": 1}, {"tag": "to read"}],
            extra="PMID: 7\narXiv: 1706.03762",
        ),
        item(2, itemType="attachment"),
        item(3, title=""),
    ]
    document = Document("input", json.dumps(entries).encode())
    paper, rejected = formats.source("zotero").read(document)
    assert isinstance(paper, Paper)
    assert [(topic.name, topic.source) for topic in paper.topics] == [
        ("graphs", "author"),
        ("to read", "zotero"),
    ]
    assert (paper.pmid, paper.arxiv_id) == ("7", "1706.03762")
    assert isinstance(rejected, Rejected)
    assert rejected.where == "input#3"
    assert document.notes == ["1 attachments, notes and annotations are no papers"]
