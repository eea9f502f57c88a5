"""The notebook of the docs runs, cell by cell, and stores no output."""

import ast
import json
from pathlib import Path
from typing import Any

import pytest

import citegraph as cg

NOTEBOOK = Path(__file__).parents[1] / "docs" / "notebook.ipynb"


def run(cell: str, names: dict[str, Any]) -> Any:
    """Run a cell; return what a notebook would display."""
    tree = ast.parse(cell)
    shown = None
    if tree.body and isinstance(tree.body[-1], ast.Expr):
        shown = ast.Expression(tree.body.pop().value)  # type: ignore[attr-defined]  # an expression
    exec(compile(tree, str(NOTEBOOK), "exec"), names)
    return eval(compile(shown, str(NOTEBOOK), "eval"), names) if shown else None


def test_the_notebook_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    notebook = json.loads(NOTEBOOK.read_text("utf-8"))
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    names: dict[str, Any] = {}
    shown = []
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            assert cell["outputs"] == []
            assert cell["execution_count"] is None
            shown.append(run("".join(cell["source"]), names))
    papers, rejected = shown[1]
    assert papers > 40
    assert rejected == 0
    answers = [one for one in shown if isinstance(one, cg.Answer)]
    assert len(answers) == 4
    assert all(len(answer) > 0 and "<td>" in answer._repr_html_() for answer in answers)
    assert sum("<iframe" in one._repr_html_() for one in shown if hasattr(one, "html")) == 1
