"""Hostile files: what unfolds into more than any report, loops, or names what is not there is refused, or bounded."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from extractors.bulk import find_files
from extractors.errors import ReadError
from extractors.readers import content, document, office, packed, read, web, workbook
from extractors.readers.archive import is_archive, members
from extractors.readers.pdf.page import MOST_PIXELS, drawable
from extractors.readers.plain import read_text
from extractors.readers.sheets import read_xlsx
from extractors.readers.spans import MAX_COLUMNS, Spanning, laid_out
from extractors.readers.web import read_html
from extractors.readers.word import read_word
from extractors.report import Table
from tests.extractors.readers.damaged import cell, paragraph, table, word
from tests.extractors.readers.damaged import packed as archive_of
from tests.fuzz.seeds import PART
from tests.fuzz.targets import sheet_of

_ONE = '<row r="1"><c r="A1"><v>1</v></c></row>'
_FORMAT = '<row r="1"><c r="A1" s="1"><v>{}</v></c></row>'


def _sheet(rows: str, behind: str = "", formats: str = "") -> bytes:
    return sheet_of(PART.join(p.encode() for p in (f"<sheetData>{rows}</sheetData>{behind}", "", formats)))


# workbooks


@pytest.mark.parametrize("ref", ["A1:XFD1048576", "A:XFD", "1:1048576"])
def test_a_merged_range_of_a_whole_sheet_makes_no_cells(ref: str) -> None:
    try:
        read = read_xlsx("a.xlsx", _sheet(_ONE, f'<mergeCells><mergeCell ref="{ref}"/></mergeCells>'))
    except ReadError as error:
        assert "损坏" in str(error)
    else:
        assert read.source.text.split() == ["a", "1"]


def test_a_link_over_a_whole_sheet_makes_no_cells() -> None:
    document = read_xlsx("a.xlsx", _sheet(_ONE, '<hyperlinks><hyperlink ref="A1:XFD1048576"/></hyperlinks>'))
    assert document.source.text.split() == ["a", "1"]


def test_a_merged_range_shows_its_first_cell_alone() -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c><c r="C1"><v>3</v></c></row>'
    document = read_xlsx("a.xlsx", _sheet(rows * 1, '<mergeCells><mergeCell ref="A1:B1"/></mergeCells>'))
    [read] = [b for b in document.blocks if isinstance(b, Table)]
    assert [c.text for c in read.rows[0]] == ["1", "", "3"]


def test_a_cell_in_the_far_corner_of_a_sheet_makes_no_cells_between() -> None:
    far = _ONE + '<row r="20000"><c r="GR20000"><v>7</v></c></row><row r="1048576"><c r="XFD1048576"><v>8</v></c></row>'
    document = read_xlsx("a.xlsx", _sheet(far))
    assert document.source.text.split() == ["a", "1", "7"]
    assert any("超过" in told for told in document.untold)


def test_a_sheet_of_more_marks_or_cells_than_a_report_has_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = "".join(f'<row r="{r}"><c><v>1</v></c><c><v>2</v></c></row>' for r in range(1, 30))
    monkeypatch.setattr(document, "MAX_CELLS", 40)
    with pytest.raises(ReadError, match="单元格超过"):
        read_xlsx("a.xlsx", _sheet(rows))
    monkeypatch.setattr(workbook, "MAX_MARKS", 100)
    with pytest.raises(ReadError, match="过大"):
        read_xlsx("a.xlsx", _sheet(rows))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_in_a_sheet_are_refused_in_whatever_encoding(encoding: str) -> None:
    bomb = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE w [<!ENTITY a "1">]><worksheet>&a;</worksheet>'
    with zipfile.ZipFile(io.BytesIO(_sheet(_ONE))) as opened:
        parts = {name: opened.read(name) for name in opened.namelist()}
    with pytest.raises(ReadError, match="实体"):
        read_xlsx("a.xlsx", archive_of(parts | {"xl/worksheets/sheet1.xml": bomb.encode(encoding)}))


@pytest.mark.parametrize(
    ("value", "form", "shown"),
    [("1.5", "0." + "0" * 200, "1.5" + "0" * 29), ("1e300", "0.00", "1" + "0" * 300 + ".00"), ("1e999", "0.0", "inf")],
)
def test_a_number_is_shown_however_large_it_is_and_however_many_places_its_format_has(
    value: str, form: str, shown: str
) -> None:
    formats = f'<numFmt numFmtId="170" formatCode="{form}"/>'
    assert read_xlsx("a.xlsx", _sheet(_FORMAT.format(value), "", formats)).source.text.split() == ["a", shown]


def test_a_number_with_a_format_that_the_file_does_not_have_is_shown_as_it_is() -> None:
    assert read_xlsx("a.xlsx", _sheet(_FORMAT.format("386.78"))).source.text.split() == ["a", "386.78"]


# Word


def test_a_number_that_word_counts_is_no_longer_than_a_line() -> None:
    level = '<w:lvl w:ilvl="0"><w:start w:val="999999"/><w:numFmt w:val="{}"/><w:lvlText w:val="{}"/></w:lvl>'
    for kind, told in (("lowerLetter", "%1"), ("decimal", "%1" * 5_000), ("bullet", "x" * 5_000)):
        space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
        numbering = (
            f'<w:numbering {space}><w:abstractNum w:abstractNumId="1">{level.format(kind, told)}</w:abstractNum>'
            '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
        )
        line = paragraph("职责", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
        text = read_word("a.docx", word(line, word__numbering=numbering.encode())).source.text
        assert "职责" in text and len(text) < 80


@pytest.mark.parametrize("level", ["²", "٣", "9" * 5_000, "-1", ""])
def test_a_level_of_the_outline_that_is_no_number_is_none(level: str) -> None:
    assert "职责" in read_word("a.docx", word(paragraph("职责", f'<w:outlineLvl w:val="{level}"/>'))).source.text


def test_cells_that_span_more_than_a_table_has_are_cut_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    wide = table(*[cell("甲", '<w:gridSpan w:val="9999"/>')] * 5)
    [read] = [b for b in read_word("a.docx", word(wide)).blocks if isinstance(b, Table)]
    assert {len(row.cells) for row in read.rows} == {MAX_COLUMNS}
    monkeypatch.setattr(document, "MAX_CELLS", 3 * MAX_COLUMNS)
    with pytest.raises(ReadError, match="单元格超过"):
        read_word("a.docx", word(wide))


def test_a_cell_over_many_rows_keeps_those_below_it_free_of_others() -> None:
    rows = [[Spanning("a", 2, 3), Spanning("b")], [Spanning("c")], [Spanning("d", 5, 5)], [Spanning("e")]]
    assert [row[:4] for row in laid_out(rows, "")] == [
        ["a", "", "b", ""], ["", "", "c", ""], ["", "", "d", ""], ["e", "", "", ""],
    ]  # fmt: skip


def test_xml_of_more_marks_than_a_report_has_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "MAX_MARKS", 50)
    with pytest.raises(ReadError, match="过大"):
        read_word("a.docx", word(paragraph("甲") * 20))


# web pages and text


def test_a_page_of_more_marks_or_cells_than_a_report_has_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    page = b"<table>" + b"<tr><td colspan=999 rowspan=999>1</td></tr><tr><td>2</td><td>3</td></tr>" * 20 + b"</table>"
    monkeypatch.setattr(document, "MAX_CELLS", 2 * MAX_COLUMNS)
    with pytest.raises(ReadError, match="单元格超过"):
        read_html(
            "a.html", b"<table>" + b"<tr><td colspan=999>1</td></tr>" * 4 + b"<tr><td>2</td><td>3</td></tr></table>"
        )
    monkeypatch.setattr(web, "MAX_MARKS", 50)
    with pytest.raises(ReadError, match="过大"):
        read_html("a.html", page)


def test_a_text_of_more_characters_or_cells_than_a_report_has_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document, "MAX_CHARACTERS", 100)
    monkeypatch.setattr(document, "MAX_CELLS", 10)
    for data, told in (("决" * 101, "文字超过"), ("1\t" * 11, "单元格超过"), ("|1" * 11, "单元格超过")):
        with pytest.raises(ReadError, match=told):
            read_text("a.txt", data.encode())


@pytest.mark.parametrize(
    "line",
    [
        "第一行{}x", "{}-", "1{}x", "<a{}", "<!--{}", "|{}x", "-{}x", "，{}x",
    ],
)  # fmt: skip
@pytest.mark.parametrize("filling", [" ", "\u3000", "- ", "<a ", " a=1", "<!--", "| ", "-|", "·", ".", "第 "])
def test_a_long_line_of_one_thing_is_read_whatever_it_is(line: str, filling: str) -> None:
    """20,000 repeats: a pattern that goes back and forth over them would not come to an end."""
    text = line.format(filling * 20_000)
    assert read_text("a.txt", f"决算\n{text}\n".encode()).source.text == f"决算\n{text}\n"


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ('<span style="font-size: 12.0pt; font-family: 宋体" lang=EN-US>合计</span>', "合计"),
        ("<b>合计</b><br/><!-- 注 -->386.78", "合计386.78"),
        ("5<6 且 a<b，<=3", "5<6且a<b，<=3"),
        ("<td colspan=2 rowspan='3' nowrap>甲</td>", "甲"),
    ],
)
def test_markup_in_a_text_is_left_out_and_other_signs_stay(line: str, shown: str) -> None:
    [told] = read_text("a.md", line.encode(), markdown=True).blocks
    assert getattr(told, "text", None) == shown


# PDF


@pytest.mark.parametrize("size", [(595, 842), (1, 10**7), (10**6, 10**6), (0, 0), (14_400, 14_400)])
def test_the_picture_of_a_page_has_no_more_pixels_than_it_may(size: tuple[int, int]) -> None:
    width, height = size
    scale = drawable(width, height, 2.0)
    assert (
        0 < scale <= 2.0 and width * height * scale**2 <= MOST_PIXELS * 1.01 and max(size) * scale <= MOST_PIXELS * 1.01
    )
    assert drawable(595, 842, 2.0) == 2.0


# archives


def _renamed(data: bytes, old: bytes, new: bytes) -> bytes:
    assert old in data and len(old) == len(new)
    return data.replace(old, new)


def test_an_archive_of_a_later_version_or_with_a_broken_list_is_told_to_be_damaged(tmp_path: Path) -> None:
    data = archive_of({"word/document.xml": b"<w/>", "a.txt": b"1"})
    at = data.index(b"PK\x01\x02")
    later = data[: at + 6] + b"\xff\x00" + data[at + 8 :]
    broken = data[: at + 42] + b"\xff\xff\xff\x7f" + data[at + 46 :]
    for n, bytes_ in enumerate((later, broken)):
        path = tmp_path / f"{n}.docx"
        path.write_bytes(bytes_)
        with pytest.raises(ReadError, match="损坏"):
            read(path)
        assert [f.path for f in find_files([path])] == [path]


def test_names_of_an_archive_never_lead_out_of_it(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    names = [
        "../../a.txt",
        "/etc/b.txt",
        "..\\..\\c.txt",
        "C:\\d.txt",
        "x/../../e.txt",
        "//server/f.txt",
        "..",
        "./g.txt",
    ]
    path.write_bytes(archive_of({name: b"1" for name in names}))
    assert is_archive(path)
    assert members(path) == ["C:/d.txt", "a.txt", "c.txt", "etc/b.txt", "g.txt", "server/f.txt", "x/e.txt"]
    for found in find_files([path]):
        assert found.path.resolve().is_relative_to(path) and content(found.path) == b"1"
    assert {p.name for p in tmp_path.iterdir()} == {"a.zip"}


def test_a_file_without_a_name_in_an_archive_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    data = archive_of({"a": b"1", "b.txt": b"2"})
    at = data.index(b"PK\x01\x02")
    path.write_bytes(data[: at + 28] + b"\0\0\1\0" + data[at + 32 :])  # its name is a note on it
    assert members(path) == ["b.txt"]


def test_an_archive_with_more_files_than_it_may_have_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("extractors.readers.archive.MAX_MEMBERS", 3)
    path = tmp_path / "a.zip"
    path.write_bytes(archive_of({f"{n}.txt": b"1" for n in range(4)}))
    [found] = find_files([path])
    assert "超过3个" in (found.error or "")


def test_an_older_office_file_is_opened_by_libreoffice_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office, "program", lambda: None)
    for n, stream in enumerate(("WordDocument", "Workbook")):
        path = tmp_path / f"{n}.doc"
        path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 64 + stream.encode("utf-16-le"))
        with pytest.raises(ReadError, match="LibreOffice"):
            read(path)


def test_the_bounds_are_those_that_are_promised() -> None:
    """SECURITY.md names them; whoever changes one changes the other."""
    told = (Path(__file__).parents[3] / "SECURITY.md").read_text(encoding="utf-8")
    for bound in (
        f"{document.MAX_CHARACTERS:,} characters",
        f"{document.MAX_CELLS:,} table cells",
        f"{packed.MAX_PARTS:,} parts",
        f"{packed.MAX_MARKS:,} marks",
        f"{workbook.MAX_MARKS:,} marks",
        f"{web.MAX_MARKS:,} marks",
    ):
        assert bound in told, bound
