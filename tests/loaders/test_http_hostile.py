"""Replies that a hostile or broken server sends: bounded in time and memory, and one line each."""

import gzip
import os
import socket
import subprocess
import sys
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import zstandard

from citegraph.graph.errors import SourceError
from citegraph.loaders.documents import http_cache
from citegraph.loaders.documents.http import Fetcher, Limits
from citegraph.loaders.documents.http_request import Request

QUICK = Limits(tries=2, pause=0, backoff=0.01)
PAPERS = b"".join(b'{"title": "Paper %d"}\n' % n for n in range(3000))
Send = Callable[[socket.socket], None]
WHOLE: list[bytes] = []  # pieces of the replies that somebody read to their end, after a minute


def head(status: str = "200 OK", **headers: object) -> bytes:
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([f"HTTP/1.1 {status}", *lines, "", ""]).encode("latin-1")


def plain(body: bytes, **headers: object) -> Send:
    return lambda peer: peer.sendall(head(Content_Length=len(body), **headers) + body)


def unstated(body: bytes, **headers: object) -> Send:
    return lambda peer: peer.sendall(head(Connection="close", **headers) + body)


def drip(before: bytes, piece: bytes, pause: float = 0.1) -> Send:
    def send(peer: socket.socket) -> None:
        peer.sendall(before)
        for _ in range(600):
            peer.sendall(piece)
            time.sleep(pause)
        WHOLE.append(piece)

    return send


@pytest.fixture
def serve() -> Iterator[Callable[..., str]]:
    """Serve replies in this order, the last one for good; gives the address."""
    sockets: list[socket.socket] = []

    def start(*replies: Send) -> str:
        listener = socket.create_server(("127.0.0.1", 0))
        sockets.append(listener)
        left = list(replies)

        def answer(peer: socket.socket, send: Send) -> None:
            with peer, suppress(OSError):
                peer.recv(65536)
                send(peer)

        def work() -> None:
            with suppress(OSError):
                while True:
                    peer, _ = listener.accept()
                    send = left.pop(0) if len(left) > 1 else left[0]
                    threading.Thread(target=answer, args=(peer, send), daemon=True).start()

        threading.Thread(target=work, daemon=True).start()
        return f"http://127.0.0.1:{listener.getsockname()[1]}/x"

    yield start
    for listener in sockets:
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()


@pytest.fixture
def fetcher(tmp_path: Path) -> Iterator[Fetcher]:
    with Fetcher(tmp_path / "cache", QUICK) as made:
        yield made


def bomb(size: int) -> bytes:
    compress = zstandard.ZstdCompressor().compressobj()
    return b"".join(compress.compress(b"\n" * 2**20) for _ in range(size >> 20)) + compress.flush()


