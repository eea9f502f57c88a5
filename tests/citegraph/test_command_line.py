"""The command line as scripts depend on it: formats, exit codes, stdout and stderr."""

import csv
import io
import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from citegraph.graph import open_store
from tests.citegraph.in_process import Result, in_process

ROOT = Path(__file__).parents[2]
Run = Callable[..., Result]

PAPERS = [
    {
        "title": "Networks of Pointers",
        "arxivId": "1506.00001",
        "authors": ["Ada Lovelace", "Karl M\u00fcller"],
        "published": "2015-06-09",
        "topics": ["pointer network"],
        "repositories": ["github.com/lab/pointers"],
    },
    {
        "title": "Pointers to Networks",
        "authorCount": 3,
        "published": "2016",
        "topics": ["pointer network"],
        "repositories": ["https://github.com/lab/other.git"],
    },
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli")
    (folder / "papers.jsonl").write_text("".join(json.dumps(p) + "\n" for p in PAPERS))
    return folder


@pytest.fixture(scope="module")
def run(folder: Path) -> Iterator[Run]:
    """Run citegraph in a folder of its own; an engine that stays up makes it quick."""

    def run(*arguments: str) -> Result:
        return in_process(list(arguments))

    with open_store(folder / "citegraph.db"), pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        loaded = run("load", "papers.jsonl")
        assert loaded.code == 0, loaded.error
        yield run


def process(folder: Path, *arguments: str, **env: str) -> "subprocess.CompletedProcess[str]":
    """Run citegraph as a program."""
    return subprocess.run(
        [sys.executable, "-m", "citegraph", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), **env},
    )


@pytest.mark.usefixtures("run")
def test_the_program_is_what_the_other_tests_run(folder: Path) -> None:
    program, here = process(folder, "stats"), in_process(["stats"])
    assert (program.returncode, program.stdout, program.stderr) == here
    program, here = process(folder, "nonsense"), in_process(["nonsense"])
    assert (program.returncode, program.stdout, program.stderr) == here


def test_load_says_what_came_in_and_again_that_nothing_changed(run: Run) -> None:
    again = run("load", "papers.jsonl")
    assert (again.code, json.loads(again.out)) == (0, [])
    assert "2 papers" in again.error
    assert "0 changes" in again.error


def test_silent_says_nothing(run: Run) -> None:
    assert run("load", "papers.jsonl", "--silent").error == ""


TITLES = "MATCH (p:Paper) RETURN p.title AS title, p.year AS year ORDER BY year"


def test_json_is_one_array_of_objects(run: Run) -> None:
    expected = [
        {"title": "Networks of Pointers", "year": 2015},
        {"title": "Pointers to Networks", "year": 2016},
    ]
    assert json.loads(run("cypher", TITLES).out) == expected  # piped: JSON
    assert json.loads(run("cypher", TITLES, "--json").out) == expected
    assert json.loads(run("cypher", TITLES, "--format", "json").out) == expected
    lines = run("cypher", TITLES, "--nl").out.splitlines()
    assert [json.loads(line) for line in lines] == expected


def test_csv_and_tsv(run: Run) -> None:
    for option, delimiter in (("--csv", ","), ("--tsv", "\t")):
        rows = list(csv.reader(io.StringIO(run("cypher", TITLES, option).out), delimiter=delimiter))
        assert rows == [
            ["title", "year"],
            ["Networks of Pointers", "2015"],
            ["Pointers to Networks", "2016"],
        ]


def test_table(run: Run) -> None:
    lines = run("cypher", TITLES, "--format", "table").out.splitlines()
    assert any("title" in line and "year" in line for line in lines)
    assert any("Networks of Pointers" in line and "2015" in line for line in lines)


def test_parameters_are_parameters(run: Run) -> None:
    query = "MATCH (p:Paper) WHERE p.year > $after AND p.title <> $title RETURN p.year AS y"
    result = run("cypher", query, "-p", "after=2015", "-p", "title=x' OR true //", "--json")
    assert json.loads(result.out) == [{"y": 2016}]


