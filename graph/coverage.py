"""Coverage: the share of the graph that has the data a question needs.

The probes are the statements of ``graph/coverage.cypher``; to add a need, add a statement.
"""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_HEAD = re.compile(
    r"^// (?P<need>\w+): (?P<about>[^\n]+)\n"
    r"(?:// remedy: (?P<remedy>[^\n]+)\n)?(?:// from: (?P<formats>[^\n]+)\n)?"
    r"(?P<all>MATCH [^\n]+)\n(?:// FOUND BY\n(?P<found>.+)|(?P<has>AND .+))\nRETURN n\Z",
    re.MULTILINE | re.DOTALL,
)
_END = re.compile(r";\n(?:\n|\Z)")
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

    @property
    def of_topic(self) -> bool:
        """Whether the probe for one node is about a topic; it reads all papers of the topic."""
        return self.all[1].startswith("MATCH (:Topic")


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
        remedies.append(f"load a source with this data ({', '.join(formats)})")
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
