"""A question: a ``.cypher`` file whose head is checked against its text.

The head is a block of ``//`` comments at the top of the file::

    // Papers on a topic
    //
    // Which papers are about a topic or a narrower one?
    //
    // $topic: topic - name, alias or ID of the topic, e.g. neural network
    // $limit: integer = 20 - maximum rows to return
    // => id - ID of the paper
    // => title - title of the paper
    // needs: topics, dates
    MATCH ...
    RETURN ... AS id, ... AS title
    ORDER BY ... LIMIT $limit
    // draw
    // MATCH path = (:Paper {id: id})-[:HAS_TOPIC]->(:Topic)
    // RETURN path
    ;

The first line is the title; the question in words follows. A parameter without ``=`` is required
and has an example. An integer with a default is at least 1, and ``, 1 to 4`` at the end of its
description limits it further; ``one of A, B`` lists all values of a parameter. ``needs`` names data
that the graph must have (``graph/coverage.cypher``); ``references of $paper`` requires it of that
paper too, and of nothing if the parameter is not given. ``states: stars of $topic`` does not
require the data, but the answer states how many nodes have them.

The comment lines after ``// draw`` are Cypher that draws the answer: it runs once for each row and
reads the columns as variables. Where rows are not enough, the line ``// the drawing starts here``
in the statement marks the place that the drawing continues from instead.

The comment lines after ``// summary``, above ``// draw``, are Cypher that describes the whole
answer in one row, such as its period or the number of papers that it is taken from. The note of the
answer states each column that has a value. As comments, these lines do not change what the file
returns when it is run as it is.
"""

import re
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from citegraph.graph import cypher
from citegraph.graph.errors import QueryError
from citegraph.queries import lexer
from citegraph.queries.values import TYPES, convert

DRAWING_STARTS = "// the drawing starts here\n"

_PARAMETER = re.compile(
    r"\$(?P<name>\w+): (?P<type>\w+)(?: = (?P<default>.+?))? - (?P<about>.+?)"
    r"(?:, e\.g\. (?P<example>.+))?"
)
_COLUMN = re.compile(r"=> (?P<name>\w+) - (?P<about>.+)")
_CHOICES = re.compile(r"one of (\w+(?:, \w+)*)")
_RANGE = re.compile(r", (\d+) to (\d+)$")  # at the end of the description of an integer
_NEED = re.compile(r"(?P<what>\w+)(?: of \$(?P<parameter>\w+))?")
_DRAWING = re.compile(r"^// draw\n(?P<lines>(?://[^\n]*\n)+)", re.MULTILINE)
_SUMMARY = re.compile(
    r"^// summary\n(?P<lines>(?:(?!// draw\n|// summary\n)//[^\n]*\n)+)", re.MULTILINE
)
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter; ``default`` and ``example`` have the declared type."""

    name: str
    type: str
    about: str
    required: bool
    default: Any = None
    example: Any = None

    def check(self, value: Any) -> None:
        """Refuse a value out of range.

        Raises:
            QueryError: the value is too small, or not in the list of values.
        """
        if self.type == "integer" and self.default is not None and value < 1:
            raise QueryError(f"invalid {self.name}: {value}; it must be at least 1")
        limits = _RANGE.search(self.about) if self.type == "integer" else None
        if limits and not int(limits[1]) <= value <= int(limits[2]):
            raise QueryError(
                f"invalid {self.name}: {value}; it must be from {limits[1]} to {limits[2]}"
            )
        choices = _CHOICES.fullmatch(self.about)
        if choices and value not in choices[1].split(", "):
            raise QueryError(f"invalid {self.name}: {value!r}; use {self.about}")

    @property
    def shown_default(self) -> str:
        """The default as a user types it, or "none"."""
        if self.default is None:
            return "none"
        return self.default if isinstance(self.default, str) else literal(self.default)

    def __str__(self) -> str:
        default = "" if self.required else f" = {literal(self.default)}"
        return f"{self.name}: {self.type}{default}"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the answer."""

    name: str
    about: str


