"""Numbers of things: what is counted, in what counter, and which figures count the same."""

from __future__ import annotations

import pytest

from rag.text.counters import counted_in, counts_as
from tests.rag.plain_report import answer, first

TOLD = (
    "十二、其他重要事项的情况说明\n\n"
    "区财政安排供水设施维修资金400.00万元，由区水利站组织实施，范围覆盖全区7个镇街、112个行政村。"
    "原定6月底完成的37户渔户搬迁，至年末仍有5户未签订补偿协议。"
    "节水馆全年免费开放312天，累计供水1.26亿立方米。水源地巡查车晚于合同约定时间23天到位，另付车款18.00万元。\n\n"
)


@pytest.mark.parametrize(
    ("text", "unit", "thing"),
    [
        ("有多少册藏书", "册", "藏书"),
        ("接待了多少来宾", None, "来宾"),
        ("多少人员", None, "人员"),
        ("几支队伍", "支", "队伍"),
        ("花了多少万元", None, ""),
        ("还有几户养殖户没签", "户", "养殖户"),
    ],
)
def test_a_noun_that_begins_with_a_counter_is_told_from_the_counter(text: str, unit: str | None, thing: str) -> None:
    assert [(c.unit, c.thing) for c in counted_in(text)] == [(unit, thing)]


def test_each_number_has_what_it_counts() -> None:
    assert [(c.unit, c.thing) for c in counted_in("涉及几个镇街多少个村")] == [("个", "镇街"), ("个", "村")]


def test_counters_of_one_family_count_the_same() -> None:
    assert counts_as("册", "万册") and counts_as("人", "名") and counts_as("人", "人次")
    assert not counts_as("支", "人") and not counts_as("天", "万元")


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("供水设施维修涉及几个镇街", "7个"),
        ("供水设施维修涉及多少个村", "112个"),
        ("节水馆免费开放了多少天", "312天"),
        ("还有几户渔户没签补偿协议", "5户"),
        ("累计供水多少立方米", "1.26亿立方米"),
    ],
)
def test_the_figure_before_what_is_counted_answers(question: str, told: str) -> None:
    assert first(question, prose=TOLD) == told


@pytest.mark.parametrize("question", ["节水馆有多少册藏书", "供水设施维修队有几支", "有几名水政监察员"])
def test_a_number_of_other_things_is_no_answer(question: str) -> None:
    told = answer(question, prose=TOLD)
    assert (told.status, told.values) == ("not_found", [])


def test_money_is_no_number_of_days() -> None:
    assert first("水源地巡查车晚到了几天", prose=TOLD) == "23天"


def test_people_are_told_by_what_stands_before_the_number_where_nothing_stands_behind_it() -> None:
    asked = counted_in("提前退休人员有几个")[0]
    assert asked.fits("名")
    assert not counted_in("下属单位有几个")[0].fits("名")


@pytest.mark.parametrize(
    ("text", "fits", "not_"),
    [
        ("水厂占地多大", "亩", "米"),
        ("水塔有多高", "米", "平方米"),
        ("渠道全长多长", "公里", "亩"),
        ("大楼有几层楼", "层", "栋"),
    ],
)
def test_an_adjective_asks_for_an_extent_in_its_units(text: str, fits: str, not_: str) -> None:
    [asked] = counted_in(text)
    assert asked.fits(fits) and not asked.fits(not_)


@pytest.mark.parametrize("text", ["拖了多长时间", "降幅多大"])
def test_an_adjective_of_time_or_of_a_rate_asks_for_no_extent(text: str) -> None:
    assert all(not c.units for c in counted_in(text)) or not counted_in(text)
