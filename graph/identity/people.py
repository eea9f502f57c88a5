"""Cluster mentions of authors into people, by rules that can be stated.

A mention is one place in one author list. That two mentions have one name does not make them one
person: :func:`cluster` merges them if their identifiers agree, or if the evidence
(``graph.identity.evidence``) outweighs what the name leaves open. The result is a pure function of
the mentions and judgements, whatever their order.
"""

import heapq
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from citegraph.graph.identity import names
from citegraph.graph.identity.evidence import name_weight, shared

__all__ = ["Mention", "Person", "cluster"]


@dataclass(frozen=True, slots=True)
class Mention:
    """One place in the author list of a paper, and what is known about it there."""

    key: str  # unique among the mentions
    name: str  # as the source writes it
    paper: str = ""  # identifier of the paper
    position: int | None = None  # place in the author list, from 1
    coauthors: Sequence[str] = ()  # names of the other authors of the paper
    organizations: Sequence[str] = ()  # affiliations of the author, else of the paper
    title: str = ""
    topics: Sequence[str] = ()
    venue: str = ""
    year: int | None = None
    orcid: str | None = None
    openalex: str | None = None
    s2: str | None = None
    accounts: Sequence[str] = ()  # Hugging Face
    emails: Sequence[str] = ()


@dataclass(slots=True)
class Person:
    """Mentions that are one person.

    Attributes:
        keys: of the mentions.
        basis: ``identifier``, ``rule`` or ``name``: the weakest link that holds the mentions
            together; ``name`` is also the basis of a single mention without an identifier.
        score: the least score of a merge, in bits; None if there was none.
    """

    keys: list[str]
    basis: str = "name"
    score: float | None = None


@dataclass(slots=True)
class _Group:
    """Mentions that are merged so far."""

    members: list[int]
    names: set[str]
    places: dict[str, set[int | None]]  # of each paper
    orcids: set[str] = field(default_factory=set)
    accounts: set[str] = field(default_factory=set)
    openalex: set[str] = field(default_factory=set)
    s2: set[str] = field(default_factory=set)
    evidence: dict[int, float] = field(default_factory=dict)  # by other group
    identified: bool = False
    score: float | None = None


_ALPHA = 0.5
_STRONG = ("orcids", "openalex", "s2", "accounts")


def cluster(mentions: Iterable[Mention]) -> list[Person]:
    """Return the people behind the mentions.

    Args:
        mentions: of any names; only mentions with compatible names or one identifier are compared.

    Returns:
        Each person with the sorted keys of its mentions, in the order of the first key.
    """
    ordered = sorted(mentions, key=lambda m: m.key)
    people = [person for part in _parts(ordered) for person in _cluster([ordered[i] for i in part])]
    return sorted(people, key=lambda person: person.keys[0])


