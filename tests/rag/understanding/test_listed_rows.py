"""科目 that are listed by the beginnings of their names are all meant, and only where each fits one."""

from __future__ import annotations

import pytest

from tests.rag.plain_report import answer

TABLES = """
支出决算表

公开03表
单位：万元

科目编码\t科目名称\t本年支出合计\t基本支出\t项目支出
\t合计\t90.00\t60.00\t30.00
205\t教育支出\t90.00\t60.00\t30.00
20502\t普通教育\t90.00\t60.00\t30.00
2050201\t学前教育\t20.00\t15.00\t5.00
2050202\t小学教育\t40.00\t25.00\t15.00
2050203\t初中教育\t30.00\t20.00\t10.00

"""


@pytest.mark.parametrize(
    "question",
    ["学前、小学、初中三个科目加起来多少", "学前教育、小学教育和初中教育三个科目一共多少"],
)
def test_all_that_are_listed_are_added_up(question: str) -> None:
    told = answer(question, tables=TABLES).values[0]
    assert (told.value, told.formula) == ("90.00", "20.00 + 40.00 + 30.00")


def test_a_name_that_fits_none_leaves_the_question_as_it_is() -> None:
    assert "90.00" not in [v.value for v in answer("学前、小学、泵站三个科目加起来多少", tables=TABLES).values]
