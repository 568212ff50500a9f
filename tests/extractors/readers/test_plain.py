"""The text reader: encodings, lines, tab and pipe tables, markup; every character with its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.errors import ReadError
from extractors.readers import MAX_BYTES, Document, TextLine, read, sha256
from extractors.readers.plain import read_text
from extractors.report import Table

TEXT = "云岭市水务局二〇二三年度部门决算，收入合计一百二十万元，支出合计一百二十万元。\n"


def document(text: str, markdown: bool = False) -> Document:
    return read_text("demo.txt", text.encode(), markdown)


def lines(text: str, markdown: bool = False) -> list[str]:
    return [b.text for b in document(text, markdown).blocks if isinstance(b, TextLine)]


def grids(text: str, markdown: bool = False) -> list[list[list[str]]]:
    blocks = document(text, markdown).blocks
    return [[[cell.text for cell in row] for row in b.rows] for b in blocks if isinstance(b, Table)]


# ---------------------------------------------------------------- bytes


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk"])
def test_every_common_encoding_gives_the_same_text(encoding: str) -> None:
    assert read_text("demo.txt", TEXT.encode(encoding)).source.text == TEXT


def test_utf16_of_both_byte_orders_is_read_by_its_mark() -> None:
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        assert read_text("demo.txt", mark + TEXT.encode(encoding)).source.text == TEXT


def test_line_ends_of_all_systems_become_one() -> None:
    source = document("一\r\n二\r三\n四").source
    assert source.text == "一\n二\n三\n四"
    assert [source.line_of(i) for i in (0, 2, 4, 6)] == [1, 2, 3, 4]


@pytest.mark.parametrize("data", [b"", b" \r\n\t ", "\ufeff".encode(), b"\xff\xfe", "\u3000\n".encode()])
def test_an_empty_file_is_refused_as_empty(data: bytes) -> None:
    with pytest.raises(ReadError, match=r"demo\.txt：文件是空的.*\[E10\]"):
        read_text("demo.txt", data)


@pytest.mark.parametrize("data", [b"\x00\x01\x02", "决算".encode() + b"\x00" * 9, TEXT.encode("utf-16-le")])
def test_a_binary_file_is_refused_as_binary(data: bytes) -> None:
    with pytest.raises(ReadError, match="二进制"):
        read_text("demo.txt", data)


@pytest.mark.parametrize("data", ["café naïve Zürich".encode("latin-1"), b"\x80\x81\xfe", "Отчёт".encode("gb18030")])
def test_an_unknown_encoding_is_refused_and_not_guessed(data: bytes) -> None:
    with pytest.raises(ReadError, match="编码"):
        read_text("demo.txt", data)


@given(st.binary(max_size=300), st.booleans())
def test_arbitrary_bytes_are_read_or_refused_and_nothing_else(data: bytes, markdown: bool) -> None:
    try:
        found = read_text("demo.txt", data, markdown)
    except ReadError:
        return
    assert found.source.text.strip()


@pytest.mark.parametrize(
    ("magic", "kind"),
    [
        (b"%PDF-1.7", "PDF"),
        (b"PK\x03\x04", "压缩格式"),
        (b"\xd0\xcf\x11\xe0", "Office"),
        (b"\x89PNG", "图片"),
        (b"\xff\xd8\xff\xe0", "图片"),
    ],
)
def test_other_formats_are_named_whatever_the_file_is_called(tmp_path: Path, magic: bytes, kind: str) -> None:
    path = tmp_path / "报告.txt"
    path.write_bytes(magic + b"rest of the file")
    with pytest.raises(ReadError, match=f"报告.txt：.*{kind}"):
        read(path)


def test_a_missing_file_a_folder_and_a_huge_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="不存在"):
        read(tmp_path / "没有.txt")
    with pytest.raises(ReadError, match="无法读取"):
        read(tmp_path)
    huge = tmp_path / "大.txt"
    with huge.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(ReadError, match="64 MB"):
        read(huge)


def test_the_hash_is_of_the_content(tmp_path: Path) -> None:
    one, two, three = (tmp_path / name for name in ("a.txt", "b.txt", "c.txt"))
    one.write_text(TEXT)
    two.write_text(TEXT)
    three.write_text(TEXT + "。")
    assert sha256(one) == sha256(two) != sha256(three)
    assert len(sha256(one)) == 64


# ---------------------------------------------------------------- lines


@given(st.lists(st.sampled_from(["水", "12.5", " ", "\u3000", "\u200b", "**", "<b>", "</b>", "（", "ａ", "x", "\n"])))
def test_each_character_of_a_line_stands_where_its_offset_says(pieces: list[str]) -> None:
    text = "".join(pieces)
    try:
        found = document(text)
    except ReadError:
        return
    for line in found.blocks:
        assert isinstance(line, TextLine)
        assert "".join(found.source.text[i] for i in line.offsets) == line.text
        assert found.source.line_of(line.offsets[0]) == line.place.line


def test_blanks_go_out_of_chinese_text_and_stay_between_latin_words() -> None:
    assert lines("　　本 年 收 入 12. 5 万元，GDP growth rate 高\u200b") == ["本年收入12.5万元，GDP growth rate高"]


def test_markup_is_no_text() -> None:
    assert lines("<p>收入<b>合计</b>**3.00**万元<br/></p><!-- 第2页 -->") == ["收入合计3.00万元"]


def test_a_heading_mark_gives_the_level_and_a_list_dash_nothing() -> None:
    blocks = document("## 支出决算表\n\n- 第一条\n-3.00\n", markdown=True).blocks
    assert [(b.text, b.heading) for b in blocks if isinstance(b, TextLine)] == [
        ("支出决算表", 2),
        ("第一条", 0),
        ("-3.00", 0),
    ]


def test_an_empty_line_above_is_remembered() -> None:
    blocks = document("甲\n乙\n\n\n丙").blocks
    assert [b.blank_before for b in blocks if isinstance(b, TextLine)] == [True, False, True]


def test_a_comparison_is_no_markup() -> None:
    assert lines("完成率a<b 且 c>d的项目") == ["完成率a<b且c>d的项目"]


# ---------------------------------------------------------------- tables


def test_tabs_make_cells_and_empty_cells_stay() -> None:
    assert grids("合计\t\t3.00\t\n\t甲\t0.00\n") == [[["合计", "", "3.00", ""], ["", "甲", "0.00"]]]


def test_pipes_make_cells_and_the_rule_below_a_head_no_row() -> None:
    assert grids("| 项目 | 金额 |\n| --- | ---: |\n| 合计 |  |\n") == [[["项目", "金额"], ["合计", ""]]]


def test_a_rule_of_single_dashes_is_no_row() -> None:
    assert grids("|项目|金额|\n|:-:|:-:|\n|合计|3.00|\n") == [[["项目", "金额"], ["合计", "3.00"]]]


def test_an_escaped_pipe_is_text() -> None:
    assert grids("| 甲\\|乙 | 3.00 |") == [[["甲|乙", "3.00"]]]


def test_a_table_goes_on_over_empty_lines_and_ends_at_text() -> None:
    assert grids("甲\t1\n\n\n乙\t2\n说明\n丙\t3\n") == [[["甲", "1"], ["乙", "2"]], [["丙", "3"]]]


def test_prose_indented_by_a_tab_is_prose() -> None:
    sentence = "本部门当年安排的各项水利工程都已按照合同约定的工期完成并交付使用，没有拖欠工程款。"
    assert lines(f"\t{sentence}\n{sentence}\t\n") == [sentence, sentence]


def test_markup_in_a_cell_goes_and_a_comparison_stays() -> None:
    assert grids("<b>合计</b>\t**3.00**\t<p>甲</p> <p>乙</p>\t3 < 5") == [[["合计", "3.00", "甲 乙", "3 < 5"]]]


@given(st.lists(st.lists(st.sampled_from(["", "甲", "3.00", " 乙 ", "<b>丙</b>"]), min_size=2, max_size=5), min_size=1))
def test_each_cell_and_row_knows_its_place(rows: list[list[str]]) -> None:
    text = "表\n" + "\n".join("\t".join(row) for row in rows) + "\n末\n"
    found = document(text)
    tables = [b for b in found.blocks if isinstance(b, Table)]
    kept = [row for table in tables for row in table.rows]
    printed = [row for row in rows if any(cell.strip() for cell in row)]
    written = [[found.source.cut(cell.place) for cell in row] for row in kept]
    assert [row for row in written if any(cell.strip() for cell in row)] == printed
    assert all(found.source.cut(row.place) == "\t".join(found.source.cut(c.place) for c in row) for row in kept)
    assert all(found.source.line_of(row.place.start) == row.place.line for row in kept)
