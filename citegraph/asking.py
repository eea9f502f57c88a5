"""The commands that answer stock questions: ``queries`` and ``query``."""

# ruff: noqa: PLC0415 - heavy modules are imported inside the commands, so that --help is fast

import re
import shutil
import sys
import textwrap
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import click

from citegraph.opening import opened
from citegraph.options import Count, QueryCommand, example, pairs, params_option, usual_options
from citegraph.output import emit, is_table, item, note, output_options

if TYPE_CHECKING:
    from citegraph.queries import Answer, Question
    from citegraph.queries.naming import AmbiguousError
    from citegraph.queries.question import Parameter

T = TypeVar("T")
_MORE = re.compile(r"\bmore with limit=(\d+)\b")
LONG = 2.0  # seconds from which a wait is reported


@click.command("queries")
@click.argument("words", nargs=-1, metavar="[WORD]...")
@output_options
@example("citegraph queries\n  citegraph queries retracted\n  citegraph queries --json")
def list_queries(words: tuple[str, ...], output: str | None) -> None:
    """List the stock questions by theme, or those with all WORDs.

    An asterisk marks a question that 'citegraph view' can draw.
    """
    from citegraph import queries
    from citegraph.graph.errors import QueryError

    themes = {
        theme: found
        for theme, questions in queries.themes().items()
        if (found := [question for question in questions if _contains(question, words)])
    }
    if not themes:
        raise QueryError(f"no question contains {' and '.join(map(repr, words))}; try one word")
    if is_table(output):
        for theme, questions in themes.items():
            click.secho(f"{theme.upper()}", bold=True)
            for question in questions:
                _list(question)
        note("* can be drawn: citegraph view NAME; parameters: citegraph query NAME --help")
        return
    rows = (
        {
            "theme": theme,
            "name": question.name,
            "title": question.title,
            "question": question.question,
            "drawn": bool(question.graph),
            "parameters": [
                p.name if p.required else f"{p.name}={p.shown_default}" for p in question.parameters
            ],
        }
        for theme, questions in themes.items()
        for question in questions
    )
    emit(["theme", "name", "title", "question", "drawn", "parameters"], rows, output)


def _contains(question: "Question", words: Sequence[str]) -> bool:
    text = f"{question.name} {question.theme} {question.title} {question.question}".casefold()
    return all(word.casefold() in text for word in words)


def _positional(question: "Question") -> "list[Parameter]":
    """Return the parameters that values set: the required ones; without any, the first one."""
    required = [p for p in question.parameters if p.required]
    return required or [p for p in question.parameters[:1] if p.name != "limit"]


def _list(question: "Question") -> None:
    values = " ".join(
        p.name.upper() if p.required else f"[{p.name.upper()}]" for p in _positional(question)
    )
    click.echo(f"  {question.name} {values}".rstrip() + (" *" if question.graph else ""))
    words = question.question.partition("? ")[0].rstrip("?") + "?"
    for line in textwrap.wrap(words, min(74, shutil.get_terminal_size().columns - 6)):
        click.echo(f"      {line}")


@click.command(cls=QueryCommand)
@click.argument("name")
@click.argument("values", nargs=-1, metavar="[VALUE]...")
@click.option("--limit", type=Count(1), help="Maximum rows to return; same as -p limit=N.")
@params_option
@usual_options("citegraph query shared-topics 'Pointer Networks' --limit 5")
def query(
    name: str,
    values: tuple[str, ...],
    limit: int | None,
    params: tuple[str, ...],
    db: str | None,
    output: str | None,
    silent: bool,
) -> None:
    """Answer the stock question NAME with the given VALUEs.

    The VALUEs are the required parameters, in order; if a question has none, VALUE is its first
    parameter. 'citegraph queries' lists the questions; 'citegraph query NAME --help' describes one.
    """
    from citegraph import queries

    question = queries.find(name)
    texts: dict[str, Any] = given_values(question, values, pairs(params))
    if limit is not None:
        texts["limit"] = limit
    queries.parameters(question, texts)  # refuses invalid ones before the database is opened
    with opened(db) as store:
        answer = answered(
            lambda chosen: queries.run(store, name, **{**texts, **chosen}), silent=silent
        )
    show(answer, output, silent=silent)


