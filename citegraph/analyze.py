"""The command that computes measures of networks: ``analyze``."""

# ruff: noqa: PLC0415 - heavy modules are imported inside the command, so that --help is fast

import click

from citegraph.asking import show
from citegraph.opening import opened
from citegraph.options import Count, usual_options

MEASURES = ("pagerank", "betweenness", "k-core", "communities", "main-path")
NETWORKS = ("citations", "coauthors", "topics")


@click.command()
@click.argument("measure", type=click.Choice(MEASURES))
@click.option(
    "--of",
    "network",
    type=click.Choice(NETWORKS),
    default="citations",
    show_default=True,
    help="Network: citations between papers, co-authors, or topics that share papers.",
)
@click.option(
    "--topic",
    metavar="TOPIC",
    help="Use only papers on this topic or a narrower one.  [default: all papers]",
)
@click.option(
    "--least",
    type=Count(1),
    metavar="N",
    help="Link authors or topics with N or more papers in common.  [default: 1; 2 for k-core]",
)
@click.option(
    "--limit", type=Count(1), default=20, show_default=True, help="Maximum rows to return."
)
@click.option(
    "--write",
    metavar="PROPERTY",
    help="Write all values to this property of the nodes.  [default: write nothing]",
)
@usual_options("citegraph analyze pagerank --of coauthors --limit 10")
def analyze(
    measure: str,
    network: str,
    topic: str | None,
    least: int | None,
    limit: int,
    write: str | None,
    db: str | None,
    output: str | None,
    silent: bool,
) -> None:
    """Compute a measure of the nodes of a network.

    PageRank ranks nodes by the rank of the nodes that link to them, betweenness by the number of
    shortest paths through them. The k-core is the most densely linked group. Communities (Leiden)
    are listed with their sizes and best connected members. The main path is the chain of papers
    that most chains of citations pass through.
    """
    from citegraph.queries import networks

    with opened(db) as store:
        answer = networks.measure(
            store, measure, network, topic=topic, limit=limit, least=least, write=write
        )
    show(answer, output, silent=silent)
