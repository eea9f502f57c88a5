"""Options and help that several commands share."""

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from inspect import cleandoc
from typing import TYPE_CHECKING, Any, TypeVar

import click

from citegraph.output import output_options

if TYPE_CHECKING:
    from citegraph.queries.question import Parameter, Question

F = TypeVar("F", bound=Callable[..., Any])


def example(text: str) -> Callable[[F], F]:
    """Add an example to the end of a command's help."""

    def add(command: F) -> F:
        command.__doc__ = f"{cleandoc(command.__doc__ or '')}\n\n\b\nExample:\n  {text}"
        return command

    return add


def db_option(command: F) -> F:
    """Add ``--db``, for commands that open a graph."""
    return click.option(
        "--db",
        envvar="CITEGRAPH_DB",
        metavar="PATH|URI",
        default=None,
        help="Database: a folder (embedded engine), or neo4j://host:7687/database (also bolt://, "
        "neo4j+s://) with NEO4J_USERNAME and NEO4J_PASSWORD set.  [default: citegraph.db]",
    )(command)


def silent_option(command: F) -> F:
    """Add ``--silent``."""
    return click.option("--silent", is_flag=True, help="Print only rows and errors.")(command)


def usual_options(text: str) -> Callable[[F], F]:
    """Add ``--db``, the options of the output and ``--silent``, and an example to the help."""
    return lambda command: db_option(output_options(silent_option(example(text)(command))))


def params_option(command: F) -> F:
    """Add ``-p key=value``."""
    return click.option(
        "-p",
        "--param",
        "params",
        multiple=True,
        metavar="KEY=VALUE",
        help="Set a parameter; repeatable.",
    )(command)


class Day(click.DateTime):
    """A day, as YYYY-MM-DD."""

    def __init__(self) -> None:
        super().__init__(["%Y-%m-%d"])

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:  # noqa: ARG002 - click's signature
        """Return the placeholder of the value in a help text."""
        return "YYYY-MM-DD"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        """Return the day.

        Raises:
            BadParameter: the value is not a day.
        """
        try:
            found: datetime = super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail(f"{value!r} is not a day; use YYYY-MM-DD", param, ctx)
        return found


class Count(click.IntRange):
    """An integer in a range; click calls it "integer range", also in errors."""

    name = "integer"


class Seconds(click.FloatRange):
    """A number of seconds; click's range accepts NaN."""

    name = "number"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Convert and check a value."""
        seconds: float = super().convert(value, param, ctx)
        if seconds != seconds:  # noqa: PLR0124 - true of NaN alone
            self.fail(f"{value} is not a number of seconds", param, ctx)
        return seconds


class Commands(click.Group):
    """The commands; the error for an unknown command states if a question has its name."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command.

        Raises:
            UsageError: there is no such command.
        """
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError:
            from citegraph import queries  # noqa: PLC0415 - only for a wrong name

            name = args[0]
            if name not in queries.catalogue():
                raise
            raise click.UsageError(f"{name!r} is a question: citegraph query {name}", ctx) from None


class QueryCommand(click.Command):
    """A command whose help describes the question that is named."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Keep the arguments for the help; name the parameter or the command that was meant.

        Raises:
            UsageError: the arguments are invalid.
        """
        ctx.meta["arguments"] = list(args)
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            if error.option_name in ("-o", "--output"):
                hint = f"{error.message} 'citegraph view NAME -o FILE' draws an answer."
                raise click.NoSuchOption(error.option_name, hint, ctx=ctx) from None
            if question := _question(ctx.meta["arguments"]):
                hint = f"{error.message} {_parameters(question)}"
                raise click.NoSuchOption(error.option_name, hint, ctx=ctx) from None
            raise

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, then the question and its parameters."""
        super().format_options(ctx, formatter)
        if question := _question(ctx.meta.get("arguments", [])):
            with formatter.section(f"{question.name}: {question.title}"):
                formatter.write_text(question.question)
                formatter.write_paragraph()
                formatter.write_dl(
                    [(f"-p {p.name}=...", _described(p)) for p in question.parameters]
                )


def _question(args: Sequence[str]) -> "Question | None":
    """Return the first question that the arguments name."""
    from citegraph import queries  # noqa: PLC0415 - only for help and errors

    return next((q for arg in args if (q := queries.catalogue().get(arg))), None)


def _parameters(question: "Question") -> str:
    names = [f"-p {p.name}=..." for p in question.parameters]
    return f"Parameters of {question.name}: {', '.join(names) or 'none'}."


def _described(parameter: "Parameter") -> str:
    if parameter.required:
        return f"{parameter.about}  [example: {parameter.example}]"
    return f"{parameter.about}  [default: {parameter.shown_default}]"


def pairs(params: tuple[str, ...]) -> dict[str, str]:
    """Return ``KEY=VALUE`` texts as a dictionary."""
    pairs = {}
    for param in params:
        key, equals, value = param.partition("=")
        if not equals or not key:
            raise click.UsageError(f"-p {param}: not KEY=VALUE")
        pairs[key.strip()] = value
    return pairs


def typed(params: tuple[str, ...]) -> dict[str, Any]:
    """Return the parameters of free Cypher: values are JSON if they parse as JSON, else text."""
    typed: dict[str, Any] = {}
    for key, value in pairs(params).items():
        try:
            typed[key] = json.loads(value)
        except (ValueError, RecursionError):
            typed[key] = value
    return typed
