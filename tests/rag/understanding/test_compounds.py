"""Two names side by side that a report prints as one."""

from __future__ import annotations

from tests.rag.plain_report import answer, first

PROSE = (
    "十一、政府采购支出情况\n\n2023年度政府采购支出总额100.00万元，其中：政府采购货物支出40.00万元、政府采购工程支出60.00万元。"
    "授予中小企业合同金额80.00万元，占政府采购支出总额的80.00%；货物采购授予中小企业合同金额30.00万元，占货物支出金额的75.00%。\n\n"
)


def test_a_printed_compound_is_meant_and_not_its_two_parts() -> None:
    assert first("货物采购授予中小企业多少钱", prose=PROSE) == "30.00万元"
    assert first("货物采购给中小企业占比多少", prose=PROSE) == "75.00%"


def test_two_names_that_are_joined_stay_two() -> None:
    told = answer("政府采购货物支出和授予中小企业合同金额各多少", prose=PROSE)
    assert [v.value for v in told.values] == ["40.00", "80.00"]
