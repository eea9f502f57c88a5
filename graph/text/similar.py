"""Keep the text index, and the SIMILAR_TO edges, up to date with the texts in the graph.

The index is a cache: a load compares it with the graph and reads the texts that differ. So other
processes and other machines may write the same graph.
"""

import contextlib
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from citegraph.graph import state
from citegraph.graph.text import statements
from citegraph.graph.text.index import FOUND, READY, Text, TextIndex, fingerprint

if TYPE_CHECKING:
    from citegraph.graph.store import Store

_TEXTS = 5000  # indexed at once
_PAPERS = 500  # read at once
_SAMPLE = 10  # texts compared before a question
_EDGES = 4000  # written in a transaction
_SAVE = 30.0  # seconds between saves of the index, for an update that is interrupted

T = TypeVar("T")
Progress = Callable[[str, int, int], None]  # step, how much is done, and how much there is


def path(store: "Store") -> Path:
    """Return the file of the index."""
    return state.beside(store, "text-index.npz", "text")


# The index of each open store.
_OPENED: WeakKeyDictionary["Store", TextIndex] = WeakKeyDictionary()


def opened(store: "Store") -> TextIndex:
    """Return the text index of a graph; its neighbors may be missing.

    Every load compares the index with the graph. To compare it before each question, too, would
    read all texts, so here only the number of papers is compared, and the texts of the first and
    the last ones.
    """
    index = _OPENED.get(store)
    if index is not None and _fits(index, store):
        return index
    index = TextIndex.load(path(store))
    if not _fits(index, store):
        index, changed = _synchronized(store, silent)
        if changed:
            _save(index, store)
    _OPENED[store] = index
    return index


def _papers(store: "Store") -> int:
    return int(store.read(statements.SIZE, timeout=None).rows[0]["size"])


def _fits(index: TextIndex, store: "Store") -> bool:
    if index.papers != _papers(store):
        return False
    rows = [*range(len(index))[:_SAMPLE], *range(len(index))[_SAMPLE:][-_SAMPLE:]]
    marks = {index.ids[row]: int(index.marks[row]) for row in rows}
    texts = store.read(statements.TEXTS, {"ids": [*marks]}, timeout=None).rows
    return marks == {text["id"]: fingerprint(text["title"], text["abstract"]) for text in texts}


def silent(_step: str, _done: int, _total: int) -> None:
    """Show no progress."""


def update(store: "Store", *, rebuild: bool = False, progress: Progress = silent) -> int:
    """Write the SIMILAR_TO edges that the texts in the graph imply.

    An update that was interrupted continues at the next call.

    Returns:
        How many edges were created or deleted; a changed edge counts as both.

    Raises:
        StoreError: the store cannot be written.
    """
    before = state.now(store)
    index, changed = _synchronized(store, progress)
    _OPENED.pop(store, None)
    if rebuild:
        index.forget_neighbors()
    saved = time.monotonic()

    def report(step: str, done: int, total: int) -> None:
        nonlocal saved
        progress(step, done, total)
        if time.monotonic() > saved + _SAVE:
            _save(index, store)
            saved = time.monotonic()

    linked = bool((index.state < FOUND).any())
    index.link(lambda done, total: report("comparing texts", done, total))
    found = bool((index.state == FOUND).any())
    if changed or linked:
        _save(index, store)
    written = _write(store, index, report) if found else 0
    pairs = len(index.pairs()[0])
    if _edges_of(store) != pairs:
        # Edges were deleted by others, or another machine has written more of them.
        index.state[:] = FOUND
        written += _write(store, index, report)
        found = True
    if found:
        _save(index, store)
    state.keep(store, before, similar=pairs)
    return written


def up_to_date(store: "Store") -> bool:
    """Report whether the graph was not changed since :func:`update`, and has all its edges."""
    pairs = state.known(store, state.now(store)).get("similar")
    return path(store).exists() and pairs == _edges_of(store)


def _edges_of(store: "Store") -> int:
    return int(store.read(statements.COUNT, timeout=None).rows[0]["count"])


def _save(index: TextIndex, store: "Store") -> None:
    with contextlib.suppress(OSError):  # without the file, the next use reads the graph
        index.save(path(store))


def _synchronized(store: "Store", progress: Progress) -> tuple[TextIndex, bool]:
    """Return the index with the texts of the graph, and whether it changed."""
    index = TextIndex.load(path(store))
    known = dict(zip(index.ids, index.marks.tolist(), strict=True))
    papers = _papers(store)
    present = set[str]()
    wanted: list[Text] = []
    changed = False
    for part in store.stream(statements.LIST, timeout=None):
        for row in part.rows:
            present.add(row["id"])
            if known.get(row["id"]) != fingerprint(row["title"], row["abstract"]):
                wanted.append(Text(row["id"], row["title"], row["abstract"]))
        if len(wanted) >= _TEXTS:
            index.replace(wanted)
            wanted, changed = [], True
            progress("reading texts", len(present), papers)
    gone = known.keys() - present
    if wanted or gone:
        index.replace(wanted, gone)
        changed = True
    if changed:
        index.find_common_words()
    changed, index.papers = changed or index.papers != papers, papers
    return index, changed


