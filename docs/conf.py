"""How Sphinx builds the documentation site: ``make docs``, offline, into build/site."""

import re
from importlib.metadata import version as installed
from typing import Any

project = "citegraph"
release = version = installed("citegraph")
copyright = "the authors of citegraph; Apache-2.0"

# The source folder is the repository, so that links between README, docs/ and benchmarks/ hold.
root_doc = "docs/index"
include_patterns = ["*.md", "docs/**.md", "benchmarks/*.md", "training/*.md"]
exclude_patterns = ["build", "demo", "node_modules", "citegraph"]

extensions = ["myst_parser"]
myst_heading_anchors = 6
suppress_warnings = ["toc.not_included", "myst.xref_ambiguous"]
nitpicky = True

html_theme = "furo"
html_title = "citegraph"
html_static_path: list[str] = []
html_copy_source = False
html_show_sphinx = False


def _navigation(_: Any, name: str, source: list[str]) -> None:
    """Make the site's navigation from the lists of docs/index.md."""
    if name != root_doc:
        return
    for section in source[0].split("\n## ")[1:]:
        title = section.partition("\n")[0]
        pages = re.findall(r"^- \[[^\]]+\]\(([^)]+)\.md\)", section, re.MULTILINE)
        source[0] += "\n".join(
            ["", "```{toctree}", ":hidden:", f":caption: {title}", "", *pages, "```", ""]
        )


def setup(app: Any) -> None:
    """Connect to Sphinx."""
    app.connect("source-read", _navigation)
