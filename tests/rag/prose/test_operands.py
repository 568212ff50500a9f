"""An operation named with its terms is done on figures that one place of the report tells, all of one kind."""

from __future__ import annotations

import pytest

from rag.answer import Answer
from rag.language.terms import terms_in
from tests.rag.small_report import text_of
from tests.rag.test_grounding import ask, first, library_of

TOLD = (
    "（三）资金安排。泵站改造项目批复总投资486.00万元，其中省级补助300.00万元、区级配套186.00万元。"
    "到位资金456.00万元，到位率93.83%；实际支出428.73万元，占到位资金的94.02%。\n\n"
    "全年发放困难群众饮水补贴6,215人、重度缺水村庄送水补贴5,328人，巡查河道19次。\n\n"
)


def _ask(question: str) -> Answer:
    end = "第四部分 名词解释\n\n一"
    return ask(library_of(text_of().replace(end, TOLD + end)), "青川区水务局" + question)


@pytest.mark.parametrize(
    ("question", "value", "unit", "formula"),
    [
        ("泵站改造项目，批复总投资减去实际支出还剩多少", "57.27", "万元", "486.00 - 428.73"),
        ("批复总投资扣掉到位资金后还差多少", "30.00", "万元", "486.00 - 456.00"),
        ("领困难群众饮水补贴和重度缺水送水补贴的人一共多少", "11543", "人", "6215 + 5328"),
    ],
)
def test_terms_are_figures_of_one_place(question: str, value: str, unit: str, formula: str) -> None:
    answer = _ask(question)
    assert (answer.status, first(answer), answer.values[0].formula) == ("computed", (value, unit), formula)


def test_figures_of_two_kinds_are_not_put_together() -> None:
    assert not any(v.formula for v in _ask("困难群众饮水补贴加巡查河道一共多少").values)


@pytest.mark.parametrize("text", ["收入减少了多少", "减税降费一共多少", "加强管理的措施有几条"])
def test_words_that_only_look_like_an_operation_name_none(text: str) -> None:
    assert terms_in(text, named=True) is None


@pytest.mark.parametrize("said", ["扣掉实际支出，到位资金还剩多少", "刨去实际支出以后，到位资金里还没花的有多少"])
def test_what_is_taken_off_may_be_named_first(said: str) -> None:
    answer = _ask(said)
    assert (first(answer), answer.values[0].formula) == (("27.27", "万元"), "456.00 - 428.73")
