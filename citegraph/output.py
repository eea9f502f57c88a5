"""Print rows, for every command.

A table on a terminal, else JSON; ``--json`` is one array of objects, a key a column;
``--nl`` is one object a line; ``--csv`` and ``--tsv`` have a header line. Rows go to stdout,
everything else to stderr.
"""

import datetime
import json
import math
import re
import shutil
import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO, TextIO, TypeVar

import click

from citegraph.graph.errors import CitegraphError
from citegraph.graph.files import replacing

FORMATS = ("table", "json", "nl", "csv", "tsv")
LONGEST = 4  # spaces in a name; a longer text in a list is a title
# Titles are hostile: these move the cursor of a terminal, reorder its text or are invisible.
_CONTROL = re.compile(
    r"[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    r"\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
# Spreadsheets run cells that begin with one of these; some accept full-width signs.
_FORMULA = re.compile(
    r"[\s\x00-\x1f\xad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20\u2212\ufe62-\ufe63\ufe66\ufe6b]"
)
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
# Separators of other locales would begin a new cell if unquoted.
_QUOTED = re.compile(r'[",;|\x00-\x1f\x7f-\x9f\u2028\u2029\uff0c\uff1b\uff5c\u3001\ufe50\ufe54]')
# Remedies in messages of the library, and what they are called on the command line.
_REMEDIES = {
    "allow it with `write`": "allow it with --write",
    "the day of capture (`captured`)": "the day of capture (--captured)",
    "see the catalogue of questions": "'citegraph queries' lists the questions",
}
F = TypeVar("F", bound=Callable[..., Any])


def output_options(command: F) -> F:
    """Add ``--format`` and its short forms; the command gets ``output``, a format's name."""
    for name in reversed(FORMATS[1:]):
        command = click.option(
            f"--{name}", "output", flag_value=name, help=f"Same as --format {name}."
        )(command)
    return click.option(
        "--format",
        "output",
        type=click.Choice(FORMATS),
        default=None,
        help="Output format.  [default: table on a terminal, else json]",
    )(command)


def note(text: str, *, silent: bool = False) -> None:
    """Print a note to stderr, on a terminal folded to its width."""
    if not silent:
        with suppress(OSError):  # a closed stderr must not end the command
            text = _CONTROL.sub(" ", text)
            for remedy, option in _REMEDIES.items():
                text = text.replace(remedy, option)
            click.echo(_folded(text), err=True)


def _folded(text: str) -> str:
    """Return a note; if it goes to a terminal, in lines of its width, no word or address split."""
    width = shutil.get_terminal_size().columns
    if sys.stderr is None or not sys.stderr.isatty() or len(text) <= width:
        return text
    margin = " " * (len(text) - len(text.lstrip()) + 2)
    return textwrap.fill(
        text,
        max(40, width),
        subsequent_indent=margin,
        break_long_words=False,
        break_on_hyphens=False,
    )


def item(text: str, mark: str = " ") -> None:
    """Print an entry of a list to stderr."""
    note(f"{mark} {' '.join(text.split())}")


def is_table(output: str | None) -> bool:
    """Return whether rows are printed as a table."""
    return output == "table" or (output is None and _is_terminal())


def _is_terminal() -> bool:
    return sys.stdout is not None and sys.stdout.isatty()


def for_terminal(line: bytes) -> bytes:
    """Escape the control characters of a line of JSON if it goes to a terminal."""
    if not _is_terminal():
        return line
    return _escaped(line.decode().rstrip("\n")).encode() + b"\n"


@contextmanager
def target(path: str) -> Iterator[BinaryIO]:
    """Open a file for writing; ``-`` is standard output.

    Raises:
        CitegraphError: the file cannot be written.
    """
    if path == "-":
        yield _checked().buffer
        return
    try:
        with replacing(path) as stream:
            yield stream
    except BrokenPipeError:
        raise
    except OSError as error:
        if (
            error.filename not in (None, path)
            and Path(str(error.filename)).parent != Path(path).parent
        ):
            raise
        raise CitegraphError(
            f"{path}: cannot be written: {error.strerror or error}; choose another place"
        ) from error


def _checked() -> TextIO:
    """Return standard output.

    Raises:
        CitegraphError: standard output is closed.
    """
    if sys.stdout is None:
        raise CitegraphError("standard output is closed; redirect it to a file")
    return sys.stdout


def emit(columns: Sequence[str], rows: Iterable[Mapping[str, Any]], output: str | None) -> None:
    """Print rows to stdout in a format of :data:`FORMATS`; ``quiet`` prints none."""
    stream = _checked()
    if output == "quiet":
        return
    if is_table(output):
        from citegraph import tables  # noqa: PLC0415 - off the path of --help and of pipes

        rows = list(rows)
        if tables.is_chain(list(columns)):
            tables.chain(rows, _shown)
        else:
            tables.table(columns, [row for row in rows if not _is_done(row)], _shown)
        if done := ", ".join(_shown(row["what"]) for row in rows if _is_done(row)):
            width = shutil.get_terminal_size().columns
            click.echo(click.wrap_text(f"nothing to do: {done}", width, "", "  "))
    elif output in (None, "json"):
        _json(columns, rows)
    elif output == "nl":
        for row in rows:
            click.echo(_dumps(_ordered(columns, row)))
    else:
        separator = "\t" if output == "tsv" else ","
        stream.write(separator.join(map(_defused, columns)) + "\n")
        for row in rows:
            stream.write(separator.join(_csv_cell(row.get(name)) for name in columns) + "\n")


def _is_done(row: Mapping[str, Any]) -> bool:
    """Return whether a row of the question ``health`` has no case of those examined."""
    columns = {"what", "count", "of", "remedy"} <= row.keys()
    return columns and row["count"] == 0 and row["of"] != 0


def _csv_cell(value: Any) -> str:
    text = _cell(value)
    if isinstance(value, (int, float)):
        return text
    return _defused(_CONTROL.sub(" ", text) if _is_terminal() else text)


def _defused(text: str) -> str:
    """Return a cell that no spreadsheet reads as a formula or as several cells.

    An apostrophe marks a cell as text (OWASP, CSV Injection).
    """
    if _FORMULA.match(text) and not _NUMBER.fullmatch(text):
        text = f"'{text}"
    if _QUOTED.search(text):
        return '"' + text.replace('"', '""') + '"'
    return text


def _ordered(columns: Sequence[str], row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _plain(row.get(name)) for name in columns}


def _json(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> None:
    separator = "["
    for row in rows:
        click.echo(separator + _dumps(_ordered(columns, row)), nl=False)
        separator = ",\n "
    click.echo("]" if separator != "[" else "[]")


def _dumps(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=not _is_utf(), default=_scalar)
    return _escaped(text)


def _escaped(text: str) -> str:
    """Escape the control characters of JSON."""
    return _CONTROL.sub(lambda found: json.dumps(found[0])[1:-1], text)


def _is_utf() -> bool:
    """Return whether standard output can encode every character."""
    return sys.stdout is None or (sys.stdout.encoding or "utf-8").lower().startswith("utf")


def _plain(value: Any) -> Any:
    """Return a value for JSON: NaN and infinity as text, a map by key (engines mix the keys)."""
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(value[key]) for key in sorted(value)}
    return value


def _scalar(value: Any) -> str:
    return value.isoformat() if isinstance(value, (datetime.date, datetime.time)) else str(value)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (list, dict)):
        return _dumps(_plain(value))
    return _scalar(value)


