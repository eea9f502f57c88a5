"""Readability: labels, space, hover, phones."""

import re
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import pytest

from citegraph.graph.subgraph import Edge, Node, Subgraph, Table
from tests.viz.waiting import settled

Makes = Callable[..., Subgraph]
Opens = Callable[..., Any]

# Boxes of the names in a saved drawing, and pairs that cover one another.
NAMES = """(text) => {
    const drawing = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement;
    document.body.replaceChildren(document.importNode(drawing, true));
    const boxes = [...document.querySelectorAll('text')].map((one) => [one.textContent, one.getBoundingClientRect()]);
    const covered = [];
    boxes.forEach(([one, a], i) => boxes.slice(0, i).forEach(([other, b]) => {
        const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const tall = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (wide > 3 && tall > 5) covered.push([one, other]);
    }));
    return { names: boxes.map(([name]) => name), covered };
}"""
# How much ink there is: what is not pointed at fades.
INK = """() => {
    const canvas = document.querySelector('#canvas canvas'), copy = document.createElement('canvas');
    copy.width = canvas.width; copy.height = canvas.height;
    const context = copy.getContext('2d', { willReadFrequently: true });
    context.drawImage(canvas, 0, 0);
    const data = context.getImageData(0, 0, copy.width, copy.height).data;
    let sum = 0;
    for (let i = 3; i < data.length; i += 4) sum += data[i];
    return sum;
}"""


def names(page: Any) -> dict[str, Any]:
    page.locator("#save").click()
    with page.expect_download() as download:
        page.locator("#save-svg").click()
    drawing = download.value.path().read_text("utf-8")
    blank = page.context.new_page()
    found = blank.evaluate(NAMES, drawing)
    blank.close()
    return found


@pytest.mark.parametrize("papers", [60, 400])
def test_names_do_not_cover_one_another_and_more_come_on_zooming(
    made: Makes, opened: Opens, papers: int
):
    page = opened(made(papers))
    far = names(page)
    assert far["covered"] == []
    assert len(far["names"]) > 20
    assert any(name.startswith("vision") for name in far["names"])
    for _ in range(4):
        page.locator("#zoom-in").click()
    settled(page)
    near = names(page)
    assert near["covered"] == []
    assert any(name.startswith("Méthode") for name in near["names"])
    assert set(near["names"]) - set(far["names"])
    page.keyboard.press("/")
    page.keyboard.type("méthode 3:")
    page.keyboard.press("Enter")
    settled(page)
    chosen = names(page)
    assert chosen["covered"] == []
    assert "Méthode 3" in chosen["names"]


