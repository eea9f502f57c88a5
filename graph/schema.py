"""What the graph is, as data, on one screen.

Constraints, indexes, MERGE text, the reader of existing data, the schema page of the docs and
``citegraph schema`` all derive from :data:`NODES` and :data:`EDGES`. To add an edge type, add
one line here: records, the export and the docs hold it (``properties``, ``nodes`` and ``edges`` of
``graph.records``). A field of its own takes lines in ``graph/records.py``,
``graph/writing/rows.py`` and ``graph/exporting/papers.py``.

Each property names the rule by which an old and a new value combine. All rules are commutative,
associative and idempotent, so the graph does not depend on the order in which files came:

========  ===========================================================================
newest    the value observed last; on the same day the fuller one
fullest   the longer, then the greater one
surest    a date that was read before one that was inferred, the more precise one, the newest
union     a sorted list of all values seen
max, min  the greatest, the least
all       true only while every observation says true (``stub``)
any       true as soon as one observation says true
========  ===========================================================================
"""

from dataclasses import dataclass
from typing import Literal

__all__ = [
    "EDGES",
    "FULLTEXT",
    "NODES",
    "EdgeType",
    "NodeType",
    "Property",
    "edge_type",
    "known_names",
    "node_type",
]

Rule = Literal["newest", "surest", "fullest", "union", "max", "min", "all", "any"]
Kind = Literal["string", "integer", "float", "boolean", "date", "datetime", "list"]


@dataclass(frozen=True, slots=True)
class Property:
    """One property: its type, what it says, how two values combine, whether it has an index."""

    name: str
    kind: Kind
    about: str
    rule: Rule = "newest"
    index: bool = False
    follows: str | None = None  # comes from the same observation as that property


@dataclass(frozen=True, slots=True)
class NodeType:
    """A label. Every node has ``id``, unique within its label."""

    label: str
    about: str
    properties: tuple[Property, ...]


@dataclass(frozen=True, slots=True)
class EdgeType:
    """A relationship type between two labels; there is at most one between two nodes."""

    start: str
    type: str
    end: str
    about: str
    properties: tuple[Property, ...] = ()


P = Property

# fmt: off
NODES: tuple[NodeType, ...] = (
    NodeType("Paper", "A paper; one node, however many sources know it", (
        P("title", "string", "as a reader expects it: LaTeX escapes resolved"),
        P("abstract", "string", "as a reader expects it"),
        P("rawTitle", "string", "as the source wrote it, if different", follows="title"),
        P("rawAbstract", "string", "as the source wrote it, if different", follows="abstract"),
        P("titleKey", "string", "normalised title, for matching", index=True, follows="title"),
        P("published", "date", "publication date; the first day if less is known", "surest", True),
        P("publishedPrecision", "string", "day, month or year", follows="published"),
        P("publishedInferred", "boolean", "true where the year is inferred", follows="published"),
        P("year", "integer", "year of publication", index=True, follows="published"),
        P("authorCount", "integer", "number of authors, also where names are unknown"),
        P("authorsPartial", "boolean", "true where fewer are named than counted", "all"),
        P("upvotes", "integer", "upvotes when last observed"),
        P("comments", "integer", "comments when last observed"),
        P("citedByCount", "integer", "citations in the whole world, as a source counts them"),
        P("arxivId", "string", "arXiv identifier without version", "min", index=True),
        P("doi", "string", "DOI, lower case, without resolver", "min", index=True),
        P("openalexId", "string", "OpenAlex work, W...", "min", index=True),
        P("s2Id", "string", "Semantic Scholar paper, 40 hex digits", "min", index=True),
        P("pmid", "string", "PubMed identifier"),
        P("url", "string", "address of the paper"),
        P("projectPages", "list", "addresses that are not repositories", "union"),
        P("links", "list", "linked models, datasets and Spaces (kind/owner/name)", "union"),
        P("language", "string", "ISO 639-1 code, where a source gives it"),
        P("type", "string", "article, preprint, book, ... as a source gives it"),
        P("retracted", "boolean", "true where a source says so"),
        P("withdrawn", "date", "day on which its authors withdrew it, as a source states"),
        P("alsoKnownAs", "list", "further identifiers, each with the reason", "union"),
        P("stub", "boolean", "true while only an identifier is known", "all"),
        P("sources", "list", "formats of the sources that contain it", "union"),
    )),
    NodeType("Author", "A person, by ORCID or OpenAlex where known, else by name", (
        P("name", "string", "name as shown", "fullest"),
        P("nameKey", "string", "normalised name, for matching", "fullest", index=True),
        P("names", "list", "all spellings seen", "union"),
        P("orcid", "string", "ORCID without resolver", "fullest", index=True),
        P("openalexId", "string", "OpenAlex author, A...", "fullest", index=True),
    )),
    NodeType("Topic", "A named concept; one node however it is written", (
        P("name", "string", "name as shown", "fullest"),
        P("aliases", "list", "other forms seen, acronyms too", "union"),
        P("kind", "string", "concept, system, dataset, field, keyword", "fullest"),
        P("vocabulary", "list", "vocabularies that know it", "union"),
    )),
    NodeType("Repository", "A code repository", (
        P("url", "string", "https address"),
        P("host", "string", "github.com, gitlab.com, ..."),
        P("owner", "string", "lower case", index=True),
        P("name", "string", "as last written"),
        P("stars", "integer", "stars when last observed"),
    )),
    NodeType("Organization", "A company, laboratory or university", (
        P("name", "string", "name as shown", "fullest"),
        P("handle", "string", "name on Hugging Face", "fullest", index=True),
        P("ror", "string", "ROR identifier", "fullest"),
        P("openalexId", "string", "OpenAlex institution, I...", "fullest"),
        P("country", "string", "ISO 3166-1 alpha-2", "fullest"),
    )),
    NodeType("Venue", "A journal, conference or archive", (
        P("name", "string", "name as shown", "fullest"),
        P("issn", "string", "linking ISSN", "fullest"),
        P("openalexId", "string", "OpenAlex source, S...", "fullest"),
        P("kind", "string", "journal, conference, repository, ...", "fullest"),
    )),
    NodeType("Identifier", "A further identifier of a paper, an entry of alsoKnownAs", ()),
    NodeType("Listing", "A list that was loaded: the Daily Papers of a day, or a file", (
        P("kind", "string", "daily-papers, openalex, records, ...", "fullest"),
        P("date", "date", "the day that the list is about", "fullest", index=True),
        P("files", "list", "name and SHA-256 of each file that gave it", "union"),
    )),
)

