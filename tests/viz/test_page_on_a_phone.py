"""A phone gets a list first, and a picture of the neighborhood of one node."""

from collections.abc import Callable
from typing import Any

import pytest

from citegraph.graph.subgraph import Subgraph
from tests.viz.test_page_answers import answered

Makes = Callable[..., Subgraph]
Opens = Callable[..., Any]

PHONE: dict[str, Any] = {"width": 390, "height": 844, "has_touch": True}
# Controls in view that are smaller than a finger; links within text are as small as the text.
SMALL = """() => [...document.querySelectorAll('button, input, summary, [tabindex="0"], .links a')]
    .filter((one) => one.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }))
    .map((one) => [one.id || one.textContent || one.type, (one.closest('label') || one).getBoundingClientRect()])
    .filter(([, box]) => box.width > 1 && box.bottom > 0 && (box.height < 39.5 || box.width < 39.5))
    .map(([name, box]) => `${name}: ${box.width}x${box.height}`)"""


def fits(page: Any) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate(SMALL) == []


@pytest.mark.parametrize("answer", [False, True])
def test_the_list_comes_first_and_a_choice_has_its_picture(
    made: Makes, opened: Opens, answer: bool
):
    page = opened(answered() if answer else made(), **PHONE)
    rows = page.locator(".hit .go" if answer else "#panel .rows .go")
    assert rows.first.is_visible()
    assert not page.locator("#canvas").is_visible()
    fits(page)
    name = rows.first.inner_text()
    rows.first.tap()
    assert page.locator("#panel h2").inner_text() == name
    assert page.locator("#canvas").bounding_box()["height"] > 200
    page.locator("#panel summary").first.wait_for()
    fits(page)
    page.get_by_role("button", name="Close").tap()
    assert rows.first.is_visible()
    assert not page.locator("#canvas").is_visible()
    page.locator("#open-side").tap()
    fits(page)


def test_the_whole_graph_and_the_table_are_choices(made: Makes, opened: Opens):
    page = opened(made(), **PHONE)
    page.get_by_role("button", name="Show the whole graph").tap()
    assert page.locator("#canvas").bounding_box()["height"] > 500
    fits(page)
    page.locator("#to-list").tap()
    assert page.locator("#panel .rows .go").first.is_visible()
    page.locator("#as-table").tap()
    assert page.locator("#table tbody tr").first.is_visible()
    fits(page)


def test_the_picture_of_a_neighborhood_names_the_neighbors(made: Makes, opened: Opens):
    page = opened(made(), **PHONE)
    page.evaluate("""() => {
        const write = CanvasRenderingContext2D.prototype.fillText;
        globalThis.written = new Set();
        CanvasRenderingContext2D.prototype.fillText = function (text, ...place) {
            written.add(text);
            return write.call(this, text, ...place);
        };
    }""")
    page.locator("#panel .rows .go").first.tap()
    page.locator("#panel summary").first.wait_for()
    page.wait_for_function("written.size > 4")
