"""Measure how preprints and published versions are merged, beside equality of titles.

The input is the Daily Papers history in ``../shared/data``. Half of its papers stay preprints; the
other half become published papers with a DOI instead of the arXiv ID: no two of them are one work,
so each merge is an error. Of every tenth preprint a published version is added, with the changes
that titles undergo between preprint and publication: none (70%), a subtitle dropped or added,
words replaced, inserted or removed, another order. The changes are made here, at random with a
fixed seed.

Usage: ``python benchmarks/preprints.py [--papers N]``
"""

import argparse
import random
from collections.abc import Callable, Iterator

from papers import read

from citegraph.graph.identity import ids
from citegraph.graph.identity.resolve import resolve
from citegraph.graph.records import Author, Paper
from citegraph.graph.writing.candidates import known_record

SHOWN = 8  # errors to print


def records(count: int | None) -> tuple[list[Paper], set[tuple[int, int]]]:
    """Return papers, and the pairs of positions that are one work."""
    choose = random.Random(7)
    found: list[Paper] = []
    pairs: set[tuple[int, int]] = set()
    words = [word for entry in read(count) for word in entry["paper"]["title"].split()]
    for n, entry in enumerate(read(count)):
        paper = entry["paper"]
        title = " ".join(paper["title"].split())
        authors = tuple(Author(name=one["name"]) for one in paper["authors"])
        year = int(paper["publishedAt"][:4])
        given = {"authors": authors, "author_count": len(authors) or None}
        if n % 2:
            found.append(Paper(title=title, doi=f"10.5555/o.{n}", published=str(year), **given))
            continue
        found.append(Paper(title=title, arxiv_id=paper["id"], published=str(year), **given))
        if n % 20 == 0 and authors:
            pairs.add((len(found) - 1, len(found)))
            shown = tuple(_published(author, choose) for author in authors)
            found.append(
                Paper(
                    title=_changed(title, words, choose),
                    doi=f"10.5555/v.{n}",
                    published=str(year + choose.choice((0, 0, 1, 1, 2))),
                    authors=shown,
                    author_count=len(shown) + choose.choice((0, 0, 0, 0, 1)),
                )
            )
    return found, pairs


def _published(author: Author, choose: random.Random) -> Author:
    """Return an author as a publisher may write the name."""
    given, _, family = author.name.rpartition(" ")
    if given and choose.random() < 0.3:
        return Author(name=f"{family}, {given[0]}.")
    return author


def _changed(title: str, words: list[str], choose: random.Random) -> str:
    kind = choose.random()
    parts = title.split()
    at = choose.randrange(len(parts))
    if kind < 0.7:
        return title
    if kind < 0.76 and ": " in title:
        return title.partition(": ")[2 * choose.randrange(2)]
    if kind < 0.8:
        return f"{title}: {' '.join(choose.sample(words, 4))}"
    if kind < 0.86:
        parts[at] = choose.choice(words)
    elif kind < 0.91:
        parts.insert(at, choose.choice(words))
    elif kind < 0.95:
        del parts[at]
    else:
        parts = parts[at:] + parts[:at]
    return " ".join(parts) or title


def by_title(papers: list[Paper]) -> list[object]:
    """Return the identity of each paper by its normalized title alone."""
    return [ids.title_key(paper.title or "") for paper in papers]


def by_rules(papers: list[Paper]) -> list[object]:
    """Return the identity of each paper by citegraph's rules."""
    return [identity.id for identity in resolve([known_record(paper) for paper in papers])]


def merged(identities: list[object]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of positions that have one identity."""
    places: dict[object, list[int]] = {}
    for at, identity in enumerate(identities):
        places.setdefault(identity, []).append(at)
    for same in places.values():
        yield from ((a, b) for n, b in enumerate(same) for a in same[:n])


def main() -> None:
    """Print precision and recall of both ways."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--papers", type=int)
    papers, pairs = records(parser.parse_args().papers)
    print(f"{len(papers):,} records, {len(pairs):,} pairs of a preprint and its published version")
    ways: dict[str, Callable[[list[Paper]], list[object]]] = {
        "equal titles": by_title,
        "citegraph": by_rules,
    }
    for name, identify in ways.items():
        found = set(merged(identify(papers)))
        right = len(found & pairs)
        print(f"{name:14} precision {right / len(found):.4f}, recall {right / len(pairs):.4f}")
        for word, wrong in (("wrong", found - pairs), ("missed", pairs - found)):
            for a, b in sorted(wrong)[:SHOWN]:
                print(f"  {word}: {papers[a].title} | {papers[b].title}")


if __name__ == "__main__":
    main()
