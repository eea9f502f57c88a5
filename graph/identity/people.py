"""Cluster entries of authors into people, by rules that can be stated.

An entry is one place in one author list. That two entries have one name does not make them one
person: :func:`cluster` merges them if their identifiers agree, or if the evidence
(``graph.identity.evidence``) exceeds what the frequency of the name requires. The result is a pure
function of the entries and judgements, whatever their order.
"""

import heapq
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, product
from math import inf

from citegraph.graph.identity import ids, names
from citegraph.graph.identity.agreeing import Agreeing
from citegraph.graph.identity.author_ids import SCHEMES
from citegraph.graph.identity.entries import Entry, Part, Verdicts, divide, identifiers, split
from citegraph.graph.identity.evidence import Evidence, PaperFacts, name_weight
from citegraph.graph.identity.judgements import Judgement
from citegraph.graph.identity.sets import Sets


@dataclass(slots=True)
class Person:
    """Entries that are one person.

    Attributes:
        keys: of the entries.
        basis: of the weakest merge: ``name``, ``rule``, ``judgement`` or ``identifier``;
            ``None`` for a single entry.
        score: the lowest score of a merge, in bits; None if there was none.
        name_only: of the keys, those whose entries have nothing but a rare name in common with
            the others. The largest set of entries that have more in common is not among them.
    """

    keys: list[str]
    basis: str | None = None
    score: float | None = None
    name_only: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Group:
    """Entries that are merged so far."""

    members: list[int]
    names: set[str]
    places: dict[str, set[int | None]]  # of each paper
    identifiers: dict[str, set[str]] = field(default_factory=dict)  # by scheme
    evidence: dict[int, float] = field(default_factory=dict)  # by other group
    apart: set[int] = field(default_factory=set)  # entries judged to be someone else
    judged: bool = False
    score: float | None = None


_RANK = {one.scheme: n for n, one in enumerate(SCHEMES)}  # 0 for the strongest
_AGAINST = {one.scheme: one.against for one in SCHEMES}
_LISTED = 10  # places of one name in an author list
_CROWD = 300  # names that agree
_HOLDERS = 10  # people of one identifier, which is an error of the source
_ALPHA = 0.7  # between the sum and the mean of the evidence of all pairs


def cluster(entries: Iterable[Entry], judgements: Iterable[Judgement] = ()) -> list[Person]:
    """Cluster entries into people.

    Args:
        entries: of any names; only entries with compatible names or one identifier are compared.
        judgements: verdicts, which come before everything else.

    Returns:
        Each person with the sorted keys of its entries, in the order of the first key.
    """
    return cluster_parts(split(entries, judgements))


def cluster_parts(
    parts: Iterable[Part], read: Callable[[set[str]], PaperFacts] | None = None
) -> list[Person]:
    """Cluster the entries of some parts, as :func:`cluster` does.

    Args:
        parts: as :func:`split` returns them.
        read: returns the facts about papers that the entries lack. It is called once, with the
            papers of the parts that identifiers and names alone do not decide.
    """
    people: list[Person] = []
    undecided: list[tuple[Part, dict[int, _Group]]] = []
    for entries, verdicts in parts:
        if len(entries) == 1:
            people.append(Person([entries[0].key]))
            continue
        groups = _identified(entries, verdicts)
        if len(groups) == 1:
            people.append(Person([entry.key for entry in entries], _basis(*groups.values())))
        else:
            undecided.append(((entries, verdicts), groups))
    papers = {entry.paper for (entries, _), _ in undecided for entry in entries}
    evidence = Evidence(read(papers) if read and papers else None)
    for part, groups in undecided:
        smaller = divided(part, evidence)
        if len(smaller) == 1:
            people += _weighed(part[0], groups, evidence)
        else:
            for some, about in smaller:
                people += _weighed(some, _identified(some, about), evidence)
    return sorted(people, key=lambda person: person.keys[0])


def divided(part: Part, evidence: Evidence) -> list[Part]:
    """Divide a part where names with an initial have too little evidence to merge fuller names.

    No merge crosses the parts: the score of a merge is at most the weight of the name plus, for
    the best ``n``, the ``n`` largest weights of evidence divided by ``n ** _ALPHA``. A judgement
    ``same`` may merge names that disagree, so a part with one is not divided.
    """
    keys = [ids.name_key(entry.name) for entry in part[0]]
    if not any(map(names.abbreviated, keys)) or any(one[0] == "same" for one in part[1]):
        return [part]
    shared = evidence.bridging(part[0])

    def enough(pairs: Iterable[tuple[int, int]]) -> bool:
        base = max(name_weight(keys[i], keys[j]) for i, j in pairs)
        sums = accumulate(sorted((shared[pair] for pair in pairs), reverse=True))
        return any(base + total / n**_ALPHA > 0 for n, total in enumerate(sums, 1))

    return divide(part, shared, enough)


