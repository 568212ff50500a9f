"""Rows that lost cells: figures go back only where the sums of the table leave no choice, and it is said which sum."""

from __future__ import annotations

from extractors.problems import Problem
from tests.extractors.written import SPENDING, Cells, readings

FULL = SPENDING + "合计||9.00|5.00|4.00|0.00\n"
SUMMARY = """收入|||支出|||||
项目|行次|金额|项目|行次|合计|一般公共预算财政拨款|政府性基金预算财政拨款|国有资本经营预算财政拨款
栏次||1|栏次||2|3|4|5
"""


def row(title: str, rows: str, name: str) -> tuple[dict[str, str], list[Problem]]:
    """The values of one row by column, and what was told of the table."""
    (reading,) = readings(title, rows)
    cells: Cells = {(f.row_code or f.row_name, f.column): str(f.value) for f in reading.facts}
    return {column: str(value) for (key, column), value in cells.items() if key == name}, reading.problems


def test_figures_after_a_lost_cell_go_back_under_their_columns() -> None:
    """4.00 may stand under 项目支出 only: the class below has it there."""
    rows = (
        FULL + "206|科学技术支出|4.00|4.00|0.00\n20601|管理事务|4.00|0.00|4.00|0.00\n205|教育支出|5.00|5.00|0.00|0.00"
    )
    found, (problem,) = row("支出决算表", rows, "206")
    assert found == {"本年支出合计": "4.00", "项目支出": "4.00", "上缴上级支出": "0.00"}
    assert problem.kind == "shifted_row" and "合计=其下各行之和" in problem.text and "“基本支出”" in problem.text


def test_the_sum_along_the_row_is_named_where_it_decides() -> None:
    rows = "科目代码|科目名称|小计|基本支出|项目支出\n合计||9.00|0.00|9.00\n205|教育支出|9.00|9.00"
    (reading,) = readings("国有资本经营预算财政拨款支出决算表", rows)
    assert [p.kind for p in reading.problems] == ["shifted_row"]
    assert {f.column: str(f.value) for f in reading.facts if f.row_code} == {"小计": "9.00", "项目支出": "9.00"}


def test_a_row_whose_lost_cell_had_money_is_not_read() -> None:
    found, (problem,) = row("支出决算表", FULL + "206|科学技术支出|9.00|5.00|0.00", "206")
    assert found == {}
    assert problem.kind == "unread_row" and "科学技术支出" in problem.text


def test_where_several_places_are_possible_only_what_is_sure_is_read() -> None:
    found, (problem,) = row("支出决算表", FULL + "206|科学技术支出|4.00|4.00|0.00", "206")
    assert found == {"本年支出合计": "4.00"}
    assert problem.kind == "unread_row" and "只读取“本年支出合计”" in problem.text


def test_a_full_row_that_does_not_add_up_is_read_as_printed() -> None:
    found, problems = row("支出决算表", FULL + "206|科学技术支出|9.00|5.00|3.00|0.00", "206")
    assert list(found.values()) == ["9.00", "5.00", "3.00", "0.00"]
    assert problems == []


def test_a_print_without_blanks_at_row_ends_is_no_loss() -> None:
    head = "项目||本年支出合计|基本支出|项目支出|上缴上级支出\n科目代码|科目名称\n栏次||1|2|3|4\n"
    found, problems = row("支出决算表", head + "合计||9.00|5.00|4.00\n206|科学技术支出|9.00|5.00|4.00", "206")
    assert found == {"本年支出合计": "9.00", "基本支出": "5.00", "项目支出": "4.00"}
    assert problems == []


def test_rows_longer_than_a_header_that_lost_a_column_are_not_read() -> None:
    rows = "科目代码|科目名称|小计|项目支出\n合计||9.00|5.00|4.00\n206|科学技术支出|9.00|5.00|4.00"
    found, (problem,) = row("一般公共预算财政拨款支出决算表", rows, "206")
    assert found == {} and problem.kind == "lost_column"


def test_a_page_that_lost_a_column_keeps_what_the_total_confirms() -> None:
    rows = [
        "一、一般公共预算财政拨款|1|9.00|一、一般公共服务支出|33|2.00|2.00||",
        "|2||二、教育支出|34|3.00|3.00||",
        "",
        "|3||三、科技支出|35|4.00|4.00|",
        "本年收入合计|27|9.00|本年支出合计|59|9.00|9.00|",
        "总计|32|9.00|总计|64|9.00|9.00|",
    ]
    found, (problem,) = row("财政拨款收入支出决算总表", SUMMARY + "\n".join(rows), "本年支出合计")
    assert found == {"支出合计": "9.00", "一般公共预算财政拨款": "9.00"}
    assert problem.kind == "lost_column" and "连续3行" in problem.text and "本年支出合计=其下各行之和" in problem.text


def test_a_row_torn_by_a_page_end_is_put_together_and_told() -> None:
    found, (problem,) = row("支出决算表", FULL + "206|科学技术支出|9.00|5.00\n\n4.00|0.00", "206")
    assert list(found.values()) == ["9.00", "5.00", "4.00", "0.00"]
    assert problem.kind == "cut_row"


SELDOM_BLANK = """科目代码|科目名称|小计|基本支出|项目支出
合计||30.00|16.00|14.00
205|教育支出|9.00|5.00|4.00
206|科学技术支出|7.00|2.00|5.00
207|文化旅游体育与传媒支出|6.00|3.00|3.00
208|社会保障和就业支出|4.00|4.00|
210|卫生健康支出|4.00|2.00|2.00"""


def test_a_blank_at_the_end_where_hardly_a_row_has_one_may_be_what_a_lost_cell_left_in_a_text() -> None:
    (reading,) = readings("一般公共预算财政拨款支出决算表", SELDOM_BLANK)
    assert any("社会保障和就业支出" in p.text and "少印1格" in p.text for p in reading.problems)


def test_a_blank_cell_is_blank_where_the_file_tells_the_place_of_each_cell() -> None:
    (reading,) = readings("一般公共预算财政拨款支出决算表", SELDOM_BLANK, placed=True)
    assert reading.problems == []
    assert {f.column: f.raw for f in reading.facts if f.row_code == "208"} == {
        "小计": "4.00",
        "基本支出": "4.00",
        "项目支出": "",
    }
