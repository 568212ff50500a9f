"""Sections of a report: headings by their wording, the table of contents apart, prose healed, tables with captions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.readers.plain import read_text
from extractors.report import Paragraph, Section, Source, Table
from extractors.structure import sections_of
from extractors.text import squeeze

NAME = "云岭市青川区水务局"
LONG = "本部门按照年初确定的任务安排推进了泵站改造和河道清淤两项工作"


def read(text: str, markdown: bool = False) -> tuple[list[Section], Source]:
    document = read_text("demo.txt", text.encode(), markdown)
    return sections_of(document), document.source


def sections(text: str, markdown: bool = False) -> list[Section]:
    return read(text, markdown)[0]


def outline(text: str, markdown: bool = False) -> list[tuple[int, str, str | None]]:
    """Level, title and meaning of each section after the cover."""
    return [(s.level, s.title, s.key) for s in sections(text, markdown)[1:]]


def paragraphs(text: str) -> list[str]:
    return [p.text for s in sections(text) for p in s.paragraphs]


# ---------------------------------------------------------------- headings


def test_parts_chapters_and_points_make_a_path() -> None:
    text = f"第一部分 {NAME}概况\n\n一、部门职责\n\n二、机构设置\n\n（一）内设机构情况\n\n内设机构3个。\n"
    found = sections(text)
    assert [(s.level, s.key) for s in found] == [(0, None), (1, "profile"), (3, "duties"), (3, "bodies"), (4, "bodies")]
    assert found[-1].path == (f"第一部分{NAME}概况", "二、机构设置", "（一）内设机构情况")


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("一、收入支出决算总体情况说明", "overall"),
        ("二、收入决算情况说明", "income"),
        ("三、支出决算情况说明", "expenditure"),
        ("四、财政拨款收入支出决算总体情况说明", "fiscal"),
        ("五、一般公共预算财政拨款支出决算情况说明", "general_budget"),
        ("六、一般公共预算财政拨款基本支出决算情况说明", "basic"),
        ("七、政府性基金预算财政拨款支出决算情况说明", "gov_fund"),
        ("八、国有资本经营预算财政拨款支出决算情况说明", "state_capital"),
        ("九、财政拨款“三公”经费支出决算情况说明", "three_public"),
        ("十、机关运行经费支出情况说明", "operating"),
        ("十一、政府采购支出情况说明", "procurement"),
        ("十二、国有资产占用情况说明", "assets"),
        ("十三、预算绩效情况说明", "performance"),
    ],
)
def test_a_chapter_is_known_by_its_wording(title: str, key: str) -> None:
    assert outline(f"第三部分 部门决算情况说明\n\n{title}\n\n没有。\n")[1] == (3, title, key)


def test_a_form_inside_a_chapter_does_not_end_the_chapter() -> None:
    text = (
        "第三部分 部门决算情况说明\n\n十三、预算绩效情况说明\n\n（二）自评结果。\n\n部门整体绩效自评表\n\n"
        "甲\t乙\n\n（三）重点评价结果。\n\n没有。\n"
    )
    assert [(title, key) for _, title, key in outline(text)[2:]] == [
        ("（二）自评结果", "performance"),
        ("部门整体绩效自评表", "performance"),
        ("（三）重点评价结果", "performance"),
    ]


def test_a_half_width_comma_parts_words_but_not_thousands() -> None:
    text = "第三部分 部门决算情况说明\n\n一、收入支出决算总体情况说明\n\n收支总计1,234.50万元,比上年多。\n"
    (paragraph,) = sections(text)[-1].paragraphs
    assert paragraph.plain == "收支总计1,234.50万元，比上年多。"
    assert paragraph.text == "收支总计1,234.50万元,比上年多。"


def test_a_table_title_is_no_chapter_of_prose() -> None:
    assert outline("第二部分 部门决算表\n\n二、收入决算表\n\n三、支出决算表\n")[1:] == [
        (2, "二、收入决算表", "GK02"),
        (2, "三、支出决算表", "GK03"),
    ]


def test_a_table_beside_the_statutory_ones_is_a_section_of_its_own() -> None:
    text = "第二部分 部门决算表\n\n支出决算表\n\n甲\t1.00\n\n财政拨款支出决算明细表\n\n公开05表\n\n甲\t2.00\n"
    assert outline(text)[1:] == [(2, "支出决算表", "GK03"), (2, "财政拨款支出决算明细表", "tables")]
    assert [t.caption[-1].plain for t in sections(text)[-1].tables] == ["公开05表"]


def test_a_line_of_a_table_beside_the_statutory_ones_is_no_chapter() -> None:
    text = "第二部分 部门决算表\n\n政府采购情况表\n\n一、政府采购支出合计\n\n甲\t2.00\n\n三、支出决算表\n"
    assert outline(text)[1:] == [(2, "政府采购情况表", "tables"), (2, "三、支出决算表", "GK03")]


def test_a_title_of_a_table_in_prose_opens_no_section() -> None:
    text = "第三部分 决算情况说明\n\n一、收入决算情况说明\n\n政府采购情况表\n\n二、支出决算情况说明\n"
    assert [key for _, _, key in outline(text)[1:]] == ["income", "expenditure"]


def test_a_numbered_sentence_is_no_heading() -> None:
    text = "第一部分 概况\n\n一、部门职责\n\n（一）拟订水利规划，管好河道。\n\n一、完成上级交办的任务；\n\n1. 管泵站\n"
    assert [key for _, _, key in outline(text)] == ["profile", "duties"]
    assert paragraphs(text) == ["（一）拟订水利规划，管好河道。", "一、完成上级交办的任务；", "1.管泵站"]


def test_a_heading_that_runs_into_its_text_opens_a_section_of_its_own() -> None:
    text = (
        "第三部分 决算情况说明\n\n一、决算情况说明\n\n"
        "（四）一般公共预算财政拨款基本支出决算情况说明。2023年度基本支出9.00万元。\n\n"
        "（五）政府性基金预算收支决算情况说明。2023年度没有此类收支。\n"
    )
    found, source = read(text)
    assert [s.key for s in found][-2:] == ["basic", "gov_fund"]
    (paragraph,) = found[-1].paragraphs
    assert paragraph.text == "2023年度没有此类收支。"
    place = paragraph.span(source, 0, len(paragraph.text))
    assert source.text[place.start : place.end] == paragraph.text


def test_a_point_that_stays_with_its_subject_is_no_heading_that_runs_in() -> None:
    text = "第三部分 决算情况说明\n\n一、收入决算情况说明\n\n（一）收入决算情况。2023年度收入9.00万元，都是拨款。\n"
    assert [key for _, _, key in outline(text)] == ["narrative", "income"]


def test_terms_of_the_glossary_are_no_chapters() -> None:
    assert outline("第四部分 名词解释\n\n一、基本支出\n\n日常开支。\n") == [(1, "第四部分名词解释", "glossary")]


def test_a_part_heading_broken_over_lines_is_put_together() -> None:
    assert outline(f"第一部分 {NAME}\n概况\n\n一、部门职责\n")[0] == (1, f"第一部分{NAME}概况", "profile")


def test_the_line_after_a_part_heading_and_a_gap_is_no_part_of_it() -> None:
    found = sections("第三部分 部门决算情况说明\n\n本年一切正常\n")
    assert found[1].title == "第三部分部门决算情况说明"
    assert [p.text for p in found[1].paragraphs] == ["本年一切正常"]


def test_the_line_below_the_number_of_an_annex_is_its_title() -> None:
    text = "第五部分 附件\n\n附件2\n石桥泵站资金使用情况\n\n甲\t1\n"
    assert outline(text)[1] == (2, "附件2石桥泵站资金使用情况", "annex")


def test_an_annexed_title_broken_over_lines_is_put_together() -> None:
    text = "第五部分 附件\n\n石桥泵站改造和长堤清淤项目\n\n绩效自评表\n\n甲\t1\n"
    assert outline(text)[1] == (2, "石桥泵站改造和长堤清淤项目绩效自评表", "annex")


def test_markdown_headings_are_headings() -> None:
    text = "# 第二部分 部门决算表\n\n## 支出决算表\n\n| 合计 | 1 |\n\n## 补充资料\n\n正文。\n"
    assert outline(text, markdown=True) == [
        (1, "第二部分部门决算表", "tables"),
        (2, "支出决算表", "GK03"),
        (2, "补充资料", "tables"),
    ]


def test_points_of_a_chapter_on_several_matters_have_each_their_own_meaning() -> None:
    points = "（一）机关运行经费支出情况\n\n（二）政府采购支出情况\n\n（三）国有资产占有使用情况说明\n"
    found = outline(f"第三部分 部门决算情况说明\n\n十一、其他重要事项的情况说明\n\n{points}")
    assert [key for level, _, key in found if level == 4] == ["operating", "procurement", "assets"]


def test_points_of_a_chapter_on_one_matter_share_its_meaning() -> None:
    found = outline("七、财政拨款“三公”经费支出决算情况说明\n\n（一）政府采购支出情况\n")
    assert [key for _, _, key in found] == ["three_public", "three_public"]


def test_a_numbered_line_that_is_a_heading_by_its_words_is_no_part_of_the_sentence_below_it() -> None:
    text = "九、财政拨款“三公”经费支出决算情况说明\n\n1.公务接待费支出情况说明\n2023年接待费5.00万元，比上年少。\n"
    assert paragraphs(text) == ["1.公务接待费支出情况说明", "2023年接待费5.00万元，比上年少。"]


def test_a_point_behind_the_duties_is_a_section_of_its_own() -> None:
    found = outline("第一部分 概况\n\n（一）部门职责\n\n1.管泵站。\n\n（二）机构设置\n\n设有两个科室。\n")
    assert [key for _, _, key in found] == ["profile", "duties", "bodies"]


# ---------------------------------------------------------------- table of contents


def test_an_entry_printed_again_is_where_the_report_begins() -> None:
    contents = "目录\n\n一、概况\n\n二、部门决算情况说明\n\n（一）收入决算情况说明\n\n"
    body = "一、概况\n\n（一）机构设置\n\n二、部门决算情况说明\n\n（一）收入决算情况说明\n\n本年收入合计5.00万元。\n"
    found = outline(contents + body)
    assert [key for _, _, key in found] == ["toc", "profile", "bodies", "narrative", "income"]


CONTENTS = f"""2023年度

