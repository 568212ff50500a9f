"""A filled schema as the page shows it: values with their marks, tables, sections, and nothing unescaped."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from extractors.schemas import schemas
from page.views import filled as views
from page.views import filled_grids
from page.views import filled_words as words
from page.views.filled import Entry, missing
from tests.page.views.filling_samples import EVIL, Wanted, filled, info, job


def entries() -> dict[str, Entry]:
    (section,) = views.sections(Wanted)
    return {each.path: each for each in views.entries(filled(), section.fields)}


def test_each_value_has_its_sign_and_word() -> None:
    marks = {path: each.mark for path, each in entries().items()}
    assert marks == {
        "total": "✓ 一致", "operating": "≠ 冲突", "reception": "◆ 仅模型", "cars": "· 未证实", "reason": "",
        "abroad": "○ 空白",
    }  # fmt: skip


def test_a_figure_keeps_its_printed_decimals_and_its_unit() -> None:
    found = entries()
    assert (found["total"].text, found["total"].unit, str(found["total"].number)) == ("12,345.60", "万元", "12345.60")
    assert (found["cars"].text, found["cars"].unit) == ("4", "辆")
    assert found["reason"].number is None and found["abroad"].text == ""


def test_why_there_is_no_value_is_told_apart() -> None:
    reasons = ["表中该栏空白", "表中该栏空白（本表无数据）", "未读到该表", "正文没有写明", "有歧义（ambiguous）：多处"]
    assert [missing(reason) for reason in reasons] == ["空白", "空表", "未读到", "未找到", "有歧义"]


def test_listed_things_are_rows_and_those_inside_them_say_whose_they_are() -> None:
    (section,) = views.sections(Wanted)
    projects, funds, duties = section.listings
    assert projects.heads == ("表名", "项目名称", "预算数")
    assert [[each.text for each in row] for _, row in views.rows(filled(), projects)] == [
        ["自评表", "水库除险", "3.00"], ["自评表", "渠道整治", ""],
    ]  # fmt: skip
    assert funds.heads == ("所属", "资金来源", "预算数")
    ((owner, row),) = views.rows(filled(), funds)
    assert owner == "水库除险" and row[1].path == "projects[0].funds[0].budget"
    assert [(row[0].path, row[0].text) for _, row in views.rows(filled(), duties)] == [
        ("duties[0]", "管水"), ("duties[1]", "护河"),
    ]  # fmt: skip


def test_the_whole_report_is_looked_at_by_its_parts() -> None:
    parts = views.sections(schemas()["report"])
    assert len(parts) > 20 and all(section.fields or section.listings for section in parts)
    assert len(views.sections(schemas()["three_public"])) == 1


def test_fields_of_one_section_never_share_a_name() -> None:
    for section in [s for model in schemas().values() for s in views.sections(model)]:
        titles = [field.title for field in section.fields]
        assert len(set(titles)) == len(titles)
        for listing in section.listings:
            assert len(set(listing.heads)) == len(listing.heads)


def test_a_grid_says_in_words_how_sure_each_value_is() -> None:
    (section,) = views.sections(Wanted)
    grid = filled_grids.of_values([f.title for f in section.fields], [(info(), list(entries().values()))])
    assert grid.columns[0] == "报告" and grid.texts[0][0] == "2023 某市1局"
    assert grid.texts[0][1] == "12,345.60 万元　✓ 一致" and grid.texts[0][-1] == "○ 空白"
    assert "支出合计" in grid.numeric and "增减原因" not in grid.numeric
    assert grid.shades[0][2] and not grid.shades[0][1]


def test_rows_of_all_reports_are_led_by_their_report() -> None:
    (section,) = views.sections(Wanted)
    made = job()
    grid = filled_grids.of_rows(section.listings[1], filled_grids.joined(made, section.listings[1]), reports=True)
    assert grid.columns == ("报告", "所属", "资金来源", "预算数")
    assert [row[0] for row in grid.texts] == ["2023 某市1局", "2023 某市2局"]


def test_an_opened_value_is_told_in_full_and_escaped() -> None:
    found = entries()
    assert "m&lt;1&gt;" in words.entry_html(found["reception"], filled())
    assert "÷ 10000" in words.entry_html(found["total"], filled())
    assert "表中该栏空白" in words.entry_html(found["abroad"], filled())
    assert "&quot;" in words.entry_html(found["reason"], filled())


@given(st.text(max_size=80))
def test_no_text_of_a_report_becomes_markup(text: str) -> None:
    each = Entry("x", text, text, text, "", "unconfirmed", "未证实")
    assert not re.search(r"<(?!/?(?:b|p|div)\b)", words.entry_html(each, filled()))
    assert not re.search(r"(?<!\\)[<\[]", words.entry_label(each).replace("-badge[", ""))


def test_marks_are_counted_and_explained() -> None:
    told = words.tally_html(list(entries().values()))
    assert "✓ 一致</b> 1" in told and "没有第二处" in told and EVIL not in told
    assert words.tally_html([]) == ""
