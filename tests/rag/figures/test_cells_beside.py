"""Several columns of one row asked for together: each is told, of one table, or the question is answered otherwise."""

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
2130314\t防汛\t30.50\t\t30.50

"""


def _ask(question: str) -> Answer:
    return ask(library_of(text_of().replace(MARK, TABLES + MARK)), "青川区水务局" + question)


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("水利的基本支出和项目支出各多少", ["205.00", "100.00"]),
        ("水利（款）的项目支出、基本支出分别是多少", ["100.00", "205.00"]),
        ("支出决算表里水利本年支出和其中的基本支出是多少", ["305.00", "205.00"]),
    ],
)
def test_each_of_the_columns_is_told_in_the_order_of_the_question(question: str, values: list[str]) -> None:
    answer = _ask(question)
    assert (answer.status, [v.value for v in answer.values]) == ("answered", values)
    assert all(c.table == "GK03" for c in answer.citations)


def test_the_unit_asked_for_is_that_of_each() -> None:
    answer = _ask("水利的基本支出和项目支出各多少元")
    assert [(v.value, v.unit, v.formula) for v in answer.values] == [
        ("2050000", "元", "205.00 × 10000"),
        ("1000000", "元", "100.00 × 10000"),
    ]


def test_a_blank_beside_a_figure_is_said_to_be_blank() -> None:
    answer = _ask("防汛的基本支出和项目支出各多少")
    assert "30.50" in answer.answer and "空白" in answer.answer


def test_one_column_is_answered_as_one() -> None:
    answer = _ask("水利（款）的项目支出是多少")
    assert answer.values[0].value == "100.00" and "基本支出" not in answer.answer


SCOPED = """一般公共预算财政拨款支出决算表

公开05表
单位：万元
部门：云岭市青川区水务局
科目代码\t科目名称\t小计\t基本支出\t项目支出
合计\t\t346.78\t286.78\t60.00
21303\t水利\t265.00\t205.00\t60.00

"""


@pytest.mark.parametrize("whole", ["一般公共预算里", "一般公共预算财政拨款支出中，", "一般公共预算财政拨款中的"])
def test_a_column_of_a_row_within_a_whole_is_of_the_table_of_that_whole(whole: str) -> None:
    library = library_of(text_of().replace(MARK, TABLES + SCOPED + MARK))
    one = ask(library, f"青川区水务局{whole}水利的项目支出是多少")
    assert (one.values[0].value, one.citations[0].table) == ("60.00", "GK05")
    two = ask(library, f"青川区水务局{whole}水利的基本支出和项目支出各多少")
    assert [v.value for v in two.values] == ["205.00", "60.00"]
