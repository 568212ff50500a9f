"""Points of a project, told in the prose and in the annexed report on it, and what that report recommends."""

from __future__ import annotations

from rag.answer import Answer
from tests.rag.small_report import text_of
from tests.rag.test_grounding import ask, library_of

MARK = "第四部分 名词解释\n\n一、"
TOLD = (
    "十二、预算绩效情况说明\n\n"
    "我局组织对“青石塔抢险修缮”项目开展了部门评价，涉及资金26.80万元，委托第三方机构实施，评价得分93.5分，评价等级为“优”。\n\n"
)
ANNEX = (
    "\n第五部分 附件\n\n附件1\n“青石塔抢险修缮”项目绩效评价报告\n\n一、项目基本情况\n\n"
    "青石塔位于柳湾镇，始建于宋代。\n\n"
    "二、综合评价情况及评价结论\n\n经评价，该项目综合得分92.5分，评价等级为“优”。\n\n"
    "三、存在的问题\n\n一是影像资料归档不完整；二是支付审批周期偏长。\n\n"
    "四、有关建议\n\n一是建立修缮工程档案；二是优化资金支付流程。\n"
)


def _asked(question: str) -> Answer:
    text = text_of().replace(MARK, TOLD + MARK) + ANNEX
    return ask(library_of(text), f"青川区水务局2023年{question}")


def test_points_that_differ_between_the_prose_and_the_report_are_both_told() -> None:
    told = _asked("青石塔抢险项目评价得分到底是多少，前后一致吗")
    assert told.status == "conflict"
    assert {"93.5", "92.5"} <= {v.value for v in told.values}


def test_points_that_a_question_states_are_looked_for() -> None:
    assert {"93.5", "92.5"} <= {v.value for v in _asked("青石塔抢险修缮项目评价是93.5分还是92.5分").values}


def test_recommendations_of_a_report_are_told() -> None:
    told = _asked("青石塔修缮评价提了哪些建议")
    assert "优化资金支付流程" in told.answer and "影像资料" not in told.answer
