"""Questions on a budget that tells its sides, the year before and the money of each fund in words of its own."""

from __future__ import annotations

import pytest

from rag.answer import Answer
from tests.rag.plans import asked_of
from tests.rag.test_grounding import figures, first


def _asked(question: str) -> Answer:
    return asked_of("by-fund", question)


@pytest.mark.parametrize(
    ("question", "value", "unit"),
    [
        ("一般公共预算基本支出里的物业管理费预算", "20.00", "万元"),
        ("全部支出预算里基本支出比项目支出少多少万", "120.00", "万元"),
        ("按增加额倒推，2024年预算是多少", "600.00", "万元"),
        ("公务接待费比2024年执行数减少了多少", "-0.30", "万元"),
        ("三公经费预算多少", "9.50", "万元"),
        ("公务接待费预算折合多少元", "15000", "元"),
        ("2024年农村供水管网维护项目绩效自评几分", "95.5", "分"),
        ("预算多少", "640.00", "万元"),
    ],
)
def test_a_figure_is_found_in_the_words_of_the_budget(question: str, value: str, unit: str) -> None:
    assert first(_asked(question)) == (value, unit)


def test_what_is_told_of_a_year_in_the_sentence_before_is_said_to_be_of_it() -> None:
    assert "2024年的情况" in _asked("2024年水库巡查项目得了几分").answer


def test_a_change_and_its_rate_are_told_without_the_budget_itself() -> None:
    assert figures(_asked("今年预算比2024年多了多少，增幅是多少")) == ["40.00", "6.67"]


def test_income_is_parted_as_the_text_parts_it() -> None:
    told = _asked("收入预算由哪几块组成，各多少")
    assert figures(told) == ["500.00", "100.00", "30.00", "10.00"]
    assert "上年结转" in told.answer


def test_rows_of_what_the_treasury_pays_are_those_of_its_table() -> None:
    assert figures(_asked("水利这一款下面各项财政预算都是多少")) == ["240.00", "210.00"]
    assert "380.00" in _asked("水利这一款下面各项预算都是多少").answer


def test_a_reason_that_only_points_to_another_is_told_with_that() -> None:
    told = _asked("支出预算为什么增加").answer
    assert "与收入预算增加原因相同" in told
    assert "新建供水管网投入使用" in told


def test_income_of_a_fund_without_a_reason_has_that_of_its_spending() -> None:
    assert "河道清淤项目基本完工" in _asked("一般公共预算拨款为啥比2024年执行数少了").answer


def test_a_number_of_units_that_a_question_states_is_held_against_those_listed() -> None:
    told = _asked("纳入预算的单位写的4家，实际列出来是几家")
    assert told.status == "conflict"
    assert figures(told) == ["4", "3"]


def test_a_wrong_share_is_told_with_what_it_comes_to() -> None:
    told = _asked("农林水支出占一般公共预算的比例写得对不对")
    assert told.status == "conflict"
    assert figures(told)[:2] == ["80.00", "90.00"]
