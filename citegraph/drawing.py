"""The command that draws the graph or an answer: ``view``."""

# ruff: noqa: PLC0415 - heavy modules are imported inside the command, so that --help is fast

import tempfile
from typing import TYPE_CHECKING, Any

import click

from citegraph.asking import answered, chosen_papers, given_values
from citegraph.graph.counted import counted
from citegraph.opening import ahead, opened
from citegraph.options import db_option, example, pairs, params_option, silent_option
from citegraph.output import note

if TYPE_CHECKING:
    from collections.abc import Mapping

    from citegraph.graph.store import Store
    from citegraph.graph.subgraph import Subgraph


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

    The page is one file and works offline. VALUE is a parameter of the question, as for 'query';
    'related' takes several papers.
    """
    from importlib import import_module

    from citegraph import pages, queries

    ahead(lambda: import_module("citegraph.viz"))
    given = given_values(queries.find(name), values, pairs(params)) if name else {}
    with opened(db) as store:
        subgraph, remark = (
            answered(lambda chosen: _question(store, name, values, given, chosen), silent=silent)
            if name
            else pages.atlas(store)
        )
    remark = remark and remark.replace("more with limit=", "more with -p limit=")
    written = path or _temporary(name or "graph")
    write(subgraph, written, remark, silent=silent)
    if path is None:
        import webbrowser

        if not webbrowser.open(f"file://{written}"):
            note("no browser found; open the file in a browser", silent=silent)


def write(subgraph: "Subgraph", path: str, remark: str | None, *, silent: bool) -> None:
    """Write a subgraph as a page, and report its size after the remark."""
    from citegraph import viz

    page = viz.render(subgraph, path)
    if remark:
        note(remark.replace("more with limit=", "more with --limit "), silent=silent)
    size = len(page.html.encode()) / 1e6
    note(f"{path}: {_counted(subgraph)}, {size:.1f} MB", silent=silent)


def _question(
    store: "Store",
    name: str,
    values: tuple[str, ...],
    given: dict[str, str],
    chosen: "Mapping[str, str]",
) -> "tuple[Subgraph, str | None]":
    """Return the answer to a question; of `related`, several values may be a title or papers."""
    from citegraph import pages
    from citegraph.graph.identity import ids
    from citegraph.queries.naming import NotFoundError

    several: dict[str, Any] = {**given, "paper": chosen_papers(values, chosen)}
    one = {**given, **{key: id for key, id in chosen.items() if key in given}}
    if name != "related" or len(values) < 2:
        return pages.question(store, name, one)
    if any(" " in value or ids.parse(value)[0] != "own" for value in values):
        return pages.question(store, name, several)
    try:
        return pages.question(store, name, one)  # a title without quotes
    except NotFoundError as error:
        try:
            return pages.question(store, name, several)
        except NotFoundError:
            raise error from None


def _temporary(name: str) -> str:
    with tempfile.NamedTemporaryFile(
        prefix=f"citegraph-{name}-", suffix=".html", delete=False
    ) as file:
        return file.name


def _counted(subgraph: "Subgraph") -> str:
    return f"{counted(len(subgraph.nodes), 'node')} and {counted(len(subgraph.edges), 'edge')}"
