"""Fetching from a server that replays replies, with failures in between."""

import gzip
import json
import re
import resource
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from citegraph.graph.errors import SourceError
from citegraph.graph.records import Paper, Rejected
from citegraph.loaders import formats
from citegraph.loaders.documents.document import Document
from citegraph.loaders.documents.http import Fetcher, Limits
from citegraph.loaders.documents.http_cache import Cache
from citegraph.loaders.documents.http_reply import is_public
from citegraph.loaders.documents.inputs import documents
from citegraph.loaders.sources.daily_papers import api as daily_papers_api

QUICK = Limits(pause=0, backoff=0.01, size=200_000)  # not so quick that a busy machine exceeds it


def entry(number: int, day: str = "2026-10-27") -> dict[str, Any]:
    return {
        "paper": {
            "id": f"2610.{number:05d}",
            "title": f"Made-up Paper {number}",
            "summary": "We make things up.",
            "upvotes": number,
            "authors": [{"name": "Ada Example"}],
            "publishedAt": f"{day}T00:00:00.000Z",
            "submittedOnDailyAt": f"{day}T01:00:00.000Z",
        },
        "title": f"Made-up Paper {number}",
        "numComments": 1,
    }


class Server:
    """Replies by script: a list of answers for each path, the last one for good."""

    def __init__(self) -> None:
        self.script: dict[str, list[Callable[[BaseHTTPRequestHandler], None]]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.at_once = self.most_at_once = 0
        self.lock = threading.Lock()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                outer.wait_alone()
                try:
                    outer.asked.append((self.path, dict(self.headers)))
                    answers = outer.script.get(self.path, [status(404)])
                    answer = answers.pop(0) if len(answers) > 1 else answers[0]
                    answer(self)
                except (BrokenPipeError, ConnectionResetError):
                    pass
                finally:
                    self.close_connection = True

            def end_headers(self) -> None:
                # A client may send its next question down a connection that closes unannounced,
                # and that question never reaches do_GET: whether it does is a matter of timing.
                self.send_header("Connection", "close")
                super().end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True)
        self.thread.start()
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"

    def wait_alone(self) -> None:
        """Count who else waits for an answer meanwhile.

        Before the answer: a client may ask again as soon as it has one, which is sooner than this
        thread comes to know that it was sent.
        """
        with self.lock:
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        time.sleep(0.005)
        with self.lock:
            self.at_once -= 1

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


def reply(data: Any, **headers: str) -> Callable[[BaseHTTPRequestHandler], None]:
    body = data if isinstance(data, bytes) else json.dumps(data).encode()

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        kind = headers.get("Content_Type", "application/json")
        handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            if name != "Content_Type":
                handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def status(code: int, **headers: str) -> Callable[[BaseHTTPRequestHandler], None]:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(code)
        handler.send_header("Content-Length", "0")
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()

    return answer


def busy(handler: BaseHTTPRequestHandler) -> None:
    """Asks to come back in a minute, by a date."""
    again = datetime.now(UTC) + timedelta(seconds=60)
    status(503, Retry_After=format_datetime(again, usegmt=True))(handler)


def cut(handler: BaseHTTPRequestHandler) -> None:
    """Promises more than comes."""
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", "5000")
    handler.end_headers()
    handler.wfile.write(b'[{"paper": {"id": ')


def cut_unsaid(handler: BaseHTTPRequestHandler) -> None:
    """Ends early without having promised a length."""
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.end_headers()
    handler.wfile.write(b'[{"paper": {"id": ')


def endless(chunk: bytes, pause: float) -> Callable[[BaseHTTPRequestHandler], None]:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "application/json")
        handler.end_headers()
        for _ in range(10_000):
            handler.wfile.write(chunk)
            time.sleep(pause)

    return answer


HTML = reply(b"<!doctype html><html><body>Sorry</body></html>", Content_Type="text/html")


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    made = Server()
    monkeypatch.setenv("CITEGRAPH_HF_URL", made.url)
    yield made
    made.close()


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def fetcher(tmp_path: Path, waits: list[float]) -> Iterator[Fetcher]:
    with Fetcher(tmp_path / "cache", QUICK, sleep=waits.append) as made:
        yield made


def day_path(day: str) -> str:
    return f"/api/daily_papers?date={day}"


def papers(source: str, fetcher: Fetcher) -> list[Paper | Rejected]:
    found: list[Paper | Rejected] = []
    for document in documents([source], fetcher=fetcher):
        if isinstance(document, Rejected):
            found.append(document)
        else:
            assert formats.recognize(document) == "daily-papers-api"
            found += daily_papers_api.read(document)
    return found


def titles(found: list[Paper | Rejected]) -> list[str | None]:
    return [each.title for each in found if isinstance(each, Paper)]


