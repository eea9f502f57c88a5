"""Records, which loaders yield: one frozen record for each paper, with nested records.

The same classes define citegraph's own file format: JSON Lines with one :class:`Paper` a line and
keys in camelCase. A string may replace a record with one field: ``"authors": ["Ada Lovelace"]``
for ``"authors": [{"name": "Ada Lovelace"}]``, an address for a repository, a name for a topic, an
organization or a venue, an identifier for a reference. ``"organization"`` is one organization or a
list.

Properties and edges of the schema that have no field go into ``properties``, ``nodes`` and
``edges``, so a record can contain every property and edge of the graph.
"""

from typing import Any

import msgspec

# One value or several.
Several = str | tuple[str, ...] | None


def several(given: Several) -> list[str]:
    """Return one or several values as a sorted list."""
    return sorted({given} if given and isinstance(given, str) else {*(given or ())})


class _Record(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    rename="camel",
    omit_defaults=True,
    forbid_unknown_fields=True,
    gc=False,  # no record contains itself
):
    """Settings of all records. An unknown key is an error: nothing is dropped silently."""


class Organization(_Record, frozen=True):
    """A company, laboratory or university."""

    name: str
    handle: str | None = None  # Hugging Face
    ror: str | None = None
    openalex_id: str | None = None
    country: str | None = None


class Author(_Record, frozen=True):
    """One entry of an author list."""

    name: str
    orcid: str | None = None
    openalex_id: str | None = None
    s2_id: str | None = None  # Semantic Scholar's author, a number
    identifiers: tuple[str, ...] = ()  # further ones: "dblp:65/9612", "scopus:7004212771"
    id: str | None = None  # ID of the node, if it is not derived from the above
    hf_user: Several = None  # Hugging Face; claimed or confirmed by the owner of the account
    hf_assigned: Several = None  # Hugging Face; assigned, but not confirmed by the owner
    position: int | None = None  # if it differs from the position in the list
    hidden: bool = False
    names: tuple[str, ...] = ()  # other spellings
    organizations: tuple[Organization, ...] = msgspec.field(default=(), name="organization")


class Topic(_Record, frozen=True):
    """A topic that a paper is about, or that its text only mentions, with its evidence.

    ``source`` is ``text`` (extracted from title and abstract), ``title`` (a term of the title),
    ``ai_keywords``, ``openalex``, ``author``, ``arxiv``, ... A paper may have the same topic from
    several sources.
    """

    name: str
    kind: str | None = None  # concept, system, dataset, field, keyword
    aliases: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()  # a chain of broader topics, the nearest first
    vocabulary: Several = None
    source: Several = "author"
    score: float | None = None
    evidence: str | None = None  # the sentence
    surface: str | None = None  # the matched words
    field: str | None = None  # title or abstract
    rule: str | None = None  # the rule that accepted it
    mention: bool = False  # named by a paper that is about something else
    observed: str | None = None  # ISO 8601 day, if it differs from that of the paper


class Repository(_Record, frozen=True):
    """A code repository of a paper; ``graph.identity.repository_ids`` reads its ``url``."""

    url: str
    stars: int | None = None
    linked_by: Several = None  # abstract, user, auto, ...
    evidence: str | None = None  # the words around the address
    also_known_as: tuple[str, ...] = ()  # earlier names: "github.com/owner/name (renamed)"
    observed: str | None = None  # ISO 8601 day, if it differs from that of the paper


class Reference(_Record, frozen=True):
    """A cited paper."""

    id: str | None = None  # of any scheme: "pmid:31452104", "corpusid:215416146"
    title: str | None = None
    arxiv_id: str | None = None
    doi: str | None = None
    openalex_id: str | None = None
    s2_id: str | None = None
    year: int | None = None
    source: Several = None  # if it differs from the source of the paper


class Venue(_Record, frozen=True):
    """A journal, conference or archive."""

    name: str
    issn: str | None = None
    openalex_id: str | None = None
    kind: str | None = None


