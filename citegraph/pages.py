"""``citegraph view``: the subgraph of a page, and what is said about it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from citegraph import queries
from citegraph.graph.errors import CitegraphError
from citegraph.graph.store import Store
from citegraph.graph.subgraph import Subgraph

__all__ = ["atlas", "question"]

# Nodes of a picture of everything that can still be read: beyond, authors of few papers hide the
# rest. A page itself takes more (viz.view.MAX_NODES), for who asks for more.
LARGEST = 20_000


def atlas(store: Store, least: int | None = None) -> tuple[Subgraph, str | None]:
    """The whole graph, or of a large one what has several links.

    Args:
        store: the graph.
        least: links that a topic or an author must have; as many as keep the page quick by default.

    Returns:
        The subgraph, and what was left out, if anything was; the page states it too.

    Raises:
        CitegraphError: there is nothing in the graph, or more than a page can show.
    """
    sizes = queries.run(store, "atlas").rows
    if not sizes:
        raise CitegraphError("the graph is empty; load something with: citegraph load SOURCE")
    if least is None:
        chosen = next((row for row in sizes if row["nodes"] <= LARGEST), sizes[-1])
        least = int(chosen["least"])
    _fits(sizes, least)
    subgraph = queries.subgraph(store, "atlas", least=least)
    if not subgraph.nodes:
        raise CitegraphError("the graph is empty; load something with: citegraph load SOURCE")
    missing = _missing(sizes[0], subgraph, least)
    note = f"left out: {'; '.join(missing)}" if missing else None
    return replace(subgraph, title="The whole graph", note=note), note


def _fits(sizes: Sequence[Mapping[str, int]], least: int) -> None:
    """Refuse a page that would be too large, before anything is fetched for it."""
    from citegraph.viz import view  # noqa: PLC0415 - loaded in a thread meanwhile

    found = next((row for row in sizes if row["least"] >= least), sizes[-1])
    if found["nodes"] <= view.MAX_NODES:
        return
    fitting = next((row["least"] for row in sizes if row["nodes"] <= view.MAX_NODES), None)
    remedy = f"citegraph view atlas -p least={fitting}, or " if fitting else ""
    raise CitegraphError(
        f"too much for one page: {found['nodes']:,} nodes ({found['papers']:,} papers), where "
        f"{view.MAX_NODES:,} can be shown; draw {remedy}the answer to one question, for example "
        "citegraph view topic-papers -p topic=NAME"
    )


def _missing(whole: Mapping[str, int], subgraph: Subgraph, least: int) -> list[str]:
    """What a picture leaves out of the whole graph, and how to get it."""
    drawn = Counter(node.label for node in subgraph.nodes)
    found = []
    fewer = [
        f"{whole[many] - drawn[label]:,} {many}"
        for many, label in (("topics", "Topic"), ("authors", "Author"), ("papers", "Paper"))
        if whole[many] > drawn[label]
    ]
    if fewer:
        found.append(
            f"{', '.join(fewer)} with fewer than {least} links (citegraph view atlas -p least=1)"
        )
    if whole["lists"]:
        found.append(f"{whole['lists']:,} lists (citegraph view listing-on -p day=YYYY-MM-DD)")
    return found


def question(store: Store, name: str, given: Mapping[str, str]) -> tuple[Subgraph, str | None]:
    """The answer to a stock question as a subgraph, and the question's remark.

    Raises:
        QueryError: there is no such question, or a parameter is wrong.
        CitegraphError: the answer is empty.
    """
    asked = queries.find(name)
    parameters = queries.parameters(asked, given)
    if name == "atlas":
        return atlas(store, parameters["least"])
    answer = queries.run(store, name, **parameters)
    subgraph = queries.subgraph(store, name, **parameters)
    if not subgraph.nodes:
        raise CitegraphError(answer.note or "the answer is empty; there is nothing to draw")
    return subgraph, answer.note
