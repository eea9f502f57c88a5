"""Mark the author lists that a batch touched, until the load has resolved their authors."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from citegraph.graph import cypher
from citegraph.graph.identity import ids, names
from citegraph.graph.schema import edge_type
from citegraph.graph.writing.authors import spellings
from citegraph.graph.writing.difference import Runner, Stored, Work, read
from citegraph.graph.writing.rows import AUTHORED, Rows

_EVIDENCE = {"title", "year", "titleKey"}  # properties of a paper that decide


@dataclass(slots=True)
class Mark:
    """Names and authors that the loads since the last resolution touched."""

    names: set[str] = field(default_factory=set)  # normalized names
    authors: set[str] = field(default_factory=set)  # nodes that lost an entry
    ends: set[str] = field(default_factory=set)  # of judgements that changed


def mark(run: Runner, rows: Rows, stored: Stored, work: Work, left: set[str]) -> None:
    """Write which names a batch touched; authors in ``left`` lost an entry."""
    new = {row["id"] for row in work.new.get("Paper", ())}
    papers = new | {row["id"] for row in work.changed.get("Paper", ()) if _EVIDENCE & row.keys()}
    for of, by_paper in work.created.items():
        if edge_type(*of).evidence:
            papers |= {id for _, id in by_paper}
    for of, verbs in work.edges.items():
        if edge_type(*of).evidence:
            side = "a" if of[0] == "Paper" else "b"
            papers |= {row[side] for rows_ in verbs.values() for row in rows_}
    if not papers and not left:
        return
    touched = {
        ids.name_key(name)
        for edges in (rows.edges, stored.edges)
        for key, edge in edges.items()
        if key[1] == "AUTHORED" and key[4] in papers
        for name in spellings(edge)
    }
    listed = {
        key[4] for edges in (rows.edges, stored.edges) for key in edges if key[1] == "AUTHORED"
    }
    if unlisted := papers - new - listed:  # records without authors
        mark_authors(run, sorted(unlisted))
    authors = left.union(_not_found_by_name(rows, stored, papers))
    if touched or authors:
        run(cypher.MARK_AUTHORS, rows=[{"names": sorted(touched), "authors": sorted(authors)}])


def _not_found_by_name(rows: Rows, stored: Stored, papers: set[str]) -> Iterator[str]:
    """Yield authors in the graph under whose identifier a batch puts a name of another block."""
    for key, edge in rows.edges.items():
        author = stored.nodes.get(("Author", key[3]))
        if author and key[1] == "AUTHORED" and key[4] in papers:
            known = {author.get("block"), *(author.get("otherBlocks") or "").split(";")}
            if any(names.block(names.parse(name)) not in known for name in spellings(edge)):
                yield key[3]


def mark_authors(run: Runner, papers: Sequence[str]) -> None:
    """Mark the authors that the graph has of papers.

    Args:
        run: the transaction of the batch.
        papers: whose evidence changed, or whose ID, as IDs of authors may contain it.
    """
    edges = read(run, cypher.read_edges(edge_type(*AUTHORED), start=False), ids=papers)
    touched = {ids.name_key(name) for row in edges for name in spellings(row["properties"])}
    if touched:
        run(cypher.MARK_AUTHORS, rows=[{"names": sorted(touched)}])
