"""The six tasks of a reader by keyboard alone, with the number of steps: keys, or words typed."""

from collections.abc import Callable
from typing import Any

import pytest

from citegraph.graph.subgraph import Subgraph
from tests.viz.test_page_explores import heading, shown

Makes = Callable[..., Subgraph]
Opens = Callable[..., Any]


class Keys:
    def __init__(self, page: Any) -> None:
        self.page, self.steps = page, 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.steps += 1

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.steps += 1

    def find(self, text: str) -> None:
        self.press("/")
        self.type(text)
        self.press("Enter")


@pytest.fixture
def keys(made: Makes, opened: Opens) -> Keys:
    return Keys(opened(made()))


def test_find(keys: Keys):
    keys.find("méthode 2")
    assert heading(keys.page) == "Méthode 2: speech made plain"
    assert keys.steps == 3


def test_why_linked(keys: Keys):
    keys.find("méthode 2")
    keys.press("w")
    keys.page.locator("#panel details[open] blockquote").wait_for()
    assert keys.page.evaluate("document.activeElement.textContent") == "Why linked"
    assert keys.steps == 4


def test_why_linked_before_the_details_are_read(keys: Keys):
    keys.press("/")
    keys.type("méthode 2")
    keys.page.evaluate("""() => {
        const press = (where, key) => where.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
        press(document.getElementById('search'), 'Enter');
        press(document.getElementById('canvas'), 'w');
    }""")
    keys.page.locator("#panel details[open] blockquote").wait_for()


def test_why_linked_by_the_skip_link(keys: Keys):
    keys.find("méthode 2")
    keys.page.reload()
    keys.page.wait_for_selector("html[data-ready]")
    keys.steps = 0
    keys.press("Tab", "Tab", "Tab", "Enter")
    keys.page.locator("#panel details[open] blockquote").wait_for()
    assert keys.steps <= 5


def test_filter_to_a_year_and_an_organization(keys: Keys):
    keys.find("laboratory 3")
    keys.press("o", "y", "Enter")
    assert keys.page.locator("#chips .chip span:first-child").all_inner_texts() == [
        "2025",
        "Laboratory 3",
    ]
    assert keys.steps == 6
    keys.press("b", "b")
    assert keys.page.locator("#chips").is_hidden()


def test_path(keys: Keys):
    keys.find("méthode 2:")
    keys.press("l")
    keys.type("méthode 8:")
    keys.press("Enter")
    assert heading(keys.page) == "2 steps"
    assert keys.steps == 6
    keys.press("w")
    keys.page.locator("#panel details[open] .soft").first.wait_for()


def test_expand_hide_and_back(made: Makes, opened: Opens):
    keys = Keys(opened(made(400)))
    keys.find("méthode 3:")
    before = shown(keys.page)
    keys.press("e")
    assert shown(keys.page) > before
    assert keys.steps == 4
    keys.press("h", "b", "b")
    assert shown(keys.page) == before


def test_export(keys: Keys):
    with keys.page.expect_download() as download:
        keys.press("s", "Enter")
    assert download.value.suggested_filename == "made-up-papers.png"
    assert keys.steps == 2


def test_the_arrows_walk_to_neighbors_and_the_focus_is_visible(keys: Keys):
    keys.find("vision")
    assert keys.page.evaluate("document.activeElement.id") == "canvas"
    walked = set()
    for key in ("ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp"):
        keys.press(key)
        walked.add(heading(keys.page))
    assert len(walked) > 1
    outline = "getComputedStyle(document.activeElement).outlineStyle"
    assert keys.page.evaluate(outline) == "solid"
    keys.press("Enter")  # to the details
    for _ in range(12):
        keys.press("Tab")
        assert keys.page.evaluate(outline) != "none"


def test_the_list_of_keys_has_every_key(keys: Keys):
    keys.press("?")
    listed = " ".join(keys.page.locator("#help kbd").all_inner_texts()).split()
    assert set("/?bdfjkstwxycehlop") <= set(listed)
