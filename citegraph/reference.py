"""Generate the reference pages of the documentation.

They describe commands, questions, schema, records and the Python interface.

``make docs`` (``python -m citegraph.reference``) writes them; a test fails if they are out of date.
"""

import inspect
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import msgspec

import citegraph
from citegraph.cli import cli
from citegraph.graph import records as kinds
from citegraph.graph.schema import DERIVED, EDGES, NODES, OBSERVED, PROVENANCE, Property, counts_of
from citegraph.queries.reference import catalogue_page

_SECTION = re.compile(r"^(Args|Attributes|Raises|Returns|Yields):$")
_FIELD = re.compile(r"^    (\w+): [^#]*(?:  # (?P<about>.*))?$")
_CODE = re.compile(r"(?<!`)``(?!`)")  # in docstrings; Markdown needs one mark


def schema() -> str:
    """Return the schema page, derived from ``graph.schema``."""
    lines = [
        "# The graph",
        "",
        "Generated from `graph/schema.py` by `make docs`. Every node has `id`, unique within its "
        "label. The last column names the rule that combines an old and a new value; that file "
        "explains the rules.",
        "",
        "The `id` is a string: of a Paper `arxiv:1706.03762`, `doi:10.1000/1`, ...; of an "
        "Author `orcid:...`, `openalex:A...`, `name:ada-lovelace`, ...; of an Organization "
        "`ror:...`, `hf:openbmb`, ...; of a Repository `github.com/owner/name`; of a Topic "
        "its normalized name, `graph neural network`; of a Venue `issn:...`, `name:...`, ...; "
        "of a Listing `daily-papers/2025-10-27`, .... Text comparison is exact: "
        "`Topic.id`, `Author.nameKey` and `Paper.titleKey` are in lower case. Compare a date with "
        "a date, as in `p.published >= date('2025-01-01')`. Two similar papers "
        "have one `SIMILAR_TO` edge, so match it without a direction. Labels that "
        "begin with `Citegraph` are internal.",
        "",
    ]
    for node in NODES:
        lines += [
            f"## {node.label}",
            "",
            f"{node.about}.",
            "",
            *_table((*node.properties, *counts_of(node.label))),
            "",
        ]
    for edge in (*EDGES, *DERIVED):
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
        yield f"| {known.name} | {known.kind}{index} | {_cell(known.about)} | {rule} |"


def _cell(text: str) -> str:
    return text.replace("|", r"\|")


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


def records() -> str:
    """Return the page about records, from ``graph.records``."""
    lines = [
        "# Records",
        "",
        "Generated from `graph/records.py` by `make docs`. `citegraph export` writes records and "
        "`citegraph load` reads them: JSON Lines, one Paper a line. A paper needs a title or an "
        "identifier; everything else is optional. A short form is enough if nothing else is known:",
        "",
        "```json",
        '{"title": "...", "authors": ["Ada Lovelace"], "topics": ["neural network"],',
        ' "repositories": ["github.com/owner/name"], "organization": "Some Lab",',
        ' "references": ["arxiv:1706.03762"], "venue": "NeurIPS"}',
        "```",
        "",
        "An unknown key is an error. `properties`, `nodes` and `edges` contain data without a "
        "field, see [sources](sources.md).",
        "",
    ]
    structs = {
        name: found
        for name, found in sorted(vars(kinds).items())
        if inspect.isclass(found) and issubclass(found, msgspec.Struct) and name[0] != "_"
    }
    del structs["Rejected"]
    for name in ["Paper", *(name for name in structs if name != "Paper")]:
        struct = structs[name]
        found = map(_FIELD.match, inspect.getsource(struct).splitlines())
        about = {match[1]: match["about"] or "" for match in found if match}
        lines += [f"## {name}", "", inspect.cleandoc(struct.__doc__ or ""), ""]
        lines += ["| key | type | meaning |", "|---|---|---|"]
        lines += [
            f"| {field.encode_name} | {_type(field.type)} | {_cell(about.get(field.name, ''))} |"
            for field in msgspec.structs.fields(struct)
        ]
        lines.append("")
    return _CODE.sub("`", "\n".join(lines).replace(":class:", ""))


def _type(annotation: Any) -> str:
    """A type in words."""
    name = annotation.__name__ if isinstance(annotation, type) else str(annotation)
    name = re.sub(r"citegraph\.graph\.records\.|graph\.records\.| \| None", "", name)
    name = re.sub(r"tuple\[(\w+), \.\.\.\]", r"list of \1", name)
    name = re.sub(r"dict\[str, .*\]", "object", name)
    words = {"str": "text", "int": "integer", "float": "number", "bool": "boolean"}
    name = re.sub(r"\w+", lambda word: words.get(word[0], word[0]), name)
    return name.replace(" | ", " or ")


def interface() -> str:
    """Return the page about the Python interface, from its docstrings."""
    lines = [
        "# Python interface",
        "",
        "Generated from the docstrings of `citegraph` by `make docs`. "
        "[Work in a notebook](how-to/notebook.md) shows it in use.",
        "",
        "```python",
        "import citegraph as cg",
        "```",
        "",
    ]
    for name in sorted(citegraph.__all__, key=lambda name: (name != "open", name)):
        found = getattr(citegraph, name)
        if not inspect.isclass(found):
            lines += [*_described(f"## cg.{name}", found), ""]
            continue
        lines += [*_described(f"## cg.{name}", found, signature=False), ""]
        for member, function in vars(found).items():
            shown = member == "__call__" or not member.startswith("_")
            if shown and inspect.isfunction(function):
                title = "()" if member == "__call__" else f".{member}"
                lines += [*_described(f"### {name}{title}", function), ""]
    text = re.sub(r":\w+:`~?(?:[\w.]+\.)?(\w+)`", r"`\1`", "\n".join(lines))
    return _CODE.sub("`", text)


def _described(heading: str, thing: Any, *, signature: bool = True) -> Iterator[str]:
    """Heading, signature and docstring as Markdown."""
    yield heading
    yield ""
    if signature:
        parameters = inspect.signature(thing).parameters.values()
        named = [str(p.replace(annotation=inspect.Parameter.empty)) for p in parameters]
        yield from ("```python", f"({', '.join(n for n in named if n != 'self')})", "```", "")
    section = None
    for line in inspect.getdoc(thing).splitlines():  # type: ignore[union-attr] # all have one
        if found := _SECTION.match(line):
            section = found[1]
            yield f"*{section}*"
            yield ""
        elif section in (None, "Returns", "Yields"):
            yield line.removeprefix("    ") if section else line
        elif entry := re.match(r"    (\S+): (.*)", line):
            yield f"- `{entry[1].lstrip('*')}`: {entry[2]}"
        else:
            yield f"  {line.strip()}" if line else line


def files(root: Path) -> dict[Path, str]:
    """Return the path and the text of every generated page."""
    return {
        root / "docs" / "schema.md": schema(),
        root / "docs" / "commands.md": commands(),
        root / "docs" / "queries.md": catalogue_page(),
        root / "docs" / "records.md": records(),
        root / "docs" / "python.md": interface(),
    }


def main() -> None:
    """Write the generated files."""
    root = Path(__file__).parents[1]
    for path, text in files(root).items():
        path.write_text(text, "utf-8")
        sys.stdout.write(f"{path.relative_to(root)}\n")


if __name__ == "__main__":
    main()
