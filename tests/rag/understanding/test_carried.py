"""What was carried over of one kind of budget."""

from __future__ import annotations

import pytest

from tests.rag.plain_report import first


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("一般公共预算年末结转和结余多少", "30.00万元"),
        ("一般公共预算财政拨款年初结转和结余是多少", "10.00万元"),
        ("财政拨款收入支出决算总表上，政府性基金年末结转和结余多少", "15.00万元"),
        ("财政拨款收支总表里年初结转中政府性基金的部分", "5.00万元"),
        ("年末财政拨款结转和结余的政府性基金预算财政拨款有多少", "15.00万元"),
        ("上年结转的财政拨款里一般公共预算是多少", "10.00万元"),
    ],
)
def test_the_kind_and_the_end_of_the_year_name_one_cell(question: str, figure: str) -> None:
    assert first(question) == figure


def test_a_kind_of_budget_alone_is_its_spending() -> None:
    assert first("财政拨款收入支出决算总表里本年支出合计是多少") == "330.00万元"


def test_the_kind_may_stand_between_the_words_for_what_was_carried_over() -> None:
    assert first("财政拨款收支总表里年初一般公共预算结转了多少") == "10.00万元"


FUND = """
政府性基金预算财政拨款收入支出决算表
公开07表
单位：万元

项目\t\t年初结转和结余\t本年收入\t本年支出\t\t\t年末结转和结余
科目编码\t科目名称\t\t\t小计\t基本支出\t项目支出\t
栏次\t\t1\t2\t3\t4\t5\t6
合计\t\t17.50\t36.00\t41.20\t0.00\t41.20\t12.30
229\t其他支出\t7.50\t36.00\t41.20\t0.00\t41.20\t2.30
22960\t彩票公益金安排的支出\t7.50\t36.00\t41.20\t0.00\t41.20\t2.30
2296099\t用于其他社会公益事业的彩票公益金支出\t7.50\t36.00\t41.20\t0.00\t41.20\t2.30
213\t农林水支出\t10.00\t0.00\t0.00\t0.00\t0.00\t10.00

"""


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("防汛那笔彩票公益金年初结转了多少", "7.50万元"),
        ("彩票公益金年末结转多少", "2.30万元"),
        ("彩票公益金到年末还结余多少", "2.30万元"),
    ],
)
def test_a_part_of_the_name_of_a_row_tells_of_which_money_it_was_carried_over(question: str, figure: str) -> None:
    assert first(question, tables=FUND) == figure
