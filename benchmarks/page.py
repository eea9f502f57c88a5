"""Measure the speed of pages in a browser and the quality of layouts, beside alternatives.

::

    python benchmarks/page.py pages     # citegraph's page and plain pyvis, headless Chromium
    python benchmarks/page.py large     # the whole history with more topics and authors
    python benchmarks/page.py layouts   # citegraph, networkx, rustworkx on the same graphs
    python benchmarks/page.py history FOLDER  # the page of a whole graph that was loaded before

The graphs are the newest papers of the Daily Papers history with shared topics, code and
organizations. Figures are medians of three runs; compare them within one run only. Python's time is
processor time, which other programs on the machine change little.
"""

import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))
import papers

from citegraph import viz
from citegraph.graph.subgraph import Subgraph
from citegraph.viz import layout
from citegraph.viz.communities import communities
from citegraph.viz.view import edge_ends

SIZES: tuple[int | None, ...] = (1000, 3000, 10000, None)
PLAIN_SIZES = (150, 300, 1000)
PLAIN_LIMIT = 240  # seconds
RUNS = 3
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
FRAMES = """() => {
    window.frames_ = []; let last = performance.now();
    const next = (now) => { frames_.push(now - last); last = now; requestAnimationFrame(next); };
    requestAnimationFrame(next);
}"""
FILTER = """async () => {
    const drawn = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    const times = [];
    const topics = document.querySelectorAll('#filters .check input')[1];
    for (let turn = 0; turn < 4; turn++) {  // off, on, off, on
        const start = performance.now();
        topics.click();
        await drawn(); await drawn();
        times.push(performance.now() - start);
    }
    return times.sort((a, b) => a - b)[1];
}"""
PAINTED = """() => {
    const canvas = document.querySelector('canvas');
    if (!canvas || !canvas.width) return false;
    const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
    for (let i = 3; i < data.length; i += 4) if (data[i]) return true;
    return false;
}"""


TYPOS = ("reinforcment", "kaimin he", "difusion model", "transfromer")
SEARCH = """(word) => {
    const box = document.querySelector('[role=searchbox]');
    box.value = word;
    const start = performance.now();
    box.dispatchEvent(new Event('input'));
    return performance.now() - start;
}"""
HEAD = (
    "nodes   edges  file MB  render s  usable s  search ms  filter ms  drag ms (95%)  zoom ms (95%)"
)


@contextmanager
def chromium() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  only for these parts

    path = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=SWITCHES)
        yield browser
        browser.close()


def pages() -> None:
    """Measure time until usable, search, filter, and frames while dragging and zooming."""
    with chromium() as browser, tempfile.TemporaryDirectory() as folder:
        print(f"citegraph  {HEAD}")
        for size in SIZES:
            _measure(browser, papers.subgraph(nodes=size), Path(folder, "page.html"), RUNS)
        print("plain pyvis nodes   edges   file MB  render s  first paint s")
        for size in PLAIN_SIZES:
            graph = papers.subgraph(nodes=size)
            file = Path(folder, "plain.html")
            seconds = timed(lambda: file.write_text(_plain(graph), encoding="utf-8"))
            weight = file.stat().st_size / 1e6
            print(
                f"{'':9} {len(graph.nodes):7,} {len(graph.edges):7,} {weight:8.1f}"
                f" {seconds:9.2f} {_first_paint(browser, file):>14}",
                flush=True,
            )


def large() -> None:
    """Measure all papers with the topics and authors of a minimum number of papers."""
    with chromium() as browser, tempfile.TemporaryDirectory() as folder:
        print(f"at least   {HEAD}")
        for least in (8, 3, 2, 1):
            print(f"{least:9}", end="")
            graph = papers.subgraph(authors=True, least=least)
            _measure(browser, graph, Path(folder, "page.html"), 1)


def _measure(browser: Any, graph: Subgraph, file: Path, renders: int) -> None:
    seconds = [timed(lambda: viz.render(graph, file)) for _ in range(renders)]
    runs = [_visit(browser, file) for _ in range(RUNS)]
    ready, search, choice, drag, zoom = map(statistics.median, zip(*runs, strict=True))
    print(
        f"{'':9} {len(graph.nodes):7,} {len(graph.edges):7,} {file.stat().st_size / 1e6:8.1f}"
        f" {statistics.median(seconds):9.2f} {ready:9.2f} {search:10.0f} {choice:10.0f}"
        f" {drag:15.0f} {zoom:15.0f}",
        flush=True,
    )


