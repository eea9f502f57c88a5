"""The schema of the graph, as data.

Constraints, indexes, statements, the docs and ``citegraph schema`` derive from :data:`NODES` and
:data:`EDGES`. To add an edge type or a node type, add one line here; a source states it in
``edges`` and ``nodes`` of a record (see ``graph.records``), and the export writes it there. A text,
number or Boolean of an existing type is copied from the field of its name in ``graph/records.py``,
and back; a field of another form needs lines in ``graph/writing/conversion.py`` and
``graph/exporting/papers.py``.

Each property names the rule that combines an old and a new value. All rules are commutative,
associative and idempotent, so the graph does not depend on the order of loading:

========  ===========================================================================
newest    the value observed last; of two values of one day the fullest
fullest   the longest text; of two of one length the greatest
spelled   the longest name; of two of one length the one with more capitalized words
precise   a stated date before an inferred one, then the most precise date, then the newest
union     a sorted list of all values
max, min  the greatest, the least value
all       true if every observation is true (``stub``)
any       true if one observation is true
latest    "property | source | record | day | value"; of one source and record the newest
stated    true if an entry of ``observations`` is; without entries, as ``any``
counted   follows from the edges of the node, see :data:`COUNTS`; no source states it
========  ===========================================================================
"""

from dataclasses import dataclass
from typing import Literal

from citegraph.graph.identity.author_ids import SCHEMES

Rule = Literal[
    "newest",
    "precise",
    "fullest",
    "spelled",
    "union",
    "max",
    "min",
    "all",
    "any",
    "latest",
    "stated",
    "counted",
]
Kind = Literal["string", "integer", "float", "boolean", "date", "datetime", "list"]


@dataclass(frozen=True, slots=True)
class Property:
    """One property: type, description, rule, and whether it has an index."""

    name: str
    kind: Kind
    about: str
    rule: Rule = "newest"
    index: bool = False
    follows: str | None = None  # taken from the observation that gave that property


@dataclass(frozen=True, slots=True)
class NodeType:
    """A label. Every node has ``id``, unique within its label."""

    label: str
    about: str
    properties: tuple[Property, ...]


@dataclass(frozen=True, slots=True)
class EdgeType:
    """A relationship type between two labels; there is at most one between two nodes.

    Attributes:
        evidence: whether such an edge of a paper is evidence of who its authors are.
        paths: whether paths between papers use such edges.
    """

    start: str
    type: str
    end: str
    about: str
    properties: tuple[Property, ...] = ()
    evidence: bool = False
    paths: bool = False


@dataclass(frozen=True, slots=True)
class Counts:
    """Properties of a label that follow from the papers at the other end of one edge type."""

    label: str
    type: str
    properties: tuple[Property, ...]


P = Property

