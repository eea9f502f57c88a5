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
from tests.loaders.samples import SAMPLES


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
    assert document.notes == ["skipped 1 item: attachments, notes or annotations"]


def rdf(nodes: str) -> tuple[list[Paper], list[str]]:
    names = "".join(f' xmlns:{one}="{one}#"' for one in ("bib", "dc", "dcterms", "foaf", "prism"))
    text = (
        '<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
        f' xmlns:z="http://www.zotero.org/namespaces/export#"{names}>{nodes}</rdf:RDF>'
    )
    document = Document("a.rdf", text.encode())
    assert formats.recognize(document) == "zotero"
    found = list(formats.source("zotero").read(document))
    return [one for one in found if isinstance(one, Paper)], document.notes


def test_rdf_gives_every_field_as_json_does() -> None:
    def read(name: str) -> Paper:
        format, text = SAMPLES[name]
        first = next(iter(formats.source(format).read(Document("a", text.encode()))))
        assert isinstance(first, Paper)
        return first

    one, other = read("zotero rdf"), read("zotero")
    for field in ("title", "abstract", "published", "doi", "arxiv_id", "topics", "type"):
        assert getattr(one, field) == getattr(other, field), field
    assert one.venue
    assert (one.venue.name, one.venue.issn) == ("Journal of Examples", "1234-567X")
    assert (one.pmid, one.url, one.language) == ("1", "https://example.org/0", "en")
    assert [author.name for author in one.authors] == ["Ada van Example"]


def test_rdf_with_journals_inside_behind_and_shared() -> None:
    def article(number: int, part: str) -> str:
        return (
            f'<bib:Article rdf:about="#item_{number}"><z:itemType>journalArticle</z:itemType>{part}'
            f"<bib:authors><rdf:Seq><rdf:li><foaf:Person><foaf:surname>Group</foaf:surname>"
            f"</foaf:Person></rdf:li></rdf:Seq></bib:authors><dc:title>Paper {number}</dc:title>"
            f"</bib:Article>"
        )

    def journal(dois: str, about: str = "") -> str:
        values = "".join(f"<dc:identifier>DOI {one}</dc:identifier>" for one in dois.split())
        return f"<bib:Journal {about}><dc:title>J</dc:title>{values}</bib:Journal>"

    shared = '<dcterms:isPartOf rdf:resource="urn:issn:1"/>'
    part = f"<bib:Part><dcterms:isPartOf>{journal('10.1/c')}</dcterms:isPartOf></bib:Part>"
    papers, notes = rdf(
        article(1, f"<dcterms:isPartOf>{journal('10.1234/a')}</dcterms:isPartOf>")
        + article(2, shared)
        + article(3, f"<dcterms:isPartOf>{part.replace('10.1/', '10.1234/')}</dcterms:isPartOf>")
        + '<z:Attachment rdf:about="#item_9"><z:itemType>attachment</z:itemType></z:Attachment>'
        + '<bib:Memo rdf:about="#item_8"><rdf:value>A note</rdf:value></bib:Memo>'
        + journal("10.1234/b 10.1234/d", 'rdf:about="urn:issn:1"')
        + article(4, shared)
        + article(5, '<dcterms:isPartOf rdf:resource="urn:issn:none"/>')
        + '<z:Collection rdf:about="#c"><dc:title>Mine</dc:title></z:Collection>'
    )
    assert {one.title: (one.doi, one.venue and one.venue.name) for one in papers} == {
        "Paper 1": ("10.1234/a", "J"),
        "Paper 2": (None, "J"),  # two DOIs in one journal: whose is not stated
        "Paper 3": ("10.1234/c", "J"),
        "Paper 4": (None, "J"),
        "Paper 5": (None, None),
    }
    assert notes == ["skipped 2 items: attachments, notes or annotations"]


@pytest.mark.parametrize(
    ("format", "text"),
    [
        (
            "bibtex",
            "@article{a_2024, title = {One}, volume = {1}, issn = {1234-567X}, url = {http://arxiv.org/"
            "abs/2401.00001}, doi = {10.48550/arXiv.2401.00001}, abstract = {We.}, urldate = "
            "{2024-02-02}, journal = {J}, author = {Example, Ada van}, month = jan, year = {2024}, "
            "note = {arXiv:2401.00001 [cs]}, keywords = {Computer Science - Machine Learning}, }",
        ),
        (
            "ris",
            "TY  - JOUR\nTI  - One\nAU  - Example, Ada van\nT2  - J\nAB  - We.\nDA  - 2024/01/\n"
            "PY  - 2024\nDO  - 10.48550/arXiv.2401.00001\nSN  - 1234-567X\nUR  - http://arxiv.org/"
            "abs/2401.00001\nKW  - Computer Science - Machine Learning\nER  - \n",
        ),
        (
            "csl-json",
            '[{"id": "http://zotero.org/users/1/items/A", "type": "article-journal", "title": "One", '
            '"abstract": "We.", "container-title": "J", "DOI": "10.48550/arXiv.2401.00001", "ISSN": '
            '"1234-567X", "URL": "http://arxiv.org/abs/2401.00001", "note": "arXiv:2401.00001 [cs]", '
            '"author": [{"family": "Example", "given": "Ada", "non-dropping-particle": "van"}], '
            '"issued": {"date-parts": [["2024", 1]]}}]',
        ),
    ],
)
def test_its_other_exports_are_read_without_loss(format: str, text: str) -> None:
    document = Document("a", text.encode())
    assert formats.recognize(document) == format
    (one,) = formats.source(format).read(document)
    assert isinstance(one, Paper)
    assert (one.title, one.abstract, one.arxiv_id) == ("One", "We.", "2401.00001")
    assert [sorted(author.name.split()) for author in one.authors] == [["Ada", "Example", "van"]]
    assert one.venue
    assert (one.venue.name, one.venue.issn) == ("J", "1234-567X")
    assert (one.published or "").startswith("2024-01")
    if format != "csl-json":  # which has no tags
        assert [topic.name for topic in one.topics] == ["Computer Science - Machine Learning"]


def test_extra_tags_and_meetings_in_further_forms() -> None:
    """PubMed's IDs on one line of "Extra", tags as text, and the meeting of a presentation."""
    data = {
        "itemType": "presentation",
        "title": "Talk",
        "creators": [{"creatorType": "presenter", "firstName": "Jo", "lastName": "Doe"}],
        "meetingName": "ICML",
        "extra": "PMID: 5 PMCID: PMC77",
        "tags": ["plain", {"tag": "auto", "type": 1}],
    }
    document = Document("z.json", json.dumps([data]).encode())
    (paper,) = formats.source("zotero").read(document)
    assert isinstance(paper, Paper)
    assert paper.venue
    assert paper.venue.name == "ICML"
    assert (paper.pmid, paper.pmcid) == ("5", "PMC77")
    assert [(topic.name, topic.source) for topic in paper.topics] == [
        ("plain", "zotero"),
        ("auto", "author"),
    ]
