"""What may be named on the command line: files, folders, globs, standard input."""

import io
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from citegraph import loaders
from citegraph.graph.records import Paper, Rejected
from citegraph.loaders.documents.document import Document
from citegraph.loaders.documents.inputs import documents, exists


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


def test_a_file_that_is_named_more_than_once_is_read_once(folder: Path) -> None:
    path, link = folder / "x.jsonl", folder / "link"
    path.write_text('{"title": "From a file"}\n')
    link.symlink_to(path)
    summary = loaders.Summary()
    once = [*loaders.read(path)]
    assert [
        *loaders.read([path, folder / ".." / folder.name / path.name, link], summary=summary)
    ] == once
    assert [note for note in summary.notes if "read once" in note] == [
        f"{folder}/../{folder.name}/{path.name}: named more than once, read once",
        f"{link}: named more than once, read once",
    ]
    assert summary.size == path.stat().st_size


@pytest.mark.parametrize(
    "name", ["~nobody-of-this-name/x.jsonl", "x" * 300, "openalex:" + "W1," * 99]
)
def test_a_name_that_no_file_can_have_is_said(name: str) -> None:
    assert not exists(name)
    if ":" not in name:
        (rejected,) = loaders.read([name])
        assert isinstance(rejected, Rejected)
        assert rejected.where == name


def test_a_link_to_itself_is_rejected_and_the_rest_is_read(folder: Path) -> None:
    (folder / "deep" / "loop").symlink_to("loop")
    found = list(documents([str(folder / "deep")]))
    assert [each.where for each in found if isinstance(each, Rejected)] == [f"{folder}/deep/loop"]
    assert [each.name for each in found if isinstance(each, Document)] == [f"{folder}/deep/c.html"]


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


def test_a_reason_does_not_repeat_the_source() -> None:
    [rejected] = documents(["daily-papers:2026-13-01"])
    assert isinstance(rejected, Rejected)
    assert rejected.where == "daily-papers:2026-13-01"
    assert rejected.reason.startswith("not a day, week or month")


def test_a_note_about_a_line_names_its_file(folder: Path) -> None:
    (folder / "c.csv").write_text("Title,Mood\nOne,calm\n")
    (folder / "d.bib").write_text("@article{d, title={Two}")
    summary = loaders.Summary()
    list(loaders.read([str(folder / "?.*")], summary=summary))
    assert f"{folder / 'c.csv'}: line 1: 'Mood': unknown column, not read" in summary.notes
    assert f"{folder / 'd.bib'}: line 1: the entry is not closed" in summary.notes


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"from a pipe")))
    for document in documents(["-"]):
        assert isinstance(document, Document)
        assert (document.name, document.text) == ("-", "from a pipe")


def test_closed_standard_input_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    (found,) = documents(["-"])
    assert isinstance(found, Rejected)
    assert "standard input is closed" in found.reason


@pytest.mark.parametrize("given", [str, Path, lambda path: [path]])
def test_one_source_may_be_a_text_or_a_path(
    tmp_path: Path, given: Callable[[Path], str | Path | list[Path]]
) -> None:
    (tmp_path / "x.jsonl").write_text('{"title": "Alone"}\n')
    (found,) = loaders.read(given(tmp_path / "x.jsonl"))
    assert isinstance(found, Paper)
    assert found.title == "Alone"


def test_a_named_pipe_is_read_as_a_stream(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_text, args=('{"title": "From a pipe"}\n',))
    writer.start()
    found = [each for each in loaders.read([str(pipe)]) if isinstance(each, Paper)]
    writer.join()
    assert [each.title for each in found] == ["From a pipe"]


def test_process_substitution_is_read(tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_text('{"title": "From a process"}\n')
    script = "import sys, loaders; print(*(p.title for p in loaders.read(sys.argv[1:])))"
    result = subprocess.run(
        ["bash", "-c", f"{sys.executable} -c '{script}' <(cat {tmp_path}/x.jsonl)"],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert result.stdout == "From a process\n"


def test_what_is_no_file_in_a_folder_is_skipped_with_a_note(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    (tmp_path / "null").symlink_to("/dev/zero")
    (tmp_path / "x.jsonl").write_text('{"title": "From a file"}\n')
    summary = loaders.Summary()
    found = list(loaders.read([str(tmp_path), str(tmp_path / "*")], summary=summary))
    assert [each.title for each in found if isinstance(each, Paper)] == ["From a file"]
    assert sum("not a regular file" in note for note in summary.notes) == 4
    broken = [each for each in found if isinstance(each, Rejected)]
    assert [each.where for each in broken] == [str(tmp_path / "link")] * 2


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs a file that cannot be read")
def test_a_read_error_rejects_its_file_and_the_rest_is_read(tmp_path: Path) -> None:
    for name in "ac":
        (tmp_path / f"{name}.jsonl").write_text(f'{{"title": "Paper {name}"}}\n')
    (tmp_path / "b.jsonl").symlink_to("/proc/self/mem")  # reading it is an input/output error
    found = list(loaders.read([str(tmp_path)]))
    assert [each.title for each in found if isinstance(each, Paper)] == ["Paper a", "Paper c"]
    (rejected,) = (each for each in found if isinstance(each, Rejected))
    assert rejected.where == str(tmp_path / "b.jsonl")
    assert "cannot be read: Input/output error" in rejected.reason


def test_the_size_of_sources_is_known_for_files_only(folder: Path) -> None:
    from citegraph.loaders.documents.inputs import size

    assert size([str(folder / "b.txt"), str(folder / "a.json")]) == 10 + 11
    assert size([str(folder)]) == 10 + 11 + 16
    for other in ("-", "https://example.org/x", str(folder / "none")):
        assert size([str(folder), other]) is None


def test_a_name_that_occurs_twice_in_one_list_stays_twice(tmp_path: Path) -> None:
    """Equal names are no evidence of one person, and the list states how many authors there are."""
    for name, text in {
        "a.bib": "@book{a, title={On wires}, author={Doe, Jo and Roe, Al and Doe, Jo}}\n",
        "a.ris": "TY  - BOOK\nTI  - On wires\nAU  - Doe, Jo\nAU  - Roe, Al\nAU  - Doe, Jo\nER  -\n",
        "a.enw": "%0 Book\n%T On wires\n%A Doe, Jo\n%A Roe, Al\n%A Doe, Jo\n",
        "a.jsonl": '{"title": "On wires", "authors": ["Jo Doe", "Al Roe", "Jo Doe"]}\n',
    }.items():
        path = tmp_path / name
        path.write_text(text)
        [paper] = loaders.read([path])
        assert isinstance(paper, Paper)
        assert [each.name for each in paper.authors] == ["Jo Doe", "Al Roe", "Jo Doe"], name