ENDLESS = {
    "headers drip": drip(b"HTTP/1.1 200 OK\r\n", b"X-Header: 1\r\n"),
    "a header drips": drip(b"HTTP/1.1 200 OK\r\nX-Header: ", b"x"),
    "the status line drips": drip(b"HTTP/1.1 200 ", b"O"),
    "interim replies": drip(b"", b"HTTP/1.1 100 Continue\r\n\r\n", 0.01),
    "early hints": drip(b"", b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n", 0.01),
    "the body drips": drip(head(Content_Length=10**6), b"x"),
    "a body without an end drips": drip(head(Connection="close"), b"x"),
    "chunks drip": drip(head(Transfer_Encoding="chunked"), b"1\r\nx\r\n"),
    "a chunk size drips": drip(head(Transfer_Encoding="chunked"), b"0"),
    "an empty gzip stream": drip(
        head(Content_Encoding="gzip", Connection="close"), gzip.compress(b"")
    ),
    "silence": lambda peer: time.sleep(5),
    "503 that drips": drip(head("503 Busy", Content_Length=9), b"", 1),
}


@pytest.mark.parametrize("name", ENDLESS)
def test_one_deadline_covers_the_whole_reply(
    name: str, serve: Callable[..., str], tmp_path: Path
) -> None:
    limits = Limits(tries=2, pause=0, backoff=0.01, silence=0.3, total=0.5)
    with Fetcher(tmp_path, limits) as fetcher, pytest.raises(SourceError) as caught:
        fetcher.get(serve(ENDLESS[name]))
    assert WHOLE == []
    assert len(str(caught.value).splitlines()) == 1


def test_redirects_and_retries_share_the_deadline(
    serve: Callable[..., str], tmp_path: Path
) -> None:
    asked: list[socket.socket] = []

    def slow(peer: socket.socket) -> None:
        asked.append(peer)
        time.sleep(0.4)
        peer.sendall(head("503 Busy", Content_Length=0))

    limits = Limits(tries=50, pause=0, backoff=0.001, silence=1, total=1)
    with Fetcher(tmp_path, limits) as fetcher, pytest.raises(SourceError):
        fetcher.get(serve(slow))
    assert len(asked) <= 3  # a fourth one would begin after 1.2 s


BROKEN = {
    "location is no address": lambda peer: peer.sendall(
        head("302 Found", Location="http://[", Content_Length=0)
    ),
    "location with a port that is none": lambda peer: peer.sendall(
        head("302 Found", Location="http://h:99999/", Content_Length=0)
    ),
    "location with a long label": lambda peer: peer.sendall(
        head("302 Found", Location=f"http://{'a' * 70}.example/", Content_Length=0)
    ),
    "location that is not ASCII": lambda peer: peer.sendall(
        head("302 Found", Location="http://\xff\xfe/", Content_Length=0)
    ),
    "retry after a superscript": lambda peer: peer.sendall(
        head("503 Busy", Retry_After="\xb2", Content_Length=0)
    ),
    "retry after a huge number": lambda peer: peer.sendall(
        head("503 Busy", Retry_After="9" * 400, Content_Length=0)
    ),
    "retry after a year beyond all": lambda peer: peer.sendall(
        head("503 Busy", Retry_After="Mon, 01 Jan 999999 00:00:00 GMT", Content_Length=0)
    ),
    "no gzip": plain(b"not gzip at all", Content_Encoding="gzip"),
    "no zstd": plain(b"not zstd at all", Content_Encoding="zstd"),
    "no deflate": plain(b"not deflate", Content_Encoding="deflate"),
    "unknown coding": plain(b"x", Content_Encoding="br"),
    "many codings": plain(b"x", Content_Encoding=", ".join(["gzip"] * 50)),
    "cut gzip": plain(gzip.compress(PAPERS)[:-2000], Content_Encoding="gzip"),
    "cut gzip without a length": unstated(gzip.compress(PAPERS)[:-2000], Content_Encoding="gzip"),
    "gzip without its checksum": plain(gzip.compress(PAPERS)[:-8], Content_Encoding="gzip"),
    "cut zstd": plain(zstandard.compress(PAPERS)[:-20], Content_Encoding="zstd"),
    "cut deflate": plain(zlib.compress(PAPERS)[:-20], Content_Encoding="deflate"),
    "cut gzip file without a length": unstated(gzip.compress(PAPERS)[:-2000]),
    "cut JSON without a length": unstated(b'[{"title": "A"}, {"ti'),
    "cut chunks": lambda peer: peer.sendall(head(Transfer_Encoding="chunked") + b"5\r\nabcde\r\n"),
    "cut body": lambda peer: peer.sendall(head(Content_Length=100) + b"abc"),
    "no HTTP": lambda peer: peer.sendall(b"SSH-2.0-OpenSSH_9.2\r\n" * 9),
    "no reply": lambda peer: None,
    "a header without a name": lambda peer: peer.sendall(b"HTTP/1.1 200 OK\r\n: x\r\n\r\n"),
    "header bytes": lambda peer: peer.sendall(b"HTTP/1.1 200 OK\r\nX: \x00\r\n\r\n"),
    "huge header": drip(b"HTTP/1.1 200 OK\r\nX: ", b"x" * 100_000, 0.001),
    "status 999": lambda peer: peer.sendall(head("999 Odd", Content_Length=0)),
    "204": lambda peer: peer.sendall(head("204 No Content")),
    "304 unasked": lambda peer: peer.sendall(head("304 Not Modified")),
    "two lengths": lambda peer: peer.sendall(
        b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab"
    ),
    "negative length": lambda peer: peer.sendall(
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nab"
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_replies_are_one_line_and_never_kept(
    name: str, serve: Callable[..., str], fetcher: Fetcher, tmp_path: Path
) -> None:
    url = serve(BROKEN[name])
    with pytest.raises(SourceError) as caught:
        fetcher.get(url)
    assert len(str(caught.value).splitlines()) == 1
    assert str(caught.value).startswith(url)
    assert list((tmp_path / "cache").iterdir()) == []


@pytest.mark.parametrize(
    "coding", ["gzip", "x-gzip", "GZIP", "deflate", "zstd", "gzip, zstd", "identity"]
)
def test_whole_replies_are_read(coding: str, serve: Callable[..., str], fetcher: Fetcher) -> None:
    pack = {"gzip": gzip.compress, "deflate": zlib.compress, "zstd": zstandard.compress}
    body = PAPERS
    for name in coding.lower().replace("x-", "").split(", "):
        body = pack.get(name, bytes)(body)
    document = fetcher.get(serve(plain(body, Content_Encoding=coding)))
    assert len(list(document.lines())) == 3000


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("zstd", bomb(1 << 30)),
        ("gzip, gzip", gzip.compress(gzip.compress(b"\n" * (256 << 20)))),
        ("gzip, zstd", zstandard.compress(gzip.compress(b"\n" * (64 << 20)))),
        ("identity", bomb(1 << 30)),
    ],
    ids=["zstd", "gzip twice", "gzip and zstd", "a file"],
)
def test_bombs_take_little_memory(
    coding: str, body: bytes, serve: Callable[..., str], tmp_path: Path
) -> None:
    url = serve(plain(body, Content_Encoding=coding))
    script = """
import sys, loaders
print(*(each.reason for each in loaders.read([sys.argv[1]])))
print(int(open("/proc/self/status").read().partition("VmHWM:")[2].split()[0]) // 1024)
"""
    result = subprocess.run(
        [sys.executable, "-c", script, url],
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
        env={
            **os.environ,
            "PYTHONPATH": str(Path(__file__).parents[2]),
            "XDG_CACHE_HOME": str(tmp_path),
        },
    )
    assert result.returncode == 0, result.stderr
    said, memory = result.stdout.splitlines()
    assert "decodes to more than" in said or "empty" in said
    assert int(memory) < 300


def test_a_validator_that_is_not_ascii_does_no_harm(
    serve: Callable[..., str], tmp_path: Path
) -> None:
    url = serve(plain(PAPERS, ETag='"\xe9\xff"', Last_Modified="\xe9"))
    stale = Limits(pause=0, fresh=-1)
    for _ in range(2):
        with Fetcher(tmp_path, stale) as fetcher:
            document = fetcher.get(url)
            assert document.notes == []
            assert len(list(document.lines())) == 3000


def test_messages_have_the_address_without_a_batch_of_identifiers() -> None:
    host = "https://api.example.org/works"
    assert Request(f"{host}?page=2").shown == f"{host}?page=2"
    assert Request(f"{host}?filter=doi:{'10.1000/x|' * 100}").shown == f"{host}?..."
    long = Request(f"{host}/{'doi:10.1000/x__' * 20}").shown
    assert long.startswith(f"{host}/doi:10.1000/x__")
    assert long.endswith("...")
    assert len(long) == 120


def test_a_wait_is_said(serve: Callable[..., str], tmp_path: Path) -> None:
    busy: Send = lambda peer: peer.sendall(head("503 Busy", Retry_After="60", Content_Length=0))  # noqa: E731 - replaced below
    said: list[str] = []
    waits: list[float] = []
    with Fetcher(tmp_path, Limits(pause=0), sleep=waits.append, waiting=said.append) as fetcher:
        url = serve(busy, plain(PAPERS))
        fetcher.get(url)
        assert waits == [60]
        assert said == [f"{url}: the server replied 503; waiting 60 s to try again"]
        busy = lambda peer: peer.sendall(head("503 Busy", Retry_After="121", Content_Length=0))  # noqa: E731 - as above
        with pytest.raises(SourceError, match="wait of 121 s requested by the server exceeds"):
            fetcher.get(serve(busy))


def test_old_replies_are_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def made(number: int, days: float) -> Path:
        path = tmp_path / f"{number:032x}.body"
        path.write_bytes(b"x" * 100)
        os.utime(path, (time.time() - days * 86400,) * 2)
        return path

    monkeypatch.setattr(http_cache, "LARGEST", 350)
    new, recent, old, older = made(1, 0), made(2, 1), made(3, 2), made(4, 3)
    ancient, part = made(5, 40), tmp_path / "part-abc"
    part.write_bytes(b"")
    os.utime(part, (0, 0))
    other = tmp_path / "notes.txt"
    other.write_text("not ours")
    os.utime(other, (0, 0))
    http_cache.Cache(tmp_path)
    assert [p.exists() for p in (new, recent, old, older, ancient, part, other)] == [
        True,
        True,
        True,
        False,
        False,
        False,
        True,
    ]


def test_a_temporary_cache_is_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    (tmp_path / "file").write_text("in the way")
    cache = http_cache.Cache(tmp_path / "file" / "cache")
    assert list(tmp_path.glob("citegraph-http-*"))
    cache.close()
    assert not list(tmp_path.glob("citegraph-http-*"))
