"""Decide which entries of author lists are one person, after a load has written them.

Each batch writes a mark: the names whose entries it added or changed. :func:`resolve` reads the
marks, clusters all entries of these names (``citegraph.graph.identity.people``), writes the
difference, and deletes the marks, so an interrupted load is completed by the next one.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from citegraph.graph import cypher
from citegraph.graph.identity import ids, names
from citegraph.graph.identity.judgements import Judgement, line, parse
from citegraph.graph.identity.node_ids import is_own
from citegraph.graph.identity.people import Mention, Person, cluster
from citegraph.graph.schema import edge_type
from citegraph.graph.writing.authors import properties, spellings
from citegraph.graph.writing.carry import delete_and_carry
from citegraph.graph.writing.combine import combine
from citegraph.graph.writing.difference import Changes, Runner, read, read_nodes
from citegraph.graph.writing.marks import Mark
from citegraph.graph.writing.rows import AUTHORED

__all__ = ["mentions_of", "resolve", "resolve_marked"]

_AFFILIATED = ("Author", "AFFILIATED_WITH", "Organization")
_DERIVED = (
    "name",
    "nameKey",
    "block",
    "otherBlocks",
    "names",
    "orcid",
    "openalexId",
    "s2Id",
    "hfUser",
)


def resolve_marked(run: Runner, given: Sequence[Judgement] | None = None) -> Changes:
    """Resolve the names of all marks and of judgements that changed, and delete the marks.

    Args:
        run: the transaction.
        given: the judgements. ``None``: those that were applied the last time.
    """
    found = Mark()
    applied: list[str] = []
    for row in run(cypher.READ_MARKS, rows=[]):
        found.names |= set(row["names"] or ())
        found.authors |= set(row["authors"] or ())
        applied += row["judgements"] or ()
    before = [one for n, text in enumerate(applied, 1) if (one := parse(text, f"line {n}"))]
    judged = before if given is None else list(given)
    changed = {*before} ^ {*judged}
    if not (found.names or found.authors or changed):
        return Changes()
    # An end may join names that a load did not touch.
    for judgement in {*judged, *changed}:
        for text in (judgement.a, judgement.b):
            _add_end(run, found, text)
    changes = resolve(run, found, judged)
    run(cypher.DELETE_MARKS, rows=[0])
    if judged:
        run(cypher.MARK_AUTHORS, rows=[{"judgements": [line(one) for one in judged]}])
    return changes


def mentions_of(run: Runner, authors: Iterable[str]) -> dict[str, list[Mention]]:
    """Return the mentions of authors, by author, as they are compared."""
    part = _Part({}, [], defaultdict(list), {}, {})
    _read_lists(run, part, set(authors))
    made = {mention.key: mention for mention in _mentions(part)}
    found: dict[str, list[Mention]] = defaultdict(list)
    for entry in part.entries:
        if made[entry.key] not in found[entry.author]:
            found[entry.author].append(made[entry.key])
    return found


def _add_end(run: Runner, found: Mark, text: str) -> None:
    """Add the end of a judgement to what is resolved."""
    scheme, _, value = text.partition(":")
    kinds = {"orcid": "orcid", "openalex": "openalexId", "s2": "s2Id"}
    if scheme in kinds:
        found.identifiers.setdefault(kinds[scheme], set()).add(value)
    elif scheme == "hf":
        found.authors |= {row["id"] for row in run(cypher.CLAIMED, rows=[value])}
    else:
        found.names.add(text.partition("@")[0])


# -- entries --------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Entry:
    """An AUTHORED edge."""

    author: str
    paper: str
    edge: dict[str, Any]
    key: str = ""  # paper, name and place, whoever the author is


@dataclass(slots=True)
class _Part:
    """The entries and papers that decide who the people behind some names are."""

    authors: dict[str, dict[str, Any]]  # properties by identifier
    entries: list[_Entry]
    lists: dict[str, list[_Entry]]  # of each paper
    papers: dict[str, dict[str, Any]]
    organizations: dict[str, list[str]]  # of each paper


def resolve(run: Runner, touched: Mark, judged: Sequence[Judgement] = ()) -> Changes:
    """Cluster all entries of the touched names and write the difference.

    Args:
        run: the transaction.
        touched: names, and authors that lost an entry.
        judged: all judgements.
    """
    changes = Changes()
    part = _read(run, touched)
    people = cluster(_mentions(part), judged)
    _write(run, part, _assigned(part, people), touched.authors, changes)
    return changes


def _read(run: Runner, touched: Mark) -> _Part:
    """Read all entries that may be one person with an entry of the touched names."""
    part = _Part({}, [], defaultdict(list), {}, {})
    _read_lists(run, part, _authors(run, touched))
    return part


def _read_lists(run: Runner, part: _Part, authors: set[str]) -> None:
    """Read authors and the author lists of their papers."""
    found = map(str, read(run, cypher.PAPERS_OF_AUTHORS, ids=sorted(authors)))
    papers = list(dict.fromkeys(sorted(found)))
    for row in read(run, cypher.read_author_lists(edge_type(*AUTHORED)), ids=papers):
        a, b = row.pop("a"), row.pop("b")
        edge = {name: value for name, value in row.items() if value is not None}
        part.lists[b].append(_Entry(a, b, edge))
    homes: dict[str, list[str]] = defaultdict(list)
    for row in read(run, cypher.ORGANIZATIONS_OF_PAPERS, ids=papers):
        homes[row["id"]].append(row["organization"])
    part.organizations = homes
    derived = cypher.find_nodes("Author", "id", (*_DERIVED, "basis", "confidence"))
    part.authors = {
        row["id"]: {name: value for name, value in row.items() if value is not None}
        for row in read(run, derived, values=sorted(authors))
    }
    part.entries = [e for entries in part.lists.values() for e in entries if e.author in authors]
    part.papers = {row["id"]: row for row in read(run, cypher.EVIDENCE_OF_PAPERS, ids=papers)}


_RETURNED = ("block", "otherBlocks", "orcid", "openalexId", "s2Id")


def _authors(run: Runner, touched: Mark) -> set[str]:
    """Find authors who may be one with a touched one: by block, identifier, or another name."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for name in touched.names:
        parsed = names.parse(name)
        wanted["block"].add(names.block(parsed))
        if turned := names.swapped(parsed):
            wanted["block"].add(names.block(names.parse(turned)))
    wanted["id"] = set(touched.authors)
    for kind, values in touched.identifiers.items():
        wanted[kind] |= values
    several = read(run, cypher.find_renamed(_RETURNED), values=[0])
    seen: dict[str, set[str]] = defaultdict(set)
    found: set[str] = set()
    while any(wanted.values()):
        rows = [row for row in several if wanted["block"] & set(row["otherBlocks"].split(";"))]
        for kind, values in wanted.items():
            seen[kind] |= values
            if values:
                statement = cypher.find_nodes("Author", kind, _RETURNED)
                rows += read(run, statement, values=sorted(values))
        wanted = defaultdict(set)
        for row in rows:
            if is_own(row["id"]) or row["id"] in found:
                continue
            found.add(row["id"])
            for kind in ("orcid", "openalexId", "s2Id"):
                if row[kind] and row[kind] not in seen[kind]:
                    wanted[kind].add(row[kind])
            blocks = {row["block"], *(row["otherBlocks"] or "").split(";")} - {None, ""}
            if len(blocks) > 1:
                wanted["block"] |= blocks - seen["block"]
    return found