class Listing(_Record, frozen=True):
    """A paper's entry in a list, with its position and counts on that day."""

    id: str  # "daily-papers/2025-10-27"; of a file without a day: "openalex/<digest>"
    kind: str
    date: str | None = None  # ISO 8601
    rank: int | None = None
    upvotes: int | None = None
    comments: int | None = None
    where: str | None = None  # "line 17", "entry 3"
    files: tuple[str, ...] = ()  # "name sha256:<64 hex digits>"


class End(_Record, frozen=True):
    """A node, by label and identifier."""

    label: str
    id: str


class NodeRecord(_Record, frozen=True):
    """Properties of a node that have no field in the record.

    They override the values of the fields; ``null`` removes one. Dates are ISO 8601.
    """

    label: str
    id: str
    properties: dict[str, Any] = msgspec.field(default_factory=dict)


class EdgeRecord(_Record, frozen=True):
    """An edge, or properties of an edge, that have no field in the record.

    A missing end is the paper of the record.
    """

    type: str
    start: End | None = None
    end: End | None = None
    properties: dict[str, Any] = msgspec.field(default_factory=dict)


class Paper(_Record, frozen=True):
    """One paper in one source.

    ``published`` is an ISO 8601 day, month or year: ``2020-11-25``, ``2020-11`` or ``2020``.
    ``observed`` is the day of the observation; of two values, the newest is kept.
    """

    title: str | None = None
    id: str | None = None  # the user's own, or one of the known kinds: "arxiv:1506.03134"
    abstract: str | None = None
    raw_title: str | None = None  # as the source wrote it, if different
    raw_abstract: str | None = None
    published: str | None = None
    published_inferred: bool = False
    authors: tuple[Author, ...] = ()
    author_count: int | None = None
    authors_partial: bool = False  # the source names only some of them
    topics: tuple[Topic, ...] = ()
    repositories: tuple[Repository, ...] = ()
    organizations: tuple[Organization, ...] = msgspec.field(default=(), name="organization")
    references: tuple[Reference, ...] = ()
    text_references: int | None = None  # further references, without identifier and title
    venue: Venue | None = None
    other_venues: tuple[Venue, ...] = ()
    arxiv_id: str | None = None
    doi: str | None = None
    openalex_id: str | None = None
    s2_id: str | None = None
    pmid: str | None = None
    pmcid: str | None = None
    acl_id: str | None = None
    corpus_id: str | None = None  # Semantic Scholar
    scopus_id: str | None = None
    wos_id: str | None = None  # Web of Science
    url: str | None = None
    project_pages: tuple[str, ...] = ()
    links: tuple[str, ...] = ()  # "models/owner/name", "datasets/...", "spaces/..."
    upvotes: int | None = None
    comments: int | None = None
    cited_by_count: int | None = None
    language: str | None = None
    type: str | None = None
    retracted: bool | None = None
    retracted_on: str | None = None  # ISO 8601
    retraction: Several = None  # notices, each with its source
    withdrawn: str | None = None  # ISO 8601 day on which its authors withdrew it
    listings: tuple[Listing, ...] = ()
    sources: tuple[str, ...] = ()  # formats of the sources, e.g. "openalex"
    observed: str | None = None  # ISO 8601 day
    observed_of: tuple[str, ...] = ()  # "property=day" of what was observed earlier
    observations: tuple[str, ...] = ()  # "property | source | record | day | value"
    also_known_as: tuple[str, ...] = ()  # further identifiers, each with the reason
    stub: bool = False  # only its identifiers are known, as for a cited paper
    properties: dict[str, Any] = msgspec.field(default_factory=dict)  # as in a NodeRecord
    nodes: tuple[NodeRecord, ...] = ()
    edges: tuple[EdgeRecord, ...] = ()
    origin: str | None = None  # "<first 12 hex digits of the file's SHA-256>:<place>"


class Rejected(_Record, frozen=True):
    """An entry that could not be read: reason, place, and its beginning."""

    reason: str
    where: str  # "listing.txt:17", "works.json#3"
    raw: Any = None
