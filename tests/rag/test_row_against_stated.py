"""A figure that a question states held against a row of a form, rows of a list, amounts held against one another."""

from __future__ import annotations

from tests.rag.form_report import asked
from tests.rag.test_grounding import figures


def test_a_stated_score_is_held_against_the_row_that_sums_up() -> None:
    answer = asked("整体自评94.6分，跟分值及得分合计栏一致吗")
    assert (answer.status, figures(answer)) == ("conflict", ["94.6", "84.9", "9.7"])


def test_an_amount_names_a_project_by_its_budget() -> None:
    assert figures(asked("62万那个项目自评得几分")) == ["96.3"]
    assert figures(asked("99万那个项目自评得几分")) == []


def test_a_short_piece_of_a_long_name_names_the_only_project_that_has_it() -> None:
    assert figures(asked("山洪灾专项资金执行了多少")) == []
    assert figures(asked("除险加固专项资金执行了多少")) == ["54.80"]


def test_money_spent_is_a_rate_of_the_budget() -> None:
    assert figures(asked("渠道清淤整治项目钱花出去的比例是多少")) == ["88.39"]


def test_what_is_asked_about_as_the_cause_of_another_thing_is_no_reason_for_it() -> None:
    assert "设备到货晚" in asked("防汛演练为什么没举办").answer


def test_the_points_of_the_rate_are_those_of_its_row() -> None:
    assert figures(asked("整体自评预算执行率那项得几分")) == ["9.7"]


def test_two_points_are_held_against_one_another_over_a_comma() -> None:
    answer = asked("渠道清淤整治项目得分，和节水宣传项目得分差多少")
    assert answer.status == "computed" and answer.values[0].value == "4.8"


def test_budget_spending_and_points_listed_are_each_told() -> None:
    assert figures(asked("节水宣传项目预算、执行、自评得分各多少")) == ["30.00", "30.00", "91.5"]
