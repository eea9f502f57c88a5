"""Fixtures that all tests share.

=================  ==========  ================================================================
fixture            scope       value
=================  ==========  ================================================================
shared_data        session     folder of real input; skips if it is absent
embedded           session     a running embedded engine (``citegraph.graph.engines.embedded.Engine``)
embedded_folder    session     its database folder, to open with ``open_store``
neo4j_server       session     a running Neo4j, the long-term release (``servers.Server``)
newest_neo4j       session     a running Neo4j, the newest release (``servers.Server``)
engine             session     an open store on each engine in turn, not emptied
store              function    the same, emptied
browser            session     headless Chromium (``playwright.sync_api.Browser``)
firefox            session     headless Firefox (``tests.viz.firefox.Firefox``)
=================  ==========  ================================================================

Tests whose server or browser is missing are skipped, and the summary reports them. Property-based
tests draw the same examples in every run and have no time limit (Hypothesis' profile ``ci``);
``pytest --hypothesis-profile=default`` draws others.
"""

import importlib.util
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

from citegraph.graph import Store, open_store
from citegraph.graph.engines.embedded import Engine, open_engine
from tests import statements

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.viz.firefox import Firefox

settings.load_profile("ci")
statements.record()

HERE = Path(__file__).parent
SHARED = HERE.parents[1] / "shared" / "data"
ALOUD = "CANNOT BE HAD HERE: "  # marks the reasons that the summary repeats
# Files with tests on the newest Neo4j: one worker runs them, so that one server starts.
NEWEST = ("test_newest_neo4j.py", "queries/test_readonly.py", "viz/test_copied_names.py")
CHROMIUM = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


def _servers() -> ModuleType:
    """Load tests/servers.py by its path, as the tests are no package."""
    if "citegraph_test_servers" not in sys.modules:
        spec = importlib.util.spec_from_file_location("citegraph_test_servers", HERE / "servers.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[spec.name] = module
        spec.loader.exec_module(module)
    return sys.modules["citegraph_test_servers"]


servers = _servers()


@pytest.fixture(scope="session")
def shared_data() -> Path:
    if not SHARED.is_dir():
        pytest.skip("real input is not here: ../shared/data")
    return SHARED


@pytest.fixture(scope="session")
def embedded_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("embedded") / "graph.db"


@pytest.fixture(scope="session")
def embedded(embedded_folder: Path) -> Iterator[Engine]:
    with open_engine(embedded_folder) as engine:
        yield engine


def _neo4j(version: str) -> Iterator[Any]:
    try:
        with servers.running(version) as server:
            yield server
    except servers.UnavailableError as error:
        pytest.skip(f"{ALOUD}Neo4j. {error}")


@pytest.fixture(scope="session")
def neo4j_server() -> Iterator[Any]:
    versions = servers.versions()
    if not versions:
        pytest.skip(f"{ALOUD}Neo4j. There is no Java 17 or 21 (run `make test`, it installs one)")
    yield from _neo4j(versions[0])


@pytest.fixture(scope="session")
def newest_neo4j(request: pytest.FixtureRequest) -> Iterator[Any]:
    versions = servers.versions()
    if not versions:
        pytest.skip(f"{ALOUD}Neo4j. There is no Java (run `make test`, it installs one)")
    if len(versions) == 1:
        yield request.getfixturevalue("neo4j_server")
    else:
        yield from _neo4j(versions[-1])


def neo4j_store(server: Any) -> Store:
    """Open a store as a user does, with the credentials in the environment."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NEO4J_USERNAME", server.user)
        patch.setenv("NEO4J_PASSWORD", server.password)
        return open_store(f"{server.uri}/neo4j")


@pytest.fixture(scope="session", params=["arcadedb", "neo4j"])
def engine(request: pytest.FixtureRequest) -> Iterator[Store]:
    if request.param == "arcadedb":
        request.getfixturevalue("embedded")
        store = open_store(request.getfixturevalue("embedded_folder"))
    else:
        store = neo4j_store(request.getfixturevalue("neo4j_server"))
    with store:
        store.write("MATCH (n) DETACH DELETE n")  # what the tests of another file left
        store.prepare()
        yield store


@pytest.fixture
def store(engine: Store) -> Store:
    engine.write("MATCH (n) DETACH DELETE n")
    return engine


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        pytest.skip(f"{ALOUD}a browser. Install Debian's chromium (`make test` does)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(CHROMIUM))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def firefox(tmp_path_factory: pytest.TempPathFactory) -> Iterator["Firefox"]:
    program = shutil.which("firefox-esr") or shutil.which("firefox")
    if program is None:
        pytest.skip(f"{ALOUD}Firefox. Install Debian's firefox-esr (`make test` does)")
    from tests.viz.firefox import running

    with running(program, tmp_path_factory.mktemp("firefox")) as firefox:
        yield firefox


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Distribute tests by file, those of ``NEWEST`` as one file."""
    if config.getoption("dist") != "loadfile":
        return None
    from xdist.scheduler import LoadFileScheduling

    class ByFile(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file: str = super()._split_scope(nodeid)
            return NEWEST[0] if file.endswith(NEWEST) else file

    return ByFile(config, log)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Report what could not be tested."""
    reasons: dict[str, int] = {}
    for report in terminalreporter.stats.get("skipped", []):
        if isinstance(report.longrepr, tuple) and ALOUD in report.longrepr[2]:
            reason = report.longrepr[2].partition(ALOUD)[2]
            reasons[reason] = reasons.get(reason, 0) + 1
    if reasons:
        terminalreporter.section("NOT TESTED", sep="!", red=True, bold=True)
        for reason, count in reasons.items():
            terminalreporter.line(f"{count} tests skipped: no {reason}", red=True, bold=True)


os.environ.pop("CITEGRAPH_DB", None)  # tests must not use a developer's own graph
os.environ["CITEGRAPH_LINGER"] = "0"  # no engine outlives its test
