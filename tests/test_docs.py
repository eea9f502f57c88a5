"""Every command has help with an example; generated files are up to date."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from citegraph import reference
from citegraph.cli import cli

ROOT = Path(__file__).parents[1]


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


@pytest.mark.parametrize("path", list(reference.files(ROOT)), ids=lambda p: p.name)
def test_generated_files_are_up_to_date(path: Path) -> None:
    assert path.read_text("utf-8") == reference.files(ROOT)[path], "run `make docs`"
