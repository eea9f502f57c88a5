"""Notes on a terminal and elsewhere."""

import io
import signal
import sys

import pytest

from citegraph import process
from citegraph.output import item, note

ADDRESS = "https://github.com/an-owner-with-a-long-name/a-repository-with-a-long-name-as-well"
TEXT = (
    f"author: Ada Lind (name:ada-lind), by name; 15 papers merged by rules; see {ADDRESS} for more"
)


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("load", "interrupted; completed batches are kept; run the command again to continue\n"),
        ("query", "interrupted\n"),
    ],
)
def test_only_a_command_that_writes_can_be_continued(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: str, said: str
):
    def interrupted() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(sys, "argv", ["citegraph", command])
    monkeypatch.setattr(signal, "signal", lambda *_: None)  # those of the tests remain
    assert process.run(interrupted) == 130
    assert capsys.readouterr().err == said


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_note_is_folded_on_a_terminal_and_no_address_is_split(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr(sys, "stderr", Terminal())
    note(TEXT)
    item(TEXT)
    lines = sys.stderr.getvalue().splitlines()
    assert [line for line in lines if ADDRESS in line] == [f"  {ADDRESS}", f"    {ADDRESS}"]
    assert all(len(line) <= 80 or ADDRESS in line for line in lines)


def test_a_note_is_one_line_elsewhere(capsys: pytest.CaptureFixture[str]):
    note(TEXT)
    assert capsys.readouterr().err == f"{TEXT}\n"


def test_remedies_name_options_and_other_texts_keep_their_words(capsys: pytest.CaptureFixture[str]):
    note("Error: this statement writes; allow it with `write`")
    note("no question 'zzz'; see the catalogue of questions")
    note("2 dates have no year; state the day of capture (`captured`)")
    note("no paper 'How to `write` and be `captured`'")
    assert capsys.readouterr().err.splitlines() == [
        "Error: this statement writes; allow it with --write",
        "no question 'zzz'; 'citegraph queries' lists the questions",
        "2 dates have no year; state the day of capture (--captured)",
        "no paper 'How to `write` and be `captured`'",
    ]
