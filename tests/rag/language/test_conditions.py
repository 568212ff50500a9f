"""Conditions on departments: each clause on a figure of its own; what is asked of those that meet them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.rag.language.test_comparison import asked_of
from tests.rag.small_report import text_of
from tests.rag.test_grounding import ask, figures, first, library_of, samples

WATER, SCHOOLS, CULTURE, CIVIL = (
    "榆岚市水利局", "鹭屿市教育局", "榆岚市松漪区文化和旅游局", "鹭屿市帆石区民政局",
)  # fmt: skip


@pytest.mark.parametrize(
    ("question", "read"),
    [
        ("2023年项目支出占支出合计不到一半的部门有哪些", [("under", "share", "50")]),
        ("2023年财政拨款收入没占到收入100%的有哪几家", [("under", "share", "100")]),
        ("2023年收支总计下降超过5%的部门有几个", [("under", "growth", "-5")]),
        ("2023年收支总计降幅不到5%的部门有几个", [("between", "growth", "-5")]),
        ("2023年比上年多花50万以上的部门有几个", [("over", "change", "50")]),
        ("2023年各部门一般公共预算完成率，谁超了100%", [("over", "completion", "100")]),
        ("2023年支出合计在五百万以上一千万以下的部门", [("between", "amount", "500")]),
        ("2023年公务接待人次上百的有几家", [("over", "amount", "100")]),
        ("2023年支出合计不超过2000万的部门有几个", [("under", "amount", "2000")]),
        ("2023年一般公共预算支出超过年初预算10%以上的部门", [("over", "completion", "110")]),
        (
            "2023年支出合计超1000万而且项目支出比基本支出少的有谁",
            [("over", "amount", "1000"), ("less_than_other", "amount", None)],
        ),
        (
            "2023年基本支出和项目支出都超过200万的部门",
            [("over", "amount", "200"), ("over", "amount", "200")],
        ),
        ("2023年既买了公车又发生了公务接待费的是哪个部门", [("some", "amount", None), ("some", "amount", None)]),
        ("2023年三公没花钱但是有政府采购的部门", [("none", "amount", None), ("some", "amount", None)]),
        ("2023年哪个局的福利费比工会经费多", [("more_than_other", "amount", None)]),
        ("2023年收入合计与支出合计不相等的部门有吗", [("unlike_other", "amount", None)]),
        ("2023年收入全部来自财政拨款的部门有几个", [("equal_to_other", "amount", None)]),
        ("2023年哪几家公务接待费不为零", [("some", "amount", None)]),
        ("三公经费2023年没有变化的部门", [("unchanged", "change", None)]),
        ("2023年支出合计高于平均水平的部门有哪些", [("above_average", "amount", None)]),
    ],
)
def test_each_clause_has_its_condition(question: str, read: list[tuple[str, str, str | None]]) -> None:
    conditions = asked_of(question).conditions
    assert [(c.kind, c.metric, c.bound) for c in conditions] == [(k, m, Decimal(b) if b else None) for k, m, b in read]


def test_a_condition_knows_which_figures_it_looks_at() -> None:
    first_one, second = asked_of("2023年支出合计超1000万而且项目支出比基本支出少的有谁").conditions
    assert [s.name for s in first_one.subjects] == ["本年支出合计"]
    assert [s.name for s in second.subjects] == ["项目支出", "基本支出"]


@pytest.mark.parametrize(
    "question",
    [
        "2023年哪些部门收支总计比上年涨了、哪些降了",
        "收支总计2023年哪家涨了哪家降了",
        "2023年三公经费超预算的是谁，没用完预算的又是谁",
    ],
)
def test_conditions_that_exclude_each_other_part_the_departments(question: str) -> None:
    assert asked_of(question).apart


def test_departments_that_are_parted_are_told_one_after_the_other() -> None:
    answer = ask(samples(), "2023年哪些部门收支总计比上年涨了、哪些降了，幅度各多少")
    assert answer.answer.index(SCHOOLS) < answer.answer.index("减少") < answer.answer.index(WATER)
    assert [v.unit for v in answer.values[:4]] == ["%"] * 4


def test_all_conditions_have_to_be_met() -> None:
    answer = ask(samples(), "2023年支出合计超过2000万而且项目支出比基本支出少的部门有哪些")
    assert WATER in answer.answer and SCHOOLS in answer.answer and CIVIL not in answer.answer
    assert {"2125.60", "1055.22", "1070.38"} <= set(figures(answer))


def test_one_of_several_conditions_may_be_enough() -> None:
    answer = ask(samples(), "2023年支出合计低于1100万或者项目支出超过1300万的部门有几个")
    assert first(answer) == ("2", "个")
    assert CULTURE in answer.answer and CIVIL in answer.answer


def test_departments_that_meet_a_condition_are_ranked_by_another_figure() -> None:
    answer = ask(samples(), "2023年支出合计超过2100万的部门里，谁的项目支出最少")
    assert first(answer)[0] == "745.87"
    assert CULTURE not in answer.answer


def test_another_figure_is_told_of_those_that_meet_a_condition() -> None:
    answer = ask(samples(), "2023年支出合计超过2130万的部门，项目支出各是多少")
    assert set(figures(answer)[:2]) == {"1388", "745.87"}


def test_a_bound_itself_fits_only_where_the_words_say_so() -> None:
    assert first(ask(samples(), "2023年支出合计达到2125.60万元的部门有几个")) == ("3", "个")
    assert first(ask(samples(), "2023年支出合计超过2125.60万元的部门有几个")) == ("2", "个")


def test_a_budget_that_is_not_named_is_that_of_the_general_budget() -> None:
    assert first(ask(samples(), "2023年谁没花完预算"))[0].startswith("-")
    assert "一般公共预算财政拨款支出" in ask(samples(), "2023年预算完成率高于100%的部门有几个").answer


def test_what_departments_have_is_no_definition() -> None:
    assert "部门有3个" in ask(samples(), "2023年三公经费有支出的部门是哪些，各花了多少").answer


def test_years_of_one_department_are_picked_by_conditions() -> None:
    library = library_of(text_of(year=2022, spent="120.00"), text_of(year=2023, spent="386.78"))
    answer = ask(library, "青川区水务局哪几年支出合计超过200万")
    assert "年度有1个" in answer.answer and first(answer)[0] == "386.78"
