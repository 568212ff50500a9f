"""Items of one row that a question counts and names by a part of the row's name."""

from __future__ import annotations

from rag.answer import Answer
from tests.rag.small_report import DEPARTMENT, text_of
from tests.rag.test_grounding import ask, figures, library_of

TABLE = f"""支出决算表

公开03表
单位：万元
部门：{DEPARTMENT}
科目代码\t科目名称\t本年支出合计\t基本支出\t项目支出
合计\t\t386.78\t286.78\t100.00
21369\t国家重大水利工程建设基金安排的支出\t100.00\t0.00\t100.00
2136902\t三峡后续工作\t64.00\t0.00\t64.00
2136903\t地方重大水利工程建设\t36.00\t0.00\t36.00

"""


def _asked(question: str) -> Answer:
    mark = "第三部分 2023年度部门决算情况说明\n\n一"
    return ask(library_of(text_of().replace(mark, TABLE + mark)), f"青川区水务局2023年{question}")


def test_as_many_items_as_are_said_are_added_up() -> None:
    answer = _asked("两项国家重大水利资金加起来多少")
    assert (answer.status, figures(answer), answer.values[0].formula) == ("computed", ["100.00"], "64.00 + 36.00")


def test_another_number_of_items_is_none_of_that_row() -> None:
    assert not any(v.formula for v in _asked("三项国家重大水利资金加起来多少").values)