@dataclass(slots=True)
class _Place:
    """A place in an author list, under the names that the sources write there."""

    entries: list[_Entry]
    names: list[str]
    edge: dict[str, Any]

    @property
    def name(self) -> str:
        return max(self.names, key=lambda name: (len(name), name))

    @property
    def position(self) -> int:
        return self.edge.get("position") or 0


def _places(entries: Iterable[_Entry], part: _Part) -> list[_Place]:
    """Group the entries of one paper: one place with names that agree is one entry."""
    found: list[_Place] = []
    for entry in sorted(entries, key=lambda e: (e.edge.get("position") or 0, _written(e, part))):
        written = _written(entry, part)
        for place in found:
            if place.position == entry.edge.get("position") and _agree(place.names, written):
                place.entries.append(entry)
                place.names = sorted({*place.names, *written})
                place.edge = combine(edge_type(*AUTHORED), place.edge, entry.edge)
                break
        else:
            found.append(_Place([entry], written, entry.edge))
    return found


def _agree(some: Sequence[str], others: Sequence[str]) -> bool:
    pairs = [sorted((ids.name_key(a), ids.name_key(b))) for a in some for b in others]
    return all(names.agreement(a, b) for a, b in pairs)


def _mentions(part: _Part) -> Iterator[Mention]:
    """Yield one mention for each place of the entries, and set the keys of the entries."""
    own = set(map(id, part.entries))
    for paper, entries in part.lists.items():
        known = part.papers[paper]
        places = _places(entries, part)
        listed = [ids.name_key(place.name) for place in places]
        seen: set[str] = set()
        for i, place in enumerate(places):
            if not any(id(entry) in own for entry in place.entries):
                continue
            edge = place.edge
            key = f"{paper}\t{listed[i]}\t{place.position:05}"
            while key in seen:
                key += "'"
            seen.add(key)
            for entry in place.entries:
                entry.key = key
            yield Mention(
                key=key,
                name=place.name,
                paper=paper,
                position=edge.get("position"),
                coauthors=listed,
                organizations=edge.get("organizations") or part.organizations.get(paper) or (),
                title=known["title"] or "",
                year=known["year"],
                orcid=min(edge.get("orcid") or (), default=None),
                openalex=min(edge.get("openalexId") or (), default=None),
                s2=min(edge.get("s2Id") or (), default=None),
                accounts=edge.get("hfUser") or (),
            )


