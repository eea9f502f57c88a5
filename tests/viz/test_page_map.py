"""The map: color, size and layout of papers, and the brush of the timeline."""

from collections.abc import Callable
from typing import Any

import numpy as np

from citegraph.graph.subgraph import Edge, Node, Subgraph
from citegraph.viz import palette
from citegraph.viz.view import view
from tests.viz.waiting import settled

Makes = Callable[..., Subgraph]
Opens = Callable[..., Any]


def choose(page: Any, label: str, value: str) -> None:
    page.get_by_label(f"{label} of papers").select_option(value)
    settled(page)


def pixels(page: Any) -> bytes:
    return bytes(page.locator("#canvas").screenshot())


def test_color_size_and_layout_change_the_picture_and_the_address(made: Makes, opened: Opens):
    page = opened(made())
    seen = [pixels(page)]
    for label, value in (
        ("Color", "year"),
        ("Color", "score"),
        ("Size", "score"),
        ("Layout", "timeline"),
        ("Layout", "ranked"),
    ):
        choose(page, label, value)
        seen.append(pixels(page))
        assert f"{label.lower()}={value}" in page.evaluate("location.hash")
    assert len(set(seen)) == len(seen)
    assert page.locator("#key .scale").inner_text().split() == ["0", "48+"]
    assert page.locator("#count").inner_text().startswith("60 of ")  # papers only
    page.reload()
    page.wait_for_selector("html[data-ready]")
    assert page.get_by_label("Layout of papers").input_value() == "ranked"
    assert page.get_by_label("Color of papers").input_value() == "score"
    page.go_back()
    page.go_back()
    assert page.get_by_label("Layout of papers").input_value() == "map"


def test_a_range_of_months_is_brushed_dragged_and_moved_by_keys(made: Makes, opened: Opens):
    page = opened(made())
    box = page.locator(".brush").bounding_box()
    months = 36

    def at(month: float) -> float:
        return box["x"] + box["width"] * (month + 0.5) / months

    y = box["y"] + box["height"] / 3
    page.mouse.move(at(6), y)
    page.mouse.down()
    page.mouse.move(at(12), y, steps=3)
    page.mouse.move(at(17), y, steps=3)
    page.mouse.up()
    assert "from=2023-07&to=2024-06" in page.evaluate("location.hash")
    assert page.locator("#timeline output").inner_text() == "2023-07 to 2024-06"
    page.mouse.move(at(10), y)  # drag the range
    page.mouse.down()
    page.mouse.move(at(13), y, steps=3)
    page.mouse.up()
    assert "from=2023-10&to=2024-09" in page.evaluate("location.hash")
    page.get_by_role("slider", name="First date").focus()
    page.keyboard.press("ArrowRight")
    page.get_by_role("slider", name="Last date").focus()
    page.keyboard.press("PageUp")
    assert "from=2023-11&to=2025-03" in page.evaluate("location.hash")
    page.mouse.click(at(2), y)  # outside the range: all
    assert "from=" not in page.evaluate("location.hash")


def test_themes_follow_topics_and_not_the_people(made: Makes):
    """Two themes of papers whose authors work on both."""
    nodes: list[Node] = [Node("Author", str(k), {"name": f"A {k}"}) for k in range(4)]
    edges: list[Edge] = []
    for theme in ("vision", "speech"):
        topics = [Node("Topic", f"{theme} {k}", {"name": f"{theme} {k}"}) for k in range(3)]
        nodes += topics
        for i in range(30):
            paper = Node("Paper", f"{theme}{i}", {"title": f"{theme} paper {i}"})
            nodes.append(paper)
            edges += [Edge("HAS_TOPIC", paper.key, topic.key, {"score": 0.9}) for topic in topics]
            edges += [Edge("AUTHORED", f"Author:{k}", paper.key) for k in range(4)]
    seen = view(Subgraph(tuple(nodes), tuple(edges)))
    groups = {theme: set() for theme in ("vision", "speech")}
    for node, group in zip(seen.subgraph.nodes, seen.community, strict=True):
        if node.label == "Paper":
            groups[node.id.rstrip("0123456789")].add(group)
    assert [len(group) for group in groups.values()] == [1, 1]
    assert sorted(name.split()[0] for name in seen.community_names) == ["speech", "vision"]
    assert -1 not in seen.community


def test_each_theme_has_a_color_of_its_own_and_neighbors_differ():
    place = np.array([[x, y] for x in range(6) for y in range(4)], dtype=float)
    colors = palette.assigned(place, np.arange(24), 24)
    assert sorted(colors) == sorted(palette.COLORS)
    seen = palette._seen()
    number = [palette.COLORS.index(color) for color in colors]
    apart = np.sqrt(((seen[:, :, None] - seen[:, None]) ** 2).sum(axis=-1)).min(axis=0)
    neighbors = [
        (i, j) for i in range(24) for j in range(i) if np.abs(place[i] - place[j]).sum() == 1
    ]
    near = np.mean([apart[number[i], number[j]] for i, j in neighbors])
    assert near > 1.1 * np.mean(apart[np.triu_indices(24, 1)])


def test_contours_are_drawn_and_explained_from_afar(made: Makes, opened: Opens):
    page = opened(made(1600))
    key = page.locator("#contours")
    key.wait_for()
    assert key.inner_text() == "Stronger: more upvotes"
    page.locator("#canvas").focus()
    for _ in range(9):
        page.keyboard.press("+")
    key.wait_for(state="hidden")
    page.keyboard.press("0")
    key.wait_for()
    choose(page, "Layout", "timeline")
    key.wait_for(state="hidden")


def test_sizes_have_a_key(made: Makes, opened: Opens):
    page = opened(made())
    assert page.locator("#key .sizes").inner_text().split() == ["few", "many"]
    choose(page, "Size", "score")
    assert page.locator("#key .sizes").inner_text().split() == ["0", "49"]
