"""Questions on a budget that evaluates last year's projects in prose and lists its units in every table."""

from __future__ import annotations

import pytest

from rag.answer import Answer
from tests.rag.plans import asked_of
from tests.rag.test_grounding import figures, first

SCORES = ["96.50", "91.00", "84.00"]


def _asked(question: str) -> Answer:
    return asked_of("four-lists", question)


@pytest.mark.parametrize(
    "question",
    [
        "自评项目分别得了多少分",
        "上年重点项目自评都得了多少分",
        "2024年自评的项目各得几分",
        "做了自评的项目得分分别是多少",
    ],
)
def test_all_evaluated_projects_are_told_with_their_points(question: str) -> None:
    assert sorted(figures(_asked(question)), reverse=True) == SCORES


@pytest.mark.parametrize(
    ("question", "value", "unit"),
    [
        ("上年自评项目里得分最低的是哪个", "84.00", "分"),
        ("2024年绩效自评哪个项目得分最高，多少分", "96.50", "分"),
        ("自评项目的平均分是多少", "90.50", "分"),
        ("场馆开放补助项目去年自评多少分", "84.00", "分"),
        ("场馆开放补助项目上年执行数是多少", "72.00", "万元"),
    ],
)
def test_what_became_of_projects_is_told_of_the_year_before(question: str, value: str, unit: str) -> None:
    assert first(_asked(question)) == (value, unit)


def test_points_are_no_money() -> None:
    told = _asked("自评项目的预算加起来多少")
    assert all(v.unit != "分" for v in told.values)


def test_low_points_have_the_reason_that_is_told_of_that_project() -> None:
    assert "游泳馆大修工期延长" in _asked("场馆开放补助项目去年自评分偏低，原因是啥").answer


@pytest.mark.parametrize(
    ("question", "value", "unit"),
    [
        ("场馆开放补助项目计划接待多少健身群众", "8", "万人次"),
        ("场馆开放补助项目要开放多少天", "330", "天"),
        ("社区健身路径建设今年打算换多少套器材", "40", "套"),
    ],
)
def test_the_goal_of_a_project_is_found_by_its_unit_and_its_words(question: str, value: str, unit: str) -> None:
    assert first(_asked(question)) == (value, unit)


@pytest.mark.parametrize(
    "question", ["编了绩效目标的项目有多少个，涉及多少资金", "编报绩效目标的项目有几个，涉及多少钱"]
)
def test_projects_with_goals_are_told_with_their_money(question: str) -> None:
    assert figures(_asked(question)) == ["5", "200.00"]


@pytest.mark.parametrize(
    ("question", "value", "unit"),
    [
        ("体育运动学校的公务接待费预算", "0.80", "万元"),
        ("三公经费表里体育运动学校的公务接待费", "0.80", "万元"),
        ("体育学校公务用车运行费预算", "4.20", "万元"),
        ("健身中心收入合计（部门综合预算收入总表）", "140.00", "万元"),
        ("体育场馆一般公共预算安排多少", "260.00", "万元"),
        ("部门综合预算收支总表 事业收入那行", "40.00", "万元"),
        ("人员经费占一般公共预算基本支出百分之几", "84.62", "%"),
        ("培训费预算安排多少", "8.00", "万元"),
        ("2024年机关运行经费是多少", "50.00", "万元"),
        ("今年打算办几次培训", "5", "次"),
        ("有几台公车", "6", "辆"),
    ],
)
def test_a_figure_is_found_in_the_words_of_people(question: str, value: str, unit: str) -> None:
    assert first(_asked(question)) == (value, unit)


def test_all_cars_come_before_those_of_a_kind() -> None:
    assert figures(_asked("现在有几辆车，其中执法车几辆")) == ["6", "4"]


def test_the_parts_of_an_account_are_those_of_its_table() -> None:
    assert figures(_asked("对个人和家庭的补助包括哪几项，各多少"))[:2] == ["9.00", "3.00"]


def test_the_kinds_of_income_are_listed() -> None:
    told = _asked("收入预算由哪几块资金组成，分别多少")
    assert {"500.00", "60.00", "40.00"} <= {v.value for v in told.values}


def test_a_share_that_is_doubted_is_worked_out() -> None:
    told = _asked("项目支出占支出总预算的65.67%，这个比例算得对不对")
    assert told.status == "conflict" and "56.67" in figures(told)


def test_visitors_of_a_place_are_no_guests_of_the_department() -> None:
    assert _asked("2024年接待游客总数是多少").status == "not_found"


def test_a_short_name_stands_for_the_one_department() -> None:
    assert first(_asked("青溪文体局事业收入多少")) == ("40.00", "万元")


def test_what_became_of_projects_is_said_to_be_of_the_year_before() -> None:
    assert "上年度" in _asked("自评项目分别得了多少分").answer
    assert "2024年的情况" in _asked("2024年自评的项目各得几分").answer


def test_who_did_the_work_is_not_made_up() -> None:
    assert _asked("社区健身路径的施工单位是谁").status == "not_found"
