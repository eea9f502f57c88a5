"""Progress of steps, and the summary of a load."""

import json
from pathlib import Path

import pytest

from citegraph import loaders, progress
from citegraph.graph.records import Paper
from citegraph.graph.store import Store
from citegraph.loaders.rebuild import rebuild
from citegraph.loading import report_changes


def test_each_step_ends_with_its_total_and_time(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(progress, "_EVERY", 0.0)
    monkeypatch.setattr(progress, "_LONG", 0.0)
    with progress.shown_steps(silent=False) as step:
        step("reading texts", 500, 2000)
        step("reading texts", 2000, 2000)
        step("writing edges", 10, 10)
    lines = capsys.readouterr().err.splitlines()
    assert "reading texts: 500 of 2,000" in lines
    assert "reading texts: 2,000 in 0.0 s" in lines
    assert lines.index("reading texts: 2,000 in 0.0 s") < lines.index("writing edges: 10 of 10")
    assert lines[-1] == "writing edges: 10 in 0.0 s"
    with progress.shown_steps(silent=True) as step:
        step("writing edges", 10, 10)
    assert capsys.readouterr().err == ""


def test_repositories_are_counted_as_such(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "repositories.json"
    entry = {"stargazers_count": 3, "forks_count": 1, "default_branch": "main"}
    names = ("example/one", "example/two")
    path.write_text(
        json.dumps(
            [{**entry, "full_name": n, "html_url": f"https://github.com/{n}"} for n in names]
        )
    )
    for changes in ("2 changes", "0 changes: already up to date"):
        report_changes(loaders.load(store, [str(path)]))
        expected = f"2 repositories from 1 github document; 0 rejected; {changes};"
        assert expected in capsys.readouterr().err


def test_rebuilding_topics_reports_all_papers(store: Store) -> None:
    store.merge([Paper(title=f"Graph neural networks {n}", doi=f"10.1/{n}") for n in "ab"], "x")
    steps: list[tuple[str, int, int]] = []
    rebuild(store, progress=lambda *step: steps.append(step))
    assert steps == [("rebuilding topics", 2, 2)]
