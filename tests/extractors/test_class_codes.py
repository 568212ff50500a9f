"""Codes of classes beside their names in a 总表."""

from __future__ import annotations

from extractors.class_codes import joined_codes, parted
from extractors.report import Table
from tests.extractors.damage import report
from tests.extractors.written import grid


def _table(rows: str) -> Table:
    [(_, table)] = report(f"第二部分 决算表\n\n表\n\n{grid(rows)}\n").tables
    return table


def _texts(table: Table) -> list[list[str]]:
    return [[*row.texts] for row in table.rows]


def test_a_column_of_codes_goes_into_the_cells_of_the_names() -> None:
    rows = "\n".join(
        (
            "收入|9.00|201|一般公共服务支出|4.00",
            "其他|1.00|205|教育支出|5.00",
            "合计|10.00|221|住房保障支出|1.00",
            "小计||小计||10.00",
        )
    )
    assert _texts(joined_codes(_table(rows)))[:2] == [
        ["收入", "9.00", "201一般公共服务支出", "4.00"],
        ["其他", "1.00", "205教育支出", "5.00"],
    ]
    assert _texts(joined_codes(_table(rows)))[3][2] == "小计"


def test_amounts_of_the_size_of_codes_beside_names_are_none() -> None:
    table = _table("甲收入|221|教育支出|4.00\n乙收入|205|农林水支出|5.00\n丙收入|213|住房保障支出|1.00")
    assert joined_codes(table) is table


def test_a_code_before_a_name_is_parted_from_it() -> None:
    assert parted("201一般公共服务支出") == ("201", "一般公共服务支出")
    assert parted("一般公共服务支出") == (None, "一般公共服务支出")