def test_a_day(server: Server, fetcher: Fetcher) -> None:
    server.script[day_path("2026-10-27")] = [reply([entry(1), entry(2)])]
    before = datetime.now(UTC).date()
    found = papers("daily-papers:2026-10-27", fetcher)
    assert titles(found) == ["Made-up Paper 1", "Made-up Paper 2"]
    assert isinstance(found[0], Paper)
    assert found[0].listings[0].id == "daily-papers/2026-10-27"
    assert found[0].observed in {d.isoformat() for d in (before, datetime.now(UTC).date())}
    assert server.asked[0][1]["User-Agent"].startswith("citegraph/")


def test_a_password_in_an_address_is_sent_and_in_no_message_or_file(
    server: Server, fetcher: Fetcher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CITEGRAPH_HF_URL")
    named = server.url.replace("://", "://me:p%40ss@")
    full = [entry(number) for number in range(50)]
    server.script["/api/daily_papers"] = [reply(full)]
    server.script["/api/daily_papers?p=1"] = [reply([entry(99)])]
    shown: list[object] = []
    for path in ("/api/daily_papers", "/missing", "/x y"):
        found = documents([named + path], fetcher=fetcher)
        shown += (each if isinstance(each, Rejected) else each.name for each in found)
    assert [path for path, _ in server.asked][:2] == ["/api/daily_papers", "/api/daily_papers?p=1"]
    assert {headers["Authorization"] for _, headers in server.asked} == {"Basic bWU6cEBzcw=="}
    shown += documents(["ftp://me:p%40ss@host/x", f"https://me:p/ss@{server.url}"])
    files = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) > 1
    for text in (*map(str, shown), *map(repr, files)):
        assert not re.search("p%40ss|p@ss|p/ss|bWU6cEBzcw", text), text


