"""Cluster mentions of authors into people, by rules that can be stated.

A mention is one place in one author list. That two mentions have one name does not make them one
person: :func:`cluster` merges them if their identifiers agree, or if the evidence
(``graph.identity.evidence``) outweighs what the name leaves open. The result is a pure function of
the mentions and judgements, whatever their order.
"""

import heapq
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from citegraph.graph.identity import names
from citegraph.graph.identity.evidence import Evidence, PaperFacts, name_weight
from citegraph.graph.identity.judgements import Judgement, accepted

__all__ = ["Mention", "Part", "Person", "cluster", "cluster_parts", "ends", "forms", "split"]


@dataclass(frozen=True, slots=True)
class Mention:
    """One place in the author list of a paper, and what is known about it there."""

    key: str  # unique among the mentions
    name: str  # as the source writes it
    paper: str = ""  # identifier of the paper
    position: int | None = None  # place in the author list, from 1
    coauthors: Sequence[str] = ()  # authors of the paper; the own name is ignored
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
        basis: what holds the mentions together: ``judgement``, ``rule``, else ``identifier``;
            ``name`` for a single mention.
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
    apart: set[int] = field(default_factory=set)  # mentions judged to be someone else
    judged: bool = False
    identified: bool = False
    score: float | None = None


_ALPHA = 0.7  # between the sum and the mean of the evidence of all pairs
_STRONG = ("orcids", "openalex", "s2", "accounts")


@dataclass(slots=True)
class Part:
    """Mentions that no other mention has to be compared with.

    Attributes:
        mentions: in the order of their keys.
        verdicts: the judgements on them.
    """

    mentions: list[Mention]
    verdicts: "_Verdicts"


def cluster(mentions: Iterable[Mention], judgements: Iterable[Judgement] = ()) -> list[Person]:
    """Return the people behind the mentions.

    Args:
        mentions: of any names; only mentions with compatible names or one identifier are compared.
        judgements: verdicts, which come before everything else.

    Returns:
        Each person with the sorted keys of its mentions, in the order of the first key.
    """
    return cluster_parts(split(mentions, judgements))


def split(mentions: Iterable[Mention], judgements: Iterable[Judgement] = ()) -> list[Part]:
    """Split mentions into parts that can be clustered one by one.

    Args:
        mentions: as for :func:`cluster`.
        judgements: as for :func:`cluster`.
    """
    ordered = sorted(mentions, key=lambda m: m.key)
    verdicts = _verdicts(ordered, judgements)
    return [
        Part([ordered[i] for i in part], _inside(part, verdicts))
        for part in _parts(ordered, verdicts)
    ]


def cluster_parts(
    parts: Iterable[Part], read: Callable[[set[str]], PaperFacts] | None = None
) -> list[Person]:
    """Return the people behind the mentions of some parts, as :func:`cluster` does.

    Args:
        parts: as :func:`split` returns them.
        read: returns the facts about papers that the mentions lack. It is called once, with the
            papers of the parts that identifiers and names alone do not decide.
    """
    people: list[Person] = []
    undecided: list[tuple[list[Mention], dict[int, _Group]]] = []
    for part in parts:
        if len(part.mentions) == 1:
            people.append(Person([part.mentions[0].key]))
            continue
        groups = _identified(part.mentions, part.verdicts)
        if len(groups) == 1 or _merge_rare(groups):
            people += _people(part.mentions, groups)
        else:
            undecided.append((part.mentions, groups))
    papers = {mention.paper for mentions, _ in undecided for mention in mentions}
    evidence = Evidence(read(papers) if read and papers else None)
    for mentions, groups in undecided:
        _merge_by_evidence(evidence.shared(mentions), groups)
        people += _people(mentions, groups)
    return sorted(people, key=lambda person: person.keys[0])


_Verdicts = list[tuple[str, list[int], list[int]]]  # verdict, mentions of each end


def ends(mention: Mention) -> list[str]:
    """Return what judgements may call a mention."""
    found = [
        f"{'hf' if kind == 'account' else kind}:{value}" for kind, value in _identifiers(mention)
    ]
    return [*found, f"{names.parse(mention.name).key}@{mention.paper}"]


def _verdicts(mentions: Sequence[Mention], judgements: Iterable[Judgement]) -> _Verdicts:
    kept, _ = accepted(judgements)
    if not kept:
        return []
    wanted = {text for judgement in kept for text in (judgement.a, judgement.b)}
    called: dict[str, list[int]] = defaultdict(list)
    for i, mention in enumerate(mentions):
        for text in ends(mention):
            if text in wanted:
                called[text].append(i)
    return [(j.verdict, called[j.a], called[j.b]) for j in kept if called[j.a] and called[j.b]]


def _inside(part: Sequence[int], verdicts: _Verdicts) -> _Verdicts:
    """Return the verdicts on mentions of a part, by their places in it."""
    if not verdicts:
        return []
    place = {i: n for n, i in enumerate(part)}
    return [
        (verdict, [place[i] for i in a if i in place], [place[i] for i in b if i in place])
        for verdict, a, b in verdicts
        if any(i in place for i in a)
    ]


