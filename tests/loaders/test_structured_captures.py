"""Pages that an extraction tool saved as headings, labels and lists."""

from collections.abc import Callable
from datetime import date

import pytest

from citegraph.graph.records import Paper
from citegraph.loaders import formats
from citegraph.loaders.documents.document import Document
from tests.loaders.pages import Entry
from tests.loaders.samples import DAY, ENTRIES

CAPTURED = (
    "# Daily Papers - Hugging Face\n\nURL: https://huggingface.co/papers\nCaptured: 2026-06-29\n\n"
)
HEADS = {
    "header": CAPTURED,
    "extracted text": "# Daily Papers - Hugging Face\n\n**Source:** https://huggingface.co/papers\n"
    "**Extracted:** 2026-06-29\n\n## Extracted Text\n\n",
    "page information": "## Page Information\n\n- Title: Daily Papers - Hugging Face\n"
    "- URL: https://huggingface.co/papers\n\n## Extracted Text\n\n# Daily Papers\n\n",
    "title twice": "# Daily Papers - Hugging Face\n\n## Page Content\n\n### Daily Papers - Hugging Face\n\n",
    "cut off": "",
}


def day(e: Entry) -> str:
    text = f"{e.published:%b} {e.published.day}"
    return text if e.published.year == DAY.year else f"{text}, {e.published.year}"


Shape = Callable[[Entry], str]
SHAPES: dict[str, Shape] = {
    "lines": lambda e: (
        f"### {e.title}\n\n{e.abstract}\n\n{e.upvotes}\n\n{e.authors} authors\n\n{day(e)}\n\n"
    ),
    "upvotes first": lambda e: (
        f"{e.upvotes}\n\n### [{e.title}](https://huggingface.co/papers/{e.id})\n\n"
        f"{e.abstract}\n\n{e.authors} authors · {day(e)}\n\n"
    ),
    "labels in a list": lambda e: (
        f"### {e.title}\n\n- Upvotes: {e.upvotes}\n- Authors: {e.authors}\n"
        f"- Date: {day(e)}\n\n{e.abstract}\n\n"
    ),
    "bold labels": lambda e: (
        f"### {e.title}\n\n**Upvotes:** {e.upvotes}\n**Authors:** {e.authors} authors\n"
        f"**Published:** {day(e)}\n\n{e.abstract}\n\n"
    ),
    "labels in a line": lambda e: (
        f"### {e.title}\n\nUpvotes: {e.upvotes} | Authors: {e.authors} | "
        f"Date: {day(e)}\n\n{e.abstract}\n\n"
    ),
    "values in a line": lambda e: (
        f"### {e.title}\n\n{e.abstract}\n\n**{e.upvotes} upvotes** | "
        f"{e.authors} authors | {day(e)}\n\n"
    ),
    "values in a list": lambda e: (
        f"### {e.title}\n\n{e.abstract}\n\n- {e.upvotes} upvotes\n"
        f"- {e.authors} authors\n- {day(e)}\n\n"
    ),
    "button": lambda e: (
        f"## {e.title}\nUpvote\n{e.upvotes}\n{e.abstract}\n{e.authors} authors\n{day(e)}\n\n"
    ),
    "arrow": lambda e: (
        f"### {e.title}\n\n{e.abstract}\n\n▲ {e.upvotes}\n\n· {e.authors} authors\n\n{day(e)}\n\n"
    ),
    "upvotes behind the title": lambda e: (
        f"### {e.title} ({e.upvotes} upvotes)\n\n{e.abstract}\n\n{e.authors} authors, {day(e)}\n\n"
    ),
}


def read(text: str, captured: date | None = None) -> tuple[list[Paper], Document]:
    document = Document("x", text.encode(), captured)
    assert formats.recognize(document) == "daily-papers-text"
    found = list(formats.source("daily-papers-text").read(document))
    return [one for one in found if isinstance(one, Paper)], document


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("shape", SHAPES)
def test_every_card_is_read_and_nothing_else(shape: str, head: str) -> None:
    papers, _ = read(HEADS[head] + "".join(map(SHAPES[shape], ENTRIES)), DAY)
    assert [(each.title, each.upvotes, each.author_count, each.published) for each in papers] == [
        (e.title, e.upvotes, e.authors, e.published.isoformat()) for e in ENTRIES
    ]


def test_a_cut_listing_does_not_guess_its_year() -> None:
    papers, document = read("".join(map(SHAPES["lines"], ENTRIES)))
    shown = {e.title: e.published for e in ENTRIES}
    for paper in papers:
        published = shown[paper.title or ""]
        expected = None if published.year == DAY.year else published.isoformat()
        assert (paper.published, paper.published_inferred) == (expected, False)
    assert any("state the day of capture (`captured`)" in note for note in document.notes)
