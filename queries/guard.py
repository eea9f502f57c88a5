"""Free Cypher: reads unless writing is asked for, with a limit that is said when it cuts.

Three things hold a statement to reading. The engine: on the embedded one the reader is a user who
may not write; on Neo4j the transaction is a READ one. The planner: Neo4j says by ``EXPLAIN``
whether a statement reads (``r``). And, before either is asked, what counts as reading there and
still reaches outside the graph is refused here by its tokens: ``LOAD CSV``, procedures outside
:data:`ALLOWED`, ending other people's transactions.
"""

import re
from collections.abc import Mapping
from typing import Any

from graph.errors import QueryError, StoreError
from graph.store import Store
from queries import lexer
from queries.run import Answer

__all__ = ["ALLOWED", "cypher"]

# Procedures that read the graph or describe it.
ALLOWED = re.compile(
    r"db\.(labels|relationshiptypes|propertykeys|info|ping|schema\.\w+"
    r"|index\.fulltext\.(query(nodes|relationships)|listavailableanalyzers)"
    r"|index\.vector\.query(nodes|relationships))"
    r"|dbms\.(components|queryjmx|info)"
)
_ESCAPE = re.compile(r"\\u+([0-9a-fA-F]{4})")
_NEO4J = re.compile(r"\(line (?P<line>\d+), column (?P<column>\d+)[^\n]*?\)\)?")
_ARCADEDB = re.compile(r" ?at line (?P<line>\d+)(?::|, column )(?P<column>\d+)(?: - )?")
_WRITES = "this statement writes; add --write"
_EXPLAIN = "EXPLAIN "  # what the store puts before a statement: Neo4j counts its columns


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
    given = dict(parameters or {})
    if not any(token.kind != "comment" for token in lexer.tokens(statement)):
        raise QueryError("there is no statement to run; citegraph cypher --help shows one")
    try:
        if write:
            done = store.write(statement, given)
            return Answer(done.columns, done.rows, _counted(done.counters))
        _refuse(statement)
        plain = _without_profile(statement)
        if store.engine == "neo4j":
            _plan(store, plain, given)
        else:  # ArcadeDB answers a PROFILE that may not write with nothing at all
            statement = plain
        found = store.read(statement, given, timeout=timeout, limit=limit)
    except (QueryError, StoreError) as error:
        raise _told(error, statement, timeout, store.engine) from error.__cause__
    cut = f"the first {limit} rows; there are more: add --limit, or LIMIT to the statement"
    return Answer(found.columns, found.rows, cut if found.cut else None)


def _refuse(statement: str) -> None:
    r"""Refuse what reaches outside the graph.

    Cypher 5 resolves ``\uXXXX`` before it looks for comments and strings, Cypher 25 after; a
    statement must be clean both ways.
    """
    resolved = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), statement)
    for text in {statement, resolved}:
        code = [token for token in lexer.tokens(text) if token.kind != "comment"]
        for i, token in enumerate(code):
            after = code[i + 1].upper if i + 1 < len(code) else ""
            if token.upper == "LOAD" and after == "CSV":
                raise QueryError("LOAD CSV reads files and addresses; use citegraph load")
            if token.upper == "TERMINATE" and after.startswith("TRANSACTION"):
                raise QueryError(_WRITES)
            if token.upper == "CALL" and (i == 0 or code[i - 1].text not in {".", ":", "AS"}):
                name = _procedure(code[i + 1 :])
                if "." in name and not ALLOWED.fullmatch(name.lower()):
                    raise QueryError(
                        f"procedure {name} may do more than read this graph; "
                        "add --write to call it all the same"
                    )


def _procedure(code: list[lexer.Token]) -> str:
    """The name that a CALL calls, ``a.b.c``; empty for a subquery."""
    name = ""
    for token in code:
        wanted = (
            token.text == "."
            if name and not name.endswith(".")
            else token.kind in {"word", "quoted"}
        )
        if not wanted:
            break
        name += token.text.strip("`")
    return name


def _without_profile(statement: str) -> str:
    """The statement that a PROFILE profiles, every character in its place."""
    first = next(token for token in lexer.tokens(statement) if token.kind != "comment")
    end = first.start + len(first.text) if first.upper == "PROFILE" else 0
    return " " * end + statement[end:]


def _plan(store: Store, statement: str, parameters: Mapping[str, Any]) -> None:
    kind = store.explain(statement, parameters)
    # "s" is the server's own business; of it, the procedures that are allowed above only tell.
    calls = (
        next(token for token in lexer.tokens(statement) if token.kind != "comment").upper == "CALL"
    )
    if kind != "r" and not (kind == "s" and calls):
        raise QueryError(_WRITES)


def _told(error: QueryError | StoreError, statement: str, timeout: float, engine: str) -> Exception:
    """An engine's message as one line that says what is wrong, and where."""
    cause = error.__cause__
    code, message = getattr(cause, "code", None) or "", getattr(cause, "message", None)
    if "Security.Forbidden" in code or "AccessMode" in code:
        return QueryError(_WRITES)
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
    elif line == 1 and _EXPLAIN in message:
        column -= len(_EXPLAIN)
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
