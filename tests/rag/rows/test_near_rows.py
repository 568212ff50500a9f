"""Rows of forms that a question names by some of their words."""

from __future__ import annotations

import pytest

from tests.rag.plain_report import answer

FORM = """第五部分 附件

附件1
项目支出绩效自评表
（2023年度）
单位：万元
项目名称\t水库除险加固
主管部门\t云岭市青川区水务局\t\t实施单位\t青川区水库管理所
项目资金\t\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分
\t年度资金总额\t50.00\t50.00\t45.00\t10\t90.00%\t9.00
一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\t未完成原因和改进措施
产出指标\t数量指标\t加固小型水库座数\t≥6座\t5座\t20\t16.00\t1座水库跨年度施工
产出指标\t时效指标\t泵站改造完成时间\t2023年9月底前\t2023年11月\t10\t8.00\t设备到货延迟
满意度指标\t满意度指标\t下游群众满意度\t≥90%\t91%\t10\t10.00\t
总分\t\t\t\t\t100\t93.00\t
"""


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("泵站改造什么时候完成的", "2023年11月"),
        ("小型水库加固为什么没完成", "跨年度施工"),
        ("加固小型水库座数得了多少分", "16.00"),
        ("泵站改造完成时间为什么扣分", "设备到货延迟"),
    ],
)
def test_the_row_with_most_of_the_words_answers(question: str, told: str) -> None:
    assert told in answer(question, prose=FORM).answer


def test_names_that_a_row_does_not_print_are_not_made_of_its_number() -> None:
    assert "5座" not in answer("加固的那几座小型水库都叫什么名字", prose=FORM).answer


def test_a_reason_that_begins_with_a_number_is_words() -> None:
    assert "1座水库跨年度施工" in answer("水库除险加固项目加固小型水库座数没达标，怎么解释的", prose=FORM).answer


def test_the_reason_of_an_indicator_is_told_with_what_was_done_and_planned() -> None:
    told = answer("水库除险加固项目加固小型水库几座，差的那座为什么没完成", prose=FORM)
    assert [(v.value, v.unit) for v in told.values[:2]] == [("5", "座"), ("6", "座")]
    assert "1座水库跨年度施工" in told.answer and "设备到货" not in told.answer


def test_the_reasons_of_rows_named_as_well_are_told_side_by_side() -> None:
    form = FORM.replace(
        "产出指标\t时效指标",
        "产出指标\t质量指标\t泵站改造合格率\t100%\t90%\t10\t9.00\t验收标准提高\n产出指标\t时效指标",
    )
    told = answer("泵站改造为什么没改完", prose=form).answer
    assert "设备到货延迟" in told and "验收标准提高" in told


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("自评表里水库除险加固的加固座数做到多少", "5座"),
        ("绩效自评表里水库除险加固下游满意度是多少", "91%"),
    ],
)
def test_a_row_of_a_form_that_is_named_may_be_called_by_the_two_ends_of_its_name(question: str, told: str) -> None:
    assert told in answer(question, prose=FORM).answer
