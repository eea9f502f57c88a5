"""Files of judgements are shared, so a long or hostile one must not stop every command."""

import time
from pathlib import Path

import pytest

from citegraph.graph.errors import CitegraphError
from citegraph.graph.identity.judged import judged
from citegraph.graph.identity.judgements import Judgement, accepted, append, location, read

N = 20_000


def paper(name: str, number: int) -> str:
    return f"paper:{name}{number:06}"


LONG = {
    "a chain": [Judgement("same", paper("a", n), paper("a", n + 1)) for n in range(N)],
    "pairs, and others apart": [
        Judgement(verdict, paper(a, n), paper(b, n))
        for n in range(N)
        for verdict, a, b in (("same", "a", "b"), ("different", "c", "d"))
    ],
    "many apart from one": [
        one
        for n in range(N)
        for one in (
            Judgement("same", paper("a", n), paper("b", n)),
            Judgement("different", paper("a", n), paper("z", 0)),
        )
    ],
}


@pytest.mark.parametrize("name", LONG)
def test_many_judgements_take_linear_time(name: str) -> None:
    started = time.process_time()
    found = judged(LONG[name])
    assert time.process_time() - started < 8  # quadratic: a tenth took 1.3 s before
    assert len(found.papers) == (N + 1 if name == "a chain" else 2 * N)


def test_different_is_kept_through_merges_on_both_sides() -> None:
    apart = Judgement("different", "paper:c", "paper:x")
    same = [
        Judgement("same", *ends, day=str(day))
        for day, ends in enumerate(
            [("paper:a", "paper:z"), ("paper:a", "paper:b"), ("paper:y", "paper:z")]
        )
    ]
    joins = [Judgement("same", "paper:b", "paper:c"), Judgement("same", "paper:x", "paper:y")]
    kept, [problem] = accepted([apart, *same, *joins])
    assert len(kept) == 5
    assert "contradicts 'different paper:c paper:x'" in problem


def test_a_judgement_is_a_line_of_its_own(tmp_path: Path) -> None:
    """Also after a last line that an editor left without a line break."""
    path = tmp_path / "judgements"
    path.write_text("same\tpaper:a\tpaper:b")
    append(path, Judgement("different", "paper:c", "paper:d"))
    found = read(path)
    assert found is not None
    assert [(one.verdict, one.a, one.b) for one in found] == [
        ("different", "paper:c", "paper:d"),
        ("same", "paper:a", "paper:b"),
    ]


@pytest.mark.parametrize("db", [".", "..", "./"])
def test_judgements_of_a_folder_without_a_name_are_beside_it(
    db: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "papers.db").mkdir()
    (tmp_path / "papers.db" / "inside").mkdir()
    monkeypatch.chdir(tmp_path / "papers.db" / ("inside" if db == ".." else ""))
    assert location(db, embedded=True) == tmp_path / "papers.judgements"


@pytest.mark.parametrize("mark", ["\x0b", "\x0c", "\x85", "\u2028", "\r", "\u202e", "\x1b"])
def test_no_judgement_is_hidden_from_a_reviewer(mark: str, tmp_path: Path) -> None:
    """Editors and `git diff` show the line of a file up to its line feed as one."""
    path = tmp_path / "judgements"
    path.write_bytes(f"different\tpaper:a\tpaper:b\t\t\tok{mark}same\tpaper:c\tpaper:d\n".encode())
    with pytest.raises(CitegraphError, match=r"judgements:1: contains control characters"):
        read(path)
    path.unlink()
    append(path, Judgement("same", "paper:a", "paper:b", reason=f"one{mark}two"))
    assert [one.reason for one in read(path) or ()] == ["one two"]
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert [one.reason for one in read(path) or ()] == ["one two"]