def _weighed(
    entries: list[Entry], groups: dict[int, _Group], evidence: Evidence
) -> Iterator[Person]:
    """Yield the people of a part, merged by names and evidence."""
    linked = Sets(len(entries))
    for group in groups.values():
        for i in group.members:
            linked.join(group.members[0], i)
    if len(groups) > _CROWD and _merge_rare(groups):
        yield from _people(entries, groups, linked, evidence.links(entries))
    else:
        shared = evidence.shared(entries)
        _merge_by_evidence(shared, groups)
        yield from _people(entries, groups, linked, shared)


def _people(
    entries: Sequence[Entry],
    groups: dict[int, _Group],
    linked: Sets,
    shared: Iterable[tuple[int, int]],
) -> Iterator[Person]:
    """Yield the people of a part.

    Args:
        entries: of the part.
        groups: the people.
        linked: entries that an identifier or a judgement links; changed.
        shared: pairs of entries that have more than the name in common.
    """
    of = {i: g for g, group in groups.items() for i in group.members}
    for i, j in shared:
        if of[i] == of[j]:
            linked.join(i, j)
    for group in groups.values():
        keys = sorted(entries[i].key for i in group.members)
        if len(keys) == 1:
            yield Person(keys)
            continue
        sets: dict[int, list[str]] = defaultdict(list)
        for i in group.members:
            sets[linked.find(i)].append(entries[i].key)
        most = min(sets.values(), key=lambda some: (-len(some), min(some)))
        name_only = sorted({*keys}.difference(most))
        yield Person(keys, "name" if name_only else _basis(group), group.score, name_only)


def _basis(group: _Group) -> str:
    if group.score is not None:
        return "rule"
    return "judgement" if group.judged else "identifier"


def _group(i: int, entry: Entry) -> _Group:
    return _Group(
        [i],
        {ids.name_key(entry.name)},
        {entry.paper or entry.key: {entry.position}},
        _by_scheme(entry),
    )


def _by_scheme(entry: Entry) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for scheme, value in identifiers(entry):
        found.setdefault(scheme, set()).add(value)
    return found


def _judge(groups: dict[int, _Group], of: list[int], verdicts: Verdicts) -> None:
    """Apply verdicts; two places in one author list are not merged."""
    for verdict, some, others in verdicts:
        if verdict == "different":
            for i in some:
                groups[i].apart.update(others)
            for i in others:
                groups[i].apart.update(some)
    for verdict, some, others in verdicts:
        for i in (*some[1:], *others) if verdict == "same" else ():
            a, b = sorted((of[some[0]], of[i]))
            if a != b and not _listed_together(groups[a], groups[b]):
                _join(groups, a, b)
                groups[a].judged = True
                for k in groups[a].members:
                    of[k] = a


def _identified(entries: list[Entry], verdicts: Verdicts) -> dict[int, _Group]:
    """Merge entries by judgement, then those with one identifier, the strongest kind first."""
    groups = {i: _group(i, entry) for i, entry in enumerate(entries)}
    of = list(range(len(entries)))
    _judge(groups, of, verdicts)
    present = {scheme for group in groups.values() for scheme in group.identifiers}
    for kind in sorted(present, key=_RANK.__getitem__):
        holders: dict[str, list[int]] = defaultdict(list)  # one entry of each group
        for i in range(len(entries)):
            for value in sorted(groups[of[i]].identifiers.get(kind, ())):
                for j in holders[value][:_HOLDERS]:
                    a, b = sorted((of[j], of[i]))
                    if a == b:
                        break
                    if not _apart(groups[a], groups[b], kind):
                        _join(groups, a, b)
                        for k in groups[a].members:
                            of[k] = a
                        break
                else:
                    holders[value].append(i)
    return groups


def _apart(a: _Group, b: _Group, kind: str | None = None) -> bool:
    """Report whether two groups cannot be one person.

    An identifier of the scheme ``kind`` that they share outweighs weaker ones.
    """
    if not a.apart.isdisjoint(b.members):
        return True
    if any(
        _RANK[other] < _RANK[kind] if kind else _AGAINST[other] == inf for other in _different(a, b)
    ):
        return True
    if kind == "orcid":
        if not (a.judged or b.judged or _renamed(a, b)):
            return True
    elif not _compatible(a, b):
        return True
    return _listed_together(a, b)


def _different(a: _Group, b: _Group) -> Iterator[str]:
    """Yield the schemes of which both have identifiers and none in common."""
    for scheme, values in a.identifiers.items():
        if scheme in b.identifiers and values.isdisjoint(b.identifiers[scheme]):
            yield scheme


