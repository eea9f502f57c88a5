"""The addresses of the scholarly services, as sources of a load."""

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from citegraph.graph.records import Paper, Rejected
from citegraph.loaders import Summary, formats, read, services
from citegraph.loaders.documents import http
from citegraph.loaders.documents.document import Document
from citegraph.loaders.documents.http import Fetcher, Limits
from citegraph.loaders.documents.http_request import message_of, redacted
from citegraph.loaders.documents.inputs import documents
from tests.loaders.scholar import KEYS, Scholar, _message, scholar

QUICK = Limits(pause=0, backoff=0.01, silence=5, total=50)


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scholar]:
    monkeypatch.setattr("citegraph.loaders.documents.http_cache.cache_folder", lambda: tmp_path)
    monkeypatch.setattr(http.time, "sleep", lambda _: None)
    with scholar() as made:
        for number in range(1, 6):
            made.add(number, f"Made-up work {number}", arxiv=f"2403.0000{number}")
        yield made


def titles(source: str) -> list[str | None]:
    found: set[str | None] = set()
    for document in documents([source]):
        assert not isinstance(document, Rejected)
        assert formats.recognize(document) == document.format
        for record in formats.source(document.format).read(document):
            assert isinstance(record, Paper)
            found.add(record.title)
    return sorted(found, key=str)


def test_identifiers_of_another_service_are_refused(server: Scholar) -> None:
    [refused] = documents(["crossref:arxiv:2403.00002"])
    assert isinstance(refused, Rejected)
    assert "it accepts doi" in refused.reason
    assert not server.calls


@pytest.mark.parametrize(
    ("source", "calls"),
    [
        ("https://api.openalex.org/works?filter=type:article", 3),
        ("openalex:made-up", 3),
        ("https://api.semanticscholar.org/graph/v1/paper/search?query=work", 3),
        ("semantic-scholar:made-up works", 3),
        ("https://api.crossref.org/works?query=work", 3),
        ("https://export.arxiv.org/api/query?search_query=all:work", 3),
        ("arxiv:made-up work", 3),
        ("https://oaipmh.arxiv.org/oai?verb=ListRecords&metadataPrefix=arXivRaw", 3),
        ("oai-pmh:cs:cs:LG", 3),
        ("openreview:made-up works", 3),
        ("https://api2.openreview.net/notes?content.venueid=Tests.cc/2026/Conference&limit=2", 3),
    ],
)
def test_all_pages_are_read(server: Scholar, source: str, calls: int) -> None:
    assert titles(source) == [f"Made-up work {number}" for number in range(1, 6)]
    assert len(server.calls) == calls


@pytest.mark.parametrize(
    "source",
    [
        "openalex:W1000002,W1000004",
        "openalex:arxiv:2403.00002,10.48550/arxiv.2403.00004",
        "semantic-scholar:arxiv:2403.00002,arxiv:2403.00004",
        "crossref:10.1000/W2,https://doi.org/10.1000/w4",
        "arxiv:2403.00002,2403.00004v2",
    ],
)
def test_identifiers_are_one_call(server: Scholar, source: str) -> None:
    if source.startswith("crossref"):
        server.works.clear()
        for number in range(1, 6):
            server.add(number, f"Made-up work {number}")
    assert titles(source) == ["Made-up work 2", "Made-up work 4"]
    assert len(server.calls) == 1


def test_a_page_that_fails_is_reported_with_its_place(server: Scholar) -> None:
    source = "https://api.openalex.org/works?filter=type:article"
    first = next(iter(services.find("openalex").addresses(source)))
    with Fetcher(limits=QUICK, sleep=lambda _: None) as fetcher:
        fetcher.get(first)
        server.failures = [(400, {}, b'{"error": "Invalid query", "message": "bad cursor"}')]
        found = list(services.find("openalex").pages(fetcher, first))
    assert isinstance(found[-1], Rejected)
    assert "bad cursor" in found[-1].reason
    assert "; pages from page 2 on were not read" in found[-1].reason


@pytest.mark.parametrize("source", ["semantic-scholar:made-up", "arxiv:made-up work"])
def test_a_source_without_its_second_page_is_not_read(server: Scholar, source: str) -> None:
    first = next(iter(documents([source])))
    assert isinstance(first, Document)
    server.failures = [(403, {}, b"")]
    summary = Summary()
    found = list(read(source, summary=summary))
    assert [one.title for one in found if isinstance(one, Paper)] == [
        "Made-up work 1",
        "Made-up work 2",
    ]
    assert summary.unread == [f"{source} (parts are missing)"]