def timed(action: Callable[[], object]) -> float:
    """Return the seconds of processor time of this process and those that it started."""
    start = sum(os.times()[:4])
    action()
    return sum(os.times()[:4]) - start


def history(folder: str) -> None:
    """Measure the page of a whole graph, from the database on."""
    from citegraph import pages as whole  # noqa: PLC0415  only for this part
    from citegraph.graph import open_store  # noqa: PLC0415  as above

    with chromium() as browser, tempfile.TemporaryDirectory() as made:
        file = Path(made, "page.html")
        with open_store(folder) as store:
            store.read("RETURN 1 AS one")
            found: list[Subgraph] = []
            read = timed(lambda: found.append(whole.atlas(store)[0]))
        print(f"read {read:.2f} s of processor time")
        print(f"           {HEAD}")
        _measure(browser, found[0], file, 1)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        session = page.context.new_cdp_session(page)
        # the time of the page's thread, which other programs change little
        session.send("Performance.enable", {"timeDomain": "threadTicks"})

        def spent() -> float:
            found = session.send("Performance.getMetrics")["metrics"]
            return 1000 * next(one["value"] for one in found if one["name"] == "TaskDuration")

        page.goto(file.as_uri())
        page.wait_for_selector("html[data-ready]")
        print(f"processor time of the page's thread: until usable {spent():.0f} ms")
        page.wait_for_timeout(15000)  # until the index of words is built
        for word in (*TYPOS, *TYPOS):
            before, wall = spent(), page.evaluate(SEARCH, word)
            print(f"search {word!r}: {spent() - before:.0f} ms ({wall:.0f} ms of time)")
        _drag(page)  # the first paint
        before = spent()
        page.evaluate(FRAMES)
        _drag(page)
        frames = page.evaluate("frames_.length")
        print(f"drag: {(spent() - before) / frames:.1f} ms a frame, {frames} frames")


