"""The command line: each command calls the library and prints.

Heavy modules are imported inside the commands, so that ``citegraph --help`` is fast.
"""

# ruff: noqa: PLC0415 - see above

import os
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from citegraph import judging
from citegraph.analyze import analyze
from citegraph.asking import list_queries, query, reported
from citegraph.drawing import view
from citegraph.enriching import enrich
from citegraph.graph.counted import counted
from citegraph.graph.errors import CitegraphError
from citegraph.opening import ahead, opened, stop
from citegraph.options import (
    Commands,
    Count,
    Day,
    Seconds,
    db_option,
    example,
    params_option,
    silent_option,
    typed,
    usual_options,
)
from citegraph.output import emit, for_terminal, is_table, note, output_options, target
from citegraph.relating import related, search
from citegraph.today import today

if TYPE_CHECKING:
    from citegraph.graph.writing.difference import Changes

DAY = Day()


@click.group(
    cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(package_name="citegraph")
@example("citegraph load listing.txt\n  citegraph query topics\n  citegraph view -o graph.html")
def cli() -> None:
    """Turn lists of papers into a graph to query in Cypher and explore in a page."""


for command in (
    *(analyze, enrich, list_queries, query, related, search, stop, today, view),
    *judging.COMMANDS,
):
    cli.add_command(command)


@cli.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option(
    "--captured",
    type=DAY,
    help="Day on which a listing was saved.  [default: as the source states]",
)
@click.option(
    "--rejects",
    type=click.Path(dir_okay=False),
    help="File for the rejected entries (JSON Lines).  [default: none]",
)
@click.option("--strict", is_flag=True, help="Exit with code 1 if any entry is rejected.")
@usual_options("citegraph load listing.txt works.json 'papers/*.jsonl.gz'")
def load(
    sources: tuple[str, ...],
    captured: datetime | None,
    rejects: str | None,
    strict: bool,
    db: str | None,
    output: str | None,
    silent: bool,
) -> None:
    """Load files, folders, globs, addresses or '-' (standard input).

    The format of each is recognized. Loading a source again changes nothing.
    """
    from citegraph.loaders.documents.inputs import is_read
    from citegraph.loaders.topics import TopicReader
    from citegraph.loading import require_papers, require_source, run

    if rejects and is_read(Path(rejects), sources):
        raise click.UsageError(f"--rejects {rejects} would overwrite a source")
    require_source(sources)
    ahead(lambda: TopicReader().read("A title", "An abstract."))
    with opened(db, create=True) as store:
        summary = run(store, sources, captured.date() if captured else None, rejects, silent=silent)
    rows = _changes(summary.changes)
    if rows or not is_table(output):
        emit(["what", "created", "updated", "deleted"], rows, output)
    require_papers(summary, reported=not silent)
    if unread := summary.unread:
        which = f"{', '.join(unread[:3])}{', ...' if len(unread) > 3 else ''}"
        count = counted(len(unread), "source")
        raise CitegraphError(f"{count} could not be read: {which}; the others were loaded")
    if strict and summary.rejections:
        raise CitegraphError(f"{counted(summary.rejections, 'entry')} rejected (--strict)")


def _changes(c: "Changes") -> list[dict[str, Any]]:
    names = sorted({*+c.created, *+c.updated, *+c.deleted}, key=lambda name: (name.isupper(), name))
    return [
        {"what": n, "created": c.created[n], "updated": c.updated[n], "deleted": c.deleted[n]}
        for n in names
    ]


def _standard_input() -> str:
    if sys.stdin is None:
        raise CitegraphError("standard input is closed; pass the statement as an argument")
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CitegraphError(
            f"standard input is not UTF-8: {error}; convert it to UTF-8"
        ) from error


@cli.command()
@click.argument("statement")
@click.option("--write", is_flag=True, help="Allow the statement to modify the graph.")
@click.option(
    "--limit", type=Count(1), default=10_000, show_default=True, help="Maximum rows to return."
)
@click.option(
    "--timeout",
    type=Seconds(0.1, 86400),
    default=60.0,
    show_default=True,
    help="Maximum seconds to run.",
)
@params_option
@usual_options("citegraph cypher 'MATCH (p:Paper) RETURN p.title, p.year ORDER BY p.year LIMIT 5'")
def cypher(
    statement: str,
    write: bool,
    limit: int,
    timeout: float,
    params: tuple[str, ...],
    db: str | None,
    output: str | None,
    silent: bool,
) -> None:
    """Run a Cypher STATEMENT, read-only unless --write is set.

    '-' reads the statement from standard input.
    """
    from citegraph.queries import guard

    if statement == "-":
        statement = _standard_input()
    ask = guard.cypher if is_table(output) else guard.stream
    with opened(db, create=write) as store:
        with reported("the answer", silent=silent):
            answer = ask(store, statement, typed(params), write=write, limit=limit, timeout=timeout)
        if isinstance(answer, guard.Streamed):
            emit(answer.columns, answer, output)
    if not isinstance(answer, guard.Streamed):
        emit(answer.columns, answer.rows, output)
    if answer.note:
        note(answer.note, silent=silent)


@cli.command()
@db_option
@output_options
@example("citegraph stats")
def stats(db: str | None, output: str | None) -> None:
    """Count nodes and edges by type, and the coverage of papers."""
    from citegraph.reports import statistics

    with opened(db) as store:
        emit(["what", "count", "of"], statistics(store), output)


@cli.command()
@click.option(
    "--cypher",
    "as_cypher",
    is_flag=True,
    help="Print the statements that create constraints and indexes on Neo4j.",
)
@output_options
@example("citegraph schema")
def schema(as_cypher: bool, output: str | None) -> None:
    """Print the schema: node labels, edge types and properties."""
    from citegraph.graph.connection.preparation import definitions
    from citegraph.reports import schema_rows

    if as_cypher:
        click.echo("".join(f"{one.statement};\n" for one in definitions()), nl=False)
    else:
        emit(["of", "property", "type", "combines", "indexed", "about"], schema_rows(), output)


@cli.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(["jsonl", "graphml"]),
    default="jsonl",
    show_default=True,
    help="Records, one JSON object per line, or GraphML, which needs memory for the whole graph.",
)
@click.option(
    "-o",
    "--output",
    "path",
    default="-",
    metavar="FILE",
    help="File to write.  [default: standard output]",
)
@db_option
@silent_option
@example("citegraph export --format jsonl -o papers.jsonl")
def export(form: str, path: str, db: str | None, silent: bool) -> None:
    """Write the whole graph as records or as GraphML.

    'citegraph load' reads the records; Gephi, Cytoscape and yEd read GraphML.
    """
    from citegraph.graph.exporting import graphml, papers
    from citegraph.loaders.sources.records import dump
    from citegraph.progress import shown_steps

    count = 0
    with (
        opened(db) as store,
        target(path) as stream,
        shown_steps(silent=silent or path == "-") as step,
    ):
        if form == "graphml":
            count = graphml.dump(store, stream)
        else:
            total = papers.count(store)
            for record in papers.records(store):
                stream.write(for_terminal(dump(record)) if path == "-" else dump(record))
                count += not record.stub and bool(record.id)
                if record.id and count % 100 == 0:
                    step("writing papers", count, total)
    note(f"{counted(count, 'node' if form == 'graphml' else 'paper')} written", silent=silent)


