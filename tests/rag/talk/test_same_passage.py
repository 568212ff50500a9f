"""A follow-up for another figure of the passage that was just quoted."""

from __future__ import annotations

import pytest

from rag.answer import Answer
from tests.rag.small_report import text_of
from tests.rag.test_grounding import ask, figures, library_of

MARK = "第四部分 名词解释\n\n一、"
TOLD = (
    "十一、预算绩效情况说明\n\n全年新建雨量监测站27座，完成年度计划的100%，总数已达164座。共完成测报投资1.35亿元，同比增长8.2%。"
    "3个镇被评为节水示范镇、5个村被认定为水美村庄。\n\n另有巡查投资0.42亿元。\n\n"
)


def _asked(*turns: str) -> Answer:
    first, *more = turns
    return ask(library_of(text_of().replace(MARK, TOLD + MARK)), f"青川区水务局2023年{first}", *more)


@pytest.mark.parametrize(
    ("turns", "figure"),
    [
        (("新建了多少座雨量监测站", "总数达到多少了"), "164"),
        (("新建了多少座雨量监测站", "总数达到多少了", "完成了多少投资"), "1.35"),
        (("完成测报投资多少", "同比增长多少"), "8.2"),
        (("有几个镇被评为节水示范镇", "水美村庄有几个"), "5"),
        (("有几个镇被评为节水示范镇", "水美村庄呢"), "5"),
    ],
)
def test_a_figure_of_the_passage_quoted_is_read_on(turns: tuple[str, ...], figure: str) -> None:
    assert figures(_asked(*turns))[0] == figure


def test_a_figure_of_something_else_is_not_given_for_words_that_it_has_not() -> None:
    assert _asked("支出合计", "企业利润多少").status == "not_found"


def test_what_is_counted_may_stand_behind_its_number() -> None:
    assert figures(_asked("认定的水美村庄有多少个"))[0] == "5"