def test_cypher_writes_only_when_told(run: Run) -> None:
    statement = "CREATE (n:Note {id: 'n'})"
    refused = run("cypher", statement)
    assert refused.code == 1
    assert len(refused.error.splitlines()) == 1
    assert "--write" in refused.error
    assert run("cypher", statement, "--write").code == 0
    assert json.loads(run("cypher", "MATCH (n:Note) RETURN n.id AS id").out) == [{"id": "n"}]
    assert run("cypher", "MATCH (n:Note) DELETE n", "--write").code == 0


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["load", "missing.txt"], 1, "missing.txt"),
        (["load", "empty.txt"], 1, "empty"),
        (["load", "binary.bin"], 1, "binary.bin"),
        (["load", "prose.txt"], 1, "prose.txt"),
        (["load", "error.json"], 1, "error.json"),
        (["load"], 2, "SOURCE"),
        (["nonsense"], 2, "nonsense"),
        (["query", "shared-topic", "-p", "paper=x"], 1, "shared-topics"),
        (["query", "shared-topics"], 1, "paper"),
        (["query", "shared-topics", "-p", "papr=1506.00001"], 1, "paper"),
        (["query", "shared-topics", "-p", "paper"], 2, "KEY=VALUE"),
        (["query", "shared-topics", "-p", "paper=Networks of Pionters"], 1, "Networks of Pointers"),
        (["cypher", "MATCH (n RETURN n"], 1, ""),
        (["cypher", "RETURN 1", "--db", "http://localhost"], 1, "neo4j://"),
        (["stats", "--db", "nowhere.db"], 1, "load a source to create it"),
        (["view", "-o", "no/such/folder/x.html"], 1, "no/such/folder"),
    ],
)
def test_bad_input_is_one_line_that_says_what_to_do(
    run: Run, folder: Path, arguments: list[str], code: int, says: str
) -> None:
    (folder / "empty.txt").write_text("")
    (folder / "binary.bin").write_bytes(bytes(range(256)) * 40)
    (folder / "prose.txt").write_text("It was a dark and stormy night.\n\nNothing was listed.\n")
    (folder / "error.json").write_text(
        '{"error": "Invalid query parameters", "message": "is_oaa is not valid"}'
    )
    result = run(*arguments)
    assert (result.code, says in result.error) == (code, True), result.error
    assert "Traceback" not in result.error
    assert result.out in ("", "[]\n")
    if code == 1:
        # A list of names may follow, indented.
        *_, last = (line for line in result.error.splitlines() if line[:2] != "  ")
        assert last.startswith("Error: ")


