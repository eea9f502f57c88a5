"""Learn the weights of author evidence without labels, and measure them beside those in use.

``python -m benchmarks.people_weights [SHARED_DATA]`` (default: ``../shared/data``)

Expectation maximization on pairs of entries with one name on different papers (Fellegi and Sunter
1969, Winkler 2000). Two comparisons, independent given the class: the co-authors that they share,
by the rarity of the rarest, and the organizations. How likely a pair is one person before that
depends on how rare the name is (term-frequency adjustment), and is learnt for each class of rarity.
The accounts are not seen; they judge the result, on names with an even and with an odd digest.
"""

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from math import log2
from pathlib import Path

from benchmarks.people import report
from citegraph.graph.identity import evidence, names
from citegraph.graph.identity.entries import Entry
from citegraph.graph.identity.folding import fold
from citegraph.graph.identity.people import cluster
from training.people.gold import claims, history

STEPS = 200
CROWD = 60  # entries of a name; more make too many pairs
Pattern = tuple[int, int, int]  # classes of rarity of the name, of co-authors, of organizations


def main(folder: Path) -> None:
    """Print the learnt weights, and precision and recall with both."""
    entries, gold = list(history(folder)), claims(folder)
    counts = Counter(patterns(entries))
    print(f"{sum(counts.values()):,} pairs of one name, {len(counts)} patterns")
    coauthors, organizations = learn(counts)
    for title, weights in (("co-authors", coauthors), ("organizations", organizations)):
        print(title, {key: round(value, 1) for key, value in sorted(weights.items())})
    for title in ("in use", "learnt"):
        if title == "learnt":
            use(coauthors, organizations)
        people = cluster(entries)
        found = {key: str(n) for n, one in enumerate(people) for key in one.keys}
        report(title, found, entries, gold)


def patterns(entries: Sequence[Entry]) -> Iterator[Pattern]:
    """Yield what each two entries of one name have in common."""
    by_name: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_name[names.parse(entry.name).key].append(entry)
    for name, some in by_name.items():
        if not 2 <= len(some) <= CROWD:
            continue
        rarity = int(max(min(names.bits(name), 26), 12)) // 2
        known = [
            (
                {names.parse(other).key for other in one.coauthors} - {name},
                {fold(place) for place in one.organizations},
                one.paper,
            )
            for one in some
        ]
        for (a, at, paper), (b, place, other) in combinations(known, 2):
            if paper == other:
                continue
            shared = max((names.bits(key) for key in a & b), default=0.0)
            level = level_of(shared) + (10 if len(a & b) > 1 else 0)
            yield rarity, level, 0 if not (at and place) else 1 if at & place else 2


def level_of(bits: float) -> int:
    """Return the class of rarity of a shared co-author: 0 for none."""
    return int(max(min(bits, 22), 8)) // 4 if bits else 0


def learn(counts: Counter[Pattern]) -> tuple[dict[int, float], dict[int, float]]:
    """Return the weight in bits of each level of both comparisons."""
    prior = {rarity: 0.5 for rarity, _, _ in counts}
    tables: list[list[dict[int, float]]] = [
        [{level: (5.0 if level else 1.0) for _, level, _ in counts}, {0: 1.0, 1: 3.0, 2: 1.0}],
        [{level: (1.0 if level else 9.0) for _, level, _ in counts}, {0: 1.0, 1: 1.0, 2: 3.0}],
    ]
    for table in (one for both in tables for one in both):
        total = sum(table.values())
        table.update({level: value / total for level, value in table.items()})
    for _ in range(STEPS):
        new: list[list[dict[int, float]]] = [
            [defaultdict(lambda: 0.5), defaultdict(lambda: 0.5)] for _ in (0, 1)
        ]
        same: dict[int, float] = defaultdict(float)
        every: dict[int, float] = defaultdict(float)
        for (rarity, level, place), count in counts.items():
            match = prior[rarity] * tables[0][0][level] * tables[0][1][place]
            other = (1 - prior[rarity]) * tables[1][0][level] * tables[1][1][place]
            share = match / (match + other)
            same[rarity] += share * count
            every[rarity] += count
            for which, part in ((0, share), (1, 1 - share)):
                new[which][0][level] += part * count
                new[which][1][place] += part * count
        prior = {r: min(max(same[r] / every[r], 1e-6), 1 - 1e-6) for r in every}
        for which in (0, 1):
            for kind in (0, 1):
                total = sum(new[which][kind].values())
                tables[which][kind] = {k: v / total for k, v in new[which][kind].items()}
    print("share of one person by rarity (bits):", {2 * r: round(p, 2) for r, p in prior.items()})
    weights = [
        {level: log2(tables[0][kind][level] / tables[1][kind][level]) for level in tables[0][kind]}
        for kind in (0, 1)
    ]
    return weights[0], weights[1]


def use(coauthors: dict[int, float], organizations: dict[int, float]) -> None:
    """Replace the weights in use by learnt ones; several co-authors count by their sum."""

    def weight(key: str) -> float:
        return max(min(coauthors.get(level_of(names.bits(key)), 0.0), evidence.LARGEST), 0.0)

    evidence.coauthor_weight = weight  # type: ignore[assignment]  # for this measurement
    evidence._WEIGHTS["organization"] = max(organizations.get(1, 0.0), 0.0)  # noqa: SLF001 - as said


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("data", type=Path, nargs="?", default=Path("../shared/data"))
    main(parser.parse_args().data)
