"""Leaning: what the words of a question say of the turns before it."""

from __future__ import annotations

import pytest

from rag.language.leaning import leaning_in


@pytest.mark.parametrize(
    ("text", "asked", "rejected"),
    [
        ("不是榆岚，是鹭屿", "鹭屿", "榆岚"),
        ("我问的是决算不是预算", "决算", "预算"),
        ("我问的不是预算，是决算", "决算", "预算"),
        ("不对，是2021年", "2021年", ""),
        ("我说的是项目支出", "项目支出", ""),
        ("是鹭屿，不是榆岚", "鹭屿", "榆岚"),
        ("鹭屿，不是榆岚", "鹭屿", "榆岚"),
        ("错了，应该是水利局", "水利局", ""),
        ("不是基本支出", "", "基本支出"),
    ],
)
def test_a_correction_is_taken_apart(text: str, asked: str, rejected: str) -> None:
    lean = leaning_in(text)
    assert (lean.correction, lean.asked, lean.rejected) == (True, asked, rejected)


@pytest.mark.parametrize("text", ["公务用车保有量不是0的有几家", "是不是一样", "三公经费是多少", "应该是多少"][:3])
def test_a_question_with_a_no_in_it_is_no_correction(text: str) -> None:
    assert not leaning_in(text).correction


@pytest.mark.parametrize(
    ("text", "pronoun"),
    [
        ("它的项目支出", "it"),
        ("那个部门的接待费", "it"),
        ("那个的原因呢", "it"),
        ("前者占多少", "former"),
        ("后者呢", "latter"),
        ("前者是后者的几倍", "both"),
        ("前面那个比后面这个多多少", "both"),
        ("两个差多少", "both"),
        ("项目支出呢", None),
    ],
)
def test_words_that_point_back_are_seen(text: str, pronoun: str | None) -> None:
    assert leaning_in(text).pronoun == pronoun


@pytest.mark.parametrize(
    ("text", "choice"),
    [("第一个", 1), ("那就第二家吧", 2), ("最后一个", -1), ("第二名是谁", None), ("第一个季度", None)],
)
def test_a_bare_choice_is_seen(text: str, choice: int | None) -> None:
    assert leaning_in(text).choice == choice


@pytest.mark.parametrize(
    ("text", "back"), [("上一年呢？", 1), ("那去年是多少", 1), ("下一年呢", -1), ("上年结转呢", 0)]
)
def test_the_year_before_and_after_are_told_by_the_whole_question(text: str, back: int) -> None:
    assert leaning_in(text).years_back == back


@pytest.mark.parametrize("text", ["谢谢", "好的，知道了", "你好"])
def test_words_of_courtesy_ask_nothing(text: str) -> None:
    assert leaning_in(text).courtesy


@pytest.mark.parametrize(
    ("text", "compared"),
    [
        ("和水利局比呢", "other"),
        ("跟预算比呢", "budget"),
        ("比上年呢", "prior"),
        ("和2022年比呢", "prior"),
        ("占比呢", None),
    ],
)
def test_a_comparison_with_what_was_asked_is_seen(text: str, compared: str | None) -> None:
    assert leaning_in(text).compared == compared