def _shown(value: Any) -> str:
    if known := getattr(value, "known", None):  # of a date, see queries.marks.PartialDate
        return str(known)
    if isinstance(value, float):
        return f"{value:.3g}"
    if isinstance(value, list) and all(isinstance(item, (str, int)) for item in value):
        return _CONTROL.sub(" ", _listed(value))
    if isinstance(value, list) and all(map(_is_reason, value)):
        told = [one for one in value if round(100 * one["share"])] or value
        return _CONTROL.sub(" ", "; ".join(map(_reason, told)))
    return _CONTROL.sub(" ", _cell(value))


def _listed(values: Sequence[Any]) -> str:
    """Return values on one line; semicolons separate titles, and names that contain a comma."""
    texts = [str(value) for value in values]
    long = any(", " in text or text.count(" ") > LONGEST for text in texts)
    return ("; " if long else ", ").join(texts)


def _is_reason(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and value.keys() == {"kind", "share", "words"}
        and isinstance(value["share"], float)
        and isinstance(value["words"], list)
    )


def _reason(reason: Mapping[str, Any]) -> str:
    """Return a reason of `related` as on the page, such as ``topics: BERT, GPT (40%)``."""
    words = _listed(reason["words"])
    named = f"{reason['kind']}: {words}" if words else reason["kind"]
    return f"{named} ({100 * reason['share']:.0f}%)"
