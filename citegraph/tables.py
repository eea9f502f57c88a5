"""Print rows on a terminal: as a table, as blocks if a table is too wide, or as a chain of steps.

A table of numbers that is too wide is printed in parts, each with the names of the rows; a number
that is the same in all rows is printed once, below it.

A title or name leads; identifiers and addresses come last and are never split, so that they can be
copied. All numbers of a column have as many decimals.
"""

import math
import re
import shutil
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from rich.console import Console

LEADING = ("title", "name")
ADDRESSES = ("url", "code")
KEYS = (*LEADING, "year")  # columns that each part of a wide table repeats
PAIR = ("first", "second")  # of names, in tables without these
SHORT = 36  # characters of the longest cell of a table in parts
FOLDED = 24  # characters of the narrowest column whose text is folded
WIDTH = 120  # maximum columns of a line of a chain
SAME = "(title)"  # in place of a text that repeats the title of its row
READABLE = 60  # characters of a readable column
# characters that a terminal shows two columns wide, for a regular expression
_WIDE = (
    r"\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60"
    r"\U00020000-\U0003fffd"
)
# spaces, a character of two columns, or a word without such characters
_PIECE = re.compile(rf"\s+|[{_WIDE}]|[^\s{_WIDE}]+")
Shown = Callable[[Any], str]


def table(columns: Sequence[str], rows: Iterable[Mapping[str, Any]], shown: Shown) -> None:
    """Print rows as a table, or as blocks if they do not fit.

    ``shown`` returns a value other than a number with decimals as one line of safe text.
    """
    from rich.console import Console  # noqa: PLC0415 - off the path of --help and of pipes

    rows = list(rows)
    if not rows:
        return  # a note states why
    columns = _ordered(columns)
    cells = list(zip(*(_column(name, rows, shown) for name in columns), strict=True))
    console = Console(soft_wrap=False)
    if _fits(columns, cells, console.width):
        _grid(console, columns, rows, cells, shown)
    elif len(rows) > 1 and all(_cells(cell) <= SHORT for line in cells for cell in line):
        same = [i for i, name in enumerate(columns) if _is_constant(name, rows)]
        kept = [i for i in range(len(columns)) if i not in same]
        cells, equal = [tuple(line[i] for i in kept) for line in cells], cells[0]
        equals = ", ".join(f"{shown(columns[i])} {equal[i]}" for i in same)
        columns = [columns[i] for i in kept]
        for part in _parts(columns, cells, console.width):
            some = [[line[i] for i in part] for line in cells]
            _grid(console, [columns[i] for i in part], rows, some, shown)
        if same:
            click.echo(_hanging(f"in each row: {equals}", 1, console.width))
    else:
        _blocks(columns, cells, console.width, shown)


def _grid(
    console: "Console",
    columns: Sequence[str],
    rows: Sequence[Mapping[str, Any]],
    cells: Sequence[Sequence[str]],
    shown: Shown,
) -> None:
    from rich import box  # noqa: PLC0415 - only for a table
    from rich.table import Table  # noqa: PLC0415 - only for a table
    from rich.text import Text  # noqa: PLC0415 - only for a table

    heads = [shown(name) for name in columns]
    if _least(columns, heads, cells) + 3 * len(columns) > console.width:
        heads = _broken(heads)
    tight = _least(columns, heads, cells) + 3 * len(columns) > console.width
    grid = Table(
        box=box.SIMPLE_HEAD,
        padding=(0, 0) if tight else (0, 1),
        pad_edge=False,
        header_style="bold",
    )
    for name, head in zip(columns, heads, strict=True):
        numbers = all(isinstance(row.get(name), (int, float, type(None))) for row in rows)
        grid.add_column(
            Text(head),
            justify="right" if numbers and rows else "left",
            overflow="fold",
            no_wrap=_is_whole(name),
            min_width=_word(line[columns.index(name)] for line in cells),
        )
    for line in cells:
        grid.add_row(*map(Text, line))
    console.print(grid)


def is_chain(columns: Sequence[str]) -> bool:
    """Return whether the rows are the steps of a path."""
    return columns[:2] == ["step", "from"] and {"to", "fromId", "toId"} <= set(columns)


def chain(rows: Sequence[Mapping[str, Any]], shown: Shown) -> None:
    """Print the steps of a path, each node on a line and the evidence below it."""
    width = min(WIDTH, shutil.get_terminal_size().columns - 2)
    for row in rows:
        _node(shown(row["from"]), shown(row["fromId"]), width)
        paper = f"{shown(row.get('paper'))}  {shown(row.get('paperId'))}"
        reasons = row.get("reasons") or []
        links = [shown(row["reason"]) if "reason" in row else paper, *map(shown, reasons)]
        for line in (line for link in links for line in _wrapped(link, width - 4)):
            click.echo(f"  | {line}")
    if rows:
        _node(shown(rows[-1]["to"]), shown(rows[-1]["toId"]), width)


def _node(name: str, id: str, width: int) -> None:
    click.echo("\n  ".join(_wrapped(name if name == id else f"{name}  {id}", width - 2)))


