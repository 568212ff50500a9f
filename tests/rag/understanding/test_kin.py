"""Kin: the reasons of rows below or above one without its own, and of the row an amount belongs to."""

from __future__ import annotations

from tests.rag.small_report import text_of
from tests.rag.test_grounding import ask, library_of

MARK = "第四部分 名词解释\n\n一、"
ITEMS = """五、一般公共预算财政拨款支出决算情况说明

（三）具体情况

1.农林水支出（类）水利（款）防汛（项）。年初预算为0.00万元，支出决算为42.10万元，决算数与年初预算数存在差异的主要原因是年初未安排预算，年中下达防汛补助资金。

2.农林水支出（类）水利（款）水土保持（项）。年初预算为30.00万元，支出决算为7.00万元，决算数与年初预算数存在差异的主要原因是招标推迟到下年。

"""


def _told(question: str) -> str:
    return ask(library_of(text_of().replace(MARK, ITEMS + MARK)), f"青川区水务局2023年{question}").answer


def test_a_row_may_be_named_by_its_amount() -> None:
    told = _told("有笔42.10万的支出年初没预算，钱哪来的、干什么用了")
    assert "防汛补助资金" in told
    assert "招标" not in told


def test_a_reason_may_be_asked_as_where_the_money_came_from() -> None:
    assert "防汛补助资金" in _told("防汛年初没安排，那四十多万从哪来的")


def test_spending_only_so_much_asks_for_the_reason() -> None:
    assert "招标推迟" in _told("水土保持年初安排了30万，咋只花了7万")


def test_two_amounts_tell_one_row() -> None:
    told = _told("预算30万、实际7万的那个科目，差这么多是什么缘由")
    assert "招标推迟" in told
    assert "防汛" not in told


def test_an_amount_without_its_last_decimals_tells_a_row_too() -> None:
    text = text_of().replace(MARK, ITEMS.replace("42.10", "1642.10") + MARK)
    assert "防汛补助资金" in ask(library_of(text), "青川区水务局2023年那1642万是怎么来的，报告怎么解释的").answer


def test_what_a_cause_brought_about_is_told_by_rows() -> None:
    told = _told("因为招标推迟而少花钱的有哪几项")
    assert "水土保持" in told
    assert "防汛" not in told


CARS = """七、“三公”经费支出决算情况说明

2023年度公务用车购置及运行维护费支出决算为8.00万元，其中：公务用车购置费支出0万元。

公务用车运行维护费支出决算为8.00万元，比上年增加1.00万元，增长14.29%，主要原因是巡查用车增多。

"""


def test_a_measure_without_a_reason_of_its_own_has_those_of_its_parts() -> None:
    answer = ask(library_of(text_of().replace(MARK, CARS + MARK)), "青川区水务局2023年公车费用比上年多了，什么原因")
    assert answer.status == "answered"
    assert "巡查用车增多" in answer.answer
    assert "公务用车运行费" in answer.answer


VEHICLES = (
    "九、“三公”经费支出决算情况说明\n\n2023年度公务用车购置及运行维护费支出7.48万元，比上年减少0.58万元，下降7.20%，"
    "主要原因是一辆巡查车停驶待报废。其中：公务用车运行维护费支出7.48万元，主要用于巡查。\n\n"
)


def test_a_part_without_a_reason_of_its_own_has_that_of_the_sum() -> None:
    library = library_of(text_of().replace("第四部分 名词解释\n\n一、", VEHICLES + "第四部分 名词解释\n\n一、"))
    told = ask(library, "青川区水务局2023年公车运行维护这块为什么比上年少了").answer
    assert "一辆巡查车停驶待报废" in told
