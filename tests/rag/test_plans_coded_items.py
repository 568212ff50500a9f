"""Questions on a budget that tells its items by codes, lists its units and what became of last year's projects."""

from __future__ import annotations

import pytest

from rag.answer import Answer
from tests.rag.plans import asked_of


def _ask(question: str) -> Answer:
    return asked_of("coded-items", question)


def _amounts(answer: Answer) -> list[tuple[str, str | None]]:
    return [(v.value, v.unit) for v in answer.values]


@pytest.mark.parametrize(
    ("question", "unit_amount"),
    [
        ("农村供水管理站的项目支出一共多少", "1800000.00"),
        ("供水管理站的项目支出是多少", "1800000.00"),
        ("局本级的项目支出是多少", "900000.00"),
    ],
)
def test_the_money_of_a_unit_is_that_of_its_row_and_not_of_the_department(question: str, unit_amount: str) -> None:
    assert _amounts(_ask(question)) == [(unit_amount, "元")]


def test_the_money_of_the_department_stays_its_own() -> None:
    assert "240.00" in _ask("一般公共预算项目支出是多少").answer


def test_projects_of_a_budget_are_asked_for_what_they_are_planned_at() -> None:
    answer = _ask("农村供水管网维护和水质化验补助两个项目加起来多少万元")
    assert _amounts(answer)[0] == ("150.00", "万元")
    assert "相差" not in answer.answer


def test_the_first_project_of_a_budget_is_that_of_the_largest_plan() -> None:
    assert "农村供水管网维护项目 全年预算数100.00万元" in _ask("哪个项目金额最大").answer


def test_what_was_spent_on_projects_is_said_to_be_of_the_year_before() -> None:
    answer = _ask("哪个项目执行数最大").answer
    assert "76.00万元" in answer
    assert answer.endswith("这是预算报告所说的上年度的情况。")


def test_offices_behind_their_names_are_counted() -> None:
    assert _amounts(_ask("局里内设几个股室")) == [("3", "个")]


def test_the_total_of_the_year_before_is_worked_back_from_the_change() -> None:
    assert _amounts(_ask("按增加额反推上年的收支总预算")) == [("475.00", "万元")]


def test_the_reason_of_an_item_told_by_codes_is_its_own() -> None:
    assert "水质化验户数减少" in _ask("水利工程运行与维护怎么比上年执行数减少了").answer
    assert "缴费基数提高" not in _ask("水利工程运行与维护怎么比上年执行数减少了").answer


def test_the_bodies_that_carry_projects_out_are_none_of_them() -> None:
    answer = _ask("列出所有项目及金额").answer
    assert "共列出3个项目" in answer
    assert "供水管理站" not in answer


def test_money_given_of_a_fund_is_told_by_the_classes_that_it_is_spent_on() -> None:
    answer = _ask("一般公共预算拨款按大类怎么分的，各多少钱").answer
    assert all(
        said in answer for said in ("社会保障和就业支出 60.00万元", "农林水支出 410.00万元", "住房保障支出 20.00万元")
    )
