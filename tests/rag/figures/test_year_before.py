"""A report that prints figures of the year before in a column of their own, in 元 beside prose in 万元."""

from __future__ import annotations

from functools import cache

import pytest

from rag.answer import Answer
from rag.library import Library
from tests.rag import plans
from tests.rag.small_report import text_of
from tests.rag.test_grounding import ask, figures, first, library_of, samples

TABLE = """财政拨款“三公”经费支出决算表

公开09表
部门：{name}\t\t\t金额单位：元
项目\t全年预算数\t决算数\t上年决算数
栏次\t1\t2\t3
“三公”经费合计\t90000.00\t{total}\t81000.00
1.因公出国（境）费\t\t\t
2.公务用车购置及运行维护费\t60000.00\t50000.00\t52000.00
（1）公务用车购置费\t\t\t
（2）公务用车运行维护费\t60000.00\t50000.00\t52000.00
3.公务接待费\t30000.00\t{guests}\t29000.00

"""
PROSE = """七、一般公共预算“三公”经费支出决算情况说明

2023年度“三公”经费一般公共预算支出预算为9.00万元，支出决算为{total}万元。

"""
WATER, ROADS = "云岭市青川区水务局", "云岭市青川区交通局"


def _report(name: str, total: str, guests: str, told: str) -> str:
    text = text_of(department=name)
    mark, end = "第三部分 2023年度部门决算情况说明\n\n一", "第四部分 名词解释\n\n一"
    text = text.replace(mark, TABLE.format(name=name, total=total, guests=guests) + mark)
    return text.replace(end, PROSE.format(total=told) + end)


def _ask(*turns: str) -> Answer:
    other = text_of(department=ROADS).replace(
        "第四部分 名词解释\n\n一",
        PROSE.format(total="6.20").replace("一般公共预算支出预算", "支出预算") + "第四部分 名词解释\n\n一",
    )
    return ask(library_of(_report(WATER, "75012.00", "25012.00", "7.50"), other), *turns)


def test_the_column_of_the_year_before_is_read_for_the_year_before_alone() -> None:
    assert first(_ask("青川区水务局三公表里公务接待费上年决算数是多少")) == ("29000.00", "元")
    assert first(_ask("青川区水务局公务接待费决算数是多少")) == ("25012.00", "元")
    assert first(_ask("青川区水务局公务接待费多少", "去年呢")) == ("29000.00", "元")


def test_a_change_that_is_not_stated_is_worked_out_from_that_column() -> None:
    answer = _ask("青川区水务局2023年公务接待费比上年减少多少")
    assert (first(answer), answer.values[0].formula) == (("3988.00", "元"), "29000.00 - 25012.00")
    answer = _ask("青川区水务局2023年公务接待费比上年减少百分之几")
    assert first(answer) == ("-13.75", "%")


def test_another_department_is_told_in_the_unit_of_the_one_before_where_it_prints_it() -> None:
    turns = ("青川区交通局2023年三公经费决算", "青川区水务局的呢")
    assert first(_ask(*turns)) == ("7.50", "万元")
    assert first(_ask(*turns, "两家差多少")) == ("1.30", "万元")


def test_figures_in_two_units_of_money_are_put_in_one_for_their_difference() -> None:
    answer = _ask("青川区水务局2023年三公经费多少万元", "公务接待费多少元", "差多少")
    assert figures(answer)[:1] in (["4.9988"], ["4.998800"])
    assert "25012.00 ÷ 10000" in (answer.values[0].formula or "")


PARTS = """七、“三公”经费支出决算情况说明

2023年度“三公”经费支出决算为9.00万元。其中：

1.公务用车购置及运行维护费支出决算6.00万元，比上年减少0.50万元，下降7.69%。

2.公务接待费支出决算3.00万元，比上年增加1.00万元，增长50.00%。

"""


def test_a_whole_is_worked_back_by_its_parts_where_these_make_it_up() -> None:
    end = "第四部分 名词解释\n\n一"
    answer = ask(library_of(text_of().replace(end, PARTS + end)), "青川区水务局2022年三公经费是多少，倒推一下")
    assert first(answer) == ("8.50", "万元")
    assert answer.values[0].formula == "(6.00 + 0.50) + (3.00 - 1.00)"


def test_a_whole_of_which_a_part_is_not_told_is_not_worked_back() -> None:
    end = "第四部分 名词解释\n\n一"
    text = PARTS.replace("2023年度“三公”经费支出决算为9.00万元", "2023年度“三公”经费支出决算为9.80万元")
    answer = ask(library_of(text_of().replace(end, text + end)), "青川区水务局2022年三公经费是多少，倒推一下")
    assert (answer.status, answer.values) == ("not_found", [])


