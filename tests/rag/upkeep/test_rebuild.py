"""A damaged database is told with what to do, and rebuilt from the originals with all that it still gives."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

import cli
from rag.library import Library, LibraryError
from rag.settings import Settings
from rag.storage.sqlite_file import DamagedError
from rag.upkeep import rebuild
from tests.rag.small_report import DEPARTMENT, write

pytestmark = pytest.mark.in_folder

OFFLINE = Settings(_env_file=None)
_QUESTION = f"{DEPARTMENT}2023年支出合计是多少"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A library of three reports, one of them with a decision."""
    with Library.open(tmp_path / "library", OFFLINE) as library:
        files = tmp_path / "files"
        library.ingest([write(files), write(files, "b.txt", year=2022), write(files, "c.txt", year=2021)], workers=1)
        library.review(*_decided(library), "confirmed", "已核")
    return tmp_path / "library"


def _decided(library: Library):
    info = next(info for info in library.reports() if info.year == 2022)
    return info.doc_id, library.findings(info.doc_id)[0]


def _garbage(root: Path) -> None:
    """Overwrite the middle of the file, page by page."""
    path = root / "juesuan.sqlite"
    with path.open("r+b") as file:
        for page in range(20, path.stat().st_size // 4096, 3):
            file.seek(page * 4096)
            file.write(b"\xa5" * 4096)


def _truncate(root: Path) -> None:
    os.truncate(root / "juesuan.sqlite", 40_000)


def _empty(root: Path) -> None:
    os.truncate(root / "juesuan.sqlite", 0)


def _no_database(root: Path) -> None:
    (root / "juesuan.sqlite").unlink()


def _other_file(root: Path) -> None:
    (root / "juesuan.sqlite").write_bytes(b"what is this" * 1000)


def _another_library(root: Path) -> None:
    Library.open(root.with_name("another"), OFFLINE).close()
    shutil.copy(root.with_name("another") / "juesuan.sqlite", root / "juesuan.sqlite")


DAMAGES = [_garbage, _truncate, _empty, _no_database, _other_file, _another_library]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_library_is_told_with_the_command_that_mends_it(
    root: Path, damage: Callable[[Path], None], capsys: pytest.CaptureFixture[str]
) -> None:
    damage(root)
    assert cli.main(["ask", _QUESTION, "--library", str(root)]) == 2
    told = capsys.readouterr().err
    assert "已损坏" in told and f"juesuan rebuild --library {root}" in told and told.count("\n") == 1
    assert cli.main(["rebuild", "--library", str(root)]) in (0, 1)
    assert cli.main(["ask", _QUESTION, "--library", str(root)]) == 0
    assert "386.78" in capsys.readouterr().out
    assert cli.main(["doctor", "--library", str(root)]) == 0
    with Library.open(root, OFFLINE) as library:
        assert [info.year for info in library.reports()] == [2021, 2022, 2023]


def test_a_lost_file_with_the_last_changes_is_noticed(root: Path) -> None:
    with Library.open(root, OFFLINE) as library:
        library.ingest([write(root.parent / "files", "d.txt", year=2020)], workers=1)
        copy = root.with_name("copy")
        shutil.copytree(root, copy, ignore=shutil.ignore_patterns("*-wal", "*-shm"))
    with pytest.raises(DamagedError, match="缺少最近的改动"):
        Library.open(copy, OFFLINE)
    rebuilt = Library.rebuild(copy, OFFLINE, workers=1)
    assert (rebuilt.reports, rebuilt.unknown) == (4, ["d.txt"])


def test_what_only_the_former_database_knew_is_kept(root: Path) -> None:
    with Library.open(root, OFFLINE) as library:
        before, decided = library.reports(), library.reviews()
    rebuilt = Library.rebuild(root, OFFLINE, workers=1)
    assert rebuilt.complete and (rebuilt.reports, rebuilt.reviews) == (3, 1)
    with Library.open(root, OFFLINE) as library:
        assert library.reports() == before
        assert library.reviews() == decided
        assert library.statistics()["indexed"] == 3
    assert (root / rebuilt.aside).is_file()


def test_reviews_and_paths_are_read_past_a_damaged_page(root: Path) -> None:
    with closing(sqlite3.connect(root / "juesuan.sqlite")) as connection:
        page = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'facts'").fetchone()[0]
    with (root / "juesuan.sqlite").open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xff" * 4096)
    with Library.open(root, OFFLINE) as library, pytest.raises(DamagedError, match="juesuan rebuild"):
        library.ask(_QUESTION)
    rebuilt = Library.rebuild(root, OFFLINE, workers=1)
    assert (rebuilt.reports, rebuilt.reviews, rebuilt.whole) == (3, 1, True)


def test_a_damaged_original_is_put_aside_and_read_from_where_it_came(root: Path) -> None:
    originals = {p.name: p for p in root.glob("originals/*/*")}
    originals["b.txt"].write_bytes(b"\0" * 50)
    rebuilt = Library.rebuild(root, OFFLINE, workers=1)
    assert rebuilt.complete and rebuilt.reports == 3
    assert not (root / "originals-damaged").exists()
    with Library.open(root, OFFLINE) as library:
        assert len(library.reports()) == 3
        assert library.integrity()[2].state == "ok"


def test_what_cannot_be_had_again_is_named_and_nothing_is_thrown_away(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    originals = {p.name: p for p in root.glob("originals/*/*")}
    originals["b.txt"].write_bytes(b"\0" * 50)
    shutil.rmtree(originals["c.txt"].parent)
    shutil.rmtree(root.parent / "files")
    assert cli.main(["rebuild", "--library", str(root)]) == 1
    told = capsys.readouterr().out
    assert "1 份没有原文件，未能重建，请重新导入：c.txt" in told
    assert "1 份保存的原文件已损坏" in told and "b.txt" in told
    assert "1 条核查标记没有保留" in told
    assert [p.name for p in root.glob("originals-damaged/*/*")] == ["b.txt"]


def test_a_stopped_rebuild_changes_nothing_and_one_at_its_end_is_finished_by_whoever_comes(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Library.open(root, OFFLINE) as library:
        before = library.reports()
    monkeypatch.setattr(rebuild, "finish", lambda root: None)
    with pytest.raises(RuntimeError, match="stopped"), monkeypatch.context() as patch:
        patch.setattr(rebuild, "_take_over", lambda *_: (_ for _ in ()).throw(RuntimeError("stopped")))
        Library.rebuild(root, OFFLINE, workers=1)
    assert not rebuild.is_ready(root)
    rebuild.rebuild(root, workers=1)
    assert rebuild.is_ready(root)
    monkeypatch.undo()
    with Library.open(root, OFFLINE) as library:
        library.ingest([])
        assert library.reports() == before
        assert library.index.vector_ids() == {c.chunk_id for c in library.store.chunks()}
    assert not rebuild.is_ready(root)


def test_an_open_library_sees_the_rebuilt_database_and_never_writes_to_the_former(root: Path) -> None:
    with Library.open(root, OFFLINE) as opened:
        assert len(opened.reports()) == 3
        rebuilt = Library.rebuild(root, OFFLINE, workers=1)
        opened.ingest([write(root.parent / "files", "d.txt", year=2020)], workers=1)
        assert len(opened.reports()) == 4
    with Library.open(root, OFFLINE) as library:
        assert len(library.reports()) == 4
    with closing(sqlite3.connect(root / rebuilt.aside)) as former:
        assert former.execute("SELECT count(*) FROM reports").fetchone() == (3,)


@pytest.mark.parametrize("command", [["rebuild"], ["rebuild", "--vectors"]])
def test_vectors_that_another_process_made_anew_are_followed(root: Path, command: list[str]) -> None:
    with Library.open(root, OFFLINE) as opened:
        opened.ingest([write(root.parent / "files", "d.txt", year=2020)], workers=1)
        program = [sys.executable, cli.__file__, *command, "--library", str(root)]
        assert subprocess.run(program, capture_output=True, timeout=300, check=False).returncode == 0
        opened.ingest([write(root.parent / "files", "e.txt", year=2019)], workers=1)
        assert opened.statistics()["indexed"] == 5
    program[2:-2] = ["doctor"]
    done = subprocess.run(program, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout


def test_a_folder_that_is_no_library_is_not_rebuilt(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("x")
    with pytest.raises(LibraryError, match="不是资料库"):
        Library.rebuild(tmp_path, OFFLINE)


def test_a_database_server_is_left_to_its_own_tools(tmp_path: Path) -> None:
    settings = Settings(_env_file=None, database_url="postgresql://somebody@127.0.0.1/reports")
    with Library.open(tmp_path / "library", OFFLINE) as library, pytest.raises(LibraryError, match="pg_dump"):
        library.settings = settings
        library.backup(tmp_path / "b.zip")
    for refused in (Library.rebuild, lambda *given: Library.restore("b.zip", *given)):
        with pytest.raises(LibraryError, match="pg_dump"):
            refused(tmp_path / "library", settings)


def test_a_damaged_vector_store_is_told_and_made_anew(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "chroma" / "chroma.sqlite3").write_bytes(b"damaged" * 1000)
    assert cli.main(["doctor", "--library", str(root)]) == 1
    assert "juesuan rebuild --vectors" in capsys.readouterr().out
    assert cli.main(["rebuild", "--vectors", "--library", str(root)]) == 0
    assert cli.main(["doctor", "--library", str(root)]) == 0


def test_a_missing_or_changed_original_is_found_and_put_back_by_ingesting_the_file_again(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for path in root.glob("originals/*/b.txt"):
        path.write_bytes(bytes(reversed(path.read_bytes())))
    assert cli.main(["doctor", "--library", str(root)]) == 1
    assert "b.txt" in capsys.readouterr().out
    assert cli.main(["ingest", str(root.parent / "files" / "b.txt"), "--library", str(root)]) == 0
    assert cli.main(["doctor", "--library", str(root)]) == 0
