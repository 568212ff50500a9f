"""Counts of departments that meet a condition; which ones they are, and none where there are none."""

from __future__ import annotations

import pytest

from tests.rag.test_grounding import ask, first, samples


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ("2023年支出合计超过2000万的部门有几个", "3"),
        ("2023年支出合计过两千万的部门有几个", "3"),
        ("2023年支出合计在1000万到2130万之间的部门有几个", "2"),
        ("2023年三公经费不是0的有几家", "3"),
        ("2023年没有三公经费的部门有几个", "1"),
        ("2023年项目支出超过基本支出的部门有几个", "2"),
    ],
)
def test_departments_are_counted_by_condition(question: str, count: str) -> None:
    assert first(ask(samples(), question)) == (count, "个")


def test_more_than_the_budget_is_a_condition_and_not_a_column() -> None:
    answer = ask(samples(), "2023年一般公共预算支出超过年初预算的部门有几个")
    assert first(answer) == ("3", "个")
    assert [v.formula for v in answer.values[1:]] == ["954.74 - 773.41", "1511.87 - 1252.85", "2131.62 - 1842.17"]


def test_where_it_is_asked_who_the_figures_come_first() -> None:
    answer = ask(samples(), "2023年三公经费超过15万的是哪个部门")
    assert answer.values[0].department == "榆岚市松漪区文化和旅游局"
    assert answer.values[-1].value == "1"


def test_none_is_told_with_all_the_figures() -> None:
    answer = ask(samples(), "2023年支出合计超过9000万的部门有几个")
    assert first(answer) == ("0", "个")
    assert "2587.58万元" in answer.answer


def test_a_sum_is_not_a_count() -> None:
    assert first(ask(samples(), "2023年几个部门项目支出总共多少钱"))[1] == "万元"