def test_a_password_is_not_sent_to_another_server(
    server: Server, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("citegraph.loaders.documents.http_reply.is_public", lambda _: True)
    monkeypatch.delenv("CITEGRAPH_HF_URL")
    other = Server()
    try:
        server.script["/list"] = [status(302, Location=f"{other.url}/list")]
        other.script["/list"] = [reply([entry(1)])]
        [found] = documents([server.url.replace("://", "://me:pass@") + "/list"], fetcher=fetcher)
    finally:
        other.close()
    assert isinstance(found, Document)
    assert "Authorization" in server.asked[0][1]
    assert "Authorization" not in other.asked[0][1]


@pytest.mark.parametrize("address", ["https://[bad/x", "https://host:port/x", "http://host:99999/"])
def test_an_address_that_is_not_valid_is_rejected(address: str) -> None:
    [refused] = documents([address])
    assert isinstance(refused, Rejected)
    assert "the address is not valid" in refused.reason


@pytest.mark.parametrize("address", ["//host/x", "file:///etc/passwd", "javascript:1"])
def test_an_address_of_another_protocol_is_not_tried_again(address: str, fetcher: Fetcher) -> None:
    with pytest.raises(SourceError, match="the address is not valid"):
        fetcher.get(address)


@pytest.mark.parametrize(
    ("failure", "waited"),
    [
        (status(429, Retry_After="7"), 7.0),
        (busy, 55),
        (status(500), 0),
        (cut, 0),
        (cut_unsaid, 0),
        (HTML, 0),
        (reply({"error": "internal"}), 0),
    ],
    ids=["429", "503 with a date", "500", "cut", "cut without a length", "html", "error object"],
)
def test_what_may_pass_is_tried_again(
    server: Server, tmp_path: Path, waits: list[float], failure: Any, waited: float
) -> None:
    server.script[day_path("2026-10-27")] = [failure, reply([entry(1)])]
    with Fetcher(tmp_path / "cache", QUICK, sleep=waits.append) as fetcher:
        assert titles(papers("daily-papers:2026-10-27", fetcher)) == ["Made-up Paper 1"]
    assert len(server.asked) == 2
    assert waits[0] >= waited


@pytest.mark.parametrize(
    ("answer", "word", "times"),
    [
        (status(500), "500", 5),
        (HTML, "HTML page instead of data", 5),
        (status(404), "page not found", 1),
        (status(429, Retry_After="90000"), "90000", 1),
        (endless(b" " * 50_000, 0), "larger", 1),
    ],
    ids=["500", "html", "404", "429 for a day", "endless"],
)
def test_what_does_not_pass_is_said(
    server: Server, fetcher: Fetcher, answer: Any, word: str, times: int
) -> None:
    server.script[day_path("2026-10-27")] = [answer]
    found = papers("daily-papers:2026-10-27", fetcher)
    assert len(found) == 1
    assert isinstance(found[0], Rejected)
    assert word in found[0].reason
    assert found[0].where == f"{server.url}{day_path('2026-10-27')}"
    assert len(server.asked) == times


def test_a_reply_without_an_end_is_given_up(server: Server, tmp_path: Path) -> None:
    server.script[day_path("2026-10-27")] = [endless(b" ", 0.05)]
    with Fetcher(tmp_path / "cache", replace(QUICK, total=1)) as fetcher:
        [found] = papers("daily-papers:2026-10-27", fetcher)
    assert isinstance(found, Rejected)
    assert "took longer than" in found.reason
    assert found.where == f"{server.url}{day_path('2026-10-27')}"
    assert len(server.asked) == 1


@pytest.mark.parametrize("bytes", [2, 100], ids=["reply", "description"])
def test_a_full_disk_is_named(server: Server, tmp_path: Path, bytes: int) -> None:
    """A limit of the size of files has the effect of a full disk."""
    server.script[day_path("2026-10-27")] = [reply([])]  # 2 bytes, and a longer description
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    with Fetcher(tmp_path / "cache", QUICK, sleep=lambda _: None) as fetcher:
        resource.setrlimit(resource.RLIMIT_FSIZE, (bytes - 1, limits[1]))
        try:
            [found] = papers("daily-papers:2026-10-27", fetcher)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        assert isinstance(found, Rejected)
        assert f"cannot be stored in {tmp_path / 'cache'}: File too large; free" in found.reason
        assert not list((tmp_path / "cache").glob("part-*"))
        assert len(server.asked) == 1
        assert not papers("daily-papers:2026-10-27", fetcher)


def test_nobody_there(fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CITEGRAPH_HF_URL", "http://127.0.0.1:9")
    found = papers("daily-papers:2026-10-27", fetcher)
    assert isinstance(found[0], Rejected)
    assert "no connection" in found[0].reason


def test_an_unknown_host_is_named(fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CITEGRAPH_HF_URL", "http://nowhere.invalid")
    [found] = papers("daily-papers:2026-10-27", fetcher)
    assert isinstance(found, Rejected)
    assert "the host name nowhere.invalid was not found" in found.reason
    assert "Errno" not in found.reason


def test_a_month_is_asked_day_by_day_and_goes_on_after_an_interruption(
    server: Server, fetcher: Fetcher, tmp_path: Path
) -> None:
    days = [f"2026-10-{day:02d}" for day in range(1, 32)]
    for number, day in enumerate(days):
        server.script[day_path(day)] = [reply([entry(number, day)])]
    good = server.script[day_path("2026-10-20")]
    server.script[day_path("2026-10-20")] = [status(500)]
    first = papers("daily-papers:2026-10", fetcher)
    assert len(titles(first)) == 19
    assert [each.reason for each in first if isinstance(each, Rejected)][-1].startswith(
        "11 further"
    )
    server.script[day_path("2026-10-20")] = good
    asked = len(server.asked)
    with Fetcher(tmp_path / "cache", QUICK, sleep=lambda _: None) as again:
        assert len(titles(papers("daily-papers:2026-10", again))) == 31
    assert len(server.asked) - asked == 12  # only what was missing
    assert server.most_at_once == 1


def test_a_week(server: Server, fetcher: Fetcher) -> None:
    days = [f"2026-09-{day}" for day in range(28, 31)] + [f"2026-10-0{day}" for day in range(1, 5)]
    for number, day in enumerate(days):
        server.script[day_path(day)] = [reply([] if number > 4 else [entry(number, day)])]
    found = papers("daily-papers:2026-W40", fetcher)
    assert [path for path, _ in server.asked] == [day_path(day) for day in days]
    assert len(titles(found)) == 5


def test_the_latest(server: Server, fetcher: Fetcher) -> None:
    server.script["/api/daily_papers"] = [reply([entry(1)])]
    found = papers("daily-papers:latest", fetcher)
    assert isinstance(found[0], Paper)
    assert found[0].listings[0].date == "2026-10-27"


def test_a_full_list_goes_on(server: Server, fetcher: Fetcher) -> None:
    server.script["/api/daily_papers"] = [reply([entry(number) for number in range(50)])]
    server.script["/api/daily_papers?p=1"] = [reply([entry(number) for number in range(50, 63)])]
    server.script["/api/daily_papers?p=2"] = [reply([])]
    found = papers("daily-papers:latest", fetcher)
    assert len(titles(found)) == 63
    assert [each.listings[0].rank for each in found if isinstance(each, Paper)] == list(
        range(1, 64)
    )


def test_later_the_server_is_asked_whether_a_kept_reply_holds(
    server: Server, tmp_path: Path, waits: list[float]
) -> None:
    path = day_path("2026-10-27")

    def held(handler: BaseHTTPRequestHandler) -> None:
        assert handler.headers["If-None-Match"] == '"one"'
        status(304)(handler)

    server.script[path] = [reply([entry(1)], ETag='"one"'), held, status(500)]
    stale = Limits(pause=0, backoff=0.01, fresh=-1)
    with Fetcher(tmp_path, stale, sleep=waits.append) as fetcher:
        for _ in range(2):
            assert titles(papers("daily-papers:2026-10-27", fetcher)) == ["Made-up Paper 1"]
        document = next(iter(documents(["daily-papers:2026-10-27"], fetcher=fetcher)))
    assert isinstance(document, Document)
    assert "is used instead" in document.notes[0]


@pytest.mark.parametrize(
    "target",
    ["file:///etc/passwd", "ftp://example.org/x", "http://10.0.0.1/x", "http://[::1]:1/", ""],
)
def test_redirects_that_lead_elsewhere_are_refused(
    server: Server, fetcher: Fetcher, target: str
) -> None:
    server.script["/x"] = [status(302, Location=target)]
    with pytest.raises(SourceError, match="refused"):
        fetcher.get(f"{server.url}/x")


def test_redirects_on_the_same_server_are_followed_but_not_forever(
    server: Server, fetcher: Fetcher
) -> None:
    server.script["/old"] = [status(301, Location="/new")]
    server.script["/new"] = [reply([entry(1)])]
    server.script["/round"] = [status(302, Location="/round")]
    assert fetcher.get(f"{server.url}/old").json[0]["numComments"] == 1
    with pytest.raises(SourceError, match="redirects"):
        fetcher.get(f"{server.url}/round")


def test_compressed_replies(server: Server, fetcher: Fetcher) -> None:
    body = gzip.compress(json.dumps([entry(1)]).encode())
    server.script[day_path("2026-10-27")] = [reply(body, Content_Encoding="gzip")]
    assert titles(papers("daily-papers:2026-10-27", fetcher)) == ["Made-up Paper 1"]


def test_addresses_of_pages_lead_to_the_api(server: Server, fetcher: Fetcher) -> None:
    server.script["/api/daily_papers"] = [reply([])]
    server.script[day_path("2026-10-27")] = [reply([])]
    server.script["/api/papers/search?q=long%20context"] = [reply([])]
    server.script["/api/papers/2610.00001"] = [reply(entry(1)["paper"])]
    sources = [
        "/papers",
        "/papers/date/2026-10-27",
        "/papers?date=2026-10-27",
        "/papers?q=long+context",
        "/papers/2610.00001",
    ]
    for source in sources:
        found = list(documents([f"https://huggingface.co{source}"], fetcher=fetcher))
        assert isinstance(found[0], Document), found


@pytest.mark.parametrize(
    "source",
    [
        "daily-papers:soon",
        "daily-papers:2026-13",
        "daily-papers:2026-W60",
        "daily-papers:2999-01-01",
        "http://example.org/list",
        "ftp://example.org/x",
    ],
)
def test_what_cannot_be_asked_for_is_said(source: str, fetcher: Fetcher) -> None:
    found = list(documents([source], fetcher=fetcher))
    assert len(found) == 1
    assert isinstance(found[0], Rejected)


@pytest.mark.parametrize(
    "about",
    [
        {"url": "https://example.org/other"},
        {"url": "https://example.o"},
        {"key": "https://example.org/other"},
        {"at": 1e300},
        {"at": -1e18},
    ],
)
def test_a_cached_reply_that_somebody_else_described_is_not_used(
    about: dict[str, Any], tmp_path: Path
) -> None:
    """Its address would be shown, and requested with the secrets of the first one."""
    cache, url = Cache(tmp_path), "https://example.org/list"
    description = {"url": url, "at": time.time(), "wanted": ["papers x"]}
    for other in (url, *(about[name] for name in ("url", "key") if name in about)):
        cache.body(other).write_text("{}")
    path = cache.body(url).with_suffix(".json")
    path.write_text(json.dumps(description))
    assert cache.find(url) is not None
    path.write_text(json.dumps(description | about))
    assert cache.find(url) is None
    assert list(cache.described("https://")) == []


def test_a_cache_that_cannot_be_written_is_done_without(server: Server, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    server.script["/x"] = [reply([entry(1)])]
    with Fetcher(tmp_path / "file" / "cache", QUICK) as fetcher:
        assert fetcher.get(f"{server.url}/x", date(2026, 1, 2)).captured == date(2026, 1, 2)


def test_public_addresses() -> None:
    assert not is_public("127.0.0.1")
    assert not is_public("169.254.169.254")
    assert is_public("93.184.216.34")
