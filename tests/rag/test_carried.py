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
    ],
)
def test_the_kind_and_the_end_of_the_year_name_one_cell(question: str, figure: str) -> None:
    assert first(question) == figure


def test_a_kind_of_budget_alone_is_its_spending() -> None:
    assert first("财政拨款收入支出决算总表里本年支出合计是多少") == "330.00万元"


def test_the_kind_may_stand_between_the_words_for_what_was_carried_over() -> None:
    assert first("财政拨款收支总表里年初一般公共预算结转了多少") == "10.00万元"
