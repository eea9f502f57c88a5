"""Subgraphs to draw as pages, each with a note on what it leaves out."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from citegraph import queries
from citegraph.graph.errors import CitegraphError
from citegraph.graph.store import Store
from citegraph.graph.subgraph import Edge, Node, Subgraph
from citegraph.queries.whole import whole

__all__ = ["atlas", "question"]

# Nodes of a readable page of the whole graph: with more, authors of few papers hide the rest. A
# page can contain more (viz.view.MAX_NODES) if asked to.
LARGEST = 20_000


def atlas(store: Store, least: int | None = None) -> tuple[Subgraph, str | None]:
    """Return the whole graph, or the well-connected nodes of a large one.

    Args:
        store: the graph.
        least: minimum edges of a topic or an author. Default: as few as keep the page fast.

    Returns:
        The subgraph, and a note on what it leaves out, which the page states too.

    Raises:
        CitegraphError: there is nothing in the graph, or more than a page can show.
    """
    sizes = queries.run(store, "atlas").rows
    if not sizes:
        raise CitegraphError("the graph is empty; load a source first")
    if least is None:
        chosen = next((row for row in sizes if row["nodes"] <= LARGEST), sizes[-1])
        least = int(chosen["least"])
    _require_drawable(sizes, least)
    subgraph = whole(store, least)
    if not subgraph.nodes:
        raise CitegraphError("the graph is empty; load a source first")
    missing = _missing(sizes, subgraph, least)
    note = f"left out: {'; '.join(missing)}" if missing else None
    asked = queries.find("atlas")
    statement = asked.with_parameters(asked.graph or "", {"least": least})
    papers = sum(node.label == "Paper" for node in subgraph.nodes)
    title = f"The whole graph: {_amount(papers, 'papers')}"
    return replace(subgraph, title=title, cypher=statement, note=note), note


def _require_drawable(sizes: Sequence[Mapping[str, int]], least: int) -> None:
    """Raise an error if a page would be too large, before its nodes are fetched."""
    from citegraph.viz import view  # noqa: PLC0415 - loaded in a thread meanwhile

    found = next((row for row in sizes if row["least"] >= least), sizes[-1])
    if found["nodes"] <= view.MAX_NODES:
        return
    fitting = next((row["least"] for row in sizes if row["nodes"] <= view.MAX_NODES), None)
    remedy = f"the question atlas with least={fitting}, or " if fitting else ""
    raise CitegraphError(
        f"too much for one page: {found['nodes']:,} nodes ({found['papers']:,} papers), where "
        f"{view.MAX_NODES:,} can be shown; draw {remedy}one question, such as topic-papers"
    )


def _missing(sizes: Sequence[Mapping[str, int]], subgraph: Subgraph, least: int) -> list[str]:
    """State what a page of the whole graph leaves out, and the commands that draw it."""
    from citegraph.viz import view  # noqa: PLC0415 - as above

    whole = sizes[0]
    lowest = next((row["least"] for row in sizes if row["nodes"] <= view.MAX_NODES), least)
    drawn = Counter(node.label for node in subgraph.nodes)
    found = []
    fewer = [
        _amount(whole[many] - drawn[label], many)
        for many, label in (("topics", "Topic"), ("authors", "Author"), ("papers", "Paper"))
        if whole[many] > drawn[label]
    ]
    if fewer:
        remedy = "the page's search adds them"
        if lowest < least:
            those = "all" if lowest == 1 else f"those with {lowest}"
            remedy += f"; to draw {those}: citegraph view atlas -p least={lowest}"
        found.append(f"{', '.join(fewer)} with fewer than {least} edges ({remedy})")
    if whole["lists"]:
        lists = _amount(whole["lists"], "lists")
        found.append(f"{lists} (to draw those of a day: citegraph view listing-on DAY)")
    return found


def _amount(count: int, plural: str) -> str:
    return f"{count:,} {plural if count != 1 else plural.removesuffix('s')}"


def question(store: Store, name: str, given: Mapping[str, str]) -> tuple[Subgraph, str | None]:
    """Return the answer to a stock question as a subgraph, and its note.

    Raises:
        QueryError: the question does not exist, or a parameter is wrong.
        CitegraphError: the answer is empty.
    """
    asked = queries.find(name)
    parameters = queries.parameters(asked, given)
    if name == "atlas":
        return atlas(store, parameters["least"])
    answer = queries.run(store, name, **parameters)
    subgraph = queries.subgraph(store, name, answer=answer, **parameters)
    if not subgraph.nodes:
        raise CitegraphError(answer.note or "the answer is empty; there is nothing to draw")
    if name == "shared-code":
        subgraph = _with_owners(subgraph)
    return replace(subgraph, note=answer.note), answer.note


def _with_owners(subgraph: Subgraph) -> Subgraph:
    """Add the owners of repositories as nodes; the graph has them as properties only."""
    owners: dict[str, Node] = {}
    edges = []
    for node in subgraph.nodes:
        if node.label == "Repository" and node.properties.get("owner"):
            name = f"{node.properties.get('host')}/{node.properties['owner']}"
            owners.setdefault(name, Node("Owner", name, {"name": name}))
            edges.append(Edge("OWNED_BY", node.key, f"Owner:{name}"))
    return replace(
        subgraph, nodes=(*subgraph.nodes, *owners.values()), edges=(*subgraph.edges, *edges)
    )
