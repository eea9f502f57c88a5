"""Export the graph as records.

Loading the export into an empty graph restores the same graph, except provenance (``origin`` and
``load``). This holds for every type of the schema: each record is converted to rows again, and
where the rows differ from the graph, the difference goes into ``properties``, ``nodes`` and
``edges`` of the record.
"""

from collections.abc import Callable, Iterator
from datetime import date
from operator import itemgetter
from typing import Any, TypeVar

import msgspec

from citegraph.graph import cypher
from citegraph.graph.exporting.neighborhood import Neighborhood, Properties, neighborhood, pages
from citegraph.graph.exporting.rest import with_difference
from citegraph.graph.identity.affiliations import as_written
from citegraph.graph.identity.keywords import parse
from citegraph.graph.identity.node_ids import (
    author_id,
    organization_id,
    repository_id,
    topic_id,
    venue_id,
)
from citegraph.graph.identity.organization_names import name_id
from citegraph.graph.records import (
    Author,
    Listing,
    Organization,
    Paper,
    Reference,
    Repository,
    Topic,
    Venue,
)
from citegraph.graph.schema import NODES, node_type
from citegraph.graph.store import Store
from citegraph.graph.writing.authors import add_nodes
from citegraph.graph.writing.conversion import add, add_identifiers
from citegraph.graph.writing.further import differences
from citegraph.graph.writing.keywords import RULE
from citegraph.graph.writing.rows import OWNER, EdgeKey, NodeKey, Rows, owners
from citegraph.graph.writing.values import Type, copied

PAGE = 500  # nodes read at once
EXPORTED = "export"  # origin of records without one; loaders do not change records with an origin
_DERIVED = ("name", "aliases", "kind", "load")  # properties of a topic that follows from keywords


def records(store: Store) -> Iterator[Paper]:
    """Yield the whole graph: papers in the order of identifiers, then unconnected nodes.

    A stub is exported as a reference of the papers that cite it, and as a separate record only if
    it has properties that a reference does not have.

    Args:
        store: the graph; it is read in pages, so memory stays constant.
    """
    distant: set[NodeKey] = set()
    written: set[NodeKey | EdgeKey] = set()
    for page, here in _pages(store):
        for id, properties in page.items():
            stub = bool(properties.get("stub"))
            record = _with_rest(_paper(id, here), here, written)
            if not stub or not _is_reference(id, here):
                yield record
        distant |= here.distant
    for node in NODES:
        if node.label != "Paper":
            yield from _unattached(store, node.label, distant)


def count(store: Store) -> int:
    """Return how many papers :func:`papers` yields."""
    return int(store.read(cypher.COUNT_PAPERS, timeout=None).rows[0]["count"])


def papers(store: Store) -> Iterator[Paper]:
    """Yield all papers that are not stubs, in the order of identifiers.

    Args:
        store: the graph; it is read in pages, so memory stays constant.
    """
    written: set[NodeKey | EdgeKey] = set()
    for page, here in _pages(store):
        for id, properties in page.items():
            if not properties.get("stub"):
                yield _with_rest(_paper(id, here), here, written)


def _pages(store: Store) -> Iterator[tuple[dict[str, Properties], Neighborhood]]:
    for page in pages(store, cypher.page_nodes("Paper"), PAGE):
        yield page, neighborhood(store, {("Paper", id): known for id, known in page.items()})


def _unattached(store: Store, label: str, distant: set[NodeKey]) -> Iterator[Paper]:
    """Yield nodes without a path to a paper, with their edges, as records without a paper."""
    for page in pages(store, cypher.page_nodes(label, unattached=True), PAGE):
        found = {(label, id): known for id, known in page.items() if (label, id) not in distant}
        if found:
            here = neighborhood(store, found)
            distant |= here.nodes.keys()
            edges = {key: here.edges[key] for node in here.nodes for key in here.at.get(node, ())}
            yield with_difference(Paper(origin=EXPORTED), None, (here.nodes, edges), Rows(), set())


def _is_reference(id: str, here: Neighborhood) -> bool:
    """Report whether a reference can contain all properties of a stub."""
    key = ("Paper", id)
    if here.at.get(key) or id not in here.cited:
        return False
    rows = Rows()
    add(rows, Paper(id=".", references=(_reference(id, here.nodes[key], {}),)), ".", _id, "")
    return not differences(node_type("Paper"), rows.nodes[key], here.nodes[key])


def _id(reference: Reference) -> str:
    return reference.id or ""


def _with_rest(record: Paper, here: Neighborhood, written: set[Any]) -> Paper:
    """Add to a record what its fields cannot express."""
    id = record.id or ""
    rows = Rows()
    add(rows, record, id, _id, "")
    add_nodes(rows)
    _add_derived(rows, ("Paper", id), here)
    if record.also_known_as:
        add_identifiers(rows, id, record.also_known_as, "")
    for repository, organization in owners(rows.edges):
        rows.edge(
            ("Repository", "OWNED_BY", "Organization"), repository, organization, evidence=OWNER
        )
    return with_difference(record, id, here.around(("Paper", id)), rows, written)


