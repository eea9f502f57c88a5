"""Coverage: the share of the graph that has the data a question needs.

The probes are the statements of ``graph/coverage.cypher``; to add a need, add a statement. Counting
reads all papers, so the end of a load counts once (:func:`update`) and writes the counts to a node
of its own. A transaction that changes the graph deletes that node (``FORGET``). So counts in the
graph are right, also after a load that was interrupted; a question counts if there are none.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

__all__ = ["FORGET", "PROPERTIES", "READ", "SIZE", "Probe", "probes", "update"]

_HEAD = re.compile(
    r"^// (?P<need>\w+): (?P<about>[^\n]+)\n"
    r"(?:// remedy: (?P<remedy>[^\n]+)\n)?(?:// from: (?P<formats>[^\n]+)\n)?"
    r"(?P<all>MATCH [^\n]+)\n(?:// FOUND BY\n(?P<found>.+)|(?P<has>AND .+))\nRETURN n\Z",
    re.MULTILINE | re.DOTALL,
)
_END = re.compile(r";\n(?:\n|\Z)")
_FIRST = re.compile(r":(Paper|Topic)\)")  # the first node of a pattern
# Of one topic; for all topics, every hierarchy would be followed.
_UNKEPT = ("topicOrganizations", "stars")

PROPERTIES = frozenset({"authorCount", "date", "published", "stub", "upvotes"})  # of the probes

SIZE = "MATCH (n) RETURN count(n) AS size"
READ = (
    f"MATCH (c:CitegraphCoverage) CALL () {{ {SIZE} }} "
    "WITH c, size WHERE c.size = size RETURN c {.*} AS kept"
)
FORGET = "UNWIND $rows AS row MATCH (n:CitegraphCoverage) DELETE n"
_STATE = (
    f"UNWIND $rows AS row CALL () {{ {SIZE} }} OPTIONAL MATCH (c:CitegraphCoverage) "
    "WITH size AS nodes, collect(c.size) AS kept RETURN nodes - size(kept) AS others, "
    "size(kept) > 0 AS kept, kept[0] = nodes AS right"
)

# Runs a statement with rows in a transaction of its own and returns its result.
Write = Callable[[str, list[Any]], list[dict[str, Any]]]


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


@cache
def probes() -> dict[str, Probe]:
    """Return the probes by need."""
    source = files("citegraph.graph").joinpath("coverage.cypher").read_text("utf-8")
    found = (_probe(statement) for statement in _END.split(source) if statement)
    return {probe.need: probe for probe in found}


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
        of_one = (
            _FIRST.sub(r":\1 {id: $id})", found, count=1)
            if head["all"].startswith("MATCH (:Topic)")
            else found.replace("(n:Paper)", "(n:Paper {id: $id})")
        )
        having = (found, of_one)
    else:
        having = (f"{head['all']}\n{head['has']}", f"{one}\n{head['has']}")
    return Probe(
        head["need"], head["about"], remedy, formats, (head["all"], one), having, bool(found)
    )


@cache
def _compute() -> str:
    """Return the statement that counts, in one transaction, and writes the counts."""
    kept = [probe for need, probe in probes().items() if need not in _UNKEPT]
    wholes = list(dict.fromkeys(probe.all[0] for probe in kept))
    parts = [f"{whole} RETURN count(DISTINCT n) AS of{i}" for i, whole in enumerate(wholes)]
    parts += [f"{probe.having[0]} RETURN count(DISTINCT n) AS {probe.need}" for probe in kept]
    calls = "\n".join(f"CALL () {{ {part} }}" for part in parts).replace("$id", "null")
    counts = [f"{p.need}: [{p.need}, of{wholes.index(p.all[0])}]" for p in kept]
    return (
        f"UNWIND $rows AS row\n{calls}\nCALL () {{ {SIZE} }}\n"
        f"CREATE (:CitegraphCoverage {{size: size + 1, {', '.join(counts)}}})"
    )


def update(write: Write) -> None:
    """Count, if there are no counts or nodes were added by another program.

    A graph without nodes gets no counts.
    """
    [found] = write(_STATE, [0])
    if found["right"]:
        return
    if found["kept"]:
        write(FORGET, [0])
    if found["others"]:
        write(_compute(), [0])
