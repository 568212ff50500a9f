"""The table of 政府性基金 of provinces that print its spending alone, without a heading above the columns."""

from __future__ import annotations

from extractors.extract import read_facts
from tests.extractors.damage import report

TEXT = """云岭市水务局2024年度部门决算

第二部分 2024年度部门决算表

政府性基金预算财政拨款支出决算表

公开09表
单位：万元
部门：云岭市水务局

项目		本年支出合计	基本支出	项目支出
科目编码	科目名称			
栏次		1	2	3
合计		2,105.60		2,105.60
212	城乡社区支出	2,105.60		2,105.60
21208	国有土地使用权出让收入安排的支出	2,105.60		2,105.60
"""


def test_columns_of_spending_are_not_taken_for_those_of_income() -> None:
    cells = {f.column: f.raw for f in read_facts(report(TEXT))[0] if f.table == "GK07" and f.row_name == "合计"}
    assert cells == {"本年支出小计": "2,105.60", "本年支出基本支出": "", "本年支出项目支出": "2,105.60"}
