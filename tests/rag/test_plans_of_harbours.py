"""Questions on a budget with a numbered list of projects, and points on one of them below a heading that names it."""

from __future__ import annotations

import pytest

from rag.answer import Answer
from tests.rag.plans import asked_of
from tests.rag.test_grounding import figures, first


def _asked(question: str) -> Answer:
    return asked_of("of-harbours", question)


@pytest.mark.parametrize(
    ("question", "value", "unit"),
    [
        ("港口信息平台预算多少", "70.00", "万元"),
        ("港口信息平台安排了多少钱", "70.00", "万元"),
        ("浅滩疏浚和应急抢通安排了多少钱", "140.00", "万元"),
        ("4个项目里哪个预算最大", "260.00", "万元"),
        ("航标更新工程的灯器购置费多少", "200.00", "万元"),
        ("项目支出占全部支出预算的比重", "71.43", "%"),
        ("2024年部门预算收入是多少", "660.00", "万元"),
        ("哪一项支出预算最多", "7000000.00", "元"),
        ("支出总表上其他公路水路运输支出合计多少", "3740000.00", "元"),
    ],
)
def test_a_figure_is_that_of_the_project_or_of_all(question: str, value: str, unit: str) -> None:
    assert first(_asked(question)) == (value, unit)


def test_projects_of_a_fund_are_those_whose_row_names_it() -> None:
    answer = _asked("哪些项目用的是政府性基金，各多少")
    assert figures(answer)[:1] == ["140.00"] and "浅滩疏浚及应急抢通费" in answer.answer
    assert "航标更新工程" not in answer.answer


def test_the_projects_of_a_body_are_each_counted_once() -> None:
    answer = _asked("航道管护中心的两个项目加起来多少万")
    assert figures(answer)[:1] == ["400.00"] and answer.values[0].formula == "260.00 + 140.00"


def test_the_goal_of_a_project_is_told_and_not_its_row_in_a_list() -> None:
    goal = _asked("航标更新工程的绩效目标是什么").answer
    assert "发光率不低于99%" in goal and "260.00" not in goal


def test_an_account_called_as_a_project_has_its_own_reason() -> None:
    assert "由60人减少至50人" in _asked("船员培训补贴为什么比去年少").answer


@pytest.mark.parametrize("question", ["航标增量化是指什么", "航标增量化指什么", "什么是航标增量化"])
def test_a_term_is_explained_whatever_its_name_has_of_a_change(question: str) -> None:
    assert "按里程加密布设" in _asked(question).answer


def test_one_of_several_items_is_asked_for_and_not_how_many_they_are() -> None:
    answer = _asked("公路水路运输下面几项里哪一项支出预算最多")
    assert first(answer) == ("3740000.00", "元") and "其他公路水路运输支出" in answer.answer