def test_names_of_regions_have_contrast(made: Makes, opened: Opens):
    def luminance(rgb: list[float]) -> float:
        parts = [v / 12.92 if v <= 0.03928 else ((v + 0.055) / 1.055) ** 2.4 for v in rgb]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    page = opened(made(400))
    for _ in ("light", "dark"):
        page.locator("#save").click()
        with page.expect_download() as download:
            page.locator("#save-svg").click()
        drawing = ElementTree.fromstring(download.value.path().read_text("utf-8"))
        back = drawing.find("{*}rect").get("fill")
        fills = [one.get("fill") for one in drawing.findall("{*}text")]
        names = [fill for fill in fills if fill.startswith("rgb")]
        assert names
        paper = [int(back[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        for fill in names:
            name = [int(one) / 255 for one in re.findall(r"\d+", fill)]
            low, high = sorted((luminance(name), luminance(paper)))  # a name has a margin of it
            assert (high + 0.05) / (low + 0.05) >= 5  # 4.5 on the color of the region
        page.locator("#theme").click()


def test_the_credit_of_a_picture_names_sources(opened: Opens):
    formats = ["semantic-scholar", "daily-papers-api", "daily-papers-page"]
    nodes = [Node("Paper", str(i), {"title": f"Paper {i}", "sources": formats[i:]}) for i in (0, 1)]
    page = opened(Subgraph(tuple(nodes), ()))
    page.locator("#save").click()
    with page.expect_download() as download:
        page.locator("#save-svg").click()
    drawing = download.value.path().read_text("utf-8")
    assert "Source: Daily Papers, Semantic Scholar" in drawing


def test_what_is_pointed_at_stands_out(made: Makes, opened: Opens):
    page = opened(made())
    page.keyboard.press("/")
    page.keyboard.type("méthode 3:")
    page.keyboard.press("Enter")
    box = page.locator("#canvas").bounding_box()
    page.mouse.move(box["x"] + 4, box["y"] + 4)
    settled(page)
    before = page.evaluate(INK)  # the selection already dims the rest
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.locator("#tip").wait_for()
    settled(page)
    assert page.evaluate(INK) < 0.8 * before


def test_a_small_page_fills_the_picture(opened: Opens):
    nodes = tuple(Node("Paper", str(i), {"title": f"Paper {i}"}) for i in range(8))
    edges = tuple(Edge("CITES", nodes[i].key, nodes[i // 2].key) for i in range(1, 8))
    page = opened(Subgraph(nodes, edges, focus=nodes[0].key))
    far = page.evaluate("""() => {
        const canvas = document.querySelector('#canvas canvas'), w = canvas.width, h = canvas.height;
        const data = canvas.getContext('2d').getImageData(0, 0, w, h).data;
        let x0 = w, x1 = 0, y0 = h, y1 = 0;
        for (let i = 0; i < w * h; i++) if (data[4 * i + 3] > 128) {
            x0 = Math.min(x0, i % w); x1 = Math.max(x1, i % w);
            y0 = Math.min(y0, i / w); y1 = Math.max(y1, i / w);
        }
        return Math.max((x1 - x0) / w, (y1 - y0) / h);
    }""")
    assert far > 0.55


@pytest.mark.parametrize("width", [1280, 1024, 390])
def test_a_page_that_is_one_path_opens_as_a_path(opened: Opens, width: int):
    nodes = tuple(Node("Paper", one, {"title": one.upper()}) for one in "abcd")
    edges = tuple(Edge("CITES", f"Paper:{b}", f"Paper:{a}") for a, b in ("ab", "bc", "cd"))
    page = opened(Subgraph(nodes, edges, focus="Paper:a"), width=width)
    assert page.locator("#panel h2").inner_text() == "3 steps"
    assert page.locator("#canvas").is_visible()
    assert page.locator("#panel ol > li .go").all_inner_texts() == ["A", "B", "C", "D"]
    table = Table((("step", "number"), ("id", "ID")), ((1, "b"), (2, "c"), (3, "d")), "How?")
    page = opened(Subgraph(nodes, edges, focus="Paper:a", answer=table), width=width)
    assert page.locator("#panel h2").inner_text() == "3 steps"
    page = opened(Subgraph(nodes, (*edges, Edge("CITES", "Paper:a", "Paper:d")), focus="Paper:a"))
    assert page.locator("#panel h2").inner_text() == "A"


def test_a_chain_that_answers_another_question_does_not_open_as_a_path(opened: Opens):
    nodes = (
        Node("Author", "a", {"name": "Ada"}),
        Node("Paper", "p", {"title": "P"}),
        Node("Topic", "t", {"name": "tau"}),
    )
    edges = (Edge("AUTHORED", "Author:a", "Paper:p"), Edge("HAS_TOPIC", "Paper:p", "Topic:t"))
    table = Table((("title", "title"), ("id", "ID")), (("P", "p"),), "Which papers?")
    page = opened(Subgraph(nodes, edges, focus="Author:a", seeds=("Author:a",), answer=table))
    assert page.locator("#panel h2").inner_text() == "Ada"


def test_a_long_abstract_leaves_the_links_in_view(opened: Opens):
    text = "We study a question at length. " * 60
    paper = Node("Paper", "a", {"title": "A", "abstract": text})
    topic = Node("Topic", "t", {"name": "t"})
    page = opened(
        Subgraph((paper, topic), (Edge("HAS_TOPIC", paper.key, topic.key),), focus=paper.key)
    )
    page.locator("#panel summary", has_text="Why linked").wait_for()
    bottom = "document.querySelector('#panel summary').getBoundingClientRect().bottom"
    assert page.evaluate(bottom) < 800
    page.get_by_role("button", name="Show all of the abstract").click()
    assert page.evaluate(bottom) > 800
    page.get_by_role("button", name="Show less of the abstract").click()
    assert page.evaluate(bottom) < 800


def test_a_printed_page_has_the_figure_and_the_answer(opened: Opens):
    nodes = tuple(Node("Paper", f"p{i}", {"title": f"Paper {i}"}) for i in range(4))
    edges = tuple(Edge("CITES", one.key, nodes[0].key) for one in nodes[1:])
    table = Table(
        (("id", "ID"), ("title", "title")), tuple((n.id, n.id) for n in nodes[1:]), "Which?"
    )
    page = opened(Subgraph(nodes, edges, focus="Paper:p0", seeds=("Paper:p0",), answer=table))
    page.locator("#theme").click()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 700, "height": 900})
    assert page.locator("html").get_attribute("data-theme") == "light"
    assert page.locator("#printed").bounding_box()["width"] > 600
    assert page.locator(".hit .go").all_inner_texts() == ["p1", "p2", "p3"]
    assert page.locator("#panel h2").is_visible()
    assert not page.locator("#stage, .actions, #filters").filter(visible=True).count()
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("html").get_attribute("data-theme") == "dark"
    assert not page.locator("#printed").count()


def test_years_by_keyboard(made: Makes, opened: Opens):
    page = opened(made())
    assert not page.locator("#filters .histogram").is_visible()  # one histogram is enough
    low = page.locator("#timeline [aria-label='First date']")
    low.focus()
    for _ in range(13):
        page.keyboard.press("ArrowRight")
    assert low.get_attribute("aria-valuetext") == "2024-02"
    page.keyboard.press("t")
    assert (
        page.locator("#table .chip[aria-pressed=true]")
        .inner_text()
        .endswith(str(sum((2023 + i % 3, 1 + i % 12) >= (2024, 2) for i in range(60))))
    )
    assert "from=2024-02" in page.evaluate("location.hash")
    assert page.locator("#filters .histogram").is_visible()  # the table has no timeline


def test_with_a_finger_on_a_phone(made: Makes, opened: Opens):
    page = opened(made(), width=390, height=844, has_touch=True)
    page.locator("#search").tap()
    page.keyboard.type("méthode 3:")
    page.keyboard.press("Enter")
    heading = page.locator("#panel h2").inner_text()
    page.get_by_role("button", name="Close").tap()
    assert page.locator("#panel h2").inner_text() == "Made-up papers"
    page.get_by_role("button", name="Show the whole graph").tap()
    page.evaluate("location.hash += '&node=Paper%3Aarxiv%3A2304.10003'")
    page.get_by_role("button", name="Close").tap()
    settled(page, 400)  # two taps at once would be a double tap
    box = page.locator("#canvas").bounding_box()
    page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    settled(page)
    assert page.locator("#panel h2").inner_text() == heading
    page.get_by_role("button", name="Hide").tap()
    assert "without=" in page.evaluate("location.hash")
    page.locator("#undo").tap()
    assert "without=" not in page.evaluate("location.hash")
