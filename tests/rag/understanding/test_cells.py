"""Cells: row and column of a table are told apart, whatever both are called."""

from __future__ import annotations

import pytest

from rag.holdings.desk import Desk
from rag.understanding.cells import Cell, _headers, cell_asked
from tests.rag.plain_report import answer
from tests.rag.test_grounding import samples


def _cell(text: str, *tables: str) -> Cell | None:
    desk = Desk.of(samples())
    return cell_asked(text, tables, [desk.index(next(d for d in desk.reports if d.startswith("yulan")))])


@pytest.mark.parametrize(
    ("text", "tables", "row", "column"),
    [
        ("行政运行的基本支出", ("GK03",), "行政运行", "基本支出"),
        ("合计的项目支出", ("GK05",), "合计", "项目支出"),
        ("本年支出小计", ("GK07",), "合计", "本年支出小计"),
        ("行政运行的财政拨款收入", (), "行政运行", "财政拨款收入"),
        ("本年支出合计的一般公共预算财政拨款", ("GK04",), "本年支出合计", "一般公共预算财政拨款"),
    ],
)
def test_the_cell_named_is_found(text: str, tables: tuple[str, ...], row: str, column: str) -> None:
    cell = _cell(text, *tables)
    assert cell is not None and (cell.row.key, cell.column) == (row, column)


@pytest.mark.parametrize("text", ["支出为什么增加", "金额是多少", ""])
def test_without_a_row_and_a_column_there_is_no_cell(text: str) -> None:
    assert _cell(text) is None


def test_a_column_headed_as_a_part_of_what_was_carried_over_is_not_meant_by_its_plain_name() -> None:
    names = {name for _, name in _headers()["项目支出"]}
    assert "项目支出" in names
    assert not {n for n in names if n.startswith(("年初", "年末", "本年收入"))}


INNER = """
支出决算表

公开03表
单位：万元

科目编码\t科目名称\t本年支出合计\t基本支出\t项目支出
\t合计\t95.00\t60.00\t35.00
213\t农林水支出\t95.00\t60.00\t35.00
21303\t水利\t55.00\t40.00\t15.00
2130301\t行政运行\t50.00\t40.00\t10.00
2130302\t一般行政管理事务\t5.00\t0.00\t5.00
21305\t扶贫\t40.00\t20.00\t20.00
2130502\t一般行政管理事务\t40.00\t20.00\t20.00

"""


@pytest.mark.parametrize(
    ("question", "amount"),
    [
        ("支出决算表，水利下的行政运行，项目支出多少", "10.00"),
        ("水利里的行政运行项目支出多少", "10.00"),
        ("支出决算表，一般行政管理事务（2130502）项目支出", "20.00"),
        ("支出决算表，一般行政管理事务（2130302）项目支出", "5.00"),
    ],
)
def test_the_innermost_row_and_its_code_are_meant(question: str, amount: str) -> None:
    assert answer(question, tables=INNER).values[0].value == amount
