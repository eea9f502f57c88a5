"""Every label, property and edge type of the schema is in the docs, on the page and in `path`.

The export and the records form are tested in ``tests/graph/test_export.py``.
"""

import json
import re
from pathlib import Path

import pytest

from citegraph.graph import Edge, Node, Subgraph
from citegraph.graph.schema import EDGES, NODES, OBSERVED, PROVENANCE, EdgeType, NodeType
from citegraph.viz import style
from citegraph.viz.details import NOT_SHOWN
from citegraph.viz.page import _data, _details
from citegraph.viz.view import view

ROOT = Path(__file__).parents[1]
TYPES: list[NodeType | EdgeType] = [*NODES, *EDGES]
IN_PATHS = {edge.type for edge in EDGES if edge.paths}
# Edge types that the page of a whole graph leaves out, with the reason.
NOT_IN_WHOLE = {
    "LISTED_IN": "a list connects everything with everything",
    "IDENTIFIES": "bookkeeping",
    "MENTIONS": "more edges than all others together",
}


def drawn(of: NodeType | EdgeType) -> bool:
    """Whether the page shows the type: bookkeeping is left out."""
    labels = {of.label} if isinstance(of, NodeType) else {of.start, of.end}
    return not labels & style.BOOKKEEPING


def heading(of: NodeType | EdgeType) -> str:
    return of.label if isinstance(of, NodeType) else f"({of.start})-[:{of.type}]->({of.end})"


@pytest.mark.parametrize("of", TYPES, ids=heading)
def test_the_docs_have_each_property(of: NodeType | EdgeType) -> None:
    sections = (ROOT / "docs" / "schema.md").read_text("utf-8").split("\n## ")
    [section] = [s for s in sections if s.startswith(heading(of) + "\n")]
    common = next(s for s in sections if s.startswith("On every node and edge"))
    for property in of.properties:
        assert f"\n| {property.name} | {property.kind}" in section, (
            f"docs/schema.md: {property.name}"
        )
    for property in (*OBSERVED, *PROVENANCE):
        assert f"\n| {property.name} | {property.kind}" in common, (
            f"docs/schema.md: {property.name}"
        )


@pytest.mark.parametrize("of", [of for of in TYPES if drawn(of)], ids=heading)
def test_the_page_has_each_property(of: NodeType | EdgeType) -> None:
    known = [p.name for p in (*of.properties, *OBSERVED, *PROVENANCE)]
    names = [name for name in known if name not in NOT_SHOWN]
    values = {name: f"value of {name}" for name in names} | {"year": 2001}
    if isinstance(of, NodeType):
        nodes, edges = (Node(of.label, "1", values),), ()
    else:
        nodes = (Node(of.start, "1", {}), Node(of.end, "2", {}))
        edges = (Edge(of.type, f"{of.start}:1", f"{of.end}:2", values),)
    subgraph = Subgraph(nodes=nodes, edges=edges, title="All", cypher="")
    seen = view(subgraph, 0)
    graph = _data(seen, "All")
    text = json.dumps([graph, *_details(seen)])
    for name in names:
        # the name of a repository is that of its owner and its own
        assert re.search(rf"\b{values[name]}\b", text), f"the page lacks {heading(of)}.{name}"
    assert names
    if isinstance(of, EdgeType):
        assert of.type in {type["type"] for type in graph["types"]}


def test_each_label_has_a_shape() -> None:
    shapes = [kind.label for kind in style.KINDS]
    assert sorted(shapes) == sorted({node.label for node in NODES} - style.BOOKKEEPING)


def test_path_follows_the_edge_types_of_paths() -> None:
    file = "queries/catalogue/related/path.cypher"
    patterns = re.findall(r"-\[:([A-Z_|]+)", (ROOT / file).read_text("utf-8"))
    wide = [set(pattern.split("|")) for pattern in patterns if "|" in pattern]
    assert len(wide) == 4
    for found in wide:
        assert found == IN_PATHS, f"list the edge types with paths=True in each pattern of {file}"


def test_the_page_follows_the_edge_types_of_path() -> None:
    both = {edge.type: edge for edge in EDGES}.values()
    nodes = tuple(Node(label, "1", {}) for label in {end for e in both for end in (e.start, e.end)})
    nodes += (Node("Paper", "2", {}), Node("Topic", "2", {}))
    edges = tuple(
        Edge(e.type, f"{e.start}:{2 if e.start == e.end else 1}", f"{e.end}:1", {})
        for e in both
        if drawn(e)
    )
    found = _data(view(Subgraph(nodes=nodes, edges=edges, title="All", cypher="")), "All")
    assert {type["type"] for type in found["types"] if type["path"]} == IN_PATHS


def test_the_page_of_a_whole_graph_reads_each_edge_type() -> None:
    text = (ROOT / "queries" / "whole.cypher").read_text("utf-8")
    read = {name for names in re.findall(r":([A-Z_|]{5,})\]", text) for name in names.split("|")}
    drawn = {edge.type for edge in EDGES} - NOT_IN_WHOLE.keys()
    assert drawn <= read, (
        f"queries/whole.cypher lacks {drawn - read}; read them there, or add them to NOT_IN_WHOLE"
    )


def test_statements_for_given_nodes_begin_with_them() -> None:
    """ArcadeDB begins at the first node of a pattern: from all papers, for each of the nodes."""
    text = (ROOT / "queries" / "whole.cypher").read_text("utf-8")
    first = re.findall(r"UNWIND \$ids AS id\nMATCH \(([^)]*)\)", text)
    assert len(first) == text.count("UNWIND $ids")
    assert [node for node in first if "{id: id}" not in node] == []
