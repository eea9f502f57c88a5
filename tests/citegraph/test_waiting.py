"""A question that takes long is reported to stderr, with its duration."""

import time

import pytest

from citegraph import asking


@pytest.mark.parametrize(
    ("seconds", "silent", "reported"), [(0.2, False, True), (0.2, True, False), (0, False, False)]
)
def test_a_long_wait_is_reported(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    seconds: float,
    silent: bool,
    reported: bool,
) -> None:
    monkeypatch.setattr(asking, "LONG", 0.1)
    answer = asking.answered(lambda _: time.sleep(seconds) or "answer", silent=silent)
    assert answer == "answer"
    shown = capsys.readouterr().err.splitlines()
    assert bool(shown) == reported
    if reported:
        assert shown[0] == "waiting for the answer"
        assert shown[1].startswith("the answer took 0.")
