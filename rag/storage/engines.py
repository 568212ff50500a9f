"""Engines: the databases a library can stand in. SQLite in its folder, or PostgreSQL, where each library has a schema.

Whatever differs between the two is settled here: the order of text, NUL characters, who waits for whom while something
is written, and what is said when a server cannot be reached.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import URL, Connection, Dialect, Engine, ExceptionContext, Text, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError
from sqlalchemy.types import TypeDecorator, TypeEngine

from rag.storage.sqlite_file import StoreError

#: the driver that is tested, and how it is installed
_DRIVER, _EXTRA = "postgresql+psycopg", "pip install 'juesuan[postgres]'"
#: how a URL of PostgreSQL may begin
_POSTGRESQL = {"postgresql", "postgres", _DRIVER}
#: how long one writer waits for another, in seconds, and for a server that is silent
_PATIENCE, _SILENCE = 30, 10
#: before the name of the schema of a library, which ends in the id of the library
_SCHEMA = "juesuan_"
#: what PostgreSQL calls a lock that was not to be had in time
_BUSY = "55P03"
_NUL, _REPLACED = "\0", "\ufffd"


class PlainText(TypeDecorator[str]):
    """Text of any length, which both engines order by code points; NUL, which PostgreSQL refuses, becomes U+FFFD.

    One character stands for one, so that the spans that count into a text stay true.
    """

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(Text(collation="C") if dialect.name == "postgresql" else Text())

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return value.replace(_NUL, _REPLACED) if isinstance(value, str) else value


def postgresql_engine(url: str, library: str) -> Engine:
    """An engine on the schema that the library with this id has on a server, which need not exist yet.

    Raises StoreError for a URL of anything else, and where the driver is missing.
    """
    server = _server(url)
    try:
        engine = create_engine(
            server,
            pool_pre_ping=True,
            isolation_level="READ COMMITTED",
            hide_parameters=True,
            execution_options={"library": library},
            connect_args={"connect_timeout": _SILENCE, "client_encoding": "utf8"},
        )
    except ImportError:
        raise StoreError(f"没有安装 PostgreSQL 的驱动程序；请运行 {_EXTRA}") from None
    schema = schema_of(library)

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, _: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f'SET search_path TO "{schema}"')
            cursor.execute(f"SET lock_timeout TO '{_PATIENCE}s'")
        connection.commit()

    @event.listens_for(engine, "handle_error")
    def tell(context: ExceptionContext) -> None:
        error = context.original_exception
        if getattr(error, "sqlstate", None) == _BUSY:
            raise StoreError(f"另一个进程正在写入数据库 {shown(engine)}；请等它结束后重试") from None
        # one that is tried before use and found lost is made anew, unseen
        if not context.is_pre_ping and (context.is_disconnect or _never_there(error)):
            told = f"数据库 {shown(engine)} 连接不上或连接中断（{reason(error)}）"
            raise StoreError(f"{told}；请检查服务器、网络和 JUESUAN_DATABASE_URL，然后重试") from None

    return engine


def _server(url: str) -> URL:
    """The URL of a PostgreSQL server with the declared driver; what was configured has secrets and is never shown."""
    wrong = "数据库地址 JUESUAN_DATABASE_URL 无法使用"
    like = "应形如 postgresql://用户:口令@主机:5432/数据库"
    try:
        server = make_url(url.strip())
    except (ArgumentError, ValueError):
        raise StoreError(f"{wrong}：{like}") from None
    if server.drivername not in _POSTGRESQL:
        raise StoreError(f"{wrong}：只支持 PostgreSQL（驱动 psycopg），{like}；要用 SQLite 请不设此项")
    if "@" in (server.host or ""):
        raise StoreError(f"{wrong}：用户名或口令中的 @、:、/ 等字符须转写，@ 写作 %40")
    return server.set(drivername=_DRIVER)


def schema_of(library: str) -> str:
    """The name of the PostgreSQL schema of the library with this id."""
    return _SCHEMA + library


def shown(engine: Engine) -> str:
    """Where a database is, without passwords: the URL, of which the query is left out too."""
    return engine.url.set(query={}).render_as_string(hide_password=True)


def is_server(engine: Engine) -> bool:
    return engine.dialect.name == "postgresql"


def make_schema(connection: Connection, library: str) -> None:
    """Make the schema of a library where it is not there yet. Raises StoreError on a server with another encoding."""
    if (encoding := connection.scalar(text("SHOW server_encoding"))) != "UTF8":
        raise StoreError(f"PostgreSQL 数据库的编码是 {encoding}，存不了全部汉字；请换一个编码为 UTF8 的数据库")
    # asked before, for one that was made by an administrator is open to users that may make none
    if not connection.dialect.has_schema(connection, schema_of(library)):
        connection.execute(text(f'CREATE SCHEMA "{schema_of(library)}"'))


def begin_writing(connection: Connection) -> None:
    """Begin a transaction that no other writer of the same library takes part in time with; readers go on reading."""
    if is_server(connection.engine):
        connection.begin()
        key = _lock_key(connection.get_execution_options()["library"])
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})
    else:
        connection.exec_driver_sql("BEGIN IMMEDIATE")


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction, all or nothing; writers wait for one another."""
    with engine.connect() as connection:
        begin_writing(connection)
        yield connection
        connection.commit()


def _lock_key(library: str) -> int:
    """The number (of 64 bits) that stands for a library among the locks of a PostgreSQL database."""
    return int.from_bytes(hashlib.sha256(schema_of(library).encode()).digest()[:8], "big", signed=True)


def _never_there(error: BaseException) -> bool:
    """Whether a connection failed to come about: the server has no state (SQLSTATE) to give then."""
    return type(error).__name__ == "OperationalError" and getattr(error, "sqlstate", None) is None


def reason(error: BaseException | None) -> str:
    """The first line of what a driver says."""
    return next(iter(str(error).splitlines()), "")
