"""The command line as scripts depend on it: formats, exit codes, stdout and stderr."""

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]

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
    from citegraph.graph import open_store

    def run(*arguments: str, **options: object) -> "subprocess.CompletedProcess[str]":
        environment = {
            **os.environ,
            "PYTHONPATH": str(Path(__file__).parents[2]),
            **options.pop("env", {}),
        }  # type: ignore[dict-item]  # env is a dictionary
        # mypy cannot choose an overload, as the options are a dictionary of any values
        return subprocess.run(  # type: ignore[call-overload,no-any-return]  # see above
            [sys.executable, "-m", "citegraph", *arguments],
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=60,
            env=environment,
            check=False,
            **options,
        )

    with open_store(folder / "citegraph.db"):
        loaded = run("load", "papers.jsonl")
        assert loaded.returncode == 0, loaded.stderr
        yield run


def test_load_says_what_came_in_and_again_that_nothing_changed(run: Run) -> None:
    again = run("load", "papers.jsonl")
    assert (again.returncode, json.loads(again.stdout)) == (0, [])
    assert "2 papers" in again.stderr
    assert "0 changes" in again.stderr


def test_silent_says_nothing(run: Run) -> None:
    assert run("load", "papers.jsonl", "--silent").stderr == ""


TITLES = "MATCH (p:Paper) RETURN p.title AS title, p.year AS year ORDER BY year"


def test_json_is_one_array_of_objects(run: Run) -> None:
    expected = [
        {"title": "Networks of Pointers", "year": 2015},
        {"title": "Pointers to Networks", "year": 2016},
    ]
    assert json.loads(run("cypher", TITLES).stdout) == expected  # piped: JSON
    assert json.loads(run("cypher", TITLES, "--json").stdout) == expected
    assert json.loads(run("cypher", TITLES, "--format", "json").stdout) == expected
    lines = run("cypher", TITLES, "--nl").stdout.splitlines()
    assert [json.loads(line) for line in lines] == expected


def test_csv_and_tsv(run: Run) -> None:
    for option, delimiter in (("--csv", ","), ("--tsv", "\t")):
        rows = list(
            csv.reader(io.StringIO(run("cypher", TITLES, option).stdout), delimiter=delimiter)
        )
        assert rows == [
            ["title", "year"],
            ["Networks of Pointers", "2015"],
            ["Pointers to Networks", "2016"],
        ]


def test_table(run: Run) -> None:
    lines = run("cypher", TITLES, "--format", "table").stdout.splitlines()
    assert any("title" in line and "year" in line for line in lines)
    assert any("Networks of Pointers" in line and "2015" in line for line in lines)


def test_parameters_are_parameters(run: Run) -> None:
    query = "MATCH (p:Paper) WHERE p.year > $after AND p.title <> $title RETURN p.year AS y"
    result = run("cypher", query, "-p", "after=2015", "-p", "title=x' OR true //", "--json")
    assert json.loads(result.stdout) == [{"y": 2016}]


def test_cypher_writes_only_when_told(run: Run) -> None:
    statement = "CREATE (n:Note {id: 'n'})"
    refused = run("cypher", statement)
    assert refused.returncode == 1
    assert len(refused.stderr.splitlines()) == 1
    assert "write option" in refused.stderr
    assert run("cypher", statement, "--write").returncode == 0
    assert json.loads(run("cypher", "MATCH (n:Note) RETURN n.id AS id").stdout) == [{"id": "n"}]
    assert run("cypher", "MATCH (n:Note) DELETE n", "--write").returncode == 0


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
    assert (result.returncode, says in result.stderr) == (code, True), result.stderr
    assert "Traceback" not in result.stderr
    assert result.stdout in ("", "[]\n")
    if code == 1:
        # A list of names may follow, indented.
        *_, last = (line for line in result.stderr.splitlines() if line[:2] != "  ")
        assert last.startswith("Error: ")


def test_a_server_that_does_not_answer_is_said_soon(run: Run) -> None:
    started = time.monotonic()
    result = run("stats", "--db", "bolt://127.0.0.1:9")
    assert time.monotonic() - started < 25  # the driver itself would try for 30 s
    assert result.returncode == 1
    assert "no server answers" in result.stderr
    doctor = run("doctor", "--db", "bolt://127.0.0.1:9")
    assert doctor.returncode == 1
    assert "failed" in doctor.stdout


