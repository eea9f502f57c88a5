"""The command that computes measures of networks: ``analyze``."""

# ruff: noqa: PLC0415 - heavy modules are imported inside the command, so that --help is fast

import click

from citegraph.asking import show
from citegraph.opening import opened
from citegraph.options import usual_options

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
    help="Network: papers that cite, authors of the same papers, or topics of the same papers.",
)
@click.option(
    "--topic",
    metavar="TOPIC",
    help="Read only papers on this topic or a narrower one.  [default: all papers]",
)
@click.option(
    "--least",
    type=click.IntRange(1),
    metavar="N",
    help="Link authors or topics with N or more papers in common.  [default: 1; 2 for k-core]",
)
@click.option(
    "--limit", type=click.IntRange(1), default=20, show_default=True, help="Maximum rows to return."
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

    PageRank ranks nodes that are linked by highly ranked ones, betweenness those that many
    shortest paths lead through. The k-core shows the most densely linked group, communities
    (Leiden) show groups with their sizes and best connected members, and the main path is the
    chain of papers through which most chains of citations lead.
    """
    from citegraph.queries import networks

    with opened(db) as store:
        answer = networks.measure(
            store, measure, network, topic=topic, limit=limit, least=least, write=write
        )
    show(answer, output, silent=silent)
