"""Values of a page: properties as JSON, and evidence as a reference to a text of the page."""

import datetime
import math
import re
import unicodedata
from collections.abc import Container, Mapping, Sequence
from typing import Any

from citegraph.graph.subgraph import Edge, Node
from citegraph.viz.view import Content

# Properties that no part of the page shows.
NOT_SHOWN = frozenset(
    {
        *("load", "origin", "observations", "observedOf", "firstAuthor", "titleKey", "nameKey"),
        *("keywordSources", "paperCount", "months"),
        *("rawAbstract", "rawTitle", "block", "otherBlocks"),
    }
)


_PLAIN = frozenset((str, int, bool, type(None)))  # most values: no call is made for them
# Of each key: the first row with a value, and the values from there to the last one.
Columns = dict[str, tuple[int, list[Any]]]
USUAL = 0  # stands for a value that the page derives
WITH_PAPER = 1  # the same, of an author who is told apart by a paper


def usual_id(label: str, name: str) -> str | None:
    """Return the ID that most nodes of this name have; see ``usualId`` in ``data.js``."""
    if not name.isascii() or not name.isprintable():
        return None
    if label == "Author":
        return "name:" + _NO_WORD.sub("-", name.lower()).strip("-")
    return f"github.com/{name.lower()}" if label == "Repository" else name.lower().replace("-", " ")


_NO_WORD = re.compile("[^a-z0-9]+")


def node_columns(nodes: Sequence[Node], names: Sequence[str], hidden: Container[str]) -> Columns:
    """Return the properties of nodes as columns.

    What follows from other values is left out, or is :data:`USUAL`; see ``facts.js``.
    """
    found: Columns = {}
    for i, (node, name) in enumerate(zip(nodes, names, strict=True)):
        given = node.properties
        for key, value in given.items():
            if key in hidden or key in NOT_SHOWN or (value == name and key in {"title", "name"}):
                continue
            shown = value if type(value) in _PLAIN else json_value(value)
            if key == "arxivId" and node.id == f"arxiv:{value}":
                continue
            if key == "names" and shown == [name]:
                continue
            if key in {"owner", "name"} and name == f"{given.get('owner')}/{given.get('name')}":
                continue
            if key == "url" and value == _usual_address(node, name):
                shown = USUAL
            _put(found, key, i, shown)
    return found


def _usual_address(node: Node, name: str) -> str | None:
    """Return the address that most papers and repositories have."""
    if node.label == "Repository":
        return f"https://{node.properties.get('host')}/{name}"
    scheme, _, number = node.id.partition(":")
    return f"https://huggingface.co/papers/{number}" if scheme == "arxiv" else None


def edge_columns(
    content: Content, edges: Sequence[Edge], pairs: Sequence[Sequence[int]]
) -> Columns:
    """Return the shown properties of edges as columns.

    Evidence that the page holds anyway becomes a reference: ``evidenceAt`` is the end of the edge
    (0 or 1) whose name is the evidence, or the end and the start and length of the evidence in its
    abstract, in UTF-16 units. What is the same at an end of the edge is left out.
    """
    found: Columns = {}
    nodes = content.subgraph.nodes
    # As the page writes them; related papers are ranked by the exact ones.
    digits = 6 if content.subgraph.similar else 2
    for i, (edge, ends) in enumerate(zip(edges, pairs, strict=True)):
        given = edge.properties
        at = _evidence_at(content, given, ends)
        start, end = nodes[ends[0]].properties, nodes[ends[1]].properties
        for key, value in given.items():
            if key in NOT_SHOWN or (key == "evidence" and at):
                continue
            if key == "score" and isinstance(value, float):
                _put(found, key, i, json_value(round(value, digits)))
            elif key not in _OF_ENDS or not _implied(key, value, edge, start, end):
                _put(found, key, i, value if type(value) in _PLAIN else json_value(value))
        if at:
            _put(found, "evidenceAt", i, at)
    return found


_OF_AUTHOR = frozenset({"written", "hfUser", "hfAssigned"})
_OF_ENDS = _OF_AUTHOR | {"observed", "nameOnly"}  # what the page may have elsewhere


def _implied(
    key: str, value: Any, edge: Edge, start: Mapping[str, Any], end: Mapping[str, Any]
) -> bool:
    """Return whether the page has the value of an edge elsewhere."""
    if key == "nameOnly":
        return value is True
    if key == "observed":
        return value in (start.get(key), end.get(key))
    if edge.type != "AUTHORED":
        return False
    if key == "written":
        return bool(value == [f"{edge.properties.get('position')} {start.get('name')}"])
    return isinstance(value, list) and _within(value, start.get(key))


def _within(values: list[Any], others: object) -> bool:
    return isinstance(others, list) and all(value in others for value in values)


def _put(columns: Columns, key: str, row: int, value: Any) -> None:
    if value is None:
        return
    column = columns.get(key)
    if column is None:
        columns[key] = row, [value]
        return
    first, values = column
    if gap := row - first - len(values):
        values += [None] * gap
    values.append(value)


def _evidence_at(
    content: Content, given: Mapping[str, Any], ends: Sequence[int]
) -> list[int] | None:
    evidence = given.get("evidence")
    if not isinstance(evidence, str) or not evidence or "evidenceAt" in given:
        return None
    for end, i in enumerate(ends):
        if evidence == content.name[i]:
            return [end]
        abstract = content.subgraph.nodes[i].properties.get("abstract")
        at = abstract.find(evidence) if isinstance(abstract, str) else -1
        if at >= 0:
            assert isinstance(abstract, str)
            if abstract.isascii():
                return [end, at, len(evidence)]
            return [end, _units(abstract[:at]), _units(evidence)]
    return None


def _units(text: str) -> int:
    """Count UTF-16 units, as JavaScript does."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def json_value(value: Any) -> Any:
    """Convert a property value to JSON."""
    if type(value) in _PLAIN:
        return value
    if isinstance(value, (datetime.date, datetime.datetime)):
        return getattr(value, "known", None) or value.isoformat()  # see queries.marks.PartialDate
    if isinstance(value, float):
        return value if math.isfinite(value) else None  # JSON has no such number
    if isinstance(value, (list, tuple)):
        return [item if type(item) in _PLAIN else json_value(item) for item in value]
    if isinstance(value, dict):
        return {str(key): json_value(item) for key, item in value.items()}
    return value if isinstance(value, (str, int)) else str(value)


def printable(text: str) -> str:
    """Remove control and formatting characters and unpaired surrogates."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(char for char in text if unicodedata.category(char) not in {"Cc", "Cf", "Cs"})
