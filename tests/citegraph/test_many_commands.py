"""Many commands in many environments: never a traceback, never a broken format.

Most run in this process, which is quick; what concerns signals and descriptors runs in its own.
"""

import csv
import io
import itertools
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from citegraph import output
from tests.citegraph.in_process import CONTROL, Broken, in_process

ROOT = Path(__file__).parents[2]
HOSTILE = [
    "=cmd|' /C calc'!A0",
    " \t=1+1",
    "\u202eevil \x1b[31mred\x07",
    "\u65e5\u672c\u8a9e; =2",
    "\uff1d1+1",
    "-2+3",
    "na\u00efve \u2013 caf\u00e9",
    "[/] [red]x[/red]",
    "A \U000e0041 tag",
    "C1 \x9b31m",
]
FORMATS = ("table", "json", "nl", "csv", "tsv")
ROWS = {
    "stats": ["stats"],
    "queries": ["queries"],
    "query": ["query", "topics"],
    "unknown": ["query", "most-cited"],
    "titles": ["cypher", "MATCH (p:Paper) RETURN p.title AS title, p.upvotes AS n ORDER BY p.id"],
    "odd names": ["cypher", "RETURN 1 AS `=1+1`, 'x' AS `[/] \u202e\u001b[31m`, 1.5 AS n"],
    "no rows": ["cypher", "MATCH (p:Nothing) RETURN p.id AS id"],
    "lists": ["cypher", "RETURN ['=1', 'b;=2'] AS a, -5 AS n, '-5' AS s, true AS t, null AS o"],
}
OTHERS = {
    "schema": ["schema"],
    "schema as Cypher": ["schema", "--cypher"],
    "export": ["export"],
    "doctor": ["doctor"],
    "help": ["--help"],
    "version": ["--version"],
    "help of a command": ["load", "--help"],
    "load": ["load", "papers.jsonl"],
}
WRONG = {
    "a command with an escape": (["\x1b[31mred"], 2),
    "an option with an escape": (["stats", "--\x1b[31mred"], 2),
    "no folder": (["stats", "--db", "no\x1b[31m\u202ewhere"], 1),
    "an empty folder name": (["stats", "--db", ""], None),
    "a broken address": (["stats", "--db", "bolt://[::1"], 1),
    "a port that is none": (["stats", "--db", "bolt://127.0.0.1:abc"], 1),
    "a missing source": (["load", "no\x1b[31msuch"], 1),
    "an empty source": (["load", ""], 1),
    "a source that is a folder without files": (["load", "empty"], 1),
    "a timeout that is no number": (["cypher", "RETURN 1", "--timeout", "nan"], 2),
    "an endless timeout": (["cypher", "RETURN 1", "--timeout", "inf"], 2),
    "a negative timeout": (["cypher", "RETURN 1", "--timeout", "-1"], 2),
    "a limit of nothing": (["cypher", "RETURN 1", "--limit", "0"], 2),
    "no statement": (["cypher", ""], 1),
    "a broken statement": (["cypher", "RETURN \x1b[31m"], 1),
    "a parameter without a value": (["query", "topics", "-p", "limit"], 2),
    "an unknown question": (["query", "no\u202esuch"], 1),
    "an export into no folder": (["export", "-o", "no/such/x.jsonl"], 1),
    "an export onto a folder": (["export", "-o", "empty"], 1),
    "an export to a full device": (["export", "-o", "/dev/full"], 1),
    "a page to a full device": (["view", "-o", "/dev/full"], 1),
    "rejects on a full device": (
        ["load", "wrong.jsonl", "papers.jsonl", "--rejects", "/dev/full"],
        1,
    ),
    "a format that is none": (["stats", "--format", "xml"], 2),
    "a day that is none": (["load", "papers.jsonl", "--captured", "2026-99-99"], 2),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    from citegraph.graph import open_store

    folder = tmp_path_factory.mktemp("many")
    records = [
        {"title": t, "id": f"p{n}", "topics": ["graph"], "upvotes": -n if n < 0 else n}
        for n, t in enumerate(HOSTILE)
    ]
    (folder / "papers.jsonl").write_text("".join(json.dumps(r) + "\n" for r in records))
    (folder / "wrong.jsonl").write_text('{"title": "A", "upvotes": -1}\n' * 3000)
    (folder / "empty").mkdir()
    with open_store(folder / "citegraph.db"), pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        result = in_process(["load", "papers.jsonl"])
        assert result.code == 0, result.error
        yield folder


@pytest.mark.parametrize(
    ("name", "form", "encoding"),
    list(itertools.product(ROWS, FORMATS, ["ascii", "latin-1", "utf-8"])),
)
def test_rows_in_every_encoding(folder: Path, name: str, form: str, encoding: str) -> None:
    result = in_process([*ROWS[name], "--format", form], encoding=encoding)
    assert result.code == 0, result.error
    if form == "json":
        assert isinstance(json.loads(result.out), list)
    elif form == "nl":
        assert all(isinstance(json.loads(line), dict) for line in result.out.splitlines())
    elif form == "table":
        assert not CONTROL.search(result.out)
    else:
        table = list(csv.reader(io.StringIO(result.out), delimiter="\t" if form == "tsv" else ","))
        assert len({len(row) for row in table}) == 1
        for cell in itertools.chain(*table):
            assert not re.match(r"[\s\x00-\x1f]*[=+@\uff1d\uff0b\uff20]", cell), table
            assert not cell.startswith("-") or re.fullmatch(r"-[\d.]+", cell), table
    if name == "titles" and form in ("json", "nl"):
        rows = (
            json.loads(result.out)
            if form == "json"
            else list(map(json.loads, result.out.splitlines()))
        )
        assert "\u65e5\u672c\u8a9e; =2" in [row["title"] for row in rows]


@pytest.mark.parametrize("name", OTHERS)
@pytest.mark.parametrize("encoding", ["ascii", "utf-8"])
def test_other_commands(folder: Path, name: str, encoding: str) -> None:
    result = in_process(OTHERS[name], encoding=encoding, terminal=True)
    assert result.code == 0, result.error
    assert not CONTROL.search(re.sub(r"\x1b\[[0-9;]*m", "", result.out)), result.out


@pytest.mark.parametrize("name", [*ROWS, *OTHERS])
def test_a_reader_that_has_ended_is_no_error(folder: Path, name: str) -> None:
    result = in_process((ROWS | OTHERS)[name], raw=Broken())
    assert result.code == 0
    assert "Error" not in result.error


@pytest.mark.parametrize("name", [*ROWS, "schema", "export", "doctor"])
def test_closed_standard_output_is_one_line(folder: Path, name: str) -> None:
    result = in_process((ROWS | OTHERS)[name], closed=("stdout",))
    assert result.code == 1
    assert "standard output is closed" in result.error.splitlines()[-1]


@pytest.mark.parametrize("arguments", [["load", "-"], ["cypher", "-"]])
def test_closed_standard_input_is_stated_once(folder: Path, arguments: list[str]) -> None:
    result = in_process(arguments, closed=("stdin",))
    assert result.code == 1
    assert result.error.count("standard input is closed") == 1


def test_closed_standard_error_stops_nothing(folder: Path) -> None:
    assert in_process(["load", "papers.jsonl"], closed=("stderr",)).code == 0
    assert in_process(["nonsense"], closed=("stderr",)).code == 2


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_said_plainly(folder: Path, name: str) -> None:
    arguments, code = WRONG[name]
    result = in_process(arguments)
    assert result.code == (code or result.code) != 0
    assert result.error.splitlines()[-1].startswith("Error: "), result.error
    assert sum(line.startswith("Error: ") for line in result.error.splitlines()) == 1


def test_standard_input_that_is_not_utf_8(folder: Path) -> None:
    result = in_process(["cypher", "-"], stdin=b"RETURN '\xff'")
    assert result.code == 1
    assert "not UTF-8" in result.error
    assert in_process(["cypher", "-"], stdin=b"\xef\xbb\xbfRETURN 1 AS n").out == '[{"n": 1}]\n'


def test_export_and_page_keep_what_is_no_file(folder: Path) -> None:
    for arguments in (
        ["export", "-o", "/dev/null"],
        ["view", "-o", "/dev/null"],
        ["load", "papers.jsonl", "wrong.jsonl", "--rejects", "/dev/null"],
    ):
        assert in_process(arguments).code == 0
        assert Path("/dev/null").is_char_device()
    (folder / "link.jsonl").symlink_to("real.jsonl")
    assert in_process(["export", "-o", "link.jsonl"]).code == 0
    assert (folder / "link.jsonl").is_symlink()
    assert len((folder / "real.jsonl").read_text().splitlines()) == len(HOSTILE)
    assert not list(folder.glob(".citegraph-*"))


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("plain", "plain"),
        ("-5", "-5"),
        ("+1.5e3", "+1.5e3"),
        ("=1", "'=1"),
        ("@x", "'@x"),
        ("-x", "'-x"),
        ("\t=1", '"\'\t=1"'),
        ("\u200b=1", "'\u200b=1"),
        ("\uff1d1", "'\uff1d1"),
        ("a,b", '"a,b"'),
        ("a;=1", '"a;=1"'),
        ('a"b', '"a""b"'),
        ("a\uff1b=1", '"a\uff1b=1"'),
        ("", ""),
    ],
)
def test_cells(text: str, cell: str) -> None:
    assert output._defused(text) == cell


