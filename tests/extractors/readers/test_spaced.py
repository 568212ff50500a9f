"""Tables parted by spaces alone: which lines are rows, where their cells end, and what is left to prose."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.readers.spaced import rows_in

TABLE = """支出决算表
公开03表
部门：云岭市水务局 单位：万元
项目 本年支出合计 基本支出 项目支出
科目编码 科目名称
栏次 1 2 3
合计 120.00 80.00 40.00
213 农林水支出 120.00 80.00 40.00
2130301 行政运行 80.00 80.00 0.00
注：本表反映部门本年度各项支出情况。
二、支出决算情况说明
2023 年度支出合计 120.00 万元，其中 80.00 万元用于基本支出。
"""


def cells(text: str) -> dict[int, list[str]]:
    """The cells of the rows found, by line number from 0."""
    lines = text.split("\n")
    return {n: [lines[n][a:b] for a, b in spans] for n, spans in rows_in(lines).items()}


def test_rows_are_the_lines_of_figures_and_the_words_above_them() -> None:
    found = cells(TABLE)
    assert sorted(found) == [3, 4, 5, 6, 7, 8]
    assert found[7] == ["213", "农林水支出", "120.00", "80.00", "40.00"]
    assert found[4] == ["科目编码", "科目名称"]


def test_title_unit_and_note_belong_to_no_row() -> None:
    assert not {0, 1, 2, 9, 10, 11} & set(cells(TABLE))


def test_one_space_stands_inside_a_cell_where_two_part_the_cells() -> None:
    text = "项目  年初 预算数  决算数\n会议 费  3.00  2.50\n培训 费  4.00  1.50\n"
    assert cells(text)[1] == ["会议 费", "3.00", "2.50"]


def test_blank_lines_between_rows_do_not_end_a_table() -> None:
    spread = TABLE.replace("\n", "\n\n")
    assert [row for _, row in sorted(cells(spread).items())] == [row for _, row in sorted(cells(TABLE).items())]


@pytest.mark.parametrize(
    "prose",
    [
        "公用经费 26.69 万元、办公费 0.48 万元、\n印刷费 1.45 万元、电费\n差旅费 4.28 万元、维\n",
        "2023 年共接待 8 批次\n2022 年共接待 6 批次\n",
        "一、项目概况\n（一）资金 安排\n",
        "1.完成 3 项任务；\n2.完成 5 项任务；\n",
    ],
)
def test_broken_lines_of_prose_are_no_table(prose: str) -> None:
    assert cells(prose) == {}


def test_names_that_begin_like_a_unit_are_names() -> None:
    text = "2030603 人民防空 3.86 0.00\n2040601 年初结转 1.20 1.20\n"
    assert len(cells(text)) == 2


@given(st.lists(st.text(alphabet="水务 0123456789.,，。\t|万元\n", max_size=30), max_size=12))
def test_cells_stand_in_their_line_in_order_and_hold_all_that_is_printed(lines: list[str]) -> None:
    lines = [line.replace("\n", "") for line in lines]
    for n, spans in rows_in(lines).items():
        assert all(a < b for a, b in spans)
        assert "".join(lines[n][a:b] for a, b in spans).replace(" ", "") == lines[n].replace(" ", "")
