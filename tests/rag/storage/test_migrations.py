"""Migrations: an older library opens with all it has, a newer one is refused, and whatever fails changes nothing."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, inspect, text

from rag.library import Library
from rag.settings import Settings
from rag.storage import migrations
from rag.storage.store import SCHEMA, Store, StoreError
from tests.rag.opened import opened
from tests.rag.small_report import DEPARTMENT, write

OFFLINE = Settings(_env_file=None)  # type: ignore[call-arg]
#: the tables as they were before they had a version, and before there were reviews
FIRST = Path(__file__).with_name("version_0.sql")


@pytest.fixture
def first(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """The empty database of a library that was made before there were versions."""
    (tmp_path / "library").mkdir()
    connection = sqlite3.connect(tmp_path / "library" / "juesuan.sqlite")
    connection.executescript(FIRST.read_text(encoding="utf-8"))
    yield connection
    connection.close()


def _add_colour(connection: Connection) -> None:
    connection.execute(text("ALTER TABLE reports ADD COLUMN colour TEXT"))
    connection.execute(text("UPDATE reports SET colour = 'red'"))


def _count_colours(connection: Connection) -> None:
    connection.execute(text("CREATE TABLE colours AS SELECT colour, count(*) AS number FROM reports GROUP BY colour"))


def _next_versions(monkeypatch: pytest.MonkeyPatch, *steps: migrations.Step) -> None:
    """A program that has come further by these steps."""
    start = migrations.VERSION
    monkeypatch.setattr(migrations, "VERSION", start + len(steps))
    monkeypatch.setattr(migrations, "STEPS", migrations.STEPS | dict(enumerate(steps, start)))


def _form_of(store: Store) -> dict[str, Any]:
    """Tables, columns and indexes as the database tells them; names of types only as far as SQLite minds them."""
    found = inspect(store.engine)
    return {
        table: (
            [(c["name"], c["type"]._type_affinity.__name__, c["nullable"]) for c in found.get_columns(table)],
            found.get_pk_constraint(table)["constrained_columns"],
            sorted((i["name"], tuple(i["column_names"])) for i in found.get_indexes(table)),
        )
        for table in sorted(found.get_table_names())
    }


def _triggers_of(store: Store) -> dict[str, str]:
    with store.engine.connect() as connection:
        rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
        return {name: sql.replace("IF NOT EXISTS ", "") for name, sql in rows}


@pytest.mark.in_folder
def test_a_library_of_the_first_form_opens_and_answers(tmp_path: Path, first: sqlite3.Connection) -> None:
    # what it holds is copied row by row from a library of today
    with Library.open(tmp_path / "now", OFFLINE) as now:
        now.ingest([write(tmp_path / "files")], workers=1)
        answer = now.ask(f"{DEPARTMENT}2023年支出合计是多少？")
    (tmp_path / "now" / "originals").rename(tmp_path / "library" / "originals")
    first.execute("ATTACH ? AS now", [str(tmp_path / "now" / "juesuan.sqlite")])
    for table in ("reports", "sources", "facts", "labels", "label_keys", "findings", "chunks"):
        columns = ", ".join(f'"{row[1]}"' for row in first.execute(f"PRAGMA main.table_info({table})"))
        first.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM now.{table}")
    first.commit()
    with Library.open(tmp_path / "library", OFFLINE) as library:
        assert library.store.meta("version") == str(migrations.VERSION)
        assert library.store.meta("library") == "0123456789abcdef0123456789abcdef"
        asked = library.ask(f"{DEPARTMENT}2023年支出合计是多少？")
        assert [v.value for v in asked.values] == [v.value for v in answer.values] == ["386.78"]
        assert {looked_at.state for looked_at in library.integrity()} == {"ok"}
        found = library.store.reports_with(["泵站"], None, 1)
        assert found == [asked.citations[0].doc_id]
        finding = library.findings(asked.citations[0].doc_id)[0]
        library.review(asked.citations[0].doc_id, finding, "confirmed")
        assert list(library.reviews()) == [finding.id]


@pytest.mark.in_folder
def test_the_steps_end_in_the_tables_that_a_new_library_has(tmp_path: Path, first: sqlite3.Connection) -> None:
    (tmp_path / "new").mkdir()
    migrated, new = Store.in_folder(tmp_path / "library"), Store.in_folder(tmp_path / "new")
    assert _form_of(migrated) == _form_of(new)
    assert _triggers_of(migrated) == _triggers_of(new) != {}
    assert migrated.meta("schema") == new.meta("schema") == SCHEMA


def test_a_new_library_has_the_newest_version_as_a_number(tmp_path: Path) -> None:
    assert opened(tmp_path).meta("version") == str(migrations.VERSION)


def test_every_version_has_its_step() -> None:
    assert sorted(migrations.STEPS) == list(range(migrations.VERSION))


def test_steps_follow_one_another_and_see_what_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files: list[Path]
) -> None:
    _next_versions(monkeypatch, _add_colour, _count_colours)
    with Library.open(tmp_path / "library", OFFLINE) as library:
        with library.store.engine.connect() as connection:
            assert connection.execute(text("SELECT colour, number FROM colours")).fetchall() == [("red", 2)]
        assert library.store.meta("version") == str(migrations.VERSION)
        assert len(library.reports()) == 2
    with Library.open(tmp_path / "library", OFFLINE) as again:
        assert len(again.reports()) == 2, "steps are not taken twice"


def test_a_step_that_fails_leaves_the_former_version_with_all_it_had(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files: list[Path]
) -> None:
    before = _failed_migration(tmp_path, monkeypatch)
    with Library.open(tmp_path / "library", OFFLINE) as library:
        assert _form_of(library.store) == before
        assert library.store.meta("version") == str(migrations.VERSION)
        assert library.ask(f"{DEPARTMENT}2023年支出合计是多少？").values[0].value == "386.78"


def _failed_migration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Let a migration fail in its second step; returns the form of the tables before."""

    def fail(connection: Connection) -> None:
        connection.execute(text("DELETE FROM facts"))
        connection.execute(text("SELECT gone FROM nowhere"))

    with Library.open(tmp_path / "library", OFFLINE) as library:
        before = _form_of(library.store)
    with monkeypatch.context() as patch:
        _next_versions(patch, _add_colour, fail)
        with pytest.raises(StoreError, match="nowhere"):
            Library.open(tmp_path / "library", OFFLINE)
    return before


