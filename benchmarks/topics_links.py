"""How well topics link papers: against gold standards, and over a whole history.

    python benchmarks/topics_links.py SHARED_DATA
    python benchmarks/topics_links.py SHARED_DATA --sample SEED [--number 300]

The gold standards (``training/judged/listing_*.tsv``) state, for each topic, the papers of the
listing that are about it and the papers where it is acceptable. Recall: the share found of the
links to topics that two papers or more are about. Precision: of the links found to topics that two
papers or more share, the share that the gold standard contains or accepts. Each standard lacks
topics that the other one has; "both" takes for recall the links that both contain, and for
precision those that either accepts.

``--sample`` prints links of the history drawn by a seed, to be judged by
``training/judged/rubric.md``. Papers whose verdicts trained the trees are left out.
"""

import argparse
import random
import time
from collections import defaultdict, deque
from pathlib import Path

from citegraph import loaders
from citegraph.graph.identity.topic_ids import canonical
from citegraph.graph.records import Paper
from citegraph.loaders.parallel import seldom_collected
from citegraph.loaders.topics import TopicReader
from training.learn import JUDGED, LEARNED

GOLDS = ("listing_one.tsv", "listing_two.tsv")
Links = dict[str, set[int]]  # ranks of papers by ID of the topic


def topics_of(paper: Paper) -> set[str]:
    """Return the topics that the paper is about, by its text."""
    return {canonical(t.name) for t in paper.topics if t.source == "text" and not t.mention}


def read_gold(path: Path) -> tuple[Links, Links]:
    """Return the papers that are about each topic, and those where the topic is acceptable."""
    about: Links = {}
    accepted: Links = {}
    for line in path.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            name, certain, possible = [*line.split("\t"), "", ""][:3]
            id = canonical(name)
            about[id] = {int(rank) for rank in certain.split()}
            accepted[id] = about[id] | {int(rank) for rank in possible.split()}
    return about, accepted


def listing(file: Path) -> None:
    """Print recall and precision of the listing's links by each gold standard and by both."""
    found: Links = defaultdict(set)
    reached: Links = defaultdict(set)
    mentioned: Links = defaultdict(set)
    for rank, paper in enumerate(loaders.read([str(file)]), 1):
        assert isinstance(paper, Paper)
        for topic in paper.topics:
            mentioned[canonical(topic.name)].add(rank)
            if topic.source == "text" and not topic.mention:
                found[canonical(topic.name)].add(rank)
                for name in (topic.name, *topic.broader):
                    reached[canonical(name)].add(rank)
    golds = {name.removesuffix(".tsv"): read_gold(JUDGED.with_name(name)) for name in GOLDS}
    (about, accepted), (other, too) = golds.values()
    golds["both"] = (
        {id: ranks & other.get(id, set()) for id, ranks in about.items() if len(ranks) > 1},
        {id: accepted.get(id, set()) | too.get(id, set()) for id in {**accepted, **too}},
    )
    given = [(id, rank) for id, ranks in found.items() if len(ranks) > 1 for rank in ranks]
    for name, (about, accepted) in golds.items():
        least = 1 if name == "both" else 2
        wanted = [(id, r) for id, ranks in about.items() if len(ranks) >= least for r in ranks]
        hits, through, named = (
            sum(rank in links.get(id, ()) for id, rank in wanted) / len(wanted)
            for links in (found, reached, mentioned)
        )
        right = sum(rank in accepted.get(id, ()) for id, rank in given)
        print(
            f"{name}: precision {right / len(given):.3f} ({right} of {len(given)} shared links); "
            f"recall {hits:.3f} of {len(wanted)} links, {through:.3f} through BROADER, "
            f"{named:.3f} with mentions"
        )


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


def sample(file: Path, seed: int, number: int) -> None:
    """Print links of the history drawn by a seed, independent of the order of the papers."""
    lines = (line.split("\t") for line in JUDGED.read_text("utf-8").splitlines())
    learned = {row[1] for row in lines if row[0] in LEARNED}
    papers = [
        p for p in loaders.read([str(file)]) if isinstance(p, Paper) and p.arxiv_id not in learned
    ]
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
    options = parser.parse_args()
    folder = options.data / "daily_papers"
    papers = folder / "papers-to-2026-03.jsonl.gz"
    if options.sample is not None:
        sample(papers, options.sample, options.number)
        return
    listing(folder / "listing.txt")
    history(papers)


if __name__ == "__main__":
    main()
