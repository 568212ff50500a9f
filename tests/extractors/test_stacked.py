"""Tables whose cells stand one per line: nothing in a wrong column, and all where blank cells left a trace."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.samples import Sample
from extractors.readers.document import TextLine
from extractors.stacked.cells import Piece, pieces_of
from extractors.tables import read_tables
from tests.extractors.damage import misread, report, unread
from tests.extractors.stacking import Stacking, read_stacked, report_of
from tests.printed import NUMBERED, printed

PRINTED = printed("thousands", "gov_fund", "capital", "carry_over", "tails", "blank_zero", of=NUMBERED)
HOW = st.builds(
    Stacking,
    blanks=st.just(True),
    apart=st.integers(0, 1),
    pages=st.booleans(),
    numbered=st.booleans(),
    repeated=st.booleans(),
    joined=st.booleans(),
)
TRACELESS = st.builds(
    Stacking,
    apart=st.integers(0, 1),
    wrapped=st.booleans(),
    pages=st.booleans(),
    numbered=st.booleans(),
    repeated=st.booleans(),
)
HEAD = "2023年度云岭市水务局部门决算\n第二部分 2023年度部门决算表\n"


def figures(body: str) -> dict[tuple[str, str, str], str]:
    """The figures of the tables of a text by table, row and column."""
    readings = read_tables(report_of(HEAD + body + "\n第三部分 2023年度部门决算情况说明\n"))
    facts = [f for r in readings for f in r.facts if f.value is not None]
    return {(f.table or "", f.row_name, f.column): str(f.value) for f in facts}


def lines(*cells: str) -> str:
    return "\n".join(" ".join(cells).split(" "))


@settings(max_examples=8)
@given(PRINTED, HOW)
def test_every_cell_is_read_where_blank_cells_leave_a_line(sample: Sample, how: Stacking) -> None:
    readings = read_stacked(sample, how)
    assert misread(sample, readings) == []
    assert [cell for cell in unread(sample, readings) if not how.pages] == []


@settings(max_examples=12)
@given(PRINTED, TRACELESS)
def test_no_figure_is_put_into_another_column_where_blank_cells_leave_no_trace(sample: Sample, how: Stacking) -> None:
    assert misread(sample, read_stacked(sample, how)) == []


@settings(max_examples=5)
@given(printed("thousands", "gov_fund", "capital", "carry_over", "tails", of=NUMBERED, blank_zero=False), TRACELESS)
def test_most_cells_are_read_where_blank_cells_leave_no_trace(sample: Sample, how: Stacking) -> None:
    valued = sum(c.value is not None for c in sample.truth.cells)
    assert len(unread(sample, read_stacked(sample, how))) <= 0.25 * valued


SPENDING = (
    "支出决算表\n公开03表\n部门：云岭市水务局\n单位：万元\n"
    "项目\n本年支出合计\n基本支出\n项目支出\n上缴上级支出\n经营支出\n对附属单位补助支出\n科目编码\n科目名称\n"
)


def test_a_figure_whose_column_is_in_doubt_is_not_read() -> None:
    found = figures(SPENDING + lines("合计 30.00 30.00 213 农林水支出 30.00 30.00 21303 水利 30.00 30.00"))
    assert {column for _, _, column in found} == {"本年支出合计"}


def test_sums_tell_the_column_of_a_figure_where_blanks_are_missing() -> None:
    body = lines("合计 50.00 30.00 20.00 0.00 0.00 0.00 213 农林水支出 50.00 30.00 20.00 0.00 0.00 0.00")
    rows = lines(
        "21303 水利 50.00 30.00 20.00 0.00 0.00 0.00",
        "2130301 行政运行 30.00 30.00 0.00 0.00 0.00",
        "2130305 水利工程建设 20.00 0.00 20.00 0.00 0.00 0.00",
    )
    found = figures(SPENDING + body + "\n" + rows)
    assert found["GK03", "水利工程建设", "项目支出"] == "20.00"
    assert found.get(("GK03", "行政运行", "项目支出")) in {None, "0.00"}


def test_a_code_over_three_cells_is_one() -> None:
    found = figures(SPENDING.replace("科目名称", "科目名称\n类\n款\n项") + lines(
        "合计 5.00 5.00 0.00 0.00 0.00 0.00 213 农林水支出 5.00 5.00 0.00 0.00 0.00 0.00",
        "213 03 水利 5.00 5.00 0.00 0.00 0.00 0.00 213 03 01 行政运行 5.00 5.00 0.00 0.00 0.00 0.00",
    ))  # fmt: skip
    assert found["GK03", "行政运行", "基本支出"] == "5.00"


def test_a_number_that_counts_the_rows_is_no_figure() -> None:
    found = figures(SPENDING.replace("项目\n本年", "序号\n项目\n本年") + lines(
        "合计 5.00 5.00 0.00 0.00 0.00 0.00 1 213 农林水支出 5.00 5.00 0.00 0.00 0.00 0.00",
        "2 21303 水利 5.00 5.00 0.00 0.00 0.00 0.00",
    ))  # fmt: skip
    assert found["GK03", "农林水支出", "对附属单位补助支出"] == "0.00"
    assert len(found) == 18


def test_a_table_with_rows_that_are_none_of_its_form_is_left_alone() -> None:
    body = lines("合计 5.00 5.00 0.00 0.00 0.00 0.00 云岭水库 5.00 5.00 0.00 0.00 0.00 0.00")
    assert not figures(SPENDING + body)


def test_sides_are_told_apart_by_their_items() -> None:
    found = figures(
        "财政拨款收入支出决算总表\n公开04表\n单位：万元\n收入\n支出\n项目\n金额\n项目\n合计\n"
        "一般公共预算财政拨款\n政府性基金预算财政拨款\n国有资本经营预算财政拨款\n"
        + lines(
            "一、一般公共预算财政拨款 50.00 一、一般公共服务支出 0.00 0.00 0.00 0.00",
            "二、农林水支出 70.00 50.00 20.00 0.00",
            "二、政府性基金预算财政拨款 20.00 本年收入合计 70.00 本年支出合计 70.00 50.00 20.00 0.00",
            "年初财政拨款结转和结余 1.00 年末财政拨款结转和结余 1.00 1.00 0.00 0.00 一、一般公共预算财政拨款 1.00",
            "总计 71.00 总计 71.00 51.00 20.00 0.00",
        )
    )
    assert found["GK04", "农林水支出", "政府性基金预算财政拨款"] == "20.00"
    assert found["GK04", "年初财政拨款结转和结余-一般公共预算财政拨款", "收入金额"] == "1.00"
    assert found["GK04", "总计(支出)", "支出合计"] == "71.00"


PUBLIC = "财政拨款“三公”经费支出决算表\n公开09表\n部门：云岭市水务局\n金额单位：万元\n"


def test_items_with_a_row_each_are_read() -> None:
    body = "项目\n预算数\n决算数\n合计\n36.00\n31.04\n1．因公出国（境）费\n0.00\n0.00\n2．公务接待费\n3.00\n1.28\n"
    body += (
        "3．公务用车购置及运行费\n33.00\n29.76\n（1）公务用车购置费\n18.00\n17.86\n（2）公务用车运行费\n15.00\n11.90\n"
    )
    found = figures(PUBLIC + body + "注：本表反映“三公”经费支出预决算情况。")
    assert found["GK09", "合计", "预算数公务用车运行费"] == "15.00"
    assert found["GK09", "合计", "决算数合计"] == "31.04"
    assert len(found) == 12


def test_items_with_a_row_each_may_have_numbers_of_rows_and_counts_below_them() -> None:
    body = "项目\n行次\n年初预算数\n决算数\n栏次\n1\n2\n一、“三公”经费支出\n1\n9.70\n7.49\n"
    body += "1.因公出国（境）费\n2\n0.00\n0.00\n2.公务用车购置及运行维护费\n3\n8.00\n5.64\n"
    body += "（1）公务用车购置费\n4\n0.00\n0.00\n"
    body += "（2）公务用车运行维护费\n5\n8.00\n5.64\n3.公务接待费\n6\n1.70\n1.85\n（1）国内接待费\n7\n—\n1.85\n"
    body += "二、相关统计数\n8\n—\n—\n1.公务用车保有量（辆）\n9\n—\n2\n"
    found = figures(PUBLIC + body + "注：本表反映“三公”经费支出预决算情况。")
    assert found["GK09", "合计", "决算数公务接待费"] == "1.85"
    assert found["GK09", "合计", "预算数合计"] == "9.70"


def test_items_whose_figures_lack_a_cell_are_put_into_no_column() -> None:
    body = "项目\n预算数\n决算数\n合计\n36.00\n31.04\n1．因公出国（境）费\n0.00\n2．公务接待费\n1.28\n"
    body += "3．公务用车购置及运行费\n33.00\n29.76\n（1）公务用车购置费\n17.86\n（2）公务用车运行费\n15.00\n11.90\n"
    found = figures(PUBLIC + body + "注：本表反映“三公”经费支出预决算情况。")
    assert ("GK09", "合计", "预算数公务接待费") not in found
    assert ("GK09", "合计", "决算数公务接待费") not in found
    assert found["GK09", "合计", "决算数合计"] == "31.04"


def test_a_table_without_figures_is_read_as_blank() -> None:
    readings = read_tables(report_of(HEAD + SPENDING + "合计\n说明：本部门没有支出，故本表无数据。\n第三部分 说明\n"))
    (reading,) = readings
    assert len(reading.facts) == 6
    assert all(f.value is None and f.row_name == "合计" for f in reading.facts)


def test_prose_and_tables_with_tabs_stay_as_they_are() -> None:
    rows = "科目编码\t科目名称\t本年支出合计\n213\t农林水支出\t5.00\n"
    text = f"{HEAD}支出决算表\n单位：万元\n{rows}\n第三部分 说明\n2023年度支出5.00万元。\n"
    assert [len(t.rows) for _, t in report_of(text).tables] == [len(t.rows) for _, t in report(text).tables]


@pytest.mark.parametrize("title", ["收入支出决算总表", "支出决算表"])
def test_a_title_without_table_stays_a_title(title: str) -> None:
    assert not figures(f"{title}\n公开01表\n本表另行公开。")


def test_the_lines_of_a_text_are_not_looked_at_again_for_every_title(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[int] = []

    def counted(lines: Iterable[TextLine], coded: bool = True) -> list[Piece]:
        own = list(lines)
        looked.append(len(own))
        return pieces_of(own, coded)

    monkeypatch.setattr("extractors.stacked.pieces_of", counted)
    body = "\n".join(["支出决算表", "项目", "金额", "合计"] * 200)
    assert figures(body) == {}
    assert looked
    assert sum(looked) <= 2 * body.count("\n")
