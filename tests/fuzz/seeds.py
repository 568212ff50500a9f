"""What fuzzing starts from: small reports and files of every format, made by code; and the words it puts in."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from tests.extractors.readers.damaged import cell, packed, paragraph, table
from tests.rag.small_report import text_of

#: parts of an input that is several files inside one are parted by this
PART = b"\n\x00\n"

#: words, marks and runs that reports, questions and attacks are made of
_TOLD: dict[str, list[str]] = json.loads(Path(__file__).with_name("words.json").read_text(encoding="utf-8"))
WORDS = _TOLD["words"]
#: values of attributes that files have, or should not have
VALUES = _TOLD["values"]
_QUESTIONS = (
    "云岭市青川区水务局2023年支出合计是多少？",
    "2023年收入比上年增长多少？\n为什么？\n那支出呢？",
    "青川区水务局的主要职责有哪些？",
    "内设机构有几个，分别是什么？",
    "哪个部门2023年总支出最多？前3名分别是多少？",
    "财政拨款收入是什么意思？",
    "水务局2023年收入与支出是否一致？",
    "不是水务局，是教育局；不是2023年，是2022年",
    "水务局基本支出占总支出的比例，减去项目支出再除以2是多少？",
)


def report() -> str:
    """A report of a page."""
    return text_of()


@cache
def printed(form: str) -> bytes:
    """A generated report cut down to its first blocks, as the bytes of a file of some format."""
    from eval.samples import generate
    from eval.samples.formats import render

    sample = generate(3, "henan", thousands="tables")
    return render(sample.blocks[:36], sample.options, form)


def text() -> list[bytes]:
    return [report().encode(), report().replace("\t", "  ").encode(), report()[:900].encode("gb18030")]


def markdown() -> list[bytes]:
    rows = "\n".join("| " + " | ".join(line.split("\t")) + " |" for line in report().splitlines() if "\t" in line)
    return [f"# {report()[:400]}\n\n{rows}\n\n- **合计** <b>386.78</b>\n".encode()]


def web() -> list[bytes]:
    rows = "".join(
        f"<tr>{''.join(f'<td rowspan=1 colspan=1>{c}</td>' for c in line.split(chr(9)))}</tr>"
        for line in report().splitlines()
        if "\t" in line
    )
    lines = "".join(f"<p>{line}</p>" for line in report().splitlines()[:40])
    page = f'<!doctype html><html><head><meta charset="utf-8"></head><body><div>{lines}<table>{rows}</table></div>'
    return [page.encode(), page.replace("utf-8", "gbk").encode("gbk")]


def word_parts() -> list[bytes]:
    """A body, the styles and the numbering of a Word file."""
    number = '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>'
    merged = '<w:gridSpan w:val="2"/><w:vMerge w:val="restart"/>'
    body = (
        paragraph("云岭市青川区水务局2023年度部门决算", '<w:pStyle w:val="1"/>')
        + paragraph("收入决算情况", number)
        + table(cell("项目", merged) + cell("金额"), cell("", "<w:vMerge/>") + cell("386.78") + cell("1"))
        + "<w:p><w:r><w:tab/><w:br/><w:t>合计</w:t><w:pict><w:txbxContent>"
        + paragraph("框内")
        + "</w:txbxContent></w:pict></w:r></w:p>"
    )
    styles = '<w:style w:styleId="1"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
    level = (
        '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>'
    )
    numbering = (
        f'<w:abstractNum w:abstractNumId="1">{level}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/>'
        '<w:lvlOverride w:ilvl="1"><w:startOverride w:val="3"/></w:lvlOverride></w:num>'
    )
    return [PART.join(part.encode() for part in (body, styles, numbering))]


def sheet_parts() -> list[bytes]:
    """The rows of a sheet with what stands behind them, the shared strings, and the formats of numbers."""
    rows = (
        '<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="2">'
        '<c r="A2" t="inlineStr"><is><t>合计</t></is></c><c r="B2" s="1"><v>386.78</v></c><c r="C2"><f>B2*2</f></c>'
        '<c r="D2" t="b"><v>1</v></c></row>'
        '<row r="3" hidden="1"><c r="A3" t="d"><v>2023-01-01</v></c><c r="B3" s="2"><v>45000</v></c></row></sheetData>'
        '<mergeCells count="1"><mergeCell ref="A1:D1"/></mergeCells>'
    )
    strings = "<si><t>收入支出决算总表</t></si><si><r><t>单位：万元</t></r></si>"
    formats = '<numFmt numFmtId="170" formatCode="#,##0.00;[Red]-0.0;&quot;-&quot;"/>'
    return [PART.join(part.encode() for part in (rows, strings, formats))]


def pdf() -> list[bytes]:
    """Two pages: lines, a ruled table and a page number."""
    from io import BytesIO

    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfgen.canvas import Canvas

    registerFont(UnicodeCIDFont("STSong-Light"))
    data = BytesIO()
    canvas = Canvas(data, pageCompression=0, invariant=1)
    for number in (1, 2):
        canvas.setFont("STSong-Light", 10)
        canvas.drawString(72, 760, "水务局2023年度部门决算")
        for row, (name, amount) in enumerate((("项目", "金额"), ("合计", "386.78"))):
            canvas.rect(72, 700 - 20 * row, 100, 20)
            canvas.rect(172, 700 - 20 * row, 100, 20)
            canvas.drawString(76, 705 - 20 * row, name)
            canvas.drawRightString(270, 705 - 20 * row, amount)
        canvas.drawString(290, 40, f"- {number} -")
        canvas.showPage()
    canvas.save()
    return [data.getvalue()]


def archives() -> list[bytes]:
    inner = packed({"a.txt": report().encode()})
    return [
        packed({"甲/水务局.txt": report().encode()[:300], "../../b.txt": b"1", "/etc/c.md": b"2", "d.zip": inner}),
        packed({"word/document.xml": b"<w/>", "xl/workbook.xml": b"<x/>"}),
    ]


def older() -> list[bytes]:
    """The first bytes of older Office files: a Word file, a workbook, a locked one and another."""
    names = ("WordDocument", "Workbook", "EncryptedPackage", "Visio")
    return [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 40 + name.encode("utf-16-le") for name in names]


def questions() -> list[bytes]:
    return [question.encode() for question in _QUESTIONS]


def batch() -> list[bytes]:
    lines = (
        {"id": 1, "question": _QUESTIONS[0]},
        {"id": ["a", {"b": None}], "turns": [_QUESTIONS[0], "那收入呢？"]},
        {"question": "", "turns": []},
    )
    return [json.dumps(line, ensure_ascii=n == 1).encode() for n, line in enumerate(lines)]
