"""Measure how well entries of authors are clustered, against accounts that their owners claimed.

``python benchmarks/people.py [SHARED_DATA]`` (default: ``../shared/data``)

The gold are Hugging Face accounts in the Daily Papers history that the owner claimed or confirmed;
those that an administrator assigned are left out. The clusterer does not see the accounts. Two
entries of one account are a pair to find. The halves are the names whose block has an even or an
odd digest; settings were compared on both halves, so neither half is a held-out set. "initials"
hides the given names but their first letter, as many citation sources do.
"""

import argparse
import hashlib
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from citegraph.graph.identity import names
from citegraph.graph.identity.entries import Entry
from citegraph.graph.identity.people import cluster
from training.people.gold import claims, history


def main(folder: Path) -> None:
    """Print the figures."""
    entries, gold = list(history(folder)), claims(folder)
    print(f"{len(entries):,} entries, {len(gold):,} claimed, {len(set(gold.values())):,} accounts")
    started = time.process_time()
    people = cluster(entries)
    seconds = time.process_time() - started
    report(
        "rules", {key: str(n) for n, one in enumerate(people) for key in one.keys}, entries, gold
    )
    print(f"  {len(people):,} people; {seconds:.1f} s, {1e6 * seconds / len(entries):.0f} us each")
    report("one name, one person", {m.key: names.parse(m.name).key for m in entries}, entries, gold)
    report("every entry apart", {m.key: m.key for m in entries}, entries, gold)
    short = [replace(m, name=_initial(m.name)) for m in entries]
    people = cluster(short)
    report(
        "rules, initials",
        {k: str(n) for n, one in enumerate(people) for k in one.keys},
        short,
        gold,
    )
    report("one initial, one person", {m.key: names.parse(m.name).key for m in short}, short, gold)


def _initial(name: str) -> str:
    parsed = names.parse(name)
    return f"{parsed.given[0][0]}. {parsed.family}" if parsed.given else name


def report(
    title: str, found: Mapping[str, str], entries: Iterable[Entry], gold: Mapping[str, str]
) -> None:
    """Print pairwise precision and recall."""
    even = {
        m.key
        for m in entries
        if hashlib.md5(names.block(names.parse(m.name)).encode()).digest()[0] % 2 == 0
    }
    parts: dict[str, Callable[[str], bool]] = {
        "all": lambda _: True,
        "even": lambda key: key in even,
        "odd": lambda key: key not in even,
    }
    figures = []
    for part, inside in parts.items():
        keys = [key for key in gold if inside(key)]
        both = pairs((found[key], gold[key]) for key in keys)
        precision = both / max(pairs(found[key] for key in keys), 1)
        recall = both / max(pairs(gold[key] for key in keys), 1)
        figures.append(f"{part} {precision:.3f} {recall:.3f}")
    print(f"{title}: precision, recall: {'; '.join(figures)}", flush=True)


def pairs(labels: Iterable[object]) -> int:
    """Count pairs with one label."""
    return sum(n * (n - 1) // 2 for n in Counter(labels).values())


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("data", type=Path, nargs="?", default=Path("../shared/data"))
    main(parser.parse_args().data)
