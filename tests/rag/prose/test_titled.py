"""Figures below the title of a report on one thing: its points, by whom they were given, and others."""

from __future__ import annotations

import pytest

from tests.rag.plain_report import answer, first

TOLD = (
    "六、预算绩效情况说明\n\n1.节水宣传教育基地运营项目：自评得分95.20分。全年预算数30.00万元，执行数30.00万元。\n\n"
    "第五部分 附件\n\n附件1\n城东泵站自动化改造项目绩效评价报告（节选）\n\n一、项目概况\n\n"
    "（一）建设内容。更换闸门启闭机6台、水位计14套。\n\n"
    "（二）资金安排。项目批复总投资212.00万元，其中市级补助150.00万元、区级配套62.00万元。\n\n"
    "二、评价结论\n\n评价组从四个方面进行评价，综合得分87.45分，评价等级为“良”。\n\n"
    "附件2\n“节水宣传教育基地运营”重点绩效评价报告（摘要）\n\n"
    "受区财政局委托，第三方机构对该项目开展重点绩效评价，综合评分为79.30分。\n\n"
)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("城东泵站自动化改造项目评价得分和等级", "87.45分"),
        ("城东泵站自动化改造项目批复总投资是多少", "212.00万元"),
        ("城东泵站自动化改造项目换了几台闸门启闭机", "6台"),
        ("第三方给节水宣传教育基地运营打了多少分", "79.30分"),
        ("节水宣传教育基地运营自评多少分", "95.20分"),
    ],
)
def test_the_figure_below_the_title_is_told(question: str, told: str) -> None:
    assert first(question, prose=TOLD) == told


def test_the_grade_stands_in_the_sentence() -> None:
    assert "等级为“良”" in answer("城东泵站自动化改造项目评价得分和等级", prose=TOLD).answer


def test_a_thing_without_a_title_gets_no_points_of_another() -> None:
    assert "87.45" not in answer("城西泵站迁建项目评价得分", prose=TOLD).answer


def test_a_name_that_leaves_out_the_middle_of_a_title_names_it() -> None:
    assert first("城东泵站改造项目批复总投资是多少", prose=TOLD) == "212.00万元"


QUOTED = (
    "六、预算绩效情况说明\n\n1.渠系清淤养护项目：自评得分94.10分。\n\n"
    "（三）部门评价结果\n\n“渠系清淤养护”项目部门评价报告（摘要）：该项目由会计师事务所评价，综合得分86.35分，等级为“良”。\n\n"
)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("渠系清淤养护项目部门评价综合得分多少", "86.35分"),
        ("渠系清淤养护项目，部门评价报告给的综合得分", "86.35分"),
        ("渠系清淤养护自评得了多少分", "94.10分"),
    ],
)
def test_points_in_a_sentence_that_quotes_the_project_are_those_of_its_evaluator(question: str, told: str) -> None:
    assert first(question, prose=QUOTED) == told
