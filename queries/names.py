"""Names of the nodes that a drawing of the whole graph leaves out."""

from functools import cache
from importlib.resources import files
from typing import Any

from citegraph.graph.store import Store
from citegraph.graph.subgraph import Other, Subgraph
from citegraph.queries import lexer

__all__ = ["outside"]


@cache
def _statements() -> tuple[str, ...]:
    text = files("citegraph.queries").joinpath("names.cypher").read_text("utf-8")
    return tuple(lexer.statements(text))


def outside(store: Store, subgraph: Subgraph) -> tuple[Other, ...]:
    """Return the authors, topics and cited works of drawn papers that are not drawn themselves.

    Args:
        store: the graph.
        subgraph: what is drawn.
    """
    drawn = {node.key for node in subgraph.nodes}
    found = []
    for statement in _statements():
        rows: list[dict[str, Any]] = store.read(statement).rows
        for row in rows:
            papers = tuple(f"Paper:{id}" for id in row["papers"] if f"Paper:{id}" in drawn)
            if papers and f"{row['label']}:{row['id']}" not in drawn:
                name, aliases = row["name"] or row["id"], tuple(row["aliases"] or ())
                found.append(
                    Other(
                        row["label"], row["id"], name, aliases, row["type"], papers, row["general"]
                    )
                )
    return tuple(sorted(found, key=lambda other: (other.label, other.id)))
