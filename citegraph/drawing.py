"""The command that draws the graph or an answer: ``view``."""

# ruff: noqa: PLC0415 - heavy modules are imported inside the command, so that --help is fast

import tempfile
from typing import TYPE_CHECKING

import click

from citegraph.asking import answered, given_values
from citegraph.opening import ahead, opened
from citegraph.options import db_option, example, pairs, params_option, silent_option
from citegraph.output import note

if TYPE_CHECKING:
    from citegraph.graph.subgraph import Subgraph

__all__ = ["view"]


@click.command()
@click.argument("name", required=False)
@click.argument("values", nargs=-1, metavar="[VALUE]...")
@click.option(
    "-o",
    "--output",
    "path",
    type=click.Path(dir_okay=False),
    help="Page to write.  [default: a temporary file, opened in the browser]",
)
@params_option
@db_option
@silent_option
@example("citegraph view -o graph.html")
def view(
    name: str | None,
    values: tuple[str, ...],
    path: str | None,
    params: tuple[str, ...],
    db: str | None,
    silent: bool,
) -> None:
    """Draw the graph, or the answer to question NAME, as a page.

    The page is one file and works offline. VALUE is a required parameter of the question.
    """
    from importlib import import_module

    from citegraph import pages, queries

    ahead(lambda: import_module("citegraph.viz"))
    given = given_values(queries.find(name), values, pairs(params)) if name else {}
    with opened(db) as store:
        subgraph, remark = (
            answered(lambda chosen: pages.question(store, name, {**given, **chosen}), silent=silent)
            if name
            else pages.atlas(store)
        )
    from citegraph import viz

    written = path or _temporary(name or "graph")
    page = viz.render(subgraph, written)
    if remark:
        note(remark, silent=silent)
    size = len(page.html.encode()) / 1e6
    note(f"{written}: {_counted(subgraph)}, {size:.1f} MB", silent=silent)
    if path is None:
        import webbrowser

        if not webbrowser.open(f"file://{written}"):
            note("no browser found; open the file in a browser", silent=silent)


def _temporary(name: str) -> str:
    with tempfile.NamedTemporaryFile(
        prefix=f"citegraph-{name}-", suffix=".html", delete=False
    ) as file:
        return file.name


def _counted(subgraph: "Subgraph") -> str:
    return f"{len(subgraph.nodes):,} nodes and {len(subgraph.edges):,} edges"
