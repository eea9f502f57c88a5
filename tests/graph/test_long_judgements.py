"""Files of judgements are shared, so a long or hostile one must not stop every command."""

import time

import pytest

from citegraph.graph.identity.judged import judged
from citegraph.graph.identity.judgements import Judgement, accepted

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
