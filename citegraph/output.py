"""One way to print rows, for every command that prints any.

A table on a terminal, JSON where piped; ``--json`` is one array of objects, a key a column;
``--nl`` is one object a line; ``--csv`` and ``--tsv`` have a header line. Rows go to stdout,
everything else to stderr.
"""

import csv
import datetime
import json
import math
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["FORMATS", "emit", "is_table", "note", "output_options"]

FORMATS = ("table", "json", "nl", "csv", "tsv")
# Titles are hostile: what moves a terminal's cursor or reorders its text is not printed.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_IDENTIFIER = 26  # characters of an identifier that tell enough
_FEW = 5  # columns that may fold their texts; more would become too narrow
_READABLE = 60  # characters of a column in which a text reads well
F = TypeVar("F", bound=Callable[..., Any])


def output_options(command: F) -> F:
    """Add ``--format`` and its short forms; the command gets ``output``, a format's name."""
    for name in reversed(FORMATS[1:]):
        command = click.option(
            f"--{name}", "output", flag_value=name, help=f"Same as --format {name}."
        )(command)
    return click.option(
        "--format", "output", type=click.Choice(FORMATS), default=None,
        help="Form of the rows. Default: a table on a terminal, JSON where piped.",
    )(command)  # fmt: skip


def note(text: str, *, silent: bool = False) -> None:
    """Say something to the person at the terminal, on stderr."""
    if not silent:
        click.echo(_CONTROL.sub(" ", text), err=True)


def is_table(output: str | None) -> bool:
    """Whether rows will be shown as a table."""
    return output == "table" or (output is None and sys.stdout.isatty())


def emit(columns: Sequence[str], rows: Iterable[Mapping[str, Any]], output: str | None) -> None:
    """Print rows to stdout in a format of :data:`FORMATS`."""
    if is_table(output):
        _table(columns, rows)
    elif output in (None, "json"):
        _json(columns, rows)
    elif output == "nl":
        for row in rows:
            click.echo(_dumps(_ordered(columns, row)))
    else:
        dialect = csv.excel_tab if output == "tsv" else csv.excel
        writer = csv.writer(sys.stdout, dialect, lineterminator="\n")
        writer.writerow(columns)
        terminal = sys.stdout.isatty()
        for row in rows:
            cells = [_cell(row.get(name)) for name in columns]
            writer.writerow([_CONTROL.sub(" ", c) for c in cells] if terminal else cells)


def _ordered(columns: Sequence[str], row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: row.get(name) for name in columns}


def _json(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> None:
    separator = "["
    for row in rows:
        click.echo(separator + _dumps(_ordered(columns, row)), nl=False)
        separator = ",\n "
    click.echo("]" if separator != "[" else "[]")


def _dumps(value: Any) -> str:
    text = json.dumps(_finite(value), ensure_ascii=False, default=_scalar)
    return _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _finite(value: Any) -> Any:
    """JSON has no words for NaN and infinity."""
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, list):
        return [_finite(item) for item in value]
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    return value


def _scalar(value: Any) -> str:
    return value.isoformat() if isinstance(value, (datetime.date, datetime.time)) else str(value)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (list, dict)):
        return _dumps(value)
    return _scalar(value)


def _table(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> None:
    from rich import box  # noqa: PLC0415 - off the path of --help and of pipes
    from rich.console import Console  # noqa: PLC0415 - only for a table
    from rich.table import Table  # noqa: PLC0415 - only for a table
    from rich.text import Text  # noqa: PLC0415 - only for a table

    rows = list(rows)
    console = Console(soft_wrap=False)
    shown = [[_shown(row.get(name)) for name in columns] for row in rows]
    wanted = sum(
        min(max(map(len, column)), _IDENTIFIER if column[0] == "id" else _READABLE)
        for column in zip(columns, *shown, strict=True)
    )
    if wanted > console.width * (1.8 if len(columns) <= _FEW else 1.2):
        _blocks(console, columns, shown)
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for name in columns:
        numbers = all(isinstance(row.get(name), (int, float, type(None))) for row in rows)
        # An identifier is cut rather than folded: whoever needs it whole asks for JSON, and a
        # paper can be named by its title as well.
        table.add_column(
            name, justify="right" if numbers and rows else "left",
            overflow="ellipsis" if name == "id" else "fold", no_wrap=name == "id",
            max_width=_IDENTIFIER if name == "id" else None,
        )  # fmt: skip
    for texts in shown:
        table.add_row(*map(Text, texts))
    console.print(table)


def _blocks(console: "Console", columns: Sequence[str], shown: Sequence[Sequence[str]]) -> None:
    """Rows too wide for a table: one below the other, a line a column."""
    from rich.table import Table  # noqa: PLC0415 - only for a table
    from rich.text import Text  # noqa: PLC0415 - only for a table

    for texts in shown:
        block = Table.grid(padding=(0, 2))
        block.add_column(style="bold", justify="right")
        block.add_column(overflow="fold")
        for name, text in zip(columns, texts, strict=True):
            if text:
                block.add_row(name, Text(text))
        console.print(block, end="\n")
        console.print()


def _shown(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.3g}"
    if isinstance(value, list) and all(isinstance(item, (str, int)) for item in value):
        return _CONTROL.sub(" ", ", ".join(map(str, value)))
    return _CONTROL.sub(" ", _cell(value))
