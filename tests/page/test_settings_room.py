"""设置 and access: what is used is told, a model can be tried and kept, a password keeps others out."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.passwords import hashed
from tests.page.running import html, labels, page_of
from tests.stand_in import Said, stand_in


def test_the_room_tells_the_engine_the_library_and_what_is_missing(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = page_of(filled, monkeypatch, "settings")
    shown = html(at)
    assert "规则引擎（离线）" in shown and "5 份（决算 " in shown and "健康状况" in shown and "按词" in shown


@pytest.mark.loopback
def test_a_model_is_tried_before_it_is_kept(filled: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    at = page_of(filled, monkeypatch, "settings")
    monkeypatch.chdir(tmp_path)
    with stand_in([Said("收到"), Said({"total": 42})]) as server:
        at.text_input[0].set_value(server.url)
        at.text_input[1].set_value("模型甲")
        next(b for b in at.button if b.label == "测试连接").click().run()
    assert "连接正常" in html(at)
    assert not (tmp_path / ".env").exists()
    next(b for b in at.button if b.label == "保存").click().run()
    assert "已保存" in html(at) and "模型甲" in html(at)
    assert "模型甲" in (tmp_path / ".env").read_text(encoding="utf-8")
    next(b for b in at.button if b.label == "停用模型").click().run()
    assert "规则引擎（离线）" in html(at)


def test_a_slip_in_the_address_is_told(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = page_of(filled, monkeypatch, "settings")
    at.text_input[0].set_value("localhost")
    at.text_input[1].set_value("甲")
    next(b for b in at.button if b.label == "保存").click().run()
    assert "http://" in html(at) and 'role="alert"' in html(at)


def test_a_key_is_never_shown(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUESUAN_LLM_BASE_URL", "http://name:geheim@127.0.0.1:9/v1")
    monkeypatch.setenv("JUESUAN_LLM_MODEL", "甲")
    monkeypatch.setenv("JUESUAN_LLM_API_KEY", "sk-secret")
    at = page_of(filled, monkeypatch, "settings")
    assert "sk-secret" not in html(at) and "geheim" not in html(at)
    assert "由环境变量给出" in html(at) and "已设置" in html(at)


def test_who_only_looks_cannot_change_the_model(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUESUAN_PAGE_READ_ONLY", "1")
    at = page_of(filled, monkeypatch, "settings")
    assert not at.text_input and "只读" in html(at)


# access


def test_a_password_shows_nothing_of_the_library_until_it_is_given(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JUESUAN_PAGE_PASSWORD_HASH", hashed("好口令一个"))
    monkeypatch.setattr("page.access._PAUSE", 0)
    at = page_of(filled, monkeypatch)
    assert "请输入口令" in html(at) and str(filled) not in html(at) and not at.chat_input
    at.text_input[0].set_value("猜的")
    at.button[0].click().run()
    assert "口令不对" in html(at) and not at.chat_input
    at.text_input[0].set_value("好口令一个")
    at.button[0].click().run()
    assert "可以这样问" in html(at) and at.chat_input


def test_a_changed_password_locks_out_who_came_in_before(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUESUAN_PAGE_PASSWORD_HASH", hashed("好口令一个"))
    at = page_of(filled, monkeypatch)
    at.text_input[0].set_value("好口令一个")
    at.button[0].click().run()
    monkeypatch.setenv("JUESUAN_PAGE_PASSWORD_HASH", hashed("换了的口令"))
    at.run()
    assert "请输入口令" in html(at) and not at.chat_input


def test_a_hash_that_is_none_locks_everybody_out_and_says_why(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUESUAN_PAGE_PASSWORD_HASH", "明文口令")
    at = page_of(filled, monkeypatch)
    at.text_input[0].set_value("明文口令")
    at.button[0].click().run()
    assert "juesuan password" in html(at) and not at.chat_input
    assert "重试" in labels(at)
