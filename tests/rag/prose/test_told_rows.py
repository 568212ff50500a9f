"""Told rows: reasons and uses by amounts, causes and words, where a question names no row."""

from __future__ import annotations

import pytest

from rag.answer import Answer
from tests.rag.small_report import text_of
from tests.rag.test_grounding import ask, library_of

MARK = "第四部分 名词解释\n\n一、"
ITEMS = """五、一般公共预算财政拨款支出决算情况说明

（三）具体情况

1.农林水支出（类）水利（款）防汛（项）。年初预算为0.00万元，支出决算为42.10万元，决算数与年初预算数存在差异的主要原因是年中追加“安澜行动”补助资金。

2.农林水支出（类）水利（款）水土保持（项）。年初预算为30.00万元，支出决算为7.00万元，决算数与年初预算数存在差异的主要原因是护坡工程招标推迟。

3.社会保障和就业支出（类）行政事业单位养老支出（款）行政单位离退休（项）。年初预算为5.00万元，支出决算为21.00万元，决算数与年初预算数存在差异的主要原因是退休人员经费增加。

"""


def _asked(question: str) -> Answer:
    return ask(library_of(text_of().replace(MARK, ITEMS + MARK)), f"青川区水务局2023年{question}")


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("新增的42.10万是补给什么的", "防汛"),
        ("哪几笔支出跟“安澜行动”有关", "防汛"),
        ("招标推迟影响了哪项支出", "水土保持"),
        ("安澜行动补助资金列在哪个科目里", "防汛"),
        ("退休人员那块花了年初预算的四倍多，为什么", "退休人员经费增加"),
        ("水土保持没花完是省在哪了", "护坡工程招标推迟"),
    ],
)
def test_a_row_is_found_by_what_is_known_of_it(question: str, said: str) -> None:
    answer = _asked(question)
    assert answer.status == "answered"
    assert said in answer.answer


def test_a_cause_that_the_report_does_not_name_brings_nothing_about() -> None:
    assert "护坡" not in _asked("因为地震而少花钱的有哪几项").answer


def test_who_is_not_named_got_nothing() -> None:
    answer = _asked("防汛补助里青川移动公司分到多少")
    assert answer.status == "not_found"
    assert "青川移动公司" in answer.answer


WHY = "决算数与年初预算数存在差异的主要原因是"
BOUGHT = (
    f"4.农林水支出（类）水利（款）信息管理（项）。年初预算为0.00万元，支出决算为3.20万元，{WHY}上年结转，为购置测流仪费用。\n\n"
    f"5.其他支出（类）其他支出（款）其他支出（项）。年初预算为0.00万元，支出决算为1.15万元，{WHY}追加列支购置测流仪费用。\n\n"
)


@pytest.mark.parametrize("question", ["购置测流仪花了多少钱", "有两笔钱说是买测流仪的，加一块儿多少"])
def test_rows_are_added_up_that_were_spent_on_what_is_named(question: str) -> None:
    library = library_of(text_of().replace(MARK, ITEMS + BOUGHT + MARK))
    answer = ask(library, f"青川区水务局2023年{question}")
    assert [v.value for v in answer.values] == ["4.35", "3.20", "1.15"]
    assert answer.values[0].formula == "3.20 + 1.15"
