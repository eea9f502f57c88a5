"""Explain an empty answer to free Cypher: name what the graph does not have.

Labels, relationship types and properties are read from the tokens of the statement. A name that is
neither in the schema nor in the graph is reported with the nearest known one. So are a label, type
or property of the schema that the graph lacks, with what to load, a pattern against the direction
of its edge type, and a comparison of a property with a value of another type.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from citegraph.graph.coverage import probes
from citegraph.graph.errors import CitegraphError
from citegraph.graph.schema import EDGES, NODES, EdgeType, known_names
from citegraph.queries import lexer
from citegraph.queries.lexer import Token

if TYPE_CHECKING:
    from citegraph.graph.store import Store

SECONDS = 3.0  # for each look at the graph
LABELS = [node.label for node in NODES]
TYPES = sorted({edge.type for edge in EDGES})
NEEDS = {  # need of ``graph/coverage.cypher`` by the label or type that it is about
    "Author": "authors",
    "AUTHORED": "authors",
    "Topic": "topics",
    "HAS_TOPIC": "topics",
    "Repository": "repositories",
    "HAS_CODE": "repositories",
    "Organization": "organizations",
    "AFFILIATED_WITH": "organizations",
    "Venue": "venues",
    "PUBLISHED_IN": "venues",
    "CITES": "references",
    "BROADER": "hierarchy",
}
PROPERTIES = sorted(
    {name for node in NODES for name in known_names(node)}
    | {name for edge in EDGES for name in known_names(edge)}
)
KINDS: dict[str, set[str]] = {}  # types of the properties of a name
for _property in (
    p for of in (*(n.properties for n in NODES), *(e.properties for e in EDGES)) for p in of
):
    KINDS.setdefault(_property.name, set()).add(_property.kind)
KINDS["id"] = {"string"}
_PATTERN = re.compile(
    r"\(\s*\w*\s*(?::\s*(?P<a>\w+))?[^()]*\)\s*(?P<left><?)\s*-\s*"
    r"\[\s*\w*\s*:\s*(?P<type>\w+)[^\[\]]*\]\s*-\s*(?P<right>>?)\s*"
    r"\(\s*\w*\s*(?::\s*(?P<b>\w+))?"
)


@dataclass(frozen=True, slots=True)
class Names:
    """The names in a statement, each once, in order."""

    labels: list[str] = field(default_factory=list)
    types: list[str] = field(default_factory=list)
    properties: list[str] = field(default_factory=list)
    compared: list[tuple[str, Token]] = field(default_factory=list)  # a property, and with what


def is_blank(columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> bool:
    """Return whether an answer has no rows, or a column without a value other than 0."""
    return not rows or any(all(row.get(c) in (None, 0, []) for row in rows) for c in columns)


def names(statement: str) -> Names:
    """Return the labels, relationship types and properties that a statement names."""
    found = Names()
    code = [token for token in lexer.tokens(statement) if token.kind != "comment"]
    brackets: list[str] = [""]  # the innermost last; "{}" for the properties of a pattern
    for i, token in enumerate(code):
        before = code[i - 1] if i else None
        inner = brackets[-1]
        if token.text in ("(", "["):
            brackets.append(token.text)
        elif token.text == "{":
            of_pattern = inner in ("(", "[") and before is not None and _is_name(before)
            brackets.append("{}" if of_pattern else "{")
        elif token.text in (")", "]", "}") and len(brackets) > 1:
            brackets.pop()
        elif _is_name(token) and before is not None:
            name = token.text.strip("`")
            if inner in ("(", "[") and _is_label(code, i):
                _add(found.labels if inner == "(" else found.types, name)
            elif _is_property(code, i, inner):
                _add(found.properties, name)
                value = i + 1
                while value < len(code) and code[value].text in ("=", "<", ">", ":"):
                    value += 1
                if i + 1 < value < len(code):
                    found.compared.append((name, code[value]))
    return found


def explain(
    store: "Store", statement: str, parameters: Mapping[str, Any] | None = None
) -> list[str]:
    """Return why a statement without an error may have found nothing, one text a reason."""
    found = names(statement)
    reasons: list[str] = []
    for kind, of, used, known in (
        ("node has the label", "label", found.labels, LABELS),
        ("edge has the type", "type", found.types, TYPES),
        ("node has the property", "property", found.properties, PROPERTIES),
    ):
        for name in used:
            if known is PROPERTIES and name in known:
                reasons += _without(store, name, found.labels)
                continue
            if _in_graph(store, of, name=name):
                continue
            near = None if name in known else _near(name, known)
            hint = f"; did you mean {near}?" if near else ""
            if name in NEEDS:
                hint = f"; {probes()[NEEDS[name]].remedy}"
            reasons.append(f"no {kind} {name}{hint}")
    reasons += _mistyped(found.compared, parameters or {})
    return reasons + list(_reversed(statement))


def _mistyped(compared: Sequence[tuple[str, Token]], given: Mapping[str, Any]) -> Iterator[str]:
    """Yield the properties of the schema that are compared with a value of another type."""
    for name, token in compared:
        kinds, written = KINDS.get(name, set()), token.text
        value: Any = written if token.kind == "string" else None
        if token.kind == "number":
            value = float(written)
        elif token.kind == "parameter":
            value = given.get(written[1:].strip("`"))
        text = isinstance(value, str)
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if text and kinds == {"date"}:
            yield f"{name} is a date; compare it with date({written})"
        elif text and kinds and kinds <= {"integer", "float"}:
            yield f"{name} is a number, but {written} is text; write it without quotes"
        elif number and kinds == {"string"}:
            yield f"{name} is text, but {written} is a number; write it in quotes"
        elif (text or number) and kinds == {"list"}:
            yield f"{name} is a list; write {written} IN n.{name}"


def _without(store: "Store", name: str, labels: Sequence[str]) -> Iterator[str]:
    """Yield the labels of the statement whose nodes all lack a property of the schema."""
    if any(name in known_names(edge) for edge in EDGES):
        return  # it may be that of an edge
    for node in NODES:
        if (
            node.label in labels
            and name in known_names(node)
            and not _in_graph(store, "property of a label", name=name, label=node.label)
        ):
            yield f"no {node.label} in this graph has the property {name}"


def _reversed(statement: str) -> Iterator[str]:
    code = "".join(
        " " if token.kind in ("comment", "string") else f" {token.text}"
        for token in lexer.tokens(statement)
    )
    for match in _PATTERN.finditer(code):
        if bool(match["left"]) == bool(match["right"]):
            continue  # without a direction
        ends = (match["b"], match["a"]) if match["left"] else (match["a"], match["b"])
        edges = [edge for edge in EDGES if edge.type == match["type"]]
        turned = [edge for edge in edges if _fits(edge, *reversed(ends))]
        if turned and not any(_fits(edge, *ends) for edge in edges):
            edge = turned[0]
            yield f"{edge.type} goes from {edge.start} to {edge.end}; reverse the arrow"


def _fits(edge: EdgeType, start: str | None, end: str | None) -> bool:
    """Report whether an edge may connect nodes of two labels; ``None`` is any label."""
    return start in (None, edge.start) and end in (None, edge.end)


def _in_graph(store: "Store", of: str, **names: str) -> bool:
    look = lexer.named("hints")[of]
    for place, name in names.items():
        look = look.replace(f"`{place}`", _quoted(name))
    try:
        return bool(store.read(look, timeout=SECONDS).rows)
    except CitegraphError:
        return True  # not known to be absent


def _quoted(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"


def _near(name: str, known: Sequence[str]) -> str | None:
    plain = {_plain(other): other for other in known}
    found = get_close_matches(_plain(name), plain, n=1, cutoff=0.7)
    return plain[found[0]] if found else None


def _plain(name: str) -> str:
    return name.replace("_", "").lower()


def _add(names: list[str], name: str) -> None:
    if name not in names:
        names.append(name)


def _is_name(token: Token) -> bool:
    return token.kind in ("word", "quoted")


def _is_label(code: Sequence[Token], i: int) -> bool:
    """Return whether a name follows a colon, or is part of an expression such as ``A|B``."""
    j = i - 1
    while j > 0 and code[j].text in ("|", "&", "!", ":"):
        if code[j].text == ":":
            return True
        j -= 1
        if _is_name(code[j]):
            j -= 1
    return False


def _is_property(code: Sequence[Token], i: int, inner: str) -> bool:
    """Return whether a name follows a dot after a variable, or is a key of a pattern."""
    before = code[i - 1].text
    after = code[i + 1].text if i + 1 < len(code) else ""
    if before == "." and after not in ("(", ".") and i > 1:
        owner = code[i - 2]
        return _is_name(owner) or owner.text in (")", "]", "{", ",")
    return inner == "{}" and before in ("{", ",") and after == ":"
