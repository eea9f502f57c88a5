"""A remedy names only formats of input that provide what is missing, by loading samples of each."""

import json
from pathlib import Path

import pytest

from citegraph import loaders
from citegraph.graph import Store, open_store
from citegraph.loaders.formats import FORMATS
from citegraph.queries.coverage import exists, probes
from tests.loaders.samples import SAMPLES
from tests.loaders.test_openalex import WORK

# What the sample of records leaves out.
FULL = {
    "title": "A full record",
    "arxivId": "2401.00001",
    "published": "2024-01-01",
    "upvotes": 3,
    "abstract": "Code: https://github.com/owner/name.",
    "authors": [{"name": "Ada Lind", "organization": [{"name": "Institute of Graphs"}]}],
    "authorCount": 1,
    "topics": [{"name": "graph neural network", "broader": ["neural network"]}],
    "repositories": ["github.com/owner/name"],
    "organization": "OpenLab",
    "venue": "NeurIPS",
    "references": [{"id": "arxiv:2401.00002", "title": "Another"}],
    "listings": [{"id": "daily-papers/2024-01-02", "kind": "daily-papers", "date": "2024-01-02"}],
}
CITED = {"title": "Another", "arxivId": "2401.00002"}
CITED_WORK = {"id": WORK["referenced_works"][0], "title": "A cited work", "publication_year": 2019}
TOGETHER = WORK | {
    "id": "https://openalex.org/W1000000009",
    "doi": None,
    "ids": {},
    "locations": [],
    "authorships": [
        {
            "author": {"display_name": name},
            "institutions": [
                {"id": f"https://openalex.org/I{i}", "display_name": f"Institute {i}"}
            ],
        }
        for i, name in enumerate(("Ada Lind", "Bo Chen"), 1)
    ],
}
FULLER = {"records": (FULL, CITED), "openalex": (WORK, CITED_WORK, TOGETHER)}
RETRACTED = {
    "crossref": json.dumps(
        {
            "message-type": "work",
            "message": {
                "DOI": "10.1234/abc",
                "title": ["A retracted study"],
                "prefix": "10.1234",
                "member": "1",
                "type": "journal-article",
                "updated-by": [{"DOI": "10.1234/notice", "type": "retraction"}],
            },
        }
    ),
    "medline": "PMID- 1\nTI  - A retracted study.\nPT  - Retracted Publication\n",
    "pubmed-xml": (
        "<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>7</PMID><Article>"
        "<ArticleTitle>A retracted study</ArticleTitle><PublicationTypeList>"
        "<PublicationType>Retracted Publication</PublicationType></PublicationTypeList></Article>"
        "</MedlineCitation></PubmedArticle></PubmedArticleSet>"
    ),
}
NEEDS = [need for need, probe in probes().items() if probe.formats]


@pytest.fixture(scope="module")
def provided(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """The needs that the samples of each format that a remedy names meet."""
    folder = tmp_path_factory.mktemp("formats")
    found = {}
    with open_store(folder / "graph.db") as store:
        for format in sorted({format for probe in probes().values() for format in probe.formats}):
            texts = [text for of, text in SAMPLES.values() if of == format]
            texts.append("\n".join(map(json.dumps, FULLER.get(format, ()))))
            texts.append(RETRACTED.get(format, ""))
            found[format] = needs_met(store, folder / format, texts)
    return found


def needs_met(store: Store, folder: Path, texts: list[str]) -> set[str]:
    store.write("MATCH (n) DETACH DELETE n")
    folder.mkdir()
    for i, text in enumerate(texts):
        if text:
            (folder / f"{i}.txt").write_text(text, "utf-8")
    loaders.load(store, [str(folder)])
    return {need for need in NEEDS if exists(store, need)}


@pytest.mark.parametrize("need", NEEDS)
def test_the_forms_of_a_remedy_provide_it(provided: dict[str, set[str]], need: str):
    assert {format: need in provided[format] for format in probes()[need].formats} == dict.fromkeys(
        probes()[need].formats, True
    )


def test_every_remedy_names_something_to_do_and_forms_that_can_be_loaded():
    assert all(probe.remedy for probe in probes().values())
    assert {format for probe in probes().values() for format in probe.formats} <= set(FORMATS)
