"""The tasks of a reader, by keyboard alone and with the mouse."""

import json
import re
from collections.abc import Callable
from importlib import resources
from typing import Any

import pytest

from citegraph.graph.subgraph import Edge, Node, Subgraph
from tests.viz.waiting import settled, until

Makes = Callable[..., Subgraph]
Opens = Callable[..., Any]


def press(page: Any, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def tab_to(page: Any, wanted: str, most: int = 120) -> None:
    """Press Tab until the focus is on an element that CSS `wanted` matches."""
    for _ in range(most):
        if page.evaluate("css => document.activeElement.matches(css)", wanted):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {wanted}")


def find(page: Any, text: str) -> None:
    page.keyboard.press("/")
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def heading(page: Any) -> str:
    return page.locator("#panel h2").inner_text()


def address(page: Any) -> str:
    return page.evaluate("location.href")  # page.url is told a moment later


def shown(page: Any) -> int:
    return int(re.match(r"[\d,]+", page.locator("#count").inner_text())[0].replace(",", ""))


def copied(page: Any) -> str:
    page.evaluate("navigator.clipboard.writeText('')")
    page.locator("#save").click()
    page.locator("#copy-cypher").click()
    until(page, "navigator.clipboard.readText()")
    return page.evaluate("navigator.clipboard.readText()")


def under(page: Any, x: float, y: float) -> str:
    page.mouse.move(x, y)
    settled(page)
    tip = page.locator("#tip")
    return tip.inner_text() if tip.is_visible() else ""


# ---- the six stories, by the keyboard alone ----


def test_find_a_paper(made: Makes, opened: Opens):
    page = opened(made())
    press(page, "/")
    page.keyboard.type("methode 2 speech")  # without the accent, the words as they come
    options = page.get_by_role("option")
    assert "Méthode 2: speech made plain" in options.first.inner_text()
    press(page, "ArrowDown", "ArrowUp", "Enter")
    assert heading(page) == "Méthode 2: speech made plain"
    assert page.locator("#panel .abstract").inner_text().startswith("We study speech method 2")
    assert page.locator("#panel mark").first.inner_text() == "speech method 2"
    links = page.locator("#panel .links a").evaluate_all("all => all.map(one => one.href)")
    assert "https://arxiv.org/abs/2503.10002" in links
    assert "https://huggingface.co/papers/2503.10002" in links


def test_see_why_two_are_linked(made: Makes, opened: Opens):
    page = opened(made())
    find(page, "méthode 2")
    tab_to(page, "#panel summary")
    press(page, "Enter")
    why = page.locator("#panel details[open]").first
    why.locator("blockquote").wait_for()
    assert "is about" in why.inner_text()
    assert "We study speech method 2 with care." in why.inner_text()
    assert "source: text" in why.inner_text()
    assert page.locator("#panel h3", has_text="Related papers").is_visible()


def test_a_search_result_closes_a_path(made: Makes, opened: Opens):
    page = opened(made(), "#path=Paper%3Aarxiv%3A2301.10000&path=Paper%3Aarxiv%3A2307.10006")
    page.locator("#panel", has_text="Shortest path").wait_for()
    find(page, "méthode 2:")
    page.locator("#panel h2", has_text="Méthode 2: speech").wait_for()


def test_what_the_graph_keeps_for_itself_is_not_shown(opened: Opens):
    kept = {"observedOf": ["upvotes="], "origin": "abc:line 1", "load": "2025-10-27T00:00:00Z"}
    known = {"title": "Alpha", "alsoKnownAs": ["title:alpha (same title)"], "upvotes": 3, **kept}
    nodes = [Node("Paper", "a", known), Node("Topic", "t", {"name": "Tau"})]
    page = opened(Subgraph(tuple(nodes), (Edge("HAS_TOPIC", nodes[0].key, nodes[1].key, kept),)))
    find(page, "alpha")
    page.locator("#panel summary").first.click()
    until(page, "document.querySelector('#panel details[open] .soft')")
    text = page.locator("#panel").inner_text()
    assert "Also known as" in text
    assert "title:alpha (same title)" in text
    for name in (*kept, "line 1", "alsoKnownAs"):
        assert name not in text


def test_filter_to_a_year_and_an_organization(made: Makes, opened: Opens):
    page = opened(made())
    tab_to(page, "#filters .chip")
    press(page, "Enter")
    assert "from=2023" in address(page)
    assert "to=2023" in address(page)
    tab_to(page, "[aria-label='Find organizations to filter by']")
    page.keyboard.type("laboratory 3")
    press(page, "Tab", "Space")
    assert "org=Organization" in address(page)
    press(page, "t")
    expected = [
        f"Méthode {i}: {theme} made plain"
        for i in range(60)
        for theme in [("vision", "language", "speech", "robots", "graphs", "proteins")[i % 6]]
        if i % 3 == 0 and i % 5 == 3
    ]
    rows = page.locator("#table tbody td:first-child").all_inner_texts()
    assert sorted(rows) == sorted(expected)
    # the same view from its address, then back through the history
    page.reload()
    page.wait_for_selector("html[data-ready]")
    assert sorted(page.locator("#table tbody td:first-child").all_inner_texts()) == sorted(expected)
    page.go_back()
    page.go_back()
    until(page, "!location.hash.includes('org=')")
    assert "from=2023" in address(page)
    assert page.locator("#stage").is_visible()


def test_an_edge_is_described_by_its_start_type_and_end(opened: Opens):
    nodes = [
        Node("Paper", "a", {"title": "Alpha"}),
        Node("Author", "p", {"name": "Pi"}),
        Node("Organization", "o", {"name": "Omega"}),
    ]
    edges = [Edge("AFFILIATED_WITH", node.key, nodes[2].key) for node in nodes[:2]]
    page = opened(Subgraph(tuple(nodes), tuple(edges)))
    find(page, "omega")
    for summary in page.locator("#panel summary").all():
        summary.click()
    until(page, "document.querySelectorAll('#panel details[open] .soft').length === 2")
    sentences = page.locator("#panel details > div:not(.soft)").all_inner_texts()
    assert sorted(sentences) == ["Alpha comes from Omega.", "Pi works at Omega."]


def test_the_tab_names_what_is_open(made: Makes, opened: Opens):
    page = opened(made())
    assert page.title() == "Made-up papers"
    find(page, "méthode 2")
    assert page.title() == "Méthode 2: speech made plain · Made-up papers"
    press(page, "Escape")
    assert page.title() == "Made-up papers"
    focus = Node("Paper", "a", {"title": "Alpha"})
    page = opened(Subgraph((focus,), (), title="Citations of Alpha", focus=focus.key))
    assert page.title() == "Citations of Alpha"


def test_the_focus_leaves_the_search_box_with_the_result(made: Makes, opened: Opens):
    page = opened(made())
    find(page, "méthode 2")
    assert page.evaluate("document.activeElement.id") == "canvas"
    press(page, "h")
    assert "without=" in address(page)
    press(page, "t")
    find(page, "méthode 3")
    assert page.evaluate("document.activeElement.id") == "panel"


def test_a_question_mark_shows_the_keys(made: Makes, opened: Opens):
    page = opened(made())
    keys = page.get_by_role("dialog", name="Keyboard shortcuts")
    assert not keys.is_visible()
    press(page, "?")
    assert keys.is_visible()
    shown_keys = set(keys.locator("kbd").all_inner_texts())
    assert {"/", "e", "c", "h", "p", "t", "0", "?", "Ctrl Z"} <= shown_keys
    press(page, "t")
    assert page.locator("#stage").is_visible()
    press(page, "Escape")
    assert not keys.is_visible()
    page.locator("#open-help").click()
    assert keys.is_visible()
    page.locator("#close-help").click()
    assert not keys.is_visible()
    press(page, "/", "?")
    assert page.locator("#search").input_value() == "?"


def test_all_filters_can_be_cleared_from_the_top(made: Makes, opened: Opens):
    page = opened(made(), height=500)
    clear = page.get_by_role("button", name="Clear all filters")
    assert not clear.is_visible()
    page.locator("#filters label", has_text="Authors").first.locator("input").uncheck()
    for scrolled in (0, 10_000):
        page.locator("#filters").evaluate("(one, to) => { one.scrollTop = to; }", scrolled)
        box = clear.bounding_box()
        assert 0 < box["y"] < 150
    tab_to(page, ".clear")
    press(page, "Enter")
    assert "hide=" not in address(page)
    assert page.evaluate("document.activeElement.matches('#filters input')")


def test_walk_a_path(opened: Opens):
    nodes = [
        Node("Paper", "a", {"title": "Alpha"}),
        Node("Topic", "t", {"name": "Tau"}),
        Node("Paper", "b", {"title": "Beta"}),
        Node("Author", "p", {"name": "Pi"}),
        Node("Paper", "c", {"title": "Gamma"}),
        Node("Paper", "d", {"title": "Delta"}),
    ]
    edges = [
        Edge("HAS_TOPIC", "Paper:a", "Topic:t", {"evidence": "Alpha is Tau."}),
        Edge("HAS_TOPIC", "Paper:b", "Topic:t"),
        Edge("AUTHORED", "Author:p", "Paper:b"),
        Edge("AUTHORED", "Author:p", "Paper:c"),
    ]
    page = opened(Subgraph(tuple(nodes), tuple(edges)))
    find(page, "alpha")
    tab_to(page, "#panel .tool[title^='Find the shortest']")
    press(page, "Enter")
    page.keyboard.type("gamma")
    press(page, "Enter")
    assert heading(page) == "4 steps"
    steps = page.locator("#panel ol > li .go").all_inner_texts()
    assert steps == ["Alpha", "Tau", "Beta", "Pi", "Gamma"]
    reasons = page.locator("#panel ol .step").all_inner_texts()
    assert reasons == ["Alpha is about Tau", "Beta is about Tau", "Pi wrote Beta", "Pi wrote Gamma"]
    tab_to(page, "#panel summary")
    press(page, "Enter")
    assert page.locator("#panel blockquote").inner_text() == "Alpha is Tau."
    assert address(page).count("path=") == 2
    find(page, "delta")
    page.keyboard.press("Escape")
    page.goto(address(page).split("#")[0] + "#path=Paper%3Aa&path=Paper%3Ad")
    until(page, "document.querySelector('#panel h2').textContent === 'No path'")


def test_expand_a_topic(made: Makes, opened: Opens):
    graph = made(400)
    page = opened(graph)
    degree = {}
    for edge in graph.edges:
        for key in (edge.source, edge.target):
            degree[key] = degree.get(key, 0) + 1
    folded = [node for node in graph.nodes if node.label == "Repository" and degree[node.key] == 1]
    assert folded
    owner = next(edge.source for edge in graph.edges if edge.target == folded[0].key)
    title = next(node.properties["title"] for node in graph.nodes if node.key == owner)
    folded_code = folded[0].properties["name"]
    press(page, "t")
    row = page.locator("#table tbody tr", has_text=title)
    while not row.count():
        page.locator("#table .more").click()
    assert folded_code in row.inner_text()  # folded in the picture, not in the table
    press(page, "t")
    before = shown(page)
    find(page, title)
    button = page.locator("#panel .tool[aria-expanded]")
    assert button.inner_text() == "Expand (1 more)"
    tab_to(page, "#panel .tool")
    press(page, "Enter")
    button.and_(page.get_by_text("Collapse")).wait_for()
    assert shown(page) == before + 1
    until(page, "document.activeElement.textContent === 'Collapse'")
    press(page, "Enter")
    button.and_(page.get_by_text("Expand (1 more)")).wait_for()
    assert shown(page) == before
    press(page, "Control+z")
    assert shown(page) == before + 1


def test_every_topic_can_be_expanded(made: Makes, opened: Opens):
    page = opened(made())
    find(page, "speech")
    page.locator("#panel .tool", has_text="Expand").click()
    page.locator("#panel .tool", has_text="Collapse").wait_for()
    assert "around speech" in page.locator("#toast").inner_text()
    assert "open=Topic" in address(page)
    page.locator("#panel .tool", has_text="Collapse").click()
    page.locator("#panel .tool", has_text="Expand").wait_for()
    assert "open=Topic" not in address(page)


def test_a_year_is_typed(opened: Opens):
    papers = [Node("Paper", f"p{y}", {"title": f"Of {y}", "year": y}) for y in range(1990, 2021)]
    page = opened(Subgraph(tuple(papers), ()))
    press(page, "y")
    page.keyboard.type("1993")
    press(page, "Enter")
    assert "from=1993&to=1993" in address(page)
    focused = "document.activeElement.textContent"
    for key, year in (("Home", 1990), ("ArrowRight", 1991), ("PageDown", 2001), ("End", 2020)):
        press(page, key)
        assert page.evaluate(focused) == str(year)


@pytest.mark.parametrize("what", ["png", "svg", "csv"])
def test_save(made: Makes, opened: Opens, what: str):
    page = opened(made())
    tab_to(page, "#save")
    press(page, "Enter")
    tab_to(page, "#save-png", most=1)
    with page.expect_download() as download:
        press(page, *["ArrowDown"] * ["png", "svg", "csv"].index(what), "Enter")
    assert download.value.suggested_filename == f"made-up-papers.{what}"
    data = download.value.path().read_bytes()
    if what == "png":
        assert data.startswith(b"\x89PNG")
        assert len(data) > 20_000
    if what == "svg":
        assert data.startswith(b"<svg")
        assert data.count(b"<title>") > 60
    if what == "csv":
        lines = data.decode("utf-8-sig").splitlines()
        assert lines[0] == "Id,Title,Published,Authors,Upvotes,Topics,Code,Organizations,URL"
        assert len(lines) == 61
        assert any(line.endswith(",https://example.org/paper/7") for line in lines)


def test_copy_as_cypher(made: Makes, opened: Opens):
    page = opened(made(12), permissions=["clipboard-read", "clipboard-write"])
    assert copied(page) == "MATCH (p:Paper) RETURN p"
    page.locator("#filters .chip").first.click()
    text = copied(page)
    assert "MATCH (a:Paper {id: link[0]})-[r:HAS_TOPIC]->(b:Topic {id: to})" in text
    assert "arxiv:2301.10000" in text
    assert "arxiv:2402.10001" not in text


# ---- with the mouse, and the rest ----


def test_a_click_opens_and_a_double_click_expands(made: Makes, opened: Opens):
    page = opened(made(6))
    find(page, "méthode 3")
    name = heading(page)
    page.locator("#canvas").focus()
    press(page, "Escape")
    assert heading(page) == "Made-up papers"
    box = page.locator("#canvas").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.locator("#tip").wait_for()
    assert name in page.locator("#tip").inner_text()
    page.mouse.click(x, y)
    until(page, f"document.querySelector('#panel h2').textContent === {json.dumps(name)}")
    page.mouse.dblclick(x, y)
    until(page, "location.hash.includes('open=Paper')")


def test_a_drag_moves_a_node_and_undo_puts_it_back(made: Makes, opened: Opens):
    page = opened(made(6))
    find(page, "méthode 3")
    page.locator("#canvas").focus()
    press(page, "Escape")
    box = page.locator("#canvas").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    name = under(page, x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y - 90, steps=5)
    page.mouse.up()
    assert under(page, x + 61, y - 90) == name
    page.mouse.move(box["x"] + 5, box["y"] + 5)
    press(page, "Control+z")
    assert under(page, x, y) == name


def test_arrow_keys_walk_and_keys_act_on_the_canvas(made: Makes, opened: Opens):
    page = opened(made())
    page.locator("#canvas").focus()
    press(page, "ArrowRight")
    first = heading(page)
    assert first != "Made-up papers"
    for key in ("ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"):
        press(page, key)
    assert page.locator("#panel .tools").is_visible()
    press(page, "p")
    assert "pin=" in address(page)
    press(page, "h")
    assert "without=" in address(page)
    press(page, "Control+z")
    assert "without=" not in address(page)


def test_filters_count_and_kinds_toggle(made: Makes, opened: Opens):
    graph = made()
    page = opened(graph)
    row = page.locator("#filters label", has_text="Authors").first
    authors = sum(node.label == "Author" for node in graph.nodes)
    assert row.locator(".count").inner_text() == str(authors)
    row.locator("input").uncheck()
    assert page.locator("#count").inner_text().startswith(f"{len(graph.nodes) - authors} of")
    page.locator("#filters label", has_text="Papers with code").locator("input").check()
    page.locator("#as-table").click()
    assert page.locator("#table tbody tr").count() == 20
    page.locator("[aria-label='Minimum number of authors']").fill("8")
    page.locator("[aria-label='Minimum number of authors']").press("Tab")
    assert page.locator("#table tbody tr").count() == sum(2 + i % 7 >= 8 for i in range(0, 60, 3))
    page.get_by_role("button", name="Clear all filters").click()
    assert page.locator("#count").inner_text().startswith(f"{len(graph.nodes)} nodes")


def test_the_table_sorts_by_key_and_says_so(made: Makes, opened: Opens):
    page = opened(made(), "#as=table")
    tab_to(page, "th button[data-keep='sort-3']")
    press(page, "Enter")
    assert page.locator("th[aria-sort]").get_attribute("aria-sort") == "descending"
    votes = [int(text) for text in page.locator("#table tbody td:nth-child(4)").all_inner_texts()]
    assert votes == sorted(votes, reverse=True)
    press(page, "Enter")
    votes = [int(text) for text in page.locator("#table tbody td:nth-child(4)").all_inner_texts()]
    assert votes == sorted(votes)


def test_communities_toggle(made: Makes, opened: Opens):
    page = opened(made())
    boxes = page.locator("#communities input")
    assert boxes.count() >= 3
    before = page.locator("#count").inner_text()
    boxes.first.uncheck()
    assert page.locator("#count").inner_text() != before
    assert "nocommunity=0" in address(page)


def test_the_timeline_plays(made: Makes, opened: Opens):
    page = opened(made())
    page.get_by_role("button", name="Play the timeline").click()
    last = "document.querySelector('.handle[aria-label=\"Last date\"]')"
    until(page, f"{last}.getAttribute('aria-valuetext') < '2024'")
    page.get_by_role("button", name="Stop the timeline").click()
    assert "to=2023-" in address(page)


def test_untangle_moves_only_a_part_and_can_be_undone(made: Makes, opened: Opens):
    page = opened(made(12))
    find(page, "méthode 3")
    page.locator("#panel .tool", has_text="Untangle").click()
    page.locator("#toast.on", has_text="Moved apart").wait_for()
    assert page.locator("#undo").is_enabled()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("view", ["", "#as=table", "#node=Paper%3Aarxiv%3A2301.10000"])
def test_axe_finds_no_violation(made: Makes, opened: Opens, theme: str, view: str):
    pytest.importorskip("axe_playwright_python", reason="axe-playwright-python is not installed")
    axe = resources.files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
    page = opened(made(), view, color_scheme=theme)
    page.locator("#panel details").first.evaluate(
        "one => { one.open = true; }"
    ) if "node" in view else None
    page.evaluate(axe)
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")["violations"]
    assert [(one["id"], [node["html"][:150] for node in one["nodes"]][:3]) for one in found] == []


@pytest.mark.parametrize(("width", "height"), [(390, 800), (640, 400)])
def test_a_phone_and_a_page_at_twice_the_size(made: Makes, opened: Opens, width: int, height: int):
    page = opened(made(), width=width, height=height)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    find(page, "méthode 2")
    assert page.locator("#panel h2").is_visible()
    page.locator("#open-side").click()
    page.locator("#filters label", has_text="Authors").first.locator("input").uncheck()
    assert "hide=Author" in address(page)
    press(page, "Escape")
    page.locator("#filters").wait_for(state="hidden")
    canvas = page.locator("#canvas").bounding_box()
    assert canvas["height"] > 120


def test_the_state_can_be_read_back(made: Makes, opened: Opens):
    page = opened(made(12))
    find(page, "méthode 2")
    before = page.evaluate("location.hash")
    page.goto("about:blank")
    page.go_back()
    page.wait_for_selector("html[data-ready]")
    assert page.evaluate("location.hash") == before
    assert json.dumps(heading(page)) == '"M\\u00e9thode 2: speech made plain"'


def test_evidence_is_quoted_from_the_abstract_or_the_title(opened: Opens):
    paper = Node(
        "Paper",
        "p",
        {
            "title": "Tau \U0001f600 now",
            "abstract": "\U0001f600 and \U0001f601. We use tau here. End.",
        },
    )
    topics = [Node("Topic", id, {"name": id}) for id in "abc"]
    quotes = ("We use tau here.", "Tau \U0001f600 now", "Not in the text.")
    edges = tuple(
        Edge("HAS_TOPIC", paper.key, topic.key, {"evidence": quote, "load": "secret"})
        for topic, quote in zip(topics, quotes, strict=True)
    )
    page = opened(Subgraph((paper, *topics), edges, focus=paper.key))
    data = page.locator("#edge-data-0").text_content()
    assert [quote in data for quote in quotes] == [False, False, True]
    assert "secret" not in data
    for summary in page.locator("#panel details.why summary").all():
        summary.click()
    page.locator("#panel blockquote").nth(2).wait_for()
    assert sorted(page.locator("#panel blockquote").all_inner_texts()) == sorted(quotes)


def test_filters_that_leave_no_paper_are_named(made: Makes, opened: Opens):
    page = opened(made())
    page.keyboard.press("/")
    page.keyboard.type("laboratory 3")
    page.keyboard.press("Enter")
    page.locator("#filters input[aria-label*='Minimum'], #filters [placeholder='Minimum']").fill(
        "99"
    )
    page.keyboard.press("Enter")
    assert page.locator("#empty p").inner_text() == "No paper matches these filters."
    assert shown(page) == 1  # the selected organization
