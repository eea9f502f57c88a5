"""Unknown is not none: how much of what a question needs the graph holds.

The probes are the statements of ``queries/coverage.cypher``; to add a need, add one there.
"""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from graph.store import Store
from queries import lexer

__all__ = ["Coverage", "Probe", "coverage_rows", "measure", "probes"]

_HEAD = re.compile(
    r"^// (?P<need>\w+): (?P<about>[^\n]+)\n// remedy: (?P<remedy>[^\n]+)\n", re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Probe:
    """How to measure one need: ``cypher`` gives one row, ``of`` and ``have``."""

    need: str
    about: str
    remedy: str
    cypher: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """``have`` of ``of`` things have what is needed; with ``id``, of that paper or day alone."""

    probe: Probe
    have: int
    of: int
    id: Any = None

    def __str__(self) -> str:
        if not self.of:
            return "the graph holds nothing of the kind yet"
        about = f"{self.have} of {self.of} {self.probe.about}"
        return about if self.id is None else f"{about}: {self.id}"

    def unknown(self) -> dict[str, Any]:
        """The one row that stands in place of an answer that nobody can know."""
        return {
            "unknown": str(self),
            "have": self.have,
            "of": self.of,
            "needs": self.probe.need,
            "remedy": self.remedy,
        }

    def advice(self) -> str:
        """What is not known and what to do about it, in a sentence."""
        return f"{self}; {self.remedy}"

    @property
    def remedy(self) -> str:
        """What to load."""
        return self.probe.remedy.replace("$id", str(self.id))


@cache
def probes() -> dict[str, Probe]:
    """The probes, by need."""
    found = {}
    for statement in lexer.statements(
        files("queries").joinpath("coverage.cypher").read_text("utf-8")
    ):
        head = _HEAD.search(statement)
        assert head is not None, f"a probe without a head: {statement}"
        found[head["need"]] = Probe(**head.groupdict(), cypher=statement[head.end() :])
    return found


def measure(store: Store, need: str, id: Any = None) -> Coverage:
    """How much of a need the graph holds; with ``id``, whether that paper or day has it."""
    probe = probes()[need]
    [row] = store.read(probe.cypher, {"id": id}).rows
    return Coverage(probe, row["have"], row["of"], id)


def coverage_rows(store: Store) -> list[dict[str, Any]]:
    """Coverage of the whole graph: a row a need, ``what``, ``count``, ``of``."""
    measured = (measure(store, need) for need in probes() if need != "day")
    return [{"what": m.probe.about, "count": m.have, "of": m.of} for m in measured]
