"""Engines: URLs of PostgreSQL as people write them, one message for what is wrong, and never a password in it."""

from __future__ import annotations

import sys

import pytest
from sqlalchemy import select

from rag.settings import Settings
from rag.storage.engines import StoreError, postgresql_engine, shown
from rag.storage.store import Store

LIBRARY = "0" * 32


@pytest.mark.parametrize("begin", ["postgresql", "postgres", "postgresql+psycopg"])
def test_a_url_without_a_driver_gets_the_declared_one(begin: str) -> None:
    engine = postgresql_engine(f"{begin}://user:secret@host:5433/reports", LIBRARY)
    assert engine.dialect.driver == "psycopg"
    assert shown(engine) == "postgresql+psycopg://user:***@host:5433/reports"


def test_a_missing_driver_is_told_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StoreError, match=r"pip install 'juesuan\[postgres\]'"):
        postgresql_engine("postgresql://user:secret@host/reports", LIBRARY)


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("secret", "应形如"),
        ("postgresql://user:secret@host:port/reports", "应形如"),
        ("mysql://user:secret@host/reports", "只支持 PostgreSQL"),
        ("sqlite:////tmp/secret.sqlite", "不设此项"),
        ("postgresql+asyncpg://user:secret@host/reports", "psycopg"),
        ("postgresql://user:pass@secret@host/reports", "%40"),
    ],
)
def test_a_url_that_cannot_be_used_is_told_without_what_it_holds(url: str, told: str) -> None:
    with pytest.raises(StoreError, match="JUESUAN_DATABASE_URL") as raised:
        postgresql_engine(url, LIBRARY)
    assert told in str(raised.value)
    assert "secret" not in str(raised.value)


def test_settings_do_not_show_what_is_in_the_urls() -> None:
    settings = Settings(
        _env_file=None,
        database_url="postgresql://u:secret@h/d",
        chroma_url="https://u:secret@chroma:8000/x?token=secret",
    )  # type: ignore[call-arg]
    assert "secret" not in repr(settings)
    assert settings.chroma_shown == "https://chroma:8000/x"


@pytest.mark.loopback
def test_a_server_that_is_not_there_is_told_without_the_password() -> None:
    with pytest.raises(StoreError, match="连接不上") as raised:
        Store.on_server("postgresql://user:secret@127.0.0.1:1/reports?password=secret", LIBRARY)
    assert "secret" not in str(raised.value)
    assert "JUESUAN_DATABASE_URL" in str(raised.value)


def test_opening_an_engine_connects_to_nothing_yet() -> None:
    engine = postgresql_engine("postgresql://user:secret@host/reports", LIBRARY)
    assert str(select(1).compile(engine)) == "SELECT 1"
