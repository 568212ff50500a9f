"""Questions on a budget that parts the money of each project by fund and that of 三公 by unit."""

from __future__ import annotations

import pytest

from rag.answer import Answer
from tests.rag.plans import asked_of
from tests.rag.test_grounding import figures, first


def _asked(question: str) -> Answer:
    return asked_of("of-archives", question)


@pytest.mark.parametrize(
    ("question", "value", "unit"),
    [
        ("2024年年初预算是多少", "480.00", "万元"),
        ("档案馆（项）的项目支出预算多少", "170.500000", "万元"),
        ("老照片修复用了多少上年结转的钱", "10.000000", "万元"),
        ("老照片修复用的政府性基金是多少", "30.000000", "万元"),
        ("方志编纂用了多少单位资金", "10.000000", "万元"),
        ("库房恒温改造今年的一般公共预算多少", "70.000000", "万元"),
        ("档案馆公务用车运行维护费多少", "3.000000", "万元"),
        ("平均一辆公车一年安排多少运行维护费", "2.00", "万元"),
    ],
)
def test_a_figure_is_told_of_the_fund_the_unit_or_the_account_asked_about(question: str, value: str, unit: str) -> None:
    assert first(_asked(question)) == (value, unit)


def test_what_a_fund_does_not_pay_of_a_project_is_blank_and_not_its_whole() -> None:
    answer = _asked("库房恒温改造用了多少单位资金")
    assert answer.status == "not_found" and not answer.values and "空白" in answer.answer


@pytest.mark.parametrize("question", ["政府购买服务都买了哪些项目", "购买服务有哪些，各多少钱"])
def test_services_that_are_bought_are_listed_with_their_money(question: str) -> None:
    answer = _asked(question)
    assert figures(answer) == ["16.000000", "9.000000", "11.000000"] and "库房消杀服务" in answer.answer
    assert len(answer.citations) == 3


def test_purchases_of_the_text_are_held_against_the_row_of_their_kind() -> None:
    answer = _asked("政府采购货物预算，文字和采购明细表一致吗")
    assert answer.status == "conflict" and {"24.00", "42.000000"} <= set(figures(answer))
