"""The listing that the project began with, through the whole chain, on both engines."""

from pathlib import Path

import pytest

from citegraph import loaders, queries
from citegraph.graph import Store
from citegraph.graph.writing.difference import Changes

REPOSITORIES = {
    "github.com/dyballa/dynamic-connectomes",
    "github.com/facebookresearch/forwardgnn",
    "github.com/hoangthangta/all-kan",
    "github.com/ilabcode/pyhgf",
    "github.com/daidedou/diffumatch",
    "github.com/marccoru/locationencoder",
    "github.com/microsoft/sphnet",
    "github.com/neuraloperator/nns-to-nos",
    "github.com/shlomenu/symbolically_synthesized_networks",
    "github.com/taufeeque9/codebook-features",
    "github.com/xuangu-fang/functional-bayesian-tucker-decomposition",
}


@pytest.fixture
def listing(shared_data: Path) -> str:
    return str(shared_data / "daily_papers" / "listing.txt")


def test_the_listing(store: Store, listing: str) -> None:
    summary = loaders.load(store, [listing])
    assert (summary.papers, summary.rejections) == (53, 0)

    def value(statement: str) -> object:
        return store.read(f"{statement} AS value").rows[0]["value"]

    assert value("MATCH (p:Paper) RETURN count(p)") == 53
    assert value("MATCH (p:Paper) WHERE p.authorCount IS NOT NULL RETURN count(p)") == 52
    assert value("MATCH (p:Paper) RETURN sum(p.authorCount)") == 234
    assert value("MATCH (p:Paper) WHERE p.publishedInferred AND p.year = 2025 RETURN count(p)") == 9
    assert value("MATCH (p:Paper) WHERE p.published IS NULL RETURN count(p)") == 0
    assert value("MATCH (p:Paper) WHERE p.comments IS NOT NULL RETURN count(p)") == 2
    assert store.read(
        "MATCH (p:Paper)-[:AFFILIATED_WITH]->(o:Organization) "
        "RETURN p.authorCount AS authors, o.name AS name, o.handle AS handle, p.comments AS comments"
    ).rows == [{"authors": None, "name": "OpenBMB", "handle": "openbmb", "comments": 2}]
    found = store.read("MATCH (:Paper)-[:HAS_CODE]->(r:Repository) RETURN r.id AS id").rows
    assert {row["id"] for row in found} == REPOSITORIES
    pages = store.read(
        "MATCH (p:Paper) WHERE size(p.projectPages) > 0 RETURN p.projectPages AS pages"
    ).rows
    assert pages == [{"pages": ["https://subhajitmaity.me/KArAt"]}]
    shown = store.read(
        "MATCH (p:Paper) WHERE p.title STARTS WITH 'Physics-Informed' "
        "RETURN p.abstract AS shown, p.rawAbstract AS raw"
    ).rows[0]
    assert "Schr\u00f6dinger" in shown["shown"]
    assert '"' not in shown["shown"]
    assert 'Schr\\"odinger' in shown["raw"]

    again = loaders.load(store, [listing])
    assert again.changes == Changes()

    citations = queries.run(store, "most-cited")
    assert citations.unknown is not None
    assert citations.unknown["unknown"] == "0 of 53 papers have references"
    assert citations.rows == []
    related = queries.run(store, "shared-topics", paper="Activation Space Selectable")
    assert any("Kolmogorov-Arnold network" in row["topics"] for row in related.rows)


def test_the_year_of_capture_can_be_given(store: Store, listing: str) -> None:
    from datetime import date

    loaders.load(store, [listing], captured=date(2025, 10, 27))
    rows = store.read(
        "MATCH (p:Paper) WHERE p.year = 2025 "
        "RETURN count(p) AS n, count(p.publishedInferred) AS inferred"
    ).rows
    assert rows == [{"n": 9, "inferred": 0}]
