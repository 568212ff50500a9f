"""Health: what is there is told as such, what is missing with what to do."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from rag.library import Library
from rag.settings import Settings
from rag.upkeep import health
from rag.upkeep.health import Health
from tests.rag.small_report import write


def _by_name(library: Library) -> dict[str, Health]:
    return {looked_at.name: looked_at for looked_at in library.health()}


@pytest.fixture
def library(tmp_path: Path) -> Library:
    library = Library.open(tmp_path / "library", Settings(_env_file=None))
    library.ingest([write(tmp_path, "a.txt")], workers=1)
    return library


def test_a_whole_library_is_well(library: Library) -> None:
    found = _by_name(library)
    assert (found["原文件"].state, found["检索用的向量"].state) == ("ok", "ok")
    assert "资料库文件夹" not in found


def test_a_missing_original_is_named(library: Library) -> None:
    shutil.rmtree(library.root / "originals")
    found = _by_name(library)["原文件"]
    assert found.state == "bad" and "a.txt" in found.told and "重新导入" in found.told


def test_vectors_that_are_behind_are_told_as_no_harm(library: Library) -> None:
    library.store.forget_vectors()
    found = _by_name(library)["检索用的向量"]
    assert found.state == "missing" and "还差 1 份" in found.told


def test_programs_that_are_missing_are_told_with_the_way_around(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("extractors.readers.office.program", lambda: None)
    monkeypatch.setattr("extractors.readers.pdf.recognition.is_available", lambda: False)
    found = _by_name(library)
    assert "另存为 .docx" in found["旧版 Word、Excel"].told
    assert "juesuan[ocr]" in found["扫描件识别"].told
    assert "按规则回答" in found["语言模型"].told


def test_a_full_disk_is_told(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_LITTLE_ROOM", 1 << 60)
    assert _by_name(library)["磁盘空间"].state == "bad"


@pytest.mark.in_folder
def test_the_engines_in_the_folder_are_told(library: Library) -> None:
    found = _by_name(library)
    assert found["数据库"] == Health("数据库", "ok", "SQLite（juesuan.sqlite）")
    assert found["向量库"] == Health("向量库", "ok", "Chroma（资料库文件夹）")


@pytest.mark.loopback
def test_a_chroma_server_that_is_silent_is_told_without_its_password(library: Library) -> None:
    library.settings = library.settings.model_copy(update={"chroma_url": "http://user:secret@127.0.0.1:1"})
    found = _by_name(library)["向量库"]
    assert found.state == "bad" and "http://127.0.0.1:1 没有应答" in found.told
    assert "secret" not in found.told
