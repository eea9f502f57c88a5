"""Judgements on the command line: written, explained, contradicted, undone."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from citegraph.cli import cli
from citegraph.graph import Author, Paper, open_store
from citegraph.graph.errors import CitegraphError
from citegraph.graph.identity import judgements
from tests.graph.comparison import state

LOAD = "2025-10-27T00:00:00Z"
ONE, TWO = "yang liu@arxiv:2401.00001", "yang liu@arxiv:2401.00002"


def papers() -> list[Paper]:
    return [
        Paper(
            title=f"Paper number {n} of a common name",
            arxiv_id=f"2401.0000{n}",
            authors=(Author(name="Yang Liu"), Author(name=f"Wei Wang {'abc'[n]}")),
        )
        for n in (1, 2)
    ]


def run(*arguments: str) -> str:
    result = CliRunner().invoke(cli, arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.fixture
def db(tmp_path: Path) -> Iterator[str]:
    """A graph whose engine runs until the end of the test: no command has to start one."""
    path = str(tmp_path / "g.db")
    with open_store(path) as store:
        store.merge(papers(), LOAD)
        yield path


def people(db: str) -> int:
    text = "MATCH (a:Author {nameKey: 'yang liu'}) RETURN count(a) AS n"
    with open_store(db) as store:
        return int(store.read(text).rows[0]["n"])


def test_a_judgement_merges_and_removing_its_line_restores_the_graph(
    db: str, tmp_path: Path
) -> None:
    with open_store(db) as store:
        before = state(store)
    assert people(db) == 2
    run("same", ONE, TWO, "--because", "one home page", "--db", db)
    assert people(db) == 1
    file = tmp_path / "g.judgements"
    assert "one home page" in file.read_text("utf-8")
    with open_store(db) as store:
        assert not store.merge(papers(), LOAD)  # a reload keeps it
        [row] = store.read("MATCH (a:Author {nameKey: 'yang liu'}) RETURN a.basis AS b").rows
        assert row == {"b": "judgement"}
    why = json.loads(run("why-same", ONE, TWO, "--db", db, "--json"))
    assert {"judgement", "names", "conclusion"} <= {row["evidence"] for row in why}
    run("different", ONE, TWO, "--db", db)  # contradicts: different stands
    assert people(db) == 2
    applied = json.loads(run("judgements", "--db", db, "--json"))
    assert [(row["verdict"], row["applied"]) for row in applied] == [
        ("different", True),
        ("same", False),
    ]
    file.write_text("", "utf-8")
    run("resolve", "--db", db)
    with open_store(db) as store:
        assert state(store) == before


def test_a_name_of_another_type_is_answered_with_the_option(db: str) -> None:
    for command in ("why-same", "same"):
        given = [command, "arxiv:2401.00001", "arxiv:2401.00002", "--db", db]
        result = CliRunner().invoke(cli, given)
        assert result.exit_code == 1
        assert str(result.exception).endswith("; add --of paper")


def test_papers_judged_the_same_are_explained_and_undone_as_the_message_says(
    db: str, tmp_path: Path
) -> None:
    """The message names the statement that deletes the node; then the sources are loaded again."""
    one, two = "arxiv:2401.00001", "arxiv:2401.00002"
    with open_store(db) as store:
        before = state(store)
    run("same", one, two, "--of", "paper", "--db", db)
    why = json.loads(run("why-same", one, two, "--of", "paper", "--db", db, "--json"))
    found = [(row["evidence"], row["about"]) for row in why]
    assert ("merged", f"{two} (judgement)") in found
    assert found[-1] == ("conclusion", f"one paper in the graph, {one}")
    (tmp_path / "g.judgements").write_text("", "utf-8")
    told = CliRunner().invoke(cli, ["resolve", "--db", db]).stderr
    statement = told.split('"')[1]
    assert f"combines {two}" in told
    assert "load the sources again" in told
    run("cypher", "--write", statement, "--db", db)
    with open_store(db) as store:
        store.merge(papers(), LOAD)
        assert state(store) == before


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes")
@pytest.mark.parametrize("kind", ["folder", "pipe", "device"])
def test_a_file_of_judgements_that_never_ends_is_refused(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "x"
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    else:
        path = Path("/dev/zero")
    with pytest.raises(CitegraphError, match="not a regular file; set CITEGRAPH_JUDGEMENTS"):
        judgements.read(path)
    with pytest.raises(CitegraphError, match="not a regular file; set CITEGRAPH_JUDGEMENTS"):
        judgements.append(path, judgements.Judgement("same", "a", "b"))
    assert judgements.read(Path(os.devnull)) == []
