"""A question that takes long is reported to stderr, with its duration."""

import threading
from collections.abc import Mapping

import pytest

from citegraph import asking


@pytest.mark.parametrize(("silent", "reported"), [(False, True), (True, False)])
def test_a_long_wait_is_reported(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    silent: bool,
    reported: bool,
) -> None:
    over = threading.Event()

    def note(text: str, *, silent: bool) -> None:
        shown(text, silent=silent)
        over.set()

    def answer(_: Mapping[str, str]) -> str:
        assert over.wait(60)
        return "answer"

    shown = asking.note
    monkeypatch.setattr(asking, "note", note)
    monkeypatch.setattr(asking, "LONG", 0.01)
    assert asking.answered(answer, silent=silent) == "answer"
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == (2 if reported else 0)
    if reported:
        assert lines[0] == "waiting for the answer"
        assert lines[1].startswith("the answer took ")
        assert lines[1].endswith(" s")


def test_a_short_wait_is_not_reported(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(asking, "LONG", threading.TIMEOUT_MAX)
    assert asking.answered(lambda _: "answer") == "answer"
    assert capsys.readouterr().err == ""
