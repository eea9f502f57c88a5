"""Convert records to the rows of nodes and edges that the store writes.

``citegraph.graph.writing.further`` handles types of the schema that have no field in records.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from citegraph.graph.identity import ids
from citegraph.graph.identity.affiliations import university
from citegraph.graph.identity.keywords import Keyword, keywords
from citegraph.graph.identity.node_ids import (
    entry_id,
    identifiers,
    organization_id,
    repository_id,
    topic_id,
    venue_id,
    venue_name,
)
from citegraph.graph.identity.organization_names import SPELLING, name_id, plain_id
from citegraph.graph.identity.repository_ids import repository
from citegraph.graph.identity.resolve import identifier
from citegraph.graph.identity.works import first_author
from citegraph.graph.records import (
    Author,
    Listing,
    Organization,
    Paper,
    Reference,
    Topic,
    Venue,
    several,
)
from citegraph.graph.writing.further import add_further, has_further
from citegraph.graph.writing.observations import observations
from citegraph.graph.writing.rows import AUTHORED, Rows, without_empty
from citegraph.graph.writing.values import (
    READERS,
    first_day,
    has_paper,
    paper_keys,
    paper_type,
    published,
    same,
)

_CODE = ("Paper", "HAS_CODE", "Repository")
_LISTED = ("Paper", "LISTED_IN", "Listing")


def add(
    rows: Rows, record: Paper, id: str, identify: Callable[[Reference], str], load: str
) -> None:
    """Add the rows of a record."""
    made = {"origin": record.origin, "load": load}
    if record.authors:
        (rows.several if id in rows.listed else rows.listed).add(id)
    if not has_further(record):
        _add_fields(rows, record, id, identify, made)
        return
    own = Rows()
    _add_fields(own, record, id, identify, made)
    add_further((own.nodes, own.edges), record, id, identify, without_empty(made))
    for (label, node), properties in own.nodes.items():
        rows.node(label, node, properties)
    for (start, type, end, a, b), properties in own.edges.items():
        rows.edge((start, type, end), a, b, **properties)


def add_identifiers(rows: Rows, id: str, also: Iterable[str], load: str) -> None:
    """Add further identifiers of a paper, entries of ``alsoKnownAs``; see :func:`add`."""
    rows.node("Paper", id, {"alsoKnownAs": list(also)})
    for name in map(identifier, also):
        rows.node("Identifier", name, {"load": load})
        rows.edge(("Identifier", "IDENTIFIES", "Paper"), name, id, load=load)


def _add_fields(
    rows: Rows,
    record: Paper,
    id: str,
    identify: Callable[[Reference], str],
    made: Mapping[str, Any],
) -> None:
    if not has_paper(record):
        return
    stated = {topic: found for topic in record.topics if (found := keywords(topic))}
    rows.node("Paper", id, _paper(record, [one for some in stated.values() for one in some], made))
    _authors(rows, id, record, made)
    for topic in record.topics:
        if topic not in stated:
            _topic(rows, id, topic, record, made)
    for organization in record.organizations:
        end = _organization(rows, organization, made)
        rows.edge(("Paper", "AFFILIATED_WITH", "Organization"), id, end, **made)
    _code(rows, id, record, made)
    sources = sorted(set(record.sources))
    for reference in record.references:
        cited = identify(reference)
        if cited != id:
            if reference not in rows.added:  # many papers of a batch cite the same
                rows.added.add(reference)
                _reference(rows, cited, reference, made)
            given = several(reference.source) or sources
            rows.edge(("Paper", "CITES", "Paper"), id, cited, sources=given, **made)
    for known in (record.venue, *record.other_venues) if record.venue else ():
        venue = _venue(rows, known, made)
        rows.edge(("Paper", "PUBLISHED_IN", "Venue"), id, venue, **made)
    for listing in record.listings:
        _listing(rows, id, listing, made)


def _paper(record: Paper, stated: Iterable[Keyword], made: Mapping[str, Any]) -> dict[str, Any]:
    """Return the properties of a paper; ``stated`` are its keywords."""
    found = list(stated)
    day, precision = published(record.published)
    partial = record.authors_partial or len(record.authors) < (record.author_count or 0)
    unknown = {given.url for given in record.repositories if not repository(given.url)}
    return {
        **same(record, "Paper"),
        **{name: value for name, value in paper_keys(record) if name in READERS},
        "titleKey": ids.title_key(record.title) if record.title else None,
        "type": paper_type(record),
        "published": day,
        "publishedPrecision": precision,
        "publishedInferred": record.published_inferred or None,
        "year": day.year if day else None,
        "firstAuthor": first_author(author.name for author in record.authors),
        "authorsPartial": partial if record.authors else None,
        "projectPages": sorted({*record.project_pages, *unknown}),
        "links": sorted(set(record.links)),
        "keywords": sorted({one.text for one in found}),
        "keywordSources": sorted({str(one) for one in found}),
        "retractedOn": first_day(record.retracted_on),
        "retraction": several(record.retraction),
        "withdrawn": published(record.withdrawn)[0],
        "stub": record.stub,
        "sources": sorted(set(record.sources)),
        "observed": first_day(record.observed),
        "observedOf": list(record.observed_of),
        "observations": sorted(record.observations) or observations(record),
        **made,
    }


def _authors(rows: Rows, paper: str, record: Paper, made: Mapping[str, Any]) -> None:
    """Add the author list; two places with one identifier are one edge."""
    places: dict[str, list[int]] = {}
    named: dict[tuple[str, int], str] = {}
    for position, author in enumerate(record.authors, 1):
        place = author.position or position
        id = entry_id(author, place, places, named)
        held = places.setdefault(id, [])
        if place not in held:
            held.append(place)
        _author(rows, paper, id, author, made, held)


def _listing(rows: Rows, paper: str, listing: Listing, made: Mapping[str, Any]) -> None:
    day, _ = published(listing.date)
    properties = {**same(listing, "Listing"), "date": day, "files": list(listing.files)}
    rows.node("Listing", listing.id, {**properties, "load": made["load"]})
    rows.edge(_LISTED, paper, listing.id, **same(listing, _LISTED), **made)


def _day(given: str | None, record: Paper) -> date | None:
    """Return the given day, or the paper's if none is given; an empty text means unknown."""
    return first_day(record.observed if given is None else given)