def given_values(
    question: "Question", values: Sequence[str], named: Mapping[str, str]
) -> dict[str, str]:
    """Return the parameters of a question by name.

    Args:
        question: the question.
        values: positional values of its required parameters, in order; if it has none, of its
            first parameter. If only one is missing, it may consist of several values, as a title
            without quotes does.
        named: values by name.

    Raises:
        UsageError: there are more values than parameters without one.
    """
    missing = [p.name for p in _positional(question) if p.name not in named]
    if len(missing) == 1 and values:
        values = [" ".join(values)]
    if values and not missing:
        raise click.UsageError(
            f"unexpected value {values[0]!r}; {question.name} has no further parameter without "
            "a value; set others with -p KEY=VALUE"
        )
    if len(values) > len(missing):
        raise click.UsageError(
            f"{len(values)} values, but {question.name} has {len(missing)} parameters to set "
            f"({', '.join(missing)}); quote a value that contains spaces, and set other "
            "parameters with -p KEY=VALUE"
        )
    return {**dict(zip(missing, values, strict=False)), **named}


def answered(ask: Callable[[Mapping[str, str]], T], *, silent: bool = False) -> T:
    """Ask a question; on a terminal, let the user choose what an ambiguous name means.

    Args:
        ask: asks with the chosen nodes, by the name of the parameter.
        silent: report neither a long wait nor its duration.

    Raises:
        AmbiguousError: a name matches several nodes, and there is no terminal to choose on.
    """
    from citegraph.queries.naming import AmbiguousError

    chosen: dict[str, str] = {}
    while True:
        try:
            with reported("the answer", silent=silent):
                return ask(chosen)
        except AmbiguousError as error:
            if not _is_interactive():
                raise
            chosen[error.parameter] = _choose(error)


@contextmanager
def reported(what: str, *, silent: bool = False) -> Iterator[None]:
    """Report to stderr what is waited for if the block takes long, then how long it took."""
    from citegraph.graph.connection.waiting import report_wait

    began = time.monotonic()
    with report_wait(what, lambda text: note(text, silent=silent), LONG):
        yield
    took = time.monotonic() - began
    if took > LONG:
        note(f"{what} took {took:.1f} s", silent=silent)


def chosen_papers(papers: Sequence[str], chosen: Mapping[str, str]) -> list[str]:
    """Return papers with those that the user chose, by `paper` or `paper N`, in their place."""
    if len(papers) == 1 and "paper" in chosen:
        return [chosen["paper"]]
    return [chosen.get(f"paper {number}", one) for number, one in enumerate(papers, 1)]


def _is_interactive() -> bool:
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr))


def _choose(error: "AmbiguousError") -> str:
    note(error.problem)
    for number, line in enumerate(error.lines, 1):
        item(line, f"{number:3} ")
    last = len(error.candidates)
    try:
        number = click.prompt("Number", type=Count(1, last), err=True)
    except click.Abort:
        click.echo(err=True)  # end the line of the prompt
        raise
    return error.candidates[number - 1].id


def show(answer: "Answer", output: str | None, *, silent: bool) -> None:
    """Print an answer to stdout, and whom it is about and its note to stderr.

    A table leaves out the columns that are empty in all rows; a note names them.
    """
    for name, subject in answer.subjects.items():
        # Even with --silent if the name is inexact: the answer may be about another node.
        note(f"{name}: {subject}", silent=silent and subject.exact)
    empty: list[str] = []
    if is_table(output):
        empty = [
            name for name in answer.columns if all(row[name] in (None, []) for row in answer.rows)
        ]
    if answer.unknown is None:
        emit([name for name in answer.columns if name not in empty], answer.rows, output)
    elif not is_table(output):
        emit(list(answer.unknown), [answer.unknown], output)
    if not answer.rows and not answer.note:
        note("0 rows: the graph has the data that this question needs, but nothing matches")
    if empty and answer.rows:
        note(f"columns without values: {', '.join(empty)}", silent=silent)
    if answer.note:
        # Even with --silent: without the note, "unknown" would look like "none".
        text = _MORE.sub(r"more with --limit \1", answer.note)  # as the command line writes it
        note(text, silent=silent and answer.unknown is None)
