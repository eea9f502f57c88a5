"""Subgraphs to draw as pages, each with a note on the nodes that it omits."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from citegraph import queries
from citegraph.graph.counted import counted
from citegraph.graph.errors import CitegraphError
from citegraph.graph.garbage import uncollected
from citegraph.graph.records import Paper
from citegraph.graph.store import Store
from citegraph.graph.subgraph import Edge, Node, Subgraph, Table
from citegraph.graph.text import statements
from citegraph.queries.naming import short_title
from citegraph.queries.run import of_rows
from citegraph.queries.whole import whole
from citegraph.titles import whole_title

# Nodes of a readable page of the whole graph: with more, authors of few papers hide the rest. A
# page can contain more (viz.view.MAX_NODES) if asked to.
LARGEST = 20_000
NAMED = 2  # papers in a title; more are a number
NAME = 40  # characters of each


def atlas(store: Store, least: int | None = None) -> tuple[Subgraph, str | None]:
    """Return the whole graph, or the well-connected nodes of a large one.

    Args:
        store: the graph.
        least: minimum edges of a topic or an author. Default: as few as keep the page fast.

    Returns:
        The subgraph, and a note on the nodes that it omits, which the page shows, too.

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
    with uncollected():
        subgraph = whole(store, least)
    if not subgraph.nodes:
        raise CitegraphError("the graph is empty; load a source first")
    missing = _missing(sizes, subgraph, least)
    note = f"left out: {'; '.join(missing)}" if missing else None
    asked = queries.find("atlas")
    statement = asked.with_parameters(asked.graph or "", {"least": least})
    title = whole_title(store, subgraph)
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
        f"too large for one page: {found['nodes']:,} nodes ({found['papers']:,} papers), the "
        f"maximum is {view.MAX_NODES:,}; draw {remedy}one question, such as topic-papers"
    )


def _missing(sizes: Sequence[Mapping[str, int]], subgraph: Subgraph, least: int) -> list[str]:
    """State what a page of the whole graph leaves out, and the commands that draw it."""
    from citegraph.viz import view  # noqa: PLC0415 - as above

    whole = sizes[0]
    lowest = next((row["least"] for row in sizes if row["nodes"] <= view.MAX_NODES), least)
    drawn = Counter(node.label for node in subgraph.nodes)
    found = []
    fewer = [
        counted(whole[many] - drawn[label], label.lower())
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
        lists = counted(whole["lists"], "list")
        found.append(f"{lists} of a day (to draw one: citegraph view listing-on DAY)")
    return found


def question(store: Store, name: str, given: Mapping[str, Any]) -> tuple[Subgraph, str | None]:
    """Return the answer to a stock question as a subgraph, and its note.

    In ``given``, the parameters, ``paper`` of the question ``related`` may be a list.

    Raises:
        QueryError: the question does not exist, or a parameter is wrong.
        CitegraphError: the answer is empty.
    """
    asked = queries.find(name)
    papers = given.get("paper")
    if name == "related" and isinstance(papers, (list, tuple)):
        one = {**given, "paper": papers[0] if papers else None}
        options = queries.parameters(asked, one)
        del options["paper"]
        return related(store, papers, **options)
    parameters = queries.parameters(asked, given)
    if name == "atlas":
        return atlas(store, parameters["least"])
    answer = queries.run(store, name, **parameters)
    subgraph = queries.subgraph(store, name, answer=answer, **parameters)
    if not subgraph.nodes:
        raise CitegraphError(answer.note or "the answer is empty; there is nothing to draw")
    if name == "shared-code":
        subgraph = _with_owners(subgraph)
    return _noted(subgraph, answer)


def _noted(subgraph: Subgraph, answer: "queries.Answer") -> tuple[Subgraph, str | None]:
    """Return a subgraph with the note of its answer, and a remark that also has the subjects.

    The page names its subjects; its note repeats those that a name matches only in part.
    """
    notes = [answer.note] if answer.note else []
    inexact, every = (
        [f"{name}: {found}" for name, found in answer.subjects.items() if all or not found.exact]
        for all in (False, True)
    )
    note, remark = ("; ".join([*subjects, *notes]) or None for subjects in (inexact, every))
    return replace(subgraph, note=note), remark


def related(
    store: Store, papers: Sequence[str], texts: Sequence[Paper] = (), **options: Any
) -> tuple[Subgraph, str | None]:
    """Return the papers related to papers and texts as a subgraph, and a note.

    Args:
        store: the graph.
        papers: papers of the graph, by identifier or title.
        texts: records of papers; texts that are not in the graph are not drawn.
        options: as for :func:`citegraph.queries.related.related`.

    Raises:
        QueryError: as for that function.
        CitegraphError: the answer is empty.
    """
    from citegraph.queries.related import NEAR, compared  # noqa: PLC0415 - numpy is slow to import

    if len(papers) == 1 and not (texts or options.get("on") or options.get("since")):
        given = {key: value for key, value in options.items() if key not in {"on", "since"}}
        return question(store, "related", {"paper": papers[0], **given})
    asked = queries.find("related")
    found = compared(store, papers, texts, **options)
    answer, rows = found.answer, found.answer["id"]
    if not rows:
        raise CitegraphError(answer.note or "the answer is empty; there is nothing to draw")
    drawn = [
        id for id in found.seeds if id in {one for near in found.near.values() for one in near}
    ]
    seeds = list(dict.fromkeys([*list(found.seeds)[: len(papers)], *drawn]))
    parts = [store.graph(statements.PAPERS, {"ids": [*seeds, *rows]})]
    for seed in drawn:
        near = replace(answer, rows=[row for row in answer.rows if seed in found.near[row["id"]]])
        parts.append(store.graph(*of_rows(asked, near, {"paper": seed})))
    nodes = {node.key: node for part in parts for node in part.nodes}
    edges = {(edge.type, edge.source, edge.target): edge for part in parts for edge in part.edges}
    about = {column.name: column.about for column in asked.columns} | {"near": NEAR}
    subgraph = Subgraph(
        tuple(nodes.values()),
        tuple(edges.values()),
        title=f"Papers related to {_several(list(found.names.values()))}",
        seeds=tuple(f"Paper:{id}" for id in seeds),
        answer=Table(
            columns=tuple((name, about[name]) for name in answer.columns),
            rows=tuple(tuple(row[name] for name in answer.columns) for row in answer.rows),
            question="Which papers are most closely related to these papers and texts, and why? "
            "The score is the root mean square of a paper's three best scores with them, each as a "
            "share of the largest.",
        ),
    )
    return _noted(subgraph, answer)


def _several(names: Sequence[str]) -> str:
    """Name the first two, and count the rest."""
    short = list(map(_short, names[:NAMED]))
    rest = [f"{len(names) - NAMED} more"] if len(names) > NAMED else []
    *most, last = [*short, *rest]
    return f"{', '.join(most)} and {last}" if most else last


def _short(title: str) -> str:
    """Return the name of a system, which is the title before a colon, or the title cut off."""
    name = short_title(title)
    return name if len(name) <= NAME else f"{name[: NAME - 1].rstrip()}…"


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
