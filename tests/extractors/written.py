"""Statutory tables written by hand, and what is read of them."""

from __future__ import annotations

from extractors.facts import Fact, plain_decimal
from extractors.tables import Reading, read_tables
from tests.extractors.damage import report

Cells = dict[tuple[str, str], str | None]


def grid(rows: str) -> str:
    """Rows written with | between cells, as tab-separated text."""
    return "\n".join("\t".join(cell.strip() for cell in row.split("|")) for row in rows.strip().splitlines())


def readings(title: str, rows: str, caption: str = "单位：万元", placed: bool = False) -> list[Reading]:
    """The tables of a written report; ``placed``: as of a file that tells where its pieces stand."""
    text = f"第二部分 2023年度云岭市水务局部门决算表\n\n{title}\n\n{caption}\n\n{grid(rows)}\n\n第三部分 决算情况说明\n"
    read = report(text)
    if placed:
        read.source.places.add(0, len(text), (0.0, 0.0, 1.0, 1.0))
    return read_tables(read)


def facts(title: str, rows: str, caption: str = "单位：万元") -> list[Fact]:
    (reading,) = readings(title, rows, caption)
    return reading.facts


def cells(title: str, rows: str, caption: str = "单位：万元") -> Cells:
    """Value by (code or row name, column); None is a printed blank."""
    found = facts(title, rows, caption)
    made = {
        (f.row_code or f.row_name, f.column): plain_decimal(f.value) if f.value is not None else None for f in found
    }
    assert len(made) == len(found), "two facts of one cell"
    return made


def of_row(found: Cells, row: str) -> dict[str, str | None]:
    return {column: value for (name, column), value in found.items() if name == row}


INCOME = """项目||本年收入合计|财政拨款收入|其他收入
科目代码|科目名称|||
栏次||1|2|3
"""
SPENDING = """项目||本年支出合计|基本支出|项目支出|上缴上级支出
科目代码|科目名称||||
栏次||1|2|3|4
"""

PUBLIC = "财政拨款“三公”经费支出决算表"
WIDE = """预算数||||||决算数|||||
合计|因公出国（境）费|公务用车购置及运行费|||公务接待费|合计|因公出国（境）费|公务用车购置及运行费|||公务接待费
||小计|公务用车购置费|公务用车运行费||||小计|公务用车购置费|公务用车运行费|
1|2|3|4|5|6|7|8|9|10|11|12
"""