def _written(entry: _Entry, part: _Part) -> list[str]:
    """Return the names of an entry; a graph of an earlier version has them on the author only."""
    found = spellings(entry.edge)
    return found or [part.authors.get(entry.author, {}).get("name") or entry.author]


# -- identifiers ----------------------------------------------------------------------------------


@dataclass(slots=True)
class _Target:
    """An author as it shall be."""

    entries: list[_Entry]
    properties: dict[str, Any]


def _assigned(part: _Part, people: Sequence[Person]) -> dict[str, _Target]:
    """Give each person an identifier: the strongest one, else the name.

    Of several people of one name, the one with the most entries has the name alone; the others add
    an account, else the first of their papers.
    """
    entries: dict[str, list[_Entry]] = defaultdict(list)
    for entries_ in part.lists.values():
        for entry in entries_:
            if entry.key:
                entries[entry.key].append(entry)
    found: dict[str, _Target] = {}
    ranked = sorted(people, key=lambda person: (-len(person.keys), person.keys))
    for person in ranked:
        own = [entry for key in person.keys for entry in entries[key]]
        made = properties([_spelled(entry, part) for entry in own])
        if len(person.keys) > 1 or person.basis == "identifier":
            made["basis"] = person.basis
        if person.score is not None:
            made["confidence"] = round(1 / (1 + 2**-person.score), 4)
        found[_identifier(made, own, found)] = _Target(own, made)
    return found


def _spelled(entry: _Entry, part: _Part) -> dict[str, Any]:
    if entry.edge.get("written"):
        return entry.edge
    return {**entry.edge, "written": [f"0 {name}" for name in _written(entry, part)]}


def _identifier(made: Mapping[str, Any], own: Sequence[_Entry], taken: Mapping[str, Any]) -> str:
    for scheme, name in (("orcid", "orcid"), ("openalex", "openalexId"), ("s2", "s2Id")):
        if name in made and f"{scheme}:{made[name]}" not in taken:
            return f"{scheme}:{made[name]}"
    named = f"name:{ids.slug(made['nameKey'])}"
    if named not in taken:
        return named
    if (users := made.get("hfUser")) and f"{named}@hf:{users[0]}" not in taken:
        return ids.fit(f"{named}@hf:{users[0]}")
    first = min(entry.paper for entry in own)
    id, n = ids.fit(f"{named}@{first}"), 1
    while id in taken:  # of one name on one paper
        n += 1
        id = ids.fit(f"{named}@{first}~{n}")
    return id


# -- difference -----------------------------------------------------------------------------------


