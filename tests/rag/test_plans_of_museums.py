"""Questions on a budget that counts its people by unit and goes through its projects in chapters of their own."""

from __future__ import annotations

import pytest

from rag.answer import Answer
from tests.rag.plans import asked_of
from tests.rag.test_grounding import figures, first


def _asked(question: str) -> Answer:
    return asked_of("of-museums", question)


@pytest.mark.parametrize(
    ("question", "value", "unit"),
    [
        ("少艺校在职多少人", "18", "人"),
        ("文化馆编制几个", "14", "人"),
        ("全部门在职多少人", "50", "人"),
        ("文化馆和山歌博物馆一共在职多少人", "21", "人"),
        ("编制比在职多多少", "5", "人"),
        ("哪个单位编制最多", "20", "人"),
        ("下属单位里在职最少的是哪个", "8", "人"),
    ],
)
def test_people_are_those_that_a_table_counts_by_unit(question: str, value: str, unit: str) -> None:
    assert first(_asked(question)) == (value, unit)


def test_people_of_something_else_are_none_of_a_unit() -> None:
    assert _asked("全县新增演员多少人").status == "not_found"


@pytest.mark.parametrize(
    ("question", "value", "unit"),
    [
        ("人均公用经费多少万元", "1.00", "万元"),
        ("按40人算，人均公用经费多少万元", "1.25", "万元"),
        ("山歌老艺人津贴每人每年补多少元", "6000", "元"),
    ],
)
def test_what_each_gets_is_divided_or_told_as_a_standard(question: str, value: str, unit: str) -> None:
    assert first(_asked(question)) == (value, unit)


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("专项资金一共多少", ["200.00"]),
        ("专项资金最多的是哪项", ["120.00"]),
        ("专项资金管理清单里有哪几项", ["2", "120.00", "80.00"]),
        ("山歌传习专项资金多少", ["120.00"]),
    ],
)
def test_a_list_is_called_by_what_its_title_is_on(question: str, values: list[str]) -> None:
    assert [v.value for v in _asked(question).values] == values


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("展厅灯光改造比排练厅维修多多少", "50.00"),
        ("老艺人津贴项目2027年打算投多少", "95.00"),
        ("山歌老艺人津贴今年预算多少", "90.00"),
        ("低保金预算多少", "110.00"),
        ("群众文化科目里的项目支出多少", "200.00"),
        ("表9里公务接待费多少", "3.00"),
        ("机关运行经费比上年减少多少", "-2.00"),
    ],
)
def test_an_amount_is_that_of_the_thing_named(question: str, value: str) -> None:
    assert first(_asked(question))[0] == value


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("事业收入为什么比上年多", "新开设竹笛班"),
        ("山歌老艺人津贴评价发现什么问题", "发放台账不完整"),
        ("山歌方面有什么任务", "新建传习点4个"),
        ("公务接待费说明和表9一致吗", "一致"),
    ],
)
def test_words_are_those_of_the_thing_named(question: str, told: str) -> None:
    assert told in _asked(question).answer


def test_a_number_of_projects_is_held_against_the_list() -> None:
    answer = _asked("文字说安排了4个项目，和项目表对得上吗")
    assert answer.status == "conflict" and figures(answer) == ["4", "3"]


def test_what_was_spent_in_the_end_is_not_told_by_a_budget() -> None:
    assert _asked("2026年实际发了多少低保金").status == "not_found"


def test_an_income_of_the_people_is_none_of_the_department() -> None:
    assert _asked("岚溪县2025年农民人均可支配收入是多少").status == "not_found"


def test_what_each_gets_a_month_is_no_average_of_the_departments_money() -> None:
    assert not any(v.formula for v in _asked("发放津贴每人每月多少钱").values)
