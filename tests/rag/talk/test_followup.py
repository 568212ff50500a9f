"""Follow-ups: what a question leaves out is filled slot by slot; what it says anew is not overwritten."""

from __future__ import annotations

from decimal import Decimal

import pytest

from rag.answer import Answer
from tests.rag.test_grounding import ask, figures, first, samples

WATER, SCHOOL, CULTURE = "榆岚水利局2023年", "鹭屿教育局2023年", "松漪文旅局2023年"


def _query(*turns: str) -> dict[str, object]:
    return ask(samples(), *turns).query


# one slot replaced


@pytest.mark.parametrize(
    ("turns", "same"),
    [
        ((WATER + "支出合计", "鹭屿教育局呢", "项目支出呢"), SCHOOL + "项目支出"),
        ((WATER + "基本支出占比", "项目支出呢"), WATER + "项目支出占比"),
        ((WATER + "基本支出占比", "鹭屿教育局呢"), SCHOOL + "基本支出占比"),
        ((WATER + "支出合计", "换成亿元", "鹭屿教育局呢"), SCHOOL + "支出合计是多少亿元"),
        ((WATER + "三公经费预算数", "决算呢", "鹭屿教育局呢"), SCHOOL + "三公经费决算数"),
        ((WATER + "三公经费", "其中接待费多少", "接待了几批"), WATER + "接待批次"),
        ((WATER + "三公经费预算数", "不好意思，我问的是鹭屿教育局"), SCHOOL + "三公经费预算数"),
        ((WATER + "支出合计", "抱歉，应该是收入合计"), WATER + "收入合计"),
        (("2023年支出合计最高的是谁", "最低的呢"), "2023年支出合计最低的是谁"),
        (("2023年支出合计最高的是谁", "项目支出呢"), "2023年项目支出最高的是谁"),
        (("2023年支出合计最高的是谁", "市级呢"), "2023年市级部门支出合计最高的是谁"),
        ((CULTURE + "支出合计", "2022年呢"), "松漪文旅局2022年支出合计"),
        ((WATER + "支出合计为什么减少", "鹭屿教育局呢"), SCHOOL + "支出合计为什么减少"),
    ],
)
def test_the_last_question_is_asked_again_with_one_slot_replaced(turns: tuple[str, ...], same: str) -> None:
    follow, alone = ask(samples(), *turns), ask(samples(), same)
    assert (follow.status, follow.values) == (alone.status, alone.values)


def test_a_measure_with_a_figure_asked_for_drops_the_operation_before_it() -> None:
    answer = ask(samples(), WATER + "支出合计", "占收入合计多少", "项目支出是多少")
    assert first(answer) == ("1055.22", "万元")


def test_an_operation_that_gives_nothing_for_another_measure_is_let_go() -> None:
    answer = ask(samples(), WATER + "收支总计比上年增加多少", "公用经费呢")
    assert answer.values and answer.query["columns"] == []


# what is not taken over


def test_a_full_question_takes_over_nothing() -> None:
    query = _query(WATER + "三公经费预算", SCHOOL + "项目支出是多少")
    assert "taken_over" not in query and query["columns"] == []


def test_a_new_topic_about_the_same_department_leaves_the_measure_behind() -> None:
    query = _query(WATER + "三公经费预算", "有哪些职责")
    assert query["departments"] == ["榆岚市水利局"] and query["subjects"] == []


def test_what_was_taken_over_is_told() -> None:
    query = _query(WATER + "支出合计", "项目支出呢")
    assert query["taken_over"] == ["departments", "years"]
    assert (query["departments"], query["years"], query["measures"]) == (["榆岚市水利局"], [2023], ["project"])


def test_the_year_is_taken_over_only_where_the_department_has_it() -> None:
    answer = ask(samples(), WATER + "支出合计", "岫川交通局呢")
    assert answer.values[0].year == 2021
    assert "上文问的是2023年度" in answer.answer


def test_thanks_do_not_lose_the_thread() -> None:
    assert first(ask(samples(), WATER + "支出合计", "谢谢", "项目支出呢")) == ("1055.22", "万元")


# references


@pytest.mark.parametrize(
    ("turns", "department"),
    [
        (("2023年支出合计最高的是谁", "它的项目支出"), "鹭屿市帆石区民政局"),
        (("2023年支出合计最高的是谁", "第二名是谁", "那个部门的项目支出"), "鹭屿市教育局"),
        (("榆岚水利局和鹭屿教育局2023年支出合计谁多", "前者的项目支出"), "榆岚市水利局"),
        (("榆岚水利局和鹭屿教育局2023年支出合计谁多", "后者呢"), "鹭屿市教育局"),
        (("2023年支出合计最高的是谁", "它的项目支出", "第三名呢", "它的基本支出"), "榆岚市水利局"),
    ],
)
def test_a_word_points_to_a_department_that_was_spoken_of(turns: tuple[str, ...], department: str) -> None:
    answer = ask(samples(), *turns)
    assert {v.department for v in answer.values} == {department}