class _Sets:
    """Disjoint sets of mentions (union-find)."""

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))

    def find(self, i: int) -> int:
        while self._parent[i] != i:
            self._parent[i] = self._parent[self._parent[i]]
            i = self._parent[i]
        return i

    def join(self, i: int, j: int) -> None:
        a, b = sorted((self.find(i), self.find(j)))
        self._parent[b] = a

    def all(self) -> list[list[int]]:
        found: dict[int, list[int]] = defaultdict(list)
        for i in range(len(self._parent)):
            found[self.find(i)].append(i)
        return list(found.values())


def _parts(mentions: Sequence[Mention], verdicts: _Verdicts) -> list[list[int]]:
    """Split mentions into parts that have neither compatible names nor identifiers in common."""
    sets = _Sets(len(mentions))
    first: dict[tuple[str, str], int] = {}
    for i, mention in enumerate(mentions):
        sets.join(first.setdefault(("name", names.parse(mention.name).key), i), i)
        for kind, value in _identifiers(mention):
            if kind != "account":
                sets.join(first.setdefault((kind, value), i), i)
    keys = {key: i for (kind, key), i in first.items() if kind == "name"}
    blocks: dict[str, list[str]] = defaultdict(list)
    for key, i in keys.items():
        name = names.parse(key)
        blocks[names.block(name)].append(key)
        if (turned := names.swapped(name)) in keys:
            sets.join(i, keys[str(turned)])
    for some in blocks.values():
        for one, other in _candidates(some):
            if names.agreement(*sorted((one, other))):
                sets.join(keys[one], keys[other])
    for verdict, some_, others in verdicts:
        for i in (*some_, *others) if verdict == "same" else ():
            sets.join(some_[0], i)
    return sets.all()


def _candidates(keys: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield pairs of names of a block that may agree, so that not all pairs are compared."""
    ordered = sorted(keys)
    initials = [key for key in ordered if len("".join(names.parse(key).given[:1])) < 2]
    yield from ((one, other) for one in initials for other in ordered if one != other)
    alike: dict[str, list[str]] = defaultdict(list)
    for key in ordered:
        for form in forms(names.parse(key)):
            alike[form].append(key)
    for some in alike.values():
        yield from combinations(some, 2)


def forms(name: names.Name) -> set[str]:
    """Return forms of the given names; names of a block that agree have one in common.

    The exception are names with an initial as the first word, which may agree with any other.
    """
    given = name.given
    return {"".join(given[:1]), "".join(given[:2]), "".join(given)}


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


def _people(mentions: Sequence[Mention], groups: dict[int, _Group]) -> Iterator[Person]:
    for group in groups.values():
        keys = sorted(mentions[i].key for i in group.members)
        yield Person(keys, _basis(group) if len(keys) > 1 else "name", group.score)


def _basis(group: _Group) -> str:
    if group.judged:
        return "judgement"
    return "rule" if group.score is not None else "identifier" if group.identified else "name"


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


def _judge(groups: dict[int, _Group], of: list[int], verdicts: _Verdicts) -> None:
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


def _identified(mentions: list[Mention], verdicts: _Verdicts) -> dict[int, _Group]:
    """Merge mentions by judgement, then those with one identifier, the strongest kind first."""
    groups = {i: _group(i, mention) for i, mention in enumerate(mentions)}
    of = list(range(len(mentions)))
    _judge(groups, of, verdicts)
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
    if not a.apart.isdisjoint(b.members):
        return True
    for other in _STRONG:
        if other == kind:
            break
        if getattr(a, other) and getattr(b, other) and not getattr(a, other) & getattr(b, other):
            return True
    if kind != "orcids" and not _compatible(a, b):
        return True
    return _listed_together(a, b)


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


def _join(groups: dict[int, _Group], a: int, b: int) -> None:
    one, other = groups[a], groups.pop(b)
    one.members += other.members
    one.names |= other.names
    for paper, places in other.places.items():
        one.places.setdefault(paper, set()).update(places)
    for kind in _STRONG:
        getattr(one, kind).update(getattr(other, kind))
    one.identified |= other.identified
    one.judged |= other.judged
    one.apart |= other.apart
    scores = [x for x in (one.score, other.score) if x is not None]
    one.score = min(scores, default=None)


def _merge_rare(groups: dict[int, _Group]) -> bool:
    """Merge all groups if one rare name is all that they have, and nothing keeps two apart."""
    some = list(groups.values())
    known = {name for group in some for name in group.names}
    if len(known) > 1 or (score := name_weight(*known, *known)) <= 0:
        return False
    if any(group.apart for group in some):
        return False
    papers = [paper for group in some for paper in group.places]
    if len(set(papers)) < len(papers):
        return False
    if any(len({v for group in some for v in getattr(group, kind)}) > 1 for kind in _STRONG):
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
