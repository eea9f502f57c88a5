"""Every command has help with an example; generated files are up to date; links have a target."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from citegraph import reference
from citegraph.cli import cli
from citegraph.loaders.formats import FORMATS

ROOT = Path(__file__).parents[1]
PAGES = sorted(
    page
    for pattern in ("*.md", "docs/**/*.md", "benchmarks/*.md", "training/*.md")
    for page in ROOT.glob(pattern)
)
_CODE = re.compile(r"^```.*?^```$|`[^`\n]*`|<!--.*?-->", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"\[[^\]]*\]\(<?([^)\s>]+)>?\)")
_HEADING = re.compile(r"^#+ +(.*?)#* *$", re.MULTILINE)


def commands(command: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        for name, child in command.commands.items():
            yield from commands(child, f"{path} {name}")


@pytest.mark.parametrize(("path", "command"), list(commands(cli, "citegraph")))
def test_every_command_has_help_and_an_example(path: str, command: click.Command) -> None:
    help = command.get_help(click.Context(command, info_name=path))
    assert re.search(r"Example:\n +citegraph ", help)
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{path} {parameter.opts}"
    assert f"## {path}\n" in (ROOT / "docs" / "commands.md").read_text("utf-8")


def test_help_fits_a_terminal() -> None:
    """The first line of each command is shown in full beside the names."""
    for path, command in commands(cli, "citegraph"):
        if isinstance(command, click.Group):
            help = command.get_help(click.Context(command, info_name=path, max_content_width=80))
            assert not re.search(r"^  .*\.\.\.$", help, re.MULTILINE), path


@pytest.mark.parametrize("path", list(reference.files(ROOT)), ids=lambda p: p.name)
def test_generated_files_are_up_to_date(path: Path) -> None:
    assert path.read_text("utf-8") == reference.files(ROOT)[path], (
        f"{path.name} is out of date: run `python -m citegraph.reference`"
    )


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    found: set[str] = set()
    text = re.sub(r"^```.*?^```$", "", page.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)
    for heading in _HEADING.findall(text):
        name = re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        number = 0
        while (anchor := f"{name}-{number}" if number else name) in found:
            number += 1
        found.add(anchor)
    return found


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_relative_link_has_a_target(page: Path) -> None:
    for link in _LINK.findall(_CODE.sub("", page.read_text("utf-8"))):
        if re.match(r"[a-z]+:", link):
            continue
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        assert target.exists(), f"{page.name}: {link}"
        assert target.is_relative_to(ROOT), f"{page.name}: {link}"
        if anchor:
            assert anchor in anchors(target), f"{page.name}: {link}"


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_each_line_of_a_table_is_a_row(page: Path) -> None:
    text = re.sub(r"^```.*?^```$", "", page.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)
    for table in re.findall(r"^\|(?:.+\n)+", text, re.MULTILINE):
        rows = [re.sub(r"`[^`]*`|\\\|", "", row) for row in table.splitlines()]
        assert [row for row in rows if row[0] + row[-1] != "||"] == [], f"{page.name}: wrapped"
        assert len({row.count("|") for row in rows}) == 1, f"{page.name}: {table[:80]}"


def test_the_page_about_sources_describes_every_format() -> None:
    page = (ROOT / "docs" / "sources.md").read_text("utf-8")
    rows = re.findall(r"^\| ([a-z-]+) \| ([^|]+) \| ([^|]+) \|$", page, re.MULTILINE)
    named = {name for name, *_ in rows} - {"format"}
    assert named == set(FORMATS), "one row for each format in the table of docs/sources.md"