def _parts(mentions: Sequence[Mention]) -> list[list[int]]:
    """Split mentions into parts that have neither compatible names nor identifiers in common."""
    parent = list(range(len(mentions)))

    def find(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    first: dict[tuple[str, str], int] = {}
    by_block: dict[str, dict[str, int]] = defaultdict(dict)
    for i, mention in enumerate(mentions):
        name = names.parse(mention.name)
        by_block[names.block(name)].setdefault(name.key, i)
        links = [("name", name.key)]
        links += [(kind, value) for kind, value in _identifiers(mention) if kind != "account"]
        for link in links:
            j = first.setdefault(link, i)
            if i != j:
                a, b = sorted((find(i), find(j)))
                parent[b] = a
    for keys in by_block.values():
        known = sorted(keys)
        for n, key in enumerate(known):
            for other in known[:n]:
                if find(keys[key]) != find(keys[other]) and names.agreement(other, key):
                    a, b = sorted((find(keys[key]), find(keys[other])))
                    parent[b] = a
            turned = names.swapped(names.parse(key))
            if turned and ("name", turned) in first:
                a, b = sorted((find(keys[key]), find(first["name", turned])))
                parent[b] = a
    parts: dict[int, list[int]] = defaultdict(list)
    for i in range(len(mentions)):
        parts[find(i)].append(i)
    return list(parts.values())


def _identifiers(mention: Mention) -> list[tuple[str, str]]:
    found = [
        (kind, value)
        for kind, value in (
            ("orcid", mention.orcid),
            ("openalex", mention.openalex),
            ("s2", mention.s2),
        )
        if value
    ]
    return found + [("account", account) for account in mention.accounts]


def _cluster(mentions: list[Mention]) -> list[Person]:
    if len(mentions) == 1:
        known = bool(_identifiers(mentions[0]))
        return [Person([mentions[0].key], "identifier" if known else "name")]
    groups = _identified(mentions)
    if len(groups) > 1:
        _merge_by_evidence(mentions, groups)
    return [
        Person(
            sorted(mentions[i].key for i in group.members),
            "rule" if group.score is not None else "identifier" if group.identified else "name",
            group.score,
        )
        for group in groups.values()
    ]


def _group(i: int, mention: Mention) -> _Group:
    return _Group(
        [i],
        {names.parse(mention.name).key},
        {mention.paper or mention.key: {mention.position}},
        {mention.orcid} if mention.orcid else set(),
        set(mention.accounts),
        {mention.openalex} if mention.openalex else set(),
        {mention.s2} if mention.s2 else set(),
    )


def _identified(mentions: list[Mention]) -> dict[int, _Group]:
    """Merge mentions with one identifier, the strongest kind first."""
    groups = {i: _group(i, mention) for i, mention in enumerate(mentions)}
    of = list(range(len(mentions)))
    for kind in _STRONG:
        first: dict[str, int] = {}
        for i in range(len(mentions)):
            for value in sorted(getattr(groups[of[i]], kind)):
                j = of[first.setdefault(value, of[i])]
                if j == of[i]:
                    continue
                a, b = sorted((j, of[i]))
                if _apart(groups[a], groups[b], kind):
                    continue
                _join(groups, a, b)
                groups[a].identified = True
                for k in groups[a].members:
                    of[k] = a
    for group in groups.values():
        group.identified |= bool(group.orcids or group.accounts or group.openalex or group.s2)
    return groups


def _apart(a: _Group, b: _Group, kind: str | None = None) -> bool:
    """Report whether two groups cannot be one person.

    Args:
        a: a group.
        b: another group.
        kind: the kind of an identifier that they share, which outweighs weaker ones.
    """
    for other in _STRONG:
        if other == kind:
            break
        if getattr(a, other) and getattr(b, other) and not getattr(a, other) & getattr(b, other):
            return True
    if kind != "orcids" and not _compatible(a, b):
        return True
    if len(a.places) > len(b.places):
        a, b = b, a
    return any(
        _two_places(places, b.places[paper])
        for paper, places in a.places.items()
        if paper in b.places
    )


def _two_places(a: set[int | None], b: set[int | None]) -> bool:
    return not a & b or None in a or None in b


def _compatible(a: _Group, b: _Group) -> bool:
    return all(names.agreement(*sorted((x, y))) for x in a.names for y in b.names)


def _join(groups: dict[int, _Group], a: int, b: int) -> None:
    one, other = groups[a], groups.pop(b)
    one.members += other.members
    one.names |= other.names
    for paper, places in other.places.items():
        one.places.setdefault(paper, set()).update(places)
    for kind in _STRONG:
        getattr(one, kind).update(getattr(other, kind))
    one.identified |= other.identified
    scores = [x for x in (one.score, other.score) if x is not None]
    one.score = min(scores, default=None)


def _merge_by_evidence(  # noqa: C901, PLR0912 - one loop over one queue
    mentions: list[Mention], groups: dict[int, _Group]
) -> None:
    """Merge the two groups with the highest score until none is positive."""
    of = {i: g for g, group in groups.items() for i in group.members}
    for (i, j), weight in shared(mentions).items():
        a, b = of[i], of[j]
        if a != b:
            groups[a].evidence[b] = groups[a].evidence.get(b, 0.0) + weight
            groups[b].evidence[a] = groups[b].evidence.get(a, 0.0) + weight
    heap: list[tuple[float, int, int]] = []

    def push(a: int, b: int) -> None:
        score = _score(groups[a], groups[b], groups[a].evidence.get(b, 0.0))
        if score is not None and score > 0:
            heap.append((-score, min(a, b), max(a, b)))

    keys = sorted(groups)
    for a in keys:
        for b in groups[a].evidence:
            if a < b:
                push(a, b)
    # Of a rare name, mentions merge without further evidence.
    rare = [a for a in keys if any(name_weight(x, x) > 0 for x in groups[a].names)]
    for n, a in enumerate(rare):
        for b in rare[:n]:
            if b not in groups[a].evidence:
                push(b, a)
    heapq.heapify(heap)
    rares = set(rare)
    while heap:
        negative, a, b = heapq.heappop(heap)
        if a not in groups or b not in groups:
            continue
        score = _score(groups[a], groups[b], groups[a].evidence.get(b, 0.0))
        if score is None or abs(score + negative) > 1e-9:
            continue  # an older entry
        evidence = groups[b].evidence
        _join(groups, a, b)
        one = groups[a]
        one.score = score if one.score is None else min(one.score, score)
        one.evidence.pop(b, None)
        for c, weight in evidence.items():
            if c == a or c not in groups:
                continue
            one.evidence[c] = one.evidence.get(c, 0.0) + weight
            groups[c].evidence[a] = one.evidence[c]
            groups[c].evidence.pop(b, None)
        touched = set(one.evidence)
        if a in rares or b in rares:
            rares.discard(b)
            rares.add(a)
            touched |= rares - {a}
        for c in touched:
            if c in groups:
                score = _score(one, groups[c], one.evidence.get(c, 0.0))
                if score is not None and score > 0:
                    heapq.heappush(heap, (-score, min(a, c), max(a, c)))


def _score(a: _Group, b: _Group, evidence: float) -> float | None:
    """Return the score of merging two groups in bits; ``None`` if it is impossible."""
    base = max(name_weight(x, y) for x in a.names for y in b.names)
    score = base + evidence / (len(a.members) * len(b.members)) ** _ALPHA
    return None if score <= 0 or _apart(a, b) else score
