"""The same payloads in every format of input, through a graph, into the page: nothing runs."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest

from citegraph import loaders, queries
from citegraph.graph import Store, open_store
from citegraph.graph.engines.embedded import Engine
from citegraph.loaders import formats
from citegraph.loaders.documents.document import Document
from tests.loaders.samples import ENTRIES, PAPERS, WRITERS
from tests.viz.hostile import LINES, PAYLOADS, SHOW, WATCH

QUOTES = {'"': "&quot;"}


def records() -> str:
    return "".join(
        json.dumps(
            {
                "title": f"Records {n} {bad}",
                "abstract": f"We study {bad} in graph neural networks.",
                "authors": [{"name": f"R{n} {bad}"}],
                "topics": [f"topic {n} {bad}"],
                "url": bad,
                "projectPages": [bad],
                "organization": {"name": bad, "handle": f"h{n}{bad}"},
                "links": [bad],
                "venue": f"V{n} {bad}",
                "repositories": [f"github.com/o{n}/r", bad],
            }
        )
        + "\n"
        for n, bad in enumerate(PAYLOADS)
    )


def api() -> str:
    return json.dumps(
        [
            {
                "paper": {
                    "id": f"2405.{n:05}",
                    "authors": [{"name": f"A{n} {bad}", "hidden": False}],
                    "title": f"API {n} {bad}",
                    "publishedAt": "2024-05-24T00:00:00.000Z",
                    "summary": f"Summary {bad}",
                    "upvotes": 1,
                    "ai_keywords": [f"keyword {n} {bad}"],
                    "projectPage": bad,
                    "githubRepo": bad,
                    "organization": {"name": f"org{n}{bad}", "fullname": bad},
                },
                "publishedAt": "2024-05-27T00:00:00.000Z",
                "title": f"API {n} {bad}",
                "numComments": 0,
            }
            for n, bad in enumerate(PAYLOADS)
        ]
    )


def openalex() -> str:
    return json.dumps(
        {
            "meta": {"count": len(PAYLOADS)},
            "results": [
                {
                    "id": f"https://openalex.org/W91{n:06}",
                    "title": f"OpenAlex {n} {bad}",
                    "publication_date": "2024-01-01",
                    "abstract_inverted_index": {bad: [0]},
                    "authorships": [
                        {
                            "author": {
                                "id": f"https://openalex.org/A91{n:06}",
                                "display_name": bad,
                            },
                            "raw_author_name": bad,
                            "institutions": [
                                {"id": f"https://openalex.org/I91{n:06}", "display_name": bad}
                            ],
                        }
                    ],
                    "topics": [{"display_name": f"t{n} {bad}", "score": 0.9}],
                    "primary_location": {"landing_page_url": bad},
                }
                for n, bad in enumerate(PAYLOADS)
            ],
        }
    )


def table() -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["title", "abstract", "authors", "url"])
    writer.writerows([f"CSV {n} {bad}", bad, bad, bad] for n, bad in enumerate(PAYLOADS))
    return out.getvalue()


# XML cannot hold all characters, not even escaped.
XML = [bad for bad in PAYLOADS if all(c.isprintable() or c in "\n\t" for c in bad)]


def feed() -> str:
    items = "".join(
        f"<item><title>Feed {n} {escape(bad)}</title><description>{escape(bad)}</description>"
        f"<link>{escape(bad)}</link></item>"
        for n, bad in enumerate(XML)
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Daily Papers</title>{items}</channel></rss>'


def atom() -> str:
    items = "".join(
        f"<entry><title>Atom {n} {escape(bad)}</title><id>{escape(bad)}</id>"
        f'<link href="{escape(bad, QUOTES)}"/><summary type="html">{escape(bad)}</summary>'
        f"<author><name>A{n} {escape(bad)}</name></author></entry>"
        for n, bad in enumerate(XML)
    )
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Daily Papers</title>{items}</feed>'


def entries() -> list[dict[str, Any]]:
    return [
        {"id": f"2405.{n:05}", "title": f"Card {n} {bad}", "abstract": f"Summary {bad}", "bad": bad}
        for n, bad in enumerate(LINES)
    ]


def page(*, embedded: bool) -> str:
    """A saved page: its entries in an attribute, or only as cards."""
    props = {"date": "2024-05-27T00:00:00.000Z", "dailyPapers": json.loads(api())}
    cards = "".join(
        f'<article><a href="/papers/{e["id"]}"><img src="/x.png" alt="{escape(e["bad"], QUOTES)}"></a>'
        f'<h3><a href="/papers/{e["id"]}">{escape(e["title"])}</a></h3><p>{escape(e["abstract"])}</p>'
        f'<a href="/{escape(e["bad"], QUOTES)}">{escape(e["bad"])}</a>'
        f'<a href="/papers/{e["id"]}"><ul><li><div>·</div>3 authors</li></ul></a></article>'
        for e in entries()
    )
    attribute = f'data-target="DailyPapers" data-props="{escape(json.dumps(props), QUOTES)}"'
    return (
        "<!doctype html><html><head><title>Daily Papers - Hugging Face</title></head><body>"
        '<h1>Daily Papers</h1><time datetime="2024-05-27T00:00:00.000Z">May 27</time>'
        f"<div {attribute if embedded else ''}>{cards}</div></body></html>"
    )


def markdown() -> str:
    rows = "".join(
        f"| **[{one['title']}](https://arxiv.org/abs/{one['id']})** | {one['bad']} | [code]({one['bad']}) |"
        f" {one['abstract']} |\n"
        for one in entries()
        if "|" not in one["bad"]
    )
    return f"| Title | Authors | Code | Abstract |\n|---|---|---|---|\n{rows}"


def page_text() -> str:
    cards = "\n\n".join(
        f"Page {n} {bad}\n\nWe study {bad} here at length.\n\n  • 3 authors\n·\nMay 6, 2024"
        for n, bad in enumerate(LINES)
    )
    return f"Daily Papers\n\nbyAK and the research community\n\nMay 27\n\n{cards}\n"


def labelled() -> str:
    return "\n\n".join(
        f"Title: Labelled {n} {bad}\nPDF: {bad}\nSummary: {bad}" for n, bad in enumerate(LINES)
    )


# format, and a variant of it where there is one
FORMATS: dict[str, Callable[[], str]] = {
    "records": records,
    "daily-papers-api": api,
    "openalex": openalex,
    "csv": table,
    "feed": feed,
    "feed Atom": atom,
    "daily-papers-page": partial(page, embedded=True),
    "daily-papers-page cards": partial(page, embedded=False),
    "daily-papers-text": page_text,
    "labelled-text": labelled,
    "markdown-table": markdown,
}


HOSTILE = [
    replace(
        ENTRIES[n % len(ENTRIES)],
        title=f"Written {n} {bad}",
        abstract=f"Text {bad}",
        id=f"2405.{n:05}",
        authors=2,  # they contain no payload
    )
    for n, bad in enumerate(LINES)
]
# Every other format, as its sample writes it.
FORMATS |= {
    format: partial(write, HOSTILE) for format, write in WRITERS.values() if format not in FORMATS
}


def test_no_format_is_missing() -> None:
    assert {format.split(maxsplit=1)[0] for format in FORMATS} == set(formats.FORMATS)


@pytest.fixture(scope="module")
def graph(embedded: Engine, embedded_folder: Path) -> Iterator[Store]:
    """One engine for all formats: to start it takes longer than to load a format."""
    with open_store(embedded_folder) as store:
        yield store


@pytest.mark.parametrize("format", FORMATS)
def test_a_hostile_input_is_only_text(
    format: str, graph: Store, opened: Callable[..., Any], tmp_path: Path
) -> None:
    source = tmp_path / "input"
    source.write_bytes(FORMATS[format]().encode("utf-8", "replace"))
    assert formats.recognize(Document("input", source)) == format.split(maxsplit=1)[0]
    graph.write("MATCH (n) DETACH DELETE n")
    summary = loaders.load(graph, [str(source)])
    subgraph = queries.subgraph(graph, "atlas")
    least = PAPERS.get(format, len(LINES) / 2)
    assert summary.papers + summary.rejections >= least
    page = opened(subgraph, width=700, height=460)
    page.evaluate(WATCH)
    for node in subgraph.nodes[:: max(1, len(subgraph.nodes) // 25)]:
        assert page.evaluate(SHOW, node.key) == [], node.key
    page.keyboard.press("t")
    assert page.evaluate("window.harm()") == []
