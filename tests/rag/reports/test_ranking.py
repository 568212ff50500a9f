"""Rankings: places from both ends, ties, ends, and words for a rise or a fall."""

from __future__ import annotations

from decimal import Decimal

import pytest

from rag.reports.amounts import Evidence, Measured
from rag.reports.measured import in_one_unit
from tests.rag.plain_report import MARK, PROSE_MARK, TABLES
from tests.rag.small_report import text_of
from tests.rag.test_grounding import ask, figures, first, library_of, samples


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("2023年支出合计倒数第二的是谁", "2125.60"),
        ("2023年支出合计第二低的部门", "2125.60"),
        ("2023年支出合计第二高的部门", "2138.55"),
        ("2023年支出合计排在末位的部门", "1091.36"),
        ("2023年各部门支出合计，低的在前", "1091.36"),
        ("2023年支出合计最高和最低的差多少", "1496.22"),
    ],
)
def test_places_are_counted_from_the_end_asked_for(question: str, value: str) -> None:
    assert first(ask(samples(), question))[0] == value


def test_those_who_share_a_place_are_all_named() -> None:
    library = library_of(
        text_of(), text_of(department="云岭市青川区民政局"), text_of(department="云岭市文旅局", spent="9.90")
    )
    answer = ask(library, "2023年支出合计最高的部门是谁")
    assert "并列" in answer.answer and "水务局" in answer.answer and "民政局" in answer.answer


def test_a_fall_is_told_as_a_fall() -> None:
    answer = ask(samples(), "2023年收支总计降幅最大的是谁")
    assert "降幅最大的是" in answer.answer and first(answer)[0].startswith("-")


def test_a_rise_that_nobody_has_is_said_to_be_none() -> None:
    library = library_of(text_of(), text_of(department="云岭市青川区民政局"))
    assert "没有" in ask(library, "2023年收支总计降得最多的部门").answer


def test_of_two_the_gap_follows_the_one_asked_for() -> None:
    answer = ask(samples(), "榆岚水利局和鹭屿教育局2023年支出合计谁多，多多少")
    assert figures(answer) == ["2138.55", "2125.60", "12.95"]


def test_a_report_without_the_figure_is_named_with_why() -> None:
    answer = ask(samples(), "2023年公务接待费从高到低排列")
    assert "未计入" not in answer.answer or "（" in answer.answer.split("未计入")[1]


def test_two_places_are_held_against_each_other() -> None:
    answer = ask(samples(), "2023年支出合计第二名和第三名差多少")
    assert figures(answer)[:3] == ["12.95", "2138.55", "2125.60"]


def test_another_figure_is_told_of_the_first() -> None:
    answer = ask(samples(), "2023年三公经费最高的部门，它的项目支出是多少")
    assert figures(answer)[:2] == ["16.62", "687.09"]


def test_the_same_place_is_asked_by_two_measures() -> None:
    answer = ask(samples(), "2023年谁的三公经费最多，谁的项目支出最多")
    assert {"16.62", "1388"} <= set(figures(answer))


def test_the_smallest_fall_is_no_rise() -> None:
    assert "降幅最小" in (answer := ask(samples(), "2023年收支总计降幅最小的是谁")).answer
    assert first(answer) == ("-3.85", "%")


def test_the_highest_is_so_many_times_the_lowest() -> None:
    assert first(ask(samples(), "2023年支出合计最高的是最低的几倍")) == ("2.37", "倍")


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ("2023年鹭屿市教育局的支出合计在所有部门里排第几", "2"),
        ("2023年支出合计最多的是鹭屿市帆石区民政局吗", "1"),
    ],
)
def test_a_department_is_told_its_place_among_all(question: str, place: str) -> None:
    assert first(ask(samples(), question)) == (place, "位")


def test_a_department_is_held_against_the_average() -> None:
    answer = ask(samples(), "2023年榆岚市松漪区文化和旅游局的支出合计高于平均水平吗")
    assert "低于4份报告的平均数" in answer.answer and "1985.77" in figures(answer)


def test_each_figure_keeps_the_unit_that_its_report_prints() -> None:
    assert first(ask(samples(), "2023年接待团组最多的是谁")) == ("55", "个")


def test_figures_counted_in_units_of_one_kind_are_ranked_together() -> None:
    groups = [_counted("a", 20, "个"), _counted("b", 8, "批次"), _counted("c", 5, "个"), _counted("d", 3, "辆")]
    left_out: dict[str, str] = {}
    kept = in_one_unit(groups, left_out)
    assert [(m.doc_id, m.unit) for m in kept] == [("a", "个"), ("b", "个"), ("c", "个")]
    assert left_out == {"d": "单位不同：辆"}


def _counted(doc_id: str, amount: int, unit: str) -> Measured:
    return Measured(doc_id, Decimal(amount), unit, 2023, _no_evidence)


def _no_evidence() -> Evidence:
    raise AssertionError("evidence is read only of figures that are told")


def test_a_ranking_within_a_budget_takes_what_its_prose_says_where_a_report_has_no_column_for_it() -> None:
    prose = (
        "五、一般公共预算财政拨款支出决算情况说明\n\n（二）一般公共预算财政拨款支出决算结构情况。\n\n"
        "2023年度一般公共预算财政拨款支出386.78万元，主要用于以下方面：\n\n"
        "1.农林水（类）支出 306.15 万元，占 79.15 %。\n\n"
        "2.卫生健康（类）支出 80.63 万元，占 20.85 %。\n\n"
    )
    other = text_of(department="云岭市石桥区水务局").replace(PROSE_MARK, prose + PROSE_MARK)
    library = library_of(text_of().replace(MARK, TABLES + MARK), other)
    answer = ask(library, "一般公共预算里的农林水支出，2023年两家从多到少排一下")
    assert figures(answer)[:2] == ["306.15", "280.00"]


@pytest.mark.parametrize(
    "question",
    [
        "2023年哪个部门花钱最多",
        "2023年哪个部门支出最多",
        "2023年哪个部门收入最多",
        "各部门2023年支出从高到低排一下",
        "2023年各部门支出从高到低",
    ],
)
def test_spending_and_income_alone_are_all_of_it_in_a_ranking(question: str) -> None:
    # what one report says of 部门 (评价得分) is no name of what is asked for
    graded = "十、预算绩效情况说明\n\n（一）绩效管理工作开展情况\n\n部门评价得分为93.20分，评价等级为“优”。\n\n"
    other = text_of("云岭市石桥区水务局", spent="512.40")
    library = library_of(text_of().replace(PROSE_MARK, graded + PROSE_MARK), other)
    assert first(ask(library, question)) == ("512.40", "万元")
