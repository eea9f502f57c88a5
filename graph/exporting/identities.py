"""Read the data that decide the identity of the papers in a graph, and no others."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from citegraph.graph import cypher
from citegraph.graph.exporting.neighborhood import pages
from citegraph.graph.identity.works import Known
from citegraph.graph.store import Store
from citegraph.graph.writing.candidates import known_node

PAGE = 1000  # nodes read at once


@dataclass(frozen=True, slots=True)
class Identified:
    """A paper of the graph: its id, title and identity."""

    id: str
    title: str | None
    known: Known
    stub: bool


def identified(store: Store, ids: Collection[str] | None = None) -> Iterator[Identified]:
    """Yield papers in the order of their identifiers; by default all that are not stubs."""
    if ids is not None:
        wanted = sorted(ids)
        for start in range(0, len(wanted), PAGE):
            [found] = store.read(
                cypher.read_nodes("Paper"), {"ids": wanted[start : start + PAGE]}
            ).rows
            rows = sorted(found["rows"], key=lambda row: str(row["id"]))
            yield from (_identified(row["properties"]) for row in rows)
        return
    for page in pages(store, cypher.page_nodes("Paper"), PAGE):
        yield from (_identified(node) for node in page.values() if not node.get("stub"))


def _identified(node: dict[str, object]) -> Identified:
    title = node.get("title")
    return Identified(
        str(node["id"]),
        title if isinstance(title, str) else None,
        known_node(node),
        bool(node.get("stub")),
    )
