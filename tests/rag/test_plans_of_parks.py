"""Questions on a budget that lists the projects of each unit, and explains some of them in chapters of their own."""

from __future__ import annotations

import pytest

from rag.answer import Answer
from tests.rag.plans import asked_of
from tests.rag.test_grounding import figures, first


def _asked(question: str) -> Answer:
    return asked_of("of-parks", question)


@pytest.mark.parametrize(
    ("question", "value", "unit"),
    [
        ("绩效工资预算多少", "240.00", "万元"),
        ("表6里办公费多少", "30.00", "万元"),
        ("口袋公园养护补贴预算多少", "60", "万元"),
        ("湿地补水泵站运行维护项目预算多少", "110", "万元"),
        ("口袋公园养护补贴里东片多少钱", "36", "万元"),
        ("公园花卉布置项目压减之前的预算是多少", "180.00", "万元"),
        ("管理中心买养护工具和防护装备安排了多少", "70.00", "万元"),
        ("公园管理中心的项目一共多少钱", "270.00", "万元"),
        ("公园管理中心哪个项目钱最多", "150.00", "万元"),
        ("在职人数占编制数的百分之几", "94.00", "%"),
        ("一共有几个科室", "4", "个"),
    ],
)
def test_a_figure_is_told_of_the_unit_the_project_or_the_table_asked_about(
    question: str, value: str, unit: str
) -> None:
    assert first(_asked(question)) == (value, unit)


def test_each_project_of_a_unit_is_told_with_its_money() -> None:
    answer = _asked("公园管理中心的三个项目分别安排多少钱")
    assert figures(answer) == ["150.00", "70.00", "50.00"]


def test_a_project_is_known_by_the_name_above_its_chapters() -> None:
    goals = _asked("泵站运行维护项目的绩效目标").answer
    assert "完好率不低于96%" in goals and "社区满意度" not in goals
    assert "湿地保护站" in _asked("湿地生态补水泵站运行维护项目由谁实施").answer


def test_projects_that_only_chapters_explain_are_listed_and_ranked() -> None:
    assert "口袋公园养护补贴项目" in _asked("有哪些重点项目").answer


def test_the_text_is_held_against_the_table_of_that_number_alone() -> None:
    answer = _asked("公务用车运行维护费在说明和表8里一样吗")
    assert answer.status == "conflict"
    assert {"36.00", "34.00"} <= {v.value for v in answer.values} and "25.00" not in answer.answer
    same = _asked("公务接待费的说明和表8对得上吗")
    assert same.status == "answered" and "一致" in same.answer  # the 5.00 of the basic spending is another scope


@pytest.mark.parametrize("question", ["北岸大堤绿廊总投资多少", "全市有多少名志愿者"])
def test_what_is_told_of_something_else_is_not_told_for_what_is_asked(question: str) -> None:
    answer = _asked(question)
    assert answer.status == "not_found" and not answer.values
