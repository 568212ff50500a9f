"""Questions on a budget of several units: what each has, what its projects are, and what is told of them by points."""

from __future__ import annotations

import pytest

from rag.answer import Answer
from tests.rag.plans import asked_of
from tests.rag.test_grounding import figures, first


def _asked(question: str) -> Answer:
    return asked_of("points-and-plans", question)


@pytest.mark.parametrize(
    ("question", "value", "unit"),
    [
        ("情报研究所今年收入预算多少", "250.00", "万元"),
        ("产业服务中心的预算占全部门的百分之几", "16.67", "%"),
        ("本级的收入预算比情报研究所多多少", "250.00", "万元"),
        ("情报研究所的财政专户资金有多少", "40.00", "万元"),
        ("企业创新券后补助经费预算多少", "300.00", "万元"),
        ("去年基本支出预算多少", "300.00", "万元"),
        ("行政运行2024年预算是多少", "115.00", "万元"),
        ("便携式计算机买几台", "4", None),
        ("台式计算机单价多少", "0.50", "万元"),
        ("台式计算机采购多少钱", "5.00", "万元"),
    ],
)
def test_a_figure_is_that_of_the_unit_the_project_or_the_thing_asked_about(
    question: str, value: str, unit: str | None
) -> None:
    assert first(_asked(question)) == (value, unit)


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("情报研究所有哪些项目", ["科技文献共享平台运维"]),
        ("局本级有哪些项目", ["企业创新券后补助经费", "园区标准厂房维修改造"]),
    ],
)
def test_the_projects_of_a_unit_are_listed_once_each(question: str, names: list[str]) -> None:
    told = _asked(question)
    listed = ["企业创新券后补助经费", "园区标准厂房维修改造", "科技文献共享平台运维"]
    assert [n for n in listed if n in told.answer] == names
    assert len(told.values) == len(names)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("创新券后补助项目的立项依据是什么", "松政办〔2023〕6号"),
        ("创新券后补助项目由谁实施", "科技股"),
        ("创新券后补助项目实施多久", "2024年至2026年"),
        ("公务接待费拿来做什么", "科研院所"),
    ],
)
def test_a_point_of_a_project_is_told_alone(question: str, told: str) -> None:
    answer = _asked(question).answer
    assert told in answer
    assert "对上年度购买创新服务" not in answer


def test_a_project_that_is_planned_twice_is_told_with_both_amounts() -> None:
    told = _asked("企业创新券后补助经费在目标表和项目表里的金额一样吗")
    assert told.status == "conflict"
    assert set(figures(told)) >= {"260.00", "300.00"}


def test_a_change_that_goes_the_other_way_than_its_amounts_is_told() -> None:
    told = _asked("机关运行经费的增减写得对不对")
    assert told.status == "conflict"
    assert set(figures(told)) == {"6.00", "-6"}
    assert "应为减少6.00万元" in told.answer


def test_money_of_one_fund_pays_for_the_projects_that_have_some_of_it() -> None:
    told = _asked("用财政专户管理资金安排的项目有哪些").answer
    assert "科技文献共享平台运维40.00万元" in told
    assert "园区" not in told
