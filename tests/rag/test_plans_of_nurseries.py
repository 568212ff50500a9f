"""Questions on a budget whose projects are of kinds, get money by the quarter, and pass it on to others."""

from __future__ import annotations

from decimal import Decimal

import pytest

from rag.answer import Answer
from tests.rag.plans import asked_of
from tests.rag.test_grounding import figures, first


def _asked(question: str) -> Answer:
    return asked_of("of-nurseries", question)


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("第三、第四季度合计安排多少万元", 135),
        ("三四季度一共安排多少", 135),
        ("下半年安排多少", 135),
        ("前两个季度合计多少钱", 115),
        ("第一至第三季度共安排多少", 200),
    ],
)
def test_several_quarters_are_added_up(said: str, value: int) -> None:
    answer = _asked(f"普惠托位改建工程{said}")
    assert (answer.status, Decimal(answer.values[0].value)) == ("computed", Decimal(value))
    assert " + " in (answer.values[0].formula or "")


def test_each_of_several_quarters_is_told_for_itself() -> None:
    assert figures(_asked("普惠托位改建工程一、二季度各安排多少")) == ["40.00", "75.00"]


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("托育设施运营补贴项目里给社区托育点的补贴有多少", "66.00"),
        ("给社区托育点的补贴是多少", "66.00"),
        ("对家庭托育点的运营补贴多少钱", "24.00"),
        ("托位和活动室改建工程今年政府采购预算多少", "190.00"),
    ],
)
def test_money_is_found_by_who_or_what_it_is_for(question: str, value: str) -> None:
    assert first(_asked(question)) == (value, "万元")


def test_how_many_get_money_is_another_question() -> None:
    assert first(_asked("补贴社区托育点多少家")) == ("8", "家")


@pytest.mark.parametrize("question", ["其他运转类项目有哪几个", "哪几个项目属于其他运转类", "其他运转类有多少个项目"])
def test_projects_of_a_kind_are_those_that_the_list_puts_there(question: str) -> None:
    answer = _asked(question)
    assert figures(answer) == ["2", "40.00", "30.00"]
    assert "《项目支出情况表》" in answer.answer and "托育信息平台运行费" in answer.answer
    assert "改建工程" not in answer.answer


def test_a_column_of_one_table_is_held_against_the_total_of_another() -> None:
    answer = _asked("一般公共预算支出表的基本支出和基本支出表的合计一致吗")
    assert answer.status == "answered" and figures(answer)[:2] == ["300.00", "300.00"]
    assert len({c.quote for c in answer.citations}) == 2
    off = _asked("一般公共预算支出表的项目支出和基本支出表的合计一致吗")
    assert off.status == "conflict" and "300.00" in {v.value for v in off.values if v.formula}


def test_what_is_told_of_the_year_before_is_found_by_that_year() -> None:
    answer = _asked("2024年重点绩效评价发现了什么问题")
    assert "托位闲置" in answer.answer and "2024年的情况" in answer.answer
    assert _asked("2023年重点绩效评价发现了什么问题").status == "not_found"