# --- processes of their own ---------------------------------------------------------------------


def started(
    arguments: list[str],
    folder: Path,
    program: tuple[str, str] = ("-m", "citegraph"),
    **options: Any,
) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, *program, *arguments],
        cwd=folder,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        # Where the tests run in the background, these signals are ignored by inheritance.
        preexec_fn=lambda: [
            signal.signal(n, signal.SIG_DFL) for n in (signal.SIGINT, signal.SIGHUP)
        ],
        **options,
    )


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_in_a_load_ends_it_in_one_line(folder: Path, number: signal.Signals) -> None:
    read, write = os.pipe()
    process = started(["load", "-", "--rejects", "r.jsonl"], folder, stdin=read)
    os.close(read)
    os.write(write, b'{"title": "A"}\n')
    assert process.stderr is not None
    assert b"waiting for standard input to end" in process.stderr.readline()
    process.send_signal(number)
    _, error = process.communicate(timeout=60)
    os.close(write)
    assert process.returncode == 128 + number
    assert len(error.splitlines()) == 1, error
    assert not list(folder.glob(".citegraph-*"))


@pytest.mark.parametrize("delay", [0.1, 0.3, 0.6, 1.0])
def test_ctrl_c_at_the_start_shows_no_traceback(folder: Path, delay: float) -> None:
    process = started(["load", "papers.jsonl"], folder)
    time.sleep(delay)
    process.send_signal(signal.SIGINT)
    _, error = process.communicate(timeout=60)
    if process.returncode not in (0, 130):  # before `main`, which handles the signal
        assert b", in main" not in error
    else:
        assert b"Traceback" not in error


