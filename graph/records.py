"""What loaders yield: one frozen record a paper, with everything that belongs to it nested.

The same classes are citegraph's own file form, JSON Lines with one :class:`Paper` a line, keys
in camelCase. A short form stands for a long one where nothing else is known: ``"authors":
["Ada Lovelace"]`` for ``"authors": [{"name": "Ada Lovelace"}]``, a plain address for a
repository, a plain name for a topic, an organisation or a venue, a plain identifier for a
reference; ``"organization"`` holds one or several.

Whatever the schema has and no field is made for goes into ``properties``, ``nodes`` and ``edges``,
so that a record can hold every property and every edge of the graph.
"""

from typing import Any

import msgspec

__all__ = [
    "Author",
    "EdgeRecord",
    "End",
    "Listing",
    "NodeRecord",
    "Organization",
    "Paper",
    "Reference",
    "Rejected",
    "Repository",
    "Topic",
    "Venue",
]


# One value, or several that are known of the same thing.
Several = str | tuple[str, ...] | None


class _Record(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    rename="camel",
    omit_defaults=True,
    forbid_unknown_fields=True,
):
    """Settings that all records share. Unknown keys are an error: nothing is dropped silently."""


class Organization(_Record, frozen=True):
    """A company, laboratory or university."""

    name: str
    handle: str | None = None  # Hugging Face
    ror: str | None = None
    openalex_id: str | None = None
    country: str | None = None


class Author(_Record, frozen=True):
    """One place in an author list."""

    name: str
    orcid: str | None = None
    openalex_id: str | None = None
    hf_user: Several = None  # Hugging Face
    position: int | None = None  # where it is not the place in the list
    hidden: bool = False
    names: tuple[str, ...] = ()  # other spellings
    organizations: tuple[Organization, ...] = msgspec.field(default=(), name="organization")


class Topic(_Record, frozen=True):
    """A topic of a paper, with what proves it.

    ``source`` says who gave it: ``text`` (read here out of title and abstract), ``ai_keywords``,
    ``openalex``, ``author``, ``arxiv``, ... One paper may hold the same topic from several
    sources.
    """

    name: str
    kind: str | None = None  # concept, system, dataset, field, keyword
    aliases: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()  # names of broader topics, the nearest first: a chain
    vocabulary: Several = None
    source: Several = "author"
    score: float | None = None
    evidence: str | None = None  # the sentence
    surface: str | None = None  # the very words
    field: str | None = None  # title or abstract
    rule: str | None = None  # the rule that accepted it
    observed: str | None = None  # ISO 8601 day, where it is not that of the paper


class Repository(_Record, frozen=True):
    """A code repository of a paper. ``url`` may be written in any way; see ``ids.repository``."""

    url: str
    stars: int | None = None
    linked_by: Several = None  # abstract, user, auto, ...
    evidence: str | None = None  # the words around the address
    observed: str | None = None  # ISO 8601 day, where it is not that of the paper


class Reference(_Record, frozen=True):
    """A cited paper, by whatever is known of it."""

    id: str | None = None
    title: str | None = None
    arxiv_id: str | None = None
    doi: str | None = None
    openalex_id: str | None = None
    s2_id: str | None = None
    year: int | None = None
    source: Several = None  # who says so, where it is not the source of the paper


class Venue(_Record, frozen=True):
    """A journal, conference or archive."""

    name: str
    issn: str | None = None
    openalex_id: str | None = None
    kind: str | None = None


class Listing(_Record, frozen=True):
    """That a paper stood in a list: which list, where, and what was counted there that day."""

    id: str  # "daily-papers/2025-10-27"; a file without a day: "openalex/<digest>"
    kind: str
    date: str | None = None  # ISO 8601
    rank: int | None = None
    upvotes: int | None = None
    comments: int | None = None
    where: str | None = None  # "line 17", "entry 3"
    files: tuple[str, ...] = ()  # "name sha256:<64 hex digits>"


class End(_Record, frozen=True):
    """A node by its label and its identifier."""

    label: str
    id: str


class NodeRecord(_Record, frozen=True):
    """Properties of a node that no field of the record holds.

    They replace what the fields give; ``null`` removes it. Dates are ISO 8601.
    """

    label: str
    id: str
    properties: dict[str, Any] = msgspec.field(default_factory=dict)


class EdgeRecord(_Record, frozen=True):
    """An edge, or properties of one, that no field of the record holds.

    An end that is not given is the paper of the record.
    """

    type: str
    start: End | None = None
    end: End | None = None
    properties: dict[str, Any] = msgspec.field(default_factory=dict)


class Paper(_Record, frozen=True):
    """One paper as one source knows it.

    ``published`` is ISO 8601 with as much as is known: ``2020-11-25``, ``2020-11`` or ``2020``.
    ``observed`` is the day on which the source said all this; of two values the one observed
    last holds.
    """

    title: str | None = None
    id: str | None = None  # the user's own, or one of the known kinds: "arxiv:1506.03134"
    abstract: str | None = None
    raw_title: str | None = None  # as the source wrote it, where that differs
    raw_abstract: str | None = None
    published: str | None = None
    published_inferred: bool = False
    authors: tuple[Author, ...] = ()
    author_count: int | None = None
    authors_partial: bool = False  # the source says that it names only some
    topics: tuple[Topic, ...] = ()
    repositories: tuple[Repository, ...] = ()
    organizations: tuple[Organization, ...] = msgspec.field(default=(), name="organization")
    references: tuple[Reference, ...] = ()
    venue: Venue | None = None
    other_venues: tuple[Venue, ...] = ()
    arxiv_id: str | None = None
    doi: str | None = None
    openalex_id: str | None = None
    s2_id: str | None = None
    pmid: str | None = None
    url: str | None = None
    project_pages: tuple[str, ...] = ()
    links: tuple[str, ...] = ()  # "models/owner/name", "datasets/...", "spaces/..."
    upvotes: int | None = None
    comments: int | None = None
    cited_by_count: int | None = None
    language: str | None = None
    type: str | None = None
    retracted: bool | None = None
    withdrawn: str | None = None  # ISO 8601 day on which its authors withdrew it
    listings: tuple[Listing, ...] = ()
    sources: tuple[str, ...] = ()  # formats of the sources, e.g. "openalex"
    observed: str | None = None  # ISO 8601 day
    observed_of: tuple[str, ...] = ()  # "property=day" for what was observed earlier
    also_known_as: tuple[str, ...] = ()  # earlier identifiers, each with why
    stub: bool = False  # only its identifier is known, as of a cited paper
    properties: dict[str, Any] = msgspec.field(default_factory=dict)  # as of a NodeRecord
    nodes: tuple[NodeRecord, ...] = ()
    edges: tuple[EdgeRecord, ...] = ()
    origin: str | None = None  # "<first 12 hex digits of the file's SHA-256>:<place>"


class Rejected(_Record, frozen=True):
    """Something that could not be read: why, where, and the beginning of it."""

    reason: str
    where: str  # "listing.txt:17", "works.json#3"
    raw: Any = None
