"""Family F, numbers: breaks and repetitions are found, lists that begin anew are let alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.crosscheck import Status
from extractors.crosscheck.numbering import numeral
from tests.extractors.crosscheck.paper import Paper

_ANNEX = (
    "\n第五部分 附件\n\n附件1：《2023年度部门整体绩效自评表》\n\n附件{n}：《2023年度项目绩效自评表》\n\n"
    "部门整体绩效自评表\n\n部门名称\t青榆市云渡区水务局\n得分\t96\n\n项目绩效自评表\n\n项目名称\t清淤\n得分\t95\n"
)


@pytest.fixture
def paper(tmp_path: Path) -> Paper:
    return Paper(tmp_path)


def test_clean_report_passes(paper: Paper) -> None:
    assert [v.status for v in paper.verdicts("F-13")] == [Status.PASS]


@pytest.mark.parametrize(
    ("text", "number"),
    [("一", 1), ("十", 10), ("十二", 12), ("二十", 20), ("三十四", 34), ("百", None), ("十十", None)],
)
def test_chinese_numerals(text: str, number: int | None) -> None:
    assert numeral(text) == number


@pytest.mark.parametrize(
    ("old", "new", "severity", "words"),
    [
        ("十二、国有资产占用情况说明\n\n", "十三、国有资产占用情况说明\n\n", "warning", "编号不连续"),
        ("（三）具体情况\n", "（二）具体情况\n", "warning", "编号重复"),
        ("公开08表", "公开07表", "warning", "都标为“公开07表”"),
        ("九、项目支出：", "八、项目支出：", "info", "编号重复"),
        ("3.公务接待费预算", "4.公务接待费预算", "info", "编号不连续"),
        ("\n外宾接待支出0.00万元。", "\n4.外宾接待支出0.00万元。", "warning", "不应单独编号"),
    ],
)
def test_break_in_the_numbers_is_found(paper: Paper, old: str, new: str, severity: str, words: str) -> None:
    found = paper.swap(old, new, count=-1).findings("F-13")
    assert any(f.severity == severity and words in f.message for f in found), [f.message for f in found]


def test_two_attachments_of_one_number_are_found(paper: Paper) -> None:
    paper.text += _ANNEX.replace("{n}", "1")
    found = paper.findings("F-13")
    assert [f.severity for f in found] == ["warning"]
    assert "附件1：《2023年度项目绩效自评表》”，编号重复" in found[0].message


def test_attachments_numbered_on_pass(paper: Paper) -> None:
    paper.text += _ANNEX.replace("{n}", "2")
    assert paper.findings("F-13") == []


def test_list_that_begins_anew_is_no_repetition(paper: Paper) -> None:
    paper.swap("2个项目自评等级为优", "1.管理到位。\n2.支出及时。\n发现的问题：\n1.前期准备不足。\n2个项目自评等级为优")
    assert paper.findings("F-13") == []


def test_chapter_that_was_read_as_text_is_no_gap(paper: Paper) -> None:
    long_title = "三、支出决算情况说明，本年各项支出均按批复的预算执行，没有超出范围和标准的开支"
    paper.swap("三、支出决算情况说明\n\n2023", f"{long_title}\n\n2023")
    assert paper.findings("F-13") == []


def test_report_without_text_is_not_passed(paper: Paper) -> None:
    paper.text = "第一部分 青榆市云渡区水务局概况\n\n第二部分 2023年度部门决算表\n"
    assert [v.status for v in paper.verdicts("F-13")] == [Status.INSUFFICIENT_DATA]