def test_a_server_that_does_not_answer_is_said_soon(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect, attempts = socket.socket.connect, []

    def counted(self: socket.socket, address: Any) -> None:
        attempts.append(address)
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", counted)
    result = run("stats", "--db", "bolt://127.0.0.1:9")
    assert attempts == [("127.0.0.1", 9)]  # the driver itself would try for 30 s
    assert result.code == 1
    assert "no server answers" in result.error
    doctor = run("doctor", "--db", "bolt://127.0.0.1:9")
    assert doctor.code == 1
    assert "failed" in doctor.out


def test_credentials_in_an_address_are_refused_and_not_repeated(run: Run) -> None:
    result = run("stats", "--db", "bolt://neo4j:hush-hush@127.0.0.1:9")
    assert result.code == 1
    assert "NEO4J_PASSWORD" in result.error
    assert "hush" not in result.error


def test_doctor_and_stats(run: Run) -> None:
    checks = {row["check"]: row for row in json.loads(run("doctor").out)}
    assert {row["state"] for row in checks.values()} == {"ok"}
    assert "arcadedb" in checks["engine"]["value"]
    counts = {row["what"]: row["count"] for row in json.loads(run("stats").out)}
    assert counts["Paper"] == 2
    assert counts["Repository"] == 2


def test_the_name_of_a_question_is_no_command(run: Run) -> None:
    refused = run("health")
    assert refused.code == 2
    assert "'health' is a question: citegraph query health" in refused.error


def test_unknown_is_not_none(run: Run) -> None:
    result = run("query", "most-cited", "--json")
    assert result.code == 0
    (answer,) = json.loads(result.out)
    assert answer["unknown"] == "0 of 2 papers have references"
    assert "0 of 2 papers have references" in result.error


def test_export_and_load_again(run: Run, folder: Path) -> None:
    exported = run("export", "--format", "jsonl")
    assert [json.loads(line)["title"] for line in exported.out.splitlines()] == [
        "Networks of Pointers",
        "Pointers to Networks",
    ]
    (folder / "exported.jsonl").write_text(exported.out)
    again = run("load", "exported.jsonl")
    assert "0 changes" in again.error


def test_what_an_engine_cannot_hold_is_rejected_alone(run: Run, folder: Path) -> None:
    records = [
        {"title": "A good paper with a long life", "id": "good"},
        {"title": "Too many upvotes", "upvotes": 2**63},
        {"title": "Word " * 9000, "id": "long"},
    ]
    (folder / "odd.jsonl").write_text("".join(json.dumps(r) + "\n" for r in records))
    result = run("load", "odd.jsonl", "--db", "odd.db", "--rejects", "odd.jsonl.rejects")
    assert result.code == 0, result.error
    assert "2 papers" in result.error
    (rejected,) = (folder / "odd.jsonl.rejects").read_text().splitlines()
    assert "upvotes" in json.loads(rejected)["reason"]


@pytest.mark.parametrize("unread", ["nope", "no/*.bib", "bytes.bin", "https://me:pass@[bad/x"])
def test_a_source_that_cannot_be_read_makes_the_exit_code_1(
    run: Run, folder: Path, unread: str
) -> None:
    (folder / "bytes.bin").write_bytes(bytes(range(256)))
    for sources in ((unread, "papers.jsonl"), ("papers.jsonl", unread)):
        result = run("load", *sources, "--db", "partly.db", "--json")
        assert result.code == 1
        assert result.out.startswith("[")  # the other one is loaded
        assert "papers from 1 " in result.error
        named = unread.replace("me:pass@", "")
        last = f"Error: 1 source could not be read: {named}; the others were loaded"
        assert result.error.splitlines()[-1] == last


def test_rejects_do_not_overwrite_a_source(run: Run, folder: Path) -> None:
    before = (folder / "papers.jsonl").read_text()
    (folder / "source").mkdir()
    (folder / "source" / "link.jsonl").symlink_to(folder / "papers.jsonl")
    for source in ("papers.jsonl", "source", "source/*.jsonl", "source/link.jsonl"):
        for rejects in ("papers.jsonl", "source/../papers.jsonl", "source/link.jsonl"):
            refused = run("load", source, "--rejects", rejects)
            assert refused.code == 2
            assert "would overwrite a source" in refused.error
            assert (folder / "papers.jsonl").read_text() == before


@pytest.mark.parametrize(
    "arguments",
    [
        ["query", "topics", "-p", "limit=99999999999999999999"],
        ["cypher", "RETURN $x AS x", "-p", "x=99999999999999999999"],
        ["export", "-o", "no/such/folder/x.jsonl"],
        ["load", "papers.jsonl", "--rejects", "no/such/folder/r.jsonl"],
        ["load", ""],
    ],
)
def test_no_traceback(run: Run, arguments: list[str]) -> None:
    result = run(*arguments)
    assert result.code == 1
    assert "Traceback" not in result.error
    assert "Error: " in result.error.splitlines()[-1]


def test_help_is_quick_and_light(run: Run) -> None:
    code = "import sys, citegraph.cli; print([m for m in ('neo4j', 'rich', 'networkx', 'pyvis', 'numpy', 'msgspec') if m in sys.modules])"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True
    )
    assert result.stdout.strip() == "[]"


