"""Convert records to the rows of nodes and edges that the store writes.

``citegraph.graph.writing.further`` handles types of the schema that have no field in records.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from citegraph.graph.identity import ids
from citegraph.graph.identity.keywords import keywords
from citegraph.graph.identity.node_ids import (
    entry_id,
    identifiers,
    organization_id,
    repository_id,
    topic_id,
    venue_id,
)
from citegraph.graph.identity.repository_ids import repository
from citegraph.graph.identity.resolve import identifier
from citegraph.graph.identity.works import KEYS, first_author
from citegraph.graph.records import Author, Organization, Paper, Reference, Several, Topic, Venue
from citegraph.graph.schema import edge_type, node_type
from citegraph.graph.writing.combine import combine
from citegraph.graph.writing.further import add_further, has_further
from citegraph.graph.writing.observations import observations

__all__ = [
    "AUTHORED",
    "OWNER",
    "EdgeKey",
    "NodeKey",
    "Rows",
    "add",
    "add_identifiers",
    "has_paper",
    "owners",
    "paper_keys",
]

NodeKey = tuple[str, str]  # label, id
EdgeKey = tuple[str, str, str, str, str]  # start label, type, end label, start id, end id


@dataclass(slots=True)
class Rows:
    """Nodes and edges of a batch, each once, combined from all its records."""

    nodes: dict[NodeKey, dict[str, Any]] = field(default_factory=dict)
    edges: dict[EdgeKey, dict[str, Any]] = field(default_factory=dict)
    added: set[tuple[Any, ...]] = field(default_factory=set)  # topics, which papers repeat
    listed: set[str] = field(default_factory=set)  # papers with an author list
    several: set[str] = field(default_factory=set)  # papers with several author lists
    moved: set[str] = field(default_factory=set)  # authors of papers that were merged

    def node(self, label: str, id: str, properties: Mapping[str, Any]) -> str:
        """Add an observation of a node; return its identifier."""
        key = (label, ids.fit(id))
        given = _without_empty(properties)
        old = self.nodes.get(key)
        self.nodes[key] = given if old is None else combine(node_type(label), old, given)
        return key[1]

    def edge(self, type: tuple[str, str, str], start: str, end: str, **properties: Any) -> None:
        """Add an observation of an edge."""
        key = (*type, ids.fit(start), ids.fit(end))
        given = _without_empty(properties)
        old = self.edges.get(key)
        self.edges[key] = given if old is None else combine(edge_type(*type), old, given)


def _without_empty(properties: Mapping[str, Any]) -> dict[str, Any]:
    """Drop empty values; keep 0 and False."""
    return {k: v for k, v in properties.items() if v or (v is not None and v not in ((), []))}


def paper_keys(record: Paper | Reference) -> list[tuple[str, str]]:
    """Return the identifiers of a paper as ``(property, value)``, strongest first.

    ``("id", ...)`` is an identifier that the user assigned.
    """
    given: dict[str, str | None] = {
        "arxivId": record.arxiv_id,
        "doi": record.doi,
        "openalexId": record.openalex_id,
        "s2Id": record.s2_id,
    }
    if isinstance(record, Paper):
        given |= {
            "pmid": record.pmid,
            "pmcid": record.pmcid,
            "aclId": record.acl_id or ids.acl(record.url),
            "corpusId": record.corpus_id,
            "scopusId": record.scopus_id,
            "wosId": record.wos_id,
        }
    keys: dict[str, str] = {}
    if record.id:
        scheme, value = ids.parse(record.id)
        name = SCHEMES[scheme]
        if name in READERS:
            given[name] = given.get(name) or value
        elif not value.startswith("title:"):
            keys[name] = ids.fit(value)
    if doi := given["doi"]:  # DOIs of arXiv and of the ACL contain their identifiers
        given["arxivId"] = given["arxivId"] or ids.arxiv(doi)
        given["aclId"] = given.get("aclId") or ids.acl(doi)
    for name, read in READERS.items():
        if value := read(given.get(name)):  # type: ignore[assignment]  # None is filtered
            keys[name] = value
    return [(name, keys[name]) for name in KEYS if name in keys]


SCHEMES = {prefix.rstrip(":") or "own": name for name, prefix in KEYS.items()}
READERS: dict[str, Callable[[str | None], str | None]] = {
    "arxivId": ids.arxiv,
    "doi": ids.doi,
    "openalexId": ids.openalex,
    "s2Id": ids.s2,
    "pmid": ids.pmid,
    "pmcid": ids.pmcid,
    "aclId": ids.acl,
    "corpusId": ids.corpus,
    "scopusId": lambda text: text,
    "wosId": lambda text: text,
}
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def published(text: str | None) -> tuple[date | None, str | None]:
    """Parse a day, month or year.

    Returns:
        The first possible day, and ``day``, ``month`` or ``year``; ``(None, None)`` if the text is
        not a date.
    """
    found = _DATE.match(text or "")
    if not found:
        return None, None
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        first = date(year or 1, month or 1, day or 1)
    except ValueError:
        return None, None
    return first, "day" if day else "month" if month else "year"


def add(
    rows: Rows, record: Paper, id: str, identify: Callable[[Reference], str], load: str
) -> None:
    """Add the rows of a record.

    Args:
        rows: receives the rows.
        record: the paper.
        id: identifier of its node.
        identify: returns the identifier of a cited paper's node.
        load: time of this load.
    """
    made = {"origin": record.origin, "load": load}
    if record.authors:
        (rows.several if id in rows.listed else rows.listed).add(id)
    if not has_further(record):
        _add_fields(rows, record, id, identify, made)
        return
    own = Rows()
    _add_fields(own, record, id, identify, made)
    add_further((own.nodes, own.edges), record, id, identify, _without_empty(made))
    for (label, node), properties in own.nodes.items():
        rows.node(label, node, properties)
    for (start, type, end, a, b), properties in own.edges.items():
        rows.edge((start, type, end), a, b, **properties)


def has_paper(record: Paper) -> bool:
    """Report whether a record describes a paper; otherwise it has nodes and edges only."""
    return bool(record.title or record.id or paper_keys(record))


def add_identifiers(rows: Rows, id: str, also: Iterable[str], load: str) -> None:
    """Add further identifiers of a paper, entries of ``alsoKnownAs``; see :func:`add`."""
    rows.node("Paper", id, {"alsoKnownAs": list(also)})
    for name in map(identifier, also):
        rows.node("Identifier", name, {"load": load})
        rows.edge(("Identifier", "IDENTIFIES", "Paper"), name, id, load=load)


AUTHORED = ("Author", "AUTHORED", "Paper")
OWNER = "same handle, on the same paper"  # evidence of OWNED_BY


def owners(edges: Iterable[EdgeKey]) -> set[tuple[str, str]]:
    """Find repositories whose owner is the handle of an organization of the same paper.

    Args:
        edges: keys of edges at papers.

    Returns:
        Identifiers of a repository and of its organization.
    """
    code: dict[str, set[str]] = defaultdict(set)
    handles: dict[str, set[str]] = defaultdict(set)
    for start, type, _, a, b in edges:
        if type == "HAS_CODE":
            code[a].add(b)
        elif (start, type) == ("Paper", "AFFILIATED_WITH") and b.startswith("hf:"):
            handles[a].add(b)
    found = set()
    for paper in code.keys() & handles.keys():
        for repo in code[paper]:
            owner = f"hf:{repo.partition('/')[2].rpartition('/')[0]}"
            if owner in handles[paper]:
                found.add((repo, owner))
    return found


def _add_fields(
    rows: Rows,
    record: Paper,
    id: str,
    identify: Callable[[Reference], str],
    made: Mapping[str, Any],
) -> None:
    if not has_paper(record):
        return
    keys = {name: value for name, value in paper_keys(record) if name in READERS}
    day, precision = published(record.published)
    stated = {topic: found for topic in record.topics if (found := keywords(topic))}
    rows.node(
        "Paper",
        id,
        {
            **keys,
            "title": record.title,
            "titleKey": ids.title_key(record.title) if record.title else None,
            "rawTitle": record.raw_title,
            "abstract": record.abstract,
            "rawAbstract": record.raw_abstract,
            "published": day,
            "publishedPrecision": precision,
            "publishedInferred": record.published_inferred or None,
            "year": day.year if day else None,
            "authorCount": record.author_count,
            "firstAuthor": first_author(author.name for author in record.authors),
            "authorsPartial": record.authors_partial
            or len(record.authors) < (record.author_count or 0)
            if record.authors
            else None,
            "upvotes": record.upvotes,
            "comments": record.comments,
            "citedByCount": record.cited_by_count,
            "textReferences": record.text_references,
            "url": record.url,
            "projectPages": sorted(
                {
                    *record.project_pages,
                    *(r.url for r in record.repositories if not repository(r.url)),
                }
            ),
            "links": sorted(set(record.links)),
            "keywords": sorted({one.text for some in stated.values() for one in some}),
            "keywordSources": sorted({str(one) for some in stated.values() for one in some}),
            "language": record.language,
            "type": record.type,
            "retracted": record.retracted,
            "retractedOn": first_day(record.retracted_on),
            "retraction": _list(record.retraction),
            "withdrawn": published(record.withdrawn)[0],
            "stub": record.stub,
            "sources": sorted(set(record.sources)),
            "observed": first_day(record.observed),
            "observedOf": list(record.observed_of),
            "observations": sorted(record.observations) or observations(record),
            **made,
        },
    )
    places: dict[str, list[int]] = {}
    named: dict[tuple[str, int], str] = {}
    for position, author in enumerate(record.authors, 1):
        place = author.position or position
        same = entry_id(author, place, places, named)
        held = places.setdefault(same, [])
        if place not in held:
            held.append(place)
        _author(rows, id, same, author, made, held)
    for topic in record.topics:
        if topic not in stated:
            _topic(rows, id, topic, record, made)
    for organization in record.organizations:
        end = _organization(rows, organization, made)
        rows.edge(("Paper", "AFFILIATED_WITH", "Organization"), id, end, **made)
    _code(rows, id, record, made)
    for reference in record.references:
        cited = identify(reference)
        if cited != id:
            _reference(rows, cited, reference, made)
            sources = _list(reference.source) or sorted(set(record.sources))
            rows.edge(("Paper", "CITES", "Paper"), id, cited, sources=sources, **made)
    for known in (record.venue, *record.other_venues) if record.venue else ():
        venue = _venue(rows, known, made)
        rows.edge(("Paper", "PUBLISHED_IN", "Venue"), id, venue, **made)
    for listing in record.listings:
        listed, _ = published(listing.date)
        rows.node(
            "Listing",
            listing.id,
            {
                "kind": listing.kind,
                "date": listed,
                "files": list(listing.files),
                "load": made["load"],
            },
        )
        rows.edge(
            ("Paper", "LISTED_IN", "Listing"),
            id,
            listing.id,
            rank=listing.rank,
            upvotes=listing.upvotes,
            comments=listing.comments,
            where=listing.where,
            **made,
        )


def _day(given: str | None, record: Paper) -> date | None:
    """Return the given day, or the paper's if none is given; an empty text means unknown."""
    return first_day(record.observed if given is None else given)


