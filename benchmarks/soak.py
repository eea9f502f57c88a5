"""Readers and writers on one graph at the same time: no error, no wrong answer, no lost value.

``python benchmarks/soak.py --db FOLDER|URI --minutes 10``. Each reader and writer is a process of
its own, as separate users are. Writers load overlapping batches of generated papers, observed on
random days; readers check every row they get. At the end each paper must have the value of the
newest day on which any writer loaded it. Exits with 1 at any error.

Neo4j isolates transactions at the level read committed (Operations Manual, "Concurrent data
access"): a reader takes no locks, so the properties of one row may come from before and after a
commit. Such a row is right when it is read again. On Neo4j a row that is wrong twice is an error,
and a row that is wrong once is counted in ``reread``; on the embedded engine each is an error.
"""

import argparse
import json
import multiprocessing
import random
import sys
import time
from collections import Counter
from typing import Any

from citegraph import queries
from citegraph.graph import Author, Paper, Reference, Store, Topic, open_store
from citegraph.graph.errors import CitegraphError

PAPERS, BATCH, DAYS = 400, 20, 300
AUTHORS, TOPICS = 3, 2  # of each paper
PREFIX = "2001."


def upvotes(paper: int, day: int) -> int:
    """The value that every observation of a paper on a day has."""
    return (paper * 7919 + day * 104729) % 10_000


def date(day: int) -> str:
    """A day of observation."""
    return f"2025-{day // 28 + 1:02}-{day % 28 + 1:02}"


def record(paper: int, day: int) -> Paper:
    """One observation."""
    return Paper(
        title=f"Paper {paper} of the soak program",
        arxiv_id=f"{PREFIX}{paper:05}",
        upvotes=upvotes(paper, day),
        observed=date(day),
        sources=("soak",),
        published="2020-01-01",
        authors=tuple(Author(name=f"Author Number{(paper + i) % 90}") for i in range(AUTHORS)),
        topics=tuple(
            Topic(name=f"soak topic {(paper + i) % 12}", source="soak") for i in range(TOPICS)
        ),
        references=(Reference(arxiv_id=f"{PREFIX}{(paper * 3 + 1) % PAPERS:05}"),),
    )


def write(db: str, seconds: float, seed: int) -> dict[str, Any]:
    """Load batches until the time is over, at least two; returns the newest day of each paper."""
    chance = random.Random(seed)
    newest: dict[int, int] = {}
    errors: Counter[str] = Counter()
    batches, end = 0, time.monotonic() + seconds
    with open_store(db) as store:
        while batches + errors.total() < 2 or time.monotonic() < end:
            days = {n: chance.randrange(DAYS) for n in chance.sample(range(PAPERS), BATCH)}
            try:
                store.merge([record(n, day) for n, day in days.items()], f"soak {seed}")
            except CitegraphError as error:
                errors[f"write: {error}"] += 1
                continue
            batches += 1
            for n, day in days.items():
                newest[n] = max(newest.get(n, -1), day)
    return {"batches": batches, "newest": newest, "errors": errors}


ALL = (
    "MATCH (p:Paper) WHERE p.stub = false RETURN properties(p) AS p, "
    "COUNT { (p)<-[:AUTHORED]-() } AS authors, COUNT { (p)-[:HAS_TOPIC]->() } AS topics"
)


def wrong(row: dict[str, Any]) -> str | None:
    """What is wrong with a row of :data:`ALL`."""
    paper = row["p"]
    n = int(paper["arxivId"].removeprefix(PREFIX))
    days = {date(day): day for day in range(DAYS)}
    observed = str(paper["observed"])
    if paper["upvotes"] != upvotes(n, days[observed]):
        return "upvotes do not belong to the day"
    if (row["authors"], row["topics"]) != (AUTHORS, TOPICS):
        return f"{row['authors']} authors and {row['topics']} topics"
    return None