@cli.command()
@db_option
@output_options
@click.option("--check", is_flag=True, help="Read the whole graph to find damage.")
@example("citegraph doctor --db neo4j://localhost:7687")
def doctor(db: str | None, output: str | None, *, check: bool) -> None:
    """Check engine, version, schema and memory; propose remedies."""
    from citegraph.reports import examination

    rows = examination(db, thorough=check)
    emit(["check", "state", "value", "remedy"], rows, output)
    if any(row["state"] == "failed" for row in rows):
        raise CitegraphError("problems found; see the remedies above")


@cli.group()
@example("citegraph topics rebuild --vocabulary my-topics.csv")
def topics() -> None:
    """Rebuild the topics of a graph, or compare two exports."""


@topics.command()
@click.option(
    "--vocabulary",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Vocabulary to add: SKOS, the Computer Science Ontology's CSV, or any CSV; repeatable.",
)
@usual_options("citegraph topics rebuild --vocabulary my-topics.csv")
def rebuild(vocabulary: tuple[Path, ...], db: str | None, output: str | None, silent: bool) -> None:
    """Re-extract the topics of all papers from their stored texts."""
    from citegraph.loaders.rebuild import rebuild as run
    from citegraph.progress import shown_steps

    with opened(db) as store, shown_steps(silent=silent) as step:
        changes = run(store, vocabulary, step)
    emit(["what", "created", "updated", "deleted"], _changes(changes), output)
    note("topics rebuilt" if changes else "already up to date", silent=silent)


@topics.command()
@click.argument("old", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("new", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@output_options
@example("citegraph topics diff before.jsonl after.jsonl")
def diff(old: Path, new: Path, output: str | None) -> None:
    """Compare the topics of papers in two exports, OLD and NEW."""
    from citegraph.loaders.rebuild import read_records
    from citegraph.loaders.topics import diff as compare

    rows = (
        {
            "paper": change.paper,
            "topic": change.topic,
            "what": change.what,
            "old": change.old.score if change.old else None,
            "new": change.new.score if change.new else None,
            "rule": (change.new or change.old).rule,  # type: ignore[union-attr] # one of the two is there
        }
        for change in compare(read_records(old), read_records(new))
    )
    emit(["paper", "topic", "what", "old", "new", "rule"], rows, output)


def main() -> int:
    """Run the command line.

    Returns:
        The exit code.
    """
    from citegraph.process import run

    def command() -> None:
        if "_CITEGRAPH_COMPLETE" in os.environ:
            cli.main(prog_name="citegraph")  # prints the completions of a shell
        # Not cli.main: it turns the end of the output's reader into exit code 1.
        with cli.make_context("citegraph", sys.argv[1:]) as context:
            cli.invoke(context)

    return run(command)
