"""The page is self-contained, drawn on load, and deterministic."""

import re
import subprocess
import sys
import tomllib
from collections.abc import Callable
from importlib.metadata import files, version
from pathlib import Path
from typing import Any

import pytest

from citegraph import viz
from citegraph.graph import schema
from citegraph.graph.errors import CitegraphError, InputError
from citegraph.graph.subgraph import Edge, Node, Subgraph
from citegraph.viz import style
from citegraph.viz.page import VIS
from citegraph.viz.view import MAX_EDGES, MAX_NODES
from tests.viz.picture import COLORS
from tests.viz.waiting import until

Makes = Callable[..., Subgraph]
Opens = Callable[..., Any]


def test_it_draws_without_a_request_or_a_word_on_the_console(made: Makes, opened: Opens):
    page = opened(made())
    assert page.title() == "Made-up papers"
    assert page.get_by_role("searchbox").is_visible()
    assert "nodes" in page.locator("#count").inner_text()
    assert page.evaluate(COLORS) > 50


def test_the_picture_comes_after_the_table_too(made: Makes, opened: Opens):
    page = opened(made(), "#as=table")
    page.locator("#as-graph").click()
    until(page, f"{COLORS} > 50")


def test_the_same_seed_gives_the_same_file(made: Makes):
    assert viz.render(made()).html == viz.render(made()).html
    assert viz.render(made(), seed=1).html != viz.render(made()).html


def test_the_policy_lets_only_its_own_scripts_run(made: Makes):
    html = viz.render(made()).html
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)[1]
    assert "default-src &#x27;none&#x27;" in policy
    assert "unsafe" not in policy
    assert policy.count("sha256-") == 3
    assert not re.search(r"\son\w+=|\sstyle=|src=", html.split("<body>")[1].split("<script")[0])


def test_it_names_the_licenses_of_what_it_carries(made: Makes):
    html = viz.render(made()).html
    assert "vis-network" in html
    assert "Apache-2.0" in html
    assert "BSD-3-Clause" in html


def test_a_large_page_is_compressed(made: Makes):
    small, large = viz.render(made(6)).html, viz.render(made(1500)).html
    assert "application/gzip" not in small
    assert "application/gzip" in large
    assert "We study" not in large


def test_three_thousand_papers_with_abstracts_stay_under_five_megabytes(made: Makes):
    graph = made(3000)
    words = [f"{chr(97 + i % 26)}{i * 7919 % 9973}" for i in range(2000)]
    nodes = tuple(
        Node(
            node.label,
            node.id,
            node.properties
            | {"abstract": " ".join(words[(i * 31 + k * k) % 2000] for k in range(180))},
        )
        if node.label == "Paper"
        else node
        for i, node in enumerate(graph.nodes)
    )
    assert len(viz.render(Subgraph(nodes, graph.edges)).html) < 5_000_000


def test_too_much_or_nothing_is_said_with_advice():
    with pytest.raises(CitegraphError, match="nothing to show"):
        viz.render(Subgraph((), ()))
    crowd = tuple(Node("Author", str(i), {"name": str(i)}) for i in range(MAX_NODES + 1))
    with pytest.raises(InputError, match=r"most are Author \(100,001\); use a smaller"):
        viz.render(Subgraph(crowd, ()))
    many = tuple(Edge("KNOWS", "Author:0", f"Author:{1 + i % 900}") for i in range(MAX_EDGES + 1))
    with pytest.raises(InputError, match="250,001 edges"):
        viz.render(Subgraph(crowd[:901], many))


def test_a_place_that_cannot_be_written_is_said(made: Makes, tmp_path: Path):
    with pytest.raises(InputError, match="cannot write the page"):
        viz.render(made(6), tmp_path / "absent" / "page.html")


def test_only_a_page_is_replaced(made: Makes, tmp_path: Path):
    library, page = tmp_path / "library.bib", tmp_path / "page.html"
    library.write_text("@article{a, title={A}}")
    with pytest.raises(InputError, match=r"library.bib exists and is not a page"):
        viz.render(made(6), library)
    assert library.read_text() == "@article{a, title={A}}"
    page.touch()
    viz.render(made(6), page)  # empty, as a temporary file is
    first = page.read_text()
    viz.render(made(7), page)
    assert page.read_text() != first


@pytest.mark.parametrize("count", [1, 2, 3])
def test_the_smallest_graphs(opened: Opens, count: int):
    nodes = tuple(Node("Paper", str(i), {"title": f"Paper {i}"}) for i in range(count))
    edges = tuple(Edge("CITES", nodes[0].key, node.key) for node in nodes[1:])
    page = opened(Subgraph(nodes, edges, focus=nodes[0].key))
    assert page.locator("#panel h2").inner_text() == "Paper 0"


