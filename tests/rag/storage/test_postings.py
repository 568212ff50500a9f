"""Postings: the reports that have the words of a text are found by the database, and nothing else is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.storage import postings
from rag.storage.engines import is_server, writing
from rag.storage.record import Record
from rag.storage.store import Store
from rag.text.chunks import chunks_of
from tests.rag.opened import opened
from tests.rag.small_report import extraction


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = opened(tmp_path)
    for name, reason in (("a", "新建泵站"), ("b", "修缮堤防"), ("c", "新建堤防和泵站")):
        _put(store, tmp_path, name, reason)
    return store


def _put(store: Store, folder: Path, name: str, reason: str) -> None:
    read = extraction(folder / "files", f"{name}.txt", department=f"云岭市{name * 2}区水务局", reason=reason)
    store.replace(Record.of(read, chunks_of(read)), name)


def _found(store: Store, *words: str, among: set[str] | None = None, most: int = 9) -> list[str]:
    files = {info.doc_id: info.file[0] for info in store.reports()}
    ids = {file: doc_id for doc_id, file in files.items()}
    inside = None if among is None else {ids[file] for file in among}
    return [files[doc_id] for doc_id in store.reports_with(words, inside, most)]


def test_reports_with_more_of_the_words_come_first(store: Store) -> None:
    assert _found(store, "泵站", "堤防")[0] == "c"
    assert sorted(_found(store, "泵站", "堤防")) == ["a", "b", "c"]
    assert sorted(_found(store, "泵站")) == ["a", "c"]


def test_no_more_than_so_many_reports_and_only_those_that_are_meant(store: Store) -> None:
    assert _found(store, "泵站", "堤防", most=1) == ["c"]
    assert _found(store, "泵站", among={"a", "b"}) == ["a"]


@pytest.mark.parametrize("words", [(), ("的",), ("航天发射场",), ('"泵站" OR "堤防"',), ("泵站'",), ("12.5",)])
def test_what_is_no_word_of_a_passage_finds_nothing(store: Store, words: tuple[str, ...]) -> None:
    assert _found(store, *words) == []


def test_words_that_all_have_are_looked_for_together(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postings, "COMMON", 1)
    assert _found(store, "泵站", "堤防") == ["c"]
    # of three one may be missing
    assert _found(store, "泵站", "堤防", "新建")[0] == "c"
    assert sorted(_found(store, "泵站", "新建", "修缮")) == ["a", "c"]


def test_a_rare_word_of_other_reports_leaves_the_common_ones(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postings, "COMMON", 3)
    # 修缮 stands in b alone, 水务 in all
    assert _found(store, "修缮", "水务局", among={"a", "c"}) == ["a", "c"]


def test_a_report_that_is_gone_or_replaced_is_no_longer_found(store: Store, tmp_path: Path) -> None:
    _put(store, tmp_path, "a", "修缮堤防")
    assert _found(store, "泵站") == ["c"]
    store.delete(next(info.doc_id for info in store.reports() if info.file == "c.txt"))
    assert _found(store, "泵站") == []
    with writing(store.engine) as connection:
        assert postings.is_whole(connection)


@pytest.mark.in_folder
def test_an_index_out_of_step_with_the_passages_is_not_whole(store: Store) -> None:
    with writing(store.engine) as connection:
        assert not is_server(connection.engine)
        connection.exec_driver_sql("UPDATE chunks SET tokens = '另外 的 文字' WHERE id = 1")
        assert not postings.is_whole(connection)
