"""Turns: what a question is to the turns before it, decided in the order that the module states."""

from __future__ import annotations

import pytest

from rag.talk.turns import DECISIONS
from tests.rag.test_grounding import ask, first, samples

WATER = "榆岚水利局2023年"


@pytest.mark.parametrize(
    ("turns", "move"),
    [
        ((WATER + "支出合计", "谢谢"), "nothing"),
        ((WATER + "支出合计", "不对，是鹭屿教育局"), "correction"),
        ((WATER + "三公经费", "说明里怎么写的"), "place"),
        (("榆岚2023年支出合计", "第二个"), "choice"),
        ((WATER + "支出合计", "和鹭屿教育局比呢"), "comparison"),
        ((WATER + "支出合计", "鹭屿教育局呢", "两个差多少"), "figures"),
        ((WATER + "机关运行经费", "去年呢"), "year"),
        ((WATER + "支出合计", "各部门呢"), "group"),
        ((WATER + "人员经费有哪些明细", "最大的是哪个"), "rows"),
        ((WATER + "支出合计", "项目支出呢"), "swap"),
        ((WATER + "支出合计", "为什么减少"), "own_words"),
    ],
)
def test_a_turn_is_what_its_words_make_it(turns: tuple[str, ...], move: str) -> None:
    assert ask(samples(), *turns).query["move"] == move


def test_the_first_question_is_none_of_them() -> None:
    assert "move" not in ask(samples(), WATER + "支出合计").query


def test_the_docstring_states_the_decisions_in_their_order() -> None:
    import rag.talk.turns

    stated = [line.split()[1] for line in (rag.talk.turns.__doc__ or "").splitlines() if line[:3].strip(" .").isdigit()]
    assert stated == [*(move for move, _ in DECISIONS), "own"]


@pytest.mark.parametrize(
    ("turns", "value", "unit"),
    [
        (("2023年支出合计最高的是谁", "第二个呢"), "2138.55", "万元"),
        (("2023年支出合计最高的是谁", "第二个呢", "它的项目支出呢"), "745.87", "万元"),
        (("2023年支出合计最高的是谁", "最后一名是谁"), "1091.36", "万元"),
        (("2023年支出合计最高的是谁", "是多少"), "2587.58", "万元"),
        ((WATER + "支出合计", "占收入多少", "换成元"), "21256000", "元"),
        ((WATER + "机关运行经费", "去年呢", "降了多少"), "-2.53", "万元"),
        ((WATER + "基本支出占比", "项目支出呢", "它们一共"), "100.00", "%"),
        ((WATER + "收入合计", "其他收入呢"), "26.63", "万元"),
        (("什么是机关运行经费", WATER + "花了多少"), "126.59", "万元"),
        (("你好", WATER + "支出合计"), "2125.60", "万元"),
        ((WATER + "公务接待费", "和鹭屿教育局比呢", "和三公经费比呢"), "7.70", "万元"),
    ],
)
def test_what_is_left_out_is_taken_from_the_turns_before(turns: tuple[str, ...], value: str, unit: str) -> None:
    assert first(ask(samples(), *turns)) == (value, unit)


def test_the_reason_of_a_difference_to_the_budget_is_that_of_the_budget() -> None:
    answer = ask(samples(), WATER + "三公经费预算多少", "决算呢", "为什么差这么多")
    assert "预算与决算差异原因" in answer.answer


def test_of_two_departments_each_report_is_told_and_that_none_explains_the_other() -> None:
    answer = ask(samples(), "榆岚水利局和鹭屿教育局2023年支出合计差多少", "为什么差这么多")
    assert first(answer) == ("12.95", "万元")
    assert "没有说明与另一部门相差的原因" in answer.answer


def test_a_correction_to_another_level_stays_with_the_place_that_was_named() -> None:
    answer = ask(samples(), "榆岚2023年支出合计", "不对，是区里那个")
    assert answer.query["departments"] == ["榆岚市松漪区文化和旅游局"]


def test_what_was_left_out_is_spelled_out_where_nothing_was_found() -> None:
    answer = ask(samples(), WATER + "内设机构几个", "分别叫什么")
    assert answer.status == "answered" and "防汛抗旱科" in answer.answer
    assert "河湖管理科" not in ask(samples(), WATER + "内设机构几个", "职责呢").answer


@pytest.mark.parametrize(
    ("turns", "value", "unit"),
    [
        ((WATER + "基本工资", "津贴补贴呢", "住房公积金呢", "三个加起来"), "641.65", "万元"),
        ((WATER + "基本工资", "津贴补贴呢", "住房公积金呢", "它们一共", "占人员经费多少"), "67.99", "%"),
        ((WATER + "基本工资", "津贴补贴呢", "住房公积金呢", "哪个高"), "320.94", "万元"),
        ((WATER + "三公经费预算", "决算"), "9.27", "万元"),
        ((WATER + "机关运行经费比上年减少多少", "百分比呢"), "-1.96", "%"),
        (("不是鹭屿教育局，是榆岚水利局2023年的三公经费",), "9.27", "万元"),
    ],
)
def test_several_figures_and_columns_named_alone(turns: tuple[str, ...], value: str, unit: str) -> None:
    assert first(ask(samples(), *turns)) == (value, unit)


@pytest.mark.parametrize(
    "before",
    [
        (WATER + "三公经费是多少",),
        ("松漪文旅局2022年三公经费是多少",),
        ("2023年三公经费预算从高到低",),
        ("榆岚水利局和鹭屿教育局2023年三公经费谁多",),
    ],
)
def test_a_question_on_all_departments_of_a_year_that_it_names_leans_on_nothing(before: tuple[str, ...]) -> None:
    answer = ask(samples(), *before, "2023年哪个部门支出最多")
    assert (first(answer), answer.query["years"]) == (("2587.58", "万元"), [2023])
    assert "taken_over" not in answer.query


def test_most_of_all_without_a_thing_of_its_own_is_of_what_was_spoken_of() -> None:
    answer = ask(samples(), "松漪文旅局2022年三公经费是多少", "2023年哪个部门最多")
    assert (answer.query["measures"], answer.query["years"]) == (["three_public"], [2023])


@pytest.mark.parametrize("asked", ["鹭屿教育局一共花了多少", "鹭屿教育局花了多少钱", "鹭屿教育局总共花了多少"])
def test_what_another_department_spent_is_all_of_it(asked: str) -> None:
    assert first(ask(samples(), WATER + "三公经费是多少", asked)) == ("2138.55", "万元")


@pytest.mark.parametrize("asked", ["那鹭屿教育局花了多少呢", "那鹭屿教育局呢", "鹭屿教育局呢"])
def test_the_same_of_another_department_is_what_was_spoken_of(asked: str) -> None:
    answer = ask(samples(), WATER + "三公经费是多少", asked)
    assert answer.query["measures"] == ["three_public"]