def test_credentials_in_an_address_are_refused_and_not_repeated(run: Run) -> None:
    result = run("stats", "--db", "bolt://neo4j:hush-hush@127.0.0.1:9")
    assert result.returncode == 1
    assert "NEO4J_PASSWORD" in result.stderr
    assert "hush" not in result.stderr


def test_doctor_and_stats(run: Run) -> None:
    checks = {row["check"]: row for row in json.loads(run("doctor").stdout)}
    assert {row["state"] for row in checks.values()} == {"ok"}
    assert "arcadedb" in checks["engine"]["value"]
    counts = {row["what"]: row["count"] for row in json.loads(run("stats").stdout)}
    assert counts["Paper"] == 2
    assert counts["Repository"] == 2


def test_unknown_is_not_none(run: Run) -> None:
    result = run("query", "most-cited", "--json")
    assert result.returncode == 0
    (answer,) = json.loads(result.stdout)
    assert answer["unknown"] == "0 of 2 papers have references"
    assert "0 of 2 papers have references" in result.stderr


def test_export_and_load_again(run: Run, folder: Path) -> None:
    exported = run("export", "--format", "jsonl")
    assert [json.loads(line)["title"] for line in exported.stdout.splitlines()] == [
        "Networks of Pointers",
        "Pointers to Networks",
    ]
    (folder / "exported.jsonl").write_text(exported.stdout)
    again = run("load", "exported.jsonl")
    assert "0 changes" in again.stderr


