"""Findings to take along: a workbook with every place and what was decided, and the audit pages of their reports."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from extractors.audit.coverage import table_name
from extractors.audit.index import Entry as IndexEntry
from extractors.audit.index import index_of
from extractors.audit.page import page_of
from extractors.audit.words import SEVERITY
from extractors.facts import decimals, is_number, parse_amount
from extractors.output import cell_text, harmless
from page.views.checked import STATES, Entry

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from extractors.citation import Citation
    from rag.library import Library

FINDINGS, PLACES, ABOUT = "发现", "出处", "说明"
#: the columns of the two sheets with their widths
_FINDING = {
    "序号": 7, "级别": 7, "规则": 12, "规则名称": 24, "部门": 24, "年度": 7, "种类": 7, "发现": 60, "一处": 16,
    "另一处": 16, "相差": 14, "其他值": 24, "位置": 40, "核对状态": 10, "备注": 30, "核对时间": 17, "文件": 28,
    "编号": 40,
}  # fmt: skip
_PLACE = {
    "序号": 7, "第几处": 8, "部门": 24, "年度": 7, "文件": 28, "页": 6, "行": 7, "单元格": 14, "章节": 30, "表": 28,
    "行名": 26, "栏": 18, "原文": 70,
}  # fmt: skip


def workbook(entries: Sequence[Entry], about: Sequence[tuple[str, str]] = ()) -> bytes:
    """The entries as an Excel file: a sheet of findings, one of all their places, linked to and fro.

    ``about`` says in pairs of words what was chosen.
    """
    from openpyxl import Workbook

    book = Workbook()
    findings, places = book.active, book.create_sheet(PLACES)
    assert findings is not None
    findings.title = FINDINGS
    _head(findings, _FINDING)
    _head(places, _PLACE)
    looks: dict[Any, Any] = {}
    row = 1
    for number, entry in enumerate(entries, 1):
        _write(findings, number + 1, [number, *_finding_row(entry)], looks)
        if entry.finding.evidence:
            _link(findings.cell(number + 1, 1), PLACES, row + 1)
        for which, place in enumerate(entry.finding.evidence, 1):
            row += 1
            _write(places, row, [number, which, *_place_row(place)], looks)
            _link(places.cell(row, 1), FINDINGS, number + 1)
    _about(book.create_sheet(ABOUT), entries, about, looks)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def _finding_row(entry: Entry) -> list[Any]:
    finding, info, review = entry.finding, entry.info, entry.review
    compared = finding.difference is not None and len(finding.values) > 1
    pair = finding.values[:2] if compared else [None, None]
    rest = finding.values[2:] if compared else finding.values
    when = f"{datetime.fromisoformat(review.at).astimezone():%Y-%m-%d %H:%M}" if review else None
    return [
        SEVERITY[finding.severity], finding.rule, entry.heading, info.department, info.year,
        "预算" if info.kind == "budget" else "决算", finding.message, *map(_number, pair), _number(finding.difference),
        "、".join(rest), "\n".join(dict.fromkeys(map(_where, finding.evidence))), STATES[entry.state],
        review.note if review else None, when, info.file, finding.id,
    ]  # fmt: skip


def _place_row(place: Citation) -> list[Any]:
    return [
        place.department, place.year, place.file, place.page, place.line, place.cell, place.section,
        table_name(place.table) if place.table else None, place.row, place.column, place.quote,
    ]  # fmt: skip


def _where(place: Citation) -> str:
    """A place in one line: file, page or line, table or chapter, row and column."""
    at = f"第{place.page}页" if place.page else f"第{place.line}行" if place.line else ""
    table = f"《{table_name(place.table)}》" if place.table else (place.section or "").rpartition("/")[2]
    return " ".join(part for part in (place.file, at, table, place.row, place.column) if part)


def _number(text: str | None) -> Decimal | str | None:
    """A printed number as a number; anything else stays as it is."""
    return parse_amount(text) if text and is_number(text) else text


def _head(sheet: Worksheet, columns: dict[str, int]) -> None:
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    sheet.append(list(columns))
    for index, width in enumerate(columns.values(), 1):
        sheet.cell(1, index).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(index)].width = width
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}1"


def _write(sheet: Worksheet, row: int, values: Iterable[Any], looks: dict[Any, Any]) -> None:
    """A row of cells: text is text even where it begins like a formula, a number keeps its printed decimals.

    ``looks`` remembers the styles: to look each of them up anew for every cell takes most of the time.
    """
    for column, value in enumerate(values, 1):
        if value is None:
            continue
        cell: Any = sheet.cell(row, column)
        text = cell_text(value) if isinstance(value, str) else None
        cell.value = value if text is None else text
        quoted = text is not None and harmless(text) != text
        places = decimals(value) if isinstance(value, Decimal) else 0
        look = (text is None, quoted, places, column == 1)
        if look not in looks:
            looks[look] = _style(cell, text is not None, quoted, places, number=column == 1)
        cell._style = looks[look]
        if quoted:
            cell.data_type = "s"


def _style(cell: Any, is_text: bool, quoted: bool, places: int, number: bool) -> Any:
    """How a cell looks; the ``number`` of a finding is a link."""
    from openpyxl.styles import Alignment, Font

    cell.alignment = Alignment(vertical="top", wrap_text=is_text)
    if places:
        cell.number_format = f"0.{'0' * places}"
    if number and not is_text:
        cell.font = Font(color="0563C1", underline="single")
    cell.quotePrefix = quoted
    return cell._style


def _link(cell: Any, sheet: str, row: int) -> None:
    """A link inside the workbook."""
    from openpyxl.worksheet.hyperlink import Hyperlink

    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{sheet}'!A{row}")


def _about(sheet: Worksheet, entries: Sequence[Entry], about: Sequence[tuple[str, str]], looks: dict[Any, Any]) -> None:
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 16, 80
    now = f"{datetime.now().astimezone():%Y-%m-%d %H:%M}"
    lines = [
        ("内容", "部门决算、预算报告的核对发现"), ("导出时间", now), ("条数", str(len(entries))), *about,
        ("怎样看", "“发现”每行一条；点序号到“出处”看每一处的原文，再点序号回来。数字为报告所印，未作取舍。"),
        ("核对状态", "未看：还没有人核对；已核：确有错误；不是错误：核对后认为没有问题。发现变了，原来的标记不再算。"),
    ]  # fmt: skip
    for number, line in enumerate(lines, 1):
        _write(sheet, number, line, looks)


# the audit pages


def page(library: Library, doc_id: str) -> str:
    """The audit of one report as one web page that needs nothing else."""
    return page_of(library.audit(doc_id))


def pages(library: Library, doc_ids: Sequence[str]) -> bytes:
    """The audit pages of several reports in a ZIP file, with a list of them and what there is between them."""
    held = io.BytesIO()
    listed: list[IndexEntry] = []
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for doc_id in doc_ids:
            audit = library.audit(doc_id)
            archive.writestr(f"{doc_id}.html", page_of(audit))
            listed.append(IndexEntry.of(f"{doc_id}.html", audit.to_json()))
        between = {f.id: f.model_dump(mode="json") for doc_id in doc_ids for f in library.findings_between(doc_id)}
        archive.writestr("index.html", index_of(listed, list(between.values())))
    return held.getvalue()
