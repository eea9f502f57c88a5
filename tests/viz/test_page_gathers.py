"""An expanded node gathers its neighbors in the view; what comes or goes moves, unless motion is not wanted."""

import xml.etree.ElementTree as ET
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from citegraph.graph.subgraph import Subgraph
from citegraph.viz.view import view
from tests.viz.test_page_explores import find, heading, press
from tests.viz.waiting import settled

Makes = Callable[..., Subgraph]
Opens = Callable[..., Any]

# Press a key; return the opacities of the marks that are painted until one is not a whole percentage, or
# for half a second if nothing may move. The page's clock is slow, so that a motion has several frames.
OPACITIES = """async ([key, moves]) => {
    const clock = performance.now.bind(performance), start = clock();
    performance.now = () => start + (clock() - start) / 50;
    const found = new Set(), fill = CanvasRenderingContext2D.prototype.fill;
    CanvasRenderingContext2D.prototype.fill = function (...given) {
        found.add(this.globalAlpha);
        fill.apply(this, given);
    };
    document.querySelector('#canvas').dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
    const fading = () => [...found].some((one) => Math.abs(100 * one - Math.round(100 * one)) > 0.001);
    const end = clock() + (moves ? 15000 : 500);
    while (clock() < end && !fading()) await new Promise((done) => setTimeout(done, 20));
    return [...found];
}"""


def test_the_papers_of_a_topic_are_in_the_view(made: Makes, opened: Opens):
    graph = made(400)
    seen = view(graph)
    topic = next(i for i, node in enumerate(seen.subgraph.nodes) if node.key == "Topic:speech")
    papers = [b if a == topic else a for a, b in seen.pairs.tolist() if topic in (a, b)]
    assert len(papers) > 60
    spread = np.abs(seen.position[papers] - seen.position[topic]).max()
    page = opened(graph)
    find(page, "speech")
    assert heading(page) == "speech"
    press(page, "e")
    page.locator("#panel .tool", has_text="Collapse").wait_for()
    settled(page)
    assert spread > page.locator("#canvas").bounding_box()["height"] / 3  # without gathering
    page.locator("#save").click()
    with page.expect_download() as download:
        page.locator("#save-svg").click()
    drawing = ET.fromstring(download.value.path().read_bytes())
    inside = {
        mark.findtext("{*}title")
        for mark in drawing.findall(".//{*}circle")
        if mark.get("cx") and 0 < float(mark.get("cx")) < 1120 and 74 < float(mark.get("cy")) < 586
    }
    assert {seen.name[i] for i in papers} <= inside


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_what_comes_and_goes_moves(made: Makes, opened: Opens, motion: str):
    page = opened(made(), reduced_motion=motion)
    find(page, "méthode 3:")
    settled(page, 900)
    opacities = page.evaluate(OPACITIES, ["h", motion == "no-preference"])
    assert heading(page) == "Made-up papers"
    fading = [one for one in opacities if abs(100 * one - round(100 * one)) > 0.001]
    assert bool(fading) == (motion == "no-preference")
