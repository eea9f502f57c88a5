"""The panels beside the graph hide and resize, and leave the graph most of a small window."""

from collections.abc import Callable
from importlib import resources
from typing import Any

import pytest

from citegraph.graph.subgraph import Subgraph
from tests.viz.test_page_answers import answered

Makes = Callable[..., Subgraph]
Opens = Callable[..., Any]


def width(page: Any, css: str) -> float:
    box = page.locator(css).bounding_box()
    return box["width"] if box else 0


@pytest.mark.parametrize("answer", [False, True])
def test_the_graph_gets_most_of_a_small_window(made: Makes, opened: Opens, answer: bool):
    page = opened(answered() if answer else made(), width=1024, height=700)
    assert width(page, "#stage") >= 0.6 * 1024
    if not answer:
        return
    assert page.locator(".hit").first.is_visible()
    page.locator(".hit .go").first.click()
    assert page.locator("#panel h2").inner_text() == "Paper 1"
    assert not page.locator(".hit").first.is_visible()
    assert width(page, "#stage") >= 0.6 * 1024
    page.keyboard.press("b")
    assert page.locator(".hit").first.is_visible()
    page.locator(".hit .go").first.click()
    page.locator("#open-side").click()
    assert page.locator("#filters").is_visible()
    assert width(page, "#stage") >= 0.6 * 1024


def test_a_key_hides_each_panel_and_the_address_keeps_it(made: Makes, opened: Opens):
    page = opened(made(), width=1440, height=900)
    whole = width(page, "#stage")
    assert width(page, "#side") > 200
    page.keyboard.press("f")
    assert width(page, "#side") == 0
    page.keyboard.press("d")
    assert width(page, "#panel") == 0
    assert width(page, "#stage") == 1440
    assert page.locator("#open-panel").get_attribute("aria-expanded") == "false"
    page.reload()
    page.wait_for_selector("html[data-ready]")
    assert width(page, "#stage") == 1440
    page.locator("#open-side").click()
    page.locator("#open-panel").click()
    assert width(page, "#stage") == whole
    assert page.evaluate("location.hash") == ""


def test_the_edge_of_a_panel_resizes_it(made: Makes, opened: Opens):
    page = opened(made(), width=1440, height=900)
    before = width(page, "#side")
    box = page.locator("#side-edge").bounding_box()
    page.mouse.move(box["x"] + 4, 400)
    page.mouse.down()
    page.mouse.move(box["x"] + 84, 420, steps=4)
    page.mouse.up()
    assert width(page, "#side") == before + 80
    assert f"left={before + 80:.0f}" in page.evaluate("location.hash")
    panel = width(page, "#panel")
    page.locator("#panel-edge").focus()
    page.keyboard.press("ArrowLeft")
    assert width(page, "#panel") == panel + 24
    page.reload()
    page.wait_for_selector("html[data-ready]")
    assert (width(page, "#side"), width(page, "#panel")) == (before + 80, panel + 24)
    page.keyboard.press("b")  # a reloaded page has no steps to undo
    assert width(page, "#side") == before + 80


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1024, 700), (390, 844)])
def test_the_table_shows_whole_columns_and_many_rows(
    made: Makes, opened: Opens, width: int, height: int
):
    page = opened(made(), "#as=table", width=width, height=height)
    table = page.locator("#table")
    assert table.evaluate("one => one.scrollWidth <= one.clientWidth")
    bottoms = page.locator("#table tbody tr").evaluate_all(
        "rows => rows.map(row => row.getBoundingClientRect().bottom)"
    )
    assert sum(bottom <= height for bottom in bottoms) > 3


def test_a_date_is_as_precise_as_it_is_known(made: Makes, opened: Opens):
    graph = made(6)
    first = next(node for node in graph.nodes if node.label == "Paper")
    day = first.properties["published"]
    for length, precision in ((4, "year"), (7, "month")):
        first.properties["publishedPrecision"] = precision
        page = opened(graph)
        page.fill("#search", first.properties["title"])
        line = page.locator("#results [role=option]").first.inner_text()
        assert day.isoformat()[:length] in line
        assert day.isoformat()[: length + 1] not in line


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_no_violation_in_small_windows(made: Makes, opened: Opens, theme: str):
    pytest.importorskip("axe_playwright_python", reason="axe-playwright-python is not installed")
    axe = resources.files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
    for graph, hash, size in (
        (answered(), "", (1024, 700)),
        (answered(), "#node=Paper%3Ap2", (390, 844)),
        (made(), "", (390, 844)),
        (made(), "#as=table", (390, 844)),
        (made(), "#whole=1&from=2025&left=240", (390, 844)),
    ):
        page = opened(graph, hash, width=size[0], height=size[1], color_scheme=theme)
        page.evaluate(axe)
        found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")["violations"]
        assert [
            (one["id"], [node["html"][:150] for node in one["nodes"]][:3]) for one in found
        ] == []
