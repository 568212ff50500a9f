"""Forms whose grid was lost: rows found by the pair of values they end in, names by their short lines."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.annex import read_annexes, unread_cells
from extractors.extract import read_report
from extractors.identity import identify
from extractors.readers.plain import read_text
from extractors.report import Report
from extractors.spread import SpreadRow, fold_spaces, quantity, spread_rows
from extractors.structure import sections_of

HEADER = "二级指标 三级指标 评价要点 年初目标值（A） 实际完成值（B）"
WIDE = "完好的泵站数量占全部泵站数量的比例"


def report(*lines: str, title: str = "部门整体支出绩效自评表") -> Report:
    text = "第五部分 附件\n\n" + "\n\n".join((title, *lines)) + "\n"
    document = read_text("demo.txt", text.encode())
    sections = sections_of(document)
    return Report("demo", "demo.txt", "0" * 64, identify(sections, document.source), document.source, sections)


def rows(*lines: str, title: str = "部门整体支出绩效自评表") -> list[SpreadRow]:
    read = report(*lines, title=title)
    return [row for section in read.sections for row in spread_rows(read, section)]


def told(*lines: str) -> list[tuple[str, str, str]]:
    return [(row.name, row.target, row.actual) for row in rows(*lines)]


def test_a_name_broken_over_short_lines_is_put_together() -> None:
    assert told(HEADER, "泵站完", "好率", WIDE, "100% 98%") == [("泵站完好率", "100%", "98%")]


@pytest.mark.parametrize(
    ("line", "pair"),
    [
        ("100% 100%", ("100%", "100%")),
        ("310 亿 305 亿", ("310亿", "305亿")),
        ("≥90% 95%", ("≥90%", "95%")),
        ("相符 相符", ("相符", "相符")),
        ("3座\u30004座", ("3座", "4座")),
        ("１２ 12", ("12", "12")),
    ],
)
def test_a_row_ends_in_two_values_of_one_kind(line: str, pair: tuple[str, str]) -> None:
    assert told(HEADER, "某指标", line) == [("某指标", *pair)]


@pytest.mark.parametrize("line", ["30公里 28家", "100%", "相符 不符", "100% 已完成", "1 2 3"])
def test_a_row_that_does_not_end_in_two_like_values_is_not_read(line: str) -> None:
    assert told(HEADER, "某指标", line) == []


@pytest.mark.parametrize("line", ["30公里 28家", "100% 已完成", "健全 基本健全"])
def test_values_are_not_told_of_the_unread_row_above(line: str) -> None:
    found = told(HEADER, "巡查", WIDE, line, "满意度", WIDE, "≥90% 95%")
    assert "巡查" not in [name for name, *_ in found]


def test_without_a_header_of_target_and_actual_value_nothing_is_read() -> None:
    assert told("三级指标 评价要点", "泵站完好率", "100% 98%") == []


def test_lines_above_the_header_are_no_names() -> None:
    assert told("填报单位", "某局", HEADER, "完好率", "100% 98%") == [("完好率", "100%", "98%")]


def test_each_row_keeps_to_itself() -> None:
    assert told(HEADER, "完好率", WIDE, "100% 98%", "满意度", WIDE, "90% 95%") == [
        ("完好率", "100%", "98%"),
        ("满意度", "90%", "95%"),
    ]


def test_the_column_that_is_the_same_in_every_row_is_no_part_of_a_name() -> None:
    lines = [line for n in range(1, 7) for line in (f"指标{n}", WIDE, "基本型", f"{n}0% {n}1%")]
    assert told(HEADER, *lines) == [(f"指标{n}", f"{n}0%", f"{n}1%") for n in range(1, 7)]


def test_a_row_printed_without_values_gives_no_name_to_the_next() -> None:
    lines = [line for n in range(1, 6) for line in (f"指标{n}", WIDE, "基本型", f"{n}0% {n}1%")]
    found = told(HEADER, *lines, "缺值项", WIDE, "基本型", "末项", WIDE, "基本型", "7% 8%")
    assert found[-1] == ("末项", "7%", "8%")
    assert "缺值项" not in "".join(name for name, *_ in found)


def test_a_row_spans_its_lines_from_name_to_values() -> None:
    read = report(HEADER, "泵站完", "好率", WIDE, "100% 98%")
    (row,) = [r for s in read.sections for r in spread_rows(read, s)]
    assert read.source.text[row.start : row.end] == f"泵站完\n\n好率\n\n{WIDE}\n\n100% 98%"
    assert row.line == read.source.line_of(row.start) == 7


@given(
    st.lists(
        st.tuples(st.sampled_from(["完好率", "覆盖率", "满意度"]), st.integers(0, 999), st.integers(0, 999)),
        min_size=1,
        max_size=4,
    )
)
def test_any_rows_come_back_in_order(wanted: list[tuple[str, int, int]]) -> None:
    lines = [line for name, a, b in wanted for line in (name, WIDE, f"{a}% {b}%")]
    assert told(HEADER, *lines) == [(name, f"{a}%", f"{b}%") for name, a, b in wanted]


def test_the_facts_of_a_spread_form_have_value_unit_and_place() -> None:
    read = report(HEADER, "产值", WIDE, "310 亿 305 亿", "制度", "健全 健全")
    found = read_annexes(read)
    assert [(f.row_name, f.column, f.raw, f.unit) for f in found] == [
        ("产值", "评价要点", WIDE, None),
        ("产值", "年初目标值", "310亿", "亿元"),
        ("产值", "实际完成值", "305亿", "亿元"),
        ("制度", "评价要点", "", None),
        ("制度", "年初目标值", "健全", None),
        ("制度", "实际完成值", "健全", None),
    ]
    assert all(f.quote == read.source.text[f.start : f.end] for f in found)
    assert all(f.origin == "annex" and f.table == "部门整体支出绩效自评表" for f in found)


def lines(*rows: str) -> list[str]:
    """Rows as the lines of a form with a column that is the same in all of them."""
    return [line for row in rows for line in row.split("|")]


FULL = [
    f"{n}类能力|{n}类管理项|{n}目标|{n}类泵站占全部泵站数量的比例|基本型|{k}0% {k}1%"
    for k, n in enumerate("甲乙丙丁戊", 1)
]


def test_the_level_before_a_name_is_told_from_it_by_the_width_of_their_columns() -> None:
    read = report(HEADER, *lines(*FULL))
    found = [r for s in read.sections for r in spread_rows(read, s)]
    assert [(r.level, r.name, r.explained, r.kind) for r in found] == [
        (f"{n}类能力", f"{n}类管理项{n}目标", f"{n}类泵站占全部泵站数量的比例", "基本型") for n in "甲乙丙丁戊"
    ]


def test_two_values_of_any_kind_end_a_row_below_the_column_before_them() -> None:
    found = told(HEADER, *lines(*FULL, f"巡查|{WIDE}|基本型|100% 已完成"))
    assert found[-1] == ("巡查", "100%", "已完成") and len(found) == 6


def test_values_that_are_not_told_apart_are_left_unread_and_told() -> None:
    read = report(HEADER, "完好率", WIDE, "100% 98%", "巡查", WIDE, "100% 已完成")
    (gap,) = unread_cells(read)
    assert (gap.row, gap.cells) == ("巡查", ("100%", "已完成")) and "不同类" in gap.reason
    assert ("巡查", "实际完成值") not in {(f.row_name, f.column) for f in read_annexes(read)}


def test_a_row_without_a_name_is_not_named_by_its_explanation() -> None:
    assert [name for name, *_ in told(HEADER, WIDE, "100% 98%", "完好率", WIDE, "9% 8%")] == ["完好率"]


def test_labels_above_and_below_the_rows_are_facts_of_the_form() -> None:
    above = ["单位名称 石桥水务局", "基本支出总额 47.30 项目支出总额 25.80", "年度目标", "保障供水，", "改造泵站。"]
    below = ["偏差大或", "目标未完成", "原因分析", "招标推迟", "备注：", "无关"]
    read = report(*above, HEADER, "完好率", WIDE, "100% 98%", *below)
    form = {f.column: (f.raw, f.unit) for f in read_annexes(read) if f.row_name == "部门整体支出绩效自评表"}
    assert form == {
        "单位名称": ("石桥水务局", None),
        "基本支出总额": ("47.30", "万元"),
        "项目支出总额": ("25.80", "万元"),
        "年度目标": ("保障供水，改造泵站。", None),
        "偏差大或目标未完成原因分析": ("招标推迟", None),
    }


def test_a_section_that_is_no_form_gives_no_facts() -> None:
    assert read_annexes(report(HEADER, "完好率", "100% 98%", title="项目绩效自评报告")) == []


@pytest.mark.parametrize(
    ("text", "wanted"), [("≥95%", ("95", "%")), ("310亿", ("310", "亿元")), ("12", ("12", None)), ("相符", None)]
)
def test_a_quantity_is_number_and_unit(text: str, wanted: tuple[str, str | None] | None) -> None:
    assert quantity(text) == wanted


def test_folding_keeps_one_blank_between_words() -> None:
    assert fold_spaces(" １００％ \u3000 相符\t") == "100% 相符"


@pytest.mark.parametrize(
    ("row", "column", "raw"),
    [
        ("高新产值", "实际完成值", "310亿"),
        ("公用经费控制率", "指标分类", "绩效基本型"),
        ("2023年度曾都区科学技术和经济信息化局整体绩效自评表", "项目支出总额", "258.74"),
        ("2023年度曾都区科学技术和经济信息化局整体绩效自评表", "偏差大或目标未完成原因分析", "无"),
        ("预算调整率", "年初目标值", "0.60%"),
        ("会计核算规范性", "实际完成值", "核算规范"),
    ],
)
def test_a_real_spread_form_is_read(corpus: Path, row: str, column: str, raw: str) -> None:
    found = read_annexes(read_report(corpus / "zengdu-2023.txt"))
    assert [f.raw for f in found if (f.row_name, f.column) == (row, column)] == [raw]
    assert len(found) > 50
