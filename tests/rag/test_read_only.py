"""A library in a folder that cannot be written: it is asked as ever, and every change is refused in plain words."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from rag.library import Library
from rag.settings import Settings
from tests.rag.small_report import DEPARTMENT, write

pytestmark = pytest.mark.in_folder

OFFLINE = Settings(_env_file=None)
ROOT = Path(__file__).parents[2]
_QUESTION = f"{DEPARTMENT}2023年支出合计是多少"
#: of Linux: take a right away for good; to pass over the permissions of files, and those of folders
_DROP, _OVERRIDE, _SEARCH = 24, 1, 2


def _like_anyone() -> None:
    """Let permissions bind also the superuser, who passes over them otherwise."""
    if os.geteuid() == 0:
        for right in (_OVERRIDE, _SEARCH):
            assert ctypes.CDLL(None).prctl(_DROP, right, 0, 0, 0) == 0


def _juesuan(*args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "cli.py"), *args],
        capture_output=True, text=True, timeout=300, check=False, preexec_fn=_like_anyone,
    )  # fmt: skip


@pytest.fixture
def root(tmp_path: Path) -> Path:
    with Library.open(tmp_path / "library", OFFLINE) as library:
        library.ingest([write(tmp_path / "files")], workers=1)
    return tmp_path / "library"


@pytest.fixture
def closed(root: Path) -> Path:
    """A library that nobody may write to."""
    for path in [root, *root.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    return root


def test_a_library_that_cannot_be_written_is_asked(closed: Path) -> None:
    before = sorted(p.name for p in closed.iterdir())
    done = _juesuan("ask", _QUESTION, "--library", str(closed))
    assert (done.returncode, "386.78" in done.stdout) == (0, True), done.stderr
    assert _juesuan("reports", "--library", str(closed)).stdout.count(DEPARTMENT) == 1
    assert sorted(p.name for p in closed.iterdir()) == before


def test_an_ingest_into_it_is_refused_in_one_line(closed: Path, tmp_path: Path) -> None:
    done = _juesuan("ingest", str(write(tmp_path, "b.txt", year=2022)), "--library", str(closed))
    assert done.returncode == 2
    assert "不可写" in done.stderr and "可以提问" in done.stderr and done.stderr.count("\n") == 1


def test_it_can_be_backed_up(closed: Path, tmp_path: Path) -> None:
    assert _juesuan("backup", "--library", str(closed), "--out", str(tmp_path / "b.zip")).returncode == 0
    assert Library.restore(tmp_path / "b.zip", tmp_path / "again", OFFLINE).reports == 1


def test_it_is_asked_while_its_owner_has_it_open(root: Path) -> None:
    """The last changes are in the file beside the database then, and are seen."""
    with Library.open(root, OFFLINE) as owner:
        owner.ingest([write(root.parent / "files", spent="400.10")], workers=1)
        assert root.joinpath("juesuan.sqlite-wal").stat().st_size
        for path in [root, *root.glob("juesuan.sqlite*")]:
            path.chmod(0o555 if path.is_dir() else 0o444)
        done = _juesuan("ask", _QUESTION, "--library", str(root))
        assert "400.10" in done.stdout, done.stderr
        root.chmod(0o755)


def test_changes_that_were_not_brought_home_are_not_passed_over(root: Path) -> None:
    with Library.open(root, OFFLINE) as owner:
        owner.ingest([write(root.parent / "files", spent="400.10")], workers=1)
        copy = root.with_name("copy")
        shutil.copytree(root, copy)
    copy.joinpath("juesuan.sqlite-shm").unlink()
    copy.chmod(0o555)
    done = _juesuan("ask", _QUESTION, "--library", str(copy))
    assert done.returncode == 2 and "没有收尾" in done.stderr
    copy.chmod(0o755)
    assert "400.10" in _juesuan("ask", _QUESTION, "--library", str(copy)).stdout
