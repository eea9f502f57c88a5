"""Small inputs that decode to much, and large ones: memory and time measured from outside."""

import gzip
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import zstandard

from citegraph.graph.errors import InputError, SourceError
from citegraph.loaders.documents.compression import LARGEST_WINDOW, MINIMUM
from citegraph.loaders.documents.document import Document

ROOT = Path(__file__).parents[2]
PEAK = "int(open('/proc/self/status').read().partition('VmHWM:')[2].split()[0]) // 1024"
# Reads one file for each line of standard input; each has its own peak of memory and its own time.
READ = f"""
import contextlib, sys, time
from citegraph import loaders
for line in sys.stdin:
    with contextlib.suppress(OSError), open("/proc/self/clear_refs", "w") as refs:
        refs.write("5")  # resets the peak; where it cannot, the peak is that of all files
    count, reason, began = 0, "", time.process_time()
    for each in loaders.read([line.rstrip("\\n")]):
        if type(each).__name__ == "Rejected":
            count, reason = count + 1, reason or each.reason
    print({PEAK}, time.process_time() - began)
    print(reason, count, flush=True)
"""
MEMORY = 400  # MiB; reading two papers takes about 150
SECONDS = 20  # of processor time


def zeros(size: int) -> bytes:
    """A Zstandard frame of zeros: blocks of 128 KiB, four bytes each."""
    compress = zstandard.ZstdCompressor(level=3).compressobj()
    chunk = b"\0" * (1 << 20)
    return b"".join(compress.compress(chunk) for _ in range(size >> 20)) + compress.flush()