def _wrapped(text: str, width: int) -> list[str]:
    """Return the lines of a text, at most ``width`` columns unless a word is longer.

    Lines end at spaces, and between characters of two columns, such as Chinese ones.
    """
    lines, line, used = [], "", 0
    for piece in _PIECE.findall(text):
        columns = _cells(piece)
        if line and used + columns > width:
            lines.append(line.rstrip())
            line, used = "", 0
        if line or not piece.isspace():
            line, used = line + piece, used + columns
    return [*lines, line.rstrip()] if line else lines


def _cells(text: str) -> int:
    """Return the columns of a text on a terminal."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(c) else 1 + (unicodedata.east_asian_width(c) in "WF")
        for c in text
    )


def _ordered(columns: Sequence[str]) -> list[str]:
    def place(name: str) -> int:
        if name in LEADING:
            return 0
        return 3 if _is_id(name) else 2 if name in ADDRESSES else 1

    return sorted(columns, key=place)


def _is_id(name: str) -> bool:
    return name == "id" or name.endswith("Id")


def _is_constant(name: str, rows: Sequence[Mapping[str, Any]]) -> bool:
    """Return whether a number is the same in all rows, so that a line can state it once."""
    first = rows[0].get(name)
    numbers = isinstance(first, (int, float)) and name not in KEYS
    return numbers and all(row.get(name) == first for row in rows)


def _is_whole(name: str) -> bool:
    return _is_id(name) or name in ADDRESSES


def _column(name: str, rows: Sequence[Mapping[str, Any]], shown: Shown) -> list[str]:
    values = [row.get(name) for row in rows]
    if name not in LEADING:  # such as evidence that is the title
        values = [
            SAME if value and value == row.get("title") else value
            for value, row in zip(values, rows, strict=True)
        ]
    if name == "confidence":  # a probability, which is stored with four decimals
        values = [min(v, 0.999) if isinstance(v, float) else v for v in values]
    floats = [abs(v) for v in values if isinstance(v, float)]
    decimals = _decimals(max(floats, default=0.0), min(filter(None, floats), default=0.0))
    if floats and all(isinstance(v, (int, float, type(None))) for v in values):
        # a probability or share below 1 is not rounded to 1
        below = 1 - 10**-decimals
        values = [min(v, below) if v is not None and v < 1 else v for v in values]
        return ["" if v is None else f"{v:,.{decimals}f}" for v in values]
    return [shown(v) for v in values]


def _decimals(largest: float, smallest: float = 0.0) -> int:
    """Return the decimals of a column: three, or as many as its largest number needs for three.

    A share is not rounded to 0: ``smallest``, the smallest number but 0, has a digit, too.
    """
    if 0.0001 <= smallest < 0.001 and 0.01 <= largest < 1:
        return 4
    if largest >= 1:
        return 2 if largest < 100 else 1
    return 3 if largest >= 0.01 or not largest else 2 - math.floor(math.log10(largest))


def _least(columns: Sequence[str], heads: Sequence[str], cells: Sequence[Sequence[str]]) -> int:
    """Return the characters that the columns need at least; a head may have several lines."""
    needed = 0
    for i, name in enumerate(columns):
        longest = max((_cells(line[i]) for line in cells), default=0)
        head = max(map(len, heads[i].split("\n")))
        word = _word(line[i] for line in cells)
        needed += max(head, longest if _is_whole(name) else min(longest, max(FOLDED, word)))
    return needed


def _word(cells: Iterable[str]) -> int:
    """Return the characters of the longest word, which is not split: it may be an identifier."""
    return max((_cells(word) for cell in cells for word in _PIECE.findall(cell)), default=0)


def _fits(columns: Sequence[str], cells: Sequence[Sequence[str]], width: int) -> bool:
    wanted = 0
    for i, name in enumerate(columns):
        longest = max((_cells(line[i]) for line in cells), default=0)
        wanted += max(len(name), longest if _is_whole(name) else min(longest, READABLE)) + 2
    least = _least(columns, _broken(columns), cells) + len(columns) + 1
    return least <= width and wanted <= 1.8 * width


def _broken(heads: Sequence[str]) -> list[str]:
    """Return the names of columns with a line break between their words."""
    return [re.sub("(?<=[a-z])(?=[A-Z])", "\n", head) for head in heads]


def _parts(
    columns: Sequence[str], cells: Sequence[Sequence[str]], width: int
) -> Iterator[list[int]]:
    """Yield the places of the columns of each part of a table that is too wide."""
    keys = [i for i, name in enumerate(columns) if name in KEYS]
    keys = keys or [i for i, name in enumerate(columns) if name in PAIR] or [0]
    part = [*keys]
    for i in range(len(columns)):
        if i in keys:
            continue
        if len(part) > len(keys) and not _fits(
            [columns[j] for j in (*part, i)],
            [[line[j] for j in (*part, i)] for line in cells],
            width,
        ):
            yield part
            part = [*keys]
        part.append(i)
    yield part


def _blocks(
    columns: Sequence[str], cells: Sequence[Sequence[str]], width: int, shown: Shown
) -> None:
    names = [shown(name) for name in columns]
    margin = max(map(len, names)) + 2
    for line in cells:
        for name, text in zip(names, line, strict=True):
            if text:
                click.echo(f"{name:>{margin - 2}}  {_hanging(text, margin, width)}")
        click.echo()


def _hanging(text: str, margin: int, width: int) -> str:
    return ("\n" + " " * margin).join(_wrapped(text, max(20, width - margin)))
