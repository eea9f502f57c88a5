"""A question: a ``.cypher`` file whose head is checked against its text.

The head is a block of ``//`` comments at the top of the file::

    // Papers on a topic
    //
    // Which papers are about a topic, or about a narrower one?
    //
    // $topic: topic - the topic, by name, alias or id, e.g. neural network
    // $limit: integer = 20 - how many rows at most
    // => id - the paper
    // => title - its title
    // needs: topics, dates
    MATCH ...
    RETURN ... AS id, ... AS title
    ORDER BY ... LIMIT $limit;

    MATCH path = ...      // optional: the same answer as a subgraph
    RETURN path;

The first line is the title, what follows the question in words. A parameter without ``=`` is
required and shows an example. ``needs`` names what the graph must hold
(``queries/coverage.cypher``); ``references of $paper`` asks it of that paper too. To add a
question, add one file.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from citegraph.graph import cypher
from citegraph.graph.errors import QueryError
from citegraph.queries import lexer
from citegraph.queries.values import TYPES, convert

__all__ = ["Column", "Need", "Parameter", "Question", "parse"]

_PARAMETER = re.compile(
    r"\$(?P<name>\w+): (?P<type>\w+)(?: = (?P<default>.+?))? - (?P<about>.+?)"
    r"(?:, e\.g\. (?P<example>.+))?"
)
_COLUMN = re.compile(r"=> (?P<name>\w+) - (?P<about>.+)")
_NEED = re.compile(r"(?P<what>\w+)(?: of \$(?P<parameter>\w+))?")
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a question asks for. ``default`` and ``example`` are of the declared type."""

    name: str
    type: str
    about: str
    required: bool
    default: Any = None
    example: Any = None

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
    """What the graph must hold; where ``of`` names a parameter, that paper must have it too."""

    what: str
    of: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A stock question: what it asks for, what it answers, and its Cypher.

    Raises:
        QueryError: the head and the statements contradict each other.
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

    def __post_init__(self) -> None:
        for fault in self._faults():
            raise QueryError(f"{self.name}.cypher: {fault}")

    @property
    def example(self) -> str:
        """A call for the command line that shows every required parameter."""
        needed = (p for p in self.parameters if p.required)
        return " ".join(
            [
                f"citegraph query {self.name}",
                *(f"-p {_shell(f'{p.name}={p.example}')}" for p in needed),
            ]
        )

    @property
    def browser(self) -> str:
        """The line that sets the parameters in Neo4j Browser, before the file is run there."""
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
        """A statement of this question with its parameters set, to paste into Neo4j Browser."""
        used = {name: values[name] for name in lexer.parameters(statement)}
        return f":param {literal(used)}\n{statement}" if used else statement

    def _faults(self) -> "list[str]":
        declared = [p.name for p in self.parameters]
        used = lexer.parameters(f"{self.table}\n{self.graph or ''}")
        names, found = [c.name for c in self.columns], lexer.columns(self.table)
        checks = (
            (_NAME.fullmatch(self.name), "the file's name must be lower-case words with hyphens"),
            (self.title, "the first comment line must be the title"),
            ("?" in self.question, "the question in words must stand below the title"),
            (len(set(declared)) == len(declared), "a parameter is declared twice"),
            (set(used) <= set(declared), f"${_first(used, declared)} is used but not declared"),
            (set(declared) <= set(used), f"${_first(declared, used)} is declared but not used"),
            (names, "no column is declared (`// => name - meaning`)"),
            (names == found, f"the columns declared are {names}, RETURN gives {found}"),
            (
                "limit" not in declared or re.search(r"LIMIT \$limit$", self.table),
                "$limit is declared, so the first statement must end with LIMIT $limit",
            ),
            ("ORDER BY" in self.table, "the first statement must have ORDER BY"),
            (
                all(n.of is None or n.of in declared for n in self.needs),
                "needs names a parameter that is not declared",
            ),
        )
        return [fault for holds, fault in checks if not holds]


def parse(name: str, source: str, theme: str = "") -> Question:
    """Parse the text of a question's file.

    Args:
        name: name of the file without its suffix.
        source: text of the file.
        theme: name of its folder.

    Raises:
        QueryError: the head cannot be read, or contradicts the statements.
    """
    head = re.match(r"(?://[^\n]*\n)*", source)
    assert head is not None
    parts = lexer.statements(source[head.end() :])
    if len(parts) not in (1, 2):
        raise QueryError(f"{name}.cypher: one or two statements are expected, not {len(parts)}")
    title, *lines = [line.removeprefix("//").strip() for line in head.group().splitlines()] or [""]
    prose, parameters, columns, needs = [], [], [], []
    for line in lines:
        if line.startswith("$"):
            parameters.append(_parameter(name, line))
        elif line.startswith("=>"):
            columns.append(Column(**_match(_COLUMN, name, line)))
        elif line.startswith("needs:"):
            for need in line.removeprefix("needs:").split(","):
                found = _match(_NEED, name, need.strip())
                needs.append(Need(found["what"], found["parameter"]))
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
        graph=parts[1] if len(parts) == 2 else None,
    )


def literal(value: Any) -> str:
    """A value as Cypher writes it."""
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
        raise QueryError(f"{name}.cypher: {found['type']!r} is no type; one of {', '.join(TYPES)}")
    required = found["default"] is None
    if required and found["example"] is None:
        raise QueryError(f"{name}.cypher: ${found['name']} is required, so it needs an example")
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
        raise QueryError(
            f"{name}.cypher: the head line {line!r} cannot be read; see queries/question.py"
        )
    return found.groupdict()


def _first(names: list[str], known: list[str]) -> str:
    return next((name for name in names if name not in known), "")


def _shell(text: str) -> str:
    return f'"{text}"' if re.search(r"[^\w@%+=:,./-]", text) else text