def repeated(text: bytes, size: int, before: bytes = b"") -> bytes:
    compress = zstandard.ZstdCompressor(level=3).compressobj()
    chunk = text * ((1 << 20) // len(text))
    parts = [compress.compress(before)]
    parts += [compress.compress(chunk) for _ in range(size >> 20)]
    return b"".join(parts) + compress.flush()


RECORD = b'{"title": "A paper"}\n'
BOMBS = {
    "zeros": lambda: zeros(4 << 30),
    "a record and zeros": lambda: zstandard.compress(RECORD) + zeros(1 << 30),
    "newlines": lambda: repeated(b"\n", 256 << 20, RECORD),
    "blank lines": lambda: repeated(b" \t \r\n", 256 << 20, RECORD),
    "an array of spaces": lambda: repeated(b" ", 256 << 20, b"["),
    "an array of newlines": lambda: repeated(b"\n", 256 << 20, b"["),
    "an array of objects": lambda: repeated(b"{},", 256 << 20, b'[{"title": "A paper"},'),
    "an array of an array": lambda: repeated(b"{},", 256 << 20, b'[{"title": "A paper"},['),
    "an object in a line": lambda: repeated(b"[],", 256 << 20, b'{"title": "A", "authors": ['),
    "brackets": lambda: repeated(b"[", 256 << 20),
    "a long string": lambda: repeated(b"x", 256 << 20, b'[{"title": "'),
    "a long number": lambda: repeated(b"1", 256 << 20, b"[1"),
    "wrong lines": lambda: repeated(b"{}\n", 64 << 20, RECORD),
    "short lines": lambda: repeated(b"x\n", 256 << 20, b"Once upon a time\n"),
    "table cells": lambda: repeated(b",", 256 << 20, b"title,year\nx,"),
    "a page": lambda: repeated(b"<a>", 256 << 20, b"<!doctype html><title>Daily Papers</title>"),
    "gzip in gzip": lambda: gzip.compress(gzip.compress(RECORD + b"\n" * (256 << 20))),
    "zstd in zstd in gzip": lambda: gzip.compress(zstandard.compress(zeros(4 << 30))),
    "many empty members": lambda: gzip.compress(b"") * 50_000 + gzip.compress(RECORD),
}


def outside(script: str, path: Path) -> list[str]:
    """What a process of its own prints: its memory is no part of this one."""
    result = subprocess.run(
        [sys.executable, "-c", script, str(path)],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert result.returncode == 0, result.stderr
    return result.stdout.splitlines()


@pytest.fixture(scope="module")
def reader() -> Iterator["subprocess.Popen[str]"]:
    with subprocess.Popen(
        [sys.executable, "-c", READ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as process:
        yield process
        assert process.stdin is not None
        process.stdin.close()


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_take_little_memory_and_time(
    name: str, reader: "subprocess.Popen[str]", tmp_path: Path
) -> None:
    path = tmp_path / "bomb"
    path.write_bytes(BOMBS[name]())
    assert reader.stdin is not None
    assert reader.stdout is not None
    reader.stdin.write(f"{path}\n")
    reader.stdin.flush()
    limit = threading.Timer(300, reader.kill)
    limit.start()
    measured, said = reader.stdout.readline(), reader.stdout.readline()
    limit.cancel()
    assert measured, "no result within 300 s"
    memory, seconds = map(float, measured.split())
    assert memory < MEMORY, (measured, said)
    assert seconds < SECONDS, (measured, said)
    assert said.split()[-1] != "0" or name == "many empty members"


def test_the_limit_is_said_and_can_be_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.jsonl.zst"
    path.write_bytes(repeated(b"\n", 2 * MINIMUM, RECORD) + zstandard.compress(RECORD))
    with pytest.raises(SourceError, match=r"decodes to more than 4 MB after line .* CITEGRAPH_MAX"):
        list(Document("x", path).lines())
    monkeypatch.setenv("CITEGRAPH_MAX_DECODED", "20")
    assert list(Document("x", path).lines())[-1] == (2 * MINIMUM + 2, RECORD.decode().strip())
    for wrong in ("0", "-1", "many", "\u00b2", "1e3"):
        monkeypatch.setenv("CITEGRAPH_MAX_DECODED", wrong)
        with pytest.raises(InputError, match="CITEGRAPH_MAX_DECODED"):
            list(Document("x", path).lines())


def test_real_compression_is_within_the_limit(tmp_path: Path) -> None:
    lines = b"".join(b'{"title": "A paper", "abstract": "%d"}\n' % n for n in range(100_000))
    for pack in (gzip.compress, zstandard.ZstdCompressor(level=19).compress):
        path = tmp_path / "x"
        path.write_bytes(pack(lines))
        assert sum(1 for _ in Document("x", path).lines()) == 100_000


def test_a_window_that_takes_more_memory_is_refused(tmp_path: Path) -> None:
    parameters = zstandard.ZstdCompressionParameters(window_log=31, compression_level=1)
    compress = zstandard.ZstdCompressor(compression_params=parameters).compressobj()
    path = tmp_path / "x"
    path.write_bytes(compress.compress(RECORD * 9) + compress.flush())
    assert zstandard.get_frame_parameters(path.read_bytes()).window_size > LARGEST_WINDOW
    with pytest.raises(SourceError, match="too much memory"):
        list(Document("x", path).lines())


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress])
def test_layers_and_members_are_read(pack: object) -> None:
    data = RECORD
    for _ in range(4):
        data = pack(data)  # type: ignore[operator]  # called as a packer
    assert [line for _, line in Document("x", data + data).lines()] == [RECORD.decode().strip()] * 2
    with pytest.raises(SourceError, match="more than 4 times"):
        list(Document("x", pack(data)).lines())  # type: ignore[operator]  # as above


@pytest.mark.parametrize("shape", ["[%s]", "[%s\n", '{"title": %s "x"}'])
def test_white_space_costs_linear_time(shape: str, tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_text(shape % (" " * (32 << 20)))
    started = time.process_time()
    list(Document("x", path).entries())
    assert time.process_time() - started < 8


@pytest.mark.parametrize("shape", ['[{"k0": 1, %s}]', '{"title": "A"}\n{"k0": 1, %s}\n'])
def test_many_keys_of_which_some_repeat_cost_linear_time(shape: str, tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_text(shape % ", ".join(f'"k{n // 2}": 1' for n in range(200_000)))
    started = time.process_time()
    list(Document("x", path).entries())
    assert time.process_time() - started < 8


def test_a_long_json_array_is_read_entry_by_entry(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    entry = json.dumps({"title": "A paper", "abstract": "word " * 400, "arxivId": "2601.00001"})
    with path.open("w") as stream:
        stream.write("[" + f"{entry},\n" * 60_000 + entry + "]")  # 123 MB
    script = f"""
import sys
from pathlib import Path
from citegraph.loaders.documents.document import Document
print(sum(1 for _ in Document("x", Path(sys.argv[1])).entries()), {PEAK})
"""
    count, memory = map(int, outside(script, path)[0].split())
    assert count == 60_001
    assert memory < 200