@dataclass(frozen=True, slots=True)
class Need:
    """Data that the graph must have; if ``of`` names a parameter, that paper must have it too.

    If it is not ``required``, the answer only states the coverage.
    """

    what: str
    of: str | None = None
    required: bool = True


@dataclass(frozen=True, slots=True)
class Question:
    """A stock question: its parameters, its columns and its Cypher.

    Attributes:
        table: the statement that returns the rows of the answer.
        graph: the statement that returns the answer as a subgraph; ``None`` if the question
            cannot be drawn.
        drawing: the part of ``graph`` that runs once for each row of the answer; ``None`` if the
            drawing continues from within ``table``.
        summary: the statement that returns one row about the whole answer; ``None`` if the question
            has none.

    Raises:
        QueryError: the head contradicts the statements.
    """

    name: str
    theme: str
    title: str
    question: str
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    needs: tuple[Need, ...]
    table: str
    graph: str | None = None
    drawing: str | None = None
    summary: str | None = None

    def __post_init__(self) -> None:
        for fault in self._faults():
            raise QueryError(f"{self.name}.cypher: {fault}")

    @property
    def example(self) -> str:
        """A call on the command line, with every required parameter."""
        needed = (p for p in self.parameters if p.required)
        return " ".join(
            [
                f"citegraph query {self.name}",
                *(f"-p {_shell(f'{p.name}={p.example}')}" for p in needed),
            ]
        )

    @property
    def browser(self) -> str:
        """The line that sets the parameters in Neo4j Browser; run it before the file."""
        values = {p.name: p.example if p.required else p.default for p in self.parameters}
        return f":param {literal(values)}" if values else ""

    def titled(self, subjects: Mapping[str, str]) -> str:
        """Return the title with the subjects of a call in place of "a paper", "two topics", ...

        Args:
            subjects: value of each required parameter by name; a node is given by its name.
        """
        text = " and ".join(subjects.values())
        types = "|".join({p.type for p in self.parameters if p.name in subjects} | {"day"})
        title, count = re.subn(
            rf"\b(?:an?|two) (?:{types})s?\b", lambda _: text, self.title, count=1
        )
        return title if count or not text else f"{title}: {text}"

    def with_parameters(self, statement: str, values: Mapping[str, Any]) -> str:
        """Return a statement and the line that sets its parameters, for Neo4j Browser."""
        used = {name: values[name] for name in lexer.parameters(statement)}
        return f":param {literal(used)}\n{statement}" if used else statement

    def _faults(self) -> "list[str]":
        declared = [p.name for p in self.parameters]
        used = lexer.parameters(f"{self.table}\n{self.graph or ''}\n{self.summary or ''}")
        names, found = [c.name for c in self.columns], lexer.columns(self.table)
        checks = (
            (
                _NAME.fullmatch(self.name),
                "the name of the file must be lower-case words joined by hyphens",
            ),
            (self.title, "the first comment line must be the title"),
            ("?" in self.question, "the question in words is missing below the title"),
            (len(set(declared)) == len(declared), "a parameter is declared twice"),
            (set(used) <= set(declared), f"${_first(used, declared)} is used but not declared"),
            (set(declared) <= set(used), f"${_first(declared, used)} is declared but not used"),
            (names, "no column is declared; add `// => name - meaning`"),
            (names == found, f"the head declares the columns {names}, RETURN has {found}"),
            (
                "limit" not in declared or re.search(r"LIMIT \$limit$", self.table),
                "$limit is declared, so the statement must end with LIMIT $limit",
            ),
            ("ORDER BY" in self.table, "the statement must have ORDER BY"),
            (self.graph is None or lexer.columns(self.graph), "the drawing must have RETURN"),
            (self.summary is None or lexer.columns(self.summary), "the summary must have RETURN"),
            (
                all(n.of is None or n.of in declared for n in self.needs),
                "`needs` names a parameter that is not declared",
            ),
        )
        return [fault for holds, fault in checks if not holds]