def _write(
    run: Runner, part: _Part, targets: Mapping[str, _Target], left: Iterable[str], changes: Changes
) -> None:
    """Write the difference between the authors in the graph and the targets."""
    _rename(run, part, targets)
    _read_moving(run, targets)
    lost: dict[str, str] = {}  # author that lost an entry, and where the most went
    created: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    removed: list[dict[str, Any]] = []
    merged: dict[tuple[str, str], dict[str, Any]] = {}
    homes: dict[tuple[str, str], dict[str, Any]] = {}
    left_homes: set[tuple[str, str]] = set()
    for id, target in targets.items():
        old = part.authors.get(id)
        if old is None:
            first = min(target.entries, key=lambda entry: (entry.paper, entry.author))
            made = _provenance(first.edge)
            created.append({**target.properties, **made, "id": id})
        else:
            new = {n: target.properties.get(n) for n in (*_DERIVED, "basis", "confidence")}
            if differs := {n: v for n, v in new.items() if old.get(n) != v}:
                changed.append({**differs, "id": id})
        for entry in target.entries:
            if entry.author == id:
                continue
            lost.setdefault(entry.author, id)
            removed.append({"a": entry.author, "b": entry.paper})
            key = (id, entry.paper)
            stays = next(
                (e.edge for e in target.entries if e.author == id and e.paper == entry.paper), None
            )
            old_edge = merged.get(key, stays)
            merged[key] = (
                entry.edge
                if old_edge is None
                else combine(edge_type(*AUTHORED), old_edge, entry.edge)
            )
            for organization in entry.edge.get("organizations") or ():
                homes[id, organization] = _provenance(entry.edge)
                left_homes.add((entry.author, organization))
    if created:
        run(cypher.create_nodes("Author", {n for row in created for n in row}), rows=created)
        changes.created["Author"] += len(created)
    if changed:
        run(cypher.set_nodes("Author"), rows=changed)
        changes.updated["Author"] += len(changed)
    of = edge_type(*AUTHORED)
    if removed:
        run(cypher.delete_edges(of), rows=removed)
        run(
            cypher.merge_edges(of),
            rows=[{"a": a, "b": b, "properties": edge} for (a, b), edge in merged.items()],
        )
        changes.updated["AUTHORED"] += len(removed)
    if homes:
        run(
            cypher.merge_edges(edge_type(*_AFFILIATED)),
            rows=[{"a": a, "b": b, "properties": made} for (a, b), made in homes.items()],
        )
    backed = {
        (id, organization)
        for id, target in targets.items()
        for entry in target.entries
        for organization in entry.edge.get("organizations") or ()
    }
    if unbacked := sorted(left_homes - backed):
        rows = [{"a": a, "b": b} for a, b in unbacked]
        run(cypher.delete_edges(edge_type(*_AFFILIATED)), rows=rows)
    _remove_empty(run, {**dict.fromkeys(left, ""), **lost}, targets, changes)


def _read_moving(run: Runner, targets: Mapping[str, _Target]) -> None:
    """Read all properties of the edges that move, with those of users."""
    moving = {
        (entry.author, entry.paper): entry
        for id, target in targets.items()
        for entry in target.entries
        if entry.author != id
    }
    if not moving:
        return
    rows = [{"a": a, "b": b} for a, b in moving]
    for row in read(run, cypher.read_these_edges(edge_type(*AUTHORED)), rows=rows):
        moving[row["a"], row["b"]].edge = row["properties"]


def _provenance(edge: Mapping[str, Any]) -> dict[str, Any]:
    return {name: edge[name] for name in ("origin", "load") if name in edge}


def _rename(run: Runner, part: _Part, targets: Mapping[str, _Target]) -> None:
    """Give new identifiers to nodes that are no target, so that fewer edges move."""
    renamed: dict[str, str] = {}
    for id, target in targets.items():
        if id in part.authors:
            continue
        counts = Counter(
            entry.author
            for entry in target.entries
            if entry.author not in targets
            and entry.author not in renamed
            and entry.author in part.authors
        )
        if counts:
            renamed[min(counts, key=lambda author: (-counts[author], author))] = id
    if not renamed:
        return
    run(
        cypher.rename_nodes("Author"),
        rows=[{"old": old, "new": new} for old, new in renamed.items()],
    )
    for entry in part.entries:
        entry.author = renamed.get(entry.author, entry.author)
    for old, new in renamed.items():
        part.authors[new] = {**part.authors.pop(old), "id": new}


def _remove_empty(
    run: Runner, lost: Mapping[str, str], targets: Mapping[str, _Target], changes: Changes
) -> None:
    """Delete authors without an entry; what users attached moves to the author of their entries."""
    empty = sorted(id for id in lost if id not in targets)
    if not empty:
        return
    gone = {row["id"] for row in run(cypher.delete_unused("Author"), ids=empty)}
    changes.deleted["Author"] += len(gone)
    rest = {id: lost[id] for id in empty if id not in gone and lost[id]}
    present = {row["id"] for row in read_nodes(run, "Author", sorted(rest))}
    rest = {id: new for id, new in rest.items() if id in present}
    if rest:
        delete_and_carry(run, "Author", rest)
        changes.deleted["Author"] += len(rest)
