"""Migrations: an older library gets the present form of the tables when it is opened, step by step, all or nothing.

``meta`` holds the version of the form as a whole number. Whoever changes a table raises VERSION and adds the step that
brings the tables of the version before to the new form; tests compare what the steps make with what a new library has.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection, Engine, column, delete, insert, select, table, text

from rag.storage.engines import StoreError, writing

#: the form of the tables that this program reads and writes
VERSION = 2
#: what a library that has no version yet calls its form: other such forms are older than the first step
UNNUMBERED = "c645c45e553b"

Step = Callable[[Connection], None]

_meta = table("meta", column("name"), column("value"))


def _add_reviews(connection: Connection) -> None:
    """Of libraries without a version some were made before there were reviews. None of them is on a server."""
    for statement in (
        'CREATE TABLE IF NOT EXISTS reviews ("key" TEXT NOT NULL PRIMARY KEY, doc_id TEXT, finding TEXT,'
        " fingerprint TEXT, state TEXT, note TEXT, at TEXT)",
        "CREATE INDEX IF NOT EXISTS ix_reviews_doc_id ON reviews (doc_id)",
    ):
        connection.execute(text(statement))


def _number_chunks(connection: Connection) -> None:
    """Passages get a number of their own, and an index of their words that is kept by the database."""
    statements: tuple[str, ...]
    if connection.dialect.name == "postgresql":
        statements = (
            "ALTER TABLE chunks DROP CONSTRAINT chunks_pkey",
            "ALTER TABLE chunks ADD COLUMN id BIGSERIAL PRIMARY KEY",
            "CREATE UNIQUE INDEX chunks_chunk_id ON chunks (chunk_id)",
            "CREATE INDEX chunks_words ON chunks USING gin (string_to_array(tokens, ' '))",
        )
    else:
        columns = 'chunk_id, doc_id, ordinal, kind, section, section_key, text, start, "end", line, page, lead, tokens'
        statements = (
            "CREATE TABLE numbered (id INTEGER NOT NULL PRIMARY KEY, chunk_id TEXT, doc_id TEXT, ordinal INTEGER,"
            ' kind TEXT, section TEXT, section_key TEXT, text TEXT, start INTEGER, "end" INTEGER, line INTEGER,'
            " page INTEGER, lead TEXT, tokens TEXT)",
            f"INSERT INTO numbered ({columns}) SELECT {columns} FROM chunks ORDER BY rowid",
            "DROP TABLE chunks",
            "ALTER TABLE numbered RENAME TO chunks",
            "CREATE INDEX chunks_doc_id ON chunks (doc_id)",
            "CREATE UNIQUE INDEX chunks_chunk_id ON chunks (chunk_id)",
            "CREATE VIRTUAL TABLE chunk_words USING fts5(tokens, content='chunks', content_rowid='id', detail='none')",
            "INSERT INTO chunk_words (chunk_words) VALUES ('rebuild')",
            "CREATE TRIGGER chunk_words_add AFTER INSERT ON chunks BEGIN"
            " INSERT INTO chunk_words (rowid, tokens) VALUES (new.id, new.tokens); END",
            "CREATE TRIGGER chunk_words_drop AFTER DELETE ON chunks BEGIN"
            " INSERT INTO chunk_words (chunk_words, rowid, tokens) VALUES ('delete', old.id, old.tokens); END",
        )
    for statement in statements:
        connection.exec_driver_sql(statement)


#: by the version it starts from, what makes a library of it one of the next. A step is written out in SQL
#: for both engines, never in terms of the present tables, which will have moved on
STEPS: dict[int, Step] = {0: _add_reviews, 1: _number_chunks}


def newest() -> dict[str, str]:
    """What a new library notes of its version."""
    return {"version": str(VERSION)}


def version_of(connection: Connection) -> int:
    """The version of an open library; 0 before there were versions."""
    return int(_noted(connection, "version") or 0)


def migrate(engine: Engine, form: str) -> None:
    """Bring a library to the present version, whose tables are called ``form``, in one transaction.

    Whatever stops it leaves the former version. Raises StoreError for a library that is newer than this program, or
    older than the first step.
    """
    with engine.connect() as connection:
        if version_of(connection) == VERSION:
            return
    with writing(engine) as connection:
        # looked at again: another process may have migrated it meanwhile
        found = version_of(connection)
        _check(connection, found)
        for version in range(found, VERSION):
            STEPS[version](connection)
        for name, value in (newest() | {"schema": form}).items():
            connection.execute(delete(_meta).where(_meta.c.name == name))
            connection.execute(insert(_meta).values(name=name, value=value))


def _check(connection: Connection, found: int) -> None:
    if found > VERSION:
        raise StoreError(
            f"这个资料库由更新的程序建立（数据版本 {found}，本程序认识到 {VERSION}），没有改动；请升级 juesuan 后再打开"
        )
    if found == 0 and _noted(connection, "schema") != UNNUMBERED:
        raise StoreError(
            "这个资料库由另一个版本的程序建立，太旧，不能升级；"
            "请重新导入：juesuan ingest 原资料库/originals --library 新文件夹"
        )


def _noted(connection: Connection, name: str) -> str | None:
    return connection.scalar(select(_meta.c.value).where(_meta.c.name == name))
