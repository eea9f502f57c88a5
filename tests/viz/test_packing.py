"""Data blocks: what the page reads is what was written."""

import json
import random
from collections.abc import Callable
from typing import Any

import pytest

from citegraph.graph.subgraph import Node, Other, Subgraph
from citegraph.viz.packing import Words, block

TONGUE = [
    "graph",
    "network",
    "of",
    "attention",
    "in",
    "méthode",
    "😀",
    "<!--",
    "</script>",
    "&",
    "\\",
    '"',
    "'null'",
    "x1",
    "Zz",
]


def texts(count: int) -> list[str]:
    draw = random.Random(1)
    return [" ".join(draw.choices(TONGUE, k=140)) + f" {i}" for i in range(count)]


def test_a_page_reads_its_compressed_blocks(opened: Callable[..., Any]):
    abstracts = texts(800)
    papers = tuple(
        Node(
            "Paper",
            f"arxiv:2401.{i:05}",
            {"title": f"Paper {i}", "abstract": text, "arxivId": f"2401.{i:05}"},
        )
        for i, text in enumerate(abstracts)
    )
    others = tuple(
        Other("Author", id, name, (), "AUTHORED", (papers[7].key,))
        for id, name in (
            ("name:ada-lind", "Ada Lind"),
            ("name:ada-lind@x", "Ada Lind"),
            ("name:åsa-lind", "Åsa Lind"),
        )
    )
    page = opened(Subgraph(papers, (), others=others), "#node=Paper%3Aarxiv%3A2401.00321")
    kinds = page.evaluate(
        "[...document.querySelectorAll('script[id]')].map((one) => [one.id, one.type, 'words' in one.dataset])"
    )
    assert ["node-data-0", "application/gzip", True] in kinds
    assert page.locator("#panel .abstract").inner_text() == abstracts[321]
    arxiv = page.get_by_role("link", name="arXiv", exact=True)
    assert arxiv.get_attribute("href") == "https://arxiv.org/abs/2401.00321"
    for other in others:
        page.goto(page.url.split("#")[0] + f"#node=Author%3A{other.id}")
        page.reload()
        page.wait_for_selector("html[data-ready]")
        assert page.locator("#panel h2").inner_text() == other.name
        assert page.locator("#panel .row").count() == 1


def decoded(data: bytes, words: list[str]) -> bytes:
    """Decode as ``wordsOf`` in ``data.js`` does."""
    out, rest = bytearray(), list(data)
    while rest:
        byte = rest.pop(0)
        if byte < 128:
            out.append(byte)
            continue
        out += words[byte - 128 if byte < 224 else 96 + (byte - 224) * 256 + rest.pop(0)].encode()
        if rest[:1] == [127]:
            rest.pop(0)
        else:
            out += b" "
    return bytes(out)


def test_encoded_texts_are_decoded_to_the_same():
    words = Words(texts(2000))
    for text in (
        "attention",
        "attention ",
        "Xattention attentionX the\\nattention in\\\\nof",
        " of in,of  Zz networks graph\\u00e9attention",
        "a" * 40 + " incomprehensibilities in",
        *(chr(97 + i % 26) * (i % 20) + " of" for i in range(60)),
    ):
        assert decoded(words.encode(text.encode()), words.words) == text.encode()
    assert len(words.encode(b"attention of the network\\nin")) < 20


@pytest.mark.parametrize("text", ["\x7f", "é\u2028", "😀", "\ud800 é", "\x00\n", "</script>"])
def test_json_is_of_ascii_and_contains_no_code(text: str):
    data = block("a", [text])
    assert data.isascii()
    assert "\x7f" not in data
    inside = data.removeprefix('<script type="application/json" id="a">').removesuffix("</script>")
    assert "<" not in inside
    assert json.loads(inside) == [text]


def test_codes_of_words_make_texts_smaller():
    abstracts = texts(2000)
    words = Words(abstracts)
    assert "attention" in words.words
    assert len(block("a", abstracts, words)) < 0.95 * len(block("a", abstracts))
    assert Words(abstracts[:10]).words == []
