"""Word files: numbers that Word counts, merged cells, hidden and deleted text, places, and files that are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.errors import ReadError
from extractors.readers import Document, TextLine, read
from extractors.readers import packed as opening
from extractors.readers.word import column_name, read_word
from extractors.readers.word_numbers import numeral
from extractors.report import Table
from tests.extractors.readers.damaged import BOMB, ENTITIES, cell, packed, paragraph, table, word

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def _read(body: str, **parts: bytes) -> Document:
    return read_word("报告.docx", word(body, **parts))


def _lines(document: Document) -> list[str]:
    return [b.text for b in document.blocks if isinstance(b, TextLine)]


def _tables(document: Document) -> list[list[list[str]]]:
    return [[[c.text for c in row] for row in b.rows] for b in document.blocks if isinstance(b, Table)]


def _numbering(kind: str, text: str) -> bytes:
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{k}"/><w:lvlText w:val="{t}"/></w:lvl>'
        for n, (k, t) in enumerate([(kind, text), ("chineseCounting", "（%2）"), ("decimal", "%1.%3")])
    )
    return (
        f'<w:numbering {_W}><w:abstractNum w:abstractNumId="7">{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/>'
        "</w:lvlOverride></w:num></w:numbering>"
    ).encode()


def _listed(text: str, level: int = 0, num: int = 1) -> str:
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>')


def test_numbers_that_word_counts_stand_in_front_of_their_paragraphs() -> None:
    body = _listed("收入") + _listed("拨款", 1) + _listed("事业", 1) + _listed("支出") + _listed("项目", 1)
    found = _read(body, word__numbering=_numbering("chineseCountingThousand", "%1、"))
    assert _lines(found) == ["一、收入", "（一）拨款", "（二）事业", "二、支出", "（一）项目"]


def test_a_list_may_begin_anew_at_a_number_of_its_own() -> None:
    found = _read(_listed("甲") + _listed("乙", num=2), word__numbering=_numbering("decimal", "%1."))
    assert _lines(found) == ["1.甲", "5.乙"]


def test_the_number_of_a_style_counts_and_its_heading_level_is_known() -> None:
    styles = (
        f'<w:styles {_W}><w:style w:styleId="a"><w:name w:val="heading 2"/><w:pPr><w:numPr><w:numId w:val="1"/>'
        '</w:numPr></w:pPr></w:style><w:style w:styleId="b"><w:name w:val="x"/><w:basedOn w:val="a"/></w:style>'
        "</w:styles>"
    ).encode()
    body = paragraph("概况", '<w:pStyle w:val="b"/>')
    found = _read(body, word__styles=styles, word__numbering=_numbering("chineseCounting", "%1、"))
    [line] = found.blocks
    assert isinstance(line, TextLine)
    assert (line.text, line.heading) == ("一、概况", 2)


@pytest.mark.parametrize(
    ("number", "kind", "shown"),
    [
        (10, "chineseCounting", "十"),
        (11, "japaneseCounting", "十一"),
        (20, "chineseCountingThousand", "二十"),
        (3, "decimalEnclosedCircleChinese", "③"),
        (2, "ideographTraditional", "乙"),
        (27, "lowerLetter", "aa"),
        (4, "upperRoman", "4"),
    ],
)
def test_numbers_are_printed_in_their_kind(number: int, kind: str, shown: str) -> None:
    assert numeral(number, kind) == shown


def test_merged_cells_stand_in_their_first_row_and_column() -> None:
    wide, top, below = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = (
        cell("项目", wide) + cell("合计", top),
        cell("编码") + cell("名称") + cell("", below),
        cell("201") + cell("一般公共服务支出") + cell("8.14"),
    )
    [found] = _tables(_read(table(*rows)))
    assert found == [["项目", "", "合计"], ["编码", "名称", ""], ["201", "一般公共服务支出", "8.14"]]


def test_names_wrapped_in_a_cell_are_whole_and_cells_keep_their_places() -> None:
    two = "<w:tc>" + paragraph("机关事业单位基本") + paragraph("养老保险缴费支出") + "</w:tc>"
    document = _read(paragraph("支出决算表") + table(cell("编码") + cell("名称"), cell("2080505") + two))
    block = next(b for b in document.blocks if isinstance(b, Table))
    place = block.rows[1].cells[1].place
    assert document.source.cut(place) == "机关事业单位基本养老保险缴费支出"
    assert document.source.places.where(place.start, place.end) == "表1!B2"
    assert document.source.places.where(0, 3) == "段1"


def test_a_table_that_arranges_others_is_read_as_what_it_arranges() -> None:
    inner = table(cell("项目") + cell("金额"), cell("合计") + cell("3.00"))
    found = _read(table(f"<w:tc>{paragraph('收入决算表')}{inner}</w:tc>"))
    assert _lines(found) == ["收入决算表"]
    assert _tables(found) == [[["项目", "金额"], ["合计", "3.00"]]]


def test_hidden_and_deleted_text_is_not_read() -> None:
    body = paragraph("看得见") + paragraph("看不见", run="<w:vanish/>")
    gone = "<w:del><w:r><w:delText>删去的8.14</w:delText></w:r></w:del>"
    body += f"<w:p>{gone}<w:ins><w:r><w:t>加上的</w:t></w:r></w:ins></w:p>"
    assert _lines(_read(body)) == ["看得见", "加上的"]


def test_columns_are_named_as_in_a_sheet() -> None:
    assert [column_name(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


BAD = {
    "none": (packed({"word/document.xml": b"<w:document"}), "已损坏"),
    "entities": (packed({"word/document.xml": ENTITIES}), "实体"),
    "empty": (word(""), "没有文字"),
    "no body": (packed({"[Content_Types].xml": b"<Types/>", "word/styles.xml": b"<a/>"}), "压缩包"),
    "cut": (word(paragraph("文字" * 500))[:300], "损坏"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_word_file_is_refused_with_what_to_do(tmp_path: Path, name: str) -> None:
    data, told = BAD[name]
    path = tmp_path / "报告.docx"
    path.write_bytes(data)
    with pytest.raises(ReadError, match=told):
        read(path)


def test_a_part_that_unpacks_to_more_than_a_report_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "MAX_PART", 1024 * 1024)
    with pytest.raises(ReadError, match="过大"):
        read_word("报告.docx", packed({"word/document.xml": BOMB}))
    monkeypatch.setattr(opening, "MAX_ALL", 1024 * 1024)
    with pytest.raises(ReadError, match="过大"):
        read_word("报告.docx", packed({"word/document.xml": BOMB}))


def test_nesting_beyond_measure_is_refused_or_read_but_ends() -> None:
    deep = "<w:sdt><w:sdtContent>" * 400 + paragraph("深处") + "</w:sdtContent></w:sdt>" * 400
    with pytest.raises(ReadError, match="嵌套"):
        _read(deep)
