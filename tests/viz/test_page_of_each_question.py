"""Every question that can be drawn has a page that opens on its subject."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from citegraph import pages, queries, viz
from citegraph.graph import Store, open_store
from citegraph.graph.subgraph import Subgraph
from citegraph.viz.style import BOOKKEEPING
from citegraph.viz.view import view
from tests.conftest import neo4j_store
from tests.queries.conftest import SAMPLE, _fill
from tests.queries.test_subgraphs import DRAWN, EMPTY, _given
from tests.viz.conftest import Seen


def _drawn(store: Store) -> dict[str, Subgraph]:
    _fill(store, SAMPLE)
    found = {name: queries.subgraph(store, name, **_given(name)) for name in DRAWN}
    found["atlas"], _ = pages.atlas(store)
    for name in ("shared-code", "listing-on"):
        found[f"page of {name}"], _ = pages.question(store, name, _given(name))
    return found


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Subgraph]:
    with open_store(tmp_path_factory.mktemp("sample") / "graph.db") as store:
        return _drawn(store)


def test_both_engines_give_the_same_page(drawn: dict[str, Subgraph], neo4j_server: Any):
    with neo4j_store(neo4j_server) as store:
        other = _drawn(store)
    assert other == drawn
    pages = [
        {name: viz.render(g).html for name, g in one.items() if g.nodes} for one in (drawn, other)
    ]
    assert [name for name in pages[0] if pages[0][name] != pages[1][name]] == []


@pytest.fixture(scope="module")
def seen(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seen]:
    context = browser.new_context(viewport={"width": 700, "height": 400}, reduced_motion="reduce")
    yield Seen(context.new_page(), Path(tmp_path_factory.mktemp("page") / "page.html"))
    context.close()


@pytest.mark.parametrize("name", sorted(set(DRAWN) - EMPTY))
def test_each_opens_on_what_it_is_about(drawn: dict[str, Subgraph], seen: Seen, name: str):
    subgraph = drawn[name]
    viz.render(subgraph, seen.path)
    seen.trouble.clear()
    page = seen.open()
    nodes = [node for node in subgraph.nodes if node.label not in BOOKKEEPING]
    assert page.locator("#count").inner_text().startswith(f"{len(nodes)} node")
    assert "Other" not in page.locator("#filters").inner_text()
    assert page.title().endswith(subgraph.title)
    heading = page.locator("#panel h2").inner_text()
    focus = next((node for node in subgraph.nodes if node.key == subgraph.focus), None)
    if focus is None:
        assert heading == subgraph.title
    else:
        # an answer that is one chain of links opens as a path
        chain = len(subgraph.edges) == len(nodes) - 1 > 1
        steps = f"{len(subgraph.edges)} steps" if chain else None
        assert heading in {focus.properties.get("title"), focus.properties.get("name"), steps}
    notes = page.locator("#note").all_text_contents()
    assert notes == ([subgraph.note] if subgraph.note else [])
    assert seen.trouble == []


def test_the_page_of_the_whole_graph_states_what_it_leaves_out(drawn: dict[str, Subgraph]):
    assert drawn["atlas"].note is not None
    assert "3 lists of a day" in drawn["atlas"].note


def test_the_page_of_shared_code_has_the_owner(drawn: dict[str, Subgraph]):
    page = drawn["page of shared-code"]
    owners = [node for node in page.nodes if node.label == "Owner"]
    assert owners
    repositories = {edge.source for edge in page.edges if edge.target == owners[0].key}
    papers = {edge.source for edge in page.edges if edge.target in repositories}
    assert len(papers) > 1


def test_the_page_of_a_listing_is_laid_out_by_topics(drawn: dict[str, Subgraph]):
    page = drawn["page of listing-on"]
    seen = view(page)
    shared = [
        i
        for i, node in enumerate(seen.subgraph.nodes)
        if node.label == "Topic" and not seen.folded[i]
    ]
    assert shared
    for i in shared:
        assert (seen.pairs == i).sum() > 1
    assert not any(seen.folded[i] for i, n in enumerate(seen.subgraph.nodes) if n.label != "Topic")
