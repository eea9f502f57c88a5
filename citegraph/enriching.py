"""``citegraph enrich``: complete papers of the graph from a scholarly service."""

# ruff: noqa: PLC0415 - heavy modules are imported inside, so that --help is fast

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from citegraph.graph.counted import counted
from citegraph.graph.errors import CitegraphError, QueryError
from citegraph.opening import opened
from citegraph.options import Count, pairs, params_option, usual_options
from citegraph.output import emit, note

if TYPE_CHECKING:
    from citegraph.graph.store import Store
    from citegraph.loaders.services.enrichment import Enrichment
    from citegraph.loaders.services.planning import Plan

SERVICES = ("openalex", "semantic-scholar", "crossref", "opencitations", "arxiv")
MOST = 1_000_000  # papers of a question


@click.command()
@click.option(
    "--with",
    "service",
    required=True,
    type=click.Choice(SERVICES),
    help="Service that completes the papers.",
)
@click.option(
    "--papers",
    "question",
    metavar="QUESTION",
    help="Complete the papers in the answer to a stock question.  [default: all papers]",
)
@click.option("--limit", type=Count(1), help="Maximum papers to complete.")
@click.option(
    "--plan", "only_plan", is_flag=True, help="Print the planned calls without making them."
)
@click.option("--refresh", is_flag=True, help="Repeat calls made within the last 7 days.")
@click.option(
    "--rejects",
    type=click.Path(dir_okay=False),
    help="File for papers not found, or only in part (JSON Lines).  [default: none]",
)
@params_option
@usual_options(
    "citegraph enrich --with openalex --plan\n"
    "  citegraph enrich --with openalex --papers new-on -p day=2026-10-27"
)
def enrich(
    service: str,
    question: str | None,
    limit: int | None,
    only_plan: bool,
    refresh: bool,
    rejects: str | None,
    params: tuple[str, ...],
    db: str | None,
    output: str | None,
    silent: bool,
) -> None:
    """Add missing data to papers from a scholarly service.

    Adds references, authors with identifiers, venue, identifiers and retractions. Papers are
    requested in batches by identifier, otherwise by title. An interrupted run continues where it
    stopped; a second run makes no call. Keys and contact address come from the environment:
    OPENALEX_API_KEY, S2_API_KEY, OPENCITATIONS_ACCESS_TOKEN, CITEGRAPH_MAILTO.
    """
    from citegraph.loaders.services.enrichment import enrich as run
    from citegraph.progress import shown_progress

    given = pairs(params)
    if given and not question:
        raise click.UsageError("-p sets a parameter of a question; add --papers QUESTION")

    def planned(plan: "Plan") -> None:
        note(f"{_planned(plan)}; {plan.allowance}", silent=silent)

    with opened(db) as store, shown_progress(silent=silent) as progress:
        ids = paper_ids(store, question, given, limit) if question else None
        made = run(
            store,
            service,
            ids,
            limit=limit,
            only_plan=only_plan,
            refresh=refresh,
            planned=planned,
            progress=progress,
            waiting=(lambda _: None) if silent else note,
        )
    if only_plan:
        row = made.plan.row()
        emit(list(row), [row], output)
        return
    _report(made, rejects, silent=silent)
    emit(["result", "papers", "reason"], made.rows(), output)
    if made.stopped:
        raise CitegraphError(f"{made.stopped}; run the same command again to continue")


def paper_ids(
    store: "Store", question: str, parameters: Mapping[str, Any], limit: int | None
) -> list[str]:
    """Return the IDs of the papers in the answer to a question.

    Raises:
        QueryError: the question does not exist or does not return papers.
    """
    from citegraph import queries

    found = queries.find(question)
    values = dict(parameters)
    if any(p.name == "limit" for p in found.parameters) and "limit" not in values:
        values["limit"] = limit or MOST
    answer = queries.run(store, found.name, **queries.parameters(found, values))
    if answer.unknown is not None:
        raise QueryError(f"{question}: no answer; {answer.note}")
    if "id" not in answer.columns:
        raise QueryError(
            f"{question}: does not return papers; use a question with the column `id`, such as "
            f"new-on, most-cited or missing-references"
        )
    return list(dict.fromkeys(str(row["id"]) for row in answer.rows))


def _planned(plan: "Plan") -> str:
    text = (
        f"{plan.service}: {counted(plan.papers, 'paper')}, {plan.by_identifier:,} by identifier, "
        f"{plan.by_title:,} by title, {len(plan.skipped):,} skipped; {counted(plan.calls, 'call')}"
    )
    if plan.calls:
        text += f", about {plan.minutes:.1f} min" if plan.minutes >= 1 else ", less than a minute"
    if plan.cached:
        text += f", {counted(plan.cached, 'reply')} from the cache"
    if plan.title_calls:
        text += (
            f"; at most {counted(plan.title_calls, 'further call')} by title, for papers that are "
            "not found by identifier"
        )
    return text + (f", {plan.usd:.4f} USD" if plan.usd else "")


def _report(made: "Enrichment", rejects: str | None, *, silent: bool) -> None:
    import msgspec

    from citegraph.loading import report_changes
    from citegraph.output import target

    if rejects:
        with target(rejects) as stream:
            for one in made.outcomes:
                if one.reason:
                    stream.write(msgspec.json.encode(one) + b"\n")
    if silent or made.summary is None:
        return
    report_changes(made.summary, unit="record")
    repeated = f", {made.repeated:,} of them after a failure or redirect" if made.repeated else ""
    note(counted(made.calls, "call") + repeated + (f"; {made.left}" if made.left else ""))
