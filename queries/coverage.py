"""Unknown is not none: how much of what a question needs the graph holds.

The probes are the statements of ``queries/coverage.cypher``; to add a need, add one there. What is
asked of one paper or topic reads that node alone; what is asked of the whole graph reads all
papers, so :func:`queries.run` asks it only where the question reads them too, or where the answer
is empty.
"""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from citegraph.graph.store import Store
from citegraph.queries import lexer

__all__ = ["Coverage", "Probe", "coverage_rows", "exists", "measure", "probes"]

_HEAD = re.compile(
    r"^// (?P<need>\w+): (?P<about>[^\n]+)\n"
    r"(?:// remedy: (?P<remedy>[^\n]+)\n)?(?:// from: (?P<formats>[^\n]+)\n)?"
    r"(?P<all>MATCH [^\n]+)\n(?P<has>AND .+)\nRETURN n\Z",
    re.MULTILINE | re.DOTALL,
)
_FIRST = re.compile(r":(Paper|Topic)\)")  # the first node of a pattern


@dataclass(frozen=True, slots=True)
class Probe:
    """How to measure one need.

    Attributes:
        need: its name, as the head of a question writes it.
        about: what is counted.
        remedy: what to do where it is missing.
        formats: formats of input that provide it, as ``loaders.formats`` names them.
        all: Cypher that matches every ``n`` of the graph, up to its WHERE.
        has: the conditions on an ``n`` that has what is needed, each after AND.
    """

    need: str
    about: str
    remedy: str
    formats: tuple[str, ...]
    all: str
    has: str

    @property
    def one(self) -> str:
        """Cypher that matches ``n`` for the paper or topic ``$id``."""
        return _FIRST.sub(r":\1 {id: $id})", self.all, count=1)


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
    source = files("citegraph.queries").joinpath("coverage.cypher").read_text("utf-8")
    return {probe.need: probe for probe in map(_probe, lexer.statements(source))}


def _probe(statement: str) -> Probe:
    head = _HEAD.search(statement)
    assert head is not None, f"a probe without a head: {statement}"
    formats = tuple(format.strip() for format in (head["formats"] or "").split(",") if format)
    ways = [head["remedy"]] if head["remedy"] else []
    if formats:
        ways.append(f"load a source that has them ({', '.join(formats)})")
    remedy = ", or ".join(ways)
    return Probe(head["need"], head["about"], remedy, formats, head["all"], head["has"])


def measure(store: Store, need: str, id: Any = None) -> Coverage:
    """Count how many things have what is needed; with ``id``, of that paper or day alone."""
    probe = probes()[need]
    match = probe.all if id is None else probe.one
    [all] = store.read(f"{match} RETURN count(DISTINCT n) AS n", {"id": id}).rows
    [some] = store.read(f"{match} {probe.has} RETURN count(DISTINCT n) AS n", {"id": id}).rows
    of = some["n"] if need == "day" and some["n"] else all["n"]  # one list of the day is enough
    return Coverage(probe, some["n"], of, id)


def exists(store: Store, need: str) -> bool:
    """Whether anything in the graph has what is needed: reads up to the first that has it."""
    probe = probes()[need]
    statement = f"{probe.all} {probe.has} RETURN 1 AS one LIMIT 1"
    return bool(store.read(statement, {"id": None}).rows)


def coverage_rows(store: Store) -> list[dict[str, Any]]:
    """Coverage of the whole graph: a row a need, ``what``, ``count``, ``of``."""
    measured = (measure(store, need) for need in probes() if need != "day")
    return [{"what": m.probe.about, "count": m.have, "of": m.of} for m in measured]