@lru_cache(maxsize=1 << 10)
def first_day(text: str | None) -> date | None:
    """Return the first day of a day, month or year; ``None`` if the text is not a date."""
    return published(text)[0]


def _list(value: Several) -> list[str] | None:
    """Convert one or several values to a sorted list."""
    if not value:
        return None
    return [value] if isinstance(value, str) else sorted(set(value))


def _author(
    rows: Rows, paper: str, id: str, author: Author, made: Mapping[str, Any], places: list[int]
) -> None:
    """Add an entry of an author list; ``graph.writing.authors`` adds the author."""
    rows.edge(
        AUTHORED,
        id,
        paper,
        position=places[0],
        alsoAt=places[1:],
        hidden=author.hidden or None,
        written=[f"{places[-1]} {author.name}"],
        names=sorted({*author.names} - {author.name}),
        hfUser=_list(author.hf_user),
        hfAssigned=_list(author.hf_assigned),
        **identifiers(author),
        organizations=sorted({_organization(rows, one, made) for one in author.organizations}),
        **made,
    )


def _topic(rows: Rows, paper: str, topic: Topic, record: Paper, made: Mapping[str, Any]) -> None:
    id = topic_id(topic.name)
    rows.edge(
        ("Paper", "MENTIONS" if topic.mention else "HAS_TOPIC", "Topic"),
        paper,
        id,
        score=topic.score,
        evidence=topic.evidence,
        surface=topic.surface,
        field=topic.field,
        rule=topic.rule,
        sources=_list(topic.source),
        observed=_day(topic.observed, record),
        **made,
    )
    node = (topic.name, topic.aliases, topic.kind, topic.vocabulary, topic.broader)
    if node in rows.added:
        return
    rows.added.add(node)
    vocabulary = _list(topic.vocabulary)
    rows.node(
        "Topic",
        id,
        {
            "name": topic.name,
            "aliases": sorted(set(topic.aliases) - {topic.name}),
            "kind": topic.kind,
            "vocabulary": vocabulary,
            **made,
        },
    )
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
    return rows.node(
        "Organization",
        organization_id(organization),
        {
            "name": organization.name,
            "handle": ids.fit(organization.handle) if organization.handle else None,
            "ror": ror or None,
            "openalexId": ids.openalex(organization.openalex_id),
            "country": organization.country,
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
                "url": repo.url,
                "host": repo.host,
                "owner": ids.fit(repo.owner.lower()),
                "name": repo.name,
                "stars": given.stars,
                "alsoKnownAs": sorted(given.also_known_as),
                "observed": _day(given.observed, record),
                **made,
            },
        )
        rows.edge(
            ("Paper", "HAS_CODE", "Repository"),
            paper,
            id,
            evidence=given.evidence,
            linkedBy=_list(given.linked_by),
            **made,
        )


def _reference(rows: Rows, id: str, reference: Reference, made: Mapping[str, Any]) -> None:
    rows.node(
        "Paper",
        id,
        {
            **{name: value for name, value in paper_keys(reference) if name in READERS},
            "title": reference.title,
            "titleKey": ids.title_key(reference.title) if reference.title else None,
            "published": date(reference.year, 1, 1) if reference.year else None,
            "publishedPrecision": "year" if reference.year else None,
            "year": reference.year,
            "stub": True,
            **made,
        },
    )


def _venue(rows: Rows, venue: Venue, made: Mapping[str, Any]) -> str:
    return rows.node(
        "Venue",
        venue_id(venue),
        {
            "name": venue.name,
            "issn": venue.issn,
            "openalexId": ids.openalex(venue.openalex_id),
            "kind": venue.kind,
            **made,
        },
    )
