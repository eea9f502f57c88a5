"""``citegraph enrich`` and ``Graph.enrich``: from a graph through a service into the graph."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec
import pytest

import citegraph as cg
from citegraph import queries
from citegraph.enriching import SERVICES
from citegraph.graph.exporting.papers import records
from citegraph.graph.store import Store
from citegraph.loaders import load
from citegraph.loaders.documents.http import Fetcher, Limits
from citegraph.loaders.services.enrichment import Enrichment, enrich
from tests.loaders.scholar import KEYS, Scholar, scholar

QUICK = Limits(pause=0, backoff=0.01, silence=5, total=200)
BY_ADA = {"published": "2024", "authors": ["Ada Lovelace"]}
PAPERS: list[dict[str, Any]] = [
    {"title": "A first work", "arxivId": "2403.00001", **BY_ADA},
    {"title": "A second work about citations", "doi": "10.1000/w2", **BY_ADA},
    {"title": "A third work about citations", "published": "2024", "authors": ["A. Lovelace"]},
    {"title": "A fourth work about citations", "published": "2024", "authors": ["Bo Chen"]},
    {"title": "Nobody knows this work", "published": "2024", "authors": ["Cy Park"]},
    {"title": "A work of an unknown DOI", "doi": "10.1000/unknown", **BY_ADA},
]


@pytest.fixture
def server() -> Iterator[Scholar]:
    with scholar() as made:
        made.add(1, "A first work", arxiv="2403.00001", cites=(7, 8))
        made.add(2, "A second work about citations", cites=(7, 8, 1))
        made.add(3, "A third work about citations", cites=(7,), retracted=True)
        made.add(4, "A fourth work about citations", cites=(7,))
        made.add(7, "An often cited work")
        made.add(8, "Another cited work")
        yield made


@pytest.fixture
def graph(store: Store, tmp_path: Path) -> Store:
    source = tmp_path / "papers.jsonl"
    source.write_bytes(b"".join(msgspec.json.encode(paper) + b"\n" for paper in PAPERS))
    load(store, [str(source)])
    return store


def run(graph: Store, cache: Path, service: str = "openalex", **more: Any) -> Enrichment:
    with Fetcher(cache, QUICK, sleep=lambda _: None) as fetcher:
        return enrich(graph, service, fetcher=fetcher, **more)


def results(made: Enrichment) -> dict[str, str]:
    return {one.title or one.paper: one.result for one in made.outcomes}


def rows(graph: Store, statement: str) -> list[tuple[Any, ...]]:
    return [tuple(row.values()) for row in graph.read(statement).rows]


CITES = "MATCH (a:Paper)-[:CITES]->(b:Paper) RETURN a.title AS a, count(b) AS n ORDER BY a"


def test_papers_are_completed(graph: Store, server: Scholar, tmp_path: Path) -> None:
    made = run(graph, tmp_path / "cache")
    assert results(made) == {
        "A first work": "found by identifier",
        "A second work about citations": "found by identifier",
        "A third work about citations": "found by title",
        "A fourth work about citations": "rejected",
        "Nobody knows this work": "unknown",
        "A work of an unknown DOI": "unknown",
    }
    assert made.plan.calls == 4  # one list, three titles
    assert made.plan.title_calls == 3  # at most, for what the list lacks
    assert made.calls == len(server.calls) == 5
    assert made.plan.usd == pytest.approx(0.0031)
    assert made.plan.most_usd == pytest.approx(0.0061)
    assert made.plan.most_minutes == pytest.approx(made.plan.minutes * 7 / 4)
    assert made.left == "0.9 of 1 USD left today"
    assert rows(graph, CITES) == [
        ("A first work", 2),
        ("A second work about citations", 3),
        ("A third work about citations", 1),
    ]
    statement = "MATCH (p:Paper {title: 'A third work about citations'}) RETURN p.openalexId AS id, p.retracted AS r"
    assert rows(graph, statement) == [("W1000003", True)]
    titles = "MATCH (p:Paper) WHERE p.stub IS NULL OR NOT p.stub RETURN count(p) AS n"
    assert rows(graph, titles) == [(6,)]

    again = run(graph, tmp_path / "cache")
    assert again.plan.calls == again.calls == 0
    assert len(server.calls) == 5
    assert results(again) == results(made)
    assert again.summary is not None
    assert not again.summary.changes


@pytest.mark.parametrize(
    ("service", "calls", "cited"),
    [
        (
            "semantic-scholar",
            5,
            {
                "A first work": 2,
                "A second work about citations": 3,
                "A third work about citations": 1,
            },
        ),
        (
            "crossref",
            6,
            {
                "A first work": 2,
                "A second work about citations": 3,
                "A third work about citations": 1,
            },
        ),
        ("opencitations", 4, {"A first work": 2, "A second work about citations": 3}),
        ("arxiv", 6, {}),
    ],
)
def test_each_service(
    graph: Store, server: Scholar, tmp_path: Path, service: str, calls: int, cited: dict[str, int]
) -> None:
    plan = run(graph, tmp_path / "cache", service, only_plan=True).plan
    assert not server.calls
    made = run(graph, tmp_path / "cache", service)
    assert made.calls == len(server.calls) == calls
    assert plan.calls <= calls <= plan.calls + plan.title_calls
    assert (
        results(made)["A second work about citations" if cited else "A first work"]
        == "found by identifier"
    )
    assert dict(rows(graph, CITES)) == cited
    again = run(graph, tmp_path / "cache", service)
    assert again.calls == again.plan.title_calls == 0
    assert again.summary is not None
    assert not again.summary.changes


def test_a_title_that_cannot_be_compared_is_not_looked_up(
    store: Store, server: Scholar, tmp_path: Path
) -> None:
    source = tmp_path / "papers.jsonl"
    source.write_text('{"title": "A first work"}\n{"title": "A third work about citations"}\n')
    load(store, [str(source)])
    made = run(store, tmp_path / "cache")
    assert server.calls == []
    assert {one.reason for one in made.outcomes} == {
        "no identifier that OpenAlex accepts (openalex, doi, arxiv, pmid), and no year or author "
        "to verify a paper with the same title"
    }


def test_a_paper_of_an_unknown_identifier_is_looked_up_by_title(
    store: Store, server: Scholar, tmp_path: Path
) -> None:
    server.add(5, "Graphs of pages and links", cites=(7,))
    server.add(6, "Molecules fold at random", cites=(7,))
    written = {"published": "2024", "authors": ["Ada Lovelace"]}
    papers = [
        {"title": "Graphs of pages and links", "arxivId": "2403.00005", **written},
        {"title": "Molecules fold at random", "doi": "10.1000/other", **written},
    ]
    source = tmp_path / "papers.jsonl"
    source.write_bytes(b"".join(msgspec.json.encode(paper) + b"\n" for paper in papers))
    load(store, [str(source)])
    plan = run(store, tmp_path / "cache", only_plan=True).plan
    assert (plan.calls, plan.title_calls, plan.row()["at_most"]) == (1, 2, 3)
    made = run(store, tmp_path / "cache")
    assert made.calls == len(server.calls) == 3
    assert results(made) == {
        "Graphs of pages and links": "found by title",
        "Molecules fold at random": "rejected",  # another DOI
    }
    assert rows(store, CITES) == [("Graphs of pages and links", 1)]
    again = run(store, tmp_path / "cache")
    assert again.calls == again.plan.calls == again.plan.title_calls == 0
    assert results(again) == results(made)


def test_the_missing_references_get_titles_and_stay_missing(
    graph: Store, server: Scholar, tmp_path: Path
) -> None:
    run(graph, tmp_path / "cache")
    question = queries.run(graph, "missing-references")
    found = [(row["id"], row["title"], row["citations"]) for row in question.rows]
    assert found == [("openalex:W1000007", None, 3), ("openalex:W1000008", None, 2)]
    advice = "2 of 2 works have no title; enrich the papers of missing-references (with openalex)"
    assert advice in (question.note or "")
    made = run(graph, tmp_path / "cache", ids=[id for id, _, _ in found])
    assert made.calls == made.plan.calls == 1
    question = queries.run(graph, "missing-references")
    assert "no title" not in (question.note or "")
    assert [(row["title"], row["year"], row["citations"]) for row in question.rows] == [
        ("An often cited work", 2024, 3),
        ("Another cited work", 2024, 2),
    ]
    assert run(graph, tmp_path / "cache").calls == 0


def test_a_failed_call_stops_the_run_and_the_next_one_continues(
    graph: Store, server: Scholar, tmp_path: Path
) -> None:
    """A short Retry-After is waited for; one of a day ends the run with what was read so far."""
    server.failures = [(429, {"Retry-After": "1"}, b""), (503, {}, b""), (500, {}, b"")]
    server.failures += [server._reply("/openalex/works?filter=doi:10.1000/w2", "")]
    server.failures += [(429, {"Retry-After": "90000"}, b"")]
    made = run(graph, tmp_path / "cache")
    assert made.stopped is not None
    assert "90000 s" in made.stopped
    assert results(made)["A second work about citations"] == "found by identifier"
    assert rows(graph, CITES) == [("A second work about citations", 3)]
    before = len(server.calls)
    again = run(graph, tmp_path / "cache")
    assert again.plan.calls == 3
    assert again.calls == len(server.calls) - before == 5  # two identifiers are not in the list
    assert again.stopped is None


def test_a_paper_whose_references_are_missing_is_found_in_part(
    graph: Store, server: Scholar, tmp_path: Path
) -> None:
    """OpenCitations has the references of each paper in a reply of their own."""
    metadata = "/opencitations/meta/v1/metadata/doi:10.1000/w2__doi:10.48550/arxiv.2403.00001"
    server.failures = [server._reply(metadata, ""), (403, {}, b"")]
    made = run(graph, tmp_path / "cache", "opencitations")
    assert results(made)["A first work"] == "found in part"
    assert results(made)["A second work about citations"] == "found in part"
    assert {one.reason for one in made.outcomes if one.result == "found in part"} == {
        made.stopped,
        "the run ended early; run it again to continue",
    }
    made = run(graph, tmp_path / "cache", "opencitations")
    assert results(made)["A first work"] == "found by identifier"
    assert len(server.calls) == 5  # the refused call is repeated, the answered one is not


@pytest.mark.parametrize("service", SERVICES)
def test_each_call_at_the_server_is_counted(
    graph: Store, server: Scholar, tmp_path: Path, service: str
) -> None:
    place = f"{server.url}/arxiv/elsewhere"
    server.failures = [
        (503, {"Retry-After": "0"}, b""),
        (301, {"Location": place}, b""),
        (429, {"Retry-After": "0"}, b""),
        (400, {}, b'{"error": "refused"}'),
    ]
    made = run(graph, tmp_path / "cache", service)
    assert len(server.calls) == made.calls
    assert made.repeated == 3


def test_an_address_that_is_not_valid_names_its_variable(
    graph: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CITEGRAPH_OPENALEX_URL", "//host")
    made = run(graph, tmp_path / "cache")
    assert made.stopped is not None
    assert made.stopped.endswith("; check the environment variable CITEGRAPH_OPENALEX_URL")


@pytest.mark.parametrize(
    ("service", "reply"),
    [
        ("semantic-scholar", b'{"error": "Response size exceeds the limit of 10MB"}'),
        ("openalex", b'{"error": "Invalid query parameters error."}'),
    ],
)
def test_a_refused_batch_is_halved(
    graph: Store, server: Scholar, tmp_path: Path, service: str, reply: bytes
) -> None:
    """Its reply would be too large, or one of its identifiers is not accepted."""
    server.failures = [(400, {}, reply)]
    made = run(graph, tmp_path / "cache", service)
    assert results(made)["A first work"] == "found by identifier"
    assert results(made)["A second work about citations"] == "found by identifier"
    assert made.summary is not None
    [note] = [text for text in made.summary.notes if "refused" in text]
    assert note.endswith("refused a batch 1 time; the smaller batches added 2 calls to the plan")
    assert made.summary.size == made.summary.read == made.calls - 1
    assert len(server.calls) == made.calls
    assert run(graph, tmp_path / "cache", service).calls == 0


@pytest.mark.parametrize(
    ("service", "failure", "refresh"),
    [
        ("openalex", (400, {}, b"{}"), False),  # the batch is halved
        ("opencitations", (400, {}, b"{}"), False),
        ("openalex", (404, {}, b"{}"), True),  # its papers are looked up by title, later by DOI
    ],
)
def test_the_graph_does_not_depend_on_how_papers_are_divided_into_requests(
    graph: Store, server: Scholar, tmp_path: Path, service: str, failure: Any, refresh: bool
) -> None:
    server.failures = [failure]
    run(graph, tmp_path / "failed", service)
    run(graph, tmp_path / "failed", service, refresh=refresh)
    interrupted = exported(graph)
    graph.write("MATCH (n) DETACH DELETE n")
    load(graph, [str(tmp_path / "papers.jsonl")])
    run(graph, tmp_path / "undisturbed", service)
    assert exported(graph) == interrupted


def exported(graph: Store) -> list[bytes]:
    return sorted(map(msgspec.json.encode, records(graph)))


def test_one_identifier_that_is_not_accepted_hides_no_other(
    store: Store, server: Scholar, tmp_path: Path
) -> None:
    """All batches with one of the PubMed IDs are refused."""
    for number in range(10, 15):
        server.add(number, f"Paper number {number} of medicine", pmid=str(number))
    papers = [{"title": f"Paper number {n} of medicine", "pmid": str(n)} for n in range(10, 15)]
    source = tmp_path / "papers.jsonl"
    source.write_bytes(b"".join(msgspec.json.encode(paper) + b"\n" for paper in papers))
    load(store, [str(source)])
    server.refused = "12"
    found = results(run(store, tmp_path / "cache", limit=5))
    assert found.pop("Paper number 12 of medicine") == "failed"
    assert set(found.values()) == {"found by identifier"}


def command(*arguments: str, **more: Any) -> "subprocess.Popen[str]":
    program = [sys.executable, "-m", "citegraph", *arguments]
    return subprocess.Popen(
        program, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ | more
    )


def test_the_command_waits_ends_and_ignores_works_that_it_did_not_ask_for(
    server: Scholar, tmp_path: Path
) -> None:
    source = tmp_path / "papers.jsonl"
    source.write_bytes(b"".join(msgspec.json.encode(paper) + b"\n" for paper in PAPERS[:2]))
    db = ("--db", str(tmp_path / "graph.db"))
    with cg.open(tmp_path / "graph.db") as g:
        g.load(source)
    home = {"XDG_CACHE_HOME": str(tmp_path / "home"), "CITEGRAPH_LINGER": "0"}

    def run_command(*options: str) -> tuple[int, list[dict[str, Any]], str]:
        before = len(server.calls)
        process = command("enrich", "--with", "openalex", "--json", *options, *db, **home)
        output, errors = process.communicate(timeout=120)
        assert process.returncode in (0, 1), errors
        answer = json.loads(output) if output else []
        return len(server.calls) - before, answer, errors

    server.failures = [(429, {"Retry-After": "90000"}, b"")]
    calls, _, errors = run_command()
    assert calls == 1
    assert "90000 s" in errors
    assert "run the same command again to continue" in errors
    server.add(9, "A work that nobody asked for")
    wrong = server._reply("/openalex/works?filter=doi:10.1000/w9", "")
    server.failures = [(429, {"Retry-After": "1"}, b""), wrong]
    calls, answer, errors = run_command()
    assert "; 1 call, " in errors
    assert "; at most 2 further calls by title" in errors
    assert calls == 4  # the batch twice, then a title each
    assert " records from " in errors  # a service may have several of one paper
    assert answer == [{"result": "found by title", "papers": 2, "reason": None}]
    for options in ((), ("--plan",)):
        calls, answer, errors = run_command(*options)
        assert calls == 0
        assert "at most" not in errors
    assert (answer[0]["calls"], answer[0]["at_most"]) == (0, 0)
    with cg.open(tmp_path / "graph.db") as g:
        titles = [row["title"] for row in g.cypher("MATCH (p:Paper) RETURN p.title AS title").rows]
    assert len(titles) > 2
    assert "A work that nobody asked for" not in titles


def test_killed_half_way_and_continued(server: Scholar, tmp_path: Path) -> None:
    """No call is made twice: what was read before the kill is kept."""
    papers = [
        {"title": f"Work number {n} of many", "published": "2024", "authors": ["Ada Lovelace"]}
        for n in range(12)
    ]
    for number in range(12):
        server.add(100 + number, f"Work number {number} of many", cites=(7,))
    source = tmp_path / "papers.jsonl"
    source.write_bytes(b"".join(msgspec.json.encode(paper) + b"\n" for paper in papers))
    db = ("--db", str(tmp_path / "graph.db"))
    with cg.open(tmp_path / "graph.db") as g:
        g.load(source)
    home = {"XDG_CACHE_HOME": str(tmp_path / "home"), "CITEGRAPH_LINGER": "0"}
    server.delay = 0.2
    first = command("enrich", "--with", "openalex", *db, **home)
    while len(server.calls) < 6 and first.poll() is None:
        time.sleep(0.02)
    arguments = b"".join(_contents(Path("/proc").glob("[0-9]*/cmdline")))
    first.send_signal(signal.SIGKILL)
    _, errors = first.communicate()
    assert len(server.calls) >= 6, errors
    server.delay = 0.0
    second = command("enrich", "--with", "openalex", "--json", *db, **home)
    output, errors = second.communicate(timeout=120)
    assert second.returncode == 0, errors
    assert json.loads(output) == [{"result": "found by title", "papers": 12, "reason": None}]
    paths = [path for path, _, _ in server.calls]
    twice = {path for path in paths if paths.count(path) > 1}
    assert len(paths) <= 13  # the call that the kill cut off was not answered
    assert len(twice) <= 1
    assert "replies from the cache" in errors
    page = command("view", "-o", str(tmp_path / "page.html"), *db, **home)
    _, errors = page.communicate(timeout=120)
    assert page.returncode == 0, errors
    # Keys are in no page, output, argument of a process, file name or file: cache, database and its log.
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    names = "".join(map(str, files))
    written = b"".join(_contents(files))
    assert b"Work number" in written
    assert not [one for one in KEYS.values() if one in output + errors + names]
    assert not [one for one in KEYS.values() if one.encode() in arguments + written]


def _contents(paths: Iterable[Path]) -> Iterator[bytes]:
    for path in paths:
        with suppress(OSError):  # a process that ended, or of another user
            yield path.read_bytes()
