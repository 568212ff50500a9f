"""Annexed forms whose cells stand one per line: cut into rows where there is one way only."""

from __future__ import annotations

from extractors.annex import read_annexes
from tests.extractors.stacking import report_of

HEAD = "2023年度云岭市水务局部门决算\n第五部分 附件\n项目支出绩效自评表\n（2023年度）\n"
FIELDS = "项目名称\n灌区改造\n主管部门\n云岭市水务局\n"
MONEY = (
    "项目资金（万元）\n年初预算数\n全年预算数\n全年执行数\n分值\n执行率\n得分\n"
    "年度资金总额\n50.00\n50.00\n40.00\n10\n80.00%\n8\n"
)
GOALS = "年度总体目标\n预期目标\n实际完成情况\n改造渠道12公里。\n改造渠道10公里。\n"
INDICATORS = "一级指标\n二级指标\n三级指标\n年度指标值\n实际完成值\n分值\n得分\n偏差原因分析及改进措施\n"
LEVELS = "产出指标\n数量指标\n"


def cells(text: str) -> dict[tuple[str, str], str]:
    return {(f.row_name, f.column): f.raw for f in read_annexes(report_of(HEAD + text + "附件2\n"))}


def test_a_form_is_read_with_its_fields_money_goals_and_indicators() -> None:
    rows = LEVELS + "改造渠道\n12公里\n10公里\n20\n16\n雨季停工\n新建闸门\n3座\n3座\n10\n10\n无\n总分\n100\n94\n"
    found = cells(FIELDS + MONEY + GOALS + INDICATORS + rows)
    assert found["年度资金总额", "全年执行数"] == "40.00"
    assert found["年度总体目标", "实际完成情况"] == "改造渠道10公里。"
    assert found["新建闸门", "实际完成值"] == "3座"
    assert found["改造渠道", "偏差原因分析及改进措施"] == "雨季停工"
    assert found["总分", "得分"] == "94"


def test_a_dash_is_a_blank_cell() -> None:
    found = cells(FIELDS + MONEY + "其他资金\n0\n0\n0\n-\n-\n-\n")
    assert found["其他资金", "全年执行数"] == "0"
    assert found["其他资金", "得分"] == ""


def test_remarks_that_are_missing_leave_the_rows_whole() -> None:
    rows = LEVELS + "改造渠道\n12公里\n10公里\n20\n16\n雨季停工\n质量指标\n合格率\n100%\n100%\n10\n10\n总分\n100\n94\n"
    found = cells(FIELDS + INDICATORS + rows)
    assert found["合格率", "得分"] == "10"
    assert found["合格率", "偏差原因分析及改进措施"] == ""


def test_rows_that_can_be_cut_in_no_way_are_not_read() -> None:
    rows = LEVELS + "改造渠道\n12公里\n20\n16\n新建闸门\n3座\n3座\n10\n10\n总分\n100\n94\n"
    assert ("新建闸门", "得分") not in cells(FIELDS + INDICATORS + rows)


def test_money_that_lacks_a_cell_is_not_read() -> None:
    found = cells(FIELDS + MONEY + "其他资金\n0\n0\n-\n-\n-\n")
    assert ("年度资金总额", "全年执行数") not in found
