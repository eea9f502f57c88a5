"""How well topics link papers: against gold standards, and over a whole history.

    python benchmarks/topics_links.py SHARED_DATA
    python benchmarks/topics_links.py SHARED_DATA --sample SEED [--number 300] [--settled]

The gold standards (``training/judged/listing_*.tsv``) state, for each topic, the papers of the
listing that are about it and the papers where it is acceptable. Recall: the share found of the
links to topics that two papers or more are about. Precision: of the links found to topics that two
papers or more share, the share that the gold standard contains or accepts.

``--sample`` prints links of the history drawn by a seed, to be judged by
``training/judged/rubric.md``. Papers whose verdicts trained the trees are left out.
"""

import argparse
import random
import time
from collections import defaultdict, deque
from pathlib import Path

import msgspec

from citegraph import loaders
from citegraph.graph.identity.topic_ids import canonical
from citegraph.graph.records import Paper
from citegraph.loaders.parallel import seldom_collected
from citegraph.loaders.topics import TopicReader, settle
from training.learn import JUDGED, LEARNED

GOLDS = ("listing_one.tsv", "listing_two.tsv")


def topics_of(paper: Paper) -> set[str]:
    """Return the topics that the paper is about, by its text."""
    return {canonical(t.name) for t in paper.topics if t.source == "text" and not t.mention}


def listing(file: Path, gold: Path) -> None:
    """Print recall and precision of the listing's links by one gold standard."""
    about: dict[str, set[int]] = {}
    allowed: dict[str, set[int]] = {}
    for line in gold.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            name, certain, possible = [*line.split("\t"), "", ""][:3]
            about[canonical(name)] = {int(rank) for rank in certain.split()}
            allowed[canonical(name)] = about[canonical(name)] | {int(r) for r in possible.split()}
    found: dict[str, set[int]] = defaultdict(set)
    reached: dict[str, set[int]] = defaultdict(set)
    mentioned: dict[str, set[int]] = defaultdict(set)
    for rank, paper in enumerate(loaders.read([str(file)]), 1):
        assert isinstance(paper, Paper)
        for topic in paper.topics:
            mentioned[canonical(topic.name)].add(rank)
            if topic.source == "text" and not topic.mention:
                found[canonical(topic.name)].add(rank)
                for name in (topic.name, *topic.broader):
                    reached[canonical(name)].add(rank)
    wanted = [(t, rank) for t, ranks in about.items() if len(ranks) > 1 for rank in ranks]
    hits = sum(rank in found[topic] for topic, rank in wanted)
    named = sum(rank in mentioned[topic] for topic, rank in wanted)
    through = sum(rank in reached[topic] for topic, rank in wanted)
    shared = {topic: papers for topic, papers in found.items() if len(papers) > 1}
    right = sum(len(papers & allowed.get(topic, set())) for topic, papers in shared.items())
    given = sum(map(len, shared.values()))
    print(
        f"{gold.stem}: recall {hits / len(wanted):.3f} ({hits} of {len(wanted)} links), "
        f"{through / len(wanted):.3f} through BROADER, {named / len(wanted):.3f} with mentions"
    )
    print(f"{gold.stem}: precision {right / given:.3f} ({right} of {given} links that are shared)")


def history(file: Path) -> None:
    read = [p for p in loaders.read([str(file)]) if isinstance(p, Paper)]
    papers = list(map(topics_of, read))
    count: dict[str, int] = defaultdict(int)
    for topics in papers:
        for topic in topics:
            count[topic] += 1
    linked = sum(sum(count[topic] >= 3 for topic in topics) >= 3 for topics in papers)
    mean = sum(map(len, papers)) / len(papers)
    print(
        f"history: {linked / len(papers):.3f} of {len(papers):,} papers have three topics that "
        f"three papers share; {mean:.1f} topics a paper, from the text alone"
    )
    with seldom_collected():  # as in a load
        reader = TopicReader()
        started = time.process_time()
        deque(reader.read_many(read), 0)
        rate = len(read) / (time.process_time() - started)
    print(f"topics: {rate:,.0f} papers a second of one core")


def sample(file: Path, seed: int, number: int, *, settled: bool) -> None:
    """Print links of the history drawn by a seed, independent of the order of the papers."""
    lines = (line.split("\t") for line in JUDGED.read_text("utf-8").splitlines())
    learned = {row[1] for row in lines if row[0] in LEARNED}
    papers = [
        p for p in loaders.read([str(file)]) if isinstance(p, Paper) and p.arxiv_id not in learned
    ]
    if settled:
        changed = {id(old): topics for old, topics in settle(papers)}
        papers = [msgspec.structs.replace(p, topics=changed.get(id(p), p.topics)) for p in papers]
    links = sorted(
        (
            (p.arxiv_id or p.title or "", t.name, p, t)
            for p in papers
            for t in p.topics
            if t.source == "text" and not t.mention
        ),
        key=lambda link: link[:2],
    )
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
    for gold in GOLDS:
        listing(folder / "listing.txt", JUDGED.with_name(gold))
    history(papers)


if __name__ == "__main__":
    main()
