"""``citegraph view``: the subgraph of a page, and what is said about it."""

from collections.abc import Mapping
from dataclasses import replace

import queries
from graph.errors import CitegraphError
from graph.store import Store
from graph.subgraph import Subgraph

__all__ = ["atlas", "question"]

# Nodes of a picture of everything that can still be read: beyond, authors of few papers hide the
# rest. A page itself takes more (viz.view.MAX_NODES), for who asks for more.
LARGEST = 20_000


def atlas(store: Store) -> tuple[Subgraph, str | None]:
    """The whole graph, or of a large one what stands on several papers.

    Returns:
        The subgraph, and what was left out, if anything was.

    Raises:
        CitegraphError: there is nothing in the graph.
    """
    sizes = queries.run(store, "atlas").rows
    if not sizes:
        raise CitegraphError("the graph is empty; load something with: citegraph load SOURCE")
    chosen = next((row for row in sizes if row["nodes"] <= LARGEST), sizes[-1])
    least = chosen["least"]
    subgraph = replace(queries.subgraph(store, "atlas", least=least), title="The whole graph")
    if least == 1:
        return subgraph, None
    return subgraph, f"topics and authors of fewer than {least} papers are left out"


def question(store: Store, name: str, given: Mapping[str, str]) -> tuple[Subgraph, str | None]:
    """The answer to a stock question as a subgraph, and the question's remark.

    Raises:
        QueryError: there is no such question, or a parameter is wrong.
        CitegraphError: the answer is empty.
    """
    asked = queries.find(name)
    parameters = queries.parameters(asked, given)
    answer = queries.run(store, name, **parameters)
    subgraph = queries.subgraph(store, name, **parameters)
    if not subgraph.nodes:
        raise CitegraphError(answer.note or "the answer is empty; there is nothing to draw")
    return subgraph, answer.note
