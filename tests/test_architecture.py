"""The frame holds: import directions, exported names, where Cypher stands."""

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("citegraph", "graph", "loaders", "queries", "viz")
MAY_IMPORT = {
    "citegraph": {"citegraph", "graph", "loaders", "queries", "viz"},
    "viz": {"viz", "graph"},
    "queries": {"queries", "graph"},
    "loaders": {"loaders", "graph"},
    "graph": {"graph"},
}
EXPORTED = {
    "graph": {
        "Author", "Edge", "Listing", "Node", "Organization", "Paper", "Reference", "Rejected",
        "Repository", "Result", "Store", "Subgraph", "Topic", "Venue", "open_store", "py2neo_graph",
        "to_networkx",
    },
    "loaders": {"Progress", "Summary", "load", "read"},
    "queries": {"Answer", "Question", "catalogue", "coverage_rows", "cypher", "find", "parameters", "run", "subgraph"},
    "viz": {"Page", "network", "render"},
}  # fmt: skip
# Where Cypher may be written in Python: what the schema derives.
DERIVES = {"graph/cypher.py", "graph/preparation.py"}
CYPHER = re.compile(
    r"\b(MATCH|MERGE|UNWIND|CREATE|DETACH DELETE)\s*[({$]|\bMATCH\b.*\bRETURN\b", re.DOTALL
)


def modules() -> Iterator[Path]:
    for package in PACKAGES:
        yield from sorted((ROOT / package).rglob("*.py"))


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.partition(".")[0]


@pytest.mark.parametrize("path", list(modules()), ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_run_one_way(path: Path) -> None:
    package = path.relative_to(ROOT).parts[0]
    assert {name for name in imported(path) if name in PACKAGES} <= MAY_IMPORT[package]


@pytest.mark.parametrize("name", EXPORTED)
def test_exported_names(name: str) -> None:
    module = importlib.import_module(name)
    assert set(module.__all__) == EXPORTED[name]
    assert all(hasattr(module, exported) for exported in module.__all__)


def test_cypher_stands_in_files_or_is_derived() -> None:
    found = {}
    for path in modules():
        name = path.relative_to(ROOT).as_posix()
        tree = ast.parse(path.read_text("utf-8"))
        docstrings = {
            id(node.body[0].value)
            for node in ast.walk(tree)
            if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))
            and node.body and isinstance(node.body[0], ast.Expr)
        }  # fmt: skip
        texts = [
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in docstrings
            and "citegraph cypher '" not in node.value  # an example for the command line
        ]
        if name not in DERIVES and (hits := [text for text in texts if CYPHER.search(text)]):
            found[name] = hits
    assert found == {}


ENGINE_IMPORTS = {"graph/embedded.py", "graph/preparation.py"}  # may import graph.arcadedb
# Words of the engine's program, files and settings; its name in a comment or message is no harm.
ENGINE_WORDS = re.compile(
    r"arcadedb_embedded|com\.arcadedb|-Darcadedb|arcadedb\.\w+\.\w+=|\.jar\b|-XX:|-Xmx|databases/graph"
    r"|database\.lck|server-(users|groups)|/api/v1/server|terminate query|CHECK DATABASE"
    r"|BoltProtocolPlugin|OutOfMemoryError=?$"
)


def test_only_one_module_knows_the_embedded_engine() -> None:
    importing, speaking = set(), {}
    for path in modules():
        name = path.relative_to(ROOT).as_posix()
        tree = ast.parse(path.read_text("utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                imported = {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                imported = {f"{node.module}.{alias.name}" for alias in node.names}
            else:
                continue
            if any(
                re.match(r"arcadedb|jpype|(citegraph\.)?graph\.arcadedb", one) for one in imported
            ):
                importing.add(name)
        docstrings = {
            id(node.body[0].value)
            for node in ast.walk(tree)
            if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))
            and node.body and isinstance(node.body[0], ast.Expr)
        }  # fmt: skip
        words = {
            found[0]
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
            and id(node) not in docstrings and (found := ENGINE_WORDS.search(node.value))
        }  # fmt: skip
        if words:
            speaking[name] = words
    assert importing == ENGINE_IMPORTS
    assert set(speaking) == {"graph/arcadedb.py"}, speaking


def test_files_are_short() -> None:
    long = {
        p.relative_to(ROOT).as_posix(): n
        for p in modules()
        if (n := len(p.read_text("utf-8").splitlines())) > 500
    }
    assert long == {}
