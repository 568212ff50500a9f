"""The accounts that the statement tells to have risen or fallen, each by its amount."""

from __future__ import annotations

import pytest

from tests.rag.plain_report import answer

TABLE = """一般公共预算财政拨款支出决算表

公开05表
单位：万元
部门：云岭市青川区水务局

科目编码\t科目名称\t小计\t基本支出\t项目支出
2130301\t行政运行\t120.00\t120.00\t0.00
2130305\t水利工程建设\t160.00\t0.00\t160.00
2130314\t防汛\t60.00\t0.00\t60.00
2210201\t住房公积金\t46.78\t46.78\t0.00
合计\t\t386.78\t166.78\t220.00

"""
SAID = """五、一般公共预算财政拨款支出决算情况说明

2023年度一般公共预算财政拨款支出386.78万元，较上年决算数增加30.00万元，具体情况如下（按项级科目统计）：

（一）2130301行政运行支出120.00万元，较上年决算数减少2.50万元，下降2.04%。主要原因是人员减少。

（二）2130305水利工程建设支出160.00万元，较上年决算数增加41.00万元，增长34.45%。主要原因是新建泵站。

（三）2130314防汛支出60.00万元，较上年决算数减少8.10万元，下降11.89%。主要原因是物资储备减少。

（四）2210201住房公积金支出46.78万元，与上年决算数持平。

"""


@pytest.mark.parametrize(
    ("question", "wanted", "others"),
    [
        ("一般公共预算里哪些科目支出比上年减少了，各减多少", ["2.50", "8.10"], ["41.00"]),
        ("哪几个科目比上年下降", ["2.50", "8.10"], ["41.00", "30.00"]),
        ("哪些科目比上年增加了，各增加多少", ["41.00"], ["2.50", "30.00"]),
    ],
)
def test_accounts_are_told_with_their_change(question: str, wanted: list[str], others: list[str]) -> None:
    told = answer(question, tables=TABLE, prose=SAID)
    assert [v.value.lstrip("-") for v in told.values] == wanted
    assert not any(o in told.answer for o in others)


MET = """五、一般公共预算财政拨款支出决算情况说明

（一）行政运行支出年初预算数为100.00万元，决算数为120.00万元，完成年初预算的120.00%。

（二）水利工程建设支出年初预算数为200.00万元，决算数为160.00万元，完成年初预算的80.00%。

（三）防汛支出年初预算数为0.00万元，决算数为60.00万元，年中追加。

"""


@pytest.mark.parametrize("question", ["各项分别完成年初预算的百分之几", "支出按项分别完成年初预算多少"])
def test_how_far_each_account_met_its_budget_is_told(question: str) -> None:
    told = answer(question, tables=TABLE, prose=MET)
    assert [v.value for v in told.values] == ["120.00", "80.00"]
    assert "防汛" not in told.answer