def test_labels_and_types_that_the_schema_does_not_know(opened: Opens):
    nodes = (Node("Star", "sun", {"name": "The Sun"}), Node("Planet", "earth", {"name": "Earth"}))
    page = opened(Subgraph(nodes, (Edge("CIRCLED_BY", nodes[0].key, nodes[1].key, {"days": 365}),)))
    page.get_by_role("searchbox").fill("earth")
    page.keyboard.press("Enter")
    assert "Planet" in page.locator("#panel .kind-line").inner_text()
    page.locator("#panel summary").first.click()
    page.locator("#panel details", has_text="days: 365").wait_for()


def test_a_notebook_shows_it_in_a_frame_without_the_notebooks_rights(
    made: Makes, browser: Any, tmp_path: Path
):
    from IPython.core.formatters import DisplayFormatter  # what Jupyter, VS Code, marimo ask

    bundle, _ = DisplayFormatter().format(viz.render(made(6), title='Say "hi" & go'))
    assert len(bundle["text/plain"]) < 100  # a notebook keeps both
    shown = bundle["text/html"]
    assert "allow-same-origin" not in shown
    (tmp_path / "notebook.html").write_text(f"<title>Notebook</title>{shown}")
    page = browser.new_page()
    trouble = []
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.goto((tmp_path / "notebook.html").as_uri())
    frame = page.frame_locator("iframe")
    frame.locator("html[data-ready]").wait_for()
    before = frame.locator("#count").inner_text()
    frame.get_by_role("searchbox").fill("vision")
    page.keyboard.press("Enter")
    frame.locator("#panel .tools").first.wait_for()
    inner = page.frames[-1]
    assert inner.evaluate("origin") == "null"
    for reach in ("parent.document.title", "document.cookie", "localStorage.length"):
        reached = (
            f"(() => {{ try {{ return {reach}; }} catch (error) {{ return error.name; }} }})()"
        )
        assert inner.evaluate(reached) == "SecurityError"
    frame.locator("#filters .chip").first.click()  # has no address to keep it in
    assert frame.locator("#count").inner_text() != before
    frame.locator("#undo").click()
    assert frame.locator("#count").inner_text() == before
    assert trouble == []
    page.close()


def test_rendering_does_not_import_pyvis():
    code = """if True:
        import sys
        from citegraph import viz
        from citegraph.graph.subgraph import Node, Subgraph
        viz.render(Subgraph((Node("Paper", "a", {"title": "A"}),), ()))
        print([m for m in ("pyvis", "IPython", "jinja2", "networkx") if m in sys.modules])
    """
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_label_of_the_schema_has_a_kind_or_is_bookkeeping():
    labels = {node.label for node in schema.NODES}
    kinds = {kind.label for kind in style.KINDS}
    assert kinds.isdisjoint(style.BOOKKEEPING)
    assert kinds | style.BOOKKEEPING == labels


def test_bookkeeping_nodes_are_left_out():
    nodes = (
        Node("Paper", "a", {"title": "A"}),
        Node("Identifier", "doi:10.1/a"),
        Node("Paper", "b", {"title": "B"}),
    )
    edges = (Edge("IDENTIFIES", nodes[1].key, nodes[0].key), Edge("CITES", "Paper:a", "Paper:b"))
    net = viz.network(Subgraph(nodes, edges))
    assert [node["id"] for node in net.nodes] == ["Paper:a", "Paper:b"]
    assert [edge["title"] for edge in net.edges] == ["CITES"]


def test_the_file_of_pyvis_is_there_in_every_version_that_is_allowed():
    project = tomllib.loads(Path(__file__).parents[2].joinpath("pyproject.toml").read_text())
    [allowed] = [one for one in project["project"]["dependencies"] if one.startswith("pyvis")]
    assert allowed == "pyvis>=0.3.2,<0.3.3"
    assert version("pyvis") == "0.3.2"
    files_of = [str(file) for file in files("pyvis") or ()]
    assert f"pyvis/{VIS}" in files_of


def test_the_plain_pyvis_object(made: Makes):
    from pyvis.network import Network

    graph = made(12)
    net = viz.network(graph)
    assert isinstance(net, Network)
    assert net.num_nodes() == len(graph.nodes)
    assert net.num_edges() == len(graph.edges)
    assert {node["id"] for node in net.nodes} == {node.key for node in graph.nodes}
    assert net.get_node(graph.nodes[0].key)["shape"] == "dot"
    assert net.options["physics"]["enabled"] is False
    net.add_node("mine")
    net.add_edge("mine", graph.nodes[0].key)
