"""Clauses: each asks something of its own, and what the whole question does not tell is asked for alone."""

from __future__ import annotations

from tests.rag.form_report import asked
from tests.rag.prose.test_deviations import FORM
from tests.rag.small_report import text_of
from tests.rag.test_grounding import ask, figures, library_of


def test_what_two_sentences_tell_is_told_of_both() -> None:
    assert figures(asked("节水示范单位评出几家，市级幸福河湖几条")) == ["12", "3"]


def test_an_indicator_and_one_of_another_project_are_told() -> None:
    assert figures(asked("宣传活动场次完成几场；清淤渠道长度实际多少公里")) == ["5", "21"]


def test_a_score_and_the_rows_that_have_one_are_told() -> None:
    answer = asked("部门整体自评多少分；哪些项目得分低于95分")
    assert figures(answer)[0] == "94.6"
    assert "节水宣传" in answer.answer and "综合工程" not in answer.answer


def test_a_clause_that_leans_on_the_one_before_is_no_question_of_its_own() -> None:
    assert figures(asked("节水宣传项目全年预算多少，执行了多少")) == ["30.00", "30.00"]


def test_a_target_asked_for_beside_what_was_done_is_told_too() -> None:
    said = "（一）项目支出\n\n泵站设备更新项目绩效自评综述：全年购置潜水电泵4台，修缮泵房2座。\n\n"
    text = text_of().replace("第四部分 名词解释\n\n一、", f"四、预算绩效情况说明\n\n{said}第四部分 名词解释\n\n一、")
    form = FORM.replace("≥4台", "≥3台")
    answer = ask(library_of(f"{text}\n{form}"), "青川区水务局2023年购置潜水电泵数量是多少台，目标是几台")
    assert [v.value for v in answer.values if "指标值" in v.label] == ["3"]
    assert "4" in {v.value for v in answer.values}
