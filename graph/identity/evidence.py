"""Weigh the evidence that two entries are one person, in bits."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations
from math import inf
from typing import TYPE_CHECKING

from citegraph.graph.identity import ids, names
from citegraph.graph.identity.affiliations import institutions, is_unit
from citegraph.graph.identity.folding import fold

if TYPE_CHECKING:
    from citegraph.graph.identity.entries import Entry

POPULATION = 20.6  # bits: the number of people who may have written a paper
RARE = 4.0  # bits at most for a name
COAUTHOR = 10.0  # bits by which a shared co-author must be rarer
ORGANIZATION = 3.0
CITATION = 3.0  # one paper cites the other
ASSIGNED = 4.0  # an account that its owner did not confirm
LEAST = 1.0
LARGEST = 14.0  # of all evidence that two entries share
_COAUTHORS = 40  # of a paper; the rarest names have the most weight
_WEIGHTS = {"organization": ORGANIZATION, "account": ASSIGNED}
_CROWD = 300  # entries; what more of them share is no evidence


@lru_cache(maxsize=1 << 18)
def name_weight(a: str, b: str) -> float:
    """Return the weight of two names that agree, less the prior for the number of people."""
    how = names.agreement(*sorted((a, b)))
    if how is None:
        return -99.0
    rare = min(names.bits(a, initial=how == "initial"), names.bits(b, initial=how == "initial"))
    # An initial, a missing middle name, or a single word in Latin letters needs further evidence.
    most = RARE if how == "full" or not (" " in a or a.isascii()) else 0.0
    return max(min(rare - POPULATION, most), -10.0)


@lru_cache(maxsize=1 << 18)
def coauthor_weight(key: str) -> float:
    """Return the weight of a shared co-author of this name."""
    return max(min(names.bits(key) - COAUTHOR, 8.0), LEAST)


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """Facts about papers, by paper, and about affiliations."""

    coauthors: Mapping[str, Sequence[str]] = field(default_factory=dict)
    organizations: Mapping[str, Sequence[str]] = field(default_factory=dict)
    affiliations: Mapping[str, str] = field(default_factory=dict)  # text, by organization
    citations: Mapping[str, Sequence[str]] = field(default_factory=dict)  # cited papers


class Evidence:
    """The evidence that entries share.

    The author list of a paper is read once, for all its entries.

    Args:
        facts: about the papers, where the entries do not state them.
    """

    def __init__(self, facts: PaperFacts | None = None) -> None:
        self._facts = facts or PaperFacts()
        self._lists: dict[int, tuple[Sequence[str], tuple[str, ...]]] = {}

    def coauthors(self, entry: "Entry") -> tuple[str, ...]:
        """Return the rarest names in the author list of an entry, normalized."""
        given = entry.coauthors or self._facts.coauthors.get(entry.paper, ())
        known = self._lists.get(id(given))
        if known is None:
            keys = sorted({ids.name_key(name) for name in given})
            if len(keys) > _COAUTHORS:
                keys = sorted(keys, key=lambda key: (-names.bits(key), key))[:_COAUTHORS]
            known = self._lists[id(given)] = (given, tuple(keys))  # it keeps the list alive
        return known[1]

    def organizations(self, entry: "Entry") -> set[str]:
        """Return the affiliations of an entry, and the institutions named in them."""
        given = entry.organizations or self._facts.organizations.get(entry.paper, ())
        found = set()
        for organization in given:
            text = self._facts.affiliations.get(organization)
            if not is_unit(text or organization.removeprefix("name:")):
                found.add(fold(organization))
            if text:
                found |= institutions(text) - {ids.title_key(text)}  # the affiliation itself
        return found

    def shared(self, entries: "Sequence[Entry]") -> dict[tuple[int, int], float]:
        """Return the weight of the evidence that two entries share, for each pair with any."""
        found: dict[tuple[int, int], float] = defaultdict(float)
        for (kind, value), who in self._holders(entries):
            weight = _WEIGHTS.get(kind) or coauthor_weight(value)
            for pair in combinations(who, 2):
                found[pair] += weight
        for pair in self.citing(entries):
            found[pair] += CITATION
        return {pair: min(weight, LARGEST) for pair, weight in found.items()}

    def links(self, entries: "Sequence[Entry]") -> Iterator[tuple[int, int]]:
        """Yield pairs that connect all entries that have anything in common."""
        for _, (first, *others) in self._holders(entries):
            yield from ((first, i) for i in others)
        yield from self.citing(entries)

    def bridging(self, entries: "Sequence[Entry]") -> dict[tuple[int, int], float]:
        """Return the weight of the evidence of pairs whose names agree by an initial.

        The first entry of each pair has the initial, the second a fuller name. The weight is
        infinite if both have the same claimed account, which is an identifier.
        """
        keys = [ids.name_key(entry.name) for entry in entries]
        short = {i for i, key in enumerate(keys) if names.abbreviated(key)}
        found: dict[tuple[int, int], float] = defaultdict(float)
        for (kind, value), who in self._holders(entries):
            for i in short.intersection(who):
                for j in who:
                    if j not in short:
                        found[i, j] += _WEIGHTS.get(kind) or coauthor_weight(value)
        for i, j in self.citing(entries):
            if (i in short) != (j in short):
                found[(i, j) if i in short else (j, i)] += CITATION
        found = {pair: min(weight, LARGEST) for pair, weight in found.items()}
        claimed: dict[str, list[int]] = defaultdict(list)
        for j, entry in enumerate(entries):
            for account in entry.accounts if j not in short else ():
                claimed[account].append(j)
        for i in short:
            found |= {(i, j): inf for account in entries[i].accounts for j in claimed[account]}
        return {
            (i, j): weight
            for (i, j), weight in found.items()
            if names.agreement(*sorted((keys[i], keys[j])))
        }

    def citing(self, entries: "Sequence[Entry]") -> set[tuple[int, int]]:
        """Return the pairs of entries of which the paper of one cites that of the other."""
        at: dict[str, list[int]] = defaultdict(list)
        for i, entry in enumerate(entries):
            at[entry.paper].append(i)
        return {
            (min(i, j), max(i, j))
            for i, entry in enumerate(entries)
            for cited in entry.cited or self._facts.citations.get(entry.paper, ())
            if cited != entry.paper
            for j in at.get(cited, ())
        }

    def _holders(self, entries: "Sequence[Entry]") -> Iterator[tuple[tuple[str, str], list[int]]]:
        """Yield co-authors, organizations and accounts of several entries, with these entries."""
        holders: dict[tuple[str, str], list[int]] = defaultdict(list)
        for i, entry in enumerate(entries):
            own = ids.name_key(entry.name)
            for key in self.coauthors(entry):
                if key != own:
                    holders["coauthor", key].append(i)
            for organization in self.organizations(entry):
                holders["organization", organization].append(i)
            for account in {*entry.assigned, *entry.accounts}:
                holders["account", account].append(i)
        yield from (found for found in holders.items() if 2 <= len(found[1]) <= _CROWD)
