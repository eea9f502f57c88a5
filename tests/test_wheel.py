"""What a release contains: one package and its metadata, whether built from the tree or the sdist."""

import subprocess
import sys
import tarfile
import tomllib
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FOLDERS = ("graph", "loaders", "queries", "viz")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
VERSION = PROJECT["version"]


def build(target: str, source: Path, folder: Path) -> Path:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(folder)],
        cwd=source,
        check=True,
        capture_output=True,
        timeout=120,
    )
    [built] = folder.iterdir()
    return built


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("wheel", ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def names(wheel: Path) -> set[str]:
    return set(zipfile.ZipFile(wheel).namelist())


def test_a_wheel_installs_one_name(names: set[str]) -> None:
    assert {name.partition("/")[0] for name in names} == {
        "citegraph",
        f"citegraph-{VERSION}.dist-info",
    }
    parts = {part for name in names for part in name.split("/")[:-1]}
    assert not parts & {"training", "tests", "benchmarks", "docs", "node_modules", "__pycache__"}


def test_a_wheel_holds_every_tracked_file_of_the_package(names: set[str]) -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--", *FOLDERS, "citegraph"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("not a Git checkout")
    tracked = {
        name if name.startswith("citegraph/") else f"citegraph/{name}"
        for name in listed.stdout.decode().split("\0")
        if name and (ROOT / name).is_file()
    }
    assert {name for name in names if name.startswith("citegraph/")} == tracked


def test_the_metadata_of_a_wheel(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        folder = f"citegraph-{VERSION}.dist-info"
        metadata = Parser().parsestr(archive.read(f"{folder}/METADATA").decode())
        entries = archive.read(f"{folder}/entry_points.txt").decode()
        assert f"{folder}/licenses/LICENSE" in archive.namelist()
    assert metadata["Version"] == VERSION
    assert metadata["License-Expression"] == "Apache-2.0"
    assert "citegraph = citegraph.__main__:main" in entries
    needed = {line.split(";")[0].strip() for line in metadata.get_all("Requires-Dist", [])}
    assert len([line for line in needed if "py2neo" not in line]) == len(PROJECT["dependencies"])


def test_an_sdist_builds_the_same_wheel(names: set[str], tmp_path: Path) -> None:
    sdist = build("sdist", ROOT, tmp_path / "sdist")
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path, filter="data")
    unpacked = tmp_path / f"citegraph-{VERSION}"
    assert {path.name for path in unpacked.iterdir()} == {
        ".gitignore",
        "CHANGELOG.md",
        "LICENSE",
        "PKG-INFO",
        "README.md",
        "citegraph",
        "pyproject.toml",
    }
    rebuilt = build("wheel", unpacked, tmp_path / "rebuilt")
    assert set(zipfile.ZipFile(rebuilt).namelist()) == names


def test_the_changelog_has_this_release() -> None:
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert f"\n## [{VERSION}] - " in text
    first = text.rpartition("\n## [")[2]
    headings = [line for line in first.splitlines() if line.startswith("### ")]
    assert len(headings) == len(set(headings))
    assert not {"### Changed", "### Fixed", "### Removed"} & set(headings), "nothing came before"
