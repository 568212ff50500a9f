"""Settings: by environment or .env, offline unless told otherwise, with clear messages for slips."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.errors import UsageError
from rag.settings import read_settings


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    monkeypatch.chdir(tmp_path)
    for name in [n for n in os.environ if n.startswith("JUESUAN_")]:
        monkeypatch.delenv(name)


def test_nothing_set_means_offline_and_a_library_in_the_working_folder() -> None:
    settings = read_settings()
    assert settings.library == Path("library")
    assert not settings.has_llm
    assert not settings.has_embedding


def test_the_environment_wins_over_the_env_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("JUESUAN_LIBRARY=from-file\nJUESUAN_CHROMA_URL=http://a:8000\nOTHER=1\n")
    monkeypatch.setenv("JUESUAN_LIBRARY", "from-environment")
    settings = read_settings()
    assert settings.library == Path("from-environment")
    assert settings.chroma_url == "http://a:8000"


def test_an_empty_variable_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUESUAN_LLM_BASE_URL", "")
    assert not read_settings().has_llm


def test_a_key_is_not_shown_when_settings_are_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUESUAN_LLM_API_KEY", "sk-very-secret")
    assert "very-secret" not in repr(read_settings())


def test_a_url_without_a_model_names_the_setting_that_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUESUAN_EMBED_BASE_URL", "http://localhost:1/v1")
    with pytest.raises(UsageError, match="JUESUAN_EMBED_MODEL"):
        read_settings()


def test_an_address_without_http_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUESUAN_CHROMA_URL", "localhost:8000")
    with pytest.raises(UsageError, match="JUESUAN_CHROMA_URL"):
        read_settings()


def test_an_env_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes("JUESUAN_LIBRARY=资料".encode("gb18030"))
    with pytest.raises(UsageError, match=r"\.env"):
        read_settings()
