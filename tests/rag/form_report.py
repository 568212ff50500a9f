"""A small fictional report with forms of self-evaluation: of the department and of two projects."""

from __future__ import annotations

from functools import cache

from rag.answer import Answer
from rag.library import Library
from tests.rag.plain_report import PROSE_MARK
from tests.rag.small_report import text_of
from tests.rag.test_grounding import ask, library_of

PROSE = """十、预算绩效情况说明

（一）绩效管理工作开展情况

部门整体支出绩效自评结果为94.6分。2023年度组织对2个项目开展绩效自评，自评金额92.00万元。全区水库安全鉴定18座。

（二）问题说明

受连续降雨、设备到货晚等影响，2023年未举办防汛演练，故演练器材没有采购。防汛器材采购减少的主要原因是未举办防汛演练。

本年评出节水示范单位12家。

市级幸福河湖3条。

"""
FORMS = """第五部分 附件

附件1

2023年度部门整体支出绩效自评表

年度预算执行情况（万元）\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分
部门支出总额\t400.00\t400.00\t386.78\t10\t96.70%\t9.7
一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\t偏差原因
产出指标\t数量指标\t巡查河道次数\t≥48次\t50次\t30\t30\t
产出指标\t质量指标\t水质达标比例\t≥95%\t91%\t30\t26.5\t汛期排污
效益指标\t社会效益指标\t用水户满意度\t≥90%\t92%\t30\t28.4\t
分值及得分合计\t\t\t\t\t90\t84.9\t

附件2

2023年度项目支出绩效自评表

项目名称\t青川区渠道清淤整治和山塘除险加固综合工程专项资金
主管部门\t云岭市青川区水务局\t\t实施单位\t云岭市青川区水务局\t\t
项目资金（万元）\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分
年度资金总额\t50.00\t62.00\t54.80\t10\t88.39%\t8.8
一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\t偏差原因
产出指标\t数量指标\t清淤渠道长度\t≥20公里\t21公里\t50\t50\t
满意度指标\t服务对象满意度指标\t灌区农户满意度\t≥90%\t88%\t40\t37.5\t协调不够
总分\t\t\t\t\t100\t96.3\t

2023年度项目支出绩效自评表

项目名称\t节水宣传
主管部门\t云岭市青川区水务局\t\t实施单位\t云岭市青川区水务局\t\t
项目资金（万元）\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分
年度资金总额\t30.00\t30.00\t30.00\t10\t100.00%\t10
一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\t偏差原因
产出指标\t数量指标\t宣传活动场次\t≥6场\t5场\t50\t41.5\t场地紧张
满意度指标\t服务对象满意度指标\t市民满意度\t≥90%\t93%\t40\t40\t
总分\t\t\t\t\t100\t91.5\t
"""


@cache
def _library() -> Library:
    return library_of(text_of().replace(PROSE_MARK, PROSE + PROSE_MARK).rstrip() + "\n\n" + FORMS)


def asked(*turns: str) -> Answer:
    """The answer to the last turn of a talk on the report."""
    return ask(_library(), f"青川区水务局2023年{turns[0]}", *turns[1:])
