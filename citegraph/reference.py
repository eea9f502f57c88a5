"""Generate the reference pages of the documentation: schema, commands and questions.

``make docs`` (``python -m citegraph.reference``) writes them; a test fails if they are out of date.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from citegraph.cli import cli
from citegraph.graph.schema import EDGES, NODES, OBSERVED, PROVENANCE, Property
from citegraph.queries.reference import catalogue_page

__all__ = ["commands", "files", "schema"]


def schema() -> str:
    """Return the schema page, derived from ``graph.schema``."""
    lines = [
        "# The graph",
        "",
        "Generated from `graph/schema.py` by `make docs`. Every node has `id`, unique within its "
        "label. The last column names the rule by which an old and a new value "
        "combine; that file explains the rules.",
        "",
    ]
    for node in NODES:
        lines += [f"## {node.label}", "", f"{node.about}.", "", *_table(node.properties), ""]
    for edge in EDGES:
        lines += [f"## ({edge.start})-[:{edge.type}]->({edge.end})", "", f"{edge.about}.", ""]
        if edge.properties:
            lines += [*_table(edge.properties), ""]
    lines += ["## On every node and edge", "", *_table((*OBSERVED, *PROVENANCE)), ""]
    return "\n".join(lines)


def _table(properties: tuple[Property, ...]) -> Iterator[str]:
    yield "| property | type | meaning | combines |"
    yield "|---|---|---|---|"
    for known in properties:
        index = ", indexed" if known.index else ""
        rule = f"with `{known.follows}`" if known.follows else known.rule
        yield f"| {known.name} | {known.kind}{index} | {known.about} | {rule} |"


def commands() -> str:
    """Return the help of every command, as the command line prints it."""
    parts = ["# Commands", "", "Generated from the command line's own help by `make docs`.", ""]
    for path, command in _walk(cli, ("citegraph",)):
        context = click.Context(command, info_name=" ".join(path), max_content_width=100)
        context.terminal_width = 100
        parts += [f"## {' '.join(path)}", "", "```", command.get_help(context), "```", ""]
    return "\n".join(parts)


def _walk(
    command: click.Command, path: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        for name, child in sorted(command.commands.items()):
            yield from _walk(child, (*path, name))


def files(root: Path) -> dict[Path, str]:
    """Return the path and the text of every generated page."""
    return {
        root / "docs" / "schema.md": schema(),
        root / "docs" / "commands.md": commands(),
        root / "docs" / "queries.md": catalogue_page(),
    }


def main() -> None:
    """Write the generated files."""
    root = Path(__file__).parents[1]
    for path, text in files(root).items():
        path.write_text(text, "utf-8")
        sys.stdout.write(f"{path.relative_to(root)}\n")


if __name__ == "__main__":
    main()
