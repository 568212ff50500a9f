"""Files of what was filled: exact numbers, no formulas, every value with its source."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from openpyxl import load_workbook

from extractors.structured import Filled
from page.views.filled import sections
from page.views.filled_book import book
from page.views.filled_files import json_text, reports_csv, values_csv
from tests.page.views.filling_samples import EVIL, Wanted, filled, job

PARTS = sections(Wanted)


def lines(content: bytes) -> list[list[str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def opened() -> Any:
    return load_workbook(io.BytesIO(book(job(), PARTS)))


def test_json_holds_the_schema_object_of_an_extraction_file_and_no_path_of_this_machine() -> None:
    first, _, last = json.loads(json_text(job()))
    assert Filled.model_validate(first["schema"]) == filled()
    assert (last["schema"], last["error"]) == (None, "缺少原文件 <x>")
    assert "/somewhere" not in json_text(job())


def test_each_value_stands_on_a_line_with_its_source() -> None:
    head, *rows = lines(values_csv(job(), PARTS))
    told = [dict(zip(head, row, strict=False)) for row in rows]
    total = told[0]
    assert (total["值"], total["单位"], total["核对"], total["填写"]) == ("12345.60", "万元", "✓ 一致", "规则")
    assert (total["文件"], total["行号"], total["原文"]) == ("r1.txt", "7", "合计 12345.60")
    against = told[2]
    assert (against["值"], against["核对"], against["原文"]) == ("9.21", "≠ 另一处", "机关运行经费9.21万元")
    assert next(t for t in told if t["字段"] == "公务接待费")["填写"] == "模型 m<1>"
    assert next(t for t in told if t["字段"] == "因公出国费")["说明"] == "表中该栏空白"
    assert "项目[1] 预算数" in {t["字段"] for t in told}
    assert told[-1]["核对"] == "失败"


def test_no_text_is_a_formula_in_csv() -> None:
    for content in (values_csv(job(), PARTS), reports_csv(job(), PARTS)):
        assert not any(cell.startswith("=") for row in lines(content) for cell in row)
        assert any(cell == f"'{EVIL}" for row in lines(content) for cell in row)


def test_one_report_a_line_has_each_value_beside_how_sure_it_is() -> None:
    head, first, _, failed = lines(reports_csv(job(), PARTS))
    assert head[3:6] == ["支出合计", "支出合计·单位", "支出合计·核对"]
    assert first[:6] == ["某市1局", "2023", "r1.txt", "12345.60", "万元", "✓ 一致"]
    assert failed[3] == "失败：缺少原文件 <x>"


def test_a_value_of_the_book_links_to_its_source_and_back() -> None:
    made = opened()
    sheet, sources = made["抽取"], made["来源"]
    cell = sheet["D2"]
    assert (cell.value, cell.number_format, cell.data_type) == (12345.6, "#,##0.00", "n")
    target = cell.hyperlink.location
    assert target == "'来源'!C2"
    assert sources["Q1"].value == "说明" and sources["P2"].value == "合计 12345.60"
    assert sources["C2"].hyperlink.location == "'抽取'!D2"


def test_every_link_of_the_book_leads_to_the_value_that_it_is_on() -> None:
    made = opened()
    sources = made["来源"]
    for sheet in made:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.hyperlink and sheet.title not in ("来源", "说明"):
                    back = sources[cell.hyperlink.location.split("!")[1]]
                    assert back.hyperlink.location == f"'{sheet.title}'!{cell.coordinate}"
                    if cell.value and not str(cell.value).startswith("○"):
                        assert sources.cell(back.row, 4).value == cell.value


def test_a_missing_value_stays_empty_and_its_word_leads_to_the_reason() -> None:
    sheet = opened()["抽取"]
    head = [cell.value for cell in sheet[1]]
    at = head.index("因公出国费") + 1
    assert sheet.cell(2, at).value is None
    word = sheet.cell(2, at + 1)
    assert word.value == "○ 空白" and word.hyperlink is not None


def test_text_of_a_report_is_never_a_formula_in_the_book() -> None:
    made = opened()
    cells = [cell for sheet in made for row in sheet.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    evil = [cell for cell in cells if cell.value == EVIL]
    assert evil and all(cell.quotePrefix for cell in evil)


def test_listed_things_have_sheets_of_their_own_and_failures_are_told() -> None:
    made = opened()
    assert made.sheetnames == ["抽取", "项目", "项目 › 资金明细", "主要职责", "来源", "说明"]
    assert [cell.value for cell in made["项目"][2]][3:6] == ["自评表", "水库除险", 3]
    notes = {str(row[0].value): str(row[1].value) for row in made["说明"].iter_rows()}
    assert "r3.txt" in notes["失败"] and "m<1>" in notes["填写"]
