"""Replies of the arXiv API."""

import json
from functools import partial
from pathlib import Path

import pytest

from citegraph.graph.records import Paper
from citegraph.loaders import formats
from citegraph.loaders.documents.document import Document
from tests.loaders import reading
from tests.loaders.samples import DAY, ENTRIES, SAMPLES

REPLIES = Path(__file__).parents[3] / "shared" / "data" / "sources" / "arxiv"

read = partial(reading.read, format="arxiv", name="reply.xml")


def reply(name: str) -> str:
    path = next(REPLIES.glob(f"{name}*.json"), None)
    if path is None:
        pytest.skip("no saved replies of the arXiv API")
    return str(json.loads(path.read_text(encoding="utf-8"))["body"])


def test_every_field_is_read() -> None:
    (first, *_), rejected, _ = read(SAMPLES["arxiv"][1])
    assert not rejected
    assert (first.title, first.abstract) == (ENTRIES[0].title, ENTRIES[0].abstract)
    assert first.arxiv_id == ENTRIES[0].id
    assert first.url == f"http://arxiv.org/abs/{ENTRIES[0].id}v2"
    assert first.published == ENTRIES[0].published.isoformat()
    assert [author.name for author in first.authors] == ["Ada Example", "Bo Example"]
    assert first.authors[0].organizations[0].name == "Example Lab"
    assert [topic.name for topic in first.topics] == ["cs.LG", "stat.ML"]
    assert first.doi == "10.1234/example"
    assert first.venue
    assert first.venue.name == "Journal of Examples"
    assert first.repositories[0].url == "https://github.com/example/code"
    assert first.observed == DAY.isoformat()


def test_a_withdrawn_paper_has_the_day_of_its_last_version() -> None:
    text = SAMPLES["arxiv"][1].replace(
        "Code: https://github.com/example/code", "Withdrawn: an error"
    )
    papers, _, _ = read(text)
    assert papers[0].withdrawn == DAY.isoformat()


def test_a_saved_page_of_results() -> None:
    papers, rejected, notes = read(reply("q_testing_s10"))
    assert len(papers) == 10
    assert not rejected
    assert notes == ["the reply has 10 of 214881 papers; load the other pages for the rest"]
    assert papers[0].published == "2024-03-25"
    assert [topic.name for topic in papers[0].topics] == ["math.ST", "cs.IT", "stat.ML"]


def test_an_error_is_rejected_with_its_message() -> None:
    papers, (error,), _ = read(reply("id_abc"))
    assert not papers
    assert error.reason == "arXiv replied with an error: incorrect id format for abc"


def test_an_empty_reply_is_noted() -> None:
    assert read(reply("id_0000")) == ([], [], ["arXiv found no papers"])


def test_categories_in_a_feed_of_arxiv() -> None:
    text = (
        '<?xml version="1.0"?><rss version="2.0"><channel><title>cs.LG updates</title><item><title>One'
        "</title><link>https://arxiv.org/abs/2403.00001</link><description>arXiv:2403.00001v1 Announce "
        "Type: new Abstract: We.</description><category>cs.LG</category><category>news</category>"
        "</item><item><title>Two</title><link>https://example.org/</link><category>a-b</category>"
        "</item></channel></rss>"
    )
    one, two = formats.source("feed").read(Document("a.rss", text.encode()))
    assert isinstance(one, Paper)
    assert isinstance(two, Paper)
    assert [topic.name for topic in one.topics] == ["cs.LG"]
    assert two.topics == ()


@pytest.mark.parametrize("address", ["http://arxiv.org/api/x", "https://export.arxiv.org/api/x"])
def test_a_reply_that_declares_the_names_of_arxiv_in_its_entries(address: str) -> None:
    """As the API wrote them until 2025."""
    text = f"""<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <link href="http://arxiv.org/api/query?id_list=cond-mat/0603029" rel="self"/>
  <id>{address}</id>
  <entry>
    <id>http://arxiv.org/abs/cond-mat/0603029v1</id>
    <published>2006-03-02T02:22:45Z</published>
    <title>Stripes on a lattice</title>
    <arxiv:journal_ref xmlns:arxiv="http://arxiv.org/schemas/atom">Phys. Rev. B 74 (2006)</arxiv:journal_ref>
    <category term="cond-mat.str-el" scheme="http://arxiv.org/schemas/atom"/>
  </entry>
</feed>"""
    (paper,), _, _ = read(text)
    assert [topic.name for topic in paper.topics] == ["cond-mat.str-el"]
    assert paper.venue is not None
    assert paper.venue.name == "Phys. Rev. B"


def test_a_feed_that_lists_papers_of_arxiv_is_not_a_reply() -> None:
    text = """<feed xmlns="http://www.w3.org/2005/Atom"><id>https://example.org/feed</id><entry>
    <id>http://arxiv.org/api/x</id><title>One</title></entry></feed>"""
    assert formats.recognize(Document("a", text.encode())) == "feed"
