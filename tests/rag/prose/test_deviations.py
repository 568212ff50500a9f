"""The reason beside an indicator that a question describes by what happened and names by none of its names."""

from __future__ import annotations

import pytest

from tests.rag.plain_report import PROSE_MARK
from tests.rag.small_report import text_of
from tests.rag.test_grounding import ask, library_of

FORM = """第五部分 附件

2023年度项目支出绩效自评表

项目名称\t泵站设备更新
主管部门\t云岭市青川区水务局\t\t实施单位\t云岭市青川区水务局\t\t
项目资金（万元）\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分
年度资金总额\t50.00\t62.00\t54.80\t10\t88.39%\t8.8
一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\t偏差原因
产出指标\t数量指标\t购置潜水电泵数量\t≥4台\t4台\t50\t50\t
产出指标\t时效指标\t安装完成时间\t6月底前\t10月\t20\t17.5\t汛期水位高，无法施工
满意度指标\t服务对象满意度指标\t灌区农户满意度\t≥90%\t88%\t20\t20\t
总分\t\t\t\t\t100\t96.3\t

"""


def _told(question: str) -> str:
    library = library_of(text_of() + "\n" + FORM)
    return ask(library, f"青川区水务局2023年{question}").answer


@pytest.mark.parametrize("question", ["潜水电泵那个项目安装为什么拖到10月才完成", "潜水电泵安装为啥10月才完成"])
def test_the_reason_of_the_indicator_is_told(question: str) -> None:
    assert "汛期水位高" in _told(question)


def test_the_reason_of_another_thing_is_not_told() -> None:
    assert "汛期水位高" not in _told("会议室那个项目装修为什么拖到12月才完成")


def test_why_cars_are_bought_is_told_beside_why_there_were_none_before() -> None:
    said = (
        "九、“三公”经费支出决算情况说明\n\n2023年度公务用车购置及运行费支出24.30万元，比上年增加17.90万元，"
        "主要原因是1辆执法用车达到报废年限需要更新。其中：公务用车购置费18.00万元，比上年增加18.00万元，"
        "主要原因是2022年未安排车辆购置；公务用车运行费6.30万元。\n\n"
    )
    text = text_of().replace(PROSE_MARK, said + PROSE_MARK)
    for question in ("今年怎么要花钱买车了", "为什么今年要花钱买车"):
        assert "报废年限" in ask(library_of(text), f"青川区水务局{question}").answer
