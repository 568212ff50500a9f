"""Shape: the unit, the decimals and the place in a ranking that a question asks for."""

from __future__ import annotations

import pytest

from rag.understanding.shape import shape_of, without_prior, without_units


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("三公经费合多少元", "元"),
        ("三公经费折合几亿", "亿元"),
        ("三公经费是多少万元", "万元"),
        ("三公经费以元为单位", "元"),
        ("三公经费是多少", None),
    ],
)
def test_the_unit_of_money_is_told_by_how_it_is_asked(text: str, unit: str | None) -> None:
    assert shape_of(text).unit == unit


@pytest.mark.parametrize(("text", "places"), [("保留两位小数", 2), ("留4位小数", 4), ("是多少", None)])
def test_decimals_are_read_in_words_and_digits(text: str, places: int | None) -> None:
    assert shape_of(text).places == places


@pytest.mark.parametrize(
    ("text", "top", "nth", "ascending"),
    [
        ("支出最多的前三名", 3, None, False),
        ("支出倒数第二是谁", None, 2, True),
        ("第二高的部门", None, 2, False),
        ("三公经费最低的", None, None, True),
    ],
)
def test_the_place_in_a_ranking(text: str, top: int | None, nth: int | None, ascending: bool) -> None:
    shape = shape_of(text)
    assert (shape.top, shape.nth, shape.ascending) == (top, nth, ascending)


def test_words_of_units_and_of_the_year_before_can_be_left_out() -> None:
    assert without_units("三公经费是多少万元") == "三公经费是|"
    assert without_prior("支出比去年少了吗") == "支出少了吗"


@pytest.mark.parametrize("said", ["保留两位", "保留两位小数", "精确到小数点后两位", "两位小数", "取2位"])
def test_decimals_are_asked_for_in_several_ways(said: str) -> None:
    assert shape_of(f"支出合计多少万元，{said}").places == 2
