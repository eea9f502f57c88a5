"""The sample that ships with the project: what the demo promises of it."""

import re
from importlib.resources import files

import pytest

from citegraph.graph.identity import ids
from citegraph.graph.records import Paper, Rejected
from citegraph.loaders import latex, repositories
from citegraph.loaders.documents.document import Document
from citegraph.loaders.formats import recognize, source

SAMPLES = files("citegraph.loaders") / "samples"


def papers(name: str) -> list[Paper]:
    document = Document(name, (SAMPLES / name).read_bytes())
    got = list(source(recognize(document)).read(document))
    assert not [record for record in got if isinstance(record, Rejected)]
    return [record for record in got if isinstance(record, Paper)]


def test_the_listing_is_recognized_and_read_whole() -> None:
    listing = papers("daily-papers.txt")
    assert len(listing) == 43
    assert len({paper.title for paper in listing}) == 43
    assert sum(paper.author_count is not None for paper in listing) == 39
    assert {o.handle: o.name for paper in listing for o in paper.organizations} == {
        "deepseek-ai": "DeepSeek",
        "Qwen": "Qwen",
        "openbmb": "OpenBMB",
        "moonshotai": "Moonshot AI",
    }
    assert sum(paper.comments is not None for paper in listing) == 13
    dates = [paper.published for paper in listing if paper.published_inferred]
    assert len(dates) == 7
    assert all(day and day.startswith("2025-") for day in dates)
    assert all(paper.published and len(paper.published) == 10 for paper in listing)


def test_code_addresses_in_many_spellings() -> None:
    found = [repositories.read(paper.title, paper.abstract) for paper in papers("daily-papers.txt")]
    code = [repository.url for given, _ in found for repository in given]
    assert len(code) == 36
    assert len(set(code)) == 34  # two papers each at pykan and at neuraloperator
    owners = [url.split("/")[3].lower() for url in set(code)]
    assert {owner for owner in owners if owners.count(owner) > 1} == {
        "google-research",
        "openai",
        "tkipf",
    }
    assert [page for _, pages in found for page in pages] == [
        "https://nvlabs.github.io/instant-ngp"
    ]


def test_abstracts_are_readable_and_define_acronyms() -> None:
    texts = [latex.readable(paper.abstract or "") for paper in papers("daily-papers.txt")]
    assert any("Schrödinger" in text for text in texts)
    assert any("O(n log n)" in text for text in texts)
    assert not any("\\" in text or "$" in text for text in texts)
    assert all(3 <= len(re.findall(r"[.?!](?:\s|$)", text)) <= 7 for text in texts)
    acronyms = [set(re.findall(r"\(([A-Z][A-Za-z]+?)s?\)", text)) for text in texts]
    for acronym in ("GNN", "PDE", "LLM", "RL", "MLP", "NeRF", "KAN", "VAE", "CNN"):
        assert sum(acronym in defined for defined in acronyms) >= 2, acronym
    for dataset in ("CIFAR-10", "ImageNet"):
        assert sum(dataset in text for text in texts) >= 4


def test_citations_are_among_the_listed_papers() -> None:
    listing = {ids.title_key(paper.title or ""): paper for paper in papers("daily-papers.txt")}
    records = papers("citations.jsonl")
    known = {f"arxiv:{record.arxiv_id}": record for record in records}
    assert {ids.title_key(record.title or "") for record in records} == set(listing)
    cited = [
        (record, known[reference.id or ""]) for record in records for reference in record.references
    ]
    assert len(cited) == 90
    for record, other in cited:
        assert (other.arxiv_id or "") < (record.arxiv_id or ""), "nobody cites the future"
    for record in records:
        paper = listing[ids.title_key(record.title or "")]
        assert not record.authors or len(record.authors) == paper.author_count
        if record.arxiv_id != "2103.00020":  # handed in on the last days of a February
            assert (paper.published or "")[2:7].replace("-", "") == (record.arxiv_id or "")[:4]


@pytest.mark.parametrize("name", ["daily-papers.txt", "citations.jsonl"])
def test_the_samples_are_plain_utf8(name: str) -> None:
    text = (SAMPLES / name).read_bytes().decode("utf-8")
    assert text.endswith("\n")
    assert "\t" not in text
    assert "\r" not in text
