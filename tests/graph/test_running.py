"""The threads that run statements."""

import threading

import pytest

from citegraph.graph.connection.running import Statements
from citegraph.graph.errors import QueryError


def test_a_statement_that_arrives_after_its_end_was_requested_is_ended() -> None:
    """Under load an engine may receive it so late; it would have run on."""
    requests: list[str] = []
    ended = threading.Event()

    def end(mark: str) -> None:
        requests.append(mark)
        if len(requests) == 2:  # nothing to end at the first request
            ended.set()

    statements = Statements(end)
    with pytest.raises(QueryError, match="longer than 0 s and was ended"):
        next(statements.run(lambda _mark, _put: ended.wait() and None, timeout=0))
    assert len(requests) == 2
    assert statements.close()
