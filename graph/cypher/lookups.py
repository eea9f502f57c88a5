"""Find nodes by indexed properties, identifiers, names or edges."""

from citegraph.graph.cypher.fragments import collected

ORGANIZATIONS_OF_PAPERS = (
    "UNWIND $ids AS id MATCH (p:Paper {id: id})-[:AFFILIATED_WITH]->(o:Organization) "
) + collected(id="p.id", organization="o.id")
# Of the cited papers, those whose authors are known.
CITATIONS_OF_PAPERS = (
    "UNWIND $ids AS id MATCH (p:Paper {id: id})-[:CITES]->(q:Paper) "
    "WHERE q.firstAuthor IS NOT NULL RETURN collect([p.id, q.id]) AS rows"
)
EVIDENCE_OF_PAPERS = "UNWIND $ids AS id MATCH (p:Paper {id: id}) " + collected(
    id="p.id", title="p.title", year="p.year"
)
# What decides who an author is, without what describes the edge itself.
_ENTRY = (
    "position written names hfUser hfAssigned orcid openalexId s2Id identifiers organizations "
    "addresses nameOnly"
)
ENTRIES_OF_AUTHORS = (
    "UNWIND $ids AS id MATCH (:Author {id: id})-[r:AUTHORED]->(p:Paper) WHERE p.load IS NOT NULL "
) + collected(a="id", b="p.id", **{name: f"r.{name}" for name in _ENTRY.split()})
# Lists of paper, author, position, names as written, and the name of the author if there are none.
NAMES_OF_PAPERS = (
    "UNWIND $ids AS id MATCH (:Paper {id: id})<-[r:AUTHORED]-(a:Author) WHERE a.load IS NOT NULL "
    "RETURN collect([id, a.id, r.position, r.written, "
    "CASE WHEN r.written IS NULL THEN a.name END]) AS rows"
)
CLAIMED = (
    "UNWIND $rows AS row MATCH (n:Author) WHERE row IN n.hfUser OR row IN n.hfAssigned "
    "RETURN n.id AS id"
)


def find_nodes(label: str, name: str, returned: tuple[str, ...]) -> str:
    """Find nodes by the value of one indexed property, ``$values``.

    Returns ``rows`` of ``id`` and the returned properties.
    """
    columns = {key: f"n.{key}" for key in ("id", *returned)}
    return (
        f"UNWIND $values AS value MATCH (n:{label} {{{name}: value}}) "
        "WHERE n.load IS NOT NULL " + collected(**columns)
    )


_PREPRINT = "(n.arxivId IS NOT NULL OR n.type = 'preprint' OR n.doi STARTS WITH '10.1101/')"
# One expression, as Neo4j would read all entries of two indexes for each row instead.
_PUBLISHED = "(n.arxivId IS NULL AND coalesce(n.doi, n.aclId) IS NOT NULL)"


def find_versions(returned: tuple[str, ...], *, preprints: bool) -> str:
    """Find preprints or published papers by first author and about the same year.

    ``$values`` are rows of ``name`` and ``year``. Returns ``rows`` as :func:`find_nodes`, with
    ``authors``: ``written`` of the first 50 authors, as other names depend on the order of loads.
    """
    columns = {key: f"n.{key}" for key in ("id", *returned)}
    name = "coalesce(r.written, ['0 ' + coalesce(a.name, a.id)])"
    listed = f"MATCH (n)<-[r:AUTHORED]-(a:Author) RETURN {name} AS names ORDER BY r.position, names"
    authors = f"COLLECT {{ {listed} LIMIT 50 }}"
    return (
        "UNWIND $values AS value MATCH (n:Paper {firstAuthor: value.name}) "
        f"WHERE n.load IS NOT NULL AND {_PREPRINT if preprints else _PUBLISHED} "
        "AND n.year >= value.year - 3 AND n.year <= value.year + 3 "
        + collected(**columns, authors=authors)
    )


def find_renamed(returned: tuple[str, ...]) -> str:
    """Find authors with names in several blocks. Returns ``rows`` as :func:`find_nodes`."""
    columns = {key: f"n.{key}" for key in ("id", *returned)}
    return "MATCH (n:Author) WHERE n.otherBlocks > '' " + collected(**columns)


def find_identified(label: str, returned: tuple[str, ...]) -> str:
    """Find nodes by an identifier that is not one of their properties, ``$values``.

    Returns ``rows`` as :func:`find_nodes`.
    """
    columns = {key: f"n.{key}" for key in ("id", *returned)}
    return (
        "UNWIND $values AS value "
        f"MATCH (:Identifier {{id: value}})-[:IDENTIFIES]->(n:{label}) " + collected(**columns)
    )
