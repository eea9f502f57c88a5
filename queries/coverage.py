"""Measure coverage: the share of the graph that has the data a question needs.

An empty answer means "none" only if the data is there; otherwise the answer is unknown. The probes
are the statements of ``queries/coverage.cypher``; to add a need, add a statement. A probe for one
node reads that node only. A probe for the whole graph reads all papers, so :func:`queries.run` runs
it only if the question reads all papers too, or if the answer is empty.
"""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from citegraph.queries import lexer

if TYPE_CHECKING:
    from citegraph.graph.store import Store

__all__ = ["Coverage", "Probe", "coverage_rows", "exists", "measure", "probes", "recent"]

FRESH = 10.0  # seconds for which the coverage of the whole graph is reused

_HEAD = re.compile(
    r"^// (?P<need>\w+): (?P<about>[^\n]+)\n"
    r"(?:// remedy: (?P<remedy>[^\n]+)\n)?(?:// from: (?P<formats>[^\n]+)\n)?"
    r"(?P<all>MATCH [^\n]+)\n(?:// FOUND BY\n(?P<found>.+)|(?P<has>AND .+))\nRETURN n\Z",
    re.MULTILINE | re.DOTALL,
)
_OF_FEW = ("day", "listed", "collaborations", "counted", "topicOrganizations")
_FIRST = re.compile(r":(Paper|Topic)\)")  # the first node of a pattern


@dataclass(frozen=True, slots=True)
class Probe:
    """How to measure one need.

    Attributes:
        need: name of the need, as in the head of a question.
        about: the counted fact, such as "papers have topics".
        remedy: what to do if the data is missing.
        formats: input formats that contain the data, as in ``loaders.formats``.
        all: Cypher that matches every ``n``; and the same for the paper or topic ``$id`` only.
        having: Cypher that matches each ``n`` that has the data, perhaps several times; and the
            same for the paper or topic ``$id`` only.
        sparse: whether only a part of the papers usually has the data, which is found without
            reading the others.
    """

    need: str
    about: str
    remedy: str
    formats: tuple[str, ...]
    all: tuple[str, str]
    having: tuple[str, str]
    sparse: bool


@dataclass(frozen=True, slots=True)
class Coverage:
    """``have`` of ``of`` nodes have the data; with ``id``, of that paper or day only."""

    probe: Probe
    have: int
    of: int
    id: Any = None

    def __str__(self) -> str:
        if not self.of:
            return "the graph has no such node yet"
        about = f"{self.have} of {self.of} {self.probe.about}"
        return about if self.id is None else f"{about}: {self.id}"

    def unknown(self) -> dict[str, Any]:
        """Return the row that replaces the answer if the data is missing."""
        return {
            "unknown": str(self),
            "have": self.have,
            "of": self.of,
            "needs": self.probe.need,
            "remedy": self.remedy,
        }

    def advice(self) -> str:
        """Return the problem and the remedy as one line."""
        return f"{self}; {self.remedy}"

    @property
    def remedy(self) -> str:
        """What to load or change."""
        return self.probe.remedy.replace("$id", str(self.id))


def _source() -> str:
    return files("citegraph.queries").joinpath("coverage.cypher").read_text("utf-8")


@cache
def _size() -> str:
    """Return the statement that counts the nodes of the graph, the last one of the file."""
    return lexer.statements(_source())[-1]


@cache
def probes() -> dict[str, Probe]:
    """Return the probes by need."""
    *statements, _ = lexer.statements(_source())
    return {probe.need: probe for probe in map(_probe, statements)}


def _probe(statement: str) -> Probe:
    head = _HEAD.search(statement)
    assert head is not None, f"a probe without a head: {statement}"
    formats = tuple(format.strip() for format in (head["formats"] or "").split(",") if format)
    remedies = [head["remedy"]] if head["remedy"] else []
    if formats:
        remedies.append(f"load a source that has them ({', '.join(formats)})")
    remedy = ", or ".join(remedies)
    one = _FIRST.sub(r":\1 {id: $id})", head["all"], count=1)
    if found := head["found"]:
        having = (found, found.replace("(n:Paper)", "(n:Paper {id: $id})"))
    else:
        having = (f"{head['all']}\n{head['has']}", f"{one}\n{head['has']}")
    return Probe(
        head["need"], head["about"], remedy, formats, (head["all"], one), having, bool(found)
    )


def measure(store: "Store", need: str, id: Any = None) -> Coverage:
    """Count the nodes that have the data; with ``id``, of that paper or day only."""
    probe = probes()[need]
    which = int(id is not None)
    [all, some] = [
        store.read(f"{match[which]} RETURN count(DISTINCT n) AS n", {"id": id}).rows[0]
        for match in (probe.all, probe.having)
    ]
    of = some["n"] if need == "day" and some["n"] else all["n"]  # one list of the day is enough
    return Coverage(probe, some["n"], of, id)


# For each open store: when a need was measured, the number of nodes then, and the result.
_KEPT: "WeakKeyDictionary[Store, dict[str, tuple[float, int, Any]]]" = WeakKeyDictionary()


def _kept(store: "Store", what: str, measured: Callable[[], Any]) -> Any:
    """Return a result that reads all papers, measured again if it is old or nodes were added."""
    [now] = store.read(_size()).rows
    kept = _KEPT.setdefault(store, {})
    when, size, found = kept.get(what, (0.0, -1, None))
    if size != now["size"] or time.monotonic() - when > FRESH:
        found = measured()
        kept[what] = (time.monotonic(), now["size"], found)
    return found


def recent(store: "Store", need: str) -> Coverage:
    """Return the coverage of the whole graph; at most ``FRESH`` seconds old."""
    found: Coverage = _kept(store, need, lambda: measure(store, need))
    return found


def exists(store: "Store", need: str) -> bool:
    """Whether any node has the data; at most ``FRESH`` seconds old.

    Reads only up to the first node that has it, but all if none has.
    """
    return bool(_kept(store, f"{need}?", lambda: _exists(store, need)))


def _exists(store: "Store", need: str) -> bool:
    probe = probes()[need]
    statement = f"{probe.having[0]} RETURN 1 AS one LIMIT 1"
    return bool(store.read(statement, {"id": None}).rows)


def coverage_rows(store: "Store") -> list[dict[str, Any]]:
    """Return the coverage of the whole graph: one row a need, ``what``, ``count``, ``of``."""
    # Not those that few questions need: they read several edges of each paper.
    measured = (measure(store, need) for need in probes() if need not in _OF_FEW)
    return [{"what": m.probe.about, "count": m.have, "of": m.of} for m in measured]