def test_an_error_page_of_arxiv_is_not_kept(server: Scholar) -> None:
    """Its replies are XML; a page in place of one was cached as a list without papers."""
    feed = server._reply("/arxiv/api/query?id_list=2403.00002", "")[2]
    whole = {"Content-Type": "application/atom+xml"}
    server.failures = [(200, {}, b"<html>"), (200, whole, b""), (200, whole, feed[:-9])]
    assert titles("arxiv:2403.00002") == ["Made-up work 2"]
    assert len(server.calls) == 4


def test_a_cursor_that_repeats_is_not_followed_forever(server: Scholar) -> None:
    """Crossref repeats the cursor with other works; a reply that is lost is noted at the end."""
    works = [server._crossref("works", {"cursor": cursor}, "") for cursor in ("*", "A+/=")]
    pages = [(200, {}, json.dumps(one).encode()) for one in works]
    server.failures = [pages[0], pages[1], pages[1]]
    *read_papers, refused = read(["https://api.crossref.org/works?query=work"])
    assert len(server.calls) == 3
    assert len(read_papers) == 4
    assert isinstance(refused, Rejected)
    assert refused.reason == "page 3 repeats an earlier page; pages from page 3 on were not read"
    empty = _message("work-list", {"total-results": 5, "next-cursor": "A+/=", "items": []})
    server.failures = [*pages, (200, {}, json.dumps(empty).encode())]
    *_, last = documents(["https://api.crossref.org/works?query=other"])
    assert isinstance(last, Document)
    assert last.notes == ["Crossref returned 4 of 5 works"]


