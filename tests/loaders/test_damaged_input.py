"""Damaged input: no crash, no hang, nothing lost without a word."""

import os
import random
import re
import time

import pytest

from citegraph.graph.records import Paper, Rejected
from citegraph.loaders import formats
from citegraph.loaders.documents.document import Document
from citegraph.loaders.sources.daily_papers import text as daily_papers_text
from tests.loaders.damage import survive
from tests.loaders.pages import STYLES, Page, Style, invented
from tests.loaders.samples import DAY, ENTRIES, api, rss

FIRST = int(os.environ.get("CITEGRAPH_FUZZ_FIRST", "0"))
COUNT = int(os.environ.get("CITEGRAPH_FUZZ", "400"))


@pytest.mark.parametrize("part", range(4))
def test_damaged_samples(part: int) -> None:
    for seed in range(FIRST + part, FIRST + COUNT, 4):
        survive(seed)


@pytest.mark.parametrize("seed", [74493])
def test_what_once_broke(seed: int) -> None:
    survive(seed)


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
@pytest.mark.parametrize("seed", range(5))
def test_damage_to_one_card_leaves_the_others(style: Style, seed: int) -> None:
    chance = random.Random(seed)
    page = Page(DAY)
    entries = invented(chance, 12, DAY)
    hurt = chance.randrange(2, 10)
    text = style.write(entries, page)
    start = text.index(entries[hurt].title[:12])
    end = text.rindex(entries[hurt].title[:12]) + len(entries[hurt].title)
    if style.shown.abstract:
        end = text.index(entries[hurt].abstract[-12:].split()[-1], end)
    a = chance.randrange(start, end)
    b = min(end, a + chance.randint(1, 400))
    spoiled = text[:a] + chance.choice(["", "###", "\n\n", "[[(", "12 "]) + text[b:]
    found = list(daily_papers_text.read(Document("page", spoiled.encode())))
    titles = {paper.title for paper in found if isinstance(paper, Paper)}
    others = {e.title for number, e in enumerate(entries) if abs(number - hurt) > 1}
    assert others <= titles, others - titles


@pytest.mark.parametrize("share", [0.1, 0.35, 0.5, 0.77, 0.99])
@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
def test_a_page_that_breaks_off_says_so_or_is_whole(style: Style, share: float) -> None:
    entries = invented(random.Random(5), 12, DAY)
    text = style.write(entries, Page(DAY, footer=False))
    cut = text[: int(len(text) * share)]
    whole = list(daily_papers_text.read(Document("page", text.encode())))
    found = list(daily_papers_text.read(Document("page", cut.encode())))
    papers = [each for each in found if isinstance(each, Paper)]
    titles = [each.title for each in papers]
    assert titles == [each.title for each in whole if isinstance(each, Paper)][: len(titles)]
    begun = [e for e in entries if e.title in re.sub(r"\s+", " ", cut).replace("\\", "")]
    rejected = [each for each in found if isinstance(each, Rejected)]
    abstracts = [e for e in begun if " ".join(e.abstract.split()[:12]) in re.sub(r"\s+", " ", cut)]
    if style.shown.abstract:
        assert len(papers) + len(rejected) >= len(abstracts)


def test_json_that_breaks_off_keeps_what_came_before() -> None:
    text = api(ENTRIES)
    cut = text[: int(len(text) * 0.7)]
    document = Document("day.json", cut.encode())
    found = list(formats.source(formats.recognize(document)).read(document))
    papers = [each for each in found if isinstance(each, Paper)]
    assert [each.title for each in papers] == [e.title for e in ENTRIES[: len(papers)]]
    assert papers
    last = found[-1]
    assert isinstance(last, Rejected)
    assert last.where == f"day.json#{len(papers) + 1}"
    assert "truncated" in last.reason


def test_a_feed_that_breaks_off_says_so() -> None:
    text = rss(ENTRIES)
    document = Document("feed", text[: int(len(text) * 0.7)].encode())
    found = list(formats.source("feed").read(document))
    assert any(isinstance(each, Paper) for each in found)
    assert isinstance(found[-1], Rejected)


def test_entities_of_a_feed_are_not_followed() -> None:
    text = (
        rss(ENTRIES)
        .replace("<rss", '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss', 1)
        .replace("<title>Daily", "<title>&x;Daily")
    )
    document = Document("feed", text.encode())
    assert not any("root:" in str(each) for each in formats.source("feed").read(document))


@pytest.mark.parametrize(
    "bit",
    ["[", "](", "][1]", "\\", "_", "a_b_", "<", "&amp;", "* [", "|", "- ", "Title: a\n", "[\n"],
)
def test_time_grows_no_faster_than_the_text(bit: str) -> None:
    head = STYLES[8].write(ENTRIES, Page(DAY))[:3000]
    took = []
    for size in (10_000, 80_000):
        document = Document("page", (head + bit * (size // len(bit))).encode())
        started = time.process_time()
        list(daily_papers_text.read(document))
        took.append(time.process_time() - started)
    assert took[1] < max(24 * took[0], 1.0), took