def parse(name: str, source: str, theme: str = "") -> Question:
    """Parse the text of a question's file.

    Raises:
        QueryError: the head is malformed, or contradicts the statement.
    """
    head = re.match(r"(?://[^\n]*\n)*", source)
    assert head is not None
    if DRAWING_STARTS in head.group():
        raise QueryError(f"{name}.cypher: an empty line must follow the head")
    body, drawn = _taken(_DRAWING, source[head.end() :])
    body, summary = _taken(_SUMMARY, body)
    parts = lexer.statements(body)
    if len(parts) != 1:
        raise QueryError(f"{name}.cypher: one statement is expected, not {len(parts)}")
    title, *lines = [line.removeprefix("//").strip() for line in head.group().splitlines()] or [""]
    prose, parameters, columns, needs = [], [], [], []
    for line in lines:
        if line.startswith("$"):
            parameters.append(_parameter(name, line))
        elif line.startswith("=>"):
            columns.append(Column(**_match(_COLUMN, name, line)))
        elif line.startswith(("needs:", "states:")):
            word, _, listed = line.partition(":")
            for need in listed.split(","):
                found = _match(_NEED, name, need.strip())
                needs.append(Need(found["what"], found["parameter"], word == "needs"))
        elif columns and line:
            raise QueryError(
                f"{name}.cypher: {line!r} follows the columns; move it above the parameters, or "
                "leave an empty line before a comment about the statement"
            )
        else:
            prose.append(line)
    return Question(
        name=name,
        theme=theme,
        title=title,
        question=" ".join(prose).strip(),
        parameters=tuple(parameters),
        columns=tuple(columns),
        needs=tuple(needs),
        table=parts[0],
        graph=_graph(parts[0], drawn) if drawn else None,
        drawing=drawn if drawn and DRAWING_STARTS not in parts[0] else None,
        summary=summary,
    )


def _taken(block: re.Pattern[str], text: str) -> tuple[str, str | None]:
    """Return a text without a block of comments, and the Cypher in the block."""
    found = block.search(text)
    if found is None:
        return text, None
    lines = re.sub(r"^// ?", "", found["lines"], flags=re.MULTILINE).strip()
    return text[: found.start()] + text[found.end() :], lines


def _graph(table: str, drawing: str) -> str:
    """Return the statement that draws the answer of ``table``."""
    above, mark, _ = table.partition(DRAWING_STARTS)
    if mark:
        return f"{above}{mark}{drawing}"
    return f"CALL () {{\n{textwrap.indent(table, '  ')}\n}}\n{drawing}"


def literal(value: Any) -> str:
    """Return a value as a Cypher literal."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, (int, float)):
        return str(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {literal(item)}" for key, item in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(literal, value)) + "]"
    return cypher.string(value) if isinstance(value, str) else f"date({cypher.string(str(value))})"


def _parameter(name: str, line: str) -> Parameter:
    found = _match(_PARAMETER, name, line)
    if found["type"] not in TYPES:
        raise QueryError(
            f"{name}.cypher: unknown type {found['type']!r}; use one of {', '.join(TYPES)}"
        )
    required = found["default"] is None
    if required and found["example"] is None:
        raise QueryError(
            f"{name}.cypher: ${found['name']} is required and has no example; add `, e.g. VALUE`"
        )
    values = {
        key: None
        if found[key] in (None, "null")
        else convert(found["type"], found[key], found["name"])
        for key in ("default", "example")
    }
    return Parameter(found["name"], found["type"], found["about"], required, **values)


def _match(pattern: re.Pattern[str], name: str, line: str) -> dict[str, Any]:
    found = pattern.fullmatch(line)
    if found is None:
        raise QueryError(f"{name}.cypher: malformed head line {line!r}; see queries/question.py")
    return found.groupdict()


def _first(names: list[str], known: list[str]) -> str:
    return next((name for name in names if name not in known), "")


def _shell(text: str) -> str:
    return f'"{text}"' if re.search(r"[^\w@%+=:,./-]", text) else text
