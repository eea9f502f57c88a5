"""Keep the text index, and the SIMILAR_TO edges, up to date with the texts in the graph.

The index is a cache: it is compared with the graph before each use, and what differs is read from
the graph. So other processes and other machines may write the same graph.
"""

import contextlib
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from citegraph.graph.cache_folder import cache_folder
from citegraph.graph.text import statements
from citegraph.graph.text.index import Text, TextIndex, fingerprint

if TYPE_CHECKING:
    from citegraph.graph.store import Store

__all__ = ["opened", "update"]

_PAPERS = 500  # read or written at once
_EDGES = 4000  # written in a transaction

T = TypeVar("T")
Pairs = dict[tuple[str, str], tuple[float, float]]  # similarity of either to the other


def path(store: "Store") -> Path:
    """Return the file of the index: in the folder of the database, or in the cache folder."""
    if store.engine == "arcadedb":
        return Path(store.name) / "text-index.npz"
    name = hashlib.sha256(f"{store.uri} {store.database}".encode()).hexdigest()[:24]
    return cache_folder() / "text" / f"{name}.npz"


def opened(store: "Store") -> TextIndex:
    """Return the text index of a graph, up to date; its neighbors may be missing."""
    index, changed = _synchronized(store)
    if changed:
        _save(index, store)
    return index


def update(store: "Store", *, anew: bool = False) -> int:
    """Write the SIMILAR_TO edges that the texts in the graph imply.

    Args:
        store: the graph.
        anew: compute all neighbors again.

    Returns:
        How many edges were created, changed or deleted.

    Raises:
        StoreError: the store cannot be written.
    """
    index, changed = _synchronized(store)
    if anew:
        index.forget_neighbors()
    found = store.read(statements.COUNT, timeout=None).rows[0]["count"]
    touched = index.link()
    written = _write(store, index, touched, empty=not found) if touched else 0
    expected = len(index.pairs())
    if store.read(statements.COUNT, timeout=None).rows[0]["count"] != expected:
        # Edges were deleted by others, or another machine has written more of them.
        written += _write(store, index, range(len(index)), empty=False)
    if changed or touched:
        _save(index, store)
    return written


def _save(index: TextIndex, store: "Store") -> None:
    with contextlib.suppress(OSError):  # without the file, the next use reads the graph
        index.save(path(store))


def _synchronized(store: "Store") -> tuple[TextIndex, bool]:
    """Return the index with the texts of the graph, and whether it changed."""
    index = TextIndex.load(path(store))
    known = dict(zip(index.ids, index.marks.tolist(), strict=True))
    wanted: list[str] = []
    present = set[str]()
    for part in store.stream(statements.LIST, timeout=None):
        for row in part.rows:
            present.add(row["id"])
            if known.get(row["id"]) != fingerprint(row["title"], row["length"]):
                wanted.append(row["id"])
    gone = known.keys() - present
    for texts in _parts(_texts(store, wanted), 20_000):
        index.replace(texts)
    if gone:
        index.replace((), gone)
    return index, bool(wanted or gone)


def _texts(store: "Store", ids: list[str]) -> Iterator[Text]:
    for part in _parts(ids, _PAPERS):
        for row in store.read(statements.TEXTS, {"ids": part}, timeout=None).rows:
            yield Text(row["id"], row["title"], row["abstract"])


def _write(store: "Store", index: TextIndex, rows: Iterable[int], *, empty: bool) -> int:
    """Write the difference between the neighbors of rows and the graph."""
    rows = list(rows)
    pairs = index.pairs(rows)
    stored = {} if empty else _stored(store, [index.ids[row] for row in rows])
    wanted: dict[tuple[str, str], tuple[int, int]] = {}
    for a, b in pairs:
        one, two = index.ids[a], index.ids[b]
        wanted[(one, two) if one < two else (two, one)] = (a, b) if one < two else (b, a)
    deleted = [pair for pair in stored if pair not in wanted]
    by_row: dict[int, list[tuple[int, dict[str, Any]]]] = defaultdict(list)
    for ids, (a, b) in wanted.items():
        there, back = pairs[a, b] if a < b else pairs[b, a][::-1]
        if ids not in stored or stored[ids] != (there, back):
            edge = {"b": ids[1], "score": (there + back) / 2, "there": there, "back": back}
            by_row[a].append((b, edge))
    count = _run(store, statements.DELETE, _grouped((a, {"b": b}) for a, b in deleted))
    statement = statements.CREATE if empty else statements.MERGE
    return count + _run(store, statement, _grouped(_new(index, by_row)))


def _new(
    index: TextIndex, by_row: Mapping[int, list[tuple[int, dict[str, Any]]]]
) -> Iterator[tuple[str, dict[str, Any]]]:
    for row, others in by_row.items():
        terms = index.terms(row, [other for other, _ in others])
        for (_, edge), shared in zip(others, terms, strict=True):
            yield index.ids[row], {**edge, "terms": shared}


def _grouped(edges: Iterable[tuple[str, dict[str, Any]]]) -> Iterator[list[dict[str, Any]]]:
    """Yield the rows of transactions."""
    for part in _parts(edges, _EDGES):
        by_start: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for start, edge in part:
            by_start[start].append(edge)
        yield [{"a": start, "edges": found} for start, found in by_start.items()]


def _run(store: "Store", statement: str, parts: Iterable[list[dict[str, Any]]]) -> int:
    count = 0
    for rows in parts:
        store.write_rows(statement, rows)
        count += sum(len(row["edges"]) for row in rows)
    return count


def _stored(store: "Store", ids: list[str]) -> Pairs:
    """Read the edges of papers."""
    found: Pairs = {}
    for part in _parts(ids, _PAPERS):
        [answer] = store.read(statements.READ, {"ids": part}, timeout=None).rows
        for row in answer["rows"]:
            a, b = row["a"], row["b"]
            ends = (row["there"], row["back"])
            found[min(a, b), max(a, b)] = ends if row["start"] == min(a, b) else ends[::-1]
    return found


def _parts(values: Iterable[T], size: int) -> Iterator[list[T]]:
    rest = iter(values)
    while part := list(islice(rest, size)):
        yield part
