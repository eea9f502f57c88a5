"""Make the pictures of the sample's pages: docs/page-related.png, page-light.png, page-dark.png.

``docs/pictures.json`` contains a digest of what they show: the names, nodes and edges of the pages,
their style and template. A test compares it with the page of today, so pictures that are out of
date are found without a browser. Positions are left out: their last digits differ between
processors.

``python docs/pictures.py`` makes the pictures if the digest differs (``--force``: always); ``make
docs`` runs it. Without Chromium it prints that and changes nothing.
"""

import hashlib
import json
import shutil
import sys
import tempfile
from pathlib import Path

import citegraph
from citegraph.graph.subgraph import Subgraph
from citegraph.viz import Page

DOCS = Path(__file__).parent
SAMPLE = DOCS.parent / "loaders" / "samples" / "daily-papers.txt"
DIGEST = DOCS / "pictures.json"
LOOKS = ("style.py", "assets/page.css", "assets/page.html")  # in viz/
RELATED = "NeRF"  # the subject of the first picture
CHOSEN = "Attention Is All You Need"  # the paper of the dark picture
SIZE = {"width": 1280, "height": 800}


def page(folder: Path) -> tuple[dict[str, Page], str]:
    """Draw the sample's pages.

    Args:
        folder: an empty folder for the graph.

    Returns:
        The page of each picture, and the digest of what they show.
    """
    from citegraph import pages, viz  # noqa: PLC0415 - after the check for a browser

    with citegraph.open(folder / "sample.db") as graph:
        graph.load(SAMPLE)
        whole, _ = pages.atlas(graph.store)
        related, _ = pages.question(graph.store, "related", {"paper": RELATED})
    shown = {"related": related, "light": whole, "dark": whole}
    return {name: viz.render(one) for name, one in shown.items()}, digest(whole, related)


def digest(*subgraphs: Subgraph) -> str:
    """Return a SHA-256 of what the pictures show."""
    shown = [
        [
            subgraph.title,
            sorted((node.key, _name(node.properties)) for node in subgraph.nodes),
            sorted((edge.type, edge.source, edge.target) for edge in subgraph.edges),
        ]
        for subgraph in subgraphs
    ]
    shown += [[(DOCS.parent / "viz" / name).read_text("utf-8") for name in LOOKS]]
    return hashlib.sha256(json.dumps(shown).encode()).hexdigest()


def _name(properties: dict[str, object]) -> object:
    return properties.get("title") or properties.get("name")


def _take(drawn: dict[str, Page], program: str, folder: Path) -> None:
    """Take the pictures with Chromium."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only with a browser

    file = folder / "page.html"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-gpu"]
        )
        for name, page in drawn.items():
            file.write_text(page.html, "utf-8")
            theme = "dark" if name == "dark" else "light"
            tab = browser.new_page(viewport=SIZE, color_scheme=theme, reduced_motion="reduce")
            tab.goto(file.as_uri())
            tab.wait_for_selector("html[data-ready]", state="attached")
            if name == "dark":
                tab.get_by_role("searchbox").fill(CHOSEN)
                tab.keyboard.press("Enter")
                tab.wait_for_timeout(1500)
                tab.keyboard.press("e")  # lay out its neighbors
                tab.wait_for_selector("#toast.on")
                tab.wait_for_selector("#toast:not(.on)", state="attached")
            tab.wait_for_timeout(1500)  # the last movement of the view
            tab.screenshot(path=DOCS / f"page-{name}.png")
        browser.close()


def main() -> None:
    """Make the pictures if they are out of date."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        sys.stderr.write("Chromium is not installed: the pictures were not made\n")
        return
    with tempfile.TemporaryDirectory(prefix="citegraph-docs-", ignore_cleanup_errors=True) as name:
        drawn, current = page(Path(name))
        kept = json.loads(DIGEST.read_text("utf-8"))["digest"] if DIGEST.exists() else None
        if kept == current and "--force" not in sys.argv:
            sys.stdout.write("pictures: up to date\n")
            return
        _take(drawn, program, Path(name))
        DIGEST.write_text(json.dumps({"digest": current}) + "\n", "utf-8")
        sys.stdout.write("pictures: made\n")


if __name__ == "__main__":
    main()
