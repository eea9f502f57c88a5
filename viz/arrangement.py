"""Regions and positions of the nodes of a page, from arrays alone.

For a large graph a process of its own computes them, while this process writes the texts of the
page. It is a subprocess with this module: ``multiprocessing`` would run the user's script a second
time, or copy a process with the threads of the driver.
"""

import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from threading import Thread
from typing import Any

import numpy as np
from numpy.typing import NDArray

from citegraph.viz import layout
from citegraph.viz.communities import communities, joined

FOLD_ABOVE = 400  # nodes; smaller pages show all nodes at first
PROCESS_ABOVE = 5000  # nodes; below, starting a process takes longer than it saves
Arrangement = tuple[NDArray[np.int64], NDArray[np.float64]]


@dataclass(frozen=True, slots=True)
class GraphArrays:
    """A graph to be arranged, as arrays.

    Attributes:
        seed: Random seed of communities and layout.
        pairs: ``(m, 2)`` node indices of both ends of each edge.
        theme: ``(m,)`` strength of each edge as evidence for a common theme, 0 for none.
        space: ``(n,)`` radius around each node that no other node may enter.
        paper: ``(n,)`` whether a node is a paper.
        author: ``(n,)`` whether a node is an author.
        listing: ``(n,)`` whether a node is a list.
    """

    seed: int
    pairs: NDArray[np.int64]
    theme: NDArray[np.float64]
    space: NDArray[np.float64]
    paper: NDArray[np.bool_]
    author: NDArray[np.bool_]
    listing: NDArray[np.bool_]


def begun(graph: GraphArrays) -> Callable[[], Arrangement]:
    """Start arranging a graph; return a function that waits for the result of :func:`arranged`."""
    if len(graph.space) <= PROCESS_ABOVE or (os.cpu_count() or 1) == 1:
        return lambda: arranged(graph)
    try:
        process = ArrangingProcess(graph)
    except OSError:
        return lambda: arranged(graph)
    return process.result


def arranged(graph: GraphArrays) -> Arrangement:
    """Return the community of each node, -1 for none, and ``(n, 2)`` positions."""
    group = _regions(graph)
    return group, _positions(graph, group)


def _regions(graph: GraphArrays) -> NDArray[np.int64]:
    """Find the communities of a graph; of papers on topics, by their topics and citations.

    Authors and organizations would otherwise form regions of people who work on anything.
    """
    n, pairs = len(graph.space), graph.pairs
    theme = graph.theme > 0
    papers = int(graph.paper.sum())
    on_topics = len(np.unique(pairs[theme, 0]))
    if on_topics < 0.5 * papers or papers == 0:
        return joined(communities(n, pairs, graph.seed), pairs)
    most = min(24, max(4, papers // 7))
    weight = graph.theme[theme]
    return joined(communities(n, pairs[theme], graph.seed, weight=weight, most=most), pairs)


def _positions(graph: GraphArrays, group: NDArray[np.int64]) -> NDArray[np.float64]:
    """Lay out the nodes; authors of a large graph lie between their papers.

    A large page opens without authors, whose links would mix the regions. Organizations that have
    links with authors alone lie between these.
    """
    n, pairs, space, author = len(graph.space), graph.pairs, graph.space, graph.author
    other = pairs[~graph.listing[pairs].any(axis=1)]
    if len(other):  # a list would pull all of its papers into one star
        pairs = other
    if n <= FOLD_ABOVE or author.sum() > 0.8 * n or not author.any():
        return layout.positions(n, pairs, graph.seed, communities=group, radii=space)
    free = np.ones(n, dtype=bool)  # nodes without a link, or with one to a node but an author
    for end in (0, 1):
        free[pairs[author[pairs[:, end]], 1 - end]] = False
    for end in (0, 1):
        free[pairs[~author[pairs[:, end]], 1 - end]] = True
    of_authors = ~author & ~free & graph.paper.any()
    away = author | of_authors
    kept = np.flatnonzero(~away)
    number = np.cumsum(~away) - 1
    inner = number[pairs[~away[pairs].any(axis=1)]]
    position = np.zeros((n, 2))
    position[kept] = layout.positions(
        len(kept), inner, graph.seed, communities=group[kept], radii=space[kept]
    )
    placed = ~away
    for some in (author, of_authors):
        total, count = layout.sums_of_neighbors(position, pairs, some, placed)
        position[some] = total[some] / count[some]
        placed = placed | some
    middle = position[away]
    # on a spiral around the same papers, so that many co-authors neither overlap nor form a ring
    _, place, many = np.unique(middle.round(3), axis=0, return_inverse=True, return_counts=True)
    order = np.argsort(place, kind="stable")
    turn = np.empty(len(order), dtype=np.int64)
    turn[order] = np.arange(len(order)) - np.repeat(np.cumsum(many) - many, many)
    angle = (place + turn) * layout.GOLDEN_ANGLE
    far = 1.5 * space[away] * np.sqrt(1 + turn)
    position[away] = middle + far[:, None] * np.column_stack((np.cos(angle), np.sin(angle)))
    return position


class ArrangingProcess:
    """The process that arranges a graph; see :func:`main`."""

    def __init__(self, graph: GraphArrays) -> None:
        self._graph = graph
        self._output = b""
        self._process = subprocess.Popen(  # noqa: S603 - this very Python and this very module
            [sys.executable, "-c", f"from {__name__} import main; main()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # an error is raised again in this process
            cwd=Path(__file__).parents[1],
        )
        given = {field.name: getattr(graph, field.name) for field in fields(graph)}
        self._thread = Thread(target=self._exchange, args=(_packed(given),), daemon=True)
        self._thread.start()

    def _exchange(self, data: bytes) -> None:
        self._output, _ = self._process.communicate(data)

    @property
    def returncode(self) -> int | None:
        """Return the exit code, or ``None`` before :meth:`result`."""
        return self._process.returncode

    def kill(self) -> None:
        """End the process."""
        self._process.kill()

    def result(self) -> Arrangement:
        """Return the result, or compute it here if the process has failed."""
        try:
            self._thread.join()
        except BaseException:
            self.kill()
            raise
        try:
            found = _unpacked(self._output)
            return found["group"], found["position"]
        except (OSError, EOFError, KeyError, ValueError, zipfile.BadZipFile):
            return arranged(self._graph)


def _packed(arrays: dict[str, Any]) -> bytes:
    stream = io.BytesIO()
    np.savez(stream, **arrays)
    return stream.getvalue()


def _unpacked(data: bytes) -> dict[str, Any]:
    with np.load(io.BytesIO(data), allow_pickle=False) as file:
        return {name: file[name] for name in file.files}


def main() -> None:
    """Run the process: read a graph from standard input, write its arrangement to the output."""
    given = _unpacked(sys.stdin.buffer.read())
    seed = int(given.pop("seed"))
    group, position = arranged(GraphArrays(seed, **given))
    sys.stdout.buffer.write(_packed({"group": group, "position": position}))
