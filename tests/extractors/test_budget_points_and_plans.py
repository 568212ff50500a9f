"""A budget of several units that tells its projects by points, and its goals in a form beside its list of projects."""

from __future__ import annotations

import pytest

from extractors.extract import findings_of, read_facts
from tests.extractors.damage import report
from tests.extractors.plans import Plan

BUDGET = Plan("points-and-plans")


def test_money_of_this_year_and_money_carried_over_are_told_apart_by_what_stands_above_them() -> None:
    assert BUDGET.row("YS02", "331001") == {
        "合计": "500.00",
        "本年收入小计": "460.00",
        "一般公共预算": "460.00",
        "上年结转结余": "40.00",
        "上年结转结余一般公共预算": "40.00",
    }


def test_kinds_of_basic_spending_are_columns_of_their_own() -> None:
    assert BUDGET.row("YS03", "20805") == {
        "合计": "60.00",
        "基本支出": "60.00",
        "工资福利支出": "50.00",
        "对个人和家庭的补助支出": "10.00",
    }


def test_the_budget_of_the_year_before_stands_beside_that_of_this_year() -> None:
    assert BUDGET.row("YS05", "2060199") == {
        "2024年预算数": "600.00",
        "合计": "660.00",
        "基本支出": "140.00",
        "项目支出": "520.00",
    }


def test_classes_of_the_government_beside_those_of_the_department_are_no_items_of_the_form() -> None:
    codes = {f.row_code for f in BUDGET.read.facts if f.table == "YS08"}
    assert codes == {None, "301", "30101", "302", "30201", "30211", "303", "30305"}
    assert BUDGET.findings("A-ANY-04") == []


def test_three_public_items_by_row_are_told_by_the_column_of_all_funds() -> None:
    assert BUDGET.row("YS09", "预算数") == {
        "“三公”经费预算数合计": "9.00",
        "公务用车购置及运行费小计": "6.00",
        "公务用车运行费": "6.00",
        "公务接待费": "3.00",
    }


def test_a_list_of_projects_tells_the_money_of_each_fund() -> None:
    own = [f for f in BUDGET.read.facts if f.row_name == "科技文献共享平台运维" and f.raw]
    assert {(f.column, f.raw) for f in own} >= {
        ("合计", "160.00"),
        ("一般公共预算", "100.00"),
        ("财政专户管理资金", "40.00"),
        ("其他收入", "20.00"),
    }


def test_the_money_of_a_form_of_goals_is_what_is_planned_for_its_project() -> None:
    planned = [f for f in BUDGET.read.facts if f.table == "项目支出绩效目标表" and f.row_name == "年度资金总额"]
    assert [(f.raw, f.column, f.unit) for f in planned] == [("260.00", "预算数", "万元")]


def test_an_amount_from_which_something_grew_is_that_of_the_year_before() -> None:
    told = {(f.row_name, f.column): f.raw for f in BUDGET.read.facts if f.origin == "prose"}
    assert told["基本支出", "上年数"] == "300.00万元"
    assert told["项目支出", "上年数"] == "500.00万元"


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("C-B-08", ("260.00", "300.00", "企业创新券后补助经费")),
        ("C-S5-07", ("210.00", "120.00", "2060101")),
        ("D-01", ("11.11%", "12.50%")),
        ("D-27", ("4个", "3个")),
        ("D-28", ("30.00", "36.00", "减少6.00")),
    ],
)
def test_a_planted_error_is_found_once_with_both_of_its_figures(rule: str, told: tuple[str, ...]) -> None:
    [message] = BUDGET.findings(rule)
    assert all(figure in message for figure in told)


#: the form of goals of a project whose money is made up of two sources, and a table of purchases by kind
GOALS = """第四部分 附件

项目支出绩效目标表

（2025年度）

单位：万元
项目名称	河道护岸修复
主管部门及代码	331-云岭市水务局	实施单位	云岭市水务局本级
项目资金（万元）	年度资金总额	{total}
	其中：财政拨款	80.00
	上年结转	12.50
年度绩效目标	修复护岸三公里
一级指标	二级指标	三级指标	指标值
产出指标	数量指标	修复护岸长度	≥3公里
"""
PURCHASES = """政府采购预算表

单位：万元
项目	合计	一般公共预算
合计	66.00	66.00
水泵更新	20.00	20.00
护岸设计	46.00	46.00
货物类	20.00	20.00
服务类	46.00	46.00

第三部分 2025年部门预算情况说明

一、政府采购情况

2025年政府采购预算66.00万元，其中：政府采购货物预算20.00万元，政府采购服务预算{services}万元。
"""