@pytest.mark.parametrize(
    ("turns", "value"),
    [
        ((WATER + "支出合计", SCHOOL + "支出合计", "两个差多少"), "12.95"),
        ((WATER + "支出合计", SCHOOL + "支出合计", "哪个多"), "12.95"),
        ((WATER + "支出合计", "鹭屿教育局呢", "加起来呢"), "4264.15"),
        ((WATER + "支出合计", "鹭屿教育局呢", "加起来呢", "两个差多少"), "12.95"),
        ((WATER + "基本支出", "项目支出呢", "加起来呢"), "2125.60"),
        (("2023年支出合计最高的是谁", "最低的呢", "两个差多少"), "1496.22"),
        (("2023年支出合计最高的是谁", "前两名差多少"), "449.03"),
        (("榆岚水利局和鹭屿教育局2023年支出合计各是多少", "差多少"), "12.95"),
        (("榆岚水利局和鹭屿教育局2023年支出合计各是多少", "加起来", "平均呢"), "2132.08"),
    ],
)
def test_figures_that_were_answered_are_computed_with(turns: tuple[str, ...], value: str) -> None:
    answer = ask(samples(), *turns)
    assert first(answer)[0] == value
    assert answer.values[0].formula


@pytest.mark.parametrize(
    ("turns", "same"),
    [
        ((WATER + "支出合计", "和鹭屿教育局比呢"), "榆岚水利局和鹭屿教育局2023年支出合计差多少"),
        ((WATER + "支出合计", "比鹭屿教育局少多少"), "榆岚水利局和鹭屿教育局2023年支出合计差多少"),
        ((WATER + "三公经费", "跟预算比呢"), WATER + "三公经费决算与预算差多少"),
    ],
)
def test_what_was_asked_is_compared_with_something_else(turns: tuple[str, ...], same: str) -> None:
    assert figures(ask(samples(), *turns))[:1] == figures(ask(samples(), same))[:1]


# choices


def _chosen(word: str) -> Answer:
    return ask(samples(), "松漪文旅局支出合计多少", word)


@pytest.mark.parametrize(("word", "value"), [("第一个", "1674.63"), ("2023年的", "1091.36"), ("最后一个", "1091.36")])
def test_a_bare_choice_answers_the_question_back(word: str, value: str) -> None:
    answer = _chosen(word)
    assert (answer.status, figures(answer)) == ("answered", [value])


def test_all_of_the_choices_may_be_asked_for() -> None:
    answer = _chosen("都要")
    assert (answer.status, figures(answer)) == ("answered", ["1674.63", "1091.36"])


# corrections in words


@pytest.mark.parametrize(
    ("turns", "same"),
    [
        ((WATER + "支出合计", "不是水利局，是鹭屿教育局"), SCHOOL + "支出合计"),
        ((WATER + "三公经费预算数", "我问的是决算不是预算"), WATER + "三公经费决算数"),
        ((CULTURE + "支出合计", "不对，是2022年"), "松漪文旅局2022年支出合计"),
        ((WATER + "支出合计", "我说的是项目支出"), WATER + "项目支出"),
        ((WATER + "支出合计", "项目支出呢", "不对，我问的是鹭屿教育局"), SCHOOL + "项目支出"),
        (
            ("榆岚水利局和鹭屿教育局2023年支出合计差多少", "不是鹭屿教育局，是帆石民政局"),
            "榆岚水利局和帆石民政局2023年支出合计差多少",
        ),
    ],
)
def test_a_correction_replaces_just_that_part(turns: tuple[str, ...], same: str) -> None:
    assert ask(samples(), *turns).values == ask(samples(), same).values


def test_a_correction_that_says_nothing_else_is_asked_back() -> None:
    answer = ask(samples(), WATER + "支出合计", "不对")
    assert answer.status == "clarify" and "榆岚市水利局" in answer.answer
    assert first(ask(samples(), WATER + "支出合计", "不对", "项目支出呢")) == ("1055.22", "万元")


def test_they_are_those_that_were_counted() -> None:
    answer = ask(samples(), "2023年支出合计超过2100万的部门有哪些", "他们的项目支出分别是多少")
    assert {v.department for v in answer.values} == {"榆岚市水利局", "鹭屿市帆石区民政局", "鹭屿市教育局"}


@pytest.mark.parametrize("asked", ["三家加起来", "这三家加起来多少", "这三个部门一共多少"])
def test_as_many_as_were_spoken_of_are_meant_together(asked: str) -> None:
    turns = (WATER + "支出合计", "鹭屿教育局呢", "帆石民政局呢", asked)
    assert first(ask(samples(), *turns)) == ("6851.73", "万元")


def test_the_difference_may_be_asked_in_what_is_counted() -> None:
    answer = ask(samples(), WATER + "接待了几批", "鹭屿教育局呢", "差几批")
    few, many = sorted(int(first(ask(samples(), name + "接待了几批"))[0]) for name in (WATER, "鹭屿教育局2023年"))
    assert first(answer) == (str(many - few), "个")


