"""The list of facts: searched, narrowed and ordered; blank, zero, words and what was recognised look different."""

from __future__ import annotations

from decimal import Decimal

from extractors.facts import Fact, Reading
from page.views.fact_list import ORDERS, STATES, fact_rows, place_told, selected, table_of, tables_of, value_told


def _fact(row: str, raw: str, unit: str | None = "万元", reading: Reading | None = None, **more: object) -> Fact:
    value = Decimal(raw.replace(",", "")) if raw.replace(",", "").replace(".", "").isdigit() else None
    fact = Fact(
        "d",
        "甲局",
        2023,
        "final",
        "table",
        "GK03",
        "第二部分/支出决算表",
        None,
        row,
        "合计",
        value,
        unit,
        raw,
        None,
        7,
        raw,
    )
    return fact.but(reading=reading, **more)


FACTS = [
    _fact("教育支出", "1,234.50"),
    _fact("卫生健康支出", "0.00"),
    _fact("农林水支出", ""),
    _fact("绩效等次", "达标", None),
    _fact("车辆", "3", "辆"),
    _fact("基建", "0.20", "亿元", "ocr", page=4, spot="1.0,2.0,3.0,4.0"),
    _fact("职责", "5", "个", origin="prose", table=None, section="第三部分"),
]


def _names(**wanted: str) -> list[str]:
    return [fact.row_name for fact in selected(FACTS, **wanted)]


def test_words_are_sought_in_all_that_is_told_of_a_fact() -> None:
    assert _names(text="教育 支出决算表") == ["教育支出"]
    assert _names(text="1234.50") == ["教育支出"] == _names(text="1,234.50")
    assert _names(text="没有") == []
    assert len(_names()) == len(FACTS)


def test_facts_are_narrowed_by_table_and_by_what_they_are() -> None:
    assert tables_of(FACTS)[1:] == ["支出决算表", "文字说明"]
    assert _names(table="文字说明") == ["职责"]
    assert _names(state="空白") == ["农林水支出"]
    assert _names(state="文字") == ["绩效等次"]
    assert _names(state="图片识别") == ["基建"]
    assert "卫生健康支出" in _names(state="数") and "农林水支出" not in _names(state="数")
    assert len(STATES) == 5


def test_money_is_ordered_by_what_it_is_worth_and_what_is_no_number_comes_last() -> None:
    falling = _names(order=ORDERS[1])
    assert falling[:3] == ["基建", "教育支出", "卫生健康支出"]
    assert set(falling[-2:]) == {"农林水支出", "绩效等次"}
    assert set(_names(order=ORDERS[2])[-2:]) == {"农林水支出", "绩效等次"}
    assert _names(order=ORDERS[3])[0] == "车辆"


def test_blank_zero_and_words_look_different() -> None:
    assert [value_told(fact) for fact in FACTS[:4]] == ["1234.50", "0.00", "（空白）", "（文字）"]
    assert [place_told(fact) for fact in FACTS[-2:]] == ["第4页", "第7行"]
    assert place_told(FACTS[0].but(spot="表!C3", line=None)) == "表!C3"
    assert table_of(FACTS[0].but(table="自定表")) == "自定表"


def test_how_a_fact_was_read_is_told_where_one_was_recognised() -> None:
    assert "读取" not in fact_rows(FACTS[:3])
    assert fact_rows(FACTS)["读取"][-2:] == ["图片识别", "文字"]
