"""Entries of authors, and their division into parts that are clustered one by one.

An entry is one place in one author list. Two entries have to be compared if their names may
agree, if they have one identifier, or if a judgement joins them.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from citegraph.graph.identity import ids, names
from citegraph.graph.identity.agreeing import Agreeing
from citegraph.graph.identity.judgements import Judgement, accepted
from citegraph.graph.identity.sets import Sets


@dataclass(frozen=True, slots=True)
class Entry:
    """One place in the author list of a paper, with the data that the sources state there."""

    key: str  # unique among the entries
    name: str  # as the source writes it
    paper: str = ""  # identifier of the paper
    position: int | None = None  # place in the author list, from 1
    coauthors: Sequence[str] = ()  # authors of the paper; the own name is ignored
    organizations: Sequence[str] = ()  # affiliations of the author, else of the paper
    addresses: Sequence[str] = ()  # as written, of organizations that are addresses
    cited: Sequence[str] = ()  # papers that the paper cites
    title: str = ""
    year: int | None = None
    orcid: str | None = None
    openalex: str | None = None
    s2: str | None = None
    identifiers: Sequence[str] = ()  # further ones, as "scheme:value"
    accounts: Sequence[str] = ()  # Hugging Face; claimed or confirmed by their owners
    assigned: Sequence[str] = ()  # Hugging Face; assigned by an administrator or a program


Verdicts = list[tuple[str, list[int], list[int]]]  # verdict, entries of each end
# Entries that no other has to be compared with, in the order of their keys, and verdicts on them.
Part = tuple[list[Entry], Verdicts]


def split(entries: Iterable[Entry], judgements: Iterable[Judgement] = ()) -> list[Part]:
    """Split entries into parts that can be clustered one by one."""
    ordered = sorted(entries, key=lambda m: m.key)
    verdicts = _verdicts(ordered, judgements)
    return _made(ordered, verdicts, _joined(ordered, verdicts))


def divide(
    part: Part,
    shared: Mapping[tuple[int, int], float],
    enough: Callable[[Iterable[tuple[int, int]]], bool],
) -> list[Part]:
    """Divide a part where only names with an initial connect fuller names.

    One of the parts contains all names with an initial.

    Args:
        part: as :func:`split` returns it.
        shared: weights of the evidence of pairs, the first with an initial, the second without.
        enough: whether the evidence of some pairs may merge their entries.
    """
    entries, verdicts = part
    sets = _joined(entries, verdicts, abbreviated=False)
    pairs: dict[int, list[tuple[int, int]]] = defaultdict(list)  # by the set of the fuller name
    for pair in shared:
        pairs[sets.find(pair[1])].append(pair)
    for some in pairs.values():
        if enough(some):
            for i, j in some:
                sets.join(i, j)
    return _made(entries, verdicts, sets)


def ends(entry: Entry) -> list[str]:
    """Return the ends of judgements that denote an entry."""
    found = [f"{scheme}:{value}" for scheme, value in identifiers(entry)]
    found += [f"hf:{account}" for account in entry.assigned]
    return [*found, f"{ids.name_key(entry.name)}@{entry.paper}"]


def _verdicts(entries: Sequence[Entry], judgements: Iterable[Judgement]) -> Verdicts:
    kept, _ = accepted(judgements)
    if not kept:
        return []
    wanted = {text for judgement in kept for text in (judgement.a, judgement.b)}
    called: dict[str, list[int]] = defaultdict(list)
    for i, entry in enumerate(entries):
        for text in ends(entry):
            if text in wanted:
                called[text].append(i)
    return [(j.verdict, called[j.a], called[j.b]) for j in kept if called[j.a] and called[j.b]]


def _made(entries: Sequence[Entry], verdicts: Verdicts, sets: Sets) -> list[Part]:
    return [([entries[i] for i in some], _inside(some, verdicts)) for some in sets.all()]


def _inside(part: Sequence[int], verdicts: Verdicts) -> Verdicts:
    """Return the verdicts on entries of a part, by their places in it."""
    if not verdicts:
        return []
    place = {i: n for n, i in enumerate(part)}
    return [
        (verdict, [place[i] for i in a if i in place], [place[i] for i in b if i in place])
        for verdict, a, b in verdicts
        if any(i in place for i in a)
    ]


def _joined(entries: Sequence[Entry], verdicts: Verdicts, *, abbreviated: bool = True) -> Sets:
    """Join entries that have compatible names or an identifier in common.

    If ``abbreviated`` is false, names with an initial are joined with each other and with no
    fuller name.
    """
    sets = Sets(len(entries))
    first: dict[tuple[str, str], int] = {}
    for i, entry in enumerate(entries):
        sets.join(first.setdefault(("name", ids.name_key(entry.name)), i), i)
        for kind, value in identifiers(entry):
            if kind != "hf":
                sets.join(first.setdefault((kind, value), i), i)
    keys = {key: i for (kind, key), i in first.items() if kind == "name"}
    agreeing = Agreeing()
    initials: list[int] = []
    for key, i in keys.items():
        if abbreviated or not names.abbreviated(key):
            agreeing.add(key)
        else:
            initials.append(i)
            sets.join(initials[0], i)
        if (turned := names.swapped(names.parse(key))) in keys:
            sets.join(i, keys[str(turned)])
    for some in agreeing.connected():
        for key in some:
            sets.join(keys[some[0]], keys[key])
    for verdict, ends_, others in verdicts:
        for i in (*ends_, *others) if verdict == "same" else ():
            sets.join(ends_[0], i)
    return sets


def identifiers(entry: Entry) -> list[tuple[str, str]]:
    """Return scheme and value of the identifiers of an entry, with the claimed accounts."""
    own = (("orcid", entry.orcid), ("openalex", entry.openalex), ("s2", entry.s2))
    found = [(scheme, value) for scheme, value in own if value]
    for text in entry.identifiers:
        scheme, _, value = text.partition(":")
        found.append((scheme, value))
    return found + [("hf", account) for account in entry.accounts]
