"""Files are written completely or not at all; only regular files are replaced."""

import os
import stat
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

import pytest

from citegraph.graph import files
from citegraph.graph.files import replacing

ROOT = Path(__file__).parents[2]


def write(path: Path | str, data: bytes = b"new") -> None:
    with replacing(path) as stream:
        stream.write(data)


@pytest.fixture(params=[True, False], ids=["without a name", "with a name"])
def nameless(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if not request.param:
        monkeypatch.delattr(os, "O_TMPFILE", raising=False)


@pytest.mark.usefixtures("nameless")
def test_a_file_is_replaced_only_at_the_end(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_text("old")
    with replacing(path) as stream:
        stream.write(b"new")
        stream.flush()
        assert path.read_text() == "old"
    assert path.read_text() == "new"
    with suppress(ZeroDivisionError), replacing(path) as stream:
        stream.write(b"half")
        raise ZeroDivisionError
    assert path.read_text() == "new"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.usefixtures("nameless")
def test_permissions_are_kept_and_new_files_obey_the_mask(tmp_path: Path) -> None:
    path, new = tmp_path / "x", tmp_path / "new"
    path.write_text("old")
    path.chmod(0o640)
    before = os.umask(0o077)
    try:
        write(path)
        write(new)
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert stat.S_IMODE(new.stat().st_mode) == 0o600


def test_links_stay(tmp_path: Path) -> None:
    real, soft, hard = tmp_path / "real", tmp_path / "soft", tmp_path / "hard"
    real.write_text("old")
    soft.symlink_to("real")
    write(soft)
    assert soft.is_symlink()
    assert real.read_text() == "new"
    hard.hardlink_to(real)
    write(hard, b"both")
    assert real.read_text() == "both"
    assert real.stat().st_nlink == 2
    dangling = tmp_path / "dangling"
    dangling.symlink_to("made")
    write(dangling)
    assert dangling.is_symlink()
    assert (tmp_path / "made").read_text() == "new"


def test_devices_and_pipes_are_written_through(tmp_path: Path) -> None:
    write("/dev/null")
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)
    link = tmp_path / "null"
    link.symlink_to("/dev/null")
    write(link)
    assert link.is_symlink()
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    write(pipe)
    reader.join()
    assert read == [b"new"]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@pytest.mark.parametrize("name", ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"])
def test_standard_output_by_name(name: str, tmp_path: Path) -> None:
    script = f"print('first')\nfrom citegraph.graph.files import replacing\nwith replacing({name!r}) as s: s.write(b'second')"
    command = [sys.executable, "-c", script]
    piped = subprocess.run(command, capture_output=True, check=True, cwd=ROOT)
    assert piped.stdout == b"first\nsecond"
    out = tmp_path / "out"
    with out.open("ab") as stream:
        stream.write(b"before\n")
        stream.flush()
        subprocess.run(command, stdout=stream, check=True, cwd=ROOT)
    assert out.read_bytes() == b"before\nfirst\nsecond"


@pytest.mark.skipif(not hasattr(os, "O_TMPFILE"), reason="needs files without a name")
def test_a_killed_process_leaves_nothing(tmp_path: Path) -> None:
    script = (
        "import os, signal\nfrom citegraph.graph.files import replacing\n"
        f"with replacing({str(tmp_path / 'x')!r}) as s:\n s.write(b'x' * 10**6); s.flush()\n"
        " os.kill(os.getpid(), signal.SIGKILL)"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False, cwd=ROOT).returncode == -9
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_may_not_be_written_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x"
    path.write_text("old")
    monkeypatch.setattr(files.os, "access", lambda *_: False)  # the superuser may write any file
    with pytest.raises(PermissionError):
        write(path)
    assert path.read_text() == "old"


def test_a_file_in_a_folder_that_cannot_be_written_is_written_in_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(files, "_new", refused)
    path = tmp_path / "x"
    path.write_text("old")
    write(path)
    assert path.read_text() == "new"
    with pytest.raises(PermissionError):
        write(tmp_path / "none")


@pytest.mark.parametrize("name", ["", "no/such/folder/x", "folder"])
def test_what_cannot_be_written_is_an_error(name: str, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(OSError, match="directory"):
        write(tmp_path / name)