def test_the_first_of_a_ranking_may_be_asked_about() -> None:
    answer = ask(samples(), "2023年支出合计从高到低", "第二名的项目支出")
    assert (answer.values[0].value, answer.values[0].department) == ("745.87", "鹭屿市教育局")


def test_the_largest_of_what_was_listed_is_no_department() -> None:
    answer = ask(samples(), "榆岚水利局2023年人员经费有哪些明细", "最大的是哪个")
    assert {v.department for v in answer.values} == {"榆岚市水利局"}


# what the turn before was ordered by


def test_the_other_end_of_rows_is_by_what_they_were_ordered_by_and_the_two_ends_can_be_compared() -> None:
    turns = (WATER + "自评项目有几个", "得分最高的是哪个", "最低的呢")
    high, low = (first(ask(samples(), *turns[:n])) for n in (2, 3))
    assert {high[1], low[1]} == {"分"}
    answer = ask(samples(), *turns, "这两个差几分")
    assert answer.values[0].formula == f"{high[0]} - {low[0]}"


# what figures were put together, and in what scope


def test_another_unit_is_asked_of_the_difference_that_was_told() -> None:
    answer = ask(samples(), WATER + "基本支出多少", "项目支出呢", "哪个多，多多少", "换成元")
    assert (first(answer), answer.values[0].formula) == (("151600", "元"), "(1070.38 - 1055.22) × 10000")


def test_two_items_are_those_that_were_told_last() -> None:
    answer = ask(samples(), WATER + "三公经费多少", "最高的是哪一项", "最低的呢", "两项差多少")
    assert answer.status == "computed"
    assert (answer.values[0].formula or "").count(" - ") == 1


def test_the_other_parts_are_shares_of_the_same_whole() -> None:
    turns = (WATER + "人员经费多少", "占基本支出多少", "公用经费呢")
    parts = [ask(samples(), *turns[:n]).values[0] for n in (2, 3)]
    assert [(p.formula or "").split(" ÷ ")[1] for p in parts] == ["1070.38 × 100%"] * 2
    assert sum(float(p.value) for p in parts) == pytest.approx(100, abs=0.02)


def test_an_average_is_compared_with_the_average_of_another_department() -> None:
    answer = ask(samples(), WATER + "平均每批接待花了多少元", "跟松漪文旅局比呢")
    assert answer.values[0].unit == "元"
    assert all("平均每" in v.label for v in answer.values)


def test_money_that_was_not_spent_is_no_rate() -> None:
    answer = ask(samples(), WATER + "公务接待费多少", "完成了预算的百分之几", "没用完多少")
    assert (first(answer), answer.values[0].formula) == (("0.58", "万元"), "2.15 - 1.57")


def test_income_and_expenditure_are_taken_from_each_other_where_their_distance_is_asked_for() -> None:
    income, spent = (first(ask(samples(), WATER + m))[0] for m in ("本年收入合计", "本年支出合计"))
    large, small = sorted((income, spent), key=float, reverse=True)
    assert ask(samples(), WATER + "收支差多少").values[0].formula == f"{large} - {small}"


def test_which_of_two_is_asked_of_the_two_that_one_answer_gave() -> None:
    answer = ask(samples(), WATER + "人员经费和公用经费各多少", "哪个多")
    assert (first(answer), answer.values[0].formula) == (("817.20", "万元"), "943.79 - 126.59")


def test_the_share_of_two_together_is_of_the_two_that_were_told_last() -> None:
    answer = ask(samples(), WATER + "政府采购货物多少", "服务呢", "这两项加起来占采购总额多少")
    assert (answer.values[0].formula or "").startswith("(")


def test_several_figures_that_were_told_are_averaged() -> None:
    turns = (WATER + "支出合计", "项目支出呢", "基本支出呢")
    told = [first(ask(samples(), *turns[:n]))[0] for n in (1, 2, 3)]
    answer = ask(samples(), *turns, "三个平均下来是多少")
    assert answer.values[0].formula == f"({' + '.join(told)}) ÷ 3"


def test_what_was_saved_is_told_against_the_budget_whatever_was_asked_between() -> None:
    turns = ("榆岚水利局2023年公务接待费预算多少", "实际花了多少", "接待了几批", "比预算少花了多少")
    assert ask(samples(), *turns).values[0].formula == ask(samples(), turns[0], "省了多少钱").values[0].formula
    assert " - " in (ask(samples(), *turns).values[0].formula or "")


def test_the_lowest_is_held_against_the_highest_and_not_against_the_next() -> None:
    turns = ("2023年哪个部门三公经费最高", "跟最低的那个差多少")
    ranked, apart = ask(samples(), turns[0]), ask(samples(), *turns)
    amounts = [Decimal(v.value) for v in ranked.values if v.unit == "万元"]
    assert Decimal(apart.values[0].value) == max(amounts) - min(amounts)
