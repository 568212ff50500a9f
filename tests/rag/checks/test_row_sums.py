"""A row of a table beside the sum of the rows below it: told whether they agree, with every figure."""

from __future__ import annotations

from functools import cache

from rag.library import Library
from tests.rag.small_report import DEPARTMENT, text_of
from tests.rag.test_grounding import ask, library_of

_TABLE = f"""支出决算表

公开03表
单位：万元
部门：{DEPARTMENT}

科目编码\t科目名称\t本年支出合计\t基本支出\t项目支出\t上缴上级支出\t经营支出\t对附属单位补助支出
栏次\t\t1\t2\t3\t4\t5\t6
合计\t\t386.78\t200.00\t186.78\t0.00\t0.00\t0.00
213\t农林水支出\t386.78\t200.00\t186.78\t0.00\t0.00\t0.00
21303\t水利\t386.78\t200.00\t186.78\t0.00\t0.00\t0.00
2130301\t行政运行\t200.00\t200.00\t0.00\t0.00\t0.00\t0.00
2130305\t水利工程建设\tBUILT\t0.00\tBUILT\t0.00\t0.00\t0.00
2130311\t水资源节约管理与保护\t66.78\t0.00\t66.78\t0.00\t0.00\t0.00

"""


@cache
def _library(built: str) -> Library:
    heading = "第三部分 2023年度部门决算情况说明\n\n一、"
    text = text_of()
    at = text.rindex(heading)
    return library_of(text[:at] + _TABLE.replace("BUILT", built) + text[at:])


def test_a_row_that_is_not_the_sum_of_those_below_is_told_with_the_difference() -> None:
    answer = ask(_library("102.00"), "水利的项目支出和下面各项加起来对得上吗")
    assert answer.status == "conflict"
    assert [v.value for v in answer.values] == ["186.78", "168.78", "18.00"]
    assert answer.values[1].formula == "0.00 + 102.00 + 66.78"
    assert {c.row for c in answer.citations} >= {"21303 水利", "2130305 水利工程建设"}


def test_a_row_that_is_the_sum_is_said_to_be() -> None:
    answer = ask(_library("120.00"), "水利和下面各项加起来一致吗")
    assert (answer.status, answer.values[0].value, answer.values[1].value) == ("computed", "386.78", "386.78")
    assert "对得上" in answer.answer


def test_only_the_level_right_below_is_added_up() -> None:
    answer = ask(_library("120.00"), "农林水支出和其下各款之和对得上吗")
    assert answer.values[1].formula == "386.78"


def test_where_no_column_is_named_the_one_that_does_not_add_up_is_told() -> None:
    heading = "第三部分 2023年度部门决算情况说明\n\n一、"
    text = text_of()
    at = text.rindex(heading)
    table = _TABLE.replace("BUILT\t0.00\tBUILT", "120.00\t0.00\t102.00")
    answer = ask(library_of(text[:at] + table + text[at:]), "水利和下面各项加起来一致吗")
    assert answer.status == "conflict" and {"186.78", "168.78"} <= {v.value for v in answer.values}