# Python ignores an exception in a finalizer, so the command would go on.
IN_A_FINALIZER = """
class Closing:
    def __del__(self):
        os.kill(os.getpid(), signal.SIGINT)
        sum(range(10))
def command():
    Closing()
    time.sleep(5)
"""
# A connection that was interrupted may fail again while it is closed.
FAILS_WHILE_CLOSED = """
def command():
    try:
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(5)
    finally:
        raise BufferError
"""


@pytest.mark.parametrize("command", [IN_A_FINALIZER, FAILS_WHILE_CLOSED])
def test_ctrl_c_is_one_line_wherever_it_arrives(command: str, tmp_path: Path) -> None:
    program = (
        "import os, signal, sys, time\nfrom citegraph.process import run\n"
        f"{command}\nsys.exit(run(command))"
    )
    process = started([], tmp_path, ("-c", program))
    _, error = process.communicate(timeout=60)
    assert process.returncode == 130
    assert error.startswith(b"interrupted")
    assert len(error.splitlines()) == 1


@pytest.mark.parametrize(
    "closing", ["<&-", ">&-", "2>&-", "<&- >&-", "<&- >&- 2>&-", "> /dev/full", "2> /dev/full"]
)
def test_closed_descriptors(folder: Path, closing: str) -> None:
    result = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m citegraph stats {closing}"],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    fails = ">&-" in closing.replace("2>&-", "") or closing == "> /dev/full"
    assert result.returncode == int(fails), result.stderr
    assert "Traceback" not in result.stderr
    assert "Exception ignored" not in result.stderr
