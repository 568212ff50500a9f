"""Ratios worked out anew from the amounts: the parts are of one budget, and what the report states stands beside."""

from __future__ import annotations

import pytest

from rag.answer import Answer
from tests.rag.small_report import text_of
from tests.rag.test_grounding import ask, figures, first, library_of

WATER = "青川区水务局2023年"
ROWS = """支出决算表

公开03表
单位：万元
部门：云岭市青川区水务局
科目代码\t科目名称\t本年支出合计\t基本支出\t项目支出
合计\t\t386.78\t286.78\t100.00
213\t农林水支出\t300.00\t200.00\t100.00
221\t住房保障支出\t86.78\t86.78\t0.00

一般公共预算财政拨款支出决算表

公开05表
单位：万元
部门：云岭市青川区水务局
科目代码\t科目名称\t小计\t基本支出\t项目支出
合计\t\t346.78\t286.78\t60.00
213\t农林水支出\t260.00\t200.00\t60.00
221\t住房保障支出\t86.78\t86.78\t0.00

"""
PROSE = """五、一般公共预算财政拨款支出决算情况说明

2023年度一般公共预算财政拨款支出346.78万元。其中：农林水支出260.00万元，占71.00%；住房保障支出86.78万元，占25.02%。

十、机关运行经费支出情况说明

2023年度机关运行经费支出90.00万元，比上年减少10.00万元，下降12.00%。

"""


def _ask(*turns: str) -> Answer:
    text = text_of().replace(
        "第三部分 2023年度部门决算情况说明\n\n一", ROWS + "第三部分 2023年度部门决算情况说明\n\n一"
    )
    return ask(library_of(text.replace("第四部分 名词解释\n\n一", PROSE + "第四部分 名词解释\n\n一")), *turns)


@pytest.mark.parametrize("said", ["按表里的数重算，{}", "{}，自己算一下", "按金额算，{}"])
def test_a_share_is_worked_out_within_one_budget_beside_what_the_report_states(said: str) -> None:
    answer = _ask(WATER + said.format("农林水支出占一般公共预算财政拨款支出的百分之几"))
    assert (answer.status, figures(answer)) == ("computed", ["74.98", "71.00"])
    assert answer.values[0].formula == "260.00 ÷ 346.78 × 100%"


def test_a_share_that_the_report_has_right_is_given_alone() -> None:
    answer = _ask(WATER + "住房保障支出占一般公共预算支出按实际金额应该占多少")
    assert figures(answer) == ["25.02"]


@pytest.mark.parametrize("said", ["到底降了百分之几，按金额算一下", "按金额重算降了百分之几"])
def test_the_rate_of_a_change_is_worked_out_from_its_amount(said: str) -> None:
    answer = _ask(WATER + "机关运行经费比上年" + said)
    assert figures(answer) == ["-10.00", "-12.00"]
    assert answer.values[0].formula == "-10.00 ÷ (90.00 + 10.00) × 100%"


def test_a_ratio_without_such_words_is_given_as_stated() -> None:
    answer = _ask(WATER + "机关运行经费比上年降了百分之几")
    assert first(answer) == ("-12.00", "%")


@pytest.mark.parametrize(
    "words", ["占71.00%，对不对", "占71.00%，算得对不对", "占71.00%对吗", "占71.00%，实际该是多少"]
)
def test_a_share_that_is_doubted_is_worked_out_and_the_stated_one_told(words: str) -> None:
    answer = _ask(WATER + "农林水支出" + words)
    assert first(answer) == ("74.98", "%")
    assert "71.00%" in answer.answer


def test_a_share_printed_with_fewer_digits_is_no_other_share() -> None:
    answer = _told("占75.0%", "农林水支出占75.0%，对不对")
    assert first(answer) == ("74.98", "%")
    assert "不一致" not in answer.answer
    assert "不一致" in _told("占75.2%", "农林水支出占75.2%，对不对").answer


def _told(stated: str, question: str) -> Answer:
    mark = "第三部分 2023年度部门决算情况说明\n\n一"
    end = "第四部分 名词解释\n\n一"
    text = text_of().replace(mark, ROWS + mark).replace(end, PROSE.replace("占71.00%", stated) + end)
    return ask(library_of(text), WATER + question)
