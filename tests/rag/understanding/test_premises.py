"""Premises: a thing that is named only by its amount."""

from __future__ import annotations

import pytest

from rag.holdings.desk import Desk
from rag.understanding.premises import named_by_amount, part_by_amount
from rag.understanding.question import parse
from tests.rag.plain_report import answer
from tests.rag.test_grounding import ask, samples


def test_an_amount_names_the_one_thing_that_it_is_the_amount_of() -> None:
    answer = ask(samples(), "榆岚水利局那笔56.33万元的年初安排了多少")
    assert (answer.values[0].value, "一般行政管理事务" in answer.answer) == ("51.82", True)


@pytest.mark.parametrize(
    "said", ["那88888.88万元年初安排了多少", "那1万元年初安排了多少", "公务接待费1.57万元比预算省了多少"]
)
def test_an_amount_of_nothing_or_beside_a_name_names_nothing(said: str) -> None:
    desk = Desk.of(samples())
    query = parse(f"榆岚水利局{said}", list(desk.reports.values()), desk.index)
    assert named_by_amount(query, desk.index(query.doc_ids[0])) is None


@pytest.mark.parametrize("part", ["那笔56.33万的行政管理支出", "56.33万元的一般行政管理", "那56.33万"])
def test_the_part_of_a_share_is_named_by_its_amount(part: str) -> None:
    answer = ask(samples(), f"榆岚水利局2023年{part}占支出合计的百分之几")
    assert (answer.values[0].value, "56.33 ÷ 2125.60" in answer.answer) == ("2.65", True)


def test_an_amount_of_something_else_is_no_part_of_a_share() -> None:
    desk = Desk.of(samples())
    query = parse("榆岚水利局那笔56.33万的水闸养护占支出合计的百分之几", list(desk.reports.values()), desk.index)
    assert part_by_amount(query, desk.index(query.doc_ids[0])) is None


ACCOUNTS = """
一般公共预算财政拨款支出决算表
公开05表
单位：元

项目\t\t本年支出
科目编码\t科目名称\t小计\t基本支出\t项目支出
栏次\t\t1\t2\t3
合计\t\t3,867,800.00\t867,800.00\t3,000,000.00
213\t农林水支出\t3,500,000.00\t500,000.00\t3,000,000.00
21303\t水利\t3,500,000.00\t500,000.00\t3,000,000.00
2130314\t防汛\t3,500,000.00\t500,000.00\t3,000,000.00
221\t住房保障支出\t367,800.00\t367,800.00\t0.00

"""
SPOKEN = """五、一般公共预算财政拨款支出决算情况说明

（一）结构情况

一般公共预算财政拨款支出386.78万元，主要用于以下方面：农林水支出（类）350.00万元，占90.49%；住房保障支出（类）36.78万元，占9.51%。

（二）具体情况

1.农林水支出（类）水利（款）防汛（项）。年初预算为320.00万元，支出决算为350.00万元，完成年初预算的109.38%。

十、预算绩效情况说明

（一）项目绩效自评结果

防汛项目：全年预算数300.00万元，执行数295.50万元，预算执行率98.50%，自评得分97.20分。

"""


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("防汛支出完成年初预算的百分之几", "109.38"),
        ("防汛项目完成预算的百分之几", "98.50"),
        ("防汛项目还有多少预算没执行", "4.50"),
        ("防汛项目自评得了多少分", "97.20"),
    ],
)
def test_an_account_is_told_from_the_project_of_its_name(question: str, value: str) -> None:
    assert answer(question, tables=ACCOUNTS, prose=SPOKEN).values[0].value == value


def test_a_list_of_accounts_in_yuan_is_told_in_wan_too_where_the_text_prints_it_so() -> None:
    question = "一般公共预算财政拨款支出决算表里各大类支出分别是多少"
    told = answer(question, tables=ACCOUNTS, prose=SPOKEN).answer
    assert all(amount in told for amount in ("3500000.00元", "350.00万元", "367800.00元", "36.78万元"))
    other = SPOKEN.replace("住房保障支出（类）36.78万元", "住房保障支出（类）36.87万元")
    assert "万元" not in answer(question, tables=ACCOUNTS, prose=other).answer
