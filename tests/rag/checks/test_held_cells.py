"""Cells of named tables held against one another: one row in two tables, or two columns of one row."""

from __future__ import annotations

import pytest

from rag.answer import Answer
from tests.rag.small_report import text_of
from tests.rag.test_grounding import ask, library_of

MARK = "第三部分 2023年度部门决算情况说明\n\n一"
TABLES = """支出决算表

公开03表
单位：万元
部门：云岭市青川区水务局
科目代码\t科目名称\t本年支出合计\t基本支出\t项目支出
合计\t\t386.78\t286.78\t100.00
21303\t水利\t305.00\t205.00\t100.00
2130314\t防汛\t30.50\t0.00\t35.00

一般公共预算财政拨款支出决算表

公开05表
单位：万元
部门：云岭市青川区水务局
科目代码\t科目名称\t小计\t基本支出\t项目支出
合计\t\t346.78\t286.78\t60.00
21303\t水利\t350.00\t205.00\t145.00

"""


def _ask(question: str) -> Answer:
    return ask(library_of(text_of().replace(MARK, TABLES + MARK)), "青川区水务局" + question)


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("公开03表与05表里水利（款）的项目支出一样吗", ["100.00", "145.00"]),
        ("支出决算表和05表的水利支出对得上吗", ["305.00", "350.00"]),
        ("支出决算表中防汛的支出合计与项目支出一致吗", ["30.50", "35.00"]),
    ],
)
def test_cells_that_differ_are_both_told(question: str, values: list[str]) -> None:
    answer = _ask(question)
    assert (answer.status, [v.value for v in answer.values]) == ("conflict", values)


def test_cells_that_agree_are_said_to() -> None:
    answer = _ask("公开03表与05表里水利（款）的基本支出一样吗")
    assert (answer.status, [v.value for v in answer.values]) == ("answered", ["205.00", "205.00"])
    assert "各处一致" in answer.answer


LIST = """第五部分 附件

附件2

项目支出绩效自评汇总表

序号\t项目名称\t项目类型\t全年预算数\t全年执行数\t系统查全年执行数\t预算执行率\t自评得分
1\t山塘除险加固\t可执行项目\t2400\t0\t1800\t0%\t40
2\t节水器具推广\t可执行项目\t30\t30\t30\t100%\t96
"""


@pytest.mark.parametrize(
    ("question", "status", "values"),
    [
        ("2400万的山塘项目，汇总表里两个执行数一样吗", "conflict", ["0", "1800"]),
        ("节水器具推广的两个执行数一致吗", "answered", ["30", "30"]),
        ("汇总表上两个执行数对得上吗", "conflict", ["0", "1800"]),
    ],
)
def test_two_columns_that_share_a_name_are_held_against_one_another(
    question: str, status: str, values: list[str]
) -> None:
    answer = ask(library_of(text_of().rstrip() + "\n\n" + LIST), "青川区水务局" + question)
    assert (answer.status, [v.value for v in answer.values]) == (status, values)


def test_a_whole_and_its_parts_are_held_against_each_other_as_a_sum() -> None:
    answer = _ask("支出决算表中防汛的项目支出，跟本年支出合计、基本支出对得上吗")
    assert answer.status == "conflict"
    assert "项目支出应为30.50万元（30.50 - 0.00）" in answer.answer
    agree = _ask("公开05表里水利（款）的项目支出跟小计、基本支出对得上吗")
    assert (agree.status, agree.values[-1].value) == ("answered", "350.00")
