"""Configure: a model as it is entered, checked, and kept beside whatever else the file holds."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from pydantic import SecretStr

from extractors.errors import UsageError
from page.views.configure import Entered, fixed_by_environment, forget, keep
from rag.settings import Settings, read_settings

URL = "http://127.0.0.1:11434/v1"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("entered", "told"),
    [
        (Entered("", "甲"), "都要填写"),
        (Entered(URL, " "), "都要填写"),
        (Entered("127.0.0.1", "甲"), "http://"),
        (Entered("file:///etc/passwd", "甲"), "http://"),
        (Entered(URL, "甲\nJUESUAN_LIBRARY=/"), "不能用的字符"),
        (Entered(URL, "甲", "k'x"), "不能用的字符"),
        (Entered(URL, "甲", "${HOME}"), "不能用的字符"),
        (Entered(URL, "甲" * 501), "超过"),
    ],
)
def test_what_cannot_be_a_model_is_refused_with_the_reason(entered: Entered, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        entered.endpoint(Settings(_env_file=None))


def test_what_is_kept_is_what_is_read_back(folder: Path) -> None:
    (folder / ".env").write_text("# 自己的注释\nJUESUAN_LIBRARY=别处\n", encoding="utf-8")
    keep(Entered(URL, "qwen3:8b", 'sk-"a b#c$').endpoint(Settings(_env_file=None)))
    settings = read_settings()
    assert (settings.llm_base_url, settings.llm_model) == (URL, "qwen3:8b")
    assert settings.llm_api_key and settings.llm_api_key.get_secret_value() == 'sk-"a b#c$'
    assert settings.library == Path("别处")
    assert "# 自己的注释" in (folder / ".env").read_text(encoding="utf-8")
    assert stat.S_IMODE((folder / ".env").stat().st_mode) == 0o600


def test_a_key_left_empty_is_the_one_configured_and_goes_to_no_other_address(folder: Path) -> None:
    settings = Settings(_env_file=None, llm_base_url=URL, llm_model="甲", llm_api_key=SecretStr("sk-1"))
    same = Entered(URL, "乙").endpoint(settings)
    assert same.key and same.key.get_secret_value() == "sk-1"
    assert Entered("http://elsewhere.invalid/v1", "乙").endpoint(settings).key is None


def test_a_model_that_needs_no_key_takes_the_former_key_away(folder: Path) -> None:
    keep(Entered(URL, "甲", "sk-1").endpoint(Settings(_env_file=None)))
    keep(Entered("http://elsewhere.invalid/v1", "甲").endpoint(Settings(_env_file=None)))
    assert "sk-1" not in (folder / ".env").read_text(encoding="utf-8")


def test_forgetting_takes_the_model_out_and_nothing_else(folder: Path) -> None:
    forget()
    assert not (folder / ".env").exists()
    (folder / ".env").write_text("JUESUAN_LIBRARY=别处\n", encoding="utf-8")
    keep(Entered(URL, "甲", "sk-1").endpoint(Settings(_env_file=None)))
    forget()
    assert not read_settings().has_llm and read_settings().library == Path("别处")


def test_a_folder_that_takes_nothing_is_told(folder: Path) -> None:
    (folder / ".env").mkdir()
    with pytest.raises(UsageError, match="没能写入"):
        keep(Entered(URL, "甲").endpoint(Settings(_env_file=None)))


def test_what_the_environment_gives_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert fixed_by_environment() == []
    monkeypatch.setenv("JUESUAN_LLM_MODEL", "甲")
    assert fixed_by_environment() == ["模型名"]
