"""Assign IDs to papers without identifiers from their titles, in any order of loading.

A paper that is the only one of its title has the ID ``title:...``. If there are several, each has
an ID of title, first author, year, author count and type (software, dataset, ...), ``work:...``,
and ``title:...`` is a further name of all of them. The IDs follow from the stored properties of
these papers alone.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from citegraph.graph import cypher
from citegraph.graph.identity.resolve import WORK, Identity, identifier, title_id, work_id
from citegraph.graph.identity.works import Known
from citegraph.graph.schema import edge_type
from citegraph.graph.writing.difference import Changes, Runner, read
from citegraph.graph.writing.marks import mark_authors

_RETURNED = ("titleKey", "firstAuthor", "year", "authorCount", "type", "alsoKnownAs")
_REASON = "same title"
_NAMED = edge_type("Identifier", "IDENTIFIES", "Paper")


def of_several(known: Iterable[Known], identities: Iterable[Identity]) -> set[str]:
    """Return the normalized titles that several papers without identifiers have, or had."""
    return {
        key
        for one, identity in zip(known, identities, strict=False)
        if any(id.startswith(WORK) for id in (identity.id, *identity.nodes))
        for key in one.title_keys
    }


def name_papers(run: Runner, title_keys: Collection[str], load: str, changes: Changes) -> None:
    """Give papers without identifiers the IDs that follow from all papers of their titles."""
    if not title_keys:
        return
    statement = cypher.find_nodes("Paper", "titleKey", _RETURNED)
    by_title: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in read(run, statement, values=sorted(title_keys)):
        if row["id"].startswith(WORK) or row["id"] == title_id(row["titleKey"]):
            by_title[row["titleKey"]].append(row)
    renamed: dict[str, str] = {}
    also: dict[str, list[str]] = {}
    for key, rows in by_title.items():
        title = title_id(key)
        several = len(rows) > 1
        taken: set[str] = set()
        # A paper that has its ID already comes before another one with the same data.
        for row in sorted(rows, key=lambda row: (row["id"] != _work_id(title, row), row["id"])):
            id = title
            if several:
                id = _work_id(title, row)
            if id in taken:  # their data are equal, so a judgement keeps them apart
                id = row["id"]
            taken.add(id)
            if id != row["id"]:
                renamed[row["id"]] = id
            entries = {one for one in row["alsoKnownAs"] or () if identifier(one) != id}
            if several:
                entries.add(f"{title} ({_REASON})")
            if entries != {*(row["alsoKnownAs"] or ())}:
                also[id] = sorted(entries)
    _rename(run, renamed)
    _set_names(run, also, load, changes)


def _work_id(title: str, row: Mapping[str, Any]) -> str:
    return work_id(title, row["firstAuthor"], row["year"], row["authorCount"], row["type"])


def _rename(run: Runner, renamed: dict[str, str]) -> None:
    if not renamed:
        return
    # In two steps, as a new ID may be the former one of another paper.
    between = {old: f"{old} renamed" for old in renamed}
    for step in (between, {between[old]: new for old, new in renamed.items()}):
        rows = [{"old": old, "new": new} for old, new in sorted(step.items())]
        run(cypher.rename_nodes("Paper"), rows=rows)
    mark_authors(run, list(renamed.values()))


def _set_names(run: Runner, also: dict[str, list[str]], load: str, changes: Changes) -> None:
    """Set ``alsoKnownAs`` of papers, and their Identifier nodes."""
    if not also:
        return
    rows = [{"id": id, "alsoKnownAs": entries or None} for id, entries in also.items()]
    run(cypher.set_nodes("Paper"), rows=rows)
    known = {
        (row["a"], row["b"])
        for row in read(run, cypher.read_edges(_NAMED, start=False), ids=[*also])
    }
    wanted = {(identifier(one), id) for id, entries in also.items() for one in entries}
    gone, new = known - wanted, wanted - known
    if gone:
        run(cypher.delete_edges(_NAMED), rows=[{"a": a, "b": b} for a, b in sorted(gone)])
        run(cypher.delete_unused("Identifier"), ids=sorted({a for a, _ in gone}))
        changes.deleted["IDENTIFIES"] += len(gone)
    if new:
        run(
            cypher.merge_nodes("Identifier"),
            rows=[{"id": a, "load": load} for a in sorted({a for a, _ in new})],
        )
        run(
            cypher.merge_edges(_NAMED),
            rows=[{"a": a, "b": b, "properties": {"load": load}} for a, b in sorted(new)],
        )
        changes.created["IDENTIFIES"] += len(new)