EDGES: tuple[EdgeType, ...] = (
    EdgeType("Author", "AUTHORED", "Paper", "wrote", (
        P("position", "integer", "place in the author list, from 1", "min"),
        P("alsoAt", "list", "further places, where a name stands twice", "union"),
        P("hidden", "boolean", "hidden on the source's page", "any"),
        P("hfUser", "list", "Hugging Face users who claimed this place", "union"),
    )),
    EdgeType("Paper", "HAS_TOPIC", "Topic", "is about", (
        P("score", "float", "how telling the topic is, 0 to 1"),
        P("evidence", "string", "the sentence that proves it"),
        P("surface", "string", "the very words"),
        P("field", "string", "title, abstract or source"),
        P("rule", "string", "the rule that accepted it"),
        P("sources", "list", "text, ai_keywords, openalex, author, ...", "union"),
    )),
    EdgeType("Paper", "HAS_CODE", "Repository", "has code in", (
        P("evidence", "string", "the words around the address", "fullest"),
        P("linkedBy", "list", "abstract, user, auto, ...", "union"),
    )),
    EdgeType("Paper", "CITES", "Paper", "cites", (
        P("sources", "list", "who says so", "union"),
    )),
    EdgeType("Identifier", "IDENTIFIES", "Paper", "is an identifier of"),
    EdgeType("Paper", "AFFILIATED_WITH", "Organization", "comes from"),
    EdgeType("Author", "AFFILIATED_WITH", "Organization", "works at"),
    EdgeType("Repository", "OWNED_BY", "Organization", "belongs to", (
        P("evidence", "string", "why it is believed", "fullest"),
    )),
    EdgeType("Paper", "LISTED_IN", "Listing", "stood in", (
        P("rank", "integer", "place in the list, from 1", "min"),
        P("upvotes", "integer", "upvotes on that day", "max"),
        P("comments", "integer", "comments on that day", "max"),
        P("where", "string", "line or entry of the file", "fullest"),
    )),
    EdgeType("Paper", "PUBLISHED_IN", "Venue", "appeared in"),
    EdgeType("Topic", "BROADER", "Topic", "is a kind of", (
        P("vocabulary", "list", "vocabularies that say so", "union"),
    )),
)

# fmt: on

# Full-text indexes: the properties of a label that a search by words reads. A load does not create
# them; see `Store.prepare_text_index`.
FULLTEXT: dict[str, tuple[str, ...]] = {"Paper": ("title", "abstract")}

# The day on which the source said it, for types with a property of rule "newest"; and where a
# property is older than the rest of its node, "property=day".
OBSERVED: tuple[Property, ...] = (
    P("observed", "date", "the day of the newest observation"),
    P("observedOf", "list", "property=day where a property was observed earlier"),
)

# Written once, when a node or edge is created: which file and place, and which load.
PROVENANCE: tuple[Property, ...] = (
    P("origin", "string", "digest of the file and the place in it that first gave this"),
    P("load", "datetime", "the load that first wrote this"),
)


def node_type(label: str) -> NodeType:
    """The node type with this label.

    Raises:
        KeyError: there is none.
    """
    return _NODES[label]


def known_names(of: NodeType | EdgeType) -> frozenset[str]:
    """The names of all properties that citegraph writes; others are a user's own."""
    return frozenset(("id", *(p.name for p in (*of.properties, *OBSERVED, *PROVENANCE))))


def edge_type(start: str, type: str, end: str) -> EdgeType:
    """The edge type between these labels.

    Raises:
        KeyError: there is none.
    """
    return _EDGES[start, type, end]


_NODES = {node.label: node for node in NODES}
_EDGES = {(edge.start, edge.type, edge.end): edge for edge in EDGES}