def test_a_total_is_worked_back_from_what_came_in_and_what_was_carried_into_the_year() -> None:
    rows = "本年收入合计\t27\t386.78", "总计\t31\t386.78"
    text = (
        text_of()
        .replace(rows[0], "本年收入合计\t27\t350.00\t")
        .replace(rows[1], "年初结转和结余\t28\t36.78\n总计\t31\t386.78")
    )
    told = "2023年度收、支总计均为386.78万元。与上年度相比，收、支总计各增加86.65万元，增长13.35%，主要原因是新建泵站。"
    new = (
        "2023年度收入总计386.78万元，其中年初结转和结余36.78万元，较上年减少3.22万元，下降8.05%；"
        "本年收入合计350.00万元，较上年增加50.00万元，增长16.67%。"
    )
    assert told in text
    answer = ask(library_of(text.replace(told, new)), "青川区水务局2022年的收入总计推算下来是多少")
    assert (answer.status, first(answer)) == ("computed", ("340.00", "万元"))
    assert "36.78 + 3.22" in (answer.values[0].formula or "")


def test_a_change_of_the_text_is_taken_back_from_the_amount_beside_it_and_not_from_that_of_a_table() -> None:
    text, told = plans.text_of("of-schools"), "小学教育（项）2025年预算数为700.00万元"
    assert told in text
    part = told.replace("700.00万元", "650.00万元，比2024年预算增加50.00万元，增长8.33%")
    answer = ask(library_of(text.replace(told, part)), "小学教育2024年的预算应该是多少")
    assert (first(answer), answer.values[0].formula) == (("600.00", "万元"), "650.00 - 50.00")


def test_last_year_alone_is_the_year_of_a_final_account_that_tells_of_no_other() -> None:
    told = "第四部分 名词解释\n\n一"
    text = text_of().replace(told, "2023年度会议费支出决算为1.35万元。\n\n" + told)
    answer = ask(library_of(text), "青川区水务局去年会议费花了多少")
    assert (answer.status, first(answer)) == ("answered", ("1.35", "万元"))
    assert "“去年”按报告所属年度理解" in answer.answer


def _several_years() -> str:
    """A budget whose table of 三公 has the columns of the year before beside its own, planned and spent."""
    items = "合计\t因公出国（境）费\t公务接待费\t公务用车购置及运行费\t\t"
    parts = "\t\t\t小计\t购置费\t运行费"
    years = "\t".join(f"{y}数" + "\t" * 5 for y in ("2025年预算", "2025年执行", "2026年预算"))
    before = "7.00\t0\t2.50\t4.50\t0\t4.50\t5.20\t0\t1.70\t3.50\t0\t3.50\t"
    one_year = f"“三公”经费预算数\t\t\t\t\t\n{items}\n{parts}\n"
    several = "\n".join([years, "\t".join([items] * 3), "\t".join([parts] * 3)])
    text = plans.text_of("of-museums")
    assert one_year in text
    return text.replace(one_year, f"{several}\n{before}")


@cache
def _of_several_years() -> Library:
    return library_of(_several_years())


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("2025年三公经费执行数是多少", "5.20"),
        ("去年公务接待费执行了多少", "1.70"),
        ("三公经费2025年实际执行了多少", "5.20"),
        ("2025年公务接待费预算数", "2.50"),
        ("今年三公经费预算", "8.00"),
    ],
)
def test_what_was_spent_the_year_before_is_told_apart_from_what_was_planned(question: str, value: str) -> None:
    answer = ask(_of_several_years(), question)
    assert (answer.status, first(answer)) == ("answered", (value, "万元"))
    assert answer.values[0].year == (2026 if "今年" in question else 2025)


def test_a_column_of_the_year_before_that_is_not_filled_in_is_said_to_be_blank() -> None:
    text = _several_years().replace("3.50\t0\t3.50\t8.00", "3.50\t\t3.50\t8.00")
    answer = ask(library_of(text), "2025年公务用车购置费执行数")
    assert answer.status == "not_found" and not answer.values
    assert "为空白（未填数）" in answer.answer and answer.citations[0].column == "2025年执行数公务用车购置费"


def test_what_was_spent_is_not_worked_back_from_a_change_against_what_was_planned() -> None:
    text = plans.text_of("of-museums").replace("比上年增加1.00万元。其中", "比2025年预算数增加1.00万元。其中")
    text = text.replace("公务接待费3.00万元，比上年增加", "公务接待费3.00万元，比上年执行数增加")
    answer = ask(library_of(text), "2025年三公经费执行数是多少")
    assert answer.status == "not_found" and not answer.values


@pytest.mark.parametrize("asked", ["支出比去年多多少", "收入比上年增加了多少", "比去年多花了多少钱"])
def test_a_change_that_is_told_of_the_total_of_both_sides_alone_is_told_as_that(asked: str) -> None:
    told = figures(ask(samples(), "榆岚水利局2023年收入支出总计比上年增减多少"))
    answer = ask(samples(), f"榆岚水利局2023年{asked}")
    assert figures(answer) == told
    assert "收入支出总计比上年" in answer.answer
