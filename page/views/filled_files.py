"""Files of what was filled: JSON, CSV with one value or one report a line, and an Excel book that links to sources."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from extractors.output import harmless
from page.views.filled import Entry, Listing, Section, entries, rows
from page.views.filled_words import filler

if TYPE_CHECKING:
    from extractors.citation import Citation
    from extractors.structured import Filled
    from page.views.filling import Filling
    from rag.storage.store import ReportInfo

_REPORT = ("doc_id", "file", "sha256", "department", "year", "kind", "level", "scope", "region", "unit", "pages")
#: the columns of the table of sources
SOURCE = (
    "部门", "年度", "字段", "值", "单位", "核对", "填写", "文件", "决算表", "章节", "行", "栏", "页", "行号", "单元格",
    "原文", "说明",
)  # fmt: skip
WHO = ("部门", "年度", "文件")


def who_cells(info: ReportInfo) -> list[Any]:
    return [info.department or "", info.year, info.file]


def json_text(job: Filling) -> str:
    """The reports with their ``schema`` objects, as in an extraction file; a failed one with its error."""
    return json.dumps([_report_json(job, info) for info in job.reports], ensure_ascii=False, indent=1) + "\n"


def _report_json(job: Filling, info: ReportInfo) -> dict[str, Any]:
    told: dict[str, Any] = {"report": {name: getattr(info, name) for name in _REPORT}, "schema": None}
    if filled := job.results.get(info.doc_id):
        told["schema"] = filled.to_json()
    else:
        told["error"] = job.failed.get(info.doc_id, "没有做")
    return told


def every_entry(filled: Filled, parts: Sequence[Section]) -> Iterator[tuple[str, Entry]]:
    """All values with the names they go by in a table of sources; what a listed item lacks is passed over."""
    for section in parts:
        lead = f"{section.title} › " if len(parts) > 1 else ""
        for each in entries(filled, section.fields):
            yield f"{lead}{each.title}", each
        for listing in section.listings:
            for number, (_, cells) in enumerate(rows(filled, listing), 1):
                for cell in cells:
                    if cell.value is not None:
                        yield f"{lead}{listing.title}[{number}] {cell.title}", cell


def source_rows(info: ReportInfo, filled: Filled, name: str, each: Entry) -> Iterator[list[Any]]:
    """A value with its place, and below it what other places state instead."""
    value = each.number if each.figure else each.text
    by = filler(each, filled) if each.value is not None else ""
    note = "；".join(part for part in (each.reason, each.formula) if part)
    lead = [info.department or "", info.year, name]
    yield [*lead, value, each.unit, each.mark, by, *_place(filled.sources.get(each.path), info.file), note]
    for other in filled.conflicts.get(each.path, ()):
        place = _place(other.source, info.file)
        yield [*lead, other.value, other.unit or "", "≠ 另一处", "", *place, "与上一行不同"]


def _place(source: Citation | None, file: str) -> list[Any]:
    if source is None:
        return [file, *[""] * 8]
    read = {"ocr": "（读自图片）", "doubtful": "（读自图片，存疑）"}.get(source.reading or "", "")
    return [
        source.file, source.table or "", source.section or "", source.row or "", source.column or "",
        source.page or "", source.line or "", source.cell or "", f"{source.quote}{read}",
    ]  # fmt: skip


def values_csv(job: Filling, parts: Sequence[Section]) -> bytes:
    """One value a line with its source."""
    lines: list[Sequence[Any]] = [SOURCE]
    for info in job.shown:
        filled = job.results[info.doc_id]
        for name, each in every_entry(filled, parts):
            lines += source_rows(info, filled, name, each)
    return _csv([*lines, *([*who_cells(i)[:2], "", "", "", "失败", "", i.file] for i in failed(job))])


def reports_csv(job: Filling, parts: Sequence[Section]) -> bytes:
    """One report a line, with each single value and how sure it is."""
    head, lines = grid(job, parts)
    return _csv([head, *([_plain(cell) for cell in line] for line in lines)])


def _plain(cell: Any) -> Any:
    if isinstance(cell, Entry):
        return cell.number if cell.figure else cell.text
    return cell


def grid(job: Filling, parts: Sequence[Section]) -> tuple[list[str], list[list[Any]]]:
    """Reports by single values: the heads, and the lines, in which a value stands as its entry."""
    names = [f"{s.title} › {f.title}" if len(parts) > 1 else f.title for s in parts for f in s.fields]
    found = [[e for s in parts for e in entries(job.results[info.doc_id], s.fields)] for info in job.shown]
    head, lines = _beside(names, found)
    made = [[*who_cells(info), *line] for info, line in zip(job.shown, lines, strict=True)]
    made += [[*who_cells(info), f"失败：{job.failed[info.doc_id]}"] for info in failed(job)]
    return [*WHO, *head], made


def table(job: Filling, listing: Listing) -> tuple[list[str], list[tuple[str, list[Any]]]]:
    """The rows of one list of all reports: the heads, and each line with the report that it is of."""
    owned = len(listing.keys) > 1
    every = [(info, owner, cells) for info in job.shown for owner, cells in rows(job.results[info.doc_id], listing)]
    head, lines = _beside(listing.heads[1:] if owned else listing.heads, [cells for _, _, cells in every])
    made = [
        (info.doc_id, [*who_cells(info), *([owner] if owned else []), *line])
        for (info, owner, _), line in zip(every, lines, strict=True)
    ]
    return [*WHO, *(["所属"] if owned else []), *head], made


def _beside(names: Sequence[str], found: Sequence[Sequence[Entry]]) -> tuple[list[str], list[list[Any]]]:
    """Values with their units and how sure they are beside them, where any value of the column has such a thing."""
    units = [any(line[n].unit for line in found) for n in range(len(names))]
    marks = [any(line[n].mark for line in found) for n in range(len(names))]
    head = [
        part
        for n, name in enumerate(names)
        for part in _parts(name, f"{name}·单位", f"{name}·核对", units[n], marks[n])
    ]
    lines = [
        [part for n, each in enumerate(line) for part in _parts(each, each.unit, each.mark, units[n], marks[n])]
        for line in found
    ]
    return head, lines


def _parts(value: Any, unit: str, mark: str, has_unit: bool, has_mark: bool) -> list[Any]:
    return [value, *([unit] if has_unit else []), *([mark] if has_mark else [])]


def failed(job: Filling) -> list[ReportInfo]:
    return [info for info in job.reports if info.doc_id in job.failed]


def _csv(lines: Sequence[Sequence[Any]]) -> bytes:
    """Lines as CSV; the mark at its head tells Excel that this is UTF-8, and no text becomes a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    for line in lines:
        writer.writerow([harmless(cell) if isinstance(cell, str) else _exact(cell) for cell in line])
    return out.getvalue().encode("utf-8-sig")


def _exact(cell: Any) -> Any:
    return f"{cell:f}" if isinstance(cell, Decimal) else cell
