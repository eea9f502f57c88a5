"""CITATION.cff files."""

from pathlib import Path

import pytest

from citegraph.graph.records import Paper, Rejected
from citegraph.loaders import formats
from citegraph.loaders.documents.document import Document
from tests.loaders.samples import ENTRIES, SAMPLES

REAL = Path(__file__).parents[3] / "shared" / "data" / "sources" / "citation_cff" / "CITATION.cff"


def read(content: str | Path) -> list[Paper | Rejected]:
    document = Document("CITATION.cff", content if isinstance(content, Path) else content.encode())
    assert formats.recognize(document) == "citation-cff"
    return list(formats.source("citation-cff").read(document))


def test_software_and_preferred_citation() -> None:
    software, paper = read(SAMPLES["citation file"][1])
    assert isinstance(software, Paper)
    assert isinstance(paper, Paper)
    assert (software.title, software.abstract) == (ENTRIES[0].title, ENTRIES[0].abstract)
    assert [author.name for author in software.authors] == ["Ada van Example", "The Example Team"]
    assert software.authors[0].organizations[0].name == "Example Lab"
    assert software.published == "2026-05-31"
    assert software.type == "software"
    assert [topic.name for topic in software.topics] == ["kernels", "sparse attention"]
    assert paper.title == ENTRIES[1].title
    assert paper.published == "2026-05"
    assert paper.venue
    assert paper.venue.name == "Journal of Examples"
    assert [one.url for one in (*software.repositories, *paper.repositories)] == [
        "https://github.com/example/code"
    ] * 2


def test_references_are_citations() -> None:
    (work,) = read(
        "cff-version: 1.2.0\ntitle: A tool\nreferences:\n  - title: A paper\n    doi: 10.1234/cited\n"
        "    year: 2020\n  - {title: Another, type: book}\n"
    )
    assert isinstance(work, Paper)
    assert [(one.title, one.doi, one.year) for one in work.references] == [
        ("A paper", "10.1234/cited", 2020),
        ("Another", None, None),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "preferred-citation:\n  title: A paper\n  author: [{name: The Team}]\n"
        "  collection-title: Proceedings\n  conference: {name: A meeting}\n  year: 2020\n",
        "references:\n  - title: A paper\n    authors: [{name: The Team}]\n"
        "    booktitle: Proceedings\n    year: 2020\n",
    ],
)
def test_a_file_without_a_work_of_its_own(text: str) -> None:
    (paper,) = read(f"cff-version: 1.2.0\nmessage: cite it\n{text}")
    assert isinstance(paper, Paper)
    assert (paper.title, paper.published, paper.venue.name) == ("A paper", "2020", "Proceedings")
    assert [author.name for author in paper.authors] == ["The Team"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("title: &a [x]\nb: *a\n", "aliases are not supported"),
        ("title: 'open\n", "unexpected end of stream"),
        ("a: " + "[" * 5000, "nested too deep"),
        ("message: !!python/object/apply:os.system [true]\n", "no title and no identifier"),
        ("a: " + "x" * 300_000, "larger than 256 KiB"),
    ],
)
def test_what_is_no_citation_is_rejected(text: str, reason: str) -> None:
    (found,) = read(f"cff-version: 1.2.0\n{text}")
    assert isinstance(found, Rejected)
    assert reason in found.reason
    assert found.where.startswith("CITATION.cff")


def test_a_real_file() -> None:
    if not REAL.exists():
        pytest.skip("no saved citation file")
    software, paper = read(REAL)
    assert isinstance(software, Paper)
    assert isinstance(paper, Paper)
    assert len(software.authors) == 10
    assert software.authors[8].name == "anadrome"
    assert paper.doi == "10.7717/peerj-cs.214"
    assert paper.published == "2019-08-12"
    assert {one.url for one in (*software.repositories, *paper.repositories)} == {
        "https://github.com/citation-js/citation-js"
    }