def _write(store: "Store", index: TextIndex, progress: Progress) -> int:
    """Write the difference between the neighbors of papers with the state ``FOUND`` and the graph.

    These papers become ``READY`` as their edges are written.
    """
    size = len(index)
    keys, there, back = index.pairs()
    last = np.maximum(  # the later of the papers that wait for an edge
        *(np.where(index.state[end] == FOUND, end, -1) for end in np.divmod(keys, max(size, 1)))
    )
    wanted = last >= 0
    keys, there, back, last = keys[wanted], there[wanted], back[wanted], last[wanted]
    wrong, right = _compared(store, index, keys, there, back)
    deleted = 0
    for pairs in _parts(wrong, _EDGES):
        store.write_rows(statements.DELETE, _grouped(pairs))
        deleted += len(pairs)
    new = np.flatnonzero(~right)
    new = new[np.argsort(last[new], kind="stable")]
    for at in range(0, len(new), _EDGES):
        part = new[at : at + _EDGES]
        edges = _edges(index, keys[part], there[part], back[part])
        store.write_rows(statements.CREATE, _grouped(edges))
        index.state[: last[part[-1]]] = np.maximum(index.state[: last[part[-1]]], READY)
        progress("writing edges", at + len(part), len(new))
    index.state[:] = READY
    return deleted + len(new)


def _edges(
    index: TextIndex, keys: NDArray[np.int64], there: NDArray[np.float64], back: NDArray[np.float64]
) -> Iterator[tuple[str, list[Any]]]:
    """Yield the edges of pairs, from the smaller ID to the other one."""
    by_row: dict[int, list[tuple[int, float, float]]] = defaultdict(list)
    for key, forth, reverse in zip(keys.tolist(), there.tolist(), back.tolist(), strict=True):
        a, b = divmod(key, len(index))
        if index.ids[a] < index.ids[b]:
            by_row[a].append((b, forth, reverse))
        else:
            by_row[b].append((a, reverse, forth))
    for row, found in by_row.items():
        terms = index.terms(row, [other for other, _, _ in found])
        for (other, forth, reverse), shared in zip(found, terms, strict=True):
            yield index.ids[row], [index.ids[other], forth, reverse, shared]


def _grouped(values: Iterable[tuple[str, T]]) -> list[list[Any]]:
    """Return the rows of a statement, with each first ID once."""
    by_start: dict[str, list[T]] = defaultdict(list)
    for start, value in values:
        by_start[start].append(value)
    return [[start, found] for start, found in by_start.items()]


def _compared(
    store: "Store",
    index: TextIndex,
    keys: NDArray[np.int64],
    there: NDArray[np.float64],
    back: NDArray[np.float64],
) -> tuple[list[tuple[str, str]], NDArray[np.bool_]]:
    """Compare pairs with the edges of the papers with the state ``FOUND``.

    Returns:
        Ends of edges to delete; and which of the pairs the graph has already.
    """
    right = np.zeros(len(keys), bool)
    wrong: set[tuple[str, str]] = set()
    # Counting reads every node of the graph, so only a first load does it, to read no edges.
    first = bool((index.state == FOUND).all())
    if first and not _edges_of(store):
        return [], right
    place = {key: at for at, key in enumerate(keys.tolist())}
    row_of = {id: row for row, id in enumerate(index.ids)}

    def find(pair: tuple[str, str]) -> int | None:
        if not (pair[0] in row_of and pair[1] in row_of):
            return None
        a, b = sorted((row_of[pair[0]], row_of[pair[1]]))
        return place.get(a * len(index) + b)

    read_from: dict[int, str] = {}  # the end at which an edge was read first
    waiting = [index.ids[row] for row in np.flatnonzero(index.state == FOUND).tolist()]
    for part in _parts(waiting, _PAPERS):
        [answer] = store.read(statements.READ, {"ids": part}, timeout=None).rows
        for id, other, start, forth, reverse in answer["rows"]:
            pair = (id, other) if id < other else (other, id)
            at = find(pair)
            if at is None:
                wrong.add(pair)
                continue
            ends = (forth, reverse) if row_of[start] == keys[at] // len(index) else (reverse, forth)
            twice = right[at] and read_from[at] == id
            read_from.setdefault(at, id)
            right[at] = ends == (there[at], back[at])
            if twice or not right[at]:
                wrong.add(pair)
    # Of a pair with several edges, or with other values, all edges are written again.
    for pair in wrong:
        if (at := find(pair)) is not None:
            right[at] = False
    return sorted(wrong), right


def _parts(values: Iterable[T], size: int) -> Iterator[list[T]]:
    rest = iter(values)
    while part := list(islice(rest, size)):
        yield part
