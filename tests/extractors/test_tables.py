"""The nine statutory tables as a whole: which table, which unit, empty ones, generated and real reports."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.cells import score_cells
from eval.samples import Sample, generate
from extractors.extract import read_report
from extractors.tables import read_tables
from tests.extractors.damage import report
from tests.extractors.written import PUBLIC, SPENDING, WIDE, cells, facts, grid, readings
from tests.printed import printed

# ---------------------------------------------------------------- which table, which unit


@pytest.mark.parametrize(
    "title", ["支出决算表", "三、支出决算表", "2023年度支出决算表", "云岭市水务局支出决算表", "支出 决算 表"]
)
def test_a_table_is_known_by_its_title(title: str) -> None:
    assert [r.key for r in readings(title, SPENDING + "合计||9.00|5.00|4.00|0.00")] == ["GK03"]


def test_a_title_inside_a_longer_title_is_not_that_table() -> None:
    rows = "项目||本年支出\n科目代码|科目名称|小计|基本支出|项目支出\n栏次||1|2|3\n合计||9.00|5.00|4.00"
    assert [r.key for r in readings("一般公共预算财政拨款支出决算表", rows)] == ["GK05"]


def test_a_table_without_title_is_known_by_its_header() -> None:
    head = "科目代码|科目名称|本年支出合计|基本支出|上缴上级支出|经营支出|对附属单位补助支出\n"
    rows = head + "合计||9.00|9.00|0.00|0.00|0.00"
    text = f"第二部分 2023年度部门决算表\n\n公开03表\n\n{grid(rows)}\n"
    assert [(r.key, len(r.facts)) for r in read_tables(report(text))] == [("GK03", 5)]


def test_a_table_of_another_part_is_no_statutory_one() -> None:
    rows = grid(SPENDING + "合计||9.00|5.00|4.00|0.00")
    assert not read_tables(report(f"第三部分 决算情况说明\n\n一、收入决算情况说明\n\n{rows}\n"))
    assert not read_tables(report(f"第二部分 决算表\n\n联系方式\n\n{grid('电话|123')}\n"))


@pytest.mark.parametrize(
    ("caption", "unit"), [("单位：元", "元"), ("金额单位：万元", "万元"), ("公开03表\n\n单位:亿元", "亿元")]
)
def test_the_unit_is_the_one_printed_at_the_table(caption: str, unit: str) -> None:
    assert {f.unit for f in facts("支出决算表", SPENDING + "合计||9.00|5.00|4.00|0.00", caption)} == {unit}


def test_the_unit_may_be_printed_in_the_table_itself() -> None:
    rows = "公开03表|||||\n部门：云岭市水务局|||||单位：元\n" + SPENDING + "合计||9.00|5.00|4.00|0.00"
    assert {f.unit for f in facts("支出决算表", rows, "2023年度")} == {"元"}


def test_without_a_unit_of_its_own_a_table_has_that_of_the_report() -> None:
    text = f"支出决算表\n\n{grid(SPENDING + '合计||9.00|5.00|4.00|0.00')}\n\n第三部分 说明\n\n收入3元，支出2元。\n"
    assert {f.unit for r in read_tables(report(text)) for f in r.facts} == {"元"}


# ---------------------------------------------------------------- empty tables


@pytest.mark.parametrize("tail", ["", "合计|||||", "合计|||||\n|||||\n|||||", "|||||"])
def test_an_empty_table_gives_each_column_blank_on_the_total(tail: str) -> None:
    found = cells("支出决算表", SPENDING + tail)
    columns = ["本年支出合计", "基本支出", "项目支出", "上缴上级支出"]
    assert found == {("合计", column): None for column in columns}


def test_an_empty_three_public_table_gives_its_twelve_columns_blank() -> None:
    found = cells(PUBLIC, WIDE + "|||||||||||")
    assert len(found) == 12 and set(found.values()) == {None}


def test_a_table_of_zeros_is_not_empty() -> None:
    assert set(cells("支出决算表", SPENDING + "合计||0.00|0.00|0.00|0.00").values()) == {"0.00"}


def test_the_blanks_of_an_empty_table_quote_something_printed() -> None:
    assert all(f.quote for f in facts("支出决算表", "项目||本年支出合计|基本支出|项目支出\n||||"))


def test_a_table_shown_as_a_picture_below_a_row_of_captions_is_no_error() -> None:
    text = "第二部分 决算表\n\n支出决算表\n\n部门：云岭市水务局\t单位：万元\n\n第三部分 决算情况说明\n"
    assert all(f.is_blank for r in read_tables(report(text)) for f in r.facts)


# ---------------------------------------------------------------- whole reports


PRINTED = printed(
    "thousands",
    "blank_zero",
    "spaced",
    "class_lead",
    "total_second",
    "page_breaks",
    "gov_fund",
    "capital",
    "carry_over",
)


def wrong_cells(sample: Sample, text: str, markdown: bool = False) -> list[str]:
    read = [f for r in read_tables(report(text, markdown)) for f in r.facts]
    score = score_cells(sample.name, sample.truth.cells, read)
    assert score.wanted > 100
    blanks = {(c.table, c.row_code or c.row_name, c.column) for c in sample.truth.cells if c.value is None}
    told = {(f.table, f.row_code or f.row_name, f.column) for f in read if f.is_blank}
    return score.wrong + [f"空 {cell}" for cell in sorted(blanks - told)]


@settings(max_examples=20)
@given(PRINTED, st.booleans())
def test_every_cell_of_a_generated_report_is_read(sample: Sample, markdown: bool) -> None:
    assert wrong_cells(sample, sample.markdown if markdown else sample.text, markdown) == []


@settings(max_examples=15)
@given(PRINTED, st.randoms(use_true_random=False))
def test_cells_survive_blank_lines_put_anywhere(sample: Sample, random: object) -> None:
    lines = sample.text.split("\n")
    gaps = ["\n" * random.choice([1, 1, 1, 2, 3]) for _ in lines]  # type: ignore[attr-defined]
    assert wrong_cells(sample, "".join(line + gap for line, gap in zip(lines, gaps, strict=True))) == []


def test_tables_shown_as_pictures_give_no_table_facts() -> None:
    assert read_tables(report(generate(3, "hubei", pictures=True).text)) == []


@pytest.mark.parametrize(
    ("file", "table", "row", "column", "value"),
    [
        ("jiefang-2023.txt", "GK01", "本年收入合计", "收入金额", "386.75"),
        ("jiefang-2023.txt", "GK01", "年末结转和结余", "支出金额", "0.03"),
        ("jiefang-2023.txt", "GK02", "2060199", "本年收入合计", "101.57"),
        ("jiefang-2023.txt", "GK03", "2060199", "项目支出", "97.26"),
        ("jiefang-2023.txt", "GK05", "合计", "项目支出", "208.26"),
        ("jiefang-2023.txt", "GK06", "30101", "决算数", "102.73"),
        ("jiefang-2023.txt", "GK06", "30203", "决算数", "None"),
        ("pingdingshan-2023.txt", "GK03", "合计", "基本支出", "1806.70"),
        ("pingdingshan-2023.txt", "GK06", "公用经费合计", "决算数", "309.49"),
        ("pingdingshan-2023.txt", "GK09", "合计", "预算数公务用车购置费", "17.98"),
        ("hongqi-2023.txt", "GK03", "合计", "项目支出", "1931.46"),
        ("hongqi-2023.txt", "GK09", "合计", "决算数公务接待费", "None"),
        ("jiaozuo-2021.txt", "GK05", "合计", "小计", "4233.22"),
        ("jiaozuo-2021.txt", "GK09", "合计", "决算数公务接待费", "3.74"),
    ],
)
def test_cells_of_real_reports(corpus: Path, file: str, table: str, row: str, column: str, value: str) -> None:
    read = [f for r in read_tables(read_report(corpus / file)) for f in r.facts]
    found = [f for f in read if f.table == table and (f.row_code or f.row_name) == row and f.column == column]
    assert [str(f.value) for f in found] == [value]


def test_the_lost_column_of_a_real_report_stays_lost(corpus: Path) -> None:
    read = [f for r in read_tables(read_report(corpus / "jiefang-2023.txt")) for f in r.facts if f.table == "GK05"]
    assert [(f.row_name, str(f.value)) for f in read if f.column == "项目支出"] == [("合计", "208.26")]
    assert len([f for f in read if f.row_code]) > 30


@pytest.mark.parametrize("file", ["hongqi-2023.txt", "jiaozuo-2021.txt", "jiefang-2023.txt", "pingdingshan-2023.txt"])
def test_each_statutory_table_of_a_real_report_is_read_once(corpus: Path, file: str) -> None:
    read = read_tables(read_report(corpus / file))
    assert sorted(r.key for r in read) == [f"GK0{n}" for n in range(1, 10)]
    assert all(r.facts for r in read)


def test_a_real_report_of_pictures_has_no_table_facts(corpus: Path) -> None:
    assert not [f for r in read_tables(read_report(corpus / "zengdu-2023.txt")) for f in r.facts]


def test_the_money_of_one_fund_keeps_the_name_that_a_budget_prints_for_it() -> None:
    rows = """
        科目编码 | 科目名称 | 合计 | 一般公共预算拨款 | 政府性基金预算拨款 | 财政专户拨款 | 其他收入
        | 合计 | 91.50 | 60.50 | 20.00 | 8.00 | 3.00
        213 | 农林水支出 | 91.50 | 60.50 | 20.00 | 8.00 | 3.00
        """
    chapter = f"第二部分 2026年部门预算表\n\n部门收入总体情况表\n\n单位：万元\n\n{grid(rows)}\n"
    (reading,) = read_tables(report(f"云岭市水务局2026年部门预算\n\n{chapter}\n第三部分 2026年部门预算情况说明\n"))
    assert {f.column: f"{f.value}" for f in reading.facts if f.row_code == "213"} == {
        "合计": "91.50",
        "一般公共预算拨款": "60.50",
        "政府性基金预算拨款": "20.00",
        "财政专户拨款": "8.00",
        "其他收入": "3.00",
    }