def _found(rule: str, text: str) -> list[str]:
    read = report(f"云岭市水务局2025年部门预算\n\n第二部分 2025年部门预算表\n\n{text}")
    facts, problems = read_facts(read)
    return [f.message for f in findings_of(facts, read, problems) if f.rule == rule]


def test_the_money_of_a_project_is_held_against_what_it_is_made_up_of() -> None:
    assert _found("C-B-09", GOALS.format(total="92.50")) == []
    [message] = _found("C-B-09", GOALS.format(total="95.20"))
    assert "95.20" in message
    assert "80.00 + 上年结转 12.50" in message


def test_kinds_of_purchases_in_the_text_are_held_against_the_rows_of_their_table() -> None:
    assert _found("C-B-10", PURCHASES.format(services="46.00")) == []
    [message] = _found("C-B-10", PURCHASES.format(services="64.00"))
    assert "64.00" in message
    assert "46.00" in message


UNITS = """部门支出总表

单位：万元
科目编码			单位代码	单位名称（科目）	合计	基本支出	项目支出
类	款	项
				合计	90.00	60.00	30.00
			331001	云岭市水务局本级	50.00	40.00	10.00
213	03	01	331001	行政运行	50.00	40.00	10.00
			331002	云岭市水文站	40.00	20.00	20.00
213	03	01	331002	行政运行	40.00	20.00	20.00
"""


def test_a_unit_above_its_own_items_is_a_row_with_its_code() -> None:
    read = report(f"云岭市水务局2025年部门预算\n\n第二部分 2025年部门预算表\n\n{UNITS}")
    facts, problems = read_facts(read)
    assert {f.row_code: f.raw for f in facts if f.column == "合计" and len(f.row_code or "") == 6} == {
        "331001": "50.00",
        "331002": "40.00",
    }
    assert [f.raw for f in facts if f.row_code == "2130301" and f.column == "合计"] == ["50.00", "40.00"]
    # an item stands there once for each unit, and the units make up the whole
    assert not [f for f in findings_of(facts, read, problems) if f.rule in {"A-ANY-04", "A-YS03-01"}]


PUBLIC = """部门预算“三公”经费支出表

单位：万元
2024年预算数						2025年预算数
合计	因公出国（境）费	公务用车费			公务接待费	合计	因公出国（境）费	公务用车费			公务接待费
		小计	公务用车购置费	公务用车运行费				小计	公务用车购置费	公务用车运行费
12.00		8.00		8.00	4.00	11.00		7.50		7.50	3.50

第三部分 2025年部门预算情况说明

一、“三公”经费预算情况说明

2025年“三公”经费预算数为11.00万元，比上年预算数减少1.00万元。其中：公务接待费3.50万元，比上年预算数{change}0.50万元。
"""


def test_a_change_of_a_three_public_item_is_held_against_the_two_years_of_its_table() -> None:
    assert _found("C-B-11", PUBLIC.format(change="减少")) == []
    [message] = _found("C-B-11", PUBLIC.format(change="增加"))
    assert "应为减少0.50万元，说明却写增加0.50万元" in message


TITLED = """第二部分 2025年度部门预算报表

预算01表 收支总表

单位：万元
收入		支出
项目	预算数	项目	预算数
一、一般公共预算拨款收入	90.00	一、农林水支出	90.00
本年收入合计	90.00	本年支出合计	90.00
收入总计	90.00	支出总计	90.00

预算03表 支出总表

单位：万元
科目编码	科目名称	合计	基本支出	项目支出
213	农林水支出	90.00	60.00	30.00
21303	水利	90.00	60.00	30.00
2130301	行政运行	90.00	60.00	30.00
	合计	90.00	60.00	30.00
"""