def test_a_hostile_title_does_not_reach_the_terminal(run: Run) -> None:
    result = run("cypher", "RETURN $t AS t", "-p", 't="\\u001b[31mred\\u202e"', "--format", "table")
    assert "\x1b[31m" not in result.out
    assert "\u202e" not in result.out


def test_limit_of_a_question(run: Run) -> None:
    limited = run("query", "most-upvoted", "--limit", "1")
    assert limited.code == 0
    assert limited.out == run("query", "most-upvoted", "-p", "limit=1").out
    refused = run("query", "papers-by-year", "--limit", "1")
    assert refused.code == 1
    assert "papers-by-year has no parameter 'limit'" in refused.error


def test_required_parameters_may_be_positional(run: Run) -> None:
    named = run("query", "topic-papers", "-p", "topic=pointer network")
    assert json.loads(named.out)
    for words in (("pointer network",), ("pointer", "network")):
        assert run("query", "topic-papers", *words).out == named.out
    refused = run("query", "papers-on-both", "a", "b", "c")
    assert refused.code == 2
    assert "3 values, but papers-on-both has 2 parameters to set (topic, other)" in refused.error


def test_a_cut_answer_names_the_option_that_returns_more(run: Run) -> None:
    assert (
        "the first 1; more with --limit 10"
        in run("query", "topic-papers", "pointer network", "--limit", "1").error
    )


def test_a_cut_page_names_the_option_that_draws_more(run: Run, folder: Path) -> None:
    drawn = run(
        "view", "topic-papers", "pointer network", "-p", "limit=1", "-o", str(folder / "cut.html")
    )
    assert "the first 1; more with -p limit=10" in drawn.error


def test_a_reason_is_printed_once(run: Run, folder: Path) -> None:
    (folder / "empty.bib").touch()
    for options, where in (((), "rejected empty.bib"), (("--silent",), "Error: nothing could be")):
        refused = run("load", "empty.bib", *options)
        assert refused.code == 1
        assert refused.error.count("the input is empty") == 1
        assert where in refused.error


def test_a_question_makes_no_database_in_an_empty_folder(run: Run, tmp_path: Path) -> None:
    refused = run("query", "topics", "--db", str(tmp_path))
    assert refused.code == 1
    assert "no graph yet; load a source to create it" in refused.error
    assert not list(tmp_path.iterdir())


def test_a_value_sets_the_first_parameter_if_none_is_required(run: Run) -> None:
    named = run("query", "conflicts", "-p", "paper=Networks of Pointers")
    given = run("query", "conflicts", "Networks", "of", "Pointers")
    assert (given.code, given.out) == (0, named.out)
    assert "paper: Networks of Pointers" in given.error
    refused = run("query", "topics", "graphs")
    assert refused.code == 2
    assert "unexpected value 'graphs'; topics has no further parameter" in refused.error


@pytest.mark.parametrize("option", ["-o", "--output"])
def test_the_error_for_an_output_names_the_command_that_draws(run: Run, option: str) -> None:
    refused = run("query", "topics", option, "topics.html")
    assert refused.code == 2
    assert "'citegraph view NAME -o FILE' draws an answer" in refused.error


def test_the_error_for_an_unknown_option_names_the_parameters(run: Run) -> None:
    refused = run("query", "topic-tree", "--topic", "graphs")
    assert refused.code == 2
    assert "No such option '--topic'. Parameters of topic-tree: -p topic=..." in refused.error


def test_a_number_in_words_is_refused_as_no_integer(run: Run) -> None:
    refused = run("query", "topics", "--limit", "ten")
    assert refused.code == 2
    assert "'ten' is not a valid integer." in refused.error


