"""The metadata snapshot of arXiv."""

import json

from citegraph.graph.records import Paper, Rejected
from citegraph.loaders import formats
from citegraph.loaders.documents.document import Document
from tests.loaders.samples import DAY, ENTRIES, SAMPLES


def read(text: str) -> list[Paper | Rejected]:
    document = Document("snapshot.json", text.encode())
    assert formats.recognize(document) == "arxiv-snapshot"
    return list(formats.source("arxiv-snapshot").read(document))


def test_every_field_is_read() -> None:
    first = read(SAMPLES["arxiv snapshot"][1])[0]
    assert isinstance(first, Paper)
    assert (first.title, first.abstract) == (ENTRIES[0].title, ENTRIES[0].abstract)
    assert (first.arxiv_id, first.doi) == (ENTRIES[0].id, "10.1234/example")
    assert first.published == ENTRIES[0].published.isoformat()
    assert [one.name for one in first.authors] == ["Ada van Example", "Bo Example Jr"]
    assert first.authors[0].organizations[0].name == "Example Lab"
    assert [one.name for one in first.topics] == ["cs.LG", "stat.ML"]
    assert first.venue
    assert first.venue.name == "Journal of Examples"
    assert first.repositories[0].url.endswith("github.com/example/code")
    assert first.withdrawn is None


def test_withdrawal_and_entries_that_cannot_be_read() -> None:
    lines = SAMPLES["arxiv snapshot"][1].splitlines()[:3]
    withdrawn = json.loads(lines[0]) | {"comments": "This paper has been withdrawn by the author"}
    nameless = json.loads(lines[1]) | {"title": None, "id": None, "doi": None}
    first, second, third, fourth = read(
        "\n".join([json.dumps(withdrawn), json.dumps(nameless), "{broken", lines[2]])
    )
    assert isinstance(first, Paper)
    assert first.withdrawn == DAY.isoformat()
    assert isinstance(second, Rejected)
    assert second.where == "snapshot.json:2"
    assert isinstance(third, Rejected)
    assert third.where.startswith("snapshot.json:3")
    assert isinstance(fourth, Paper)


def test_authors_that_are_not_parsed_are_read_from_their_list() -> None:
    entry = json.loads(SAMPLES["arxiv snapshot"][1].splitlines()[0])
    entry |= {"authors_parsed": [], "authors": "Ada Example (Lab (Oslo), Unit), Bo Li and Cy Wu"}
    paper = read(json.dumps(entry))[0]
    assert isinstance(paper, Paper)
    assert [one.name for one in paper.authors] == ["Ada Example", "Bo Li", "Cy Wu"]
    assert paper.author_count == 3


def test_a_colon_belongs_to_the_name_of_a_journal() -> None:
    entry = json.loads(SAMPLES["arxiv snapshot"][1].splitlines()[0])
    for stated, name in (
        ("Software: Practice and Experience 51 (8), 2021", "Software: Practice and Experience"),
        ("Phys.Rev.D76:013009,2007", "Phys.Rev.D"),
        ("2023 Conference on Examples (CoE)", "Conference on Examples"),
    ):
        (paper,) = read(json.dumps(entry | {"journal-ref": stated}))
        assert isinstance(paper, Paper)
        assert paper.venue
        assert paper.venue.name == name
