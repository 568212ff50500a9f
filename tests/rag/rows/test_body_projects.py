"""The projects of one body are those that a table of projects has beside it, each with its money."""

from __future__ import annotations

from functools import cache

from rag.library import Library
from tests.rag.small_report import text_of
from tests.rag.test_grounding import ask, library_of

_TABLE = """项目支出表

单位：万元

序号\t项目名称\t项目单位\t科目编码\t科目名称\t2023年预算
1\t堤防加固\t堤防养护中心\t2130305\t水利工程建设\t120.50
2\t节水器具推广\t节水推广站\t2130311\t水资源节约管理与保护\t36.00
3\t河道清淤\t堤防养护中心\t2130305\t水利工程建设\t58.20
合计\t\t\t\t\t214.70

"""


@cache
def _library() -> Library:
    heading = "第三部分 2023年度部门决算情况说明\n\n一、"
    text = text_of()
    at = text.rindex(heading)
    return library_of(text[:at] + _TABLE + text[at:])


def test_the_projects_beside_the_name_of_a_body_are_told_with_their_money() -> None:
    answer = ask(_library(), "水务局堤防养护中心承担哪些项目，各多少预算")
    assert [v.value for v in answer.values] == ["120.50", "58.20"]
    assert "堤防加固" in answer.answer and "河道清淤" in answer.answer and "节水" not in answer.answer


def test_two_projects_of_such_a_list_are_added_up() -> None:
    answer = ask(_library(), "水务局堤防加固和节水器具推广两个项目一共安排多少钱")
    assert [v.value for v in answer.values] == ["156.50"]