def test_a_closed_pipe_is_quiet(run: Run, folder: Path) -> None:
    command = (
        f"{sys.executable} -m citegraph cypher 'UNWIND range(1, 9000) AS n RETURN n' --nl | head -1"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    result = subprocess.run(
        command,
        shell=True,
        cwd=folder,
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )
    assert (result.stdout, result.stderr) == ('{"n": 1}\n', "")


def test_interrupted_is_130(run: Run, folder: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    process = subprocess.Popen(
        [sys.executable, "-m", "citegraph", "load", "-"],
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        # Where the tests themselves run in the background, Ctrl-C is ignored by inheritance.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    time.sleep(4.0)
    process.send_signal(signal.SIGINT)
    _, error = process.communicate(timeout=120)
    assert process.returncode == 130, error
    assert b"Traceback" not in error


def test_what_an_engine_cannot_hold_is_rejected_alone(run: Run, folder: Path) -> None:
    records = [
        {"title": "A good paper with a long life", "id": "good"},
        {"title": "Too many upvotes", "upvotes": 2**63},
        {"title": "Word " * 9000, "id": "long"},
    ]
    (folder / "odd.jsonl").write_text("".join(json.dumps(r) + "\n" for r in records))
    result = run("load", "odd.jsonl", "--db", "odd.db", "--rejects", "odd.jsonl.rejects")
    assert result.returncode == 0, result.stderr
    assert "2 papers" in result.stderr
    (rejected,) = (folder / "odd.jsonl.rejects").read_text().splitlines()
    assert "upvotes" in json.loads(rejected)["reason"]


def test_rejects_do_not_overwrite_a_source(run: Run, folder: Path) -> None:
    before = (folder / "papers.jsonl").read_text()
    assert run("load", "papers.jsonl", "--rejects", "papers.jsonl").returncode == 2
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
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    assert "Error: " in result.stderr.splitlines()[-1]


def test_help_is_quick_and_light(run: Run) -> None:
    code = "import sys, citegraph.cli; print([m for m in ('neo4j', 'rich', 'networkx', 'pyvis', 'numpy', 'msgspec') if m in sys.modules])"
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True
    )
    assert result.stdout.strip() == "[]"


def test_a_hostile_title_does_not_reach_the_terminal(run: Run) -> None:
    result = run("cypher", "RETURN $t AS t", "-p", 't="\\u001b[31mred\\u202e"', "--format", "table")
    assert "\x1b[31m" not in result.stdout
    assert "\u202e" not in result.stdout


def test_limit_of_a_question(run: Run) -> None:
    limited = run("query", "most-upvoted", "--limit", "1")
    assert limited.returncode == 0
    assert limited.stdout == run("query", "most-upvoted", "-p", "limit=1").stdout
    refused = run("query", "papers-by-year", "--limit", "1")
    assert refused.returncode == 1
    assert "papers-by-year has no parameter 'limit'" in refused.stderr


def test_required_parameters_may_be_positional(run: Run) -> None:
    named = run("query", "topic-papers", "-p", "topic=pointer network")
    assert json.loads(named.stdout)
    for words in (("pointer network",), ("pointer", "network")):
        assert run("query", "topic-papers", *words).stdout == named.stdout
    refused = run("query", "papers-on-both", "a", "b", "c")
    assert refused.returncode == 2
    assert "3 values, but papers-on-both has 2 parameters to set (topic, other)" in refused.stderr


def test_a_value_sets_the_first_parameter_if_none_is_required(run: Run) -> None:
    named = run("query", "conflicts", "-p", "paper=Networks of Pointers")
    given = run("query", "conflicts", "Networks", "of", "Pointers")
    assert (given.returncode, given.stdout) == (0, named.stdout)
    assert "paper: Networks of Pointers" in given.stderr
    refused = run("query", "topics", "graphs")
    assert refused.returncode == 2
    assert "unexpected value 'graphs'; topics has no further parameter" in refused.stderr


@pytest.mark.parametrize("option", ["-o", "--output"])
def test_the_error_for_an_output_names_the_command_that_draws(run: Run, option: str) -> None:
    refused = run("query", "topics", option, "topics.html")
    assert refused.returncode == 2
    assert "'citegraph view NAME -o FILE' draws an answer" in refused.stderr


def test_questions_that_contain_words(run: Run) -> None:
    found = json.loads(run("queries", "Retracted", "directly").stdout)
    assert [row["name"] for row in found] == ["retraction-reach"]
    listed = run("queries", "cite", "--format", "table")
    assert "retraction-reach [PAPER] *" in listed.stdout
    assert "citegraph query NAME --help" in listed.stderr
    assert "no question contains 'zzz'" in run("queries", "zzz").stderr


def test_a_file_is_no_paper(run: Run, folder: Path) -> None:
    (folder / "mine.bib").write_text("@article{a, title={Pointers}}")
    assert "use --like" in run("related", "mine.bib").stderr


def test_an_answer_names_its_subject(run: Run) -> None:
    exact = run("query", "links", "Networks of Pointers")
    assert "paper: Networks of Pointers (arxiv:1506.00001), by title" in exact.stderr
    assert run("query", "links", "Networks of Pointers", "--silent").stderr == ""
    inexact = run("query", "links", "Networks of", "--silent")
    assert "no paper is named 'Networks of'" in inexact.stderr


def test_a_choice_on_a_terminal(run: Run, folder: Path) -> None:
    pty = pytest.importorskip("pty")
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "citegraph", "query", "links", "Pointers", "--json"],
        cwd=folder,
        stdin=follower,
        stdout=subprocess.PIPE,
        stderr=follower,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    os.write(leader, b"2\n")
    rows = json.loads(process.communicate(timeout=20)[0])
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
    assert run("view", env={"BROWSER": str(browser), "TMPDIR": str(folder)}).returncode == 0
    page = Path((folder / "opened").read_text().strip().removeprefix("file://"))
    assert page.parent == folder
    assert "<html" in page.read_text()[:200]


def test_help_describes_the_question_that_is_named(run: Run) -> None:
    for arguments in (("shared-topics", "--help"), ("--help", "shared-topics")):
        help = run("query", *arguments).stdout
        assert "shared-topics: " in help
        assert "-p paper=..." in help
        assert "default: 20" in help
    assert "-p paper=..." not in run("query", "--help").stdout


def test_export_as_graphml(run: Run, folder: Path) -> None:
    networkx = pytest.importorskip("networkx")
    statement = "CREATE (:Paper {id: 'own:graphml', title: $title, load: datetime()})"
    assert run("cypher", statement, "--write", "-p", r'title="<a>&\u0001 \ufffe"').returncode == 0
    try:
        written = run("export", "--format", "graphml", "-o", "graph.graphml")
        assert written.returncode == 0, written.stderr
        graph = networkx.read_graphml(folder / "graph.graphml")
        counted = json.loads(run("stats").stdout)
    finally:
        run("cypher", "MATCH (p {id: 'own:graphml'}) DELETE p", "--write")
    counts = {row["what"]: row["count"] for row in counted if " " not in row["what"]}
    edges = sum(n for what, n in counts.items() if what.replace("_", "").isupper())
    nodes = sum(n for what, n in counts.items() if not what.replace("_", "").isupper())
    assert (graph.number_of_nodes(), graph.number_of_edges()) == (nodes, edges)
    assert graph.nodes["Paper:own:graphml"]["title"] == "<a>&   "
    assert graph.nodes["Paper:arxiv:1506.00001"]["year"] == 2015
