"""Conditions of a question, in types."""

from __future__ import annotations

from decimal import Decimal

import pytest

from rag.understanding.asked_rows import conditions_in


@pytest.mark.parametrize(
    ("text", "test", "column", "value", "unit"),
    [
        ("完成年初预算超过了200%的科目", "over", "完成比例", 200, "%"),
        ("执行率低于80%的项目", "under", "完成比例", 80, "%"),
        ("得分不到90分的项目", "under", "得分", 90, "分"),
        ("100万以上的科目", "at_least", "决算数", 100, "万元"),
        ("不超过10万元的科目", "at_most", "决算数", 10, "万元"),
        ("不低于50万的", "at_least", "决算数", 50, "万元"),
        ("正好完成年初预算100%", "exactly", "完成比例", 100, "%"),
        ("年初预算超过30万的", "over", "年初预算数", 30, "万元"),
        ("占比超过10%的", "over", "占比", 10, "%"),
    ],
)
def test_a_bound_is_on_the_column_named(text: str, test: str, column: str, value: int, unit: str) -> None:
    (condition,), _ = conditions_in(text)
    assert (condition.test, condition.column) == (test, column)
    assert (condition.value, condition.unit) == (Decimal(value), unit)


@pytest.mark.parametrize(
    ("text", "test", "column"),
    [
        ("不是满分的项目", "not_full", "得分"),
        ("得了满分的项目", "full", "得分"),
        ("哪几个项目一分钱没花", "zero", "决算数"),
        ("全是项目支出的科目", "zero", "基本支出"),
        ("超预算的科目", "over_budget", "决算数"),
        ("没完成目标的指标", "short", "完成比例"),
        ("比去年增加的科目", "rose", "增减额"),
        ("有偏差的项目", "deviates", "偏差度"),
    ],
)
def test_a_condition_in_words_has_a_test(text: str, test: str, column: str) -> None:
    conditions, _ = conditions_in(text)
    assert (conditions[0].test, conditions[0].column) == (test, column)


def test_a_grade_is_a_condition() -> None:
    for text, word in (("评为优的有几个", "优"), ("自评等级是差", "差"), ("评为良好的项目", "良")):
        (condition,), _ = conditions_in(text)
        assert (condition.test, condition.word) == ("grade", word)


def test_two_conditions_hold_together() -> None:
    conditions, _ = conditions_in("年初没安排预算、后来却有支出的科目")
    assert [(c.test, c.column) for c in conditions] == [("zero", "年初预算数"), ("above_zero", "决算数")]


def test_one_column_may_be_held_against_another() -> None:
    (condition,), _ = conditions_in("得分低于分值的指标")
    assert (condition.test, condition.column, condition.other) == ("under", "得分", "分值")


@pytest.mark.parametrize("text", ["花得最多的项目", "三公经费各多少", "单价情况", "公用经费有哪些"])
def test_a_plain_question_sets_no_condition(text: str) -> None:
    assert conditions_in(text)[0] == []


@pytest.mark.parametrize(
    ("text", "test", "column", "value", "unit"),
    [
        ("得分低于80的项目", "under", "得分", 80, "分"),
        ("得分不超过60分的项目", "at_most", "得分", 60, "分"),
        ("完成率不到90的科目", "under", "完成比例", 90, "%"),
        ("得分是80分的项目", "exactly", "得分", 80, "分"),
    ],
)
def test_the_word_of_comparing_next_to_the_number_counts(
    text: str, test: str, column: str, value: int, unit: str
) -> None:
    (condition,), _ = conditions_in(text)
    assert (condition.test, condition.column, condition.value, condition.unit) == (test, column, value, unit)


def test_a_bare_number_without_a_column_of_one_unit_sets_no_bound() -> None:
    assert conditions_in("支出超过80的科目")[0] == []


@pytest.mark.parametrize("text", ["没得100分的项目", "没拿满100分的项目", "得分不是100分的项目", "未到满分的项目"])
def test_what_is_denied_is_not_what_the_rows_have(text: str) -> None:
    assert [c.test for c in conditions_in(text)[0]] == ["not_full"]
