"""The architecture: import directions, exported names, files that contain Cypher."""

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("citegraph", "graph", "loaders", "queries", "viz")
FOLDERS = (*PACKAGES, "training")
MAY_IMPORT = {
    "citegraph": {"citegraph", "graph", "loaders", "queries", "viz"},
    "viz": {"viz", "graph"},
    "queries": {"queries", "graph"},
    "loaders": {"loaders", "graph"},
    "graph": {"graph"},
    "training": {"training", "loaders", "graph"},
}
EXPORTED = {
    "graph": {
        "Author",
        "Edge",
        "Listing",
        "Node",
        "Organization",
        "Paper",
        "Reference",
        "Rejected",
        "Repository",
        "Result",
        "Store",
        "Subgraph",
        "Topic",
        "Venue",
        "open_store",
        "py2neo_graph",
        "to_networkx",
    },
    "loaders": {"Progress", "Summary", "load", "read"},
    "queries": {
        "Answer",
        "Question",
        "catalogue",
        "coverage_rows",
        "cypher",
        "find",
        "parameters",
        "run",
        "subgraph",
        "themes",
    },
    "viz": {"Page", "network", "render"},
}
# Where Cypher may be written in Python: what the schema derives.
DERIVES = {
    "graph/connection/preparation.py",
    "graph/coverage.py",
    "graph/cypher.py",
    "graph/text/statements.py",
    "graph/writing/statements.py",
}
CYPHER = re.compile(
    r"\b(MATCH|MERGE|UNWIND|CREATE|DETACH DELETE)\s*[({$]|\bMATCH\b.*\bRETURN\b", re.DOTALL
)


def modules(folders: tuple[str, ...] = PACKAGES) -> Iterator[Path]:
    for folder in folders:
        yield from sorted(p for p in (ROOT / folder).rglob("*.py") if not links_above(p))


def links_above(path: Path) -> bool:
    return any(parent.is_symlink() for parent in path.relative_to(ROOT).parents)


def imported(path: Path) -> Iterator[str]:
    """The package of each import of ours: ``graph`` for ``citegraph.graph.store``."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            first, _, rest = name.partition(".")
            second = rest.partition(".")[0]
            yield second if first == "citegraph" and second in PACKAGES else first


@pytest.mark.parametrize("path", list(modules(FOLDERS)), ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_run_one_way(path: Path) -> None:
    package = path.relative_to(ROOT).parts[0]
    assert {name for name in imported(path) if name in FOLDERS} <= MAY_IMPORT[package]


def test_the_wheel_installs_one_name() -> None:
    """Nothing imports the folders by their own names: a user's ``graph.py`` would shadow them."""
    short = set(PACKAGES) - {"citegraph"}
    for path in [
        *modules(FOLDERS),
        *(ROOT / "tests").rglob("*.py"),
        *(ROOT / "benchmarks").glob("*.py"),
    ]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                names = {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names = {node.module.partition(".")[0]}
            else:
                continue
            assert not names & short, path


@pytest.mark.parametrize("name", EXPORTED)
def test_exported_names(name: str) -> None:
    module = importlib.import_module(f"citegraph.{name}")
    assert set(module.__all__) == EXPORTED[name]
    assert all(hasattr(module, exported) for exported in module.__all__)


def test_a_name_with_an_underscore_belongs_to_its_module() -> None:
    """So other modules may use all other names; only a package lists those it exports."""
    private, listing = set(), set()
    for path in modules(FOLDERS):
        name = path.relative_to(ROOT).as_posix()
        tree = ast.parse(path.read_text("utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom):
                private |= {(name, alias.name) for alias in node.names if alias.name[0] == "_"}
            elif isinstance(node, ast.Name) and node.id == "__all__":
                listing.add(name)
    assert not private
    assert listing == {f"{package}/__init__.py" for package in (*PACKAGES, "loaders/topics")}


def test_cypher_stands_in_files_or_is_derived() -> None:
    found = {}
    for path in modules():
        name = path.relative_to(ROOT).as_posix()
        tree = ast.parse(path.read_text("utf-8"))
        docstrings = {
            id(node.body[0].value)
            for node in ast.walk(tree)
            if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))
            and node.body
            and isinstance(node.body[0], ast.Expr)
        }
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


ENGINE_IMPORTS = {"graph/engines/embedded.py"}  # may import citegraph.graph.engines.arcadedb
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
                re.match(r"arcadedb|jpype|citegraph\.graph\.engines\.arcadedb", one)
                for one in imported
            ):
                importing.add(name)
        docstrings = {
            id(node.body[0].value)
            for node in ast.walk(tree)
            if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))
            and node.body
            and isinstance(node.body[0], ast.Expr)
        }
        words = {
            found[0]
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in docstrings
            and (found := ENGINE_WORDS.search(node.value))
        }
        if words:
            speaking[name] = words
    assert importing == ENGINE_IMPORTS
    assert set(speaking) == {"graph/engines/arcadedb.py"}, speaking


def test_files_are_short() -> None:
    long = {
        p.relative_to(ROOT).as_posix(): n
        for p in modules()
        if (n := len(p.read_text("utf-8").splitlines())) > 500
    }
    assert long == {}