def test_questions_that_contain_words(run: Run) -> None:
    found = json.loads(run("queries", "Retracted", "directly").out)
    assert [row["name"] for row in found] == ["retraction-reach"]
    listed = run("queries", "cite", "--format", "table")
    assert "retraction-reach [PAPER] *" in listed.out
    assert "citegraph query NAME --help" in listed.error
    assert "no question contains 'zzz'" in run("queries", "zzz").error


def test_a_file_is_no_paper(run: Run, folder: Path) -> None:
    (folder / "mine.bib").write_text("@article{a, title={Pointers}}")
    assert "mine.bib is a file; write --like before each file" in run("related", "mine.bib").error


def test_an_answer_names_its_subject(run: Run) -> None:
    exact = run("query", "links", "Networks of Pointers")
    assert "paper: Networks of Pointers (arxiv:1506.00001), by title" in exact.error
    assert run("query", "links", "Networks of Pointers", "--silent").error == ""
    inexact = run("query", "links", "Networks of", "--silent")
    assert "no paper is named 'Networks of'" in inexact.error


def test_a_choice_on_a_terminal(run: Run, folder: Path) -> None:
    pty = pytest.importorskip("pty")
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "citegraph", "query", "links", "Pointers", "--json"],
        cwd=folder,
        stdin=follower,
        stdout=subprocess.PIPE,
        stderr=follower,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    os.write(leader, b"2\n")
    rows = json.loads(process.communicate(timeout=120)[0])
    seen = os.read(leader, 4096).decode()
    os.close(leader)
    os.close(follower)
    assert process.returncode == 0, seen
    assert "  1  Networks of Pointers (arxiv:1506.00001)" in seen
    assert "github.com/lab/other" in {row["id"] for row in rows}


def test_a_page_without_a_file_opens_in_the_browser(run: Run, folder: Path) -> None:
    browser = folder / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > {folder}/opened\n')
    browser.chmod(0o755)
    assert process(folder, "view", BROWSER=str(browser), TMPDIR=str(folder)).returncode == 0
    page = Path((folder / "opened").read_text().strip().removeprefix("file://"))
    assert page.parent == folder
    assert "<html" in page.read_text()[:200]


def test_help_describes_the_question_that_is_named(run: Run) -> None:
    for arguments in (("shared-topics", "--help"), ("--help", "shared-topics")):
        help = run("query", *arguments).out
        assert "shared-topics: " in help
        assert "-p paper=..." in help
        assert "default: 20" in help
    assert "-p paper=..." not in run("query", "--help").out


def test_export_as_graphml(run: Run, folder: Path) -> None:
    networkx = pytest.importorskip("networkx")
    statement = "CREATE (:Paper {id: 'own:graphml', title: $title, `a\1b`: 1, load: datetime()})"
    assert run("cypher", statement, "--write", "-p", r'title="<a>&\u0001 \ufffe"').code == 0
    try:
        written = run("export", "--format", "graphml", "-o", "graph.graphml")
        assert written.code == 0, written.error
        graph = networkx.read_graphml(folder / "graph.graphml")
        counted = json.loads(run("stats").out)
    finally:
        run("cypher", "MATCH (p {id: 'own:graphml'}) DELETE p", "--write")
    counts = {row["what"]: row["count"] for row in counted if " " not in row["what"]}
    edges = sum(n for what, n in counts.items() if what.replace("_", "").isupper())
    nodes = sum(n for what, n in counts.items() if not what.replace("_", "").isupper())
    assert (graph.number_of_nodes(), graph.number_of_edges()) == (nodes, edges)
    assert graph.nodes["Paper:own:graphml"]["title"] == "<a>&   "
    assert graph.nodes["Paper:own:graphml"]["a b"] == 1
    assert graph.nodes["Paper:arxiv:1506.00001"]["year"] == 2015
