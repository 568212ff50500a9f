"""Rows of forms: indicators of the department, of one project, of all projects."""

from __future__ import annotations

from tests.rag.form_report import asked
from tests.rag.test_grounding import ask, figures, samples


def test_indicators_of_all_projects_are_looked_through_where_projects_are_named_for_them() -> None:
    answer = asked("这几个自评项目里，哪些指标没拿满分")
    assert "灌区农户满意度" in answer.answer and "宣传活动场次" in answer.answer
    assert "水质达标比例" not in answer.answer and "节水宣传" in answer.answer


def test_the_worth_is_told_beside_the_points_where_lost_points_are_asked() -> None:
    assert figures(asked("整体自评表里哪些指标被扣分了，各扣几分")) == ["26.5", "30", "28.4", "30"]


def test_a_group_of_indicators_is_told_of_a_project_in_a_talk() -> None:
    assert figures(asked("节水宣传项目的市民满意度多少", "那清淤整治工程项目的满意度呢")) == ["88"]


def test_rows_that_are_not_at_a_number_are_told() -> None:
    assert "渠道清淤" in (told := asked("执行率不是100%的项目有哪些").answer) and "节水宣传" not in told
    assert "节水宣传" in (told := asked("自评得分不满95分的项目列一下").answer) and "渠道清淤" not in told


def test_a_number_right_behind_a_side_of_indicators_is_of_that_column() -> None:
    assert figures(asked("整体自评表里实际完成值91%的指标有几个"))[:2] == ["1", "91"]


def test_projects_that_a_report_calls_key_are_not_all_of_them() -> None:
    assert figures(asked("重点绩效项目有哪些")) == []


def test_a_share_is_told_beside_what_it_is_the_share_of() -> None:
    answer = ask(samples(), "榆岚水利局2023年一般公共预算按类花了哪些，各占多少")
    assert {v.unit for v in answer.values} == {"万元", "%"}
    assert answer.values[0].unit == "万元"
