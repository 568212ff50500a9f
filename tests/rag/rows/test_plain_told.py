"""Figures of tables of no known form: by title, number, row and column, however a question puts them."""

from __future__ import annotations

import pytest

from tests.rag.plain_report import answer, first


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("财政拨款支出决算明细表里水利的商品和服务支出小计是多少", "30.00万元"),
        ("公开05表，水利 商品和服务支出小计", "30.00万元"),
        ("财政拨款支出明细表中扶贫的基本工资多少", "30.00万元"),
        ("明细表里21305的工资福利支出有多少", "50.00万元"),
        ("水利的商品和服务支出花了多少", "30.00万元"),
        ("财政拨款支出决算明细表里水利一共多少", "180.00万元"),
        ("采购统计表里服务类支出多少", "30.00万元"),
        ("政府采购货物类支出是多少", "12.84万元"),
    ],
)
def test_a_cell_is_found_by_what_the_table_prints(question: str, figure: str) -> None:
    assert first(question) == figure


def test_a_column_that_the_table_lacks_is_said_so() -> None:
    told = answer("财政拨款支出决算明细表里水利的基本支出多少")
    assert told.status == "not_found"
    assert "没有“基本支出”这一栏" in told.answer


def test_a_share_in_the_table_is_worked_out_of_its_cells() -> None:
    told = answer("财政拨款支出决算明细表里水利的基本工资占合计那一行的百分之几")
    assert told.values[0].value == "75.00"
    assert told.status == "computed"


def test_a_short_table_is_told_as_a_whole() -> None:
    told = answer("政府采购情况统计表里列了哪些")
    assert [v.value for v in told.values] == ["12.84", "30.00"]


def test_a_common_heading_alone_does_not_lead_into_such_a_table() -> None:
    assert "政府采购情况统计表" not in answer("支出合计的金额是多少").answer


def test_a_table_of_no_form_tells_how_many_of_a_thing_there_are_where_nothing_else_does() -> None:
    rows = "项目\t数量\t价值（万元）\n1.房屋（平方米）\t1864.00\t426.18\n2.车辆（台、辆）\t11\t196.84\n\n"
    assert first("部门有多少辆车", tables=f"国有资产占用情况表\n\n{rows}", prose="") == "11辆"