{NAME}

目 录

第一部分 {NAME}概况

一、部门职责

第二部分 2023年度部门决算表

一、收入支出决算总表

二、收入决算表

第三部分 2023年度部门决算情况说明

第一部分 {NAME}概况

一、部门职责

1. 管水。

第二部分 2023年度部门决算表

收入支出决算总表

公开01表

甲\t1\t2.00
"""


def test_entries_of_the_contents_are_not_the_places_they_point_to() -> None:
    keys = [key for _, _, key in outline(CONTENTS)]
    assert keys == ["toc", "profile", "duties", "tables", "GK01"]
    toc = next(s for s in sections(CONTENTS) if s.key == "toc")
    assert "二、收入决算表" in [p.text for p in toc.paragraphs]


def test_the_table_stands_under_its_title_and_not_under_the_entry() -> None:
    holding = [s.key for s in sections(CONTENTS) if s.tables]
    assert holding == ["GK01"]


# ---------------------------------------------------------------- paragraphs


def test_a_sentence_broken_by_lines_is_one_paragraph() -> None:
    text = f"第三部分 部门决算情况说明\n\n{LONG}，收入合计12.00万\n\n元，占比100%。\n\n另起一段。\n"
    assert paragraphs(text) == [f"{LONG}，收入合计12.00万元，占比100%。", "另起一段。"]


def test_a_hard_wrapped_text_is_healed_within_words() -> None:
    sentence = f"{LONG}并在汛期之前完成了堤防检查和应急物资储备，受益群众对供水保障的总体评价较好。"
    wrapped = "\n\n".join(sentence[i : i + 20] for i in range(0, len(sentence), 20))
    assert paragraphs("第三部分 部门决算情况说明\n\n" + "\n\n".join([wrapped] * 8)) == [sentence] * 8


def wrapped(*lines: str) -> str:
    """A text whose lines are broken where the page ends, with some of its lines at the end."""
    full = (LONG + "，各项任务均已完成并通过验收。")[:40]
    return "第三部分 部门决算情况说明\n" + "\n".join([full] * 24) + "\n七、其他重要事项的情况说明\n" + "\n".join(lines)


def test_a_line_that_a_heading_leads_is_as_long_as_it_is_printed() -> None:
    lead = "（一）机关运行经费支出情况。2023年度机关运行经费支出38.60万元，相比减少了"
    text = wrapped(lead, "办公费等支出共计2.40万元。")
    assert paragraphs(text)[-1] == "2023年度机关运行经费支出38.60万元，相比减少了办公费等支出共计2.40万元。"


def test_a_line_that_ends_in_a_word_of_comparison_goes_on() -> None:
    assert (
        paragraphs(wrapped("经费支出38.60万元，较", "年初预算减少2.40万元。"))[-1]
        == "经费支出38.60万元，较年初预算减少2.40万元。"
    )


def test_a_page_number_between_two_halves_of_a_sentence_is_dropped() -> None:
    text = f"第三部分 部门决算情况说明\n\n{LONG}，收入合\n\n7\n\n计12.00万元。\n\n- 8 -\n\n支出合计9.00万元。\n"
    assert paragraphs(text) == [f"{LONG}，收入合计12.00万元。", "支出合计9.00万元。"]


def test_items_of_a_list_stay_apart() -> None:
    text = f"第三部分 部门决算情况说明\n\n{LONG}\n\n1. {LONG}\n\n（2）{LONG}\n\n② 末项\n"
    assert paragraphs(text) == [LONG, f"1.{LONG}", f"（2）{LONG}", "②末项"]


@given(st.lists(st.sampled_from(["", " ", "\u3000", "  ", "\u200b"]), min_size=len(LONG), max_size=len(LONG)))
def test_spaces_inside_prose_change_no_paragraph_and_spans_still_point_at_it(gaps: list[str]) -> None:
    spaced = "".join(char + gap for char, gap in zip(LONG, gaps, strict=True))
    found, source = read(f"第三部分 部门决算情况说明\n\n{spaced}，\n\n收入合计（１２）万元。\n")
    paragraph = found[-1].paragraphs[0]
    assert paragraph.text == f"{LONG}，收入合计（１２）万元。"
    assert paragraph.plain == f"{LONG}，收入合计(12)万元。"
    at = paragraph.plain.index("河道清淤")
    assert squeeze(source.cut(paragraph.span(source, at, at + 4))) == "河道清淤"
    assert squeeze(source.cut(paragraph.span(source, 0, len(paragraph.text)))) == paragraph.text


@given(
    st.lists(
        st.sampled_from(["第一部分 概况", "一、部门职责", "（一）总体情况", LONG, "甲\t1.00", "12", "", "支出决算表"])
    )
)
def test_nothing_printed_is_lost_but_page_numbers(lines: list[str]) -> None:
    text = "封面\n" + "\n".join(lines)
    kept = ""
    for section in sections(text):
        kept += section.title
        for block in section.blocks:
            kept += block.text if isinstance(block, Paragraph) else "".join(c.text for r in block.rows for c in r)
    assert kept.replace("12", "") == squeeze(text).replace("12", "")


# ---------------------------------------------------------------- tables


TABLE = f"""第二部分 部门决算表