def _author(
    rows: Rows, paper: str, id: str, author: Author, made: Mapping[str, Any], places: list[int]
) -> None:
    """Add an entry of an author list; ``graph.writing.authors`` adds the author."""
    named = [_university(one) or one for one in author.organizations]
    rows.edge(
        AUTHORED,
        id,
        paper,
        position=places[0],
        alsoAt=places[1:],
        hidden=author.hidden or None,
        written=[f"{places[-1]} {author.name}"],
        names=sorted({*author.names} - {author.name}),
        hfUser=several(author.hf_user),
        hfAssigned=several(author.hf_assigned),
        **identifiers(author),
        organizations=sorted({_organization(rows, one, made) for one in named}),
        addresses=sorted({one.name for one in author.organizations if one not in named}),
        **made,
    )


def _university(given: Organization) -> Organization | None:
    """Return the university of an organization that is an address."""
    found = university(given.name)
    return Organization(name=found) if found and given == Organization(name=given.name) else None


def _topic(rows: Rows, paper: str, topic: Topic, record: Paper, made: Mapping[str, Any]) -> None:
    id = topic_id(topic.name)
    of = ("Paper", "MENTIONS" if topic.mention else "HAS_TOPIC", "Topic")
    rows.edge(
        of,
        paper,
        id,
        **same(topic, of),
        sources=several(topic.source),
        observed=_day(topic.observed, record),
        **made,
    )
    known = (topic.name, topic.aliases, topic.kind, topic.vocabulary, topic.broader)
    if known in rows.added:
        return
    rows.added.add(known)
    vocabulary = several(topic.vocabulary)
    aliases = sorted(set(topic.aliases) - {topic.name})
    node = {**same(topic, "Topic"), "aliases": aliases, "vocabulary": vocabulary, **made}
    rows.node("Topic", id, node)
    for name in topic.broader:
        parent = topic_id(name)
        step = (id, name, topic.vocabulary)
        if parent != id and step not in rows.added:
            rows.added.add(step)
            rows.node("Topic", parent, {"name": name, "vocabulary": vocabulary, **made})
            rows.edge(("Topic", "BROADER", "Topic"), id, parent, vocabulary=vocabulary, **made)
        id = parent


def _organization(rows: Rows, organization: Organization, made: Mapping[str, Any]) -> str:
    ror = (organization.ror or "").rstrip("/").rpartition("/")[2].lower()
    id = organization_id(organization)
    plain = plain_id(organization.name, organization.country)
    return rows.node(
        "Organization",
        id,
        {
            **same(organization, "Organization"),
            "handle": ids.fit(organization.handle) if organization.handle else None,
            "ror": ror or None,
            "openalexId": ids.openalex(organization.openalex_id),
            "alsoKnownAs": [f"{plain} ({SPELLING})"]
            if plain != id and id == name_id(organization.name, organization.country)
            else None,
            **made,
        },
    )


def _code(rows: Rows, paper: str, record: Paper, made: Mapping[str, Any]) -> None:
    for given in record.repositories:
        repo = repository(given.url)
        if repo is None:  # kept as a project page
            continue
        id = rows.node(
            "Repository",
            repository_id(given.url) or "",
            {
                **same(given, "Repository"),
                "url": repo.url,
                "host": repo.host,
                "owner": ids.fit(repo.owner.lower()),
                "name": repo.name,
                "alsoKnownAs": sorted(given.also_known_as),
                "observed": _day(given.observed, record),
                **made,
            },
        )
        rows.edge(_CODE, paper, id, **same(given, _CODE), linkedBy=several(given.linked_by), **made)


def _reference(rows: Rows, id: str, reference: Reference, made: Mapping[str, Any]) -> None:
    rows.node(
        "Paper",
        id,
        {
            **same(reference, "Paper"),
            **{name: value for name, value in paper_keys(reference) if name in READERS},
            "titleKey": ids.title_key(reference.title) if reference.title else None,
            "published": date(reference.year, 1, 1) if reference.year else None,
            "publishedPrecision": "year" if reference.year else None,
            "stub": True,
            **made,
        },
    )


def _venue(rows: Rows, venue: Venue, made: Mapping[str, Any]) -> str:
    name, openalex = venue_name(venue.name), ids.openalex(venue.openalex_id)
    node = {**same(venue, "Venue"), "name": name, "openalexId": openalex, **made}
    return rows.node("Venue", venue_id(venue), node)