def _paper(id: str, here: Neighborhood) -> Paper:
    known = here.nodes["Paper", id]
    key = ("Paper", id)
    venues = _each(here, key, ("PUBLISHED_IN", "Venue"), _venue)
    return Paper(
        id=id,
        **_same(known, Paper, "Paper"),
        stub=bool(known.get("stub")),
        published=_published(known),
        published_inferred=bool(known.get("publishedInferred")),
        authors=_authors(key, here),
        authors_partial=bool(known.get("authorsPartial")),
        topics=(*_linked_topics(key, here), *_keywords(known)),
        repositories=tuple(_repositories(key, here)),
        organizations=_each(here, key, _AFFILIATED, _organization),
        references=tuple(
            _reference(end, here.nodes["Paper", end], edge)
            for end, edge in sorted(here.ends(key, "CITES"), key=_first)
        ),
        venue=venues[0] if venues else None,
        other_venues=venues[1:],
        project_pages=tuple(known.get("projectPages", ())),
        links=tuple(known.get("links", ())),
        retracted_on=_iso(known.get("retractedOn")),
        retraction=_several(known.get("retraction")),
        withdrawn=_iso(known.get("withdrawn")),
        listings=tuple(
            _listing(end, here.nodes["Listing", end], edge)
            for end, edge in sorted(here.ends(key, "LISTED_IN"), key=_first)
            if "kind" in here.nodes["Listing", end]
        ),
        sources=tuple(known.get("sources", ())),
        observed=_observed(known),
        observed_of=tuple(known.get("observedOf", ())),
        observations=tuple(known.get("observations", ())),
        also_known_as=tuple(known.get("alsoKnownAs", ())),
        origin=known.get("origin") or EXPORTED,
    )


def _same(known: Properties, record: type[msgspec.Struct], of: Type) -> Properties:
    """Return the fields of a record that are properties of a node or an edge."""
    return {field: known[name] for field, name in copied(record, of) if name in known}


_first = itemgetter(0)


def _by_score(item: tuple[str, Properties]) -> tuple[float, str]:
    return -(item[1].get("score") or 0.0), item[0]


def _several(values: list[str] | None) -> str | tuple[str, ...] | None:
    if not values:
        return None
    return values[0] if len(values) == 1 else tuple(values)


def _published(known: Properties) -> str | None:
    day = known.get("published")
    length = {"year": 4, "month": 7}.get(known.get("publishedPrecision") or "", 10)
    return day.isoformat()[:length] if isinstance(day, date) else None


def _authors(paper: NodeKey, here: Neighborhood) -> tuple[Author, ...]:
    places = [
        (int(place) if place.isdecimal() else 0, name, id, edge)
        for id, edge in here.ends(paper, "AUTHORED")
        for entry in edge.get("written") or _unwritten(id, edge, here)
        for place, _, name in [entry.partition(" ")]
    ]
    authors: list[Author] = []
    for position, name, id, edge in sorted(places, key=itemgetter(0, 1, 2)):
        stated = {name_id(one): {"name": one} for one in edge.get("addresses") or ()}
        author = Author(
            name=name,
            orcid=min(edge.get("orcid") or (), default=None),
            openalex_id=min(edge.get("openalexId") or (), default=None),
            s2_id=min(edge.get("s2Id") or (), default=None),
            identifiers=tuple(edge.get("identifiers") or ()),
            hf_user=_several(edge.get("hfUser")),
            hf_assigned=_several(edge.get("hfAssigned")),
            hidden=bool(edge.get("hidden")),
            names=tuple(edge.get("names") or ()),
            position=position if position != len(authors) + 1 else None,
            organizations=tuple(
                made
                for end in as_written(edge)
                if (known := stated.get(end) or here.nodes.get(("Organization", end)))
                and (made := _organization(end, known))
            ),
        )
        if author_id(author) != id:
            author = msgspec.structs.replace(author, id=id)
        authors.append(author)
    return tuple(authors)


def _unwritten(id: str, edge: Properties, here: Neighborhood) -> list[str]:
    """Return the places of an author in a graph of an earlier version."""
    name = here.nodes["Author", id].get("name", "")
    return [f"{place} {name}" for place in (edge.get("position") or 0, *edge.get("alsoAt", ()))]


def _day(known: Properties, paper: Properties) -> str | None:
    """Return the day of an observation, if it is not the paper's; empty if unknown."""
    day = _observed(known)
    return None if day == _observed(paper) else day or ""


def _observed(known: Properties) -> str | None:
    day = known.get("observed")
    return str(day) if day else None


def _linked_topics(paper: NodeKey, here: Neighborhood) -> Iterator[Topic]:
    for type in ("HAS_TOPIC", "MENTIONS"):
        for end, edge in sorted(here.ends(paper, type), key=_by_score):
            if edge.get("rule") != RULE:
                linked = (edge, here.nodes[paper])
                yield from _topics(end, linked, here, mention=type == "MENTIONS")


