"""Family F, wording: each slip is found at its place, and clean wording is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.crosscheck import Status
from extractors.crosscheck.slips import near_misses
from extractors.vocabulary.form import form_words
from tests.extractors.crosscheck.paper import Paper

#: rule, words of the clean report, what is printed instead, severity, words that the finding quotes
SLIPS = [
    ("F-03", "2023年度收入合计", "202年度收入合计", "error", "202年度收入合计"),
    ("F-03", "第三部分 2023年度部门决算情况说明\n\n", "第三部分 203年度部门决算情况说明\n\n", "error", "203年度"),
    ("F-07", "注：本表反映本年度情况。", "注：本表反映XX情况。", "error", "XX"),
    ("F-08", "十、机关运行经费支出情况说明\n\n", "十、机关运行经费增加（减少）情况说明\n\n", "error", "增加（减少）"),
    ("F-03", "2023年度支出合计", "2023年年度支出合计", "error", "2023年年度"),
    ("F-06", "增长12.50%。", "增长12.50。", "warning", "增长12.50"),
    ("F-06", "占支出合计的100.00%", "占支出合计的100.00", "warning", "占支出合计的100.00"),
    ("F-06", "完成年初预算的112.50%。", "完成年初预算的112.50。", "warning", "完成年初预算的112.50"),
    ("F-07", "机构2个", "机构XX个", "error", "XX"),
    ("F-07", "主要原因是用车减少。", "主要原因是……。", "error", "……"),
    ("F-07", "主要原因是用车减少。", "主要原因是：。", "error", "原因是："),
    ("F-07", "支出总额5.00万元", "支出总额为万元", "error", "为万元"),
    ("F-08", "各增加10.00万元", "各增加（减少）10.00万元", "error", "增加（减少）"),
    ("F-08", "决算数与年初预算数存在差异", "决算数大（小）于年初预算数", "error", "大（小）于"),
    ("F-08", "下降9.09%", "下降（增长）9.09%", "error", "下降（增长）"),
    ("F-08", "公用经费10.00万元", "（如有请填写）公用经费10.00万元", "error", "（如有请填写）"),
    ("F-09", "主要原因是用车减少。", "主要原因是用车减少。。", "info", "。。"),
    ("F-09", "（不包括陪同人员）。", "（不包括陪同人员。", "info", "（"),
    ("F-10", "机构正常运转", "机构机构正常运转", "info", "机构机构"),
    ("F-10", "科学技术支出（类）90.00", "科学技术类（类）90.00", "warning", "类（类）"),
    ("F-15", "水库、河道和供水", "水库、河道and供水", "warning", "河道and供水"),
    ("F-16", "完成年初预算的112.50%。", "完成初预算的112.50%。", "warning", "完成初预算的"),
    ("F-16", "2023年度机关运行经费支出", "2023年度机关运行经支出", "warning", "机关运行经支出"),
    ("F-16", "支出决算为0.80万元", "支出决算为数0.80万元", "warning", "决算为数"),
    ("F-16", "对2023年度项目支出", "对2023年度级项目支出", "warning", "2023年度级"),
    ("F-16", "与上年度相比，收", "较上一度增加，收", "warning", "上一度"),
    ("F-16", "2023年期末，我部门共有", "截止2023年12月31日，我部门共有", "info", "截止"),
    ("F-08", "2023年共接待国内来访", "列明公务接待事由。2023年共接待国内来访", "warning", "列明公务接待事由"),
    ("F-17", "同级政府财政部门取得", "省级财政拨付", "warning", "省级财政"),
]
RULES = sorted({case[0] for case in SLIPS})


@pytest.fixture
def paper(tmp_path: Path) -> Paper:
    return Paper(tmp_path)


@pytest.mark.parametrize("rule", RULES)
def test_clean_report_passes(paper: Paper, rule: str) -> None:
    assert {v.status for v in paper.verdicts(rule)} == {Status.PASS}


@pytest.mark.parametrize(("rule", "old", "new", "severity", "quote"), SLIPS)
def test_slip_is_found_at_its_place(paper: Paper, rule: str, old: str, new: str, severity: str, quote: str) -> None:
    found = paper.swap(old, new).findings(rule)
    assert [f.severity for f in found] == [severity]
    assert quote in found[0].evidence[0].quote
    assert quote in found[0].message


@pytest.mark.parametrize("rule", RULES)
def test_report_without_text_is_not_passed(paper: Paper, rule: str) -> None:
    paper.text = "2023年度青榆市云渡区水务局部门决算\n\n第一部分 青榆市云渡区水务局概况\n"
    assert {v.status for v in paper.verdicts(rule)} == {Status.INSUFFICIENT_DATA}


def test_slip_across_a_line_break_is_quoted_as_the_source_has_it(paper: Paper) -> None:
    finding = paper.swap("各增加10.00万元", "各增加（减\n少）10.00万元").findings("F-08")[0]
    assert "增加（减\n少）" in finding.evidence[0].quote


def test_same_slip_in_many_places_is_one_finding(paper: Paper) -> None:
    found = paper.swap("增长12.50%", "增长12.50", count=0).findings("F-06")
    assert len(found) == 1
    assert "共3处" in found[0].message
    assert found[0].values == ["12.50"]


def test_words_of_other_languages_that_are_names_are_left_alone(paper: Paper) -> None:
    paper.swap("防汛抗旱", "5G网络、VOCs治理、APP维护和LED照明")
    assert paper.findings("F-15") == []


@pytest.mark.parametrize("words", [*form_words().phrases, *form_words().accepted])
def test_standard_and_accepted_phrases_are_no_slips(words: str) -> None:
    assert near_misses(f"2023年度{words}，") == []


@pytest.mark.parametrize("phrase", [p for p in form_words().phrases if len(p) >= 6])
def test_standard_phrase_that_lost_an_inner_character_is_found(phrase: str) -> None:
    known = {*form_words().phrases, *form_words().accepted}
    for at in range(1, len(phrase) - 1):
        lost = phrase[:at] + phrase[at + 1 :]
        if lost not in known and not any(k in lost for k in known):
            assert near_misses(f"，{lost}，"), lost


@pytest.mark.parametrize(
    "words",
    [
        "2023年年初预算",
        "自二〇〇九年起",
        "高（低）压设备",
        "以服务群众为目的的工作",
        "得分分别为95分、96分",
        "该行为为依法履职",
        "公用事业部门",
        "（请示汇报工作）",
        "为了了解水情",
        "年末结转与结余",
        "金额单位为万元",
        "增长1.5倍",
        "完成年度预算的98.00%",
        "接待国外来访团组",
    ],
)
def test_right_wording_that_looks_like_a_slip_is_let_alone(paper: Paper, words: str) -> None:
    paper.swap("我部门制定了预算绩效管理制度，", f"我部门制定了预算绩效管理制度，{words}，")
    assert [f.message for rule in [*RULES, "F-11"] for f in paper.findings(rule)] == []


def test_a_stretch_of_another_known_phrase_is_no_slip() -> None:
    assert near_misses("上年结转和结余6.00万元。") == []
    [slip] = near_misses("上年结转和结余6.00万元，年结转和结余7.00万元。")
    assert [m.start() for m in slip.pattern.finditer("上年结转和结余6.00万元，年结转和结余7.00万元。")] == [14]


@pytest.mark.parametrize(
    ("rule", "old", "new"),
    [
        ("F-16", "2023年期末，我部门共有", "绩效结果与下一年度预算安排挂钩。2023年期末，我部门共有"),
        ("F-03", "2023年期末，我部门共有", "（附件12023年度）2023年期末，我部门共有"),
    ],
)
def test_wording_that_is_right_is_no_slip(paper: Paper, rule: str, old: str, new: str) -> None:
    assert paper.swap(old, new).findings(rule) == []
