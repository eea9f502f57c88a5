"""Encodings: byte order mark, HTTP charset, declarations in the document, and broken ones."""

import codecs
import gzip

import pytest

from citegraph.graph.records import Paper
from citegraph.loaders import formats
from citegraph.loaders.documents.document import Document
from citegraph.loaders.documents.encodings import detect

GERMAN = "Schrödinger-Brücken für Übergänge"
RUSSIAN = "Нейронные сети для прогноза"
CHINESE = "基于图神经网络的河流预测"
TRADITIONAL = "河流預測"


def feed(title: str, encoding: str | None) -> str:
    declaration = f' encoding="{encoding}"' if encoding else ""
    return (
        f'<?xml version="1.0"{declaration}?><rss version="2.0"><channel><title>Papers</title>'
        f"<item><title>{title}</title><link>https://example.org/1</link></item>\n"
        f"<item><title>{title} 2</title></item></channel></rss>"
    )


def page(title: str, meta: str) -> str:
    return (
        f"<!doctype html><html><head>{meta}<title>Daily Papers - Hugging Face</title></head><body>"
        f'<h1>Daily Papers</h1><article><h3><a href="/papers/2601.00001">{title}</a></h3>'
        f'<p>Short.</p><a href="/papers/2601.00001">3 authors</a></article></body></html>'
    )


def titles(data: bytes, format: str, charset: str | None = None) -> list[str | None]:
    document = Document("x", data, charset=charset)
    assert formats.recognize(document) == format
    return [one.title for one in formats.source(format).read(document) if isinstance(one, Paper)]


@pytest.mark.parametrize(
    ("title", "codec", "label"),
    [
        (GERMAN, "latin-1", "ISO-8859-1"),
        (GERMAN, "latin-1", "latin1"),
        (GERMAN, "cp1252", "windows-1252"),
        (RUSSIAN, "cp1251", "windows-1251"),
        (RUSSIAN, "koi8-r", "KOI8-R"),
        (CHINESE, "gb18030", "GB2312"),
        (TRADITIONAL, "big5hkscs", "Big5"),
        (CHINESE, "utf-16", "UTF-16"),
        (CHINESE, "utf-16-le", "UTF-16"),
        (CHINESE, "utf-16-be", "UTF-16"),
        (CHINESE, "utf-32", "UTF-32"),
        (CHINESE, "utf-8-sig", "UTF-8"),
        (RUSSIAN, "utf-8", "ISO-8859-1"),  # declared wrongly
        (RUSSIAN, "utf-8", "UTF-16"),
        (RUSSIAN, "utf-16", "UTF-8"),
        (GERMAN, "cp1252", "UTF-8"),
        (RUSSIAN, "utf-8", "utf-7"),
        (RUSSIAN, "utf-8", "no-such-encoding"),
        (RUSSIAN, "utf-8", None),
    ],
)
def test_feeds_are_read_in_the_encoding_that_they_have(
    title: str, codec: str, label: str | None
) -> None:
    data = feed(title, label).encode(codec)
    assert titles(data, "feed") == [title, f"{title} 2"]
    assert titles(gzip.compress(data), "feed") == [title, f"{title} 2"]


@pytest.mark.parametrize(
    ("title", "codec", "meta"),
    [
        (RUSSIAN, "cp1251", '<meta charset="windows-1251">'),
        (
            RUSSIAN,
            "cp1251",
            "<meta http-equiv=Content-Type content='text/html; charset=windows-1251'>",
        ),
        (GERMAN, "latin-1", '<META CHARSET="iso-8859-1">'),
        (CHINESE, "gb18030", "<!-- saved by a tool -->" * 20 + '<meta charset="gb2312">'),
        (RUSSIAN, "utf-8", '<meta charset="windows-1252">'),
        (RUSSIAN, "utf-16", '<meta charset="utf-8">'),
    ],
)
def test_pages_are_read_in_the_encoding_that_they_have(title: str, codec: str, meta: str) -> None:
    assert titles(page(title, meta).encode(codec), "daily-papers-page") == [title]


def test_the_charset_of_the_reply_precedes_the_declaration() -> None:
    data = feed(RUSSIAN, "koi8-r").encode("cp1251")
    assert titles(data, "feed", charset="windows-1251")[0] == RUSSIAN
    assert titles(data, "feed")[0] != RUSSIAN


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-32", "utf-32-le", "utf-8-sig"])
def test_tables_are_read_in_the_encoding_that_they_have(codec: str) -> None:
    rows = f"Title,Authors\r\n{GERMAN},Ada Example\r\n{RUSSIAN},Bo Example\r\n"
    assert titles(rows.encode(codec), "csv") == [GERMAN, RUSSIAN]
    assert titles(rows.replace("\r\n", "\r").encode(codec), "csv") == [GERMAN, RUSSIAN]


def test_a_byte_order_mark_precedes_all() -> None:
    data = codecs.BOM_UTF8 + b'<?xml version="1.0" encoding="koi8-r"?>'
    assert detect(data, "windows-1251") == "utf-8"


def test_bytes_that_the_encoding_does_not_have_are_noted() -> None:
    document = Document(
        "x", feed(CHINESE, "GB2312").encode("gb18030").replace(b"</item>", b"\xff</item>", 1)
    )
    list(formats.source("feed").read(document))
    assert document.notes == ["line 1 is not valid gb18030; undecodable characters were replaced"]