def test_a_number_before_the_title_of_a_table_is_no_part_of_it() -> None:
    facts, _ = read_facts(report(f"云岭市水务局2025年部门预算\n\n{TITLED}"))
    assert {f.table for f in facts if f.origin == "table"} == {"YS01", "YS03"}


def test_the_spending_of_a_class_is_held_against_its_row_in_the_table_of_all_spending() -> None:
    notes = (
        "第三部分 2025年部门预算情况说明\n\n三、支出预算情况说明\n\n2025年支出预算90.00万元。\n\n"
        "1.“农林水支出”（类）2025年年初预算{}万元，主要用于水利。\n"
    )
    assert _found("C-B-01", f"{TITLED}\n{notes.format('90.00')}") == []
    assert any("99.00" in m for m in _found("C-B-01", f"{TITLED}\n{notes.format('99.00')}"))


def test_units_listed_by_their_names_alone_are_counted() -> None:
    listed = (
        "第一部分 部门概况\n\n二、部门预算单位构成\n\n本部门包括1个机关行政单位及{}个下属单位，详细情况见下表：\n\n"
        "单位名称\t经费性质\t在职人数\n云岭市水务局（本级）\t财政核拨\t16\n云岭市水文站\t财政核拨\t8\n"
        "云岭市河道管理所\t财政核拨\t9\n合计\t\t33\n\n"
    )
    assert _found("D-27", listed.format(2)) == []
    assert len(_found("D-27", listed.format(3))) == 1


def test_money_in_one_cell_with_its_label_is_planned_all_the_same() -> None:
    read = report(
        f"云岭市水务局2025年部门预算\n\n{GOALS.format(total='').replace('年度资金总额', '年度资金总额：69.00')}"
    )
    [planned] = [f for f in read_facts(read)[0] if f.row_name == "年度资金总额"]
    assert (planned.raw, planned.column, planned.part_of) == ("69.00", "预算数", "河道护岸修复")
    assert read.source.text[planned.at : planned.at + 5] == "69.00"


TOLD = """云岭市水务局2025年部门预算

第三部分 2025年部门预算情况说明

一、部门收支预算总体情况说明

2025年收支总预算999.38万元，比上年增加45.56万元，增长4.78%（2024年收支总预算为953.82万元）。

事业收入为疏浚砂石销售收入，比上年增加5.00万元，增长6.25%。其他收入为房屋租金收入，与上年持平。

二、机关运行经费

2025年机关运行经费30.00万元，比2024年预算数36.00万元增加6.00万元，增长16.67%，主要原因是压减办公费。
"""


def test_an_income_is_called_by_its_name_where_the_text_tells_what_it_is() -> None:
    told = {(f.row_name, f.column): f.raw for f in read_facts(report(TOLD))[0]}
    assert told["事业收入", "增减额"] == "5.00万元"
    assert told["其他收入", "增减方向"] == "持平"


def test_what_is_told_in_brackets_by_its_year_is_of_the_year_before() -> None:
    totals = {f.column: f.raw for f in read_facts(report(TOLD))[0] if f.row_name == "收入支出总计"}
    assert (totals["预算数"], totals["上年数"]) == ("999.38万元", "953.82万元")


def test_a_year_alone_calls_the_figure_of_the_year_before() -> None:
    text = TOLD.replace("比2024年预算数36.00万元增加6.00万元", "2024年为36.00万元，比2024年预算数增加6.00万元")
    facts, problems = read_facts(read := report(text))
    told = {f.column: f.raw for f in facts if f.row_name == "机关运行经费"}
    assert (told["预算数"], told["上年数"]) == ("30.00万元", "36.00万元")
    assert {f.rule for f in findings_of(facts, read, problems)} & {"D-28", "D-01"} == {"D-28"}


def test_a_change_in_the_wrong_direction_is_one_error_and_not_that_of_its_rate_too() -> None:
    read = report(TOLD)
    facts, problems = read_facts(read)
    found = {f.rule for f in findings_of(facts, read, problems)}
    assert "D-28" in found
    assert not {"D-01", "D-19", "D-08"} & found
