"""Weigh the evidence that two mentions are one person, in bits."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING

from citegraph.graph.identity import ids, names
from citegraph.graph.identity.affiliations import institutions
from citegraph.graph.identity.folding import fold

if TYPE_CHECKING:
    from citegraph.graph.identity.mentions import Mention

POPULATION = 19.5  # bits: the number of people who may have written a paper
RARE = 4.0  # bits at most for a name
COAUTHOR = 10.0  # bits by which a shared co-author must be rarer
ORGANIZATION = 3.0
CITATION = 3.0  # one paper cites the other
ASSIGNED = 4.0  # an account that its owner did not confirm
LEAST = 1.0
LARGEST = 14.0  # of all evidence that two mentions share
_COAUTHORS = 40  # of a paper; the rarest names have the most weight
_WEIGHTS = {"organization": ORGANIZATION, "account": ASSIGNED}
_CROWD = 300  # mentions; what more of them share is no evidence


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
    """The evidence that mentions share.

    The author list of a paper is read once, for all its mentions.

    Args:
        facts: about the papers, where the mentions do not state them.
    """

    def __init__(self, facts: PaperFacts | None = None) -> None:
        self._facts = facts or PaperFacts()
        self._lists: dict[int, tuple[Sequence[str], tuple[str, ...]]] = {}

    def coauthors(self, mention: "Mention") -> tuple[str, ...]:
        """Return the rarest names in the author list of a mention, normalized."""
        given = mention.coauthors or self._facts.coauthors.get(mention.paper, ())
        known = self._lists.get(id(given))
        if known is None:
            keys = sorted({ids.name_key(name) for name in given})
            if len(keys) > _COAUTHORS:
                keys = sorted(keys, key=lambda key: (-names.bits(key), key))[:_COAUTHORS]
            known = self._lists[id(given)] = (given, tuple(keys))  # it keeps the list alive
        return known[1]

    def organizations(self, mention: "Mention") -> set[str]:
        """Return the affiliations of a mention, and the institutions named in them."""
        given = mention.organizations or self._facts.organizations.get(mention.paper, ())
        found = {*map(fold, given)}
        for organization in given:
            if text := self._facts.affiliations.get(organization):
                found |= institutions(text) - {ids.title_key(text)}  # the affiliation itself
        return found

    def shared(self, mentions: "Sequence[Mention]") -> dict[tuple[int, int], float]:
        """Return the weight of the evidence that two mentions share, for each pair with any."""
        found: dict[tuple[int, int], float] = defaultdict(float)
        for (kind, value), who in self._holders(mentions):
            weight = _WEIGHTS.get(kind) or coauthor_weight(value)
            for pair in combinations(who, 2):
                found[pair] += weight
        for pair in self.citing(mentions):
            found[pair] += CITATION
        return {pair: min(weight, LARGEST) for pair, weight in found.items()}

    def links(self, mentions: "Sequence[Mention]") -> Iterator[tuple[int, int]]:
        """Yield pairs that connect all mentions that have anything in common."""
        for _, (first, *others) in self._holders(mentions):
            yield from ((first, i) for i in others)
        yield from self.citing(mentions)

    def citing(self, mentions: "Sequence[Mention]") -> set[tuple[int, int]]:
        """Return the pairs of mentions of which the paper of one cites that of the other."""
        at: dict[str, list[int]] = defaultdict(list)
        for i, mention in enumerate(mentions):
            at[mention.paper].append(i)
        return {
            (min(i, j), max(i, j))
            for i, mention in enumerate(mentions)
            for cited in mention.cited or self._facts.citations.get(mention.paper, ())
            if cited != mention.paper
            for j in at.get(cited, ())
        }

    def _holders(
        self, mentions: "Sequence[Mention]"
    ) -> Iterator[tuple[tuple[str, str], list[int]]]:
        """Yield co-authors, organizations and accounts of several mentions, with these mentions."""
        holders: dict[tuple[str, str], list[int]] = defaultdict(list)
        for i, mention in enumerate(mentions):
            own = ids.name_key(mention.name)
            for key in self.coauthors(mention):
                if key != own:
                    holders["coauthor", key].append(i)
            for organization in self.organizations(mention):
                holders["organization", organization].append(i)
            for account in {*mention.assigned, *mention.accounts}:
                holders["account", account].append(i)
        yield from (found for found in holders.items() if 2 <= len(found[1]) <= _CROWD)