def _visit(browser: Any, file: Path) -> tuple[float, float, float, float, float]:
    """Return seconds until usable, and milliseconds of search, filter, drag and zoom frames."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    start = time.perf_counter()
    page.goto(file.as_uri())
    page.wait_for_selector("html[data-ready]")
    ready = time.perf_counter() - start
    page.wait_for_timeout(1000)
    search = page.evaluate("""() => {
        const box = document.querySelector('[role=searchbox]'), times = [];
        for (const word of ['reinforcement', 'diff mod', 'video gen', 'zzz']) {
            box.value = word;
            const start = performance.now();
            box.dispatchEvent(new Event('input'));
            times.push(performance.now() - start);
        }
        box.value = ''; box.dispatchEvent(new Event('input'));
        return times.sort((a, b) => a - b)[2];
    }""")
    page.evaluate(FRAMES)
    _drag(page)
    drag = _late(page)
    for _ in range(10):
        page.mouse.wheel(0, -100)
        page.wait_for_timeout(50)
    zoom = _late(page)
    choice = page.evaluate(FILTER)
    page.close()
    return ready, search, choice, drag, zoom


def _drag(page: Any) -> None:
    """Drag the view by 60 steps from the middle."""
    box = page.locator("#canvas").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(60):
        page.mouse.move(x + 3 * step, y - 2 * step)
    page.mouse.up()


def _late(page: Any) -> float:
    """Return the 95% quantile of frame times since the last call."""
    frames = page.evaluate("frames_.splice(0)")
    return float(np.quantile(frames[1:], 0.95))


def _plain(graph: Subgraph) -> str:
    """Draw with plain pyvis: nodes, edges, physics in the browser."""
    from pyvis.network import Network  # noqa: PLC0415  slow to load

    net = Network(cdn_resources="in_line")
    for node in graph.nodes:
        name = str(node.properties.get("title") or node.properties.get("name") or node.id)
        net.add_node(node.key, label=name[:30], title=name.replace("href", ""))
    for edge in graph.edges:
        net.add_edge(edge.source, edge.target)
    return str(net.generate_html())


def _first_paint(browser: Any, file: Path) -> str:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.set_default_timeout(PLAIN_LIMIT * 1000)
    page.route("http*://**", lambda route: route.abort())
    start = time.perf_counter()
    page.goto(file.as_uri(), wait_until="commit")
    try:
        page.wait_for_function(PAINTED, polling=100)
        return f"{time.perf_counter() - start:.1f}"
    except Exception as error:  # noqa: BLE001 - any failure is a result
        return f"> {PLAIN_LIMIT} ({type(error).__name__})"
    finally:
        page.close()


def layouts() -> None:
    """Measure seconds, kept neighbors, overlapping marks and kept communities."""
    print("layout                 nodes   edges  seconds     cpu  neighbors  overlaps  communities")
    for size in (300, 1000, 3000, 10000, None):
        graph = papers.subgraph(nodes=size)
        n, edges = len(graph.nodes), edge_ends(graph)[1]
        found = communities(n, edges)
        radii, reach = np.full(n, 8.0), 0.0
        for name, method in _methods(n, edges, found, radii).items():
            start, work = time.perf_counter(), time.process_time()
            place = method()
            seconds, work = time.perf_counter() - start, time.process_time() - work
            place = place - np.median(place, axis=0)
            spread = float(np.quantile(np.hypot(place[:, 0], place[:, 1]), 0.95))
            reach = reach or spread  # scale every layout to the size of the first, citegraph's
            place *= reach / spread
            kept, own = preserved(place, edges), together(place, found)
            print(
                f"{name:20} {n:7,} {len(edges):7,} {seconds:8.2f} {work:7.2f} {kept:11.2f}"
                f" {overlaps(place, radii):9,} {own:12.2f}",
                flush=True,
            )


def _methods(n: int, edges: Any, found: Any, radii: Any) -> dict[str, Callable[[], Any]]:
    methods: dict[str, Callable[[], Any]] = {
        "citegraph": lambda: layout.positions(n, edges, communities=found, radii=radii)
    }
    if n <= 1100:
        import networkx as nx  # noqa: PLC0415  only for this part

        plain = nx.Graph(edges.tolist())
        plain.add_nodes_from(range(n))
        methods["networkx spring"] = lambda: _rows(nx.spring_layout(plain, seed=0), n)
        methods["networkx forceatlas2"] = lambda: _rows(nx.forceatlas2_layout(plain, seed=0), n)
    if n <= 3100:
        import rustworkx as rx  # noqa: PLC0415  not among the dependencies

        fast = rx.PyGraph()
        fast.add_nodes_from(range(n))
        fast.add_edges_from_no_data([tuple(edge) for edge in edges.tolist()])
        methods["rustworkx spring"] = lambda: _rows(rx.spring_layout(fast, seed=0), n)
    return methods


def _rows(places: Any, n: int) -> Any:
    return np.array([places[i] for i in range(n)], dtype=float)


def preserved(place: Any, edges: Any, sample: int = 1500) -> float:
    """Return the mean share of a node's k graph neighbors among its k nearest nodes."""
    n = len(place)
    neighbors: list[set[int]] = [set() for _ in range(n)]
    for a, b in edges.tolist():
        neighbors[a].add(b)
        neighbors[b].add(a)
    linked = [i for i in range(n) if neighbors[i]]
    random = np.random.default_rng(0)
    chosen = random.choice(linked, min(sample, len(linked)), replace=False)
    shares = []
    for i in chosen.tolist():
        distance = ((place - place[i]) ** 2).sum(axis=1)
        distance[i] = np.inf
        count = len(neighbors[i])
        nearest = np.argpartition(distance, count - 1)[:count]
        shares.append(len(neighbors[i].intersection(nearest.tolist())) / count)
    return float(np.mean(shares))


def overlaps(place: Any, radii: Any) -> int:
    """Count pairs of overlapping marks."""
    one, two = layout._near(place, 2 * float(radii.max()))  # noqa: SLF001 - the layout's own measure
    return int((np.hypot(*(place[one] - place[two]).T) < 0.98 * (radii[one] + radii[two])).sum())


def together(place: Any, found: Any, nearest: int = 10) -> float:
    """Return the mean share of a node's nearest nodes that belong to its community."""
    inside = np.flatnonzero(found >= 0)
    shares = []
    for i in np.random.default_rng(0).choice(inside, min(1000, len(inside)), replace=False):
        distance = ((place - place[i]) ** 2).sum(axis=1)
        distance[i] = np.inf
        shares.append((found[np.argpartition(distance, nearest)[:nearest]] == found[i]).mean())
    return float(np.mean(shares))


if __name__ == "__main__":
    if sys.argv[1:2] == ["history"]:
        history(sys.argv[2])
        sys.exit()
    for part in sys.argv[1:] or ["pages", "layouts"]:
        {"pages": pages, "large": large, "layouts": layouts}[part]()
