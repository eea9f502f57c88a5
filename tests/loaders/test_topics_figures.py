"""The documentation states the figures that the program reaches on the judged listing."""

import re
from pathlib import Path

import pytest

from benchmarks.topics_links import listing

ROOT = Path(__file__).parents[2]


def test_the_documented_figures_of_the_listing_are_the_present_ones(
    shared_data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    listing(shared_data / "daily_papers" / "listing.txt")
    printed = re.findall(
        r"(\w+): precision ([\d.]+) .*? recall ([\d.]+) .*?, ([\d.]+) with", capsys.readouterr().out
    )
    assert [gold for gold, *_ in printed] == ["listing_one", "listing_two", "both"]
    page = (ROOT / "docs" / "topics.md").read_text("utf-8")
    training = (ROOT / "training" / "README.md").read_text("utf-8")
    for name, precision, recall, mentioned in printed:
        gold = name.removeprefix("listing_")
        row = rf"^\| {gold}\b[^|]*\| {precision} \| {recall} \| {mentioned} \|$"
        assert re.search(row, page, re.MULTILINE), gold
        assert f"| {gold} | {recall} | {precision} |" in training
