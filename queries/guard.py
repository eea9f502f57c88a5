"""Run Cypher that a user wrote: read-only by default, with a maximum number of rows.

Three checks keep a statement read-only: the engine (on the embedded one, a user without the right
to write; on Neo4j, a READ transaction), the plan that the engine reports, and the tokens of the
text. For the last two see ``queries/readonly.py``.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from datetime import datetime
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from citegraph.graph.errors import QueryError, StoreError
from citegraph.graph.schema import COUNTS
from citegraph.queries import hints, lexer, readonly
from citegraph.queries.answer import Answer

if TYPE_CHECKING:
    from citegraph.graph.results import Result
    from citegraph.graph.store import Store

_NEO4J = re.compile(r"\(line (?P<line>\d+), column (?P<column>\d+)[^\n]*?\)\)?")
_ARCADEDB = re.compile(r" ?at line (?P<line>\d+)(?::|, column )(?P<column>\d+)(?: - )?")
_EXPLAIN = len("EXPLAIN ")  # prepended by the store; Neo4j counts it in the column of an error


def cypher(
    store: "Store",
    statement: str,
    parameters: Mapping[str, Any] | None = None,
    *,
    write: bool = False,
    limit: int | None = 1000,
    timeout: float = 60.0,
) -> Answer:
    """Run one statement and collect its rows.

    Args:
        store: the graph.
        statement: one Cypher statement.
        parameters: its parameters.
        write: allow the statement to modify the graph; no check is made then.
        limit: maximum rows to return, ``None`` for all; the note of the answer states whether
            there are more.
        timeout: seconds before the statement is ended.

    Raises:
        QueryError: the statement is wrong, writes, reaches outside the graph, or takes too long.
    """
    given = {name: _native(value) for name, value in (parameters or {}).items()}
    with _translated(store, statement, timeout):
        checked = _checked(store, statement, given, write=write, timeout=timeout)
        if write:
            with store.unmarked():
                done = store.write(checked, given, timeout=timeout, limit=limit)
                _recount(store, statement, done)
        else:
            done = store.read(checked, given, timeout=timeout, limit=limit)
    blank = not write and hints.is_blank(done.columns, done.rows)
    reasons = hints.explain(store, statement, given) if blank else []
    note = _note(done, limit, write=write, rows=len(done.rows), reasons=reasons)
    return Answer(done.columns, done.rows, note)


class Streamed:
    """The rows of a statement, as they arrive.

    Attributes:
        columns: names of the columns.
        note: whether rows were cut off, what was changed, and why the answer may be empty; set
            after the last row.
    """

    def __init__(
        self, chunks: "Iterator[Result]", note: "Callable[[Result, int, bool], str | None]"
    ) -> None:
        self._chunks = chunks
        self._note = note
        self._first = next(chunks)
        self.columns = self._first.columns
        self.note: str | None = None

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """Yield the rows."""
        count, blank = 0, set(self.columns)
        for chunk in chain((self._first,), self._chunks):
            for row in chunk.rows:
                count += 1
                if blank:
                    blank = {c for c in blank if hints.is_blank([c], [row])}
                yield row
            last = chunk
        self.note = self._note(last, count, not count or bool(blank))


def stream(
    store: "Store",
    statement: str,
    parameters: Mapping[str, Any] | None = None,
    *,
    write: bool = False,
    limit: int | None = 1000,
    timeout: float = 60.0,
) -> Streamed:
    """Run one statement as :func:`cypher` does, without collecting its rows.

    Raises:
        QueryError: as for :func:`cypher`; may be raised between two rows.
    """
    given = {name: _native(value) for name, value in (parameters or {}).items()}

    def chunks() -> "Iterator[Result]":
        with _translated(store, statement, timeout):
            checked = _checked(store, statement, given, write=write, timeout=timeout)
            with store.unmarked() if write else nullcontext():
                chunks = store.stream(checked, given, timeout=timeout, limit=limit, write=write)
                for chunk in chunks:
                    if write:
                        _recount(store, statement, chunk)
                    yield chunk

    def note(chunk: "Result", rows: int, blank: bool) -> str | None:
        reasons = hints.explain(store, statement, given) if blank and not write else []
        return _note(chunk, limit, write=write, rows=rows, reasons=reasons)

    return Streamed(chunks(), note)


def _native(value: Any) -> Any:
    """Replace the time zones of ``zoneinfo`` by those of the driver.

    The driver passes ``zoneinfo`` a time of its own type, which ``zoneinfo`` reads as a
    ``datetime``: the process may crash.
    """
    if isinstance(value, datetime) and isinstance(value.tzinfo, ZoneInfo) and value.tzinfo.key:
        import pytz  # type: ignore[import-untyped] # noqa: PLC0415 - without types; rarely needed

        return value.astimezone(pytz.timezone(value.tzinfo.key))
    if isinstance(value, Mapping):
        return {name: _native(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_native(each) for each in value]
    return value


def _checked(
    store: "Store", statement: str, given: Mapping[str, Any], *, write: bool, timeout: float
) -> str:
    """Return the statement to run after checking that it is allowed."""
    if not any(token.kind != "comment" for token in lexer.tokens(statement)):
        raise QueryError("no statement to run; write one Cypher statement")
    if write:
        return statement
    with _translated(store, statement, timeout, _EXPLAIN if store.engine == "neo4j" else 0):
        _check(store, _without(statement, "EXPLAIN", "PROFILE"), given, timeout)
    if store.engine == "neo4j":
        return statement
    return _without(
        statement, "PROFILE"
    )  # ArcadeDB returns nothing to a user without the right to write


_STRUCTURE = {  # counters of changes to edges and labels
    *("nodes_deleted", "relationships_created", "relationships_deleted"),
    *("labels_added", "labels_removed"),
}


def _recount(store: "Store", statement: str, result: "Result") -> None:
    """Compute counts again if a writing statement may have made one wrong."""
    from citegraph.graph.writing import counts  # noqa: PLC0415 - not for a reading statement

    code = {token.text for token in lexer.tokens(statement) if token.kind != "comment"}
    names = counts.OF_PAPER | {"sources"} | {p.name for of in COUNTS for p in of.properties}
    named = "+=" in statement or bool(code & names)
    if result.counters.keys() & _STRUCTURE or (named and "properties_set" in result.counters):
        counts.recount(store)


def _note(
    result: "Result", limit: int | None, *, write: bool, rows: int, reasons: list[str]
) -> str | None:
    """Return the note of an answer: changes, whether rows were cut off, and why it is empty."""
    notes = [_counted(result.counters)] if write else []
    if not rows and not write:
        notes.append("0 rows")
    notes += reasons
    if result.cut:
        notes.append(f"only the first {limit} rows; to get more, raise the limit")
    return "; ".join(notes) or None


def _check(store: "Store", statement: str, parameters: Mapping[str, Any], timeout: float) -> None:
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
    """Blank out words of the prefix; every other character keeps its place."""
    code = [token for token in lexer.tokens(statement) if token.kind != "comment"]
    for token in code[: readonly.body(code)]:
        if token.upper in words:
            end = token.start + len(token.text)
            statement = statement[: token.start] + " " * len(token.text) + statement[end:]
    return statement


@contextmanager
def _translated(store: "Store", statement: str, timeout: float, prefix: int = 0) -> Iterator[None]:
    """Raise an error of the engine as one line: the problem and its place."""
    try:
        yield
    except (QueryError, StoreError) as error:
        if error.__cause__ is None:  # already translated, or raised by citegraph
            raise
        raise _line(error, statement, timeout, store.engine, prefix) from None


def _line(
    error: QueryError | StoreError, statement: str, timeout: float, engine: str, prefix: int
) -> Exception:
    """Return an error of the engine as one line: the problem and its place."""
    cause = error.__cause__
    code, message = getattr(cause, "code", None) or "", getattr(cause, "message", None)
    if "Security.Forbidden" in code or "AccessMode" in code:
        return QueryError(readonly.WRITES)
    if (
        isinstance(cause, TimeoutError)
        or any(word in code for word in ("TimedOut", "Timeout"))
        or "timeout" in (message or "").lower()
    ):
        slow = f"the statement took longer than {timeout:g} s and was ended"
        problem = str(error) if isinstance(cause, TimeoutError) else slow
        return QueryError(f"{problem}; narrow the statement, or raise the timeout")
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


def _shorter(text: str, limit: int = 160) -> str:
    return text if len(text) <= limit else text[:limit].rsplit(" ", 1)[0] + " ..."


def _counted(counters: Mapping[str, int]) -> str:
    if not counters:
        return "nothing changed"
    return ", ".join(
        f"{name.replace('_', ' ')}: {count}" for name, count in sorted(counters.items())
    )
