"""Derive topics from the keywords of papers, once a second paper has a keyword.

A keyword that no vocabulary contains describes its paper, and connects nothing until another paper
has it or an edge of another kind leads to a topic of its name. :func:`update` derives these topics
and their HAS_TOPIC edges from the keywords of all papers, so the order of loading makes no
difference. A batch writes a mark: the topics that it may change. Marks are deleted when these are
up to date, so the next load completes an interrupted one.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any
from uuid import uuid4

from citegraph.graph import cypher
from citegraph.graph.identity.keywords import CHECK_TAGS, Keyword, parse
from citegraph.graph.results import Result
from citegraph.graph.writing import counts, statements
from citegraph.graph.writing.difference import Changes, Runner, Stored, Work, read, read_nodes
from citegraph.graph.writing.rows import Rows

RULE = "keyword of several papers"  # of a derived edge
PART = 2000  # topics in one transaction
_HAS_TOPIC = ("Paper", "HAS_TOPIC", "Topic")

Papers = dict[str, list[Keyword]]  # by ID, the keywords that a topic stands for
Transact = Callable[[Callable[[Runner], Any]], Any]


def mark(run: Runner, rows: Rows, stored: Stored, new: Iterable[str], *, merged: bool) -> None:
    """Write which topics a batch may change.

    If papers were merged, a keyword of both is one of one paper.
    """
    touched = set(new)
    for key, given in rows.nodes.items():
        if key[0] == "Paper" and (entries := given.get("keywordSources")):
            known = () if merged else stored.nodes.get(key, {}).get("keywordSources") or ()
            touched |= {one.topic for one in parse({*entries}.difference(known))}
    mark_topics(run, touched)


def mark_topics(run: Runner, topics: Iterable[str]) -> None:
    """Write which topics are to be derived again."""
    if touched := sorted(set(topics)):
        run(statements.MARK, rows=[{"mark": uuid4().hex, "topics": touched}])


def update(
    transact: Transact,
    stream: Callable[..., Iterable[Result]],
    progress: Callable[[int, int], None] | None = None,
) -> Changes:
    """Derive the topics of all marks again."""
    load = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    changes = Changes()
    marks = transact(lambda run: run(statements.READ_MARKS, rows=[0]))
    touched = {topic for row in marks for topic in row["topics"]}
    if not touched:
        return changes
    found: dict[str, Papers] = defaultdict(lambda: defaultdict(list))
    for row in (
        row for chunk in stream(statements.KEYWORDS_OF_PAPERS, timeout=None) for row in chunk.rows
    ):
        for keyword in parse(row["keywordSources"]):
            if keyword.topic in touched:
                found[keyword.topic][row["id"]].append(keyword)
    topics = sorted(found)
    for start in range(0, len(topics), PART):
        part = {topic: found[topic] for topic in topics[start : start + PART]}
        changes.add(transact(partial(_derive, topics=part, load=load)))
        if progress:
            progress(start + len(part), len(topics))
    transact(lambda run: run(statements.DELETE_MARKS, rows=[row["mark"] for row in marks]))
    return changes


def _derive(run: Runner, topics: Mapping[str, Papers], load: str) -> Changes:
    nodes = {row["id"]: row["properties"] for row in read_nodes(run, "Topic", list(topics))}
    present: dict[str, dict[str, Any]] = defaultdict(dict)  # derived edges, by topic and paper
    others: set[str] = set()  # topics with edges of another kind
    stated: set[tuple[str, str]] = set()
    if nodes:
        rows: list[Any] = read(run, statements.EDGES_OF_TOPICS, ids=list(nodes))
        for topic, paper, rule, sources in rows:
            if rule == RULE:
                present[topic][paper] = {"sources": sources}
            else:
                others.add(topic)
                stated.add((paper, topic))
        for statement in statements.OTHERWISE_LINKED:
            linked: list[Any] = read(run, statement, ids=list(nodes))
            others.update(linked)
    work = Work()
    for id, papers in topics.items():
        shared = len(papers) > 1 and id not in CHECK_TAGS
        wanted = papers if shared or id in others else {}
        if wanted and id not in others:
            _add_node(
                work, id, nodes.get(id), [one for some in wanted.values() for one in some], load
            )
        for paper in {**papers, **present[id]}:
            if (paper, id) not in stated:
                ends = {"a": paper, "b": id}
                _add_edge(
                    work.edges[_HAS_TOPIC], ends, present[id].get(paper), wanted.get(paper), load
                )
    changes = Changes()
    work.carry_out(run, Stored(), changes, careful=True)
    written = work.edges[_HAS_TOPIC]
    counts.forget(run, {"Topic": {row["b"] for rows in written.values() for row in rows}})
    if left := sorted({row["b"] for row in written["delete"]}):
        gone = run(cypher.delete_unused("Topic"), ids=left)
        changes.deleted["Topic"] += len(gone)
    return changes


def _add_node(
    work: Work, id: str, known: Mapping[str, Any] | None, keywords: Sequence[Keyword], load: str
) -> None:
    """Add the node of a topic, named and spelled by all its keywords."""
    names = {one.name for one in keywords}
    name = max(names, key=lambda text: (len(text), text))
    aliases = sorted((names | {one.text for one in keywords}) - {name})
    wanted = {"name": name, "aliases": aliases or None}
    if known is None:
        work.new["Topic"].append({"id": id, **wanted, "kind": "keyword", "load": load})
    elif known.get("kind") == "keyword" and any(
        known.get(key) != value for key, value in wanted.items()
    ):
        work.changed["Topic"].append({"id": id, **wanted})


def _add_edge(
    edges: dict[str, list[dict[str, Any]]],
    ends: Mapping[str, str],
    known: Mapping[str, Any] | None,
    keywords: Sequence[Keyword] | None,
    load: str,
) -> None:
    """Add the difference between an edge and the keywords that it stands for."""
    if not keywords:
        if known is not None:
            edges["delete"].append({**ends})
        return
    sources = sorted({one.source for one in keywords})
    if known is None:
        properties = {"rule": RULE, "sources": sources, "load": load}
        edges["merge"].append({**ends, "properties": properties})
    elif known.get("sources") != sources:
        edges["set"].append({**ends, "properties": {"sources": sources}})
