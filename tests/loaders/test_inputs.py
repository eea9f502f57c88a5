"""What may be named on the command line: files, folders, globs, standard input."""

import io
import sys
from datetime import date
from pathlib import Path

import pytest

from graph.records import Rejected
from loaders.document import Document
from loaders.inputs import documents


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.txt", "a.json", "deep/c.html", ".hidden", ".git/config"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"I am {name}")
    return tmp_path


def names(sources: list[str], folder: Path) -> list[str]:
    found = []
    for each in documents(sources, date(2026, 1, 2)):
        assert isinstance(each, Document), each
        assert each.captured == date(2026, 1, 2)
        found.append(Path(each.name).relative_to(folder).as_posix())
    return found


def test_files_folders_and_globs(folder: Path) -> None:
    assert names([str(folder / "b.txt")], folder) == ["b.txt"]
    assert names([str(folder)], folder) == ["a.json", "b.txt", "deep/c.html"]
    assert names([str(folder / "*.txt"), str(folder / "**" / "*.html")], folder) == [
        "b.txt",
        "deep/c.html",
    ]


def test_a_file_whose_name_looks_like_a_glob(folder: Path) -> None:
    (folder / "x[1].txt").write_text("here")
    assert names([str(folder / "x[1].txt")], folder) == ["x[1].txt"]


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("none.txt", "no such file"),
        ("*.csv", "no file matches"),
        ("empty", "no files"),
        ("a\x00b", "cannot|no such"),
    ],
)
def test_what_is_not_there_is_said_and_the_rest_is_read(folder: Path, name: str, word: str) -> None:
    import re

    (folder / "empty").mkdir()
    found = list(documents([str(folder / name), str(folder / "b.txt")]))
    assert isinstance(found[0], Rejected)
    assert re.search(word, found[0].reason)
    assert isinstance(found[1], Document)


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"from a pipe")))
    for document in documents(["-"]):
        assert isinstance(document, Document)
        assert (document.name, document.text) == ("-", "from a pipe")
