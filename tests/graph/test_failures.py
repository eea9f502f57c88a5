"""Errors of a database are one line, with the right remedy."""

import shutil
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from citegraph.graph import open_store
from citegraph.graph.connection.failures import Failures
from citegraph.graph.errors import CitegraphError, ConnectionFailed
from tests.conftest import servers


@pytest.fixture(scope="module")
def tls() -> Iterator[tuple[Any, Path]]:
    """A Neo4j with a certificate of its own, and the certificate."""
    versions = [v for v in servers.VERSIONS if servers.java_for(v)]
    if not versions or not shutil.which("openssl"):
        pytest.skip("CANNOT BE HAD HERE: Java or openssl, for a Neo4j with TLS")
    try:
        neo4j = servers.Neo4j(versions[0], tls=True)
        with neo4j as server:
            yield server, neo4j.home / "certificates" / "bolt" / "public.crt"
    except servers.UnavailableError as error:
        pytest.skip(f"CANNOT BE HAD HERE: Neo4j. {error}")


def refusal(address: str) -> str:
    with pytest.raises(ConnectionFailed) as error:
        open_store(address).close()
    message = str(error.value)
    assert "\n" not in message
    assert message.startswith(f"{address}: ")
    return message


def test_certificates(tls: tuple[Any, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    server, certificate = tls
    host = server.uri.partition("://")[2]
    monkeypatch.setenv("NEO4J_USERNAME", server.user)
    monkeypatch.setenv("NEO4J_PASSWORD", server.password)
    for scheme in ("bolt", "neo4j"):
        message = refusal(f"{scheme}+s://{host}")
        assert "self-signed" in message
        assert f"{scheme}+ssc://" in message
        assert "trust store" in message
        plain = refusal(f"{scheme}://{host}")
        assert f"requires TLS ({scheme}+s://)" in plain
        open_store(f"{scheme}+ssc://{host}").close()
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    open_store(f"bolt+s://{host}").close()
    message = refusal(f"bolt+s://localhost:{host.rpartition(':')[2]}")
    assert "Hostname mismatch" in message


def test_credentials_and_databases(tls: tuple[Any, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    server, _ = tls
    monkeypatch.setenv("NEO4J_USERNAME", server.user)
    monkeypatch.setenv("NEO4J_PASSWORD", server.password)
    assert "no database of that name" in refusal(f"{server.uri}/nosuch")
    assert "no database of that name" in refusal(f"{server.uri}?database=nosuch")
    monkeypatch.setenv("NEO4J_PASSWORD", "wrong")
    assert "refuses the credentials; set NEO4J_USERNAME" in refusal(server.uri)


@pytest.mark.parametrize("scheme", ["bolt", "bolt+s", "neo4j", "neo4j+ssc"])
def test_nobody_listens(scheme: str) -> None:
    assert "(connection refused); start it" in refusal(f"{scheme}://127.0.0.1:1")


@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
def test_no_such_host(scheme: str) -> None:
    assert "host no-such-host.invalid:7687 not found" in refusal(f"{scheme}://no-such-host.invalid")


@pytest.fixture
def web_server() -> Iterator[int]:
    """A port that answers HTTP, without TLS."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                try:
                    client, _ = server.accept()
                except OSError:
                    return
                with client:
                    client.recv(1000)
                    client.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

        threading.Thread(target=serve, daemon=True).start()
        yield server.getsockname()[1]
        server.shutdown(socket.SHUT_RDWR)


@pytest.mark.parametrize(
    ("scheme", "words"),
    [
        ("bolt", "check that this is a Bolt port"),
        ("neo4j", "check that this is a Bolt port"),
        ("bolt+s", "TLS handshake"),
        ("neo4j+s", "if the server has no TLS, use neo4j://"),
    ],
)
def test_a_port_of_something_else(web_server: int, scheme: str, words: str) -> None:
    assert words in refusal(f"{scheme}://127.0.0.1:{web_server}")


@pytest.mark.parametrize(
    ("own", "text", "words"),
    [
        (True, "java.lang.OutOfMemoryError: Java heap space", "CITEGRAPH_HEAP"),
        (
            False,
            "The allocation of an extra 2.0 MiB would use more: MemoryPoolOutOfMemoryError",
            "dbms.memory.transaction.total.max",
        ),
        (True, "java.io.IOException: No space left on device", "the disk is full"),
        (False, "Unable to apply transaction: No space left on device", "the disk is full"),
    ],
)
def test_memory_and_disk(request: pytest.FixtureRequest, own: bool, text: str, words: str) -> None:
    from neo4j.exceptions import DatabaseError

    engine = request.getfixturevalue("embedded") if own else None
    failures = Failures("graph.db", "bolt://127.0.0.1:7687", engine=engine)
    with pytest.raises(CitegraphError, match=words), failures.translated():
        raise DatabaseError(text)
