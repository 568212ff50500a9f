"""Questions on a budget that tells what became of last year's projects beside what is planned for this year."""

from __future__ import annotations

import pytest

from rag.answer import Answer
from tests.rag.plans import asked_of
from tests.rag.test_grounding import figures, first


def _asked(question: str) -> Answer:
    return asked_of("by-unit", question)


@pytest.mark.parametrize(
    ("question", "value", "unit"),
    [
        ("苗圃管理站2024年收入合计是多少万", "120.00", "万元"),
        ("机关运行经费折合多少元", "120000", "元"),
        ("2023年收支预算总数是多少", "275.00", "万元"),
        ("防火隔离带建设项目2023年预算执行率多少", "90.00", "%"),
        ("两个重点项目2023年执行数合计", "112.00", "万元"),
        ("表3里森林资源培育是多少", "2600000.00", "元"),
    ],
)
def test_a_figure_is_found_in_the_words_of_the_budget(question: str, value: str, unit: str) -> None:
    assert first(_asked(question)) == (value, unit)


def test_what_became_of_a_project_is_said_to_be_of_the_year_before() -> None:
    told = _asked("防火隔离带建设项目2023年预算执行率多少，自评几分")
    assert figures(told) == ["90.00", "91.0"]
    assert "2023年的情况" in told.answer


@pytest.mark.parametrize("question", ["古树保护项目2023年预算多少", "2023年项目支出是多少"])
def test_a_figure_of_this_year_is_none_of_the_year_that_it_is_compared_with(question: str) -> None:
    told = _asked(question)
    assert not {"30.00", "2000000.00"} & {v.value for v in told.values}
    assert "2023年的情况" not in told.answer


def test_a_number_of_bodies_in_doubt_is_told_with_those_listed() -> None:
    told = _asked("下属单位到底几个")
    assert told.status == "conflict"
    assert figures(told) == ["1", "2"]


def test_a_wrong_year_is_told_where_years_are_held_against_each_other() -> None:
    assert "2022年" in _asked("国有资产占有使用情况写的是截至哪一年底，年份对吗").answer