# fmt: off
NODES: tuple[NodeType, ...] = (
    NodeType("Paper", "A paper; one node for all sources", (
        P("title", "string", "title without LaTeX escapes"),
        P("abstract", "string", "abstract without LaTeX escapes"),
        P("rawTitle", "string", "title as in the source, if different", follows="title"),
        P("rawAbstract", "string", "abstract as in the source, if different", follows="abstract"),
        P("titleKey", "string", "normalized title, for matching", index=True, follows="title"),
        P("published", "date", "publication date; first day of a month or year", "precise", True),
        P("publishedPrecision", "string", "day, month or year", follows="published"),
        P("publishedInferred", "boolean", "true if the date is inferred", follows="published"),
        P("year", "integer", "year of publication", index=True, follows="published"),
        P("authorCount", "integer", "number of authors, including unnamed ones"),
        P("firstAuthor", "string", "family name and initial, for matching", "min", True),
        P("authorsPartial", "boolean", "true if fewer authors are named than counted", "all"),
        P("upvotes", "integer", "upvotes when last observed"),
        P("comments", "integer", "comments when last observed"),
        P("citedByCount", "integer", "citation count reported by a source"),
        P("textReferences", "integer", "number of references without identifier and title", "max"),
        P("arxivId", "string", "arXiv identifier without version", "min", index=True),
        P("doi", "string", "DOI, lower case, without resolver", "min", index=True),
        P("openalexId", "string", "OpenAlex work, W...", "min", index=True),
        P("s2Id", "string", "Semantic Scholar paper, 40 hex digits", "min", index=True),
        P("pmid", "string", "PubMed ID", "min", index=True),
        P("pmcid", "string", "PubMed Central ID, PMC...", "min", index=True),
        P("aclId", "string", "ACL Anthology ID", "min", index=True),
        P("corpusId", "string", "Semantic Scholar corpus ID", "min", index=True),
        P("scopusId", "string", "Scopus record, 2-s2.0-...", "min", index=True),
        P("wosId", "string", "Web of Science record, WOS:...", "min", index=True),
        P("url", "string", "address of the paper"),
        P("projectPages", "list", "addresses that are not repositories", "union"),
        P("links", "list", "linked models, datasets and Spaces (kind/owner/name)", "union"),
        P("keywords", "list", "keywords of sources and title that no vocabulary has", "union"),
        P("keywordSources", "list", "source | ID of the topic | keyword", "union"),
        P("language", "string", "ISO 639-1 code"),
        P("type", "string", "article, preprint, book, ..."),
        P("retracted", "boolean", "true if a source reports a retraction", "stated"),
        P("retractedOn", "date", "day of the retraction", "min"),
        P("retraction", "list", "notices: type or reason, identifier (source)", "union"),
        P("withdrawn", "date", "day on which its authors withdrew it"),
        P("observations", "list", "property | source | record | day | value", "latest"),
        P("alsoKnownAs", "list", "further identifiers, each with the reason", "union"),
        P("stub", "boolean", "true while only an identifier is known", "all"),
        P("sources", "list", "formats of the sources that contain it", "union"),
    )),
    NodeType("Author", "A person: author-list entries merged by identifier or rule", (
        P("name", "string", "display name", "spelled"),
        P("nameKey", "string", "normalized name, for matching", "fullest", index=True),
        P("block", "string", "family name and first initial, for matching", "fullest", index=True),
        P("otherBlocks", "string", "the same for other names, if any", "min", index=True),
        P("names", "list", "all spellings", "union"),
        *(P(one.property, "string", one.about, "min", index=True) for one in SCHEMES[:-1]),
        P("hfUser", "list", "Hugging Face users who claimed an entry", "union"),
        P("hfAssigned", "list", "Hugging Face users assigned to an entry, unconfirmed", "union"),
        P("basis", "string", "evidence for the weakest merge of entries: name, rule, ...", "min"),
        P("confidence", "float", "probability that the weakest merge by rule is correct", "min"),
    )),
    NodeType("Topic", "A named concept; one node for all spellings", (
        P("name", "string", "display name", "fullest"),
        P("aliases", "list", "other names, including acronyms", "union"),
        P("kind", "string", "concept, system, dataset, field, keyword", "fullest"),
        P("vocabulary", "list", "vocabularies that contain it", "union"),
        P("alsoKnownAs", "list", "IDs judged the same, each with the reason", "union"),
    )),
    NodeType("Repository", "A code repository", (
        P("url", "string", "https address"),
        P("host", "string", "github.com, gitlab.com, ..."),
        P("owner", "string", "lower case", index=True),
        P("name", "string", "name as written"),
        P("stars", "integer", "stars when last observed"),
        P("language", "string", "main programming language"),
        P("topics", "list", "topics set by its owner", "union"),
        P("license", "string", "SPDX identifier"),
        P("description", "string", "description by its owner"),
        P("fork", "boolean", "true if it is a fork"),
        P("archived", "boolean", "true if its owner archived it"),
        P("renamedTo", "string", "current owner/name; a load merges the two nodes"),
        P("alsoKnownAs", "list", "earlier names, each with the reason", "union"),
    )),
    NodeType("Organization", "A company, laboratory or university", (
        P("name", "string", "display name", "fullest"),
        P("handle", "string", "name on Hugging Face", "fullest", index=True),
        P("ror", "string", "ROR identifier", "fullest"),
        P("openalexId", "string", "OpenAlex institution, I...", "fullest"),
        P("country", "string", "ISO 3166-1 alpha-2", "fullest"),
        P("alsoKnownAs", "list", "further IDs and names, each with the reason", "union"),
    )),
    NodeType("Venue", "A journal, conference or archive", (
        P("name", "string", "display name", "fullest"),
        P("issn", "string", "linking ISSN", "fullest"),
        P("openalexId", "string", "OpenAlex source, S...", "fullest"),
        P("kind", "string", "journal, conference, repository, ...", "fullest"),
    )),
    NodeType("Identifier", "A further identifier of a paper, an entry of alsoKnownAs", ()),
    NodeType("Listing", "A loaded list: the Daily Papers of a day, or a file", (
        P("kind", "string", "daily-papers, openalex, records, ...", "fullest"),
        P("date", "date", "day of the list", "fullest", index=True),
        P("files", "list", "name and SHA-256 of each file", "union"),
    )),
)

# A paper is about a topic, or its text only mentions it; the two have the same properties.
_TOPIC = (
    P("score", "float", "probability that the paper is about it, 0 to 1"),
    P("evidence", "string", "the sentence that supports it"),
    P("surface", "string", "the matched words"),
    P("field", "string", "title, abstract or source"),
    P("rule", "string", "the rule that accepted it"),
    P("sources", "list", "text, title, ai_keywords, openalex, author, arxiv:cs.LG, ...", "union"),
)

