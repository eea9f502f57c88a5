"""Run the commands that the documentation shows, and write or compare their output.

In each page of :data:`PAGES`, every ``sh`` and ``python`` block is run in the order of the page, in
one empty folder with a database of its own. A ``text`` block that follows directly contains its
output, as a terminal of 80 columns shows it. A block under ``<!-- not run: REASON -->`` is
omitted.

Two parts of an output are not compared: seconds and megabytes, which differ from run to run
(:data:`VOLATILE`), and the lines that a line ``...`` stands for.

``python docs/examples.py [PAGE...]`` writes the output into the pages; ``make docs`` runs it.
"""

import os
import pty
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from citegraph.graph import Store, open_store

ROOT = Path(__file__).parents[1]
TESTED = ("README.md", "docs/tutorial.md")  # the others would double the time of the tests
_HOW_TO = ("backup", "citations", "neo4j", "notebook", "vocabulary")
PAGES = (*TESTED, *(f"docs/how-to/{name}.md" for name in _HOW_TO))
VOLATILE = re.compile(r"\d+(\.\d+)? (s|MB)\b")
_BLOCK = re.compile(
    r"(?P<skip><!-- not run: [^>]+ -->\n+)?"
    r"```(?P<language>sh|python)\n(?P<code>.*?)```\n"
    r"(?P<gap>\n)?(?P<output>```text\n(?P<shown>.*?)```\n)?",
    re.DOTALL,
)
_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
# Printed on a slow machine only.
_WAITING = re.compile(r"^(?:waiting for |the answer took )[^\n]*\n", re.MULTILINE)


@dataclass(frozen=True)
class Example:
    """A block of commands with the output that the page shows and the output of this run."""

    line: int
    code: str
    shown: str | None
    printed: str
    status: int


def run(page: Path) -> tuple[list[Example], str]:
    """Run the examples of a page in an empty folder.

    Args:
        page: a Markdown file.

    Returns:
        The examples, and the text of the page with the output of this run.
    """
    text = page.read_text("utf-8")
    examples: list[Example] = []
    parts: list[str] = []
    end = 0
    with _temporary() as name, ExitStack() as held:
        folder = Path(name) / "work"
        folder.mkdir()
        (folder / "loaders").symlink_to(ROOT / "loaders")
        environment = _environment(Path(name))
        store: Store | None = None
        for found in _BLOCK.finditer(text):
            if found["skip"]:
                continue
            printed, status = _printed(found["language"], found["code"], folder, environment)
            line = text.count("\n", 0, found.start()) + 1
            if store is None and (folder / "citegraph.db").exists():
                # While a connection is open, the engine runs on: commands need not start it.
                store = held.enter_context(open_store(folder / "citegraph.db"))
            example = Example(line, found["code"], found["shown"], printed, status)
            examples.append(example)
            if example.shown is not None and not same(example.shown, printed):
                parts += [text[end : found.start("shown")], _shortened(example.shown, printed)]
                end = found.end("shown")
    return examples, "".join([*parts, text[end:]])


@contextmanager
def _temporary() -> Iterator[str]:
    """A temporary folder; the engine closes its files a moment after its last user."""
    name = tempfile.mkdtemp(prefix="citegraph-docs-")
    try:
        yield name
    finally:
        end = time.monotonic() + 20
        while Path(name).exists() and time.monotonic() < end:
            shutil.rmtree(name, ignore_errors=True)
            time.sleep(0.2)


def same(shown: str, printed: str) -> bool:
    """Compare the output on a page with the output of a run, without the parts that may differ."""
    parts = re.split(r"^\.\.\.\n", VOLATILE.sub(r"# \2", shown), flags=re.MULTILINE)
    pattern = "(.*\n)+".join(map(re.escape, parts))
    return re.fullmatch(pattern, VOLATILE.sub(r"# \2", printed)) is not None


def _shortened(shown: str, printed: str) -> str:
    """Omit from a new output what the page omitted: all but its first and its last lines."""
    lines = shown.splitlines(keepends=True)
    if "...\n" not in lines:
        return printed
    first, last = lines.index("...\n"), lines[::-1].index("...\n")
    new = printed.splitlines(keepends=True)
    if len(new) <= first + last + 1:
        return printed
    return "".join([*new[:first], "...\n", *new[len(new) - last :]])


def _environment(folder: Path) -> dict[str, str]:
    """The environment of a user who has installed citegraph, without a user's own settings."""
    programs = folder / "bin"
    programs.mkdir()
    for name, arguments in (("citegraph", "-m citegraph "), ("python", "")):
        start = programs / name
        start.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} {arguments}"$@"\n')
        start.chmod(0o755)
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("CITEGRAPH_", "NEO4J_"))
    }
    return kept | {
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "COLUMNS": "80",
        "LC_ALL": "C.UTF-8",
        "TERM": "dumb",
    }


def _printed(
    language: str, code: str, folder: Path, environment: dict[str, str]
) -> tuple[str, int]:
    """Run a block on a terminal; return what it printed, and the exit code."""
    program = ["bash", "-c", code] if language == "sh" else [sys.executable, "-c", code]
    terminal, child = pty.openpty()
    with subprocess.Popen(
        program, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=child, stderr=child
    ) as process:
        os.close(child)
        raw = b"".join(_read(terminal))
        os.close(terminal)
    text = raw.decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    text = _WAITING.sub("", _ESCAPES.sub("", text))
    lines = [line.rstrip() for line in text.splitlines()]
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")
    return text + "\n" if text else "", process.returncode


def _read(terminal: int) -> Iterator[bytes]:
    while True:
        try:
            data = os.read(terminal, 65536)
        except OSError:  # Linux reports the end of a terminal as an error
            return
        if not data:
            return
        yield data


def main() -> None:
    """Write the output of this run into the pages."""
    for name in sys.argv[1:] or PAGES:
        examples, text = run(ROOT / name)
        failed = [example for example in examples if example.status]
        for example in failed:
            place = f"{name}:{example.line}"
            sys.stderr.write(f"{place}: exit code {example.status}\n{example.printed}")
        if failed:
            raise SystemExit(1)
        (ROOT / name).write_text(text, "utf-8")
        sys.stdout.write(f"{name}: {len(examples)} examples run\n")


if __name__ == "__main__":
    main()
