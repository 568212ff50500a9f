"""PostgreSQL: libraries on one server keep apart, text and its order are as in SQLite, and a lost server is told."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL, create_engine, make_url, text
from sqlalchemy.exc import SQLAlchemyError

from extractors.report import Source
from rag.library import Library
from rag.settings import Settings
from rag.storage import engines
from rag.storage.engines import StoreError, writing
from rag.storage.record import Record
from rag.storage.store import Store
from rag.text.chunks import chunks_of
from rag.upkeep.folder import ID
from tests.rag.small_report import DEPARTMENT, extraction, write

pytestmark = pytest.mark.servers


@pytest.fixture
def settings(postgresql: str) -> Settings:
    return Settings(_env_file=None, database_url=postgresql, chroma_url=None)  # type: ignore[call-arg]


@pytest.fixture
def library(tmp_path: Path, settings: Settings) -> Iterator[Library]:
    with Library.open(tmp_path / "library", settings) as library:
        yield library


@pytest.fixture
def store(library: Library) -> Store:
    return library.store


def _told(store: Store, query: str) -> Any:
    with store.engine.connect() as connection:
        return connection.scalar(text(query))


def _server(postgresql: str) -> URL:
    return make_url(postgresql).set(drivername="postgresql+psycopg")


# several libraries on one server


def test_libraries_of_two_folders_do_not_see_each_other(library: Library, tmp_path: Path, settings: Settings) -> None:
    [taken] = library.ingest([write(tmp_path / "files")], workers=1)
    with Library.open(tmp_path / "second", settings) as second:
        assert second.reports() == []
        second.ingest([write(tmp_path / "files", "b.txt", year=2022)], workers=1)
        second.delete(second.reports()[0].doc_id)
    assert library.original(taken.doc_id or "").is_file()
    assert library.ask(f"{DEPARTMENT}2023年支出合计是多少？").values[0].value == "386.78"


def test_a_folder_that_was_moved_finds_its_library_again(library: Library, tmp_path: Path, settings: Settings) -> None:
    library.ingest([write(tmp_path / "files")], workers=1)
    library.close()
    moved = library.root.rename(tmp_path / "moved")
    with Library.open(moved, settings, create=False) as again:
        assert len(again.reports()) == 1
        assert not (moved / "juesuan.sqlite").exists()


def test_a_server_without_the_data_of_a_folder_is_refused(library: Library, tmp_path: Path, settings: Settings) -> None:
    library.ingest([write(tmp_path / "files")], workers=1)
    library.close()
    (library.root / ID).write_text("f" * 32)
    with pytest.raises(StoreError, match="没有打开"):
        Library.open(library.root, settings)
    assert len(list((library.root / "originals").rglob("*.txt"))) == 1


def test_nothing_is_put_where_other_programs_have_their_tables(store: Store) -> None:
    where = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
    assert _told(store, where) == 0
    assert _told(store, "SELECT current_schema()") == engines.schema_of(store.meta("library") or "")


# text


def test_reports_are_in_the_order_of_sqlite_whatever_the_server_sorts_by(
    store: Store, tmp_path: Path, postgresql: str
) -> None:
    local = Store.in_folder(tmp_path)
    names = ["云岭市B局", "云岭市a局", "云岭市_局", "云岭市安局", "云岭市丁局", "云岭市·局", "云岭市局", None]
    for number, name in enumerate(names):
        read = extraction(tmp_path / "files", f"{number}.txt")
        read.report.identity = replace(read.report.identity, department=name)
        for each in (store, local):
            each.replace(Record.of(read, []), f"/{number}")
    ordered = [info.department for info in store.reports()]
    assert ordered == [info.department for info in local.reports()]
    assert ordered[0] is None
    assert ordered[1:] == sorted(name for name in names if name)
    with store.engine.connect() as connection:
        by_server = list(
            connection.scalars(text('SELECT department FROM reports ORDER BY department COLLATE "default"'))
        )
    assert by_server[:-1] != ordered[1:], "the server sorts as the tests need it not to"


def test_nul_in_text_is_replaced_so_that_places_stay_true(store: Store, tmp_path: Path) -> None:
    read = extraction(tmp_path / "files")
    whole = read.report.source.text
    read.report.source = Source(whole.replace("部门职责", "部门\0责"))
    store.replace(Record.of(read, chunks_of(read)), "x\0y")
    kept = store.source(read.report.doc_id) or ""
    assert kept == whole.replace("部门职责", "部门\ufffd责") and len(kept) == len(whole)
    assert store.report_from("x\0y") is not None
    assert store.labels(["本年支出\0合计"]) == {}


def test_names_and_paths_may_be_as_long_as_files_have_them(store: Store, tmp_path: Path) -> None:
    read = extraction(tmp_path / "files")
    path = "".join(f"/{number:04}" + "长" * 60 for number in range(21))
    assert len(path.encode()) > 3000
    store.replace(Record.of(read, chunks_of(read)), path)
    assert store.report_from(path) is not None


def test_signs_outside_the_basic_plane_come_back(store: Store, tmp_path: Path) -> None:
    read = extraction(tmp_path / "files", department="云岭市𠮷川区水务局")
    store.replace(Record.of(read, []), "x")
    assert store.reports()[0].department == "云岭市𠮷川区水务局"
    assert store.facts(read.report.doc_id) == read.facts


# one writer at a time


def test_a_second_writer_waits_and_readers_do_not(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, postgresql: str
) -> None:
    monkeypatch.setattr(engines, "_PATIENCE", 1)
    other = Store.on_server(postgresql, store.meta("library") or "")
    with writing(store.engine):
        assert other.reports() == []
        with pytest.raises(StoreError, match="另一个进程正在写入"):
            other.set_meta("note", "x")
    other.set_meta("note", "x")
    assert store.meta("note") == "x"


def _put_notes(url: str, library: str, worker: int) -> None:
    store = Store.on_server(url, library)
    for number in range(20):
        store.set_meta("note", f"{worker}-{number}")
    store.close()


def test_two_processes_that_write_the_same_do_not_fail(store: Store, postgresql: str) -> None:
    at_once = multiprocessing.get_context("spawn")
    arguments = [(postgresql, store.meta("library") or "", worker) for worker in range(2)]
    workers = [at_once.Process(target=_put_notes, args=given) for given in arguments]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert [worker.exitcode for worker in workers] == [0, 0]
    assert _told(store, "SELECT count(*) FROM meta WHERE name = 'note'") == 1


# faults


def _cut(pid: int, postgresql: str) -> None:
    """End a connection, as a server that is started anew does."""
    with create_engine(_server(postgresql)).connect() as other:
        assert other.scalar(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": pid})


def test_a_server_that_was_started_anew_is_connected_to_again(store: Store, postgresql: str) -> None:
    _cut(_told(store, "SELECT pg_backend_pid()"), postgresql)
    assert store.reports() == []


def test_a_connection_lost_in_the_middle_puts_nothing_in_and_is_told(
    store: Store, tmp_path: Path, postgresql: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = extraction(tmp_path / "files")
    begin = engines.begin_writing

    def lost_after(connection: Any) -> None:
        begin(connection)
        _cut(connection.scalar(text("SELECT pg_backend_pid()")), postgresql)

    with monkeypatch.context() as patch:
        patch.setattr(engines, "begin_writing", lost_after)
        with pytest.raises(StoreError, match="连接中断") as raised:
            store.replace(Record.of(read, chunks_of(read)), "x")
    assert (make_url(postgresql).password or "-") not in str(raised.value)
    assert store.statistics()["facts"] == 0
    assert store.replace(Record.of(read, chunks_of(read)), "x") == []


def test_a_wrong_password_is_told_without_it(postgresql: str) -> None:
    url = make_url(postgresql).set(password="geheimnis").render_as_string(hide_password=False)
    with pytest.raises(StoreError, match="连接不上") as raised:
        Store.on_server(url, "0" * 32)
    assert "geheimnis" not in str(raised.value)


def test_a_user_that_may_make_no_schema_is_told_what_it_needs(postgresql: str) -> None:
    owner = create_engine(_server(postgresql), isolation_level="AUTOCOMMIT")
    with owner.connect() as connection:
        connection.execute(text("CREATE ROLE reader LOGIN PASSWORD 'weak'"))
    try:
        url = make_url(postgresql).set(username="reader", password="weak").render_as_string(hide_password=False)
        with pytest.raises(StoreError, match="GRANT CREATE ON DATABASE"):
            Store.on_server(url, "0" * 32)
        with owner.connect() as connection:
            connection.execute(text(f'CREATE SCHEMA "{engines.schema_of("0" * 32)}" AUTHORIZATION reader'))
        made_for_it = Store.on_server(url, "0" * 32)
        assert made_for_it.reports() == []
        made_for_it.close()
    finally:
        with owner.connect() as connection:
            connection.execute(text("DROP OWNED BY reader CASCADE"))
            connection.execute(text("DROP ROLE reader"))


def test_a_database_of_another_encoding_is_refused(postgresql: str) -> None:
    owner = create_engine(_server(postgresql), isolation_level="AUTOCOMMIT")
    with owner.connect() as connection:
        connection.execute(
            text("CREATE DATABASE latin ENCODING 'SQL_ASCII' LOCALE 'C' LOCALE_PROVIDER libc TEMPLATE template0")
        )
    try:
        url = make_url(postgresql).set(database="latin").render_as_string(hide_password=False)
        with pytest.raises(StoreError, match=r"SQL_ASCII.*UTF8"):
            Store.on_server(url, "0" * 32)
    finally:
        with owner.connect() as connection:
            connection.execute(text("DROP DATABASE latin WITH (FORCE)"))


def test_a_failed_report_shows_no_password(library: Library, tmp_path: Path, postgresql: str) -> None:
    with library.store.engine.begin() as connection:
        connection.execute(text("DROP TABLE chunks"))
    [outcome] = library.ingest([write(tmp_path / "files")], workers=1)
    assert outcome.status == "failed" and "无法写入数据库" in outcome.message
    assert (make_url(postgresql).password or "-") not in outcome.message
    assert library.reports() == []


# in use


def test_health_tells_the_engines_in_use_without_the_password(
    library: Library, tmp_path: Path, postgresql: str, chroma: str
) -> None:
    library.settings = library.settings.model_copy(update={"chroma_url": chroma})
    told = {found.name: (found.state, found.told) for found in library.health()}
    assert told["数据库"][0] == told["向量库"][0] == "ok"
    assert told["数据库"][1].startswith("PostgreSQL 1")
    assert (make_url(postgresql).password or "-") not in told["数据库"][1]
    assert library.store.meta("library") in told["数据库"][1]
    assert told["向量库"][1] == f"Chroma 服务器（{chroma}）"


def test_errors_of_sql_do_not_show_the_values(store: Store) -> None:
    with pytest.raises(SQLAlchemyError) as raised, store.engine.connect() as connection:
        connection.execute(text("SELECT * FROM nowhere WHERE x = :x"), {"x": "秘密"})
    assert "秘密" not in str(raised.value)
