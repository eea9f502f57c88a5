"""Notes on a terminal and elsewhere."""

import io
import sys

import pytest

from citegraph.output import item, note

ADDRESS = "https://github.com/an-owner-with-a-long-name/a-repository-with-a-long-name-as-well"
TEXT = (
    f"author: Ada Lind (name:ada-lind), by name; 15 papers joined by rules; see {ADDRESS} for more"
)


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
