"""What a question asks the figures of: names in which it asks, names that end like a word of asking, wholes."""

from __future__ import annotations

import pytest

from tests.rag.form_report import asked
from tests.rag.plain_report import answer

BASIC = """
一般公共预算财政拨款基本支出决算表

公开06表
单位：万元

科目编码\t科目名称\t决算数\t科目编码\t科目名称\t决算数
301\t工资福利支出\t200.00\t302\t商品和服务支出\t30.50
30101\t基本工资\t200.00\t30217\t公务接待费\t0.40
\t\t\t30231\t公务用车运行维护费\t8.90
\t\t\t30239\t其他交通费用\t21.20
人员经费合计\t\t200.00\t公用经费合计\t\t30.50

政府性基金预算财政拨款收入支出决算表

公开07表
单位：万元

功能分类科目编码\t科目名称\t年初结转和结余\t本年收入\t本年支出小计\t基本支出\t项目支出\t年末结转和结余
\t合计\t0.00\t50.00\t50.00\t0.00\t50.00\t0.00
212\t城乡社区支出\t0.00\t50.00\t50.00\t0.00\t50.00\t0.00
21208\t国有土地使用权出让收入安排的支出\t0.00\t50.00\t50.00\t0.00\t50.00\t0.00
2120801\t征地和拆迁补偿支出\t0.00\t30.00\t30.00\t0.00\t30.00\t0.00
2120803\t城市建设支出\t0.00\t20.00\t20.00\t0.00\t20.00\t0.00

"""
PUBLIC = (
    "九、“三公”经费支出决算情况说明\n\n2023年度“三公”经费支出决算为12.36万元，其中：公务用车运行维护费10.96万元，"
    "公务接待费1.40万元。\n\n"
)


def test_an_indicator_may_be_asked_for_within_its_name() -> None:
    told = asked("清淤渠道了多少长度").values[0]
    assert (told.value, told.unit) == ("21", "公里")


@pytest.mark.parametrize(
    ("question", "amount"),
    [
        ("其他交通费用决算数", "21.20"),
        ("基本支出里的公务用车运行维护费是多少", "8.90"),
        ("公用经费中公务接待费多少", "0.40"),
        ("公务用车运行维护费是多少", "10.96"),
    ],
)
def test_a_row_is_that_of_the_whole_it_is_asked_in(question: str, amount: str) -> None:
    assert str(answer(question, tables=BASIC, prose=PUBLIC).values[0].value) == amount


def test_what_a_fund_was_spent_on_are_its_items() -> None:
    told = answer("政府性基金的钱用在哪几项上、各多少万", tables=BASIC, prose=PUBLIC)
    assert [str(v.value) for v in told.values] == ["30.00", "20.00"]
    assert "征地和拆迁补偿支出" in told.answer


def test_a_standard_of_payment_that_is_not_told_is_no_sum_of_money() -> None:
    assert answer("征地补偿每亩的补偿标准是多少", tables=BASIC, prose=PUBLIC).status == "not_found"


def test_a_budget_that_is_not_told_is_no_outturn() -> None:
    told = answer("城市建设支出的年初预算是多少", tables=BASIC, prose=PUBLIC)
    assert told.status == "not_found"
