"""The page finds the same paths as the question "path", also through nodes that it does not draw."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from citegraph import pages, queries
from citegraph.graph.store import Store
from citegraph.viz.page import _data, _others
from citegraph.viz.view import view
from tests.queries.test_paths import PAIRS, linked  # noqa: F401 - a fixture

PATHS = Path(__file__).with_name("js") / "paths.js"


def test_the_page_and_the_question_find_the_same_paths(linked: Store, tmp_path: Path):  # noqa: F811 - as above
    node = shutil.which("node")
    if node is None:
        pytest.skip("needs Node. Install Debian's nodejs")
    subgraph, _ = pages.atlas(linked, least=3)
    assert len(subgraph.others) > 5
    seen = view(subgraph)
    given = {"graph": _data(seen, "All"), "others": _others(seen), "pairs": PAIRS}
    (tmp_path / "given.json").write_text(json.dumps(given))
    done = subprocess.run(
        [node, str(PATHS), str(tmp_path / "given.json")], capture_output=True, text=True, check=True
    )
    drawn = {node.id for node in subgraph.nodes}
    lengths, outside = set(), 0
    for (start, end), path in zip(PAIRS, json.loads(done.stdout), strict=True):
        rows = queries.run(linked, "path", **{"from": start, "to": end}).rows
        expected = [start, *[row["toId"] for row in rows]] if rows else None
        assert path == expected, (start, end)
        lengths.add(len(rows))
        outside += not drawn.issuperset(path or ())
    assert len(lengths) > 2
    assert outside > 3
