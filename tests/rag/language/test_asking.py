"""Asking: what a question states is not asked for, and tells which row is meant; how shares and changes are asked."""

from __future__ import annotations

import pytest

from rag.language.asking import amounts_in, columns_in, operations_in, stated_in
from tests.rag.test_grounding import ask, figures, samples


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("年初预算500万,最后完成了百分之几", ["年初预算数"]),
        ("年初15.86万,少用了多少", ["年初预算数"]),
        ("75.29万的年初预算用了几成", ["年初预算数"]),
        ("完成年初预算的159%,超出多少", ["完成比例"]),
        ("年初预算500万", []),
        ("全年预算100万以上的项目有几个", []),
        ("年初预算1674.03万里基本支出列了多少", []),
    ],
)
def test_a_stated_figure_is_told_from_one_that_is_asked_for(text: str, columns: list[str]) -> None:
    assert [s.column for s in stated_in(text)] == columns


def test_amounts_are_those_that_are_no_bounds() -> None:
    assert [str(a) for a in amounts_in("支出183.72万里超过10万元以上的有多少")] == ["183.72"]


def test_a_portion_asked_for_in_money_is_no_share() -> None:
    assert "占比" not in columns_in("其他支出里基本支出占多少万")
    assert "share" not in operations_in("其他支出里基本支出占多少万", [])
    assert "share" in operations_in("其他支出里基本支出占多少", [])


def test_up_or_down_is_no_contradiction() -> None:
    assert "conflict" not in operations_in("比预算是多了还是省了,差几万", [])
    assert "conflict" in operations_in("是8.14还是8.13", [])


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("一般行政管理事务年初预算51.82万，最后完成了百分之几", ["108.70"]),
        ("“三公”经费预算12.70万，实际花了多少", ["9.27"]),
        ("公务接待费预算2.15万，决算省了多少钱", ["0.58"]),
        ("水利工程运行与维护年初118.46万，少用了多少万", ["14.55"]),
        ("三公没用完的预算有多少", ["3.43"]),
        ("防汛决算19.94万，比年初多花几万", ["4.19"]),
        ("防汛决算和年初预算比增加了多少万", ["4.19"]),
        ("三公比预算是多花了还是省了，差几万", ["3.43"]),
        ("防汛完成年初预算的126.60%，超出金额多少", ["4.19"]),
    ],
)
def test_what_is_stated_is_no_part_of_the_answer_asked_for(question: str, expected: list[str]) -> None:
    assert figures(ask(samples(), f"榆岚水利局{question}"))[: len(expected)] == expected


def test_a_stated_amount_tells_which_row_of_several_is_meant() -> None:
    answer = ask(samples(), "榆岚水利局那笔114.32万的支出，年初预算是多少")
    assert figures(answer) == ["0.00"]
    assert "水资源节约管理与保护" in answer.answer


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("机关运行经费，比上年减少多少", ["-2.53", "126.59"]),
        ("授予中小企业的合同金额，占采购总额多少", ["82.00", "40.35"]),
    ],
)
def test_a_figure_set_off_before_its_change_or_share_is_told_too(question: str, expected: list[str]) -> None:
    assert figures(ask(samples(), f"榆岚水利局{question}")) == expected


def test_a_change_is_told_in_words() -> None:
    answer = ask(samples(), "榆岚水利局机关运行经费比上年增加多少")
    assert "比上年减少2.53万元" in answer.answer


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("三公口径下养车花了多少钱", ["7.70"]),
        ("三公口径下公车运行（公务用车运行维护）要多少钱", ["7.70"]),
        ("财政拨款以外的收入有多少", ["26.63"]),
        ("财政拨款以外的收入有多少，占收入的百分之几", ["26.63", "1.25"]),
        ("基本支出里人员经费以外的钱是多少", ["126.59"]),
        ("福利费和工会经费谁多", ["5.83"]),
        ("福利费和工会经费哪项高，差多少", ["5.83"]),
        ("其他交通费用和公务用车运行维护费哪个高，高多少", ["13.17"]),
        ("住房公积金每月平均多少", ["7.47"]),
        ("福利费12.22万，比工会经费多还是少", ["5.83"]),
        ("三公经费省下多少", ["3.43"]),
        ("公务接待费公用经费里列了多少", ["1.57"]),
        ("印刷费和电费合计", ["9.47"]),
        ("防汛和行政运行年初预算合计多少", ["747.14"]),
        ("防汛决算比年初预算多几成", ["26.60"]),
        ("公用经费占基本支出比例（一般公共预算口径）", ["11.83"]),
        ("项目自评得分最高的比最低的高几分", ["8.91"]),
        ("的职责一共列了几条", ["5"]),
        ("全年预算146.99万的那个项目叫什么，执行了多少", ["146.99"]),
    ],
)
def test_figures_asked_for_in_other_ways(question: str, expected: list[str]) -> None:
    assert figures(ask(samples(), f"榆岚水利局{question}"))[: len(expected)] == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("接待了几批几个人", ["55", "275"]),
        ("有几台车、百万以上的设备几台", ["2", "3"]),
        ("公务接待费用了预算的几成", ["73.02"]),
        ("机关运行经费少了百分之几", ["-1.96"]),
        ("农林水支出占一般公共预算支出的百分比、金额", ["77.58", "1172.88"]),
        ("财政拨款收入占收入合计比例、其他收入占比", ["98.75", "1.25"]),
        ("水利工程建设年初没预算，最后花了多少", ["146.99"]),
    ],
)
def test_every_question_of_a_list_is_answered(question: str, expected: list[str]) -> None:
    assert figures(ask(samples(), f"榆岚水利局{question}"))[: len(expected)] == expected


def test_zero_asked_about_is_told_as_such() -> None:
    assert ask(samples(), "榆岚水利局外宾接待支出是不是零").answer.startswith("是")


def test_what_a_report_does_not_list_is_said_beside_a_sum() -> None:
    assert "会议费" in ask(samples(), "榆岚水利局会议费加培训费合计多少").answer
