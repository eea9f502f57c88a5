"""Measure coverage: the share of the graph that has the data a question needs.

An empty answer means "none" only if the data is there; otherwise the answer is unknown. The probes
are the statements of ``graph/coverage.cypher``. A probe for one node reads that node only. The
counts of the whole graph are kept by ``load`` (``graph/coverage.py``). Without them a probe for the
whole graph reads all papers, so :func:`queries.run` runs it only if the question reads all papers,
too, or if the answer is empty.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from citegraph.graph.coverage import READ, SIZE, Probe, probes

if TYPE_CHECKING:
    from citegraph.graph.store import Store

__all__ = ["Coverage", "Probe", "coverage_rows", "exists", "measure", "probes", "recent"]

FRESH = 10.0  # seconds for which the coverage of the whole graph is reused, if it is not kept

_OF_FEW = ("day", "listed", "collaborations", "counted", "topicOrganizations", "stars")


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
        about = f"{self.have:,} of {self.of:,} {self.probe.about}"
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
_MEASURED: "WeakKeyDictionary[Store, dict[str, tuple[float, int, Any]]]" = WeakKeyDictionary()


def _measured(store: "Store", what: str, measure: Callable[[], Any]) -> Any:
    """Return a result that reads all papers, measured again if it is old or nodes were added."""
    [now] = store.read(SIZE).rows
    found = _MEASURED.setdefault(store, {})
    when, size, result = found.get(what, (0.0, -1, None))
    if size != now["size"] or time.monotonic() - when > FRESH:
        result = measure()
        found[what] = (time.monotonic(), now["size"], result)
    return result


def _kept(store: "Store") -> dict[str, Coverage]:
    """Return the coverage that the last load kept, by need; empty if it may be wrong."""
    rows = store.read(READ).rows
    counts = rows[0]["kept"] if rows else {}
    found = {}
    for need, probe in probes().items():
        if need in counts:
            have, of = counts[need]
            found[need] = Coverage(probe, have, have if need == "day" and have else of)
    return found


def recent(store: "Store", *needs: str) -> list[Coverage]:
    """Return the coverage of the whole graph: kept, or at most ``FRESH`` seconds old."""
    kept = _kept(store) if needs else {}
    return [
        kept.get(need) or _measured(store, need, partial(measure, store, need)) for need in needs
    ]


def exists(store: "Store", need: str) -> bool:
    """Whether any node has the data, by the kept coverage, or at most ``FRESH`` seconds ago.

    Without kept coverage, this reads only up to the first node that has it, but all if none has.
    """
    if (kept := _kept(store).get(need)) is not None:
        return bool(kept.have)
    return bool(_measured(store, f"{need}?", partial(_exists, store, need)))


def _exists(store: "Store", need: str) -> bool:
    probe = probes()[need]
    statement = f"{probe.having[0]} RETURN 1 AS one LIMIT 1"
    return bool(store.read(statement, {"id": None}).rows)


def coverage_rows(store: "Store") -> list[dict[str, Any]]:
    """Return the coverage of the whole graph: one row a need, ``what``, ``count``, ``of``."""
    # Not those that few questions need: they read several edges of each paper.
    measured = (measure(store, need) for need in probes() if need not in _OF_FEW)
    return [{"what": m.probe.about, "count": m.have, "of": m.of} for m in measured]