def _keywords(paper: Properties) -> Iterator[Topic]:
    """Yield the keywords of a paper, as a source states them."""
    for one in parse(paper.get("keywordSources") or ()):
        aliases = (one.text,) if one.text != one.name else ()
        yield Topic(name=one.name, kind="keyword", aliases=aliases, source=one.source)


def _add_derived(rows: Rows, paper: NodeKey, here: Neighborhood) -> None:
    """Add topics and edges that follow from keywords; a record does not state them."""
    for end, edge in here.ends(paper, "HAS_TOPIC"):
        if edge.get("rule") == RULE:
            rows.edge(("Paper", "HAS_TOPIC", "Topic"), paper[1], end, **edge)
            known = here.nodes["Topic", end]
            rows.node("Topic", end, {k: v for k, v in known.items() if k in _DERIVED})


def _topics(
    id: str, linked: tuple[Properties, Properties], here: Neighborhood, *, mention: bool
) -> Iterator[Topic]:
    known, (edge, paper) = here.nodes["Topic", id], linked
    if topic_id(known.get("name", "")) != id:
        return
    # A record contains one chain of one vocabulary, so there is one record for each vocabulary.
    vocabularies: list[str | None] = sorted(known.get("vocabulary") or ()) or [None]
    for vocabulary in vocabularies:
        for chain in _chains(id, vocabulary, here, (id,)):
            yield Topic(
                **_same(known, Topic, "Topic"),
                **_same(edge, Topic, ("Paper", "HAS_TOPIC", "Topic")),
                aliases=tuple(known.get("aliases", ())),
                broader=tuple(here.nodes["Topic", parent]["name"] for parent in chain[1:]),
                vocabulary=vocabulary,
                source=_several(edge.get("sources")),
                mention=mention,
                observed=_day(edge, paper),
            )


def _chains(
    id: str, vocabulary: str | None, here: Neighborhood, path: tuple[str, ...]
) -> Iterator[tuple[str, ...]]:
    """Yield all chains of broader topics in a vocabulary; a chain ends before a cycle."""
    parents = [
        parent
        for parent, edge in sorted(here.ends(("Topic", id), "BROADER"), key=_first)
        if parent not in path
        and vocabulary in (edge.get("vocabulary") or [None])
        and topic_id(here.nodes["Topic", parent].get("name", "")) == parent
    ]
    if not parents:
        yield path
    for parent in parents:
        yield from _chains(parent, vocabulary, here, (*path, parent))


_T = TypeVar("_T")
_AFFILIATED = ("AFFILIATED_WITH", "Organization")


def _each(
    here: Neighborhood,
    key: NodeKey,
    of: tuple[str, str],
    make: Callable[[str, Properties], _T | None],
) -> tuple[_T, ...]:
    """Return the other ends of edges as records, as far as a record can express them."""
    type, label = of
    found = (
        make(end, here.nodes[label, end]) for end, _ in sorted(here.ends(key, type), key=_first)
    )
    return tuple(one for one in found if one is not None)


def _organization(id: str, known: Properties) -> Organization | None:
    """Return the record; ``None`` if it would have another identifier."""
    one = Organization(**{"name": "", **_same(known, Organization, "Organization")})
    return one if organization_id(one) == id else None


def _venue(id: str, known: Properties) -> Venue | None:
    one = Venue(**{"name": "", **_same(known, Venue, "Venue")})
    return one if venue_id(one) == id else None


def _repositories(paper: NodeKey, here: Neighborhood) -> Iterator[Repository]:
    for id, edge in sorted(here.ends(paper, "HAS_CODE"), key=_first):
        known = here.nodes["Repository", id]
        if repository_id(known.get("url", "")) == id:
            yield Repository(
                **_same(known, Repository, "Repository"),
                **_same(edge, Repository, ("Paper", "HAS_CODE", "Repository")),
                linked_by=_several(edge.get("linkedBy")),
                also_known_as=tuple(known.get("alsoKnownAs") or ()),
                observed=_day(known, here.nodes[paper]),
            )


def _reference(id: str, known: Properties, edge: Properties) -> Reference:
    stub = bool(known.get("stub"))
    fields = _same(known, Reference, "Paper")
    if not stub:
        fields["year"] = None
    if not (stub or id.startswith("title:")):
        fields["title"] = None
    return Reference(id=id, **fields, source=_several(edge.get("sources")))


def _iso(day: object) -> str | None:
    return day.isoformat() if isinstance(day, date) else None


def _listing(id: str, known: Properties, edge: Properties) -> Listing:
    return Listing(
        id=id,
        **_same(known, Listing, "Listing"),
        **_same(edge, Listing, ("Paper", "LISTED_IN", "Listing")),
        date=_iso(known.get("date")),
        files=tuple(known.get("files", ())),
    )