def check_all(store: Store) -> tuple[Counter[str], int]:
    """Check each paper; returns the errors, and how many rows were right only when reread."""
    first = {row["p"]["id"]: found for row in store.read(ALL).rows if (found := wrong(row))}
    if not first or store.engine != "neo4j":
        return Counter(f"answer: {found}" for found in first.values()), 0
    again = [row for row in store.read(ALL).rows if row["p"]["id"] in first]
    errors = Counter(f"answer: {found}" for row in again if (found := wrong(row)))
    return errors, len(first) - errors.total()


def ask(store: Store, chance: random.Random) -> tuple[Counter[str], int]:
    """Ask one random question; returns what :func:`check_all` returns."""
    paper = f"arxiv:{PREFIX}{chance.randrange(PAPERS):05}"
    kind = chance.randrange(4)
    if kind == 0:
        return check_all(store)
    if kind == 1:
        queries.run(store, "shared-topics", paper=paper)
    elif kind == 2:
        queries.run(store, "related", paper=paper)
    else:
        queries.cypher(
            store, "MATCH (t:Topic)<-[:HAS_TOPIC]-(p) RETURN t.id, collect(p.title) AS titles"
        )
    return Counter(), 0


def read(db: str, seconds: float, seed: int) -> dict[str, Any]:
    """Ask until the time is over, at least once."""
    chance = random.Random(seed)
    errors: Counter[str] = Counter()
    answers, reread, end = 0, 0, time.monotonic() + seconds
    with open_store(db) as store:
        while not answers or time.monotonic() < end:
            try:
                found, right = ask(store, chance)
                errors += found
                reread += right
            except CitegraphError as error:
                errors[f"read: {error}"] += 1
            answers += 1
    return {"answers": answers, "reread": reread, "errors": errors}


def run(db: str, seconds: float, readers: int, writers: int) -> dict[str, Any]:
    """Run readers and writers, then compare the graph with what was loaded.

    Args:
        db: folder or address; should be an empty graph.
        seconds: length.
        readers: processes that read.
        writers: processes that write.

    Returns:
        ``answers``, ``reread``, ``batches``, ``papers`` and ``errors`` (count by text).
    """
    with open_store(db) as store, multiprocessing.get_context("spawn").Pool(readers + writers) as p:
        # Every paper is there from the start, so that readers find what they ask for.
        store.merge([record(n, 0) for n in range(PAPERS)], "soak")
        work = [p.apply_async(write, (db, seconds, seed)) for seed in range(writers)]
        work += [p.apply_async(read, (db, seconds, 100 + seed)) for seed in range(readers)]
        results = [one.get(seconds + 600) for one in work]
        newest = Counter(dict.fromkeys(range(PAPERS), 0))
        errors: Counter[str] = Counter()
        for result in results:
            errors += result["errors"]
            newest |= Counter(result.get("newest", {}))
        rows = store.read(ALL).rows
        for row in rows:
            n = int(row["p"]["arxivId"].removeprefix(PREFIX))
            if str(row["p"]["observed"]) != date(newest[n]) or wrong(row):
                errors["lost: the newest value is not in the graph"] += 1
        if len(rows) != PAPERS:
            errors[f"lost: {len(rows)} of {PAPERS} papers"] += 1
    return {
        "answers": sum(r.get("answers", 0) for r in results),
        "reread": sum(r.get("reread", 0) for r in results),
        "batches": sum(r.get("batches", 0) for r in results),
        "papers": len(rows),
        "errors": dict(errors.most_common()),
    }


def main() -> None:
    """Parse the command line and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--db", required=True)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--readers", type=int, default=8)
    parser.add_argument("--writers", type=int, default=2)
    given = parser.parse_args()
    figures = run(given.db, given.minutes * 60, given.readers, given.writers)
    print(json.dumps(figures, indent=1, ensure_ascii=False))
    sys.exit(bool(figures["errors"]))


if __name__ == "__main__":
    main()
