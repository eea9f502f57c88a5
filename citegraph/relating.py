"""The commands ``related`` and ``search``."""

# ruff: noqa: PLC0415 - heavy modules are imported inside the commands, so that --help is fast

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from citegraph.asking import show
from citegraph.graph.counted import counted
from citegraph.graph.errors import SourceError
from citegraph.opening import opened
from citegraph.options import Count, Day, usual_options
from citegraph.output import note

if TYPE_CHECKING:
    from citegraph.graph.records import Paper

_DAY = Day()
_LIMIT = click.option(
    "--limit", type=Count(1), default=20, show_default=True, help="Maximum rows to return."
)


@click.command()
@click.argument("papers", nargs=-1, metavar="[PAPER]...")
@click.option(
    "--like",
    multiple=True,
    metavar="FILE",
    help="File of papers (BibTeX, RIS, Zotero, ...: any source of 'load'); repeatable.",
)
@click.option("--text", multiple=True, help="Text, such as an abstract; repeatable.")
@click.option("--on", type=_DAY, help="Rank only the papers that were listed on this day.")
@click.option("--since", type=_DAY, help="Rank only papers published on or after this day.")
@click.option("--newer", is_flag=True, help="Rank only papers published after the named ones.")
@click.option("--code", is_flag=True, help="Rank only papers with a code repository.")
@click.option("--rebuild", is_flag=True, help="Recompute all SIMILAR_TO edges and exit.")
@_LIMIT
@click.option(
    "-o",
    "--output",
    "page",
    type=click.Path(dir_okay=False),
    help="Page to write instead of printing the rows.",
)
@usual_options(
    "citegraph related Mamba --newer --code\n  citegraph related Mamba 'SAM 2'\n"
    "  citegraph related --like library.bib --on 2026-03-02"
)
def related(
    papers: tuple[str, ...],
    like: tuple[str, ...],
    text: tuple[str, ...],
    on: datetime | None,
    since: datetime | None,
    newer: bool,
    code: bool,
    rebuild: bool,
    limit: int,
    page: str | None,
    db: str | None,
    output: str | None,
    silent: bool,
) -> None:
    """Rank papers related to given papers, a file or a text.

    Each row states its reasons. With several papers, a candidate's score depends on the three that
    it is most similar to, and the column 'near' names the closest ones.
    """
    from citegraph import pages
    from citegraph.asking import answered, chosen_papers
    from citegraph.drawing import write
    from citegraph.graph.records import Paper
    from citegraph.queries.related import related as ask

    if rebuild:
        from citegraph.progress import shown_steps

        with opened(db) as store, shown_steps(silent=silent) as step:
            changed = store.update_similar(rebuild=True, progress=step)
        note(
            f"{counted(changed, 'edge')} changed" if changed else "already up to date",
            silent=silent,
        )
        return
    if not (papers or like or text):
        raise click.UsageError("name a PAPER, or use --like FILE or --text TEXT")
    for paper in papers:
        if (like or Path(paper).suffix) and Path(paper).is_file():
            raise click.UsageError(f"{paper} is a file; write --like before each file")
    records, rejected = read_papers(like)
    texts = [*records, *(Paper(abstract=one) for one in text)]
    options: dict[str, Any] = {
        "on": on.date().isoformat() if on else None,
        "since": since.date().isoformat() if since else None,
        "newer": newer,
        "code": code,
        "limit": limit,
    }
    with opened(db) as store:
        if page is None:
            answer = answered(
                lambda chosen: ask(store, chosen_papers(papers, chosen), texts, **options),
                silent=silent,
            )
        else:
            subgraph, remark = answered(
                lambda chosen: pages.related(
                    store, chosen_papers(papers, chosen), texts, **options
                ),
                silent=silent,
            )
    if page is None:
        show(answer, output, silent=silent)
    else:
        write(subgraph, page, remark, silent=silent)
    if rejected:
        note(rejected, silent=silent)


def read_papers(sources: tuple[str, ...]) -> "tuple[list[Paper], str | None]":
    """Return the papers in files, and a note on the entries that could not be read.

    Raises:
        SourceError: a file cannot be read, or has no papers.
    """
    from citegraph import loaders
    from citegraph.graph.records import Rejected
    from citegraph.loaders.documents import inputs

    papers: list[Paper] = []
    rejected: list[Rejected] = []
    for source in sources:
        if ":" not in source and not inputs.exists(source):
            raise SourceError(f"{source}: no such file; check the name")
        found = list(loaders.read([source]))
        bad = [one for one in found if isinstance(one, Rejected)]
        good = [one for one in found if not isinstance(one, Rejected)]
        if not good:
            why = f"{source}: it is empty"
            if bad:
                why = f"{bad[0].where}: {bad[0].reason}"
            raise SourceError(f"{why}; no papers found in this file")
        papers += good
        rejected += bad
    if not rejected:
        return papers, None
    count = counted(len(rejected), "entry")
    return papers, f"{count} could not be read, first {rejected[0].where}: {rejected[0].reason}"


@click.command()
@click.argument("words", nargs=-1, required=True, metavar="WORD...")
@_LIMIT
@usual_options(
    "citegraph search sparse autoencoder\n  citegraph search 'diffus* protein'\n"
    "  citegraph search '\"chain of thought\" faithful'"
)
def search(
    words: tuple[str, ...], limit: int, db: str | None, output: str | None, silent: bool
) -> None:
    """Rank papers by words in title and abstract.

    The answer shows the matching sentence. A word matches its plural and its British or American
    spelling; molec* matches words that begin with molec. Words in double quotes form a phrase.
    Misspelled words are corrected. The name of an author or a topic also returns the papers of that
    author or topic; an identifier or address returns its paper.
    """
    from citegraph import queries

    with opened(db) as store:
        answer = queries.run(store, "search", words=" ".join(words), limit=limit)
    show(answer, output, silent=silent)
