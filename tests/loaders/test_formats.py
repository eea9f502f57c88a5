"""A format is recognized by content, whatever the name, the compression or the encoding."""

import gzip
import re
from pathlib import Path

import pytest
import zstandard

from citegraph.graph.errors import SourceError
from citegraph.graph.records import Paper, Rejected
from citegraph.loaders import formats
from citegraph.loaders.documents.document import Document
from tests.loaders.samples import ENTRIES, PAPERS, SAMPLES

EVERY = pytest.mark.parametrize("name", SAMPLES)


PACKINGS = {
    "gzip": gzip.compress,
    "zstd": zstandard.ZstdCompressor().compress,
    "zstd in frames": lambda data: zstandard.compress(data[:100]) + zstandard.compress(data[100:]),
    "mark": lambda data: b"\xef\xbb\xbf" + data,
    "utf-16": lambda data: data.decode().encode("utf-16"),
    "utf-16 without a mark": lambda data: data.decode().encode("utf-16-le"),
}


@EVERY
@pytest.mark.parametrize("packing", PACKINGS)
def test_packing_and_encoding_change_nothing(name: str, packing: str, tmp_path: Path) -> None:
    format, text = SAMPLES[name]
    if len(text) < 3:
        return  # an empty day, "1": nothing to tell UTF-16 by
    if format == "records" and packing.startswith("utf-16"):
        return  # citegraph's own files are UTF-8, as JSON Lines is
    plain = Document("a", text.encode())
    path = tmp_path / "b"
    path.write_bytes(PACKINGS[packing](text.encode()))
    packed = Document("b", path)
    assert formats.recognize(packed) == format
    one = [strip(each) for each in formats.source(format).read(plain)]
    other = [strip(each) for each in formats.source(format).read(packed)]
    assert one == other


def strip(record: object) -> object:
    """A paper without what names its file."""
    assert isinstance(record, Paper)
    return (record.title, record.abstract, record.arxiv_id, record.author_count, record.origin)


@EVERY
def test_every_paper_is_read_once(name: str) -> None:
    format, text = SAMPLES[name]
    found = list(formats.source(format).read(Document(name, text.encode())))
    if name in ("api empty day", "api no papers"):
        assert found == []
    else:
        assert all(isinstance(each, Paper) for each in found)
        names = [e.title for e in found if isinstance(e, Paper) and not e.nodes]
        assert names == [" ".join(e.title.split()) for e in ENTRIES][: len(names)]
        assert len(names) == (1 if "one" in name.split() else PAPERS.get(format, len(ENTRIES)))


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "empty"),
        (b"\n \n", "empty"),
        (b"%PDF-1.7 ...", "PDF"),
        (bytes(range(256)) * 20, "binary"),
        (gzip.compress(b"x" * 100, mtime=0)[:12], "damaged"),
        (b"Once upon a time there was a graph. It had papers in it.\n" * 40, "unknown format"),
        (b"<!doctype html><html><body><h1>502 Bad Gateway</h1></body></html>", "unknown format"),
        (b'{"error": "not found"}', "error"),
        (b"[1, 2, 3]", "unknown format"),
        (
            b'{"hits": 1, "list": {"item": [{"title": "A title"}]}}',
            "unknown format .'hits', 'list'.",
        ),
        # a group of Zotero
        (
            b'[{"id": 7, "version": 2, "meta": {}, "data": {"name": "A group"}}]',
            "format .'id', 'ver",
        ),
        (b"[[[[[[", "damaged or truncated"),
    ],
)
def test_an_unknown_format_is_an_error_of_one_line(data: bytes, word: str) -> None:
    document = Document("input", data)
    with pytest.raises(SourceError, match=word) as caught:
        list(formats.source(formats.recognize(document)).read(document))
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith("input: ")


def test_identifiers_that_are_too_long_are_not_cut_off():
    """Cut off, the two would be one paper."""
    lines = [f"10.1000/{'x' * 600}{end} A paper {end}\n" for end in "12"]
    document = Document("ids.txt", "".join(["2401.00001 Title\n", *lines]).encode())
    found = list(formats.source("identifiers").read(document))
    assert [type(one) for one in found] == [Paper, Rejected, Rejected]


def test_a_list_of_identifiers_needs_no_titles():
    text = "# to read\n1706.03762\n\narXiv:1810.04805v2\n10.1038/nature14539 Deep learning\nLeCun2015\n"
    document = Document("ids.txt", text.encode())
    assert formats.recognize(document) == "identifiers"
    *papers, lost = formats.source("identifiers").read(document)
    assert [(p.id, p.title) for p in papers if isinstance(p, Paper)] == [
        ("arxiv:1706.03762", None),
        ("arxiv:1810.04805", None),
        ("doi:10.1038/nature14539", "Deep learning"),
    ]
    assert isinstance(lost, Rejected)
    assert lost.where == "ids.txt:6"
    assert document.notes == ["ids.txt: 2 papers without a title; enrich adds it"]


def test_an_unknown_format_is_a_short_message():
    with pytest.raises(SourceError, match=r"see docs/sources.md") as refused:
        formats.recognize(Document("prose.txt", b"Some prose.\n"))
    assert len(str(refused.value)) < 200


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'{"id": "https://openalex.org/W2741809807", "title": "A tit', "damaged or truncated"),
        (b"<html>\n<head><title>502 Bad\nGateway</title></head></html>", "'502 Bad Gateway'; save"),
        (b"[null, null]", "the JSON has no entries"),
        (b"{}", "the JSON has no entries"),
        (b'{"name": "A", "tags": []}', "or its format is unknown (see docs/sources.md)"),
        (b"PK\x03\x04" + bytes(40), "a ZIP archive or office file; unpack it, or save it as CSV"),
        (b"x" + bytes(256) + b"ustar" + bytes(40), "a tar archive; unpack it"),
        (b"BZh9" + bytes(40), "bzip2 data; unpack it"),
    ],
)
def test_message_about_unreadable_input_names_the_problem(content: bytes, message: str) -> None:
    with pytest.raises(SourceError, match=re.escape(message)):
        formats.recognize(Document("a", content))
