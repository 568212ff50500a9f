"""Tables without ruled lines: columns and headings by their places, and nothing made a table that may be prose."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from extractors.readers import TextLine
from extractors.readers.pdf import read_pdf
from extractors.report import Table
from tests.extractors.readers.drawn import FONT, HEIGHT, SIZE, Draw, both, pdf, text

_HEAD = [("科目编码", 60), ("科目名称", 140), ("合计", 300), ("基本支出", 380), ("项目支出", 460)]


def _set(*rows: Sequence[tuple[str, float]], top: float = 100.0, lead: float = 18.0) -> Draw:
    """Rows of words, each with the place where it begins, or ends where it is a figure."""

    def draw(canvas: Canvas) -> None:
        for n, row in enumerate(rows):
            for word, x in row:
                figure = word.replace(".", "").isdigit() and "." in word
                at = x + 40 - stringWidth(word, FONT, SIZE) if figure else x
                canvas.drawString(at, HEIGHT - top - n * lead, word)

    return draw


def _row(code: str, name: str, *figures: str) -> list[tuple[str, float]]:
    return [(code, 60), (name, 140), *((f, x) for f, x in zip(figures, (300, 380, 460), strict=False) if f)]


def _tables(*pages: Draw) -> list[list[list[str]]]:
    document = read_pdf("报告.pdf", pdf(*pages))
    return [[[c.text for c in row] for row in b.rows] for b in document.blocks if isinstance(b, Table)]


_BODY = [_row("201", "一般公共服务支出", "12.50", "8.00", "4.50"), _row("20101", "人大事务", "4.50", "", "4.50")]


def test_columns_come_from_what_stands_above_one_another_and_a_blank_stays_in_its_own() -> None:
    assert _tables(both(text("支出决算表", top=80), _set(_HEAD, *_BODY))) == [
        [
            ["科目编码", "科目名称", "合计", "基本支出", "项目支出"],
            ["201", "一般公共服务支出", "12.50", "8.00", "4.50"],
            ["20101", "人大事务", "4.50", "", "4.50"],
        ]
    ]


def test_a_heading_over_several_columns_stands_over_them() -> None:
    head = [[("项目", 110), ("本年支出", 380)], [("科目编码", 60), ("科目名称", 140), *_HEAD[2:]]]
    (table,) = _tables(_set(*head, *_BODY))
    assert table[:2] == [
        ["项目", "", "本年支出", "", ""],
        ["科目编码", "科目名称", "合计", "基本支出", "项目支出"],
    ]


def test_a_name_over_two_lines_is_one_cell() -> None:
    page = both(_set(_HEAD, *_BODY, lead=40), text("（行政运行）", x=140, top=190))
    assert [row[1] for row in _tables(page)[0]] == ["科目名称", "一般公共服务支出", "人大事务（行政运行）"]


def test_a_table_goes_on_over_pages_whether_or_not_its_head_is_repeated() -> None:
    more = [_row("202", "外交支出", "1.00", "1.00", ""), _row("203", "国防支出", "2.00", "", "2.00")]
    for rows in (more, [_HEAD, *more]):
        (table,) = _tables(_set(_HEAD, *_BODY), _set(*rows))
        assert [row[0] for row in table] == ["科目编码", "201", "20101", "202", "203"]
        assert table[-1] == ["203", "国防支出", "2.00", "", "2.00"]


def test_what_begins_the_next_page_and_fits_no_column_does_not_undo_the_table() -> None:
    other = [[("附表一", 60), ("共计", 95), ("附表二", 130), ("3.50", 250), ("件", 330)]]
    (table,) = _tables(_set(_HEAD[:4], *(row[:4] for row in _BODY)), _set(*other))
    assert [row[0] for row in table] == ["科目编码", "201", "20101"]


def test_a_table_of_a_total_without_figures_is_a_table() -> None:
    assert _tables(_set(_HEAD, [("合计", 60)])) == [
        [["科目编码", "科目名称", "合计", "基本支出", "项目支出"], ["合计", "", "", "", ""]]
    ]


def test_every_cell_knows_its_box() -> None:
    document = read_pdf("报告.pdf", pdf(_set(_HEAD, *_BODY)))
    table = next(b for b in document.blocks if isinstance(b, Table))
    places = document.source.places
    boxes = [[places.where(c.place.start, c.place.end) for c in row if c.text] for row in table.rows]
    assert all(isinstance(box, tuple) for row in boxes for box in row)
    lefts = [[round(box[0]) for box in row if isinstance(box, tuple)] for row in boxes]
    assert lefts[0] == [60, 140, 300, 380, 460]
    assert lefts[2][:2] == [60, 140]
    assert all(a < b for row in lefts for a, b in pairwise(row))


@pytest.mark.parametrize(
    "lines",
    [
        ["2023年度收入总计 812.50 万元，支出总计 812.50 万元。", "与上年相比减少 30.20 万元，下降 3.58%。"],
        ["一、收入支出决算总表 3", "二、收入决算表 4", "三、支出决算表 5"],
        ["1. 贯彻执行国家方针 2. 拟订地方规划", "3. 组织实施 4. 指导监督"],
    ],
)
def test_prose_lists_and_a_table_of_contents_stay_lines(lines: list[str]) -> None:
    document = read_pdf("报告.pdf", pdf(text(*lines)))
    assert not any(isinstance(b, Table) for b in document.blocks)
    assert "".join(b.text for b in document.blocks if isinstance(b, TextLine)).replace(" ", "") == "".join(
        lines
    ).replace(" ", "")


def test_figures_without_known_headings_over_them_are_no_table() -> None:
    rows = [[("一季度", 60), ("12.50", 200)], [("二季度", 60), ("8.10", 200)], [("三季度", 60), ("9.90", 200)]]
    assert _tables(_set(*rows)) == []


def test_the_label_of_a_total_centred_over_code_and_name_parts_no_columns() -> None:
    total = [("合计", 110), ("17.00", 300), ("8.00", 380), ("9.00", 460)]
    (table,) = _tables(both(text("支出决算表", top=80), _set(_HEAD, total, *_BODY)))
    assert [c for c in table[1] if c] == ["合计", "17.00", "8.00", "9.00"]
    assert table[2] == ["201", "一般公共服务支出", "12.50", "8.00", "4.50"]


def test_codes_without_their_zero_stand_in_the_column_of_the_others() -> None:
    head = [[("功能分类科目编码", 60), ("项目支出", 380)], [("类", 62), ("款", 92), ("科目名称", 200), ("合计", 310)]]
    rows = [
        [("205", 60), ("教育支出", 200), ("9.00", 300), ("9.00", 380)],
        [("205", 60), ("01", 90), ("教育管理事务", 200), ("5.00", 300), ("5.00", 380)],
        [("205", 60), ("2", 104), ("普通教育", 200), ("4.00", 300), ("4.00", 380)],
    ]
    (table,) = _tables(both(text("支出决算表", top=80), _set(*head, *rows)))
    assert [row[:3] for row in table[-3:]] == [
        ["205", "", "教育支出"],
        ["205", "01", "教育管理事务"],
        ["205", "2", "普通教育"],
    ]


def test_a_code_that_touches_its_name_is_a_cell_of_its_own() -> None:
    head = [("科目编码", 20), ("科目名称", 90), *_HEAD[2:]]
    rows = [[("201", 60), ("一般公共服务支出", 90), *_BODY[0][2:]], [("20101人大事务", 60), *_BODY[1][2:]]]
    (table,) = _tables(both(text("支出决算表", top=80), _set(head, *rows)))
    assert table[2] == ["20101", "人大事务", "4.50", "", "4.50"]


def test_whole_numbers_behind_the_names_are_amounts() -> None:
    rows = [_row("201", "一般公共服务支出", "1250", "800", "450"), _row("20101", "人大事务", "450", "", "450")]
    (table,) = _tables(both(text("支出决算表", top=80), _set(_HEAD, *rows)))
    assert table[1:] == [["201", "一般公共服务支出", "1250", "800", "450"], ["20101", "人大事务", "450", "", "450"]]


def test_headings_that_end_their_page_are_those_of_the_rows_on_the_next_one() -> None:
    numbers = [("1", 310), ("2", 390), ("3", 470)]
    tables = _tables(both(text("支出决算表", top=700), _set(_HEAD, top=720)), _set(numbers, *_BODY, top=40))
    rows = [row for table in tables for row in table]
    assert rows[0] == ["科目编码", "科目名称", "合计", "基本支出", "项目支出"]
    assert rows[-1] == ["20101", "人大事务", "4.50", "", "4.50"]


def test_a_numbered_row_without_a_figure_is_no_rest_of_the_name_above() -> None:
    head = [("项目", 60), ("决算数", 300), ("支出项目", 380), ("支出决算数", 460)]
    rows = [
        [("一、财政拨款收入", 60), ("9.00", 300), ("一、教育支出", 360), ("6.00", 460)],
        [("二、国防支出", 360)],
        [("三、农林水支出", 360), ("3.00", 460)],
    ]
    (table,) = _tables(both(text("收入支出决算总表", top=80), _set(head, *rows)))
    assert [row[2] for row in table[1:]] == ["一、教育支出", "二、国防支出", "三、农林水支出"]


def test_a_heading_of_two_columns_beside_one_that_stands_over_a_third_is_none_of_them() -> None:
    heads = [
        [("财政拨款收入", 190), ("财政拨款支出", 400)],
        [("项目", 140), ("预算数", 260), ("项目", 330), ("合计", 420)],
    ]
    body = [
        [("一、一般公共预算资金", 60), ("99.00", 260), ("一、教育支出", 310), ("72.00", 420)],
        [("二、政府性基金", 60), ("24.00", 260), ("二、农林水支出", 310), ("51.00", 420)],
        [("收入总计", 60), ("123.00", 260), ("支出总计", 310), ("123.00", 420)],
    ]
    read = _tables(both(text("财政拨款收支预算总表", top=80), _set(*heads, *body)))[0]
    assert [len(row) for row in read] == [4] * 5
    assert read[2] == ["一、一般公共预算资金", "99.00", "一、教育支出", "72.00"]


def test_levels_of_a_code_that_is_printed_whole_make_no_heading_of_a_column_too_many() -> None:
    heads = [
        [("项目", 120), ("本年支出", 420)],
        [
            ("功能分类科目编码", 70),
            ("科目名称", 220),
            ("本年收入", 300),
            ("合计", 360),
            ("基本支出", 420),
            ("项目支出", 490),
        ],
        [("类", 70), ("款", 110), ("项", 150)],
    ]
    rows = [
        [("212", 60), ("城乡社区支出", 200), ("9.00", 300), ("9.00", 360), ("0.00", 420), ("9.00", 490)],
        [("21208", 60), ("出让收入安排的支出", 200), ("9.00", 300), ("9.00", 360), ("0.00", 420), ("9.00", 490)],
    ]
    read = _tables(both(text("政府性基金预算财政拨款收入支出决算表", top=80), _set(*heads, *rows)))[0]
    printed = [[c for c in row if c] for row in read]
    assert ["212", "城乡社区支出", "9.00", "9.00", "0.00", "9.00"] in printed
    assert "本年收入" in printed[0] and "功能分类科目编码" in {c for row in printed[:2] for c in row}
