"""The knowledge files: valid, without contradiction, and every way of naming a table or a section leads to it."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from extractors import vocabulary
from extractors.text import fold_width, name_key
from extractors.vocabulary import (
    Layout,
    Measure,
    TableForm,
    annex_words,
    asking_words,
    is_table_title,
    layout,
    measures,
    printed_subjects,
    prose_words,
    question_words,
    regions,
    section_key,
    section_words,
    standard_names,
    table_forms,
    table_key,
)
from extractors.vocabulary.understanding import understanding_words

TITLES = [(form.key, title) for form in table_forms().values() for title in form.titles]


# ---------------------------------------------------------------- the files


def test_every_file_is_valid() -> None:
    for load in (annex_words, layout, measures, prose_words, question_words, regions, section_words, table_forms):
        assert load()
    assert understanding_words()
    assert "住房公积金" in standard_names()


@pytest.mark.parametrize(
    ("model", "data", "field"),
    [
        (Measure, {"id": "x", "name": "水费", "prnted": ["水费"]}, "prnted"),
        (TableForm, {"key": "GK01", "name": "x", "titles": ["x"], "layout": "diagonal"}, "layout"),
        (Layout, {"note": ["("]}, "note"),
    ],
)
def test_a_fault_in_a_file_is_named(model: type, data: dict[str, object], field: str) -> None:
    with pytest.raises(ValidationError, match=field):
        model.model_validate(data)  # type: ignore[attr-defined]


def test_knowledge_is_read_once_and_cannot_be_changed() -> None:
    assert table_forms() is table_forms()
    with pytest.raises(ValidationError):
        table_forms()["GK01"].name = "别的"  # type: ignore[misc]


def test_an_unknown_file_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        vocabulary.load_yaml("nothing.yaml")


def test_words_of_understanding_are_no_words_of_asking_that_a_slip_is_read_as() -> None:
    assert understanding_words().body_ending.search("榆岚新城办事处")
    assert "办事处" not in asking_words()


# ---------------------------------------------------------------- tables


def test_the_nine_tables_have_the_agreed_columns() -> None:
    names = {key: form.column_names for key, form in table_forms().items()}
    assert [key for key in names if key.startswith("GK")] == [f"GK0{n}" for n in range(1, 10)]
    assert names["GK01"] == ["收入金额", "支出金额"]
    assert names["GK04"] == [
        "收入金额",
        "支出合计",
        "一般公共预算财政拨款",
        "政府性基金预算财政拨款",
        "国有资本经营预算财政拨款",
    ]
    assert names["GK05"] == ["小计", "基本支出", "项目支出"]
    assert names["GK06"] == ["决算数"]
    assert len(names["GK09"]) == 12


def test_columns_that_reports_add_are_known_but_not_of_the_national_form() -> None:
    added = {key: [c.name for c in form.columns if c.added] for key, form in table_forms().items()}
    assert {"人员经费", "公用经费"} <= set(added["GK05"]) & set(added["GK06"])
    assert {"预算数会议费", "决算数培训费"} <= set(added["GK09"])
    assert not any(set(names) & set(table_forms()[key].column_names) for key, names in added.items())


def test_columns_of_a_table_have_names_of_their_own() -> None:
    for form in table_forms().values():
        assert len(set(form.column_names)) == len(form.column_names), form.key


def test_no_header_cell_means_two_columns_of_one_table() -> None:
    for form in table_forms().values():
        for columns in [form.columns, *(block.columns for block in form.blocks)]:
            words = [(leaf, group) for c in columns for leaf in c.leaf for group in (c.group or ("",))]
            assert len(set(words)) == len(words), form.key


@pytest.mark.parametrize(("key", "title"), TITLES)
def test_each_title_leads_to_its_table(key: str, title: str) -> None:
    for line in (title, f"三、{title}", f"2023年度{title}", f"云岭市水务局{title}", f"{title}（续）"):
        assert table_key(line) == key, line


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("收入支出决算表", "GK01"),
        ("2023年度收入决算明细表", "GK02"),
        ("云岭市水务局2023年度支出决算明细总表（公开03表）", "GK03"),
        ("财政拨款收支决算总体情况表", "GK04"),
        ("一般公共预算财政拨款支出决算表（按功能分类科目）", "GK05"),
        ("一般公共预算财政拨款收入支出决算表", "GK05"),
        ("一般公共预算财政拨款基本支出决算表（经济科目）", "GK06"),
        ("一般公共预算财政拨款基本支出决算表（按支出经济分类科目）公开06表", "GK06"),
        ("政府性基金预算财政拨款收入支出决算情况表", "GK07"),
        ("国有资本经营预算财政拨款收支决算总表", "GK08"),
        ("财政拨款“三公”经费、会议费和培训费支出决算表", "GK09"),
        ("“三公”经费、行政参公单位机关运行经费情况表", "GK09"),
        ("云岭市水务局2023年度支出决算表（续表一）", "GK03"),
    ],
)
def test_titles_of_other_templates_lead_to_their_tables(line: str, key: str) -> None:
    assert table_key(line) == key and is_table_title(line)


@pytest.mark.parametrize(
    "line",
    [
        "财政拨款支出决算表（功能科目）",
        "财政拨款基本支出决算表（经济科目）",
        "一般公共预算财政拨款支出决算表（经济科目）",
        "一般公共预算财政拨款基本支出决算表（功能科目）",
        "一般公共预算财政拨款项目支出决算表",
        "政府性基金预算财政拨款基本支出决算表",
        "项目支出决算表",
        "基本支出决算明细表",
        "财政拨款机关运行经费支出决算表",
        "“三公”经费控制情况自评表",
        "政府采购支出表",
    ],
)
def test_a_title_of_another_table_leads_to_none(line: str) -> None:
    assert table_key(line) is None and is_table_title(line)


@pytest.mark.parametrize(
    "line",
    ["公开05表", "2023年度部门决算公开报表", "单位：万元", "说明：没有基金支出，本表为空表", "支出详见附表"],
)
def test_captions_and_notes_are_no_titles_of_tables(line: str) -> None:
    assert not is_table_title(line)


@pytest.mark.parametrize(
    "line",
    [
        "收入支出决算总体情况说明",
        "三、支出决算情况说明",
        "详见支出决算表",
        "本部门政府性基金预算支出决算表见附表三，全年没有发生额。",
        "一般公共预算收入决算表",
        "项目支出绩效自评表",
        "表",
        "",
    ],
)
def test_a_line_that_only_mentions_a_table_is_no_title(line: str) -> None:
    assert table_key(line) is None


def test_the_longest_title_wins() -> None:
    assert table_key("财政拨款收入支出决算总表") == "GK04"
    assert table_key("一般公共预算财政拨款支出决算表") == "GK05"
    assert table_key("一般公共预算财政拨款“三公”经费支出决算表") == "GK09"


# ---------------------------------------------------------------- sections


@pytest.mark.parametrize(
    ("heading", "part", "key"),
    [
        ("2023年度部门决算表", True, "tables"),
        ("2023年度部门决算情况说明", True, "narrative"),
        ("云岭市水务局概况", True, "profile"),
        ("名词解释", True, "glossary"),
        ("附件", True, "annex"),
        ("部门职责", False, "duties"),
        ("机构设置", False, "bodies"),
        ("收入支出决算总体情况说明", False, "overall"),
        ("财政拨款收入支出决算总体情况说明", False, "fiscal"),
        ("一般公共预算财政拨款基本支出决算情况说明", False, "basic"),
        ("财政拨款“三公”经费支出决算情况说明", False, "three_public"),
        ("绩效管理职责落实情况", False, "performance"),
        ("预算绩效情况说明", False, "performance"),
        ("目录", False, "toc"),
        ("目录说明", False, None),
        ("食堂管理办法", False, None),
    ],
)
def test_a_heading_has_its_meaning(heading: str, part: bool, key: str | None) -> None:
    assert section_key(heading, part) == key


def test_prose_starts_from_subjects_that_are_measures() -> None:
    keys = {words.key for words in section_words()}
    assert set(prose_words().subjects) <= keys
    assert set(prose_words().scoped) <= keys


# ---------------------------------------------------------------- measures


def test_no_printed_name_means_two_measures() -> None:
    owners: dict[str, set[str]] = {}
    for measure in measures().values():
        for printed in (*measure.printed, measure.name):
            owners.setdefault(name_key(printed), set()).add(measure.name)
    assert {printed: names for printed, names in owners.items() if len(names) > 1} == {}


def test_each_measure_is_found_by_its_own_name_whatever_its_quotes() -> None:
    for measure in measures().values():
        assert printed_subjects()[name_key(measure.name)] == measure.name
        assert printed_subjects()[name_key(fold_width(measure.name))] == measure.name


def test_measures_refer_only_to_what_exists() -> None:
    keys = {words.key for words in section_words()}
    for measure in measures().values():
        assert measure.part_of is None or measure.part_of in measures(), measure.id
        assert set(measure.sections) <= keys, measure.id
        for table, _, column, *_ in (*measure.cells, *measure.budget):
            assert column in table_forms()[table].column_names, measure.id


def test_no_measure_is_a_part_of_itself() -> None:
    for measure in measures().values():
        seen = {measure.id}
        while measure.part_of:
            measure = measures()[measure.part_of]
            assert measure.id not in seen
            seen.add(measure.id)


# ---------------------------------------------------------------- lines and regions


@pytest.mark.parametrize(
    "line", ["公开03表", "部门：某局", "编制单位：某局", "单位：万元", "金额单位：元", "2023年度", "附件2"]
)
def test_captions_are_known(line: str) -> None:
    assert layout().is_caption(line) and not layout().is_note(line)


@pytest.mark.parametrize("line", ["注：本表有尾差。", "注1.尾差", "说明：本表无数据。", "备注：无", "2.本表金额单位"])
def test_notes_are_known(line: str) -> None:
    assert layout().is_note(line) and not layout().is_caption(line)


@pytest.mark.parametrize("line", ["部门职责", "单位构成情况", "2023年度收入合计3.00万元", "1.管好河道。"])
def test_content_is_neither_caption_nor_note(line: str) -> None:
    assert not layout().is_note(line) and not layout().is_caption(line)


def test_every_province_has_its_name_once() -> None:
    assert len(regions().provinces) == 34
    assert regions().ambiguous <= regions().cities
