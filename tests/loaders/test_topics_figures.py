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
    (_, p1, r1, m1), (_, p2, r2, m2), (_, p3, r3, m3) = printed
    page = (ROOT / "docs" / "topics.md").read_text("utf-8")
    assert f"precision of shared links, recall | {p1}, {r1}; {p2}, {r2} |" in page
    assert f"recall of topics and mentions together | {m1}; {m2} |" in page
    assert f"expected if both name it | {p3}, {r3}; with mentions {m3} |" in page
    training = (ROOT / "training" / "README.md").read_text("utf-8")
    for gold, recall, precision in (("one", r1, p1), ("two", r2, p2), ("both", r3, p3)):
        assert f"| {gold} | {recall} | {precision} |" in training