EDGES: tuple[EdgeType, ...] = (
    EdgeType("Author", "AUTHORED", "Paper", "wrote", (
        P("position", "integer", "position in the author list, from 1", "min"),
        P("alsoAt", "list", "further positions with the same identifier", "union"),
        P("hidden", "boolean", "hidden on the source's page", "any"),
        P("written", "list", "name as the sources write it", "union"),
        P("names", "list", "other spellings that a source states", "union"),
        P("hfUser", "list", "Hugging Face users who claimed this entry", "union"),
        P("hfAssigned", "list", "Hugging Face users assigned to this entry, unconfirmed", "union"),
        P("orcid", "list", "ORCID that a source states", "union"),
        P("openalexId", "list", "OpenAlex author that a source states", "union"),
        P("s2Id", "list", "Semantic Scholar author that a source states", "union"),
        P("identifiers", "list", "further identifiers that a source states", "union"),
        P("organizations", "list", "IDs of the affiliations that a source states", "union"),
        P("addresses", "list", "full addresses, if `organizations` has only the university",
          "union"),
        P("nameOnly", "boolean", "true if linked to most other entries by name only", "any"),
    ), evidence=True, paths=True),
    EdgeType("Paper", "HAS_TOPIC", "Topic", "is about", _TOPIC, paths=True),
    # Two papers that mention a concept in passing have little in common: not in paths.
    EdgeType("Paper", "MENTIONS", "Topic", "mentions", _TOPIC),
    EdgeType("Paper", "HAS_CODE", "Repository", "has code in", (
        P("evidence", "string", "the words around the address", "fullest"),
        P("linkedBy", "list", "abstract, user, auto, ...", "union"),
    ), paths=True),
    EdgeType("Paper", "CITES", "Paper", "cites", (
        P("sources", "list", "formats of the sources that state it", "union"),
    ), evidence=True, paths=True),
    EdgeType("Identifier", "IDENTIFIES", "Paper", "is an identifier of"),
    EdgeType("Paper", "AFFILIATED_WITH", "Organization", "comes from", evidence=True, paths=True),
    EdgeType("Author", "AFFILIATED_WITH", "Organization", "works at", paths=True),
    EdgeType("Repository", "OWNED_BY", "Organization", "belongs to", (
        P("evidence", "string", "reason for the link", "fullest"),
    ), paths=True),
    # A list or a venue connects everything with everything, and BROADER leads to topics that are
    # too general: not in paths.
    EdgeType("Paper", "LISTED_IN", "Listing", "was listed in", (
        P("rank", "integer", "position in the list, from 1", "min"),
        P("upvotes", "integer", "upvotes on that day", "max"),
        P("comments", "integer", "comments on that day", "max"),
        P("where", "string", "line or entry of the file", "fullest"),
    )),
    EdgeType("Paper", "PUBLISHED_IN", "Venue", "appeared in"),
    EdgeType("Topic", "BROADER", "Topic", "is a kind of", (
        P("vocabulary", "list", "vocabularies that state it", "union"),
    )),
)

# Edges that follow from the texts in the graph. `graph/text` keeps them up to date; they are not
# exported, and they are not facts of a source.
DERIVED: tuple[EdgeType, ...] = (
    EdgeType("Paper", "SIMILAR_TO", "Paper", "has a similar text as (in both directions)", (
        P("score", "float", "similarity of title and abstract, 0 to 1; mean of the next two"),
        P("fromStart", "float", "similarity with the start node as the query"),
        P("fromEnd", "float", "similarity with the end node as the query"),
        P("terms", "list", "shared words, the most distinctive first"),
    )),
)

# Properties that a question reads where it would have to count edges. `graph/writing/counts`
# computes them and keeps them exact; they are not exported, and no source states them.
_PAPERS = P("paperCount", "integer", "number of its papers, without stubs", "counted")
COUNTS: tuple[Counts, ...] = (
    Counts("Author", "AUTHORED", (_PAPERS,)),
    Counts("Topic", "HAS_TOPIC", (
        _PAPERS,
        P("months", "list", "month or year, number of papers, source of the edges", "counted"),
    )),
    Counts("Repository", "HAS_CODE", (_PAPERS,)),
    Counts("Venue", "PUBLISHED_IN", (_PAPERS,)),
)

# fmt: on

# The day of the newest observation, for types with a property of rule "newest" or "precise", and
# the days of properties that were observed earlier.
OBSERVED: tuple[Property, ...] = (
    P("observed", "date", "day of the newest observation"),
    P("observedOf", "list", "property=day of each property that was observed earlier"),
)

# Written once, when a node or edge is created.
PROVENANCE: tuple[Property, ...] = (
    P("origin", "string", "digest of the first source file, and the position in it"),
    P("load", "datetime", "time of the load that created it"),
)


def node_type(label: str) -> NodeType:
    """Return the node type with this label.

    Raises:
        KeyError: there is none.
    """
    return _NODES[label]


def known_names(of: NodeType | EdgeType) -> frozenset[str]:
    """Return the names of the properties that citegraph writes; all others are a user's."""
    counts = counts_of(of.label) if isinstance(of, NodeType) else ()
    return frozenset(("id", *(p.name for p in (*of.properties, *counts, *OBSERVED, *PROVENANCE))))


def counts_of(label: str) -> tuple[Property, ...]:
    """Return the properties of a label that follow from its edges."""
    return _COUNTS[label].properties if label in _COUNTS else ()


def edge_type(start: str, type: str, end: str) -> EdgeType:
    """Return the edge type between these labels.

    Raises:
        KeyError: there is none.
    """
    return _EDGES[start, type, end]


_NODES = {node.label: node for node in NODES}
_COUNTS = {counts.label: counts for counts in COUNTS}
_EDGES = {(edge.start, edge.type, edge.end): edge for edge in EDGES}
