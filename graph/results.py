"""Convert the results of statements to Python values."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import neo4j

from citegraph.graph.errors import QueryError
from citegraph.graph.schema import NODES
from citegraph.graph.subgraph import Edge, Node, Subgraph

LARGEST_ANSWER = 256 * 1024 * 1024  # bytes of an answer that is held in memory
_CHUNK_ROWS, _CHUNK_BYTES = 500, 1024 * 1024  # of one chunk of a stream
_PLAIN = frozenset((str, int, float, bool, type(None)))  # most values: no call is made for them


@dataclass(slots=True)
class Result:
    """A table: ``rows`` are dictionaries with a key for each of ``columns``.

    A node, relationship or path is a dictionary. ``cut``: there were more rows than the limit.
    """

    columns: list[str]
    rows: list[dict[str, Any]]
    cut: bool = False
    counters: dict[str, int] = field(default_factory=dict)


def table(result: neo4j.Result, limit: int | None = None, *, raw: bool = False) -> Result:
    """Collect the rows of a result, or the first ``limit`` rows.

    Args:
        result: the result.
        limit: maximum number of rows.
        raw: return all values as the driver decodes them, of any size.

    Raises:
        QueryError: the rows are larger than :data:`LARGEST_ANSWER`.
    """
    answer = Result(list(result.keys()), [])
    if raw:
        answer.rows = [dict(zip(answer.columns, record.values(), strict=True)) for record in result]
        return answer
    size = 0
    for record in result:
        if limit is not None and len(answer.rows) == limit:
            answer.cut = True
            break
        values = record.values()
        size += weigh(values)
        if size > LARGEST_ANSWER:
            raise QueryError(
                f"the answer is larger than {LARGEST_ANSWER >> 20} MB after "
                f"{len(answer.rows):,} rows; return fewer columns, add LIMIT, or stream the rows"
            )
        answer.rows.append(_row(answer.columns, values))
    answer.counters = _counters(result)
    return answer


def stream(result: neo4j.Result, limit: int | None, put: Callable[[Result], None]) -> None:
    """Put the rows of a result in chunks; the last chunk has ``cut`` and ``counters``."""
    columns = list(result.keys())
    chunk = Result(columns, [])
    size = 0
    for count, record in enumerate(result):
        if count == limit:
            chunk.cut = True
            break
        values = record.values()
        chunk.rows.append(_row(columns, values))
        size += weigh(values)
        if size > _CHUNK_BYTES or len(chunk.rows) == _CHUNK_ROWS:
            put(chunk)
            chunk, size = Result(columns, []), 0
    chunk.counters = _counters(result)
    put(chunk)


def _row(columns: list[str], values: list[Any]) -> dict[str, Any]:
    return {k: plain(v) for k, v in zip(columns, values, strict=True)}


def _counters(result: neo4j.Result) -> dict[str, int]:
    counters = vars(result.consume().counters)
    return {k: v for k, v in counters.items() if isinstance(v, int) and v and k[0] != "_"}


def weigh(value: Any) -> int:
    """Estimate the memory of a value, in bytes."""
    size = 0
    waiting: list[Iterable[Any]] = [(value,)]  # without recursion: a page reads a million values
    while waiting:
        for part in waiting.pop():
            kind = type(part)
            if kind is str:
                size += 56 + (len(part) if part.isascii() else 2 * len(part))
            elif kind is list or kind is tuple:
                size += 64
                waiting.append(part)
            elif kind is dict:
                size += 128 + 64 * len(part)
                waiting.append(part.values())
            elif kind in _PLAIN:
                size += 32
            elif isinstance(part, neo4j.graph.Entity):
                size += 128 + 64 * len(part)
                waiting.append(part.values())
            elif isinstance(part, neo4j.graph.Path):
                size += 128
                waiting.append((*part.nodes, *part.relationships))
            else:
                size += 32 + (len(part) if isinstance(part, (bytes, bytearray)) else 0)
    return size


def subgraph(result: neo4j.Result, statement: str) -> Subgraph:
    """Collect the nodes, relationships and paths of a result, each once.

    Both are sorted: engines return them in different orders, and the layout follows the order.
    """
    nodes: dict[str, Node] = {}
    edges: dict[tuple[str, str, str], Edge] = {}
    keys: dict[str, str] = {}
    pending: list[Any] = []
    for record in result:
        for value in record.values():
            _collect(value, nodes, pending, keys)
    for relation in pending:
        ends = [keys.get(end.element_id) for end in relation.nodes if end is not None]
        if len(ends) == 2 and ends[0] and ends[1]:
            properties = _sorted(relation)
            edges[relation.type, ends[0], ends[1]] = Edge(
                relation.type, ends[0], ends[1], properties
            )
    return Subgraph(
        tuple(nodes[key] for key in sorted(nodes)),
        tuple(edges[key] for key in sorted(edges)),
        cypher=statement,
    )


_LABELS = frozenset(node.label for node in NODES)


def plain(value: Any) -> Any:  # noqa: PLR0911 - one case for each type
    """Convert a Bolt value to a Python value; lists are changed in place, keys are sorted."""
    kind = type(value)
    if kind in _PLAIN:
        return value
    if kind is list:
        if not _PLAIN.issuperset(map(type, value)):
            value[:] = [item if type(item) in _PLAIN else plain(item) for item in value]
        return value
    if kind is dict:
        return _sorted(value)
    if isinstance(value, neo4j.graph.Node):
        return {"labels": sorted(value.labels), **_sorted(value)}
    if isinstance(value, neo4j.graph.Path):
        return {
            "nodes": [plain(node) for node in value.nodes],
            "relationships": [plain(relation) for relation in value.relationships],
        }
    if isinstance(value, neo4j.graph.Relationship):
        return {"type": value.type, **_sorted(value)}
    if hasattr(value, "to_native"):
        return value.to_native()
    return value


def _sorted(values: Mapping[str, Any]) -> dict[str, Any]:
    """Convert a map or properties; engines return the keys in different orders."""
    return {key: plain(values[key]) for key in sorted(values)}


def _label(labels: frozenset[str]) -> str:
    """Return the label that is in the schema; a user may have added others."""
    return min(labels & _LABELS or labels, default="Node")


def _collect(value: Any, nodes: dict[str, Node], pending: list[Any], keys: dict[str, str]) -> None:
    if isinstance(value, neo4j.graph.Node):
        label = _label(value.labels)
        properties = _sorted(value)
        node = Node(label, str(properties.pop("id", value.element_id)), properties)
        nodes[node.key] = node
        keys[value.element_id] = node.key
    elif isinstance(value, neo4j.graph.Path):
        for part in (*value.nodes, *value.relationships):
            _collect(part, nodes, pending, keys)
    elif isinstance(value, neo4j.graph.Relationship):
        pending.append(value)
    elif isinstance(value, dict):
        for part in value.values():
            _collect(part, nodes, pending, keys)
    elif isinstance(value, (list, tuple)):
        for part in value:
            _collect(part, nodes, pending, keys)
