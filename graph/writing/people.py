"""Decide which entries of author lists are one person, after a load has written them.

Each batch writes a mark: the names whose entries it added or changed. The names of
all marks are divided into parts, which are stored in place of the marks; a transaction resolves one
part and deletes it. So a transaction stays small, however large the load is, and
the next load completes an interrupted one.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from operator import itemgetter
from typing import Any

from citegraph.graph import cypher
from citegraph.graph.identity import ids, names
from citegraph.graph.identity.affiliations import as_written
from citegraph.graph.identity.author_ids import SCHEMES
from citegraph.graph.identity.entries import Entry, split
from citegraph.graph.identity.evidence import Evidence, PaperFacts
from citegraph.graph.identity.judgements import Judgement, line, parse, subject
from citegraph.graph.identity.organization_names import name_id
from citegraph.graph.identity.people import Person, cluster_parts, divided
from citegraph.graph.schema import edge_type
from citegraph.graph.writing import statements
from citegraph.graph.writing.authors import properties, spellings
from citegraph.graph.writing.closure import Closure, end
from citegraph.graph.writing.combine import combine
from citegraph.graph.writing.difference import Changes, Runner, read
from citegraph.graph.writing.marks import Mark
from citegraph.graph.writing.people_difference import Authored, Target, write
from citegraph.graph.writing.rows import AUTHORED

PART = 3000  # names in one transaction
Transact = Callable[[Callable[[Runner], Any]], Any]


def resolve(
    transact: Transact,
    given: Sequence[Judgement] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Changes:
    """Resolve the names of all marks, in as many transactions as necessary.

    Args:
        transact: runs a function in a transaction of its own and returns its result.
        given: the judgements. ``None``: those that were applied the last time.
        progress: called after each transaction with the numbers of names done and of all.
    """
    changes = Changes()
    facts = _Facts()
    total = left = transact(lambda run: _begin(run, given))
    while left:
        changed, left = transact(lambda run: _advance(run, facts))
        changes.add(changed)
        if progress:
            progress(max(total - left, 0), total)
    return changes


def _begin(run: Runner, given: Sequence[Judgement] | None = None) -> int:
    """Divide the names of all marks, and of judgements that changed, into parts.

    Returns:
        How many names and authors are to be resolved.
    """
    found = Mark()
    applied: list[str] = []
    rows = run(cypher.READ_MARKS, rows=[])
    for row in rows:
        found.names |= set(row["names"] or ())
        found.authors |= set(row["authors"] or ())
        found.ends |= set(row["ends"] or ())
        applied += row["judgements"] or ()
    before = _parsed(applied)
    judged = before if given is None else list(given)
    for judgement in {*before} ^ {*judged}:
        if subject(judgement) != "author":
            continue
        found.ends |= {judgement.a, judgement.b}
    if not (found.names or found.authors or found.ends):
        return 0
    parts = list(_divided(found))
    run(cypher.DELETE_MARKS, rows=[0])
    run(cypher.MARK_AUTHORS, rows=[{**part, "part": n} for n, part in enumerate(parts)])
    if judged:
        run(cypher.MARK_AUTHORS, rows=[{"judgements": [line(one) for one in judged]}])
    return sum(part["size"] for part in parts)


def _parsed(lines: Iterable[str]) -> list[Judgement]:
    return [one for n, text in enumerate(lines, 1) if (one := parse(text, f"line {n}"))]


def _divided(found: Mark) -> Iterator[dict[str, Any]]:
    """Yield parts; names that may be compared with each other are mostly in one part."""
    order = sorted((_near(name, found.names), name) for name in found.names)
    things = [("names", name) for _, name in order]
    things += [("authors", id) for id in sorted(found.authors)]
    things += [("ends", text) for text in sorted(found.ends)]
    for start in range(0, len(things), PART):
        some = things[start : start + PART]
        part: dict[str, Any] = {"size": len(some)}
        for kind, text in some:
            part.setdefault(kind, []).append(text)
        yield part


def _near(name: str, others: set[str]) -> str:
    parsed = names.parse(name)
    block = names.block(parsed)
    turned = names.swapped(parsed)
    return min(block, names.block(names.parse(turned))) if turned in others else block


def _advance(run: Runner, facts: "_Facts") -> tuple[Changes, int]:
    """Resolve the next part.

    Returns:
        The changes, and how many names and authors remain.
    """
    changes = Changes()
    parts = sorted(run(cypher.READ_PARTS, rows=[0]), key=lambda row: row["part"])
    if not parts:
        return changes, 0
    [row] = run(cypher.READ_PART, rows=[parts[0]["part"]])
    applied = [text for mark in run(cypher.READ_JUDGEMENTS, rows=[0]) for text in mark["lines"]]
    touched = Mark(*(set(row[kind] or ()) for kind in ("names", "authors", "ends")))
    about = [one for one in _parsed(applied) if subject(one) == "author"]
    _resolve(run, touched, about, facts, changes)
    run(cypher.DELETE_PART, rows=[parts[0]["part"]])
    return changes, sum(row["size"] for row in parts[1:])


def _resolve(
    run: Runner, touched: Mark, judged: Sequence[Judgement], facts: "_Facts", changes: Changes
) -> None:
    """Cluster all entries that may belong to a touched author, and write the difference."""
    closure = Closure(run, judged)
    start = {("name", name) for name in touched.names} | {("id", id) for id in touched.authors}
    start |= set(map(end, touched.ends))
    while True:
        found = closure.find(start)
        edges = _Edges(_read_edges(run, found), closure.authors)
        entries = list(_entries(edges))
        if start := _bridging(run, closure, entries, judged, facts):
            continue
        people = cluster_parts(split(entries, judged), partial(facts.read, run, entries))
        targets = _assigned(edges, people)
        # A node that has an identifier and is not among the found authors: its entries changed.
        rest = sorted(targets.keys() - found)
        present = read(run, cypher.find_nodes("Author", "id", ()), values=rest) if rest else ()
        start = {("id", row["id"]) for row in present}
        if not start:
            break
    authors = {id: closure.authors[id] for id in found}
    write(run, edges.all, authors, targets, touched.authors, changes)


def _bridging(
    run: Runner,
    closure: Closure,
    entries: Sequence[Entry],
    judged: Sequence[Judgement],
    facts: "_Facts",
) -> set[tuple[str, str]]:
    """Return names with an initial that evidence may merge with some entries."""
    if not closure.abbreviated:
        return set()
    edges = _Edges(_read_edges(run, closure.named(closure.abbreviated)), closure.authors)
    further = [m for m in _entries(edges) if ids.name_key(m.name) in closure.abbreviated]
    blocks = {names.block(names.parse(entry.name)) for entry in further}
    near = [entry for entry in entries if names.block(names.parse(entry.name)) in blocks]
    compared = [*near, *further]
    evidence = Evidence(facts.read(run, compared, {entry.paper for entry in compared}))
    found: set[tuple[str, str]] = set()
    known = {entry.key for entry in near}
    for part in split(compared, judged):
        for some, _ in divided(part, evidence):
            if any(entry.key in known for entry in some):
                found |= {("name", ids.name_key(m.name)) for m in some if m.key not in known}
    return found


def mark_all(run: Runner) -> None:
    """Mark the names of all authors, so that :func:`resolve` resolves them again.

    An author whose block an earlier version formed by another rule is not found by name.
    """
    marked: dict[str, set[str]] = {"names": set(), "authors": set()}
    for row in read(run, statements.ALL_NAMES, values=[0]):
        keys = {ids.name_key(name) for name in row["names"] or ()}
        marked["names"] |= keys
        if row["block"] not in {names.block(names.parse(key)) for key in keys}:
            marked["authors"].add(row["id"])
    for kind, those in marked.items():
        found = sorted(those)
        for start in range(0, len(found), PART):
            run(cypher.MARK_AUTHORS, rows=[{kind: found[start : start + PART]}])


def entries_of(run: Runner, authors: Iterable[str]) -> dict[str, list[Entry]]:
    """Return the entries of authors, by author, as they are compared."""
    wanted = set(authors)
    edges = _Edges(_read_edges(run, wanted), {})
    entries = list(_entries(edges))
    papers = {entry.paper for entry in entries}
    facts = _Facts().read(run, entries, papers)
    common = Evidence(facts)
    evidence = read(run, cypher.EVIDENCE_OF_PAPERS, ids=sorted(papers))
    known = {row["id"]: row for row in evidence}
    made = {
        entry.key: replace(
            entry,
            coauthors=facts.coauthors.get(entry.paper, ()),
            organizations=sorted(common.organizations(entry)),
            cited=facts.citations.get(entry.paper, ()),
            title=known[entry.paper]["title"] or "",
            year=known[entry.paper]["year"],
        )
        for entry in entries
    }
    found: dict[str, list[Entry]] = defaultdict(list)
    for edge in edges.all:
        if made[edge.key] not in found[edge.author]:
            found[edge.author].append(made[edge.key])
    return found


# -- edges and entries ---------------------------------------------------------------------------


@dataclass(slots=True)
class _Edges:
    """AUTHORED edges by paper, and the authors that they belong to now."""

    all: list[Authored]
    authors: Mapping[str, Mapping[str, Any]]  # properties by identifier
    lists: dict[str, list[Authored]] = field(default_factory=lambda: defaultdict(list))  # by paper

    def __post_init__(self) -> None:
        for edge in self.all:
            self.lists[edge.paper].append(edge)


def _read_edges(run: Runner, authors: Iterable[str]) -> list[Authored]:
    """Read the AUTHORED edges of authors."""
    rows = read(run, cypher.ENTRIES_OF_AUTHORS, ids=sorted(authors))
    return [
        Authored(row.pop("a"), row.pop("b"), {n: v for n, v in row.items() if v is not None})
        for row in rows
    ]


_CACHED = 100_000  # papers


class _Facts:
    """Author lists and organizations of papers, and names of affiliations.

    Resolving authors does not change them.

    A paper is read once, as its authors are in many parts.
    """

    def __init__(self) -> None:
        self._authors: dict[str, list[str]] = {}
        self._organizations: dict[str, list[str]] = {}
        self._affiliations: dict[str, str] = {}
        self._citations: dict[str, list[str]] = {}

    def read(self, run: Runner, entries: Iterable[Entry], papers: set[str]) -> PaperFacts:
        """Return the facts about some papers, and perhaps about others.

        The entries are on these papers, and perhaps on others.
        """
        if len(self._authors.keys() | papers) > _CACHED:
            self._authors, self._organizations, self._affiliations = {}, {}, {}
            self._citations = {}
        wanted = sorted(papers - self._authors.keys())
        lists: dict[str, list[_Row]] = {paper: [] for paper in wanted}
        organizations: dict[str, list[str]] = defaultdict(list)
        citations: dict[str, list[str]] = defaultdict(list)
        if wanted:
            rows: list[Any] = list(read(run, cypher.NAMES_OF_PAPERS, ids=wanted))
            for row in rows:
                lists[row[0]].append(row)
            for row in read(run, cypher.ORGANIZATIONS_OF_PAPERS, ids=wanted):
                organizations[row["id"]].append(row["organization"])
            for citing, cited in read(run, cypher.CITATIONS_OF_PAPERS, ids=wanted):
                citations[citing].append(cited)
        self._authors |= {paper: _listed(rows) for paper, rows in lists.items()}
        self._organizations |= organizations
        self._citations |= citations
        self._read_affiliations(run, [m for m in entries if m.paper in papers])
        return PaperFacts(self._authors, self._organizations, self._affiliations, self._citations)

    def _read_affiliations(self, run: Runner, entries: Sequence[Entry]) -> None:
        """Read the names of organizations that have no other identifier."""
        self._affiliations |= {name_id(a): a for entry in entries for a in entry.addresses}
        stated = {id for entry in entries for id in entry.organizations}
        wanted = {id for id in stated - self._affiliations.keys() if id.startswith("name:")}
        if wanted:
            statement = cypher.find_nodes("Organization", "id", ("name",))
            rows = read(run, statement, values=sorted(wanted))
            self._affiliations |= {row["id"]: row["name"] or "" for row in rows}


# Paper, author, position, names as written, name of the author if there are none.
_Row = Sequence[Any]


def _listed(rows: list[_Row]) -> list[str]:
    """Return the names in an author list, one for each place."""
    simple = all(written and len(written) == 1 for _, _, _, written, _ in rows)
    if simple and len({position for _, _, position, _, _ in rows}) == len(rows):
        return [written[0].partition(" ")[2] for _, _, _, written, _ in rows]
    edges = [
        Authored(author, "", {"position": position, "written": written or [f"0 {name or author}"]})
        for _, author, position, written, name in rows
    ]
    return [place.name for place in _places(edges, _Edges([], {}))]


@dataclass(slots=True)
class _Place:
    """A place in an author list, under the names that the sources write there."""

    edges: list[Authored]
    names: list[str]
    properties: dict[str, Any]

    @property
    def name(self) -> str:
        return max(self.names, key=lambda name: (len(name), name))

    @property
    def position(self) -> int:
        return self.properties.get("position") or 0


def _places(edges: Iterable[Authored], part: _Edges) -> list[_Place]:
    """Group the edges of one paper: those of one place with names that agree are one entry."""
    found: dict[int | None, list[_Place]] = defaultdict(list)  # by position
    ordered = [(e.properties.get("position") or 0, _written(e, part), e) for e in edges]
    for _, written, edge in sorted(ordered, key=itemgetter(0, 1)):
        here = found[edge.properties.get("position")]
        for place in here:
            if _agree(place.names, written):
                place.edges.append(edge)
                place.names = sorted({*place.names, *written})
                place.properties = combine(edge_type(*AUTHORED), place.properties, edge.properties)
                break
        else:
            here.append(_Place([edge], written, edge.properties))
    return [place for here in found.values() for place in here]


def _agree(some: Sequence[str], others: Sequence[str]) -> bool:
    pairs = [sorted((ids.name_key(a), ids.name_key(b))) for a in some for b in others]
    return all(names.agreement(a, b) for a, b in pairs)


def _entries(part: _Edges) -> Iterator[Entry]:
    """Yield the entry of each place of the edges, and set the keys of the edges.

    The facts about the papers are missing; see :class:`_Facts`.
    """
    for paper, edges in part.lists.items():
        seen: set[str] = set()
        for place in _places(edges, part):
            stated = place.properties
            accounts = stated.get("hfUser") or ()
            key = f"{paper}\t{ids.name_key(place.name)}\t{place.position:05}"
            while key in seen:
                key += "'"
            seen.add(key)
            for edge in place.edges:
                edge.key = key
            yield Entry(
                key=key,
                name=place.name,
                paper=paper,
                position=stated.get("position"),
                organizations=as_written(stated),
                addresses=stated.get("addresses") or (),
                orcid=min(stated.get("orcid") or (), default=None),
                openalex=min(stated.get("openalexId") or (), default=None),
                s2=min(stated.get("s2Id") or (), default=None),
                identifiers=stated.get("identifiers") or (),
                accounts=accounts,
                assigned=sorted({*(stated.get("hfAssigned") or ())} - {*accounts}),
            )


def _written(edge: Authored, part: _Edges) -> list[str]:
    """Return the names of an edge; a graph of an earlier version has them on the author only."""
    found = spellings(edge.properties)
    return found or [part.authors.get(edge.author, {}).get("name") or edge.author]


# -- identifiers ----------------------------------------------------------------------------------


def _assigned(part: _Edges, people: Sequence[Person]) -> dict[str, Target]:
    """Give each person an identifier: the strongest one, else the name.

    Of several people of one name, the one with the most entries has the name alone; the others add
    an account, else the first of their papers.
    """
    edges: dict[str, list[Authored]] = defaultdict(list)
    for edge in part.all:
        edges[edge.key].append(edge)
    found: dict[str, Target] = {}
    ranked = sorted(people, key=lambda person: (-len(person.keys), person.keys))
    for person in ranked:
        own = [edge for key in person.keys for edge in edges[key]]
        made = properties([_spelled(edge, part) for edge in own])
        if person.basis:
            made["basis"] = person.basis
        if person.score is not None:
            made["confidence"] = round(1 / (1 + 2**-person.score), 4)
        alone = set(person.name_only)
        name_only = {edge.paper for edge in own if edge.key in alone}
        found[_identifier(made, own, found)] = Target(own, made, name_only)
    return found


def _spelled(edge: Authored, part: _Edges) -> dict[str, Any]:
    if edge.properties.get("written"):
        return edge.properties
    return {**edge.properties, "written": [f"0 {name}" for name in _written(edge, part)]}


def _identifier(made: Mapping[str, Any], own: Sequence[Authored], taken: Mapping[str, Any]) -> str:
    for one in SCHEMES[:-1]:
        if one.property in made and (id := f"{one.scheme}:{made[one.property]}") not in taken:
            return id
    named = f"name:{ids.slug(made['nameKey'])}"
    if named not in taken:
        return named
    if (users := made.get("hfUser")) and f"{named}@hf:{users[0]}" not in taken:
        return ids.fit(f"{named}@hf:{users[0]}")
    first = min(edge.paper for edge in own)
    id, n = ids.fit(f"{named}@{first}"), 1
    while id in taken:  # of one name on one paper
        n += 1
        id = ids.fit(f"{named}@{first}~{n}")
    return id
