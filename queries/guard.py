"""Free Cypher: reads unless writing is asked for, with a limit that is reported when it cuts.

Three things hold a statement to reading: the engine (on the embedded one the reader is a user who
may not write; on Neo4j the transaction is a READ one), the plan that the engine reports, and the
tokens of the text; for the last two see ``queries/readonly.py``.
"""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from graph.errors import QueryError, StoreError
from graph.store import Store
from queries import lexer, readonly
from queries.run import Answer

__all__ = ["cypher"]

_NEO4J = re.compile(r"\(line (?P<line>\d+), column (?P<column>\d+)[^\n]*?\)\)?")
_ARCADEDB = re.compile(r" ?at line (?P<line>\d+)(?::|, column )(?P<column>\d+)(?: - )?")
_EXPLAIN = len("EXPLAIN ")  # the store puts it before a statement, and Neo4j counts it


def cypher(
    store: Store, statement: str, parameters: Mapping[str, Any] | None = None, *,
    write: bool = False, limit: int | None = 1000, timeout: float = 60.0,
) -> Answer:  # fmt: skip
    """Run a statement that somebody typed.

    Args:
        store: the graph.
        statement: one Cypher statement.
        parameters: its parameters.
        write: let it write; nothing is checked then.
        limit: rows at most; the answer's note says where it cut. ``None``: all.
        timeout: seconds after which the engine gives up.

    Raises:
        QueryError: it is wrong, writes, reaches outside the graph, or takes too long. One line.
    """
    given, prefix = dict(parameters or {}), 0
    if not any(token.kind != "comment" for token in lexer.tokens(statement)):
        raise QueryError("there is no statement to run; citegraph cypher --help shows one")
    try:
        if write:
            done = store.write(statement, given)
            return Answer(done.columns, done.rows, _counted(done.counters))
        prefix = _EXPLAIN if store.engine == "neo4j" else 0
        _check(store, _without(statement, "EXPLAIN", "PROFILE"), given, timeout)
        prefix = 0
        if store.engine != "neo4j":  # ArcadeDB answers a PROFILE that may not write with nothing
            statement = _without(statement, "PROFILE")
        found = store.read(statement, given, timeout=timeout, limit=limit)
    except (QueryError, StoreError) as error:
        raise _told(error, statement, timeout, store.engine, prefix) from error.__cause__
    cut = f"the first {limit} rows; there are more: add --limit, or LIMIT to the statement"
    return Answer(found.columns, found.rows, cut if found.cut else None)


def _check(store: Store, statement: str, parameters: Mapping[str, Any], timeout: float) -> None:
    """Refuse a statement that does more than read; see ``queries/readonly.py``."""
    code = [token for token in lexer.tokens(statement) if token.kind != "comment"]

    @cache
    def built_in() -> frozenset[str]:
        show = f"{readonly.language(code)} SHOW FUNCTIONS YIELD name, isBuiltIn WHERE isBuiltIn"
        return frozenset(row["name"].lower() for row in store.read(show, timeout=timeout).rows)

    listed = built_in if store.engine == "neo4j" else None
    readonly.check_text(statement, listed)
    if store.engine != "neo4j" and any(token.upper == "SHOW" for token in code[:1]):
        return  # ArcadeDB does not explain it
    readonly.check_plan(store.explain(statement, parameters, timeout=timeout), listed)


def _without(statement: str, *words: str) -> str:
    """A statement without words of its prefix, every other character in its place."""
    code = [token for token in lexer.tokens(statement) if token.kind != "comment"]
    for token in code[: readonly.body(code)]:
        if token.upper in words:
            end = token.start + len(token.text)
            statement = statement[: token.start] + " " * len(token.text) + statement[end:]
    return statement


def _told(
    error: QueryError | StoreError, statement: str, timeout: float, engine: str, prefix: int
) -> Exception:
    """An engine's message as one line that says what is wrong, and where."""
    cause = error.__cause__
    code, message = getattr(cause, "code", None) or "", getattr(cause, "message", None)
    if "Security.Forbidden" in code or "AccessMode" in code:
        return QueryError(readonly.WRITES)
    if (
        isinstance(cause, TimeoutError)
        or "TimedOut" in code
        or "Timeout" in code
        or "timeout" in (message or "").lower()
    ):
        return QueryError(_slow(timeout))
    if message is None or (isinstance(error, StoreError) and "General.UnknownError" not in code):
        return error
    place = (_NEO4J if engine == "neo4j" else _ARCADEDB).search(message)
    text = " ".join(message.split("\n")[0].split())
    if place is None:
        return QueryError(text)
    line, column = int(place["line"]), int(place["column"])
    text = " ".join(text.replace(place[0], "").split()).removeprefix("Syntax error").strip(" -:")
    if not line:
        return QueryError(text)
    if engine != "neo4j":
        column += 1
    if line == 1:
        column -= prefix
    lines = statement.split("\n")
    near = lines[line - 1][max(column - 1, 0) :].strip()[:30] if line <= len(lines) else ""
    at = f"near {near!r}" if near else "at the end"
    return QueryError(f"line {line}, column {column}, {at}: {_shorter(text)}")


def _slow(timeout: float) -> str:
    return (
        f"the statement took longer than {timeout:g} s; narrow it, or give it more with --timeout"
    )


def _shorter(text: str, limit: int = 160) -> str:
    return text if len(text) <= limit else text[:limit].rsplit(" ", 1)[0] + " ..."


def _counted(counters: Mapping[str, int]) -> str:
    if not counters:
        return "nothing changed"
    return ", ".join(
        f"{name.replace('_', ' ')}: {count}" for name, count in sorted(counters.items())
    )
