"""A citation network loaded from two sources equals its gold, edge by edge, in any order."""

import json
import random
import re
from pathlib import Path
from typing import Any

import pytest

from citegraph import loaders
from citegraph.graph import Store
from citegraph.graph.identity import ids
from citegraph.graph.identity.resolve import identifier
from citegraph.queries.coverage import dangling

SHARED = Path(__file__).parents[3] / "shared" / "data" / "sources"
Edges = set[tuple[int, int]]


def doi(n: int) -> str:
    return f"10.5555/{'ABCdef'[n % 6]}{n}"


def openalex(size: int, edges: Edges) -> str:
    works = [
        {
            "id": f"https://openalex.org/W{1000 + n}",
            "doi": f"https://doi.org/{doi(n)}",
            "title": f"Network paper number {n}",
            "publication_year": 2020,
            "referenced_works": [f"https://openalex.org/W{1000 + b}" for a, b in edges if a == n],
        }
        for n in range(size)
    ]
    return "\n".join(map(json.dumps, works))


def opencitations(size: int, edges: Edges) -> str:
    rows = [f"oci:{a}-{b},doi:{doi(a).lower()},doi:{doi(b).upper()},2020,,no,no" for a, b in edges]
    return "\n".join(["oci,citing,cited,creation,timespan,journal_sc,author_sc", *rows])


def crossref(size: int, edges: Edges) -> str:
    items: list[dict[str, Any]] = [
        {
            "DOI": doi(n),
            "title": [f"Network paper number {n}"],
            "prefix": "10.5555",
            "member": "1",
            "type": "journal-article",
            "reference-count": 1,
            "is-referenced-by-count": 0,
            "reference": [
                *({"key": str(b), "DOI": doi(b).upper()} for a, b in edges if a == n),
                {"key": "text", "unstructured": "A book that has no identifier"},
            ],
        }
        for n in range(size)
    ]
    return json.dumps({"message-type": "work-list", "message": {"items": items}})


def semantic_scholar(size: int, edges: Edges) -> str:
    works = [
        {
            "paperId": f"{n:040x}",
            "externalIds": {"DOI": doi(n), "CorpusId": 500 + n},
            "title": f"Network paper number {n}",
            "references": [
                {"paperId": f"{b:040x}", "title": f"Network paper number {b}"}
                for a, b in edges
                if a == n
            ],
        }
        for n in range(size)
    ]
    return json.dumps(works)


WRITERS = {
    "works.jsonl": openalex,
    "pairs.csv": opencitations,
    "crossref.json": crossref,
    "s2.json": semantic_scholar,
}
PAIRS = [("works.jsonl", "pairs.csv"), ("crossref.json", "s2.json"), ("s2.json", "works.jsonl")]


@pytest.mark.parametrize("names", PAIRS, ids=" and ".join)
def test_two_sources_give_the_network(store: Store, tmp_path: Path, names: tuple[str, str]) -> None:
    choose = random.Random(names[0])
    for seed in range(2):
        size = 12
        gold = {
            (a, b) for a in range(size) for b in range(size) if a != b and choose.random() < 0.25
        }
        parts: list[Edges] = [set(), set()]
        for edge in gold:
            for part in choose.choice((parts, parts[:1], parts[1:])):
                part.add(edge)
        files = []
        for name, part in zip(names, parts, strict=True):
            (tmp_path / name).write_text(WRITERS[name](size, part), "utf-8")
            files.append(str(tmp_path / name))
        for order in (files, files[::-1]):
            store.write("MATCH (n) DETACH DELETE n")
            for file in order:
                loaders.load(store, [file])
            rows = store.read(
                "MATCH (a:Paper)-[:CITES]->(b:Paper) RETURN a.doi AS a, b.doi AS b"
            ).rows
            expected = sorted((doi(a).lower(), doi(b).lower()) for a, b in gold)
            assert sorted((row["a"], row["b"]) for row in rows) == expected, (seed, order)
            [count] = store.read("MATCH (n:Paper) RETURN count(n) AS n").rows
            assert count["n"] == size


def test_dangling_references_are_counted(store: Store, tmp_path: Path) -> None:
    (tmp_path / "crossref.json").write_text(crossref(2, {(0, 1), (0, 7)}), "utf-8")
    loaders.load(store, [str(tmp_path / "crossref.json")])
    assert dangling(store) == [
        {"what": "cited works known only by identifier", "count": 1, "of": 2},
        {"what": "references without identifier and title", "count": 2, "of": 4},
    ]


def real_network() -> set[tuple[str, str]]:
    """The citations in the shared files of Crossref (by DOI) and OpenAlex, as pairs of names."""
    gold = set()
    for file in sorted((SHARED / "crossref").glob("*.json")):
        message = json.loads(file.read_text("utf-8")).get("message", {})
        for work in message.get("items", [message]) if isinstance(message, dict) else []:
            for cited in work.get("reference") or ():
                in_text = re.search(r"\b10\.\d{4,9}/[^\s,;]*\w", cited.get("unstructured", ""))
                if work.get("DOI") and (given := cited.get("DOI") or (in_text and in_text[0])):
                    given = given.lower().replace("\u2010", "-")  # a typographic hyphen
                    gold.add((f"doi:{work['DOI'].lower()}", f"doi:{given}"))
    for file in sorted((SHARED / "openalex").glob("*.json")):
        found = json.loads(file.read_text("utf-8"))
        for work in found.get("results", [found]) if isinstance(found, dict) else found:
            for cited in (isinstance(work, dict) and work.get("referenced_works")) or ():
                gold.add((f"openalex:{work['id'][21:]}", f"openalex:{cited[21:]}"))
    return gold


@pytest.mark.skipif(not SHARED.exists(), reason="the shared source files are not here")
def test_two_real_sources_give_their_network_edge_by_edge(store: Store) -> None:
    gold = real_network()
    assert {a.partition(":")[0] for a, _ in gold} == {"doi", "openalex"}
    loaders.load(store, [str(SHARED / "crossref"), str(SHARED / "openalex")])
    names = {}  # of each identifier, the node; a paper may have several
    for row in store.read(
        "MATCH (n:Paper) RETURN n.id AS id, n.doi AS doi, n.openalexId AS w, n.alsoKnownAs AS a"
    ).rows:
        own = [row["id"], f"doi:{row['doi']}", f"openalex:{row['w']}"]
        names |= dict.fromkeys([*own, *map(identifier, row["a"] or ())], row["id"])
    rows = store.read(
        "MATCH (a:Paper)-[r:CITES]->(b:Paper) RETURN a.id AS a, b.id AS b, r.sources AS s"
    ).rows
    found = {(row["a"], row["b"]) for row in rows}

    def node(name: str) -> str | None:
        return f"arxiv:{number}" if (number := ids.arxiv(name)) else names.get(name)

    expected = {(node(a), node(b)) for a, b in gold}
    expected = {(a, b) for a, b in expected if a != b}
    assert sorted(map(str, expected - found)) == []
    # References of Crossref without a DOI are cited by title.
    titled = {
        row["id"]
        for row in store.read(
            "MATCH (n:Paper) WHERE n.doi IS NULL AND n.openalexId IS NULL RETURN n.id AS id"
        ).rows
    }
    assert sorted((a, b) for a, b in found - expected if b not in titled) == []
    [cited, _] = dangling(store)
    stubs = store.read("MATCH (n:Paper {stub: true}) RETURN count(n) AS n").rows[0]["n"]
    assert 0 < cited["count"] <= stubs
