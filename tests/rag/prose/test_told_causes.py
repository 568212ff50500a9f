"""Reasons that stand in any sentence of a report, for what no stated reason of a row answers."""

from __future__ import annotations

import pytest

from tests.rag.plain_report import answer

TOLD = (
    "第五部分 附件\n\n附件1\n青川区水务局2023年度整体绩效评价报告\n\n一、完成情况\n\n"
    "全年安装智能水表320只，计划安装400只，主要原因是两个老旧院落楼道改造未结束。"
    "沿河步道计划铺设9公里，实际铺设7公里。自评得分8.1分。未完成的原因：一是汛期停工四十天；二是一户苗圃补偿未谈妥。"
    "青川区水利工程站全年亏损12.40万元，动用以前年度结余弥补，主要是对外检测业务下滑导致。\n\n"
    "2.渡槽保护修缮项目：自评得分88.20分。完成青石渡槽槽身修缮2处、安全巡查60次。存在问题：修缮工程受雨季影响，进度滞后1个月。"
    "改进措施：错峰组织施工。\n\n3.节水宣传项目：自评得分91.00分。\n\n"
    "六、文化活动\n\n活动经费比年初预算减少。主要原因：受疫情影响，龙舟赛等3场活动取消。\n\n"
    "二、会议费说明\n\n本单位未举办会议，不属于会议费统计范围，2023年度无会议费支出。\n\n"
)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("智能水表为啥只装了320只没达到计划", "楼道改造未结束"),
        ("下面的水利工程站怎么会亏钱", "检测业务下滑"),
        ("青石渡槽修缮进度为什么慢了", "受雨季影响"),
        ("龙舟赛为什么没办", "3场活动取消"),
        ("沿河步道没铺完的原因有哪些", "一是汛期停工四十天；二是一户苗圃补偿未谈妥"),
    ],
)
def test_the_sentence_that_gives_the_cause_answers(question: str, told: str) -> None:
    assert told in answer(question, prose=TOLD).answer


def test_a_cause_is_told_with_the_sentence_that_it_explains() -> None:
    assert "实际铺设7公里" in answer("沿河步道没铺完的原因有哪些", prose=TOLD).answer


def test_why_there_is_none_is_told_by_what_rules_it_out() -> None:
    assert "不属于会议费统计范围" in answer("怎么没有会议费", prose=TOLD).answer


def test_a_cause_of_something_else_is_no_answer() -> None:
    assert answer("智能电梯为啥没装完", prose=TOLD).status == "not_found"


def test_a_titled_paragraph_gives_the_cause_of_what_its_title_says() -> None:
    titled = "六、存在的问题\n\n（一）供水管网压力偏低。加压站全年停运18次，主要原因是备用电源老化。\n\n"
    assert "备用电源老化" in answer("供水管网压力为什么偏低", prose=titled).answer


def test_the_cause_comes_before_a_list_of_problems_that_gives_none() -> None:
    both = (
        "完成管网投资2.10亿元，占年度目标2.60亿元的80.77%，未完成的主要原因是管道材料进场晚。\n\n"
        "四、存在的问题及原因\n\n一是管网投资目标未完成；二是档案不规范。\n\n"
    )
    assert "管道材料进场晚" in answer("管网投资没完成目标的原因", prose="六、绩效情况说明\n\n" + both).answer


def test_what_a_chapter_says_that_something_is_due_to_is_its_reason() -> None:
    said = (
        "六、政府性基金预算财政拨款支出情况说明\n\n2023年度年末结转5.00万元；年末结转系改造工程质量保证金未到期。\n\n"
    )
    assert "质量保证金未到期" in answer("政府性基金年末结转的原因是什么", prose=said).answer
