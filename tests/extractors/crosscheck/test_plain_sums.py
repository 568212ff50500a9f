"""A-ANY-05: totals of tables of no known form, only where all other rows are items beyond doubt."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.crosscheck import Status
from tests.extractors.crosscheck.paper import BUDGET, Paper

_HEAD = "项目名称\t采购品目\t数量\t合计\t一般公共预算"
_ROWS = (
    "办公设备购置\tA0201计算机\t6\t3.60\t3.60\n泵站改造\tB0212水利工程\t1\t86.00\t86.00\n"
    "堤防巡查\tC1204管护服务\t1\t12.40\t"
)
_PLACE = "三、政府采购预算情况\n"


@pytest.fixture
def paper(tmp_path: Path) -> Paper:
    return Paper(tmp_path, BUDGET)


def _print(paper: Paper, rows: str, head: str = _HEAD, unit: str = "单位：万元") -> dict[str, Status]:
    """The verdicts on a table of these rows, by the heading of the column."""
    assert _PLACE in paper.text
    paper.swap(_PLACE, f"{_PLACE}\n政府采购预算明细表\n\n{unit}\n\n{head}\n{rows}\n\n", count=-1)
    return {v.subject.split("/")[-1]: v.status for v in paper.verdicts("A-ANY-05")}


def test_total_of_items_passes_and_fails_in_each_column(paper: Paper) -> None:
    assert _print(paper, f"{_ROWS}\n合计\t\t\t102.00\t89.60") == {"合计": Status.PASS, "一般公共预算": Status.PASS}
    paper.swap("102.00\t89.60", "120.00\t89.60")
    (finding,) = paper.findings("A-ANY-05")
    assert finding.severity == "error"
    assert "《政府采购预算明细表》" in finding.message and finding.difference == "18.00"
    assert finding.evidence[0].quote.startswith("合计")


def test_total_above_its_items_is_added_up_too(paper: Paper) -> None:
    assert _print(paper, f"合计\t\t\t120.00\t89.60\n{_ROWS}") == {"合计": Status.FAIL, "一般公共预算": Status.PASS}


def test_items_may_leave_a_column_of_words_out_where_they_fill_all_others(paper: Paper) -> None:
    head = "采购单位\t采购项目\t采购目录\t规格型号\t采购时间\t合计"
    items = ("局机关\t复印纸\tA办公耗材\tA4\t3月\t2.60", "管护站\t检测服务\tC检测\t\t5月\t32.00")
    rows = "\n".join((*items, "管护站\t护栏\tB工程\t\t6月\t60.00"))
    assert _print(paper, f"合计\t\t\t\t\t96.40\n{rows}", head) == {"合计": Status.FAIL}


@pytest.mark.parametrize(
    "rows",
    [
        # a row that others are part of: by its name, its empty cells, its code, its number, its figures
        "货物小计\tA\t7\t89.60\t89.60\n" + _ROWS + "\n合计\t\t\t102.00\t89.60",
        "水务局\t\t\t102.00\t89.60\n" + _ROWS + "\n合计\t\t\t102.00\t89.60",
        "购置\tA02设备\t6\t3.60\t3.60\n" + _ROWS + "\n合计\t\t\t102.00\t89.60",
        "一、购置\tA\t6\t3.60\t3.60\n1.电脑\tB\t6\t3.60\t3.60\n合计\t\t\t3.60\t3.60",
        "水务局\t各品目\t8\t102.00\t89.60\n" + _ROWS + "\n合计\t\t\t102.00\t89.60",
        # not the only total
        _ROWS + "\n合计\t\t\t50.00\t50.00\n合计\t\t\t120.00\t89.60",
    ],
)
def test_rows_that_may_be_parts_of_one_another_are_not_added_up(paper: Paper, rows: str) -> None:
    assert Status.FAIL not in _print(paper, rows).values()


def test_table_without_unit_of_money_is_let_alone(paper: Paper) -> None:
    assert Status.FAIL not in _print(paper, f"{_ROWS}\n合计\t\t\t120.00\t89.60", unit="编制部门：水务局").values()


def test_list_of_the_main_items_need_not_come_to_the_total(paper: Paper) -> None:
    _print(paper, f"{_ROWS}\n合计\t\t\t120.00\t89.60")
    paper.swap("政府采购预算明细表", "主要政府采购预算明细表")
    assert paper.findings("A-ANY-05") == []
    paper.swap("主要政府采购预算明细表", "政府采购预算明细表")
    paper.swap("120.00\t89.60\n", "120.00\t89.60\n\n注：本表只列示集中采购的品目。\n")
    assert paper.findings("A-ANY-05") == []