def test_keys_are_sent_and_never_shown(
    server: Scholar, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Not in a log, an error that repeats it, a record, or the cache; an address may contain one."""
    caplog.set_level("DEBUG")
    sources = (
        "https://api.openalex.org/works?filter=type:article&api_key=secret-of-an-address",
        "semantic-scholar:arxiv:2403.00002",
        "crossref:work",
        "opencitations:10.1000/w1",
        "openreview:NOTE000002",
    )
    shown = [str(found) for source in sources for found in read([source])]
    for name, value in KEYS.items():
        sent = [f"{path} {headers}" for path, _, headers in server.calls]
        assert any(value in one or value.replace("@", "%40") in one for one in sent), name
    server.failures = [(401, {}, f'{{"error": "bad key {KEYS["S2_API_KEY"]}"}}'.encode())]
    [refused] = list(read(["semantic-scholar:arxiv:2403.00009"]))
    assert isinstance(refused, Rejected)
    assert "check the key in the environment variable S2_API_KEY" in refused.reason
    shown += [str(refused), caplog.text]
    shown += [path.name + path.read_text("utf-8") for path in tmp_path.rglob("*") if path.is_file()]
    assert not [one for one in shown if "secret-" in one]


def test_a_key_that_a_header_cannot_contain_is_not_shown(
    server: Scholar, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A key from a file often ends with a line break, and the client repeats invalid headers."""
    for name, source in {
        "S2_API_KEY": "semantic-scholar:arxiv:2403.00002",
        "OPENREVIEW_TOKEN": "openreview:NOTE000002",
    }.items():
        monkeypatch.setenv(name, " secret-key\r\n")
        assert titles(source) == ["Made-up work 2"]
        assert "secret-key" in {
            value.removeprefix("Bearer ") for value in server.calls[-1][2].values()
        }
        monkeypatch.setenv(name, "secret-a\nsecret-b")
        [refused] = list(read([source.replace("2", "3")]))
        assert isinstance(refused, Rejected)
        assert "check the key in the environment" in refused.reason
        assert "secret-" not in str(refused)


@pytest.mark.parametrize(
    ("source", "replies"),
    [
        (
            "https://api.openalex.org/works?filter=type:article",
            [
                f'{{"meta": {{"next_cursor": "{cursor}"}}, "results": [{{"id": "W1"}}]}}'
                for cursor in "ABA"
            ],
        ),
        (
            "oai-pmh:cs",
            [f"<OAI-PMH><resumptionToken>{token}</resumptionToken></OAI-PMH>" for token in "ABA"],
        ),
    ],
)
def test_pages_that_name_each_other_end(server: Scholar, source: str, replies: list[str]) -> None:
    server.failures = [(200, {}, reply.encode()) for reply in replies]
    *pages, refused = documents([source])
    assert len(pages) == 2
    assert isinstance(refused, Rejected)
    assert "repeats an earlier page" in refused.reason


def test_the_key_of_an_address_is_used_for_every_page(
    server: Scholar, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENALEX_API_KEY")
    names = [
        document.name if isinstance(document, Document) else document.where
        for document in documents(
            ["https://api.openalex.org/works?filter=type:article&api_key=abc"]
        )
    ]
    assert len(names) == 3
    assert not [name for name in names if "abc" in name]
    assert all("api_key=abc" in path for path, _, _ in server.calls)
    server.failures = [(429, {"Retry-After": "90000"}, b"")]
    [refused] = documents(["openalex:W1000009"])
    assert isinstance(refused, Rejected)
    assert "set the environment variable OPENALEX_API_KEY" in refused.reason


@pytest.mark.parametrize("shape", ["%s", "x=%s&y", "x" * 190 + "%s", "\n%s\n"])
@pytest.mark.parametrize("status", [200, 403])
def test_secrets_in_replies_are_hidden_in_every_form(
    server: Scholar, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, shape: str, status: int
) -> None:
    """Also as part of an address, without "Bearer", and where the message is cut off."""
    key = "sk/Key+42=\u00e9"
    forms = [key, quote(key), quote(key, safe=""), quote(key, safe="").lower(), f"Bearer {key}"]
    for form in forms:
        assert redacted(shape % form, (f"Bearer {key}",)).count("[hidden]") == 1
        reply = json.dumps({"error": shape % form}).encode()
        found = message_of(reply, (key,))
        assert "sk" not in found
    monkeypatch.setenv("CITEGRAPH_MAILTO", "sk@example.org")
    reply = json.dumps({"error": shape % "sk%40example.org"}).encode()
    limit = (shape % "sk@example.org").strip()
    headers = {"ETag": '"sk%40example.org"', "X-RateLimit-Limit": limit}
    server.failures = [(status, headers, reply)] * 9
    shown = [str(found) for found in read(["crossref:10.1000/w1"])]
    shown += [path.read_text("utf-8") for path in tmp_path.rglob("*.json")]
    assert not [one for one in shown if "sk%" in one or "sk@" in one]


@pytest.mark.parametrize(
    "source", ["openreview:NOTE000002", "https://openreview.net/forum?id=NOTE000002"]
)
def test_a_submission_of_openreview_is_one_call(server: Scholar, source: str) -> None:
    assert titles(source) == ["Made-up work 2"]
    assert len(server.calls) == 1


def test_the_venue_of_openreview_is_a_list(server: Scholar) -> None:
    server.page = 1000
    for source in (
        "openreview:Tests.cc/2026/Conference",
        "https://openreview.net/group?id=Tests.cc/2026/Conference",
    ):
        assert len(titles(source)) == 5
    path, _, _ = server.calls[0]
    assert path == "/openreview/notes?content.venueid=Tests.cc/2026/Conference&offset=0&limit=1000"


def test_a_single_record_is_one_call_of_oai_pmh(server: Scholar) -> None:
    assert titles("oai-pmh:arxiv:2403.00002v2") == ["Made-up work 2"]
    assert len(server.calls) == 1


def test_oai_pmh_waits_where_a_repository_asks_for_it(server: Scholar) -> None:
    server.failures = [(503, {"Retry-After": "7"}, b"Retry after 7 seconds")]
    waits: list[str] = []
    source = f"{server.url}/oai/oai?verb=ListRecords&metadataPrefix=oai_dc"
    found = [one for one in documents([source], waiting=waits.append) if isinstance(one, Document)]
    assert [one.format for one in found] == ["oai-pmh"] * 3
    assert len(waits) == 1
    assert "waiting 7 s" in waits[0]


def test_an_expired_token_of_oai_pmh_is_not_kept(server: Scholar) -> None:
    expired = (
        b'<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">'
        b'<error code="badResumptionToken">expired</error></OAI-PMH>'
    )
    source = f"{server.url}/oai/oai?verb=ListRecords&metadataPrefix=arXivRaw"
    with Fetcher(limits=QUICK, sleep=lambda _: None) as fetcher:
        fetcher.get(source)
        server.failures = [(200, {}, expired)] * 2
        [*_, refused] = list(read([source]))
        assert isinstance(refused, Rejected)
        assert "badResumptionToken: expired; the token has expired: load again" in refused.reason
    assert len(titles(source)) == 5  # the repository accepts the token now
