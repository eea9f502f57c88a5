"""Documents: compressed, in any encoding, streamed."""

import gzip
import io
import json
from pathlib import Path

import pytest
import zstandard

from citegraph.graph.errors import SourceError
from citegraph.graph.records import Paper, Rejected
from citegraph.loaders import formats
from citegraph.loaders.documents.document import Document
from citegraph.loaders.documents.json_stream import Damaged, items

TEXT = "Zum Beispiel: na\u00efve \u2013 \u4e2d\u6587\nsecond\r\nthird"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_encodings_are_told_by_content(encoding: str) -> None:
    text = "Plain text first, so that zero bytes are many.\n" + TEXT
    lines = list(Document("x", text.encode(encoding)).lines())
    assert [line for _, line in lines] == [
        "Plain text first, so that zero bytes are many.",
        "Zum Beispiel: na\u00efve \u2013 \u4e2d\u6587",
        "second",
        "third",
    ]
    assert [number for number, _ in lines] == [1, 2, 3, 4]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"],
)
def test_records_in_any_encoding_and_with_any_line_end(encoding: str, end: str) -> None:
    titles = ["Zum Beispiel: na\u00efve", "\u4e2d\u6587" * 200, "third"]
    text = "".join(json.dumps({"title": t}, ensure_ascii=False) + end for t in titles)
    document = Document("x", text.encode(encoding))
    assert formats.recognize(document) == "records"
    found = list(formats.source("records").read(document))
    assert [each.title for each in found if isinstance(each, Paper)] == titles
    assert [each.origin for each in found if isinstance(each, Paper)] == [
        "line 1",
        "line 2",
        "line 3",
    ]


def test_windows_1252_is_read_with_a_note() -> None:
    document = Document("x", "Caf\u00e9 \u2013 good\nna\u00efve".encode("cp1252"))
    assert [line for _, line in document.lines()] == ["Caf\u00e9 \u2013 good", "na\u00efve"]
    assert document.notes[0] == "line 1 is not UTF-8 at byte 4; read as Windows-1252"


def test_line_ends_of_old_systems() -> None:
    assert [line for _, line in Document("x", b"one\rtwo\rthree").lines()] == [
        "one",
        "two",
        "three",
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\r\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_blocks_contain_the_lines(encoding: str, end: str) -> None:
    made = ["na\u00efve \u2013 " * (n % 90) + str(n) for n in range(3_000)]  # several blocks
    content = end.join([*made, "a\rb", "last"]).encode(encoding)
    by_block, by_line = Document("x", content), Document("x", content)
    lines = [line for _, line in by_line.lines()]
    assert lines[-3:] == ["a", "b", "last"]
    assert len(lines) == 3_003
    assert "".join(by_block.blocks()).split("\n") == lines
    assert by_block.notes == by_line.notes


def test_blocks_are_whole_lines_and_state_where_they_end() -> None:
    blocks = list(Document("x", b"a line\n" * 50_000).blocks())
    assert len(blocks) > 3
    assert all(block.endswith("line\n") for block in blocks)
    with pytest.raises(SourceError, match=r"x:2: the line is longer than 17 MB"):
        list(Document("x", b"one\n" + b"x" * 17_000_000).blocks())
    packed = gzip.compress(b"".join(b"%d %x\n" % (n, n**9) for n in range(90_000)))
    with pytest.raises(SourceError, match=r"damaged .* after line \d{5}"):
        list(Document("x", packed[: len(packed) // 2]).blocks())


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress])
def test_damaged_compression_is_said(pack: object, tmp_path: Path) -> None:
    lines = "".join(json.dumps({"n": n, "text": str(n) * 50}) + "\n" for n in range(20_000))
    path = tmp_path / "x"
    data = pack(lines.encode())  # type: ignore[operator]  # called as a packer
    path.write_bytes(data[: len(data) // 2])
    read: list[object] = []
    with pytest.raises(SourceError, match=r"damaged .* after line"):
        read.extend(Document("x", path).entries())
    assert len(read) > 1000


@pytest.mark.parametrize(
    ("text", "keys", "expected"),
    [
        ("[1, 2, {}]", (), [1, 2, {}]),
        ("[]", (), []),
        ('{"a": 1}', (), [{"a": 1}]),
        ('{"n": 2, "data": [1, 2], "z": [3]}', ("data",), [1, 2]),
        ('{"n": 2, "data": {"x": [1]}}', ("data",), [{"n": 2, "data": {"x": [1]}}]),
        ('[1, 2] {"data": [3]}\n{"n": 4}[5]', ("data",), [1, 2, 3, {"n": 4}, 5]),
        ("12", (), [12]),
        ("", (), []),
    ],
)
def test_items_of_json(text: str, keys: tuple[str, ...], expected: list[object]) -> None:
    assert list(items(io.StringIO(text), keys)) == expected


@pytest.mark.parametrize("text", ["[1, 2", "[1 2]", '{"a"', "[1] x", '[{"a": }]', "[" * 5000])
def test_damaged_json_is_said(text: str) -> None:
    with pytest.raises(Damaged):
        list(items(io.StringIO(text)))


def test_long_entries_and_windows() -> None:
    entries = [{"text": "x" * size} for size in (1, 70_000, 200_000, 3)]
    assert list(items(io.StringIO(json.dumps(entries)))) == entries


def test_lines_of_json_with_a_bad_one() -> None:
    document = Document("x", b'{"a": 1}\n{"a": \n\n{"a": 3}\n')
    found = dict(document.entries())
    assert found["line 1"] == {"a": 1}
    assert isinstance(found["line 2"], Rejected)
    assert found["line 2"].where == "x:2"
    assert found["line 4"] == {"a": 3}


def test_a_file_that_is_not_there() -> None:
    with pytest.raises(SourceError, match="x:"):
        _ = Document("x", Path("/nowhere/at/all")).head


def test_position_goes_to_the_size(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(gzip.compress(b"line\n" * 100_000))
    document = Document("x", path)
    seen = [document.position for _ in document.lines()]
    assert seen == sorted(seen)
    assert 0 < seen[0] <= document.size
    assert document.position == document.size


def test_replies_one_a_line_or_one_after_another() -> None:
    replies = '{"n": 1, "data": [{"a": 1}, {"a": 2}]}\n{"n": 2, "data": [{"a": 3}]}\n'
    lines = Document("a", replies.encode())
    assert lines.first_entry("data") == {"a": 1}
    assert list(lines.entries("data")) == [
        ("line 1, result 1", {"a": 1}),
        ("line 1, result 2", {"a": 2}),
        ("line 2, result 1", {"a": 3}),
    ]
    together = Document("a", replies.replace("\n", "").encode())
    assert [one for _, one in together.entries("data")] == [{"a": 1}, {"a": 2}, {"a": 3}]
