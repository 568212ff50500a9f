"""Things that a report counts, where it is asked which they are."""

from __future__ import annotations

import pytest

from tests.rag.plain_report import answer

TOLD = (
    "十、国有资产占用情况说明\n\n截至2023年12月31日，部门共有车辆9辆；单价100万元（含）以上设备（不含车辆）2台（套），"
    "分别为水质在线监测平台和防汛会商系统。\n\n"
    "十一、预算绩效情况说明\n\n12个项目中自评等级为“优”的11个、“中”的1个。"
    "自评等级为“中”的项目是灌区计量改造项目，主要原因是资金支付滞后。\n\n"
)


@pytest.mark.parametrize("question", ["百万元以上的设备是哪几样", "百万以上的设备是啥"])
def test_the_sentence_that_says_which_they_are_is_told(question: str) -> None:
    told = answer(question, prose=TOLD)
    assert told.status == "answered"
    assert "防汛会商系统" in told.answer


def test_a_number_of_things_alone_does_not_say_which_they_are() -> None:
    told = answer("百万元以上的设备是哪几样", prose=TOLD.replace("，分别为水质在线监测平台和防汛会商系统", ""))
    assert "监测平台" not in told.answer


def test_the_projects_of_a_grade_are_named_by_the_sentence_where_no_list_has_them() -> None:
    assert "灌区计量改造项目" in answer("项目里评为中的是哪个", prose=TOLD).answer


FORM = """第五部分 附件

附件1
项目支出绩效自评表
（2023年度）
单位：万元
项目名称\t灌区计量改造
主管部门\t云岭市青川区水务局\t\t实施单位\t青川区水库管理所
项目资金\t\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分
\t年度资金总额\t50.00\t50.00\t45.00\t10\t90.00%\t9.00
一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\t未完成原因和改进措施
产出指标\t数量指标\t加固小型水库座数\t≥6座\t5座\t20\t16.00\t1座水库跨年度施工
产出指标\t质量指标\t渗漏率\t≤8%\t3%\t20\t20.00\t
满意度指标\t满意度指标\t下游群众满意度\t≥90%\t91%\t10\t10.00\t
总分\t\t\t\t\t100\t93.00\t
"""


def test_what_stays_below_a_bound_did_not_fall_short() -> None:
    told = answer("灌区计量改造哪些指标没完成", prose=FORM).answer
    assert "加固小型水库座数" in told
    assert "渗漏率" not in told


def test_those_who_came_to_a_place_are_no_guests_of_the_department() -> None:
    visited = (
        "九、财政拨款“三公”经费支出决算情况说明\n\n公务接待费支出3.00万元，国内公务接待7批次、58人次。\n\n"
        "十一、其他重要事项的情况说明\n\n带动乡村旅游，青石湿地接待游客18.6万人次。\n\n"
    )
    told = answer("青石湿地接待了多少游客", prose=visited)
    assert [(v.value, v.unit) for v in told.values][:1] == [("18.6", "万人次")]
