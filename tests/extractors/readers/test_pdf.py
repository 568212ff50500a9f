"""PDF: reading order by coordinates, ruled tables over pages, what cannot be seen, turned pages, broken files."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extractors.errors import ReadError
from extractors.readers import Document, TextLine, read
from extractors.readers import pdf as reading
from extractors.readers.pdf import read_pdf
from extractors.report import Table
from tests.extractors.readers.drawn import FONT, HEIGHT, SIZE, WIDTH, both, pdf, table, text

_HEAD = ["科目编码", "科目名称", "合计"]


def _lines(document: Document) -> list[str]:
    return [b.text for b in document.blocks if isinstance(b, TextLine)]


def _tables(document: Document) -> list[list[list[str]]]:
    return [[[c.text for c in row] for row in b.rows] for b in document.blocks if isinstance(b, Table)]


def _read(*pages: object, **more: object) -> Document:
    return read_pdf("报告.pdf", pdf(*pages, **more))  # type: ignore[arg-type]


def test_lines_are_read_from_top_to_bottom_whatever_was_drawn_first() -> None:
    def backwards(canvas: Canvas) -> None:
        for number in (2, 1, 0):
            for word, x in (("乙", 200), ("甲", 60)):
                canvas.drawString(x, HEIGHT - 100 - number * 20, f"{word}{number}")

    assert _read(backwards).source.text.split() == ["甲0", "乙0", "甲1", "乙1", "甲2", "乙2"]


def test_a_paragraph_goes_on_where_its_lines_are_full() -> None:
    full = "本年收入合计为八点一四万元与上年相比减少零点三零万元主要原因是人员减少经费压缩另有"
    # the first line of a paragraph is indented, the second begins at the edge
    page = both(text(full, x=80), text("甲" + full, "项目结转。", x=60, top=118), text("第二段另起。", x=80, top=154))
    marks = [(b.text[:4], b.goes_on) for b in _read(page).blocks if isinstance(b, TextLine)]
    assert marks == [("本年收入", None), ("甲本年收", True), ("项目结转", True), ("第二段另", False)]


def test_a_paragraph_goes_on_though_notes_in_smaller_type_stand_further_out() -> None:
    note = "注：本表反映本部门本年度各项支出的情况，其中预算数是按规定调整以后的全年数"

    def small(canvas: Canvas) -> None:
        canvas.setFont(FONT, SIZE * 0.7)
        for number in range(6):
            canvas.drawString(30, HEIGHT - 300 - number * 60, f"{note}，第{number}张表也是如此，单位都是万元。")
        canvas.setFont(FONT, SIZE)

    first = "本年支出合计为六点一二万元与上年相比增加零点四零万元主要原因是新增人员三名公用经费"
    rest = "相应增加另有以前年度安排的项目在本年内完工并支付了尾款因此合计高于上年同期数与预算数"
    body = both(text(first, x=80), text(rest, rest, "持平。", x=60, top=118))
    marks = [(b.text[:2], b.goes_on) for b in _read(both(body, small)).blocks if isinstance(b, TextLine)]
    assert marks[:4] == [("本年", None), ("相应", True), ("相应", True), ("持平", True)]


def test_captions_in_small_type_nearer_the_edge_do_not_move_the_edge_of_the_text() -> None:
    caption = "单位名称：云岭市水务局本级及所属各预算单位" + "　" * 20 + "金额单位：万元"

    def captioned(canvas: Canvas) -> None:
        canvas.setFont(FONT, 7)
        for number in range(12):
            canvas.drawString(30, 780 - number * 60, caption)

    full = "全市城乡供水工程的建设和管理以及农村饮水安全的巩固提升由本部门负责并对各镇进行指导和"
    drawn = [text(full, x=80, top=60 + n * 60) for n in range(12)]
    rests = [text(f"第{n}次检查。", x=60, top=78 + n * 60) for n in range(12)]
    marks = [b.goes_on for b in _read(both(*drawn, *rests), captioned).blocks if isinstance(b, TextLine)][:24]
    assert marks[1::2] == [True] * 12
    assert True not in marks[0::2]


def test_a_ruled_table_has_its_cells_by_its_lines_and_wrapped_names_are_whole() -> None:
    rows = [_HEAD, ["2080505", "机关事业单位基本\n养老保险缴费支出", "8.14"], ["合计", "", "8.14"]]
    document = _read(both(text("支出决算表", top=80), table(rows)))
    assert _lines(document) == ["支出决算表"]
    assert _tables(document) == [[_HEAD, ["2080505", "机关事业单位基本养老保险缴费支出", "8.14"], ["合计", "", "8.14"]]]


def test_every_piece_knows_its_page_and_its_box() -> None:
    document = _read(text("封面"), both(text("支出决算表", top=80), table([_HEAD, ["201", "外交支出", "8.14"]])))
    block = next(b for b in document.blocks if isinstance(b, Table))
    place = block.rows[1].cells[2].place
    assert place.page == 2
    box = document.source.places.where(place.start, place.end)
    assert isinstance(box, tuple)
    left, top, right, bottom = box
    # the third column, 90 wide each from 60 on; the second row, 20 high each from 100 on
    assert 240 <= left < right <= 330
    assert 120 <= top < bottom <= 141
    title = document.source.text.index("决算表")
    left, *_ = document.source.places.where(title, title + 3) or (0.0,)
    assert left == pytest.approx(60 + 2 * SIZE, abs=0.5)


def test_a_table_goes_on_over_pages_with_or_without_its_head_and_with_a_total_alone() -> None:
    first = both(text("支出决算表", top=60), table([_HEAD, ["201", "外交支出", "8.14"]]))
    document = _read(first, table([["202", "国防支出", "0.20"]]), table([["203", "教育支出", ""]], top=60))
    assert _tables(document) == [
        [_HEAD, ["201", "外交支出", "8.14"], ["202", "国防支出", "0.20"], ["203", "教育支出", ""]]
    ]

    def total(canvas: Canvas) -> None:
        # the total of the table has one cell where the rows have two
        for x, wide, word in ((60, 180, "合计"), (240, 90, "8.34")):
            canvas.rect(x, HEIGHT - 80, wide, 20)
            canvas.drawString(x + 4, HEIGHT - 74, word)

    assert _tables(_read(first, total)) == [[_HEAD, ["201", "外交支出", "8.14"], ["合计", "", "8.34"]]]


def test_another_table_on_the_next_page_is_another_one() -> None:
    first = both(text("收入决算表", top=60), table([_HEAD, ["201", "外交支出", "8.14"]]))
    second = both(text("支出决算表", top=60), table([_HEAD, ["201", "外交支出", "0.20"]]))
    assert len(_tables(_read(first, second))) == 2


def test_page_numbers_and_running_titles_are_not_text() -> None:
    def page(number: int) -> object:
        foot = text(f"— {number} —", x=280, top=810)
        return both(text("某局2023年度部门决算", top=30), text(f"第{number}段。"), foot)

    assert _lines(_read(*(page(n) for n in (1, 2, 3, 4)))) == ["第1段。", "第2段。", "第3段。", "第4段。"]


def test_text_that_cannot_be_seen_is_not_read() -> None:
    def drawn(canvas: Canvas) -> None:
        canvas.drawString(60, 700, "看得见")
        canvas.saveState()
        path = canvas.beginPath()
        path.rect(60, 600, 20, 20)
        canvas.clipPath(path, stroke=0)
        canvas.drawString(62, 605, "内1234567")
        canvas.restoreState()
        canvas.drawString(60, -40, "页外9.99")
        hidden = canvas.beginText(60, 500)
        hidden.setTextRenderMode(3)
        hidden.textLine("无墨8.88")
        canvas.drawText(hidden)

    found = _read(drawn).source.text
    assert "看得见" in found
    assert "内" in found
    assert not any(gone in found for gone in ("567", "9.99", "8.88"))


def test_bold_made_by_drawing_twice_is_read_once() -> None:
    def drawn(canvas: Canvas) -> None:
        for shift in (0, 0.3):
            canvas.drawString(60 + shift, 700, "合计8.14")

    assert _lines(_read(drawn)) == ["合计8.14"]


def test_a_page_that_is_turned_and_a_table_that_is_set_across_a_page_are_read_upright() -> None:
    rows = [_HEAD, ["201", "外交支出", "8.14"]]

    def turned(canvas: Canvas) -> None:
        canvas.setPageRotation(90)
        canvas.translate(WIDTH, 0)
        canvas.rotate(90)
        canvas.translate(0, WIDTH - HEIGHT)
        table(rows)(canvas)

    def across(canvas: Canvas) -> None:
        canvas.translate(WIDTH, 0)
        canvas.rotate(90)
        canvas.translate(0, WIDTH - HEIGHT)
        table(rows)(canvas)

    assert _tables(_read(turned)) == [rows]
    assert _tables(_read(across)) == [rows]


def test_a_frame_around_prose_is_no_table() -> None:
    def framed(canvas: Canvas) -> None:
        canvas.rect(50, 600, 400, 150)
        text("本页有边框。", "框里是正文。", top=120)(canvas)

    document = _read(framed)
    assert _tables(document) == []
    assert _lines(document) == ["本页有边框。", "框里是正文。"]


def test_white_lines_part_no_cells() -> None:
    def white(canvas: Canvas) -> None:
        canvas.setStrokeColorRGB(1, 1, 1)
        table([["一", "二"], ["三", "四"]])(canvas)

    assert _tables(_read(white)) == []


BAD = {
    "damaged": (b"%PDF-1.7 broken", "损坏"),
    "cut": (pdf(text("文字" * 20))[:400], "损坏"),
    "locked": (pdf(text("文字"), encrypt="secret"), "密码"),
    "empty": (pdf(lambda canvas: None), "都没有文字"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_read_is_refused_with_what_to_do(tmp_path: Path, name: str) -> None:
    data, told = BAD[name]
    path = tmp_path / "报告.txt"
    path.write_bytes(data)
    with pytest.raises(ReadError, match=f"报告.txt：.*{told}"):
        read(path)


def test_too_many_pages_are_refused_before_they_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_PAGES", 3)
    with pytest.raises(ReadError, match="4页"):
        _read(*[text("页")] * 4)


def test_a_page_of_countless_lines_is_read_as_text() -> None:
    def hatched(canvas: Canvas) -> None:
        for n in range(1600):
            canvas.line(10, 10 + n * 0.5, 500, 10 + n * 0.5)
            canvas.line(10 + n * 0.3, 10, 10 + n * 0.3, 800)
        text("还有文字。")(canvas)

    assert "还有文字。" in _lines(_read(hatched))


def _pictured(rows: list[list[str]], angle: float = 0.0) -> bytes:
    """A page that is nothing but a picture of a ruled table, askew by some degrees."""
    import io

    import pypdfium2 as pdfium

    image = pdfium.PdfDocument(pdf(table(rows)))[0].render(scale=150 / 72).to_pil().convert("L")
    image = image.rotate(angle, fillcolor=255)
    data = io.BytesIO()
    image.save(data, "PDF", resolution=150)
    return data.getvalue()


#: digits alone: no font for Chinese need be there to draw them
_FIGURES = [
    ["201", "20101", "1234.56"],
    ["205", "20502", "88.07"],
    ["208", "20805", "0.93"],
    ["210", "21011", "7654321.00"],
]


@pytest.mark.parametrize("angle", [0.0, 0.2, -0.35, 0.6])
def test_a_scanned_table_is_recognised_and_said_to_be(angle: float) -> None:
    document = read_pdf("扫描.pdf", _pictured(_FIGURES, angle))
    assert _tables(document) == [_FIGURES]
    assert document.source.places.recognised == [1]


def test_without_the_extra_a_scan_is_refused_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading.recognition, "is_available", lambda: False)
    with pytest.raises(ReadError, match="扫描件"):
        read_pdf("扫描.pdf", _pictured(_FIGURES))


def test_pages_of_pictures_that_cannot_be_read_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading.recognition, "is_available", lambda: False)
    picture = ImageReader(Image.new("RGB", (80, 100), "gray"))

    def pictured(canvas: Canvas) -> None:
        canvas.drawImage(picture, 0, 0, WIDTH, HEIGHT)

    document = _read(text("第一页。"), pictured, text("第三页。"), pictured, pictured)
    assert _lines(document) == ["第一页。", "第三页。"]
    [told] = document.untold
    assert told.startswith("第2、4—5页是没有文字的图片") and "juesuan[ocr]" in told


def test_a_text_that_a_scanner_laid_under_its_picture_is_read_and_marked() -> None:
    def scanned(canvas: Canvas) -> None:
        under = canvas.beginText(60, 700)
        under.setFont("STSong-Light", SIZE)
        under.setTextRenderMode(3)
        under.textLine("收入合计8.14万元。")
        canvas.drawText(under)

    document = _read(text("第一页。"), scanned)
    assert _lines(document) == ["第一页。", "收入合计8.14万元。"]
    assert document.source.places.recognised == [2]


@pytest.mark.parametrize(("name", "told"), [("图.png", "已损坏"), ("图.jpg", "已损坏")])
def test_a_broken_picture_is_refused(tmp_path: Path, name: str, told: str) -> None:
    path = tmp_path / name
    path.write_bytes({"图.png": b"\x89PNG\r\n\x1a\n", "图.jpg": b"\xff\xd8\xff\xe0"}[name] + b"rest")
    with pytest.raises(ReadError, match=told):
        read(path)