支出决算表

公开03表

部门：{NAME}

单位：万元

甲\t1\t2.00
乙\t2\t3.00

注：本表反映支出。

2. 个别合计数有尾差。
"""


def test_a_table_has_the_lines_above_as_caption_and_those_below_as_notes() -> None:
    (table,) = sections(TABLE)[-1].tables
    assert [p.text for p in table.caption] == ["公开03表", f"部门：{NAME}", "单位：万元"]
    assert [p.text for p in table.notes] == ["注：本表反映支出。", "2.个别合计数有尾差。"]
    assert (table.key, table.title) == ("GK03", "支出决算表")


def test_a_long_paragraph_above_a_table_is_no_caption() -> None:
    text = f"第三部分 部门决算情况说明\n\n{LONG}，{LONG}，{LONG}。\n\n明细表\n\n甲\t1\n"
    (table,) = sections(text)[-1].tables
    assert [p.text for p in table.caption] == ["明细表"]
    assert table.title == "明细表"


def test_a_table_whose_first_row_is_its_title_is_called_by_it() -> None:
    (table,) = sections("第五部分 附件\n\n石桥泵站考核表\t\t\n甲\t1\t2\n")[-1].tables
    assert table.title == "石桥泵站考核表"


def test_tables_shown_as_pictures_leave_their_sections_empty() -> None:
    found = sections("第二部分 部门决算表\n\n收入决算表\n\n支出决算表\n\n第三部分 部门决算情况说明\n\n没有。\n")
    assert [(s.key, len(s.blocks)) for s in found[1:]] == [("tables", 0), ("GK02", 0), ("GK03", 0), ("narrative", 1)]
    assert not any(isinstance(b, Table) for s in found for b in s.blocks)


def test_contents_with_page_numbers_in_cells_end_where_the_report_begins() -> None:
    entries = "一、部门职责\t4\n二、机构设置\t5\n"
    more = "".join(f"{n}、收入决算情况说明\t{6 + i}\n" for i, n in enumerate("一二三四"))
    contents = f"目录\n\n第一部分 部门概况\t4\n{entries}第二部分 情况说明\t6\n{more}\n"
    body = "第一部分 部门概况\n\n一、部门职责\n（一）负责水资源管理。\n\n二、机构设置\n内设机构3个。\n"
    found = outline(contents + body)
    assert [key for _, _, key in found] == ["toc", "profile", "duties", "bodies"]


def test_an_annexed_report_behind_the_glossary_is_no_part_of_it() -> None:
    text = (
        "# 2023年度部门决算\n\n## 第四部分 名词解释\n\n一、基本支出：指为保障机构运转而发生的支出。\n\n"
        "## 附件 2023年度部门整体支出绩效自评报告\n\n### 一、部门基本情况\n\n部门整体支出386.78万元。\n"
    )
    *_, (_, title, key), (_, chapter, inside) = outline(text, markdown=True)
    assert (title[:2], key) == ("附件", "annex")
    assert (chapter, inside) == ("一、部门基本情况", "annex")


def test_a_reason_goes_on_in_the_line_below_the_words_that_announce_it() -> None:
    text = f"第三部分 决算情况说明\n\n{LONG}，会议费减少的主要原因是：\n视频会议增多，租用会场减少。\n\n下一段另起。\n"
    assert paragraphs(text)[0].endswith("主要原因是：视频会议增多，租用会场减少。")


def test_contents_whose_numbers_have_cells_of_their_own_end_before_the_report() -> None:
    entries = "第一部分\t部门概况\n\t一、部门职责\n\t二、机构设置\n第二部分\t部门决算表\n第三部分\t部门决算情况说明\n"
    body = "第一部分 部门概况\n一、部门职责\n1、负责全区供水保障和水利工程管理。\n第二部分 部门决算表\n"
    titles = [s.title for s in sections(f"青川区水务局2023年度部门决算\n目录\n{entries}\n{body}")]
    assert "一、部门职责" in titles


def test_a_path_that_breaks_off_before_its_level_is_no_heading() -> None:
    lines = [
        "（一）城乡社区支出（类）土地出让收入安排的支出（款）土地开发支出",
        "（项）。年初预算200.00万元，支出145.80万元。",
    ]
    text = "第三部分 部门决算情况说明\n\n七、政府性基金预算支出情况\n\n" + "\n\n".join(lines) + "\n"
    assert paragraphs(text)[-1] == "".join(lines)


def test_a_page_number_between_dashes_parts_no_paragraph() -> None:
    text = f"第三部分 情况说明\n\n一、收入决算\n\n{LONG}，主要原因是部\n     - 19 -\n\n分泵站改造提前完工。\n"
    assert any("主要原因是部分泵站改造提前完工" in p for p in paragraphs(text))


# ---------------------------------------------------------------- reports without parts


def test_a_chapter_ends_the_table_before_it() -> None:
    text = (
        f"一、{NAME}概况\n\n（一）部门职责\n\n管水。\n\n二、2023年度部门决算表\n\n支出决算表\n\n"
        "科目编码\t科目名称\t本年支出合计\n213\t农林水支出\t9.00\n\n三、2023年度部门决算情况说明\n\n（一）收入决算情况说明\n\n"
        "收入合计9.00万元。\n"
    )
    keys = {title: key for _, title, key in outline(text)}
    assert keys["支出决算表"] == "GK03"
    assert keys["三、2023年度部门决算情况说明"] == "narrative"
    assert keys["（一）收入决算情况说明"] == "income"


def test_contents_whose_first_chapters_have_no_number_end_where_the_first_is_printed_again() -> None:
    text = (
        f"目录\n\n{NAME}主要职能\n\n预算编制说明\n\n其他说明\n\n{NAME}主要职能\n\n一、管水。\n\n二、修堤。\n\n"
        "预算编制说明\n\n2025年收入预算9.00万元，其中财政拨款9.00万元，比上年增加1.00万元。\n\n其他说明\n\n没有。\n"
    )
    titles = [title for _, title, key in outline(text) if key != "toc"]
    assert titles == [f"{NAME}主要职能", "预算编制说明", "其他说明"]


def test_the_dots_of_an_entry_make_no_sentence_of_it() -> None:
    dots = "…" * 30
    contents = f"目录\n\n一、部门主要职能{dots}1\n\n二、部门预算编制说明{dots}2\n\n附件：项目绩效目标申报表{dots}3\n\n"
    body = f"{NAME}主要职能\n\n一、管水。\n\n2025年部门预算编制说明\n\n2025年收入预算9.00万元。\n"
    found = [(title, key) for _, title, key in outline(contents + body) if key != "toc"]
    assert found == [(f"{NAME}主要职能", "duties"), ("2025年部门预算编制说明", "narrative")]


def test_contents_under_the_name_of_the_report_hold_alike_entries_until_their_numbers_begin_again() -> None:
    contents = (
        f"{NAME}2025年部门预算公开目录\n\n第一部分 {NAME}2025年部门预算编制说明\n\n一、预算单位收入情况\n\n"
        f"第二部分 {NAME}2025年部门预算表\n\n一、部门收入预算表\n\n二、部门支出预算表\n\n"
        "三、一般公共预算“三公”经费支出预算表\n\n四、部门政府采购预算表\n\n"
    )
    body = f"{NAME}2025年部门预算编制说明\n\n一、预算单位收入情况\n\n2025年收入预算9.00万元。\n"
    assert [key for _, _, key in outline(contents + body)] == ["toc", "income"]


def test_what_is_said_of_a_subject_goes_on_behind_its_name_alone_on_a_line() -> None:
    lines = [LONG + "，" for _ in range(24)]
    path = "1、农林水支出（类）水利（款）行政运行（项）。"
    said = "用于日常运转。年初预算为9.00万元，支出决算为8.00万元。"
    text = "\n".join(["三、支出决算情况说明", *lines, path, said, *lines])
    assert any(path + said in p for p in paragraphs(text))


def test_text_below_a_table_in_the_middle_of_a_chapter_is_of_the_chapter() -> None:
    table = "单位：万元\n\n项目\t2024年预算\t2025年预算\n公务接待费\t6.00\t5.60\n\n"
    text = (
        "第二部分 2025年度部门预算情况说明\n\n四、“三公”经费预算情况\n\n"
        "2025年“三公”经费预算5.60万元，比2024年减少0.40万元。\n\n"
        f"财政拨款“三公”经费支出表\n\n{table}注：本表反映三公经费。\n\n"
        "公务接待费5.60万元，较2024年减少0.40万元，主要原因是严格控制接待标准。\n\n五、机关运行经费\n\n没有。\n"
    )
    keys = [(title, key) for _, title, key in outline(text) if key in {"three_public", "GK09"}]
    assert keys == [
        ("四、“三公”经费预算情况", "three_public"),
        ("财政拨款“三公”经费支出表", "GK09"),
        ("四、“三公”经费预算情况", "three_public"),
    ]


@pytest.mark.parametrize("named", ["项目{}：", "（项目{}）"])
def test_chapters_below_the_name_of_a_project_are_of_that_project(named: str) -> None:
    first, second = f"{named.format('一')}泵站更新", f"{named.format('二')}渠道清淤"
    text = (
        f"第四部分 项目经费情况说明\n\n{first}\n\n一、项目概况\n\n更新泵站6座。\n\n"
        f"{second}\n\n一、项目概况\n\n清淤12公里。\n"
    )
    paths = [s.path for s in sections(text) if s.title == "一、项目概况"]
    assert [path[-2] for path in paths] == [first, second]


def test_the_chapter_on_what_a_department_is_tells_its_bodies_but_not_in_an_evaluation() -> None:
    chapter = "二、部门基本情况\n\n纳入决算汇编范围的单位共2个。\n\n"
    text = (
        f"第一部分 {NAME}概况\n\n一、部门主要职责\n\n管水。\n\n{chapter}第五部分 附件\n\n整体绩效评价报告\n\n{chapter}"
    )
    keys = [key for _, title, key in outline(text) if title == "二、部门基本情况"]
    assert keys[0] == "bodies"
    assert "bodies" not in keys[1:]


def test_a_form_behind_the_tables_may_have_the_word_for_an_annex_before_its_title() -> None:
    table = "第四部分 部门决算表\n\n“三公”经费支出决算表\n\n合计\t1\n\n"
    text = f"{table}附件：项目支出绩效自评表\n\n项目名称\t石桥泵站改造项目\n"
    assert outline(text)[-1] == (2, "附件：项目支出绩效自评表", "annex")
