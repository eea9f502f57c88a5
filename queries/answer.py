"""The answer to a question: a table that prints itself, iterates and converts."""

import html
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, overload

from citegraph.graph.errors import CitegraphError
from citegraph.queries.naming import Subject

_SHOWN = 20  # rows in a notebook or at a prompt
_WIDTH = 100  # characters of a cell there


@dataclass(frozen=True, slots=True)
class Answer:
    """A table of rows, with a note on its coverage.

    ``len(answer)`` is the number of rows. Iterating yields one dictionary per row. ``answer[0]`` is
    a row, ``answer[:5]`` a table of the first rows, and ``answer["title"]`` a column.

    Attributes:
        columns: names of the columns, in order.
        rows: one dictionary per row, with a key for each column.
        note: coverage, whether rows were left out, or why the answer is unknown and what to load.
        unknown: the note as a row, if the graph lacks data that the question needs; ``rows`` is
            then empty.
        subjects: the node found for each parameter that names one, by name of the parameter.
    """

    columns: list[str]
    rows: list[dict[str, Any]] = field(default_factory=list)
    note: str | None = None
    unknown: dict[str, Any] | None = None
    subjects: dict[str, Subject] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return iter(self.rows)

    @overload
    def __getitem__(self, key: int) -> dict[str, Any]: ...
    @overload
    def __getitem__(self, key: str) -> list[Any]: ...
    @overload
    def __getitem__(self, key: slice) -> "Answer": ...
    def __getitem__(self, key: int | str | slice) -> Any:
        """Return a row by position, a table of rows by slice, or a column by name.

        Raises:
            KeyError: there is no such column.
            IndexError: there is no such row.
        """
        if isinstance(key, slice):
            return replace(self, rows=self.rows[key])
        if isinstance(key, int):
            return self.rows[key]
        if key not in self.columns:
            raise KeyError(f"no column {key!r}; the columns are {', '.join(self.columns)}")
        return [row.get(key) for row in self.rows]

    def __repr__(self) -> str:
        """Return the first rows as plain text, one line a row."""
        rows = [[_text(row.get(name)) for name in self.columns] for row in self.rows[:_SHOWN]]
        widths = [max(map(len, column)) for column in zip(self.columns, *rows, strict=True)]
        lines = [
            "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
            for line in (self.columns, *rows)
        ]
        return "\n".join([*lines, *self._remarks()])

    def _repr_html_(self) -> str:
        """Return the first rows as an HTML table, for notebooks. All text is escaped."""
        head = "".join(f"<th>{html.escape(name)}</th>" for name in self.columns)
        body = "".join(
            "<tr>"
            + "".join(f"<td>{html.escape(_text(row.get(name)))}</td>" for name in self.columns)
            + "</tr>"
            for row in self.rows[:_SHOWN]
        )
        remarks = "".join(f"<p>{html.escape(remark)}</p>" for remark in self._remarks())
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{remarks}"

    def to_pandas(self) -> Any:
        """Return the rows as a ``pandas.DataFrame``.

        Raises:
            CitegraphError: pandas is not installed.
        """
        try:
            import pandas  # noqa: PLC0415 - optional, not a dependency
        except ImportError as error:
            raise CitegraphError("pandas is not installed; install the package pandas") from error
        return pandas.DataFrame(self.rows, columns=self.columns)

    def _remarks(self) -> list[str]:
        more = len(self.rows) - _SHOWN
        cut = [f"... and {more:,} more rows"] if more > 0 else []
        subjects = [f"{name}: {subject}" for name, subject in self.subjects.items()]
        return [*cut, *subjects, *filter(None, [self.note])]


def _text(value: Any) -> str:
    """Return a value as one line of printable text."""
    if value is None:
        return ""
    if isinstance(value, float):
        value = f"{value:.4g}"
    elif isinstance(value, list):
        value = ", ".join(map(_text, value))
    line = " ".join("".join(c if c.isprintable() else " " for c in str(value)).split())
    return line if len(line) <= _WIDTH else line[: _WIDTH - 1] + "…"