def _listed_together(a: _Group, b: _Group) -> bool:
    """Report whether both have a place in one author list."""
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
    if a.judged or b.judged:  # a judgement may have joined names that disagree
        return any(names.agreement(*sorted((x, y))) for x in a.names for y in b.names)
    return all(names.agreement(*sorted((x, y))) for x in a.names for y in b.names)


def _renamed(a: _Group, b: _Group) -> bool:
    """Report whether names of both may be of one person, so that an ORCID is not an error."""
    return any(names.renamed(x, y) for x in a.names for y in b.names)


def _join(groups: dict[int, _Group], a: int, b: int) -> None:
    one, other = groups[a], groups.pop(b)
    one.members += other.members
    one.names |= other.names
    for paper, places in other.places.items():
        one.places.setdefault(paper, set()).update(places)
    for scheme, values in other.identifiers.items():
        one.identifiers.setdefault(scheme, set()).update(values)
    one.judged |= other.judged
    one.apart |= other.apart
    scores = [x for x in (one.score, other.score) if x is not None]
    one.score = min(scores, default=None)


def _merge_rare(groups: dict[int, _Group]) -> bool:
    """Merge groups of one rare name, if nothing keeps any two of them apart.

    This avoids comparing all pairs; the score is that of the name without other evidence.
    """
    some = list(groups.values())
    known = {name for group in some for name in group.names}
    if len(known) > 1 or (score := name_weight(*known, *known)) <= 0:
        return False
    if any(group.apart for group in some):
        return False
    papers = [paper for group in some for paper in group.places]
    if len(set(papers)) < len(papers):
        return False
    stated: dict[str, set[str]] = {}
    for group in some:
        for scheme, values in group.identifiers.items():
            stated.setdefault(scheme, set()).update(values)
    if any(len(values) > 1 for values in stated.values()):
        return False
    first, *rest = sorted(groups)
    for other in rest:
        _join(groups, first, other)
    groups[first].score = score
    return True


def _merge_by_evidence(  # noqa: C901, PLR0912 - one loop over one queue
    shared: dict[tuple[int, int], float], groups: dict[int, _Group]
) -> None:
    """Merge the two groups with the highest score until none is positive."""
    of = {i: g for g, group in groups.items() for i in group.members}
    for (i, j), weight in shared.items():
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
    # Of a rare name, entries merge without further evidence.
    rare = _rare(groups)
    for a, others in rare.items():
        for b in others:
            if a < b and b not in groups[a].evidence:
                push(a, b)
    heapq.heapify(heap)
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
        near = (rare.pop(a, set()) | rare.pop(b, set())) - {a, b}
        if near:
            rare[a] = near
            for c in near:
                rare[c].discard(b)
                rare[c].add(a)
        for c in near.union(one.evidence):
            if c in groups:
                score = _score(one, groups[c], one.evidence.get(c, 0.0))
                if score is not None and score > 0:
                    heapq.heappush(heap, (-score, min(a, c), max(a, c)))


def _rare(groups: Mapping[int, _Group]) -> dict[int, set[int]]:
    """Return groups that a rare name may merge, each with the others that agree with it.

    A name is not rare if an author list contains it more often than a mistake explains, or if it
    agrees with many other names.
    """
    holders: dict[str, list[int]] = defaultdict(list)
    for g, group in groups.items():
        for name in group.names:
            if name_weight(name, name) > 0:
                holders[name].append(g)
    agreeing = Agreeing()
    pairs: set[tuple[str, str]] = set()
    for name, some in holders.items():
        papers = Counter(paper for g in some for paper in groups[g].places)
        if max(papers.values()) > _LISTED:
            continue
        pairs.add((name, name))
        agreeing.add(name)
        turned = names.swapped(names.parse(name))
        if turned in holders:
            pairs.add((name, turned))
    found: dict[int, set[int]] = defaultdict(set)
    for one, other in pairs | agreeing.pairs(_CROWD):
        for a, b in product(holders[one], holders[other]):
            if a != b:
                found[a].add(b)
                found[b].add(a)
    return dict(found)


def _score(a: _Group, b: _Group, evidence: float) -> float | None:
    """Return the score of merging two groups in bits; ``None`` if it is impossible."""
    if len(a.names) == len(b.names) == 1:  # nearly always
        base = name_weight(*a.names, *b.names)
    else:
        base = max(name_weight(x, y) for x in a.names for y in b.names)
    if base + evidence <= 0:  # the mean is not larger than the sum
        return None
    score = base + evidence / (len(a.members) * len(b.members)) ** _ALPHA
    if score <= 0 or _apart(a, b):
        return None
    against: float = sum(_AGAINST[scheme] for scheme in _different(a, b))
    return float(score - against)