_KILLED = """
import os, signal, sys
from sqlalchemy import text
from rag.storage import migrations
from rag.library import Library

def die(connection):
    connection.execute(text("ALTER TABLE reports ADD COLUMN colour TEXT"))
    connection.execute(text("DELETE FROM facts"))
    os.kill(os.getpid(), signal.SIGKILL)

migrations.STEPS = migrations.STEPS | {migrations.VERSION: die}
migrations.VERSION += 1
Library.open(sys.argv[1])
"""


def test_a_killed_migration_leaves_the_former_version(tmp_path: Path, files: list[Path]) -> None:
    root = tmp_path / "library"
    run = subprocess.run([sys.executable, "-c", _KILLED, str(root)], env=os.environ, cwd=tmp_path, check=False)
    assert run.returncode == -signal.SIGKILL
    with Library.open(root, OFFLINE) as library:
        assert library.store.meta("version") == str(migrations.VERSION)
        assert "colour" not in {name for name, *_ in _form_of(library.store)["reports"][0]}
        assert library.ask(f"{DEPARTMENT}2023年支出合计是多少？").values[0].value == "386.78"


def test_a_newer_library_is_refused_and_left_as_it_is(tmp_path: Path, files: list[Path]) -> None:
    store = opened(tmp_path / "library")
    store.set_meta("version", str(migrations.VERSION + 1))
    before = _form_of(store)
    store.close()
    with pytest.raises(StoreError, match="请升级 juesuan"):
        Library.open(tmp_path / "library", OFFLINE)
    assert _form_of(store) == before
    assert store.statistics()["reports"] == 2


def test_a_form_older_than_the_first_step_is_refused_with_what_to_do(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.set_meta("schema", "0")
    with store.engine.begin() as connection:
        connection.execute(text("DELETE FROM meta WHERE name = 'version'"))
    store.close()
    with pytest.raises(StoreError, match=r"太旧.*重新导入"):
        opened(tmp_path)


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Two reports that are in the library."""
    written = [write(tmp_path / "files"), write(tmp_path / "files", "b.txt", year=2022)]
    with Library.open(tmp_path / "library", OFFLINE) as library:
        library.ingest(written, workers=1)
    return written
