"""Measure coverage: the share of the graph that has the data a question needs.

An empty answer means "none" only if the data is there; otherwise the answer is unknown. The probes
are the statements of ``graph/coverage.cypher``. A probe for one paper reads that paper only. A
probe for a topic reads its papers, and a probe for the whole graph all papers, so their results are
kept until the graph changes (``queries.kept``). :func:`queries.run` runs a probe for the whole
graph only if the question reads all papers, too, or if the answer is empty.
"""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from citegraph.graph.coverage import Probe, probes
from citegraph.queries import kept, lexer

if TYPE_CHECKING:
    from citegraph.graph.store import Store

_OF_FEW = ("day", "listed", "collaborations", "counted", "topicOrganizations", "stars", "dated")
_ABOUT = re.compile(r"(?P<counted>.+?) (?P<verb>have|are|were) (?P<data>.+)")
OF_ANY = ("collaborations",)  # needs that no probe measures for one node
_OF_TOPIC = "on the topic"


@dataclass(frozen=True, slots=True)
class Coverage:
    """``have`` of ``of`` nodes have the data; with ``id``, of that paper or day only."""

    probe: Probe
    have: int
    of: int
    id: Any = None

    def __str__(self) -> str:
        found = _ABOUT.fullmatch(self.probe.about)
        assert found is not None, f"a probe of another form: {self.probe.about}"
        counted, verb, data = found.groups()
        if not self.of:
            return f"the graph has no {counted} yet"
        if self.probe.need == "day" and not self.have:
            return f"none of the {self.of:,} lists is from {self.id}"
        about = f"{self.have:,} of {self.of:,} {self.probe.about}"
        if self.id is None or _OF_TOPIC in counted:  # the answer names the topic
            return about
        if counted == "papers" and verb == "have":
            return f"{self.id} has no {data.removeprefix('a ').removeprefix('an ')}"
        return f"{about}: {self.id}"

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
        if not self.of and self.probe.formats:
            return f"load a source that has them ({', '.join(self.probe.formats)})"
        return self.probe.remedy.replace("$id", str(self.id))


def measure(store: "Store", need: str, id: Any = None) -> Coverage:
    """Count the nodes that have the data; with ``id``, of that paper or day only."""
    probe = probes()[need]
    which = int(id is not None)
    statements = [
        f"{match[which]} RETURN count(DISTINCT n) AS n" for match in (probe.all, probe.having)
    ]
    if id is None or probe.of_topic:
        [all], [some] = kept.rows(store, statements, {"id": id})
    else:
        [all], [some] = (store.read(statement, {"id": id}).rows for statement in statements)
    of = some["n"] if need == "day" and some["n"] else all["n"]  # one list of the day is enough
    return Coverage(probe, some["n"], of, id)


def exists(store: "Store", need: str) -> bool:
    """Whether any node has the data; this reads only up to the first node that has it."""
    statement = f"{probes()[need].having[0]} RETURN 1 AS one LIMIT 1"
    [found] = kept.rows(store, [statement], {"id": None})
    return bool(found)


def coverage_rows(store: "Store") -> list[dict[str, Any]]:
    """Return the coverage of the whole graph: one row a need, ``what``, ``count``, ``of``."""
    # Not those that few questions need: they read several edges of each paper.
    measured = (measure(store, need) for need in probes() if need not in _OF_FEW)
    return [{"what": m.probe.about, "count": m.have, "of": m.of} for m in measured]


def dangling(store: "Store") -> list[dict[str, Any]]:
    """Count references to papers that are not described; rows as :func:`coverage_rows`, if any."""
    rows = store.read(lexer.named("dangling")["dangling"], timeout=None).rows
    return [row for row in rows if row["count"]]
