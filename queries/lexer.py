"""Split Cypher into tokens, to find parameters, statements, columns and procedure calls.

A token is a comment, a string, a name in backticks, a parameter, a word, a number or one other
character, as in openCypher 9, "Lexical structure". Nothing is executed on what is found here
alone; see ``queries/guard.py``.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal, cast

Kind = Literal["comment", "string", "quoted", "parameter", "word", "number", "symbol", "open"]

_HEAD = re.compile(r"(?://.*\n|\n)*// ([^:\n]+)")  # the last line of a comment, up to a colon
_TOKEN = re.compile(
    r"""
    (?P<comment>//[^\n\r]*|/\*.*?\*/)
  | (?P<string>'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")
  | (?P<parameter>\$(?:\d+|\w+|`(?:``|[^`])*`))
  | (?P<quoted>`(?:``|[^`])*`)
  | (?P<number>\d+(?:\.\d+)?)
  | (?P<word>\w+)
  | (?P<open>/\*|['"`])     # a comment, string or name that never ends
  | (?P<symbol>[^\s\u180e])     # Cypher counts U+180E as a space
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Token:
    """One token: ``text`` as written, ``start`` its offset in characters."""

    kind: Kind
    text: str
    start: int

    @property
    def upper(self) -> str:
        """The text in upper case if it is a plain word, else an empty string."""
        return self.text.upper() if self.kind == "word" else ""


def tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of a text, including comments."""
    for match in _TOKEN.finditer(text):
        yield Token(cast(Kind, match.lastgroup), match.group(), match.start())


def statements(text: str) -> list[str]:
    """Split a text at semicolons; omit empty statements."""
    found, begin = [], 0
    for token in [*tokens(text), Token("symbol", ";", len(text))]:
        if token.text == ";" and token.kind == "symbol":
            part = text[begin : token.start].strip()
            if any(inner.kind != "comment" for inner in tokens(part)):
                found.append(part)
            begin = token.start + 1
    return found


@cache
def named(path: str) -> Mapping[str, str]:
    """Return the statements of a file in ``queries`` by name, in the order of the file.

    The name of a statement is the last line of the comment above it, up to a colon:
    ``// topics: papers of a topic``.
    """
    text = files("citegraph.queries").joinpath(f"{path}.cypher").read_text("utf-8")
    found = {}
    for statement in statements(text):
        head = _HEAD.match(statement)
        assert head is not None, f"{path}.cypher: a statement without a name: {statement}"
        found[head[1]] = statement
    return found


def parameters(statement: str) -> list[str]:
    """Return the distinct parameter names of a statement, in order of appearance."""
    names = (t.text[1:].strip("`") for t in tokens(statement) if t.kind == "parameter")
    return list(dict.fromkeys(names))


def columns(statement: str) -> list[str]:
    """Return the columns of the last ``RETURN`` of a statement, in order."""
    code = [token for token in tokens(statement) if token.kind != "comment"]
    depths = list(_depths(code))
    starts = [i for i, token in enumerate(code) if token.upper == "RETURN" and depths[i] == 0]
    if not starts:
        return []
    items: list[list[Token]] = [[]]
    for token, depth in zip(code[starts[-1] + 1 :], depths[starts[-1] + 1 :], strict=True):
        if depth == 0 and token.upper in {"ORDER", "SKIP", "OFFSET", "LIMIT", "UNION"}:
            break
        if depth == 0 and token.text == ",":
            items.append([])
        elif token.upper != "DISTINCT" or items != [[]]:
            items[-1].append(token)
    return [_column(item, statement) for item in items if item]


def _column(item: list[Token], statement: str) -> str:
    if len(item) > 2 and item[-2].upper == "AS":
        return item[-1].text.strip("`")
    return statement[item[0].start : item[-1].start + len(item[-1].text)]


def _depths(code: list[Token]) -> Iterator[int]:
    """Yield the number of open brackets around each token."""
    depth = 0
    for token in code:
        depth -= token.text in {")", "]", "}"}
        yield depth
        depth += token.text in {"(", "[", "{"}
