"""README and the tutorial show commands that were run, with their output; pictures are current."""

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[1]


def program(name: str) -> ModuleType:
    """A program in docs/, which is no package."""
    spec = importlib.util.spec_from_file_location(f"docs_{name}", ROOT / "docs" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look it up
    spec.loader.exec_module(module)
    return module


examples = program("examples")


@pytest.mark.parametrize("name", examples.TESTED)
def test_pages_show_the_output_of_their_commands(name: str) -> None:
    found, _ = examples.run(ROOT / name)
    assert found
    for example in found:
        assert example.status == 0, example
        if example.shown is not None:
            assert examples.same(example.shown, example.printed), "run `make docs`"


@pytest.mark.parametrize(
    ("shown", "printed"),
    [
        ("3 papers; 0.5 s\n", "3 papers; 12 s\n"),
        ("page: 0.7 MB\n", "page: 1 MB\n"),
        ("a\n...\nd\n", "a\nb\nc\nd\n"),
        ("a\n...\n", "a\nb\n"),
        ("...\nb\n", "a\nb\n"),
    ],
)
def test_seconds_sizes_and_omitted_lines_are_not_compared(shown: str, printed: str) -> None:
    assert examples.same(shown, printed)


@pytest.mark.parametrize(
    ("shown", "printed"),
    [
        ("3 papers; 0.5 s\n", "4 papers; 0.5 s\n"),
        ("a\n...\nd\n", "a\nb\nc\n"),
        ("a\n...\n", "a\n"),
        ("a\n", "a\nb\n"),
        ("a.c\n", "abc\n"),
    ],
)
def test_everything_else_is_compared(shown: str, printed: str) -> None:
    assert not examples.same(shown, printed)


def test_a_new_output_is_shortened_as_the_old_one() -> None:
    assert examples._shortened("a\n...\nz\n", "b\nc\nd\ny\n") == "b\n...\ny\n"
    assert examples._shortened("a\nb\n", "c\nd\ne\n") == "c\nd\ne\n"
    assert examples._shortened("a\n...\n", "b\n") == "b\n"


def test_a_page_gets_the_output_of_the_run(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "```sh\necho one\n```\n\n```text\ntwo\n```\n\n<!-- not run: an example -->\n"
        "```sh\nexit 1\n```\n\n```python\nprint(3)\n```\n\n```text\n```\n"
    )
    found, text = examples.run(page)
    assert [example.printed for example in found] == ["one\n", "3\n"]
    assert text == page.read_text().replace("two\n", "one\n").replace(
        "```text\n```", "```text\n3\n```"
    )


def test_pictures_show_the_page_of_today(tmp_path: Path) -> None:
    pictures = program("pictures")
    _, current = pictures.page(tmp_path)
    made = json.loads(pictures.DIGEST.read_text("utf-8"))["digest"]
    assert made == current, "run `make docs` where Chromium is installed"
