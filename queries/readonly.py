r"""Decide whether a statement only reads the graph.

The plan of the engine decides (:func:`check_plan`): it lists every operator, procedure and function
of the statement, however the statement is written. The tokens of the text are the second check
(:func:`check_text`); on ArcadeDB, whose plan omits subqueries, only this check covers them.

Three lists name what is allowed: :data:`PROCEDURES`, :data:`FUNCTIONS` for functions with a
namespace (plugins cannot define others) and :data:`SHOWN` for ``SHOW`` commands.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING

from citegraph.graph.errors import QueryError
from citegraph.queries import lexer
from citegraph.queries.lexer import Token

if TYPE_CHECKING:
    from citegraph.graph.connection.explanation import Explanation

ALLOW = "allow it with `write`"
WRITES = f"this statement writes; {ALLOW}"
_LOAD = "LOAD CSV reads files and addresses outside the graph; load them with citegraph"
_SERVER = f"the command describes the server, not the graph; {ALLOW}"

# Procedures that read the graph or describe it.
PROCEDURES = re.compile(
    r"db\.(labels|relationshiptypes|propertykeys|info|ping|schema\.\w+"
    r"|index\.fulltext\.(query(nodes|relationships)|listavailableanalyzers)"
    r"|index\.vector\.query(nodes|relationships))"
    r"|dbms\.(components|info)"
)
# Functions of Cypher 5 that have a namespace, for an engine that does not list its functions.
FUNCTIONS = re.compile(
    r"(date|datetime|localdatetime|localtime|time)\.(realtime|statement|transaction|truncate)"
    r"|datetime\.fromepoch(millis)?|duration\.(between|indays|inmonths|inseconds)"
    r"|point\.(distance|withinbbox)|vector\.similarity\.(cosine|euclidean)"
)
SHOWN = {"INDEX", "CONSTRAINT", "FUNCTION", "PROCEDURE"}
_SHOW_WORDS = {
    *("ALL", "BTREE", "BUILT", "BY", "CURRENT", "DEFINED", "EXECUTABLE", "EXIST", "EXISTENCE"),
    *("FULLTEXT", "IN", "KEY", "LOOKUP", "NODE", "POINT", "PROPERTY", "RANGE", "REL"),
    *("RELATIONSHIP", "TEXT", "TYPE", "UNIQUE", "UNIQUENESS", "USER", "VECTOR"),
}
# Words that can come between a variable named ``call`` and a parenthesis.
_BEFORE_BRACKET = {
    *("ALL", "AND", "ANY", "BY", "CASE", "CONTAINS", "CREATE", "DISTINCT", "ELSE", "END"),
    *("EXISTS", "FILTER", "IN", "INSERT", "IS", "LIMIT", "MATCH", "MERGE", "NOT", "OFFSET", "OR"),
    *("RETURN", "SKIP", "THEN", "UNION", "UNWIND", "WHEN", "WHERE", "WITH", "XOR"),
}

_PLURAL = re.compile(r"(?<=INDEX)ES$|S$")
_ESCAPE = re.compile(r"\\u+([0-9a-fA-F]{4})")
_BOUNDARIES = frozenset("'\"`\\*/\n\r")  # end strings, names and comments
_ARCADEDB = re.compile(
    r"^\s*\+ (?:(?P<load>LOAD CSV)|CALL (?P<call>[^\s({]+)\("
    r"|(?P<write>CREATE|MERGE|SET|(?:DETACH )?DELETE|REMOVE|FOREACH)\b)",
    re.MULTILINE,
)


def check_text(statement: str, built_in: Callable[[], Collection[str]] | None) -> None:
    """Reject a statement whose text reaches outside the graph.

    Args:
        statement: one Cypher statement.
        built_in: returns the lower-case names of the engine's built-in functions; called only if
            the statement has a function with a namespace. ``None`` if the engine does not list
            them; :data:`FUNCTIONS` decides then.

    Raises:
        QueryError: the statement is not allowed.
    """
    _check_escapes(statement)
    code = [token for token in lexer.tokens(statement) if token.kind != "comment"]
    start = body(code)
    if start < len(code) and code[start].upper == "SHOW":
        _check_show(code[start + 1 :])
    for token, following in pairwise(code):
        if token.upper == "LOAD" and following.upper == "CSV":
            raise QueryError(_LOAD)
        if token.upper == "TERMINATE" and following.upper.startswith("TRANSACTION"):
            raise QueryError(WRITES)
    for name, procedure in _calls(code):
        if procedure:
            _check_procedure(name)
    _check_functions((name for name, procedure in _calls(code) if not procedure), built_in)


def check_plan(plan: "Explanation", built_in: Callable[[], Collection[str]] | None) -> None:
    """Reject a statement whose plan does more than read the graph.

    Raises:
        QueryError: the statement is not allowed.
    """
    procedures = 0
    for operator in plan.operators:
        name, details = operator.name, operator.details
        if name.startswith("ArcadeDB"):  # one operator, the plan as text, the type always "w"
            for found in _ARCADEDB.finditer(details):
                if found["load"] or found["write"]:
                    raise QueryError(_LOAD if found["load"] else WRITES)
                _check_procedure(found["call"])
            return
        if "LoadCSV" in name:
            raise QueryError(_LOAD)
        if name.startswith("Terminate"):
            raise QueryError(WRITES)
        if name.startswith("Show") and not any(each in name.upper() for each in SHOWN):
            raise QueryError(_SERVER)
        code = [token for token in lexer.tokens(details) if token.kind != "comment"]
        called = [name for name, _ in _calls(code)]
        if "ProcedureCall" in name:
            procedures += 1
            _check_procedure(details.partition("(")[0].replace("`", "").strip())
            called = called[1:]  # the first is the procedure, its arguments follow
        if operator.database and plan.database and operator.database != plan.database:
            raise QueryError(
                f"the statement uses the database {operator.database}; open that database, or "
                f"{ALLOW}"
            )
        _check_functions(called, built_in)
    # Neo4j reports the type "s" for system procedures; the allowed ones only read.
    if plan.query_type != "r" and not (plan.query_type == "s" and procedures):
        raise QueryError(WRITES)


def body(code: Sequence[Token]) -> int:
    """Return the index of the first token after ``CYPHER`` options, ``EXPLAIN`` and ``PROFILE``."""
    i = 0
    while i < len(code) and code[i].upper in {"CYPHER", "EXPLAIN", "PROFILE"}:
        i += 1
        if code[i - 1].upper == "CYPHER":
            while i < len(code) and code[i].kind == "number":
                i += 1
            while i + 1 < len(code) and code[i + 1].text == "=":
                i += 3
    return i


def language(code: Sequence[Token]) -> str:
    """Return the ``CYPHER 25`` prefix of a statement, or an empty string."""
    for token, following in pairwise(code[: body(code)]):
        if token.upper == "CYPHER" and following.text.isdecimal():
            return f"CYPHER {following.text}"
    return ""


def _check_escapes(statement: str) -> None:
    r"""Reject an escape that moves the end of a string, a name or a comment.

    Cypher 5 resolves ``\uXXXX`` before it looks for strings and comments; Cypher 25 and ArcadeDB
    resolve it only within strings. An escape within a string, a quoted name or a comment, for a
    character that ends none of them, does not move a token under either rule.
    """
    inside = [
        (token.start, token.start + len(token.text))
        for token in lexer.tokens(statement)
        if token.kind in {"comment", "string", "quoted", "parameter"}
    ]
    for found in _ESCAPE.finditer(statement):
        character = chr(int(found[1], 16))
        if character in _BOUNDARIES or not any(
            start < found.start() and found.end() <= end for start, end in inside
        ):
            raise QueryError(
                f"the escape {found[0]} is ambiguous here: engines resolve it at different times; "
                f"write the character {character!r} instead"
            )


def _check_show(code: Sequence[Token]) -> None:
    """Reject ``SHOW`` of anything but the schema, functions and procedures."""
    shown = takewhile(lambda token: token.upper not in {"", "YIELD", "WHERE"}, code)
    words = {_PLURAL.sub("", token.upper) for token in shown}
    if not words & SHOWN or words - SHOWN - _SHOW_WORDS:
        raise QueryError(_SERVER)


def _calls(code: Sequence[Token]) -> Iterator[tuple[str, bool]]:
    """Find the procedure calls, and the calls of functions with a namespace.

    Yields:
        The name, and whether it is a procedure.
    """
    for i, token in enumerate(code):
        procedure = i > 0 and code[i - 1].upper == "CALL"
        if not procedure and i > 1 and code[i - 1].text == "." and _is_name(code[i - 2]):
            continue  # the middle of a name
        name, end = _name(code, i)
        bracket = end < len(code) and code[end].text == "("
        if procedure and ("." in name or (bracket and name and token.upper not in _BEFORE_BRACKET)):
            yield name, True
        elif not procedure and "." in name and bracket:
            yield name, False


def _is_name(token: Token) -> bool:
    return token.kind in {"word", "quoted"}


def _name(code: Sequence[Token], i: int) -> tuple[str, int]:
    """Return the dotted name that begins at a token, and the index after it."""
    name, wanted = "", True
    while i < len(code) and (_is_name(code[i]) if wanted else code[i].text == "."):
        name += code[i].text.strip("`")
        wanted = not wanted
        i += 1
    return name, i


def _check_procedure(name: str) -> None:
    if not PROCEDURES.fullmatch(name.lower()):
        raise QueryError(f"procedure {name} may do more than read the graph; {ALLOW}")


def _check_functions(names: Iterable[str], built_in: Callable[[], Collection[str]] | None) -> None:
    for name in names:
        lower = name.lower()
        known = FUNCTIONS.fullmatch(lower) if built_in is None else lower in built_in()
        if not known:
            raise QueryError(
                f"function {name} is not built in and may do more than read the graph; {ALLOW}"
            )
