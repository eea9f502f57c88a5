"""Judgements about papers, organizations, topics and repositories, as sets of identifiers.

Judgements about authors are applied when entries of author lists are clustered
(``graph.identity.people``). All others are applied when records are written: identifiers that are
judged the same are one, so the node of each class is a function of the judgements alone, whatever
was loaded before.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from citegraph.graph.identity.judgements import SUBJECTS, Judgement, accepted, subject
from citegraph.graph.identity.organization_names import canonical_id

REASON = "judgement"  # in entries of alsoKnownAs
_STRONGEST = ("ror:", "openalex:", "hf:", "name:")  # identifiers of organizations


@dataclass(frozen=True, slots=True)
class Judged:
    """Accepted judgements, without those about authors.

    Attributes:
        papers: identifiers of papers that are one, by each of them.
        apart: identifiers of papers that are two, by each of them.
        nodes: by label and ID of another node, the ID of the node it is part of.
    """

    papers: dict[str, tuple[str, ...]] = field(default_factory=dict)
    apart: dict[str, set[str]] = field(default_factory=dict)
    nodes: dict[tuple[str, str], str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.papers or self.apart or self.nodes)


def judged(judgements: Iterable[Judgement]) -> Judged:
    """Group the judged identifiers, whatever the order of the judgements."""
    kept, _ = accepted(one for one in judgements if subject(one) != "author")
    apart: dict[str, set[str]] = defaultdict(set)
    joined: dict[str, set[str]] = {}
    for one in kept:
        if one.verdict == "different" and subject(one) == "paper":
            a, b = (end.partition(":")[2] for end in (one.a, one.b))
            apart[a].add(b)
            apart[b].add(a)
        elif one.verdict == "same":
            ends = (joined.setdefault(end, {end}) for end in (one.a, one.b))
            small, large = sorted(ends, key=len)
            if small is not large:
                large |= small
                joined |= dict.fromkeys(small, large)
    found = Judged(apart=dict(apart))
    for whole in {id(whole): whole for whole in joined.values()}.values():
        kind = min(whole).partition(":")[0]
        members = tuple(sorted(other.partition(":")[2] for other in whole))
        if kind == "paper":
            found.papers.update(dict.fromkeys(members, members))
            continue
        if kind == "organization":  # IDs of earlier versions, too
            members = tuple(sorted({*members, *map(canonical_id, members)}))
        label, kept_id = SUBJECTS[kind], canonical(kind, members)
        found.nodes.update({(label, other): kept_id for other in members if other != kept_id})
    return found


def canonical(kind: str, members: Iterable[str]) -> str:
    """Return the ID of the node of a class: the strongest identifier, or a topic's longest name."""
    if kind == "topic":
        return max(members, key=lambda one: (len(one), one))
    if kind == "organization":
        members = {canonical_id(one) for one in members}
    ranks = {prefix: n for n, prefix in enumerate(_STRONGEST)}
    return min(members, key=lambda one: (ranks.get(one[: one.find(":") + 1], -1), one))
