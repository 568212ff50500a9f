"""Integrity: what is out of step is found by name, in the database, the originals and the vectors."""

from __future__ import annotations

from pathlib import Path

import pytest

import cli
from rag.library import Library
from rag.settings import Settings
from rag.upkeep.health import Health
from tests.rag.small_report import write


@pytest.fixture
def library(tmp_path: Path) -> Library:
    library = Library.open(tmp_path / "library", Settings(_env_file=None))
    library.ingest([write(tmp_path / "files")], workers=1)
    return library


def _found(library: Library) -> dict[str, Health]:
    return {looked_at.name: looked_at for looked_at in library.integrity()}


def test_a_whole_library_has_nothing_against_it(library: Library) -> None:
    assert {looked_at.state for looked_at in library.integrity()} == {"ok"}
    assert [looked_at.name for looked_at in library.integrity()] == ["数据库文件", "数据库内容", "原文件内容", "向量库"]


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("DELETE FROM sources", "没有原文的报告 1"),
        ("DELETE FROM labels", "没有名称的数据 30"),
        ("INSERT INTO chunks (chunk_id, doc_id) VALUES ('x:1', 'x')", "不属于任何报告的段落 1"),
        ("INSERT INTO facts (doc_id, label) SELECT 'x', number FROM labels LIMIT 1", "不属于任何报告的数据 1"),
        ("INSERT INTO reports (doc_id, file, sha256) SELECT 'twice', file, sha256 FROM reports", "内容相同的报告 1"),
    ],
)
def test_what_is_out_of_step_is_counted(library: Library, statement: str, told: str) -> None:
    with library.store.engine.begin() as connection:
        connection.exec_driver_sql(statement)
    found = _found(library)["数据库内容"]
    assert found.state == "bad" and told in found.told and "juesuan rebuild" in found.told


@pytest.mark.in_folder
def test_words_that_are_not_those_of_the_passages_are_found(library: Library) -> None:
    with library.store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE chunks SET tokens = '另外 的 文字'")
    found = _found(library)["数据库内容"]
    assert found.state == "bad" and "词语索引" in found.told


def test_vectors_that_wait_are_no_fault_and_lost_ones_are(library: Library) -> None:
    [info] = library.reports()
    vectors = library.index._open_vectors()
    vectors.collection.delete(ids=[library.chunks(info.doc_id)[0].chunk_id])
    assert "缺 1 段，多 0 段" in _found(library)["向量库"].told
    library.store.forget_vectors()
    assert _found(library)["向量库"].state == "ok"


def test_doctor_exits_with_1_only_where_something_is_wrong(
    library: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["doctor", "--library", str(library.root)]) == 0
    assert "问题  " not in capsys.readouterr().out
    library.original(library.reports()[0].doc_id).write_text("x")
    assert cli.main(["doctor", "--library", str(library.root), "--json"]) == 1
    assert '"name": "原文件内容", "state": "bad"' in capsys.readouterr().out
