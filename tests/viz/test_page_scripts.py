"""The page's scripts: unit tests under Node, and one scope without module syntax in the page."""

import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from citegraph.viz import page

SCRIPTS = Path(page.__file__).parent / "assets" / "js"


def test_every_script_is_in_the_page():
    assert sorted(path.name for path in SCRIPTS.glob("*.js")) == sorted(page.SCRIPTS)


def test_the_joined_script_has_no_module_syntax():
    assert not re.search(r"^\s*(?:import|export)\b", page._script(), re.MULTILINE)


@pytest.mark.skipif(shutil.which("node") is None, reason="Node is not installed")
def test_the_unit_tests_of_the_scripts_pass():
    done = subprocess.run(
        ["node", "--test", "."],
        cwd=Path(__file__).parent / "js",
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "# fail 0" in done.stdout
    assert "# pass 0" not in done.stdout


def test_no_name_is_declared_by_two_modules():
    """A page joins the modules in one scope, where a second function would replace the first."""
    declared = Counter(
        name
        for module in page.SCRIPTS
        for name in re.findall(
            r"^(?:export )?(?:const|let|(?:async )?function\*?) (\w+)",
            (SCRIPTS / module).read_text("utf-8"),
            re.MULTILINE,
        )
    )
    assert [name for name, count in declared.items() if count > 1] == []
