"""Tables of budgets as provinces head them: several years, one fund with its kinds, accounts without codes."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.extract import extract_file
from tests.extractors.written import grid

Filled = dict[str, dict[str, str]]


def _read(folder: Path, title: str, rows: str, unit: str = "万元") -> Filled:
    """The filled cells of the one table of a budget of 2025, by the code or the name of their row."""
    path = folder / "budget.txt"
    path.write_text(
        "云岭市水务局2025年部门预算\n\n第一部分 云岭市水务局概况\n\n一、主要职责\n\n云岭市水务局管理全市水资源。\n\n"
        f"第二部分 2025年部门预算表\n\n{title}\n\n单位：{unit}\n\n{grid(rows)}\n",
        encoding="utf-8",
    )
    found: Filled = {}
    for fact in extract_file(path).facts:
        if fact.origin == "table" and fact.raw:
            found.setdefault(fact.row_code or fact.row_name, {})[fact.column] = fact.raw
    return found


def test_only_the_amounts_of_the_own_year_are_read_of_a_total_table(tmp_path: Path) -> None:
    found = _read(
        tmp_path,
        "2025年部门预算收支总表",
        """收入||||支出|||
        项目|2024年|2025年|2025年比2024年增减%|项目|2024年|2025年|2025年比2024年增减%
        一、一般公共预算|80.00|90.00|12.50%|一、农林水支出|85.00|100.00|17.65%
        二、单位资金|5.00|10.00|100.00%||||
        本年收入合计|85.00|100.00|17.65%|本年支出合计|85.00|100.00|17.65%
        收入总计|85.00|100.00|17.65%|支出总计|85.00|100.00|17.65%
        """,
    )
    assert found["一般公共预算"] == {"本年收入预算数": "90.00"}
    assert found["农林水支出"] == {"本年支出预算数": "100.00"}


def test_the_kinds_of_one_fund_need_not_make_up_all_spending(tmp_path: Path) -> None:
    found = _read(
        tmp_path,
        "部门支出预算表",
        """科目编码|科目名称|合计|一般公共预算|||单位资金
        |||小计|基本支出|项目支出|
        |合计|150.00|130.00|80.00|50.00|20.00
        213|农林水支出|150.00|130.00|80.00|50.00|20.00
        21303|水利|150.00|130.00|80.00|50.00|20.00
        2130301|行政运行|80.00|80.00|80.00||
        2130305|水利工程建设|70.00|50.00||50.00|20.00
        """,
    )
    assert found["2130305"]["合计"] == "70.00"
    assert found["2130305"]["项目支出"] == "50.00"


def test_a_side_headed_by_its_classification_is_a_side(tmp_path: Path) -> None:
    found = _read(
        tmp_path,
        "部门财政拨款收支预算总表",
        """收入||支出|
        支出功能分类科目|预算数|支出功能分类科目|预算数
        一、本年收入|100.00|一、本年支出|100.00
        （一）一般公共预算拨款|100.00|（一）农林水支出|100.00
        收入总计|100.00|支出总计|100.00
        """,
    )
    assert found["一般公共预算拨款"] == {"财政拨款收入预算数": "100.00"}
    assert found["农林水支出"] == {"合计": "100.00"}


def test_accounts_without_codes_are_read_by_their_names(tmp_path: Path) -> None:
    found = _read(
        tmp_path,
        "2025年一般公共预算安排基本支出分经济科目表",
        """经济科目名称|预算数|备注
        工资福利支出|70.00|
        基本工资|40.00|
        津贴补贴|30.00|
        商品和服务支出|10.00|
        办公费|10.00|
        合计|80.00|
        """,
    )
    assert found["津贴补贴"] == {"合计": "30.00"}
    assert found["合计"] == {"合计": "80.00"}


@pytest.mark.parametrize(("item", "column"), [("公务接待费", "公务接待费"), ("公务用车费", "公务用车购置及运行费小计")])
def test_the_sum_of_all_funds_is_read_beside_the_year_before(tmp_path: Path, item: str, column: str) -> None:
    found = _read(
        tmp_path,
        "2025年“三公”经费预算财政拨款情况统计表",
        """项目|2024年预算数|2025年预算数|||
        ||合计|一般公共预算|政府性基金预算|国有资本经营预算
        1.因公出国（境）费|0.00|0.00|0.00||
        2.公务接待费|1.80|1.60|1.60||
        3.公务用车费|4.50|4.40|4.40||
        其中：公务用车购置费|0.00|0.00|0.00||
        公务用车运行维护费|4.50|4.40|4.40||
        合计|6.30|6.00|6.00||
        """,
    )
    assert found["预算数"][column] == {"公务接待费": "1.60", "公务用车费": "4.40"}[item]
