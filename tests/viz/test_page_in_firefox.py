"""The page in Firefox: it opens from disk without a network, and works."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from citegraph import viz
from citegraph.graph.subgraph import Subgraph
from tests.viz.firefox import ENTER, ESCAPE, Firefox, Tab
from tests.viz.hostile import PAYLOADS, SHOW, WATCH, hostile
from tests.viz.picture import COLORS

Makes = Callable[..., Subgraph]
Opens = Callable[[Subgraph], Tab]
Framed = Callable[[str], tuple[Tab, str]]

MIDDLE = """(() => {
    const box = document.querySelector('#canvas').getBoundingClientRect();
    return [box.x + box.width / 2, box.y + box.height / 2];
})()"""
HEADING = "document.querySelector('#panel h2').textContent"
TIP = "document.querySelector('#tip:not([hidden]) strong')?.textContent"


@pytest.fixture
def opened(firefox: Firefox, tmp_path: Path) -> Iterator[Opens]:
    """Open a subgraph's page; at the end, check that it logged and requested nothing."""
    tab = Tab(firefox)

    def open_page(subgraph: Subgraph) -> Tab:
        tab.open(viz.render(subgraph, tmp_path / "page.html").path.as_uri())
        tab.until("document.documentElement.dataset.ready !== undefined")
        return tab

    yield open_page
    assert tab.trouble() == []
    tab.close()


@pytest.mark.parametrize("papers", [60, 1500])  # as plain JSON, and compressed
def test_it_draws_and_the_search_flies(made: Makes, opened: Opens, papers: int):
    tab = opened(made(papers))
    tab.until(f"{COLORS} > 50")
    tab.type("/methode 2 speech")
    tab.until("document.querySelector('.result')")
    tab.type(ENTER)
    tab.until(f"{HEADING} === 'Méthode 2: speech made plain'")
    tab.until("document.querySelector('#panel .abstract mark')?.textContent === 'speech method 2'")
    tab.move(*tab.evaluate(MIDDLE))  # the camera went there
    tab.until(f"{TIP} === 'Méthode 2: speech made plain'")


def test_a_click_opens_and_the_address_goes_back(made: Makes, opened: Opens):
    tab = opened(made(12))
    tab.type(f"/methode 3{ENTER}")
    tab.until(f"{HEADING} === 'Méthode 3: robots made plain'")
    tab.evaluate("document.querySelector('#canvas').focus()")
    tab.type(ESCAPE)
    tab.until(f"{HEADING} === 'Made-up papers'")
    tab.move(*tab.evaluate(MIDDLE))
    tab.click()
    tab.until(f"{HEADING} === 'Méthode 3: robots made plain'")
    tab.evaluate("history.back()")
    tab.until(f"{HEADING} === 'Made-up papers'")
    tab.evaluate("document.querySelector('#filters .chip').click()")
    tab.until("location.hash.includes('from=2023')")
    tab.type("t")
    tab.until("document.querySelectorAll('#table tbody tr').length === 4")


def test_panels_keys_and_the_gathered_papers_of_a_topic(made: Makes, opened: Opens):
    tab = opened(made(400))
    wide = "document.querySelector('#stage').clientWidth"
    before = tab.evaluate(wide)
    tab.type("fd")
    tab.until(f"{wide} > {before}")
    tab.until("location.hash === '#left=0&right=0'")
    tab.type("fd")
    tab.type(f"/speech{ENTER}")
    tab.until(f"{HEADING} === 'speech'")
    tab.type("w")
    tab.until("document.querySelector('#panel details[open] .soft')")
    tab.type("o")
    tab.until("document.querySelector('#chips .chip')?.textContent.startsWith('speech')")
    tab.type("?")
    tab.until("document.querySelector('#help').open")


def test_nothing_of_what_is_hostile_runs(opened: Opens):
    graph = hostile(PAYLOADS)
    tab = opened(graph)
    tab.evaluate(f"({WATCH})()")
    keys = [node.key for node in graph.nodes if node.label == "Paper"][::5]  # Chromium opens all
    # one command for each, so that none takes long on a busy machine
    assert [harm for key in keys for harm in tab.evaluate(f"({SHOW})({json.dumps(key)})")] == []
    assert tab.evaluate("new URLSearchParams(location.hash.slice(1)).get('node')") == keys[-1]


@pytest.fixture
def framed(firefox: Firefox, tmp_path: Path) -> Iterator[Framed]:
    """Open a notebook; return its tab and the context of its frame. Check the tab at the end."""
    tab = Tab(firefox)
    outside = tab.id

    def open_notebook(body: str) -> tuple[Tab, str]:
        notebook = tmp_path / "notebook.html"
        notebook.write_text(f"<title>Notebook</title>{body}")
        tab.open(notebook.as_uri())
        tree = firefox.command("browsingContext.getTree", root=tab.id)
        return tab, tree["contexts"][0]["children"][0]["context"]

    yield open_notebook
    tab.id = outside
    assert [one for one in tab.trouble() if "contextCreated" not in one] == []
    tab.close()


def test_in_a_notebooks_frame(made: Makes, framed: Framed):
    tab, tab.id = framed(viz.render(made(6))._repr_html_())
    tab.until("document.documentElement.dataset.ready !== undefined")
    tab.until(f"{COLORS} > 50")  # the size of a frame may come after its page
    assert tab.evaluate("origin") == "null"


def test_in_a_frame_that_is_shown_later(made: Makes, framed: Framed):
    frame = viz.render(made(6))._repr_html_()
    tab, inside = framed(f"<div id=cell style='display:none'>{frame}</div>")
    outside, tab.id = tab.id, inside
    tab.until("performance.getEntriesByName('panels').length")
    tab.id = outside
    tab.evaluate("document.querySelector('#cell').style.display = 'block'")
    tab.id = inside
    tab.until(f"{COLORS} > 50")


def test_a_window_that_grows_shows_the_graph(made: Makes, opened: Opens, firefox: Firefox):
    def widen(width: int) -> None:
        viewport = {"width": width, "height": 800}
        firefox.command("browsingContext.setViewport", context=tab.id, viewport=viewport)

    tab = opened(made(12))
    widen(390)
    tab.until("document.querySelector('#stage').hidden")
    widen(1280)
    tab.until(f"{COLORS} > 50")
