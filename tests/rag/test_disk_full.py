"""A full disk: what does not fit is told and left out, what is there stays whole, and the next run finishes."""

from __future__ import annotations

import errno
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from rag.library import Library
from rag.settings import Settings
from tests.rag.killing import Operation, State, World

pytestmark = pytest.mark.in_folder

OFFLINE = Settings(_env_file=None)
ROOT = Path(__file__).parents[2]


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A library of two reports, and the files of three more."""
    world = World(tmp_path, 0)
    _write(world, 0, 1)
    with Library.open(world.root, OFFLINE) as library:
        library.ingest([world.files], workers=1)
    return world


def _write(world: World, *numbers: int) -> State:
    """Write new files; returns what the library holds once they are in."""
    written = dict(world.write(world.files, f"r{number:02}.txt") for number in numbers)
    world.state = State(world.state.reports | written)
    return world.state


def _look(world: World, before: State, after: State, finished: bool) -> None:
    world.state = before
    world.look(Operation("ingest", lambda: None, after, lambda: None, world.root), finished)


def _ingest(world: World, preexec: Callable[[], None] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "cli.py"), "ingest", str(world.files), "--library", str(world.root)],
        capture_output=True, text=True, timeout=300, check=False, preexec_fn=preexec,
    )  # fmt: skip


@pytest.mark.parametrize("room", [0, 120_000])
def test_files_that_may_not_grow_leave_the_library_whole_and_the_next_run_finishes(world: World, room: int) -> None:
    before = world.state
    after = _write(world, 1, 2, 3, 4)
    limit = (world.root / "juesuan.sqlite").stat().st_size - 100_000 + room

    def no_more() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    done = _ingest(world, no_more)
    assert "Traceback" not in done.stderr
    assert done.returncode in (0, 1, 2)
    if done.returncode:
        assert "磁盘空间" in done.stdout + done.stderr
    _look(world, before, after, finished=False)
    assert _ingest(world).returncode == 0
    _look(world, before, after, finished=True)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 400 KB; skips where none can be mounted."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = (
        shutil.which("mount")
        and not subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(disk)], capture_output=True, check=False
        ).returncode
    )
    if not mounted:
        pytest.skip("这里不能挂载 tmpfs")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_a_small_disk_that_is_full_is_told_and_goes_on_once_there_is_room(tmp_path: Path, small_disk: Path) -> None:
    world = World(tmp_path, 0)
    world.root = small_disk / "library"
    after = _write(world, *range(6))
    done = _ingest(world)
    assert done.returncode in (1, 2) and "Traceback" not in done.stderr
    assert "磁盘空间" in done.stdout + done.stderr
    assert not list(world.root.glob("chroma-damaged-*")), "a full disk is no damage"
    _look(world, State(), after, finished=False)
    subprocess.run(["mount", "-o", "remount,size=50m", str(small_disk)], check=True)
    assert _ingest(world).returncode == 0
    _look(world, State(), after, finished=True)


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_a_write_that_finds_no_room_is_one_failed_file(
    world: World, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, after = world.state, _write(world, 1, 2, 3)
    write, count = Path.write_bytes, 0

    def written(path: Path, data: bytes) -> int:
        nonlocal count
        count += 1
        if count == number:
            write(path, data[:100])
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return write(path, data)

    monkeypatch.setattr(Path, "write_bytes", written)
    with Library.open(world.root, OFFLINE) as library:
        statuses = [(o.status, o.message) for o in library.ingest([world.files], workers=1)]
    failed = [message for status, message in statuses if status == "failed"]
    assert len(failed) == (number <= 3)
    assert all("磁盘空间" in message for message in failed)
    _look(world, before, after, finished=False)
    with Library.open(world.root, OFFLINE) as library:
        library.ingest([world.files], workers=1)
    _look(world, before, after, finished=True)


def test_a_database_that_may_not_grow_fails_the_file_and_keeps_the_former_one(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, after = world.state, _write(world, 1, 2)
    with Library.open(world.root, OFFLINE) as library:
        # one connection, which SQLite allows no more pages than there are
        with library.store.engine.connect() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
            connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
        outcomes = library.ingest([world.files], workers=1)
    failed = [o.message for o in outcomes if o.status == "failed"]
    assert failed and all("database or disk is full" in m and "磁盘空间" in m for m in failed)
    _look(world, before, after, finished=False)
    assert _ingest(world).returncode == 0
    _look(world, before, after, finished=True)
