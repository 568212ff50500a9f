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


def test_an_endpoint_has_all_that_is_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    told = {
        "BASE_URL": "http://127.0.0.1:1/v1",
        "MODEL": "m",
        "API_KEY": "sk-secret",
        "CONTEXT_WINDOW": "8192",
        "MAX_OUTPUT": "1024",
        "TIMEOUT": "5",
        "RETRIES": "1",
        "MAX_CALLS": "7",
        "MAX_TOKENS": "900",
        "PRICE_IN": "0.5",
        "PRICE_OUT": "2",
        "CACHE": str(tmp_path / "kept"),
    }
    for name, value in told.items():
        monkeypatch.setenv(f"JUESUAN_LLM_{name}", value)
    endpoint = read_settings().endpoint
    assert (endpoint.context_window, endpoint.max_output, endpoint.timeout, endpoint.retries) == (8192, 1024, 5.0, 1)
    assert (endpoint.max_calls, endpoint.max_tokens) == (7, 900)
    assert (str(endpoint.price_in), str(endpoint.price_out)) == ("0.5", "2")
    assert endpoint.cache == tmp_path / "kept"
    assert "sk-secret" not in repr(endpoint)


def test_the_cache_of_replies_can_be_switched_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUESUAN_LLM_BASE_URL", "http://127.0.0.1:1/v1")
    monkeypatch.setenv("JUESUAN_LLM_MODEL", "m")
    monkeypatch.setenv("JUESUAN_LLM_CACHE", "off")
    assert read_settings().endpoint.cache is None


def test_an_endpoint_that_is_not_set_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError, match="JUESUAN_LLM_BASE_URL"):
        _ = read_settings().endpoint


@pytest.mark.parametrize(("name", "value"), [("TIMEOUT", "0"), ("CONTEXT_WINDOW", "many"), ("CONTEXT", "everything")])
def test_a_setting_of_a_model_that_cannot_be_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"JUESUAN_LLM_{name}", value)
    with pytest.raises(UsageError, match=name.lower()):
        read_settings()
