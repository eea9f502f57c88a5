"""How well topics link papers: against a hand-made gold, and over a whole history.

    python benchmarks/topics_links.py SHARED_DATA
    python benchmarks/topics_links.py SHARED_DATA --sample SEED [--number 300] [--settled]

The gold, ``topics_listing.tsv``, was read by hand from the listing: a topic, the papers that are
about it, and papers where it may be named too. Recall: of the links "is about" between gold
topics and papers, those found. Precision: of the found links whose topic at least two papers of
the listing share, those that the gold has or allows; a shared topic that the gold does not know
counts as wrong. The gold was also used to choose thresholds, so both flatter.

``--sample`` prints links of the history drawn by a seed, to be read by hand: is the topic right,
and does it tell what the paper is about?
"""

import argparse
import random
import time
from collections import defaultdict, deque
from pathlib import Path

import msgspec

import loaders
from graph.records import Paper
from graph.topic_ids import canonical
from loaders.parallel import seldom_collected
from loaders.topics import TopicReader, settle

GOLD = Path(__file__).with_name("topics_listing.tsv")


def topics_of(paper: Paper) -> set[str]:
    return {canonical(topic.name) for topic in paper.topics if topic.source == "text"}


def listing(file: Path) -> None:
    about: dict[str, set[int]] = {}
    allowed: dict[str, set[int]] = {}
    for line in GOLD.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            name, certain, possible = [*line.split("\t"), "", ""][:3]
            about[canonical(name)] = {int(rank) for rank in certain.split()}
            allowed[canonical(name)] = about[canonical(name)] | {int(r) for r in possible.split()}
    found: dict[str, set[int]] = defaultdict(set)
    for rank, paper in enumerate(loaders.read([str(file)]), 1):
        assert isinstance(paper, Paper)
        for topic in topics_of(paper):
            found[topic].add(rank)
    wanted = sum(map(len, about.values()))
    hits = sum(len(found[topic] & papers) for topic, papers in about.items())
    shared = {topic: papers for topic, papers in found.items() if len(papers) > 1}
    right = sum(len(papers & allowed.get(topic, set())) for topic, papers in shared.items())
    given = sum(map(len, shared.values()))
    print(f"listing: recall {hits / wanted:.3f} ({hits} of {wanted} links)")
    print(f"listing: precision {right / given:.3f} ({right} of {given} links that are shared)")


def history(file: Path) -> None:
    read = [p for p in loaders.read([str(file)]) if isinstance(p, Paper)]
    papers = list(map(topics_of, read))
    count: dict[str, int] = defaultdict(int)
    for topics in papers:
        for topic in topics:
            count[topic] += 1
    linked = sum(sum(count[topic] >= 3 for topic in topics) >= 3 for topics in papers)
    mean = sum(map(len, papers)) / len(papers)
    print(f"history: {linked / len(papers):.3f} of {len(papers):,} papers have three topics that "
          f"three papers share; {mean:.1f} topics a paper, from the text alone")  # fmt: skip
    with seldom_collected():  # as in a load
        reader = TopicReader()
        started = time.process_time()
        deque(reader.read_many(read), 0)
        rate = len(read) / (time.process_time() - started)
    print(f"topics: {rate:,.0f} papers a second of one core")


def sample(file: Path, seed: int, number: int, *, settled: bool) -> None:
    """Print links of the history, drawn by a seed whatever the order of the papers."""
    papers = [p for p in loaders.read([str(file)]) if isinstance(p, Paper)]
    if settled:
        changed = {id(old): topics for old, topics in settle(papers)}
        papers = [msgspec.structs.replace(p, topics=changed.get(id(p), p.topics)) for p in papers]
    links = sorted(
        ((p.arxiv_id or p.title or "", t.name, p, t) for p in papers for t in p.topics
         if t.source == "text"), key=lambda link: link[:2],
    )  # fmt: skip
    for n, link in enumerate(random.Random(seed).sample(links, number), 1):
        _, name, p, t = link
        print(f"{n}. {name}  [{t.kind}; {t.rule}; {t.score}; {t.field}: {t.surface}]")
        print(f"   {p.title}\n   {' '.join((p.abstract or '').split())}\n")


def main() -> None:
    parser = argparse.ArgumentParser(description="How well topics link papers.")
    parser.add_argument("data", type=Path, help="folder with daily_papers/")
    parser.add_argument("--sample", type=int, metavar="SEED", help="print links drawn by this seed")
    parser.add_argument("--number", type=int, default=300, help="how many to draw")
    parser.add_argument("--settled", action="store_true", help="draw after settling all papers")
    options = parser.parse_args()
    folder = options.data / "daily_papers"
    papers = folder / "papers-to-2026-03.jsonl.gz"
    if options.sample is not None:
        sample(papers, options.sample, options.number, settled=options.settled)
        return
    listing(folder / "listing.txt")
    history(papers)


if __name__ == "__main__":
    main()
