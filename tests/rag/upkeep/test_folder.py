"""Folder: a library is never opened with a database that is not its own, so that no original is cleared away."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.library import Library
from rag.settings import Settings
from rag.storage.store import StoreError
from rag.upkeep.folder import LibraryError, check_folder, open_store
from tests.rag.small_report import write

SERVER = "postgresql://nobody:secret@localhost:1/none"
OFFLINE = Settings(_env_file=None, database_url=None, chroma_url=None)  # type: ignore[call-arg]


def _originals(root: Path) -> list[str]:
    return [p.name for p in (root / "originals").rglob("*.txt")]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A library all in its folder, with a report."""
    with Library.open(tmp_path / "library", OFFLINE) as library:
        library.ingest([write(tmp_path)], workers=1)
    return tmp_path / "library"


def test_a_library_in_a_folder_is_not_opened_on_a_server(root: Path) -> None:
    with pytest.raises(LibraryError, match=r"juesuan\.sqlite.*JUESUAN_DATABASE_URL"):
        Library.open(root, OFFLINE.model_copy(update={"database_url": SERVER}))
    assert _originals(root) == ["shuiwu-2023.txt"]


def test_a_library_on_a_server_is_not_opened_without_it(tmp_path: Path) -> None:
    (tmp_path / "library.id").write_text("0" * 32)
    check_folder(tmp_path, create=False)
    with pytest.raises(LibraryError, match="请设置 JUESUAN_DATABASE_URL"):
        open_store(tmp_path, None)
    assert not (tmp_path / "juesuan.sqlite").exists()


def test_a_folder_whose_database_was_lost_is_not_begun_anew_over_its_originals(root: Path) -> None:
    (root / "juesuan.sqlite").unlink()
    for _ in range(2):
        with pytest.raises(StoreError, match="juesuan rebuild"):
            Library.open(root, OFFLINE)
    assert _originals(root) == ["shuiwu-2023.txt"]


def test_a_damaged_id_is_told_and_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "library.id").write_text("abc; DROP SCHEMA public")
    with pytest.raises(LibraryError, match="已损坏"):
        open_store(tmp_path, SERVER)
    assert (tmp_path / "library.id").read_text() == "abc; DROP SCHEMA public"
