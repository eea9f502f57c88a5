"""Every question that can be drawn has a page that opens."""

from pathlib import Path
from typing import Any

import queries
import viz
from graph import open_store
from tests.queries.conftest import SAMPLE
from tests.queries.test_subgraphs import DRAWN, _given
from tests.viz.conftest import Seen


def test_each_opens_on_what_it_is_about(browser: Any, tmp_path: Path):
    with open_store(tmp_path / "graph.db") as store:
        store.write(SAMPLE)
        drawn = {name: queries.subgraph(store, name, **_given(name)) for name in DRAWN}
    context = browser.new_context(viewport={"width": 700, "height": 400}, reduced_motion="reduce")
    seen = Seen(context.new_page(), tmp_path / "page.html")
    for number, (name, subgraph) in enumerate(drawn.items()):
        viz.render(subgraph, seen.path)
        if number % 4:
            continue  # what a browser makes of it does not depend on the question
        page = seen.open()
        assert page.locator("#count").inner_text().startswith(f"{len(subgraph.nodes)} node"), name
        heading = page.locator("#panel h2").inner_text()
        focus = next((node for node in subgraph.nodes if node.key == subgraph.focus), None)
        if focus is None:
            assert heading == subgraph.title, name
        else:
            names = {focus.properties.get("title"), focus.properties.get("name")}
            assert heading in names or "step" in heading, name
        assert seen.trouble == [], name
    context.close()
