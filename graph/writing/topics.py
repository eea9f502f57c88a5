"""Replace the topics of papers, and rename topics of earlier versions."""

from collections.abc import Mapping, Sequence
from typing import Any

from citegraph.graph import cypher
from citegraph.graph.identity import ids
from citegraph.graph.identity.judged import Judged
from citegraph.graph.identity.keywords import TITLE, parse
from citegraph.graph.identity.keywords import keywords as stated_keywords
from citegraph.graph.identity.node_ids import topic_id
from citegraph.graph.records import Paper
from citegraph.graph.schema import EdgeType, edge_type, known_names
from citegraph.graph.writing import counts, keywords
from citegraph.graph.writing.carry import merge_nodes
from citegraph.graph.writing.difference import Changes, Runner, Stored, difference, read, read_nodes
from citegraph.graph.writing.merge import merge, plan
from citegraph.graph.writing.reading import read_author_lists, read_stored
from citegraph.graph.writing.rows import Rows
from citegraph.graph.writing.statements import TOPIC_IDS
from citegraph.graph.writing.unseen import Unseen


def replace_topics(run: Runner, records: Sequence[Paper], load: str, judged: Judged) -> Changes:
    """Replace what was extracted from title and abstract of papers by the topics of these records.

    The records are papers as ``citegraph.graph.exporting.papers`` returns them, with other topics.
    """
    changes = Changes()
    stated = {
        record.id: {keyword.topic for topic in record.topics for keyword in stated_keywords(topic)}
        for record in records
    }
    topics = _remove_title_keywords(run, [id for id in stated if id], changes)
    for type in ("HAS_TOPIC", "MENTIONS"):
        topics |= _remove_text(run, edge_type("Paper", type, "Topic"), stated, load, changes)
    counts.forget(run, {"Topic": topics})
    changes.add(merge(run, plan(records, load), judged=judged))
    run(cypher.delete_unused("Topic"), ids=sorted(topics))
    keywords.mark_topics(run, topics)
    return changes


def rename_topics(run: Runner) -> Changes:
    """Rename topics whose ID an earlier version derived differently.

    If a topic with the new ID exists, the two are merged.
    """
    found: list[Any] = read(run, TOPIC_IDS, rows=[0])
    stored_ids: dict[str, bool] = dict(found)
    renamed: dict[str, str] = {}
    lost: dict[str, tuple[str, str]] = {}
    taken = set(stored_ids)
    for old in sorted(id for id, loaded in stored_ids.items() if loaded):
        if (new := ids.fit(topic_id(old))) == old or new in lost:
            continue
        if new in taken:
            lost[old] = (next((k for k, v in renamed.items() if v == new), new), new)
        else:
            renamed[old] = new
            taken.add(new)
    changes = Changes()
    if not renamed and not lost:
        return changes
    rows, stored = Rows(), Stored()
    merge_nodes(run, "Topic", lost, renamed, rows, changes)
    run(cypher.rename_nodes("Topic"), rows=[{"old": a, "new": b} for a, b in renamed.items()])
    read_author_lists(run, rows, stored)
    read_stored(run, rows, stored, Unseen(empty=False), "")
    difference(rows, stored).carry_out(run, stored, changes, careful=True)
    counts.forget(run, {"Topic": {new for _, new in lost.values()}})
    changes.updated["Topic"] += len(renamed)
    keywords.mark_topics(run, {new for _, new in lost.values()} | {*renamed.values()})
    return changes


def _remove_title_keywords(run: Runner, papers: Sequence[str], changes: Changes) -> set[str]:
    """Remove the keywords read out of titles; return the topics that they may become."""
    rows: list[dict[str, Any]] = []
    removed: set[str] = set()
    for row in read_nodes(run, "Paper", papers):
        known = list(parse(row["properties"].get("keywordSources") or ()))
        others = [one for one in known if one.source != TITLE]
        if len(others) < len(known):
            texts, sources = sorted({one.text for one in others}), sorted(map(str, others))
            lists = {"keywords": texts or None, "keywordSources": sources or None}
            rows.append({"id": row["id"], **lists})
            removed |= {one.topic for one in known if one.source == TITLE}
    run(cypher.set_nodes("Paper"), rows=rows)
    changes.updated["Paper"] += len(rows)
    return removed


def _remove_text(
    run: Runner, edge: EdgeType, stated: Mapping[str | None, set[str]], load: str, changes: Changes
) -> set[str]:
    """Remove the topics extracted from the text; return the topics of these edges.

    Earlier versions wrote edges for all keywords; those of ``stated``, by paper, are removed, too.
    """
    removed, staying = [], []
    for row in read(run, cypher.read_edges(edge, start=True), ids=list(stated)):
        found = row["properties"].get("sources") or ()
        keyword = row["b"] in stated[row["a"]] and row["properties"].get("rule") != keywords.RULE
        if "text" not in found and not keyword:
            continue
        ends = {"a": row["a"], "b": row["b"]}
        removed.append(ends)
        # Keep what other sources and users added.
        stays = {k: v for k, v in row["properties"].items() if k not in known_names(edge)}
        if not keyword and (sources := [source for source in found if source != "text"]):
            stays["sources"] = sources
        if stays:
            staying.append({**ends, "properties": {**stays, "load": load}})
    run(cypher.delete_edges(edge), rows=removed)
    if staying:
        run(cypher.merge_edges(edge), rows=staying)
    changes.deleted[edge.type] += len(removed) - len(staying)
    return {row["b"] for row in removed}
