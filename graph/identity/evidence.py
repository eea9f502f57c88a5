"""Weigh what speaks for two mentions being one person, in bits."""

from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING

from citegraph.graph.identity import names
from citegraph.graph.identity.folding import fold

if TYPE_CHECKING:
    from citegraph.graph.identity.people import Mention

__all__ = ["name_weight", "shared"]

POPULATION = 20.0  # bits: two to this power people may have written a paper
COAUTHOR = 10.0  # bits by which a shared co-author must be rarer
ORGANIZATION = 3.0
LARGEST = 14.0  # of all that two mentions have in common
_CROWD = 300  # mentions; what more have in common tells nothing


@lru_cache(maxsize=1 << 16)
def name_weight(a: str, b: str) -> float:
    """Return what the agreement of two names tells, less the people who may have that name."""
    how = names.agreement(*sorted((a, b)))
    if how is None:
        return -99.0
    rare = min(names.bits(a, initial=how == "initial"), names.bits(b, initial=how == "initial"))
    return max(min(rare - POPULATION, 4.0), -10.0)


@lru_cache(maxsize=1 << 16)
def _coauthor(key: str) -> float:
    return max(min(names.bits(key) - COAUTHOR, 8.0), 1.0)


def shared(mentions: "Sequence[Mention]") -> dict[tuple[int, int], float]:
    """Return the weight of what each two mentions have in common, if it is anything."""
    holders: dict[tuple[str, str], list[int]] = defaultdict(list)
    for i, mention in enumerate(mentions):
        for name in mention.coauthors:
            holders["coauthor", names.parse(name).key].append(i)
        for organization in mention.organizations:
            holders["organization", fold(organization)].append(i)
    found: dict[tuple[int, int], float] = defaultdict(float)
    for (kind, value), who in holders.items():
        if 2 <= len(who) <= _CROWD:
            weight = _coauthor(value) if kind == "coauthor" else ORGANIZATION
            for pair in combinations(sorted(set(who)), 2):
                found[pair] += weight
    return {pair: min(weight, LARGEST) for pair, weight in found.items()}
