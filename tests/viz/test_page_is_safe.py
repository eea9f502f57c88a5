"""No title, name or address can run code or send a request."""

import csv
import io
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from typing import Any

import pytest

from citegraph import viz
from citegraph.graph.subgraph import Node, Subgraph
from tests.viz.hostile import PAYLOADS, SHOW, WATCH, hostile, hostile_answer

Makes = Callable[..., Subgraph]
Opens = Callable[..., Any]


def test_there_are_enough_of_them():
    assert len(set(PAYLOADS)) >= 200


def harmless(page: Any) -> None:
    assert page.evaluate("window.harm()") == []


@pytest.fixture(scope="module")
def graph() -> Subgraph:
    return hostile(PAYLOADS)


@pytest.mark.parametrize("part", range(4))
def test_every_panel_of_every_payload(opened: Opens, part: int):
    graph = hostile(PAYLOADS[part::4])
    page = opened(graph, width=1000, height=460)
    page.evaluate(WATCH)
    harmless(page)
    # one after the other, through the address, as a shared link would
    shown = [node for i, node in enumerate(graph.nodes) if node.label == "Paper" or i % 97 == 0]
    for node in shown:
        assert page.evaluate(SHOW, node.key) == [], node
    search = page.get_by_role("searchbox")
    for bad in PAYLOADS[part::36]:
        search.fill(bad[:200])
        harmless(page)
    search.fill("")
    page.locator("#as-table").click()
    for k in range(page.locator("#table .bar button").count()):
        page.locator("#table .bar button").nth(k).click()
        harmless(page)


MARKDOWN = """() => {
    const copied = [];
    document.addEventListener('copy', () => copied.push(document.activeElement.value));
    Object.defineProperty(navigator, 'clipboard', { value: undefined });
    document.querySelector('#save').click();
    document.querySelector('#copy-markdown').click();
    return new Promise((done) => setTimeout(() => done(copied[0]), 100));
}"""


def test_an_answer_and_names_that_are_not_drawn(opened: Opens):
    page = opened(hostile_answer(PAYLOADS))
    page.evaluate(WATCH)
    harmless(page)
    assert page.locator(".hit").count() == len(PAYLOADS)
    assert "topics: " in page.locator(".hit").first.inner_text()
    search = page.get_by_role("searchbox")
    search.focus()
    for bad in PAYLOADS[::12]:
        search.fill(f"hidden {bad[:200]}")
        harmless(page)
    search.fill("hidden")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("Enter")
    page.locator("#panel h2", has_text="hidden").wait_for()
    harmless(page)
    page.locator("#as-table").click()
    harmless(page)
    lines = page.evaluate(MARKDOWN).splitlines()[2:]
    cells = [len(re.findall(r"(?<!\\)(?:\\\\)*\|", line)) for line in lines]
    assert len(lines) == 2 + len(PAYLOADS)
    assert set(cells) == {cells[0]}  # no payload adds a column or a line
    assert not [line for line in lines if re.search(r"(?<!\\)(?:\\\\)*[<`\[]", line)]
    harmless(page)


def test_what_is_saved_is_as_harmless(graph: Subgraph, opened: Opens):
    page = opened(graph)
    page.evaluate(WATCH)
    saved = {}
    for kind in ("svg", "csv"):
        page.locator("#save").click()
        with page.expect_download() as download:
            page.locator(f"#save-{kind}").click()
        assert re.fullmatch(r"[\w.+#-]+", download.value.suggested_filename)
        saved[kind] = download.value.path().read_text("utf-8")
    drawing = ET.fromstring(saved["svg"])
    tags = {one.tag.rpartition("}")[2] for one in drawing.iter()}
    filters = {"filter", "feGaussianBlur", "feComponentTransfer", "feFuncA"}
    assert tags <= {"svg", "title", "rect", "g", "path", "circle", "polygon", "text"} | filters
    assert not any(
        name.startswith("on") or "href" in name for one in drawing.iter() for name in one.attrib
    )
    cells = [cell for row in csv.reader(io.StringIO(saved["csv"], newline="")) for cell in row]
    assert len(cells) > 9 * len(PAYLOADS)
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t"))] == []
    harmless(page)


def test_the_file_has_no_script_but_its_own(graph: Subgraph, made: Makes):
    count = lambda html: len(re.findall(r"<script", html, re.IGNORECASE))  # noqa: E731 - shorter so
    plain = viz.render(graph).html
    blocks = len(re.findall(r'<script type="application/', plain))
    own = viz.render(made(6)).html.count("<script>")
    outside_scripts = re.sub(r"<script.*?</script>", "", plain, flags=re.DOTALL)
    assert count(outside_scripts) == 0
    assert plain.count("<script>") == own
    assert blocks >= 3


def test_an_address_with_payloads_is_passed_over(made: Makes, opened: Opens):
    from urllib.parse import quote

    page = opened(
        made(12),
        "#"
        + "&".join(
            f"node={quote(bad)}&topic={quote(bad)}&from={quote(bad)}&path={quote(bad)}&as={quote(bad)}"
            for bad in PAYLOADS[:40]
            if "\ud800" not in bad and "\udfff" not in bad
        ),
    )
    page.evaluate(WATCH)
    harmless(page)
    assert page.locator("#stage").is_visible()


def test_names_that_turn_text_around_do_not(opened: Opens):
    page = opened(
        Subgraph(
            (Node("Paper", "1", {"title": "safe\u202etxt.exe\u2066\u200b"}),), (), title="\u202eabc"
        )
    )
    assert page.title() == "abc"
    page.get_by_role("searchbox").fill("safe")
    page.keyboard.press("Enter")
    assert page.locator("#panel h2").inner_text() == "safetxt.exe"


def test_the_plain_pyvis_page_keeps_tooltips_text(graph: Subgraph):
    titles = [node["title"] for node in viz.network(graph).nodes]
    assert not any("href" in title for title in titles)
