"""Who published which report: told only from what is printed, unknown parts stay unknown."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.extract import read_report
from extractors.identity import identify
from extractors.readers.plain import read_text
from extractors.report import Identity
from extractors.structure import sections_of

NAME = "云岭市青川区水务局"


def identity(text: str) -> Identity:
    document = read_text("demo.txt", text.encode())
    return identify(sections_of(document), document.source)


def cover(name: str, year: int = 2023) -> str:
    return f"{year}年度\n\n{name}\n\n部门决算\n\n第一部分 {name}概况\n\n第二部分 {year}年度部门决算表\n"


# ---------------------------------------------------------------- department


@pytest.mark.parametrize(
    "text",
    [
        cover(NAME),
        f"{NAME}2023年度部门决算\n\n第一部分 概况\n",
        f"2023年度{NAME}部门决算公开说明\n\n第一部分 概况\n",
        f"2023年度\n{NAME[:5]}\n{NAME[5:]}\n部门决算\n\n第一部分 概况\n",
        f"2023年度部门决算\n\n{NAME}\n\n第一部分 概况\n",
        f"第一部分 {NAME}部门概况\n\n第二部分 2023年度部门决算表\n",
        f"第二部分 2023年度部门决算表\n\n支出决算表\n\n部门：{NAME}\n\n单位：万元\n\n合计\t1\t2\n",
        f"第二部分 2023年度部门决算表\n\n支出决算表\n\n编制单位：{NAME}\t2023年度\t单位：元\n合计\t1\t2\n",
    ],
    ids=[
        "cover",
        "one line",
        "year first",
        "broken name",
        "title above",
        "part heading",
        "caption",
        "caption in the table",
    ],
)
def test_the_department_is_found_wherever_it_is_printed(text: str) -> None:
    assert (identity(text).department, identity(text).year) == (NAME, 2023)


def test_a_date_at_the_foot_of_the_cover_does_not_hide_the_department() -> None:
    assert identity(f"2023年度\n\n{NAME}\n\n部门决算\n\n二〇二四年九月\n\n第一部分 概况\n").department == NAME


@pytest.mark.parametrize(
    "text",
    ["2023年度\n\n部门决算\n\n第一部分 概况\n", "第一部分 本部门概况\n\n我单位内设机构3个。\n", "收入合计1.00万元。\n"],
)
def test_without_a_printed_name_there_is_no_department(text: str) -> None:
    found = identity(text)
    assert (found.department, found.level, found.region) == (None, None, None)


def test_the_department_of_most_captions_wins_over_a_stray_one() -> None:
    table = "支出决算表\n\n部门：{}\n\n单位：万元\n\n合计\t1\t2\n\n"
    text = "第二部分 2023年度部门决算表\n\n" + table.format(NAME) * 2 + table.format("石桥县人民政府教育体育工作办公室")
    assert identity(text).department == NAME


@pytest.mark.parametrize(
    "title",
    [
        "关于{}2023年度部门决算公开的说明",
        "附件1：\n\n{}2023年度部门决算",
        "{}二〇二三年度部门决算公开说明",
        "2023年度\n\n{}\n\n部门决算公开文本",
        "{}2023年部门决算信息公开材料",
    ],
)
@pytest.mark.parametrize("name", ["云岭市水务局", "石桥县市场监督管理局", "中共云岭市委组织部", "云岭大学"])
def test_a_cover_names_the_department_whatever_stands_around_it(name: str, title: str) -> None:
    text = title.format(name) + "\n\n第一部分 部门概况\n\n第二部分 部门决算表\n"
    assert (identity(text).department, identity(text).year) == (name, 2023)


# ---------------------------------------------------------------- year


@given(st.integers(2015, 2035))
def test_the_year_of_the_cover_is_the_year(year: int) -> None:
    assert identity(cover(NAME, year)).year == year


def test_a_year_to_compare_with_does_not_outvote_the_year_of_the_report() -> None:
    text = cover(NAME) + "\n一、收入支出决算总体情况说明\n\n比2022年度多，比2022年度好，2022年度少。\n"
    assert identity(text).year == 2023


def test_the_year_of_the_accounts_counts_more_than_the_date_of_printing() -> None:
    assert identity(f"2024年9月\n\n{NAME}2023年度部门决算\n\n第一部分 概况\n").year == 2023


def test_without_headings_the_year_is_that_of_the_first_sentence_on_the_accounts() -> None:
    assert identity("一、收入支出决算总体情况说明\n\n2021年度收入3.00万元，比2020年度多。\n").year == 2021


def test_without_a_printed_year_there_is_none() -> None:
    assert identity(f"{NAME}\n\n部门决算\n\n第一部分 {NAME}概况\n").year is None


def test_a_year_printed_only_at_the_tables_is_the_year() -> None:
    text = f"第二部分 部门决算表\n\n支出决算表\n\n部门：{NAME}\n\n2022年度\n\n单位：万元\n\n合计\t1\t2\n"
    assert identity(text).year == 2022


# ---------------------------------------------------------------- kind, scope, unit


def test_a_budget_report_is_told_from_a_final_one() -> None:
    budget = f"{NAME}\n2025年部门预算\n\n第一部分 {NAME}概况\n\n第二部分 2025年度部门预算表\n"
    assert (identity(budget).kind, identity(budget).year) == ("budget", 2025)
    assert identity(cover(NAME)).kind == "final"


@pytest.mark.parametrize(
    ("printed", "scope"), [("（本级）", "本级"), ("（机关）", "本级"), ("（汇总）", "汇总"), ("", None)]
)
def test_the_scope_in_brackets_is_no_part_of_the_name(printed: str, scope: str | None) -> None:
    found = identity(f"2023年度{NAME}{printed}部门决算\n\n第一部分 概况\n")
    assert (found.department, found.scope) == (NAME, scope)


@pytest.mark.parametrize(
    ("sentence", "scope"), [("决算为本级决算", "本级"), ("本决算为汇总决算", "汇总"), ("另有事业单位2个", None)]
)
def test_the_scope_may_be_stated_with_the_bodies(sentence: str, scope: str | None) -> None:
    assert identity(cover(NAME) + f"\n二、机构设置\n\n从单位构成看，{sentence}。\n").scope == scope


def test_the_unit_of_most_tables_is_the_unit_of_the_report() -> None:
    assert identity(cover(NAME) + "\n单位：元\n\n单位：万元\n\n金额单位：元\n").unit == "元"


def test_without_tables_the_unit_is_that_of_the_amounts_in_prose() -> None:
    assert identity(cover(NAME) + "\n收入3.00万元，支出2.00万元，每人5元。\n").unit == "万元"
    assert identity(cover(NAME)).unit is None


# ---------------------------------------------------------------- region and level


@pytest.mark.parametrize(
    ("name", "region", "level"),
    [
        ("云岭市青川区水务局", "云岭市青川区", "县区级"),
        ("石桥县水务局", "石桥县", "县区级"),
        ("云江省云岭市石桥县人民法院", "云江省云岭市石桥县", "县区级"),
        ("云岭市水务局", "云岭市", "市级"),
        ("云江省水利厅", "云江省", "省级"),
        ("云岭市青川区长兴街道办事处", "云岭市青川区", "乡镇级"),
        ("石桥县白塔镇人民政府", "石桥县", "乡镇级"),
        ("云岭市社区服务中心", "云岭市", "市级"),
        ("云岭市经济技术开发区管理委员会", "云岭市", "市级"),
    ],
)
def test_region_and_level_are_told_from_the_name(name: str, region: str, level: str) -> None:
    found = identity(cover(name))
    assert (found.department, found.region, found.level) == (name, region, level)


@pytest.mark.parametrize(
    ("name", "region"),
    [
        ("石桥县市场监督管理局", "石桥县"),
        ("云岭市市场监督管理局", "云岭市"),
        ("云岭市青川区市场监督管理局", "云岭市青川区"),
        ("石桥县城市管理局", "石桥县"),
        ("云岭市城市管理局", "云岭市"),
        ("石桥县市政公用事业管理局", "石桥县"),
        ("石桥县市容环境卫生管理局", "石桥县"),
        ("东乌旗市场监督管理局", "东乌旗"),
        ("云岭市政府办公室", "云岭市"),
        ("云岭市政务服务管理局", "云岭市"),
        ("云岭市城区财政局", "云岭市城区"),
        ("海城市教育局", "海城市"),
    ],
)
def test_a_region_ends_before_the_words_of_its_department(name: str, region: str) -> None:
    assert identity(cover(name)).region == region


def test_a_name_without_a_place_tells_no_region() -> None:
    found = identity(cover("水利规划设计研究院"))
    assert (found.region, found.level) == (None, None)


@pytest.mark.parametrize("name", ["共青团云岭市委员会", "中共云岭市委办公室"])
def test_a_body_of_the_party_is_of_its_region_too(name: str) -> None:
    assert identity(cover(name)).region == "云岭市"


@pytest.mark.parametrize(
    ("file", "department", "year", "level"),
    [
        ("hongqi-2023.txt", "新乡市红旗区工业和信息化局", 2023, "县区级"),
        ("jiaozuo-2021.txt", "焦作市工业和信息化局", 2021, "市级"),
        ("jiefang-2023.txt", "焦作市解放区科技和工业信息化局", 2023, "县区级"),
        ("pingdingshan-2023.txt", "平顶山市工业和信息化局", 2023, "市级"),
        ("zengdu-2023.txt", "曾都区科学技术和经济信息化局", 2023, "县区级"),
    ],
)
def test_real_reports_are_recognised(corpus: Path, file: str, department: str, year: int, level: str) -> None:
    found = read_report(corpus / file).identity
    assert (found.department, found.year, found.level, found.kind, found.unit) == (
        department,
        year,
        level,
        "final",
        "万元",
    )
