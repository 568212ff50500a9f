"""Vehicles by kind: all kinds with their numbers, or the one that is named."""

from __future__ import annotations

import pytest

from tests.rag.small_report import text_of
from tests.rag.test_grounding import ask, library_of

MARK = "第四部分 名词解释\n\n一、"
CARS = (
    "十二、国有资产占用情况说明\n\n2023年期末，我单位共有车辆6辆，其中：主要领导干部用车0辆、机要通信用车1辆、"
    "执法执勤用车3辆、特种专业技术用车2辆、其他用车0辆。\n\n"
)


def _told(question: str) -> str:
    return ask(library_of(text_of().replace(MARK, CARS + MARK)), f"青川区水务局2023年{question}").answer


@pytest.mark.parametrize("question", ["那6辆车都是什么类型，各几辆", "有哪些车", "车辆构成", "的车按用途分别有几辆"])
def test_every_kind_is_told_with_its_number(question: str) -> None:
    told = _told(question)
    assert all(part in told for part in ("6辆", "机要通信用车1辆", "执法执勤用车3辆", "特种专业技术用车2辆", "均为0辆"))


def test_a_kind_may_be_called_by_a_shorter_name() -> None:
    told = _told("执法用车有几辆")
    assert "执法执勤用车3辆" in told
    assert "机要" not in told


def test_cars_that_were_bought_are_another_matter() -> None:
    assert "机要通信用车1辆" not in _told("买的车是什么车")


def test_which_cars_those_of_a_kind_are_is_told_from_the_clause_that_says_so() -> None:
    cars = CARS.replace("其他用车0辆", "其他用车3辆，其他用车主要是流动图书车2辆、流动舞台车1辆").replace("6辆", "9辆")
    text = text_of().replace(MARK, cars + MARK)
    assert "流动舞台车1辆" in ask(library_of(text), "青川区水务局2023年其他用车具体是哪些车").answer


def test_what_the_report_says_in_brackets_of_a_kind_is_told() -> None:
    cars = CARS.replace("特种专业技术用车2辆", "特种专业技术用车2辆（巡查车1辆、监测车1辆）")
    text = text_of().replace(MARK, cars + MARK)
    assert "监测车1辆" in ask(library_of(text), "青川区水务局2023年特种专业技术用车是哪几辆").answer


TABLE = """国有资产占用情况表

公开10表
部门：云岭市青川区水务局

项目\t车辆（辆）小计\t机要通信用车\t特种专业技术用车\t其他用车\t单价100万元以上设备（台）
合计\t6\t1\t3\t2\t1

"""


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("局里现在有几辆车？其中特种专业技术用车几辆", ["6", "3"]),
        ("特种专业技术用车有几辆", ["3"]),
        ("一共有几辆车", ["6"]),
        ("各种车各几辆", ["6", "1", "3", "2"]),
    ],
)
def test_cars_are_told_from_a_table_of_the_assets_where_no_words_do(question: str, told: list[str]) -> None:
    mark = "第三部分 2023年度部门决算情况说明\n\n一"
    answer = ask(library_of(text_of().replace(mark, TABLE + mark)), f"青川区水务局2023年{question}")
    assert [(v.value, v.unit) for v in answer.values] == [(number, "辆") for number in told]


def test_all_cars_are_told_beside_those_of_a_kind_where_both_are_asked_for() -> None:
    answer = ask(library_of(text_of().replace(MARK, CARS + MARK)), "青川区水务局2023年共有几辆车，其中执法执勤用车几辆")
    assert [(v.value, v.unit) for v in answer.values][:2] == [("6", "辆"), ("3", "辆")]
