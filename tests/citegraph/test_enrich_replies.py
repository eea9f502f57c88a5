"""``enrich`` with recorded replies of the services."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from citegraph import queries
from citegraph.graph.store import Store, open_store
from citegraph.loaders import load
from citegraph.loaders.documents.http import Fetcher, Limits
from citegraph.loaders.services.enrichment import enrich
from tests.loaders.scholar import scholar

QUICK = Limits(pause=0, backoff=0.01, silence=5, total=20)
CHEMCROW = {
    "title": "Augmenting large language models with chemistry tools",
    "published": "2023",
    "authors": ["Andrés M Bran", "Sam Cox"],
}
CASES: list[tuple[str, str, dict[str, Any], str, str]] = [
    (
        "openalex",
        "openalex/api_openalex_org_ebec8e4c5d.json",
        {"title": "PaperQA", "arxivId": "2312.07559"},
        "found by identifier",
        "openalexId",
    ),
    (
        "semantic-scholar",
        "semantic_scholar/api_semanticscholar_org_79dd4548b4.json",
        {"title": "Attention is All you Need", "published": "2017", "authors": ["Ashish Vaswani"]},
        "found by title",
        "s2Id",
    ),
    (
        "crossref",
        "crossref/api_crossref_org_32a95a19c1.json",
        {},  # by the DOI in the reply
        "found by identifier",
        "doi",
    ),
    (
        "arxiv",
        "arxiv/id_1605.08386_s0_m100_199195aa31ad.json",
        {"title": "Heat-bath random walks", "arxivId": "1605.08386"},
        "found by identifier",
        "arxivId",
    ),
    (
        "crossref",
        "crossref/api_crossref_org_69f38430f3.json",
        {**CHEMCROW, "authors": ["Somebody Else"]},
        "rejected",
        "title",
    ),
]


@pytest.fixture(scope="module")
def graph(embedded: object, embedded_folder: Path) -> Any:
    with open_store(embedded_folder) as store:
        yield store


@pytest.mark.parametrize(("service", "file", "paper", "result", "gained"), CASES)
def test_recorded_replies(
    graph: Store,
    shared_data: Path,
    tmp_path: Path,
    service: str,
    file: str,
    paper: dict[str, Any],
    result: str,
    gained: str,
) -> None:
    reply = (shared_data / "sources" / file).read_bytes()
    if service == "arxiv":
        reply = json.loads(reply)["body"].encode()
    if not paper:
        paper = {"title": "As a list names it", "doi": json.loads(reply)["message"]["DOI"]}
    graph.write("MATCH (n) DETACH DELETE n")
    source = tmp_path / "papers.jsonl"
    source.write_bytes(msgspec.json.encode(paper))
    load(graph, [str(source)])
    with scholar() as server, Fetcher(tmp_path, QUICK, sleep=lambda _: None) as fetcher:
        server.failures = [(200, {"Content-Type": "application/json"}, reply)]
        made = enrich(graph, service, fetcher=fetcher)
        again = enrich(graph, service, fetcher=fetcher)
        assert len(server.calls) == 1
    assert [one.result for one in made.outcomes] == [result], made.outcomes
    assert again.summary is not None
    assert not again.summary.changes
    statement = "MATCH (p:Paper) WHERE NOT p.stub RETURN p"
    [row] = graph.read(statement).rows
    assert row["p"].get(gained)


def test_a_day_is_enriched(graph: Store, shared_data: Path, tmp_path: Path) -> None:
    """A real list with made-up references: what its papers build on, cited together, missing."""
    graph.write("MATCH (n) DETACH DELETE n")
    load(graph, [str(shared_data / "daily_papers" / "api" / "2025-10-15.json")])
    papers = graph.read("MATCH (p:Paper) RETURN p.arxivId AS id, p.title AS title ORDER BY id").rows
    with scholar() as server, Fetcher(tmp_path, QUICK, sleep=lambda _: None) as fetcher:
        for number, paper in enumerate(papers):
            cites = (900, 901) if number % 2 else (900, 1000)
            server.add(1000 + number, paper["title"], arxiv=paper["id"], cites=cites)
        server.add(900, "The base of them all")
        server.add(901, "The base of half of them")
        made = enrich(graph, "openalex", fetcher=fetcher)
        assert made.calls == made.plan.calls == 1
        assert {one.result for one in made.outcomes} == {"found by identifier"}
        missing = queries.run(graph, "missing-references", day=date(2025, 10, 15))
        ids = [row["id"] for row in missing.rows]
        assert ids == ["openalex:W1000900", "openalex:W1000901"]
        enrich(graph, "openalex", ids, fetcher=fetcher)
        assert len(server.calls) == 2
    missing = queries.run(graph, "missing-references", day=date(2025, 10, 15))
    assert [(row["title"], row["citations"]) for row in missing.rows] == [
        ("The base of them all", len(papers)),
        ("The base of half of them", len(papers) // 2),
    ]
    # The first paper of the list is cited by every other one, but not by itself.
    [cited] = queries.run(graph, "most-cited").rows
    assert (cited["title"], cited["citations"]) == (papers[0]["title"], (len(papers) + 1) // 2 - 1)
    together = queries.run(graph, "co-cited", paper=papers[0]["title"], stubs=True)
    assert [row["title"] for row in together.rows] == ["The base of them all"]
    assert missing.note is None or "papers have references" not in missing.note
